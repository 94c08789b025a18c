//! Our own: what we say of ourselves, what of our records is hidden, and what is held about somebody.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::answers::Done;
use super::{Answer, Asked, Of, done};
use crate::http::problem::Refused;
use crate::http::program::{Known, Order};
use crate::request::Request;

/// What you say of yourselves
#[utoipa::path(get, path = "/api/v1/profile", tag = "ours", responses(Done, Refused), security(("token" = [])))]
pub(super) async fn profile(known: Known) -> Answer {
    done(known.answer(Request::Profile { set: Vec::new() }).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Profile {
    /// Each fact by its name, as `place` or `worker_owned`, with the text or the texts that it holds from now on; an empty
    /// text takes it away
    set: BTreeMap<String, Texts>,
}

/// One text, or several
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(untagged, expecting = "expected a text, or a list of texts")]
pub(super) enum Texts {
    /// One
    One(String),
    /// Several
    Several(Vec<String>),
}

impl Profile {
    /// As the command has it: a name anew for each of its texts.
    fn by_name(self) -> Vec<(String, String)> {
        let several = |(name, texts): (String, Texts)| {
            let texts = match texts {
                Texts::One(text) => vec![text],
                Texts::Several(texts) => texts,
            };
            texts.into_iter().map(move |text| (name.clone(), text))
        };
        self.set.into_iter().flat_map(several).collect()
    }
}

/// Change what you say of yourselves
#[utoipa::path(patch, path = "/api/v1/profile", tag = "ours", request_body = Profile, responses(Done, Refused))]
pub(super) async fn set_profile(order: Order<Profile>) -> Answer {
    done(order.answer(|profile| Request::Profile { set: profile.by_name() }).await)
}

/// Which records of yours are hidden
#[utoipa::path(get, path = "/api/v1/hidden", tag = "ours", responses(Done, Refused), security(("token" = [])))]
pub(super) async fn hidden(known: Known) -> Answer {
    done(known.answer(Request::Hidden).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Hide {
    #[schema(ignore)]
    id: String,
    /// Why, which everybody can read
    reason: Option<String>,
}

/// Hide a record of yours on every node, until you show it again
#[utoipa::path(put, path = "/api/v1/hidden/{id}", tag = "ours", request_body = Hide, responses(Done, Refused))]
pub(super) async fn hide(order: Order<Hide>) -> Answer {
    done(order.answer(|Hide { id, reason }| Request::Hide { id, reason }).await)
}

/// Show it again
#[utoipa::path(delete, path = "/api/v1/hidden/{id}", tag = "ours", responses(Done, Refused))]
pub(super) async fn unhide(order: Order<Of>) -> Answer {
    done(order.answer(|Of { id }| Request::Unhide { id }).await)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PrivacyQuery {
    /// Whom it is about; yourselves if left out
    agent: Option<String>,
}

/// All that this node holds about somebody
#[utoipa::path(get, path = "/api/v1/privacy", tag = "ours", params(PrivacyQuery), responses(Done, Refused),
    security(("token" = [])))]
pub(super) async fn privacy(known: Known, Asked(query): Asked<PrivacyQuery>) -> Answer {
    done(known.answer(Request::Privacy { agent: query.agent }).await)
}
