//! A hostile peer offers more new namespaces than anybody wants. The pool stays under its bound, everything of the
//! followed and the introduced is kept, memory stays flat, and nothing is fetched twice.
//!
//! `COMMONS_SPAM=10000x100` offers so many namespaces with so many records each; run that in release.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use commons_identity::AgentId;
use commons_network::{Config, Holdings, Ingested, Keypair, Network, NetworkId, SegmentBuilder, Source};
use commons_registry::{Change, Draft, ItemKey, Kind, Snapshot, StateRoot, Trie};
use commons_tests::{histories::TestAgent, node::Node, random::Random};
use serde_json::Value;
use tokio::sync::watch;

/// Memory that a first sync may take beside what the node has at rest, whatever is offered: what it keeps in the index's
/// caches, and one round's bounded list of what to fetch.
const MEMORY_KIB: u64 = 192 * 1024;

/// What the hostile peer holds. It takes in nothing, and counts how often each item is fetched from it.
struct Offer {
    held: Mutex<Held>,
    root: watch::Sender<StateRoot>,
}

#[derive(Default)]
struct Held {
    trie: Trie,
    items: HashMap<ItemKey, Vec<u8>>,
    fetched: HashMap<ItemKey, u32>,
    labels: u64,
}

impl Offer {
    fn new() -> Arc<Self> {
        Arc::new(Self { held: Mutex::default(), root: watch::Sender::new(Trie::new().root()) })
    }

    /// Adds items; their order is that of the journal.
    fn put(&self, items: Vec<(ItemKey, Vec<u8>)>) {
        let mut held = self.held.lock().unwrap();
        let mut keys: Vec<_> = held.trie.iter().collect();
        for (key, bytes) in items {
            held.labels += 1;
            keys.push((key, held.labels));
            held.items.insert(key, bytes);
        }
        keys.sort_unstable();
        held.trie = Trie::from_sorted(keys).unwrap();
        let root = held.trie.root();
        drop(held);
        self.root.send_replace(root);
    }

    /// Items fetched, and how often the one that was fetched most.
    fn fetched(&self) -> (usize, u32) {
        let held = self.held.lock().unwrap();
        (held.fetched.len(), held.fetched.values().copied().max().unwrap_or(0))
    }

    fn bytes(&self) -> usize {
        self.held.lock().unwrap().items.values().map(Vec::len).sum()
    }
}

impl Holdings for Offer {
    fn snapshot(&self) -> Snapshot {
        self.held.lock().unwrap().trie.snapshot()
    }

    fn since(&self, _: u64, through: u64, _: &BTreeSet<AgentId>) -> (SegmentBuilder, u64) {
        (SegmentBuilder::default(), through) // whoever leaves something out compares
    }

    fn load(&self, keys: &[ItemKey]) -> Vec<Option<Vec<u8>>> {
        let mut held = self.held.lock().unwrap();
        for key in keys {
            *held.fetched.entry(*key).or_default() += 1;
        }
        let held = &*held;
        keys.iter().map(|key| held.items.get(key).cloned()).collect()
    }

    fn record(&self, _: &[u8; 32]) -> Vec<Vec<u8>> {
        Vec::new()
    }

    fn ingest(&self, _: Source, items: Vec<Vec<u8>>) -> Vec<Ingested> {
        vec![Ingested::Declined; items.len()]
    }

    fn journal_id(&self) -> [u8; 16] {
        [6; 16]
    }

    fn changed(&self) -> watch::Receiver<StateRoot> {
        self.root.subscribe()
    }
}

/// Writes for strangers and friends.
struct Writer {
    random: Random,
}

impl Writer {
    fn found(&mut self) -> TestAgent {
        TestAgent::found(&mut self.random, 1)
    }

    fn write(&mut self, agent: &TestAgent, draft: Draft) -> (ItemKey, Vec<u8>) {
        let change = Change::author(&agent.member(0), draft.begin(self.random.bytes()).unwrap());
        (change.item_key(), change.to_bytes())
    }

    fn record(&mut self, agent: &TestAgent, n: usize) -> (ItemKey, Vec<u8>) {
        let mut draft = Draft::new(Kind::Resource);
        draft.set_keyed("title", "en", &format!("An offer you must see, number {n}")).unwrap();
        self.write(agent, draft)
    }

    /// An agent's founding and so many records.
    fn namespace(&mut self, agent: &TestAgent, records: usize) -> Vec<(ItemKey, Vec<u8>)> {
        let mut items = vec![genesis(agent)];
        items.extend((0..records).map(|n| self.record(agent, n)));
        items
    }

