//! Whether the node is well, and what it measures, for whoever watches over it.

use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::extract::{MatchedPath, Request as HttpRequest, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use serde_json::Value;

use super::problem::{self, Refused};
use super::program::Program;
use super::{Door, answer};
use crate::failure::{Failure, FailureKind};
use crate::request::Request;
use crate::service::Service;

/// So many changes behind, lists and search do not tell what is held.
const FAR_BEHIND: u64 = 10_000;

/// With what a text of metrics ends, once.
const END: &str = "# EOF\n";

/// What is measured of answers.
pub(super) struct Measured {
    registry: Registry,
    answers: Family<Answered, Counter>,
    seconds: Histogram,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    /// As the interface has it, such as `/api/v1/records/{id}`.
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfKind {
    kind: String,
}

impl Default for Measured {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("commons_http");
        let answers = Family::default();
        // From half a millisecond to eight seconds.
        let seconds = Histogram::new(exponential_buckets(0.0005, 2.0, 15));
        registry.register("answers", "Questions answered, by route and status", answers.clone());
        registry.register("answer_seconds", "How long an answer took, its sending aside", seconds.clone());
        Self { registry, answers, seconds }
    }
}

/// Counts what is answered.
pub(super) async fn measure(
    State(measured): State<Arc<Measured>>,
    request: HttpRequest,
    next: Next,
) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let begun = Instant::now();
    let response = next.run(request).await;
    measured.seconds.observe(begun.elapsed().as_secs_f64());
    let answered = Answered { route, status: response.status().as_u16() };
    measured.answers.get_or_create(&answered).inc();
    response
}

/// That the program runs.
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// Whether lists and search tell what is held.
pub(super) async fn readyz(State(service): State<Arc<Service>>) -> Response {
    let behind = service.store.unlisted();
    if behind <= FAR_BEHIND {
        return "ready\n".into_response();
    }
    let failure = Failure::new(FailureKind::InUse, format!("lists and search are {behind} changes behind"))
        .hint("wait: `commons status` shows how far they are");
    problem::with_status(StatusCode::SERVICE_UNAVAILABLE, failure)
}

/// How the node is
#[utoipa::path(get, path = "/api/v1/status", tag = "node",
    responses((status = 200, description = "What it holds, and with whom it is connected; with a token also what is amiss, the gravest first, under `findings`", body = Value), Refused))]
pub(super) async fn status(program: Program) -> Result<Json<Value>, Failure> {
    program.answer(Request::Status).await.map(Json)
}

/// Everything measured, in the text format of OpenMetrics.
pub(super) async fn metrics(State(door): State<Door>) -> Result<Response, Failure> {
    let status = answer(Arc::clone(&door.service), Request::Status).await?;
    let mut text = door.network.metrics().map_err(Failure::internal)?;
    for registry in [&door.measured.registry, &of_node(&status)] {
        text.truncate(text.strip_suffix(END).map_or(text.len(), str::len));
        encode(&mut text, registry).map_err(Failure::internal)?;
    }
    let kind = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}

/// What the node holds, as of now.
fn of_node(status: &Value) -> Registry {
    let mut registry = Registry::with_prefix("commons");
    let records = Family::<OfKind, Gauge>::default();
    for (kind, count) in status["records"].as_object().into_iter().flatten() {
        let count = count.as_i64().unwrap_or_default();
        records.get_or_create(&OfKind { kind: kind.clone() }).set(count);
    }
    registry.register("records", "Records held, by kind", records);
    for (name, help, value) in [
        ("changes", "Changes held", &status["changes"]),
        ("peers", "Nodes that this one is connected to", &status["peers"]),
        ("unlisted_changes", "Changes that lists and search do not know of yet", &status["unlisted"]),
    ] {
        let gauge: Gauge = Gauge::default();
        gauge.set(value.as_i64().unwrap_or_default());
        registry.register(name, help, gauge);
    }
    registry
}
