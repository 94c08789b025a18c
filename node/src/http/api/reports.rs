//! What became of a report that somebody without an account made.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::Id;
use crate::failure::Failure;
use crate::http::answer;
use crate::http::problem::Refused;
use crate::request::{ReportRequest, Request, Secret};
use crate::service::Service;

#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
#[allow(dead_code, reason = "documentation: the code is read as the last part of the path")]
pub(super) struct CodePath {
    /// The code that was shown when the report was made
    code: String,
}

/// What became of a report, for whoever has its code: `state` is `open`, `refused`, `settled`, `withheld`, `shown-again`, `hidden` or `gone`
#[utoipa::path(get, path = "/api/v1/reports/{code}", tag = "records", params(CodePath),
    responses((status = 200, description = "What became of it, since when it waits, and the reason, where one was given", body = Value), Refused))]
pub(super) async fn receipt(State(service): State<Arc<Service>>, Id(code): Id) -> Result<Response, Failure> {
    let request = ReportRequest::Receipt { code: Secret(code) };
    let answer = answer(service, Request::Report(request)).await?;
    // Nobody who shares the browser finds it there.
    Ok(([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(answer)).into_response())
}
