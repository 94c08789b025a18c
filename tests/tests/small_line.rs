//! Nodes on small lines: what they keep, what they find though they do not keep it, how fast they sync, and on how many
//! nodes their records are.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};

use commons_network::{
    Config, Holdings, Ingested, Keypair, Network, NetworkId, PeerLimits, SegmentBuilder, Source,
};
use commons_registry::{ItemKey, Snapshot, StateRoot, Trie};
use commons_tests::node::Node;
use serde_json::{Value, json};
use tokio::sync::watch;

/// Keeps nothing of anybody but those it follows.
const FOLLOWED_ONLY: &str = "admission = \"followed\"\npool = 0\nfind_peers = false\n";

fn agent_of(node: &Node) -> String {
    node.status()["agent"].as_str().unwrap().to_owned()
}

/// A page, as a browser gets it.
fn page(node: &Node, path: &str) -> String {
    let mut stream = TcpStream::connect(node.http()).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Waits until a node has looked at all that its one peer offers.
fn has_looked(node: &Node) {
    node.wait_until("a round", |node| node.status()["connections"][0]["in_step"] == true);
}

#[test]
fn what_is_not_kept_is_found_by_its_whole_id_and_still_not_kept() {
    let mut garden = Node::organisation("Sample Garden");
    let seeds = garden.publish("Seeds to share");
    garden.ask(&["edit", &seeds, "--summary", "How to dry them.", "--add-topic", "seeds"]);
    garden.start(&[]);
    let garden_id = agent_of(&garden);
    let mut press = Node::new();
    press.set(FOLLOWED_ONLY);
    press.ask(&["init", "--organisation", "Sample Press", "--no-passphrase"]);
    press.start(&[&garden]);
    has_looked(&press);
    let (state, held) = (press.state(), garden.ask(&["show", &seeds]));
    assert!(!press.keeps(&seeds));

    // It looks as it does where it is kept, but for what is known here only.
    let mut shown = press.ask(&["show", &seeds]);
    let not_kept = shown["not_kept"].take();
    assert_eq!(
        (&not_kept["asked"], &not_kept["given_by"], &not_kept["whole"]),
        (&json!(1), &json!(1), &json!(true))
    );
    assert!(not_kept["why"].as_str().unwrap().contains("follows"), "{not_kept}");
    for (name, value) in held.as_object().unwrap().iter().filter(|(name, _)| *name != "held_by") {
        let expected = if name == "agent_name" { &Value::Null } else { value };
        assert_eq!(&shown[name], expected, "{name}");
    }
    let words = press.ask_in_words(&["show", &seeds]);
    assert!(words.contains("not kept on this node, asked of 1 other node just now"), "{words}");
    let checked = press.run(&["check", &seeds, "--for", "commercial"]);
    let checked: Value = serde_json::from_slice(&checked.stdout).unwrap();
    assert_eq!((&checked["licence"], &checked["not_kept"]["asked"]), (&json!("PPL"), &json!(1)));
    let html = page(&press, &format!("/records/{seeds}"));
    assert!(html.contains("Seeds to share") && html.contains("not kept on this node"), "{html}");
    // The agent itself, by its id; and a record by that of its last change.
    assert_eq!(press.ask(&["show", &garden_id])["agent_name"], "Sample Garden");
    let last = held["heads"][0].as_str().unwrap();
    assert_eq!(press.ask(&["show", last])["id"], json!(seeds));

    // A beginning of an id could be anything's; and what nobody has, nobody has.
    let (_, error) = press.refused(&["show", &seeds[..8]]);
    assert!(error["hint"].as_str().unwrap().contains("whole id"), "{error}");
    let (_, error) = press.refused(&["show", &"ab".repeat(32)]);
    assert!(error["message"].as_str().unwrap().contains("1 other node"), "{error}");
    assert_eq!(press.state(), state, "nothing of it was kept");
    assert_eq!(press.ask(&["search", "seeds"])["items"], json!([]));

    // What the owner does not want here is not asked for.
    press.ask(&["withhold", &seeds]);
    assert!(press.refused(&["show", &seeds]).1["message"].as_str().unwrap().contains("withholds"));
    press.ask(&["withhold", &seeds, "--remove"]);
    press.ask(&["block", &garden_id]);
    for id in [&seeds, &garden_id] {
        assert!(press.refused(&["show", id]).1["message"].as_str().unwrap().contains("blocked"));
    }
    assert!(!page(&press, &format!("/records/{seeds}")).contains("Seeds to share"));
    press.ask(&["block", &garden_id, "--remove"]);

    // Whom it follows is kept, and then nobody is asked.
    press.ask(&["follow", &garden_id]);
    press.wait_until("the garden's records", |press| press.keeps(&seeds));
    assert_eq!((press.status()["refused"].clone(), garden.status()["refused"].clone()), (json!(0), json!(0)));
    // Without a running node there is nobody to ask.
    press.stop();
    assert_eq!(press.refused(&["show", &"ab".repeat(32)]).1["kind"], "not-found");
}

/// A peer that syncs nothing, and gives what a test says to whoever asks for a record.
struct Giver {
    root: watch::Sender<StateRoot>,
    given: Mutex<Vec<Vec<u8>>>,
}

impl Giver {
    fn start(runtime: &tokio::runtime::Runtime, node: &Node) -> (Arc<Self>, Network) {
        let giver = Arc::new(Self { root: watch::Sender::new(Trie::new().root()), given: Mutex::default() });
        let config = Config {
            peers: vec![node.address().parse().unwrap()],
            limits: PeerLimits { wanted: 0, ..PeerLimits::default() },
            ..Config::new(Keypair::generate_ed25519(), NetworkId::of_name("commons"))
        };
        let _entered = runtime.enter();
        let network = Network::start(config, Arc::clone(&giver) as Arc<dyn Holdings>).unwrap();
        (giver, network)
    }

    fn gives(&self, items: &[Vec<u8>]) {
        *self.given.lock().unwrap() = items.to_vec();
    }
}

impl Holdings for Giver {
    fn snapshot(&self) -> Snapshot {
        Trie::new().snapshot()
    }

    fn since(
        &self,
        _: u64,
        through: u64,
        _: &std::collections::BTreeSet<commons_identity::AgentId>,
    ) -> (SegmentBuilder, u64) {
        (SegmentBuilder::default(), through)
    }

    fn load(&self, keys: &[ItemKey]) -> Vec<Option<Vec<u8>>> {
        vec![None; keys.len()]
    }

    fn record(&self, _: &[u8; 32]) -> Vec<Vec<u8>> {
        self.given.lock().unwrap().clone()
    }

    fn ingest(&self, _: Source, items: Vec<Vec<u8>>) -> Vec<Ingested> {
        vec![Ingested::Declined; items.len()]
    }

    fn journal_id(&self) -> [u8; 16] {
        [8; 16]
    }

    fn changed(&self) -> watch::Receiver<StateRoot> {
        self.root.subscribe()
    }
}

/// The items of everything that a node holds, in the order of its journal.
fn items_of(node: &Node) -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bundle");
    node.ask(&["export", file.to_str().unwrap()]);
    let bundle = std::fs::read(&file).unwrap();
    // The layout is in docs/protocol/bundle.md.
    let (mut items, mut at) = (Vec::new(), 128);
    while at < bundle.len() {
        let length = u32::from_le_bytes(bundle[at + 4..at + 8].try_into().unwrap()) as usize;
        items.push(bundle[at + 16..at + 16 + length].to_vec());
        at += 24 + length;
    }
    items
}

