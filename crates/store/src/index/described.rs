//! By what a search can be narrowed: short marks that stand in a record's entry beside its words, and where it is.

use std::collections::BTreeSet;
use std::sync::Arc;

use commons_identity::AgentId;
use commons_registry::{FieldValue, Kind, RecordView, Value};

use super::point::Point;
use super::text::Sorted;
use super::words;

/// Most marks of one record, and most bytes of them together.
const MAX_MARKS: usize = 400;
const MAX_MARKS_BYTES: usize = 16 * 1024;

/// Longest value of a mark, in bytes; a longer one is cut.
const MAX_VALUE_BYTES: usize = 64;

/// Fields whose values are words of a list: one is looked for as a whole.
const EXACT: [&str; 5] = ["agent_kind", "country", "languages", "scope", "types"];

/// Fields in people's own words: each word of them is looked for, or its beginning.
const IN_WORDS: [&str; 13] = [
    "agent_kind",
    "fields",
    "industry",
    "legal_form",
    "locality",
    "ownership",
    "place",
    "region",
    "sectors",
    "skills",
    "topics",
    "types",
    "country",
];

/// What is said of a record from outside, for searches.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Described {
    /// Names with values, as in `class`, `share-alike`.
    pub marks: Vec<(&'static str, String)>,
    /// Where it is.
    pub point: Option<Point>,
}

/// Says of records what their own fields do not say without more knowledge: of which class a licence is, where a place is.
#[derive(Clone)]
pub struct Describer {
    /// Changes whenever the same record would be described otherwise: what is indexed is then described anew.
    pub version: String,
    /// Describes a record. It is asked on the writer's thread, for each record that is listed.
    pub describe: Arc<dyn Fn(&RecordView) -> Described + Send + Sync>,
}

impl Default for Describer {
    /// Says nothing of anything.
    fn default() -> Self {
        Self { version: "none".to_owned(), describe: Arc::new(|_| Described::default()) }
    }
}

impl core::fmt::Debug for Describer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Describer").field("version", &self.version).finish_non_exhaustive()
    }
}

/// One thing that a search is narrowed to: any of some marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub(super) any_of: Vec<Mark>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// This one.
    Is(String),
    /// One that begins so.
    Begins(String),
    /// One of these, all of which begin so.
    OneOf(&'static str, Arc<BTreeSet<String>>),
}

/// With what the mark begins that says in whose namespace a record is.
const BY: &str = "agent=";

impl Filter {
    /// Records of one of these kinds.
    #[must_use]
    pub fn kinds(kinds: &[Kind]) -> Self {
        Self { any_of: kinds.iter().map(|kind| Mark::Is(of_kind(*kind))).collect() }
    }

    /// Records in which one of these fields, or what is said of them under that name, has just this value.
    #[must_use]
    pub fn is(names: &[&str], value: &str) -> Self {
        Self { any_of: names.iter().map(|name| Mark::Is(exact(name, value))).collect() }
    }

    /// Records in one of these namespaces, if what describes records marks them by these.
    #[must_use]
    pub fn by(agents: impl IntoIterator<Item = AgentId>) -> Self {
        let marks = agents.into_iter().map(|agent| exact("agent", &agent.to_string())).collect();
        Self { any_of: vec![Mark::OneOf(BY, Arc::new(marks))] }
    }

    /// What fits this one or another.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        self.any_of.extend(other.any_of);
        self
    }

    /// For each word of a text: records where one of these fields has it, or a longer one that begins so. None if the text has no
    /// words.
    #[must_use]
    pub fn words(names: &[&str], text: &str) -> Vec<Self> {
        let any_of = |word: String| names.iter().map(|name| Mark::Begins(in_words(name, &word))).collect();
        words::words(text)
            .take(super::text::MAX_SEARCH_WORDS)
            .map(|word| Self { any_of: any_of(word) })
            .collect()
    }

    /// Whether one of these is among some marks.
    pub(super) fn fits(&self, marks: &Sorted) -> bool {
        self.any_of.iter().any(|mark| match mark {
            Mark::Is(mark) => marks.has(mark),
            Mark::Begins(beginning) => marks.has_beginning(beginning),
            Mark::OneOf(beginning, these) => marks.that_begin(beginning).any(|mark| these.contains(mark)),
        })
    }
}

/// The marks of a record, sorted.
pub(super) fn marks_of(view: &RecordView, described: &Described) -> Vec<String> {
    // What is few and always looked for comes first: long lists take no place from it.
    let mut marks = vec![of_kind(view.kind)];
    marks.extend(described.marks.iter().map(|(name, value)| exact(name, value)));
    marks.extend(described.point.into_iter().flat_map(Point::cells).map(|cell| exact("cell", &cell)));
    for field in view.kind.fields() {
        if let commons_registry::schema::Shape::ByLanguage(_) | commons_registry::schema::Shape::Prose =
            field.shape
        {
            marks.extend(languages_of(view.fields.get(field.name)).flat_map(language_marks));
        }
    }
    for name in EXACT {
        for value in texts_of(view.fields.get(name)) {
            match name {
                "languages" => marks.extend(language_marks(value)),
                _ => marks.push(exact(name, value)),
            }
        }
    }
    for name in IN_WORDS {
        for value in texts_of(view.fields.get(name)) {
            marks.extend(words::words(value).map(|word| in_words(name, &word)));
        }
    }
    let (mut kept, mut bytes) = (BTreeSet::new(), 0);
    for mark in marks {
        bytes += mark.len();
        if kept.len() == MAX_MARKS || bytes > MAX_MARKS_BYTES {
            break;
        }
        kept.insert(mark);
    }
    kept.into_iter().collect()
}

/// The languages that a field has texts in.
fn languages_of(value: Option<&FieldValue>) -> impl Iterator<Item = &str> {
    let keys: Vec<&str> = match value {
        Some(FieldValue::Keyed(map)) => map.keys().map(String::as_str).collect(),
        Some(FieldValue::Prose(map)) => map.keys().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    keys.into_iter()
}

/// A language, and that of which it is a kind: who asks for Portuguese is shown that of Brazil too.
fn language_marks(tag: &str) -> impl Iterator<Item = String> {
    let broad = tag.split('-').next().filter(|broad| *broad != tag);
    [Some(tag), broad].into_iter().flatten().map(|tag| exact("language", tag))
}

fn texts_of(value: Option<&FieldValue>) -> impl Iterator<Item = &str> {
    let values: Vec<&Value> = match value {
        Some(FieldValue::One(value)) => vec![value],
        Some(FieldValue::Set(values)) => values.iter().collect(),
        _ => Vec::new(),
    };
    values.into_iter().filter_map(|value| match value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    })
}

pub(super) fn of_kind(kind: Kind) -> String {
    exact("kind", kind.name())
}

pub(super) fn exact(name: &str, value: &str) -> String {
    let mut value = value.to_lowercase().replace(char::is_whitespace, "_");
    value.truncate(value.floor_char_boundary(MAX_VALUE_BYTES));
    format!("{name}={value}")
}

fn in_words(name: &str, word: &str) -> String {
    format!("{name}~{word}")
}
