//! Petnames, look-alikes, domains.

use std::os::unix::fs::PermissionsExt as _;

use commons_registry::{Change, Draft, Kind, NetworkId};
use commons_store::{Store, StoreOptions};
use commons_tests::histories::TestAgent;
use commons_tests::node::{Node, without_and_with_a_running_node};
use commons_tests::random::Random;
use serde_json::{Value, json};

use super::{found, kind_and_message, must_refuse};

/// An agent with a record of itself and a listing, neither of which any node of ours would write.
fn stranger(node: &Node, seed: u64, name: &str, domains: &[&str], lists: Option<&str>) -> String {
    let random = &mut Random::from_seed(seed);
    let agent = TestAgent::found(random, 1);
    let mut draft = Draft::new(Kind::Agent);
    draft.set_keyed("name", "und", name).unwrap();
    for domain in domains {
        draft.set("domains", domain).unwrap();
    }
    let profile = Change::author(&agent.member(0), draft.begin(random.bytes()).unwrap());
    let mut items = vec![agent.genesis.to_bytes(), profile.to_bytes()];
    if let Some(listed) = lists {
        let mut draft = Draft::new(Kind::Listing);
        draft.set_keyed("name", "und", listed).unwrap();
        items.push(Change::author(&agent.member(0), draft.begin(random.bytes()).unwrap()).to_bytes());
    }
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), StoreOptions::new(NetworkId::of_name("commons"))).unwrap().0;
    store.ingest(items).unwrap();
    let bundle = folder.path().join("bundle");
    store.export(std::fs::File::create(&bundle).unwrap()).unwrap();
    node.ask(&["import", bundle.to_str().unwrap()]);
    agent.id().to_string()
}

fn of_agent(answer: &Value, agent: &str) -> Value {
    let items = answer["items"].as_array().unwrap();
    items.iter().find(|item| item["agent"] == agent).unwrap_or_else(|| panic!("{answer}")).clone()
}

#[test]
fn a_name_that_looks_like_ours_is_marked_wherever_it_is_shown() {
    without_and_with_a_running_node(|node| {
        let own = found(node)["agent"].as_str().unwrap().to_owned();
        let forger = stranger(node, 1, "Sаmрlе Ваkеrу", &[], Some("SAMPLE BAKERY")); // in Cyrillic letters
        let other = stranger(node, 2, "Sample Brewery", &[], None);
        let mark = json!({ "agent": own, "name": "Sample Bakery" });
        let list = node.ask(&["list", "--kind", "agent"]);
        assert_eq!(of_agent(&list, &forger)["looks_like"], mark);
        assert_eq!(of_agent(&list, &other).get("looks_like"), None);
        assert_eq!(of_agent(&list, &own).get("looks_like"), None);
        assert_eq!(node.ask(&["show", &forger])["looks_like"], mark);
        assert_eq!(of_agent(&node.ask(&["search", "sample", "bakery"]), &own)["agent_name"], "Sample Bakery");
        // Whoever lists an organisation may call it what they like.
        let listing = of_agent(&node.ask(&["list", "--kind", "listing"]), &forger);
        assert_eq!((&listing["title_looks_like"], &listing["looks_like"]), (&mark, &mark));
        assert_eq!(node.ask(&["show", listing["id"].as_str().unwrap()])["title_looks_like"], mark);

        let words = format!("looks like Sample Bakery {}, but is another organisation", &own[..8]);
        for arguments in [&["list", "--kind", "agent"][..], &["show", &forger]] {
            let shown = node.ask_in_words(arguments);
            assert!(shown.contains(&words), "{arguments:?}: {shown}");
            assert!(shown.contains(&forger[..8]), "the short id is beside the name: {shown}");
        }
        // So it is where its members are shown, and where it asks.
        assert_eq!(node.ask(&["members", "list", &forger])["looks_like"], mark);
        assert!(node.ask_in_words(&["members", "list", &forger]).contains(&words));
        let check = node.run(&["check", "--licence", "PPL", "--as", &forger]);
        let check: Value = serde_json::from_slice(&check.stdout).unwrap();
        assert_eq!(check["asker"]["looks_like"], mark);
    });
}

