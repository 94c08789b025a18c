//! Programs: what asks the interface under `/api/v1`, with a token or without.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request as HttpRequest};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Door, blocking, problem};
use crate::failure::Failure;
use crate::request::Request;
use crate::service::{Asker, Service};

/// A program that asks: in the owner's name if it brings a token, else as anybody.
pub(super) struct Program {
    service: Arc<Service>,
    /// Whether it may write; nothing if it brought no token.
    may_write: Option<bool>,
}

impl Program {
    /// Answers it what it may know.
    pub(super) async fn answer(&self, request: Request) -> Result<Value, Failure> {
        let service = Arc::clone(&self.service);
        if self.may_write.is_none() {
            return blocking(move || service.handle_for(Asker::Anybody, request)).await;
        }
        let work = move || service.handle(request);
        tokio::task::spawn_blocking(work).await.map_err(Failure::internal)?
    }
}

impl FromRequestParts<Door> for Program {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, door: &Door) -> Result<Self, Response> {
        let service = Arc::clone(&door.service);
        let Some(brought) = parts.headers.get(header::AUTHORIZATION) else {
            return Ok(Self { service, may_write: None });
        };
        let token = brought.to_str().ok().and_then(|brought| {
            let (scheme, token) = brought.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
        });
        let Some(token) = token else { return Err(unknown()) };
        let finding = Arc::clone(&service);
        match blocking(move || finding.token_lets(&token)).await {
            Ok(Some(may_write)) => Ok(Self { service, may_write: Some(may_write) }),
            Ok(None) => Err(unknown()),
            Err(failure) => Err(failure.into_response()),
        }
    }
}

/// An order of a program that may write, with what it sends along.
pub(super) struct Order<T> {
    program: Program,
    pub(super) body: T,
}

impl<T> Order<T> {
    /// Does it.
    pub(super) async fn answer(self, request: impl FnOnce(T) -> Request) -> Result<Value, Failure> {
        self.program.answer(request(self.body)).await
    }
}

impl<T: DeserializeOwned> FromRequest<Door> for Order<T> {
    type Rejection = Response;

    async fn from_request(request: HttpRequest, door: &Door) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let program = Program::from_request_parts(&mut parts, door).await?;
        match program.may_write {
            Some(true) => {}
            Some(false) => {
                let failure = Failure::usage("this token only reads")
                    .hint("`commons token new NAME` makes one that writes");
                return Err(problem::with_status(StatusCode::FORBIDDEN, failure));
            }
            None => return Err(unknown()),
        }
        let body =
            Bytes::from_request(HttpRequest::from_parts(parts, body), door).await.map_err(|rejection| {
                let status = rejection.status();
                problem::with_status(
                    status,
                    Failure::usage(rejection.body_text()).hint("send less at a time"),
                )
            })?;
        // What takes nothing may be sent nothing.
        let body = if body.is_empty() { &b"null"[..] } else { &body };
        let body = serde_json::from_slice(body).map_err(|error| {
            Failure::usage(format!("what was sent cannot be read: {error}"))
                .hint("names and values are those of the description at /api/v1/docs")
                .into_response()
        })?;
        Ok(Self { program, body })
    }
}

/// Refuses whoever brings no token, or one that is none.
fn unknown() -> Response {
    let failure = Failure::usage("this takes a token, in the header Authorization: Bearer TOKEN")
        .hint("`commons token new NAME` makes one, on the machine of the node");
    let mut response = problem::with_status(StatusCode::UNAUTHORIZED, failure);
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}
