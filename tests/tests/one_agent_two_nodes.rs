//! Two nodes of one agent: what they write apart meets without loss.

use commons_tests::node::Node;
use serde_json::{Value, json};

fn join(first: &Node, second: &Node) {
    let keys = first.data().join("for-the-second-node");
    first.ask(&["key", "export", keys.to_str().unwrap()]);
    second.ask(&["init", "--join", keys.to_str().unwrap()]);
    std::fs::remove_file(keys).unwrap();
}

fn topics(record: &Value) -> Vec<&str> {
    record["fields"]["topics"].as_array().unwrap().iter().map(|topic| topic.as_str().unwrap()).collect()
}

#[test]
fn edits_made_apart_meet_and_the_title_conflict_is_settled_by_the_next_edit() {
    let (mut press, mut garden) = (Node::organisation("Sample Press"), Node::new());
    join(&press, &garden);
    assert_eq!(press.status()["agent"], garden.status()["agent"]);

    // Together once, so that both hold the record.
    press.start(&[]);
    garden.start(&[&press]);
    let id = press.publish("Printing together");
    press.ask(&["edit", &id, "--add-topic", "paper"]);
    garden.wait_for_state(&press.state());
    garden.kill();
    press.kill();

    // Apart.
    press.ask(&["edit", &id, "--title", "Printing, the press's way", "--add-topic", "ink"]);
    garden.ask(&["edit", &id, "--title", "Printing, the garden's way", "--add-topic", "recycling"]);
    garden.ask(&["edit", &id, "--remove-topic", "paper"]);
    assert_ne!(press.state(), garden.state());

    // Met again.
    press.start(&[]);
    garden.start(&[&press]);
    press.wait_until("one state", |press| press.state() == garden.state());
    let seen = press.ask(&["show", &id]);
    assert_eq!(seen, garden.ask(&["show", &id]), "both show the same");
    assert_eq!(topics(&seen), ["ink", "recycling"], "no added topic is lost, the removed one is gone");
    let conflict = &seen["conflicts"][0];
    assert_eq!((&conflict["field"], &conflict["key"]), (&json!("title"), &json!("und")));
    let mut titles: Vec<&str> =
        conflict["values"].as_array().unwrap().iter().map(|value| value["value"].as_str().unwrap()).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["Printing, the garden's way", "Printing, the press's way"]);
    assert!(
        titles.contains(&seen["fields"]["title"]["und"].as_str().unwrap()),
        "one of them is shown meanwhile"
    );

    // Settled, even by choosing the title that was shown anyway.
    let shown = seen["fields"]["title"]["und"].as_str().unwrap().to_owned();
    garden.ask(&["edit", &id, "--title", &shown]);
    press.wait_for_state(&garden.state());
    for node in [&press, &garden] {
        let settled = node.ask(&["show", &id]);
        assert_eq!(settled["conflicts"], json!([]));
        assert_eq!(settled["fields"]["title"]["und"], json!(shown));
    }
}

/// One fact, confirmed on two nodes apart, is two attestations: confirming it again leaves one that speaks.
#[test]
fn a_fact_confirmed_apart_is_settled_by_confirming_it_again() {
    let (mut press, mut garden) = (Node::organisation("Sample Press"), Node::new());
    join(&press, &garden);
    let bakery = Node::organisation("Sample Bakery");
    let bundle = bakery.data().join("bundle");
    bakery.ask(&["export", bundle.to_str().unwrap()]);
    let about = bakery.status()["agent"].as_str().unwrap().to_owned();
    for node in [&press, &garden] {
        node.ask(&["import", bundle.to_str().unwrap()]);
    }
    press.ask(&["confirm", &about, "worker_owned=true"]);
    garden.ask(&["confirm", &about, "worker_owned=false"]);
    press.start(&[]);
    garden.start(&[&press]);
    press.wait_until("one state", |press| press.state() == garden.state());
    let states = |node: &Node| {
        let ours = node.ask(&["confirm", "--list"])["ours"].as_array().unwrap().clone();
        ours.iter().map(|one| json!([one["state"], one["value"]])).collect::<Vec<_>>()
    };
    assert_eq!(states(&press).len(), 2);
    let settled = garden.ask(&["confirm", &about, "worker_owned=true", "--until", "2999-01-01"]);
    assert_eq!(settled["outcome"], "renewed");
    press.wait_for_state(&garden.state());
    let held = states(&press);
    assert_eq!(held[0], json!(["holds", true]), "{held:?}");
    assert_eq!(held[1][0], "withdrawn", "{held:?}");
    assert_eq!(
        garden.ask(&["confirm", &about, "worker_owned=true", "--until", "2999-01-01"])["outcome"],
        "unchanged"
    );
}