#[test]
fn petnames_are_ones_own() {
    without_and_with_a_running_node(|node| {
        found(node);
        let garden = stranger(node, 3, "Garden", &[], None);
        let forger = stranger(node, 4, "Gаrden", &[], None);
        assert_eq!(node.ask(&["petname", "--list"]), json!({ "items": [] }));
        assert_eq!(node.ask(&["show", &forger]).get("looks_like"), None, "nobody here knows either");
        let (state, given) = (node.state(), node.ask(&["petname", &garden[..8], "The garden next door"]));
        assert_eq!(node.state(), state, "nothing that is synced");
        assert_eq!(
            (&given["petname"], &given["agent_name"]),
            (&json!("The garden next door"), &json!("Garden"))
        );
        assert_eq!(node.ask(&["show", "the GARDEN next door"])["agent"], garden.as_str());
        let words = node.ask_in_words(&["show", &garden]);
        assert!(
            words.contains(&format!("by The garden next door (calls itself Garden) {}", &garden[..8])),
            "{words}"
        );
        // Whoever has a petname is known, and others that look like it are marked: by its own name, and by the petname.
        assert_eq!(node.ask(&["show", &forger])["looks_like"], json!({ "agent": garden, "name": "Garden" }));
        let second = stranger(node, 5, "THE GARDEN NEXT-DOOR", &[], None);
        let mark = json!({ "agent": garden, "name": "The garden next door" });
        assert_eq!(node.ask(&["show", &second])["looks_like"], mark);

        must_refuse(node, &["petname", &forger, "the garden next door"], "invalid", &garden[..8]);
        must_refuse(node, &["petname", &forger, "deadbeef"], "usage", "id");
        must_refuse(node, &["petname", &forger, ""], "usage", "characters");
        must_refuse(node, &["petname", &forger], "usage", "NAME");
        must_refuse(node, &["petname", "nobody", "x"], "usage", "nobody");
        must_refuse(node, &["petname", &forger, "--remove"], "not-found", &forger[..8]);
        let mode = std::fs::metadata(node.data().join("petnames.toml")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(node.ask(&["petname", "The garden next door", "--remove"])["agent"], garden.as_str());
        assert_eq!(node.ask(&["petname", "--list"]), json!({ "items": [] }));
        assert_eq!(node.ask(&["show", &garden]).get("petname"), None);
        must_refuse(node, &["show", "the garden next door"], "usage", "garden");
    });
}

#[test]
fn a_profile_lists_domains() {
    without_and_with_a_running_node(|node| {
        found(node);
        let set = |set: &[&str]| {
            let arguments: Vec<&str> =
                ["profile"].into_iter().chain(set.iter().flat_map(|set| ["--set", set])).collect();
            node.ask(&arguments)["fields"]["domains"].clone()
        };
        assert_eq!(set(&["domain=Sample.coop"]), json!(["sample.coop"]));
        assert_eq!(
            set(&["domain=café.coop", "domain=sample.coop"]),
            json!(["sample.coop", "xn--caf-dma.coop"])
        );
        assert_eq!(set(&["domain="]), Value::Null);
        for bad in ["localhost", "127.0.0.1", "https://sample.coop", "sample.local"] {
            must_refuse(node, &["profile", "--set", &format!("domain={bad}")], "invalid", "domain");
        }
    });
}

/// What strangers list is not asked unless it is a public name: these never leave the machine.
#[test]
fn a_domain_is_asked_only_if_it_is_a_public_name() {
    without_and_with_a_running_node(|node| {
        let own = found(node)["agent"].as_str().unwrap().to_owned();
        let names = ["localhost", "169.254.169.254", "[::1]", "printer.local", "sample.coop:22", "a.onion"];
        let forger = stranger(node, 6, "Forger", &names, None);
        let output = node.run(&["domain", "check", &forger]);
        assert_eq!(
            output.status.code(),
            Some(3),
            "no error, and no yes: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        let checks = answer["checks"].as_array().unwrap();
        assert_eq!(checks.len(), names.len());
        for check in checks {
            assert_eq!(check["confirmed"], false);
            assert!(check["why"].as_str().unwrap().len() > 20 && check["on"].is_string(), "{check}");
        }
        assert_eq!(node.ask(&["show", &forger]).get("confirmed_domain"), None);
        must_refuse(node, &["domain", "check", &own], "invalid", "lists no domain");
        must_refuse(node, &["domain", "check", &forger, "sample.coop"], "invalid", "does not list");
        must_refuse(node, &["domain", "check", "00112233"], "not-found", "00112233");
        let file = node.ask(&["domain", "file"]);
        assert_eq!(file["path"], "/.well-known/commons-agent");
        assert!(file["content"].as_str().unwrap().lines().any(|line| line == own), "{file}");
    });
    must_refuse(&Node::new(), &["domain", "file"], "not-found", "nobody");
}

/// What a domain answered is kept with its day, and shown as long as the agent lists the domain.
#[test]
fn a_confirmed_domain_is_shown_beside_the_name() {
    let mut node = Node::new();
    found(&node);
    let garden = stranger(&node, 7, "Garden", &["garden.coop", "other.coop"], None);
    let kept = |domain: &str, confirmed: bool| {
        format!(
            "[[check]]\nagent = \"{garden}\"\ndomain = \"{domain}\"\nconfirmed = {confirmed}\non = \"2026-11-21\"\n"
        )
    };
    let file = node.data().join("domain-checks.toml");
    for (text, shown) in [
        (kept("garden.coop", true), json!({ "domain": "garden.coop", "on": "2026-11-21" })),
        (kept("garden.coop", false), Value::Null),
        (kept("taken-off.coop", true), Value::Null),
    ] {
        std::fs::write(&file, text).unwrap();
        let found = node.ask(&["show", &garden]).get("confirmed_domain").cloned().unwrap_or_default();
        assert_eq!(found, shown);
    }
    std::fs::write(&file, kept("garden.coop", true)).unwrap();
    node.start(&[]);
    let words = node.ask_in_words(&["list", "--kind", "agent"]);
    assert!(words.contains("[confirmed by its domain garden.coop, on 2026-11-21]"), "{words}");
    node.stop();
    std::fs::write(&file, "[[check]]\nagent = 3\n").unwrap();
    let refused = node.refused(&["status"]);
    assert_eq!(kind_and_message(&refused).0, "config");
    assert!(kind_and_message(&refused).1.contains("domain-checks.toml"), "{refused:?}");
}
