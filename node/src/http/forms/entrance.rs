//! Signing in and out, setting the node up, and taking a seat by an invitation.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use serde::Deserialize;
use tokio::sync::Semaphore;

use super::typed::{given, ticked};
use super::{Nothing, Sent, Strangers, refused, secret, see};
use crate::failure::{Failure, FailureKind};
use crate::http::page::Typed;
use crate::http::session::{Visit, typed_twice};
use crate::http::{Door, blocking};
use crate::language::own_path;
use crate::request::{Init, Request, Secret};
use crate::service::SignedIn;
use crate::web::entrance as web;

/// Opening keys takes a second and much memory, on purpose: so many are opened at a time, and whoever comes then waits.
static OPENING: Semaphore = Semaphore::const_new(2);

#[derive(Deserialize)]
pub(in crate::http) struct SignInQuery {
    #[serde(default)]
    back: String,
    #[serde(default)]
    code: String,
}

/// The form with which one signs in; with a code of the owner's, a button.
pub(in crate::http) async fn sign_in(
    State(door): State<Door>,
    visit: Visit,
    Typed(query): Typed<SignInQuery>,
) -> Response {
    let back = own_path(&query.back).unwrap_or("/").to_owned();
    if visit.session.is_some() {
        return see(&back);
    }
    if door.service.agent().is_none() {
        return see("/set-up");
    }
    secret(web::sign_in(visit.reader, web::SignIn { name: String::new(), code: query.code, back }, None))
}

#[derive(Deserialize)]
pub(in crate::http) struct SignInForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    passphrase: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    back: String,
}

/// Signs in.
pub(in crate::http) async fn signed_in(
    State(door): State<Door>,
    headers: HeaderMap,
    Strangers { visit, typed }: Strangers<SignInForm>,
) -> Response {
    let back = own_path(&typed.back).unwrap_or("/").to_owned();
    let outcome = if typed.code.is_empty() {
        by_passphrase(&door, &typed.name, Secret(typed.passphrase)).await
    } else {
        door.service.sign_in_by_code(&typed.code)
    };
    match outcome.and_then(|who| begun(&door, who, &headers)) {
        Ok(cookie) => (cookie, see(&back)).into_response(),
        Err(failure) => {
            let typed = web::SignIn { name: typed.name, code: String::new(), back };
            (StatusCode::FORBIDDEN, web::sign_in(visit.reader, typed, Some(&failure))).into_response()
        }
    }
}

async fn by_passphrase(door: &Door, name: &str, passphrase: Secret) -> Result<SignedIn, Failure> {
    door.sessions.may_try(name)?;
    let (service, called) = (Arc::clone(&door.service), name.to_owned());
    let outcome = opening(move || service.sign_in(&called, passphrase)).await;
    // Only a wrong passphrase counts against a name.
    if outcome.as_ref().err().is_none_or(|failure| failure.kind != FailureKind::Locked) {
        door.sessions.count_try(name, true);
    }
    outcome
}

/// Opens or seals keys, a few at a time, on a thread that may block.
pub(super) async fn opening<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let turn = OPENING.acquire().await.map_err(Failure::internal)?;
    let work = move || {
        let _turn = turn;
        work()
    };
    tokio::task::spawn_blocking(work).await.map_err(Failure::internal)?
}

type Cookie = AppendHeaders<[(header::HeaderName, axum::http::HeaderValue); 1]>;

/// Begins a session. The cookie goes over secure lines only, if the page came over one.
fn begun(door: &Door, who: SignedIn, headers: &HeaderMap) -> Result<Cookie, Failure> {
    // Whoever was signed in from this browser is so no more.
    door.sessions.end(headers)?;
    let secure = headers.get(header::ORIGIN).is_some_and(|origin| origin.as_bytes().starts_with(b"https://"));
    Ok(AppendHeaders([(header::SET_COOKIE, door.sessions.begin(who, secure)?)]))
}

/// Signs out.
pub(in crate::http) async fn sign_out(
    State(door): State<Door>,
    headers: HeaderMap,
    Sent { visit, .. }: Sent<Nothing>,
) -> Response {
    match door.sessions.end(&headers) {
        Ok(cookie) => (AppendHeaders([(header::SET_COOKIE, cookie)]), see("/")).into_response(),
        Err(failure) => visit.refusal(&failure),
    }
}

#[derive(Deserialize)]
pub(in crate::http) struct CodeQuery {
    #[serde(default)]
    code: String,
}

