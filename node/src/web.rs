//! Pages for people: what they show, made of what the service answers. The templates in `node/templates` escape whatever is put
//! into them; here, marks that turn the direction of text are taken out of it.
//!
//! | module | what lives there |
//! | --- | --- |
//! | `item` | a line of a list |
//! | `field` | what a record says, field by field |
//! | `record` | the page of a record |
//! | `near` | who does what near a place |
//! | `description` | the interface for programs |

mod description;
mod field;
mod item;
mod near;
mod record;

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;

use crate::failure::Failure;
use crate::output::plain;
pub(crate) use description::description;
use item::{Item, items};
pub(crate) use near::{Asked, near};
pub(crate) use record::{Reuse, record, reuse};

/// What every page has.
struct Page {
    title: String,
    /// What stands in the field of the search.
    words: String,
}

impl Page {
    fn titled(title: impl Into<String>) -> Self {
        Self { title: title.into(), words: String::new() }
    }
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Page,
    items: Vec<Item>,
    nothing: &'static str,
    /// Where there is more.
    next: Option<String>,
}

/// The newest resources, or what was found by words.
pub(crate) fn home(words: &str, found: &Value, next: Option<String>) -> Response {
    let (title, nothing) = match words.trim() {
        "" => ("Newest resources", "Nothing here yet."),
        _ => ("Found", "Nothing here has these words. Try fewer, or other forms of them."),
    };
    let page = Page { title: title.to_owned(), words: words.to_owned() };
    shown(&Home { page, items: items(&found["items"]), nothing, next })
}

#[derive(Template)]
#[template(path = "refusal.html")]
struct Refusal {
    page: Page,
    message: String,
    hint: String,
}

/// What could not be shown, and what to do next.
pub(crate) fn refusal(failure: &Failure) -> Response {
    let page = Page::titled("That did not work");
    // They may name what stood in the address.
    let (message, hint) = (plain(&failure.message), plain(failure.hint.as_deref().unwrap_or_default()));
    shown(&Refusal { page, message, hint })
}

fn shown(template: &impl Template) -> Response {
    match template.render() {
        Ok(page) => Html(page).into_response(),
        Err(error) => Failure::internal(error).into_response(),
    }
}
