//! A first page and a page for each record, to look around with a browser. Everything replicated is escaped.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use commons_licences::{Answer, Purpose, read_permissions};
use commons_registry::Kind;
use serde::Deserialize;
use serde_json::Value;

use super::answer;
use super::problem::status_of;
use crate::failure::Failure;
use crate::html::escaped;
use crate::json_ld::{USAGE_ANCHOR, in_a_page};
use crate::output::{hidden_in_words, licence_in_words, line, mark_words, name_and_id, plain, text};
use crate::request::{Check, Request, Search};
use crate::service::{Service, not_kept_in_words};

const STYLE: &str = include_str!("style.css");

/// How many records the first page shows.
const ON_HOME: usize = 30;

pub(super) async fn style() -> Response {
    let css = HeaderValue::from_static("text/css; charset=utf-8");
    ([(header::CONTENT_TYPE, css)], STYLE).into_response()
}

#[derive(Deserialize)]
pub(super) struct HomeQuery {
    q: Option<String>,
}

/// Search first, then the newest resources.
pub(super) async fn home(State(service): State<Arc<Service>>, Query(query): Query<HomeQuery>) -> Response {
    let words = query.q.unwrap_or_default();
    let request = if words.trim().is_empty() {
        Request::List { kind: Some(Kind::Resource), limit: ON_HOME, after: None }
    } else {
        Request::Search(Search { words: words.clone(), limit: ON_HOME, ..Search::default() })
    };
    let heading = if words.trim().is_empty() { "Newest resources" } else { "Found" };
    match answer(service, request).await {
        Ok(found) => {
            let items: String = found["items"].as_array().into_iter().flatten().map(item).collect();
            let items = if items.is_empty() { "<li>Nothing here yet.</li>".to_owned() } else { items };
            whole("Commons registry", &words, &format!("<h1>{heading}</h1><ul>{items}</ul>")).into_response()
        }
        Err(failure) => refusal(&failure),
    }
}

/// The files of a resource, by their names and sizes.
fn files(files: &Value) -> String {
    let one = |file: &Value| {
        let bytes = indicatif::HumanBytes(file["size"].as_u64().unwrap_or_default());
        format!("<li>{} <small>({bytes})</small></li>", escaped(&line(text(file, "name"))))
    };
    let all: String = files.as_array().into_iter().flatten().map(one).collect();
    format!("<ul>{all}</ul>")
}

fn item(item: &Value) -> String {
    let said = match (line(text(item, "statement")), line(text(item, "fact"))) {
        (statement, fact) if fact.is_empty() => statement,
        (statement, fact) if matches!(text(item, "value"), "" | "true") => format!("{statement} {fact}"),
        (statement, fact) => format!("{statement} {fact}={}", line(text(item, "value"))),
    };
    let title = [line(text(item, "title")), line(text(item, "role")), said]
        .into_iter()
        .find(|title| !title.is_empty())
        .unwrap_or_else(|| text(item, "kind").to_owned());
    let licence = item["licence"].as_str().map(|licence| licence_in_words(item, licence));
    let licence = licence.map(|licence| format!(" · {}", escaped(&licence))).unwrap_or_default();
    format!(
        "<li><a href=\"/records/{}\">{}</a><br><small>{} · {}{licence}</small>{}</li>",
        escaped(text(item, "id")),
        escaped(&title),
        escaped(text(item, "kind")),
        escaped(&name_and_id(item)),
        marks(item),
    )
}

/// What is to be known about a name, before somebody relies on it.
fn marks(value: &Value) -> String {
    let mark = |words: String| format!("<p class=\"mark\">{}</p>", escaped(&words));
    mark_words(value).into_iter().map(mark).collect()
}

#[derive(Deserialize)]
pub(super) struct RecordQuery {
    #[serde(rename = "for")]
    purpose: Option<Purpose>,
    kind: Option<String>,
}

