//! What a page shows that may change while somebody looks at it, and the line that says so.

use askama::Template;
use serde_json::{Value, json};

use crate::language::Reader;
use crate::output::text;
use crate::request::Request;

/// How many of the newest are looked at to count what came.
const NEWEST: usize = 31;

/// Bytes of the hash that say what was seen.
const SEEN_BYTES: usize = 12;

/// How pages ask for what waits.
const WAITING: &str = "waiting";

/// What a page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Watched {
    /// The newest resources.
    Newest,
    /// What waits for an answer of ours.
    Waiting,
    /// A record.
    Record(String),
}

/// What of a page changes, for its template.
pub(crate) struct Live {
    /// What it shows, as it is asked for.
    pub(crate) about: String,
    /// What was seen of it.
    pub(crate) seen: String,
}

impl Live {
    /// What a page shows that is made of an answer to [`Watched::request`], or of one with the same in it.
    pub(crate) fn of(watched: &Watched, answer: &Value) -> Self {
        Self { about: watched.about().to_owned(), seen: watched.seen(answer) }
    }
}

impl Watched {
    /// As pages ask for it.
    pub(crate) fn named(about: &str) -> Self {
        match about {
            "" => Self::Newest,
            WAITING => Self::Waiting,
            id => Self::Record(id.to_owned()),
        }
    }

    fn about(&self) -> &str {
        match self {
            Self::Newest => "",
            Self::Waiting => WAITING,
            Self::Record(id) => id,
        }
    }

    /// How it is looked at.
    pub(crate) fn request(&self) -> Request {
        match self {
            Self::Newest => {
                Request::List { kind: Some(commons_registry::Kind::Resource), limit: NEWEST, after: None }
            }
            Self::Waiting => Request::Inbox,
            Self::Record(id) => Request::Show { id: id.clone(), drafts: false },
        }
    }

    /// What was seen of it, in brief: something else, once it changed.
    pub(crate) fn seen(&self, answer: &Value) -> String {
        let ids = |list: &Value| -> Vec<Value> {
            list.as_array().into_iter().flatten().map(|one| one["id"].clone()).collect()
        };
        let seen = match self {
            Self::Newest => return text(&answer["items"][0], "id").to_owned(),
            Self::Waiting => json!(ids(&answer["items"])),
            Self::Record(_) => json!([answer["heads"], ids(&answer["referred_to_by"])]),
        };
        let hash = blake3::hash(seen.to_string().as_bytes());
        data_encoding::HEXLOWER.encode(&hash.as_bytes()[..SEEN_BYTES])
    }

    /// What is told to whoever has seen something else.
    pub(crate) fn told(&self, reader: &Reader, answer: &Value, seen: &str) -> String {
        let words = reader.words;
        let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
        let (path, text) = match self {
            Self::Newest => (
                "/".to_owned(),
                match items.iter().position(|item| text(item, "id") == seen) {
                    Some(came @ 1..) => words.with("live-came", &[("count", (came as u64).into())]),
                    _ => words.say("live-changed"),
                },
            ),
            Self::Waiting => ("/waiting".to_owned(), words.say("live-waiting")),
            Self::Record(id) => (format!("/records/{id}"), words.say("live-record")),
        };
        let line = Line { address: format!("{}{path}", reader.face.base()), text };
        line.render().unwrap_or_default()
    }
}

#[derive(Template)]
#[template(source = "<a href=\"{{ address }}\">{{ text }}</a>", ext = "html")]
struct Line {
    address: String,
    text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(watched: &Watched, answer: &Value, seen: &str) -> String {
        let found = axum::http::Extensions::new();
        let uri = axum::http::Uri::from_static("/live");
        let reader = Reader::of(&axum::http::Method::GET, &uri, &axum::http::HeaderMap::new(), &found);
        watched.told(&reader, answer, seen)
    }

    #[test]
    fn what_came_since_the_page_was_made_is_counted() {
        let answer = json!({ "items": [{ "id": "cc" }, { "id": "bb" }, { "id": "aa" }] });
        assert_eq!(Watched::Newest.seen(&answer), "cc");
        assert_eq!(told(&Watched::Newest, &answer, "aa"), "<a href=\"/\">2 came just now: show them</a>");
        assert_eq!(told(&Watched::Newest, &answer, "bb"), "<a href=\"/\">One came just now: show it</a>");
        assert_eq!(told(&Watched::Newest, &answer, "gone"), "<a href=\"/\">Something changed: show it</a>");
    }

    #[test]
    fn a_record_changes_with_itself_and_with_what_refers_to_it() {
        let watched = Watched::named("ab");
        let before = json!({ "heads": ["h"], "referred_to_by": [{ "id": "aa" }], "agent_name": "Old" });
        let renamed = json!({ "heads": ["h"], "referred_to_by": [{ "id": "aa" }], "agent_name": "New" });
        let edited = json!({ "heads": ["i"], "referred_to_by": [{ "id": "aa" }] });
        let added_to = json!({ "heads": ["h"], "referred_to_by": [{ "id": "aa" }, { "id": "bb" }] });
        assert_eq!(watched.seen(&before), watched.seen(&renamed));
        assert_ne!(watched.seen(&before), watched.seen(&edited));
        assert_ne!(watched.seen(&before), watched.seen(&added_to));
        let hostile = told(&Watched::named("\"><script>"), &before, "");
        assert!(!hostile.contains("<script"), "{hostile}");
    }
}
