//! Whom the node trusts, what it leaves out, and what its people call others.

use serde::Deserialize;

use super::answers::Done;
use super::{Answer, Id, Of, done};
use crate::http::problem::Refused;
use crate::http::program::{Known, Order};
use crate::request::{Introduce, Request};

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Budget {
    #[schema(ignore)]
    id: String,
    /// How many agents it may introduce in its turn
    budget: Option<u32>,
}

/// Who is followed
#[utoipa::path(get, path = "/api/v1/following", tag = "trust", responses(Done, Refused), security(("token" = [])))]
pub(super) async fn following(known: Known) -> Answer {
    done(known.answer(Request::Follow { agent: None, budget: None, remove: false }).await)
}

/// Trust an organisation or a person, and whom they introduce
#[utoipa::path(put, path = "/api/v1/following/{id}", tag = "trust", request_body = Budget, responses(Done, Refused))]
pub(super) async fn follow(order: Order<Budget>) -> Answer {
    let follow = |Budget { id, budget }| Request::Follow { agent: Some(id), budget, remove: false };
    done(order.answer(follow).await)
}

/// Follow them no longer
#[utoipa::path(delete, path = "/api/v1/following/{id}", tag = "trust", responses(Done, Refused))]
pub(super) async fn unfollow(order: Order<Of>) -> Answer {
    done(order.answer(|Of { id }| Request::Follow { agent: Some(id), budget: None, remove: true }).await)
}

/// Who is blocked
#[utoipa::path(get, path = "/api/v1/blocked", tag = "trust", responses(Done, Refused), security(("token" = [])))]
pub(super) async fn blocked(known: Known) -> Answer {
    done(known.answer(Request::Block { agent: None, remove: false }).await)
}

/// Keep and fetch nothing of an organisation or a person
#[utoipa::path(put, path = "/api/v1/blocked/{id}", tag = "trust", responses(Done, Refused))]
pub(super) async fn block(order: Order<Of>) -> Answer {
    done(order.answer(|Of { id }| Request::Block { agent: Some(id), remove: false }).await)
}

/// Block them no longer
#[utoipa::path(delete, path = "/api/v1/blocked/{id}", tag = "trust", responses(Done, Refused))]
pub(super) async fn unblock(order: Order<Of>) -> Answer {
    done(order.answer(|Of { id }| Request::Block { agent: Some(id), remove: true }).await)
}

/// What is withheld here
#[utoipa::path(get, path = "/api/v1/withheld", tag = "trust", responses(Done, Refused), security(("token" = [])))]
pub(super) async fn withheld(known: Known) -> Answer {
    done(known.answer(Request::Withhold { id: None, remove: false }).await)
}

/// Neither show, keep nor pass on a record or a file on this node
#[utoipa::path(put, path = "/api/v1/withheld/{id}", tag = "trust", responses(Done, Refused))]
pub(super) async fn withhold(order: Order<Of>) -> Answer {
    done(order.answer(|Of { id }| Request::Withhold { id: Some(id), remove: false }).await)
}

/// Withhold it no longer
#[utoipa::path(delete, path = "/api/v1/withheld/{id}", tag = "trust", responses(Done, Refused))]
pub(super) async fn no_longer_withhold(order: Order<Of>) -> Answer {
    done(order.answer(|Of { id }| Request::Withhold { id: Some(id), remove: true }).await)
}

/// Whom you introduce
#[utoipa::path(get, path = "/api/v1/introductions", tag = "trust", responses(Done, Refused), security(("token" = [])))]
pub(super) async fn introductions(known: Known) -> Answer {
    let introduce = Introduce { agent: None, budget: None, withdraw: false };
    done(known.answer(Request::Introduce(introduce)).await)
}

/// Introduce an organisation or a person to those who trust you
#[utoipa::path(put, path = "/api/v1/introductions/{id}", tag = "trust", request_body = Budget, responses(Done, Refused))]
pub(super) async fn introduce(order: Order<Budget>) -> Answer {
    let introduce =
        |Budget { id, budget }| Request::Introduce(Introduce { agent: Some(id), budget, withdraw: false });
    done(order.answer(introduce).await)
}

/// Introduce them no longer
#[utoipa::path(delete, path = "/api/v1/introductions/{id}", tag = "trust", responses(Done, Refused))]
pub(super) async fn no_longer_introduce(order: Order<Of>) -> Answer {
    let withdraw =
        |Of { id }| Request::Introduce(Introduce { agent: Some(id), budget: None, withdraw: true });
    done(order.answer(withdraw).await)
}

/// Why somebody is trusted, or not
#[utoipa::path(get, path = "/api/v1/agents/{id}/why", tag = "trust", responses(Done, Refused),
    security(("token" = [])))]
pub(super) async fn why(known: Known, Id(id): Id) -> Answer {
    done(known.answer(Request::Why { id }).await)
}

/// The domains that somebody lists, and what they last answered
#[utoipa::path(get, path = "/api/v1/agents/{id}/domains", tag = "trust", responses(Done, Refused),
    security(("token" = [])))]
pub(super) async fn domains(known: Known, Id(id): Id) -> Answer {
    done(known.answer(Request::Domains { agent: id }).await)
}

/// Your own names for others
#[utoipa::path(get, path = "/api/v1/petnames", tag = "trust", responses(Done, Refused), security(("token" = [])))]
pub(super) async fn petnames(known: Known) -> Answer {
    done(known.answer(Request::Petnames).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Petname {
    #[schema(ignore)]
    id: String,
    /// What to call it on this node; nobody else sees that
    name: String,
}

/// Name an organisation or a person, on this node only
#[utoipa::path(put, path = "/api/v1/petnames/{id}", tag = "trust", request_body = Petname, responses(Done, Refused))]
pub(super) async fn name(order: Order<Petname>) -> Answer {
    done(order.answer(|Petname { id, name }| Request::SetPetname { agent: id, name }).await)
}

/// Take such a name away
#[utoipa::path(delete, path = "/api/v1/petnames/{id}", tag = "trust", responses(Done, Refused))]
pub(super) async fn unname(order: Order<Of>) -> Answer {
    done(order.answer(|Of { id }| Request::RemovePetname { agent: id }).await)
}
