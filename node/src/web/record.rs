//! The page of a record.

use askama::Template;
use axum::response::Response;
use commons_licences::{Answer, Purpose};
use serde_json::Value;

use super::field::{Field, Link, Shown, fields};
use super::item::{Item, items};
use super::{Page, shown};
use crate::failure::Failure;
use crate::json_ld::{USAGE_ANCHOR, in_a_page};
use crate::output::{hidden_in_words, line, mark_words, name_and_id, plain, text};
use crate::service::not_kept_in_words;

#[derive(Template)]
#[template(path = "record.html")]
struct Record {
    page: Page,
    kind: String,
    /// Who keeps it.
    agent: String,
    by: String,
    marks: Vec<String>,
    leader: Option<Leader>,
    reuse: Option<Reuse>,
    fields: Vec<Field>,
    listings: Vec<Item>,
    same_as: Vec<Item>,
    referring: Vec<Item>,
    /// Data, which no browser runs; escaped for its place already.
    json_ld: Option<String>,
}

/// An organisation that speaks for itself.
struct Leader {
    id: String,
    name: String,
    fields: Vec<Field>,
}

/// The question about reuse, and the answer.
pub(crate) struct Reuse {
    anchor: &'static str,
    id: String,
    purposes: Vec<Choice>,
    kinds: Vec<Choice>,
    answer: String,
}

struct Choice {
    value: &'static str,
    label: String,
    chosen: bool,
}

/// What a record shows; described as JSON-LD besides, if it is.
pub(crate) fn record(record: &Value, described: Option<&Value>, reuse: Option<Reuse>) -> Response {
    let title = ["title", "name", "word"]
        .iter()
        .find_map(|field| record["fields"][field].as_object()?.values().next()?.as_str().map(line))
        .or_else(|| record["fields"]["role"].as_str().map(line))
        .filter(|title| !title.is_empty())
        .unwrap_or_else(|| text(record, "kind").to_owned());
    let mut marks = mark_words(record);
    marks.extend(record.get("not_kept").map(not_kept_in_words));
    marks.extend(hidden_in_words(record));
    let leader = Some(&record["led_by"]).filter(|leader| leader.is_object()).map(|leader| Leader {
        id: text(leader, "id").to_owned(),
        name: name_and_id(leader),
        fields: fields(leader),
    });
    shown(&Record {
        page: Page::titled(title),
        kind: text(record, "kind").to_owned(),
        agent: text(record, "agent").to_owned(),
        by: name_and_id(record),
        marks,
        leader,
        reuse,
        fields: besides_title(record),
        listings: items(&record["listings"]),
        same_as: items(&record["same_as"]),
        referring: items(&record["referred_to_by"]),
        json_ld: described.map(in_a_page),
    })
}

/// What stands on the page besides its title, which is not said twice unless there are several.
fn besides_title(record: &Value) -> Vec<Field> {
    let is_single = |field: &str| record["fields"][field].as_object().is_some_and(|titles| titles.len() == 1);
    let said = ["title", "name", "word"].into_iter().find(|field| record["fields"].get(field).is_some());
    let said = said.filter(|field| is_single(field));
    fields(record).into_iter().filter(|field| Some(field.label.as_str()) != said).collect()
}

/// The question as it was asked, with the answer in words.
pub(crate) fn reuse(id: &str, purpose: Purpose, kind: &str, reply: Result<Value, Failure>) -> Reuse {
    let read = reply.and_then(|reply| {
        let answer = serde_json::from_value::<Answer>(reply.clone()).map_err(Failure::internal)?;
        Ok(crate::cli::answer_in_words(&reply, &answer))
    });
    let purposes =
        [(Purpose::Unsure, "not sure"), (Purpose::Commercial, "yes"), (Purpose::NonCommercial, "no")];
    let purposes = purposes.map(|(each, label)| Choice {
        value: each.as_str(),
        label: label.to_owned(),
        chosen: each == purpose,
    });
    let kinds = commons_licences::Kind::ALL.iter().map(|each| Choice {
        value: each.as_str(),
        label: each.as_str().replace('-', " "),
        chosen: each.as_str() == kind,
    });
    Reuse {
        anchor: USAGE_ANCHOR,
        id: id.to_owned(),
        purposes: purposes.into(),
        kinds: kinds.collect(),
        answer: read.unwrap_or_else(|failure| plain(&failure.message)),
    }
}
