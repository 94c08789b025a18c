//! One's own passphrase, and what signing in on a node of others means.

use askama::Template;
use axum::response::Response;

use super::refusal::Refused;
use super::{Page, shown};
use crate::failure::Failure;
use crate::language::Reader;

#[derive(Template)]
#[template(path = "account.html")]
struct Account {
    page: Page,
    done: Option<String>,
    refused: Option<Refused>,
    name: String,
    is_owner: bool,
    may_sign: bool,
}

/// Whoever has signed in.
pub(crate) struct Who {
    pub(crate) name: String,
    /// Whether with the node's own keys.
    pub(crate) is_owner: bool,
    pub(crate) may_sign: bool,
}

/// The page of whoever has signed in.
pub(crate) fn account(reader: Reader, who: &Who, done: &str, refused: Option<&Failure>) -> Response {
    let words = reader.words;
    shown(&Account {
        page: Page::titled(reader, words.say("account-title")),
        done: words.name("done", done),
        refused: refused.map(|failure| Refused::of_form(words, failure)),
        name: who.name.clone(),
        is_owner: who.is_owner,
        may_sign: who.may_sign,
    })
}
