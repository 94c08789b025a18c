//! What licences say, in plain words: their term sheets, read out clause by clause.

use askama::Template;
use axum::response::Response;
use commons_licences::{LicenceClass, SheetInWords, SheetSummary, licence_addresses, sheets};
use serde_json::Value;

use super::item::{Item, items};
use super::said::Said;
use super::{Page, shown};
use crate::language::{Reader, Words};

#[derive(Template)]
#[template(path = "licences.html")]
struct Licences {
    page: Page,
    classes: Vec<Class>,
}

/// Licences of one sort.
struct Class {
    title: String,
    licences: Vec<&'static SheetSummary>,
}

/// All licences that have a term sheet, by their sort.
pub(crate) fn licences(reader: Reader) -> Response {
    let words = reader.words;
    let class = |class: &LicenceClass| Class {
        title: class_in_words(words, *class),
        licences: sheets().iter().filter(|sheet| sheet.class == *class).collect(),
    };
    let classes = LicenceClass::ALL.iter().map(class).filter(|class| !class.licences.is_empty());
    shown(&Licences { classes: classes.collect(), page: Page::titled(reader, words.say("licences-title")) })
}

/// The sort of a licence, as a heading.
fn class_in_words(words: Words, class: LicenceClass) -> String {
    let said = Said::new(words, class.plain_words()).text;
    let mut letters = said.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[derive(Template)]
#[template(path = "licence.html")]
struct Licence {
    page: Page,
    id: String,
    class: String,
    is_read: bool,
    note: Option<Said>,
    /// What it lets people do, and asks for that.
    tests: Vec<Test>,
    bars: Vec<Clause>,
    duties: Vec<Clause>,
    result: Option<Clause>,
    /// Where its text is to be read.
    address: Option<String>,
    published: Vec<Item>,
}

/// A clause, and what it comes to for whom.
struct Test {
    clause: String,
    /// A word that goes by the answer, the answer, and why.
    cases: Vec<(String, String, Said)>,
}

/// What a clause says.
struct Clause {
    text: Said,
    clause: String,
}

/// One licence, and the newest that was published under it.
pub(crate) fn licence(reader: Reader, id: &str, sheet: &SheetInWords, found: &Value) -> Response {
    let words = reader.words;
    let rules = |rule: &str| {
        let rules = sheet.rules.iter().filter(|one| one.rule == rule);
        let clause =
            |text: &str, clause: &str| Clause { text: Said::new(words, text), clause: clause.to_owned() };
        rules.map(|one| clause(&one.text, &one.clause)).collect()
    };
    let tests = sheet.rules.iter().filter(|rule| rule.rule == "test").map(|rule| Test {
        clause: rule.clause.clone(),
        cases: rule
            .cases
            .iter()
            .filter(|(_, _, text)| !text.is_empty())
            .map(|(_, verdict, text)| {
                let answer = words.name("verdict", verdict).unwrap_or_default();
                (verdict.clone(), answer, Said::new(words, text))
            })
            .collect(),
    });
    shown(&Licence {
        id: id.to_owned(),
        class: class_in_words(words, sheet.class),
        is_read: sheet.reviewed,
        note: sheet.note.as_deref().map(|note| Said::new(words, note)),
        tests: tests.filter(|test| !test.cases.is_empty()).collect(),
        bars: rules("bar"),
        duties: rules("duty"),
        result: sheet
            .result
            .as_ref()
            .map(|result| Clause { text: Said::new(words, &result.text), clause: result.clause.clone() }),
        address: licence_addresses(id).into_iter().next(),
        published: items(words, &found["items"]),
        page: Page::titled(reader, sheet.name.clone()),
    })
}
