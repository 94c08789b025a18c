//! Forms: how people come to be signed in, and what they write then. Whatever is refused comes back with all that was typed.
//!
//! | module | what lives there |
//! | --- | --- |
//! | `entrance` | signing in and out, setting the node up, taking a seat by an invitation |
//! | `account` | one's own passphrase |
//! | `members` | who signs for the co-op: inviting, taking in |
//! | `waiting` | what waits for an answer or a decision, and giving it |
//! | `files` | fetching the files of a resource |
//! | `publish` | publishing a resource, and changing one |
//! | `contribute` | recording what one did |
//! | `profile` | changing what one's own organisation says of itself |
//! | `agreements` | what organisations allow each other: offering that, and agreeing to it |
//! | `report` | asking that a record goes, without an account |
//! | `with_files` | forms that files come with |
//! | `say` | asking, confirming, introducing; hiding and erasing |
//! | `called` | records by what people call them |
//! | `typed` | what was typed, as requests take it |

pub(super) mod account;
pub(super) mod agreements;
mod called;
pub(super) mod contribute;
pub(super) mod entrance;
pub(super) mod files;
pub(super) mod members;
pub(super) mod profile;
pub(super) mod publish;
pub(super) mod report;
pub(super) mod say;
mod typed;
pub(super) mod waiting;
mod with_files;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Request as HttpRequest};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::problem::status_of;
use super::session::{Session, Visit};
use super::{Door, patience};
use crate::failure::Failure;

/// Most bytes of a form: a long text in every field.
const MAX_FORM_BYTES: usize = 256 * 1024;

/// The addresses of forms for those who sign in.
pub(super) fn router() -> Router<Door> {
    Router::new()
        .route("/sign-in", get(entrance::sign_in).post(entrance::signed_in))
        .route("/sign-out", post(entrance::sign_out))
        .route("/set-up", get(entrance::set_up).post(entrance::founded))
        .route("/join", get(entrance::join).post(entrance::joined))
        .route("/account", get(account::account))
        .route("/account/passphrase", post(account::change_passphrase))
        .route("/members", get(members::members))
        .route("/members/invite", post(members::invite))
        .route("/members/take-back", post(members::take_back))
        .route("/members/take-in", post(members::take_in))
        .route("/members/dismiss", post(members::dismiss))
        .route("/waiting", get(waiting::waiting))
        .route("/waiting/acknowledge", post(waiting::acknowledge))
        .route("/waiting/question", post(waiting::question))
        .route("/waiting/reply", post(waiting::reply))
        .route("/waiting/approve", post(waiting::approve))
        .route("/waiting/object", post(waiting::object))
        .route("/agreements/accept", post(agreements::accept))
        .route("/agreements/offer", get(agreements::offer).post(agreements::offered))
        .route("/publish", get(publish::publish).post(publish::published))
        .route("/records/{id}/question", get(say::question).post(say::questioned))
        .route("/records/{id}/confirm", get(say::confirm).post(say::confirmed))
        .route("/records/{id}/introduce", get(say::introduce).post(say::introduced))
        .route("/records/{id}/hide", get(say::hide).post(say::hidden))
        .route("/records/{id}/unhide", post(say::unhidden))
        .route("/records/{id}/erase", get(say::erase).post(say::erased))
        .route("/records/{id}/fetch", post(files::fetch))
        .route("/records/{id}/edit", get(publish::edit).post(publish::edited))
        .route("/contribute", get(contribute::contribute).post(contribute::contributed))
        .route("/profile", get(profile::profile).post(profile::changed))
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
}

/// What those come to who have no account: where they ask, and what organisations allow each other. It is on every face of the pages.
pub(super) fn open_router() -> Router<Door> {
    Router::new()
        .route("/agreements", get(agreements::agreements))
        .route("/report", get(report::report).post(report::reported))
        .route("/report/answer", get(report::answer))
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .layer(from_fn(patience::patient_with_strangers))
}

/// A form that somebody sent who has signed in, from a page that was made for them.
pub(super) struct Sent<T> {
    pub(super) visit: Visit,
    pub(super) session: Session,
    pub(super) typed: T,
}

/// What every form carries that writes.
#[derive(Deserialize)]
struct Keyed {
    #[serde(default)]
    form_key: String,
}

/// A form in which nothing is typed.
#[derive(Deserialize)]
pub(super) struct Nothing {}

impl<T: DeserializeOwned> FromRequest<Door> for Sent<T> {
    type Rejection = Response;

    async fn from_request(request: HttpRequest, door: &Door) -> Result<Self, Response> {
        let (visit, body) = received(request, door).await?;
        let Some(session) = visit.session.clone() else {
            return Err(visit.to_sign_in());
        };
        let keyed: Keyed = read(&body).map_err(|failure| visit.refusal(&failure))?;
        if !is_of(&session, &keyed.form_key) {
            return Err(of_another_session(&visit));
        }
        let typed = read(&body).map_err(|failure| visit.refusal(&failure))?;
        Ok(Self { visit, session, typed })
    }
}

/// Whether a form was made for this session.
fn is_of(session: &Session, brought: &str) -> bool {
    blake3::hash(brought.as_bytes()) == blake3::hash(session.form_key.as_bytes())
}

/// Refuses a form that was made for none, or for another.
fn of_another_session(visit: &Visit) -> Response {
    let failure = Failure::usage("this form is of another session");
    (StatusCode::FORBIDDEN, visit.refusal(&failure)).into_response()
}

/// A form of whoever has not signed in.
pub(super) struct Strangers<T> {
    pub(super) visit: Visit,
    pub(super) typed: T,
}

impl<T: DeserializeOwned> FromRequest<Door> for Strangers<T> {
    type Rejection = Response;

    async fn from_request(request: HttpRequest, door: &Door) -> Result<Self, Response> {
        let (visit, body) = received(request, door).await?;
        let typed = read(&body).map_err(|failure| visit.refusal(&failure))?;
        Ok(Self { visit, typed })
    }
}

async fn received(request: HttpRequest, door: &Door) -> Result<(Visit, Bytes), Response> {
    let (mut parts, body) = request.into_parts();
    let Ok(visit) = Visit::from_request_parts(&mut parts, door).await;
    match Bytes::from_request(HttpRequest::from_parts(parts, body), door).await {
        Ok(body) => Ok((visit, body)),
        Err(rejection) => {
            let failure = Failure::usage(match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => "this is too long to be sent at once",
                _ => "what was sent did not come to its end",
            });
            Err((rejection.status(), visit.refusal(&failure)).into_response())
        }
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    // Browsers end lines with two characters (HTML, section 4.10.21.4); records do with one.
    let body = String::from_utf8_lossy(body).replace("%0D%0A", "%0A");
    serde_html_form::from_bytes(body.as_bytes())
        .map_err(|error| Failure::usage(format!("this form cannot be read: {error}")))
}

/// A form that was refused, under the status of the refusal.
fn refused(failure: &Failure, form: Response) -> Response {
    (status_of(failure.kind), form).into_response()
}

/// Goes on to another page, which is fetched, not sent to.
pub(super) fn see(path: &str) -> Response {
    match HeaderValue::try_from(path) {
        Ok(path) => (StatusCode::SEE_OTHER, [(header::LOCATION, path)]).into_response(),
        Err(error) => Failure::internal(error).into_response(),
    }
}

/// A page that is nobody else's, and that no browser keeps: it shows something secret.
fn secret(page: Response) -> Response {
    ([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], page).into_response()
}
