//! A simulator: many nodes in one thread, in virtual time, everything decided by a seed.
//!
//! Each honest node drives the real code: pulls and answers of `commons-sync`, whose messages are encoded and decoded as on
//! the wire; admission, key logs, erasure and the trie of `commons-registry`; conduct, waits and judgements as
//! `commons-network` uses them, with its own bounds and paces. What surrounds these there, tasks and a swarm, and the store
//! with its files, can only be imitated: `node` and `holdings` say what stands for what. Not simulated are finding peers,
//! gossipsub's meshes and scores (an announcement goes to all neighbours), quotas and pools, and the bytes of the journal,
//! which have tests of their own.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `schedule`, `trace` | virtual time, and what happened in it |
//! | `net` | roads, connections, streams, announcements, and their trouble |
//! | `node` | a node: pulling, serving, gossip; and what hostile ones do |
//! | `holdings`, `checks` | what a node holds; what bytes are, judged once for all |
//! | `content`, `garden` | what is written, where and when |
//! | `weather` | partings, stops, restores |
//! | `verdict` | whether it ended well |

mod checks;
mod content;
mod garden;
mod holdings;
mod net;
mod node;
mod schedule;
mod trace;
mod verdict;
mod weather;

use core::fmt;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use commons_identity::AgentId;
use commons_network::Pace;

use crate::random::Random;
use content::Content;
use holdings::Holdings;
use net::{Event, Lines, Net, Upkeep};
use node::{Clock, Malice, Node, Stock};
use trace::Trace;
use verdict::Together;

/// Nodes of a run.
const NODES: u16 = 50;

/// How many of them keep to the rules.
const HONEST: u16 = 35;

/// How long there is trouble.
const TROUBLE: Duration = Duration::from_secs(20 * 60);

/// How long the honest nodes have after that to agree, at the most.
const PATIENCE: Duration = Duration::from_secs(20 * 60);

/// How often it is looked whether they do.
const LOOK: Duration = Duration::from_secs(10);

/// A node, by number. The honest ones have the lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(u16);

impl NodeId {
    /// Its place among the nodes.
    const fn at(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "n{}", self.0)
    }
}

/// How a run went.
#[derive(Debug)]
pub struct Run {
    /// The seed.
    pub seed: u64,
    /// The hash of all that happened.
    pub trace: u64,
    /// What happened, if it was to be kept.
    pub lines: Vec<String>,
    /// How long the nodes took to agree after the trouble was over; or what went wrong.
    pub outcome: Result<Duration, String>,
    /// Items that the honest nodes held together when it was.
    pub items: usize,
    /// Things that happened.
    pub events: u64,
    /// How often an honest node blocked a hostile one.
    pub blocks: u64,
    /// How often each fault was noted of a hostile one.
    pub faults: BTreeMap<&'static str, u64>,
}

/// Runs what belongs to a seed. The trace is kept as lines if wished.
#[must_use]
pub fn run(seed: u64, keep_lines: bool) -> Run {
    let mut world = World::new(seed, keep_lines);
    let outcome = world.run();
    let World { net, together, .. } = world;
    Run {
        seed,
        trace: net.trace.hash(),
        outcome,
        items: together.count(),
        events: net.schedule.put_in(),
        blocks: net.blocks,
        faults: net.faults,
        lines: net.trace.into_lines(),
    }
}

/// All nodes and what is between them.
struct World {
    nodes: Vec<Node>,
    net: Net,
    together: Together,
    agents: Vec<AgentId>,
    stock: Arc<Stock>,
}

impl World {
    fn new(seed: u64, keep_lines: bool) -> Self {
        let mut random = Random::from_seed(seed);
        let content = Content::generate(&mut random, HONEST, TROUBLE);
        let lines = Lines {
            latency: *random.pick(&[20, 80, 400, 1500]),
            loss: *random.pick(&[2, 5, 20, 200]),
            twice: *random.pick(&[5, 20]),
            stall: *random.pick(&[50, 400, 4000]),
            cut: *random.pick(&[50, 400, 4000]),
        };
        let block = *random.pick(&[3600, 300]);
        let pace = Pace { block: Duration::from_secs(block), ..Pace::default() };
        let stock = Arc::new(content.stock);
        let nodes = (0..NODES).map(|id| {
            let (id, journal) = (NodeId(id), random.bytes());
            let clock = Clock {
                offset: Duration::from_secs(random.below(100_000_000) as u64),
                rate: 900 + random.below(201) as u32,
            };
            if id.0 < HONEST {
                return Node::honest(id, Holdings::by_the_rules(journal), clock, random.one_in(2));
            }
            let malice = Malice::new(&mut random, Arc::clone(&stock), TROUBLE);
            Node::hostile(id, Holdings::hoard(journal), clock, malice)
        });
        let nodes: Vec<Node> = nodes.collect();
        let mut net = Net::new(random, Trace::new(keep_lines), pace, lines, HONEST);
        build_roads(&mut net);
        weather::forecast(&mut net, HONEST, &content.agents, TROUBLE);
        for (at, node, item) in content.writings {
            net.schedule.at(at, Event::Written(node, item));
        }
        Self { nodes, net, together: Together::default(), agents: content.agents, stock }
    }

