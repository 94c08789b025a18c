//! The words of a record's lists, as people say them. A word that has no name in the catalogues is shown as it is: such lists
//! may grow on other nodes.

use crate::language::{Language, Words};
use crate::output::line;

/// Which family of names the words of a field belong to.
const FAMILIES: [(&str, &str); 7] = [
    ("agent_kind", "agent-kind"),
    ("types", "resource-type"),
    ("scope", "scope"),
    ("track", "track"),
    ("payment", "payment"),
    ("statement", "statement"),
    ("fields", "user-field"),
];

/// A kind of record.
pub(super) fn kind(words: Words, kind: &str) -> String {
    words.name("kind", kind).unwrap_or_else(|| line(kind))
}

/// A word that stands in a field, if the field's words have names.
pub(super) fn named(words: Words, field: &str, word: &str) -> Option<String> {
    let family = FAMILIES.iter().find(|(name, _)| *name == field).map(|(_, family)| *family)?;
    words.name(family, word)
}

/// The name of a fact; of one that we do not know, as it was written.
pub(super) fn fact(words: Words, fact: &str) -> String {
    words.name("fact", fact).unwrap_or_else(|| line(&fact.replace('_', " ")))
}

/// What is said of a fact: yes, no, or words of its lists with commas between.
pub(super) fn fact_value(words: Words, fact: &str, value: &str) -> String {
    let family = match fact {
        "kind" => "agent-kind",
        "surplus" => "surplus",
        "fields" => "user-field",
        "purpose" => "purpose",
        _ => "say",
    };
    let one = |word: &str| words.name(family, word).unwrap_or_else(|| line(word));
    match value {
        "true" => words.say("say-yes"),
        "false" => words.say("say-no"),
        value => value.split([',', ':']).map(|word| one(word.trim())).collect::<Vec<_>>().join(", "),
    }
}

/// A language by its own name, if it is one that pages speak; by its tag, if not.
pub(super) fn language(tag: &str) -> String {
    match Language::of_tag(tag) {
        Some(language) if language.code() == tag => language.own_name().to_owned(),
        Some(language) => format!("{} ({})", language.own_name(), line(tag)),
        None => line(tag),
    }
}
