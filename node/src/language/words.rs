//! What is said under a key, in one language.

use fluent_bundle::{FluentArgs, FluentValue};

use super::Language;
use super::catalogue::{bundle, written};
use super::sentences::{Fill, sentences};
use crate::day::Day;

/// Something that is put into a sentence: a text or a number.
pub(super) type Said<'s> = FluentValue<'s>;

/// The words of one language. It is but a handle, and is passed on by value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Words {
    language: Language,
}

impl Words {
    /// The words of this language.
    pub(crate) const fn of(language: Language) -> Self {
        Self { language }
    }

    /// Whose words these are.
    pub(crate) const fn language(self) -> Language {
        self.language
    }

    /// Whether what stands in English on a page has to be said to do so.
    pub(crate) fn are_english(self) -> bool {
        self.language == Language::English
    }

    /// What stands under a key.
    pub(crate) fn say(self, key: &str) -> String {
        self.find(key, None).unwrap_or_else(|| key.to_owned())
    }

    /// What stands under a key, with something put into it.
    pub(crate) fn with(self, key: &str, said: &[(&str, Said<'_>)]) -> String {
        let said = said.iter().map(|(name, said)| (*name, said.clone())).collect();
        self.find(key, Some(&said)).unwrap_or_else(|| key.to_owned())
    }

    /// What a word of a list is called: `FAMILY-WORD` is its key. Nothing, if it has no name: lists may grow elsewhere.
    pub(crate) fn name(self, family: &str, word: &str) -> Option<String> {
        let word = word.replace('_', "-");
        self.find(&format!("{family}-{word}"), None)
    }

    /// A sentence of an answer, which is in English, in this language; nothing, if it is not known. `fill` is given the name of a gap and
    /// what stands there, and says what to put there; nothing, if that does not belong there.
    pub(crate) fn sentence(self, english: &str, fill: &Fill<'_>) -> Option<String> {
        sentences(self.language).say(english, fill)
    }

    /// A whole number.
    pub(crate) fn number(self, number: u64) -> String {
        written(&number.to_string(), self.language)
    }

    /// A number with so many digits behind the point.
    pub(crate) fn decimal(self, number: f64, digits: usize) -> String {
        written(&format!("{number:.digits$}"), self.language)
    }

    /// A day, the month in letters.
    pub(crate) fn day(self, day: Day) -> String {
        let (year, month, day) = day.civil();
        // A year is no number of things: it has no thousands.
        let year = year.to_string();
        self.with("day", &[("day", day.into()), ("month", month.into()), ("year", year.into())])
    }

    /// A day as answers have it; as it stands there, if it is none.
    pub(crate) fn day_of(self, text: &str) -> String {
        text.parse().map_or_else(|_| crate::output::line(text), |day| self.day(day))
    }

    /// Bytes, in the unit that suits.
    pub(crate) fn size(self, bytes: u64) -> String {
        const UNITS: [&str; 4] = ["size-kib", "size-mib", "size-gib", "size-tib"];
        if bytes < 1024 {
            return self.with("size-bytes", &[("size", bytes.into())]);
        }
        let mut size = bytes as f64 / 1024.0;
        let mut unit = UNITS[0];
        for larger in &UNITS[1..] {
            // What would be written as 1,024.0 is one of the next.
            if size < 1023.95 {
                break;
            }
            size /= 1024.0;
            unit = larger;
        }
        self.with(unit, &[("size", self.decimal(size, 1).into())])
    }

    /// In this language, else in English.
    fn find(self, key: &str, said: Option<&FluentArgs<'_>>) -> Option<String> {
        [self.language, Language::English].into_iter().find_map(|language| {
            let bundle = bundle(language);
            let pattern = bundle.get_message(key)?.value()?;
            Some(bundle.format_pattern(pattern, said, &mut Vec::new()).into_owned())
        })
    }
}