    fn run(&mut self) -> Result<Duration, String> {
        for node in &mut self.nodes {
            node.wake(&mut self.net);
        }
        self.until(TROUBLE);
        self.end_trouble();
        let honest = usize::from(HONEST);
        self.together = Together::of(&self.nodes[..honest]);
        loop {
            let took = self.net.now() - TROUBLE;
            let agree = self.nodes[..honest]
                .windows(2)
                .all(|pair| pair[0].holdings.root() == pair[1].holdings.root());
            if agree || took >= PATIENCE || !self.net.breaches.is_empty() {
                for node in &mut self.nodes[..honest] {
                    node.holdings.compact();
                }
                if let Some(breach) = self.net.breaches.first() {
                    return Err(breach.clone());
                }
                verdict::judge(&self.nodes[..honest], &self.together, &self.stock.junk)?;
                return Ok(took);
            }
            self.until(self.net.now() + LOOK);
        }
    }

    /// Everybody can reach everybody, and nobody stops any more.
    fn end_trouble(&mut self) {
        self.net.meet_all();
        let (agents, net) = (self.agents.clone(), &mut self.net);
        for node in &mut self.nodes[..usize::from(HONEST)] {
            if net.stopped().contains(&node.id) {
                node.start(net);
            }
            node.clear_desk();
            for agent in &agents {
                node.upkeep(net, Upkeep::Unblock(*agent));
            }
        }
    }

    fn until(&mut self, end: Duration) {
        while let Some(event) = self.net.schedule.next_before(end) {
            self.happen(event);
        }
    }

    fn happen(&mut self, event: Event) {
        let Self { nodes, net, .. } = self;
        match event {
            Event::Message(to, stream, bytes) => nodes[to.at()].on_message(net, stream, bytes),
            Event::Closed(to, stream) => nodes[to.at()].on_closed(net, stream),
            Event::Announced(to, from, bytes) => nodes[to.at()].on_announced(net, from, bytes),
            Event::Connected(to, peer) => nodes[to.at()].on_connected(net, peer),
            Event::Disconnected(to, peer) => nodes[to.at()].on_disconnected(net, peer),
            Event::Alarm(to, boot, alarm) => nodes[to.at()].on_alarm(net, boot, alarm),
            Event::Dial(a, b) => net.dial(a, b),
            Event::Written(at, item) => nodes[at.at()].write(net, item),
            Event::Parted(parted, lasts) => {
                let parting = net.part(parted);
                net.schedule.after(lasts, Event::Met(parting));
            }
            Event::Met(parting) => net.meet(parting),
            Event::Stopped(id, how, lasts) => {
                if !net.stopped().contains(&id) {
                    nodes[id.at()].stop(net, how);
                    net.schedule.after(lasts, Event::Started(id));
                }
            }
            Event::Started(id) => {
                if net.stopped().contains(&id) {
                    nodes[id.at()].start(net);
                }
            }
            Event::Upkeep(id, upkeep) => nodes[id.at()].upkeep(net, upkeep),
        }
    }
}

/// A ring of the honest nodes, in some order, with roads across it; each hostile one has some of them for neighbours.
fn build_roads(net: &mut Net) {
    let mut ring: Vec<NodeId> = (0..HONEST).map(NodeId).collect();
    net.random.shuffle(&mut ring);
    for (at, node) in ring.iter().enumerate() {
        net.build_road(*node, ring[(at + 1) % ring.len()]);
    }
    for _ in 0..HONEST / 3 {
        let (a, b) = (*net.random.pick(&ring), *net.random.pick(&ring));
        net.build_road(a, b);
    }
    for hostile in (HONEST..NODES).map(NodeId) {
        for _ in 0..2 + net.random.below(2) {
            let peer = *net.random.pick(&ring);
            net.build_road(hostile, peer);
        }
        if net.random.one_in(3) {
            let other = NodeId(HONEST + net.random.below(usize::from(NODES - HONEST)) as u16);
            net.build_road(hostile, other);
        }
    }
}
