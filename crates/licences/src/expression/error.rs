//! What is wrong with an expression, where, and what to do next.

use spdx::error::{ParseError, Reason};

use super::MAX_EXPRESSION_BYTES;
use super::ids;
use crate::words::quote;

/// Why a text is not a licence expression. Positions count characters from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionError {
    /// There is nothing.
    #[error("the licence expression is empty")]
    Empty,
    /// It is longer than we read.
    #[error("the licence expression has {bytes} bytes, and at most {MAX_EXPRESSION_BYTES} are read")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// A character that no expression has.
    #[error("the licence expression has {} at character {at}, where only letters, digits and `-.+:()` may be", quote(.found))]
    Character {
        /// The character.
        found: String,
        /// Where it is.
        at: usize,
    },
    /// A name that is on neither list of SPDX.
    #[error("the licence expression names {} at character {at}, which is not an SPDX id", quote(.found))]
    UnknownId {
        /// The name.
        found: String,
        /// Where it is.
        at: usize,
        /// Ids close to it, best first; may be empty.
        close: Vec<&'static str>,
    },
    /// It ends where something has to follow.
    #[error("the licence expression ends too early: something is missing at character {at}")]
    Unfinished {
        /// Where it is missing.
        at: usize,
    },
    /// The parts do not fit together.
    #[error("the licence expression goes wrong at character {at}, with {}: {problem}", quote(.found))]
    Structure {
        /// The part that does not fit.
        found: String,
        /// Where it is.
        at: usize,
        /// What is wrong with it.
        problem: String,
    },
}

impl ExpressionError {
    /// A next step, as a full sentence.
    pub fn hint(&self) -> String {
        match self {
            Self::Empty => "Name a licence, such as `PPL` or `CC-BY-SA-4.0`, or write `NONE` if there is none.".into(),
            Self::TooLong { .. } => "Split the work into parts, each with its own licence.".into(),
            Self::UnknownId { close, .. } if !close.is_empty() => format!(
                "Did you mean {}? For a licence that is not at spdx.org/licenses, write `LicenseRef-` and a name.",
                close.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
            ),
            Self::Character { .. } | Self::UnknownId { .. } => {
                "Look the id up at spdx.org/licenses; for a licence that is not there, write `LicenseRef-` and a name, \
                 with letters, digits, `-` and `.`."
                    .into()
            }
            Self::Unfinished { .. } | Self::Structure { .. } => {
                "Join ids with `AND`, `OR` and `WITH`, and close each bracket: `PPL OR (MIT AND CC-BY-4.0)`.".into()
            }
        }
    }

    /// `text` is what was read, in ASCII, and of the same length as what the parser saw.
    pub(super) fn from_spdx(text: &str, error: &ParseError) -> Self {
        let start = error.span.start.min(text.len());
        let found = text.get(start..error.span.end.min(text.len())).unwrap_or_default().to_owned();
        let at = start + 1;
        match &error.reason {
            Reason::Empty => Self::Empty,
            Reason::UnknownLicense | Reason::UnknownException | Reason::UnknownTerm => {
                let close = ids::closest(&found);
                Self::UnknownId { found, at, close }
            }
            Reason::UnclosedParens => {
                Self::Structure { found, at, problem: "this bracket is not closed".into() }
            }
            Reason::UnopenedParens => {
                Self::Structure { found, at, problem: "this bracket was not opened".into() }
            }
            Reason::Unexpected(_) if found.is_empty() => Self::Unfinished { at },
            reason => Self::Structure { found, at, problem: reason.to_string() },
        }
    }
}

/// Refuses words that are no id, though the parser would take one or call the other unknown.
pub(super) fn refuse_misplaced_words(text: &str) -> Result<(), ExpressionError> {
    let is_in_a_word = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
    let mut at = 1;
    for word in text.split(|c| !is_in_a_word(c)) {
        let problem = match word.to_ascii_lowercase().as_str() {
            "none" | "noassertion" => "it can only stand alone",
            "licenseref-" | "additionref-" | "documentref-" => "a name has to follow",
            _ => {
                // The word and the sign after it, in ASCII as was made sure before.
                at += word.len() + 1;
                continue;
            }
        };
        return Err(ExpressionError::Structure { found: word.to_owned(), at, problem: problem.to_owned() });
    }
    Ok(())
}

/// Refuses what no expression holds, before anything else reads it.
pub(super) fn refuse_foreign_characters(text: &str) -> Result<(), ExpressionError> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c.is_ascii_whitespace() || "-.+:()".contains(c);
    match text.chars().enumerate().find(|(_, c)| !allowed(*c)) {
        None => Ok(()),
        Some((i, c)) => Err(ExpressionError::Character { found: c.to_string(), at: i + 1 }),
    }
}
