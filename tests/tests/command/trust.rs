//! Following, blocking, withholding, introducing, and saying why.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use commons_tests::node::{Node, without_and_with_a_running_node};
use serde_json::{Value, json};

use super::{found, id};

/// An organisation elsewhere, its agent and a resource of its, brought to a node by a bundle.
struct Other {
    node: Node,
    agent: String,
    resource: String,
}

impl Other {
    fn new(name: &str) -> Self {
        let node = Node::organisation(name);
        let agent = node.status()["agent"].as_str().unwrap().to_owned();
        let resource = node.publish(&format!("Guide of {name}"));
        Self { node, agent, resource }
    }

    fn bring_to(&self, node: &Node) -> Value {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bundle");
        self.node.ask(&["export", file.to_str().unwrap()]);
        node.ask(&["import", file.to_str().unwrap()])
    }

    fn introduce(&self, about: &Self, budget: &[&str]) -> String {
        id(&self.node.ask(&[&["introduce", &about.agent], budget].concat()))
    }
}

fn standing(node: &Node, agent: &str) -> String {
    node.ask(&["why", agent])["standing"].as_str().unwrap().to_owned()
}

#[test]
fn a_chain_of_introductions_gives_a_standing_and_why_tells_it() {
    let (federation, bakery, mill) = (Other::new("Federation"), Other::new("Bakery"), Other::new("Mill"));
    let first = federation.introduce(&bakery, &["--budget", "3"]);
    let second = bakery.introduce(&mill, &[]);
    without_and_with_a_running_node(|node| {
        found(node);
        for other in [&federation, &bakery, &mill] {
            assert_eq!(other.bring_to(node)["rejected"], json!([]));
            assert_eq!(standing(node, &other.agent), "new");
        }
        assert_eq!(node.ask(&["follow"])["items"], json!([]));
        let followed = node.ask(&["follow", &federation.agent[..8]]);
        assert_eq!((&followed["changed"], &followed["standing"]), (&json!(true), &json!("followed")));
        assert_eq!(node.ask(&["follow", &federation.agent])["changed"], false, "it is so already");
        let list = node.ask(&["follow"])["items"].clone();
        assert_eq!(
            (&list[0]["agent_name"], &list[0]["budget"], &list[0]["budget_left"]),
            (&json!("Federation"), &json!(100), &json!(98))
        );

        let why = node.ask(&["why", &mill.agent[..12]]);
        assert_eq!(why["standing"], "introduced");
        let chain = why["chain"].as_array().unwrap();
        let records: Vec<_> = chain.iter().map(|link| link["record"].as_str().unwrap()).collect();
        assert_eq!(records, [&first, &second]);
        assert_eq!((&chain[0]["by"], &chain[1]["about_name"]), (&json!(federation.agent), &json!("Mill")));
        assert_eq!(
            node.ask(&["why", &mill.resource])["standing"],
            "introduced",
            "a record stands as its keeper"
        );
        let words = node.ask_in_words(&["why", &mill.agent]);
        assert!(
            words.contains("Federation") && words.contains("whom you follow") && words.contains("Bakery"),
            "{words}"
        );

        // Blocking one in the middle cuts the chain.
        assert_eq!(node.ask(&["block", &bakery.agent])["changed"], true);
        let why = node.ask(&["why", &mill.agent]);
        assert_eq!(
            (&why["standing"], &why["unheard"]),
            (&json!("new"), &json!([])),
            "what is blocked is not here"
        );
        assert_eq!(standing(node, &bakery.agent[..8]), "blocked");
        assert_eq!(node.ask(&["block"])["items"][0]["agent"], json!(bakery.agent));
        assert_eq!(node.refused(&["show", &bakery.resource]).1["kind"], "not-found");
        assert_eq!(node.ask(&["search", "Guide of Bakery"])["items"], json!([]));
        let (_, error) = node.refused(&["follow", &bakery.agent]);
        assert!(error["message"].as_str().unwrap().contains("blocked"), "{error}");
        let imported = bakery.bring_to(node);
        let reason = imported["rejected"][0]["reason"].as_str().unwrap();
        assert!(reason.contains("blocked") && imported["added"] == 0, "{imported}");
        assert_eq!(node.status()["kept"]["left_out"]["blocked"], 1);
        let words = node.ask_in_words(&["status"]);
        assert!(words.contains("leaves out  1 agent: 1 blocked"), "{words}");

        assert_eq!(node.ask(&["block", &bakery.agent[..8], "--remove"])["standing"], "introduced");
        assert_eq!(node.ask(&["show", &bakery.resource])["id"], json!(bakery.resource));
        assert_eq!(standing(node, &mill.agent), "introduced");
        assert_eq!(node.ask(&["follow", &federation.agent, "--budget", "1"])["changed"], true);
        let why = node.ask(&["why", &mill.agent]);
        assert_eq!(why["standing"], "new");
        let reason = why["unheard"][0]["reason"].as_str().unwrap();
        assert!(reason.contains("Federation") && reason.contains("as many as it may"), "{reason}");
        assert_eq!(node.ask(&["follow", &federation.agent, "--remove"])["standing"], "new");
        assert_eq!(standing(node, &bakery.agent), "new");

        // A petname stands for an agent wherever one is asked for; a record only if it is the agent's own.
        node.ask(&["petname", &bakery.agent, "The bakery next door"]);
        for verb in
            [&["follow"][..], &["follow", "--remove"], &["block"], &["block", "--remove"], &["introduce"]]
        {
            let arguments = [verb, &["the bakery next door"]].concat();
            assert_eq!(node.ask(&arguments)["changed"], true, "{arguments:?}");
        }
        for verb in [&["members", "list"][..], &["members", "log"], &["proposals"], &["why"]] {
            let arguments = [verb, &["the bakery next door"]].concat();
            assert_eq!(node.ask(&arguments)["agent"], json!(bakery.agent), "{arguments:?}");
        }
        let own = node.publish("Ours");
        for verb in [&["hand-over", &own, "--to"][..], &["members", "list"], &["follow"], &["introduce"]] {
            let arguments = [verb, &[bakery.resource.as_str()]].concat();
            let (_, error) = node.refused(&arguments);
            assert!(error["message"].as_str().unwrap().contains("of a resource"), "{arguments:?}: {error}");
        }

        let file = node.data().join("trust.toml");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    });
}

