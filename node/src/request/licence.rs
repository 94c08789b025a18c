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
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LicencePublish {
    /// What the terms are called.
    pub(crate) name: String,
    /// The term sheet, in TOML.
    pub(crate) sheet: String,
    /// The whole text, for people.
    pub(crate) text: Option<String>,
    /// Where they can be read.
    #[serde(default)]
    pub(crate) links: Vec<String>,
    /// In which language the texts are, as `en` or `pt-br`.
    pub(crate) language: Option<String>,
}

/// A change of terms.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LicenceEdit {
    #[schema(ignore)]
    pub(crate) id: String,
    /// What they are called from now on.
    pub(crate) name: Option<String>,
    /// The term sheet, in TOML.
    pub(crate) sheet: Option<String>,
    /// The whole text, for people.
    pub(crate) text: Option<String>,
    /// Addresses to be added.
    #[serde(default)]
    pub(crate) add_links: Vec<String>,
    /// Addresses to be taken away.
    #[serde(default)]
    pub(crate) remove_links: Vec<String>,
    /// In which language the texts are, as `en` or `pt-br`.
    pub(crate) language: Option<String>,
}
