//! How the node is: whom it is connected with, how far it has come, what it keeps, and by which rules.

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::value::kind;
use super::{Page, shown};
use crate::finding::Finding;
use crate::language::{Reader, Words};
use crate::output::{line, name_and_id, text};

#[derive(Template)]
#[template(path = "node.html")]
struct Node {
    page: Page,
    of: String,
    of_id: Option<String>,
    /// Each with a name.
    facts: Vec<(String, String)>,
    /// What is amiss, as everybody is told.
    marks: Vec<String>,
    /// The same for people here, with what to do; nothing for others.
    findings: Option<Vec<Amiss>>,
    /// Whether others can reach it. Told to people here only.
    reach: Option<String>,
    records: Vec<(String, String)>,
    listen: Vec<String>,
    /// Told to people here only.
    peers: Vec<Peer>,
}

/// Something that is amiss.
struct Amiss {
    what: String,
    /// What exactly, in English.
    said: Option<String>,
    to_do: String,
}

/// A node that this one is connected with.
struct Peer {
    id: String,
    addresses: Vec<String>,
    state: String,
    /// How many changes are here, of how many.
    progress: Option<(u64, u64)>,
}

/// The page of the node: for people here with what is amiss, for anybody without.
pub(crate) fn node(reader: Reader, status: &Value) -> Response {
    let words = reader.words;
    let found = Finding::read(&status["findings"]);
    let kept = &status["kept"];
    let number = |value: &Value| words.number(value.as_u64().unwrap_or_default());
    let size = |value: &Value| words.size(value.as_u64().unwrap_or_default());
    let admission = text(kept, "admission");
    let facts = [
        ("node-peers", number(&status["peers"])),
        ("node-known", number(&status["known_nodes"])),
        ("node-changes", number(&status["changes"])),
        ("node-agents", number(&kept["namespaces"])),
        (
            "node-kept",
            words.with(
                "node-of",
                &[("part", size(&kept["bytes"]).into()), ("whole", size(&kept["quota"]).into())],
            ),
        ),
        ("node-admission", words.name("admission", admission).unwrap_or_else(|| line(admission))),
        ("node-left-out", number(&kept["left_out"]["namespaces"])),
    ];
    let records = status["records"].as_object().into_iter().flatten();
    let peers = status["connections"].as_array().into_iter().flatten();
    let listen = status["listen"].as_array().into_iter().flatten().filter_map(Value::as_str);
    shown(&Node {
        of: if status["agent"].is_null() { String::new() } else { name_and_id(status) },
        of_id: status["agent"].as_str().map(str::to_owned),
        facts: facts.into_iter().map(|(key, value)| (words.say(key), value)).collect(),
        marks: if found.is_some() { Vec::new() } else { marks(words, status) },
        findings: found.map(|found| found.iter().map(|one| amiss(words, one)).collect()),
        reach: words.name("reach", text(&status["reach"], "verdict")),
        records: records.map(|(name, count)| (kind(words, name), number(count))).collect(),
        listen: listen.map(line).collect(),
        peers: peers.map(|one| peer(words, one)).collect(),
        page: Page::titled(reader, words.say("node-title")),
    })
}

/// What needs somebody's attention.
fn marks(words: Words, status: &Value) -> Vec<String> {
    let mut marks = Vec::new();
    for (holds, key) in [
        (status["agent"].is_null(), "node-nobodys"),
        (status["locked"] == true, "node-locked"),
        (status["may_sign"] == false, "node-may-not-sign"),
        (status["contested"] == true, "node-contested"),
        (status["kept"]["pooling"] == true, "node-nearly-full"),
        (status["peers"] == 0, "node-alone"),
    ] {
        if holds {
            marks.push(words.say(key));
        }
    }
    let more = status["unlisted"].as_u64().filter(|count| *count > 0);
    marks.extend(more.map(|count| words.with("node-unlisted", &[("count", count.into())])));
    marks
}

fn amiss(words: Words, found: &Finding) -> Amiss {
    Amiss { what: found.what(words), said: found.said(), to_do: found.to_do(words) }
}

fn peer(words: Words, peer: &Value) -> Peer {
    let to_go = peer["to_go"].as_u64().filter(|count| *count > 0);
    let state = match (peer["in_step"] == true, to_go) {
        (true, _) => words.say("node-in-step"),
        (false, Some(count)) => words.with("node-to-go", &[("count", count.into())]),
        (false, None) => words.say("node-syncing"),
    };
    let addresses = peer["addresses"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let holds = peer["holds"].as_u64().filter(|_| peer["in_step"] != true);
    let progress = holds.zip(to_go).map(|(all, to_go)| (all.saturating_sub(to_go), all));
    Peer { id: line(text(peer, "peer_id")), addresses: addresses.map(line).collect(), state, progress }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::language::Language;

    #[test]
    fn a_bar_says_how_far_the_node_is_with_another_unless_that_is_not_known() {
        let progress = |one: Value| peer(Words::of(Language::English), &one).progress;
        assert_eq!(progress(json!({ "in_step": false, "holds": 100, "to_go": 88 })), Some((12, 100)));
        assert_eq!(progress(json!({ "in_step": true, "holds": 100, "to_go": null })), None);
        assert_eq!(progress(json!({ "in_step": false, "holds": null, "to_go": null })), None);
        // A peer may say anything of itself.
        let liar = json!({ "in_step": false, "holds": 1, "to_go": u64::MAX });
        assert_eq!(progress(liar), Some((0, 1)));
    }
}
