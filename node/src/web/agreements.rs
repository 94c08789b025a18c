//! What organisations allow each other: agreements that are made, those that wait for us, and the form that offers one.

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::refusal::Refused;
use super::said::translated;
use super::{Choice, Page, shown};
use crate::failure::Failure;
use crate::language::{Language, Reader, Words};
use crate::output::{line, name_alone, name_and_id, text};

/// What may be allowed in the form, as permissions are typed; the command knows more.
const ALLOWED: [&str; 3] = ["anything", "purpose=commercial", "purpose=non-commercial"];

#[derive(Template)]
#[template(path = "agreements.html")]
struct Agreements {
    page: Page,
    done: Option<String>,
    refused: Option<Refused>,
    /// Those that are made.
    made: Vec<Agreement>,
    next: Option<String>,
    /// What is offered to us, or by us; nothing for others.
    open: Option<Vec<Agreement>>,
}

/// An agreement in brief.
struct Agreement {
    id: String,
    name: String,
    /// Their ids and names.
    parties: Vec<(String, String)>,
    state: String,
    /// What each may do with the others’ works.
    grants: Vec<String>,
    in_return: Option<String>,
    /// The works that it is about, by their ids and the first digits of these; all if there are none.
    works: Vec<(String, String)>,
    digest: String,
    waits_for_us: bool,
    waits_for_members: bool,
}

/// The page of agreements; `open` are those with us, for people here.
pub(crate) fn agreements(
    reader: Reader,
    made: &Value,
    next: Option<String>,
    open: Option<&Value>,
    done: &str,
    refused: Option<&Failure>,
) -> Response {
    let words = reader.words;
    let all = |list: &Value| list["items"].as_array().cloned().unwrap_or_default();
    let offered = |list: &Value| {
        let offered = all(list).into_iter().filter(|one| text(one, "state") == "proposed");
        offered.map(|one| agreement(words, &one)).collect()
    };
    shown(&Agreements {
        page: Page::titled(reader, words.say("agreements-title")),
        done: words.name("done", done),
        refused: refused.map(|failure| Refused::new(words, failure)),
        made: all(made).iter().map(|one| agreement(words, one)).collect(),
        next,
        open: open.map(offered),
    })
}

fn agreement(words: Words, one: &Value) -> Agreement {
    let who = |list: &str| one[list].as_array().into_iter().flatten();
    let name = name_alone(text(one, "name"));
    Agreement {
        id: text(one, "id").to_owned(),
        name: if name.is_empty() { words.say("kind-agreement") } else { name },
        parties: who("parties").map(|one| (text(one, "agent").to_owned(), name_and_id(one))).collect(),
        state: state(words, one),
        grants: who("grants").map(|grant| granted(words, text(grant, "in_words"))).collect(),
        in_return: one["in_return"].as_str().map(line),
        works: who("works").filter_map(Value::as_str).map(work).collect(),
        digest: text(one, "digest").to_owned(),
        waits_for_us: one["waits_for_us"] == true,
        waits_for_members: one["waits_for_members"] == true,
    }
}

fn work(id: &str) -> (String, String) {
    (id.to_owned(), id.get(..8).unwrap_or(id).to_owned())
}

/// Who may do what.
pub(super) fn granted(words: Words, in_words: &str) -> String {
    match in_words {
        "anybody" => words.say("agreements-each"),
        fitting => translated(words, fitting),
    }
}

/// Whether it is in force, since when, and until when.
fn state(words: Words, one: &Value) -> String {
    let day = |field: &str| one[field].as_str().map(|day| words.day_of(day));
    // The day of a time, as RFC 3339 writes it.
    let came = one["came"].as_str().and_then(|came| came.split('T').next()).map(|day| words.day_of(day));
    let names = |list: &str| {
        let names = one[list].as_array().into_iter().flatten();
        names.map(name_and_id).collect::<Vec<_>>().join(", ")
    };
    let on = |key: &str, day: String| words.with(key, &[("day", day.into())]);
    let state = match (text(one, "state"), day("from"), came) {
        ("in-force", Some(from), _) => on("agreements-in-force-since", from),
        ("in-force", None, Some(came)) => on("agreements-in-force-here", came),
        ("in-force", None, None) => words.say("agreements-in-force"),
        ("not-yet", from, _) => on("agreements-not-yet", from.unwrap_or_default()),
        ("over", ..) => match names("ended_by") {
            by if by.is_empty() => words.say("agreements-over"),
            by => words.with("agreements-ended-by", &[("who", by.into())]),
        },
        _ => words.with("agreements-waits-for", &[("who", names("waiting_for").into())]),
    };
    match day("until") {
        Some(until) => format!("{state}. {}", on("agreements-until", until)),
        None => state,
    }
}

/// What is typed of an offer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    pub(crate) name: String,
    pub(crate) with: String,
    pub(crate) works: String,
    pub(crate) allow: String,
    pub(crate) in_return: String,
    pub(crate) note: String,
    pub(crate) language: String,
    pub(crate) from: String,
    pub(crate) until: String,
}

#[derive(Template)]
#[template(path = "agreement-offer.html")]
struct Offer {
    page: Page,
    refused: Option<Refused>,
    typed: Typed,
    allow: Vec<Choice>,
    languages: Vec<Choice>,
}

/// The form that offers an agreement.
pub(crate) fn offer(reader: Reader, typed: &Typed, refused: Option<&Failure>) -> Response {
    let words = reader.words;
    let language = match typed.language.as_str() {
        "" => words.language().code(),
        chosen => chosen,
    };
    let allow = ALLOWED.iter().map(|allowed| Choice {
        value: allowed,
        label: words.name("agreements-allow", allowed.trim_start_matches("purpose=")).unwrap_or_default(),
        chosen: typed.allow == *allowed,
    });
    let languages = Language::ALL.into_iter().map(|one| Choice {
        value: one.code(),
        label: one.own_name().to_owned(),
        chosen: one.code() == language,
    });
    shown(&Offer {
        page: Page::titled(reader, words.say("agreements-offer")),
        refused: refused.map(|failure| Refused::of_form(words, failure)),
        allow: allow.collect(),
        languages: languages.collect(),
        typed: typed.clone(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_state_says_since_when_as_far_as_anybody_can_know() {
        let words = Words::of(Language::English);
        let said = |one: Value| state(words, &one);
        let here = json!({ "state": "in-force", "came": "2026-04-01T12:00:00Z" });
        assert_eq!(said(here), "In force; known here since 1 April 2026");
        let since = json!({ "state": "in-force", "from": "2026-04-02", "until": "2027-04-01" });
        assert_eq!(said(since), "In force since 2 April 2026. Last day: 1 April 2027");
        let ended =
            json!({ "state": "over", "ended_by": [{ "agent": "aabbccdd00", "agent_name": "Garden" }] });
        assert_eq!(said(ended), "Over: ended by Garden aabbccdd");
        assert_eq!(said(json!({ "state": "over" })), "Over: its last day has passed");
    }
}
