//! One's own passphrase, and what signing in on a node of others means.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::entrance::opening;
use super::{Sent, refused, see};
use crate::http::Door;
use crate::http::page::Typed;
use crate::http::session::{Visit, typed_twice};
use crate::request::Secret;
use crate::secrets::require_length;
use crate::web::account as web;

#[derive(Deserialize)]
pub(in crate::http) struct DoneQuery {
    #[serde(default)]
    pub(super) done: String,
}

pub(in crate::http) async fn account(visit: Visit, Typed(query): Typed<DoneQuery>) -> Response {
    match visit.session.clone() {
        Some(session) => web::account(visit.reader.clone(), &session.shown(), &query.done, None),
        None => visit.to_sign_in(),
    }
}

#[derive(Deserialize)]
pub(in crate::http) struct PassphraseForm {
    #[serde(default)]
    old: String,
    #[serde(default)]
    passphrase: String,
    #[serde(default)]
    again: String,
}

/// Seals one's keys with another passphrase, and ends one's other sessions. Whoever finds a browser signed in may try so many old
/// passphrases as somebody who signs in, and no more.
pub(in crate::http) async fn change_passphrase(
    State(door): State<Door>,
    Sent { visit, session, typed }: Sent<PassphraseForm>,
) -> Response {
    let name = session.who.name.clone();
    let changed = async {
        // What is amiss with the new one is said before the old one is tried: it counts as no try.
        let new = typed_twice(typed.passphrase, &typed.again)?;
        require_length(&new.0)?;
        door.sessions.may_try(&name)?;
        let service = session.who.service.clone();
        opening(move || service.change_passphrase(Secret(typed.old), new)).await?;
        door.sessions.count_try(&name, true);
        Ok(())
    };
    match changed.await {
        Ok(()) => {
            door.sessions.end_all_but(&session);
            see("/account?done=passphrase").into_response()
        }
        Err(failure) => refused(&failure, web::account(visit.reader, &session.shown(), "", Some(&failure))),
    }
}
