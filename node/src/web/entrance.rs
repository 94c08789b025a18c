//! How people come to be signed in: the forms for it, and what is shown once.

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::refusal::Refused;
use super::{Choice, Page, shown};
use crate::failure::Failure;
use crate::language::Reader;
use crate::output::{line, text};
use crate::qr::{Endures, Qr};

/// What is typed to sign in, but for the passphrase.
#[derive(Debug, Clone, Default)]
pub(crate) struct SignIn {
    pub(crate) name: String,
    /// Of the link with which the node's owner signs in.
    pub(crate) code: String,
    pub(crate) back: String,
}

#[derive(Template)]
#[template(path = "sign-in.html")]
struct SignInPage {
    page: Page,
    typed: SignIn,
    refused: Option<Refused>,
}

/// The form with which one signs in.
pub(crate) fn sign_in(reader: Reader, typed: SignIn, refused: Option<&Failure>) -> Response {
    let words = reader.words;
    let refused = refused.map(|failure| Refused::of_form(words, failure));
    shown(&SignInPage { page: Page::titled(reader, words.say("sign-in-title")), typed, refused })
}

/// What is typed to set a node up, but for the passphrase.
#[derive(Debug, Clone, Default)]
pub(crate) struct SetUp {
    pub(crate) code: String,
    pub(crate) is_person: bool,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) member: String,
}

#[derive(Template)]
#[template(path = "set-up.html")]
struct SetUpPage {
    page: Page,
    typed: SetUp,
    kinds: Vec<Choice>,
    /// Whether the code lets in whoever has it.
    holds: bool,
    refused: Option<Refused>,
}

/// The form with which a node becomes somebody's.
pub(crate) fn set_up(reader: Reader, typed: &SetUp, holds: bool, refused: Option<&Failure>) -> Response {
    let words = reader.words;
    let kinds = commons_licences::Kind::ALL.iter().filter(|kind| kind.as_str() != "person");
    let kinds = kinds.map(|kind| Choice {
        value: kind.as_str(),
        label: words.name("agent-kind", kind.as_str()).unwrap_or_else(|| kind.to_string()),
        chosen: kind.as_str() == typed.kind,
    });
    shown(&SetUpPage {
        kinds: kinds.collect(),
        page: Page::titled(reader, words.say("set-up-title")),
        typed: typed.clone(),
        holds,
        refused: refused.map(|failure| Refused::of_form_if(holds, words, failure)),
    })
}

#[derive(Template)]
#[template(path = "recovery-card.html")]
struct CardPage {
    page: Page,
    name: String,
    id: String,
    card: Vec<String>,
    /// The same to be scanned; a picture that is made here.
    picture: Option<String>,
    is_person: bool,
}

/// The recovery card, once, right after the founding.
pub(crate) fn recovery_card(reader: Reader, founded: &Value) -> Response {
    let words = reader.words;
    let card = text(founded, "recovery_card");
    shown(&CardPage {
        page: Page::titled(reader, words.say("card-title")),
        name: line(text(founded, "name")),
        id: text(founded, "agent").to_owned(),
        card: card.split_whitespace().map(str::to_owned).collect(),
        picture: Qr::new(&card.to_uppercase(), Endures::Paper).ok().map(|qr| qr.svg()),
        is_person: founded["is_person"] == true,
    })
}

/// What is typed to take a seat, but for the passphrase.
#[derive(Debug, Clone, Default)]
pub(crate) struct Join {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) unnamed: bool,
}

#[derive(Template)]
#[template(path = "join.html")]
struct JoinPage {
    page: Page,
    typed: Join,
    invited: bool,
    refused: Option<Refused>,
}

/// The form with which somebody who was invited becomes a member.
pub(crate) fn join(
    reader: Reader,
    typed: &Join,
    house: &str,
    invited: bool,
    refused: Option<&Failure>,
) -> Response {
    let words = reader.words;
    shown(&JoinPage {
        page: Page::titled(reader, words.with("join-title", &[("name", house.to_owned().into())])),
        typed: typed.clone(),
        invited,
        refused: refused.map(|failure| Refused::of_form_if(invited, words, failure)),
    })
}
