//! Answers that are sent in fewer bytes, to whoever takes them so (RFC 9110, section 8.4): lines are what is scarce.

use axum::extract::Request;
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

/// Fewest bytes that are worth it.
const WORTH_IT: u64 = 512;

/// What squeezes.
pub(super) fn layer() -> CompressionLayer<impl Predicate> {
    let pays = SizeAbove::new(WORTH_IT).and(NotForContentType::const_new("text/event-stream"));
    let pays = pays.and(is_shown).and(holds_no_secret);
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(pays)
}

/// Files that are taken home are mostly squeezed already, and their length tells how far they are.
fn is_shown(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(header::CONTENT_DISPOSITION)
}

/// A page with a form key, and words that somebody else may have chosen, tells its length to whoever is on the line: were it squeezed, the
/// length would tell the key, one guess after the other (BREACH, Gluck, Harris and Prado 2013). Pages of members are kept nowhere, and so are those
/// that show something secret.
fn holds_no_secret(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kept = headers.get(header::CACHE_CONTROL).and_then(|kept| kept.to_str().ok()).unwrap_or_default();
    !kept.contains("no-store")
}

/// A tag names bytes; of what was squeezed it says only that it means the same (RFC 9110, section 8.8.3.3).
pub(super) async fn tagged_weakly(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if headers.contains_key(header::CONTENT_ENCODING)
        && let Some(tag) = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok())
        && !tag.starts_with("W/")
        && let Ok(weak) = HeaderValue::try_from(format!("W/{tag}"))
    {
        headers.insert(header::ETAG, weak);
    }
    response
}
