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
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TermPublish {
    pub(crate) word: String,
    pub(crate) language: String,
    pub(crate) definition: String,
    /// Where, or to whom, it means this.
    pub(crate) context: Option<String>,
    /// How that differs from other uses.
    pub(crate) difference: Option<String>,
    /// Other entries, by their ids.
    pub(crate) see: Vec<String>,
    pub(crate) links: Vec<String>,
}

/// A change of an entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TermEdit {
    pub(crate) id: String,
    pub(crate) word: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) definition: Option<String>,
    /// Empty for none any more.
    pub(crate) context: Option<String>,
    pub(crate) difference: Option<String>,
    pub(crate) see: Vec<String>,
    pub(crate) no_longer_see: Vec<String>,
    pub(crate) add_links: Vec<String>,
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
