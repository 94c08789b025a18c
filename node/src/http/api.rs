//! `/api/v1`: what the command reads and writes, in the same JSON, and its description in OpenAPI, made from the code below.
//!
//! Whoever brings a token is answered as the node's owner. What is not here all the same, and why, stands in `served`.

mod access;
mod agents;
mod agreements;
mod answers;
mod confirmations;
mod contributions;
mod files;
mod imports;
mod map;
mod members;
mod network;
mod ours;
mod own_words;
mod proposals;
mod records;
mod removals;
mod reports;
mod resources;
mod said;
mod search;
#[cfg(test)]
mod served;
mod terms;
mod trust;
mod words;

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Path, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::OpenApi;
use utoipa::openapi::Server;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::problem::Problem;
use super::{Door, events, health};
use crate::face::Face;
use crate::failure::Failure;
use crate::language::Reader;
use crate::web;

/// Most bytes behind the `?` of an address: far more than a search of sixteen words with every filter takes.
const MAX_QUERY_BYTES: usize = 4 * 1024;

/// Most bytes of an order: a resource with all its texts takes far less.
const MAX_ORDER_BYTES: usize = 1024 * 1024;

/// How many records are listed unless said otherwise.
const DEFAULT_LIMIT: usize = 50;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Commons registry",
        description = "What this node knows of shared works, their terms, who contributed, and who does what where. Answers are \
                       those of `commons --json`. Ids are given whole, or by at least their first eight digits. Whatever writes \
                       takes a token in the header `Authorization: Bearer TOKEN`; what reads tells whoever brings one what the \
                       node's owner may know.",
        license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later"),
    ),
    components(schemas(Problem)),
    tags(
        (name = "records", description = "Whatever is in the registry"),
        (name = "terms", description = "What may be done with works, and how they are credited"),
        (name = "resources", description = "Works that you share"),
        (name = "contributions", description = "Who did what"),
        (name = "said", description = "What is said of records, and what awaits you"),
        (name = "ours", description = "What you say of yourselves, and what is held"),
        (name = "trust", description = "Whom you trust, and what you call them"),
        (name = "agreements", description = "What you and others allow each other, and reuse"),
        (name = "words", description = "Terms of your own, and what words mean"),
        (name = "confirmations", description = "Facts that are confirmed, and listings"),
        (name = "reports", description = "Asking that a record goes"),
        (name = "members", description = "Who signs, and what they decide"),
        (name = "files", description = "Files of resources"),
        (name = "imports", description = "Lists and bundles, taken in"),
        (name = "node", description = "The node that answers, and joining others")
    )
)]
struct Description;

/// The interface, with its description beside it.
pub(super) fn router() -> Router<Door> {
    let (router, description) = described().split_for_parts();
    let document = Arc::new(serde_json::to_value(&description).unwrap_or_default());
    let details = Arc::clone(&document);
    router
        .route("/api/v1/openapi.json", get(move |face| found_below(face, description.clone())))
        .route("/api/v1/docs", get(move |reader| described_page(reader, Arc::clone(&document), None)))
        .route("/api/v1/docs/{part}", get(move |reader, part| described_page(reader, details, Some(part))))
}

/// The description for programs. Where pages stand below a path, so does the interface.
async fn found_below(State(face): State<Arc<Face>>, mut description: utoipa::openapi::OpenApi) -> Response {
    if !face.base().is_empty() {
        description.servers = Some(vec![Server::new(face.base())]);
    }
    Json(description).into_response()
}

/// The description for people: all of it in brief, or one part.
async fn described_page(
    reader: Reader,
    document: Arc<Value>,
    part: Option<Result<Path<String>, PathRejection>>,
) -> Response {
    let part = part.map(|part| part.map_or_else(|_| String::new(), |Path(part)| part));
    match web::description(reader.clone(), &document, part.as_deref()) {
        Some(page) => page,
        None => super::page::refusal(reader, &Failure::not_found("there is no such part of the description")),
    }
}

