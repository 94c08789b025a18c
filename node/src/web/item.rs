//! A line of a list: a record in brief.

use serde_json::Value;

use crate::output::{licence_in_words, line, mark_words, name_and_id, text};

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
    /// What is to be known about a name, before somebody relies on it.
    pub(super) marks: Vec<String>,
}

/// The records of a list.
pub(super) fn items(list: &Value) -> Vec<Item> {
    list.as_array().into_iter().flatten().map(item).collect()
}

/// The same of one.
pub(super) fn item(item: &Value) -> Item {
    let said = match (line(text(item, "statement")), line(text(item, "fact"))) {
        (statement, fact) if fact.is_empty() => statement,
        (statement, fact) if matches!(text(item, "value"), "" | "true") => format!("{statement} {fact}"),
        (statement, fact) => format!("{statement} {fact}={}", line(text(item, "value"))),
    };
    let title = [line(text(item, "title")), line(text(item, "role")), said]
        .into_iter()
        .find(|title| !title.is_empty())
        .unwrap_or_else(|| text(item, "kind").to_owned());
    Item {
        id: text(item, "id").to_owned(),
        title,
        kind: text(item, "kind").to_owned(),
        by: name_and_id(item),
        licence: item["licence"].as_str().map(|licence| licence_in_words(item, licence)),
        distance: item["kilometres"].as_f64().map(|kilometres| format!("{kilometres:.1} km")),
        listings: items(&item["listings"]),
        marks: mark_words(item),
    }
}
