//! How many streams one peer may open to ask something.

use std::time::{Duration, Instant};

use tokio::task::AbortHandle;

/// The streams of one protocol that a peer opened to us, within what one peer may take up.
#[derive(Debug)]
pub(crate) struct Turns {
    /// Most at a time.
    each: usize,
    /// Most in a minute.
    a_minute: u32,
    /// Those that are being answered.
    open: Vec<AbortHandle>,
    /// How many came in the minute that began then.
    minute: Option<(Instant, u32)>,
}

impl Turns {
    /// So many at a time, and so many in a minute.
    pub(crate) const fn new(each: usize, a_minute: u32) -> Self {
        Self { each, a_minute, open: Vec::new(), minute: None }
    }

    /// Whether another may be answered. A peer that asks more goes without; it is no fault.
    pub(crate) fn may_open(&mut self, now: Instant) -> bool {
        self.open.retain(|answer| !answer.is_finished());
        let (since, opened) = self
            .minute
            .filter(|(since, _)| now.saturating_duration_since(*since) < Duration::from_secs(60))
            .unwrap_or((now, 0));
        self.minute = Some((since, opened.saturating_add(1)));
        opened < self.a_minute && self.open.len() < self.each
    }

    /// Another is being answered.
    pub(crate) fn begun(&mut self, answer: AbortHandle) {
        self.open.push(answer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_may_ask_so_much_in_a_minute_and_again_in_the_next() {
        let (mut turns, now) = (Turns::new(3, 120), Instant::now());
        assert!((0..120).all(|_| turns.may_open(now)));
        assert!(!turns.may_open(now + Duration::from_secs(59)));
        assert!(turns.may_open(now + Duration::from_secs(60)));
    }
}
