//! Pages of one record, at their addresses: what it says, how it came to be, where it comes from.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use commons_licences::{Act, CreditFormat};
use commons_registry::Kind;
use serde::Deserialize;
use serde_json::Value;

use super::{ON_A_PAGE, Typed};
use crate::failure::Failure;
use crate::http::api::next_page;
use crate::http::session::Visit;
use crate::output::text;
use crate::period::Span;
use crate::request::{Check, Credit, FilesRequest, Over, Request, Search};
use crate::web::{self, Asking, Reuse};

/// How many works stand on the page of who keeps them.
const OF_AN_AGENT: usize = 20;

/// What a record shows; of a resource also whether one may reuse it.
pub(in crate::http) async fn record(
    visit: Visit,
    id: Result<Path<String>, PathRejection>,
    Typed(query): Typed<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    let Ok(Path(id)) = id else {
        return visit.refusal(&Failure::usage("this address cannot be read: expected an id in it"));
    };
    let done =
        query.iter().find(|(name, _)| name == "done").map(|(_, done)| done.clone()).unwrap_or_default();
    let asking = match asking(query) {
        Ok(asking) => asking,
        Err(failure) => return visit.refusal(&failure),
    };
    let described = visit.answer(Request::JsonLd { id: id.clone() }).await;
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let vary = [(header::VARY, HeaderValue::from_static("Accept, Cookie"))];
    if prefers_json_ld(accept) {
        let json_ld = [(header::CONTENT_TYPE, HeaderValue::from_static("application/ld+json"))];
        return match described {
            Ok(described) => (json_ld, vary, described.to_string()).into_response(),
            Err(failure) => (vary, failure).into_response(),
        };
    }
    let shown = match visit.answer(Request::Show { id: id.clone(), drafts: visit.is_a_members() }).await {
        Ok(shown) => shown,
        Err(failure) => return by_accept_too(visit.refusal(&failure)),
    };
    let is_offered = text(&shown, "kind") == "resource" && shown.get("hidden").is_none_or(Value::is_null);
    let reuse = if is_offered { Some(reuse(&visit, id.clone(), asking).await) } else { None };
    let near = match is_offered {
        true => visit.answer(Request::Provenance { id: id.clone(), near: true }).await.ok(),
        false => None,
    };
    let over = Over { id, span: Span::Year, side: None };
    let over = visit.answer(Request::ContributionsOver(over)).await.ok();
    let (about, works) = about(&visit, &shown).await;
    let fetched = fetched(&visit, &shown).await;
    let may = web::May { edit: visit.is_own(text(&shown, "agent")), contribute: visit.is_a_members() };
    let more = web::Beside {
        described: described.as_ref().ok(),
        reuse,
        over: over.as_ref(),
        about: about.as_ref(),
        works: &works,
        near: near.as_ref(),
        fetched: fetched.as_ref(),
        may,
        done: &done,
    };
    by_accept_too(web::record(visit.reader, &shown, more))
}

/// Of an organisation or a person: it as a whole, and what it shares.
async fn about(visit: &Visit, shown: &Value) -> (Option<Value>, Value) {
    if text(shown, "kind") != "agent" {
        return (None, Value::Null);
    }
    let agent = text(shown, "agent").to_owned();
    let works = Search {
        kinds: vec![Kind::Resource],
        agent: Some(agent.clone()),
        limit: OF_AN_AGENT,
        ..Search::default()
    };
    let about = visit.answer(Request::Agent { id: agent }).await.ok();
    (about, visit.answer(Request::Search(works)).await.unwrap_or_default())
}

/// Of a resource with files that are not all here: how far they are. For those who can have them fetched.
async fn fetched(visit: &Visit, shown: &Value) -> Option<Value> {
    let lacks = shown["files"].as_array()?.iter().any(|file| file["here"] != true);
    if !lacks || !visit.is_a_members() || shown.get("not_kept").is_some() {
        return None;
    }
    let id = text(shown, "id").to_owned();
    visit.answer(Request::Files(FilesRequest::Fetched { id })).await.ok()
}

/// A page in whose place programs get something else.
fn by_accept_too(mut page: Response) -> Response {
    let vary = HeaderValue::from_static("Accept, Accept-Language, Cookie");
    page.headers_mut().insert(header::VARY, vary);
    page
}

/// A short address of a record, which every node leads on: from a credit line to the record, wherever that is held. What is not
/// here is asked of connected nodes, as on the page of the record itself.
pub(in crate::http) async fn short_link(visit: Visit, id: Result<Path<String>, PathRejection>) -> Response {
    let Ok(Path(id)) = id else {
        return visit.refusal(&Failure::usage("this address cannot be read: expected an id in it"));
    };
    match visit.answer(Request::Show { id, drafts: false }).await {
        Ok(shown) => Redirect::temporary(&format!("/records/{}", text(&shown, "id"))).into_response(),
        Err(failure) => visit.refusal(&failure),
    }
}

