//! The records held: bounded, fairly shared between those they were learnt from, and whom to dial of them. Pure: time and
//! chance are passed in.

mod file;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use commons_registry::NetworkId;
use commons_sync::Backoff;
use libp2p::{Multiaddr, PeerId, multiaddr::Protocol};

use super::{
    address::{DialAddress, Scope},
    offer::MAX_OFFERED,
    record::{SignedAddresses, Timestamp},
};

pub use file::{BookError, MAX_BOOK_BYTES};

/// Most nodes in the book.
pub const MAX_BOOK_PEERS: usize = 1000;

/// Most nodes that were learnt from one part of the world and never reached: whoever tells of more only displaces what
/// it told of before.
pub const MAX_FROM_GROUP: usize = 128;

/// Most nodes that are kept for having been reached, whoever else is told of.
const MAX_PROVEN: usize = 256;

/// Most nodes that were joined by a link. They are dialled like those of the settings.
pub const MAX_JOINED: usize = 16;

/// Most addresses of one node that was joined by a link.
const MAX_JOINED_ADDRESSES: usize = 4;

/// How long to leave a node alone that could not be reached. Doubles with each failure.
const FIRST_REST: Duration = Duration::from_secs(60);

/// The longest rest of a node that could not be reached.
const LONGEST_REST: Duration = Duration::from_secs(6 * 60 * 60);

/// Failures after which a node that was never reached is forgotten.
const MAX_FAILURES: u32 = 8;

/// How often to take a node that was reached before, if there is one: the rest is for getting to know others.
const PREFER_PROVEN: f64 = 0.75;

/// What a node knows of where others are.
#[derive(Debug, Clone)]
pub struct Book {
    network: NetworkId,
    /// The last sequence that this node signed.
    sequence: u64,
    joined: Vec<Joined>,
    known: HashMap<PeerId, Known>,
}

/// A node that was joined by a link: dialled always, and told to nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// Who is to be there.
    pub peer: PeerId,
    /// Where.
    pub addresses: Vec<DialAddress>,
}

/// A node that a record speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    /// The latest for each scope: those near are told of more addresses.
    records: BTreeMap<Scope, SignedAddresses>,
    group: Group,
    learnt: Timestamp,
    /// When it was last found where a record says.
    proven: Option<Timestamp>,
    failures: u32,
    not_before: Timestamp,
}

/// The part of the world that something was learnt from. An attacker may have any number of keys, but not of networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Group([u8; 8]);

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Learnt {
    /// A node that was not known.
    New,
    /// A later record of a node that was.
    Newer,
    /// No later than what is held.
    Stale,
    /// It has addresses that whoever sent it is too far away to speak of.
    TooNear,
    /// Too many were learnt already, and none of them is to go for this one.
    NoRoom,
}

impl Book {
    /// An empty book.
    #[must_use]
    pub fn new(network: NetworkId) -> Self {
        Self { network, sequence: 0, joined: Vec::new(), known: HashMap::new() }
    }

    /// How many nodes it knows by their records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether it knows no node by its record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// The network that it is for.
    #[must_use]
    pub fn network(&self) -> NetworkId {
        self.network
    }

    /// The nodes that were joined by a link.
    #[must_use]
    pub fn joined(&self) -> &[Joined] {
        &self.joined
    }

    /// Where a node is, by what it signed.
    #[must_use]
    pub fn addresses_of(&self, peer: &PeerId) -> Vec<DialAddress> {
        self.known.get(peer).map(Known::addresses).unwrap_or_default()
    }

    /// The nodes that were reached where their records say, the last reached first.
    #[must_use]
    pub fn proven(&self) -> Vec<(PeerId, Vec<DialAddress>)> {
        let mut proven: Vec<_> =
            self.known.iter().filter_map(|(peer, known)| Some((known.proven?, peer, known))).collect();
        proven.sort_by_key(|(at, peer, _)| (core::cmp::Reverse(*at), **peer));
        proven.into_iter().map(|(_, peer, known)| (*peer, known.addresses())).collect()
    }

    /// The sequence for what this node signs now: greater than any before, also if the clock went back.
    pub(crate) fn next_sequence(&mut self, now: Timestamp) -> u64 {
        self.sequence = self.sequence.saturating_add(1).max(now.0);
        self.sequence
    }

    /// Remembers a node that is to be dialled always. With too many, the first goes.
    pub fn join(&mut self, peer: PeerId, mut addresses: Vec<DialAddress>) {
        self.joined.retain(|joined| joined.peer != peer);
        addresses.truncate(MAX_JOINED_ADDRESSES);
        if addresses.is_empty() {
            return;
        }
        if self.joined.len() >= MAX_JOINED {
            self.joined.remove(0);
        }
        self.joined.push(Joined { peer, addresses });
    }

