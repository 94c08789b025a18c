//! Changing what one's own organisation says of itself.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::{Sent, refused, see};
use crate::failure::Failure;
use crate::http::session::Visit;
use crate::output::text;
use crate::request::Request;
use crate::web::profile as web;

/// The form, with what stands there now.
pub(in crate::http) async fn profile(visit: Visit) -> Response {
    let Some(session) = visit.session.clone() else { return visit.to_sign_in() };
    match session.answer(Request::Profile { set: Vec::new() }).await {
        Ok(profile) => {
            let now = web::Typed::of(&profile);
            web::profile(visit.reader, &web::Seen::of(&now), &now, (&[], &now), None)
        }
        Err(failure) => visit.refusal(&failure),
    }
}

/// Changes what was typed otherwise than it was shown. What others changed meanwhile stays, and where both changed the same, both
/// are shown and nothing is written.
pub(in crate::http) async fn changed(
    Sent { visit, session, typed }: Sent<BTreeMap<String, String>>,
) -> Response {
    let now = match session.answer(Request::Profile { set: Vec::new() }).await {
        Ok(profile) => web::Typed::of(&profile),
        Err(failure) => return visit.refusal(&failure),
    };
    let (sent, now_seen) = (web::Typed::sent(&typed, &now), web::Seen::of(&now));
    let Some(seen) = typed.get("seen").and_then(|seen| web::Seen::read(seen)) else {
        let failure = Failure::usage("this form does not say what it was filled with");
        return refused(&failure, web::profile(visit.reader, &now_seen, &now, (&[], &now), Some(&failure)));
    };
    let meanwhile = seen.meanwhile(&sent, &now);
    if !meanwhile.is_empty() {
        // Whoever sends it again has seen what stands there now.
        let over = seen.over(&sent, &now);
        let form = web::profile(visit.reader, &now_seen, &over, (&meanwhile, &now), None);
        return (StatusCode::CONFLICT, form).into_response();
    }
    match session.answer(Request::Profile { set: seen.changed(&sent) }).await {
        Ok(profile) => see(&format!("/records/{}?done=changed", text(&profile, "id"))),
        Err(failure) => {
            refused(&failure, web::profile(visit.reader, &seen, &sent, (&[], &now), Some(&failure)))
        }
    }
}
