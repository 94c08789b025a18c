//! What a question has to bring before anything is written: it comes from a page of this node, or from a program with a token.
//!
//! A browser that shows another site's page can be made to send forms here, with the cookie of whoever has signed in. It says
//! then in `Origin` from where (RFC 6454, section 7), and nothing but a page of this node is believed; nor is one that says
//! nothing. Programs send no `Origin` and no cookie: they bring a token, and that no other site can make a browser send.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{page, problem, program};
use crate::face::Face;
use crate::failure::Failure;
use crate::language::Reader;

/// Where records are reported: what everybody may send.
const REPORT: &str = "/report";

/// How forms send what was typed, and files.
const FORM_TYPES: [&str; 2] = ["application/x-www-form-urlencoded", "multipart/form-data"];

/// How programs send what is to be written, and files.
const PROGRAM_TYPES: [&str; 2] = ["application/json", "application/octet-stream"];

/// Refuses what may not write, whatever it wants to write.
pub(super) async fn guarded(request: Request, next: Next) -> Response {
    let for_programs = request.uri().path().starts_with("/api/");
    let only_shows = request.extensions().get::<Arc<Face>>().is_none_or(|face| face.is_public());
    let refused = if only_shows { not_here(&request) } else { None };
    match refused.or_else(|| refusal(request.method(), request.headers(), for_programs)) {
        None => next.run(request).await,
        Some((StatusCode::UNAUTHORIZED, _)) => program::unknown(),
        Some((status, failure)) if for_programs => problem::with_status(status, failure),
        Some((status, failure)) => {
            let reader = Reader::of(request.method(), request.uri(), request.headers(), request.extensions());
            (status, page::refusal(reader, &failure)).into_response()
        }
    }
}

/// What a face of the pages that is for everybody does not take: anything but reports, and tokens.
fn not_here(request: &Request) -> Option<(StatusCode, Failure)> {
    let writes = !request.method().is_safe() && request.uri().path() != REPORT;
    if !writes && !request.headers().contains_key(header::AUTHORIZATION) {
        return None;
    }
    let failure = Failure::usage("these pages only show what is here")
        .hint("members sign in, and programs bring their token, at the other address of this node");
    Some((StatusCode::FORBIDDEN, failure))
}

fn refusal(method: &Method, headers: &HeaderMap, for_programs: bool) -> Option<(StatusCode, Failure)> {
    let refused = |status, failure: Failure| Some((status, failure));
    if headers.contains_key(header::UPGRADE) {
        let failure = Failure::usage("this node speaks plain HTTP here, and nothing else");
        return refused(StatusCode::BAD_REQUEST, failure.hint("ask without the header Upgrade"));
    }
    if method.is_safe() {
        return None;
    }
    let has_token = headers.contains_key(header::AUTHORIZATION);
    let from_here = match headers.get_all(header::ORIGIN).iter().collect::<Vec<_>>().as_slice() {
        [] => for_programs && has_token,
        [origin] => origin.to_str().is_ok_and(|origin| is_own(origin, headers)),
        _ => false,
    };
    let site = headers.get("sec-fetch-site").map(axum::http::HeaderValue::as_bytes);
    let says_nothing = !headers.contains_key(header::ORIGIN) && site.is_none();
    if for_programs && !has_token && says_nothing {
        return refused(StatusCode::UNAUTHORIZED, Failure::usage("this takes a token"));
    }
    if !from_here || site.is_some_and(|site| site != b"same-origin" && site != b"none") {
        let failure = Failure::usage("this was not sent from a page of this node");
        return refused(StatusCode::FORBIDDEN, failure.hint("open the page here, and send it from there"));
    }
    let types = if for_programs { PROGRAM_TYPES } else { FORM_TYPES };
    let sent = headers.get(header::CONTENT_TYPE).and_then(|sent| sent.to_str().ok()).unwrap_or_default();
    let sent = sent.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_empty = sent.is_empty() && headers.get(header::CONTENT_LENGTH).is_none_or(|length| length == "0");
    if !(types.contains(&sent.as_str()) || for_programs && is_empty) {
        let failure = Failure::usage(format!("expected {}, found {sent:?}", types.join(" or ")));
        return refused(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            failure.hint("say it in the header Content-Type"),
        );
    }
    None
}

/// Whether an origin is that of the node, under the name by which it was asked: that the name is one of its own is known
/// already.
fn is_own(origin: &str, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let named = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    !host.is_empty() && named.is_some_and(|named| named.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn refused(method: &Method, for_programs: bool, headers: &[(&'static str, &'static str)]) -> Option<u16> {
        let mut map = HeaderMap::new();
        map.insert(header::HOST, HeaderValue::from_static("127.0.0.1:7780"));
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        refusal(method, &map, for_programs).map(|(status, _)| status.as_u16())
    }

    const OWN: (&str, &str) = ("origin", "http://127.0.0.1:7780");
    const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
    const JSON: (&str, &str) = ("content-type", "application/json; charset=utf-8");
    const TOKEN: (&str, &str) = ("authorization", "Bearer x");

    #[test]
    fn a_form_comes_from_a_page_of_this_node() {
        let post = |headers: &[(&'static str, &'static str)]| refused(&Method::POST, false, headers);
        assert_eq!(post(&[OWN, FORM]), None);
        assert_eq!(
            post(&[("origin", "https://127.0.0.1:7780"), FORM, ("sec-fetch-site", "same-origin")]),
            None
        );
        for origin in [
            "null",
            "",
            "http://evil.example",
            "http://127.0.0.1",
            "http://127.0.0.1:7781",
            "http://127.0.0.1:7780.evil.example",
            "http://evil.example@127.0.0.1:7780",
            "ftp://127.0.0.1:7780",
        ] {
            assert_eq!(post(&[("origin", origin), FORM]), Some(403), "{origin}");
        }
        assert_eq!(post(&[FORM]), Some(403), "no origin");
        assert_eq!(post(&[FORM, TOKEN]), Some(403), "a token is for programs");
        assert_eq!(post(&[OWN, OWN, FORM]), Some(403), "two origins");
        assert_eq!(post(&[OWN, FORM, ("sec-fetch-site", "cross-site")]), Some(403));
        assert_eq!(post(&[OWN, ("content-type", "text/plain")]), Some(415));
        assert_eq!(post(&[OWN]), Some(415));
        assert_eq!(post(&[OWN, FORM, ("upgrade", "websocket")]), Some(400));
    }

    #[test]
    fn a_program_brings_a_token_and_json() {
        let post = |headers: &[(&'static str, &'static str)]| refused(&Method::POST, true, headers);
        assert_eq!(post(&[TOKEN, JSON]), None);
        assert_eq!(post(&[TOKEN, ("content-length", "0")]), None);
        assert_eq!(post(&[JSON]), Some(401));
        assert_eq!(post(&[JSON, ("sec-fetch-site", "cross-site")]), Some(403));
        assert_eq!(post(&[TOKEN, FORM]), Some(415));
        assert_eq!(post(&[TOKEN, JSON, ("origin", "http://evil.example")]), Some(403));
        assert_eq!(post(&[TOKEN, JSON, ("origin", "null")]), Some(403));
    }

    #[test]
    fn whoever_reads_says_nothing_of_where_from() {
        assert_eq!(refused(&Method::GET, false, &[("origin", "http://evil.example")]), None);
        assert_eq!(refused(&Method::GET, false, &[("upgrade", "websocket")]), Some(400));
    }
}
