//! What waits for members, and what was cut off.

use serde::Deserialize;

use super::answers::Done;
use super::{Answer, Asked, Of, done};
use crate::http::problem::Refused;
use crate::http::program::{Known, Order};
use crate::request::Request;

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ProposalsQuery {
    /// Of another organisation; of your own if left out
    agent: Option<String>,
}

/// What waits for members, and who said what
#[utoipa::path(get, path = "/api/v1/proposals", tag = "members", params(ProposalsQuery), responses(Done, Refused),
    security(("token" = [])))]
pub(super) async fn list(known: Known, Asked(query): Asked<ProposalsQuery>) -> Answer {
    done(known.answer(Request::Proposals { agent: query.agent }).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Approve {
    #[schema(ignore)]
    id: String,
    /// The member who agrees, where this node holds several members' keys
    key: Option<String>,
    /// Although somebody objects
    #[serde(default)]
    despite_objections: bool,
}

/// Agree to a proposal
#[utoipa::path(put, path = "/api/v1/proposals/{id}/approval", tag = "members", request_body = Approve,
    responses(Done, Refused))]
pub(super) async fn approve(order: Order<Approve>) -> Answer {
    let approve = |Approve { id, key, despite_objections }| Request::Approve { id, key, despite_objections };
    done(order.answer(approve).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Object {
    #[schema(ignore)]
    id: String,
    /// Why
    reason: String,
}

/// Object to a proposal
#[utoipa::path(put, path = "/api/v1/proposals/{id}/objection", tag = "members", request_body = Object,
    responses(Done, Refused))]
pub(super) async fn object(order: Order<Object>) -> Answer {
    let object = |Object { id, reason }| Request::Object { id, reason: Some(reason), withdraw: false };
    done(order.answer(object).await)
}

/// Take an objection back
#[utoipa::path(delete, path = "/api/v1/proposals/{id}/objection", tag = "members", responses(Done, Refused))]
pub(super) async fn no_longer_object(order: Order<Of>) -> Answer {
    done(order.answer(|Of { id }| Request::Object { id, reason: None, withdraw: true }).await)
}

/// Take a single change back in that was cut off when its author's key was removed
#[utoipa::path(post, path = "/api/v1/changes/{id}/adopt", tag = "members", responses(Done, Refused))]
pub(super) async fn adopt(order: Order<Of>) -> Answer {
    done(order.answer(|Of { id }| Request::Adopt { id }).await)
}
