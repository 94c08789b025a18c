//! Virtual time, and what happens when.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::time::Duration;

/// What is to happen, and the time it is now. Of what is due at one moment, that which was put in first comes first.
#[derive(Debug)]
pub(crate) struct Schedule<E> {
    now: Duration,
    due: BinaryHeap<Reverse<Due<E>>>,
    put_in: u64,
}

#[derive(Debug)]
struct Due<E> {
    at: Duration,
    order: u64,
    event: E,
}

impl<E> Default for Schedule<E> {
    fn default() -> Self {
        Self { now: Duration::ZERO, due: BinaryHeap::new(), put_in: 0 }
    }
}

impl<E> Schedule<E> {
    /// The time since the run began.
    #[must_use]
    pub(crate) fn now(&self) -> Duration {
        self.now
    }

    /// Has something happen at a time, or now if that is past.
    pub(crate) fn at(&mut self, at: Duration, event: E) {
        self.put_in += 1;
        self.due.push(Reverse(Due { at: at.max(self.now), order: self.put_in, event }));
    }

    /// Has something happen after a while.
    pub(crate) fn after(&mut self, wait: Duration, event: E) {
        self.at(self.now.saturating_add(wait), event);
    }

    /// The next thing that happens before a time, to which the clock moves if there is none.
    pub(crate) fn next_before(&mut self, end: Duration) -> Option<E> {
        if self.due.peek().is_none_or(|Reverse(next)| next.at >= end) {
            self.now = self.now.max(end);
            return None;
        }
        let Reverse(next) = self.due.pop()?;
        self.now = next.at;
        Some(next.event)
    }

    /// How many things were put in so far.
    #[must_use]
    pub(crate) fn put_in(&self) -> u64 {
        self.put_in
    }
}

impl<E> Ord for Due<E> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.at, self.order).cmp(&(other.at, other.order))
    }
}

impl<E> PartialOrd for Due<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> PartialEq for Due<E> {
    fn eq(&self, other: &Self) -> bool {
        self.order == other.order
    }
}

impl<E> Eq for Due<E> {}
