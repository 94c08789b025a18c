//! Resources: published, changed, forked, handed over.

use serde::Deserialize;

use super::answers::{Done, Made, made};
use super::{Answer, Of, done};
use crate::failure::Failure;
use crate::http::problem::Refused;
use crate::http::program::Order;
use crate::request::{Edit, Fork, Publish, Request};

/// Publish a resource
#[utoipa::path(post, path = "/api/v1/resources", tag = "resources", request_body = Publish, responses(Made, Refused))]
pub(super) async fn publish(order: Order<Publish>) -> Result<Made, Failure> {
    made(order.answer(Request::Publish).await)
}

/// Change a resource
#[utoipa::path(patch, path = "/api/v1/resources/{id}", tag = "resources", request_body = Edit, responses(Done, Refused))]
pub(super) async fn change(order: Order<Edit>) -> Answer {
    done(order.answer(Request::Edit).await)
}

/// Go on with somebody's work as one of your own, if its terms permit that
#[utoipa::path(post, path = "/api/v1/resources/{id}/forks", tag = "resources", request_body = Fork, responses(Made, Refused))]
pub(super) async fn fork(order: Order<Fork>) -> Result<Made, Failure> {
    made(order.answer(Request::Fork).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HandOver {
    #[schema(ignore)]
    id: String,
    /// Who is to be its steward: an id, or a petname
    to: String,
}

/// Propose that another agent becomes the steward
#[utoipa::path(post, path = "/api/v1/resources/{id}/hand-over", tag = "resources", request_body = HandOver,
    responses(Done, Refused))]
pub(super) async fn hand_over(order: Order<HandOver>) -> Answer {
    done(order.answer(|HandOver { id, to }| Request::HandOver { id, to }).await)
}

/// Go on as the steward of what was handed over to you
#[utoipa::path(post, path = "/api/v1/resources/{id}/take-over", tag = "resources", responses(Done, Refused))]
pub(super) async fn take_over(order: Order<Of>) -> Answer {
    done(order.answer(|Of { id }| Request::TakeOver { id }).await)
}
