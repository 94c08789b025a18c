//! Pages for people, at the addresses where they are asked for.

mod files;
mod knowledge;
mod licences;
mod map;
mod record;

use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use commons_registry::Kind;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::api::{next_page, not_too_long, whole};
use super::problem::status_of;
use super::session::Visit;
use crate::failure::Failure;
use crate::language::{Language, Reader, own_path};
use crate::request::{Find, Request, Search};
use crate::web;

pub(super) use files::file;
pub(super) use knowledge::{glossary, knowledge, node};
pub(super) use licences::{licence, licences};
pub(super) use map::map;
pub(super) use record::{history, provenance, record, short_link};

/// How many records a page shows.
const ON_A_PAGE: usize = 30;

/// How many of the newest stand there.
const NEWEST: usize = 12;

/// How many of what is near stand on the first page.
const NEAR_HERE: usize = 6;

/// How far around a place is looked, unless said otherwise, in kilometres.
const WITHIN: u32 = 50;

pub(super) fn refusal(reader: Reader, failure: &Failure) -> Response {
    (status_of(failure.kind), web::refusal(reader, failure)).into_response()
}

/// What stands behind the `?` of a page; what cannot be read is refused with a page.
pub(super) struct Typed<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Typed<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let reader = Reader::of(&parts.method, &parts.uri, &parts.headers, &parts.extensions);
        if let Err(failure) = not_too_long(&parts.uri) {
            return Err(refusal(reader, &failure));
        }
        match Query::from_request_parts(parts, state).await {
            Ok(Query(typed)) => Ok(Self(typed)),
            Err(_) => Err(refusal(
                reader,
                &Failure::usage("what stands behind the ? of this address cannot be read"),
            )),
        }
    }
}

#[derive(Deserialize)]
pub(super) struct LanguageQuery {
    to: String,
    #[serde(default)]
    back: String,
}

/// Keeps the language that was chosen, in a cookie, and goes back to the page where that was done.
pub(super) async fn language(
    reader: Reader,
    asked: Result<Query<LanguageQuery>, QueryRejection>,
) -> Response {
    let asked = asked.ok().and_then(|Query(asked)| Some((Language::of_tag(&asked.to)?, asked.back)));
    let Some((language, back)) = asked else {
        return refusal(reader, &Failure::not_found("there are no pages in this language"));
    };
    let back = own_path(&back).unwrap_or("/");
    let headers = [
        (header::LOCATION, back.to_owned()),
        (header::SET_COOKIE, reader.cookie(language)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

#[derive(Deserialize)]
pub(super) struct HomeQuery {
    q: Option<String>,
    after: Option<String>,
}

/// Search first, then the newest resources.
pub(super) async fn home(visit: Visit, uri: Uri, Typed(query): Typed<HomeQuery>) -> Response {
    let (words, is_first) = (query.q.unwrap_or_default(), query.after.is_none());
    let request = if words.trim().is_empty() {
        // What is near has its place on the first page as well.
        let limit = if is_first { NEWEST } else { ON_A_PAGE };
        Request::List { kind: Some(Kind::Resource), limit, after: query.after }
    } else {
        Request::Search(Search {
            words: words.clone(),
            limit: ON_A_PAGE,
            after: query.after,
            ..Search::default()
        })
    };
    let found = match visit.answer(request).await {
        Ok(found) => found,
        Err(failure) => return visit.refusal(&failure),
    };
    // Where the node's own people do not say where they are, nothing is near.
    let near = match is_first && words.trim().is_empty() {
        true => visit.answer(Request::Find(near_here())).await.ok(),
        false => None,
    };
    let beside = web::BesideNewest { next: next_page(&uri, &found), is_first, near: near.as_ref() };
    web::home(visit.reader, &words, &found, beside)
}

/// Who is near those whose node it is.
fn near_here() -> Find {
    Find { near: Some("here".to_owned()), kilometres: Some(WITHIN), limit: NEAR_HERE, ..Find::default() }
}

#[derive(Deserialize)]
pub(super) struct NearQuery {
    #[serde(default)]
    near: String,
    #[serde(default, deserialize_with = "whole")]
    within: Option<u32>,
    #[serde(default)]
    sector: String,
    #[serde(default)]
    skill: String,
    #[serde(default)]
    offers: String,
    after: Option<String>,
}

/// Who does what near a place.
pub(super) async fn near(visit: Visit, uri: Uri, Typed(query): Typed<NearQuery>) -> Response {
    let asked = web::Asked {
        near: query.near,
        within: query.within.unwrap_or(WITHIN),
        sector: query.sector,
        skill: query.skill,
        offers: query.offers,
    };
    let near = given(&asked.near);
    let find = Find {
        words: String::new(),
        kilometres: near.is_some().then_some(asked.within),
        near,
        skill: given(&asked.skill),
        sector: given(&asked.sector),
        agent_kind: None,
        ownership: None,
        offers: given(&asked.offers),
        country: None,
        limit: ON_A_PAGE,
        after: query.after,
    };
    if [&find.near, &find.skill, &find.sector, &find.offers].into_iter().all(Option::is_none) {
        return web::near(visit.reader, asked, None, None);
    }
    let found = visit.answer(Request::Find(find)).await;
    let next = found.as_ref().ok().and_then(|found| next_page(&uri, found));
    let status = found.as_ref().err().map(|failure| status_of(failure.kind)).unwrap_or_default();
    (status, web::near(visit.reader, asked, Some(found), next)).into_response()
}

/// What was typed into a field; nothing for one that was left empty.
fn given(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}
