//! What could not be shown, why, and what to do next.

use askama::Template;
use axum::response::Response;

use super::{Page, shown};
use crate::failure::Failure;
use crate::language::{Reader, Words};
use crate::output::plain;

/// A refusal as pages say it. What exactly is wrong is said in English only.
pub(super) struct Refused {
    /// What sort of refusal it is, in the reader's words.
    pub(super) kind: String,
    pub(super) message: String,
    /// What to do next, in the reader's words.
    pub(super) next_step: String,
}

impl Refused {
    /// The next step that goes with a refusal speaks of the command, which those who read pages may not have: they are told
    /// what can be done on a page.
    pub(super) fn new(words: Words, failure: &Failure) -> Self {
        let kind = failure.kind.as_str();
        Self {
            kind: words.name("refusal", kind).unwrap_or_default(),
            // It may name what stood in the address.
            message: plain(&failure.message),
            next_step: words.name("refusal-next", kind).unwrap_or_default(),
        }
    }
}

impl Refused {
    /// Why a form was refused: it stands above the form, with all that was typed still in it.
    pub(super) fn of_form(words: Words, failure: &Failure) -> Self {
        Self { next_step: words.say("refusal-next-form"), ..Self::new(words, failure) }
    }

    /// The same, where the form may not be there any more.
    pub(super) fn of_form_if(is_there: bool, words: Words, failure: &Failure) -> Self {
        if is_there { Self::of_form(words, failure) } else { Self::new(words, failure) }
    }
}

#[derive(Template)]
#[template(path = "refusal.html")]
struct Refusal {
    page: Page,
    refused: Refused,
}

/// What could not be shown, and what to do next.
pub(crate) fn refusal(reader: Reader, failure: &Failure) -> Response {
    let words = reader.words;
    let page = Page::titled(reader, words.say("refusal-title"));
    shown(&Refusal { page, refused: Refused::new(words, failure) })
}
