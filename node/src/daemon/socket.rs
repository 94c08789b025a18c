//! The node's socket: whoever may open it (its owner) may ask for anything.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::UnixListener;

use crate::data_dir::cannot;
use crate::failure::Failure;
use crate::request::Request;
use crate::service::Service;

/// Most bytes of one question: a part of a bundle in hex.
const MAX_QUESTION_BYTES: usize = 128 * 1024 * 1024;

/// Opens the socket, in place of one that a killed node left. The data directory's lock says that none runs.
pub(super) fn bind(path: &Path) -> Result<UnixListener, Failure> {
    if let Err(error) = fs::remove_file(path)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(cannot("remove", path, &error));
    }
    let listener = UnixListener::bind(path).map_err(|error| {
        cannot("open", path, &error)
            .hint("a socket's path may have at most 107 characters: choose a shorter --data")
    })?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
        .map_err(|error| cannot("protect", path, &error))?;
    Ok(listener)
}

/// Answers until the node stops.
pub(super) async fn serve(listener: UnixListener, service: Arc<Service>) -> io::Result<()> {
    let router = Router::new()
        .route("/ask", post(ask))
        .layer(DefaultBodyLimit::max(MAX_QUESTION_BYTES))
        .with_state(service);
    axum::serve(listener, router).await
}

/// The answer, or a refusal in the shape that the command prints with `--json`.
async fn ask(
    State(service): State<Arc<Service>>,
    Json(request): Json<Request>,
) -> Result<Json<Value>, (StatusCode, Json<Value>)> {
    let answer = tokio::task::spawn_blocking(move || service.handle(request)).await;
    let refused = |failure: Failure| (StatusCode::BAD_REQUEST, Json(json!({ "error": failure })));
    answer.map_err(Failure::internal).flatten().map(Json).map_err(refused)
}
