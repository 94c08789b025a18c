//! What stands in the index of words because of a record.

use commons_registry::schema::Shape;
use commons_registry::{FieldValue, RecordView, Value};

use crate::index::described::{Described, marks_of, of_kind};
use crate::index::point::Point;
use crate::index::stems::{self, Spoken};
use crate::index::words;

use super::sorted::Sorted;

/// Most words of one record that are searchable.
const MAX_WORDS: usize = 1000;
/// Most bytes of them together.
const MAX_WORDS_BYTES: usize = 48 * 1024;
/// Most stems of one record, and most bytes of them together.
const MAX_STEMS: usize = 2000;
const MAX_STEMS_BYTES: usize = 64 * 1024;

/// Before a stem that stands in a title.
const TITLED: char = '^';

/// The words of a record, and what else it is found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::index) struct Entry {
    pub(super) title: Sorted,
    pub(super) all: Sorted,
    pub(super) stems: Sorted,
    pub(super) marks: Sorted,
    pub(super) point: Option<Point>,
}

impl Entry {
    /// That of what a record shows.
    pub(in crate::index) fn of(view: &RecordView, described: &Described) -> Self {
        let distinct = |texts: &mut dyn Iterator<Item = &str>| {
            Sorted::of(&words::distinct(texts.flat_map(words::words), MAX_WORDS, MAX_WORDS_BYTES))
        };
        Self {
            title: distinct(&mut view.titles()),
            all: distinct(&mut view.texts()),
            stems: Sorted::of(&words::distinct(stems_of(view), MAX_STEMS, MAX_STEMS_BYTES)),
            marks: Sorted::of(&marks_of(view, described)),
            point: described.point,
        }
    }

    pub(super) fn bytes(&self) -> usize {
        [&self.title, &self.all, &self.stems, &self.marks].map(|words| words.as_str().len()).iter().sum()
    }

    /// Whether it is a record of a kind.
    pub(super) fn is_of(&self, kind: commons_registry::Kind) -> bool {
        self.marks.has(&of_kind(kind))
    }
}

/// How a stem is written that stands in a title.
pub(super) fn titled(stem: &str) -> String {
    format!("{TITLED}{stem}")
}

/// The stems of all texts, those of titles twice: as such, and as those of titles.
fn stems_of(view: &RecordView) -> impl Iterator<Item = String> {
    let mut titles: Vec<String> = Vec::new();
    let mut stems: Vec<String> = Vec::new();
    let mut spoken: Vec<Spoken<'_>> = Vec::new();
    for (language, text, is_title) in texts_with_languages(view) {
        let Some(language) = Spoken::of_tag(language) else { continue };
        if language != Spoken::Unknown && !spoken.contains(&language) {
            spoken.push(language);
        }
        for stem in stems::of_text(text, language) {
            if is_title {
                titles.push(titled(&stem));
            }
            stems.push(stem);
        }
    }
    // Topics and the like are in some language of the record's, if it is known.
    if spoken.is_empty() {
        spoken.push(Spoken::Unknown);
    }
    for text in texts_without_languages(view) {
        spoken.iter().for_each(|language| stems.extend(stems::of_text(text, *language)));
    }
    titles.into_iter().chain(stems)
}

fn texts_with_languages(view: &RecordView) -> impl Iterator<Item = (&str, &str, bool)> {
    view.fields.iter().flat_map(move |(name, value)| {
        let is_title = *name == view.kind.title_field();
        let by_language =
            view.kind.field_named(name).is_some_and(|field| matches!(field.shape, Shape::ByLanguage(_)));
        let texts: Vec<(&str, &str, bool)> = match value {
            FieldValue::Keyed(map) if by_language => map
                .iter()
                .filter_map(|(language, value)| {
                    text_of(value).map(|text| (language.as_str(), text, is_title))
                })
                .collect(),
            FieldValue::Prose(map) => {
                map.iter().map(|(language, text)| (language.as_str(), text.as_str(), is_title)).collect()
            }
            _ => Vec::new(),
        };
        texts
    })
}

/// Fields of words in people's own language that say nothing of which it is.
const IN_OWN_LANGUAGE: [&str; 10] = [
    "aliases",
    "context",
    "fields",
    "industry",
    "role",
    "sectors",
    "skills",
    "stakeholders",
    "topics",
    "types",
];

fn texts_without_languages(view: &RecordView) -> impl Iterator<Item = &str> {
    let values =
        IN_OWN_LANGUAGE.into_iter().filter_map(|name| view.fields.get(name)).flat_map(|value| match value {
            FieldValue::One(value) => vec![value],
            FieldValue::Set(values) => values.iter().collect(),
            FieldValue::Keyed(_) | FieldValue::Prose(_) => Vec::new(),
        });
    values.filter_map(text_of)
}

fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}
