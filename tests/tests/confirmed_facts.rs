//! A federation confirms a fact, real nodes sync, and a third one that asks is told on whose word it stands.

use commons_tests::node::Node;
use serde_json::{Value, json};

fn agent(node: &Node) -> String {
    node.status()["agent"].as_str().unwrap().to_owned()
}

/// The account of a fact in an answer of `commons check`.
fn fact(answer: &Value, name: &str) -> Value {
    let facts = answer["facts"].as_array().unwrap_or_else(|| panic!("no facts: {answer}"));
    facts.iter().find(|fact| fact["fact"] == name).cloned().unwrap_or_else(|| panic!("no {name}: {answer}"))
}

fn check(node: &Node, arguments: &[&str]) -> Value {
    let output = node.run(&[&["check"], arguments].concat());
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn a_confirmation_travels_counts_as_weight_and_is_taken_back() {
    let mut bakery = Node::organisation("Sample Bakery");
    let mut federation = Node::organisation("Sample Federation");
    let mut reader = Node::new();
    let facts = ["worker_owned=true", "surplus=distributed-to-worker-owners", "non_member_employees=false"];
    for fact in facts {
        bakery.ask(&["profile", "--set", fact]);
    }
    let guide = federation.publish("A guide");
    bakery.start(&[]);
    federation.start(&[&bakery]);
    reader.start(&[&federation]);
    federation.wait_for_state(&bakery.state());
    let (bakery_id, federation_id) = (agent(&bakery), agent(&federation));

    let confirmed = federation.ask(&["confirm", &bakery_id[..8], "worker_owned", "--until", "2999-01-31"]);
    assert_eq!(confirmed["outcome"], "added");
    federation.ask(&["confirm", &bakery_id, "member-of-our-federation", "--reason", "since the founding"]);
    let state = federation.state();
    for node in [&reader, &bakery] {
        node.wait_for_state(&state);
    }

    // Somebody else's node, about somebody else: all it knows came from its peers.
    let asked = [guide.as_str(), "--for", "commercial", "--as", &bakery_id];
    let answer = check(&reader, &asked);
    assert_eq!(answer["asker"]["agent_name"], "Sample Bakery");
    assert_eq!(answer["steward"]["agent_name"], "Sample Federation");
    let owned = fact(&answer, "worker_owned");
    assert_eq!((&owned["value"], &owned["basis"]), (&json!(true), &json!("self-declared")));
    let by = &owned["confirmed_by"][0];
    assert_eq!(
        (&by["by"]["agent"], &by["by"]["agent_name"]),
        (&json!(federation_id), &json!("Sample Federation"))
    );
    assert_eq!(
        (&by["until"], &by["state"], &by["id"]),
        (&json!("2999-01-31"), &json!("holds"), &confirmed["id"])
    );
    assert_eq!(by["known"], false, "the reader follows nobody");
    assert_eq!(fact(&answer, "surplus")["confirmed_by"], json!([]), "a fact on its own word only");
    let words = reader.command_in_words().args(["check"]).args(asked).output().unwrap();
    let words = String::from_utf8(words.stdout).unwrap();
    let short = &federation_id[..8];
    assert!(
        words.contains(&format!(
            "confirmed by Sample Federation {short}, whom you do not know (until 2999-01-31)"
        )),
        "{words}"
    );
    assert!(words.contains("worker_owned is true: they say so themselves"), "{words}");

    // The bakery sees what is said of it, without asking anybody.
    let listed = bakery.ask(&["confirm", "--list"]);
    assert_eq!(listed["ours"], json!([]));
    assert_eq!(listed["about_us"].as_array().unwrap().len(), 2, "{listed}");

    // A denial is a warning, and changes nothing about the answer.
    let before = answer["answer"].clone();
    let renewed =
        federation.ask(&["confirm", &bakery_id, "worker_owned=false", "--reason", "the shares were sold"]);
    assert_eq!((&renewed["outcome"], &renewed["id"]), (&json!("renewed"), &confirmed["id"]));
    reader.wait_for_state(&federation.state());
    let answer = check(&reader, &asked);
    assert_eq!(answer["answer"], before);
    let owned = fact(&answer, "worker_owned");
    assert_eq!((&owned["value"], &owned["confirmed_by"]), (&json!(true), &json!([])));
    assert_eq!(owned["denied_by"][0]["reason"], "the shares were sold");
    assert_eq!(owned["denied_by"][0]["until"], Value::Null, "a renewal says just what it says");
    assert!(answer["warnings"][0].as_str().unwrap().contains("worker_owned"), "{answer}");

    // Taken back, it is shown as taken back, and what it was about is still held.
    let changes = reader.status()["changes"].as_u64().unwrap();
    let withdrawn = federation.ask(&["confirm", "--withdraw", &bakery_id, "worker_owned"]);
    assert_eq!((&withdrawn["outcome"], &withdrawn["id"]), (&json!("withdrawn"), &confirmed["id"]));
    reader.wait_for_state(&federation.state());
    let owned = fact(&check(&reader, &asked), "worker_owned");
    assert_eq!((&owned["confirmed_by"], &owned["denied_by"]), (&json!([]), &json!([])));
    assert_eq!(owned["no_longer"][0]["state"], "withdrawn");
    assert_eq!(reader.status()["changes"].as_u64().unwrap(), changes + 1, "nothing is dropped");
    assert_eq!(reader.ask(&["show", &bakery_id])["agent"], bakery_id.as_str());
}
