//! Contributions: recorded, corrected, added up, and certified.

use serde::Deserialize;
use serde_json::Value;

use super::answers::{Done, Made, made};
use super::{Answer, Asked, Of, done};
use crate::failure::Failure;
use crate::http::problem::Refused;
use crate::http::program::{Known, Order, Question};
use crate::request::{By, Contribute, Request, Statement, Summary};

/// Record what was done
#[utoipa::path(post, path = "/api/v1/contributions", tag = "contributions", request_body = Contribute,
    responses(Made, Refused))]
pub(super) async fn record(order: Order<Contribute>) -> Result<Made, Failure> {
    if order.ordered.change.is_some() {
        return Err(Failure::usage("what is recorded anew changes nothing: unknown field `change`")
            .hint("PATCH /api/v1/contributions/ID changes what you recorded"));
    }
    made(order.answer(Request::Contribute).await)
}

/// Change what was recorded
#[utoipa::path(patch, path = "/api/v1/contributions/{change}", tag = "contributions", request_body = Contribute,
    responses(Done, Refused))]
pub(super) async fn change(order: Order<Contribute>) -> Answer {
    done(order.answer(Request::Contribute).await)
}

/// Publish what was kept as a draft
#[utoipa::path(post, path = "/api/v1/drafts/{id}/publish", tag = "contributions", responses(Made, Refused))]
pub(super) async fn publish_draft(order: Order<Of>) -> Result<Made, Failure> {
    made(order.answer(|Of { id }| Request::PublishDraft { id }).await)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SumsQuery {
    /// Those of this agent; everybody's if left out
    of: Option<String>,
    /// Those to this resource or agent
    to: Option<String>,
    /// What they are put together by; `role` if left out
    #[param(inline)]
    by: Option<By>,
    /// Those whose period does not end before this year, month or day
    since: Option<String>,
    /// Those whose period does not begin after it
    until: Option<String>,
}

/// Contributions, added up
#[utoipa::path(get, path = "/api/v1/contributions", tag = "contributions", params(SumsQuery), responses(Done, Refused),
    security(("token" = [])))]
pub(super) async fn sums(known: Known, Asked(query): Asked<SumsQuery>) -> Answer {
    let SumsQuery { of, to, by, since, until } = query;
    let by = by.unwrap_or(By::Role);
    done(known.answer(Request::Contributions(Summary { of, to, by, since, until })).await)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct StatementQuery {
    /// Whose; your own if left out
    agent: Option<String>,
}

/// A certificate of acknowledged contributions
#[utoipa::path(get, path = "/api/v1/statement", tag = "contributions", params(StatementQuery), responses(Done, Refused),
    security(("token" = [])))]
pub(super) async fn statement(known: Known, Asked(query): Asked<StatementQuery>) -> Answer {
    done(known.answer(Request::Statement(Statement::Of { agent: query.agent })).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Certificate {
    /// A certificate, as somebody's node gave it
    certificate: Value,
}

/// What of a certificate holds, line by line
#[utoipa::path(post, path = "/api/v1/statement/check", tag = "contributions", request_body = Certificate,
    responses(Done, Refused))]
pub(super) async fn check_statement(question: Question<Certificate>) -> Answer {
    let check = |Certificate { certificate }| Request::Statement(Statement::Check { certificate });
    done(question.answer(check).await)
}
