//! The pages of shared knowledge by its sort, of what words mean, and of the node.

use axum::http::Uri;
use axum::response::Response;
use commons_registry::Kind;
use serde::Deserialize;
use serde_json::Value;

use super::{ON_A_PAGE, Typed, given};
use crate::http::api::next_page;
use crate::http::session::Visit;
use crate::request::{Glossary, Request, Search};
use crate::web;

/// What is shown unless something else is asked for: the first of which there is any.
const FIRST_TYPES: [&str; 3] = ["challenge", "good-practice", "guide"];

#[derive(Deserialize)]
pub(in crate::http) struct KnowledgeQuery {
    #[serde(default, rename = "type")]
    of_type: String,
    after: Option<String>,
}

/// Resources of a type, with what answers them.
pub(in crate::http) async fn knowledge(visit: Visit, Typed(query): Typed<KnowledgeQuery>) -> Response {
    let types = match (given(&query.of_type), &query.after) {
        (Some(one), _) => vec![one],
        (None, None) => FIRST_TYPES.map(str::to_owned).into(),
        // The next page of what was shown first.
        (None, Some(_)) => vec![FIRST_TYPES[0].to_owned()],
    };
    let mut nothing = None;
    for of_type in types {
        let search = Search {
            kinds: vec![Kind::Resource],
            of_type: Some(of_type.clone()),
            limit: ON_A_PAGE,
            after: query.after.clone(),
            ..Search::default()
        };
        match visit.answer(Request::Search(search)).await {
            Ok(found) if is_empty(&found) => {
                nothing.get_or_insert((of_type, found));
            }
            Ok(found) => {
                let next = at_type(&of_type).and_then(|here| next_page(&here, &found));
                return web::knowledge(visit.reader, &of_type, &found, next);
            }
            Err(failure) => return visit.refusal(&failure),
        }
    }
    let (of_type, found) = nothing.unwrap_or_default();
    web::knowledge(visit.reader, &of_type, &found, None)
}

/// Where resources of a type are shown, whether or not it was asked for.
fn at_type(of_type: &str) -> Option<Uri> {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("type", of_type).finish();
    format!("/knowledge?{query}").parse().ok()
}

fn is_empty(found: &Value) -> bool {
    found["items"].as_array().is_none_or(Vec::is_empty)
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
    match visit.answer(Request::Status).await {
        Ok(status) => web::node(visit.reader, &status),
        Err(failure) => visit.refusal(&failure),
    }
}
