//! Who signs for the co-op: inviting, taking in, and letting go of whoever asked.

use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde::Deserialize;

use super::account::DoneQuery;
use super::{Nothing, Sent, refused, secret, see};
use crate::failure::Failure;
use crate::http::page::Typed;
use crate::http::session::{Session, Visit};
use crate::output::text;
use crate::request::{MembersRequest, Request, SeatRequest};
use crate::web::members as web;

/// Who may sign, who asks to, and what waits for signatures.
pub(in crate::http) async fn members(visit: Visit, Typed(query): Typed<DoneQuery>) -> Response {
    match visit.session.clone() {
        Some(session) => shown(&visit, &session, &query.done).await,
        None => visit.to_sign_in(),
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
    let members = session.answer(Request::Members(MembersRequest::List { agent: None })).await;
    let seats = session.answer(Request::Seats(SeatRequest::List)).await;
    match (members, seats) {
        (Ok(members), Ok(seats)) => web::members(visit.reader.clone(), &members, &seats, done, refused),
        (Err(failure), _) | (_, Err(failure)) => visit.refusal(&failure),
    }
}

/// Makes a link with which somebody gets a seat, and shows it, once.
pub(in crate::http) async fn invite(
    headers: HeaderMap,
    Sent { visit, session, .. }: Sent<Nothing>,
) -> Response {
    // That it is one of this node's was seen to.
    let here = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok()).unwrap_or_default();
    match session.answer(Request::Seats(SeatRequest::Invite)).await {
        Ok(invitation) => secret(web::invitation(visit.reader.clone(), here, &invitation)),
        Err(failure) => not_done(&visit, &session, &failure).await,
    }
}

#[derive(Deserialize)]
pub(in crate::http) struct InvitationForm {
    #[serde(default)]
    id: String,
}

/// Takes an invitation back that went astray.
pub(in crate::http) async fn take_back(Sent { visit, session, typed }: Sent<InvitationForm>) -> Response {
    match session.answer(Request::Seats(SeatRequest::TakeBack { invitation: typed.id })).await {
        Ok(_) => see("/members?done=taken-back"),
        Err(failure) => not_done(&visit, &session, &failure).await,
    }
}

#[derive(Deserialize)]
pub(in crate::http) struct SeatForm {
    #[serde(default)]
    name: String,
    /// Whose key was shown beside the name: another may have come to be called so.
    #[serde(default)]
    key: String,
}

/// Takes in whoever has a seat: at once, or once enough members agree.
pub(in crate::http) async fn take_in(Sent { visit, session, typed }: Sent<SeatForm>) -> Response {
    let taken = async {
        let seats = session.answer(Request::Seats(SeatRequest::List)).await?;
        let all = seats["seats"].as_array();
        let seat = all.and_then(|all| {
            all.iter().find(|seat| text(seat, "name") == typed.name && text(seat, "key") == typed.key)
        });
        let seat =
            seat.ok_or_else(|| Failure::not_found(format!("nobody signs in here as {:?}", typed.name)))?;
        let name = Some(typed.name.clone()).filter(|_| seat["unnamed"] != true);
        let code = text(seat, "code").to_owned();
        let add = MembersRequest::Add { code, name, threshold: None, to_file: false };
        session.answer(Request::Members(add)).await
    };
    match taken.await {
        Ok(taken) if taken["in_force"] == true => see("/members?done=taken-in"),
        Ok(_) => see("/members?done=proposed"),
        Err(failure) => not_done(&visit, &session, &failure).await,
    }
}

/// Takes a seat away from whoever asked and is no member.
pub(in crate::http) async fn dismiss(Sent { visit, session, typed }: Sent<SeatForm>) -> Response {
    match session.answer(Request::Seats(SeatRequest::Remove { name: typed.name })).await {
        Ok(_) => see("/members?done=dismissed"),
        Err(failure) => not_done(&visit, &session, &failure).await,
    }
}
