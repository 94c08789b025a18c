//! Finding records: by words, by what they are, by where they are.

use commons_licences::LicenceClass;
use commons_registry::Kind;
use serde::{Deserialize, Serialize};

/// Records with these words, or whatever fits the rest if there are none.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Search {
    pub(crate) words: String,
    /// Of one of these kinds, if there are any.
    pub(crate) kinds: Vec<Kind>,
    /// Under a licence of this class, or one that may be chosen.
    pub(crate) class: Option<LicenceClass>,
    /// Under this licence, or where it may be chosen.
    pub(crate) licence: Option<String>,
    /// Of this type, of a resource: `challenge`, `good-practice` …
    #[serde(rename = "type")]
    pub(crate) of_type: Option<String>,
    /// In the namespace of this agent.
    pub(crate) agent: Option<String>,
    /// With a text in this language, or made for people who speak it.
    pub(crate) language: Option<String>,
    /// About this, or in this trade.
    pub(crate) topic: Option<String>,
    /// Meant for an area so wide.
    pub(crate) scope: Option<String>,
    /// That name this place.
    pub(crate) place: Option<String>,
    /// In this country, by its code or name.
    pub(crate) country: Option<String>,
    pub(crate) limit: usize,
    pub(crate) after: Option<String>,
}

/// Who does what where: organisations and people, listed ones, and what they offer or need.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Find {
    /// Words that must stand anywhere.
    pub(crate) words: String,
    /// A place by its name, or its latitude and longitude.
    pub(crate) near: Option<String>,
    /// How far from there at most.
    pub(crate) kilometres: Option<u32>,
    /// What they can do.
    pub(crate) skill: Option<String>,
    /// The trade they are in.
    pub(crate) sector: Option<String>,
    /// What sort of organisation they are.
    pub(crate) agent_kind: Option<String>,
    /// Who owns them.
    pub(crate) ownership: Option<String>,
    /// What is offered or needed, by its type.
    pub(crate) offers: Option<String>,
    /// In this country, by its code or name.
    pub(crate) country: Option<String>,
    pub(crate) limit: usize,
    pub(crate) after: Option<String>,
}

/// A window onto the map, and who is in it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Map {
    /// The middle of the window: latitude and longitude. The whole world, if neither this nor a place is named.
    pub(crate) at: Option<String>,
    /// A place by its name, to have in the middle instead.
    pub(crate) near: Option<String>,
    /// How close: 0 for the whole world.
    pub(crate) zoom: Option<u8>,
    /// What they can do.
    pub(crate) skill: Option<String>,
    /// The trade they are in.
    pub(crate) sector: Option<String>,
    /// What is offered or needed, by its type.
    pub(crate) offers: Option<String>,
}
