//! `commons publish`, `edit`, `contribute`, `acknowledge`.

use commons_tests::node::without_and_with_a_running_node;
use serde_json::{Value, json};

use super::{found, id, must_refuse};

#[test]
fn publish_takes_everything_that_describes_a_resource() {
    without_and_with_a_running_node(|node| {
        found(node);
        let source = node.publish("The source");
        let answer = node.ask(&[
            "publish",
            "--title",
            "Pão em comum",
            "--licence",
            "ppl or (mit and cc-by-sa-4.0)",
            "--type",
            "guide",
            "--type",
            "Good Practice",
            "--language",
            "pt_BR",
            "--summary",
            "Two lines,\nboth kept.",
            "--topic",
            "bread",
            "--topic",
            "ovens",
            "--url",
            "https://example.org/pao",
            "--derived-from",
            &source[..8],
        ]);
        assert_eq!(answer.as_object().unwrap().len(), 1, "{answer}");
        let shown = node.ask(&["show", &id(&answer)]);
        assert_eq!((&shown["kind"], &shown["id"]), (&json!("resource"), &answer["id"]));
        assert_eq!(shown["agent"], node.status()["agent"]);
        assert_eq!(shown["heads"], json!([answer["id"]]), "a record's id is that of its first change");
        assert_eq!(shown["conflicts"], json!([]));
        assert_eq!(
            shown["fields"],
            json!({
                "title": {"pt-br": "Pão em comum"},
                "summary": {"pt-br": "Two lines,\nboth kept."},
                "licence": "PPL OR MIT AND CC-BY-SA-4.0",
                "types": ["good-practice", "guide"],
                "languages": ["pt-br"],
                "topics": ["bread", "ovens"],
                "links": ["https://example.org/pao"],
                "derived_from": [source],
            })
        );
    });
}

#[test]
fn publish_refuses_what_could_not_be_read_later() {
    without_and_with_a_running_node(|node| {
        let good = ["publish", "--title", "T", "--licence", "PPL", "--type", "guide"];
        must_refuse(node, &good, "not-found", "nobody to sign for");
        found(node);
        let state = node.state();
        let with = |at: usize, value: &'static str| {
            let mut arguments = good.to_vec();
            arguments[at] = value;
            arguments
        };
        let and = |flag: &'static str, value: &'static str| [&good[..], &[flag, value]].concat();
        must_refuse(node, &good[..5], "usage", "--type");
        must_refuse(node, &with(2, ""), "invalid", "title");
        must_refuse(node, &with(2, "two\nlines"), "invalid", "control");
        must_refuse(node, &with(4, "MIT AND ("), "invalid", "licence");
        must_refuse(node, &with(4, "MIIT"), "invalid", "MIIT");
        must_refuse(node, &with(4, ""), "invalid", "licence");
        must_refuse(node, &with(6, "gu/ide"), "invalid", "types");
        must_refuse(node, &and("--language", "x y"), "invalid", "language");
        must_refuse(node, &and("--topic", ""), "invalid", "topics");
        must_refuse(node, &and("--url", "javascript:alert(1)"), "invalid", "link");
        must_refuse(node, &and("--derived-from", "00000000"), "not-found", "00000000");
        must_refuse(node, &and("--derived-from", "zz"), "usage", "zz");
        let long = "x".repeat(501);
        let title = ["publish", "--title", &long, "--licence", "PPL", "--type", "guide"];
        must_refuse(node, &title, "invalid", "501");
        assert_eq!(node.state(), state, "what is refused leaves nothing behind");
    });
}

#[test]
fn publish_takes_no_licence_own_licences_and_old_ids() {
    without_and_with_a_running_node(|node| {
        found(node);
        let kept = |licence: &str| {
            let answer = node.ask(&["publish", "--title", "T", "--licence", licence, "--type", "software"]);
            node.ask(&["show", &id(&answer)])["fields"]["licence"].as_str().unwrap().to_owned()
        };
        for licence in ["NONE", "LicenseRef-Coopyleft", "GPL-2.0-or-later WITH Classpath-exception-2.0"] {
            assert_eq!(kept(licence), licence);
        }
        assert_eq!(kept("AGPL-3.0"), "AGPL-3.0-only", "an id that SPDX gave up is kept as what it means");
    });
}

