//! `/api/v1`: what the command reads, in the same JSON, and its description in OpenAPI, made from the code below.

mod map;
mod records;
mod search;
mod terms;
mod words;

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::problem::Problem;
use super::{Door, events, health};
use crate::failure::Failure;
use crate::web;

/// Most bytes behind the `?` of an address: far more than a search of sixteen words with every filter takes.
const MAX_QUERY_BYTES: usize = 4 * 1024;

/// How many records are listed unless said otherwise.
const DEFAULT_LIMIT: usize = 50;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Commons registry",
        description = "What this node knows of shared works, their terms, who contributed, and who does what where. Everything \
                       here only reads. Answers are those of `commons --json`. Ids are given whole, or by at least their first \
                       eight digits.",
        license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later"),
    ),
    components(schemas(Problem)),
    tags(
        (name = "records", description = "Whatever is in the registry"),
        (name = "terms", description = "What may be done with works, and how they are credited"),
        (name = "node", description = "The node that answers")
    )
)]
struct Description;

/// The interface, with its description beside it.
pub(super) fn router() -> Router<Door> {
    let (router, description) = OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(records::list))
        .routes(routes!(records::show))
        .routes(routes!(records::json_ld))
        .routes(routes!(records::provenance))
        .routes(routes!(records::reuses))
        .routes(routes!(records::receipt))
        .routes(routes!(records::glossary))
        .routes(routes!(search::search))
        .routes(routes!(search::find))
        .routes(routes!(map::map))
        .routes(routes!(terms::check))
        .routes(routes!(terms::check_licence))
        .routes(routes!(terms::remix))
        .routes(routes!(terms::credit))
        .routes(routes!(health::status))
        .routes(routes!(events::events))
        .split_for_parts();
    let document = Arc::new(serde_json::to_value(&description).unwrap_or_default());
    router
        .route("/api/v1/openapi.json", get(move || async move { Json(description) }))
        .route("/api/v1/docs", get(move || async move { web::description(&document) }))
}

type Answer = Result<Json<Value>, Failure>;

/// Records, a page of them.
#[derive(Serialize, utoipa::ToSchema)]
#[allow(dead_code, reason = "documentation: answers are made by the service")]
struct Page {
    /// Each with its `id`, `kind`, `agent`, `title` and `licence`, and what else was asked for
    #[schema(value_type = Vec<Object>)]
    items: Vec<Value>,
    /// What to give as `after` for the next page; the header `Link` has its address. Absent or null on the last
    next: Option<String>,
}

/// A page of a list, with the address of the next one (RFC 8288).
fn paged(uri: &Uri, page: Value) -> Response {
    let link = next_page(uri, &page).map(|next| format!("<{next}>; rel=\"next\""));
    match link.and_then(|link| HeaderValue::from_str(&link).ok()) {
        Some(link) => ([(header::LINK, link)], Json(page)).into_response(),
        None => Json(page).into_response(),
    }
}

/// The address of the page of a list that comes after this one.
pub(super) fn next_page(uri: &Uri, page: &Value) -> Option<String> {
    let next = page["next"].as_str()?;
    let asked = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(asked.filter(|(name, _)| name != "after"))
        .append_pair("after", next)
        .finish();
    Some(format!("{}?{query}", uri.path()))
}

/// With what axum begins to say why it could not read a question. What follows says it all.
const UNREAD: &str = "Failed to deserialize query string: ";

/// What to do about a question that cannot be read.
const NAMES: &str = "names and values are those of the flags of the command: see `commons list --help`, `commons search --help`, \
                     `commons find --help`";

/// What stands behind the `?` of an address; what cannot be read is refused in the one shape of refusals.
struct Asked<T>(T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        not_too_long(&parts.uri)?;
        match Query::from_request_parts(parts, state).await {
            Ok(Query(asked)) => Ok(Self(asked)),
            Err(rejection) => {
                let why = rejection.body_text();
                Err(Failure::usage(why.strip_prefix(UNREAD).unwrap_or(&why)).hint(NAMES))
            }
        }
    }
}

/// Refuses a question without end.
pub(super) fn not_too_long(uri: &Uri) -> Result<(), Failure> {
    let bytes = uri.query().map_or(0, str::len);
    if bytes > MAX_QUERY_BYTES {
        return Err(Failure::usage(format!(
            "the question is too long: expected at most {MAX_QUERY_BYTES} bytes behind the ?, found {bytes}"
        ))
        .hint("ask for fewer words"));
    }
    Ok(())
}

/// The id in an address.
struct Id(String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(id)) => Ok(Self(id)),
            Err(_) => Err(Failure::usage("the address cannot be read: expected an id in it")),
        }
    }
}

/// A number of a question; said so that people know what was expected.
pub(super) fn whole<'de, D: Deserializer<'de>, N: core::str::FromStr>(
    asked: D,
) -> Result<Option<N>, D::Error> {
    let text = String::deserialize(asked)?;
    let expected = |_| D::Error::custom(format_args!("expected a whole number, found {text:?}"));
    text.trim().parse().map(Some).map_err(expected)
}

/// Several values in one, with commas between.
fn several(asked: Option<&str>) -> Vec<String> {
    let parts = asked.into_iter().flat_map(|asked| asked.split(','));
    parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn usage(error: impl core::fmt::Display) -> Failure {
    Failure::usage(error.to_string())
}
