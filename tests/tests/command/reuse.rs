//! Declared reuse and its receipts, parts and their makers, provenance: what the guide does not go into.

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

fn offer(node: &Node, title: &str, licence: &str, more: &[&str]) -> String {
    let arguments = ["publish", "--title", title, "--licence", licence, "--type", "guide"];
    id(&node.ask(&[&arguments[..], more].concat()))
}

/// The exit code and the answer of `commons check`, for money.
fn may_sell(node: &Node, resource: &str, more: &[&str]) -> Value {
    let asked = ["check", resource, "--for", "commercial", "--act", "distribute"];
    serde_json::from_slice(&node.run(&[&asked[..], more].concat()).stdout).unwrap()
}

#[test]
fn nothing_is_declared_on_less_than_a_yes_unless_it_is_said_on_what_it_rests() {
    let press = Node::organisation("Sample Press");
    let book = offer(&press, "Sample almanac", "CC-BY-NC-4.0", &[]);
    without_and_with_a_running_node(|node| {
        found(node);
        bring(&press, node);
        let declare = [
            "reuse",
            "declare",
            &book,
            "--title",
            "Our course",
            "--for",
            "commercial",
            "--act",
            "distribute",
        ];
        must_refuse(node, &declare, "invalid", "not-granted");
        assert_eq!(node.ask(&["reuse", "list"])["items"], json!([]));
        let although = [&declare[..], &["--although", "they agreed in a letter"]].concat();
        let receipt = node.ask(&although);
        assert_eq!(receipt["answer"], "not-granted");
        assert_eq!(receipt["although"], "they agreed in a letter");
        assert_eq!(receipt["standing"], "not-a-yes");
        assert!(may_sell(node, &book, &[])["declared"][0]["ended"].is_null());
        node.ask(&["reuse", "end", &id(&receipt)]);
        assert!(may_sell(node, &book, &[])["declared"][0]["ended"].is_string());
    });
}

#[test]
fn what_cannot_be_declared_is_refused_with_what_to_do() {
    let press = Node::organisation("Sample Press");
    let book = offer(&press, "Sample handbook", "CC0-1.0", &[]);
    without_and_with_a_running_node(|node| {
        found(node);
        bring(&press, node);
        let own = offer(node, "Our guide", "PPL", &[]);
        must_refuse(node, &["reuse", "declare", &own, "--title", "x"], "invalid", "your own");
        must_refuse(node, &["reuse", "declare", &book], "usage", "--in");
        must_refuse(node, &["reuse", "declare", &book, "--in", &book], "invalid", "kept by agent");
        must_refuse(node, &["reuse", "show", &book], "invalid", "declared reuse");
        let receipt = id(&node.ask(&["reuse", "declare", &book, "--in", &own]));
        must_refuse(&press, &["reuse", "end", &receipt], "not-found", "nothing here");
        let page = node.ask_in_words(&["reuse", "show", &receipt, "--html"]);
        assert!(page.starts_with("<!doctype html>") && page.contains(&receipt), "{page}");
    });
}

#[test]
fn the_licence_of_what_it_goes_into_is_counted() {
    let press = Node::organisation("Sample Press");
    let songs = offer(&press, "Sample songs", "CC-BY-SA-4.0", &[]);
    without_and_with_a_running_node(|node| {
        found(node);
        bring(&press, node);
        let free = offer(node, "Songs for all", "CC0-1.0", &[]);
        let alike = offer(node, "Songs alike", "CC-BY-SA-4.0", &[]);
        let declare = |into: &str| {
            ["reuse", "declare", &songs, "--in", into, "--act", "adapt", "--act", "distribute"]
                .map(str::to_owned)
        };
        let into_free = declare(&free);
        let into_free: Vec<&str> = into_free.iter().map(String::as_str).collect();
        must_refuse(node, &into_free, "invalid", "CC0-1.0");
        let into_alike = declare(&alike);
        let into_alike: Vec<&str> = into_alike.iter().map(String::as_str).collect();
        assert_eq!(node.ask(&into_alike)["answer"], "allowed-with-duties");
        let tree = node.ask(&["provenance", &songs]);
        assert_eq!(tree["went_into"].as_array().unwrap().len(), 1, "{tree}");
        assert_eq!(tree["went_into"][0]["declared"]["standing"], "holds");
        assert_eq!(tree["went_into"][0]["warnings"], json!([]));
    });
}

#[test]
fn only_what_the_steward_acknowledged_is_a_part() {
    let translator = Node::organisation("Sample Translators");
    without_and_with_a_running_node(|node| {
        found(node);
        let book = offer(node, "Sample handbook", "PPL", &[]);
        bring(node, &translator);
        let strict = "LicenseRef-All-Rights-Reserved";
        let contribute = ["contribute", "--to", &book, "--role", "translation", "--my-part-under"];
        let part = id(&translator.ask(&[&contribute[..], &[strict]].concat()));
        bring(&translator, node);
        let facts = ["--fact", "kind=company"];
        assert_eq!(node.ask(&["show", &book])["parts"], json!([]), "anybody may say so");
        node.ask(&["acknowledge", &part]);
        let shown = node.ask(&["show", &book]);
        assert_eq!(shown["parts"][0]["agrees"], false);
        let answer = node.ask(&["edit", &book, "--licence", "CC0-1.0"]);
        assert_eq!(answer["makers"][0]["agrees"], false);
        assert_eq!(may_sell(node, &book, &facts)["answer"], "not-granted");
        // Whoever allowed it once has allowed it, whatever they say next.
        for licence in ["CC0-1.0", strict] {
            translator.ask(&["contribute", "--change", &part, "--my-part-under", licence]);
        }
        bring(&translator, node);
        assert_eq!(node.ask(&["show", &book])["parts"][0]["agrees"], true);
        assert_eq!(may_sell(node, &book, &facts)["answer"], "allowed");
        must_refuse(node, &["contribute", "--change", &part, "--no-credit"], "invalid", "kept by agent");
    });
}

#[test]
fn a_work_made_from_itself_is_told_once() {
    without_and_with_a_running_node(|node| {
        found(node);
        let first = offer(node, "First", "CC0-1.0", &[]);
        let second = offer(node, "Second", "CC0-1.0", &["--derived-from", &first]);
        let third = offer(node, "Third", "CC0-1.0", &["--derived-from", &second]);
        let tree = node.ask(&["provenance", &third]);
        assert_eq!(tree["made_from"][0]["made_from"][0]["id"], json!(first));
        let down = node.ask(&["provenance", &first]);
        assert_eq!(down["went_into"][0]["went_into"][0]["id"], json!(third));
        must_refuse(
            node,
            &["provenance", &node.status()["agent"].as_str().unwrap()[..8]],
            "invalid",
            "agent",
        );
    });
}
