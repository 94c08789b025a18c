//! What licences say, in plain words.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::Response;
use commons_licences::{id_with_sheet, known_in_words};
use commons_registry::Kind;

use super::NEWEST;
use crate::failure::Failure;
use crate::http::session::Visit;
use crate::request::{Request, Search};
use crate::web;

/// All licences that have a term sheet.
pub(in crate::http) async fn licences(visit: Visit) -> Response {
    web::licences(visit.reader)
}

/// One licence, and what was published under it.
pub(in crate::http) async fn licence(visit: Visit, id: Result<Path<String>, PathRejection>) -> Response {
    let id = id.ok().and_then(|Path(id)| id_with_sheet(&id));
    let Some((id, sheet)) = id.and_then(|id| known_in_words(&id).map(|sheet| (id, sheet))) else {
        let failure = Failure::not_found("there is no term sheet of a licence with this id")
            .hint("/licences lists those that there are");
        return visit.refusal(&failure);
    };
    let search =
        Search { kinds: vec![Kind::Resource], licence: Some(id.clone()), limit: NEWEST, ..Search::default() };
    match visit.answer(Request::Search(search)).await {
        Ok(found) => web::licence(visit.reader, &id, &sheet, &found),
        Err(failure) => visit.refusal(&failure),
    }
}
