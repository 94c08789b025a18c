//! Putting works together, and crediting them.

use commons_licences::{Act, CreditFormat, Purpose};
use serde::{Deserialize, Serialize};

/// Asking whether works may be put together.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Remix {
    /// The resources, by their ids.
    pub(crate) ids: Vec<String>,
    /// The licences of what else goes in.
    pub(crate) with: Vec<String>,
    /// The licences of what goes in and stays a part of its own.
    pub(crate) with_part: Vec<String>,
    /// Under which licence the result is to be passed on.
    pub(crate) result: Option<String>,
    /// Whose facts to take; the node's own agent if left out.
    #[serde(rename = "as")]
    pub(crate) as_agent: Option<String>,
    pub(crate) facts: Vec<(String, String)>,
    #[serde(rename = "for")]
    pub(crate) purpose: Purpose,
    /// What is done; adapting and passing on, if left out.
    pub(crate) acts: Vec<Act>,
}

/// Asking for the text that credits works.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credit {
    /// The resources, by their ids.
    pub(crate) ids: Vec<String>,
    pub(crate) format: CreditFormat,
    /// If they were changed: how.
    pub(crate) changed: Option<String>,
}
