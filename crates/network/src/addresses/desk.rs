//! The book, and what this node says of itself.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use commons_registry::NetworkId;
use commons_sync::limits::MAX_REMEMBERED;
use libp2p::{Multiaddr, PeerId, identity::Keypair};
use tracing::debug;

use super::{
    address::{DialAddress, Scope},
    book::{Book, Learnt},
    record::{MAX_LIFE, MAX_RECORD_ADDRESSES, SignedAddresses, Timestamp},
};

/// How old what we say of ourselves may become before it is said anew, in seconds: a day.
const SAY_AGAIN: u64 = 24 * 60 * 60;

/// Most places in which we say to be found.
const MAX_OWN: usize = 3 * MAX_RECORD_ADDRESSES;

/// Where others are, and where we are.
pub(crate) struct Desk {
    keypair: Keypair,
    me: PeerId,
    network: NetworkId,
    /// Addresses that the settings name: a router's, or a name.
    announce: Vec<DialAddress>,
    own: Vec<DialAddress>,
    /// What we say to those as far away as the scope, and since when we say it.
    said: Vec<(Scope, SignedAddresses)>,
    said_at: Timestamp,
    book: Book,
    /// When an exchange that a peer began was last answered.
    answered: HashMap<PeerId, Instant>,
    /// Counts the changes of the book that are worth a place on disk.
    revision: u64,
}

impl Desk {
    pub(crate) fn new(keypair: Keypair, network: NetworkId, announce: &[Multiaddr], book: Book) -> Self {
        let announce: Vec<_> = announce.iter().filter_map(|address| DialAddress::new(address).ok()).collect();
        let me = keypair.public().to_peer_id();
        Self {
            keypair,
            me,
            network,
            own: announce.clone(),
            announce,
            said: Vec::new(),
            said_at: Timestamp(0),
            book,
            answered: HashMap::new(),
            revision: 0,
        }
    }

    pub(crate) fn book(&self) -> &Book {
        &self.book
    }

    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    /// Where we are to be found: what the settings name, then where we listen, the farthest reaching first.
    pub(crate) fn own(&self) -> &[DialAddress] {
        &self.own
    }

