//! What waits for an answer or a decision of ours, and giving it.

use axum::response::Response;
use serde::Deserialize;

use super::account::DoneQuery;
use super::typed::{given, ticked};
use super::{Sent, refused, see};
use crate::failure::Failure;
use crate::http::page::Typed;
use crate::http::session::{Session, Visit};
use crate::language::own_path;
use crate::request::{Request, Say};
use crate::web::waiting as web;

/// What waits.
pub(in crate::http) async fn waiting(visit: Visit, Typed(query): Typed<DoneQuery>) -> Response {
    match (visit.is_elsewhere(), visit.session.clone()) {
        (None, Some(session)) => shown(&visit, &session, &query.done).await,
        (Some(elsewhere), _) => elsewhere,
        (None, None) => visit.to_sign_in(),
    }
}

async fn shown(visit: &Visit, session: &Session, done: &str) -> Response {
    page(visit, session, done, None).await
}

/// The page, with why something was refused above it.
async fn not_done(visit: &Visit, session: &Session, failure: &Failure) -> Response {
    refused(failure, page(visit, session, "", Some(failure)).await)
}

async fn page(visit: &Visit, session: &Session, done: &str, refused: Option<&Failure>) -> Response {
    let inbox = session.answer(Request::Inbox).await;
    let proposals = session.answer(Request::Proposals { agent: None }).await;
    match (inbox, proposals) {
        (Ok(inbox), Ok(proposals)) => web::waiting(visit.reader.clone(), &inbox, &proposals, done, refused),
        (Err(failure), _) | (_, Err(failure)) => visit.refusal(&failure),
    }
}

#[derive(Deserialize)]
pub(in crate::http) struct AnswerForm {
    #[serde(default)]
    id: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    despite_objections: String,
    #[serde(default)]
    withdraw: String,
    #[serde(default)]
    back: String,
}

/// Does what was asked, and goes back to where that was.
async fn done(sent: Sent<AnswerForm>, said: &str, request: impl FnOnce(AnswerForm) -> Request) -> Response {
    let Sent { visit, session, typed } = sent;
    let back = own_path(&typed.back).unwrap_or("/waiting");
    let on = if back.contains('?') { '&' } else { '?' };
    let back = format!("{back}{on}done={said}");
    match session.answer(request(typed)).await {
        Ok(_) => see(&back),
        Err(failure) => not_done(&visit, &session, &failure).await,
    }
}

/// Says that a contribution was made.
pub(in crate::http) async fn acknowledge(sent: Sent<AnswerForm>) -> Response {
    done(sent, "acknowledged", |typed| {
        Request::Say(Say::Acknowledge { id: typed.id, note: given(&typed.text) })
    })
    .await
}

/// Says that something is doubted, and why.
pub(in crate::http) async fn question(sent: Sent<AnswerForm>) -> Response {
    done(sent, "questioned", |typed| {
        Request::Say(Say::Question { id: typed.id, fact: None, reason: typed.text })
    })
    .await
}

/// Answers a question.
pub(in crate::http) async fn reply(sent: Sent<AnswerForm>) -> Response {
    done(sent, "replied", |typed| Request::Say(Say::Reply { id: typed.id, text: typed.text })).await
}

/// Agrees to what waits for members.
pub(in crate::http) async fn approve(sent: Sent<AnswerForm>) -> Response {
    done(sent, "approved", |typed| Request::Approve {
        id: typed.id,
        key: None,
        despite_objections: ticked(&typed.despite_objections),
    })
    .await
}

/// Objects to it, or takes an objection back.
pub(in crate::http) async fn object(sent: Sent<AnswerForm>) -> Response {
    done(sent, "objected", |typed| Request::Object {
        id: typed.id,
        reason: given(&typed.text),
        withdraw: ticked(&typed.withdraw),
    })
    .await
}
