//! A node: what the tasks around a swarm and a store do, as a state machine.
//!
//! | file | what it imitates |
//! | --- | --- |
//! | `pulling.rs` | `network/src/sync/pulling.rs`: when to open a stream, whose turn it is, when to look again |
//! | `serving.rs` | `network/src/sync/serving.rs`: answering, and telling of changes |
//! | `gossip.rs` | `network/src/gossip.rs`, and what gossipsub does with the judgements |
//! | `malice.rs`, `lies.rs` | nothing: what hostile nodes do beside and instead |

mod gossip;
mod lies;
mod malice;
mod pulling;
mod serving;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use commons_identity::AgentId;
use commons_network::limits::MAX_ROUNDS;
use commons_sync::{Announcement, Conduct, Fault, Ingested, Welcome};

use super::{
    NodeId,
    holdings::{Bytes, Holdings},
    net::{Net, Stop, StreamId, Upkeep},
};
use gossip::Gossip;
pub(crate) use malice::{Malice, Stock};
use pulling::Asker;
use serving::Answering;

/// Of a message so many bytes of words go into the trace.
const MOST_WORDS: usize = 300;

/// What a node wishes to be reminded of.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Alarm {
    /// For the pull from a peer, if the number is still the same.
    Pull(NodeId, u64, pulling::Bell),
    /// A round with a peer has gone on for long, if it began then.
    Patience(NodeId, Duration),
    /// The asker of a stream is to be told of a change.
    Changed(NodeId, StreamId),
    /// The asker of a stream should have greeted.
    Greeting(NodeId, StreamId),
    /// The right to pull is to be had.
    Turns,
    /// Announcements are to be judged.
    Judge,
    /// Somebody is not blocked any more.
    Release,
    /// A hostile node does something.
    Mischief,
}

/// A peer that is connected.
#[derive(Debug)]
struct Peer {
    /// `None` while it is being worked on.
    asker: Option<Box<Asker>>,
    answering: Option<Box<Answering>>,
}

/// Whom a node takes in.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    /// Whether it never asks for streams, as one whose pool is shared does not.
    comparing: bool,
    blocked: RwLock<BTreeSet<AgentId>>,
}

impl Welcome for Taken {
    fn declines(&self, namespace: &AgentId) -> bool {
        self.blocked.read().unwrap_or_else(PoisonError::into_inner).contains(namespace)
    }

    fn all_but(&self) -> Option<Vec<AgentId>> {
        let blocked = self.blocked.read().unwrap_or_else(PoisonError::into_inner);
        (!self.comparing).then(|| blocked.iter().copied().collect())
    }
}

/// A clock of its own: it began at another time, and goes faster or slower.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    /// What it showed when the run began.
    pub(crate) offset: Duration,
    /// How much time it counts for a second of ours, in thousandths.
    pub(crate) rate: u32,
}

/// A node.
#[derive(Debug)]
pub(crate) struct Node {
    /// Which one.
    pub(crate) id: NodeId,
    /// What it holds.
    pub(crate) holdings: Holdings,
    boot: u32,
    clock: Clock,
    conduct: Conduct<NodeId>,
    peers: BTreeMap<NodeId, Peer>,
    turns: usize,
    waiting_for_turn: VecDeque<NodeId>,
    gossip: Gossip,
    taken: Arc<Taken>,
    /// What was written here and cannot be published yet, since what it builds on is not here.
    desk: Vec<Vec<u8>>,
    malice: Option<Malice>,
}

impl Node {
    /// A node that keeps to the rules.
    #[must_use]
    pub(crate) fn honest(id: NodeId, holdings: Holdings, clock: Clock, comparing: bool) -> Self {
        Self {
            id,
            holdings,
            boot: 0,
            clock,
            conduct: Conduct::default(),
            peers: BTreeMap::new(),
            turns: MAX_ROUNDS,
            waiting_for_turn: VecDeque::new(),
            gossip: Gossip::default(),
            taken: Arc::new(Taken { comparing, blocked: RwLock::default() }),
            desk: Vec::new(),
            malice: None,
        }
    }

    /// A node that does not.
    #[must_use]
    pub(crate) fn hostile(id: NodeId, holdings: Holdings, clock: Clock, malice: Malice) -> Self {
        Self { malice: Some(malice), ..Self::honest(id, holdings, clock, false) }
    }

    /// How long a wait by this node's clock really is.
    fn wait(&self, wait: Duration) -> Duration {
        wait.mul_f64(1000.0 / f64::from(self.clock.rate))
    }

