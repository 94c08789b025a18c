//! Members: who signs, and what they do to their keys together; and those who sign in on this node.

use serde::Deserialize;
use serde_json::Value;

use super::answers::Done;
use super::{Answer, Asked, Id, done};
use crate::http::problem::Refused;
use crate::http::program::{Known, Order, Question};
use crate::request::{MembersRequest, Request, SeatRequest, Sign, Signable};

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhoseQuery {
    /// Another organisation or person; your own if left out
    agent: Option<String>,
}

/// Who may sign, and what waits for signatures
#[utoipa::path(get, path = "/api/v1/members", tag = "members", params(WhoseQuery), responses(Done, Refused),
    security(("token" = [])))]
pub(super) async fn list(known: Known, Asked(query): Asked<WhoseQuery>) -> Answer {
    done(known.answer(Request::Members(MembersRequest::List { agent: query.agent })).await)
}

/// Every entry of the key log
#[utoipa::path(get, path = "/api/v1/members/log", tag = "members", params(WhoseQuery), responses(Done, Refused),
    security(("token" = [])))]
pub(super) async fn log(known: Known, Asked(query): Asked<WhoseQuery>) -> Answer {
    done(known.answer(Request::Members(MembersRequest::Log { agent: query.agent })).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InviteMember {
    /// Addresses to put into the link, instead of those that are known
    #[serde(default)]
    peers: Vec<String>,
}

/// A link with which somebody becomes a member
#[utoipa::path(post, path = "/api/v1/members/invitations", tag = "members", request_body = InviteMember,
    responses(Done, Refused))]
pub(super) async fn invite(order: Order<InviteMember>) -> Answer {
    done(order.answer(|InviteMember { peers }| Request::Members(MembersRequest::Invite { peers })).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Name {
    #[schema(ignore)]
    member: String,
    /// What the member is called in public
    name: String,
}

/// Say what a member is called in public
#[utoipa::path(put, path = "/api/v1/members/{member}/name", tag = "members", request_body = Name,
    responses(Done, Refused))]
