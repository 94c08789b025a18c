//! Answers that are the same as last time need not be sent again: entity tags (RFC 9110, section 8.8.3).

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header, response};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::failure::Failure;

/// Most bytes of an answer that is read to be tagged; larger ones are refused, and none is near.
const MAX_TAGGED: usize = 64 * 1024 * 1024;

/// Bytes of the hash that make a tag.
const TAG_BYTES: usize = 16;

/// Tags what is answered by its content, unless it has a tag, and answers "not modified" to whoever has it.
pub(super) async fn tagged(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let held: Vec<HeaderValue> = request.headers().get_all(header::IF_NONE_MATCH).iter().cloned().collect();
    let response = next.run(request).await;
    if !reads || response.status() != StatusCode::OK || is_stream(response.headers()) {
        return response;
    }
    let has = |tag: &str| held.iter().filter_map(|held| held.to_str().ok()).any(|held| names(held, tag));
    if let Some(tag) = response.headers().get(header::ETAG) {
        // It knows better what it is.
        let same = tag.to_str().is_ok_and(has);
        return if same { not_modified(response.into_parts().0) } else { response };
    }
    let (mut parts, body) = response.into_parts();
    let bytes = match to_bytes(body, MAX_TAGGED).await {
        Ok(bytes) => bytes,
        Err(error) => return Failure::internal(error).into_response(),
    };
    let hash = blake3::hash(&bytes);
    let tag = format!("\"{}\"", data_encoding::HEXLOWER.encode(&hash.as_bytes()[..TAG_BYTES]));
    let same = has(&tag);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        parts.headers.insert(header::ETAG, tag);
    }
    if same { not_modified(parts) } else { Response::from_parts(parts, Body::from(bytes)) }
}

fn not_modified(mut parts: response::Parts) -> Response {
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::empty())
}

fn is_stream(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"))
}

/// Whether a list of tags names this one: weakly, as is right for `If-None-Match`.
fn names(list: &str, tag: &str) -> bool {
    list.split(',').map(str::trim).any(|held| held == "*" || held.strip_prefix("W/").unwrap_or(held) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_found_in_a_list_of_tags() {
        for (list, found) in [
            ("\"ab\"", true),
            ("W/\"ab\"", true),
            ("\"cd\", \"ab\"", true),
            ("*", true),
            ("ab", false),
            ("\"cd\"", false),
            ("", false),
        ] {
            assert_eq!(names(list, "\"ab\""), found, "{list}");
        }
    }
}
