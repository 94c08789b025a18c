//! Shared knowledge by its sort, such as challenges and good practices; and what words mean, to whom.

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::item::{Item, items};
use super::{Choice, Page, shown};
use crate::language::Reader;
use crate::output::{line, name_and_id, plain, text};
use crate::resource_types::TYPES;

#[derive(Template)]
#[template(path = "knowledge.html")]
struct Knowledge {
    page: Page,
    types: Vec<Choice>,
    found: Vec<Found>,
    next: Option<String>,
}

/// A resource, and those that answer it.
struct Found {
    item: Vec<Item>,
    answered_by: Vec<Item>,
}

/// Resources of a type, with what answers them.
pub(crate) fn knowledge(reader: Reader, of_type: &str, found: &Value, next: Option<String>) -> Response {
    let words = reader.words;
    let types = TYPES.iter().map(|(token, _)| Choice {
        value: token,
        label: words.name("resource-type", token).unwrap_or_else(|| (*token).to_owned()),
        chosen: *token == of_type,
    });
    let found = found["items"].as_array().into_iter().flatten().map(|one| Found {
        item: items(words, &Value::Array(vec![one.clone()])),
        answered_by: items(words, &one["answered_by"]),
    });
    shown(&Knowledge {
        types: types.collect(),
        found: found.collect(),
        page: Page::titled(reader, words.say("knowledge-title")),
        next,
    })
}

#[derive(Template)]
#[template(path = "glossary.html")]
struct Glossary {
    page: Page,
    word: String,
    /// Nothing while nothing was asked.
    entries: Option<Vec<Entry>>,
    has_more: bool,
}

/// What somebody says that a word means.
struct Entry {
    id: String,
    by: String,
    context: Option<String>,
    said: Vec<Said>,
}

/// The same in one language.
struct Said {
    language: String,
    word: String,
    definition: String,
    differences: Option<String>,
}

/// What a word means, to whom.
pub(crate) fn glossary(reader: Reader, word: &str, found: Option<&Value>) -> Response {
    let words = reader.words;
    let entries = found.map(|found| found["items"].as_array().into_iter().flatten().map(entry).collect());
    shown(&Glossary {
        page: Page::titled(reader, words.say("glossary-title")),
        word: word.to_owned(),
        entries,
        has_more: found.is_some_and(|found| found["more"] == true),
    })
}

fn entry(entry: &Value) -> Entry {
    let said = entry["said"].as_array().into_iter().flatten().map(|said| Said {
        language: line(text(said, "language")),
        word: line(text(said, "word")),
        definition: plain(text(said, "definition")),
        differences: said["differences"].as_str().map(plain),
    });
    Entry {
        id: text(entry, "id").to_owned(),
        by: name_and_id(entry),
        context: entry["context"].as_str().map(line),
        said: said.collect(),
    }
}
