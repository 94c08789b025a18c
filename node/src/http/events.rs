//! What changes, as it happens: server-sent events, for pages and programs that would otherwise ask again and again. One task
//! looks what came, and tells it to all who listen.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use commons_registry::StateRoot;
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{OwnedSemaphorePermit, broadcast, watch};
use tokio::time::{sleep, timeout};

use super::problem::{self, Problem, Refused};
use super::{Door, blocking};
use crate::failure::{Failure, FailureKind};
use crate::service::{Asker, Room, Service};

/// How long one may listen before asking anew, as browsers do by themselves.
pub(super) const AT_MOST: Duration = Duration::from_secs(60 * 60);

/// How long changes gather before they are told.
const GATHER: Duration = Duration::from_secs(1);

/// Most records that one event names.
const MAX_NAMED: usize = 50;

/// Most events that wait for one who reads slowly; of what is lost, the state tells.
pub(super) const MAX_WAITING: usize = 16;

/// After how many seconds to try again, for those who found no place.
const RETRY_AFTER: &str = "60";

/// A place among those who listen, if there is one.
pub(super) fn place(room: &Room) -> Option<OwnedSemaphorePermit> {
    Arc::clone(&room.listeners).try_acquire_owned().ok()
}

/// One event.
#[derive(Debug, Clone)]
pub(super) struct Told {
    state: StateRoot,
    records: Arc<Value>,
}

/// Tells what changes, until the node stops.
pub(super) async fn tell(
    service: Arc<Service>,
    mut changed: watch::Receiver<StateRoot>,
    told: broadcast::Sender<Told>,
) {
    let mut last = *changed.borrow_and_update();
    let working = Arc::clone(&service);
    let begun = blocking(&service.room, move || {
        let begun = working.last_sequence()?;
        working.note_arrivals(begun);
        Ok(begun)
    });
    let begun = begun.await;
    // Whether something is held that lists do not have yet.
    let mut to_come = service.store.unlisted() > 0;
    let mut since = begun.ok().filter(|_| !to_come);
    loop {
        let news = match to_come {
            true => timeout(GATHER, changed.changed()).await.unwrap_or(Ok(())),
            false => changed.changed().await,
        };
        if news.is_err() {
            return;
        }
        sleep(GATHER).await;
        let state = *changed.borrow_and_update();
        // Read before lists are: what is behind them is told once they have it.
        to_come = service.store.unlisted() > 0;
        let mut records = json!([]);
        if !to_come {
            // While nobody listens, only where lists stand is kept up with.
            let (working, before) = (Arc::clone(&service), since.filter(|_| told.receiver_count() > 0));
            let came = blocking(&service.room, move || {
                let (now, came) = match before {
                    Some(before) => working.came_since(Asker::Anybody, before, MAX_NAMED)?,
                    None => (working.last_sequence()?, json!([])),
                };
                working.note_arrivals(now);
                Ok((now, came))
            });
            match came.await {
                Ok((now, came)) => (since, records) = (Some(now), came),
                Err(failure) => {
                    tracing::warn!(reason = %failure.message, "what came could not be told");
                    to_come = true;
                }
            }
        }
        let names_some = records.as_array().is_some_and(|records| !records.is_empty());
        if state != last || names_some {
            last = state;
            // Nobody may listen.
            let _ = told.send(Told { state, records: Arc::new(records) });
        }
    }
}

/// One who listens.
struct Listener {
    told: broadcast::Receiver<Told>,
    /// What is told at once.
    first: Option<Told>,
    service: Arc<Service>,
    _place: OwnedSemaphorePermit,
}

/// What changes, as it happens
///
/// Each event is called `changed`. Its data is `{"state","records"}`: the state of the node then, and the records that came
/// since the event before, the last to come first, at most 50. The first comes at once, and names none. That a record was
/// edited is told by the state alone.
#[utoipa::path(get, path = "/api/v1/events", tag = "node",
    responses(
        (status = 200, description = "Events, until the connection is closed", body = String, content_type = "text/event-stream"),
        (status = 503, description = "Too many listen already: ask again after a minute", body = Problem, content_type = "application/problem+json"),
        Refused
    ))]
pub(super) async fn events(State(door): State<Door>) -> Response {
    let Some(place) = place(&door.service.room) else {
        let failure = Failure::new(FailureKind::InUse, "too many listen to this node already").hint(
            "ask again in a minute, or ask /api/v1/status now and then: its state tells whether anything changed",
        );
        let refusal = problem::with_status(StatusCode::SERVICE_UNAVAILABLE, failure);
        return ([(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER))], refusal).into_response();
    };
    let told = door.told.subscribe();
    let first = Some(Told { state: door.service.store.state(), records: Arc::new(json!([])) });
    let listener = Listener { told, first, service: door.service, _place: place };
    let events = stream::unfold(listener, |mut listener| async move {
        let told = listener.next().await?;
        let data = json!({ "state": told.state, "records": *told.records });
        let event = Event::default().event("changed").id(told.state.to_string()).data(data.to_string());
        Some((Ok::<Event, Infallible>(event), listener))
    });
    let events = events.take_until(Box::pin(sleep(AT_MOST)));
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

impl Listener {
    /// The next event; none once the node stops.
    async fn next(&mut self) -> Option<Told> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        match self.told.recv().await {
            Ok(told) => Some(told),
            // What it missed it finds by looking.
            Err(RecvError::Lagged(_)) => {
                Some(Told { state: self.service.store.state(), records: Arc::new(json!([])) })
            }
            Err(RecvError::Closed) => None,
        }
    }
}
