//! Terms of one's own, and what words mean.

use super::answers::{Done, Made, made};
use super::{Answer, Id, done};
use crate::failure::Failure;
use crate::http::problem::Refused;
use crate::http::program::{Known, Order};
use crate::request::{
    LicenceEdit, LicencePublish, LicenceRequest, Request, TermEdit, TermPublish, TermRequest,
};

/// Terms of somebody's own, read out
#[utoipa::path(get, path = "/api/v1/licences/{id}", tag = "words", responses(Done, Refused), security(("token" = [])))]
pub(super) async fn licence(known: Known, Id(id): Id) -> Answer {
    done(known.answer(Request::Licence(LicenceRequest::Show { id })).await)
}

/// Publish terms of your own, to be named by resources
#[utoipa::path(post, path = "/api/v1/licences", tag = "words", request_body = LicencePublish, responses(Made, Refused))]
pub(super) async fn publish_licence(order: Order<LicencePublish>) -> Result<Made, Failure> {
    made(order.answer(|terms| Request::Licence(LicenceRequest::Publish(terms))).await)
}

/// Change them; resources stay under the version that they name
#[utoipa::path(patch, path = "/api/v1/licences/{id}", tag = "words", request_body = LicenceEdit, responses(Done, Refused))]
pub(super) async fn change_licence(order: Order<LicenceEdit>) -> Answer {
    done(order.answer(|edit| Request::Licence(LicenceRequest::Edit(edit))).await)
}

/// Say what a word means to you
#[utoipa::path(post, path = "/api/v1/terms", tag = "words", request_body = TermPublish, responses(Made, Refused))]
pub(super) async fn publish_term(order: Order<TermPublish>) -> Result<Made, Failure> {
    made(order.answer(|term| Request::Term(TermRequest::Publish(term))).await)
}

/// Change that, or say it in another language
#[utoipa::path(patch, path = "/api/v1/terms/{id}", tag = "words", request_body = TermEdit, responses(Done, Refused))]
pub(super) async fn change_term(order: Order<TermEdit>) -> Answer {
    done(order.answer(|edit| Request::Term(TermRequest::Edit(edit))).await)
}
