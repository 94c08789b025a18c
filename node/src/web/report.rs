//! Asking that a record goes, and what became of that.

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::refusal::Refused;
use super::{Page, shown};
use crate::failure::Failure;
use crate::language::Reader;
use crate::output::{line, text};

/// What is typed into the form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    pub(crate) about: String,
    pub(crate) reason: String,
    pub(crate) contact: String,
}

#[derive(Template)]
#[template(path = "report.html")]
struct Report {
    page: Page,
    refused: Option<Refused>,
    typed: Typed,
}

/// The form.
pub(crate) fn report(reader: Reader, typed: &Typed, refused: Option<&Failure>) -> Response {
    let words = reader.words;
    shown(&Report {
        page: Page::titled(reader, words.say("report-title")),
        refused: refused.map(|failure| Refused::of_form(words, failure)),
        typed: typed.clone(),
    })
}

#[derive(Template)]
#[template(path = "reported.html")]
struct Reported {
    page: Page,
    record: String,
    code: String,
}

/// That it was kept, and the code with which the answer is read.
pub(crate) fn reported(reader: Reader, kept: &Value) -> Response {
    let words = reader.words;
    shown(&Reported {
        page: Page::titled(reader, words.say("report-kept")),
        record: text(kept, "id").to_owned(),
        code: text(kept, "code").to_owned(),
    })
}

#[derive(Template)]
#[template(path = "report-answer.html")]
struct Answered {
    page: Page,
    refused: Option<Refused>,
    /// What became of it, on which day it was made, and why.
    state: Option<String>,
    day: String,
    because: Option<String>,
    is_passed_on: bool,
}

/// What became of a report; the question for its code, if none was given.
pub(crate) fn answer(reader: Reader, receipt: Option<&Value>, refused: Option<&Failure>) -> Response {
    let words = reader.words;
    let state = receipt.map(|receipt| {
        let state = text(receipt, "state");
        words.name("report-state", state).unwrap_or_else(|| line(state))
    });
    shown(&Answered {
        page: Page::titled(reader, words.say("report-answer-title")),
        refused: refused.map(|failure| Refused::of_form(words, failure)),
        state,
        day: receipt.map(|receipt| words.day_of(text(receipt, "day"))).unwrap_or_default(),
        because: receipt.and_then(|receipt| receipt["because"].as_str()).map(crate::output::plain),
        is_passed_on: receipt.is_some_and(|receipt| receipt["passed_on"] == true),
    })
}
