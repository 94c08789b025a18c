//! Keeping in step with one peer: open a stream, pull, wait for changes, pull again; and again when the stream fails.

use std::{
    collections::VecDeque,
    pin::{Pin, pin},
    sync::Arc,
    time::Duration,
};

use commons_sync::{
    Backoff, Bookmark, Effect, Ended, Event, Fault, Idleness, Ingested, Message, PassedOver, Pull,
    limits::MAX_FRAME,
};
use libp2p::{PeerId, Stream};
use tokio::{
    sync::{SemaphorePermit, oneshot},
    time::{Instant, sleep, sleep_until, timeout},
};
use tracing::{debug, info, warn};

use super::{
    Link, Shared, chance,
    frame::{self, FrameError},
};
use crate::{
    holdings::{Holdings, Source, StoreSilent},
    limits::{ANSWER_TIMEOUT, OPEN_TIMEOUT, ROUND_PATIENCE},
    line::Pacer,
    streams::OpenError,
    swarm::Note,
};

/// Why a stream is over.
#[derive(Debug, thiserror::Error)]
enum Over {
    #[error("cannot open a stream: {0}")]
    Open(#[from] OpenError),
    #[error("opening a stream timed out")]
    OpenTimeout,
    #[error(transparent)]
    Frame(#[from] FrameError),
    #[error(transparent)]
    Ended(#[from] Ended),
    #[error(transparent)]
    Store(#[from] StoreSilent),
    #[error("what was passed over is looked at again")]
    LookAgain,
}

impl Over {
    fn fault(&self) -> Option<Fault> {
        match self {
            Self::Frame(error) if error.is_fault() => Some(Fault::BadFrame),
            Self::Ended(ended) => ended.fault(),
            _ => None,
        }
    }
}

/// Pulls from a peer for as long as it is connected.
pub(crate) async fn keep_in_step(peer: PeerId, shared: Arc<Shared>, link: Arc<Link>) {
    let mut backoff = Backoff::new(shared.pace.reopen, shared.pace.redial_slowest);
    let mut puller = Puller {
        peer,
        shared,
        link,
        settled: false,
        passed: PassedOver::default(),
        idle: Idleness::default(),
    };
    while !puller.link.is_gone() {
        let Err(over) = puller.stream().await;
        if core::mem::take(&mut puller.settled) {
            backoff.reset();
        }
        if matches!(over, Over::LookAgain) {
            puller.forget();
            continue;
        }
        match over.fault() {
            Some(fault) => {
                warn!(%peer, reason = %over, "sync stream ended");
                puller.shared.note(Note::Fault { peer, fault }).await;
            }
            None => debug!(%peer, reason = %over, "sync stream ended"),
        }
        if matches!(over, Over::Open(OpenError::Unsupported)) {
            backoff.slow_down();
        }
        puller.rest(backoff.next(chance())).await;
    }
}

struct Puller {
    peer: PeerId,
    shared: Arc<Shared>,
    link: Arc<Link>,
    /// Whether the present stream brought a round to its end.
    settled: bool,
    /// What of this peer was passed over, because it is not welcome.
    passed: PassedOver,
    idle: Idleness,
}

/// The right to pull, while a round goes on.
struct Turn<'a> {
    permit: Option<SemaphorePermit<'a>>,
    since: Instant,
    /// How long our own limits had held the stream up by then.
    held_up: Duration,
}

impl Turn<'_> {
    /// When it has kept others waiting for long enough. What our own limits hold up would take as long with another peer.
    fn ends(&self, pacer: &Pacer) -> Instant {
        self.since + ROUND_PATIENCE + pacer.held_up().saturating_sub(self.held_up)
    }
}

impl Puller {
    /// Opens a stream and pulls over it until it fails.
    async fn stream(&mut self) -> Result<core::convert::Infallible, Over> {
        let stream = timeout(OPEN_TIMEOUT, self.open()).await.map_err(|_| Over::OpenTimeout)??;
        if self.link.takes_again() {
            self.forget();
        }
        let passed = core::mem::take(&mut self.passed);
        let (store, peer) = (&self.shared.store, self.peer);
        let bookmark = store.call(move |holdings| holdings.bookmark(&peer)).await?;
        let (pull, effects) = Pull::selective(self.shared.hello(), store.welcome(), passed, bookmark);
        let mut pull = Some(Box::new(pull));
        let over = self.converse(stream, &mut pull, effects.into()).await;
        self.passed = pull.map(|pull| pull.into_passed_over()).unwrap_or_default();
        over
    }

    async fn converse(
        &mut self,
        mut stream: Stream,
        pulling: &mut Option<Box<Pull>>,
        mut effects: VecDeque<Effect>,
    ) -> Result<core::convert::Infallible, Over> {
        let shared = Arc::clone(&self.shared);
        let pacer = shared.pacer();
        let mut turn = Turn { permit: None, since: Instant::now(), held_up: pacer.held_up() };
        let mut after_change = false;
        // What is being stored while the next segment comes.
        let mut storing: Option<Storing> = None;
        loop {
            let pull = pulling.as_deref().ok_or(StoreSilent)?;
            let event = match effects.pop_front() {
                Some(Effect::Send(message)) => {
                    frame::write(&mut stream, &message, &pacer).await?;
                    continue;
                }
                Some(Effect::Settled(round)) => {
                    turn.permit = None;
                    self.settled = true;
                    self.idle.note(&round);
                    debug!(peer = %self.peer, ?round, "round over");
                    shared
                        .note(Note::Settled {
                            peer: self.peer,
                            state: pull.their_root(),
                            count: pull.their_count(),
                            round,
                        })
                        .await;
                    continue;
                }
                Some(Effect::Bookmark(bookmark)) => {
                    self.set_bookmark(bookmark).await?;
                    continue;
                }
                Some(Effect::Ready) => {
                    let behind = pull.their_root() != Some(shared.store.snapshot().root());
                    let told =
                        Note::Behind { peer: self.peer, state: pull.their_root(), count: pull.their_count() };
                    if behind {
                        shared.note(told).await;
                    }
                    let wait = core::mem::take(&mut after_change) && behind;
                    turn = self.unless_again(async { Ok(self.turn(&shared, wait, &pacer).await) }).await?;
                    Event::Begin(shared.store.call(|holdings| holdings.settled()).await?)
                }
                Some(Effect::Compare) => {
                    Event::Begin(shared.store.call(|holdings| holdings.settled()).await?)
                }
                // One at a time, and in order: an item may build on what came before it.
                Some(Effect::Ingest(items)) => match storing.take() {
                    Some(before) => {
                        effects.push_front(Effect::Ingest(items));
                        before.await?
                    }
                    None => {
                        let ingest = Box::pin(ingest(Arc::clone(&shared), self.peer, items));
                        if pull.expects_segment() {
                            storing = Some(begun(ingest));
                            continue;
                        }
                        ingest.await?
                    }
                },
                None if storing.is_some() && !pull.expects_segment() => {
                    storing.take().ok_or(StoreSilent)?.await?
                }
                None => {
                    let next = self.next(&mut stream, pull.is_awaiting(), &mut turn, &pacer);
                    let message = match pull.is_awaiting() {
                        true => self.unless_again(async { Ok(next.await?) }).await,
                        false => next.await.map_err(Over::from),
                    };
                    let message = match (message, storing.take()) {
                        (Err(over), Some(before)) => {
                            self.note_stored(pulling, before).await?;
                            return Err(over);
                        }
                        (message, before) => {
                            storing = before;
                            message?
                        }
                    };
                    after_change = matches!(message, Message::Changed(_));
                    Event::Message(message)
                }
            };
            effects.extend(self.step(pulling, event).await?);
        }
    }

    /// Remembers how far the last segment went, although no other follows.
    async fn note_stored(&self, pulling: &mut Option<Box<Pull>>, stored: Storing) -> Result<(), Over> {
        let event = stored.await?;
        for effect in self.step(pulling, event).await? {
            if let Effect::Bookmark(bookmark) = effect {
                self.set_bookmark(bookmark).await?;
            }
        }
        Ok(())
    }

    async fn set_bookmark(&self, bookmark: Bookmark) -> Result<(), StoreSilent> {
        let peer = self.peer;
        self.shared.store.call(move |holdings| holdings.set_bookmark(&peer, bookmark)).await
    }

    /// Takes the next step of a pull, on a thread that may block. Should that not come back, the pull is gone with it.
    async fn step(&self, pulling: &mut Option<Box<Pull>>, event: Event) -> Result<Vec<Effect>, Over> {
        let mut pull = pulling.take().ok_or(StoreSilent)?;
        let step = move |_: &dyn Holdings| {
            let effects = pull.handle(event);
            (pull, effects)
        };
        let (pull, effects) = self.shared.store.call(step).await?;
        *pulling = Some(pull);
        Ok(effects?)
    }

    /// Forgets what was passed over: the next stream looks at all of it.
    fn forget(&mut self) {
        self.passed = PassedOver::default();
        self.idle = Idleness::default();
    }

    /// Does what is done between rounds, unless we are to look again at what was passed over. That takes another
    /// stream: over this one we may be waiting for a change.
    async fn unless_again<T>(&self, between: impl Future<Output = Result<T, Over>>) -> Result<T, Over> {
        tokio::select! {
            biased;
            () = self.link.again.notified() => Err(Over::LookAgain),
            done = between => done,
        }
    }

    /// Waits for the right to pull, after a change of the peer's first for a while.
    async fn turn<'a>(&self, shared: &'a Shared, after_change: bool, pacer: &Pacer) -> Turn<'a> {
        let pace = &shared.pace;
        match self.idle.wait(pace.pull_waits, pace.redial_slowest) {
            _ if !after_change => {}
            Some(wait) => self.rest(wait).await,
            // Gossip may bring the news first, and not all neighbours are to ask at once.
            None => self.pause(pace.pull_waits.mul_f64(chance())).await,
        }
        Turn { permit: shared.rounds.acquire().await.ok(), since: Instant::now(), held_up: pacer.held_up() }
    }

