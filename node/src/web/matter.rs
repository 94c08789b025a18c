//! What waits for members to decide: of protected fields, and of who may sign.

use serde_json::Value;

use super::agreements::granted;
use crate::language::Words;
use crate::output::{licence_in_words, line, short, text};

/// One thing to be decided.
pub(super) struct Matter {
    /// By which it is agreed to: the hash of all that it does.
    pub(super) id: String,
    pub(super) title: String,
    /// The record that it changes, if it changes one.
    pub(super) record: Option<String>,
    /// What would be different.
    pub(super) does: Vec<String>,
    pub(super) agreed: String,
    pub(super) by: Vec<String>,
    pub(super) not_heard_from: Vec<String>,
    pub(super) objections: Vec<Objection>,
    pub(super) by_consent: bool,
    /// Why it cannot come into force although enough have agreed.
    pub(super) blocked: Option<String>,
    reason: Option<String>,
    added: Vec<String>,
}

/// Why somebody is against it.
pub(super) struct Objection {
    pub(super) by: String,
    pub(super) reason: String,
}

impl Matter {
    /// Whether it makes whoever holds this key a member.
    pub(super) fn adds(&self, key: &str) -> bool {
        self.added.iter().any(|added| added == key)
    }

    /// Why it was proposed.
    pub(super) fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

/// A member, by name if one is given, and by how the key ends.
pub(super) fn person(words: Words, person: &Value) -> String {
    let key = text(person, "key");
    // The end of a key tells it from others: all begin alike.
    let end = key.char_indices().rev().nth(7).map_or(key, |(at, _)| &key[at..]);
    match line(text(person, "name")).as_str() {
        "" => words.with("member-unnamed", &[("key", end.to_owned().into())]),
        name => format!("{name} …{end}"),
    }
}

fn people(words: Words, list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().map(|one| person(words, one)).collect()
}

fn objections(words: Words, list: &Value) -> Vec<Objection> {
    let one = |objection: &Value| Objection {
        by: person(words, &objection["by"]),
        reason: objection["reason"].as_str().map(line).unwrap_or_default(),
    };
    list.as_array().into_iter().flatten().map(one).collect()
}

fn agreed(words: Words, count: usize, needed: &Value) -> String {
    let count = u64::try_from(count).unwrap_or_default();
    let needed = needed.as_u64().unwrap_or_default();
    words.with("matter-agreed", &[("count", count.into()), ("needed", needed.into())])
}

/// Proposals about records of ours.
pub(super) fn proposals(words: Words, items: &Value) -> Vec<Matter> {
    items.as_array().into_iter().flatten().map(|item| proposal(words, item)).collect()
}

fn proposal(words: Words, item: &Value) -> Matter {
    let value = |name: &str| match &item[name] {
        Value::Null => words.say("matter-nothing"),
        Value::String(value) => licence_in_words(item, value),
        other => line(&other.to_string()),
    };
    let field = text(item, "field");
    let called = words.name("field", field).unwrap_or_else(|| line(field));
    let does = match field {
        "sheet" => vec![words.say("matter-sheet")],
        "agreed" => terms(words, item),
        _ => vec![format!("{called}: {} → {}", value("now"), value("value"))],
    };
    let by = people(words, &item["approved_by"]);
    Matter {
        id: text(item, "change").to_owned(),
        title: line(text(item, "title")),
        // Of an agreement what is agreed to, not the answer to it.
        record: item["terms"].as_str().or(item["record"].as_str()).map(str::to_owned),
        does,
        agreed: agreed(words, by.len(), &item["needed"]),
        by,
        not_heard_from: people(words, &item["waiting_for"]),
        objections: objections(words, &item["objections"]),
        by_consent: item["by_consent"] == true,
        blocked: None,
        reason: None,
        added: Vec::new(),
    }
}

/// To what members agree who agree to an agreement.
fn terms(words: Words, item: &Value) -> Vec<String> {
    let grants = item["grants"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let grants: Vec<String> = grants.map(|grant| granted(words, grant)).collect();
    let allowed = format!("{} {}", words.say("agreements-granted"), grants.join("; "));
    let returned =
        item["in_return"].as_str().map(|text| format!("{}: {}", words.say("field-in-return"), line(text)));
    [words.say("matter-agreement"), allowed].into_iter().chain(returned).collect()
}

/// Proposals about who may sign, and what is to be erased.
pub(super) fn motions(words: Words, items: &Value) -> Vec<Matter> {
    items.as_array().into_iter().flatten().map(|item| motion(words, item)).collect()
}

fn motion(words: Words, motion: &Value) -> Matter {
    let by = people(words, &motion["signed_by"]);
    let title = match text(motion, "what") {
        "members" => words.say("matter-members"),
        "erase" => words.say("matter-erase"),
        _ => words.say("matter-settle"),
    };
    let added = motion["adds"].as_array().into_iter().flatten();
    Matter {
        id: text(motion, "entry").to_owned(),
        title,
        record: None,
        does: what_a_motion_does(words, motion),
        agreed: agreed(words, by.len(), &motion["needed"]),
        by,
        not_heard_from: Vec::new(),
        objections: objections(words, &motion["objections"]),
        by_consent: false,
        blocked: motion["blocked"].as_str().and_then(|why| words.name("matter-blocked", why)),
        reason: motion["reason"].as_str().map(line),
        added: added.map(|person| text(person, "key").to_owned()).collect(),
    }
}

/// All that would be different: whoever signs answers for each line.
fn what_a_motion_does(words: Words, motion: &Value) -> Vec<String> {
    let mut does = Vec::new();
    for (name, key) in [
        ("adds", "matter-adds"),
        ("removes", "matter-removes"),
        ("takes_up", "matter-takes-up"),
        ("next_changed", "matter-next-changed"),
    ] {
        let each = people(words, &motion[name]);
        does.extend(each.into_iter().map(|who| words.with(key, &[("who", who.into())])));
    }
    if text(motion, "what") == "members" {
        let threshold = motion["threshold"].as_u64().unwrap_or_default();
        does.push(words.with("matter-threshold", &[("count", threshold.into())]));
    }
    for (name, key) in [("to_consent", "matter-to-consent"), ("to_majority", "matter-to-majority")] {
        let acts = motion[name].as_array().into_iter().flatten().filter_map(Value::as_str);
        let acts: Vec<String> =
            acts.map(|act| words.name("decision", act).unwrap_or_else(|| line(act))).collect();
        if !acts.is_empty() {
            does.push(words.with(key, &[("acts", acts.join(", ").into())]));
        }
    }
    if motion["cards"].is_object() {
        does.push(words.say("matter-cards"));
    }
    if let Some(count) = motion["leaves_out"].as_u64().filter(|count| *count > 0) {
        does.push(words.with("matter-leaves-out", &[("count", count.into())]));
    }
    if let Some(erases) = motion["erases"].as_str() {
        let title = motion["title"].as_str().map_or_else(|| line(erases), line);
        does.push(words.with("matter-erases", &[("title", title.into())]));
    }
    if let Some(branch) = motion["branch"].as_str() {
        does.push(words.with("matter-branch", &[("branch", line(branch).into())]));
    }
    does
}

/// The first digits of an id, as they stand beside names.
pub(super) fn digits(value: &Value, name: &str) -> String {
    short(value, name).to_owned()
}
