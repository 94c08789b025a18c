//! `commons check`: may we reuse this? The answer's exit code is for scripts.

use std::io::Write as _;
use std::process::{Output, Stdio};

use commons_tests::node::{Node, without_and_with_a_running_node};
use serde_json::{Value, json};

use super::{found, id, must_refuse};

/// Asks, and gives the exit code and the answer.
fn check(node: &Node, arguments: &[&str]) -> (i32, Value) {
    answered(&node.run(&[&["check"], arguments].concat()))
}

fn answered(output: &Output) -> (i32, Value) {
    let answer: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("no answer: {}", String::from_utf8_lossy(&output.stderr)));
    for part in ["answer", "alternative", "duties", "reasons", "missing_facts", "request", "notice"] {
        assert!(answer.get(part).is_some(), "{part} is missing: {answer}");
    }
    assert!(output.stderr.is_empty(), "an answer is no error");
    (output.status.code().unwrap(), answer)
}

const COMPANY: &[&str] = &["--fact", "kind=company"];
const WORKERS: &[&str] = &[
    "--fact",
    "kind=worker-coop",
    "--fact",
    "worker_owned=true",
    "--fact",
    "surplus=distributed-to-worker-owners",
    "--fact",
    "non_member_employees=false",
];

#[test]
fn the_exit_code_tells_the_answer() {
    without_and_with_a_running_node(|node| {
        let commercial = ["--for", "commercial"];
        for (licence, facts, acts, code, answer) in [
            ("CC0-1.0", COMPANY, &[][..], 0, "allowed"),
            ("PPL", WORKERS, &["--act", "adapt", "--act", "distribute"], 0, "allowed-with-duties"),
            ("PPL", &[], &[], 3, "missing-facts"),
            ("PPL", &["--fact", "kind=consumer-coop"], &[], 3, "not-granted"),
            ("PPL", WORKERS, &["--act", "sublicense"], 3, "not-granted"),
            ("PPL", COMPANY, &[], 4, "forbidden"),
            ("LicenseRef-Nobody-Knows", WORKERS, &[], 5, "unknown"),
            ("no licence at all (", WORKERS, &[], 5, "unknown"),
        ] {
            let arguments = [&["--licence", licence], &commercial[..], facts, acts].concat();
            let (found_code, found) = check(node, &arguments);
            assert_eq!((found_code, &found["answer"]), (code, &json!(answer)), "{arguments:?}: {found}");
            assert_eq!(found["request"].is_string(), code != 0, "a letter to the steward unless it is a yes");
        }
        let either = ["--licence", "PPL OR MIT", "--for", "commercial", "--fact", "kind=company"];
        assert_eq!(check(node, &either).1["alternative"], "MIT");
    });
}

#[test]
fn bad_usage_exits_with_2() {
    without_and_with_a_running_node(|node| {
        must_refuse(node, &["check"], "usage", "--licence");
        must_refuse(node, &["check", "00112233", "--licence", "MIT"], "usage", "cannot be used with");
        must_refuse(node, &["check", "--licence", "MIT", "--for", "fun"], "usage", "non-commercial");
        must_refuse(node, &["check", "--licence", "MIT", "--act", "steal"], "usage", "adapt");
        must_refuse(node, &["check", "--licence", "MIT", "--fact", "kind"], "usage", "NAME=VALUE");
        must_refuse(node, &["check", "--licence", "MIT", "--fact", "knid=company"], "usage", "kind");
        must_refuse(node, &["check", "--licence", "MIT", "--fact", "kind=compnay"], "usage", "company");
        must_refuse(node, &["check", "--licence", "MIT", "--as", "me"], "usage", "me");
        must_refuse(node, &["check", "00112233"], "not-found", "00112233");
        must_refuse(node, &["check", "--licence", "MIT", "--as", "00112233"], "not-found", "00112233");
    });
}

