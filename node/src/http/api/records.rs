//! Records: listed, shown, described for other registries, and what they were made from.

use axum::Json;
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use commons_registry::Kind;
use serde::Deserialize;

use super::{Answer, Asked, DEFAULT_LIMIT, Id, Page, paged, whole, words};
use crate::failure::Failure;
use crate::http::problem::Refused;
use crate::http::program::Program;
use crate::period::Span;
use crate::request::{Glossary, Over, Request, ReuseRequest};

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Only records of this kind: agent, listing, resource, contribution …
    #[param(schema_with = words::kind, required = false)]
    kind: Option<Kind>,
    /// How many at most; 50 if left out
    #[serde(default, deserialize_with = "whole")]
    limit: Option<usize>,
    /// What an earlier page gave as `next`
    after: Option<String>,
}

/// Records, the last to come first
#[utoipa::path(get, path = "/api/v1/records", tag = "records", params(ListQuery),
    responses((status = 200, description = "A page of records", body = Page), Refused))]
pub(super) async fn list(
    program: Program,
    uri: Uri,
    Asked(query): Asked<ListQuery>,
) -> Result<Response, Failure> {
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    let page = program.answer(Request::List { kind: query.kind, limit, after: query.after }).await?;
    Ok(paged(&uri, page))
}

/// What a record shows, or what an agent says of itself
#[utoipa::path(get, path = "/api/v1/records/{id}", tag = "records", params(words::IdPath),
    responses((status = 200, description = "The record", body = Value), Refused))]
pub(super) async fn show(program: Program, Id(id): Id) -> Answer {
    program.answer(Request::Show { id, drafts: program.is_owners() }).await.map(Json)
}

/// A record in the vocabulary of schema.org
#[utoipa::path(get, path = "/api/v1/records/{id}/json-ld", tag = "records", params(words::IdPath),
    responses((status = 200, description = "The record as JSON-LD", body = Value, content_type = "application/ld+json"), Refused))]
pub(super) async fn json_ld(program: Program, Id(id): Id) -> Result<Response, Failure> {
    let described = program.answer(Request::JsonLd { id }).await?;
    let json_ld = HeaderValue::from_static("application/ld+json");
    Ok(([(header::CONTENT_TYPE, json_ld)], described.to_string()).into_response())
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PageQuery {
    /// How many at most; 50 if left out
    #[serde(default, deserialize_with = "whole")]
    limit: Option<usize>,
    /// What an earlier page gave as `next`
    after: Option<String>,
}

/// How a record came to be as it is: every change, the newest first, and what was put at the same time
#[utoipa::path(get, path = "/api/v1/records/{id}/history", tag = "records", params(words::IdPath, PageQuery),
    responses((status = 200, description = "A page of changes, each with who signed it, whether it counts and what it did", body = Page), Refused))]
pub(super) async fn history(
    program: Program,
    Id(id): Id,
    uri: Uri,
    Asked(query): Asked<PageQuery>,
) -> Result<Response, Failure> {
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    let page = program.answer(Request::History { id, limit, after: query.after }).await?;
    Ok(paged(&uri, page))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OverQuery {
    /// By which stretches of time; `year` if left out
    #[param(schema_with = words::span, required = false)]
    #[serde(default)]
    by: Span,
}

/// What was contributed to a work over time, by track; to an agent as well, and what it contributed
#[utoipa::path(get, path = "/api/v1/records/{id}/contributions", tag = "records", params(words::IdPath, OverQuery),
    responses((status = 200, description = "`to` and `of`, each with stretches of time and their tracks, and with who or what by name", body = Value), Refused))]
pub(super) async fn contributions(program: Program, Id(id): Id, Asked(query): Asked<OverQuery>) -> Answer {
    let over = Over { id, span: query.by, side: None };
    program.answer(Request::ContributionsOver(over)).await.map(Json)
}

/// From what a work was made, and what was made from it
#[utoipa::path(get, path = "/api/v1/records/{id}/provenance", tag = "records", params(words::IdPath),
    responses((status = 200, description = "Sources and results, with where their terms do not hold", body = Value), Refused))]
pub(super) async fn provenance(program: Program, Id(id): Id) -> Answer {
    program.answer(Request::Provenance { id, near: false }).await.map(Json)
}

/// Who declared that they reuse a work
#[utoipa::path(get, path = "/api/v1/records/{id}/reuses", tag = "records", params(words::IdPath),
    responses((status = 200, description = "Declared reuses", body = Value), Refused))]
pub(super) async fn reuses(program: Program, Id(id): Id) -> Answer {
    program.answer(Request::Reuse(ReuseRequest::List { of: Some(id) })).await.map(Json)
}

/// The receipt of a declared reuse, and how it stands today
#[utoipa::path(get, path = "/api/v1/records/{id}/receipt", tag = "records", params(words::IdPath),
    responses((status = 200, description = "The receipt", body = Value), Refused))]
pub(super) async fn receipt(program: Program, Id(id): Id) -> Answer {
    program.answer(Request::Reuse(ReuseRequest::Show { id })).await.map(Json)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct GlossaryQuery {
    /// What is looked up
    word: String,
    /// Only what is said in this language, as `pt` or `pt-br`
    language: Option<String>,
}

/// What a word means, and to whom
#[utoipa::path(get, path = "/api/v1/glossary", tag = "records", params(GlossaryQuery),
    responses((status = 200, description = "Entries, side by side", body = Value), Refused))]
pub(super) async fn glossary(program: Program, Asked(query): Asked<GlossaryQuery>) -> Answer {
    let glossary = Glossary { word: query.word, language: query.language };
    program.answer(Request::Glossary(glossary)).await.map(Json)
}
