//! The pages of shared knowledge by its sort, of what words mean, and of the node.

use axum::http::Uri;
use axum::response::Response;
use commons_registry::Kind;
use serde::Deserialize;

use super::{ON_A_PAGE, Typed, given};
use crate::failure::Failure;
use crate::http::api::next_page;
use crate::http::session::Visit;
use crate::request::{Glossary, Request, Search};
use crate::web;

/// What is shown unless something else is asked for.
const FIRST_TYPE: &str = "challenge";

#[derive(Deserialize)]
pub(in crate::http) struct KnowledgeQuery {
    #[serde(default, rename = "type")]
    of_type: String,
    after: Option<String>,
}

/// Resources of a type, with what answers them.
pub(in crate::http) async fn knowledge(
    visit: Visit,
    uri: Uri,
    Typed(query): Typed<KnowledgeQuery>,
) -> Response {
    let of_type = given(&query.of_type).unwrap_or_else(|| FIRST_TYPE.to_owned());
    let search = Search {
        kinds: vec![Kind::Resource],
        of_type: Some(of_type.clone()),
        limit: ON_A_PAGE,
        after: query.after,
        ..Search::default()
    };
    match visit.answer(Request::Search(search)).await {
        Ok(found) => web::knowledge(visit.reader, &of_type, &found, next_page(&uri, &found)),
        Err(failure) => visit.refusal(&failure),
    }
}

#[derive(Deserialize)]
pub(in crate::http) struct GlossaryQuery {
    #[serde(default)]
    word: String,
}

/// What a word means, to whom.
pub(in crate::http) async fn glossary(visit: Visit, Typed(query): Typed<GlossaryQuery>) -> Response {
    let Some(word) = given(&query.word) else { return web::glossary(visit.reader, "", None) };
    match visit.answer(Request::Glossary(Glossary { word: word.clone(), language: None })).await {
        Ok(found) => web::glossary(visit.reader, &word, Some(&found)),
        Err(failure) => visit.refusal(&failure),
    }
}

/// How the node is.
pub(in crate::http) async fn node(visit: Visit) -> Response {
    let status = match visit.answer(Request::Status).await {
        Ok(status) => status,
        Err(failure) => return visit.refusal(&failure),
    };
    if !visit.is_a_members() {
        return web::node(visit.reader, &status, None);
    }
    let found = visit
        .answer(Request::Examine)
        .await
        .and_then(|mut answer| serde_json::from_value(answer["findings"].take()).map_err(Failure::internal));
    match found {
        Ok(found) => web::node(visit.reader, &status, Some(found)),
        Err(failure) => visit.refusal(&failure),
    }
}