/// The form with which a node becomes somebody's.
pub(in crate::http) async fn set_up(
    State(door): State<Door>,
    visit: Visit,
    Typed(query): Typed<CodeQuery>,
) -> Response {
    if door.service.agent().is_some() {
        return see("/sign-in");
    }
    let holds = door.service.code_holds(&query.code);
    secret(web::set_up(visit.reader, &web::SetUp { code: query.code, ..web::SetUp::default() }, holds, None))
}

#[derive(Deserialize)]
pub(in crate::http) struct SetUpForm {
    #[serde(default)]
    code: String,
    /// `organisation` or `person`.
    #[serde(default)]
    form: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    member: String,
    #[serde(default)]
    passphrase: String,
    #[serde(default)]
    again: String,
}

/// Founds the agent, signs its founder in, and shows the recovery card, once.
pub(in crate::http) async fn founded(
    State(door): State<Door>,
    headers: HeaderMap,
    Strangers { visit, typed }: Strangers<SetUpForm>,
) -> Response {
    let shown = web::SetUp {
        code: typed.code.clone(),
        is_person: typed.form == "person",
        name: typed.name.clone(),
        kind: typed.kind.clone(),
        member: typed.member.clone(),
    };
    let service = Arc::clone(&door.service);
    let (code, member, is_person) = (typed.code.clone(), given(&typed.member), shown.is_person);
    let passphrase = typed_twice(typed.passphrase, &typed.again);
    let founding = move || {
        let init = Init {
            person: is_person,
            name: given(&typed.name).ok_or_else(|| Failure::usage("the name is missing"))?,
            kind: given(&typed.kind).filter(|_| !is_person),
            keys: 1,
            passphrase: Some(passphrase?),
        };
        service.found_by_code(&code, init, member.filter(|_| !is_person).as_deref())
    };
    match opening(founding).await {
        Ok((founded, who)) => {
            // The card is shown whatever else comes: nobody can show it again.
            let card = secret(web::recovery_card(visit.reader, &founded));
            match begun(&door, who, &headers) {
                Ok(cookie) => (cookie, card).into_response(),
                Err(_) => card,
            }
        }
        Err(failure) => {
            let holds = door.service.code_holds(&shown.code);
            refused(&failure, secret(web::set_up(visit.reader, &shown, holds, Some(&failure))))
        }
    }
}

/// The form with which somebody who was invited becomes a member.
pub(in crate::http) async fn join(
    State(door): State<Door>,
    visit: Visit,
    Typed(query): Typed<CodeQuery>,
) -> Response {
    let house = match visit.answer(Request::Status).await {
        Ok(status) => status["agent_name"].as_str().map(crate::output::line).unwrap_or_default(),
        Err(failure) => return visit.refusal(&failure),
    };
    match is_invited(&door, &query.code).await {
        Ok(invited) => secret(web::join(
            visit.reader.clone(),
            &web::Join { code: query.code, ..web::Join::default() },
            &house,
            invited,
            None,
        )),
        Err(failure) => visit.refusal(&failure),
    }
}

async fn is_invited(door: &Door, code: &str) -> Result<bool, Failure> {
    let (service, code) = (Arc::clone(&door.service), code.to_owned());
    blocking(&door.service.room, move || service.is_invited(&code)).await
}

#[derive(Deserialize)]
pub(in crate::http) struct JoinForm {
    #[serde(default)]
    code: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    unnamed: String,
    #[serde(default)]
    passphrase: String,
    #[serde(default)]
    again: String,
}

/// Gives whoever was invited keys of their own, and signs them in.
pub(in crate::http) async fn joined(
    State(door): State<Door>,
    headers: HeaderMap,
    Strangers { visit, typed }: Strangers<JoinForm>,
) -> Response {
    let shown =
        web::Join { code: typed.code.clone(), name: typed.name.clone(), unnamed: ticked(&typed.unnamed) };
    let service = Arc::clone(&door.service);
    let unnamed = shown.unnamed;
    let passphrase = typed_twice(typed.passphrase, &typed.again);
    let outcome = opening(move || service.take_seat(&typed.code, &typed.name, unnamed, passphrase?)).await;
    match outcome.and_then(|who| begun(&door, who, &headers)) {
        Ok(cookie) => (cookie, see("/account?done=joined")).into_response(),
        Err(failure) => {
            let house = visit.answer(Request::Status).await.unwrap_or_default();
            let house = house["agent_name"].as_str().map(crate::output::line).unwrap_or_default();
            let invited = is_invited(&door, &shown.code).await.unwrap_or(false);
            refused(&failure, secret(web::join(visit.reader, &shown, &house, invited, Some(&failure))))
        }
    }
}
