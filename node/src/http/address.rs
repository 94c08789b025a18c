//! By which address somebody came: under a name that the node answers to, and perhaps below a path. The rest of the program knows
//! nothing of that path: it is taken from what is asked, and put before where an answer leads.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request as HttpRequest, State};
use axum::http::uri::{PathAndQuery, Uri};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::face::Face;
use crate::failure::Failure;

/// An address at which the node listens, and the face that it shows there.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) listens: SocketAddr,
    pub(super) face: Arc<Face>,
}

/// Finds the page that is asked for, and has answers lead on below the same path.
pub(super) async fn found_below(
    State(face): State<Arc<Face>>,
    mut request: HttpRequest,
    next: Next,
) -> Response {
    let below = face.below_base(request.uri().path()).map(|path| match request.uri().query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    });
    if let Some(found) = below.and_then(|below| PathAndQuery::try_from(below).ok()) {
        let mut parts = request.uri().clone().into_parts();
        parts.path_and_query = Some(found);
        if let Ok(found) = Uri::from_parts(parts) {
            *request.uri_mut() = found;
        }
    }
    request.extensions_mut().insert(Arc::clone(&face));
    let mut response = next.run(request).await;
    let base = face.base();
    if !base.is_empty() {
        put_base(response.headers_mut(), &header::LOCATION, "/", base);
        put_base(response.headers_mut(), &header::LINK, "</", base);
    }
    response
}

/// Puts the base before a path of this node.
fn put_base(headers: &mut HeaderMap, name: &HeaderName, begins: &str, base: &str) {
    let Some(path) = headers.get(name).and_then(|value| value.to_str().ok()) else { return };
    let Some(rest) = path.strip_prefix(begins) else { return };
    let before = begins.strip_suffix('/').unwrap_or_default();
    if let Ok(value) = HeaderValue::try_from(format!("{before}{base}/{rest}")) {
        headers.insert(name, value);
    }
}

/// Answers only to names of this machine, and those that its settings give: a page elsewhere must not read the node through a
/// name that it points here (DNS rebinding).
pub(super) async fn known_hosts_only(
    State(Place { listens, face }): State<Place>,
    request: HttpRequest,
    next: Next,
) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if face.is_called(host) {
        return next.run(request).await;
    }
    let name = host.strip_suffix(&format!(":{}", listens.port())).unwrap_or(host);
    let own = match listens {
        SocketAddr::V4(address) => address.ip().to_string(),
        SocketAddr::V6(address) => format!("[{}]", address.ip()),
    };
    if name == own || matches!(name, "localhost" | "127.0.0.1" | "[::1]") {
        return next.run(request).await;
    }
    Failure::usage(format!("this node does not answer to the name {name:?}"))
        .hint("use http://127.0.0.1 and the port, on the machine of the node")
        .into_response()
}
