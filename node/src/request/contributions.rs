//! What is said of contributions and other records, and how contributions are added up.

use serde::{Deserialize, Serialize};

use crate::period::Span;

/// Recording a contribution, or changing what was recorded.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contribute {
    /// The contribution that is changed; else a new one is recorded, and `to` and `role` or `corrects` are there.
    #[serde(default)]
    #[schema(ignore)]
    pub(crate) change: Option<String>,
    /// The resource or agent that it was for.
    pub(crate) to: Option<String>,
    /// What was done, in a word: of CRediT, of all-contributors, or of one's own.
    pub(crate) role: Option<String>,
    /// Under which licence the part is that was contributed.
    #[serde(default)]
    pub(crate) my_part_under: Option<String>,
    /// The name or pseudonym to be credited.
    #[serde(default)]
    pub(crate) credit_as: Option<String>,
    /// Whether to be named at all; nothing is said when left out.
    #[serde(default)]
    pub(crate) credited: Option<bool>,
    /// Whether for a `livelihood`, out of `love`, or as `care`.
    pub(crate) track: Option<String>,
    /// Whether it was paid for.
    #[serde(default)]
    pub(crate) paid: bool,
    /// Freely given; with `paid`, a part of it was.
    #[serde(default)]
    pub(crate) donated: bool,
    /// What was done, in the verbs of ValueFlows or another word.
    #[serde(default)]
    pub(crate) action: Option<String>,
    /// How much, in a unit other than hours.
    #[serde(default)]
    pub(crate) quantity: Option<String>,
    /// In which unit.
    #[serde(default)]
    pub(crate) unit: Option<String>,
    /// The contribution of our own that this one replaces; `to` and `role` are taken from it if left out.
    #[serde(default)]
    pub(crate) corrects: Option<String>,
    /// How many hours, if that is to be said.
    pub(crate) hours: Option<String>,
    /// A note, which everybody can read.
    pub(crate) note: Option<String>,
    /// In which language the texts are, as `en` or `pt-br`.
    pub(crate) language: Option<String>,
    /// When: a year, a month, "spring 2026".
    pub(crate) period: Option<String>,
    /// Whether it stays on this node for now.
    #[serde(default)]
    pub(crate) draft: bool,
}

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
