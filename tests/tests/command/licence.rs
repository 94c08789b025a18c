//! `commons licence`: terms of one's own, named by resources in one version.

use std::path::PathBuf;

use commons_tests::node::{Node, without_and_with_a_running_node};
use serde_json::{Value, json};

use super::{found, id, is_hex, must_refuse};

/// Terms under which only these may sell.
fn sheet(node: &Node, seller: &str) -> PathBuf {
    let file = node.data().join(format!("{seller}.toml"));
    let text = format!(
        r#"
format = 1
name = "Of no matter here"
reviewed = true
# What stands in a comment is not kept.
[[version]]
ids = ["PPL", "MIT"]
[[test]]
clause = "1"
when = {{ purpose = "commercial" }}
asks = "Who are you?"
[[test.case]]
when = {{ kind = "{seller}" }}
verdict = "allowed"
text = "You may sell."
[[test.case]]
verdict = "not-granted"
text = "Others may not sell."
"#
    );
    // The folder may not be there before the first command.
    std::fs::create_dir_all(node.data()).unwrap();
    std::fs::write(&file, text).unwrap();
    file
}

fn publish(node: &Node, name: &str, seller: &str) -> Value {
    let file = sheet(node, seller);
    node.ask(&["licence", "publish", "--name", name, "--sheet", file.to_str().unwrap()])
}

fn offer(node: &Node, licence: &str) -> String {
    id(&node.ask(&["publish", "--title", "A guide", "--licence", licence, "--type", "guide"]))
}

fn may_sell(node: &Node, what: &[&str], kind: &str) -> Value {
    let fact = format!("kind={kind}");
    let asked = [&["check"], what, &["--for", "commercial", "--fact", &fact]].concat();
    serde_json::from_slice(&node.run(&asked).stdout).unwrap()
}

