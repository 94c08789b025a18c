//! Declared reuse.

use serde::{Deserialize, Serialize};

use super::Check;

/// Declared reuse.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "reuse", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum ReuseRequest {
    /// Say that a work is reused, and keep a receipt.
    Declare(Declare),
    /// It is used no more, from a day on.
    End { id: String, on: Option<String> },
    /// The receipt, and how it stands today.
    Show { id: String },
    /// What the node's agent declared; or what anybody declared of a work.
    List { of: Option<String> },
}

/// Declaring a reuse.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Declare {
    /// The work, and the use that is made of it.
    pub(crate) check: Check,
    /// The resource that it went into.
    #[serde(rename = "in")]
    pub(crate) into: Option<String>,
    /// What it went into, where that is not in the registry.
    pub(crate) title: Option<String>,
    pub(crate) language: Option<String>,
    /// On what it rests, where the answer is not yes.
    pub(crate) although: Option<String>,
}
