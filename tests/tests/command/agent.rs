//! `commons profile` and `commons status`.

use commons_registry::Kind;
use commons_tests::node::{Node, without_and_with_a_running_node};
use serde_json::json;

use super::{found, is_hex, must_refuse};

#[test]
fn profile_keeps_facts_and_what_one_says_of_oneself() {
    without_and_with_a_running_node(|node| {
        let founded = found(node);
        let set = [
            "worker_owned=true",
            "surplus=distributed-to-worker-owners",
            "non_member_employees=false",
            "fields=none",
            "name=Sample Bakery and Café",
            "place=Lyon",
            "country=FR",
            "languages=fr, pt-br",
            "contact=hello@example.org",
            "skills=baking,accounting",
        ];
        let arguments: Vec<&str> =
            ["profile"].into_iter().chain(set.iter().flat_map(|set| ["--set", *set])).collect();
        let shown = node.ask(&arguments);
        assert_eq!(shown["id"], founded["record"]);
        let fields = &shown["fields"];
        assert_eq!(fields["facts"]["worker_owned"], true);
        assert_eq!(fields["facts"]["surplus"], "distributed-to-worker-owners");
        assert_eq!(fields["facts"]["non_member_employees"], false);
        assert_eq!(fields["fields"], json!(["none"]));
        assert_eq!(fields["name"], json!({"und": "Sample Bakery and Café"}));
        assert_eq!((&fields["place"], &fields["country"]), (&json!("Lyon"), &json!("fr")));
        assert_eq!(fields["languages"], json!(["fr", "pt-br"]));
        assert_eq!(fields["skills"], json!(["accounting", "baking"]));
        assert_eq!(node.ask(&["profile"])["fields"], *fields);
        assert_eq!(shown["conflicts"], json!([]));
    });
}

/// What was set is as it was set: a set that shares nothing with the one before replaces it too, which once it
/// did not, since only sets with a value in common were brought into line.
#[test]
fn profile_replaces_and_clears() {
    without_and_with_a_running_node(|node| {
        found(node);
        let set = |facts: &str| node.ask(&["profile", "--set", facts])["fields"].clone();
        assert_eq!(set("languages=en")["languages"], json!(["en"]));
        assert_eq!(set("languages=fr")["languages"], json!(["fr"]));
        assert_eq!(set("languages=fr,es")["languages"], json!(["es", "fr"]));
        assert_eq!(set("languages=")["languages"], json!(null));
        assert_eq!(set("place=Lyon")["place"], "Lyon");
        assert_eq!(set("place=")["place"], json!(null));
        assert_eq!(set("equal_votes_or_shares=yes")["facts"], json!({"equal_votes_or_shares": true}));
        assert_eq!(set("equal_votes_or_shares=unknown")["facts"], json!(null));
        assert_eq!(set("fields=military")["fields"], json!(["military"]));
        assert_eq!(set("fields=none")["fields"], json!(["none"]));
        assert_eq!(set("fields=unknown")["fields"], json!(null));
        assert_eq!(set("kind=consumer-coop")["agent_kind"], "consumer-coop");
    });
}

#[test]
fn setting_what_stands_there_already_changes_nothing() {
    without_and_with_a_running_node(|node| {
        found(node);
        node.ask(&["profile", "--set", "worker_owned=true", "--set", "languages=en,fr"]);
        let state = node.state();
        node.ask(&["profile", "--set", "worker_owned=true", "--set", "languages=fr,en"]);
        assert_eq!(node.state(), state);
    });
}

#[test]
fn profile_refuses_what_is_no_fact() {
    without_and_with_a_running_node(|node| {
        must_refuse(node, &["profile"], "not-found", "nobody to sign for");
        found(node);
        let state = node.state();
        must_refuse(node, &["profile", "--set", "worker_owned"], "usage", "NAME=VALUE");
        must_refuse(node, &["profile", "--set", "worker_owned=perhaps"], "usage", "perhaps");
        must_refuse(node, &["profile", "--set", "wroker_owned=true"], "usage", "worker_owned");
        must_refuse(node, &["profile", "--set", "latitude=100"], "invalid", "latitude");
        must_refuse(node, &["profile", "--set", "name="], "invalid", "name");
        // One that is wrong spoils all: half an edit is none.
        let mixed = ["profile", "--set", "place=Lyon", "--set", "languages=not a language"];
        must_refuse(node, &mixed, "invalid", "language");
        assert_eq!(node.state(), state);
    });
}

#[test]
fn status_counts_what_is_here() {
    without_and_with_a_running_node(|node| {
        let empty = node.status();
        assert_eq!(empty["agent"], json!(null));
        assert_eq!((&empty["peers"], &empty["changes"]), (&json!(0), &json!(0)));
        let counts = empty["records"].as_object().unwrap();
        assert!(Kind::ALL.iter().all(|kind| counts[kind.name()] == 0) && counts.len() == Kind::ALL.len());
        assert!(is_hex(empty["state"].as_str().unwrap()));
        found(node);
        let id = node.publish("A guide");
        node.ask(&["edit", &id, "--add-topic", "bread"]);
        let full = node.status();
        assert_eq!(full["records"]["resource"], 1);
        assert_eq!(full["changes"], 3);
        assert_ne!(full["state"], empty["state"]);
    });
}

#[test]
fn two_nodes_that_hold_nothing_have_one_state() {
    assert_eq!(Node::new().state(), Node::new().state());
}
