//! How orders are answered: with what the command prints, and, where a record was made, with its address.

use std::collections::BTreeMap;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::response::{Response as Described, ResponseBuilder};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{Content, RefOr, Schema};

use crate::failure::Failure;

/// What the command prints with `--json`, for the description.
pub(super) struct Done;

/// What an order made.
pub(super) struct Made(Value);

/// What came of an order that makes a record.
pub(super) fn made(answer: Result<Value, Failure>) -> Result<Made, Failure> {
    answer.map(Made)
}

impl Made {
    /// Where what was made can be read; nothing if it was there already.
    fn address(&self) -> Option<HeaderValue> {
        let id = self.0["id"].as_str()?;
        let is_new = self.0["outcome"].as_str().is_none_or(|outcome| outcome == "added");
        is_new.then(|| HeaderValue::from_str(&format!("/api/v1/records/{id}")).ok())?
    }
}

impl IntoResponse for Made {
    fn into_response(self) -> Response {
        match self.address() {
            Some(address) => {
                (StatusCode::CREATED, [(header::LOCATION, address)], Json(self.0)).into_response()
            }
            None => Json(self.0).into_response(),
        }
    }
}

fn described(about: &str) -> ResponseBuilder {
    let anything = Schema::Object(ObjectBuilder::new().schema_type(Type::Object).build());
    ResponseBuilder::new()
        .description(about)
        .content("application/json", Content::new(Some(RefOr::T(anything))))
}

impl utoipa::IntoResponses for Done {
    fn responses() -> BTreeMap<String, RefOr<Described>> {
        let done = described("What the command prints with `--json`").build();
        BTreeMap::from([("200".to_owned(), done.into())])
    }
}

impl utoipa::IntoResponses for Made {
    fn responses() -> BTreeMap<String, RefOr<Described>> {
        let mut text = ObjectBuilder::new().schema_type(Type::String).build();
        text.description = Some("Where it can be read".to_owned());
        let address = HeaderBuilder::new().schema(Some(Schema::Object(text))).build();
        let made = described("What was made, with its `id`").header("Location", address).build();
        let known = described("It was there already").build();
        BTreeMap::from([("201".to_owned(), made.into()), ("200".to_owned(), known.into())])
    }
}