fn reasons(answer: &Value) -> String {
    let reasons = answer["reasons"].as_array().unwrap().iter();
    reasons.map(|reason| reason["text"].as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_work_stays_under_the_version_that_it_names() {
    without_and_with_a_running_node(|node| {
        found(node);
        let first = publish(node, "Sample terms", "union");
        let terms = id(&first);
        assert_eq!(first["licence"], format!("LicenseRef-commons-{terms}-{terms}"));
        let own = format!("own:{}", &terms[..8]);
        let guide = offer(node, &format!("{own} or gpl-2.0+"));
        let licence = node.ask(&["show", &guide])["fields"]["licence"].clone();
        assert_eq!(licence, format!("LicenseRef-commons-{terms}-{terms} OR GPL-2.0-or-later"));
        let guide = offer(node, &format!("LicenseRef-commons-{}", &terms[..12]));
        assert_eq!(may_sell(node, &[&guide], "union")["answer"], "allowed");
        let company = may_sell(node, &[&guide], "company");
        assert_eq!(
            (&company["answer"], &company["reasons"][0]["clause"]),
            (&json!("not-granted"), &json!("1"))
        );
        let whose = format!("'s own (record {}, version {}), as they state them", &terms[..8], &terms[..8]);
        assert!(reasons(&company).contains(&whose), "{company}");
        assert!(!reasons(&company).contains("newer"), "{company}");

        // New terms are for what is offered under them from then on.
        let file = sheet(node, "company");
        let edited = node.ask(&["licence", "edit", &terms[..8], "--sheet", file.to_str().unwrap()]);
        let version = edited["heads"][0].as_str().unwrap();
        assert_eq!(edited["licence"], format!("LicenseRef-commons-{terms}-{version}"));
        let still = may_sell(node, &[&guide], "company");
        assert_eq!(still["answer"], "not-granted");
        assert!(
            reasons(&still).contains(&format!("a newer version of these terms, {}", &version[..8])),
            "{still}"
        );
        assert_eq!(may_sell(node, &["--licence", &own], "company")["answer"], "allowed");
        let pinned = first["licence"].as_str().unwrap();
        assert_eq!(may_sell(node, &["--licence", pinned], "company")["answer"], "not-granted");
        node.ask(&["edit", &guide, "--licence", &own]);
        assert_eq!(may_sell(node, &[&guide], "company")["answer"], "allowed");
        assert_eq!(node.ask(&["licence", "show", pinned])["newer"], version[..8]);
        assert_eq!(node.ask(&["licence", "show", &guide])["heads"], json!([version]));

        // Another name makes no newer terms.
        node.ask(&["licence", "edit", &terms, "--name", "Sample terms, renamed"]);
        assert!(!reasons(&may_sell(node, &[&guide], "union")).contains("newer"));
    });
}

#[test]
fn people_read_names_and_programs_ids() {
    without_and_with_a_running_node(|node| {
        found(node);
        let terms = id(&publish(node, "Sample\u{202e} “terms”", "union"));
        let guide = offer(node, &format!("own:{terms} AND MIT"));
        let called = format!("“Sample 'terms'” {} (version {}) AND MIT", &terms[..8], &terms[..8]);
        for words in [
            node.ask_in_words(&["show", &guide]),
            node.ask_in_words(&["list"]),
            node.ask_in_words(&["search", "guide"]),
            String::from_utf8(node.command_in_words().args(["check", &guide]).output().unwrap().stdout)
                .unwrap(),
        ] {
            assert!(words.contains(&called), "{words}");
            let longest = words.split(|c: char| !c.is_ascii_hexdigit()).map(str::len).max();
            assert!(!words.contains("LicenseRef-commons") && longest <= Some(64), "{words}");
        }
        for answer in [node.ask(&["show", &guide]), may_sell(node, &[&guide], "company")] {
            assert_eq!(answer["licence_in_words"], called);
            let named = &answer["own_terms"][0];
            assert_eq!((&named["record"], &named["version"]), (&json!(terms), &json!([terms])));
        }
        let listed = node.ask(&["list", "--kind", "resource"]);
        assert_eq!(listed["items"][0]["licence_in_words"], called);
        let either = offer(node, &format!("own:{terms} OR PPL"));
        let answer = may_sell(node, &[&either], "union");
        assert!(is_hex(answer["alternative"].as_str().unwrap().rsplit('-').next().unwrap()), "{answer}");
        assert_eq!(answer["alternative_in_words"], called.replace(" AND MIT", ""));
    });
}

#[test]
fn terms_that_are_not_here_are_unknown() {
    without_and_with_a_running_node(|node| {
        found(node);
        let terms = id(&publish(node, "Sample terms", "union"));
        let guide = offer(node, &format!("own:{terms}"));
        node.ask(&["forget", &terms, "--yes"]);
        let answer = may_sell(node, &[&guide], "union");
        assert_eq!(answer["answer"], "unknown");
        let why = reasons(&answer);
        assert!(why.contains("still come from other nodes") && why.contains("erased"), "{why}");
        assert!(why.contains(&format!("own terms {}", &terms[..8])), "{why}");
        let letter = answer["request"].as_str().unwrap();
        assert!(!letter.contains(&terms), "{letter}");
    });
}

#[test]
fn only_terms_can_be_named_as_terms() {
    without_and_with_a_running_node(|node| {
        let file = sheet(node, "union");
        let file = file.to_str().unwrap();
        must_refuse(
            node,
            &["licence", "publish", "--name", "T", "--sheet", file],
            "not-found",
            "nobody to sign for",
        );
        found(node);
        let guide = node.publish("A guide");
        let with =
            |licence: &'static str| ["publish", "--title", "T", "--licence", licence, "--type", "guide"];
        must_refuse(node, &with("own:00112233"), "not-found", "00112233");
        must_refuse(node, &with("own:001"), "usage", "8");
        must_refuse(node, &with("own:"), "usage", "8");
        let guide_as_terms = format!("own:{guide}");
        must_refuse(node, &["edit", &guide, "--licence", &guide_as_terms], "invalid", "of a resource");
        must_refuse(node, &["check", "--licence", &guide_as_terms], "invalid", "of a resource");
        let nowhere = format!("LicenseRef-commons-{guide}-{guide}");
        must_refuse(node, &["edit", &guide, "--licence", &nowhere], "not-found", "is not here");
        must_refuse(node, &["licence", "show", &guide], "invalid", "PPL");
        must_refuse(node, &["licence", "edit", &guide, "--name", "T"], "invalid", "of a resource");
        must_refuse(
            node,
            &["licence", "publish", "--name", "T", "--sheet", "/nowhere"],
            "config",
            "/nowhere",
        );
        let broken = node.data().join("broken.toml");
        std::fs::write(&broken, "format = 1\nname = \"T\"\nreviewed = true\n[[tset]]\n").unwrap();
        let broken = broken.to_str().unwrap();
        must_refuse(node, &["licence", "publish", "--name", "T", "--sheet", broken], "invalid", "tset");
        must_refuse(node, &["licence", "try", broken], "invalid", "tset");
        let terms = id(&publish(node, "T", "union"));
        must_refuse(node, &["licence", "edit", &terms, "--sheet", file], "usage", "nothing to change");
        must_refuse(node, &["edit", &terms, "--title", "T"], "invalid", "of a licence");
    });
}

#[test]
fn a_sheet_is_tried_before_it_is_published() {
    let node = Node::new();
    let file = sheet(&node, "union");
    let file = file.to_str().unwrap();
    let tried = |kind: &str| {
        let fact = format!("kind={kind}");
        let output = node.run(&["licence", "try", file, "--for", "commercial", "--fact", &fact]);
        (output.status.code().unwrap(), serde_json::from_slice::<Value>(&output.stdout).unwrap())
    };
    let (code, yes) = tried("union");
    assert_eq!((code, &yes["answer"], &yes["open_ends"]), (0, &json!("allowed"), &json!([])));
    let (code, no) = tried("company");
    assert_eq!((code, &no["answer"]), (3, &json!("not-granted")));
    assert!(no["request"].as_str().unwrap().contains("“Of no matter here”"), "{no}");
    // The licences that the program knows are read out in the same way.
    let known = node.ask(&["licence", "show", "ppl"]);
    assert!(known["sheet"]["rules"].as_array().unwrap().iter().any(|rule| rule["clause"] == "4(d)"));
    let all = node.ask(&["licence", "list", "--known"]);
    assert!(all["items"].as_array().unwrap().iter().any(|sheet| sheet["ids"] == json!(["PPL"])));
    assert_eq!(node.ask(&["licence", "list"])["items"], json!([]));
}