/// What a record shows; of a resource also whether one may reuse it.
pub(super) async fn record(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
    Query(query): Query<RecordQuery>,
    headers: HeaderMap,
) -> Response {
    let described = answer(Arc::clone(&service), Request::JsonLd { id: id.clone() }).await;
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    if prefers_json_ld(accept) {
        let json_ld = HeaderValue::from_static("application/ld+json");
        let vary = (header::VARY, HeaderValue::from_static("Accept"));
        return match described {
            Ok(described) => ([(header::CONTENT_TYPE, json_ld), vary], described.to_string()).into_response(),
            Err(failure) => ([vary], failure).into_response(),
        };
    }
    let shown = match answer(Arc::clone(&service), Request::Show { id: id.clone(), drafts: false }).await {
        Ok(shown) => shown,
        Err(failure) => return refusal(&failure),
    };
    let title = ["title", "name", "word"]
        .iter()
        .find_map(|field| shown["fields"][field].as_object()?.values().next()?.as_str().map(line))
        .unwrap_or_else(|| text(&shown, "kind").to_owned());
    let fields: String = shown["fields"]
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| !name.starts_with("source_") && name.as_str() != "receipt")
        .map(|(name, value)| {
            let value = match (name.as_str(), value) {
                ("licence" | "my_licence", Value::String(licence)) => {
                    escaped(&licence_in_words(&shown, licence))
                }
                ("permissions" | "grants", Value::String(text)) => permissions(text),
                ("sheet", Value::String(sheet)) => {
                    format!("<pre>{}</pre>", escaped(&plain(&crate::cli::sheet_in_words(sheet))))
                }
                ("files", _) => files(&shown["files"]),
                (_, value) => field(value),
            };
            format!("<dt>{}</dt><dd>{value}</dd>", escaped(&name.replace('_', " ")))
        })
        .collect();
    let mut body = format!(
        "<h1>{}</h1><p><small>{} by {}</small></p>{}",
        escaped(&title),
        escaped(text(&shown, "kind")),
        escaped(&name_and_id(&shown)),
        marks(&shown),
    );
    let led_by = &shown["led_by"];
    if led_by.is_object() {
        body.push_str(&format!(
            "<p class=\"mark\"><a href=\"/records/{}\">{}</a> speaks for itself</p>",
            escaped(text(led_by, "id")),
            escaped(&name_and_id(led_by))
        ));
    }
    if let Some(not_kept) = shown.get("not_kept") {
        body.push_str(&format!("<p class=\"mark\">{}</p>", escaped(&not_kept_in_words(not_kept))));
    }
    if let Some(hidden) = hidden_in_words(&shown) {
        body.push_str(&format!("<p class=\"mark\">{}</p>", escaped(&hidden)));
    } else if text(&shown, "kind") == "resource" {
        body.push_str(&reuse(service, id, query).await);
    }
    let referring: String = shown["referred_to_by"].as_array().into_iter().flatten().map(item).collect();
    body.push_str(&format!("<dl>{fields}</dl>"));
    if !referring.is_empty() {
        body.push_str(&format!("<h2>Refers to it</h2><ul>{referring}</ul>"));
    }
    if let Ok(described) = described {
        // Data, which no browser runs.
        let json = in_a_page(&described);
        body.push_str(&format!("<script type=\"application/ld+json\">{json}</script>"));
    }
    ([(header::VARY, HeaderValue::from_static("Accept"))], whole(&title, "", &body)).into_response()
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