    /// Notes where we listen now.
    pub(crate) fn listening<'a>(&mut self, listeners: impl Iterator<Item = &'a Multiaddr>) {
        let mut own: Vec<_> =
            listeners.filter_map(|address| Some(DialAddress::with_peer(address).ok()?.0)).collect();
        own.sort_by_key(|address| (core::cmp::Reverse(address.scope()), address.to_bytes()));
        let mut all = self.announce.clone();
        for address in own {
            if !all.contains(&address) {
                all.push(address);
            }
        }
        all.truncate(MAX_OWN);
        if all != self.own {
            self.own = all;
            self.said.clear();
        }
    }

    /// What to offer to a peer over a connection with this address: ourselves, then others. `nearest` says how near those
    /// are to whom we are connected.
    pub(crate) fn offer(
        &mut self,
        now: Timestamp,
        peer: PeerId,
        connection: &Multiaddr,
        nearest: impl Fn(&PeerId) -> Scope,
        seed: [u8; 32],
    ) -> Vec<Vec<u8>> {
        let scope = Scope::of_connection(connection);
        let mut records: Vec<Vec<u8>> = self.say(now, scope).into_iter().collect();
        records.extend(self.book.offer(now, peer, connection, nearest, seed));
        records
    }

    /// What we say of ourselves to those so far away, signed anew when it has become old.
    fn say(&mut self, now: Timestamp, scope: Scope) -> Option<Vec<u8>> {
        if now.since(self.said_at) >= SAY_AGAIN || now < self.said_at {
            self.said.clear();
        }
        if let Some((_, said)) = self.said.iter().find(|(held, _)| *held == scope) {
            return Some(said.as_bytes().to_vec());
        }
        let mut fit: Vec<_> = self.own.iter().filter(|address| address.scope() >= scope).cloned().collect();
        // For those who are near, the way that is near goes first.
        fit.sort_by_key(|address| !self.announce.contains(address) && address.scope() != scope);
        fit.truncate(MAX_RECORD_ADDRESSES);
        if self.said.is_empty() {
            self.said_at = now;
        }
        let sequence = self.book.next_sequence(now);
        let said =
            SignedAddresses::sign(&self.keypair, self.network, sequence, now.plus(MAX_LIFE), fit).ok()?;
        let bytes = said.as_bytes().to_vec();
        self.said.push((scope, said));
        self.revision += 1;
        Some(bytes)
    }

    /// Takes in what a peer offered.
    pub(crate) fn learn(
        &mut self,
        now: Timestamp,
        peer: PeerId,
        connection: &Multiaddr,
        records: Vec<SignedAddresses>,
    ) {
        for record in records {
            let of = record.peer();
            if of == self.me {
                continue;
            }
            let learnt = self.book.learn(now, connection, record);
            debug!(%peer, %of, ?learnt, "addresses");
            if matches!(learnt, Learnt::New | Learnt::Newer) {
                self.revision += 1;
            }
        }
    }

    /// Whether to answer an exchange that a peer begins: not more often than every so often.
    pub(crate) fn may_answer(&mut self, now: Instant, peer: PeerId, every: Duration) -> bool {
        let recent = |at: &Instant| now.saturating_duration_since(*at) < every;
        if self.answered.get(&peer).is_some_and(recent) {
            return false;
        }
        if self.answered.len() >= MAX_REMEMBERED {
            self.answered.retain(|_, at| recent(at));
        }
        if self.answered.len() >= MAX_REMEMBERED {
            return false; // as many peers as that in so short a time: some of them may wait
        }
        self.answered.insert(peer, now);
        true
    }

    pub(crate) fn join(&mut self, peer: PeerId, addresses: Vec<DialAddress>) {
        self.book.join(peer, addresses);
        self.revision += 1;
    }

    pub(crate) fn reached(&mut self, now: Timestamp, peer: PeerId, address: &Multiaddr) {
        self.book.reached(now, peer, address);
        self.revision += 1;
    }

    pub(crate) fn failed(&mut self, now: Timestamp, peer: PeerId, chance: f64) {
        self.book.failed(now, peer, chance);
    }

    pub(crate) fn left(&mut self, now: Timestamp, peer: PeerId, chance: f64) {
        self.book.left(now, peer, chance);
    }

    pub(crate) fn expire(&mut self, now: Timestamp) {
        if self.book.expire(now) {
            self.revision += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000);

    fn desk(announce: &[&str], listening: &[&str]) -> Desk {
        let parse = |all: &[&str]| all.iter().map(|text| text.parse().unwrap()).collect::<Vec<Multiaddr>>();
        let network = NetworkId::of_name("test");
        let mut desk = Desk::new(Keypair::generate_ed25519(), network, &parse(announce), Book::new(network));
        desk.listening(parse(listening).iter());
        desk
    }

    fn said(desk: &mut Desk, now: Timestamp, to: &str) -> Option<(u64, Vec<String>)> {
        let offered = desk.offer(now, PeerId::random(), &to.parse().unwrap(), |_| Scope::World, [0; 32]);
        let record = SignedAddresses::verify(offered.first()?, desk.network, now).unwrap();
        assert_eq!(record.peer(), desk.me);
        Some((record.sequence(), record.addresses().iter().map(ToString::to_string).collect()))
    }

    #[test]
    fn we_say_to_each_what_it_can_use() {
        let listening =
            ["/ip4/127.0.0.1/tcp/1", "/ip4/10.0.0.5/tcp/1", "/ip4/203.0.113.7/tcp/1", "/memory/5"];
        let mut desk = desk(&["/dns4/node.example/tcp/7781"], &listening);
        let count = |desk: &mut Desk, to: &str| said(desk, NOW, to).unwrap().1.len();
        assert_eq!(count(&mut desk, "/ip4/198.51.100.1/tcp/1"), 2);
        assert_eq!(count(&mut desk, "/ip4/10.0.0.9/tcp/1"), 3);
        assert_eq!(count(&mut desk, "/ip4/127.0.0.1/tcp/1"), 4);
    }

    #[test]
    fn a_node_that_nobody_far_away_can_reach_says_nothing_to_them() {
        let mut desk = desk(&[], &["/ip4/192.168.1.20/tcp/7781"]);
        assert_eq!(said(&mut desk, NOW, "/ip4/198.51.100.1/tcp/1"), None);
        assert!(said(&mut desk, NOW, "/ip4/192.168.1.30/tcp/1").is_some());
    }

    #[test]
    fn we_say_it_again_after_a_day_or_from_another_place_and_each_time_later() {
        let mut desk = desk(&[], &["/ip4/203.0.113.7/tcp/1"]);
        let to = "/ip4/198.51.100.1/tcp/1";
        let (first, _) = said(&mut desk, NOW, to).unwrap();
        assert_eq!(said(&mut desk, NOW.plus(SAY_AGAIN - 1), to).unwrap().0, first);
        let (second, _) = said(&mut desk, NOW.plus(SAY_AGAIN), to).unwrap();
        assert!(second > first);
        desk.listening(["/ip4/203.0.113.8/tcp/1".parse().unwrap()].iter());
        let (third, addresses) = said(&mut desk, NOW.plus(SAY_AGAIN), to).unwrap();
        assert!(third > second);
        assert_eq!(addresses, ["/ip4/203.0.113.8/tcp/1"]);
    }

    #[test]
    fn a_peer_is_not_answered_again_at_once() {
        let mut desk = desk(&[], &[]);
        let (peer, now, every) = (PeerId::random(), Instant::now(), Duration::from_secs(60));
        assert!(desk.may_answer(now, peer, every));
        assert!(!desk.may_answer(now + every / 2, peer, every));
        assert!(desk.may_answer(now + every, peer, every));
        for _ in 0..2 * MAX_REMEMBERED {
            desk.may_answer(now + every, PeerId::random(), every);
        }
        assert!(desk.answered.len() <= MAX_REMEMBERED);
    }
}
