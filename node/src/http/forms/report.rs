//! Asking that a record goes, without an account: whoever runs the node is asked, and answers to whoever has the code.

use axum::response::Response;
use serde::Deserialize;

use super::called::id_in;
use super::typed::given;
use super::{Strangers, refused, secret};
use crate::http::page::Typed;
use crate::http::session::Visit;
use crate::request::{ReportRequest, Request, Secret};
use crate::web::report as web;

#[derive(Deserialize)]
pub(in crate::http) struct AboutQuery {
    #[serde(default)]
    about: String,
}

/// The form, about a record.
pub(in crate::http) async fn report(visit: Visit, Typed(query): Typed<AboutQuery>) -> Response {
    web::report(visit.reader, &web::Typed { about: query.about, ..web::Typed::default() }, None)
}

#[derive(Deserialize)]
pub(in crate::http) struct ReportForm {
    #[serde(default)]
    about: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    contact: String,
}

/// Keeps the report, and shows the code for the answer, once.
pub(in crate::http) async fn reported(Strangers { visit, typed }: Strangers<ReportForm>) -> Response {
    let request = ReportRequest::FileWithoutAccount {
        id: id_in(&typed.about).to_owned(),
        reason: typed.reason.clone(),
        contact: given(&typed.contact),
    };
    match visit.answer(Request::Report(request)).await {
        Ok(kept) => secret(web::reported(visit.reader, &kept)),
        Err(failure) => {
            let typed = web::Typed { about: typed.about, reason: typed.reason, contact: typed.contact };
            refused(&failure, web::report(visit.reader, &typed, Some(&failure)))
        }
    }
}

#[derive(Deserialize)]
pub(in crate::http) struct CodeQuery {
    #[serde(default)]
    code: String,
}

/// What became of a report, for whoever has its code.
pub(in crate::http) async fn answer(visit: Visit, Typed(query): Typed<CodeQuery>) -> Response {
    let Some(code) = given(&query.code) else { return web::answer(visit.reader, None, None) };
    let receipt = visit.answer(Request::Report(ReportRequest::Receipt { code: Secret(code) })).await;
    match receipt {
        Ok(receipt) => secret(web::answer(visit.reader, Some(&receipt), None)),
        Err(failure) => refused(&failure, web::answer(visit.reader, None, Some(&failure))),
    }
}
