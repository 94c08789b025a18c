//! The form in which one records what one did.

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::refusal::Refused;
use super::{Choice, Page, shown};
use crate::failure::Failure;
use crate::language::{Reader, Words};
use crate::output::{line, name_and_id, text};

/// Roles that are offered; any other may be typed.
pub(crate) const ROLES: [&str; 12] = [
    "translation",
    "writing",
    "proofreading",
    "code",
    "design",
    "teaching",
    "organising-events",
    "hosting",
    "childcare",
    "cooking",
    "maintenance",
    "advice",
];

/// How work is valued.
const TRACKS: [&str; 3] = ["livelihood", "love", "care"];

/// Whether it was paid.
const PAYMENTS: [&str; 3] = ["paid", "donated", "mixed"];

/// What is typed of a contribution.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    pub(crate) role: String,
    pub(crate) track: String,
    pub(crate) payment: String,
    pub(crate) hours: String,
    pub(crate) period: String,
    pub(crate) note: String,
    pub(crate) credit_as: String,
    pub(crate) draft: bool,
}

#[derive(Template)]
#[template(path = "contribute.html")]
struct Contribute {
    page: Page,
    refused: Option<Refused>,
    to: String,
    to_title: String,
    typed: Typed,
    roles: Vec<String>,
    tracks: Vec<Choice>,
    payments: Vec<Choice>,
}

/// The form, for what the contribution is to.
pub(crate) fn contribute(reader: Reader, to: &Value, typed: &Typed, refused: Option<&Failure>) -> Response {
    let words = reader.words;
    let titles = ["title", "name"].into_iter().filter_map(|field| to["fields"][field].as_object());
    let title = titles.flat_map(|titles| titles.values()).find_map(Value::as_str).map(line);
    shown(&Contribute {
        page: Page::titled(reader, words.say("contribute-title")),
        refused: refused.map(|failure| Refused::of_form(words, failure)),
        to: text(to, "id").to_owned(),
        to_title: title.unwrap_or_else(|| name_and_id(to)),
        roles: ROLES.iter().filter_map(|role| words.name("role", role)).collect(),
        tracks: choices(words, "track", &TRACKS, &typed.track),
        payments: choices(words, "payment", &PAYMENTS, &typed.payment),
        typed: typed.clone(),
    })
}

fn choices(words: Words, family: &str, all: &[&'static str], chosen: &str) -> Vec<Choice> {
    let one = |word: &&'static str| Choice {
        value: word,
        label: words.name(family, word).unwrap_or_else(|| (*word).to_owned()),
        chosen: chosen == *word,
    };
    all.iter().map(one).collect()
}
