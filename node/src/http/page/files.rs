//! The files of a resource, to be taken home.

use std::io;

use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use commons_registry::{FileHash, piece_count};
use commons_store::Files;
use futures::stream;

use crate::failure::Failure;
use crate::http::session::Visit;
use crate::media_type::{self, BYTES};
use crate::output::text;
use crate::request::Request;

/// What a file may do in a browser that shows it in spite of all: nothing.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// A file of a resource, if it is here: to be kept, never shown as a page of this node.
pub(in crate::http) async fn file(
    visit: Visit,
    named: Result<Path<(String, String)>, PathRejection>,
) -> Response {
    let Ok(Path((id, hash))) = named else {
        return visit.refusal(&Failure::usage("this address cannot be read: expected two ids in it"));
    };
    match found(&visit, id, &hash).await {
        Ok(file) => file.sent(),
        Err(failure) => visit.refusal(&failure),
    }
}

/// A file that is here.
struct Here {
    name: String,
    hash: FileHash,
    size: u64,
    files: Files,
}

/// The file with a hash that a record names: of one that is hidden or not shown, nobody is told which it has.
async fn found(visit: &Visit, id: String, hash: &str) -> Result<Here, Failure> {
    let not_here = || Failure::not_found("this file is not on this node");
    let hash: FileHash = hash.parse().map_err(|_| Failure::usage("expected the hash of a file"))?;
    let shown = visit.answer(Request::Show { id, drafts: false }).await?;
    let files = shown["files"].as_array().into_iter().flatten();
    let mut named = files.filter(|file| text(file, "hash") == hash.to_string());
    let name = named.next().map(|file| text(file, "name").to_owned()).ok_or_else(not_here)?;
    match visit.served_file(hash).await? {
        Some((size, files)) => Ok(Here { name, hash, size, files }),
        None => Err(not_here()),
    }
}

impl Here {
    fn sent(self) -> Response {
        let media_type = media_type::of_name(&self.name).map_or(BYTES, |found| found.name);
        let headers = [
            (header::CONTENT_TYPE, media_type.to_owned()),
            (header::CONTENT_LENGTH, self.size.to_string()),
            (header::CONTENT_DISPOSITION, disposition(&self.name)),
            (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
            // Its content can never be another.
            (header::ETAG, format!("\"{}\"", self.hash)),
            (header::VARY, "Cookie".to_owned()),
        ];
        let mut response = Body::from_stream(pieces(self.files, self.hash, self.size)).into_response();
        for (name, value) in headers {
            match HeaderValue::try_from(value) {
                Ok(value) => response.headers_mut().insert(name, value),
                Err(error) => return Failure::internal(error).into_response(),
            };
        }
        response
    }
}

/// A file, piece by piece, each checked before it is sent: one that is damaged ends where the damage begins.
fn pieces(
    files: Files,
    hash: FileHash,
    size: u64,
) -> impl futures::Stream<Item = io::Result<Bytes>> + Send + 'static {
    let count = if size == 0 { 0 } else { piece_count(size) };
    stream::try_unfold((0, files), move |(index, files)| async move {
        if index >= count {
            return Ok(None);
        }
        let read = move || {
            let piece = u32::try_from(index).ok().and_then(|index| files.piece(&hash, index));
            (piece, files)
        };
        let (piece, files) = tokio::task::spawn_blocking(read).await.map_err(io::Error::other)?;
        let piece = piece.ok_or_else(|| io::Error::other("a piece of the file is damaged, or gone"))?;
        Ok(Some((Bytes::from(piece), (index + 1, files))))
    })
}

/// How a file is to be kept, and under which name, without the folders that it lies in (RFC 6266).
fn disposition(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or_default();
    let plain: String = name
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || "-_. ".contains(letter) { letter } else { '_' })
        .collect();
    // Letters that may stand as they are (RFC 8187, section 3.2.1).
    let byte = |byte: u8| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    let exact: String = name.bytes().map(byte).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_name_and_nothing_of_it_becomes_a_header() {
        let said = disposition("plans/Bäcker\" ;\r\nX: y'.pdf");
        let expected = "attachment; filename=\"B_cker_ ___X_ y_.pdf\"; \
                        filename*=UTF-8''B%C3%A4cker%22%20%3B%0D%0AX%3A%20y%27.pdf";
        assert_eq!(said, expected);
        assert!(HeaderValue::try_from(said).is_ok());
    }
}