/// Everything that is served, and described.
fn described() -> OpenApiRouter<Door> {
    let mut router = OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(records::list))
        .routes(routes!(records::show))
        .routes(routes!(records::json_ld))
        .routes(routes!(records::history))
        .routes(routes!(records::contributions))
        .routes(routes!(records::provenance))
        .routes(routes!(records::reuses))
        .routes(routes!(records::receipt))
        .routes(routes!(records::glossary))
        .routes(routes!(reports::receipt))
        .routes(routes!(agents::agent))
        .routes(routes!(agents::agreements))
        .routes(routes!(search::search))
        .routes(routes!(search::find))
        .routes(routes!(map::map))
        .routes(routes!(terms::check))
        .routes(routes!(terms::check_licence))
        .routes(routes!(terms::remix))
        .routes(routes!(terms::credit))
        .routes(routes!(terms::ask))
        .routes(routes!(health::status))
        .routes(routes!(events::events))
        .routes(routes!(resources::publish))
        .routes(routes!(resources::change))
        .routes(routes!(resources::fork))
        .routes(routes!(resources::hand_over))
        .routes(routes!(resources::take_over))
        .routes(routes!(contributions::record))
        .routes(routes!(contributions::change))
        .routes(routes!(contributions::publish_draft))
        .routes(routes!(contributions::sums))
        .routes(routes!(contributions::statement))
        .routes(routes!(said::acknowledge))
        .routes(routes!(said::no_longer_acknowledge))
        .routes(routes!(said::question))
        .routes(routes!(said::no_longer_question))
        .routes(routes!(said::reply))
        .routes(routes!(said::no_longer_reply))
        .routes(routes!(said::inbox))
        .routes(routes!(ours::profile))
        .routes(routes!(ours::set_profile))
        .routes(routes!(ours::hidden))
        .routes(routes!(ours::hide))
        .routes(routes!(ours::unhide))
        .routes(routes!(ours::privacy))
        .routes(routes!(trust::following))
        .routes(routes!(trust::follow))
        .routes(routes!(trust::unfollow))
        .routes(routes!(trust::blocked))
        .routes(routes!(trust::block))
        .routes(routes!(trust::unblock))
        .routes(routes!(trust::withheld))
        .routes(routes!(trust::withhold))
        .routes(routes!(trust::no_longer_withhold))
        .routes(routes!(trust::introductions))
        .routes(routes!(trust::introduce))
        .routes(routes!(trust::no_longer_introduce))
        .routes(routes!(trust::why))
        .routes(routes!(trust::domains))
        .routes(routes!(trust::petnames))
        .routes(routes!(trust::name))
        .routes(routes!(trust::unname))
        .routes(routes!(agreements::list))
        .routes(routes!(agreements::all_made))
        .routes(routes!(agreements::show))
        .routes(routes!(agreements::propose))
        .routes(routes!(agreements::accept))
        .routes(routes!(agreements::end))
        .routes(routes!(agreements::reuses))
        .routes(routes!(agreements::declare))
        .routes(routes!(agreements::end_reuse))
        .routes(routes!(own_words::licence))
        .routes(routes!(own_words::publish_licence))
        .routes(routes!(own_words::change_licence))
        .routes(routes!(own_words::publish_term))
        .routes(routes!(own_words::change_term))
        .routes(routes!(confirmations::confirmations))
        .routes(routes!(confirmations::confirm))
        .routes(routes!(confirmations::no_longer_confirm))
        .routes(routes!(confirmations::claim))
        .routes(routes!(confirmations::disclaim))
        .routes(routes!(confirmations::same))
        .routes(routes!(confirmations::not_same))
        .routes(routes!(confirmations::duplicates))
        .routes(routes!(removals::reports))
        .routes(routes!(removals::report))
        .routes(routes!(removals::withdraw_report))
        .routes(routes!(removals::answer))
        .routes(routes!(removals::pass_on))
        .routes(routes!(members::list))
        .routes(routes!(members::log))
        .routes(routes!(members::invite))
        .routes(routes!(members::name))
        .routes(routes!(members::add))
        .routes(routes!(members::remove))
        .routes(routes!(members::rotate))
        .routes(routes!(members::rules))
        .routes(routes!(members::motion))
        .routes(routes!(members::new_cards))
        .routes(routes!(members::erase))
        .routes(routes!(members::seats))
        .routes(routes!(members::invite_to_seat))
        .routes(routes!(members::take_invitation_back))
        .routes(routes!(members::remove_seat))
        .routes(routes!(proposals::list))
        .routes(routes!(proposals::approve))
        .routes(routes!(proposals::object))
        .routes(routes!(proposals::no_longer_object))
        .routes(routes!(proposals::adopt))
        .routes(routes!(files::list))
        .routes(routes!(files::add))
        .routes(routes!(files::fetched))
        .routes(routes!(files::fetch))
        .routes(routes!(files::pin))
        .routes(routes!(files::unpin))
        .routes(routes!(network::invite))
        .routes(routes!(network::join))
        .routes(routes!(network::joins))
        .layer(DefaultBodyLimit::max(MAX_ORDER_BYTES))
        .merge(in_bulk());
    access::describe(router.get_openapi_mut());
    router
}

/// What takes more than other orders: lists, and what came in a file.
fn in_bulk() -> OpenApiRouter<Door> {
    OpenApiRouter::new()
        .routes(routes!(contributions::check_statement))
        .routes(routes!(members::read_motion))
        .routes(routes!(members::sign))
        .routes(routes!(imports::rows))
        .routes(routes!(imports::introductions))
        .routes(routes!(imports::confirmations))
        .routes(routes!(imports::items))
        .layer(DefaultBodyLimit::max(imports::MAX_IMPORT_BYTES))
}

type Answer = Result<Json<Value>, Failure>;

/// What came of a question or an order.
fn done(answer: Result<Value, Failure>) -> Answer {
    answer.map(Json)
}

/// What an order is about, where its address says all of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Of {
    id: String,
}

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
