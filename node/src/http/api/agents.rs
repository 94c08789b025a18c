//! Organisations and people, each as a whole.

use axum::Json;

use super::{Answer, Id, words};
use crate::http::problem::Refused;
use crate::http::program::Program;
use crate::request::{AgreementRequest, Request};

/// What an agent says of itself and who confirms or denies it, how many sign for it, and its agreements
///
/// Its works are those that `/api/v1/search?agent=ID` finds.
#[utoipa::path(get, path = "/api/v1/agents/{id}", tag = "records", params(words::IdPath),
    responses((status = 200, description = "The agent as a whole", body = Value), Refused))]
pub(super) async fn agent(program: Program, Id(id): Id) -> Answer {
    program.answer(Request::Agent { id }).await.map(Json)
}

/// Agreements in force that an agent is a party of
#[utoipa::path(get, path = "/api/v1/agents/{id}/agreements", tag = "records", params(words::IdPath),
    responses((status = 200, description = "Agreements that every party has published its half of", body = Value), Refused))]
pub(super) async fn agreements(program: Program, Id(id): Id) -> Answer {
    program.answer(Request::Agreement(AgreementRequest::InForce { of: id })).await.map(Json)
}
