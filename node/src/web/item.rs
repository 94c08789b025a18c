//! A line of a list: a record in brief.

use serde_json::Value;

use super::mark::{Mark, name_marks};
use super::value::{fact, fact_value, kind};
use crate::language::Words;
use crate::output::{licence_in_words, line, name_and_id, text};

/// A record in a list.
pub(super) struct Item {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) kind: String,
    pub(super) by: String,
    pub(super) licence: Option<String>,
    pub(super) distance: Option<String>,
    /// Listings in whose place it stands.
    pub(super) listings: Vec<Item>,
    pub(super) marks: Vec<Mark>,
}

/// The records of a list.
pub(super) fn items(words: Words, list: &Value) -> Vec<Item> {
    list.as_array().into_iter().flatten().map(|one| item(words, one)).collect()
}

/// The same of one.
pub(super) fn item(words: Words, item: &Value) -> Item {
    let title = [line(text(item, "title")), line(text(item, "role")), statement(words, item)]
        .into_iter()
        .find(|title| !title.is_empty())
        .unwrap_or_else(|| kind(words, text(item, "kind")));
    let distance = |kilometres| words.with("distance", &[("km", words.decimal(kilometres, 1).into())]);
    Item {
        id: text(item, "id").to_owned(),
        title,
        kind: kind(words, text(item, "kind")),
        by: name_and_id(item),
        licence: item["licence"].as_str().map(|licence| licence_in_words(item, licence)),
        distance: item["kilometres"].as_f64().map(distance),
        listings: items(words, &item["listings"]),
        marks: name_marks(words, item),
    }
}

/// What an attestation states, in brief; empty if it is none.
fn statement(words: Words, item: &Value) -> String {
    let said = text(item, "statement");
    let said = words.name("statement", said).unwrap_or_else(|| line(said));
    let value = match &item["value"] {
        Value::Bool(value) => value.to_string(),
        value => value.as_str().unwrap_or_default().to_owned(),
    };
    match (text(item, "fact"), value.as_str()) {
        ("", _) => said,
        (name, "") => format!("{said}: {}", fact(words, name)),
        (name, value) => format!("{said}: {} = {}", fact(words, name), fact_value(words, name, value)),
    }
}
