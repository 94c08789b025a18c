//! Fetching the files of a resource from other nodes.

use axum::extract::Path;
use axum::response::Response;

use super::{Nothing, Sent, see};
use crate::output::text;
use crate::request::{FilesRequest, Request};

/// Begins to fetch what is not here.
pub(in crate::http) async fn fetch(Path(id): Path<String>, sent: Sent<Nothing>) -> Response {
    let Sent { visit, session, typed: Nothing {} } = sent;
    match session.answer(Request::Files(FilesRequest::Fetch { id })).await {
        Ok(fetched) => see(&format!("/records/{}?done=fetching#files", text(&fetched, "id"))),
        Err(failure) => visit.refusal(&failure),
    }
}
