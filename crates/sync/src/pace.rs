//! How long to wait before doing again what came to nothing. Chance is passed in.

use std::time::Duration;

use crate::Round;

/// A wait that doubles with each failure, up to a bound.
#[derive(Debug, Clone)]
pub struct Backoff {
    first: Duration,
    slowest: Duration,
    failures: u32,
}

impl Backoff {
    /// The first wait, and the longest.
    #[must_use]
    pub const fn new(first: Duration, slowest: Duration) -> Self {
        Self { first, slowest, failures: 0 }
    }

    /// A wait after which there were so many failures already.
    #[must_use]
    pub const fn after(first: Duration, slowest: Duration, failures: u32) -> Self {
        Self { first, slowest, failures }
    }

    /// Begins anew: something went well.
    pub const fn reset(&mut self) {
        self.failures = 0;
    }

    /// From now on only at the slowest pace.
    pub const fn slow_down(&mut self) {
        self.failures = u32::MAX;
    }

    /// How long to wait after another failure: between half and all of the bound that has been reached, so that nodes
    /// that failed together do not come back together. `chance` is 0–1.
    pub fn next(&mut self, chance: f64) -> Duration {
        let factor = 1u32.checked_shl(self.failures).unwrap_or(u32::MAX);
        self.failures = self.failures.saturating_add(1);
        self.first.saturating_mul(factor).min(self.slowest).mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
    }
}

/// After so many rounds that brought nothing the wait grows no more.
const MOST_IDLE: u32 = 16;

/// How many rounds in a row brought nothing, since all that differs is left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Idleness(u32);

impl Idleness {
    /// Notes what a round came to.
    pub fn note(&mut self, round: &Round) {
        if round.new > 0 {
            self.0 = 0;
        } else if round.left_out > 0 {
            self.0 = (self.0 + 1).min(MOST_IDLE);
        }
    }

    /// How long to wait after the peer's next change: a peer that goes on changing what we leave out does not set the pace.
    /// Doubles with each round that brought nothing, from twice `first` up to `slowest`; nothing as long as rounds bring
    /// something.
    #[must_use]
    pub fn wait(self, first: Duration, slowest: Duration) -> Option<Duration> {
        (self.0 > 1).then(|| first.saturating_mul(1 << self.0).min(slowest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_slowest_and_are_spread() {
        let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(60));
        let waits: Vec<_> = (0..9).map(|_| backoff.next(1.0).as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(backoff.next(0.0), Duration::from_secs(30));
        backoff.reset();
        assert_eq!(backoff.next(1.0), Duration::from_secs(1));
        backoff.slow_down();
        assert_eq!(backoff.next(1.0), Duration::from_secs(60));
        assert_eq!(backoff.next(1.0), Duration::from_secs(60));
    }

    #[test]
    fn rounds_that_bring_nothing_but_what_is_left_out_are_waited_with() {
        let (first, slowest) = (Duration::from_secs(1), Duration::from_secs(60));
        let mut idleness = Idleness::default();
        let waits: Vec<_> = (0..20)
            .map(|_| {
                idleness.note(&Round { left_out: 3, ..Round::default() });
                idleness.wait(first, slowest).map(|wait| wait.as_secs())
            })
            .collect();
        assert_eq!(waits[..7], [None, Some(4), Some(8), Some(16), Some(32), Some(60), Some(60)]);
        idleness.note(&Round::default());
        assert_eq!(idleness.wait(first, slowest), Some(slowest), "nothing to fetch says nothing");
        idleness.note(&Round { new: 1, left_out: 3, ..Round::default() });
        assert_eq!(idleness.wait(first, slowest), None);
    }
}
