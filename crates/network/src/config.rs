//! What may be set.

use std::time::Duration;

use commons_registry::NetworkId;
use commons_sync::Fault;
use libp2p::{Multiaddr, identity::Keypair};

use crate::{addresses::Book, line::Rates};

/// How a node takes part in a network.
#[derive(Debug, Clone)]
pub struct Config {
    /// The node's key. It names the node, not an agent.
    pub keypair: Keypair,
    /// The network to take part in.
    pub network: NetworkId,
    /// Where to listen. Port 0 takes a free one.
    pub listen: Vec<Multiaddr>,
    /// Whom to dial, and dial again for as long as the node runs. `/p2p/…` at the end is checked, and may be left out.
    pub peers: Vec<Multiaddr>,
    /// Where else this node can be reached: a router's address, or a name. Told to peers beside where it listens.
    pub announce: Vec<Multiaddr>,
    /// What is known of where others are.
    pub book: Book,
    /// Whether to look for peers on the local network.
    pub mdns: bool,
    /// How many connections to have.
    pub limits: PeerLimits,
    /// How fast to send and receive, to begin with.
    pub rates: Rates,
    /// How fast to do what is done again and again.
    pub pace: Pace,
}

impl Config {
    /// The usual settings: no addresses, no looking around.
    #[must_use]
    pub fn new(keypair: Keypair, network: NetworkId) -> Self {
        Self {
            keypair,
            network,
            listen: Vec::new(),
            peers: Vec::new(),
            announce: Vec::new(),
            book: Book::new(network),
            mdns: false,
            limits: PeerLimits::default(),
            rates: Rates::default(),
            pace: Pace::default(),
        }
    }
}

/// How many connections to have.
#[derive(Debug, Clone)]
pub struct PeerLimits {
    /// Connections that others opened.
    pub inbound: u32,
    /// Connections that we opened. Counted apart, so that others cannot take up all the room.
    pub outbound: u32,
    /// Connections to one peer: when both dial at once, there are two for a while.
    pub per_peer: u32,
    /// Connections that are being set up, in each direction.
    pub pending: u32,
    /// With fewer peers than this, others are dialled that the book knows.
    pub wanted: u32,
    /// Bytes that the process may use before new connections are refused.
    pub memory: usize,
}

impl Default for PeerLimits {
    fn default() -> Self {
        Self {
            inbound: 64,
            outbound: 32,
            per_peer: 2,
            pending: 16,
            wanted: 4,
            memory: 2 * 1024 * 1024 * 1024,
        }
    }
}

/// How fast to do what is done again and again.
#[derive(Debug, Clone)]
pub struct Pace {
    /// How long after a lost connection or failed dial to dial again. Doubles with each failure.
    pub redial: Duration,
    /// The longest wait before dialling again.
    pub redial_slowest: Duration,
    /// How long after a failed sync stream to open another. Doubles with each failure up to `redial_slowest`.
    pub reopen: Duration,
    /// How long a change is held back so that others can join it, before askers are told.
    pub change_settles: Duration,
    /// How long an asker waits at most after a change, so that gossip may bring it first. The wait is random.
    pub pull_waits: Duration,
    /// How often to exchange addresses with a peer. One that begins exchanges itself is answered twice as often at most.
    pub exchange: Duration,
    /// How often to look into the book for someone to dial, while peers are lacking.
    pub seek: Duration,
    /// How long a peer that misbehaved is blocked.
    pub block: Duration,
    /// How long a peer of another network is left alone.
    pub stranger_block: Duration,
}

impl Pace {
    /// How long a peer is blocked because of a fault.
    #[must_use]
    pub const fn block_for(&self, fault: Fault) -> Duration {
        match fault {
            Fault::OtherNetwork => self.stranger_block,
            Fault::InvalidItem | Fault::Lie | Fault::BadFrame => self.block,
        }
    }
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            redial: Duration::from_secs(1),
            redial_slowest: Duration::from_secs(60),
            reopen: Duration::from_secs(1),
            change_settles: Duration::from_millis(400),
            pull_waits: Duration::from_millis(1000),
            exchange: Duration::from_secs(10 * 60),
            seek: Duration::from_secs(10),
            block: Duration::from_secs(60 * 60),
            stranger_block: Duration::from_secs(60),
        }
    }
}