    async fn open(&self) -> Result<Stream, OpenError> {
        let (reply, opened) = oneshot::channel();
        self.shared.note(Note::Open { peer: self.peer, reply }).await;
        opened.await.unwrap_or(Err(OpenError::NotConnected))
    }

    /// The next message. If it is long in coming, others may have their turn meanwhile.
    async fn next(
        &self,
        stream: &mut Stream,
        awaiting: bool,
        turn: &mut Turn<'_>,
        pacer: &Pacer,
    ) -> Result<Message, FrameError> {
        let wait = (!awaiting).then_some(ANSWER_TIMEOUT);
        let mut read = pin!(frame::read(stream, MAX_FRAME, wait, pacer));
        while turn.permit.is_some() {
            tokio::select! {
                message = &mut read => return message,
                () = sleep_until(turn.ends(pacer)) => if turn.ends(pacer) <= Instant::now() {
                    info!(peer = %self.peer, "a slow peer: others may pull meanwhile");
                    turn.permit = None;
                }
            }
        }
        read.await
    }

    /// Waits before opening another stream. Only the loss of the connection cuts it short: a peer whose streams
    /// fail is not to set the pace.
    async fn rest(&self, wait: Duration) {
        let mut rested = pin!(sleep(wait));
        while !self.link.is_gone() {
            tokio::select! {
                () = &mut rested => return,
                () = self.link.nudge.notified() => {}
            }
        }
    }