    fn introduction(&mut self, by: &TestAgent, about: AgentId) -> (ItemKey, Vec<u8>) {
        let mut draft = Draft::new(Kind::Attestation);
        draft.set("statement", "introduces").unwrap();
        draft.set_id("about", *about.as_bytes()).unwrap();
        self.write(by, draft)
    }

    /// New namespaces: one half each in a piece, the other half all foundings first and then a record of each in turn,
    /// which leaves a receiver with a part of many.
    fn spam(&mut self, namespaces: usize, records: usize) -> Vec<(ItemKey, Vec<u8>)> {
        let mut items = Vec::with_capacity(namespaces * (records + 1));
        for _ in 0..namespaces / 2 {
            let agent = self.found();
            items.extend(self.namespace(&agent, records));
        }
        let agents: Vec<_> = (namespaces / 2..namespaces).map(|_| self.found()).collect();
        items.extend(agents.iter().map(genesis));
        for n in 0..records {
            for agent in &agents {
                items.push(self.record(agent, n));
            }
        }
        items
    }
}

fn genesis(agent: &TestAgent) -> (ItemKey, Vec<u8>) {
    (ItemKey::of_entry(agent.id(), agent.genesis.id()), agent.genesis.to_bytes())
}

fn spam_size() -> (usize, usize) {
    let Ok(text) = std::env::var("COMMONS_SPAM") else { return (300, 20) };
    let (namespaces, records) = text.split_once('x').expect("COMMONS_SPAM is to be like 10000x100");
    (namespaces.parse().unwrap(), records.parse().unwrap())
}

