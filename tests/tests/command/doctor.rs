//! What is amiss with a node, as it says itself.

use std::fs;

use commons_tests::node::Node;
use serde_json::{Value, json};

use super::{found, id};

/// What is amiss by the names for programs, and the exit code that goes with it.
fn amiss(node: &Node) -> (Option<i32>, Vec<Value>) {
    let output = node.run(&["doctor"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut findings = answer["findings"].as_array().unwrap().clone();
    // How full the disk is on which tests run is not ours to say.
    findings.retain(|one| one["kind"] != "disk-short");
    (output.status.code(), findings)
}

#[test]
fn where_there_is_no_node_it_says_so_and_makes_none() {
    let node = Node::new();
    let (code, error) = node.refused(&["doctor"]);
    assert_eq!((code, error["kind"].as_str().unwrap()), (1, "not-found"), "{error}");
    assert!(!node.data().exists());
}

#[test]
fn it_says_that_a_node_is_off_and_when_all_is_well_again() {
    let mut node = Node::new();
    found(&node);
    let guide = id(&node.ask(&["publish", "--title", "How we bake", "--licence", "PPL", "--type", "guide"]));
    let nowhere_else = json!({ "kind": "nowhere-else", "count": 2, "urgent": false });
    let off = json!({ "kind": "not-running", "urgent": true });
    assert_eq!(amiss(&node), (Some(3), vec![off, nowhere_else.clone()]));

    node.start(&[]);
    let (code, alone) = amiss(&node);
    assert_eq!(alone, [json!({ "kind": "alone", "urgent": false }), nowhere_else]);
    assert_eq!(code, Some(0), "a node alone does its work");

    let mut other = Node::new();
    other.start(&[&node]);
    other.wait_until("the guide", |other| other.keeps(&guide));
    node.wait_until("what is ours is elsewhere too", |node| amiss(node) == (Some(0), vec![]));
    let words = node.ask_in_words(&["doctor"]);
    assert!(words.starts_with("Nothing: all is well"), "{words}");
    assert!(words.contains("Only nodes on the same machine can reach it."), "{words}");
}

#[test]
fn it_says_that_the_disk_lost_something_and_what_to_do() {
    let mut node = Node::new();
    found(&node);
    for title in ["How we bake", "How we mill"] {
        node.ask(&["publish", "--title", title, "--licence", "PPL", "--type", "guide"]);
    }
    let segments = fs::read_dir(node.data().join("journal")).unwrap().map(|entry| entry.unwrap().path());
    let segment = segments.filter(|path| path.is_file()).min().unwrap();
    let mut bytes = fs::read(&segment).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    fs::write(&segment, bytes).unwrap();
    // What is damaged is found when it is read, at the latest when the index is made anew.
    fs::remove_dir_all(node.data().join("index")).unwrap();

    node.start(&[]);
    let (_, found) = amiss(&node);
    assert!(found.contains(&json!({ "kind": "damaged", "count": 1, "urgent": true })), "{found:?}");
    let output = node.command_in_words().arg("doctor").output().unwrap();
    let words = String::from_utf8(output.stdout).unwrap();
    assert!(words.contains("1 part of what this node keeps could not be read from its disk."), "{words}");
    assert!(words.contains("have the disk looked at"), "{words}");
}