    /// Takes in a record that a peer sent over a connection with this address.
    pub fn learn(&mut self, now: Timestamp, connection: &Multiaddr, record: SignedAddresses) -> Learnt {
        let scope = record.scope();
        if scope < Scope::of_connection(connection) {
            return Learnt::TooNear;
        }
        if let Some(known) = self.known.get_mut(&record.peer()) {
            let held = known.records.get(&scope);
            if held.is_some_and(|held| held.sequence() >= record.sequence()) {
                return Learnt::Stale;
            }
            known.records.insert(scope, record);
            return Learnt::Newer;
        }
        let group = Group::of(connection);
        if !self.make_room(group) {
            return Learnt::NoRoom;
        }
        let known = Known {
            group,
            learnt: now,
            proven: None,
            failures: 0,
            not_before: now,
            records: BTreeMap::new(),
        };
        self.known.entry(record.peer()).or_insert(known).records.insert(scope, record);
        Learnt::New
    }

    /// Makes room for a node that was learnt from a group; false if there is to be none. A group that has its share gives
    /// up one of its own; in a full book the largest group does, unless that would only turn the tables. What was reached
    /// stays.
    fn make_room(&mut self, group: Group) -> bool {
        let mut shares: HashMap<Group, usize> = HashMap::new();
        for known in self.known.values().filter(|known| known.proven.is_none()) {
            *shares.entry(known.group).or_default() += 1;
        }
        let own = shares.get(&group).copied().unwrap_or(0);
        let from = if own >= MAX_FROM_GROUP {
            group
        } else if self.known.len() < MAX_BOOK_PEERS {
            return true;
        } else {
            match shares.into_iter().max_by_key(|(group, share)| (*share, *group)) {
                Some((largest, share)) if share > own + 1 || largest == group => largest,
                _ => return false,
            }
        };
        let unproven = self.known.iter().filter(|(_, known)| known.proven.is_none() && known.group == from);
        let worst =
            unproven.min_by_key(|(peer, known)| (core::cmp::Reverse(known.failures), known.learnt, **peer));
        let Some(worst) = worst.map(|(peer, _)| *peer) else { return false };
        self.known.remove(&worst);
        true
    }

    /// The records to offer to a peer over a connection with this address, beside our own: those that reach as far, in an
    /// order that `seed` decides, nodes that were reached before the rest for half of it. What is nearer than the world is
    /// passed on of those only that are as near now, as `nearest` says of each: we may have been carried elsewhere since.
    pub(crate) fn offer(
        &self,
        now: Timestamp,
        to: PeerId,
        connection: &Multiaddr,
        nearest: impl Fn(&PeerId) -> Scope,
        seed: [u8; 32],
    ) -> Vec<Vec<u8>> {
        let scope = Scope::of_connection(connection);
        let good = |peer: &PeerId, known: &Known| -> Option<Vec<u8>> {
            let from = scope.max(nearest(peer));
            let (_, record) = known.records.range(from..).find(|(_, record)| record.holds(now))?;
            Some(record.as_bytes().to_vec())
        };
        let mut others: Vec<_> = self
            .known
            .iter()
            .filter(|(peer, _)| **peer != to)
            .filter_map(|(peer, known)| {
                let draw = *blake3::keyed_hash(&seed, &peer.to_bytes()).as_bytes();
                Some((known.proven.is_none(), draw, good(peer, known)?))
            })
            .collect();
        others.sort_unstable_by_key(|other| (other.0, other.1));
        let proven = others.iter().take_while(|(unproven, ..)| !unproven).count();
        // The rest, half of the offer at least where there are as many, comes from those not reached.
        let unproven = others.len() - proven;
        let room = MAX_OFFERED - 1;
        let first = proven.min(room.saturating_sub(unproven.min(room / 2)));
        let rest = others.split_off(proven);
        others.truncate(first);
        others.into_iter().chain(rest).take(room).map(|(.., bytes)| bytes).collect()
    }

    /// A node to dial, and where; `chance` is two numbers in 0–1.
    pub(crate) fn pick(
        &self,
        now: Timestamp,
        leave_out: impl Fn(&PeerId) -> bool,
        chance: [f64; 2],
    ) -> Option<(PeerId, Vec<Multiaddr>)> {
        let mut able: Vec<_> = self
            .known
            .iter()
            .filter(|(peer, known)| known.not_before <= now && !leave_out(peer) && known.holds(now))
            .collect();
        let proven = able.iter().any(|(_, known)| known.proven.is_some());
        if proven && chance[0] < PREFER_PROVEN {
            able.retain(|(_, known)| known.proven.is_some());
        }
        // First a group, then one of it: a group does not come up more often by being larger.
        let mut groups: BTreeMap<Group, Vec<PeerId>> = BTreeMap::new();
        for (peer, known) in able {
            groups.entry(known.group).or_default().push(*peer);
        }
        let scaled = chance[1].clamp(0.0, 1.0) * groups.len() as f64;
        let (_, mut peers) = groups.into_iter().nth(draw(scaled))?;
        peers.sort();
        let peer = *peers.get(draw(scaled.fract() * peers.len() as f64)).or(peers.last())?;
        let addresses = self.addresses_of(&peer);
        Some((peer, addresses.iter().map(|address| address.of(peer)).collect()))
    }

