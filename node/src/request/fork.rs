//! Taking a work into one's own namespace.

use commons_licences::Purpose;
use serde::{Deserialize, Serialize};

/// Forking a resource of somebody else.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fork {
    #[schema(ignore)]
    pub(crate) id: String,
    /// What the fork is called, where that is something else.
    pub(crate) title: Option<String>,
    /// What it is about, where that is something else.
    pub(crate) summary: Option<String>,
    /// In which language title and summary are.
    pub(crate) language: Option<String>,
    /// Under which licence it is passed on; that of the work, if left out.
    pub(crate) licence: Option<String>,
    /// What it is for.
    #[serde(rename = "for")]
    #[schema(value_type = String)]
    #[serde(default)]
    pub(crate) purpose: Purpose,
    /// Facts about us beside those in our record.
    #[serde(default)]
    pub(crate) facts: Vec<(String, String)>,
    /// On what it rests, where the answer is not yes.
    pub(crate) although: Option<String>,
}
