//! What is said of others' records, and taken back; and what awaits us.

use serde::Deserialize;

use super::answers::{Done, Made, made};
use super::{Answer, Of, done};
use crate::failure::Failure;
use crate::http::problem::Refused;
use crate::http::program::{Known, Order};
use crate::request::{Request, Said, Say};

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Acknowledge {
    #[schema(ignore)]
    id: String,
    /// What there is to say of it, which everybody can read
    note: Option<String>,
}

/// Confirm that a contribution was made
#[utoipa::path(post, path = "/api/v1/records/{id}/acknowledgements", tag = "said", request_body = Acknowledge,
    responses(Made, Refused))]
pub(super) async fn acknowledge(order: Order<Acknowledge>) -> Result<Made, Failure> {
    made(order.answer(|Acknowledge { id, note }| Request::Say(Say::Acknowledge { id, note })).await)
}

/// No longer confirm that
#[utoipa::path(
    delete,
    path = "/api/v1/records/{id}/acknowledgements",
    tag = "said",
    responses(Done, Refused)
)]
pub(super) async fn no_longer_acknowledge(order: Order<Of>) -> Answer {
    done(order.answer(withdraw(Said::Acknowledges)).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Doubt {
    #[schema(ignore)]
    id: String,
    /// What is doubted, and what would settle it
    reason: String,
    /// Of an agent: the one fact that is doubted
    fact: Option<String>,
}

/// Doubt a record, or what somebody says of themselves
#[utoipa::path(post, path = "/api/v1/records/{id}/questions", tag = "said", request_body = Doubt,
    responses(Made, Refused))]
pub(super) async fn question(order: Order<Doubt>) -> Result<Made, Failure> {
    let question = |Doubt { id, reason, fact }| Request::Say(Say::Question { id, fact, reason });
    made(order.answer(question).await)
}

/// No longer doubt it
#[utoipa::path(delete, path = "/api/v1/records/{id}/questions", tag = "said", responses(Done, Refused))]
pub(super) async fn no_longer_question(order: Order<Of>) -> Answer {
    done(order.answer(withdraw(Said::Questions)).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reply {
    #[schema(ignore)]
    id: String,
    /// The reply
    text: String,
}

/// Reply to a question about a record of yours
#[utoipa::path(post, path = "/api/v1/records/{id}/replies", tag = "said", request_body = Reply, responses(Made, Refused))]
pub(super) async fn reply(order: Order<Reply>) -> Result<Made, Failure> {
    made(order.answer(|Reply { id, text }| Request::Say(Say::Reply { id, text })).await)
}

/// Take a reply back
#[utoipa::path(delete, path = "/api/v1/records/{id}/replies", tag = "said", responses(Done, Refused))]
pub(super) async fn no_longer_reply(order: Order<Of>) -> Answer {
    done(order.answer(withdraw(Said::Replies)).await)
}

fn withdraw(what: Said) -> impl FnOnce(Of) -> Request {
    move |Of { id }| Request::Say(Say::Withdraw { id, what })
}

/// What awaits your acknowledgement, reply or decision
#[utoipa::path(get, path = "/api/v1/inbox", tag = "said", responses(Done, Refused), security(("token" = [])))]
pub(super) async fn inbox(known: Known) -> Answer {
    done(known.answer(Request::Inbox).await)
}
