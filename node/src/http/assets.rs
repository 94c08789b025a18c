//! What pages are shown with, at its address.

use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::assets::{Asset, LIVELY, STYLE};

/// For how long browsers may keep what they asked for under an address of its own: a year, as long as anything (RFC 9111).
const KEPT: &str = "public, max-age=31536000, immutable";

/// How pages look.
pub(super) async fn style(uri: Uri) -> Response {
    asset(&STYLE, &uri)
}

/// What makes parts of pages lively.
pub(super) async fn lively(uri: Uri) -> Response {
    asset(&LIVELY, &uri)
}

fn asset(asset: &Asset, uri: &Uri) -> Response {
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind))];
    // A page of another version of the program asks for what is not here: that is not kept.
    let is_this =
        uri.query().and_then(|query| query.strip_prefix("v=")).is_some_and(|tag| tag == asset.tag());
    let kept = is_this.then_some([(header::CACHE_CONTROL, HeaderValue::from_static(KEPT))]);
    let mut response = (kind, asset.content).into_response();
    response.headers_mut().extend(kept.into_iter().flatten());
    response
}