/// The short form, and the answer.
async fn reuse(service: Arc<Service>, id: String, query: RecordQuery) -> String {
    let kind = query.kind.filter(|kind| !kind.is_empty()).unwrap_or_default();
    let facts = if kind.is_empty() { Vec::new() } else { vec![("kind".to_owned(), kind.clone())] };
    let purpose = query.purpose.unwrap_or_default();
    let check =
        Check { id: Some(id.clone()), licence: None, as_agent: None, facts, purpose, acts: Vec::new() };
    let reply = answer(service, Request::Check(check)).await;
    let parsed = reply.and_then(|reply| {
        let parsed = serde_json::from_value::<Answer>(reply.clone()).map_err(Failure::internal)?;
        Ok((reply, parsed))
    });
    let words = match parsed {
        Ok((reply, parsed)) => escaped(&crate::cli::answer_in_words(&reply, &parsed)),
        Err(failure) => escaped(&failure.message),
    };
    let purposes: String =
        [(Purpose::Unsure, "not sure"), (Purpose::Commercial, "yes"), (Purpose::NonCommercial, "no")]
            .map(|(each, label)| choice(each.as_str(), label, each == purpose))
            .concat();
    let kinds: String = commons_licences::Kind::ALL
        .iter()
        .map(|each| choice(each.as_str(), &each.as_str().replace('-', " "), each.as_str() == kind))
        .collect();
    format!(
        "<h2 id=\"{USAGE_ANCHOR}\">May we reuse this?</h2><form action=\"/records/{id}\"><label>Will anyone pay? \
         <select name=\"for\">{purposes}</select></label> <label>We are <select name=\"kind\">\
         <option value=\"\">as this node says</option>{kinds}</select></label> <button>Ask</button></form>\
         <div class=\"answer\"><pre>{words}</pre></div>",
        id = escaped(&id),
    )
}

fn choice(value: &str, label: &str, chosen: bool) -> String {
    let selected = if chosen { " selected" } else { "" };
    format!("<option value=\"{}\"{selected}>{}</option>", escaped(value), escaped(label))
}

/// What is allowed beyond a licence, in words.
fn permissions(text: &str) -> String {
    match read_permissions(text) {
        Ok(permissions) => {
            let each = permissions
                .iter()
                .map(|permission| format!("<li>{}</li>", escaped(&plain(&permission.in_words()))));
            format!("<ol>{}</ol>", each.collect::<String>())
        }
        Err(error) => escaped(&error.to_string()),
    }
}

fn field(value: &Value) -> String {
    match value {
        Value::String(text) => escaped(&plain(text)),
        Value::Array(values) => values.iter().map(field).collect::<Vec<_>>().join(", "),
        Value::Object(values) => values
            .iter()
            .map(|(key, value)| match key.as_str() {
                "und" => field(value),
                key => format!("<small>{}</small> {}", escaped(key), field(value)),
            })
            .collect::<Vec<_>>()
            .join("<br>"),
        other => escaped(&other.to_string()),
    }
}

pub(super) fn refusal(failure: &Failure) -> Response {
    let status = status_of(failure.kind);
    let hint = failure.hint.as_deref().unwrap_or_default();
    let body =
        format!("<h1>That did not work</h1><p>{}</p><p>{}</p>", escaped(&failure.message), escaped(hint));
    (status, whole("That did not work", "", &body)).into_response()
}

pub(super) fn whole(title: &str, words: &str, body: &str) -> Html<String> {
    Html(format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{}</title>\
         <link rel=\"stylesheet\" href=\"/style.css\"></head><body><header><a href=\"/\">Commons registry</a>\
         <form action=\"/\" role=\"search\"><label>Search <input type=\"search\" name=\"q\" value=\"{}\"></label> \
         <button>Find</button></form></header><main>{body}</main></body></html>",
        escaped(title),
        escaped(words),
    ))
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

    #[test]
    fn replicated_text_cannot_leave_its_place_in_a_page() {
        assert_eq!(escaped("<script>\"&'"), "&lt;script&gt;&quot;&amp;&#39;");
        let hostile = serde_json::json!({"fr": "</dd><script>alert(1)</script>", "x\"><b>": "y"});
        let shown = field(&hostile);
        assert!(!shown.contains("<script>") && !shown.contains("<b>"), "{shown}");
    }
}
