//! Agreements of reciprocity, and declared reuse.

use axum::http::Uri;
use axum::response::Response;
use commons_licences::{Act, Purpose};
use serde::Deserialize;

use super::answers::{Done, Made, made};
use super::{Answer, Asked, DEFAULT_LIMIT, Id, Of, Page, done, paged, whole};
use crate::failure::Failure;
use crate::http::problem::Refused;
use crate::http::program::{Known, Order, Program};
use crate::request::{AgreementRequest, Check, Declare, Propose, Request, ReuseRequest};

/// What you and others allow each other
#[utoipa::path(get, path = "/api/v1/agreements", tag = "agreements", responses(Done, Refused),
    security(("token" = [])))]
pub(super) async fn list(known: Known) -> Answer {
    done(known.answer(Request::Agreement(AgreementRequest::List)).await)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct MadeQuery {
    /// How many at most; 50 if left out
    #[serde(default, deserialize_with = "whole")]
    limit: Option<usize>,
    /// What an earlier page gave as `next`
    after: Option<String>,
}

/// What organisations allow each other: agreements that all their parties have agreed to
///
/// `state` says whether one is in force, `from` and `until` its first and last day, `came` when the last half came to this node.
#[utoipa::path(get, path = "/api/v1/agreements/made", tag = "agreements", params(MadeQuery),
    responses((status = 200, description = "A page of agreements", body = Page), Refused))]
pub(super) async fn all_made(
    program: Program,
    uri: Uri,
    Asked(query): Asked<MadeQuery>,
) -> Result<Response, Failure> {
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    let page = Request::Agreement(AgreementRequest::Made { limit, after: query.after });
    Ok(paged(&uri, program.answer(page).await?))
}

/// The terms of an agreement, and who has agreed
#[utoipa::path(get, path = "/api/v1/agreements/{id}", tag = "agreements", responses(Done, Refused),
    security(("token" = [])))]
pub(super) async fn show(known: Known, Id(id): Id) -> Answer {
    done(known.answer(Request::Agreement(AgreementRequest::Show { id })).await)
}

/// Offer terms to others
#[utoipa::path(post, path = "/api/v1/agreements", tag = "agreements", request_body = Propose, responses(Made, Refused))]
pub(super) async fn propose(order: Order<Propose>) -> Result<Made, Failure> {
    made(order.answer(|terms| Request::Agreement(AgreementRequest::Propose(terms))).await)
}

/// Agree to the terms as they are now
#[utoipa::path(post, path = "/api/v1/agreements/{id}/accept", tag = "agreements", responses(Made, Refused))]
pub(super) async fn accept(order: Order<Of>) -> Result<Made, Failure> {
    made(order.answer(|Of { id }| Request::Agreement(AgreementRequest::Accept { id, digest: None })).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct End {
    #[schema(ignore)]
    id: String,
    /// From which day on, as `2030-12-31`; today if left out
    on: Option<String>,
}

/// Be bound no longer, from a day on
#[utoipa::path(post, path = "/api/v1/agreements/{id}/end", tag = "agreements", request_body = End,
    responses(Done, Refused))]
pub(super) async fn end(order: Order<End>) -> Answer {
    done(order.answer(|End { id, on }| Request::Agreement(AgreementRequest::End { id, on })).await)
}

/// What you declared to reuse
#[utoipa::path(get, path = "/api/v1/reuses", tag = "agreements", responses(Done, Refused), security(("token" = [])))]
pub(super) async fn reuses(known: Known) -> Answer {
    done(known.answer(Request::Reuse(ReuseRequest::List { of: None })).await)
}

/// What is said of a use.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reuse {
    #[schema(ignore)]
    id: String,
    /// Whether anyone pays: `commercial`, `non-commercial`, `unsure`
    #[serde(rename = "for", default)]
    #[schema(value_type = String)]
    purpose: Purpose,
    /// What is done: `copy`, `adapt`, `distribute` …
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    acts: Vec<Act>,
    /// Whose facts count; your own if left out
    #[serde(rename = "as")]
    as_agent: Option<String>,
    /// Facts beside those in the record, each with its name and value
    #[serde(default)]
    facts: Vec<(String, String)>,
    /// The resource that it went into, by its id
    #[serde(rename = "in")]
    into: Option<String>,
    /// What it went into, where that is not in the registry
    title: Option<String>,
    /// In which language the title is
    language: Option<String>,
    /// On what it rests, where the answer is not yes
    although: Option<String>,
}

impl Reuse {
    fn declare(self) -> Request {
        let Self { id, purpose, acts, as_agent, facts, into, title, language, although } = self;
        let check = Check { id: Some(id), licence: None, as_agent, alone: false, facts, purpose, acts };
        Request::Reuse(ReuseRequest::Declare(Declare { check, into, title, language, although }))
    }
}

/// Say that you reuse a work, and keep a receipt
#[utoipa::path(post, path = "/api/v1/records/{id}/reuses", tag = "agreements", request_body = Reuse,
    responses(Made, Refused))]
pub(super) async fn declare(order: Order<Reuse>) -> Result<Made, Failure> {
    made(order.answer(Reuse::declare).await)
}

/// Say that it is used no more, from a day on
#[utoipa::path(post, path = "/api/v1/reuses/{id}/end", tag = "agreements", request_body = End, responses(Done, Refused))]
pub(super) async fn end_reuse(order: Order<End>) -> Answer {
    done(order.answer(|End { id, on }| Request::Reuse(ReuseRequest::End { id, on })).await)
}