    fn now(&self, net: &Net) -> Duration {
        self.clock.offset + net.now().mul_f64(f64::from(self.clock.rate) / 1000.0)
    }

    fn alarm(&self, net: &mut Net, wait: Duration, alarm: Alarm) {
        net.alarm(self.id, self.boot, self.wait(wait), alarm);
    }

    fn connected_peers(&self) -> Vec<NodeId> {
        self.peers.keys().copied().collect()
    }

    /// Begins to do mischief, if it is of that sort.
    pub(crate) fn wake(&mut self, net: &mut Net) {
        if self.malice.is_some() {
            let wait = net.millis(100, 20_000);
            self.alarm(net, wait, Alarm::Mischief);
        }
    }

    /// Another node is connected now.
    pub(crate) fn on_connected(&mut self, net: &mut Net, peer: NodeId) {
        if net.are_connected(self.id, peer) && !self.peers.contains_key(&peer) {
            net.note(self.id, 1, || format!("is connected with {peer}"));
            let asker = Some(Box::new(Asker::new(&net.pace)));
            self.peers.insert(peer, Peer { asker, answering: None });
            self.open(net, peer);
        }
    }

    /// Another node is not connected any more.
    pub(crate) fn on_disconnected(&mut self, net: &mut Net, peer: NodeId) {
        if net.are_connected(self.id, peer) {
            return; // again
        }
        if let Some(gone) = self.peers.remove(&peer) {
            net.note(self.id, 2, || format!("lost {peer}"));
            if gone.asker.is_some_and(|asker| asker.has_turn()) {
                self.give_back_turn(net);
            }
        }
        self.waiting_for_turn.retain(|waiting| *waiting != peer);
    }

    /// Time has passed.
    pub(crate) fn on_alarm(&mut self, net: &mut Net, boot: u32, alarm: Alarm) {
        if boot != self.boot || net.stopped().contains(&self.id) {
            return;
        }
        match alarm {
            Alarm::Pull(peer, serial, bell) => self.on_bell(net, peer, serial, bell),
            Alarm::Patience(peer, since) => self.on_patience(net, peer, since),
            Alarm::Changed(peer, stream) => self.tell_of_change(net, peer, stream),
            Alarm::Greeting(peer, stream) => self.on_no_greeting(net, peer, stream),
            Alarm::Turns => self.on_turns(net),
            Alarm::Judge => self.judge(net),
            Alarm::Release => {
                for peer in self.conduct.released(self.now(net)) {
                    net.set_blocked(self.id, peer, false);
                }
                self.set_release(net);
            }
            Alarm::Mischief => self.mischief(net),
        }
    }

    /// A message came over a stream.
    pub(crate) fn on_message(&mut self, net: &mut Net, stream: StreamId, bytes: Vec<u8>) {
        let (Some(asker), Some(answerer)) = (net.asker_of(stream), net.answerer_of(stream)) else { return };
        net.note(self.id, bytes.len() as u64, || {
            let message = commons_sync::Message::decode(&bytes);
            let mut words = message.map_or("rubbish".to_owned(), |message| format!("{message:?}"));
            words.truncate(words.floor_char_boundary(MOST_WORDS));
            let peer = if answerer == self.id { asker } else { answerer };
            format!("hears from {peer} over {stream:?}: {words}")
        });
        if answerer == self.id {
            self.on_request(net, asker, stream, bytes);
        } else {
            self.on_answer(net, answerer, stream, bytes);
        }
    }

    /// A stream is over.
    pub(crate) fn on_closed(&mut self, net: &mut Net, stream: StreamId) {
        for peer in self.connected_peers() {
            self.on_answer_closed(net, peer, stream);
            if let Some(peer) = self.peers.get_mut(&peer) {
                peer.answering.take_if(|answering| answering.stream() == stream);
            }
        }
        net.closed(stream);
    }

    /// Something was written here: it is published as soon as what it builds on is here.
    pub(crate) fn write(&mut self, net: &mut Net, item: Vec<u8>) {
        self.desk.push(item);
        if !net.stopped().contains(&self.id) {
            self.publish(net);
        }
    }

