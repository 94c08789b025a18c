//! Files of resources: put in, fetched, kept.

use std::path::Path;

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::{Json, extract::State};
use futures::StreamExt as _;
use serde::Deserialize;
use tempfile::NamedTempFile;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use super::answers::Done;
use super::{Answer, Asked, Id, Of, done};
use crate::failure::Failure;
use crate::http::problem::{self, Refused};
use crate::http::program::{Known, Order, Writer, is_sent_as, sent_otherwise};
use crate::http::{Door, blocking};
use crate::request::{FilesRequest, MAX_SENT_BYTES, Request};

/// As what files are sent.
const BYTES: &str = "application/octet-stream";

/// Which files are here, and what room they take
#[utoipa::path(get, path = "/api/v1/files", tag = "files", responses(Done, Refused), security(("token" = [])))]
pub(super) async fn list(known: Known) -> Answer {
    done(known.answer(Request::Files(FilesRequest::List)).await)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct NameQuery {
    /// What the file is to be called
    name: String,
}

/// Put a file in, to be published
///
/// Its bytes are the body, at most 64 MiB. What `files` of the answer holds goes into `files` or `add_files` of a resource within
/// the hour.
#[utoipa::path(post, path = "/api/v1/files", tag = "files", params(NameQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses(Done, Refused))]
pub(super) async fn add(
    writer: Writer,
    State(door): State<Door>,
    Asked(query): Asked<NameQuery>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Response> {
    if !is_sent_as(&headers, BYTES) {
        return Err(sent_otherwise(BYTES));
    }
    let files = door.service.files.clone();
    let begun = blocking(&door.service.room, move || files.to_be_received().map_err(Failure::internal)).await;
    let received = begun.map_err(Failure::into_response)?;
    receive(body, received.path()).await?;
    let add = FilesRequest::Add { files: vec![(received.path().to_owned(), query.name)] };
    let added = writer.answer(Request::Files(add)).await.map_err(Failure::into_response)?;
    // Until here, so that the file was there to be read.
    drop::<NamedTempFile>(received);
    Ok(Json(added).into_response())
}

/// Writes what is sent to a file, as it comes.
async fn receive(body: Body, path: &Path) -> Result<(), Response> {
    let lost = |error: std::io::Error| Failure::internal(error).into_response();
    let mut file = File::create(path).await.map_err(lost)?;
    let (mut parts, mut bytes) = (body.into_data_stream(), 0);
    while let Some(part) = parts.next().await {
        let part = part.map_err(|error| {
            Failure::usage(format!("the file did not come whole: {error}")).into_response()
        })?;
        bytes += part.len() as u64;
        if bytes > MAX_SENT_BYTES {
            let failure = Failure::usage(format!("expected a file of at most {MAX_SENT_BYTES} bytes"))
                .hint("`commons publish FILE` takes larger ones, on the machine of the node");
            return Err(problem::with_status(StatusCode::PAYLOAD_TOO_LARGE, failure));
        }
        file.write_all(&part).await.map_err(lost)?;
    }
    file.flush().await.map_err(lost)
}

/// How far the files of a resource are
#[utoipa::path(get, path = "/api/v1/resources/{id}/files", tag = "files", responses(Done, Refused),
    security(("token" = [])))]
pub(super) async fn fetched(known: Known, Id(id): Id) -> Answer {
    done(known.answer(Request::Files(FilesRequest::Fetched { id })).await)
}

/// Fetch the files of a resource that are not here
#[utoipa::path(post, path = "/api/v1/resources/{id}/files/fetch", tag = "files", responses(Done, Refused))]
pub(super) async fn fetch(order: Order<Of>) -> Answer {
    done(order.answer(|Of { id }| Request::Files(FilesRequest::Fetch { id })).await)
}

/// Keep the files of a resource here, those to come too
#[utoipa::path(put, path = "/api/v1/pinned/{id}", tag = "files", responses(Done, Refused))]
pub(super) async fn pin(order: Order<Of>) -> Answer {
    done(order.answer(|Of { id }| Request::Files(FilesRequest::Pin { id, remove: false })).await)
}

/// Keep them no longer
#[utoipa::path(delete, path = "/api/v1/pinned/{id}", tag = "files", responses(Done, Refused))]
pub(super) async fn unpin(order: Order<Of>) -> Answer {
    done(order.answer(|Of { id }| Request::Files(FilesRequest::Pin { id, remove: true })).await)
}
