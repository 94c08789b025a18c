//! What the network shows of itself.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::SystemTime,
};

use commons_registry::StateRoot;
use libp2p::{Multiaddr, PeerId};

use crate::addresses::{DialAddress, Scope};

/// The network as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// This node.
    pub node: PeerId,
    /// Where it listens.
    pub listening: Vec<Multiaddr>,
    /// Where it says to be found, the farthest reaching first.
    pub own: Vec<DialAddress>,
    /// From how far away other nodes have come to this one since it started, if any has: by connections that they began.
    pub reached_from: Option<Scope>,
    /// The connected peers, by id.
    pub peers: Vec<PeerStatus>,
    /// The peers that are blocked, by id.
    pub blocked: Vec<PeerId>,
    /// The addresses on the static list that could not be dialled the last time.
    pub unreached: Vec<Unreached>,
    /// How many nodes the address book knows.
    pub known: usize,
    /// Faults noted since the start, of all peers.
    pub faults: u64,
    /// Protocol bytes since the start.
    pub traffic: Traffic,
}

/// An address that could not be dialled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreached {
    /// The address.
    pub address: Multiaddr,
    /// Why not.
    pub reason: String,
    /// How often in a row.
    pub failures: u32,
}

/// A connected peer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerStatus {
    /// The peer's id.
    pub peer: PeerId,
    /// The address of each connection.
    pub addresses: Vec<Multiaddr>,
    /// Since when it is connected.
    pub since: SystemTime,
    /// The state that it last told of, if it did.
    pub state: Option<StateRoot>,
    /// How many items it told to hold, if it did.
    pub count: Option<u64>,
    /// Whether we hold all that it told of and that is welcome here.
    pub in_step: bool,
    /// Items that it has and that we leave out, as of the last round.
    pub left_out: u64,
    /// Items that were on their way when it was decided to leave them out, and were let go of, by pulling.
    pub let_go: u64,
    /// Items that it brought and that were new, by pulling: counted as they are stored.
    pub received: u64,
    /// Items and messages of it that were refused as faults since it connected.
    pub faults: u64,
}

/// Bytes of our own protocols, without what encryption and multiplexing add.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Received over sync streams.
    pub sync_in: u64,
    /// Sent over sync streams.
    pub sync_out: u64,
    /// Received announcements, each once.
    pub gossip_in: u64,
    /// Our own announcements.
    pub gossip_out: u64,
}

/// Counts [`Traffic`] from many tasks.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    pub(crate) sync_in: AtomicU64,
    pub(crate) sync_out: AtomicU64,
    pub(crate) gossip_in: AtomicU64,
    pub(crate) gossip_out: AtomicU64,
}

impl Meter {
    pub(crate) fn add(counter: &AtomicU64, bytes: usize) {
        counter.fetch_add(bytes as u64, Relaxed);
    }

    pub(crate) fn read(&self) -> Traffic {
        Traffic {
            sync_in: self.sync_in.load(Relaxed),
            sync_out: self.sync_out.load(Relaxed),
            gossip_in: self.gossip_in.load(Relaxed),
            gossip_out: self.gossip_out.load(Relaxed),
        }
    }
}
