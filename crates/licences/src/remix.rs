//! Putting works together: the question about several sources at once, and its answer.

use serde::{Deserialize, Serialize};

use crate::fact::FactName;
use crate::permission::Granted;
use crate::question::{MAX_COMBINED, Use, User};
use crate::reply::{Duty, Reason};
use crate::verdict::Verdict;

/// Most sources of one remix, those in [`Use::combined_with`] among them; with more the answer is `unclear`.
pub const MAX_SOURCES: usize = MAX_COMBINED + 1;

/// Most pairs of sources that clash which an answer names.
pub const MAX_CLASHES: usize = 64;

/// Most sets of sources that go together which an answer names.
pub const MAX_SETS: usize = 8;

/// Most licences of the result that an answer weighs.
pub const MAX_RESULTS: usize = 64;

/// May these works be put together, for this use?
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remix {
    /// What goes in: at most [`MAX_SOURCES`].
    pub sources: Vec<Source>,
    /// Who asks.
    #[serde(default)]
    pub user: User,
    /// For what, and under which licence the result is meant to be passed on.
    #[serde(default, rename = "use")]
    pub use_: Use,
}

/// A work that goes into a remix.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// How the answer is to speak of it.
    pub name: String,
    /// As in [`Question::licence`](crate::Question::licence).
    pub licence: String,
    /// What its steward allows beyond the licence, and agreements in force with them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub granted: Vec<Granted>,
    /// Whether it stays a part of its own within the result, as a library in a program, and is not woven in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub as_part: bool,
    /// Why nobody can tell whether this licence holds: then the answer is `unclear` at best.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<String>,
}

/// The answer to a [`Remix`]. It does not depend on the order of the sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemixAnswer {
    /// In one word, for all of it.
    pub answer: Verdict,
    /// Every source by itself, by its name.
    pub sources: Vec<SourceAnswer>,
    /// Which two sources do not go together, although each alone comes to more: at most [`MAX_CLASHES`].
    pub clashes: Vec<Pair>,
    /// If it is not a yes as a whole: the most sources that go together, by their names, and other sets of as many; at
    /// most [`MAX_SETS`].
    pub go_together: Vec<Vec<String>>,
    /// What to do in return, when the answer is `allowed-with-duties`; what several ask for stands here once.
    pub duties: Vec<Asked<Duty>>,
    /// Why.
    pub reasons: Vec<Asked<Reason>>,
    /// What would settle it, when the answer is `missing-facts`.
    pub missing_facts: Vec<FactName>,
    /// Letters to the stewards of the sources that stand in the way, ready to send.
    pub requests: Vec<Letter>,
    /// What the result may be passed on under, the best first: at most [`MAX_RESULTS`].
    pub result_licences: Vec<ResultAnswer>,
    /// That this is not legal advice.
    pub notice: String,
}

/// What one source comes to by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceAnswer {
    /// Its name.
    pub source: String,
    /// Its licence, in canonical spelling.
    pub licence: String,
    /// Of a licence with `OR`: the alternative that the whole answer is for.
    pub alternative: Option<String>,
    /// In one word, if nothing else went into the result.
    pub alone: Verdict,
}

/// Two sources that do not go together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Their names.
    pub sources: [String; 2],
    /// What the two come to.
    pub answer: Verdict,
    /// The licences that say so, each with its clause by position.
    pub clauses: Vec<LicenceClause>,
    /// In plain words.
    pub text: String,
}

/// A clause of a licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceClause {
    /// Its id.
    pub licence: String,
    /// By position.
    pub clause: String,
}

/// Something with the names of the sources that it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked<T> {
    /// What it is; in JSON its fields stand beside `sources`.
    #[serde(flatten)]
    pub what: T,
    /// The names of the sources, in order.
    pub sources: Vec<String>,
}

/// A letter to the steward of one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The name of the source.
    pub source: String,
    /// The letter.
    pub text: String,
}

/// What the whole comes to, if the result is passed on under this licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultAnswer {
    /// Its id.
    pub licence: String,
    /// In one word.
    pub answer: Verdict,
    /// Why it is no yes.
    pub reason: Option<Asked<Reason>>,
}
