//! Joining others: links for them, and theirs.

use serde::Deserialize;

use super::answers::Done;
use super::{Answer, Asked, done, several};
use crate::http::problem::Refused;
use crate::http::program::{Known, Order};
use crate::request::{Invite, Request};

/// A link with which other nodes join
#[utoipa::path(post, path = "/api/v1/invitations", tag = "node", request_body = Invite, responses(Done, Refused))]
pub(super) async fn invite(order: Order<Invite>) -> Answer {
    done(order.answer(Request::Invite).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Join {
    /// The link that somebody's `commons invite` gave
    link: String,
}

/// Connect to the nodes of a link, and follow whoever gave it
#[utoipa::path(post, path = "/api/v1/joins", tag = "node", request_body = Join, responses(Done, Refused))]
pub(super) async fn join(order: Order<Join>) -> Answer {
    done(order.answer(|Join { link }| Request::JoinNetwork { link }).await)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct JoinsQuery {
    /// The nodes of the link, as joining answered, with commas between
    peers: Option<String>,
}

/// How far joining has come; answers when there is news, or after a moment
#[utoipa::path(get, path = "/api/v1/joins", tag = "node", params(JoinsQuery), responses(Done, Refused),
    security(("token" = [])))]
pub(super) async fn joins(known: Known, Asked(query): Asked<JoinsQuery>) -> Answer {
    let peers = several(query.peers.as_deref());
    done(known.answer(Request::JoinProgress { peers }).await)
}
