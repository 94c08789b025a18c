//! Refusals as problem details (RFC 9457): one shape, whatever was asked.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::failure::{Failure, FailureKind};

/// A refusal: what could not be done, why, and what to do next.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct Problem {
    /// What sort of refusal it is, as a URI that stays the same
    #[serde(rename = "type")]
    type_: String,
    /// The sort in words
    title: &'static str,
    /// The HTTP status again
    status: u16,
    /// What is wrong with this question
    detail: String,
    /// What to do next
    hint: Option<String>,
}

/// What any question may be answered with besides what was asked for.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "documentation: whoever answers returns a Failure")]
pub(super) enum Refused {
    /// The question cannot be read, or asks what cannot be
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(Problem),
    /// Nothing here has this id or name
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// What is here does not take this method
    #[response(status = 405, content_type = "application/problem+json")]
    MethodNotAllowed(Problem),
    /// The node cannot do it now: its keys are locked, or something else uses its folder
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(Problem),
    /// A fault in the node, or in what it rests on
    #[response(status = 500, content_type = "application/problem+json")]
    Internal(Problem),
}

/// Under which status a refusal goes out.
pub(super) const fn status_of(kind: FailureKind) -> StatusCode {
    match kind {
        FailureKind::Usage | FailureKind::Invalid => StatusCode::BAD_REQUEST,
        FailureKind::NotFound => StatusCode::NOT_FOUND,
        FailureKind::Locked | FailureKind::InUse => StatusCode::CONFLICT,
        FailureKind::Config | FailureKind::Network | FailureKind::Internal => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

const fn title_of(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::Usage => "This cannot be asked so",
        FailureKind::Invalid => "What was given is not good",
        FailureKind::NotFound => "Not here",
        FailureKind::Locked => "The signing keys are locked",
        FailureKind::InUse => "In use",
        FailureKind::Config => "A setting or a file of the node is not good",
        FailureKind::Network => "Other nodes cannot be reached",
        FailureKind::Internal => "A fault in the node",
    }
}

/// A refusal under a status of its own.
pub(super) fn with_status(status: StatusCode, failure: Failure) -> Response {
    let problem = Problem {
        type_: format!("urn:commons:problem:{}", failure.kind.as_str()),
        title: title_of(failure.kind),
        status: status.as_u16(),
        detail: failure.message,
        hint: failure.hint,
    };
    let json = HeaderValue::from_static("application/problem+json");
    (status, [(header::CONTENT_TYPE, json)], Json(problem)).into_response()
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        with_status(status_of(self.kind), self)
    }
}
