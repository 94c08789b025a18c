//! How much may go over the line: what all our streams send, and what they receive, is paced together.
//!
//! Whoever has something to pass reserves its place and sleeps until it is due: places are given out in the order of
//! asking, a part of a frame at a time, so that all streams get on alike. No lock is held while anybody waits. What is
//! passed on by gossip is counted, and never waits.

use std::{
    pin::pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use tokio::time::{Instant, sleep_until};

use crate::status::Meter;

/// What is passed at a time takes so long at the rate that holds: short enough that others need not wait for long.
const PART: Duration = Duration::from_millis(250);

/// Most bytes passed at a time.
const MAX_PART: usize = 64 * 1024;

/// What was not used may be made up for, as far back as this.
const BURST: Duration = Duration::from_secs(1);

/// What did not wait holds up the others for so long at most.
const MAX_DEBT: Duration = Duration::from_secs(5);

/// Bytes a second, so many that sync works at that rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate(u64);

/// A rate at which nothing would ever be finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the least rate is {} bytes a second, this is {found}", Rate::LEAST)]
pub struct TooSlow {
    /// Bytes a second.
    pub found: u64,
}

impl Rate {
    /// The least, in bytes a second: 32 streams at a time still get on faster than
    /// [`SLOWEST_LINE`](crate::limits::SLOWEST_LINE), below which others give up.
    pub const LEAST: u64 = 8 * 1024;

    /// So many bytes a second.
    ///
    /// # Errors
    /// [`TooSlow`] below [`Rate::LEAST`].
    pub fn new(bytes: u64) -> Result<Self, TooSlow> {
        if bytes < Self::LEAST { Err(TooSlow { found: bytes }) } else { Ok(Self(bytes)) }
    }

    /// Bytes a second.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        self.0
    }

    fn time_for(self, bytes: usize) -> Duration {
        Duration::from_secs_f64(bytes as f64 / self.0 as f64)
    }

    /// Bytes passed at a time.
    fn part(self) -> usize {
        let part = self.0 / (1000 / PART.as_millis() as u64);
        usize::try_from(part).map_or(MAX_PART, |part| part.min(MAX_PART))
    }
}

/// How fast may be sent and received, all peers taken together; none is no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rates {
    /// Sending.
    pub up: Option<Rate>,
    /// Receiving.
    pub down: Option<Rate>,
}

/// Which way bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// To others.
    Up,
    /// From others.
    Down,
}

/// A token bucket, written as the time up to which all that passed is paid for. Pure: the time is passed in.
#[derive(Debug)]
struct Bucket {
    rate: Option<Rate>,
    paid: Instant,
}

impl Bucket {
    /// Gives so many bytes their place. Returns when they are due; nothing if they need not wait.
    fn reserve(&mut self, now: Instant, bytes: usize) -> Option<Instant> {
        let rate = self.rate?;
        let unused = now.checked_sub(BURST).unwrap_or(now);
        self.paid = self.paid.max(unused) + rate.time_for(bytes);
        (self.paid > now).then_some(self.paid)
    }

    /// Counts bytes that have passed already.
    fn note(&mut self, now: Instant, bytes: usize) {
        // A flood of what does not wait must not keep the rest waiting for ever; what was reserved before stays so.
        let most = self.paid.max(now + MAX_DEBT);
        if self.reserve(now, bytes).is_some() {
            self.paid = self.paid.min(most);
        }
    }

    /// From now on goes by another rate. What was reserved at the old one is forgiven.
    fn change(&mut self, now: Instant, rate: Option<Rate>) {
        if self.rate != rate {
            *self = Self { rate, paid: now };
        }
    }
}

/// The line that all streams share.
#[derive(Debug)]
pub(crate) struct Line {
    up: Mutex<Bucket>,
    down: Mutex<Bucket>,
}

impl Line {
    pub(crate) fn new(rates: Rates) -> Self {
        let bucket = |rate| Mutex::new(Bucket { rate, paid: Instant::now() });
        Self { up: bucket(rates.up), down: bucket(rates.down) }
    }

    /// The rates that hold.
    pub(crate) fn rates(&self) -> Rates {
        Rates {
            up: self.with(Way::Up, |bucket| bucket.rate),
            down: self.with(Way::Down, |bucket| bucket.rate),
        }
    }

    /// From now on these rates hold.
    pub(crate) fn set(&self, rates: Rates) {
        let now = Instant::now();
        self.with(Way::Up, |bucket| bucket.change(now, rates.up));
        self.with(Way::Down, |bucket| bucket.change(now, rates.down));
    }

    /// Counts bytes that pass without waiting.
    pub(crate) fn note(&self, way: Way, bytes: usize) {
        self.with(way, |bucket| bucket.note(Instant::now(), bytes));
    }

    fn with<T>(&self, way: Way, work: impl FnOnce(&mut Bucket) -> T) -> T {
        let bucket = match way {
            Way::Up => &self.up,
            Way::Down => &self.down,
        };
        work(&mut bucket.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Counts what one stream passes, and paces it.
#[derive(Debug)]
pub(crate) struct Pacer {
    line: Arc<Line>,
    meter: Arc<Meter>,
    /// Microseconds.
    held_up: AtomicU64,
}

impl Pacer {
    pub(crate) fn new(line: &Arc<Line>, meter: &Arc<Meter>) -> Self {
        Self { line: Arc::clone(line), meter: Arc::clone(meter), held_up: AtomicU64::new(0) }
    }

    /// How many bytes are passed at a time, at most.
    pub(crate) fn part(&self, way: Way) -> usize {
        self.line.with(way, |bucket| bucket.rate).map_or(usize::MAX, Rate::part)
    }

    /// Waits until so many bytes may pass.
    pub(crate) async fn pass(&self, way: Way, bytes: usize) {
        let now = Instant::now();
        if let Some(due) = self.line.with(way, |bucket| bucket.reserve(now, bytes)) {
            let wait = due.duration_since(now).as_micros();
            self.held_up.fetch_add(u64::try_from(wait).unwrap_or(u64::MAX), Relaxed);
            sleep_until(due).await;
        }
    }

    /// Counts a frame that passed.
    pub(crate) fn count(&self, way: Way, bytes: usize) {
        Meter::add(if way == Way::Up { &self.meter.sync_out } else { &self.meter.sync_in }, bytes);
    }

    /// Does something that may take so long, not counting what our own limits hold it up; gives nothing if it takes longer.
    pub(crate) async fn within<T>(&self, limit: Duration, work: impl Future<Output = T>) -> Option<T> {
        let mut work = pin!(work);
        let (begun, before) = (Instant::now(), self.held_up());
        let ends = || begun + limit + self.held_up().saturating_sub(before);
        while ends() > Instant::now() {
            tokio::select! {
                done = &mut work => return Some(done),
                () = sleep_until(ends()) => {}
            }
        }
        None
    }

    /// How long our own limits have held this stream up, which is nobody's fault.
    pub(crate) fn held_up(&self) -> Duration {
        Duration::from_micros(self.held_up.load(Relaxed))
    }
}

#[cfg(test)]
mod tests;
