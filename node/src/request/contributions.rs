//! What is said of contributions and other records, and how contributions are added up.

use serde::{Deserialize, Serialize};

use crate::period::Span;

/// Saying something about a record.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "say", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Say {
    /// That a contribution was made.
    Acknowledge { id: String, note: Option<String> },
    /// That something is doubted, and why; a fact of it alone, if one is named.
    Question { id: String, fact: Option<String>, reason: String },
    /// What there is to say to a question about a record of ours, or to somebody who asks that it be removed.
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
    AsksRemoval,
    Claims,
    SameAs,
}

impl Said {
    /// The word that stands in an attestation.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Acknowledges => "acknowledges",
            Self::Questions => "questions",
            Self::Replies => "replies",
            Self::AsksRemoval => "asks-removal",
            Self::Claims => "claims",
            Self::SameAs => "same-as",
        }
    }
}

/// Which contributions are added up, and how.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Summary {
    /// Those of this agent; everybody's, if left out.
    pub(crate) of: Option<String>,
    /// Those to this resource or agent.
    pub(crate) to: Option<String>,
    pub(crate) by: By,
    /// Those whose period does not end before this year, month or day.
    pub(crate) since: Option<String>,
    /// Those whose period does not begin after it.
    pub(crate) until: Option<String>,
}

/// Contributions to something, or of somebody, over time.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Over {
    /// A resource, or an agent.
    pub(crate) id: String,
    pub(crate) span: Span,
    /// Both, if left out.
    pub(crate) side: Option<Side>,
}

/// Which contributions are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Side {
    /// Those to it.
    To,
    /// Those that it made.
    Of,
}

/// What contributions are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum By {
    /// What they were for
    Resource,
    /// Who made them
    Agent,
    /// What was done
    Role,
    /// Paid, freely given, caring
    Track,
    /// The year, or what else was said of when
    Period,
}

/// A certificate of contributions.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "statement", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Statement {
    /// The acknowledged contributions of an agent; of our own, if left out.
    Of { agent: Option<String> },
    /// What of a certificate holds, by the records held here.
    Check { certificate: serde_json::Value },
}
