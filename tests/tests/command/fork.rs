//! Forking: what goes over, what stays behind, and what is refused.

use std::path::Path;

use commons_tests::node::{Node, without_and_with_a_running_node};
use serde_json::{Value, json};

use super::{found, id, must_refuse};

/// Brings everything that one node holds to another.
fn bring(from: &Node, to: &Node) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bundle");
    let file: &Path = &file;
    from.ask(&["export", file.to_str().unwrap()]);
    to.ask(&["import", file.to_str().unwrap()]);
}

fn offer(node: &Node, licence: &str, more: &[&str]) -> String {
    let arguments = ["publish", "--title", "Sample handbook", "--licence", licence, "--type", "guide"];
    id(&node.ask(&[&arguments[..], more].concat()))
}

fn fields(node: &Node, id: &str) -> Value {
    node.ask(&["show", id])["fields"].clone()
}

fn resources(node: &Node) -> usize {
    node.ask(&["list", "--kind", "resource"])["items"].as_array().unwrap().len()
}

#[test]
fn what_the_work_is_goes_over_and_what_its_steward_decides_stays() {
    let press = Node::organisation("Sample Press");
    let more = [
        "--language",
        "en",
        "--summary",
        "How we keep our books.",
        "--topic",
        "bookkeeping",
        "--url",
        "https://press.example/handbook",
        "--made-by",
        "Ana Sample",
        "--credit-as",
        "The handbook circle",
        "--also-allow",
        "nonprofits",
    ];
    let book = offer(&press, "CC-BY-SA-4.0", &more);
    without_and_with_a_running_node(|node| {
        found(node);
        bring(&press, node);
        let forked = node.ask(&["fork", &book, "--summary", "For bakeries."]);
        let (fork, source) = (fields(node, &id(&forked)), fields(node, &book));
        for same in ["title", "types", "topics", "links", "languages", "licence", "makers", "credit_as"] {
            assert_eq!(fork[same], source[same], "{same}");
        }
        assert_eq!(fork["derived_from"], json!([book]));
        assert_eq!(fork["summary"], json!({ "en": "For bakeries." }));
        assert_eq!(fork["permissions"], Value::Null);
        assert_eq!(forked["fork"]["credited"], json!(["The handbook circle"]));
        let receipt = node.ask(&["reuse", "show", forked["reuse"].as_str().unwrap()]);
        assert_eq!(receipt["in"]["id"], forked["id"]);
        assert_eq!(receipt["of"]["id"], json!(book));
        assert_eq!(receipt["standing"], "holds");
        assert_eq!(receipt["use"]["acts"], json!(["copy", "adapt", "distribute"]));
    });
}

#[test]
fn whoever_was_credited_for_the_work_is_credited_for_the_fork() {
    let press = Node::organisation("Sample Press");
    let silent = offer(&press, "CC-BY-4.0", &[]);
    let withheld = offer(&press, "CC-BY-4.0", &["--made-by", "Ana Sample"]);
    press.ask(&["edit", &withheld, "--no-credit"]);
    let together = offer(&press, "CC-BY-4.0", &["--credit-as", "The handbook circle"]);
    let translator = Node::organisation("Sample Translators");
    bring(&press, &translator);
    let contribute = ["contribute", "--to", &together, "--role", "translation", "--credit-as", "Bo Sample"];
    let part = id(&translator.ask(&contribute));
    bring(&translator, &press);
    press.ask(&["acknowledge", &part]);
    without_and_with_a_running_node(|node| {
        found(node);
        bring(&press, node);
        let credited = |source: &str| {
            let fork = id(&node.ask(&["fork", source]));
            let of = |id: &str| {
                let mut work = node.ask(&["credit", id])["works"][0].clone();
                if let Some(makers) = work["makers"].as_array_mut() {
                    makers.sort_by_key(ToString::to_string);
                }
                (work["makers"].clone(), work["uncredited"].clone())
            };
            assert_eq!(of(&fork), of(source));
            of(&fork)
        };
        assert_eq!(credited(&silent), (json!(["Sample Press"]), json!(false)));
        assert_eq!(credited(&withheld), (Value::Null, json!(true)));
        assert_eq!(credited(&together).0.as_array().unwrap().len(), 2);
    });
}

