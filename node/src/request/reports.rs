//! Asking that a record goes, and what becomes of that.

use serde::{Deserialize, Serialize};

use super::Secret;

/// Something about reports.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "report", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum ReportRequest {
    /// Ask that a record goes.
    File(Report),
    /// The same, from somebody without an account: nothing is signed, and nobody but whoever runs this node is asked.
    FileWithoutAccount { id: String, reason: String, contact: Option<String> },
    /// What became of a report of somebody without an account, for whoever has its code.
    Receipt { code: Secret },
    /// Ask whoever keeps the record, in the wake of a report, in the name of whoever runs this node.
    PassOn { number: u64, to_steward: Option<String> },
    /// No longer ask that of its steward.
    Withdraw { id: String },
    /// What was reported to whoever runs this node, and what we asked of stewards.
    List,
    /// What whoever runs this node says to a report.
    Answer { number: u64, answer: Answer },
}

/// A report of a record.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Report {
    #[schema(ignore)]
    pub(crate) id: String,
    /// Why, for whoever runs this node.
    pub(crate) reason: String,
    /// Why, for the record's steward and thereby for everybody.
    pub(crate) to_steward: Option<String>,
    /// Whether nobody but whoever runs this node is asked.
    #[serde(default)]
    pub(crate) only_here: bool,
}

/// What becomes of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", content = "because", rename_all = "kebab-case")]
pub(crate) enum Answer {
    /// The record is withheld here.
    Withheld,
    /// It stays, for this reason.
    Refused(String),
    /// It is dealt with otherwise, as this says.
    Settled(String),
}
