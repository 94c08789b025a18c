//! Searching over HTTP: `/api/v1/search` and `/api/v1/find`, which find what the commands of these names find.

use axum::http::Uri;
use axum::response::Response;
use commons_licences::LicenceClass;
use serde::Deserialize;

use super::{Asked, DEFAULT_LIMIT, Page, paged, usage, whole, words};
use crate::failure::Failure;
use crate::http::problem::Refused;
use crate::http::program::Program;
use crate::request::{Find, Request, Search};

/// The names are those of the flags of `commons search`; `kind` takes several, with commas between.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SearchQuery {
    /// Words that must all occur, in some form
    #[serde(default)]
    q: String,
    /// Only records of these kinds, with commas between
    #[param(schema_with = words::kinds, required = false)]
    kind: Option<String>,
    /// Only under a licence of this class: `share-alike`, `reciprocity` …
    #[param(schema_with = words::class, required = false)]
    class: Option<LicenceClass>,
    /// Only under this licence, or where it may be chosen
    licence: Option<String>,
    /// Only resources of this type: `challenge`, `good-practice` …
    #[serde(rename = "type")]
    #[param(rename = "type")]
    of_type: Option<String>,
    /// Only what this agent keeps
    agent: Option<String>,
    /// Only with texts in this language
    language: Option<String>,
    /// Only about this
    topic: Option<String>,
    /// Only what is meant for an area so wide: `local`, `city`, `region`, `country`, `world`
    #[param(schema_with = words::scope, required = false)]
    scope: Option<String>,
    /// Only what names this place
    place: Option<String>,
    /// Only in this country: its code, or its English name
    country: Option<String>,
    /// How many at most; 50 if left out
    #[serde(default, deserialize_with = "whole")]
    limit: Option<usize>,
    /// What an earlier page gave as `next`
    after: Option<String>,
}

/// Records with these words
#[utoipa::path(get, path = "/api/v1/search", tag = "records", params(SearchQuery),
    responses((status = 200, description = "A page of records, the best first", body = Page), Refused))]
pub(super) async fn search(
    program: Program,
    uri: Uri,
    Asked(query): Asked<SearchQuery>,
) -> Result<Response, Failure> {
    let kinds = query.kind.as_deref().into_iter().flat_map(|kinds| kinds.split(','));
    let search = Search {
        words: query.q,
        kinds: kinds.map(str::parse).collect::<Result<_, _>>().map_err(usage)?,
        class: query.class,
        licence: query.licence,
        of_type: query.of_type,
        agent: query.agent,
        language: query.language,
        topic: query.topic,
        scope: query.scope,
        place: query.place,
        country: query.country,
        limit: query.limit.unwrap_or(DEFAULT_LIMIT),
        after: query.after,
    };
    Ok(paged(&uri, program.answer(Request::Search(search)).await?))
}

/// The names are those of the flags of `commons find`; `within` is a number of kilometres.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct FindQuery {
    /// Words that must all occur, in some form
    #[serde(default)]
    q: String,
    /// Near this place: a name, or latitude and longitude with a comma between
    near: Option<String>,
    /// How many kilometres away at most; 50 if left out
    #[serde(default, deserialize_with = "whole")]
    within: Option<u32>,
    /// What they can do
    skill: Option<String>,
    /// The trade they are in
    sector: Option<String>,
    /// What sort of organisation
    kind: Option<String>,
    /// Who owns them
    ownership: Option<String>,
    /// Only what is offered or needed, by its type: `space`, `tool` …
    offers: Option<String>,
    /// Only in this country: its code, or its English name
    country: Option<String>,
    /// How many at most; 50 if left out
    #[serde(default, deserialize_with = "whole")]
    limit: Option<usize>,
    /// What an earlier page gave as `next`
    after: Option<String>,
}

/// Who does what where
#[utoipa::path(get, path = "/api/v1/find", tag = "records", params(FindQuery),
    responses((status = 200, description = "A page of records, the nearest first", body = Page), Refused))]
pub(super) async fn find(
    program: Program,
    uri: Uri,
    Asked(query): Asked<FindQuery>,
) -> Result<Response, Failure> {
    let find = Find {
        words: query.q,
        near: query.near,
        kilometres: query.within,
        skill: query.skill,
        sector: query.sector,
        agent_kind: query.kind,
        ownership: query.ownership,
        offers: query.offers,
        country: query.country,
        limit: query.limit.unwrap_or(DEFAULT_LIMIT),
        after: query.after,
    };
    Ok(paged(&uri, program.answer(Request::Find(find)).await?))
}
