//! What changes while somebody looks at a page, told in a line of HTML for that page: that something came, and where to look. htmx puts it in its
//! place. Without JavaScript nobody listens, and a page shows what is new when it is opened again.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt as _, stream};
use serde::Deserialize;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::time::sleep;

use super::Door;
use super::events::{self, Told};
use super::page::Typed;
use super::session::Visit;
use crate::failure::Failure;
use crate::web::live::Watched;

/// How long a listener rests before it looks again.
const REST: Duration = Duration::from_secs(2);

/// What a page shows, and how far it had come when it was made.
#[derive(Deserialize)]
pub(super) struct LiveQuery {
    /// A record; or `waiting`, what waits; or nothing, the newest.
    #[serde(default)]
    about: String,
    /// What was seen of it.
    #[serde(default)]
    seen: String,
}

/// One page that is looked at.
struct Listener {
    told: broadcast::Receiver<Told>,
    visit: Visit,
    watched: Watched,
    /// What the page shows, and what was last told of.
    shown: String,
    seen: String,
    /// Whether it is still to be looked whether anything came between the page and this.
    is_first: bool,
    _place: OwnedSemaphorePermit,
}

/// Tells when a page would look otherwise.
pub(super) async fn live(State(door): State<Door>, visit: Visit, Typed(query): Typed<LiveQuery>) -> Response {
    let watched = Watched::named(&query.about);
    // The page stays as it is.
    let nothing = StatusCode::NO_CONTENT.into_response();
    let Some(place) = events::place(&door.service.room) else { return nothing };
    let told = door.told.subscribe();
    match visit.answer(watched.request()).await {
        // Other nodes are not asked again and again for what is not here.
        Ok(answer) if answer["not_kept"].is_null() => {}
        Ok(_) | Err(_) => return nothing,
    }
    let listener = Listener {
        told,
        visit,
        watched,
        shown: query.seen.clone(),
        seen: query.seen,
        is_first: true,
        _place: place,
    };
    let lines = stream::unfold(listener, |mut listener| async move {
        let line = listener.next().await?;
        // The line is put in its place; parts of the page that listen for the name show themselves anew.
        let events = [Event::default().data(line), Event::default().event("came").data("-")];
        Some((stream::iter(events.map(Ok::<Event, Infallible>)), listener))
    });
    let events = lines.flatten().take_until(Box::pin(sleep(events::AT_MOST)));
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

impl Listener {
    /// The next line; none once the node stops.
    async fn next(&mut self) -> Option<String> {
        loop {
            if !std::mem::take(&mut self.is_first) {
                match self.told.recv().await {
                    // What was missed is found by looking.
                    Ok(_) | Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return None,
                }
                // However much changes, a page need not tell of it more often.
                sleep(REST).await;
            }
            match self.look().await {
                Ok(Some(line)) => return Some(line),
                Ok(None) => {}
                // Erased meanwhile, or hidden: the page says so when it is opened again.
                Err(failure) => {
                    tracing::debug!(reason = %failure.message, "a page cannot be watched any more");
                    return None;
                }
            }
        }
    }

    async fn look(&mut self) -> Result<Option<String>, Failure> {
        let answer = self.visit.answer(self.watched.request()).await?;
        if !answer["not_kept"].is_null() {
            return Err(Failure::not_found("what the page shows is not kept here any more"));
        }
        let now = self.watched.seen(&answer);
        if now == self.seen {
            return Ok(None);
        }
        self.seen = now;
        Ok(Some(self.watched.told(&self.visit.reader, &answer, &self.shown)))
    }
}
