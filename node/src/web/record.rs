//! The page of a record.

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::agent::About;
use super::field::{Field, Link, Shown, fields};
use super::files::Files;
use super::holders::HeldBy;
use super::item::{Item, items};
use super::live::{Live, Watched};
use super::mark::{Mark, record_marks};
use super::provenance::InBrief;
use super::reuse::Reuse;
use super::say::Offered;
use super::series::Series;
use super::value::kind;
use super::{Page, Titled, shown};
use crate::json_ld::in_a_page;
use crate::language::{Reader, Words};
use crate::output::{line, name_and_id, text};

/// The fields that say what a record is called.
const TITLES: [&str; 3] = ["title", "name", "word"];

#[derive(Template)]
#[template(path = "record.html")]
struct Record {
    page: Page,
    kind: String,
    /// Who keeps it.
    agent: String,
    by: String,
    marks: Vec<Mark>,
    leader: Option<Leader>,
    done: Option<String>,
    /// None where nothing is listened to: of what this node does not keep.
    live: Option<Live>,
    id: String,
    may_edit: bool,
    /// Whether it is their own, in which their organisation speaks of itself.
    is_own_profile: bool,
    may_contribute: bool,
    offered: Offered,
    brief: Option<InBrief>,
    files: Option<Files>,
    held_by: Option<HeldBy>,
    /// Whether one of ours may offer whoever this is about an agreement.
    may_offer: bool,
    about: Option<About>,
    /// What was contributed to it, and what it contributed.
    to: Option<Series>,
    of: Option<Series>,
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

/// What whoever looks may do with it.
pub(crate) struct May {
    pub(crate) edit: bool,
    pub(crate) contribute: bool,
}

/// What stands on the page of a record besides what it says itself.
pub(crate) struct Beside<'a> {
    /// The same as JSON-LD.
    pub(crate) described: Option<&'a Value>,
    pub(crate) reuse: Option<Reuse>,
    /// Contributions over time.
    pub(crate) over: Option<&'a Value>,
    /// Of an agent: it as a whole, and what it shares.
    pub(crate) about: Option<&'a Value>,
    pub(crate) works: &'a Value,
    /// Of a resource: what it was made from, and what was made from it, one step away.
    pub(crate) near: Option<&'a Value>,
    /// Of a resource: how far its files are that are not here.
    pub(crate) fetched: Option<&'a Value>,
    pub(crate) may: May,
    /// What was just done, in a word.
    pub(crate) done: &'a str,
}

/// What a record shows.
pub(crate) fn record(reader: Reader, record: &Value, beside: Beside<'_>) -> Response {
    let words = reader.words;
    let Beside { described, reuse, over, about, works, near, fetched, may, done } = beside;
    let is = |kinds: &[&str]| kinds.contains(&text(record, "kind"));
    let leader = Some(&record["led_by"]).filter(|leader| leader.is_object()).map(|leader| Leader {
        id: text(leader, "id").to_owned(),
        name: name_and_id(leader),
        fields: fields(words, leader),
    });
    shown(&Record {
        page: Page::called(reader, title(words, record)),
        kind: kind(words, text(record, "kind")),
        agent: text(record, "agent").to_owned(),
        by: name_and_id(record),
        marks: record_marks(words, record),
        leader,
        done: words.name("done", done),
        live: live(record),
        id: text(record, "id").to_owned(),
        may_edit: may.edit && is(&["resource"]),
        is_own_profile: may.edit && is(&["agent"]),
        may_contribute: may.contribute && is(&["resource", "agent"]),
        offered: Offered::of(words, record, may.contribute, may.edit),
        brief: near.and_then(|near| InBrief::of(words, near)),
        files: Files::of(words, record, fetched),
        held_by: HeldBy::of(words, record),
        may_offer: may.contribute && !may.edit && is(&["agent"]),
        about: about.map(|about| About::of(words, about, works)),
        to: over.and_then(|over| Series::of(words, &over["to"])),
        of: over.and_then(|over| Series::of(words, &over["of"])),
        reuse,
        fields: besides_title(words, record),
        listings: items(words, &record["listings"]),
        same_as: items(words, &record["same_as"]),
        referring: items(words, &record["referred_to_by"]),
        json_ld: described.map(in_a_page),
    })
}

/// What may change on the page; nothing of what is only asked of others, or not published yet.
fn live(record: &Value) -> Option<Live> {
    let is_here = record["not_kept"].is_null() && record["draft"] != true;
    is_here.then(|| Live::of(&Watched::Record(text(record, "id").to_owned()), record))
}

/// What a record is called in the reader's language, else in the first that there is.
pub(super) fn title(words: Words, record: &Value) -> Titled {
    let code = words.language().code();
    let named = TITLES.iter().find_map(|field| {
        let titles = record["fields"][field].as_object()?;
        let (tag, title) = titles.get_key_value(code).or_else(|| titles.iter().next())?;
        let language = Some(line(tag)).filter(|tag| tag != "und" && tag != code);
        Some(Titled { text: line(title.as_str()?), language })
    });
    let role = || record["fields"]["role"].as_str().map(|role| Titled { text: line(role), language: None });
    named
        .or_else(role)
        .filter(|title| !title.text.is_empty())
        .unwrap_or_else(|| Titled { text: kind(words, text(record, "kind")), language: None })
}

/// What stands on the page besides its title, which is not said twice unless there are several.
fn besides_title(words: Words, record: &Value) -> Vec<Field> {
    let is_single = |field: &str| record["fields"][field].as_object().is_some_and(|titles| titles.len() == 1);
    let said = TITLES.into_iter().find(|field| record["fields"].get(field).is_some());
    let said = said.filter(|field| is_single(field));
    fields(words, record).into_iter().filter(|field| Some(field.name.as_str()) != said).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::language::Language;

    #[test]
    fn a_record_is_called_what_it_is_called_in_the_readers_language() {
        let record = json!({ "kind": "resource", "fields": { "title": { "de": "Brot", "fr": "Pain" } } });
        let called = |language| {
            let Titled { text, language } = title(Words::of(language), &record);
            (text, language)
        };
        assert_eq!(called(Language::French), ("Pain".to_owned(), None));
        assert_eq!(called(Language::Italian), ("Brot".to_owned(), Some("de".to_owned())));
        let nameless = json!({ "kind": "resource", "fields": {} });
        assert_eq!(title(Words::of(Language::English), &nameless).text, "resource");
    }
}