    /// Publishes what can be published.
    fn publish(&mut self, net: &mut Net) {
        loop {
            let before = self.holdings.root();
            for item in std::mem::take(&mut self.desk) {
                match &self.holdings.ingest(&mut net.checks, std::slice::from_ref(&item))[0] {
                    Ingested::New(key) => {
                        net.note(self.id, 3, || format!("publishes {key:?}"));
                        let announcement = Bytes::from(Announcement::of(*key, item).encode());
                        self.announce(net, &announcement);
                    }
                    Ingested::Missing(_) | Ingested::Unwelcome => self.desk.push(item),
                    Ingested::Known(_) | Ingested::Declined | Ingested::Invalid(_) => {}
                }
            }
            if self.holdings.root() == before {
                break;
            }
            self.tell_all_of_change(net);
        }
    }

    /// What is held may be other than before.
    fn ingested(&mut self, net: &mut Net) {
        if !self.desk.is_empty() {
            self.publish(net);
        }
        self.tell_all_of_change(net);
        if self.holdings.takes_ask_again() {
            net.note(self.id, 4, || "asks again for what was refused".to_owned());
            for peer in self.connected_peers() {
                self.look_again(net, peer);
            }
        }
    }

    /// A peer did what no honest one does.
    fn on_fault(&mut self, net: &mut Net, peer: NodeId, fault: Fault, reason: &str) {
        if self.malice.is_some() {
            return;
        }
        net.note(self.id, 5, || format!("notes {fault:?} of {peer}: {reason}"));
        if net.is_honest(peer) {
            net.breach(format!("{} notes {fault:?} of {peer}, which is honest: {reason}", self.id));
        } else {
            net.count(fault);
        }
        let block = net.pace.block_for(fault);
        if self.conduct.note(self.now(net), peer, fault, block).is_some() {
            net.note(self.id, 6, || format!("blocks {peer}"));
            net.blocks += 1;
            net.set_blocked(self.id, peer, true);
            self.set_release(net);
        }
    }

    fn set_release(&self, net: &mut Net) {
        if let Some(at) = self.conduct.next_release() {
            let wait = at.saturating_sub(self.now(net)) + Duration::from_millis(1);
            self.alarm(net, wait, Alarm::Release);
        }
    }

    /// The node stops. What is not on its disk is gone.
    pub(crate) fn stop(&mut self, net: &mut Net, how: Stop) {
        net.note(self.id, 7, || format!("stops: {how:?}"));
        if self.malice.is_none() {
            match how {
                Stop::Clean => {}
                Stop::Torn => {
                    let writing = self.peers.values().find_map(|peer| peer.asker.as_ref()?.being_stored());
                    let items = writing.map(<[_]>::to_vec).unwrap_or_default();
                    let whole = net.random.below(items.len() + 1);
                    let journal = net.random.bytes();
                    self.holdings.tear(&mut net.checks, &items, whole, journal);
                }
                Stop::Rotten => {
                    let (place, journal) = (net.random.bits(), net.random.bytes());
                    self.holdings.rot(place, journal);
                }
                Stop::Restored => {
                    let (journal, keep_bookmarks) = (net.random.bytes(), net.random.one_in(2));
                    self.holdings.restore(journal, keep_bookmarks);
                }
            }
        }
        self.boot += 1;
        self.conduct = Conduct::default();
        self.peers.clear();
        self.turns = MAX_ROUNDS;
        self.waiting_for_turn.clear();
        self.gossip = Gossip::default();
        net.set_stopped(self.id, true);
    }

    /// It starts again.
    pub(crate) fn start(&mut self, net: &mut Net) {
        net.set_stopped(self.id, false);
        self.holdings.reopen();
        net.note(self.id, 8, || "starts".to_owned());
        self.publish(net);
        self.wake(net);
    }

    /// Its owner does something.
    pub(crate) fn upkeep(&mut self, net: &mut Net, upkeep: Upkeep) {
        net.note(self.id, 9, || format!("{upkeep:?}"));
        let set_blocked = |agent: AgentId, blocked: bool| {
            let mut all = self.taken.blocked.write().unwrap_or_else(PoisonError::into_inner);
            if blocked { all.insert(agent) } else { all.remove(&agent) }
        };
        match upkeep {
            Upkeep::BackUp => self.holdings.back_up(),
            Upkeep::Compact => self.holdings.compact(),
            Upkeep::Block(agent) => {
                if set_blocked(agent, true) {
                    self.holdings.block(agent, true);
                }
            }
            Upkeep::Unblock(agent) => {
                if set_blocked(agent, false) {
                    self.holdings.block(agent, false);
                }
            }
        }
        if !net.stopped().contains(&self.id) {
            self.ingested(net);
        }
    }

    /// Lets go of what it was about to publish: its owner does not wait any longer.
    pub(crate) fn clear_desk(&mut self) {
        self.desk.clear();
    }
}
