//! What is between the nodes: roads, connections over them, streams over these, and the trouble that befalls all three.
//!
//! A stream is reliable and keeps its order: a message comes late, or the stream is cut off before it and the message, or
//! the part of it that came, is lost with all after it. Announcements may be lost, come twice, or in any order.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use commons_identity::AgentId;
use commons_network::Pace;
use commons_registry::NetworkId;
use commons_sync::Fault;

use super::{NodeId, checks::Checks, holdings::Bytes, node::Alarm, schedule::Schedule, trace::Trace};
use crate::random::Random;

/// The longest wait before two nodes that lost each other try again.
const REDIAL: u64 = 60_000;

/// What happens.
#[derive(Debug)]
pub(crate) enum Event {
    /// A message came over a stream.
    Message(NodeId, StreamId, Vec<u8>),
    /// A stream is over.
    Closed(NodeId, StreamId),
    /// An announcement came from a neighbour.
    Announced(NodeId, NodeId, Bytes),
    /// Two nodes are connected now.
    Connected(NodeId, NodeId),
    /// They are not any more.
    Disconnected(NodeId, NodeId),
    /// A node wished to be told that time has passed; of an earlier start of it if the number is another.
    Alarm(NodeId, u32, Alarm),
    /// Two nodes try to connect.
    Dial(NodeId, NodeId),
    /// Something is written at a node.
    Written(NodeId, Vec<u8>),
    /// Some nodes can reach each other but not the others, for a while.
    Parted(BTreeSet<NodeId>, Duration),
    /// They can again.
    Met(usize),
    /// A node stops, and starts again after a while.
    Stopped(NodeId, Stop, Duration),
    /// It starts again.
    Started(NodeId),
    /// Something else that its owner does.
    Upkeep(NodeId, Upkeep),
}

/// How a node stops.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stop {
    /// All that was written is there.
    Clean,
    /// While something was being written.
    Torn,
    /// One of its frames can no longer be read.
    Rotten,
    /// Its disk is replaced by the last copy.
    Restored,
}

/// What the owner of a node does now and then.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Upkeep {
    /// A copy of the disk.
    BackUp,
    /// The journal is rid of what is not held any more.
    Compact,
    /// Nothing of an agent is to be kept.
    Block(AgentId),
    /// Everything of it is.
    Unblock(AgentId),
}

/// A stream, by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StreamId(u64);

#[derive(Debug)]
struct Stream {
    asker: NodeId,
    answerer: NodeId,
    /// When the last message to either side arrives.
    last: [Duration; 2],
}

/// How bad the lines are in a run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lines {
    /// The longest usual way, in milliseconds.
    pub(crate) latency: u64,
    /// One announcement in so many is lost.
    pub(crate) loss: usize,
    /// One in so many comes twice.
    pub(crate) twice: usize,
    /// One message in so many is long in coming.
    pub(crate) stall: usize,
    /// Before one message in so many the stream is cut off.
    pub(crate) cut: usize,
}

/// Everything between the nodes, and what they share in a run.
#[derive(Debug)]
pub(crate) struct Net {
    /// What happens when.
    pub(crate) schedule: Schedule<Event>,
    /// All chance in a run.
    pub(crate) random: Random,
    /// What happened.
    pub(crate) trace: Trace,
    /// What was judged of bytes.
    pub(crate) checks: Checks,
    /// How fast nodes do what they do.
    pub(crate) pace: Pace,
    /// The network they belong to.
    pub(crate) network: NetworkId,
    /// How bad the lines are.
    pub(crate) lines: Lines,
    /// So many nodes keep to the rules: those with the lowest numbers.
    pub(crate) honest: u16,
    /// What must never happen, and did.
    pub(crate) breaches: Vec<String>,
    /// How often an honest node blocked a hostile one.
    pub(crate) blocks: u64,
    /// How often each fault was noted of a hostile one.
    pub(crate) faults: BTreeMap<&'static str, u64>,
    roads: BTreeMap<NodeId, BTreeSet<NodeId>>,
    partings: Vec<Option<BTreeSet<NodeId>>>,
    stopped: BTreeSet<NodeId>,
    blocked: BTreeSet<(NodeId, NodeId)>,
    connected: BTreeSet<(NodeId, NodeId)>,
    streams: BTreeMap<StreamId, Stream>,
    next_stream: u64,
}

