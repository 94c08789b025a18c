//! Recording what one did.

use axum::response::Response;
use serde::Deserialize;

use super::typed::{given, ticked};
use super::{Sent, refused, see};
use crate::http::page::Typed;
use crate::http::session::{Session, Visit};
use crate::output::text;
use crate::request::{Contribute, Request};
use crate::web::contribute as web;

#[derive(Deserialize)]
pub(in crate::http) struct ToQuery {
    #[serde(default)]
    to: String,
}

/// The form, for a resource or an organisation.
pub(in crate::http) async fn contribute(visit: Visit, Typed(query): Typed<ToQuery>) -> Response {
    if let Some(elsewhere) = visit.is_elsewhere() {
        return elsewhere;
    }
    let Some(session) = visit.session.clone() else { return visit.to_sign_in() };
    match called(&session, &query.to).await {
        Ok(to) => web::contribute(visit.reader.clone(), &to, &web::Typed::default(), None),
        Err(failure) => visit.refusal(&failure),
    }
}

async fn called(session: &Session, to: &str) -> Result<serde_json::Value, crate::failure::Failure> {
    session.answer(Request::Show { id: to.to_owned(), drafts: false }).await
}

#[derive(Deserialize)]
pub(in crate::http) struct ContributionForm {
    #[serde(default)]
    to: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    track: String,
    /// `paid`, `donated`, `mixed`, or nothing said.
    #[serde(default)]
    payment: String,
    #[serde(default)]
    hours: String,
    #[serde(default)]
    period: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    credit_as: String,
    #[serde(default)]
    draft: String,
}

/// Records it, in public or as a draft.
pub(in crate::http) async fn contributed(Sent { visit, session, typed }: Sent<ContributionForm>) -> Response {
    let draft = ticked(&typed.draft);
    let contribute = Contribute {
        change: None,
        to: given(&typed.to),
        role: given(&typed.role),
        my_part_under: None,
        credit_as: given(&typed.credit_as),
        credited: None,
        track: given(&typed.track),
        paid: matches!(typed.payment.as_str(), "paid" | "mixed"),
        donated: matches!(typed.payment.as_str(), "donated" | "mixed"),
        action: None,
        quantity: None,
        unit: None,
        corrects: None,
        hours: given(&typed.hours),
        note: given(&typed.note),
        language: None,
        period: given(&typed.period),
        draft,
    };
    let outcome = session.answer(Request::Contribute(contribute)).await;
    let shown = web::Typed {
        role: typed.role,
        track: typed.track,
        payment: typed.payment,
        hours: typed.hours,
        period: typed.period,
        note: typed.note,
        credit_as: typed.credit_as,
        draft,
    };
    match outcome {
        Ok(recorded) => {
            let is_ours = match called(&session, &typed.to).await {
                Ok(to) => visit.is_own(text(&to, "agent")),
                Err(_) => false,
            };
            let done = match (draft, is_ours) {
                (true, _) => "drafted",
                (false, true) => "contributed-to-ours",
                (false, false) => "contributed",
            };
            see(&format!("/records/{}?done={done}", text(&recorded, "id")))
        }
        Err(failure) => match called(&session, &typed.to).await {
            Ok(to) => refused(&failure, web::contribute(visit.reader, &to, &shown, Some(&failure))),
            Err(failure) => visit.refusal(&failure),
        },
    }
}