#[test]
fn a_peer_that_gives_what_was_erased_or_forged_or_something_else_is_not_believed() {
    let garden = Node::organisation("Sample Garden");
    let (seeds, tools) = (garden.publish("Seeds to share"), garden.publish("Tools to share"));
    let before = items_of(&garden);
    garden.ask(&["forget", &seeds, "--yes"]);
    // A node that keeps the garden's records, and so knows what was erased.
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("bundle");
    garden.ask(&["export", bundle.to_str().unwrap()]);
    let mut press = Node::organisation("Sample Press");
    press.ask(&["import", bundle.to_str().unwrap()]);
    press.start(&[]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (giver, network) = Giver::start(&runtime, &press);
    press.wait_until("a peer", |press| press.status()["peers"] == 1);

    giver.gives(&before);
    assert!(press.refused(&["show", &seeds]).1["message"].as_str().unwrap().contains("erased"));
    assert_eq!(press.status()["refused"], 0, "a node that has not heard of it yet is not to blame");

    // A stranger's record: what the giver gives is judged by itself.
    let stranger = Node::organisation("Sample Stranger");
    let (kept, record) = (items_of(&stranger), stranger.publish("Something"));
    let items = items_of(&stranger);
    giver.gives(&items);
    assert_eq!(press.ask(&["show", &record])["not_kept"]["given_by"], 1);
    let mut forged = items.clone();
    *forged.last_mut().unwrap().last_mut().unwrap() ^= 1;
    let mixed: Vec<_> = before.iter().chain(&items).cloned().collect();
    // Forged; about something else; of two agents; not items at all. A peer that goes on like this would be blocked.
    for (faults, lie) in [forged, kept, mixed, vec![vec![0xff; 100]]].into_iter().enumerate() {
        giver.gives(&lie);
        assert_eq!(press.refused(&["show", &record]).1["kind"], "not-found", "lie {faults}");
        if press.status()["blocked"] == json!([network.node().to_string()]) {
            break;
        }
        press.wait_until("a fault", |press| press.status()["refused"] == json!(faults + 1));
    }
    press.wait_until("a block", |press| press.status()["blocked"] == json!([network.node().to_string()]));
    assert!(press.keeps(&tools));
    runtime.block_on(network.shutdown());
}

#[test]
fn on_how_many_nodes_a_record_is_known_to_be_is_told_also_when_they_have_gone() {
    let mut garden = Node::organisation("Sample Garden");
    garden.set("find_peers = false\n");
    let seeds = garden.publish("Seeds to share");
    let alone = garden.status()["copies"].clone();
    assert_eq!((&alone["records"], &alone["least"], &alone["on_none"]), (&json!(2), &json!(0), &json!(2)));
    garden.start(&[]);
    let held_by = |node: &Node, id: &str| node.ask(&["show", id])["held_by"].clone();
    assert_eq!(held_by(&garden, &seeds), json!({ "nodes": 0, "as_of": null }));
    assert!(garden.ask_in_words(&["show", &seeds]).contains("on no other node yet"));

    let mut others = [Node::new(), Node::new()];
    for other in &mut others {
        other.set("find_peers = false\n");
        other.start(&[&garden]);
    }
    garden.wait_until("two copies", |garden| held_by(garden, &seeds)["nodes"] == 2);
    garden.wait_until("two copies of all", |garden| garden.status()["copies"]["least"] == 2);
    let words = garden.ask_in_words(&["status"]);
    assert!(words.contains("2 records of ours, on at least 2 other nodes each, as these say"), "{words}");
    assert!(garden.ask_in_words(&["show", &seeds]).contains("2 other nodes say that they have it (as of 20"));
    assert_eq!(others[0].ask(&["show", &seeds]).get("held_by"), None, "it is not theirs");

    // What is newer is known of nobody until they say so.
    others.iter_mut().for_each(Node::stop);
    garden.ask(&["edit", &seeds, "--summary", "How to dry them."]);
    assert_eq!(held_by(&garden, &seeds)["nodes"], 0);
    let copies = garden.status()["copies"].clone();
    assert_eq!((&copies["on_none"], &copies["items"][0]["title"]), (&json!(1), &json!("Seeds to share")));

    // What they said is known after a restart too, though they have gone.
    garden.stop();
    let profile = garden.ask(&["profile"])["id"].clone();
    garden.start(&[]);
    assert_eq!(held_by(&garden, profile.as_str().unwrap())["nodes"], 2);
    others[0].start(&[&garden]);
    garden.wait_until("one copy of what is newer", |garden| held_by(garden, &seeds)["nodes"] == 1);
}

#[test]
fn a_node_with_limits_says_so_and_keeps_in_step() {
    let mut garden = Node::organisation("Sample Garden");
    garden.set("upload = \"64 KiB/s\"\nnight = \"00:00-23:59\"\nnight_upload = \"1 Mbit/s\"\n");
    for n in 0..20 {
        let _ = garden.publish(&format!("Guide {n}"));
    }
    garden.start(&[]);
    let line = garden.status()["line"].clone();
    let (day, night) =
        (json!({ "upload": 65_536, "download": null }), json!({ "upload": 125_000, "download": null }));
    // Nearly always it is night.
    let (now, then, until) =
        if line["until"] == "23:59" { (night, day, "23:59") } else { (day, night, "00:00") };
    assert_eq!(line, json!({ "upload": now["upload"], "download": null, "until": until, "then": then }));
    assert!(garden.ready()["line"]["then"].is_object());
    let words = garden.ask_in_words(&["status"]);
    assert!(
        words.lines().any(|line| line.starts_with("line        up ") && line.contains("until")),
        "{words}"
    );

    let mut press = Node::new();
    press.set("upload = \"16 KiB/s\"\ndownload = \"32 KiB/s\"\n");
    press.start(&[&garden]);
    press.wait_for_state(&garden.state());
    assert_eq!(press.status()["line"], json!({ "upload": 16_384, "download": 32_768 }));
    assert_eq!((press.status()["refused"].clone(), garden.status()["refused"].clone()), (json!(0), json!(0)));

    press.stop();
    press.set("upload = \"1 KiB/s\"\n");
    let (_, error) = press.refused(&["status"]);
    assert!(error["message"].as_str().unwrap().contains("8192"), "{error}");
}
