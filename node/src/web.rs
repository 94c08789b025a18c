//! Pages for people: what they show, made of what the service answers, in the reader's language. The templates in
//! `node/templates` escape whatever is put into them; here, marks that turn the direction of text are taken out of it.
//!
//! | module | what lives there |
//! | --- | --- |
//! | `item` | a line of a list |
//! | `field` | what a record says, field by field |
//! | `value` | the words of a record's lists, as people say them |
//! | `mark` | what is to be known about a record or a name |
//! | `record` | the page of a record |
//! | `reuse` | may we reuse this: the question, and the answer |
//! | `letter` | asking whoever keeps a work for permission |
//! | `said` | what answers and term sheets say, in the reader's language |
//! | `near` | who does what near a place |
//! | `entrance`, `account` | signing in, and what that means |
//! | `members`, `matter` | who signs for the co-op, and what members decide |
//! | `waiting` | what waits for an answer or a decision |
//! | `agreements` | what organisations allow each other |
//! | `publish`, `contribute`, `profile` | forms in which people write |
//! | `live` | what may change on a page while somebody looks at it |
//! | `refusal` | what could not be shown, and why |
//! | `agent` | an organisation or a person as a whole |
//! | `knowledge` | shared knowledge by its sort, and what words mean |
//! | `licence` | what licences say, in plain words |
//! | `node` | how the node is |
//! | `history` | how a record came to be |
//! | `say` | what members say about a record, and do with their own |
//! | `provenance` | from what a work was made, and what was made from it |
//! | `files` | the files of a resource |
//! | `holders` | who else has a record |
//! | `series` | contributions over time |
//! | `report` | asking that a record goes, and what became of that |
//! | `map` | the same on a map |
//! | `description` | the interface for programs |

pub(crate) mod account;
mod agent;
pub(crate) mod agreements;
pub(crate) mod contribute;
mod description;
pub(crate) mod entrance;
mod field;
mod files;
mod history;
mod holders;
mod item;
mod knowledge;
mod letter;
mod licence;
pub(crate) mod live;
mod map;
mod mark;
mod matter;
pub(crate) mod members;
mod near;
mod node;
pub(crate) mod profile;
mod provenance;
pub(crate) mod publish;
mod record;
mod refusal;
pub(crate) mod report;
mod reuse;
mod said;
pub(crate) mod say;
mod series;
mod value;
pub(crate) mod waiting;

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;

use crate::failure::Failure;
use crate::language::{Language, Member, Reader, Words};
pub(crate) use description::description;
pub(crate) use history::history;
use item::{Item, items};
pub(crate) use knowledge::{glossary, knowledge};
pub(crate) use licence::{licence, licences};
use live::{Live, Watched};
pub(crate) use map::map;
pub(crate) use near::{Asked, near};
pub(crate) use node::node;
pub(crate) use provenance::provenance;
pub(crate) use record::{Beside, May, record};
pub(crate) use refusal::refusal;
pub(crate) use reuse::{Asking, Reuse, reuse};

/// What every page has. Views and templates say things with its words.
struct Page {
    words: Words,
    /// What stands before the path of every page.
    base: String,
    /// Where the page is, to come back to it in another language.
    here: String,
    title: Titled,
    /// What stands in the field of the search.
    sought: String,
    /// Who reads it, if they have signed in.
    member: Option<Member>,
    /// Whether it is for everybody: nobody signs in there, and what strangers wrote is left out.
    is_public: bool,
}

impl Page {
    /// A page with a title of our own words.
    fn titled(reader: Reader, title: impl Into<String>) -> Self {
        Self::called(reader, Titled { text: title.into(), language: None })
    }

    /// A page that is called what somebody wrote.
    fn called(reader: Reader, title: Titled) -> Self {
        let Reader { words, here, member, face } = reader;
        let (base, is_public) = (face.base().to_owned(), face.is_public());
        Self { words, base, here, title, sought: String::new(), member, is_public }
    }

    /// The languages that can be chosen.
    const fn languages(&self) -> [Language; 7] {
        Language::ALL
    }
}

/// A title, in a language of its own if that is known and not the page's.
struct Titled {
    text: String,
    language: Option<String>,
}

/// One of several in a form.
struct Choice {
    value: &'static str,
    label: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Page,
    items: Vec<Item>,
    nothing: String,
    /// Where there is more.
    next: Option<String>,
    live: Option<Live>,
    near: Option<NearHere>,
}

/// Who is near those whose node it is.
struct NearHere {
    around: String,
    items: Vec<Item>,
}

/// What stands on the first page besides what was asked for.
pub(crate) struct BesideNewest<'a> {
    /// Where there is more.
    pub(crate) next: Option<String>,
    /// Whether it is the first page of its list.
    pub(crate) is_first: bool,
    /// Who is near, if it is known where the node is.
    pub(crate) near: Option<&'a Value>,
}

/// The newest resources, or what was found by words. The first page of the newest is lively.
pub(crate) fn home(reader: Reader, sought: &str, found: &Value, beside: BesideNewest<'_>) -> Response {
    let BesideNewest { next, is_first, near } = beside;
    let words = reader.words;
    let (title, nothing) = match sought.trim() {
        "" => (words.say("home-newest"), words.say("home-nothing-yet")),
        _ => (words.say("home-found"), words.say("home-nothing-found")),
    };
    let page = Page { sought: sought.to_owned(), ..Page::titled(reader, title) };
    let live = (is_first && sought.trim().is_empty()).then(|| Live::of(&Watched::Newest, found));
    let near = near.map(|near| NearHere {
        around: near::around(words, near).unwrap_or_else(|| words.say("home-near")),
        items: items(words, &near["items"]),
    });
    let near = near.filter(|near| !near.items.is_empty());
    shown(&Home { items: items(words, &found["items"]), page, nothing, next, live, near })
}

/// The page, and what caches have to know of it: that it goes by the reader.
fn shown(template: &impl Template) -> Response {
    let vary = [(header::VARY, HeaderValue::from_static("Accept-Language, Cookie"))];
    match template.render() {
        Ok(page) => (vary, Html(page)).into_response(),
        Err(error) => Failure::internal(error).into_response(),
    }
}
