//! HTTP: what browsers and programs may read. Nothing here writes.

mod page;
mod search;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{FromRequestParts, Path, Query, Request as HttpRequest, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use commons_licences::{Act, Purpose};
use commons_registry::Kind;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tracing::debug;

use crate::failure::{Failure, FailureKind};
use crate::request::{Check, Request};
use crate::service::{Asker, Service};

/// How long a question may take to be asked, its body aside, and how long a connection may lie idle.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// Most connections at a time. Further ones wait.
const MAX_CONNECTIONS: usize = 256;

/// Most bytes behind the `?` of an address: far more than a search of sixteen words with every filter takes.
const MAX_QUERY_BYTES: usize = 4 * 1024;

/// Most questions of strangers that are worked on at a time. One that is begun is finished, even if nobody waits for it any more.
static AT_ONCE: Semaphore = Semaphore::const_new(8);

/// Answers until the node stops.
pub(crate) async fn serve(mut listener: TcpListener, service: Arc<Service>) -> io::Result<()> {
    let router = TowerToHyperService::new(router(service, listener.local_addr()?));
    let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let place = Arc::clone(&room).acquire_owned().await.map_err(io::Error::other)?;
        let (stream, _) = axum::serve::Listener::accept(&mut listener).await;
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIMEOUT)
            .serve_connection(TokioIo::new(stream), router.clone());
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                debug!(%error, "a connection to the pages failed");
            }
            drop(place);
        });
    }
}

fn router(service: Arc<Service>, address: SocketAddr) -> Router {
    Router::new()
        .route("/", get(page::home))
        .route("/records/{id}", get(page::record))
        .route("/style.css", get(page::style))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/api/v1/status", get(status))
        .route("/api/v1/records", get(list))
        .route("/api/v1/records/{id}", get(show))
        .route("/api/v1/records/{id}/check", get(check))
        .route("/api/v1/search", get(search::search))
        .route("/api/v1/find", get(search::find))
        .fallback(|| async { Failure::not_found("there is no such page") })
        .method_not_allowed_fallback(|| async { (StatusCode::METHOD_NOT_ALLOWED, read_only()) })
        .with_state(service)
        .layer(from_fn_with_state(address, known_hosts_only))
        .layer(from_fn(safe_headers))
}

/// Hands a request to the service, on a thread that may block. Whoever asks here is told what anybody may know.
async fn answer(service: Arc<Service>, request: Request) -> Result<Value, Failure> {
    // Closed only when the program ends.
    let _turn = AT_ONCE.acquire().await.map_err(Failure::internal)?;
    tokio::task::spawn_blocking(move || service.handle_for(Asker::Anybody, request))
        .await
        .map_err(Failure::internal)?
}

fn read_only() -> Json<Value> {
    let failure = Failure::usage("nothing is written over HTTP: expected GET")
        .hint("the commons command writes, on the machine of the node");
    Json(json!({ "error": failure }))
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
        let bytes = parts.uri.query().map_or(0, str::len);
        if bytes > MAX_QUERY_BYTES {
            return Err(Failure::usage(format!(
                "the question is too long: expected at most {MAX_QUERY_BYTES} bytes behind the ?, found {bytes}"
            ))
            .hint("ask for fewer words"));
        }
        match Query::from_request_parts(parts, state).await {
            Ok(Query(asked)) => Ok(Self(asked)),
            Err(rejection) => {
                let why = rejection.body_text();
                Err(Failure::usage(why.strip_prefix(UNREAD).unwrap_or(&why)).hint(NAMES))
            }
        }
    }
}

/// A number of a question; said so that people know what was expected.
fn whole<'de, D: Deserializer<'de>, N: core::str::FromStr>(asked: D) -> Result<Option<N>, D::Error> {
    let text = String::deserialize(asked)?;
    let expected = |_| D::Error::custom(format_args!("expected a whole number, found {text:?}"));
    text.trim().parse().map(Some).map_err(expected)
}

type Answer = Result<Json<Value>, Failure>;

async fn status(State(service): State<Arc<Service>>) -> Answer {
    answer(service, Request::Status).await.map(Json)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListQuery {
    kind: Option<Kind>,
    #[serde(default, deserialize_with = "whole")]
    limit: Option<usize>,
    after: Option<String>,
}

const DEFAULT_LIMIT: usize = 50;

async fn list(State(service): State<Arc<Service>>, Asked(query): Asked<ListQuery>) -> Answer {
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    answer(service, Request::List { kind: query.kind, limit, after: query.after }).await.map(Json)
}

async fn show(State(service): State<Arc<Service>>, Path(id): Path<String>) -> Answer {
    answer(service, Request::Show { id, drafts: false }).await.map(Json)
}

/// `?for=commercial&act=adapt,distribute&worker_owned=true`: facts by their names.
async fn check(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
    Asked(query): Asked<Vec<(String, String)>>,
) -> Answer {
    let mut check = Check {
        id: Some(id),
        licence: None,
        as_agent: None,
        facts: Vec::new(),
        purpose: Purpose::default(),
        acts: Vec::new(),
    };
    for (name, value) in query {
        match name.as_str() {
            "as" => check.as_agent = Some(value),
            "for" => check.purpose = value.parse().map_err(usage)?,
            "act" => {
                for act in value.split(',') {
                    check.acts.push(act.parse::<Act>().map_err(usage)?);
                }
            }
            _ => check.facts.push((name, value)),
        }
    }
    answer(service, Request::Check(check)).await.map(Json)
}

fn usage(error: impl core::fmt::Display) -> Failure {
    Failure::usage(error.to_string())
}

/// Answers only to names of this machine: a page elsewhere must not read the node through a name that it points
/// here (DNS rebinding).
async fn known_hosts_only(State(address): State<SocketAddr>, request: HttpRequest, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.strip_suffix(&format!(":{}", address.port())).unwrap_or(host);
    let own = match address {
        SocketAddr::V4(address) => address.ip().to_string(),
        SocketAddr::V6(address) => format!("[{}]", address.ip()),
    };
    if name == own || matches!(name, "localhost" | "127.0.0.1" | "[::1]") {
        return next.run(request).await;
    }
    Failure::usage(format!("this node does not answer to the name {name:?}"))
        .hint("use http://127.0.0.1 and the port, on the machine of the node")
        .into_response()
}

async fn safe_headers(request: HttpRequest, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let policy =
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = match self.kind {
            FailureKind::Usage | FailureKind::Invalid => StatusCode::BAD_REQUEST,
            FailureKind::NotFound => StatusCode::NOT_FOUND,
            FailureKind::Locked | FailureKind::InUse => StatusCode::CONFLICT,
            FailureKind::Config | FailureKind::Network | FailureKind::Internal => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        (status, Json(json!({ "error": self }))).into_response()
    }
}
