//! Finding others: exchanges of addresses, and dialling from the book while peers are lacking.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use libp2p::{
    Multiaddr, PeerId,
    core::ConnectedPoint,
    swarm::{
        ConnectionId, DialError,
        dial_opts::{DialOpts, PeerCondition},
    },
};
use tokio::sync::oneshot;
use tracing::{debug, info};

use super::{Connected, SwarmTask};
use crate::{
    addresses::{DialAddress, Scope, SignedAddresses, Timestamp, exchange},
    limits::MAX_SEEKING,
    streams::Opened,
    sync::chance,
};

impl SwarmTask {
    /// When an exchange or a look into the book is due.
    pub(super) fn next_finding(&self) -> Option<Instant> {
        let seek = self.lacks_peers().then_some(self.next_seek);
        self.peers.values().map(|peer| peer.exchange).chain(seek).min()
    }

    /// Whether there are fewer peers than are wanted of those that we chose ourselves: whoever dialled us may be anybody,
    /// and as many as they like.
    fn lacks_peers(&self) -> bool {
        let chosen = self.peers.values().filter(|peer| peer.is_dialled()).count();
        chosen + self.seeking.len() < self.wanted && self.seeking.len() < MAX_SEEKING
    }

    /// Begins the exchanges that are due, and dials someone from the book if peers are lacking.
    pub(super) fn find(&mut self, now: Instant) {
        let due: Vec<PeerId> =
            self.peers.iter().filter(|(_, peer)| peer.exchange <= now).map(|(peer, _)| *peer).collect();
        for peer in due {
            let Some(ours) = self.offer_for(now, peer) else { continue };
            let (reply, opened) = oneshot::channel();
            self.swarm.behaviour_mut().addresses.open(peer, reply);
            self.tasks.spawn(exchange::ask(peer, opened, ours, Arc::clone(&self.shared)));
        }
        if self.lacks_peers() && self.next_seek <= now {
            self.next_seek = now + self.shared.pace.seek;
            self.seek();
        }
        self.publish_book();
    }

    /// Notes that an exchange begins now, and gives what to offer in it.
    fn offer_for(&mut self, now: Instant, peer: PeerId) -> Option<Vec<Vec<u8>>> {
        let connected = self.peers.get_mut(&peer)?;
        let every = self.shared.pace.exchange;
        connected.exchange = now + every.mul_f64(0.75 + chance() / 4.0);
        let connection = connected.farthest();
        let mut seed = [0; 32];
        // Without randomness, the choice is the same each time; nothing worse.
        let _ = getrandom::fill(&mut seed);
        let peers = &self.peers;
        let nearest = |peer: &PeerId| peers.get(peer).map_or(Scope::World, Connected::nearest);
        let ours = self.desk.offer(Timestamp::now(), peer, &connection, nearest, seed);
        Some(ours)
    }

    /// A peer began an exchange.
    pub(super) fn on_exchange_opened(&mut self, Opened { peer, stream }: Opened) {
        let now = Instant::now();
        if !self.desk.may_answer(now, peer, self.shared.pace.exchange / 2) {
            debug!(%peer, "addresses were exchanged a moment ago");
            return;
        }
        let Some(ours) = self.offer_for(now, peer) else { return };
        self.tasks.spawn(exchange::answer(peer, stream, ours, Arc::clone(&self.shared)));
        self.publish_book();
    }

    /// A peer offered addresses.
    pub(super) fn on_addresses(&mut self, peer: PeerId, records: Vec<SignedAddresses>) {
        let Some(connected) = self.peers.get(&peer) else { return };
        let connection = connected.farthest();
        let known = self.desk.book().len();
        self.desk.learn(Timestamp::now(), peer, &connection, records);
        self.publish_book();
        if self.desk.book().len() != known {
            self.publish_status();
        }
    }

    /// Keeps nodes in the book for good, and dials them.
    pub(super) fn join(&mut self, peer: PeerId, addresses: Vec<DialAddress>) {
        let now = Instant::now();
        for address in &addresses {
            self.dialler.add(now, address.of(peer), false);
        }
        self.desk.join(peer, addresses);
        self.publish_book();
    }

    /// Dials a node of the book, if there is one that was not tried a moment ago.
    fn seek(&mut self) {
        let now = Timestamp::now();
        self.desk.expire(now);
        let me = *self.swarm.local_peer_id();
        let blocked: Vec<PeerId> = self.conduct.blocked().collect();
        let leave_out = |peer: &PeerId| {
            *peer == me
                || self.peers.contains_key(peer)
                || blocked.contains(peer)
                || self.seeking.values().any(|sought| sought == peer)
        };
        let Some((peer, addresses)) = self.desk.book().pick(now, leave_out, [chance(), chance()]) else {
            return;
        };
        info!(%peer, "peers are lacking: dialling one from the address book");
        let options = DialOpts::peer_id(peer)
            .addresses(addresses)
            .condition(PeerCondition::DisconnectedAndNotDialing)
            .build();
        let connection = options.connection_id();
        match self.swarm.dial(options) {
            Ok(()) => drop(self.seeking.insert(connection, peer)),
            Err(error) => debug!(%peer, %error, "dial not begun"),
        }
    }

    /// A connection was made.
    pub(super) fn found(&mut self, peer: PeerId, connection: ConnectionId, endpoint: &ConnectedPoint) {
        self.seeking.remove(&connection);
        if let ConnectedPoint::Dialer { address, .. } = endpoint {
            self.desk.reached(Timestamp::now(), peer, address);
            self.publish_book();
        }
    }

    /// A dial failed. It says something about the peer only if somebody was asked.
    pub(super) fn not_found(&mut self, connection: ConnectionId, error: &DialError) {
        let Some(peer) = self.seeking.remove(&connection) else { return };
        if matches!(
            error,
            DialError::Transport(_) | DialError::WrongPeerId { .. } | DialError::LocalPeerId { .. }
        ) {
            self.desk.failed(Timestamp::now(), peer, chance());
        }
    }

    /// The last connection to a peer was lost: it rests, and another may take its place soon.
    pub(super) fn lost(&mut self, peer: PeerId) {
        self.desk.left(Timestamp::now(), peer, chance());
        let soon = if self.peers.is_empty() { self.shared.pace.redial } else { self.shared.pace.seek };
        self.next_seek = self.next_seek.min(Instant::now() + soon.max(Duration::from_millis(1)));
    }

    /// Tells whoever keeps the book that it changed.
    fn publish_book(&self) {
        let revision = self.desk.revision();
        self.book.send_if_modified(|told| core::mem::replace(told, revision) != revision);
    }
}

impl Connected {
    /// The connection that reaches farthest: what is said over it may have gone round the world.
    fn farthest(&self) -> Multiaddr {
        let all = self.addresses();
        all.max_by_key(|address| Scope::of_connection(address)).cloned().unwrap_or_else(Multiaddr::empty)
    }

    /// How near the peer is, by the connection that reaches least far.
    fn nearest(&self) -> Scope {
        self.addresses().map(Scope::of_connection).min().unwrap_or(Scope::World)
    }

    /// Whether we dialled it, by one of the connections at least.
    fn is_dialled(&self) -> bool {
        self.connections.values().any(ConnectedPoint::is_dialer)
    }

    /// Where it is, connection by connection.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &Multiaddr> {
        self.connections.values().map(ConnectedPoint::get_remote_address)
    }
}
