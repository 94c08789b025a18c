//! Points for misbehaviour, and who is blocked until when. Moments are passed in, as the time since some moment in the
//! past that is always the same.

use std::{collections::BTreeMap, time::Duration};

use crate::{Ended, RefusalReason, ServeError, limits::MAX_REMEMBERED};

/// Points at which a peer is blocked.
const BLOCK_AT: u32 = 100;

/// How long it takes for one point to be forgiven.
const FORGIVE_AFTER: Duration = Duration::from_secs(36);

/// What a peer did that it should not have done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Sent an item that no honest node sends.
    InvalidItem,
    /// Answered with what cannot be true, or with what was not asked.
    Lie,
    /// Sent a frame that is too large or not a message.
    BadFrame,
    /// Belongs to another network. Not a fault really, but a reason to leave it alone.
    OtherNetwork,
}

impl Fault {
    const fn points(self) -> u32 {
        match self {
            Self::InvalidItem => 20,
            Self::Lie | Self::BadFrame => 50,
            Self::OtherNetwork => BLOCK_AT,
        }
    }
}

impl Ended {
    /// What the answerer did wrong, if that is why the pull is over.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        match self {
            Self::OtherNetwork { .. } => Some(Fault::OtherNetwork),
            Self::Refused(refusal) if refusal.reason == RefusalReason::OtherNetwork => {
                Some(Fault::OtherNetwork)
            }
            Self::Misbehaviour(_) => Some(Fault::Lie),
            Self::Refused(_) | Self::OtherVersion { .. } => None,
        }
    }
}

impl ServeError {
    /// What the asker did wrong, if that is why it is not answered any more.
    #[must_use]
    pub const fn fault(&self) -> Option<Fault> {
        match self {
            Self::OtherNetwork { .. } => Some(Fault::OtherNetwork),
            Self::OutOfTurn { .. } => Some(Fault::Lie),
            Self::OtherVersion { .. } | Self::Refused(_) | Self::Without { .. } => None,
        }
    }
}

#[derive(Debug)]
struct Record {
    points: u32,
    /// When points were last forgiven or added.
    at: Duration,
    blocked_until: Option<Duration>,
}

/// The conduct of the peers that gave cause to remember it, at most [`MAX_REMEMBERED`] and one more.
#[derive(Debug)]
pub struct Conduct<Peer> {
    records: BTreeMap<Peer, Record>,
}

impl<Peer> Default for Conduct<Peer> {
    fn default() -> Self {
        Self { records: BTreeMap::new() }
    }
}

impl<Peer: Ord + Copy> Conduct<Peer> {
    /// Notes a fault. Returns until when the peer is to be blocked, if this one tips the scale: for as long as `block`
    /// from now on.
    pub fn note(&mut self, now: Duration, peer: Peer, fault: Fault, block: Duration) -> Option<Duration> {
        self.make_room(&peer);
        let record = self.records.entry(peer).or_insert(Record { points: 0, at: now, blocked_until: None });
        record.forgive(now);
        record.points = record.points.saturating_add(fault.points());
        if record.blocked_until.is_some() || record.points < BLOCK_AT {
            return None;
        }
        let until = now.saturating_add(block);
        record.blocked_until = Some(until);
        Some(until)
    }

    /// The peers whose block is over. Their record is clean again.
    pub fn released(&mut self, now: Duration) -> Vec<Peer> {
        let over = |record: &Record| record.blocked_until.is_some_and(|until| until <= now);
        let released: Vec<_> =
            self.records.iter().filter(|(_, record)| over(record)).map(|(peer, _)| *peer).collect();
        self.records.retain(|_, record| !over(record));
        released
    }

    /// When the next block is over.
    #[must_use]
    pub fn next_release(&self) -> Option<Duration> {
        self.records.values().filter_map(|record| record.blocked_until).min()
    }

    /// The peers that are blocked.
    pub fn blocked(&self) -> impl Iterator<Item = Peer> + '_ {
        self.records.iter().filter(|(_, record)| record.blocked_until.is_some()).map(|(peer, _)| *peer)
    }

    /// Forgets the record longest untouched when there are too many. A blocked one has its block end now, so
    /// that [`released`](Self::released) reports it.
    fn make_room(&mut self, peer: &Peer) {
        if self.records.contains_key(peer) || self.records.len() < MAX_REMEMBERED {
            return;
        }
        let oldest =
            self.records.iter().min_by_key(|(_, record)| (record.blocked_until.is_some(), record.at));
        let Some(oldest) = oldest.map(|(peer, _)| *peer) else {
            return;
        };
        match self.records.get_mut(&oldest) {
            Some(record) if record.blocked_until.is_some() => record.blocked_until = Some(record.at),
            _ => drop(self.records.remove(&oldest)),
        }
    }
}

impl Record {
    fn forgive(&mut self, now: Duration) {
        let forgiven = now.saturating_sub(self.at).as_secs() / FORGIVE_AFTER.as_secs();
        self.points = self.points.saturating_sub(u32::try_from(forgiven).unwrap_or(u32::MAX));
        if forgiven > 0 || self.points == 0 {
            self.at = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCK: Duration = Duration::from_secs(3600);

    #[test]
    fn the_fifth_invalid_item_blocks_for_a_while() {
        let (mut conduct, now) = (Conduct::default(), Duration::from_secs(77));
        for _ in 0..4 {
            assert_eq!(conduct.note(now, 'p', Fault::InvalidItem, BLOCK), None);
        }
        assert_eq!(conduct.note(now, 'p', Fault::InvalidItem, BLOCK), Some(now + BLOCK));
        assert_eq!(conduct.note(now, 'p', Fault::InvalidItem, BLOCK), None, "blocked already");
        assert_eq!(conduct.released(now), []);
        assert_eq!(conduct.released(now + BLOCK), ['p']);
        assert_eq!(conduct.next_release(), None);
    }

    #[test]
    fn faults_are_forgiven_with_time() {
        let (mut conduct, mut now) = (Conduct::default(), Duration::ZERO);
        for _ in 0..50 {
            assert_eq!(conduct.note(now, 'p', Fault::InvalidItem, BLOCK), None);
            now += FORGIVE_AFTER * 20;
        }
    }

    #[test]
    fn no_more_peers_are_remembered_than_the_limit() {
        let mut conduct = Conduct::default();
        for at in 0..3 * MAX_REMEMBERED as u64 {
            let fault = if at % 2 == 0 { Fault::Lie } else { Fault::OtherNetwork };
            conduct.note(Duration::from_millis(at), at, fault, BLOCK);
            conduct.released(Duration::from_millis(at));
        }
        assert!(conduct.records.len() <= MAX_REMEMBERED + 1);
    }
}
