//! Facts that are confirmed of others, and listings of them.

use serde::Deserialize;

use super::answers::{Done, Made, made};
use super::{Answer, Asked, Of, done, whole};
use crate::failure::Failure;
use crate::http::problem::Refused;
use crate::http::program::{Known, Order};
use crate::request::{Confirm, ListingRequest, Request};

/// How many pairs of listings are shown unless said otherwise.
const DEFAULT_PAIRS: usize = 20;

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AboutQuery {
    /// About whom; what you confirm, and what is confirmed of you, if left out
    about: Option<String>,
}

/// Facts that are confirmed
#[utoipa::path(get, path = "/api/v1/confirmations", tag = "confirmations", params(AboutQuery), responses(Done, Refused),
    security(("token" = [])))]
pub(super) async fn confirmations(known: Known, Asked(query): Asked<AboutQuery>) -> Answer {
    done(known.answer(Request::Confirmations { about: query.about }).await)
}

/// Confirm a fact about somebody else
#[utoipa::path(post, path = "/api/v1/confirmations", tag = "confirmations", request_body = Confirm,
    responses(Made, Refused))]
pub(super) async fn confirm(order: Order<Confirm>) -> Result<Made, Failure> {
    made(order.answer(Request::Confirm).await)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct FactQuery {
    /// If the id is that of an agent: which fact about it
    fact: Option<String>,
}

/// Take a confirmation back
#[utoipa::path(
    delete,
    path = "/api/v1/confirmations/{id}",
    tag = "confirmations",
    params(FactQuery),
    responses(Done, Refused)
)]
pub(super) async fn no_longer_confirm(Asked(query): Asked<FactQuery>, order: Order<Of>) -> Answer {
    done(order.answer(|Of { id }| Request::WithdrawConfirmation { what: id, fact: query.fact }).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Claim {
    #[schema(ignore)]
    id: String,
    /// Whether what it says goes into your own record, where that says nothing
    #[serde(default)]
    take: bool,
}

/// Say that a listing describes you
#[utoipa::path(put, path = "/api/v1/listings/{id}/claim", tag = "confirmations", request_body = Claim,
    responses(Done, Refused))]
pub(super) async fn claim(order: Order<Claim>) -> Answer {
    done(order.answer(|Claim { id, take }| Request::Listing(ListingRequest::Claim { id, take })).await)
}

/// Say that it does not
#[utoipa::path(delete, path = "/api/v1/listings/{id}/claim", tag = "confirmations", responses(Done, Refused))]
pub(super) async fn disclaim(order: Order<Of>) -> Answer {
    done(order.answer(|Of { id }| Request::Listing(ListingRequest::Disclaim { id })).await)
}

/// Two listings.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pair {
    one: String,
    other: String,
}

/// Say that two listings describe one organisation
#[utoipa::path(
    put,
    path = "/api/v1/listings/{one}/same/{other}",
    tag = "confirmations",
    responses(Done, Refused)
)]
pub(super) async fn same(order: Order<Pair>) -> Answer {
    done(order.answer(|Pair { one, other }| Request::Listing(ListingRequest::Same { one, other })).await)
}

/// No longer say so
#[utoipa::path(
    delete,
    path = "/api/v1/listings/{one}/same/{other}",
    tag = "confirmations",
    responses(Done, Refused)
)]
pub(super) async fn not_same(order: Order<Pair>) -> Answer {
    done(order.answer(|Pair { one, other }| Request::Listing(ListingRequest::NotSame { one, other })).await)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DuplicatesQuery {
    /// How many pairs at most; 20 if left out
    #[serde(default, deserialize_with = "whole")]
    limit: Option<usize>,
}

/// Which listings seem to be there twice
#[utoipa::path(get, path = "/api/v1/duplicates", tag = "confirmations", params(DuplicatesQuery), responses(Done, Refused),
    security(("token" = [])))]
pub(super) async fn duplicates(known: Known, Asked(query): Asked<DuplicatesQuery>) -> Answer {
    let limit = query.limit.unwrap_or(DEFAULT_PAIRS);
    done(known.answer(Request::Listing(ListingRequest::Duplicates { limit })).await)
}
