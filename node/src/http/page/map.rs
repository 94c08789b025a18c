//! The page of the map, at its address.

use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{Typed, given};
use crate::http::api::whole;
use crate::http::problem::status_of;
use crate::http::session::Visit;
use crate::request::{Map, Request};
use crate::web;

#[derive(Deserialize)]
pub(in crate::http) struct MapQuery {
    #[serde(default)]
    near: String,
    at: Option<String>,
    #[serde(default, deserialize_with = "whole")]
    zoom: Option<u8>,
    #[serde(default)]
    sector: String,
    #[serde(default)]
    skill: String,
    #[serde(default)]
    offers: String,
    /// How many lines of the list were on earlier pages.
    #[serde(default, deserialize_with = "whole")]
    after: Option<usize>,
}

/// Who does what where, on a map.
pub(in crate::http) async fn map(visit: Visit, Typed(query): Typed<MapQuery>) -> Response {
    let near = given(&query.near);
    // Whoever names a place leaves the window that was seen before.
    let (at, zoom) = if near.is_some() { (None, None) } else { (query.at, query.zoom) };
    let (skill, sector, offers) = (given(&query.skill), given(&query.sector), given(&query.offers));
    let found = visit.answer(Request::Map(Map { at, near, zoom, skill, sector, offers })).await;
    let status = found.as_ref().err().map(|failure| status_of(failure.kind)).unwrap_or_default();
    let asked = web::Asked {
        near: query.near,
        sector: query.sector,
        skill: query.skill,
        offers: query.offers,
        ..web::Asked::default()
    };
    (status, web::map(visit.reader, asked, found, query.after.unwrap_or_default())).into_response()
}
