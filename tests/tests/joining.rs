//! Joining by a link, and finding others: real nodes on loopback.

use std::path::Path;

use commons_tests::node::Node;
use serde_json::{Value, json};

/// An organisation with some records, whose node runs.
fn inviter() -> Node {
    let mut node = Node::organisation("Sample Bakery");
    for n in 0..20 {
        let id = node.publish(&format!("Guide {n}"));
        node.ask(&["edit", &id, "--add-topic", "bread"]);
    }
    node.start(&[]);
    node
}

fn link_of(node: &Node) -> String {
    node.ask(&["invite"])["link"].as_str().unwrap().to_owned()
}

fn agent_of(node: &Node) -> String {
    node.status()["agent"].as_str().unwrap().to_owned()
}

fn followed(node: &Node) -> Vec<String> {
    let items = node.ask(&["follow"])["items"].clone();
    let agents = items.as_array().unwrap().iter();
    agents.map(|item| item["agent"].as_str().unwrap().to_owned()).collect()
}

fn mode_of(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn is_connected_to(node: &Node, other: &Node) -> bool {
    let connections = node.status()["connections"].clone();
    let peer = &other.ready()["peer_id"];
    connections.as_array().is_some_and(|all| all.iter().any(|connection| connection["peer_id"] == *peer))
}

#[test]
fn a_new_co_op_joins_by_link_and_is_seen_by_all() {
    let bakery = inviter();
    let link = link_of(&bakery);
    let mut press = Node::new();
    let joined = press.ask(&["join", &link]);
    let state = bakery.state();
    assert_eq!(joined["state"], json!(state));
    assert_eq!(press.state(), state);
    assert_eq!(joined["network"], "commons");
    assert_eq!(joined["introduced_by"], json!(agent_of(&bakery)));
    assert_eq!(joined["introduced_by_name"], "Sample Bakery");
    assert_eq!(joined["in_step_with"], bakery.ready()["peer_id"]);
    assert_eq!(
        (&joined["new_records"]["resource"], &joined["new_records"]["agent"]),
        (&json!(20), &json!(1))
    );
    assert_eq!(joined["received"], joined["held"]);
    assert_eq!(followed(&press), [agent_of(&bakery)]);

    // The node was not told of any peer but by the link; from now on it connects by itself.
    press.ask(&["init", "--organisation", "Sample Press", "--no-passphrase"]);
    press.start(&[]);
    let id = press.publish("Printing for beginners");
    bakery.wait_until("the press is seen", |node| node.keeps(&id));
    bakery.wait_for_state(&press.state());
    assert_eq!(mode_of(&press.data().join("addresses")), 0o600);
    assert_eq!(mode_of(&press.data().join("trust.toml")), 0o600);

    // The same link again brings nothing, and follows nobody twice.
    let again = press.ask(&["join", &link]);
    assert_eq!((&again["received"], &again["new_records"]), (&json!(0), &json!({})));
    assert_eq!(followed(&press).len(), 1);

    // Whom the press invites may come to the bakery too.
    let peers = press.ask(&["invite"])["peers"].clone();
    let ids: Vec<&Value> = peers.as_array().unwrap().iter().map(|peer| &peer["peer_id"]).collect();
    assert_eq!(ids, [&press.ready()["peer_id"], &bakery.ready()["peer_id"]]);
}

#[test]
fn a_running_node_joins_and_says_so_in_plain_words() {
    let bakery = inviter();
    let mut press = Node::organisation("Sample Press");
    press.start(&[]);
    let words = press.ask_in_words(&["join", &link_of(&bakery)]);
    let short = &agent_of(&bakery)[..8];
    for expected in [
        "This node has joined the network commons.",
        &format!("It was invited by Sample Bakery ({short}), whom it follows from now on."),
        "It received 1 agent, 20 resources.",
        "The node runs and stays connected.",
    ] {
        assert!(words.contains(expected), "{expected:?} is missing: {words}");
    }
    bakery.wait_for_state(&press.state());
}

#[test]
fn an_invitation_is_a_link_a_code_and_plain_words() {
    let bakery = inviter();
    let folder = tempfile::tempdir().unwrap();
    let svg = folder.path().join("invite.svg");
    let words = bakery.ask_in_words(&[
        "invite",
        "--svg",
        svg.to_str().unwrap(),
        "--bundle",
        "https://bakery.example/first.bundle",
    ]);
    let link = words.lines().next().unwrap();
    assert!(link.starts_with("commons:join?1") && link.len() < 1024, "{link}");
    assert!(words.contains('█') && words.contains(&format!("{}/p2p/", bakery.address())), "{words}");
    assert!(std::fs::read_to_string(&svg).unwrap().starts_with("<svg "));
    let answer = bakery.ask(&["invite", "--bundle", "https://bakery.example/first.bundle"]);
    assert_eq!(answer["link"], link, "the same each time");
    assert_eq!(answer["reach"], "this machine");
    // Nothing is fetched from there unasked: whoever joins is told of it.
    let press = Node::new();
    let joined = press.command_in_words().args(["join", link]).output().unwrap();
    let notes = String::from_utf8(joined.stderr).unwrap();
    assert!(notes.contains("There is a first bundle at https://bakery.example/first.bundle"), "{notes}");

    let given = bakery.ask(&["invite", "--peer", "/dns4/bakery.example/tcp/7781"]);
    let peer_id = bakery.ready()["peer_id"].as_str().unwrap();
    let expected = json!([{ "peer_id": peer_id, "addresses": [format!("/dns4/bakery.example/tcp/7781/p2p/{peer_id}")] }]);
    assert_eq!((&given["peers"], &given["reach"]), (&expected, &json!("world")));
    for bad in ["/ip4/0.0.0.0/tcp/7781", "bakery.example", "/ip4/203.0.113.7/tcp/0"] {
        let (code, error) = bakery.refused(&["invite", "--peer", bad]);
        assert_eq!(code, 2, "{error}");
    }
}

/// A name may be longer than a link has room for; and whoever takes the link is told whose member they would be.
#[test]
fn whoever_is_invited_as_a_member_is_told_of_which_organisation() {
    let name = "Bäckerei der Genossenschaft ".repeat(8);
    let mut bakery = Node::organisation(name.trim());
    bakery.start(&[]);
    let link = bakery.ask(&["members", "invite"])["link"].as_str().unwrap().to_owned();
    let ben = Node::new();
    let joined = ben.command_in_words().args(["members", "join", &link, "--no-passphrase"]).output().unwrap();
    let notes = String::from_utf8(joined.stderr).unwrap();
    let expected = format!("You ask to become a member of {} {}.", name.trim(), &agent_of(&bakery)[..8]);
    assert!(joined.status.success() && notes.contains(&expected), "{notes}");

    let (code, error) = bakery.refused(&["invite", "--bundle", &"x".repeat(300)]);
    assert_eq!((code, &error["hint"]), (2, &json!("give a shorter one, on one line")), "{error}");
}

#[test]
fn a_node_that_nobody_can_reach_invites_nobody() {
    let (_, error) = Node::organisation("Sample Bakery").refused(&["invite"]);
    assert_eq!(error["kind"], "not-found");
    assert!(error["hint"].as_str().unwrap().contains("commons start"), "{error}");
}

#[test]
fn a_bundle_is_a_good_beginning() {
    let bakery = inviter();
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("first.bundle");
    let exported = bakery.ask(&["export", bundle.to_str().unwrap()]);
    let id = bakery.publish("Said after the export");
    let press = Node::new();
    let joined = press.ask(&["join", &link_of(&bakery), "--bundle", bundle.to_str().unwrap()]);
    let taken = joined["bundle"]["added"].as_u64().unwrap() + joined["bundle"]["unchanged"].as_u64().unwrap();
    assert_eq!(json!(taken), exported["items"]);
    assert_eq!(joined["state"], json!(bakery.state()));
    press.ask(&["show", &id]);
}

#[test]
fn a_link_into_another_network_is_refused_but_a_new_folder_takes_it() {
    let mut elsewhere = Node::new();
    elsewhere.set("network = \"elsewhere\"\n");
    elsewhere.ask(&["init", "--organisation", "Sample Bakery", "--no-passphrase"]);
    elsewhere.start(&[]);
    let link = link_of(&elsewhere);

    let mut press = Node::organisation("Sample Press");
    for _ in 0..2 {
        let (_, error) = press.refused(&["join", &link]);
        assert_eq!(error["kind"], "invalid");
        assert_eq!(
            error["message"],
            r#"this link leads to the network "elsewhere", but this node belongs to "commons""#
        );
        assert!(followed(&press).is_empty() && !press.data().join("addresses").exists());
        if press.data().join("node.sock").exists() {
            break;
        }
        press.start(&[]); // the same through a running node
    }

    let fresh = Node::new();
    assert_eq!(fresh.ask(&["join", &link])["network"], "elsewhere");
    assert_eq!(fresh.state(), elsewhere.state());
}

#[test]
fn garbled_links_are_refused_with_a_clear_sentence() {
    let bakery = inviter();
    let link = link_of(&bakery);
    let press = Node::new();
    for (given, says) in [
        ("https://bakery.example/", "no invitation"),
        (&link[..link.len() - 1], "damaged"),
        (&link.replacen("join?1q", "join?1r", 1), "damaged"),
        (&link.replacen("?1", "?2", 1), "version"),
        (&link.replacen("join", "dance", 1), "does not know"),
        (&"a".repeat(3000), "at most 1024 characters"),
    ] {
        let (code, error) = press.refused(&["join", given]);
        assert_eq!((code, &error["kind"]), (1, &json!("invalid")), "{error}");
        assert!(error["message"].as_str().unwrap().contains(says), "{says:?}: {error}");
    }
    assert!(!press.data().exists(), "nothing was begun");
    // Capitals, as from a QR code, and the line breaks of a chat do no harm.
    let (left, right) = link.split_at(60);
    press.ask(&["join", &format!("<{}\n{right}>", left.to_uppercase())]);
    assert_eq!(press.state(), bakery.state());
    let (_, error) = bakery.refused(&["join", &link]);
    assert!(error["message"].as_str().unwrap().contains("this very node"), "{error}");
}

#[test]
fn when_nobody_answers_each_address_is_named_with_the_reason() {
    let mut bakery = inviter();
    let address = bakery.address();
    let link = link_of(&bakery);
    let impostor_wanted = bakery.ask(&["invite", "--peer", "/ip4/127.0.0.1/tcp/1"])["link"].clone();
    bakery.stop();
    let mut press = Node::new();
    for link in [link.as_str(), impostor_wanted.as_str().unwrap()] {
        let (_, error) = press.refused(&["join", link, "--wait", "3"]);
        assert_eq!(error["kind"], "network");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains("no node of the link answered") && message.contains("refused"), "{message}");
    }
    let (_, error) = press.refused(&["join", &link, "--wait", "1"]);
    assert!(error["message"].as_str().unwrap().contains(&address), "{error}");
    // When the other comes back, what was kept suffices.
    bakery.start_at(&address, &[]);
    press.start(&[]);
    press.wait_for_state(&bakery.state());
}

