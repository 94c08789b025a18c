//! Asking that a record goes, and what becomes of that.

use serde::Deserialize;

use super::answers::Done;
use super::{Answer, Of, done, whole};
use crate::http::problem::Refused;
use crate::http::program::{Known, Order};
use crate::request::{Answer as Outcome, Report, ReportRequest, Request};

/// What was reported to whoever runs this node, and what you asked of others
#[utoipa::path(get, path = "/api/v1/reports", tag = "reports", responses(Done, Refused),
    security(("token" = [])))]
pub(super) async fn reports(known: Known) -> Answer {
    done(known.answer(Request::Report(ReportRequest::List)).await)
}

/// Ask that a record of somebody else goes
#[utoipa::path(post, path = "/api/v1/records/{id}/reports", tag = "reports", request_body = Report,
    responses(Done, Refused))]
pub(super) async fn report(order: Order<Report>) -> Answer {
    done(order.answer(|report| Request::Report(ReportRequest::File(report))).await)
}

/// No longer ask that of its steward
#[utoipa::path(delete, path = "/api/v1/records/{id}/reports", tag = "reports", responses(Done, Refused))]
pub(super) async fn withdraw_report(order: Order<Of>) -> Answer {
    done(order.answer(|Of { id }| Request::Report(ReportRequest::Withdraw { id })).await)
}

/// What becomes of a report, in a word
#[derive(Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Word {
    /// The record is withheld here
    Withheld,
    /// It stays
    Refused,
    /// It is dealt with otherwise
    Settled,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Answered {
    #[schema(ignore)]
    #[serde(deserialize_with = "whole")]
    number: Option<u64>,
    /// What becomes of it: `withheld`, `refused`, `settled`
    answer: Word,
    /// Why it stays, or how it is dealt with
    #[serde(default)]
    because: String,
}

impl Answered {
    fn request(self) -> Request {
        let answer = match self.answer {
            Word::Withheld => Outcome::Withheld,
            Word::Refused => Outcome::Refused(self.because),
            Word::Settled => Outcome::Settled(self.because),
        };
        // The address has one, or this was not read.
        Request::Report(ReportRequest::Answer { number: self.number.unwrap_or_default(), answer })
    }
}

/// Answer a report, as whoever runs the node
#[utoipa::path(put, path = "/api/v1/answers/{number}", tag = "reports", request_body = Answered,
    responses(Done, Refused))]
pub(super) async fn answer(order: Order<Answered>) -> Answer {
    done(order.answer(Answered::request).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PassedOn {
    #[schema(ignore)]
    #[serde(deserialize_with = "whole")]
    number: Option<u64>,
    /// Why, for the record's steward and thereby for everybody; in the words of the report, if left out
    #[serde(default)]
    to_steward: Option<String>,
}

/// Ask whoever keeps the record that was reported, in your own name
#[utoipa::path(post, path = "/api/v1/answers/{number}/pass-on", tag = "reports", request_body = PassedOn,
    responses(Done, Refused))]
pub(super) async fn pass_on(order: Order<PassedOn>) -> Answer {
    let request = |PassedOn { number, to_steward }: PassedOn| {
        Request::Report(ReportRequest::PassOn { number: number.unwrap_or_default(), to_steward })
    };
    done(order.answer(request).await)
}