#[test]
fn nothing_is_written_where_the_terms_do_not_permit_it() {
    let press = Node::organisation("Sample Press");
    let maps = offer(&press, "CC-BY-ND-4.0", &[]);
    let songs = offer(&press, "CC-BY-SA-4.0", &[]);
    let tables = offer(&press, "CC-BY-NC-4.0", &[]);
    let secret = offer(&press, "LicenseRef-All-Rights-Reserved", &[]);
    without_and_with_a_running_node(|node| {
        found(node);
        bring(&press, node);
        let before = resources(node);
        for (asked, answer, code) in [
            (vec!["fork", &maps], "not-granted", 3),
            (vec!["fork", &songs, "--licence", "CC0-1.0"], "not-granted", 3),
            (vec!["fork", &tables], "missing-facts", 3),
            (vec!["fork", &secret], "not-granted", 3),
        ] {
            let output = node.run(&asked);
            let said: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!((said["answer"].as_str(), output.status.code()), (Some(answer), Some(code)), "{said}");
            assert_eq!(said["id"], Value::Null);
            assert!(said["reasons"].as_array().is_some_and(|reasons| !reasons.is_empty()), "{said}");
        }
        assert_eq!(resources(node), before);
        assert_eq!(node.ask(&["reuse", "list"])["items"], json!([]));
        assert_eq!(
            node.ask(&["fork", &tables, "--for", "non-commercial"])["fork"]["licence"],
            "CC-BY-NC-4.0"
        );
        let agreed = node.ask(&["fork", &maps, "--although", "they agreed in a letter"]);
        let receipt = node.ask(&["reuse", "show", agreed["reuse"].as_str().unwrap()]);
        assert_eq!((&receipt["answer"], &receipt["although"]), (&json!("not-granted"), &agreed["although"]));
        must_refuse(node, &["fork", &id(&agreed)], "invalid", "your own");
        must_refuse(node, &["fork", agreed["reuse"].as_str().unwrap()], "invalid", "of a reuse");
    });
}