#[test]
fn when_the_peer_it_knows_is_gone_a_node_connects_to_others_it_learnt_of() {
    let mut b = Node::new();
    let mut c = Node::organisation("Sample C");
    let mut a = Node::organisation("Sample A");
    b.start(&[]);
    c.start(&[&b]);
    b.wait_until("B knows C", |b| b.status()["known_nodes"] == 1);
    a.start(&[&b]);
    a.wait_until("A knows B and C", |a| a.status()["known_nodes"] == 2);
    b.kill();
    a.wait_until("A is connected to C", |a| is_connected_to(a, &c));
    let id = c.publish("Said when B was gone");
    a.wait_until("what C says", |a| a.keeps(&id));

    // A was given no peer this time, and B is still gone: the book on disk is enough.
    a.stop();
    a.start(&[]);
    let id = c.publish("Said when A was back");
    a.wait_until("what C says", |a| a.keeps(&id));
}

#[test]
fn a_node_that_is_to_find_nobody_keeps_to_the_peers_it_was_given() {
    let mut b = Node::new();
    let mut c = Node::new();
    let mut a = Node::new();
    a.set("find_peers = false\n");
    b.start(&[]);
    c.start(&[&b]);
    b.wait_until("B knows C", |b| b.status()["known_nodes"] == 1);
    a.start(&[&b]);
    a.wait_until("A knows C", |a| a.status()["known_nodes"] == 2);
    b.kill();
    a.wait_until("A is alone", |a| a.status()["peers"] == 0);
    assert!(!is_connected_to(&a, &c));
}
