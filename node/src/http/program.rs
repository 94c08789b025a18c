//! Programs: what asks the interface under `/api/v1`, with a token or without.
//!
//! What stands in the address of an order, as the id in `/records/{id}/replies`, is a part of the order under its own name.
//! Nobody says it twice: in what is sent, it would be a field too many.

use std::sync::Arc;

use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request as HttpRequest};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Door, blocking, problem};
use crate::failure::Failure;
use crate::request::Request;
use crate::service::Service;

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
            return super::answer(service, request).await;
        }
        let work = move || service.handle(request);
        tokio::task::spawn_blocking(work).await.map_err(Failure::internal)?
    }

    /// Whether it is answered as the owner.
    pub(super) fn is_owners(&self) -> bool {
        self.may_write.is_some()
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
        match blocking(&service.room, move || finding.token_lets(&token)).await {
            Ok(Some(may_write)) => Ok(Self { service, may_write: Some(may_write) }),
            Ok(None) => Err(unknown()),
            Err(failure) => Err(failure.into_response()),
        }
    }
}

/// A program that brings a token: what it asks is told to the owner only.
pub(super) struct Known(Program);

impl Known {
    /// Answers it.
    pub(super) async fn answer(&self, request: Request) -> Result<Value, Failure> {
        self.0.answer(request).await
    }
}

impl FromRequestParts<Door> for Known {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, door: &Door) -> Result<Self, Response> {
        let program = Program::from_request_parts(parts, door).await?;
        if program.is_owners() { Ok(Self(program)) } else { Err(unknown()) }
    }
}

/// A program that may write.
pub(super) struct Writer(Program);

impl Writer {
    /// Does what it orders.
    pub(super) async fn answer(&self, request: Request) -> Result<Value, Failure> {
        self.0.answer(request).await
    }
}

impl FromRequestParts<Door> for Writer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, door: &Door) -> Result<Self, Response> {
        let Known(program) = Known::from_request_parts(parts, door).await?;
        if program.may_write == Some(true) {
            return Ok(Self(program));
        }
        let failure =
            Failure::usage("this token only reads").hint("`commons token new NAME` makes one that writes");
        Err(problem::with_status(StatusCode::FORBIDDEN, failure))
    }
}

/// An order of a program that may write: what stands in its address, and what is sent along.
pub(super) struct Order<T> {
    writer: Writer,
    pub(super) ordered: T,
}

impl<T> Order<T> {
    /// Does it.
    pub(super) async fn answer(self, request: impl FnOnce(T) -> Request) -> Result<Value, Failure> {
        self.writer.answer(request(self.ordered)).await
    }
}

impl<T: DeserializeOwned> FromRequest<Door> for Order<T> {
    type Rejection = Response;

    async fn from_request(request: HttpRequest, door: &Door) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let writer = Writer::from_request_parts(&mut parts, door).await?;
        let ordered = read(HttpRequest::from_parts(parts, body), door).await?;
        Ok(Self { writer, ordered })
    }
}

/// A question that is sent along because no address could hold it: of a program that may read.
pub(super) struct Question<T> {
    known: Known,
    asked: T,
}

impl<T> Question<T> {
    /// Answers it.
    pub(super) async fn answer(self, request: impl FnOnce(T) -> Request) -> Result<Value, Failure> {
        self.known.answer(request(self.asked)).await
    }
}

impl<T: DeserializeOwned> FromRequest<Door> for Question<T> {
    type Rejection = Response;

    async fn from_request(request: HttpRequest, door: &Door) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let known = Known::from_request_parts(&mut parts, door).await?;
        let asked = read(HttpRequest::from_parts(parts, body), door).await?;
        Ok(Self { known, asked })
    }
}