#[derive(Deserialize)]
pub(in crate::http) struct HistoryQuery {
    after: Option<String>,
}

/// How a record came to be.
pub(in crate::http) async fn history(
    visit: Visit,
    id: Result<Path<String>, PathRejection>,
    uri: Uri,
    Typed(query): Typed<HistoryQuery>,
) -> Response {
    let Ok(Path(id)) = id else {
        return visit.refusal(&Failure::usage("this address cannot be read: expected an id in it"));
    };
    match visit.answer(Request::History { id, limit: ON_A_PAGE, after: query.after }).await {
        Ok(history) => web::history(visit.reader, &history, next_page(&uri, &history)),
        Err(failure) => visit.refusal(&failure),
    }
}

/// From what a work was made, and what was made from it.
pub(in crate::http) async fn provenance(visit: Visit, id: Result<Path<String>, PathRejection>) -> Response {
    let Ok(Path(id)) = id else {
        return visit.refusal(&Failure::usage("this address cannot be read: expected an id in it"));
    };
    match visit.answer(Request::Provenance { id, near: false }).await {
        Ok(root) => web::provenance(visit.reader, &root),
        Err(failure) => visit.refusal(&failure),
    }
}

/// Whether JSON-LD is asked for rather than a page: named, and named before all else, as programs do.
fn prefers_json_ld(accept: &str) -> bool {
    let weight = |wanted: &str| {
        accept.split(',').find_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            parts.next().filter(|media| media.eq_ignore_ascii_case(wanted))?;
            let q = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
            Some(q.map_or(1.0, |q| q.trim().parse::<f32>().unwrap_or(0.0)))
        })
    };
    match (weight("application/ld+json"), weight("text/html")) {
        (Some(json_ld), Some(html)) => json_ld > html,
        (Some(json_ld), None) => json_ld > 0.0,
        (None, _) => false,
    }
}

/// What stands behind the `?` of a record: `for`, `act`, `kind` and `fact.NAME`, as the form asks them. What is left open is not
/// said.
fn asking(query: Vec<(String, String)>) -> Result<Asking, Failure> {
    let mut asking = Asking::default();
    let usage = |error: &dyn core::fmt::Display| Failure::usage(error.to_string());
    for (name, value) in query.into_iter().filter(|(_, value)| !value.trim().is_empty()) {
        match name.as_str() {
            "for" => asking.purpose = value.parse().map_err(|error| usage(&error))?,
            "act" => asking.acts.push(value.parse().map_err(|error| usage(&error))?),
            "kind" => asking.facts.push((name, value)),
            _ => {
                if let Some(fact) = name.strip_prefix("fact.") {
                    asking.facts.push((fact.to_owned(), value));
                }
            }
        }
    }
    if asking.acts.is_empty() {
        // Who reuses a work mostly passes it on, and is to see what that asks of them.
        asking.acts = vec![Act::Copy, Act::Adapt, Act::Distribute];
    }
    Ok(asking)
}

/// May we reuse this? And the text that names who made it.
async fn reuse(visit: &Visit, id: String, asking: Asking) -> Reuse {
    let check = Check {
        id: Some(id.clone()),
        licence: None,
        as_agent: None,
        // Whoever says what they are is not the node's own agent. Whoever says only what that has left open speaks for it.
        alone: asking.facts.iter().any(|(name, _)| name == "kind"),
        facts: asking.facts.clone(),
        purpose: asking.purpose,
        acts: asking.acts.clone(),
    };
    let credit = Credit { ids: vec![id.clone()], format: CreditFormat::Text, changed: None };
    let checked = visit.answer(Request::Check(check)).await;
    let credit = visit.answer(Request::Credit(credit)).await.ok();
    web::reuse(visit.reader.words, &id, &asking, checked, credit.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_ld_is_for_whoever_asks_for_it() {
        for (accept, json_ld) in [
            ("application/ld+json", true),
            ("Application/LD+JSON; q=0.5", true),
            ("application/ld+json, application/json;q=0.9, */*;q=0.1", true),
            ("text/html;q=0.4, application/ld+json;q=0.8", true),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false),
            ("text/html, application/ld+json", false),
            ("application/ld+json;q=0", false),
            ("application/ld+json;q=much", false),
            ("*/*", false),
            ("", false),
        ] {
            assert_eq!(prefers_json_ld(accept), json_ld, "{accept}");
        }
    }
}
