//! What members say about a record, and do with one of their own.

use axum::extract::Path;
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;

use super::typed::{given, ticked};
use super::{Nothing, Sent, refused, see};
use crate::failure::Failure;
use crate::http::page::Typed;
use crate::http::session::Visit;
use crate::output::text;
use crate::request::{Confirm, Introduce, MembersRequest, Request, Say};
use crate::web::say as web;
use crate::web::say::Act;

#[derive(Deserialize)]
pub(in crate::http) struct FactQuery {
    #[serde(default)]
    fact: String,
}

#[derive(Deserialize)]
pub(in crate::http) struct SayForm {
    #[serde(default)]
    text: String,
    #[serde(default)]
    fact: String,
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    until: String,
    #[serde(default)]
    sure: String,
    #[serde(default)]
    withdraw: String,
}

/// The page of an act, about a record.
async fn page(visit: Visit, id: String, act: Act, fact: String) -> Response {
    if visit.session.is_none() {
        return visit.to_sign_in();
    }
    match visit.answer(Request::Show { id, drafts: false }).await {
        Ok(record) => {
            let typed = web::Typed { fact, ..web::Typed::default() };
            web::say(visit.reader, act, &record, typed, None)
        }
        Err(failure) => visit.refusal(&failure),
    }
}

/// Says or does it, and goes back to the record.
async fn done(id: String, act: Act, sent: Sent<SayForm>) -> Response {
    let Sent { visit, session, typed } = sent;
    let record = match session.answer(Request::Show { id, drafts: false }).await {
        Ok(record) => record,
        Err(failure) => return visit.refusal(&failure),
    };
    let did = match request(act, &record, &typed) {
        Ok((request, did)) => session.answer(request).await.map(|answer| (answer, did)),
        Err(failure) => Err(failure),
    };
    match did {
        Ok((answer, "erased")) if answer["in_force"] != true => see("/waiting?done=proposed"),
        Ok((_, did @ "erased")) => see(&format!("/waiting?done={did}")),
        Ok((_, did)) => see(&format!("/records/{}?done={did}", text(&record, "id"))),
        Err(failure) => {
            let SayForm { text, fact, value, until, .. } = typed;
            let typed = web::Typed { text, fact, value, until };
            refused(&failure, web::say(visit.reader, act, &record, typed, Some(&failure)))
        }
    }
}

/// What is asked of the node, and what it has done then, in a word.
fn request(act: Act, record: &Value, typed: &SayForm) -> Result<(Request, &'static str), Failure> {
    let id = text(record, "id").to_owned();
    let agent = text(record, "agent").to_owned();
    let takes_back = ticked(&typed.withdraw);
    Ok(match act {
        Act::Question => {
            let question = Say::Question { id, fact: given(&typed.fact), reason: typed.text.clone() };
            (Request::Say(question), "questioned")
        }
        Act::Confirm if takes_back => {
            let fact = given(&typed.fact);
            (Request::WithdrawConfirmation { what: agent, fact }, "confirmation-withdrawn")
        }
        Act::Confirm => {
            let confirm = Confirm {
                agent,
                fact: typed.fact.trim().to_owned(),
                value: typed.value.as_deref().and_then(given),
                until: given(&typed.until),
                reason: given(&typed.text),
            };
            (Request::Confirm(confirm), "confirmed")
        }
        Act::Introduce => {
            let introduce = Introduce { agent: Some(agent), budget: None, withdraw: takes_back };
            let did = if takes_back { "introduction-withdrawn" } else { "introduced" };
            (Request::Introduce(introduce), did)
        }
        Act::Hide => (Request::Hide { id, reason: given(&typed.text) }, "hidden"),
        Act::Erase if !ticked(&typed.sure) => {
            return Err(Failure::usage("nothing was erased: tick the box if it is meant"));
        }
        Act::Erase => {
            let erase = MembersRequest::Erase { id: Some(id), agent: None, meant: true };
            (Request::Members(erase), "erased")
        }
    })
}

/// The page on which something is asked or doubted.
pub(in crate::http) async fn question(visit: Visit, Path(id): Path<String>) -> Response {
    page(visit, id, Act::Question, String::new()).await
}

/// Asks it.
pub(in crate::http) async fn questioned(Path(id): Path<String>, sent: Sent<SayForm>) -> Response {
    done(id, Act::Question, sent).await
}

/// The page on which a fact is confirmed or denied.
pub(in crate::http) async fn confirm(
    visit: Visit,
    Path(id): Path<String>,
    Typed(query): Typed<FactQuery>,
) -> Response {
    page(visit, id, Act::Confirm, query.fact).await
}

/// Confirms or denies it, or takes that back.
pub(in crate::http) async fn confirmed(Path(id): Path<String>, sent: Sent<SayForm>) -> Response {
    done(id, Act::Confirm, sent).await
}

/// The page on which somebody is introduced.
pub(in crate::http) async fn introduce(visit: Visit, Path(id): Path<String>) -> Response {
    page(visit, id, Act::Introduce, String::new()).await
}

/// Introduces them, or does so no longer.
pub(in crate::http) async fn introduced(Path(id): Path<String>, sent: Sent<SayForm>) -> Response {
    done(id, Act::Introduce, sent).await
}

/// The page on which a record of ours is hidden.
pub(in crate::http) async fn hide(visit: Visit, Path(id): Path<String>) -> Response {
    page(visit, id, Act::Hide, String::new()).await
}

/// Hides it.
pub(in crate::http) async fn hidden(Path(id): Path<String>, sent: Sent<SayForm>) -> Response {
    done(id, Act::Hide, sent).await
}

/// Shows it again.
pub(in crate::http) async fn unhidden(Path(id): Path<String>, sent: Sent<Nothing>) -> Response {
    let Sent { visit, session, typed: Nothing {} } = sent;
    match session.answer(Request::Unhide { id }).await {
        Ok(answer) => see(&format!("/records/{}?done=shown-again", text(&answer, "id"))),
        Err(failure) => visit.refusal(&failure),
    }
}

/// The page on which a record of ours is erased.
pub(in crate::http) async fn erase(visit: Visit, Path(id): Path<String>) -> Response {
    page(visit, id, Act::Erase, String::new()).await
}

/// Erases it, or proposes that.
pub(in crate::http) async fn erased(Path(id): Path<String>, sent: Sent<SayForm>) -> Response {
    done(id, Act::Erase, sent).await
}