/// What is sent along, with what stands in the address. What takes nothing may be sent nothing.
async fn read<T: DeserializeOwned>(request: HttpRequest, door: &Door) -> Result<T, Response> {
    let (mut parts, body) = request.into_parts();
    if !is_sent_as(&parts.headers, JSON) && !is_empty(&body) {
        return Err(sent_otherwise(JSON));
    }
    let named = RawPathParams::from_request_parts(&mut parts, door)
        .await
        .map_err(|_| Failure::usage("the address cannot be read: expected an id in it").into_response())?;
    let body =
        Bytes::from_request(HttpRequest::from_parts(parts, body), door).await.map_err(|rejection| {
            let failure = Failure::usage(rejection.body_text()).hint("send less at a time");
            problem::with_status(rejection.status(), failure)
        })?;
    let named = named.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    put_together(&body, named).map_err(IntoResponse::into_response)
}

/// As what orders are sent.
const JSON: &str = "application/json";

/// Whether the body is of this type, whatever else is said of it.
pub(super) fn is_sent_as(headers: &HeaderMap, kind: &str) -> bool {
    let sent = headers.get(header::CONTENT_TYPE).and_then(|sent| sent.to_str().ok()).unwrap_or_default();
    sent.split(';').next().is_some_and(|sent| sent.trim().eq_ignore_ascii_case(kind))
}

/// Refuses what is sent as something else.
pub(super) fn sent_otherwise(kind: &str) -> Response {
    let failure = Failure::usage(format!("expected {kind}")).hint("say it in the header Content-Type");
    problem::with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE, failure)
}

fn is_empty(body: &Body) -> bool {
    body.size_hint().exact() == Some(0)
}

/// Reads an order from the JSON that was sent, and from the names and values of its address.
fn put_together<T: DeserializeOwned>(
    sent: &[u8],
    named: impl Iterator<Item = (String, String)>,
) -> Result<T, Failure> {
    let unread = |error: &dyn core::fmt::Display| {
        Failure::usage(format!("what was sent cannot be read: {error}"))
            .hint("names and values are those of the description at /api/v1/docs")
    };
    let mut fields: Map<String, Value> = match sent.trim_ascii() {
        b"" => Map::new(),
        sent => serde_json::from_slice(sent).map_err(|error| unread(&error))?,
    };
    for (name, value) in named {
        if fields.insert(name.clone(), value.into()).is_some() {
            return Err(unread(&format_args!("`{name}` stands in the address already")));
        }
    }
    serde_path_to_error::deserialize(Value::Object(fields)).map_err(|error| {
        let place = error.path().to_string();
        match place.as_str() {
            "." => unread(error.inner()),
            place => unread(&format_args!("{place}: {}", error.inner())),
        }
    })
}

/// Refuses whoever brings no token, or one that is none.
pub(super) fn unknown() -> Response {
    let failure = Failure::usage("this takes a token, in the header Authorization: Bearer TOKEN")
        .hint("`commons token new NAME` makes one, on the machine of the node");
    let mut response = problem::with_status(StatusCode::UNAUTHORIZED, failure);
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Hide {
        id: String,
        #[serde(default)]
        reasons: Vec<String>,
    }

    fn hide(sent: &str) -> Result<Hide, String> {
        let named = [("id".to_owned(), "ab".to_owned())];
        put_together(sent.as_bytes(), named.into_iter()).map_err(|failure| failure.message)
    }

    #[test]
    fn an_order_is_what_stands_in_the_address_and_what_is_sent() {
        let bare = Hide { id: "ab".to_owned(), reasons: Vec::new() };
        assert_eq!(hide("").as_ref(), Ok(&bare));
        assert_eq!(hide(" {} ").as_ref(), Ok(&bare));
        assert_eq!(hide(r#"{"reasons": ["old"]}"#).unwrap().reasons, ["old"]);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (sent, says) in [
            (r#"{"id": "cd"}"#, "`id` stands in the address already"),
            (r#"{"reason": "old"}"#, "unknown field `reason`, expected `id` or `reasons`"),
            (r#"{"reasons": ["old", 3]}"#, "reasons[1]: invalid type: integer `3`, expected a string"),
            (r#"{"reasons": 1}"#, "reasons: invalid type"),
            ("[]", "invalid type: sequence, expected a map"),
            ("{", "EOF while parsing"),
        ] {
            let refused = hide(sent).unwrap_err();
            assert!(refused.contains(says), "{sent}: {refused}");
        }
    }
}
