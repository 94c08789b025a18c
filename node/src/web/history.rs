//! How a record came to be: every change of it, the last first.

use askama::Template;
use axum::response::Response;
use commons_licences::read_permissions;
use serde_json::Value;

use super::agreements::granted;
use super::matter::person;
use super::said::translated;
use super::value::named;
use super::{Page, shown};
use crate::language::{Reader, Words};
use crate::output::{line, name_alone, short, text};

#[derive(Template)]
#[template(path = "history.html")]
struct History {
    page: Page,
    id: String,
    called: String,
    conflicts: Vec<Conflict>,
    changes: Vec<Change>,
    next: Option<String>,
}

/// A field with several values that were put at the same time.
struct Conflict {
    field: String,
    /// Each with who put it.
    values: Vec<(String, String)>,
}

/// One change.
struct Change {
    id: String,
    by: String,
    claimed: Option<String>,
    is_adopted: bool,
    /// Why it does not count.
    why_not: Option<String>,
    did: Vec<Did>,
    more: Option<String>,
}

/// What a change did to a field.
struct Did {
    what: String,
    /// What stood there before, and what does since.
    before: Option<String>,
    after: Option<String>,
    /// That members have not approved it.
    is_proposed: bool,
}

/// The page of a record's history.
pub(crate) fn history(reader: Reader, history: &Value, next: Option<String>) -> Response {
    let words = reader.words;
    let all = |name: &str| history[name].as_array().into_iter().flatten();
    let title = history["title"].as_str().map(name_alone).filter(|title| !title.is_empty());
    shown(&History {
        page: Page::titled(reader, words.say("history-title")),
        id: text(history, "id").to_owned(),
        called: title.unwrap_or_else(|| short(history, "id").to_owned()),
        conflicts: all("conflicts").map(|one| conflict(words, one)).collect(),
        changes: all("items").map(|one| change(words, one)).collect(),
        next,
    })
}

fn conflict(words: Words, conflict: &Value) -> Conflict {
    let values = conflict["values"].as_array().into_iter().flatten();
    Conflict {
        field: field(words, conflict),
        values: values
            .map(|value| (said(words, text(conflict, "field"), &value["value"]), person(words, &value["by"])))
            .collect(),
    }
}

fn change(words: Words, change: &Value) -> Change {
    let why_not = || {
        let reason = text(&change["why_not"], "reason");
        words.name("history-why-not", reason).unwrap_or_else(|| line(reason))
    };
    let more = change["more"].as_u64().filter(|more| *more > 0);
    Change {
        id: short(change, "change").to_owned(),
        by: person(words, &change["by"]),
        claimed: change["claimed"].as_str().map(|day| words.day_of(day)),
        is_adopted: change["adopted"] == true,
        why_not: (change["counts"] == false).then(why_not),
        did: change["did"].as_array().into_iter().flatten().map(|one| did(words, one)).collect(),
        more: more.map(|more| words.with("history-and-more", &[("count", more.into())])),
    }
}

fn did(words: Words, did: &Value) -> Did {
    let what = text(did, "what");
    let act = words.name("history-did", what).unwrap_or_else(|| line(what));
    let what = if did["field"].is_null() { act } else { format!("{}: {act}", field(words, did)) };
    let of = text(did, "field");
    let given =
        |name: &str| Some(&did[name]).filter(|value| !value.is_null()).map(|value| said(words, of, value));
    let befores = did["before"].as_array().into_iter().flatten();
    let befores: Vec<String> = befores.map(|value| said(words, of, value)).collect();
    let before = given("removed").or_else(|| (!befores.is_empty()).then(|| befores.join(" · ")));
    Did {
        what,
        before: before.filter(|before| !before.is_empty()),
        after: ["value", "added", "reason", "change"]
            .into_iter()
            .find_map(given)
            .filter(|after| !after.is_empty()),
        is_proposed: did["approved"] == false,
    }
}

/// A field by its name, with the language or the key that is meant.
fn field(words: Words, value: &Value) -> String {
    let name = text(value, "field");
    let called = words.name("field", name).unwrap_or_else(|| line(name));
    match text(value, "key") {
        "" | "und" => called,
        key => format!("{called} ({})", line(key)),
    }
}

/// What was put into a field.
fn said(words: Words, field: &str, value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match field {
        "permissions" | "grants" => match read_permissions(&text) {
            Ok(permissions) => {
                let each = permissions.iter().map(|permission| match field {
                    "grants" => granted(words, &permission.in_words()),
                    _ => translated(words, &permission.in_words()),
                });
                each.collect::<Vec<_>>().join(" · ")
            }
            Err(_) => line(&text),
        },
        // Hash, size and name.
        "files" => line(text.splitn(3, ' ').last().unwrap_or_default()),
        field => named(words, field, &text).unwrap_or_else(|| line(&text)),
    }
}
