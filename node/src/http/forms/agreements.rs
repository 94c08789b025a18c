//! What organisations allow each other: who has agreed to what; and for members, offering terms and agreeing to some.

use axum::http::Uri;
use axum::response::Response;
use serde::Deserialize;

use super::called::{agents, works};
use super::typed::given;
use super::{Sent, refused, see};
use crate::failure::Failure;
use crate::http::api::next_page;
use crate::http::page::Typed;
use crate::http::session::Visit;
use crate::request::{AgreementRequest, Propose, Request};
use crate::web::agreements as web;

/// How many agreements a page shows.
const ON_A_PAGE: usize = 20;

#[derive(Default, Deserialize)]
pub(in crate::http) struct AgreementsQuery {
    after: Option<String>,
    #[serde(default)]
    done: String,
}

/// Agreements that are made, for everybody; and those that members are asked about.
pub(in crate::http) async fn agreements(
    visit: Visit,
    uri: Uri,
    Typed(query): Typed<AgreementsQuery>,
) -> Response {
    page(&visit, &uri, query, None).await
}

async fn page(visit: &Visit, uri: &Uri, query: AgreementsQuery, refused: Option<&Failure>) -> Response {
    let made = AgreementRequest::Made { limit: ON_A_PAGE, after: query.after };
    let made = match visit.answer(Request::Agreement(made)).await {
        Ok(made) => made,
        Err(failure) => return visit.refusal(&failure),
    };
    let open = match visit.is_a_members() {
        // Whoever has not said whose node it is has none.
        true => visit.answer(Request::Agreement(AgreementRequest::List)).await.ok(),
        false => None,
    };
    let next = next_page(uri, &made);
    web::agreements(visit.reader.clone(), &made, next, open.as_ref(), &query.done, refused)
}

#[derive(Deserialize)]
pub(in crate::http) struct AcceptForm {
    #[serde(default)]
    id: String,
    /// Of the terms that were shown: others may have taken their place.
    #[serde(default)]
    digest: String,
}

/// Agrees to the terms that were shown.
pub(in crate::http) async fn accept(uri: Uri, Sent { visit, session, typed }: Sent<AcceptForm>) -> Response {
    let accept = AgreementRequest::Accept { id: typed.id, digest: Some(typed.digest) };
    match session.answer(Request::Agreement(accept)).await {
        Ok(agreed) if agreed["waits_for_members"] == true => see("/waiting?done=proposed"),
        Ok(_) => see("/agreements?done=agreed"),
        Err(failure) => {
            refused(&failure, page(&visit, &uri, AgreementsQuery::default(), Some(&failure)).await)
        }
    }
}

#[derive(Deserialize)]
pub(in crate::http) struct WithQuery {
    #[serde(default)]
    with: String,
}

/// The empty form, for whom it was asked.
pub(in crate::http) async fn offer(visit: Visit, Typed(query): Typed<WithQuery>) -> Response {
    match visit.session {
        Some(_) => {
            let typed = web::Typed { with: query.with, ..web::Typed::default() };
            web::offer(visit.reader, &typed, None)
        }
        None => visit.to_sign_in(),
    }
}

#[derive(Deserialize)]
pub(in crate::http) struct OfferForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    with: String,
    #[serde(default)]
    works: String,
    #[serde(default)]
    allow: String,
    #[serde(default)]
    in_return: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

/// Offers the terms to the others.
pub(in crate::http) async fn offered(Sent { visit, session, typed }: Sent<OfferForm>) -> Response {
    let offered = async {
        let propose = Propose {
            name: typed.name.trim().to_owned(),
            with: agents(&session, &typed.with).await?,
            works: works(&session, &typed.works).await?,
            allow: given(&typed.allow).into_iter().collect(),
            in_return: given(&typed.in_return),
            note: given(&typed.note),
            language: given(&typed.language),
            from: given(&typed.from),
            until: given(&typed.until),
        };
        session.answer(Request::Agreement(AgreementRequest::Propose(propose))).await
    };
    match offered.await {
        Ok(offered) if offered["waits_for_members"] == true => see("/waiting?done=proposed"),
        Ok(_) => see("/agreements?done=offered"),
        Err(failure) => {
            let OfferForm { name, with, works, allow, in_return, note, language, from, until } = typed;
            let typed = web::Typed { name, with, works, allow, in_return, note, language, from, until };
            refused(&failure, web::offer(visit.reader, &typed, Some(&failure)))
        }
    }
}
