//! The command, verb by verb, as people and programs use it: once on the folder itself, once through a running node.

mod agent;
mod check;
mod check_files;
mod confirm;
mod contributions;
mod doctor;
mod fork;
mod founding;
mod hiding;
mod history;
mod knowledge;
mod licence;
mod listings;
mod lists;
mod manners;
mod names;
mod reading;
mod remix;
mod reports;
mod reuse;
mod trust;
mod writing;

use commons_tests::node::Node;
use serde_json::Value;

/// Founds an organisation without a passphrase.
fn found(node: &Node) -> Value {
    node.ask(&["init", "--organisation", "Sample Bakery", "--kind", "worker-coop", "--no-passphrase"])
}

/// The id in an answer, which must be whole.
fn id(answer: &Value) -> String {
    let id = answer["id"].as_str().unwrap_or_else(|| panic!("no id: {answer}"));
    assert!(is_hex(id), "{id:?} is no id");
    id.to_owned()
}

fn is_hex(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The kind of a refusal, and its message.
fn kind_and_message(refused: &(i32, Value)) -> (&str, &str) {
    (refused.1["kind"].as_str().unwrap(), refused.1["message"].as_str().unwrap())
}

/// Refused, of this kind, with these words in the message.
fn must_refuse(node: &Node, arguments: &[&str], kind: &str, words: &str) {
    let refused = node.refused(arguments);
    let (found, message) = kind_and_message(&refused);
    assert_eq!(found, kind, "{arguments:?}: {message}");
    assert!(message.contains(words), "{arguments:?}: {words:?} is not in {message:?}");
}
