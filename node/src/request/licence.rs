//! Terms of one's own.

use serde::{Deserialize, Serialize};

/// Terms of one's own.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "licence", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum LicenceRequest {
    /// Publish terms, to be named by resources.
    Publish(LicencePublish),
    /// Change them; resources stay under the version that they name.
    Edit(LicenceEdit),
    /// Read them out.
    Show { id: String },
}

/// Terms to be published.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LicencePublish {
    pub(crate) name: String,
    /// The term sheet, in TOML.
    pub(crate) sheet: String,
    /// The whole text, for people.
    pub(crate) text: Option<String>,
    pub(crate) links: Vec<String>,
    pub(crate) language: Option<String>,
}

/// A change of terms.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LicenceEdit {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    /// The term sheet, in TOML.
    pub(crate) sheet: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) add_links: Vec<String>,
    pub(crate) remove_links: Vec<String>,
    pub(crate) language: Option<String>,
}
