//! Whom to dial, and when again. Pure: time and chance are passed in.

use std::time::{Duration, Instant};

use commons_sync::Backoff;
use libp2p::{Multiaddr, PeerId, multiaddr::Protocol, swarm::ConnectionId};

use crate::{config::Pace, limits::MAX_DISCOVERED, status::Unreached};

/// One address that is dialled for as long as it stays on the list.
struct Entry {
    address: Multiaddr,
    /// Who is to be there, if the address says so.
    pinned: Option<PeerId>,
    /// Who is or was there, once known.
    peer: Option<PeerId>,
    /// Whether it was found on the local network, and so may leave the list.
    discovered: bool,
    backoff: Backoff,
    state: State,
    /// Why it could not be dialled, since it was last connected, and how often.
    trouble: Option<(String, u32)>,
}

enum State {
    /// To be dialled then.
    Waiting(Instant),
    Dialling(ConnectionId),
    Connected,
}

/// The list of addresses to be dialled.
pub(crate) struct Dialler {
    entries: Vec<Entry>,
    pace: Pace,
}

/// A dial to make.
pub(crate) struct Dial {
    pub(crate) entry: usize,
    pub(crate) address: Multiaddr,
    pub(crate) peer: Option<PeerId>,
}

impl Dialler {
    pub(crate) fn new(now: Instant, peers: Vec<Multiaddr>, pace: Pace) -> Self {
        let mut dialler = Self { entries: Vec::new(), pace };
        for address in peers {
            dialler.add(now, address, false);
        }
        dialler
    }

    /// Adds an address, unless it is there already.
    pub(crate) fn add(&mut self, now: Instant, address: Multiaddr, discovered: bool) {
        let peer = match address.iter().last() {
            Some(Protocol::P2p(peer)) => Some(peer),
            _ => None,
        };
        let full =
            discovered && self.entries.iter().filter(|entry| entry.discovered).count() >= MAX_DISCOVERED;
        if full || self.entries.iter().any(|entry| entry.address == address) {
            return;
        }
        let backoff = Backoff::new(self.pace.redial, self.pace.redial_slowest);
        self.entries.push(Entry {
            address,
            pinned: peer,
            peer,
            discovered,
            backoff,
            state: State::Waiting(now),
            trouble: None,
        });
    }

    /// A peer is no longer on the local network.
    pub(crate) fn expire(&mut self, address: &Multiaddr) {
        self.entries.retain(|entry| !entry.discovered || entry.address != *address);
    }

    /// When the next dial is due.
    pub(crate) fn next_due(&self) -> Option<Instant> {
        self.entries
            .iter()
            .filter_map(|entry| match entry.state {
                State::Waiting(at) => Some(at),
                _ => None,
            })
            .min()
    }

    /// The dials that are due.
    pub(crate) fn due(&self, now: Instant) -> Vec<Dial> {
        let due = |entry: &Entry| matches!(entry.state, State::Waiting(at) if at <= now);
        let dial = |(at, entry): (usize, &Entry)| Dial {
            entry: at,
            address: entry.address.clone(),
            peer: entry.pinned,
        };
        self.entries.iter().enumerate().filter(|(_, entry)| due(entry)).map(dial).collect()
    }

    pub(crate) fn dialling(&mut self, entry: usize, connection: ConnectionId) {
        if let Some(entry) = self.entries.get_mut(entry) {
            entry.state = State::Dialling(connection);
        }
    }

    /// A dial could not even begin, or failed. Gives the address and the wait, for the log.
    pub(crate) fn failed(
        &mut self,
        now: Instant,
        connection: ConnectionId,
        chance: f64,
        reason: String,
    ) -> Option<(Multiaddr, Duration)> {
        let dialled = |entry: &&mut Entry| matches!(entry.state, State::Dialling(id) if id == connection);
        let entry = self.entries.iter_mut().find(dialled)?;
        let wait = entry.backoff.next(chance);
        entry.state = State::Waiting(now + wait);
        let before = entry.trouble.take().map_or(0, |(_, failures)| failures);
        entry.trouble = Some((reason, before.saturating_add(1)));
        Some((entry.address.clone(), wait))
    }