pub(super) async fn name(order: Order<Name>) -> Answer {
    done(order.answer(|Name { member, name }| Request::Members(MembersRequest::Name { member, name })).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Add {
    /// The code that they made
    code: String,
    /// What the member is called in public; left out, the member is not named
    name: Option<String>,
    /// How many members must agree from then on; more than half if left out
    threshold: Option<usize>,
    /// Whether to give it back as a file that members sign one after the other
    #[serde(default)]
    to_file: bool,
}

/// Add a new member by the code that they made
#[utoipa::path(post, path = "/api/v1/members", tag = "members", request_body = Add, responses(Done, Refused))]
pub(super) async fn add(order: Order<Add>) -> Answer {
    let add = |Add { code, name, threshold, to_file }| {
        Request::Members(MembersRequest::Add { code, name, threshold, to_file })
    };
    done(order.answer(add).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Remove {
    #[schema(ignore)]
    member: String,
    /// How many members must agree from then on; more than half if left out
    threshold: Option<usize>,
    /// Records and changes of theirs that are not to count either
    #[serde(default)]
    without: Vec<String>,
    /// A record or change: what came at or after it does not count
    since: Option<String>,
    /// Why, for the other members
    reason: Option<String>,
    /// Whether to give it back as a file that members sign one after the other
    #[serde(default)]
    to_file: bool,
}

/// Remove a member, or a key that was lost or stolen
#[utoipa::path(post, path = "/api/v1/members/{member}/remove", tag = "members", request_body = Remove,
    responses(Done, Refused))]
pub(super) async fn remove(order: Order<Remove>) -> Answer {
    let remove = |Remove { member: key, threshold, without, since, reason, to_file }| {
        Request::Members(MembersRequest::Remove { key, threshold, without, since, reason, to_file })
    };
    done(order.answer(remove).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Rotate {
    /// Whether to give it back as a file that members sign one after the other
    #[serde(default)]
    to_file: bool,
}

/// Take up this node's next key
#[utoipa::path(post, path = "/api/v1/members/rotate", tag = "members", request_body = Rotate, responses(Done, Refused))]
pub(super) async fn rotate(order: Order<Rotate>) -> Answer {
    done(order.answer(|Rotate { to_file }| Request::Members(MembersRequest::Rotate { to_file })).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Rules {
    /// How many members must agree
    threshold: Option<usize>,
    /// What is decided by consent: `licence`, `hand-over`, `rules`, `erase`
    #[serde(default)]
    consent: Vec<String>,
    /// What is decided by majority again
    #[serde(default)]
    majority: Vec<String>,
    /// Whether to give it back as a file that members sign one after the other
    #[serde(default)]
    to_file: bool,
}

/// Change how many must agree, and what is decided by consent
#[utoipa::path(patch, path = "/api/v1/members/rules", tag = "members", request_body = Rules, responses(Done, Refused))]
pub(super) async fn rules(order: Order<Rules>) -> Answer {
    let rules = |Rules { threshold, consent, majority, to_file }| {
        Request::Members(MembersRequest::Rules { threshold, consent, majority, to_file })
    };
    done(order.answer(rules).await)
}

/// What an entry that waits does, without signing it
#[utoipa::path(get, path = "/api/v1/members/motions/{id}", tag = "members", responses(Done, Refused),
    security(("token" = [])))]
pub(super) async fn motion(known: Known, Id(id): Id) -> Answer {
    let what = Signable::Entry(id);
    done(known.answer(Request::Members(MembersRequest::ShowMotion { what })).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// What the file holds
    file: Value,
}

/// What an entry that came in a file does, without signing it
#[utoipa::path(post, path = "/api/v1/members/motions/read", tag = "members", request_body = File,
    responses(Done, Refused))]
pub(super) async fn read_motion(question: Question<File>) -> Answer {
    let show = |File { file }| Request::Members(MembersRequest::ShowMotion { what: Signable::File(file) });
    done(question.answer(show).await)
}

/// Sign an entry that waits, or that came in a file
#[utoipa::path(post, path = "/api/v1/members/motions/sign", tag = "members", request_body = Sign,
    responses(Done, Refused))]
pub(super) async fn sign(order: Order<Sign>) -> Answer {
    done(order.answer(|sign| Request::Members(MembersRequest::Sign(sign))).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewCards {
    /// How many cards
    cards: usize,
    /// How many of them it takes to come back; more than half if left out
    threshold: Option<usize>,
    /// Whether to give it back as a file that members sign one after the other
    #[serde(default)]
    to_file: bool,
}

/// New recovery cards in place of the old ones; their secrets are in the answer, and nowhere again
#[utoipa::path(post, path = "/api/v1/members/recovery-cards", tag = "members", request_body = NewCards,
    responses(Done, Refused))]
pub(super) async fn new_cards(order: Order<NewCards>) -> Answer {
    let cards = |NewCards { cards, threshold, to_file }| {
        Request::Members(MembersRequest::NewCards { cards, threshold, to_file })
    };
    done(order.answer(cards).await)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Erase {
    /// The record to be erased
    id: Option<String>,
    /// Instead of a record, everything: your own whole id
    agent: Option<String>,
    /// Whether it is meant; else it is only said what would be erased
    #[serde(default)]
    meant: bool,
}

/// Erase a record of yours, or everything, for good
#[utoipa::path(post, path = "/api/v1/erasures", tag = "members", request_body = Erase, responses(Done, Refused))]
pub(super) async fn erase(order: Order<Erase>) -> Answer {
    let erase = |Erase { id, agent, meant }| Request::Members(MembersRequest::Erase { id, agent, meant });
    done(order.answer(erase).await)
}

/// Who signs in on this node
#[utoipa::path(get, path = "/api/v1/seats", tag = "members", responses(Done, Refused), security(("token" = [])))]
pub(super) async fn seats(known: Known) -> Answer {
    done(known.answer(Request::Seats(SeatRequest::List)).await)
}

/// Nothing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// A code with which somebody comes to sign in on this node
#[utoipa::path(post, path = "/api/v1/seats/invitations", tag = "members", responses(Done, Refused))]
pub(super) async fn invite_to_seat(order: Order<Nothing>) -> Answer {
    done(order.answer(|Nothing {}| Request::Seats(SeatRequest::Invite)).await)
}

/// An invitation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Invitation {
    id: String,
}

/// Take an invitation back with which nobody has come
#[utoipa::path(delete, path = "/api/v1/seats/invitations/{id}", tag = "members", responses(Done, Refused))]
pub(super) async fn take_invitation_back(order: Order<Invitation>) -> Answer {
    let take_back = |Invitation { id }| Request::Seats(SeatRequest::TakeBack { invitation: id });
    done(order.answer(take_back).await)
}

/// A seat.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seat {
    name: String,
}

/// Take a seat away, with the keys in it
#[utoipa::path(delete, path = "/api/v1/seats/{name}", tag = "members", responses(Done, Refused))]
pub(super) async fn remove_seat(order: Order<Seat>) -> Answer {
    done(order.answer(|Seat { name }| Request::Seats(SeatRequest::Remove { name })).await)
}