    /// Waits, unless nudged.
    async fn pause(&self, wait: Duration) {
        tokio::select! {
            () = sleep(wait) => {}
            () = self.link.nudge.notified() => {}
        }
    }
}

/// Items that are being stored.
type Storing = Pin<Box<dyn Future<Output = Result<Event, StoreSilent>> + Send>>;

async fn ingest(shared: Arc<Shared>, peer: PeerId, items: Vec<Vec<u8>>) -> Result<Event, StoreSilent> {
    let results = shared.store.ingest(Source::Pulled(peer), items).await?;
    for result in &results {
        if let Ingested::Invalid(reason) = result {
            warn!(%peer, %reason, "invalid item refused");
            shared.note(Note::Fault { peer, fault: Fault::InvalidItem }).await;
        }
    }
    let new = results.iter().filter(|result| matches!(result, Ingested::New(_))).count() as u64;
    if new > 0 {
        shared.note(Note::Received { peer, new }).await;
    }
    Ok(Event::Ingested(results, shared.store.snapshot()))
}

/// Has a future make headway without being waited for.
fn begun(storing: Storing) -> Storing {
    let task = tokio::spawn(storing);
    Box::pin(async move { task.await.unwrap_or(Err(StoreSilent)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        line::{Line, Rate, Rates, Way},
        status::Meter,
    };

    /// With a limit of our own every peer was a slow one before long, and all were pulled from at a time.
    #[tokio::test(start_paused = true)]
    async fn a_turn_lasts_as_much_longer_as_our_own_limit_holds_it_up() {
        let down = Some(Rate::new(10_000).unwrap());
        let line = Arc::new(Line::new(Rates { up: None, down }));
        let pacer = Pacer::new(&line, &Arc::new(Meter::default()));
        pacer.pass(Way::Down, 50_000).await;
        let turn = Turn { permit: None, since: Instant::now(), held_up: pacer.held_up() };
        assert_eq!(turn.ends(&pacer), turn.since + ROUND_PATIENCE, "what was before does not count");
        pacer.pass(Way::Down, 1_000_000).await;
        assert_eq!(turn.ends(&pacer), turn.since + ROUND_PATIENCE + Duration::from_secs(100));
        sleep(Duration::from_secs(30)).await;
        assert_eq!(turn.ends(&pacer), turn.since + ROUND_PATIENCE + Duration::from_secs(100));
    }
}
