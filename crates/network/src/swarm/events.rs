//! What the swarm reports.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Instant, SystemTime},
};

use libp2p::{
    PeerId,
    core::ConnectedPoint,
    gossipsub::{self, MessageAcceptance},
    mdns,
    metrics::Recorder as _,
    ping,
    swarm::{ConnectionId, DialError, SwarmEvent},
};
use tokio::sync::mpsc::error::TrySendError;
use tracing::{debug, info, warn};

use super::{Connected, SwarmTask};
use crate::{
    addresses::Scope,
    asking,
    behaviour::BehaviourEvent,
    files,
    gossip::Heard,
    limits::{
        MAX_ANSWERS_EACH, MAX_FILE_STREAMS_A_MINUTE, MAX_FILE_STREAMS_EACH, MAX_QUESTIONS_A_MINUTE,
        MAX_REASON,
    },
    line::Way,
    status::Meter,
    streams::Opened,
    sync::{self, Link, chance},
    turns::Turns,
};

impl SwarmTask {
    pub(super) fn on_event(&mut self, event: SwarmEvent<BehaviourEvent>) {
        match &event {
            SwarmEvent::Behaviour(BehaviourEvent::Gossip(event)) => self.metrics.record(event),
            SwarmEvent::Behaviour(BehaviourEvent::Ping(event)) => self.metrics.record(event),
            // What peers say of addresses would be kept for good, each under a label of its own: they choose the words.
            SwarmEvent::Behaviour(_)
            | SwarmEvent::NewExternalAddrCandidate { .. }
            | SwarmEvent::ExternalAddrConfirmed { .. }
            | SwarmEvent::ExternalAddrExpired { .. } => {}
            other => self.metrics.record(other),
        }
        match event {
            SwarmEvent::ConnectionEstablished { peer_id, connection_id, endpoint, .. } => {
                self.on_connected(peer_id, connection_id, &endpoint);
            }
            SwarmEvent::ConnectionClosed { peer_id, connection_id, num_established, .. } => {
                self.on_disconnected(peer_id, connection_id, num_established);
            }
            SwarmEvent::OutgoingConnectionError { connection_id, error, .. } => {
                self.on_dial_failed(connection_id, &error)
            }
            SwarmEvent::IncomingConnectionError { send_back_addr, error, .. } => {
                debug!(from = %send_back_addr, %error, "incoming connection failed");
            }
            SwarmEvent::NewListenAddr { address, .. } => {
                info!(%address, "listening");
                self.desk.listening(self.swarm.listeners());
                self.publish_status();
            }
            SwarmEvent::ExpiredListenAddr { address, .. } => {
                info!(%address, "no longer listening");
                self.desk.listening(self.swarm.listeners());
                self.publish_status();
            }
            SwarmEvent::ListenerClosed { addresses, reason, .. } => {
                // Of its addresses nothing else is heard.
                warn!(?addresses, ?reason, "a listener was closed");
                self.desk.listening(self.swarm.listeners());
                self.publish_status();
            }
            SwarmEvent::ListenerError { error, .. } => warn!(%error, "a listener failed"),
            SwarmEvent::Behaviour(BehaviourEvent::Gossip(event)) => self.on_gossip(event),
            SwarmEvent::Behaviour(BehaviourEvent::Streams(opened)) => self.on_opened(opened),
            SwarmEvent::Behaviour(BehaviourEvent::Addresses(opened)) => self.on_exchange_opened(opened),
            SwarmEvent::Behaviour(BehaviourEvent::Asking(opened)) => self.on_question(opened),
            SwarmEvent::Behaviour(BehaviourEvent::Files(opened)) => self.on_file_wanted(opened),
            SwarmEvent::Behaviour(BehaviourEvent::Ping(event)) => self.on_ping(event),
            SwarmEvent::Behaviour(BehaviourEvent::Mdns(mdns::Event::Discovered(found))) => {
                for (_, address) in found {
                    self.dialler.add(Instant::now(), address, true);
                }
            }
            SwarmEvent::Behaviour(BehaviourEvent::Mdns(mdns::Event::Expired(gone))) => {
                for (_, address) in gone {
                    self.dialler.expire(&address);
                }
            }
            _ => {}
        }
    }

    fn on_connected(&mut self, peer: PeerId, connection: ConnectionId, endpoint: &ConnectedPoint) {
        let address = endpoint.get_remote_address();
        if endpoint.is_listener() {
            self.reached_from = self.reached_from.max(Some(Scope::of_connection(address)));
        }
        self.dialler.connected(connection, peer);
        self.found(peer, connection, endpoint);
        let first_exchange = Instant::now() + self.shared.pace.reopen.mul_f64(chance());
        let connected = self.peers.entry(peer).or_insert_with(|| {
            info!(%peer, %address, "connected");
            let link = Arc::new(Link::default());
            self.tasks.spawn(sync::keep_in_step(peer, Arc::clone(&self.shared), Arc::clone(&link)));
            Connected {
                connections: BTreeMap::new(),
                since: SystemTime::now(),
                answer: None,
                link,
                questions: Turns::new(MAX_ANSWERS_EACH, MAX_QUESTIONS_A_MINUTE),
                files: Turns::new(MAX_FILE_STREAMS_EACH, MAX_FILE_STREAMS_A_MINUTE),
                exchange: first_exchange,
                state: None,
                count: None,
                in_step: false,
                left_out: 0,
                let_go: 0,
                received: 0,
                faults: 0,
            }
        });
        connected.connections.insert(connection, endpoint.clone());
        self.publish_status();
    }