#[test]
fn a_resource_is_checked_with_the_facts_of_whoever_asks() {
    without_and_with_a_running_node(|node| {
        found(node);
        let guide = node.publish("A guide");
        let commercial = [&guide[..8], "--for", "commercial"];
        let (code, answer) = check(node, &commercial);
        assert_eq!((code, &answer["answer"]), (3, &json!("missing-facts")));
        assert_eq!((&answer["resource"], &answer["licence"]), (&json!(guide), &json!("PPL")));
        assert_eq!(answer["title"], "A guide");

        // What we say of ourselves counts from then on …
        node.ask(&[
            "profile",
            "--set",
            "worker_owned=true",
            "--set",
            "surplus=distributed-to-worker-owners",
            "--set",
            "non_member_employees=false",
        ]);
        let (code, answer) = check(node, &commercial);
        assert_eq!(code, 0, "{answer}");
        let reasons = answer["reasons"].to_string();
        assert!(reasons.contains("self-declared"), "{reasons}");
        // … unless it is said otherwise.
        let otherwise = ["--fact", "non_member_employees=true", "--fact", "privately_owned=true"];
        let (code, answer) = check(node, &[&commercial[..], COMPANY, &otherwise].concat());
        assert_eq!(code, 4, "{answer}");

        // Another agent asks.
        let other = Node::new();
        let company = other.ask(&["init", "--organisation", "Firm", "--kind", "company", "--no-passphrase"]);
        let folder = tempfile::tempdir().unwrap();
        let bundle = folder.path().join("bundle");
        other.ask(&["export", bundle.to_str().unwrap()]);
        node.ask(&["import", bundle.to_str().unwrap()]);
        for who in [&company["agent"], &company["record"]] {
            let who = who.as_str().unwrap();
            let (code, answer) = check(node, &[&commercial[..], &["--as", &who[..8]]].concat());
            assert_eq!((code, &answer["answer"]), (4, &json!("forbidden")));
        }
        must_refuse(node, &["check", &guide, "--as", &guide], "invalid", "agent");
        let agent = company["agent"].as_str().unwrap();
        must_refuse(node, &["check", agent], "invalid", "resource");
    });
}

#[test]
fn without_an_agent_nothing_is_known_of_who_asks() {
    without_and_with_a_running_node(|node| {
        let (code, answer) = check(node, &["--licence", "PPL"]);
        assert_eq!(code, 3);
        assert!(answer["missing_facts"].as_array().unwrap().contains(&json!("kind")), "{answer}");
    });
}

#[test]
fn a_proposed_licence_does_not_hold_yet() {
    let node = Node::new();
    node.ask(&["init", "--organisation", "Three", "--no-passphrase", "--keys", "3"]);
    let guide = id(&node.ask(&["publish", "--title", "T", "--licence", "MIT", "--type", "guide"]));
    node.ask(&["edit", &guide, "--licence", "PPL"]);
    let (_, answer) = check(&node, &[&[&guide[..]][..], COMPANY, &["--for", "commercial"]].concat());
    assert_eq!((&answer["licence"], &answer["answer"]), (&json!("MIT"), &json!("allowed")));
}

#[test]
fn a_question_comes_from_a_file_or_from_standard_input() {
    without_and_with_a_running_node(|node| {
        let question = json!({
            "licence": "PPL",
            "user": {"kind": "worker-coop", "worker_owned": true, "surplus": "distributed-to-worker-owners",
                     "non_member_employees": false},
            "use": {"purpose": "commercial", "acts": ["adapt", "distribute"],
                    "combined_with": ["CC-BY-4.0"], "result_licence": "PPL"},
        });
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("question.json");
        std::fs::write(&file, question.to_string()).unwrap();
        let (code, from_file) = check(node, &["--question", file.to_str().unwrap()]);
        assert_eq!((code, &from_file["answer"]), (0, &json!("allowed-with-duties")), "{from_file}");

        let mut asking = node.command();
        asking.args(["check", "--question", "-"]).stdin(Stdio::piped());
        let mut asking = asking.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        asking.stdin.take().unwrap().write_all(question.to_string().as_bytes()).unwrap();
        assert_eq!(answered(&asking.wait_with_output().unwrap()), (0, from_file));

        let name = file.to_str().unwrap();
        for bad in
            ["", "[]", "{}", r#"{"licence":"PPL","user":{"knid":"company"}}"#, r#"{"licence":"PPL","x":1}"#]
        {
            std::fs::write(&file, bad).unwrap();
            must_refuse(node, &["check", "--question", name], "usage", "is no question");
        }
        must_refuse(node, &["check", "--question", "/nowhere/at/all"], "config", "/nowhere/at/all");
        must_refuse(
            node,
            &["check", "--question", name, "--for", "commercial"],
            "usage",
            "cannot be used with",
        );
    });
}
