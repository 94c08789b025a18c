//! What changes, as it happens: server-sent events, for pages and programs that would otherwise ask again and again.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::sleep;

use super::problem::Refused;
use super::{Door, blocking};
use crate::failure::{Failure, FailureKind};
use crate::service::Asker;

/// Most who listen at a time: each holds a connection.
static LISTENERS: Semaphore = Semaphore::const_new(64);

/// How long one may listen before asking anew, as browsers do by themselves.
const AT_MOST: Duration = Duration::from_secs(60 * 60);

/// How long changes gather before they are told.
const GATHER: Duration = Duration::from_secs(1);

/// Most records that one event names.
const MAX_NAMED: usize = 50;

/// One who listens.
struct Listener {
    door: Door,
    /// Where lists stood when something was last told.
    sequence: u64,
    told: bool,
    _place: SemaphorePermit<'static>,
}

/// What changes, as it happens
///
/// Each event is called `changed`. Its data is `{"state","records"}`: the state of the node then, and the records that came
/// since the event before, the last to come first, at most 50. The first comes at once, and names none. That a record was
/// edited is told by the state alone.
#[utoipa::path(get, path = "/api/v1/events", tag = "node",
    responses((status = 200, description = "Events, until the connection is closed", body = String, content_type = "text/event-stream"), Refused))]
pub(super) async fn events(State(door): State<Door>) -> Result<Response, Failure> {
    let place = LISTENERS.try_acquire().map_err(|_| {
        Failure::new(FailureKind::InUse, "too many listen to this node already")
            .hint("ask again in a while, or ask /api/v1/status now and then: its state tells whether anything changed")
    })?;
    let sequence = door.service.last_sequence()?;
    let listener = Listener { door, sequence, told: false, _place: place };
    let events = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok::<Event, Infallible>(event), listener))
    });
    let events = events.take_until(Box::pin(sleep(AT_MOST)));
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

impl Listener {
    /// The next event; none once the node stops.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if self.told {
                self.door.changed.changed().await.ok()?;
                sleep(GATHER).await;
            }
            let state = *self.door.changed.borrow_and_update();
            let records = if self.told { self.came().await } else { Ok(json!([])) };
            self.told = true;
            match records {
                Ok(records) => {
                    let data = json!({ "state": state, "records": records });
                    return Some(
                        Event::default().event("changed").id(state.to_string()).data(data.to_string()),
                    );
                }
                Err(failure) => tracing::warn!(reason = %failure.message, "what came could not be told"),
            }
        }
    }

    /// The records that came since.
    async fn came(&mut self) -> Result<Value, Failure> {
        let (service, since) = (self.door.service.clone(), self.sequence);
        let (sequence, records) =
            blocking(move || service.came_since(Asker::Anybody, since, MAX_NAMED)).await?;
        self.sequence = sequence;
        Ok(records)
    }
}