    fn on_disconnected(&mut self, peer: PeerId, connection: ConnectionId, left: u32) {
        if left == 0 {
            info!(%peer, "disconnected");
            if let Some(connected) = self.peers.remove(&peer) {
                connected.link.lost();
            }
            self.dialler.disconnected(Instant::now(), peer, chance());
            self.lost(peer);
        } else if let Some(connected) = self.peers.get_mut(&peer) {
            connected.connections.remove(&connection);
        }
        self.publish_status();
    }

    /// Hangs up on a peer that does not answer any more: a cable may have been pulled, which TCP would not notice. The
    /// first failure in a row is not reported.
    fn on_ping(&mut self, ping::Event { peer, connection, result }: ping::Event) {
        match result {
            Ok(_) | Err(ping::Failure::Unsupported) => {}
            Err(error) => {
                info!(%peer, %error, "a peer does not answer: connection closed");
                self.swarm.close_connection(connection);
            }
        }
    }

    /// A peer opened a stream. It replaces the one before, which the peer has given up.
    fn on_opened(&mut self, Opened { peer, stream }: Opened) {
        let Some(connected) = self.peers.get_mut(&peer) else {
            return;
        };
        let task = self.tasks.spawn(sync::answer(peer, stream, Arc::clone(&self.shared)));
        if let Some(before) = connected.answer.replace(task) {
            before.abort();
        }
    }

    /// A peer opened a stream to ask something.
    fn on_question(&mut self, Opened { peer, stream }: Opened) {
        let Some(connected) = self.peers.get_mut(&peer) else { return };
        if !connected.questions.may_open(Instant::now()) {
            return debug!(%peer, "a question too many");
        }
        let task = self.tasks.spawn(asking::answer(peer, stream, Arc::clone(&self.shared)));
        connected.questions.begun(task);
    }

    /// A peer opened a stream to fetch a file.
    fn on_file_wanted(&mut self, Opened { peer, stream }: Opened) {
        let Some(connected) = self.peers.get_mut(&peer) else { return };
        if !connected.files.may_open(Instant::now()) {
            return debug!(%peer, "a stream for a file too many");
        }
        let task = self.tasks.spawn(files::serve(peer, stream, Arc::clone(&self.shared)));
        connected.files.begun(task);
    }

    fn on_dial_failed(&mut self, connection: ConnectionId, error: &DialError) {
        self.not_found(connection, error);
        if let DialError::LocalPeerId { address } = error {
            warn!(%address, "a peer's address is our own: it is not dialled any more");
            return self.dialler.forget(connection);
        }
        let reason = in_words(error);
        if let Some((address, wait)) = self.dialler.failed(Instant::now(), connection, chance(), reason) {
            debug!(%address, %error, again_in = ?wait, "dial failed");
            self.publish_status();
        }
    }

    fn on_gossip(&mut self, event: gossipsub::Event) {
        let gossipsub::Event::Message { propagation_source: from, message_id: id, message } = event else {
            return;
        };
        Meter::add(&self.shared.meter.gossip_in, message.data.len());
        self.shared.line.note(Way::Down, message.data.len());
        // The queue is full when the disk is slower than the network: the next pull brings what is passed over now.
        if let Err(TrySendError::Full(heard) | TrySendError::Closed(heard)) =
            self.heard.try_send(Heard { id, from, bytes: message.data })
        {
            let gossip = &mut self.swarm.behaviour_mut().gossip;
            gossip.report_message_validation_result(&heard.id, &from, MessageAcceptance::Ignore);
        }
    }
}

/// Why a dial failed, for whoever gave the address.
pub(super) fn in_words(error: &DialError) -> String {
    let mut words = match error {
        DialError::WrongPeerId { obtained, .. } => format!("another node answers there: {obtained}"),
        DialError::Transport(errors) => {
            let causes: Vec<_> = errors.iter().map(|(_, error)| innermost(error)).collect();
            causes.join("; ")
        }
        DialError::Denied { .. } => "it was not dialled: too many connections, or it is blocked".to_owned(),
        other => other.to_string(),
    };
    let end = words.floor_char_boundary(MAX_REASON);
    words.truncate(end);
    words
}

/// The last of the causes, which says most.
fn innermost(error: &(dyn std::error::Error + 'static)) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}
