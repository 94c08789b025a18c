//! Types, areas, challenges and their answers, and the glossary: what the guide does not go into.

use commons_tests::node::{Node, without_and_with_a_running_node};
use serde_json::{Value, json};

use super::{found, id, must_refuse};

fn offer(node: &Node, more: &[&str]) -> String {
    let arguments = ["publish", "--title", "Sample", "--licence", "CC0-1.0"];
    id(&node.ask(&[&arguments[..], more].concat()))
}

fn explain(node: &Node, word: &str, language: &str, more: &[&str]) -> String {
    let arguments =
        ["term", "publish", "--word", word, "--language", language, "--definition", "What it is."];
    id(&node.ask(&[&arguments[..], more].concat()))
}

/// The words of the entries found, with how near they are.
fn looked_up(node: &Node, arguments: &[&str]) -> Vec<(String, String)> {
    let answer = node.ask(&[&["glossary"], arguments].concat());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let items = answer["items"].as_array().unwrap().iter();
    items.map(|item| (text(&item["said"][0]["word"]), text(&item["match"]))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(word, near)| ((*word).to_owned(), (*near).to_owned())).collect()
}

#[test]
fn types_are_taken_in_any_spelling_and_slips_are_pointed_out() {
    without_and_with_a_running_node(|node| {
        found(node);
        let guide = offer(node, &["--type", "Good Practice", "--type", "Chalenge"]);
        let types = |node: &Node| node.ask(&["show", &guide])["fields"]["types"].clone();
        assert_eq!(types(node), json!(["chalenge", "good-practice"]));
        let arguments = ["edit", &guide, "--remove-type", "chalenge", "--add-type", "chalenges"];
        let output = node.command_in_words().args(arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("did you mean challenge?"), "{said}");
        node.ask(&["edit", &guide, "--remove-type", "chalenges", "--add-type", "Challenges"]);
        assert_eq!(types(node), json!(["challenge", "good-practice"]));
    });
}

#[test]
fn an_area_and_how_it_is_run_are_said_changed_and_taken_back() {
    without_and_with_a_running_node(|node| {
        found(node);
        let more = ["--type", "space", "--scope", "City", "--place", "Sample Town", "--country", "PT"];
        let space = offer(node, &[&more[..], &["--how-run", "By those who use it."]].concat());
        let fields = |node: &Node| node.ask(&["show", &space])["fields"].clone();
        let shown = fields(node);
        assert_eq!((&shown["scope"], &shown["country"]), (&json!("city"), &json!("pt")));
        assert_eq!(shown["how_run"], json!({ "und": "By those who use it." }));
        let area = node.ask(&["show", &space, "--json-ld"])["spatialCoverage"].clone();
        assert_eq!((&area["@type"], &area["name"]), (&json!("Place"), &json!("Sample Town")));
        assert_eq!(area["address"]["addressCountry"], "pt");
        node.ask(&["edit", &space, "--scope", "", "--place", "", "--country", "es"]);
        let shown = fields(node);
        assert_eq!((&shown["scope"], &shown["place"]), (&Value::Null, &Value::Null));
        assert_eq!(shown["country"], "es");
        must_refuse(node, &["edit", &space, "--scope", "galaxy"], "invalid", "scope");
    });
}

#[test]
fn a_challenge_knows_what_answers_it() {
    without_and_with_a_running_node(|node| {
        found(node);
        let challenge = offer(node, &["--type", "challenge"]);
        let answer = offer(node, &["--type", "overcome-problem", "--answers", &challenge[..8]]);
        assert_eq!(node.ask(&["show", &challenge])["referred_to_by"][0]["id"], json!(answer));
        let about = node.ask(&["show", &answer, "--json-ld"])["about"].clone();
        assert_eq!(about["@id"], json!(format!("/records/{challenge}")));
        node.ask(&["edit", &answer, "--no-longer-answers", &challenge]);
        assert_eq!(node.ask(&["show", &challenge])["referred_to_by"], json!([]));
        let term = explain(node, "commons", "en", &[]);
        must_refuse(node, &["edit", &answer, "--answers", &term], "invalid", "this is of a term");
    });
}

#[test]
fn the_same_word_comes_first_then_what_begins_so_then_what_holds_it() {
    without_and_with_a_running_node(|node| {
        found(node);
        explain(node, "Économie", "fr", &[]);
        explain(node, "economies of scale", "en", &[]);
        explain(node, "solidarity economy", "en", &[]);
        // Neither a definition nor another kind of record is a word of the glossary.
        explain(node, "market", "en", &["--context", "economie"]);
        offer(node, &["--type", "guide", "--topic", "economie"]);
        assert_eq!(
            looked_up(node, &["ECONOMIE"]),
            pairs(&[("Économie", "same"), ("economies of scale", "begins")])
        );
        assert_eq!(
            looked_up(node, &["econom"]),
            pairs(&[
                ("economies of scale", "begins"),
                ("Économie", "begins"),
                ("solidarity economy", "within")
            ])
        );
        assert_eq!(looked_up(node, &["econom", "--language", "fr"]), pairs(&[("Économie", "begins")]));
        assert_eq!(looked_up(node, &["nothing"]), pairs(&[]));
        must_refuse(node, &["glossary", " - "], "usage", "a word");
    });
}

#[test]
fn an_entry_has_its_languages_in_one_place_and_names_others() {
    without_and_with_a_running_node(|node| {
        found(node);
        let other = explain(node, "enclosure", "en", &[]);
        let term = explain(node, "commons", "en", &["--see", &other, "--difference", "Not free for all."]);
        let spanish =
            ["term", "edit", &term, "--language", "es", "--word", "común", "--definition", "Lo que es."];
        node.ask(&spanish);
        let found = node.ask(&["glossary", "comun"])["items"][0].clone();
        assert_eq!(found["id"], json!(term));
        assert_eq!(found["said"].as_array().unwrap().len(), 2, "{found}");
        assert_eq!(found["said"][0]["differences"], "Not free for all.");
        assert_eq!(found["see"][0]["title"], "enclosure");
        let brazil = ["term", "edit", &term, "--language", "pt-BR", "--word", "comum"];
        node.ask(&brazil);
        assert_eq!(looked_up(node, &["comum", "--language", "pt"]), pairs(&[("comum", "same")]));
        must_refuse(node, &["term", "edit", &term, "--word", "x"], "usage", "several languages");
        node.ask(&["term", "edit", &term, "--no-longer-see", &other[..8], "--context", "co-ops"]);
        let shown = node.ask(&["show", &term]);
        assert_eq!((&shown["fields"]["see"], &shown["fields"]["context"]), (&Value::Null, &json!("co-ops")));
        let described = node.ask(&["show", &term, "--json-ld"]);
        assert_eq!(
            (&described["@type"], &described["inDefinedTermSet"]["name"]),
            (&json!("DefinedTerm"), &json!("co-ops"))
        );
        let guide = offer(node, &["--type", "guide"]);
        must_refuse(node, &["term", "edit", &term, "--see", &guide], "invalid", "this is of a resource");
        assert_eq!(node.status()["records"]["term"], 2);
    });
}

#[test]
fn columns_are_as_wide_as_the_terminal_says() {
    let node = Node::new();
    found(&node);
    explain(&node, "commons", "en", &[]);
    explain(&node, "commons", "en", &["--context", "law"]);
    let lines = |columns: &str| {
        let mut command = node.command_in_words();
        let output = command.env("COLUMNS", columns).args(["glossary", "commons"]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let both = |text: &str| text.lines().next().unwrap().matches("commons (en)").count();
    assert_eq!((both(&lines("80")), both(&lines("60"))), (2, 1));
}
