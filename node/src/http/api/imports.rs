//! Lists and bundles, taken in.

use serde::Deserialize;

use super::answers::Done;
use super::{Answer, done};
use crate::http::problem::Refused;
use crate::http::program::Order;
use crate::request::{ConfirmRow, ImportRow, IntroduceRow, Request};

/// Most bytes that are taken in at a time: some thousand rows of a list. What is longer is sent in parts; taking in the
/// same once more changes nothing.
pub(super) const MAX_IMPORT_BYTES: usize = 16 * 1024 * 1024;

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Rows {
    /// The rows, each as a record
    rows: Vec<ImportRow>,
    /// Whether only to say what would become of them
    #[serde(default)]
    dry_run: bool,
}

/// Take in rows of a list
#[utoipa::path(post, path = "/api/v1/imports/rows", tag = "imports", request_body = Rows, responses(Done, Refused))]
pub(super) async fn rows(order: Order<Rows>) -> Answer {
    done(order.answer(|Rows { rows, dry_run }| Request::ImportRows { rows, dry_run }).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Introductions {
    /// The rows, each an agent to introduce
    rows: Vec<IntroduceRow>,
    /// Whether only to say what would become of them
    #[serde(default)]
    dry_run: bool,
}

/// Introduce the agents of a list
#[utoipa::path(post, path = "/api/v1/imports/introductions", tag = "imports", request_body = Introductions,
    responses(Done, Refused))]
pub(super) async fn introductions(order: Order<Introductions>) -> Answer {
    done(order.answer(|Introductions { rows, dry_run }| Request::IntroduceRows { rows, dry_run }).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Confirmations {
    /// The rows, each a fact to confirm
    rows: Vec<ConfirmRow>,
    /// Whether only to say what would become of them
    #[serde(default)]
    dry_run: bool,
}

/// Confirm the facts of a list
#[utoipa::path(post, path = "/api/v1/imports/confirmations", tag = "imports", request_body = Confirmations,
    responses(Done, Refused))]
pub(super) async fn confirmations(order: Order<Confirmations>) -> Answer {
    done(order.answer(|Confirmations { rows, dry_run }| Request::ConfirmRows { rows, dry_run }).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Items {
    /// The items of a bundle, each in hex
    items: Vec<String>,
    /// Whether only to say what would become of them
    #[serde(default)]
    dry_run: bool,
}

/// Take in what another node wrote
#[utoipa::path(post, path = "/api/v1/imports/items", tag = "imports", request_body = Items,
    responses((status = 200, description = "What became of each, in the order in which they were sent", body = Vec<Value>), Refused))]
pub(super) async fn items(order: Order<Items>) -> Answer {
    done(order.answer(|Items { items, dry_run }| Request::Ingest { items, dry_run }).await)
}
