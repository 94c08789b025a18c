//! `commons history` and `commons contributions --over`: how records and works came to be.

use commons_tests::node::{Node, without_and_with_a_running_node};
use serde_json::{Value, json};

use super::{found, id, must_refuse};

fn done(change: &Value) -> Vec<(&str, &str)> {
    let did = change["did"].as_array().unwrap();
    did.iter().map(|did| (did["what"].as_str().unwrap(), did["field"].as_str().unwrap_or_default())).collect()
}

#[test]
fn a_record_tells_how_it_came_to_be() {
    without_and_with_a_running_node(|node| {
        found(node);
        let publish = [
            "publish",
            "--title",
            "Baking",
            "--licence",
            "CC-BY-4.0",
            "--language",
            "en",
            "--summary",
            "Bread for all",
            "--type",
            "guide",
            "--topic",
            "bread",
        ];
        let record = id(&node.ask(&publish));
        node.ask(&["edit", &record, "--language", "en", "--summary", "Bread for everybody"]);
        node.ask(&[
            "edit",
            &record,
            "--title",
            "Baking together",
            "--language",
            "en",
            "--remove-topic",
            "bread",
        ]);
        node.ask(&["edit", &record, "--licence", "CC-BY-SA-4.0"]);
        let history = node.ask(&["history", &record[..8]]);
        let changes = history["items"].as_array().unwrap();
        assert_eq!((changes.len(), &history["changes"], &history["next"]), (4, &json!(4), &Value::Null));
        assert!(changes.iter().all(|change| change["counts"] == true && change["by"]["key"].is_string()));
        assert_eq!(done(&changes[0]), [("set", "licence")]);
        let licence = &changes[0]["did"][0];
        assert_eq!(
            (&licence["before"], &licence["value"], &licence["approved"]),
            (&json!(["CC-BY-4.0"]), &json!("CC-BY-SA-4.0"), &json!(true)),
            "one member decides alone"
        );
        let title = changes[1]["did"].as_array().unwrap().iter().find(|did| did["field"] == "title").unwrap();
        assert_eq!((&title["key"], &title["before"]), (&json!("en"), &json!(["Baking"])));
        assert!(done(&changes[1]).contains(&("removed", "topics")), "{history}");
        let summary = &changes[2]["did"][0];
        assert_eq!((&summary["removed"], &summary["added"]), (&json!("all"), &json!("everybody")));
        assert_eq!((&changes[3]["begins"], &changes[3]["change"]), (&json!(true), &json!(record)));

        // Page by page it is the same.
        let first = node.ask(&["history", &record, "--limit", "3"]);
        let rest = node.ask(&["history", &record, "--after", first["next"].as_str().unwrap()]);
        assert_eq!(
            [first["items"].as_array().unwrap().clone(), rest["items"].as_array().unwrap().clone()].concat(),
            *changes
        );
        must_refuse(node, &["history", &record, "--after", "12"], "usage", "no place in a list");
        let words = node.ask_in_words(&["history", &record]);
        assert!(words.contains("summary (en): without \"all\", with \"everybody\""), "{words}");
        assert!(words.contains("licence: from \"CC-BY-4.0\" to \"CC-BY-SA-4.0\""), "{words}");

        // Of what is hidden nothing is told but that it is.
        node.ask(&["hide", &record, "--reason", "for now"]);
        let hidden = node.ask(&["history", &record]);
        assert!(
            hidden["items"] == serde_json::json!([]) && hidden["hidden"]["because"] == "for now",
            "{hidden}"
        );
        node.ask(&["unhide", &record]);
        let hiding = node.ask(&["history", &record])["items"][1].clone();
        assert!(hiding["claimed"].as_str().is_some_and(|day| day.len() == 10), "{hiding}");
    });
}