    /// A node was reached by dialling an address. If its record names it, that is worth remembering.
    pub(crate) fn reached(&mut self, now: Timestamp, peer: PeerId, address: &Multiaddr) {
        let Some(known) = self.known.get_mut(&peer) else { return };
        let bare: Multiaddr = address.iter().filter(|part| !matches!(part, Protocol::P2p(_))).collect();
        if !known.addresses().iter().any(|address| *address.address() == bare) {
            return;
        }
        known.proven = Some(now);
        known.failures = 0;
        let proven = || self.known.iter().filter(|(_, known)| known.proven.is_some());
        if proven().count() <= MAX_PROVEN {
            return;
        }
        let mut shares: HashMap<Group, usize> = HashMap::new();
        proven().for_each(|(_, known)| *shares.entry(known.group).or_default() += 1);
        let share = |known: &Known| shares.get(&known.group).copied().unwrap_or(0);
        let last =
            proven().min_by_key(|(peer, known)| (core::cmp::Reverse(share(known)), known.proven, **peer));
        let last = last.map(|(peer, _)| *peer);
        // It goes altogether: as an unproven one it might be more than its group may have.
        if let Some(last) = last {
            self.known.remove(&last);
        }
    }

    /// A connection with a node was lost: it may be starting anew. `chance` is 0–1.
    pub(crate) fn left(&mut self, now: Timestamp, peer: PeerId, chance: f64) {
        if let Some(known) = self.known.get_mut(&peer) {
            known.not_before = now.plus(Backoff::after(FIRST_REST, LONGEST_REST, 0).next(chance).as_secs());
        }
    }

    /// A node could not be reached. `chance` is 0–1.
    pub(crate) fn failed(&mut self, now: Timestamp, peer: PeerId, chance: f64) {
        let Some(known) = self.known.get_mut(&peer) else { return };
        let mut backoff = Backoff::after(FIRST_REST, LONGEST_REST, known.failures);
        known.failures = known.failures.saturating_add(1);
        known.not_before = now.plus(backoff.next(chance).as_secs());
        if known.proven.is_none() && known.failures >= MAX_FAILURES {
            self.known.remove(&peer);
        }
    }

    /// Drops what holds no more. Says whether anything did.
    pub(crate) fn expire(&mut self, now: Timestamp) -> bool {
        let before = self.known.len();
        self.known.retain(|_, known| {
            known.records.retain(|_, record| record.expires() > now);
            !known.records.is_empty()
        });
        self.known.len() < before
    }
}

/// The whole part of a number that is not negative.
fn draw(scaled: f64) -> usize {
    // Casts of floats saturate.
    scaled as usize
}

impl Known {
    fn holds(&self, now: Timestamp) -> bool {
        self.records.values().any(|record| record.holds(now))
    }

    /// All its addresses, the farthest reaching first.
    fn addresses(&self) -> Vec<DialAddress> {
        let mut all: Vec<DialAddress> = Vec::new();
        for address in self.records.values().flat_map(SignedAddresses::addresses) {
            if !all.contains(address) {
                all.push(address.clone());
            }
        }
        all.sort_by_key(|address| core::cmp::Reverse(address.scope()));
        all
    }
}

impl Group {
    /// All that is near is one group; else it is a /16 of IPv4, a /32 of IPv6, or a name.
    fn of(connection: &Multiaddr) -> Self {
        let near = b"near".to_vec();
        let part = match (Scope::of_connection(connection), connection.iter().next()) {
            (Scope::Machine | Scope::Site, _) => near,
            (Scope::World, Some(Protocol::Ip4(ip))) => ip.octets()[..2].to_vec(),
            (Scope::World, Some(Protocol::Ip6(ip))) => ip.octets()[..4].to_vec(),
            (Scope::World, Some(Protocol::Dns(name) | Protocol::Dns4(name) | Protocol::Dns6(name))) => {
                name.as_bytes().to_vec()
            }
            (Scope::World, _) => near,
        };
        let mut group = [0; 8];
        group.copy_from_slice(&blake3::hash(&part).as_bytes()[..8]);
        Self(group)
    }
}
