//! Many commands at once on one node: what was answered is there, and nobody's edit pushes out another's.

use std::collections::BTreeSet;
use std::process::{Child, Output, Stdio};

use commons_tests::node::Node;
use serde_json::{Value, json};

fn begin(node: &Node, arguments: &[&str]) -> Child {
    node.command().args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn answer(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn answers(children: Vec<Child>) -> Vec<Value> {
    children.into_iter().map(|child| answer(&child.wait_with_output().unwrap())).collect()
}

fn publish_at_once(node: &Node) {
    let titles: Vec<String> = (0..8).map(|n| format!("Guide {n}")).collect();
    let begun = titles
        .iter()
        .map(|title| begin(node, &["publish", "--title", title, "--licence", "PPL", "--type", "guide"]));
    let ids: BTreeSet<String> =
        answers(begun.collect()).iter().map(|answer| answer["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids.len(), 8);
    let listed = node.ask(&["list", "--kind", "resource"]);
    let listed: BTreeSet<String> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(listed, ids);
}

#[test]
fn eight_publish_at_once_through_a_running_node() {
    let mut node = Node::organisation("Busy Co-op");
    node.start(&[]);
    publish_at_once(&node);
    node.kill();
    assert_eq!(node.status()["records"]["resource"], 8, "what was answered is on disk");
}

/// Without a node each command opens the folder itself: they take turns.
#[test]
fn eight_publish_at_once_without_a_node() {
    publish_at_once(&Node::organisation("Busy Co-op"));
}

#[test]
fn twenty_edits_at_once_lose_no_topic_and_make_no_conflict() {
    let mut node = Node::organisation("Busy Co-op");
    node.start(&[]);
    let id = node.publish("A guide");
    let topics: Vec<String> = (0..20).map(|n| format!("topic {n:02}")).collect();
    let titles: Vec<String> = (0..5).map(|n| format!("Title {n}")).collect();
    let mut begun: Vec<Child> =
        topics.iter().map(|topic| begin(&node, &["edit", &id, "--add-topic", topic])).collect();
    begun.extend(titles.iter().map(|title| begin(&node, &["edit", &id, "--title", title])));
    answers(begun);
    let shown = node.ask(&["show", &id]);
    assert_eq!(shown["fields"]["topics"], json!(topics));
    assert_eq!(shown["conflicts"], json!([]));
    assert_eq!(shown["heads"].as_array().unwrap().len(), 1, "one after another: {}", shown["heads"]);
    assert!(titles.contains(&shown["fields"]["title"]["und"].as_str().unwrap().to_owned()));
}

#[test]
fn facts_set_at_once_are_all_kept() {
    let mut node = Node::organisation("Busy Co-op");
    node.start(&[]);
    let facts =
        ["worker_owned=true", "privately_owned=false", "social_economy=true", "place=Lyon", "skills=baking"];
    answers(facts.iter().map(|fact| begin(&node, &["profile", "--set", fact])).collect());
    let profile = node.ask(&["profile"]);
    assert_eq!(
        profile["fields"]["facts"],
        json!({"worker_owned": true, "privately_owned": false, "social_economy": true})
    );
    assert_eq!((&profile["fields"]["place"], &profile["conflicts"]), (&json!("Lyon"), &json!([])));
}

/// A list imported twice at the same time is there once.
#[test]
fn one_list_imported_twice_at_once_is_there_once() {
    let mut node = Node::organisation("Busy Co-op");
    node.start(&[]);
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.csv");
    let rows: String = (0..500).map(|row| format!("R{row},Co-op {row}\n")).collect();
    std::fs::write(&list, format!("Identifier,Name\n{rows}")).unwrap();
    let list = list.to_str().unwrap();
    let done = answers((0..3).map(|_| begin(&node, &["import", list])).collect());
    let total = |name: &str| done.iter().map(|answer| answer[name].as_u64().unwrap()).sum::<u64>();
    assert_eq!((total("added"), total("unchanged")), (500, 1000));
    assert_eq!(node.status()["records"]["listing"], 500);
}

/// Publishing did not wait its turn: what was signed with the old key and kept after its list was made counted nowhere.
#[test]
fn what_is_published_while_keys_change_is_shown() {
    let mut node = Node::organisation("Busy Co-op");
    node.start(&[]);
    let publish = |n: usize| {
        let title = format!("Guide {n}");
        begin(&node, &["publish", "--title", &title, "--licence", "PPL", "--type", "guide"])
    };
    let mut begun = Vec::new();
    for n in 0..12 {
        begun.push(publish(n));
        if n % 4 == 1 {
            begun.push(begin(&node, &["members", "rotate"]));
        }
    }
    answers(begun);
    assert_eq!(node.ask(&["list", "--kind", "resource"])["items"].as_array().unwrap().len(), 12);
}

#[test]
fn one_draft_published_by_several_is_there_once() {
    let mut node = Node::organisation("Busy Co-op");
    node.start(&[]);
    let id = node.publish("A guide");
    let draft = node.ask(&["contribute", "--to", &id, "--role", "code", "--draft"]);
    let draft = draft["id"].as_str().unwrap();
    let begun: Vec<Child> = (0..4).map(|_| begin(&node, &["contribute", "--publish", draft])).collect();
    let outputs: Vec<Output> = begun.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    assert!(outputs.iter().any(|output| output.status.success()));
    for output in outputs.iter().filter(|output| !output.status.success()) {
        assert_eq!(commons_tests::node::refusal(output).1["kind"], "not-found");
    }
    assert_eq!(node.status()["records"]["contribution"], 1);
}

#[test]
fn only_one_of_several_that_found_at_once_founds() {
    let mut node = Node::new();
    node.start(&[]);
    let begun: Vec<Child> =
        (0..4).map(|_| begin(&node, &["init", "--person", "P", "--no-passphrase"])).collect();
    let outputs: Vec<Output> = begun.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    assert_eq!(outputs.iter().filter(|output| output.status.success()).count(), 1);
    assert_eq!(node.status()["records"]["agent"], 1);
}