#[test]
fn what_was_written_at_the_same_time_is_told_beside_each_other() {
    let one = Node::new();
    found(&one);
    let record = one.publish("Baking");
    let keys = one.data().parent().unwrap().join("keys");
    one.ask(&["key", "export", keys.to_str().unwrap()]);
    let other = Node::new();
    other.ask(&["init", "--join", keys.to_str().unwrap()]);
    let bring = |from: &Node, to: &Node| {
        let bundle = from.data().parent().unwrap().join("bundle");
        from.ask(&["export", bundle.to_str().unwrap()]);
        to.ask(&["import", bundle.to_str().unwrap()]);
    };
    bring(&one, &other);
    one.ask(&["edit", &record, "--title", "Baking bread", "--language", "en"]);
    other.ask(&["edit", &record, "--title", "Baking rolls", "--language", "en"]);
    bring(&one, &other);
    bring(&other, &one);
    let told = one.ask(&["history", &record]);
    assert_eq!(told["items"], other.ask(&["history", &record])["items"], "both nodes tell the same");
    let conflict = &told["conflicts"][0];
    assert_eq!((&conflict["field"], &conflict["key"]), (&json!("title"), &json!("en")));
    let mut values: Vec<&str> =
        conflict["values"].as_array().unwrap().iter().map(|value| value["value"].as_str().unwrap()).collect();
    values.sort_unstable();
    assert_eq!(values, ["Baking bread", "Baking rolls"]);
    assert!(conflict["values"][0]["by"]["key"].is_string());
    one.ask(&["edit", &record, "--title", "Baking both", "--language", "en"]);
    let settled = one.ask(&["history", &record]);
    assert_eq!(settled["conflicts"], json!([]));
    assert_eq!(settled["items"][0]["did"][0]["before"].as_array().unwrap().len(), 2, "{settled}");
}

#[test]
fn contributions_are_told_over_time_by_track() {
    let node = Node::new();
    found(&node);
    let work = node.publish("Baking");
    let person = Node::new();
    person.ask(&["init", "--person", "Sample Neighbour", "--no-passphrase"]);
    let bring = |from: &Node, to: &Node| {
        let bundle = from.data().parent().unwrap().join("bundle");
        from.ask(&["export", bundle.to_str().unwrap()]);
        to.ask(&["import", bundle.to_str().unwrap()]);
    };
    bring(&node, &person);
    let contribute = |more: &[&str]| {
        id(&person.ask(&[&["contribute", "--to", &work, "--role", "writing"], more].concat()))
    };
    let first = contribute(&["--track", "care", "--hours", "2.5", "--period", "March 2026"]);
    contribute(&["--track", "livelihood", "--paid", "--period", "2026-11"]);
    contribute(&["--track", "care", "--hours", "1", "--period", "2026-01-04"]);
    contribute(&["--period", "last winter"]);
    bring(&person, &node);
    node.ask(&["acknowledge", &first]);
    let over = |span: &str| node.ask(&["contributions", "--to", &work, "--over", span])["to"].clone();
    let whens = |series: &Value| -> Vec<Value> {
        series["stretches"].as_array().unwrap().iter().map(|one| one["when"].clone()).collect()
    };
    let years = over("year");
    assert_eq!(whens(&years), [json!("2026"), Value::Null]);
    let care = &years["stretches"][0]["tracks"][1];
    assert_eq!(
        care,
        &json!({ "track": "care", "count": 2, "acknowledged": 1, "amounts": [{ "amount": 3.5, "unit": "hour" }] })
    );
    assert_eq!((&years["count"], &years["acknowledged"]), (&json!(4), &json!(1)));
    assert_eq!(years["who"][0]["agent_name"], "Sample Neighbour");
    assert_eq!(whens(&over("quarter")), [json!("2026-Q1"), json!("2026-Q4"), Value::Null]);
    assert_eq!(whens(&over("month")), [json!("2026-01"), json!("2026-03"), json!("2026-11"), Value::Null]);
    let agent = person.status()["agent"].as_str().unwrap().to_owned();
    let of = node.ask(&["contributions", "--of", &agent, "--over", "year"])["of"].clone();
    assert_eq!((&of["count"], &of["works"][0]["id"]), (&json!(4), &json!(work)), "{of}");
    let words = node.ask_in_words(&["contributions", "--to", &work, "--over", "quarter"]);
    assert!(words.contains("2026-Q1\n  caring (care)      2, 1 acknowledged, 3.5 hours"), "{words}");
    must_refuse(&node, &["contributions", "--over", "year"], "usage", "--of AGENT or --to ID");
    must_refuse(&node, &["contributions", "--of", &work, "--over", "year"], "usage", "only an organisation");
}
