//! Entries of a glossary.

use serde::{Deserialize, Serialize};

/// Entries of a glossary, to be written.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "term", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum TermRequest {
    /// Say what a word means.
    Publish(TermPublish),
    /// Change that, or say it in another language.
    Edit(TermEdit),
}

/// What a word means.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TermPublish {
    /// The word.
    pub(crate) word: String,
    /// In which language, as `en` or `pt-br`.
    pub(crate) language: String,
    /// What it means.
    pub(crate) definition: String,
    /// Where, or to whom, it means this.
    pub(crate) context: Option<String>,
    /// How that differs from other uses.
    pub(crate) difference: Option<String>,
    /// Other entries, by their ids.
    #[serde(default)]
    pub(crate) see: Vec<String>,
    /// Where there is more about it.
    #[serde(default)]
    pub(crate) links: Vec<String>,
}

/// A change of an entry.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TermEdit {
    #[schema(ignore)]
    pub(crate) id: String,
    /// The word from now on.
    pub(crate) word: Option<String>,
    /// In which language the texts are.
    pub(crate) language: Option<String>,
    /// What it means from now on.
    pub(crate) definition: Option<String>,
    /// Empty for none any more.
    pub(crate) context: Option<String>,
    /// How that differs from other uses; empty for nothing any more.
    pub(crate) difference: Option<String>,
    /// Other entries to be added.
    #[serde(default)]
    pub(crate) see: Vec<String>,
    /// Other entries to be taken away.
    #[serde(default)]
    pub(crate) no_longer_see: Vec<String>,
    /// Addresses to be added.
    #[serde(default)]
    pub(crate) add_links: Vec<String>,
    /// Addresses to be taken away.
    #[serde(default)]
    pub(crate) remove_links: Vec<String>,
}

/// Asking what a word means.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Glossary {
    pub(crate) word: String,
    /// Only what is said in this language, or a kind of it.
    pub(crate) language: Option<String>,
}
