//! Organisations and people, each as a whole.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use super::{Answer, Id, words};
use crate::http::answer;
use crate::http::problem::Refused;
use crate::request::{AgreementRequest, Request};
use crate::service::Service;

/// What an agent says of itself and who confirms or denies it, how many sign for it, and its agreements
///
/// Its works are those that `/api/v1/search?agent=ID` finds.
#[utoipa::path(get, path = "/api/v1/agents/{id}", tag = "records", params(words::IdPath),
    responses((status = 200, description = "The agent as a whole", body = Value), Refused))]
pub(super) async fn agent(State(service): State<Arc<Service>>, Id(id): Id) -> Answer {
    answer(service, Request::Agent { id }).await.map(Json)
}

/// Agreements in force that an agent is a party of
#[utoipa::path(get, path = "/api/v1/agents/{id}/agreements", tag = "records", params(words::IdPath),
    responses((status = 200, description = "Agreements that every party has published its half of", body = Value), Refused))]
pub(super) async fn agreements(State(service): State<Arc<Service>>, Id(id): Id) -> Answer {
    answer(service, Request::Agreement(AgreementRequest::InForce { of: id })).await.map(Json)
}
