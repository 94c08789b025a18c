//! Whatever was answered is there: through `kill -9`, and through lost and damaged indexes.

use std::fs;
use std::process::Stdio;

use commons_tests::folder::files_with;
use commons_tests::node::Node;
use commons_tests::random::Random;
use serde_json::Value;

/// Times the node is killed while it is being published on. `COMMONS_KILLS=20` does fewer while working.
const KILLS: usize = 200;

#[test]
fn every_publish_that_was_answered_survives_kill_9() {
    let kills = std::env::var("COMMONS_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let mut random = Random::from_seed(9);
    let mut node = Node::organisation("Sample Press");
    let mut answered: Vec<String> = Vec::new();
    for cycle in 0..kills {
        node.start(&[]);
        // Several writers at once, so that groups share a sync; the kill comes while they are at it.
        let writers: Vec<_> = (0..3)
            .map(|writer| {
                let mut publish = node.command();
                let title = format!("Cycle {cycle}, writer {writer}");
                publish.args(["publish", "--title", &title, "--licence", "PPL", "--type", "guide"]);
                publish.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
            })
            .collect();
        let mut writers = writers.into_iter();
        // Some answers are awaited first, a different number each time; the rest race with the kill.
        let awaited = random.below(4);
        let mut late = Vec::new();
        for (at, writer) in writers.by_ref().enumerate() {
            if at < awaited {
                answered.extend(id_of(&writer.wait_with_output().unwrap().stdout));
            } else {
                late.push(writer);
            }
        }
        node.kill();
        for writer in late {
            answered.extend(id_of(&writer.wait_with_output().unwrap().stdout));
        }
    }
    node.start(&[]);
    let held = all_resources(&node);
    let lost: Vec<_> = answered.iter().filter(|id| !held.contains(*id)).collect();
    println!(
        "{kills} kills, {} publishes answered, {} held, {} lost",
        answered.len(),
        held.len(),
        lost.len()
    );
    assert!(answered.len() > kills, "most publishes must have been answered");
    assert_eq!(lost, Vec::<&String>::new());
}

fn id_of(stdout: &[u8]) -> Option<String> {
    let answer: Value = serde_json::from_slice(stdout).ok()?;
    Some(answer["id"].as_str()?.to_owned())
}

fn all_resources(node: &Node) -> std::collections::BTreeSet<String> {
    let mut held = std::collections::BTreeSet::new();
    let mut after: Option<String> = None;
    loop {
        let mut arguments = vec!["list", "--kind", "resource", "--limit", "100"];
        if let Some(after) = &after {
            arguments.extend(["--after", after]);
        }
        let page = node.ask(&arguments);
        for item in page["items"].as_array().unwrap() {
            assert!(held.insert(item["id"].as_str().unwrap().to_owned()), "no record is listed twice");
        }
        match page["next"].as_str() {
            Some(next) => after = Some(next.to_owned()),
            None => return held,
        }
    }
}

#[test]
fn a_node_starts_with_its_state_after_its_index_was_deleted_or_overwritten() {
    let mut node = Node::organisation("Sample Press");
    for title in ["One", "Two", "Three"] {
        let id = node.publish(title);
        node.ask(&["edit", &id, "--add-topic", "printing"]);
    }
    let state = node.state();
    let index = node.data().join("index");

    fs::remove_dir_all(&index).unwrap();
    node.start(&[]);
    assert_eq!(node.state(), state, "after the index was deleted");
    node.stop();

    let mut random = Random::from_seed(4);
    for entry in fs::read_dir(&index).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let length = usize::try_from(fs::metadata(&path).unwrap().len()).unwrap();
            let noise: Vec<u8> = (0..length).map(|_| random.bits().to_le_bytes()[0]).collect();
            fs::write(&path, noise).unwrap();
        }
    }
    node.start(&[]);
    assert_eq!(node.state(), state, "after the index was overwritten with noise");
    assert_eq!(all_resources(&node).len(), 3);
    assert_eq!(node.ask(&["search", "printing"])["items"].as_array().unwrap().len(), 3);
}

/// Times the node is killed after something was erased on it.
const KILLS_WHILE_ERASING: usize = 25;

#[test]
fn what_was_erased_leaves_the_disk_and_nothing_else_does_however_often_the_node_is_killed() {
    let mut random = Random::from_seed(11);
    let mut node = Node::organisation("Sample Press");
    let (mut kept, mut gone) = (Vec::new(), Vec::new());
    for cycle in 0..KILLS_WHILE_ERASING {
        node.start(&[]);
        kept.push(node.publish(&format!("To be kept, in cycle {cycle}")));
        let erased = node.publish(&format!("To be erased, in cycle {cycle}"));
        node.ask(&["forget", &erased, "--yes"]);
        gone.push(erased);
        // The answer came when the tombstone was on disk. What follows goes on behind it, for a different while.
        for _ in 0..random.below(4) {
            let _ = node.status();
        }
        node.kill();
    }
    node.start(&[]);
    node.wait_until("erased text is gone from the disk", |node| node.status()["erasing"]["bytes"] == 0);
    for cycle in 0..KILLS_WHILE_ERASING {
        assert!(
            files_with(&node.data(), &format!("To be erased, in cycle {cycle}")).is_empty(),
            "cycle {cycle}"
        );
        assert!(
            !files_with(&node.data(), &format!("To be kept, in cycle {cycle}")).is_empty(),
            "cycle {cycle}"
        );
    }
    let state = node.state();
    let check = |node: &Node, when: &str| {
        let held = all_resources(node);
        assert_eq!(held, kept.iter().cloned().collect(), "{when}");
        assert!(gone.iter().all(|id| node.refused(&["show", id]).0 != 0), "{when}");
        assert_eq!(node.state(), state, "{when}");
    };
    check(&node, "after the last start");
    node.stop();
    fs::remove_dir_all(node.data().join("index")).unwrap();
    check(&node, "with an index made anew from what is left of the journal");
    // Without a node that would go on with it, it is gone when the command ends.
    let last = node.publish("To be erased by nobody but this");
    assert!(!files_with(&node.data(), "To be erased by nobody but this").is_empty());
    node.ask(&["forget", &last, "--yes"]);
    assert!(files_with(&node.data(), "To be erased by nobody but this").is_empty());
}