#[test]
fn what_is_withheld_is_not_here_until_it_is_no_longer_withheld() {
    let bakery = Other::new("Bakery");
    without_and_with_a_running_node(|node| {
        bakery.bring_to(node);
        let state = node.state();
        assert_eq!(node.ask(&["withhold", &bakery.resource[..10]])["id"], json!(bakery.resource));
        assert_eq!(node.ask(&["withhold"])["items"], json!([{"id": bakery.resource}]));
        assert_ne!(node.state(), state);
        assert_eq!(node.refused(&["show", &bakery.resource]).1["kind"], "not-found");
        assert_eq!(node.ask(&["search", "guide"])["items"], json!([]));
        assert_eq!(node.ask(&["why", &bakery.resource])["withheld"], true);
        let imported = bakery.bring_to(node);
        assert!(imported["rejected"][0]["reason"].as_str().unwrap().contains("withholds"), "{imported}");
        assert_eq!(node.refused(&["withhold", &bakery.agent]).1["kind"], "usage");
        assert_eq!(node.ask(&["withhold", &bakery.resource[..8], "--remove"])["changed"], true);
        assert_eq!(node.state(), state);
        assert_eq!(node.ask(&["show", &bakery.resource])["id"], json!(bakery.resource));
        // A file, or what is not here yet, by all its digits.
        let unknown = "ab".repeat(32);
        assert_eq!(node.ask(&["withhold", &unknown])["changed"], true);
        assert_eq!(node.refused(&["withhold", &unknown[..20]]).1["kind"], "not-found");
    });
}

#[test]
fn introducing_and_taking_it_back_changes_what_others_see_and_repeating_changes_nothing() {
    without_and_with_a_running_node(|node| {
        found(node);
        let (one, two) = ("11".repeat(32), "22".repeat(32));
        let first = node.ask(&["introduce", &one]);
        assert_eq!((&first["changed"], &first["about"]), (&json!(true), &json!(one)));
        let state = node.state();
        assert_eq!(node.ask(&["introduce", &one])["changed"], false);
        assert_eq!(node.state(), state);
        let again = node.ask(&["introduce", &one, "--budget", "5"]);
        assert_eq!((id(&again), &again["changed"]), (id(&first), &json!(true)), "the same record is edited");
        assert_eq!(standing(node, &one), "introduced", "whom we introduce is introduced to ourselves");
        assert_eq!(node.ask(&["introduce"])["items"][0]["budget"], 5);
        assert_eq!(node.ask(&["introduce", &one, "--withdraw"])["withdrawn"], true);
        assert_eq!(standing(node, &one), "new");
        let withdrawn = node.ask(&["show", &id(&first)])["fields"]["withdrawn"].as_str().unwrap().to_owned();
        assert_eq!(withdrawn.len(), 10, "{withdrawn} is a date; nothing is erased");
        assert_eq!(node.refused(&["introduce", &one, "--withdraw"]).1["kind"], "not-found");
        let taken_up = node.ask(&["introduce", &one]);
        assert_eq!((id(&taken_up), &taken_up["changed"]), (id(&first), &json!(true)), "not a second record");
        assert_eq!(standing(node, &one), "introduced");
        assert_eq!(node.ask(&["introduce"])["items"][0]["budget"], 5, "as it was");
        assert_eq!(node.ask(&["show", &id(&first)])["fields"].get("withdrawn"), None);
        node.ask(&["introduce", &one, "--withdraw"]);

        let own = node.status()["agent"].as_str().unwrap().to_owned();
        let list = node.data().join("members.csv");
        let rows = format!(
            "agent;budget;name\n{one};10;One\n{two};;Two\nnobody;1;X\n{own};1;Us\n{two};3;Twice\n{one}x;2;Y\n"
        );
        fs::write(&list, rows).unwrap();
        let list = list.to_str().unwrap();
        let state = node.state();
        let dry = node.ask(&["introduce", "--csv", list, "--dry-run"]);
        assert_eq!((&dry["added"], node.state()), (&json!(2), state));
        let done = node.ask(&["introduce", "--csv", list]);
        assert_eq!((&done["added"], &done["updated"]), (&json!(2), &json!(0)));
        let rejected: Vec<_> =
            done["rejected"].as_array().unwrap().iter().map(|one| one["row"].as_u64().unwrap()).collect();
        assert_eq!(rejected, [3, 4, 5, 6], "{done}");
        let state = node.state();
        let again = node.ask(&["introduce", "--csv", list]);
        assert_eq!((&again["added"], &again["unchanged"], node.state()), (&json!(0), &json!(2), state));
        assert_eq!(
            (standing(node, &one), standing(node, &two)),
            ("introduced".to_owned(), "introduced".to_owned())
        );
        for wrong in [
            &["follow", own.as_str()][..],
            &["block", &own],
            &["introduce", &own],
            &["follow", "xyz"],
            &["follow", "--remove"],
        ] {
            let (code, error) = node.refused(wrong);
            assert_eq!((code, &error["kind"]), (2, &json!("usage")), "{wrong:?}: {error}");
        }
    });
}
