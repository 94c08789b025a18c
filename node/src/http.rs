//! HTTP: what browsers and programs may read; and write, once they have signed in or bring a token.
//!
//! | module | what lives there |
//! | --- | --- |
//! | `api` | `/api/v1`: what the command reads and writes, for programs, and its description |
//! | `page` | where pages for people are asked for; `web` makes them |
//! | `feeds` | Atom feeds, maps for search engines, what robots may read |
//! | `assets` | what pages are shown with |
//! | `events` | what changes, as it happens, for programs |
//! | `live` | the same for a page that somebody looks at |
//! | `health` | whether the node is well, and what it measures |
//! | `forms` | how people sign in, and what they write |
//! | `address` | by which name, and below which path, somebody came |
//! | `guard` | what a question has to bring before anything is written |
//! | `session` | who has signed in, from which browser |
//! | `patience` | how long what is sent along may take |
//! | `program` | programs that bring a token |
//! | `problem` | refusals in one shape |
//! | `cached` | answers that need not be sent again |
//! | `squeezed` | answers in fewer bytes |

mod address;
mod api;
mod assets;
mod cached;
mod events;
mod feeds;
mod forms;
mod guard;
mod health;
mod live;
mod page;
mod patience;
mod problem;
mod program;
mod session;
mod squeezed;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{FromRef, Request as HttpRequest};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use commons_network::Network;
use commons_registry::StateRoot;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, broadcast, watch};
use tokio::task::JoinSet;
use tracing::debug;

use crate::assets::{LIVELY, STYLE};
use crate::face::Face;
use crate::failure::Failure;
use crate::language::Reader;
use crate::request::Request;
use crate::service::{Asker, Room, Service};
use address::Place;
use events::Told;
use health::Measured;
use session::Sessions;

/// How long a question may take to be asked, its body aside, and how long a connection may lie idle.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a connection may last in all: one that listens asks anew after an hour, and one that reads nothing goes.
const CONNECTION_AT_MOST: Duration = Duration::from_secs(61 * 60);

/// Most connections at a time. Further ones wait.
const MAX_CONNECTIONS: usize = 256;

/// What answers rest on.
#[derive(Clone)]
struct Door {
    service: Arc<Service>,
    network: Network,
    told: broadcast::Sender<Told>,
    measured: Arc<Measured>,
    sessions: Arc<Sessions>,
    face: Arc<Face>,
}

impl FromRef<Door> for Arc<Service> {
    fn from_ref(door: &Door) -> Self {
        Self::clone(&door.service)
    }
}

impl FromRef<Door> for Arc<Face> {
    fn from_ref(door: &Door) -> Self {
        Self::clone(&door.face)
    }
}

/// Answers until the node stops.
pub(crate) async fn serve(
    mut listener: TcpListener,
    service: Arc<Service>,
    network: Network,
    changed: watch::Receiver<StateRoot>,
    face: Face,
) -> io::Result<()> {
    let (told, _) = broadcast::channel(events::MAX_WAITING);
    // Ends with this.
    let mut beside = JoinSet::new();
    beside.spawn(events::tell(Arc::clone(&service), changed, told.clone()));
    let address = listener.local_addr()?;
    let face = Arc::new(face);
    let sessions = Arc::new(Sessions::new(address, face.base()));
    let door = Door { service, network, told, measured: Arc::default(), sessions, face };
    let router = TowerToHyperService::new(router(door, address));
    let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let place = Arc::clone(&room).acquire_owned().await.map_err(io::Error::other)?;
        let (stream, _) = axum::serve::Listener::accept(&mut listener).await;
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIMEOUT)
            .serve_connection(TokioIo::new(stream), router.clone());
        tokio::spawn(async move {
            match tokio::time::timeout(CONNECTION_AT_MOST, connection).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => debug!(%error, "a connection to the pages failed"),
                Err(_) => debug!("a connection to the pages was open for too long"),
            }
            drop(place);
        });
    }
}

fn router(door: Door, address: SocketAddr) -> Router {
    let place = Place { listens: address, face: Arc::clone(&door.face) };
    let below = from_fn_with_state(Arc::clone(&door.face), address::found_below);
    let pages = Router::new()
        .route("/", get(page::home))
        .route("/near", get(page::near))
        .route("/map", get(page::map))
        .route("/records/{id}", get(page::record))
        .route("/language", get(page::language))
        .route("/records/{id}/history", get(page::history))
        .route("/records/{id}/provenance", get(page::provenance))
        .route("/records/{id}/files/{hash}", get(page::file))
        .route("/knowledge", get(page::knowledge))
        .route("/glossary", get(page::glossary))
        .route("/licences", get(page::licences))
        .route("/licences/{id}", get(page::licence))
        .route("/node", get(page::node))
        .route("/r/{id}", get(page::short_link))
        .route("/live", get(live::live))
        .route(STYLE.path, get(assets::style))
        .route(LIVELY.path, get(assets::lively))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .merge(forms::open_router())
        .merge(if door.face.is_public() { Router::new() } else { of_the_house() })
        .merge(api::router())
        .merge(feeds::router())
        .fallback(nowhere)
        .method_not_allowed_fallback(read_only)
        .layer(from_fn(guard::guarded))
        .layer(from_fn(patience::patient))
        .layer(from_fn(cached::tagged))
        .layer(from_fn_with_state(Arc::clone(&door.measured), health::measure))
        .layer(from_fn_with_state(Arc::clone(&door.sessions), session::recognised))
        .with_state(door)
        .layer(from_fn_with_state(place, address::known_hosts_only))
        .layer(from_fn(safe_headers));
    // Found before it is looked for: layers of the pages themselves come too late for that.
    let pages = Router::new().fallback_service(pages).layer(below);
    pages.layer(squeezed::layer()).layer(from_fn(squeezed::tagged_weakly))
}

/// What is not for everybody.
fn of_the_house() -> Router<Door> {
    forms::router().route("/metrics", get(health::metrics))
}

/// Hands a request to the service, on a thread that may block. Whoever asks here is told what anybody may know.
async fn answer(service: Arc<Service>, request: Request) -> Result<Value, Failure> {
    let room = service.room.clone();
    blocking(&room, move || service.handle_for(Asker::Anybody, request)).await
}

/// Works on something for whoever asks, on a thread that may block, a few at a time.
async fn blocking<T: Send + 'static>(
    room: &Room,
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    // Closed only when the program ends.
    let turn = Arc::clone(&room.turns).acquire_owned().await.map_err(Failure::internal)?;
    let work = move || {
        // Kept until the work is done: whoever hangs up does not make room by that.
        let _turn = turn;
        work()
    };
    tokio::task::spawn_blocking(work).await.map_err(Failure::internal)?
}

/// A page for people, a problem for programs.
async fn nowhere(reader: Reader, uri: Uri) -> Response {
    let failure = Failure::not_found("there is no such page");
    if uri.path().starts_with("/api/") { failure.into_response() } else { page::refusal(reader, &failure) }
}

async fn read_only(reader: Reader, uri: Uri) -> Response {
    let failure = Failure::usage("what is here does not take this method")
        .hint("/api/v1/docs says what can be asked and ordered, and how");
    if uri.path().starts_with("/api/") {
        return problem::with_status(StatusCode::METHOD_NOT_ALLOWED, failure);
    }
    (StatusCode::METHOD_NOT_ALLOWED, page::refusal(reader, &failure)).into_response()
}

async fn safe_headers(request: HttpRequest, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(policy));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    // What is not here may come: nobody keeps an answer without asking again.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    response
}
