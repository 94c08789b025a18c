//! What licences say, in plain words: their term sheets, read out clause by clause.

use askama::Template;
use axum::response::Response;
use commons_licences::{
    LicenceClass, RuleInWords, SheetInWords, SheetSummary, Verdict, licence_addresses, sheets,
};
use serde_json::Value;

use super::item::{Item, items};
use super::said::{clause, translated, when};
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
    // Those first that this registry is made for.
    let mut order = LicenceClass::ALL.to_vec();
    order.sort_by_key(|class| *class != LicenceClass::Reciprocity);
    let classes = order.iter().map(class).filter(|class| !class.licences.is_empty());
    shown(&Licences { classes: classes.collect(), page: Page::titled(reader, words.say("licences-title")) })
}

/// The sort of a licence, as a heading.
fn class_in_words(words: Words, class: LicenceClass) -> String {
    let called = translated(words, class.plain_words());
    let mut letters = called.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[derive(Template)]
#[template(path = "licence.html")]
struct Licence {
    page: Page,
    id: String,
    class: String,
    is_read: bool,
    notes: Vec<String>,
    /// What it lets people do, and asks for that.
    tests: Vec<Test>,
    bars: Vec<Clause>,
    duties: Vec<Clause>,
    result: Option<Clause>,
    /// Where its text is to be read.
    address: Option<String>,
    published: Vec<Item>,
}

/// A clause that tells users or uses apart, and what it comes to for whom.
struct Test {
    clause: String,
    /// What it asks, where that is put as a question.
    asks: Option<String>,
    /// For which uses it counts; for all, if it does not say.
    only_where: Option<String>,
    cases: Vec<Case>,
}

/// What a clause comes to.
struct Case {
    /// For whom; for all that the cases before are not for, or for everybody, if it does not say.
    when: Option<String>,
    verdict: String,
    answer: String,
    why: String,
}

/// What a clause says.
struct Clause {
    text: String,
    clause: String,
    only_where: Option<String>,
}

/// One licence, and the newest that was published under it.
pub(crate) fn licence(reader: Reader, id: &str, sheet: &SheetInWords, found: &Value) -> Response {
    let words = reader.words;
    let of = |rule: &'static str| sheet.rules.iter().filter(move |one| one.rule == rule);
    let read_out = |rule: &RuleInWords| Clause {
        text: translated(words, &rule.text),
        clause: clause(words, &rule.clause),
        only_where: only_where(words, &rule.when),
    };
    shown(&Licence {
        id: id.to_owned(),
        class: class_in_words(words, sheet.class),
        is_read: sheet.reviewed,
        notes: sheet.port.iter().chain(&sheet.note).map(|note| translated(words, note)).collect(),
        tests: of("test").filter_map(|rule| test(words, rule)).collect(),
        bars: of("bar").map(read_out).collect(),
        duties: of("duty").map(read_out).collect(),
        result: sheet.result.as_ref().map(|result| Clause {
            text: translated(words, &result.text),
            clause: clause(words, &result.clause),
            only_where: only_where(words, &result.when),
        }),
        address: licence_addresses(id).into_iter().next(),
        published: items(words, &found["items"]),
        page: Page::titled(reader, sheet.name.clone()),
    })
}

fn test(words: Words, rule: &RuleInWords) -> Option<Test> {
    // What lets everybody through and says nothing of it is nothing to read.
    if rule.cases.iter().all(|(_, verdict, why)| why.is_empty() && verdict == Verdict::Allowed.as_str()) {
        return None;
    }
    let last = rule.cases.len() - 1;
    let cases = rule.cases.iter().enumerate().map(|(number, (fits, verdict, why))| Case {
        when: match fits.as_str() {
            "" if number == last && number > 0 => Some(words.say("licences-otherwise")),
            "" => None,
            fits => Some(when(words, fits)),
        },
        verdict: verdict.clone(),
        answer: words.name("verdict", verdict).unwrap_or_default(),
        why: translated(words, why),
    });
    Some(Test {
        clause: match rule.clause.starts_with(|first: char| first.is_ascii_digit()) {
            true => words.with("licences-clause", &[("clause", rule.clause.as_str().into())]),
            false => clause(words, &rule.clause),
        },
        asks: Some(rule.text.as_str()).filter(|asks| !asks.is_empty()).map(|asks| translated(words, asks)),
        only_where: only_where(words, &rule.when),
        cases: cases.collect(),
    })
}

fn only_where(words: Words, conditions: &str) -> Option<String> {
    let conditions = (!conditions.is_empty()).then(|| when(words, conditions))?;
    Some(words.with("licences-only-where", &[("conditions", conditions.into())]))
}
