//! Pages in several languages. What pages say stands in catalogues, `node/locales/LANGUAGE/AREA.ftl`, in the format of
//! [Fluent](https://projectfluent.org): `docs/guide/translating.md` tells translators about them.
//!
//! | module | what lives there |
//! | --- | --- |
//! | `words` | what is said under a key, in one language: [`Words`] |
//! | `catalogue` | the catalogues, which lie in the program |
//! | `negotiate` | which language somebody reads, by what their browser says and what they chose |
//! | `sentences` | what answers about licences say, which have no keys: `locales/LANGUAGE/sentences.toml` |
//! | `reader` | who reads a page, for handlers: [`Reader`] |
//!
//! A handler takes a [`Reader`] and hands it to its view, which makes a `Page` with it. From there on:
//!
//! | where | how |
//! | --- | --- |
//! | in a template, and in its macros | `{{ page.words.say("home-newest") }}` |
//! | with something in it | `words.with("near-around", &[("place", place.into()), ("km", 25.into())])`; in a template without the `&` |
//! | the name of a word of a list | `words.name("resource-type", "good-practice")`, which is under `resource-type-good-practice` |
//! | a number, a day | `words.number(1234)`, `words.decimal(1.25, 1)`, `words.day(day)` |
//!
//! What is put into a sentence as a number is written as the language writes numbers, and chooses the plural. What others wrote
//! is put into pages as it is: templates escape it, whether it comes through a sentence or not. A new key goes into the English
//! catalogue first, then into all others: the tests of this module compare them, and find keys that are not used, or not there.

mod catalogue;
mod negotiate;
mod reader;
mod sentences;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use reader::{Member, Reader, own_path};
pub(crate) use words::Words;

/// A language that pages speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Catalan,
    German,
    English,
    Spanish,
    French,
    Italian,
    Portuguese,
}

impl Language {
    /// All of them, by their own names.
    pub(crate) const ALL: [Self; 7] = [
        Self::Catalan,
        Self::German,
        Self::English,
        Self::Spanish,
        Self::French,
        Self::Italian,
        Self::Portuguese,
    ];

    /// Its tag, for `lang` and for the folder of its catalogue.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Catalan => "ca",
            Self::German => "de",
            Self::English => "en",
            Self::Spanish => "es",
            Self::French => "fr",
            Self::Italian => "it",
            Self::Portuguese => "pt",
        }
    }

    /// What those who speak it call it.
    pub(crate) const fn own_name(self) -> &'static str {
        match self {
            Self::Catalan => "Català",
            Self::German => "Deutsch",
            Self::English => "English",
            Self::Spanish => "Español",
            Self::French => "Français",
            Self::Italian => "Italiano",
            Self::Portuguese => "Português",
        }
    }

    /// The language of a tag, whatever country or script the tag names besides: `pt` of `pt-BR`.
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// What stands between thousands, what before a fraction, and from how many digits on thousands are set apart: after the
    /// Unicode CLDR.
    const fn separators(self) -> (&'static str, &'static str, usize) {
        match self {
            Self::English => (",", ".", 4),
            Self::French => ("\u{202f}", ",", 4),
            Self::Spanish => (".", ",", 5),
            Self::Catalan | Self::German | Self::Italian | Self::Portuguese => (".", ",", 4),
        }
    }
}
