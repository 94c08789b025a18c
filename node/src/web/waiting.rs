//! What waits for an answer or a decision of ours.

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::live::{Live, Watched};
use super::matter::{Matter, digits, motions, proposals};
use super::refusal::Refused;
use super::value::{kind, named};
use super::{Page, shown};
use crate::failure::Failure;
use crate::language::{Reader, Words};
use crate::output::{licence_in_words, line, name_alone, name_and_id, text};

#[derive(Template)]
#[template(path = "waiting.html")]
struct Waiting {
    page: Page,
    done: Option<String>,
    refused: Option<Refused>,
    matters: Vec<Matter>,
    known: Vec<Asked>,
    strangers: Vec<Asked>,
    has_more: bool,
    live: Live,
}

/// Something that somebody waits for.
struct Asked {
    id: String,
    what: String,
    /// What it is about.
    about: String,
    about_id: String,
    by: String,
    by_id: String,
    /// What they say: a role and hours, a reason, a text.
    said: Option<String>,
    way: Way,
}

/// How it is answered.
#[derive(PartialEq, Eq)]
enum Way {
    /// Acknowledge, or question.
    Contribution,
    /// With a text.
    Reply,
    /// On the page of what it is about.
    Look,
}

/// The page of what waits.
pub(crate) fn waiting(
    reader: Reader,
    inbox: &Value,
    proposed: &Value,
    done: &str,
    refused: Option<&Failure>,
) -> Response {
    let words = reader.words;
    let items = inbox["items"].as_array().into_iter().flatten();
    let (strangers, known): (Vec<&Value>, Vec<&Value>) = items.partition(|one| one["stranger"] == true);
    let all = |list: Vec<&Value>| list.into_iter().map(|one| asked(words, one)).collect();
    let mut matters = proposals(words, &proposed["items"]);
    matters.extend(motions(words, &proposed["motions"]));
    shown(&Waiting {
        page: Page::titled(reader, words.say("waiting-title")),
        done: words.name("done", done),
        refused: refused.map(|failure| Refused::of_form(words, failure)),
        matters,
        known: all(known),
        strangers: all(strangers),
        has_more: inbox["more"] == true,
        live: Live::of(&Watched::Waiting, inbox),
    })
}

fn asked(words: Words, one: &Value) -> Asked {
    let what = text(one, "what");
    let way = match what {
        "contribution" => Way::Contribution,
        "question" | "removal" => Way::Reply,
        _ => Way::Look,
    };
    Asked {
        id: text(one, "id").to_owned(),
        what: words.name("waiting-what", what).unwrap_or_else(|| line(what)),
        about: about(words, &one["about"]),
        about_id: text(&one["about"], "id").to_owned(),
        by: name_and_id(one),
        by_id: text(one, "agent").to_owned(),
        said: said(words, one),
        way,
    }
}

fn about(words: Words, about: &Value) -> String {
    match about["title"].as_str().map(name_alone).as_deref() {
        Some(title) if !title.is_empty() => title.to_owned(),
        _ if about["kind"].is_null() => digits(about, "id"),
        _ => format!("{} {}", kind(words, text(about, "kind")), digits(about, "id")),
    }
}

/// What somebody says with it, on one line.
fn said(words: Words, one: &Value) -> Option<String> {
    let texts = ["reason", "text", "name"].into_iter().filter_map(|name| one[name].as_str()).map(line);
    let mut parts: Vec<String> = texts.collect();
    if let Some(role) = one["role"].as_str() {
        parts.push(line(role));
    }
    for field in ["track", "payment"] {
        parts.extend(one[field].as_str().map(|word| named(words, field, word).unwrap_or_else(|| line(word))));
    }
    if let Some(quantity) = one["quantity"].as_f64() {
        let unit = text(one, "unit");
        let digits = usize::from(quantity.fract() != 0.0) * 2;
        let amount = words.decimal(quantity, digits);
        let unit = words.name("unit", unit).unwrap_or_else(|| line(unit));
        parts.push(format!("{amount} {unit}"));
    }
    parts.extend(one["period"].as_str().map(line));
    parts.extend(one["my_licence"].as_str().map(|licence| licence_in_words(one, licence)));
    (!parts.is_empty()).then(|| parts.join(" · "))
}
