//! Searching over HTTP: `/api/v1/search` and `/api/v1/find`, which find what the commands of these names find.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use commons_licences::LicenceClass;
use serde::Deserialize;

use super::{Answer, Asked, DEFAULT_LIMIT, answer, usage, whole};
use crate::request::{Find, Request, Search};
use crate::service::Service;

/// The names are those of the flags of `commons search`; `kind` takes several, with commas between.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SearchQuery {
    #[serde(default)]
    q: String,
    kind: Option<String>,
    class: Option<LicenceClass>,
    language: Option<String>,
    topic: Option<String>,
    scope: Option<String>,
    place: Option<String>,
    country: Option<String>,
    #[serde(default, deserialize_with = "whole")]
    limit: Option<usize>,
    after: Option<String>,
}

pub(super) async fn search(State(service): State<Arc<Service>>, Asked(query): Asked<SearchQuery>) -> Answer {
    let kinds = query.kind.as_deref().into_iter().flat_map(|kinds| kinds.split(','));
    let search = Search {
        words: query.q,
        kinds: kinds.map(str::parse).collect::<Result<_, _>>().map_err(usage)?,
        class: query.class,
        language: query.language,
        topic: query.topic,
        scope: query.scope,
        place: query.place,
        country: query.country,
        limit: query.limit.unwrap_or(DEFAULT_LIMIT),
        after: query.after,
    };
    answer(service, Request::Search(search)).await.map(Json)
}

/// The names are those of the flags of `commons find`; `within` is a number of kilometres.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FindQuery {
    #[serde(default)]
    q: String,
    near: Option<String>,
    #[serde(default, deserialize_with = "whole")]
    within: Option<u32>,
    skill: Option<String>,
    sector: Option<String>,
    kind: Option<String>,
    ownership: Option<String>,
    offers: Option<String>,
    country: Option<String>,
    #[serde(default, deserialize_with = "whole")]
    limit: Option<usize>,
    after: Option<String>,
}

pub(super) async fn find(State(service): State<Arc<Service>>, Asked(query): Asked<FindQuery>) -> Answer {
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
    answer(service, Request::Find(find)).await.map(Json)
}
