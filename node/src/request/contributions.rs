//! What is said of contributions and other records, and how contributions are added up.

use serde::{Deserialize, Serialize};

/// Saying something about a record.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "say", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Say {
    /// That a contribution was made.
    Acknowledge { id: String, note: Option<String> },
    /// That something is doubted, and why; a fact of it alone, if one is named.
    Question { id: String, fact: Option<String>, reason: String },
    /// What there is to say to a question about a record of ours.
    Reply { id: String, text: String },
    /// That something said earlier is said no longer: by its own id, or by that of what it was about.
    Withdraw { id: String, what: Said },
}

/// What may be said and taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Said {
    Acknowledges,
    Questions,
    Replies,
}

impl Said {
    /// The word that stands in an attestation.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Acknowledges => "acknowledges",
            Self::Questions => "questions",
            Self::Replies => "replies",
        }
    }
}
