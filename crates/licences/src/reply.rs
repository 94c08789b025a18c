//! The answer, as it leaves the crate.

use serde::{Deserialize, Serialize};

use crate::fact::{Basis, FactName, FactValue};
use crate::verdict::Verdict;

/// Goes with every answer.
pub const NOTICE: &str = "This is a reading of the licence, not legal advice: the licence text decides. \
    The law itself may allow more, for quotation or teaching for example.";

/// The answer to a [`Question`](crate::Question).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// In one word.
    pub answer: Verdict,
    /// Of an expression with `OR`: the alternative that this answer is for.
    pub alternative: Option<String>,
    /// What to do in return, when the answer is `allowed-with-duties`.
    pub duties: Vec<Duty>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What would settle it, when the answer is `missing-facts`.
    pub missing_facts: Vec<FactName>,
    /// A letter to the steward, ready to send, unless the answer is yes.
    pub request: Option<String>,
    /// That this is not legal advice.
    pub notice: String,
}

/// Where a duty comes from; the firmest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DutyBasis {
    /// The licence text.
    Text,
    /// The summary that goes with the licence, or its title; the text itself does not say so.
    Deed,
    /// What the steward asks in return for a permission beyond the licence.
    Permission,
    /// What an agreement in force asks in return.
    Agreement,
}

/// Something to do, or not to do, in return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// The same for the same sort of duty in every licence, such as `attribution`.
    pub id: String,
    /// Where the licence says so, by position.
    pub clause: String,
    /// Whether the text itself says so.
    pub basis: DutyBasis,
    /// In plain words.
    pub text: String,
}

/// One reason for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Where the licence says so, by position; none when the reason lies outside the text.
    pub clause: Option<String>,
    /// In plain words; begins with the licence where the question concerns several.
    pub text: String,
    /// The facts that it rests on.
    pub facts: Vec<UsedFact>,
}

impl Reason {
    /// A reason that no clause gives.
    pub(crate) fn outside_the_text(text: impl Into<String>) -> Self {
        Self { clause: None, text: text.into(), facts: Vec::new() }
    }
}

/// A fact that a reason rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedFact {
    /// Its name.
    pub fact: FactName,
    /// Its value.
    pub value: FactValue,
    /// Why we hold it to be so.
    #[serde(flatten)]
    pub basis: Basis,
}
