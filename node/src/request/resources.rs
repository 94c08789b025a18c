//! Publishing and changing resources.

use serde::{Deserialize, Serialize};

/// Publishing a resource.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Publish {
    /// What it is called.
    pub(crate) title: String,
    /// Its licence: an SPDX expression, `PPL`, or `own:ID` for terms of one's own.
    pub(crate) licence: String,
    /// What it is: `guide`, `course`, `software` …
    #[serde(default)]
    pub(crate) types: Vec<String>,
    /// In which language the texts are, as `en` or `pt-br`.
    pub(crate) language: Option<String>,
    /// What it is about, in a few sentences.
    pub(crate) summary: Option<String>,
    /// What it is about, in words to search for.
    #[serde(default)]
    pub(crate) topics: Vec<String>,
    /// Where it is.
    #[serde(default)]
    pub(crate) urls: Vec<String>,
    /// The works it was made from: ids, or addresses.
    #[serde(default)]
    pub(crate) derived_from: Vec<String>,
    /// What is allowed beyond the licence, as stewards type it.
    #[serde(default)]
    pub(crate) also_allow: Vec<String>,
    /// Under which licence our own part is, where that is another.
    #[serde(default)]
    pub(crate) my_part_under: Option<String>,
    /// Who made it, by the names they chose.
    #[serde(default)]
    pub(crate) made_by: Vec<String>,
    /// How it is to be credited, instead of by its makers.
    #[serde(default)]
    pub(crate) credit_as: Option<String>,
    /// For which area it is meant.
    #[serde(default)]
    pub(crate) place: Place,
    /// Its files, as putting them in gives them: hash, size and name.
    #[serde(default)]
    pub(crate) files: Vec<String>,
    /// How it is run.
    #[serde(default)]
    pub(crate) how_run: Option<String>,
    /// The challenges that it answers, by their ids.
    #[serde(default)]
    pub(crate) answers: Vec<String>,
}

/// For which area a resource is meant; on changing, an empty text takes away what was said.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    /// How wide the area is: `local`, `city`, `region`, `country`, `world`.
    pub(crate) scope: Option<String>,
    /// A place by its name.
    pub(crate) place: Option<String>,
    /// A country, by its code or English name.
    pub(crate) country: Option<String>,
}

/// Changing a resource.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Edit {
    #[schema(ignore)]
    pub(crate) id: String,
    /// What it is called from now on.
    pub(crate) title: Option<String>,
    /// What it is about.
    pub(crate) summary: Option<String>,
    /// In which language the texts are, as `en` or `pt-br`.
    pub(crate) language: Option<String>,
    /// Under which licence it is from now on.
    pub(crate) licence: Option<String>,
    /// Topics to be added.
    #[serde(default)]
    pub(crate) add_topics: Vec<String>,
    /// Topics to be taken away.
    #[serde(default)]
    pub(crate) remove_topics: Vec<String>,
    /// Addresses to be added.
    #[serde(default)]
    pub(crate) add_urls: Vec<String>,
    /// Addresses to be taken away.
    #[serde(default)]
    pub(crate) remove_urls: Vec<String>,
    /// What is to be allowed beyond the licence as well.
    #[serde(default)]
    pub(crate) also_allow: Vec<String>,
    /// What is allowed no longer, by the numbers that are shown.
    #[serde(default)]
    pub(crate) no_longer_allow: Vec<usize>,
    /// Who made it as well.
    #[serde(default)]
    pub(crate) made_by: Vec<String>,
    /// Who is not to be among its makers any more.
    #[serde(default)]
    pub(crate) no_longer_made_by: Vec<String>,
    /// How it is to be credited, instead of by its makers; empty for by its makers again.
    #[serde(default)]
    pub(crate) credit_as: Option<String>,
    /// Whether its makers ask not to be named, or to be named again.
    #[serde(default)]
    pub(crate) named: Option<bool>,
    /// For which area it is meant.
    #[serde(default)]
    pub(crate) place: Place,
    /// How it is run; empty for nothing any more.
    #[serde(default)]
    pub(crate) how_run: Option<String>,
    /// Types to be added.
    #[serde(default)]
    pub(crate) add_types: Vec<String>,
    /// Types to be taken away.
    #[serde(default)]
    pub(crate) remove_types: Vec<String>,
    /// Challenges that it answers as well.
    #[serde(default)]
    pub(crate) answers: Vec<String>,
    /// Files that it has as well, as putting them in gives them; one that is called as one of these goes.
    #[serde(default)]
    pub(crate) add_files: Vec<String>,
    /// Files that it is not to have any more, by their names.
    #[serde(default)]
    pub(crate) remove_files: Vec<String>,
    /// Challenges that it is not to answer any more.
    #[serde(default)]
    pub(crate) no_longer_answers: Vec<String>,
}