#[test]
fn terms_of_somebodys_own_stay_pinned_to_the_version_that_the_work_names() {
    let press = Node::organisation("Sample Press");
    let sheet = |seller: &str| {
        let file = press.data().join("terms.toml");
        let text = format!(
            r#"
format = 1
name = "Of no matter here"
reviewed = true
[[version]]
ids = ["PPL"]
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
        std::fs::write(&file, text).unwrap();
        file
    };
    let file = sheet("worker-coop");
    let file = file.to_str().unwrap();
    let terms = id(&press.ask(&["licence", "publish", "--name", "Sample terms", "--sheet", file]));
    let book = offer(&press, &format!("own:{terms}"), &[]);
    sheet("company");
    press.ask(&["licence", "edit", &terms, "--sheet", file]);
    without_and_with_a_running_node(|node| {
        found(node);
        bring(&press, node);
        let forked = node.ask(&["fork", &book, "--for", "commercial"]);
        let licence = fields(node, &book)["licence"].clone();
        assert_eq!(fields(node, &id(&forked))["licence"], licence);
    });
}

#[test]
fn what_was_handed_over_is_taken_over_or_forked_with_a_warning() {
    let press = Node::organisation("Sample Press");
    let book = offer(&press, "CC-BY-4.0", &[]);
    let heir = Node::organisation("Sample Heirs");
    let other = Node::organisation("Sample Others");
    let heir_id = heir.status()["agent"].as_str().unwrap().to_owned();
    bring(&heir, &press);
    press.ask(&["hand-over", &book, "--to", &heir_id]);
    bring(&press, &heir);
    bring(&press, &other);
    must_refuse(&heir, &["fork", &book], "invalid", "handed over to you");
    let forked = other.ask(&["fork", &book]);
    let warnings = forked["warnings"].to_string();
    assert!(warnings.contains("handed over"), "{warnings}");
    assert_eq!(fields(&other, &id(&forked))["handed_over_to"], Value::Null);
}

#[test]
fn what_is_not_kept_here_is_forked_by_its_whole_id_and_credited() {
    let mut press = Node::organisation("Sample Press");
    let book = offer(&press, "CC-BY-4.0", &[]);
    press.start(&[]);
    let mut school = Node::new();
    school.set("admission = \"followed\"\npool = 0\nfind_peers = false\n");
    found(&school);
    school.start(&[&press]);
    school.wait_until("a round", |school| school.status()["connections"][0]["in_step"] == true);
    assert!(!school.keeps(&book));
    let forked = school.ask(&["fork", &book]);
    assert_eq!(forked["not_kept"]["asked"], 1);
    assert_eq!(forked["fork"]["credited"], json!(["Sample Press"]));
    assert_eq!(fields(&school, &id(&forked))["derived_from"], json!([book]));
    let receipt = school.ask(&["reuse", "show", forked["reuse"].as_str().unwrap()]);
    assert_eq!(receipt["standing"], "terms-not-held", "the receipt stands by itself");
    assert!(!school.keeps(&book));
}

#[test]
fn a_work_with_several_licences_at_once_is_forked_only_under_one_that_is_said() {
    let (press, second) = (Node::organisation("Sample Press"), Node::new());
    let keys = press.data().join("for-the-second-node");
    press.ask(&["key", "export", keys.to_str().unwrap()]);
    second.ask(&["init", "--join", keys.to_str().unwrap()]);
    let book = offer(&press, "CC-BY-4.0", &[]);
    bring(&press, &second);
    press.ask(&["edit", &book, "--licence", "CC-BY-SA-4.0"]);
    second.ask(&["edit", &book, "--licence", "CC0-1.0"]);
    bring(&second, &press);
    without_and_with_a_running_node(|node| {
        found(node);
        bring(&press, node);
        let output = node.run(&["fork", &book]);
        let said: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((said["answer"].as_str(), output.status.code()), (Some("unclear"), Some(3)), "{said}");
        let although = ["fork", &book, "--although", "they told us which holds"];
        must_refuse(node, &although, "usage", "several licences at once");
        assert_eq!(resources(node), 1);
        let forked = node.ask(&[&although[..], &["--licence", "CC-BY-SA-4.0"]].concat());
        assert_eq!(fields(node, &id(&forked))["licence"], "CC-BY-SA-4.0");
    });
}

#[test]
fn a_fork_with_a_title_in_another_language_is_a_translation() {
    let press = Node::organisation("Sample Press");
    let book = offer(&press, "CC-BY-SA-4.0", &["--language", "en", "--summary", "How we keep our books."]);
    without_and_with_a_running_node(|node| {
        found(node);
        bring(&press, node);
        let forked = node.ask(&["fork", &book, "--title", "Manuel", "--language", "fr"]);
        let fork = fields(node, &id(&forked));
        assert_eq!((&fork["title"], &fork["languages"]), (&json!({ "fr": "Manuel" }), &json!(["fr"])));
        assert_eq!(fork["summary"], json!({ "en": "How we keep our books." }), "until it is translated too");
        assert_eq!(forked["fork"]["title"], "Manuel");
    });
}

#[test]
fn a_work_made_from_another_against_its_terms_is_published_with_a_warning() {
    let press = Node::organisation("Sample Press");
    let book = offer(&press, "CC-BY-SA-4.0", &[]);
    let node = Node::organisation("Sample Readers");
    bring(&press, &node);
    let publish = |licence: &str| {
        node.ask(&[
            "publish",
            "--title",
            "Reader",
            "--licence",
            licence,
            "--type",
            "guide",
            "--derived-from",
            &book,
        ])["warnings"]
            .clone()
    };
    assert_eq!(publish("CC-BY-SA-4.0"), Value::Null);
    let warned = publish("PPL");
    assert!(
        warned[0].as_str().unwrap().starts_with("Sample handbook: breaks the terms of its source"),
        "{warned}"
    );
}
