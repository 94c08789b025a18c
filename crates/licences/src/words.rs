//! Closed lists of words: an enum whose variants are spelt one way in JSON, on the command line and in sheets.

use crate::suggest::closest;

/// A word that is not on the list it should be from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.sentence())]
pub struct UnknownWord {
    /// What was looked for, with its article, such as "a purpose".
    pub what: &'static str,
    /// What was given, shortened where it is long.
    pub given: String,
    /// The words closest to it, best first; may be empty.
    pub close: Vec<&'static str>,
    /// All words of the list.
    pub expected: Vec<&'static str>,
}

impl UnknownWord {
    pub(crate) fn new(what: &'static str, given: &str, expected: Vec<&'static str>) -> Self {
        let close = closest(given, expected.iter().copied());
        Self { what, given: quote(given), close, expected }
    }

    fn sentence(&self) -> String {
        let meant = match self.close.as_slice() {
            [] => String::new(),
            close => format!("; did you mean {}?", list(close)),
        };
        format!("{} is not {}{meant} (expected one of {})", self.given, self.what, list(&self.expected))
    }
}

fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// The text in backticks, as [`one_line`].
pub(crate) fn quote(text: &str) -> String {
    format!("`{}`", one_line(text))
}

/// The text on one line, without control characters, and short: strangers write it.
pub(crate) fn one_line(text: &str) -> String {
    /// Enough to recognise what one typed.
    const MAX_CHARS: usize = 80;
    let mut short: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_CHARS).collect();
    if text.chars().nth(MAX_CHARS).is_some() {
        short.push('…');
    }
    short
}

/// Declares an enum with `ALL`, `as_str`, `Display`, `FromStr`, and serde by the given words.
macro_rules! words {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident: $what:literal {
            $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name {
            $($(#[$variant_meta])* $variant,)+
        }

        impl $name {
            /// All of them, in the order of the documentation.
            $vis const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word it is written with.
            $vis fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::words::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|word| word.as_str() == text).ok_or_else(|| {
                    $crate::words::UnknownWord::new($what, text, vec![$($word),+])
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                word.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
