//! Hiding a record of one's own, and showing it again.

use commons_tests::node::{Node, without_and_with_a_running_node};
use serde_json::{Value, json};

use super::{found, id, must_refuse};

fn guide(node: &Node) -> String {
    id(&node.ask(&["publish", "--title", "Sample breadbook", "--licence", "CC0-1.0", "--type", "guide"]))
}

fn items(node: &Node, arguments: &[&str]) -> Vec<String> {
    let answer = node.ask(arguments);
    answer["items"].as_array().unwrap().iter().map(id).collect()
}

#[test]
fn what_is_hidden_is_neither_shown_nor_listed_nor_found_until_it_is_shown_again() {
    without_and_with_a_running_node(|node| {
        found(node);
        let guide = guide(node);
        let listed = |node: &Node| items(node, &["list", "--kind", "resource"]);
        let searched = |node: &Node| items(node, &["search", "breadbook"]);
        assert_eq!((listed(node), searched(node)), (vec![guide.clone()], vec![guide.clone()]));
        let hidden = node.ask(&["hide", &guide[..8], "--reason", "We were asked to"]);
        assert_eq!(hidden, json!({ "id": guide, "outcome": "hidden" }));
        assert_eq!((listed(node), searched(node)), (vec![], vec![]));
        let shown = node.ask(&["show", &guide]);
        assert_eq!(shown["fields"], json!({}), "{shown}");
        assert_eq!(shown["hidden"]["because"], "We were asked to");
        assert!(!shown.to_string().contains("breadbook"), "{shown}");
        for arguments in [&["check", &guide][..], &["edit", &guide, "--title", "T"], &["credit", &guide]] {
            must_refuse(node, arguments, "not-found", "is hidden by its steward since");
        }
        assert_eq!(node.ask(&["hide", &guide])["outcome"], "unchanged");
        let all = node.ask(&["hide"])["items"].clone();
        assert_eq!(
            (&all[0]["id"], &all[0]["title"], all.as_array().unwrap().len()),
            (&json!(guide), &json!("Sample breadbook"), 1)
        );
        assert!(node.ask_in_words(&["hide"]).contains("We were asked to"));
        assert_eq!(node.ask(&["unhide", &guide])["outcome"], "shown");
        assert_eq!(node.ask(&["hide"])["items"], json!([]));
        assert_eq!((listed(node), searched(node)), (vec![guide.clone()], vec![guide.clone()]));
        let shown = node.ask(&["show", &guide]);
        assert_eq!(shown["fields"]["title"]["und"], "Sample breadbook");
        assert_eq!(shown["fields"]["hidden_because"], Value::Null);
        assert_eq!(node.ask(&["unhide", &guide])["outcome"], "unchanged");
    });
}

#[test]
fn a_hidden_contribution_is_not_added_up_and_no_longer_refers_to_the_work() {
    without_and_with_a_running_node(|node| {
        found(node);
        let guide = guide(node);
        let arguments = ["contribute", "--to", &guide, "--role", "proofreading", "--hours", "2"];
        let part = id(&node.ask(&arguments));
        let referring = |node: &Node| node.ask(&["show", &guide])["referred_to_by"].clone();
        let added_up = |node: &Node| node.ask(&["contributions"]).to_string();
        assert_eq!(referring(node)[0]["id"], json!(part));
        assert!(added_up(node).contains("proofreading") || added_up(node).contains('2'));
        let before = added_up(node);
        node.ask(&["hide", &part]);
        assert_eq!(referring(node), json!([]));
        assert_ne!(added_up(node), before);
        node.ask(&["unhide", &part]);
        assert_eq!(referring(node)[0]["id"], json!(part));
        assert_eq!(added_up(node), before);
    });
}

#[test]
fn what_is_hidden_can_be_erased_for_good() {
    without_and_with_a_running_node(|node| {
        found(node);
        let guide = guide(node);
        node.ask(&["hide", &guide]);
        node.ask(&["forget", &guide, "--yes"]);
        must_refuse(node, &["show", &guide], "not-found", "nothing here has an id");
        must_refuse(node, &["unhide", &guide], "not-found", "nothing here has an id");
        assert_eq!(items(node, &["list", "--kind", "resource"]), Vec::<String>::new());
    });
}

#[test]
fn the_files_of_a_hidden_resource_stay_here_and_are_not_named() {
    without_and_with_a_running_node(|node| {
        found(node);
        let plan = node.data().with_file_name("plan-of-the-oven.txt");
        std::fs::write(&plan, "Two layers of brick.").unwrap();
        let plan = plan.to_str().unwrap();
        let arguments = ["publish", plan, "--title", "Oven", "--licence", "CC0-1.0", "--type", "guide"];
        let oven = id(&node.ask(&arguments));
        let kept = |node: &Node| node.ask(&["files"])["items"][0].clone();
        assert_eq!(kept(node)["name"], "plan-of-the-oven.txt");
        node.ask(&["hide", &oven]);
        let hidden = kept(node);
        assert_eq!((&hidden["resource"], &hidden["whole"]), (&json!(oven), &json!(true)));
        assert_eq!((&hidden["name"], &hidden["title"]), (&Value::Null, &Value::Null), "{hidden}");
        node.ask(&["unhide", &oven]);
        assert_eq!(kept(node)["name"], "plan-of-the-oven.txt");
    });
}

#[test]
fn nobody_hides_what_others_rely_on() {
    without_and_with_a_running_node(|node| {
        found(node);
        let agent = node.ask(&["list", "--kind", "agent"])["items"][0]["id"].as_str().unwrap().to_owned();
        must_refuse(node, &["hide", &agent], "invalid", "a record of the kind agent cannot be hidden");
    });
}