fn write_settings(node: &Node, settings: &str) {
    std::fs::create_dir_all(node.data()).unwrap();
    std::fs::write(node.data().join("config.toml"), settings).unwrap();
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

/// How many items of an agent a node holds.
fn items_of(node: &Node, agent: AgentId) -> u64 {
    number(&node.ask(&["why", &agent.to_string()])["items"])
}

/// Waits until a node has all that it wants of a peer.
fn wait_until_in_step(node: &Node, peer: &Network) -> Duration {
    let peer = peer.node().to_string();
    node.wait_until("in step", |node| {
        let status = node.status();
        let mut peers = status["connections"].as_array().into_iter().flatten();
        peers.any(|one| one["peer_id"] == peer.as_str() && one["in_step"] == true)
    })
}

/// Connects the hostile peer to a node.
fn start(runtime: &tokio::runtime::Runtime, node: &Node, offer: &Arc<Offer>) -> Network {
    let config = Config {
        peers: vec![node.address().parse().unwrap()],
        ..Config::new(Keypair::generate_ed25519(), NetworkId::of_name("commons"))
    };
    let holdings = Arc::clone(offer) as Arc<dyn Holdings>;
    runtime.block_on(async { Network::start(config, holdings).unwrap() })
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

#[test]
fn spam_fills_no_more_than_the_pool_and_is_fetched_only_once() {
    let (namespaces, records) = spam_size();
    let mut writer = Writer { random: Random::from_seed(3) };
    let begun = Instant::now();
    let (followed, introduced) = (writer.found(), writer.found());
    let mut items = writer.spam(namespaces, records);
    // Last of all those who matter, and whoever introduces comes after the introduced.
    items.extend(writer.namespace(&introduced, 150));
    items.extend(writer.namespace(&followed, 150));
    items.push(writer.introduction(&followed, introduced.id()));
    let offer = Offer::new();
    let offered = items.len();
    offer.put(items);
    // The same whatever is offered, so that figures of larger offers show what they cost.
    let pool = if std::env::var_os("COMMONS_SPAM").is_some() { 16_000_000 } else { offer.bytes() / 16 };
    eprintln!(
        "offered: {namespaces} namespaces × {records} records, {:.1} MB, written in {:?}",
        offer.bytes() as f64 / 1e6,
        begun.elapsed()
    );

    let mut node = Node::organisation("Steady Co-op");
    write_settings(
        &node,
        &format!("admission = \"introduced\"\npool = {pool}\npool_per_agent = {}\nmdns = false\n", pool / 8),
    );
    node.ask(&["follow", &followed.id().to_string()]);
    let ours = node.publish("Ours");
    node.start(&[]);
    let before = node.resident_kib();

    let runtime = runtime();
    let begun = Instant::now();
    let start = |node: &Node| start(&runtime, node, &offer);
    let network = start(&node);
    let complete =
        |node: &Node| items_of(node, followed.id()) == 152 && items_of(node, introduced.id()) == 151;
    node.wait_until("all of the followed and the introduced", complete);
    wait_until_in_step(&node, &network);
    let status = node.status();
    let kept = &status["kept"];
    let (fetched, most) = offer.fetched();
    let peak = node.peak_kib();
    let first_bytes = number(&status["traffic"]["sync_in"]);
    eprintln!("first sync: {:?}; {} MB received", begun.elapsed(), first_bytes / 1_000_000);
    eprintln!("fetched: {fetched} of {offered} items, none more than {most} times");
    eprintln!("pool: {} of {} bytes", kept["pooled"], kept["pool"]);
    eprintln!("left out: {}", kept["left_out"]);
    eprintln!("memory: {} MiB before, {} MiB at most", before / 1024, peak / 1024);
    assert!(number(&kept["pooled"]) <= number(&kept["pool"]), "{kept}");
    assert_eq!(number(&kept["pool"]), pool as u64);
    assert_eq!(most, 1, "nothing is fetched twice");
    assert!(fetched < offered / 4 + 10_000, "{fetched}");
    assert!(number(&kept["left_out"]["no_room"]) as usize > namespaces / 2, "{kept}");
    assert!(peak < before + MEMORY_KIB, "{peak} KiB, {before} KiB before");

    // More strangers, and one more record that matters: what was passed over is not looked at again.
    let (state, loaded) = (node.state(), fetched);
    let mut more = writer.spam(40, 5);
    more.push(writer.record(&followed, 1_000));
    offer.put(more);
    let waited =
        node.wait_until("the followed one's new record", |node| items_of(node, followed.id()) == 153);
    wait_until_in_step(&node, &network);
    let (fetched, most) = offer.fetched();
    let bytes = number(&node.status()["traffic"]["sync_in"]) - first_bytes;
    eprintln!(
        "another 40 namespaces and a record: {} items fetched, {bytes} bytes, {waited:?}",
        fetched - loaded
    );
    assert_eq!((fetched, most), (loaded + 1, 1));
    assert_ne!(node.state(), state);

    // Neither does another connection bring anything twice, nor another start of the node.
    runtime.block_on(network.shutdown());
    let network = start(&node);
    eprintln!("another connection: in step in {:?}", wait_until_in_step(&node, &network));
    runtime.block_on(network.shutdown());
    node.stop();
    node.start(&[]);
    let network = start(&node);
    eprintln!("another start: in step in {:?}", wait_until_in_step(&node, &network));
    assert_eq!(node.ask(&["show", &ours])["id"], serde_json::json!(ours));
    assert_eq!(offer.fetched(), (fetched, 1));
    let kept = node.status()["kept"].clone();
    assert!(number(&kept["pooled"]) <= number(&kept["pool"]), "{kept}");
    assert!(complete_after(&node, followed.id(), introduced.id()));
    eprintln!("memory: {} MiB after another start", node.peak_kib() / 1024);
    let stopping = Instant::now();
    runtime.block_on(network.shutdown());
    node.stop();
    eprintln!("stopped in {:?}", stopping.elapsed());
}

fn complete_after(node: &Node, followed: AgentId, introduced: AgentId) -> bool {
    items_of(node, followed) == 153 && items_of(node, introduced) == 151
}

#[test]
fn an_open_node_takes_everybody_in_until_four_fifths_of_its_quota_are_filled() {
    let mut writer = Writer { random: Random::from_seed(5) };
    let followed = writer.found();
    let mut items = writer.spam(200, 20);
    items.extend(writer.namespace(&followed, 100));
    let offer = Offer::new();
    offer.put(items);
    let quota = offer.bytes() / 2;
    let mut node = Node::new();
    write_settings(&node, &format!("quota = {quota}\npool_per_agent = {}\nmdns = false\n", quota / 100));
    node.ask(&["follow", &followed.id().to_string()]);
    node.start(&[]);
    let runtime = runtime();
    let network = start(&runtime, &node, &offer);
    node.wait_until("all of the followed one", |node| items_of(node, followed.id()) == 101);
    wait_until_in_step(&node, &network);
    let kept = node.status()["kept"].clone();
    eprintln!("quota {quota}: {kept}");
    assert_eq!(kept["pooling"], true);
    assert!(
        number(&kept["bytes"]) >= quota as u64 / 100 * 80 && number(&kept["pooled"]) <= number(&kept["pool"])
    );
    assert!(number(&kept["bytes"]) <= quota as u64, "the followed one fits beside: {kept}");
    assert_eq!(offer.fetched().1, 1);
    assert!(node.ask_in_words(&["status"]).contains("no room for them"));
    runtime.block_on(network.shutdown());
    node.stop();
}
