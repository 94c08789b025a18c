//! Pulls and answers over streams.

pub(crate) mod frame;
mod pulling;
mod serving;

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use commons_registry::NetworkId;
use commons_sync::Hello;
use futures::FutureExt as _;
use tokio::sync::{Notify, Semaphore, mpsc};

use crate::{
    config::Pace,
    holdings::Store,
    line::{Line, Pacer},
    status::Meter,
    swarm::Note,
};

pub(crate) use frame::FrameError;
pub(crate) use pulling::keep_in_step;
pub(crate) use serving::answer;

/// What all streams share.
pub(crate) struct Shared {
    pub(crate) network: NetworkId,
    pub(crate) pace: Pace,
    pub(crate) store: Store,
    pub(crate) notes: mpsc::Sender<Note>,
    pub(crate) meter: Arc<Meter>,
    pub(crate) line: Arc<Line>,
    /// Rounds that may go on at a time.
    pub(crate) rounds: Semaphore,
    /// Questions that may be answered at a time.
    pub(crate) answers: Semaphore,
    /// Streams over which files may be served at a time.
    pub(crate) file_streams: Semaphore,
}

/// What the task that owns the swarm tells the pull from one peer.
///
/// A pull is not cut off when the connection is lost: what had arrived by then, a refusal perhaps, is still
/// read. Then the stream ends, and so does the pull.
#[derive(Default)]
pub(crate) struct Link {
    nudge: Notify,
    again: Notify,
    gone: AtomicBool,
}

impl Link {
    /// The peer has something that we may lack: no need to wait after a change.
    pub(crate) fn nudge(&self) {
        self.nudge.notify_one();
    }

    /// What was passed over or declined is to be looked at again, once the present round is over.
    pub(crate) fn look_again(&self) {
        self.again.notify_one();
    }

    /// Whether that was asked for; says so once.
    fn takes_again(&self) -> bool {
        self.again.notified().now_or_never().is_some()
    }

    /// The last connection was lost.
    pub(crate) fn lost(&self) {
        self.gone.store(true, Ordering::Relaxed);
        self.nudge.notify_one();
    }

    fn is_gone(&self) -> bool {
        self.gone.load(Ordering::Relaxed)
    }
}

impl Shared {
    fn hello(&self) -> Hello {
        Hello::of(self.network, self.store.journal_id(), &self.store.snapshot())
    }

    /// For a stream that begins.
    pub(crate) fn pacer(&self) -> Pacer {
        Pacer::new(&self.line, &self.meter)
    }

    pub(crate) async fn note(&self, note: Note) {
        // If nobody hears, the network is shutting down.
        let _ = self.notes.send(note).await;
    }
}

/// A number in 0–1 to spread waits with. It need not be hard to guess.
pub(crate) fn chance() -> f64 {
    getrandom::u32().map_or(0.5, |number| f64::from(number) / f64::from(u32::MAX))
}