#[test]
fn edit_changes_what_is_said_and_nothing_else() {
    without_and_with_a_running_node(|node| {
        found(node);
        let id = node.publish("Before");
        node.ask(&["edit", &id, "--add-topic", "a", "--add-topic", "b", "--summary", "In short."]);
        let answer = node.ask(&[
            "edit",
            &id[..10],
            "--title",
            "After",
            "--licence",
            "CC-BY-4.0",
            "--add-topic",
            "c",
            "--remove-topic",
            "a",
        ]);
        assert_eq!(answer["id"], id.as_str());
        let fields = node.ask(&["show", &id])["fields"].clone();
        assert_eq!(fields["title"], json!({"und": "After"}));
        assert_eq!(fields["summary"], json!({"und": "In short."}));
        assert_eq!(fields["licence"], "CC-BY-4.0");
        assert_eq!(fields["topics"], json!(["b", "c"]));
        assert_eq!(fields["types"], json!(["guide"]));

        node.ask(&["edit", &id, "--title", "Danach", "--language", "de"]);
        let fields = node.ask(&["show", &id])["fields"].clone();
        assert_eq!(fields["title"], json!({"und": "After", "de": "Danach"}));
        must_refuse(node, &["edit", &id, "--title", "Which?"], "usage", "several languages");
    });
}

#[test]
fn one_of_three_keys_only_proposes_another_licence() {
    without_and_with_a_running_node(|node| {
        node.ask(&["init", "--organisation", "Three", "--no-passphrase", "--keys", "3"]);
        let id = node.publish("Guarded");
        let answer = node.ask(&["edit", &id, "--licence", "MIT"]);
        assert_eq!((&answer["proposed"]["approvals"], &answer["proposed"]["needed"]), (&json!(1), &json!(2)));
        let shown = node.ask(&["show", &id]);
        assert_eq!(shown["fields"]["licence"], "PPL", "until the others agree the old licence holds");
        assert_eq!(shown["proposals"][0]["value"], "MIT");
    });
}

#[test]
fn edit_refuses_what_is_not_ones_own_resource() {
    without_and_with_a_running_node(|node| {
        found(node);
        let id = node.publish("A guide");
        must_refuse(node, &["edit", &id], "usage", "nothing to change");
        must_refuse(node, &["edit", &id, "--licence", "MIIT"], "invalid", "MIIT");
        must_refuse(node, &["edit", "00000000", "--title", "T"], "not-found", "00000000");
        let agent = node.status()["agent"].as_str().unwrap().to_owned();
        must_refuse(node, &["edit", &agent, "--title", "T"], "invalid", "agent");

        let folder = tempfile::tempdir().unwrap();
        let other = commons_tests::node::Node::organisation("Sample Kitchen");
        let theirs = other.publish("Theirs");
        let bundle = folder.path().join("bundle");
        other.ask(&["export", bundle.to_str().unwrap()]);
        node.ask(&["import", bundle.to_str().unwrap()]);
        must_refuse(node, &["edit", &theirs, "--title", "Ours"], "invalid", "records of their own");
    });
}

#[test]
fn contribute_records_who_did_what() {
    without_and_with_a_running_node(|node| {
        found(node);
        let to = node.publish("A guide");
        let answer = node.ask(&[
            "contribute",
            "--to",
            &to,
            "--role",
            "translation",
            "--track",
            "love",
            "--hours",
            "12.5",
            "--note",
            "Into Spanish.",
            "--period",
            "spring 2026",
        ]);
        assert_eq!(answer.as_object().unwrap().len(), 1, "{answer}");
        let first = id(&answer);
        assert_eq!(
            node.ask(&["show", &first])["fields"],
            json!({
                "to": to, "role": "translation", "track": "love", "payment": "donated", "quantity": 12.5,
                "unit": "hour", "note": {"und": "Into Spanish."}, "period": "spring 2026",
            })
        );
        let paid =
            node.ask(&["contribute", "--to", &to, "--role", "layout", "--track", "livelihood", "--paid"]);
        assert_eq!(node.ask(&["show", &id(&paid)])["fields"]["payment"], "paid");
        // Quantity and track are off unless given; an organisation can be helped too.
        let agent = node.status()["agent"].as_str().unwrap().to_owned();
        let bare = node.ask(&["contribute", "--to", &agent, "--role", "childcare"]);
        let fields = node.ask(&["show", &id(&bare)])["fields"].clone();
        assert_eq!(fields["to"], agent.as_str());
        assert_eq!((&fields["quantity"], &fields["track"]), (&Value::Null, &Value::Null));
        let referring = node.ask(&["show", &to])["referred_to_by"].clone();
        assert_eq!(referring.as_array().unwrap().len(), 2, "{referring}");
    });
}

#[test]
fn contribute_refuses_what_makes_no_sense() {
    without_and_with_a_running_node(|node| {
        found(node);
        let to = node.publish("A guide");
        let with = |more: &[&'static str]| -> Vec<String> {
            let base = ["contribute", "--to", &to, "--role", "code"];
            base.iter().chain(more).map(|argument| (*argument).to_owned()).collect()
        };
        for (more, kind, words) in [
            (&["--track", "duty"][..], "usage", "duty"),
            (&["--hours", "many"], "usage", "many"),
            (&["--hours", "-1"], "usage", "-1"),
            (&["--hours=-1"], "usage", "hours"),
            (&["--period", ""], "invalid", "period"),
        ] {
            let arguments = with(more);
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            must_refuse(node, &arguments, kind, words);
        }
        must_refuse(node, &["contribute", "--to", &to], "usage", "--role");
        must_refuse(node, &["contribute", "--to", "00000000", "--role", "code"], "not-found", "00000000");
    });
}

