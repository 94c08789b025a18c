//! Asking that a record of somebody else goes: whoever runs the node, and whoever keeps the record.

use commons_tests::node::Node;
use serde_json::{Value, json};

use super::{found, id, must_refuse};

/// A press with a record that names somebody, and a node of that somebody, in step with it.
fn a_record_too_many() -> (Node, String, Node) {
    let mut press = Node::new();
    found(&press);
    press.start(&[]);
    let record = press.publish("At the kitchen table of Sample Neighbour");
    let mut neighbour = Node::new();
    neighbour.ask(&["init", "--person", "Sample Neighbour", "--no-passphrase"]);
    neighbour.start(&[&press]);
    neighbour.wait_until("the record", |node| node.keeps(&record));
    (press, record, neighbour)
}

fn waiting(node: &Node, what: &str) -> Vec<Value> {
    let inbox = node.ask(&["inbox"]);
    inbox["items"].as_array().unwrap().iter().filter(|one| one["what"] == what).cloned().collect()
}

fn words_on_disk(node: &Node) -> String {
    std::fs::read_to_string(node.data().join("reports.toml")).unwrap()
}

#[test]
fn a_steward_is_asked_refuses_with_a_reason_and_erases_after_all() {
    let (press, record, neighbour) = a_record_too_many();
    let reason = "My name and my address are nobody's business";
    let asked = neighbour.ask(&["report", &record[..8], "--reason", reason, "--to-steward", "It names me"]);
    assert_eq!((&asked["number"], &asked["new"]), (&json!(1), &json!(true)), "{asked}");
    let request = id(&asked["request"]);
    let again = neighbour.ask(&["report", &record, "--reason", reason, "--to-steward", "It names me"]);
    assert_eq!(
        (&again["new"], &again["request"]["outcome"]),
        (&json!(false), &json!("unchanged")),
        "{again}"
    );

    press.wait_until("the request", |press| !waiting(press, "removal").is_empty());
    let waits = &waiting(&press, "removal")[0];
    assert_eq!((&waits["id"], &waits["about"]["id"]), (&json!(request), &json!(record)), "{waits}");
    assert_eq!(waits["reason"], "It names me");
    assert!(
        !press.ask(&["show", &request]).to_string().contains("address"),
        "the reason stays where it was given"
    );
    assert!(press.ask_in_words(&["inbox"]).contains(&format!("commons forget {}", &record[..8])));

    // Whoever asks anew says only what they say now.
    neighbour.ask(&["report", &request, "--withdraw"]);
    neighbour.ask(&["report", &record, "--reason", reason]);
    assert_eq!(neighbour.ask(&["reports"])["requests"][0]["reason"], Value::Null);
    neighbour.ask(&["report", &record, "--reason", reason, "--to-steward", "It names me"]);
    press.wait_until("the request", |press| {
        waiting(press, "removal").first().is_some_and(|one| one["reason"] == "It names me")
    });

    press.ask(&["reply", &request, "--text", "You signed the release form"]);
    assert_eq!(waiting(&press, "removal"), Vec::<Value>::new());
    neighbour.wait_until("the reply", |node| !waiting(node, "reply").is_empty());
    let reports = neighbour.ask(&["reports"]);
    assert_eq!(reports["requests"][0]["reply"]["text"], "You signed the release form", "{reports}");
    assert!(
        neighbour
            .ask_in_words(&["inbox"])
            .contains("what you asked to be removed: You signed the release form")
    );

    assert!(words_on_disk(&neighbour).contains(reason));
    press.ask(&["forget", &record, "--yes"]);
    neighbour.wait_until("the erasure", |node| !node.keeps(&record));
    neighbour.wait_until("no reason", |node| !words_on_disk(node).contains(reason));
    let reports = neighbour.ask(&["reports"]);
    assert_eq!((&reports["items"][0]["erased"], &reports["open"]), (&json!(true), &json!(0)), "{reports}");
    must_refuse(&neighbour, &["reports", "answer", "1", "--withhold"], "invalid", "is erased");
    assert_eq!(neighbour.ask(&["report", &request, "--withdraw"])["outcome"], "withdrawn");
    assert_eq!(neighbour.ask(&["reports"])["requests"], json!([]));
}

#[test]
fn whoever_runs_a_node_answers_what_is_reported_there_and_nobody_else_hears_of_it() {
    let (press, record, mut neighbour) = a_record_too_many();
    let ask = ["report", &record, "--only-here", "--reason", "It names me\nand where I live"];
    assert_eq!(neighbour.ask(&ask)["request"], Value::Null);
    let listed = neighbour.ask(&["list", "--kind", "attestation"]);
    assert_eq!(listed["items"], json!([]), "nothing of it is public");
    assert_eq!(neighbour.status()["reports"], 1);
    assert!(neighbour.ask_in_words(&["status"]).contains("1 waits for you (commons reports)"));
    must_refuse(&neighbour, &["reports", "answer", "2", "--withhold"], "not-found", "no report 2");
    must_refuse(&neighbour, &["reports", "answer", "1", "--refuse", " "], "usage", "expected words");
    must_refuse(&neighbour, &["reports", "answer", "1"], "usage", "required");
    neighbour.ask(&["reports", "answer", "1", "--refuse", "It is a public place"]);
    neighbour.stop();
    let refused = neighbour.ask(&["reports"]);
    assert_eq!(
        refused["items"][0]["answer"],
        json!({ "answer": "refused", "because": "It is a public place" })
    );
    assert_eq!(refused["open"], 0);
    neighbour.ask(&["reports", "answer", "1", "--withhold"]);
    must_refuse(&neighbour, &["show", &record], "not-found", "");
    must_refuse(
        &neighbour,
        &["reports", "answer", "1", "--refuse", "Why not"],
        "usage",
        "is withheld on this node",
    );
    let reports = neighbour.ask(&["reports"]);
    assert_eq!(reports["items"][0]["answer"]["answer"], "withheld", "{reports}");
    assert_eq!(reports["items"][0]["about"]["agent"], press.status()["agent"], "{reports}");
    assert!(press.keeps(&record), "other nodes decide for themselves");
}

