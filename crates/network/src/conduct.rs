//! Points for misbehaviour, and who is blocked until when. Pure: the time is passed in.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use libp2p::PeerId;

use crate::{config::Pace, limits::MAX_REMEMBERED};

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

struct Record {
    points: u32,
    /// When points were last forgiven or added.
    at: Instant,
    blocked_until: Option<Instant>,
}

/// The conduct of the peers that gave cause to remember it.
#[derive(Default)]
pub(crate) struct Conduct {
    records: HashMap<PeerId, Record>,
}

impl Conduct {
    /// Notes a fault. Returns until when the peer is to be blocked, if this one tips the scale.
    pub(crate) fn note(&mut self, now: Instant, peer: PeerId, fault: Fault, pace: &Pace) -> Option<Instant> {
        self.make_room(&peer);
        let record = self.records.entry(peer).or_insert(Record { points: 0, at: now, blocked_until: None });
        record.forgive(now);
        record.points = record.points.saturating_add(fault.points());
        if record.blocked_until.is_some() || record.points < BLOCK_AT {
            return None;
        }
        let until = now + if fault == Fault::OtherNetwork { pace.stranger_block } else { pace.block };
        record.blocked_until = Some(until);
        Some(until)
    }

    /// The peers whose block is over. Their record is clean again.
    pub(crate) fn released(&mut self, now: Instant) -> Vec<PeerId> {
        let over = |record: &Record| record.blocked_until.is_some_and(|until| until <= now);
        let released: Vec<_> =
            self.records.iter().filter(|(_, record)| over(record)).map(|(peer, _)| *peer).collect();
        self.records.retain(|_, record| !over(record));
        released
    }

    /// When the next block is over.
    pub(crate) fn next_release(&self) -> Option<Instant> {
        self.records.values().filter_map(|record| record.blocked_until).min()
    }

    /// The peers that are blocked.
    pub(crate) fn blocked(&self) -> impl Iterator<Item = PeerId> + '_ {
        self.records.iter().filter(|(_, record)| record.blocked_until.is_some()).map(|(peer, _)| *peer)
    }

    /// Forgets the record longest untouched when there are too many. A blocked one has its block end now, so
    /// that [`released`](Self::released) reports it.
    fn make_room(&mut self, peer: &PeerId) {
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
    fn forgive(&mut self, now: Instant) {
        let forgiven = now.saturating_duration_since(self.at).as_secs() / FORGIVE_AFTER.as_secs();
        self.points = self.points.saturating_sub(u32::try_from(forgiven).unwrap_or(u32::MAX));
        if forgiven > 0 || self.points == 0 {
            self.at = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_invalid_item_blocks_for_a_while() {
        let (mut conduct, pace, peer, now) =
            (Conduct::default(), Pace::default(), PeerId::random(), Instant::now());
        for _ in 0..4 {
            assert_eq!(conduct.note(now, peer, Fault::InvalidItem, &pace), None);
        }
        assert_eq!(conduct.note(now, peer, Fault::InvalidItem, &pace), Some(now + pace.block));
        assert_eq!(conduct.note(now, peer, Fault::InvalidItem, &pace), None, "blocked already");
        assert_eq!(conduct.released(now), []);
        assert_eq!(conduct.released(now + pace.block), [peer]);
        assert_eq!(conduct.next_release(), None);
    }

    #[test]
    fn faults_are_forgiven_with_time() {
        let (mut conduct, pace, peer, mut now) =
            (Conduct::default(), Pace::default(), PeerId::random(), Instant::now());
        for _ in 0..50 {
            assert_eq!(conduct.note(now, peer, Fault::InvalidItem, &pace), None);
            now += FORGIVE_AFTER * 20;
        }
    }

    #[test]
    fn no_more_peers_are_remembered_than_the_limit() {
        let (mut conduct, pace, start) = (Conduct::default(), Pace::default(), Instant::now());
        for at in 0..3 * MAX_REMEMBERED as u64 {
            let fault = if at % 2 == 0 { Fault::Lie } else { Fault::OtherNetwork };
            conduct.note(start + Duration::from_millis(at), PeerId::random(), fault, &pace);
            conduct.released(start + Duration::from_millis(at));
        }
        assert!(conduct.records.len() <= MAX_REMEMBERED + 1);
    }
}