    /// The addresses that are to be dialled for good, and could not be the last time.
    pub(crate) fn unreached(&self) -> Vec<Unreached> {
        let trouble = |entry: &Entry| {
            let (reason, failures) = entry.trouble.clone()?;
            Some(Unreached { address: entry.address.clone(), reason, failures })
        };
        self.entries.iter().filter(|entry| !entry.discovered).filter_map(trouble).collect()
    }

    /// The address turned out to be our own.
    pub(crate) fn forget(&mut self, connection: ConnectionId) {
        self.entries.retain(|entry| !matches!(entry.state, State::Dialling(id) if id == connection));
    }

    /// A peer is connected, by whichever connection.
    pub(crate) fn connected(&mut self, connection: ConnectionId, peer: PeerId) {
        for entry in &mut self.entries {
            let dialled = matches!(entry.state, State::Dialling(id) if id == connection);
            if dialled || entry.peer == Some(peer) {
                entry.peer = Some(peer);
                entry.state = State::Connected;
                entry.trouble = None;
            }
        }
    }

    /// The last connection to a peer is gone.
    pub(crate) fn disconnected(&mut self, now: Instant, peer: PeerId, chance: f64) {
        for entry in self.of(peer).filter(|entry| matches!(entry.state, State::Connected)) {
            entry.state = State::Waiting(now + entry.backoff.next(chance));
        }
    }

    /// A peer proved useful: if it goes, it is dialled again soon.
    pub(crate) fn useful(&mut self, peer: PeerId) {
        self.of(peer).for_each(|entry| entry.backoff.reset());
    }

    /// A peer proved of no use.
    pub(crate) fn slow_down(&mut self, peer: PeerId) {
        self.of(peer).for_each(|entry| entry.backoff.slow_down());
    }

    fn of(&mut self, peer: PeerId) -> impl Iterator<Item = &mut Entry> {
        self.entries.iter_mut().filter(move |entry| entry.peer == Some(peer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_is_dialled_until_connected_and_again_when_lost() {
        let now = Instant::now();
        let mut dialler = Dialler::new(now, vec!["/ip4/127.0.0.1/tcp/1".parse().unwrap()], Pace::default());
        let (first, second, peer) =
            (ConnectionId::new_unchecked(1), ConnectionId::new_unchecked(2), PeerId::random());
        assert_eq!(dialler.due(now).len(), 1);
        dialler.dialling(0, first);
        assert_eq!(dialler.due(now).len(), 0);
        let (_, wait) = dialler.failed(now, first, 1.0, "refused".to_owned()).unwrap();
        assert_eq!(wait, Duration::from_secs(1));
        assert_eq!(dialler.next_due(), Some(now + wait));
        dialler.dialling(0, second);
        assert_eq!(dialler.unreached()[0].reason, "refused");
        dialler.connected(second, peer);
        assert_eq!(dialler.unreached(), []);
        assert_eq!(dialler.next_due(), None);
        dialler.disconnected(now, peer, 1.0);
        assert_eq!(dialler.next_due(), Some(now + Duration::from_secs(2)));
        // Its address names nobody, so the node there may get a new key.
        assert_eq!(dialler.due(now + Duration::from_secs(2))[0].peer, None);
    }

    #[test]
    fn what_is_found_nearby_is_bounded_and_may_go() {
        let now = Instant::now();
        let mut dialler = Dialler::new(now, vec![], Pace::default());
        let address = |n: usize| -> Multiaddr {
            format!("/ip4/127.0.0.1/tcp/{n}/p2p/{}", PeerId::random()).parse().unwrap()
        };
        let first = address(1);
        dialler.add(now, first.clone(), true);
        (2..200).for_each(|n| dialler.add(now, address(n), true));
        assert_eq!(dialler.due(now).len(), MAX_DISCOVERED);
        dialler.expire(&first);
        assert_eq!(dialler.due(now).len(), MAX_DISCOVERED - 1);
    }
}
