//! Stems of words, so that "bakeries" finds "bakery", in the languages whose rules are known here.
//!
//! A stem carries its language: *care* is *car* to Spanish rules, and a search for it should find no cars in an English text. Of a
//! text whose language nobody says all languages' stems are kept, under a sign of their own.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use frostem::{Algorithm, Stemmer};

use super::words;

/// The languages whose words are brought to their stems, with the rules for each.
static LANGUAGES: LazyLock<[(&str, Stemmer); 8]> = LazyLock::new(|| {
    [
        ("ca", Stemmer::new(Algorithm::Catalan)),
        ("de", Stemmer::new(Algorithm::German)),
        ("en", Stemmer::new(Algorithm::English)),
        ("es", Stemmer::new(Algorithm::Spanish)),
        ("fr", Stemmer::new(Algorithm::French)),
        ("it", Stemmer::new(Algorithm::Italian)),
        ("nl", Stemmer::new(Algorithm::Dutch)),
        ("pt", Stemmer::new(Algorithm::Portuguese)),
    ]
});

/// What stands for the language of a text of which it is not known.
const UNKNOWN: &str = "*";

/// Shorter words, in bytes, are their own stems.
const MIN_WORD_BYTES: usize = 3;

/// In which languages a text may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spoken<'l> {
    /// In this one.
    In(&'l str),
    /// Nobody says.
    Unknown,
}

impl<'l> Spoken<'l> {
    /// What a language tag says: `pt-br` is Portuguese. `None` for a language whose rules are not known here.
    pub(super) fn of_tag(tag: &'l str) -> Option<Self> {
        match tag.split('-').next().unwrap_or(tag) {
            "und" => Some(Self::Unknown),
            language => LANGUAGES.iter().any(|(known, _)| *known == language).then_some(Self::In(language)),
        }
    }
}

/// The stems of a text's words, each with its language.
pub(super) fn of_text(text: &str, spoken: Spoken<'_>) -> impl Iterator<Item = String> {
    words::unfolded(text).into_iter().flat_map(move |word| {
        let mut stems = BTreeSet::new();
        for (language, stemmer) in LANGUAGES.iter() {
            match spoken {
                Spoken::In(spoken) if spoken == *language => {
                    stems.extend(both(&word, stemmer).map(|stem| tagged(language, &stem)))
                }
                Spoken::In(_) => {}
                Spoken::Unknown => stems.extend(both(&word, stemmer).map(|stem| tagged(UNKNOWN, &stem))),
            }
        }
        stems
    })
}

/// The stems that a word of a search may stand for: in each language, and in texts of which it is not known.
pub(super) fn of_wanted(word: &str) -> BTreeSet<String> {
    let mut stems = BTreeSet::new();
    for (language, stemmer) in LANGUAGES.iter() {
        for stem in both(word, stemmer) {
            stems.insert(tagged(UNKNOWN, &stem));
            stems.insert(tagged(language, &stem));
        }
    }
    stems
}

/// The stem of a word as it is written, and of the same without accents, which many leave out: both folded.
fn both(word: &str, stemmer: &Stemmer) -> impl Iterator<Item = String> {
    let is_stemmed =
        word.len() >= MIN_WORD_BYTES && !word.contains(|character: char| character.is_ascii_digit());
    let folded = words::fold(word);
    let mut stems = Vec::with_capacity(2);
    if is_stemmed {
        stems.push(words::fold(&stemmer.stem(word)));
        if folded != word {
            stems.push(words::fold(&stemmer.stem(&folded)));
        }
    }
    stems.into_iter().filter(|stem| !stem.is_empty())
}

fn tagged(language: &str, stem: &str) -> String {
    format!("{language}:{stem}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(language: &str, one: &str, other: &str) -> bool {
        let stems: BTreeSet<String> = of_text(one, Spoken::of_tag(language).unwrap()).collect();
        !stems.is_disjoint(&of_wanted(other))
    }

    #[test]
    fn forms_of_a_word_meet_in_each_language() {
        for (language, one, other) in [
            ("en", "bakeries", "bakery"),
            ("es", "panaderías", "panadería"),
            ("fr", "boulangeries", "boulangerie"),
            ("it", "cooperative", "cooperativa"),
            ("ca", "cooperatives", "cooperativa"),
            ("pt", "cooperativas", "cooperativa"),
            ("de", "Genossenschaften", "genossenschaft"),
            ("nl", "coöperaties", "cooperatie"),
            ("fr", "économies", "economie"),
            ("pt-br", "padarias", "padaria"),
            ("und", "bakeries", "bakery"),
        ] {
            assert!(meet(language, one, other), "{language}: {one}, {other}");
        }
    }

    #[test]
    fn words_meet_only_by_the_rules_of_the_language_they_are_in() {
        assert!(!meet("en", "car", "care"), "care has the stem car in Spanish alone");
        assert!(!meet("en", "2024", "2023"));
        assert_eq!(Spoken::of_tag("eu"), None, "whose rules are not known");
    }
}