impl Net {
    /// A net without roads.
    #[must_use]
    pub(crate) fn new(random: Random, trace: Trace, pace: Pace, lines: Lines, honest: u16) -> Self {
        Self {
            schedule: Schedule::default(),
            random,
            trace,
            checks: Checks::default(),
            pace,
            network: NetworkId::of_name("simulation"),
            lines,
            honest,
            breaches: Vec::new(),
            blocks: 0,
            faults: BTreeMap::new(),
            roads: BTreeMap::new(),
            partings: Vec::new(),
            stopped: BTreeSet::new(),
            blocked: BTreeSet::new(),
            connected: BTreeSet::new(),
            streams: BTreeMap::new(),
            next_stream: 0,
        }
    }

    /// The time since the run began.
    #[must_use]
    pub(crate) fn now(&self) -> Duration {
        self.schedule.now()
    }

    /// Whether a node keeps to the rules.
    #[must_use]
    pub(crate) fn is_honest(&self, node: NodeId) -> bool {
        node.0 < self.honest
    }

    /// Notes what happened.
    pub(crate) fn note(&mut self, node: NodeId, value: u64, words: impl FnOnce() -> String) {
        let now = self.schedule.now();
        self.trace.note(now, node, value, words);
    }

    /// Notes what must never happen.
    pub(crate) fn breach(&mut self, what: String) {
        self.breaches.push(format!("at {:.3} s: {what}", self.now().as_secs_f64()));
    }

    /// Counts a fault of a hostile node.
    pub(crate) fn count(&mut self, fault: Fault) {
        let name = match fault {
            Fault::InvalidItem => "invalid items",
            Fault::Lie => "lies",
            Fault::BadFrame => "bad frames",
            Fault::OtherNetwork => "other networks",
        };
        *self.faults.entry(name).or_default() += 1;
    }

    /// A time of so many milliseconds, or any up to as many more.
    pub(crate) fn millis(&mut self, least: u64, most: u64) -> Duration {
        Duration::from_millis(least + self.random.below((most - least + 1) as usize) as u64)
    }

    /// A number in 0–1.
    pub(crate) fn chance(&mut self) -> f64 {
        self.random.below(1 << 20) as f64 / f64::from(1 << 20)
    }

    /// Builds a road between two nodes, and has them try it.
    pub(crate) fn build_road(&mut self, a: NodeId, b: NodeId) {
        if a != b && self.roads.entry(a).or_default().insert(b) {
            self.roads.entry(b).or_default().insert(a);
            let wait = self.millis(0, 2000);
            self.schedule.after(wait, Event::Dial(a, b));
        }
    }

    fn reach(&self, a: NodeId, b: NodeId) -> bool {
        let apart = |parting: &BTreeSet<NodeId>| parting.contains(&a) != parting.contains(&b);
        !self.partings.iter().flatten().any(apart)
            && !self.stopped.contains(&a)
            && !self.stopped.contains(&b)
            && !self.blocked.contains(&(a, b))
            && !self.blocked.contains(&(b, a))
    }

    /// Whether two nodes are connected.
    #[must_use]
    pub(crate) fn are_connected(&self, a: NodeId, b: NodeId) -> bool {
        self.connected.contains(&(a.min(b), a.max(b)))
    }

    /// Two nodes try to connect, and again later if they cannot.
    pub(crate) fn dial(&mut self, a: NodeId, b: NodeId) {
        if self.are_connected(a, b) {
            return;
        }
        if self.reach(a, b) {
            self.connected.insert((a.min(b), a.max(b)));
            self.schedule.after(Duration::ZERO, Event::Connected(a, b));
            self.schedule.after(Duration::ZERO, Event::Connected(b, a));
        } else {
            let wait = self.millis(REDIAL / 2, REDIAL);
            self.schedule.after(wait, Event::Dial(a, b));
        }
    }

    /// Ends the connection of two nodes, with its streams.
    pub(crate) fn disconnect(&mut self, a: NodeId, b: NodeId) {
        if !self.connected.remove(&(a.min(b), a.max(b))) {
            return;
        }
        let between = |stream: &Stream| {
            (stream.asker.min(stream.answerer), stream.asker.max(stream.answerer)) == (a.min(b), a.max(b))
        };
        self.streams.retain(|_, stream| !between(stream));
        self.schedule.after(Duration::ZERO, Event::Disconnected(a, b));
        self.schedule.after(Duration::ZERO, Event::Disconnected(b, a));
        let wait = self.millis(1000, REDIAL);
        self.schedule.after(wait, Event::Dial(a, b));
    }

    fn disconnect_what_cannot_reach(&mut self) {
        let lost: Vec<_> = self.connected.iter().filter(|(a, b)| !self.reach(*a, *b)).copied().collect();
        for (a, b) in lost {
            self.disconnect(a, b);
        }
    }