#[test]
fn a_node_without_keys_takes_reports_and_nobody_reports_their_own() {
    let (press, record, _neighbour) = a_record_too_many();
    must_refuse(&press, &["report", &record, "--reason", "Why not"], "invalid", "is your own");
    let mut library = Node::new();
    library.start(&[&press]);
    library.wait_until("the record", |node| node.keeps(&record));
    let answer = library.ask(&["report", &record, "--reason", "It names a neighbour"]);
    assert_eq!((&answer["number"], &answer["request"]), (&json!(1), &Value::Null));
    let press_id = press.status()["agent"].as_str().unwrap().to_owned();
    library.ask(&["report", &press_id, "--reason", "They pass themselves off as somebody else"]);
    must_refuse(&library, &["reports", "answer", "2", "--withhold"], "usage", "cannot be withheld alone");
    let settled = library.ask(&["reports", "answer", "2", "--settled", "We asked them"]);
    assert_eq!(settled["answer"]["because"], "We asked them");
    for arguments in [&["report", &record][..], &["report", &record, "--reason", "\u{7}"]] {
        let (code, _) = library.refused(arguments);
        assert_eq!(code, 2, "{arguments:?}");
    }
    // What is hidden may be asked to be erased.
    press.ask(&["hide", &record]);
    library.wait_until("hiding", |node| node.ask(&["show", &record])["hidden"].is_object());
    assert_eq!(library.ask(&["report", &record, "--reason", "Erase it"])["number"], 3);
}

#[test]
fn somebody_without_an_account_reports_and_reads_what_becomes_of_it() {
    let (press, record, neighbour) = a_record_too_many();
    let report =
        ["report", &record, "--reason", "It names me", "--for-somebody", "--contact", "a@example.org"];
    let code = neighbour.ask(&report)["code"].as_str().unwrap().to_owned();
    let other = neighbour.ask(&report)["code"].as_str().unwrap().to_owned();
    assert_ne!(code, other, "two people may say the same");
    let state = |code: &str| neighbour.ask(&["reports", "code", code]);
    assert_eq!((&state(&code)["state"], &state(&code)["id"]), (&json!("open"), &json!(record)));
    assert!(state(&code).get("reason").is_none(), "a code that is found tells nothing in confidence");

    // It is told to whoever runs this node, and to nobody else.
    let listed = neighbour.ask(&["reports"])["items"][0].clone();
    assert_eq!(listed["without_account"], json!({ "contact": "a@example.org" }), "{listed}");
    assert!(neighbour.ask_in_words(&["reports"]).contains("from somebody without an account"));
    assert_eq!(neighbour.ask(&["list", "--kind", "attestation"])["items"], json!([]));
    let disk = words_on_disk(&neighbour);
    assert!(!disk.contains(&code) && !disk.to_lowercase().contains(&code.replace('-', "")), "{disk}");

    // Whoever runs the node asks in their own name, refuses one, and withholds.
    neighbour.ask(&["reports", "pass-on", "1", "--to-steward", "Somebody asks us"]);
    press.wait_until("the request", |press| !waiting(press, "removal").is_empty());
    let waits = &waiting(&press, "removal")[0];
    assert_eq!((&waits["reason"], &waits["about"]["id"]), (&json!("Somebody asks us"), &json!(record)));
    assert!(state(&code)["passed_on"].is_string() && state(&other)["passed_on"].is_null());
    neighbour.ask(&["reports", "answer", "2", "--refuse", "It is a public list"]);
    assert_eq!(
        (&state(&other)["state"], &state(&other)["because"]),
        (&json!("refused"), &json!("It is a public list"))
    );
    neighbour.ask(&["reports", "answer", "1", "--withhold"]);
    assert_eq!(state(&code)["state"], "withheld");
    neighbour.ask(&["withhold", &record, "--remove"]);

    press.ask(&["forget", &record, "--yes"]);
    neighbour.wait_until("the erasure", |_| state(&code)["state"] == "gone");
    neighbour.wait_until("the words to go", |node| !words_on_disk(node).contains("names me"));
    assert!(!words_on_disk(&neighbour).contains("example.org"), "nor is anybody to be reached any more");
    must_refuse(
        &neighbour,
        &["reports", "code", &code.replace('-', "")[1..]],
        "usage",
        "no code of a report",
    );
    must_refuse(
        &neighbour,
        &["reports", "code", &other.replace(&other[..6], "aaaaaa")],
        "not-found",
        "this code",
    );
}

#[test]
fn a_flood_of_reports_without_an_account_ends_within_the_hour() {
    let mut press = Node::new();
    found(&press);
    press.start(&[]);
    let record = press.publish("At the kitchen table");
    let report = |n: usize| press.run(&["report", &record, "--reason", &format!("{n}"), "--for-somebody"]);
    let taken = (0..25).filter(|n| report(*n).status.success()).count();
    assert_eq!(taken, 20, "those about one's own records are taken too, to a bound");
    assert_eq!(press.ask(&["reports"])["open"], 20);
    press.ask(&["report", &press.introduce("Sample Shop"), "--reason", "Another matter", "--only-here"]);
}
