//! `commons remix` and `commons credit`: several works at once, and who is named for them.

use commons_tests::node::{Node, without_and_with_a_running_node};
use serde_json::{Value, json};

use super::{found, id, must_refuse};

const WORKERS: &[&str] = &[
    "--for",
    "commercial",
    "--fact",
    "surplus=distributed-to-worker-owners",
    "--fact",
    "non_member_employees=false",
];

/// Asks, and gives the exit code and the answer.
fn remix(node: &Node, arguments: &[&str]) -> (i32, Value) {
    let output = node.run(&[&["remix"], arguments, WORKERS].concat());
    let answer = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("no answer: {}", String::from_utf8_lossy(&output.stderr)));
    assert!(output.stderr.is_empty(), "an answer is no error");
    (output.status.code().unwrap(), answer)
}

fn publish(node: &Node, title: &str, licence: &str, more: &[&str]) -> String {
    let published = ["publish", "--title", title, "--licence", licence, "--type", "guide"];
    id(&node.ask(&[&published, more].concat()))
}

#[test]
fn the_exit_code_is_that_of_a_check() {
    without_and_with_a_running_node(|node| {
        found(node);
        let with = |licences: &[&str]| {
            let arguments: Vec<&str> = licences.iter().flat_map(|licence| ["--with", licence]).collect();
            let (code, answer) = remix(node, &arguments);
            (code, answer["answer"].as_str().unwrap().to_owned())
        };
        assert_eq!(with(&["PPL", "CC-BY-4.0", "MIT"]), (0, "allowed-with-duties".to_owned()));
        assert_eq!(with(&["PPL", "GPL-3.0-only"]), (3, "not-granted".to_owned()));
        assert_eq!(with(&["PPL", "LicenseRef-Nobody-Knows"]), (5, "unknown".to_owned()));
        must_refuse(node, &["remix"], "usage", "ID");
        let many: Vec<&str> = std::iter::repeat_n(["--with", "MIT"], 34).flatten().collect();
        must_refuse(node, &[&["remix"], &many[..]].concat(), "usage", "expected 1 to 33 works, found 34");
    });
}

#[test]
fn each_resource_counts_with_its_own_permissions() {
    without_and_with_a_running_node(|node| {
        found(node);
        let allowed =
            publish(node, "Sample almanac", "CC-BY-NC-4.0", &["--also-allow", "kind=worker-coop: a copy"]);
        let plain = publish(node, "Sample atlas", "CC-BY-NC-4.0", &[]);
        let (code, answer) = remix(node, &[&allowed, "--with", "CC0-1.0", "--result", "CC-BY-NC-4.0"]);
        assert_eq!((code, &answer["answer"]), (0, &json!("allowed-with-duties")), "{answer}");
        let duties = answer["duties"].as_array().unwrap();
        let in_return = duties.iter().find(|duty| duty["id"] == "in-return").unwrap();
        assert_eq!(in_return["sources"], json!([format!("Sample almanac ({})", &allowed[..8])]));
        let (code, answer) = remix(node, &[&allowed, &plain, "--result", "CC-BY-NC-4.0"]);
        assert_eq!((code, &answer["answer"]), (3, &json!("not-granted")), "{answer}");
        let letters = answer["requests"].as_array().unwrap();
        assert_eq!(letters.len(), 1, "only one steward is asked: {answer}");
        assert_eq!(letters[0]["source"], format!("Sample atlas ({})", &plain[..8]));
        // Named twice, it is there once.
        let (_, answer) = remix(node, &[&allowed, &allowed[..12]]);
        assert_eq!(answer["sources"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn makers_contributors_and_stewards_are_named_as_they_chose() {
    without_and_with_a_running_node(|node| {
        found(node);
        let steward = "Sample Bakery";
        let names = |id: &str| node.ask(&["credit", id])["works"][0]["makers"].clone();
        let guide = publish(node, "Sample guide", "PPL", &[]);
        assert_eq!(names(&guide), json!([steward]), "nobody else is named");
        node.ask(&["edit", &guide, "--made-by", "Ana", "--made-by", "Lu"]);
        assert_eq!(names(&guide), json!(["Ana", "Lu"]));
        let contribution = id(&node.ask(&["contribute", "--to", &guide, "--role", "translation"]));
        assert_eq!(
            names(&guide),
            json!(["Ana", "Lu", steward]),
            "of one's own work one's own word is enough"
        );
        node.ask(&["edit", &guide, "--no-longer-made-by", "Lu", "--credit-as", "The gardeners"]);
        assert_eq!(names(&guide), json!(["The gardeners", steward]));
        node.ask(&["edit", &guide, "--credit-as", ""]);
        assert_eq!(names(&guide), json!(["Ana", steward]));
        must_refuse(
            node,
            &["edit", &guide, "--no-longer-made-by", "Nobody"],
            "usage",
            "not among its makers",
        );
        node.ask(&["edit", &guide, "--no-credit"]);
        let credit = node.ask(&["credit", &guide, "--format", "html"]);
        assert_eq!(credit["works"][0]["uncredited"], true);
        let text = credit["text"].as_str().unwrap();
        assert!(!text.contains("Ana") && !text.contains("Sample guide") && text.contains("PPL"), "{text}");
        node.ask(&["edit", &guide, "--credit-again"]);
        assert_eq!(names(&guide), json!(["Ana", steward]));
        must_refuse(node, &["credit", &contribution], "invalid", "expected the id of a resource");
    });
}