    /// Some nodes can no longer reach the others. Gives the number by which this ends.
    pub(crate) fn part(&mut self, nodes: BTreeSet<NodeId>) -> usize {
        self.partings.push(Some(nodes));
        self.disconnect_what_cannot_reach();
        self.partings.len() - 1
    }

    /// They can again.
    pub(crate) fn meet(&mut self, parting: usize) {
        self.partings[parting] = None;
    }

    /// All can reach each other again.
    pub(crate) fn meet_all(&mut self) {
        self.partings.fill(None);
    }

    /// A node stops, or starts.
    pub(crate) fn set_stopped(&mut self, node: NodeId, stopped: bool) {
        if stopped {
            self.stopped.insert(node);
            self.disconnect_what_cannot_reach();
        } else {
            self.stopped.remove(&node);
            self.blocked.retain(|(by, _)| *by != node); // it does not remember
        }
    }

    /// The nodes that are stopped.
    #[must_use]
    pub(crate) fn stopped(&self) -> &BTreeSet<NodeId> {
        &self.stopped
    }

    /// A node refuses another, or does not any more.
    pub(crate) fn set_blocked(&mut self, by: NodeId, peer: NodeId, blocked: bool) {
        if blocked {
            self.blocked.insert((by, peer));
            self.disconnect(by, peer);
        } else {
            self.blocked.remove(&(by, peer));
        }
    }

    /// Opens a stream over a connection.
    pub(crate) fn open(&mut self, asker: NodeId, answerer: NodeId) -> Option<StreamId> {
        if !self.are_connected(asker, answerer) || self.random.one_in(200) {
            return None;
        }
        self.next_stream += 1;
        let id = StreamId(self.next_stream);
        self.streams.insert(id, Stream { asker, answerer, last: [self.now(); 2] });
        Some(id)
    }

    /// Who opened a stream, if it is still open.
    #[must_use]
    pub(crate) fn asker_of(&self, stream: StreamId) -> Option<NodeId> {
        Some(self.streams.get(&stream)?.asker)
    }

    /// Who answers over a stream, if it is still open.
    #[must_use]
    pub(crate) fn answerer_of(&self, stream: StreamId) -> Option<NodeId> {
        Some(self.streams.get(&stream)?.answerer)
    }

    /// Sends a message over a stream, after a wait of the sender's.
    pub(crate) fn send(&mut self, from: NodeId, id: StreamId, bytes: Vec<u8>, wait: Duration) {
        let now = self.now();
        let mut way = self.millis(self.lines.latency / 4, self.lines.latency);
        if self.random.one_in(self.lines.stall) {
            way += self.millis(1000, 40_000);
        }
        let Some(stream) = self.streams.get_mut(&id) else { return };
        let to = if stream.asker == from { stream.answerer } else { stream.asker };
        let last = &mut stream.last[usize::from(stream.asker == from)];
        *last = (*last).max(now + wait + way);
        let at = *last;
        if self.random.one_in(self.lines.cut) {
            // The other side finds out now, this side when it next looks.
            self.schedule.at(at, Event::Closed(to, id));
            self.schedule.at(at, Event::Closed(from, id));
            return;
        }
        self.schedule.at(at, Event::Message(to, id, bytes));
    }

    /// Ends a stream. The other side hears of it after all that was sent.
    pub(crate) fn close(&mut self, by: NodeId, id: StreamId) {
        let Some(stream) = self.streams.get(&id) else { return };
        let (to, at) = if stream.asker == by {
            (stream.answerer, stream.last[1])
        } else {
            (stream.asker, stream.last[0])
        };
        self.schedule.at(at, Event::Closed(to, id));
    }

    /// The stream is over for both sides.
    pub(crate) fn closed(&mut self, id: StreamId) {
        self.streams.remove(&id);
    }

    /// Sends an announcement to a neighbour.
    pub(crate) fn announce(&mut self, from: NodeId, to: NodeId, bytes: &Bytes) {
        if !self.are_connected(from, to) || self.random.one_in(self.lines.loss) {
            return;
        }
        let times = if self.random.one_in(self.lines.twice) { 2 } else { 1 };
        for _ in 0..times {
            let way = self.millis(self.lines.latency / 4, self.lines.latency * 3);
            self.schedule.after(way, Event::Announced(to, from, bytes.clone()));
        }
    }

    /// Has a node told when time has passed.
    pub(crate) fn alarm(&mut self, node: NodeId, boot: u32, wait: Duration, alarm: Alarm) {
        self.schedule.after(wait, Event::Alarm(node, boot, alarm));
    }
}