#[test]
fn a_draft_stays_here_until_it_is_published_and_keeps_its_id() {
    without_and_with_a_running_node(|node| {
        found(node);
        let to = node.publish("A guide");
        let state = node.state();
        let answer =
            node.ask(&["contribute", "--to", &to, "--role", "care", "--note", "For the tired.", "--draft"]);
        assert_eq!(answer["draft"], true);
        let draft = id(&answer);
        assert_eq!(node.state(), state, "a draft is not among what is held and sent");
        let shown = node.ask(&["show", &draft[..8]]);
        assert_eq!((&shown["id"], &shown["draft"]), (&json!(draft), &json!(true)));
        assert_eq!((&shown["kind"], &shown["agent"]), (&json!("contribution"), &node.status()["agent"]));
        assert_eq!(shown["fields"]["note"], json!({"und": "For the tired."}));
        must_refuse(node, &["acknowledge", &draft], "not-found", &draft);

        let published = node.ask(&["contribute", "--publish", &draft[..8].to_uppercase()]);
        assert_eq!(id(&published), draft);
        assert_ne!(node.state(), state);
        let after = node.ask(&["show", &draft]);
        assert_eq!(after["fields"], shown["fields"], "a draft shows what it will be");
        assert_eq!(after["draft"], Value::Null);
        must_refuse(node, &["contribute", "--publish", &draft], "not-found", "no draft");
    });
}

/// A draft is signed when it is written. Once its key had been replaced, publishing it stored a change that counts nowhere,
/// and removed the draft.
#[test]
fn a_draft_outlives_a_change_of_keys() {
    without_and_with_a_running_node(|node| {
        found(node);
        let to = node.publish("A guide");
        let draft = id(&node.ask(&["contribute", "--to", &to, "--role", "care", "--draft"]));
        let fields = node.ask(&["show", &draft])["fields"].clone();
        assert_eq!(node.ask(&["members", "rotate"])["in_force"], true);
        let published = node.ask(&["contribute", "--publish", &draft]);
        assert_ne!(id(&published), draft, "another signature is another id");
        assert_eq!(published["drafted_as"], json!(draft));
        assert_eq!(node.ask(&["show", &id(&published)])["fields"], fields);
        must_refuse(node, &["contribute", "--publish", &draft], "not-found", "no draft");
    });
}

#[test]
fn acknowledge_confirms_a_contribution() {
    without_and_with_a_running_node(|node| {
        found(node);
        let to = node.publish("A guide");
        let contribution = id(&node.ask(&["contribute", "--to", &to, "--role", "code"]));
        let answer = node.ask(&["acknowledge", &contribution[..8]]);
        let shown = node.ask(&["show", &id(&answer)]);
        assert_eq!(shown["kind"], "attestation");
        assert_eq!(shown["fields"], json!({"statement": "acknowledges", "about": contribution}));
        must_refuse(node, &["acknowledge", &to], "invalid", "contribution");
        must_refuse(node, &["acknowledge", "00000000"], "not-found", "00000000");
    });
}

#[test]
fn a_language_is_told_by_its_code_and_what_was_called_in_the_wrong_one_is_put_right() {
    without_and_with_a_running_node(|node| {
        found(node);
        let publish =
            ["publish", "--title", "Breadbook", "--licence", "CC0-1.0", "--type", "guide", "--language"];
        for wrong in ["english", "e", "en--gb", "12"] {
            must_refuse(
                node,
                &[&publish[..], &[wrong]].concat(),
                "invalid",
                "expected the code of a language",
            );
        }
        let book = id(&node.ask(&[&publish[..], &["DE"]].concat()));
        let edit = |arguments: &[&str]| node.ask(&[&["edit", &book][..], arguments].concat());
        edit(&["--title", "Breadbook", "--language", "en"]);
        edit(&["--title", "", "--language", "de"]);
        let fields = node.ask(&["show", &book])["fields"].clone();
        assert_eq!(fields["title"], json!({ "en": "Breadbook" }));
        must_refuse(node, &["edit", &book, "--title", "", "--language", "en"], "invalid", "1 to 500");
        edit(&["--add-url", "https://bread.example", "--add-url", "https://loaf.example"]);
        edit(&["--remove-url", "https://bread.example"]);
        assert_eq!(node.ask(&["show", &book])["fields"]["links"], json!(["https://loaf.example"]));
    });
}
