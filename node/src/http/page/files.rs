//! The files of a resource, to be taken home.

use std::io;

use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use commons_registry::{FileHash, PIECE_BYTES};
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
    headers: HeaderMap,
) -> Response {
    let Ok(Path((id, hash))) = named else {
        return visit.refusal(&Failure::usage("this address cannot be read: expected two ids in it"));
    };
    match found(&visit, id, &hash).await {
        Ok(file) => file.sent(&headers),
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
    /// The whole, or what is still lacking to whoever has the beginning: a slow line breaks off, and goes on (RFC 9110, section 14).
    fn sent(self, headers: &HeaderMap) -> Response {
        let tag = format!("\"{}\"", self.hash);
        let asked = headers.get(header::RANGE).and_then(|range| range.to_str().ok());
        // Of another content nothing can be gone on with.
        let same = headers.get(header::IF_RANGE).is_none_or(|held| held.as_bytes() == tag.as_bytes());
        let range = asked.filter(|_| same).and_then(|asked| range_of(asked, self.size));
        if let Some(Err(NotThere)) = range {
            let whole = [(header::CONTENT_RANGE, format!("bytes */{}", self.size))];
            return (StatusCode::RANGE_NOT_SATISFIABLE, whole).into_response();
        }
        let part = range.and_then(Result::ok);
        let (from, to) = part.unwrap_or((0, self.size));
        let media_type = media_type::of_name(&self.name).map_or(BYTES, |found| found.name);
        let headers = [
            (header::CONTENT_TYPE, media_type.to_owned()),
            (header::CONTENT_LENGTH, (to - from).to_string()),
            (header::ACCEPT_RANGES, "bytes".to_owned()),
            (header::CONTENT_DISPOSITION, disposition(&self.name)),
            (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
            // Its content can never be another.
            (header::ETAG, tag),
            (header::VARY, "Cookie".to_owned()),
        ];
        let mut response = Body::from_stream(pieces(self.files, self.hash, from, to)).into_response();
        if part.is_some() {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            let range = format!("bytes {from}-{}/{}", to - 1, self.size);
            response
                .headers_mut()
                .extend(HeaderValue::try_from(range).map(|range| (header::CONTENT_RANGE, range)));
        }
        for (name, value) in headers {
            match HeaderValue::try_from(value) {
                Ok(value) => response.headers_mut().insert(name, value),
                Err(error) => return Failure::internal(error).into_response(),
            };
        }
        response
    }
}

/// What is asked for lies behind the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct NotThere;

/// The one part of something so large that is asked for, from a byte to before another. Whatever is asked for otherwise, several parts
/// among it, is given whole: that is always right.
fn range_of(asked: &str, size: u64) -> Option<Result<(u64, u64), NotThere>> {
    let (first, last) = asked.strip_prefix("bytes=")?.split_once('-')?;
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok())?;
    let (from, to) = match (first, last) {
        ("", length) => (size.saturating_sub(number(length)?), size),
        (first, "") => (number(first)?, size),
        (first, last) => (number(first)?, number(last)?.saturating_add(1).min(size)),
    };
    let is_turned_round = !first.is_empty() && !last.is_empty() && number(last)? < from;
    if is_turned_round {
        return None;
    }
    Some(if from < to { Ok((from, to)) } else { Err(NotThere) })
}

/// A file from a byte to before another, piece by piece, each checked before it is sent: one that is damaged ends where the damage begins.
fn pieces(
    files: Files,
    hash: FileHash,
    from: u64,
    to: u64,
) -> impl futures::Stream<Item = io::Result<Bytes>> + Send + 'static {
    stream::try_unfold((from, files), move |(at, files)| async move {
        if at >= to {
            return Ok(None);
        }
        let read = move || {
            let piece = u32::try_from(at / PIECE_BYTES).ok().and_then(|index| files.piece(&hash, index));
            (piece, files)
        };
        let (piece, files) = tokio::task::spawn_blocking(read).await.map_err(io::Error::other)?;
        let piece = piece.ok_or_else(|| io::Error::other("a piece of the file is damaged, or gone"))?;
        let begins = at - at % PIECE_BYTES;
        let within = |byte: u64| usize::try_from(byte - begins).map_err(io::Error::other);
        let (first, end) = (within(at)?, within(to.min(begins + piece.len() as u64))?);
        let piece = Bytes::from(piece).slice(first..end.max(first));
        if piece.is_empty() {
            return Err(io::Error::other("the file is shorter than it was said to be"));
        }
        Ok(Some((piece, (begins + end as u64, files))))
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
    fn whoever_has_the_beginning_asks_for_the_rest() {
        for (asked, given) in [
            ("bytes=0-", Some(Ok((0, 10)))),
            ("bytes=4-", Some(Ok((4, 10)))),
            ("bytes=4-6", Some(Ok((4, 7)))),
            ("bytes=4-99", Some(Ok((4, 10)))),
            ("bytes=-3", Some(Ok((7, 10)))),
            ("bytes=-99", Some(Ok((0, 10)))),
            ("bytes=10-", Some(Err(NotThere))),
            ("bytes=-0", Some(Err(NotThere))),
            ("bytes=6-4", None),
            ("bytes=0-1,3-4", None),
            ("bytes=+1-", None),
            ("bytes=-", None),
            ("lines=0-", None),
        ] {
            assert_eq!(range_of(asked, 10), given, "{asked}");
        }
        assert_eq!(range_of("bytes=0-", 0), Some(Err(NotThere)));
    }

    #[test]
    fn a_file_keeps_its_name_and_nothing_of_it_becomes_a_header() {
        let said = disposition("plans/Bäcker\" ;\r\nX: y'.pdf");
        let expected = "attachment; filename=\"B_cker_ ___X_ y_.pdf\"; \
                        filename*=UTF-8''B%C3%A4cker%22%20%3B%0D%0AX%3A%20y%27.pdf";
        assert_eq!(said, expected);
        assert!(HeaderValue::try_from(said).is_ok());
    }
}
