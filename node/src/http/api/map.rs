//! The map over HTTP: `/api/v1/map`, which the page draws.

use axum::Json;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Answer, Asked, whole};
use crate::http::problem::Refused;
use crate::http::program::Program;
use crate::request::{Map, Request};

/// Which window, and who in it.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct MapQuery {
    /// The middle of the window: latitude and longitude with a comma between. It is rounded, the more the more is seen
    at: Option<String>,
    /// A place by its name, to have in the middle instead
    near: Option<String>,
    /// How close: 0 for the whole world, up to 11; 7 around a place if left out. With neither place nor zoom all that is found is seen
    #[serde(default, deserialize_with = "whole")]
    #[param(maximum = 11)]
    zoom: Option<u8>,
    /// What they can do
    skill: Option<String>,
    /// The trade they are in
    sector: Option<String>,
    /// Only what is offered or needed, by its type: `space`, `tool` …
    offers: Option<String>,
}

/// A window onto the map.
#[derive(Serialize, utoipa::ToSchema)]
#[allow(dead_code, reason = "documentation: answers are made by the service")]
pub(super) struct MapAnswer {
    /// Its middle as `at`, its `zoom`, and its edges in degrees: `south`, `north`, `west`, `east`
    #[schema(value_type = Object)]
    window: Value,
    /// The place that was taken, if one was named
    #[schema(value_type = Option<Object>)]
    place: Option<Value>,
    /// How many are in the window. An organisation counts once
    total: usize,
    /// Whether there are more, which are left out
    more: bool,
    /// What lies close together, the largest first: the `count`, `latitude` and `longitude` amid them, the town that they are
    /// `around`, with which window to look `closer`; and of a single one the record as `item`
    #[schema(value_type = Vec<Object>)]
    clusters: Vec<Value>,
}

/// Who does what where, on a map
#[utoipa::path(get, path = "/api/v1/map", tag = "records", params(MapQuery),
    responses((status = 200, description = "A window onto the map, and what lies in it", body = MapAnswer), Refused))]
pub(super) async fn map(program: Program, Asked(query): Asked<MapQuery>) -> Answer {
    let map = Map {
        at: query.at,
        near: query.near,
        zoom: query.zoom,
        skill: query.skill,
        sector: query.sector,
        offers: query.offers,
    };
    Ok(Json(program.answer(Request::Map(map)).await?))
}
