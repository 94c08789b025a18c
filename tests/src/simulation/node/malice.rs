//! What hostile nodes do. Each has vices of its own, and otherwise behaves like any other, so that it is listened to.

use std::sync::Arc;
use std::time::Duration;

use commons_identity::AgentId;
use commons_registry::{ItemKey, Prefix};
use commons_sync::{Announcement, Message, limits::MAX_WANT};

use super::{Alarm, Node, lies};
use crate::random::Random;
use crate::simulation::{
    NodeId,
    holdings::{Bytes, Holdings},
    net::Net,
};

/// The most keys of nothing that a node says it holds.
const MOST_CLAIMS: usize = 20;

/// A way to do harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Vice {
    /// Sends what nobody signed.
    Forge,
    /// Tells different peers different things, all rightly signed.
    Equivocate,
    /// Sends again what was erased.
    Replay,
    /// Says of what it holds what is not true.
    Lie,
    /// Has what others lack, and does not give it, or late.
    Withhold,
    /// Sends much, and asks much.
    Flood,
}

const VICES: [Vice; 6] =
    [Vice::Forge, Vice::Equivocate, Vice::Replay, Vice::Lie, Vice::Withhold, Vice::Flood];

/// What hostile nodes have got hold of or made up, and share.
#[derive(Debug, Default)]
pub(crate) struct Stock {
    /// Rightly signed, and not published yet.
    pub(crate) drawer: Vec<Vec<u8>>,
    /// Not to be taken in by anybody.
    pub(crate) junk: Vec<Vec<u8>>,
}

/// What a hostile node is up to.
#[derive(Debug)]
pub(crate) struct Malice {
    vices: Vec<Vice>,
    /// It does harm in one answer of so many.
    rate: usize,
    /// Whether it never gives what it says it has.
    hides: bool,
    hidden: Vec<u16>,
    claims: usize,
    stock: Arc<Stock>,
    /// When it brings nothing new into the world any more that others have to take in.
    spent_at: Duration,
}

impl Malice {
    /// One that belongs to a seed.
    #[must_use]
    pub(crate) fn new(random: &mut Random, stock: Arc<Stock>, spent_at: Duration) -> Self {
        let mut vices = VICES.to_vec();
        random.shuffle(&mut vices);
        vices.truncate(2 + random.below(3));
        let hides = vices.contains(&Vice::Withhold) && random.one_in(2);
        let rate = *random.pick(&[2, 5, 15, 60]);
        Self { vices, rate, hides, hidden: Vec::new(), claims: 0, stock, spent_at }
    }

    /// What is sent in place of a message, each after a wait.
    pub(super) fn spoil(
        &mut self,
        random: &mut Random,
        holdings: &Holdings,
        message: Message,
    ) -> Vec<(Duration, Vec<u8>)> {
        let message = match message {
            Message::Items(items) if self.hides => {
                self.hidden.extend(items.into_iter().map(|(position, _)| position));
                return Vec::new();
            }
            Message::End(mut missing) if self.hides => {
                missing.append(&mut self.hidden);
                missing.sort_unstable();
                Message::End(missing)
            }
            other => other,
        };
        let now = |message: Message| vec![(Duration::ZERO, message.encode())];
        if !random.one_in(self.rate) {
            return now(message);
        }
        match (*random.pick(&self.vices), message) {
            (Vice::Lie, message) => now(lies::lie(random, message)),
            (Vice::Withhold, message) => match random.below(3) {
                0 => Vec::new(),
                _ => vec![(Duration::from_secs(random.below(59) as u64), message.encode())],
            },
            (Vice::Forge, Message::Items(mut items)) if !self.stock.junk.is_empty() => {
                let at = random.below(items.len());
                items[at].1 = random.pick(&self.stock.junk).clone();
                now(Message::Items(items))
            }
            (Vice::Forge | Vice::Flood, Message::Streamed(end)) => {
                let items: Vec<Vec<u8>> = match random.below(3) {
                    0 => Vec::new(),
                    1 => self.stock.junk.clone(),
                    _ => holdings.items().take(20).map(|(_, bytes, _)| bytes.to_vec()).collect(),
                };
                now(Message::Segment(lies::endless(random, &end, &items)))
            }
            (Vice::Forge, message) => {
                let mut bytes = message.encode();
                let at = random.below(bytes.len());
                bytes[at] ^= 1 << random.below(8);
                vec![(Duration::ZERO, bytes)]
            }
            (Vice::Flood, message) => {
                let bytes = message.encode();
                vec![(Duration::ZERO, bytes.clone()), (Duration::ZERO, bytes)]
            }
            (Vice::Equivocate | Vice::Replay, message) => now(message),
        }
    }
}

impl Node {
    /// Does something that nobody asked for.
    pub(super) fn mischief(&mut self, net: &mut Net) {
        let Some(malice) = &self.malice else { return };
        let (vice, stock) = (*net.random.pick(&malice.vices), Arc::clone(&malice.stock));
        let spent = net.now() >= malice.spent_at;
        let peers = self.connected_peers();
        if !peers.is_empty() {
            let peer = *net.random.pick(&peers);
            net.note(self.id, 20, || format!("is up to something: {vice:?}"));
            match vice {
                Vice::Forge => self.forge(net, &stock, peer),
                Vice::Equivocate if !spent && !stock.drawer.is_empty() => {
                    self.equivocate(net, &stock, &peers);
                }
                Vice::Replay | Vice::Equivocate => self.replay(net, peer),
                Vice::Lie => self.claim(net),
                Vice::Withhold => {}
                Vice::Flood if net.random.one_in(2) => self.ask_much(net, peer),
                Vice::Flood => {
                    for _ in 0..1 + net.random.below(20) {
                        let key = lies::no_key(&mut net.random);
                        self.tell(net, peer, Announcement::Key(key).encode());
                    }
                }
            }
        }
        let wait = net.millis(5_000, 90_000);
        self.alarm(net, wait, Alarm::Mischief);
    }

    fn tell(&self, net: &mut Net, peer: NodeId, announcement: Vec<u8>) {
        net.announce(self.id, peer, &Bytes::from(announcement));
    }

    fn forge(&self, net: &mut Net, stock: &Stock, peer: NodeId) {
        let bytes = match net.random.below(4) {
            0 => net.random.bytes::<100>().to_vec(),
            1 => {
                let mut bytes = net.random.pick(&stock.junk).clone();
                let at = net.random.below(bytes.len());
                bytes[at] ^= 1 << net.random.below(8);
                Announcement::Inline(bytes).encode()
            }
            _ => Announcement::Inline(net.random.pick(&stock.junk).clone()).encode(),
        };
        self.tell(net, peer, bytes);
    }

    /// Gives one thing to one peer and another to another, or has it pulled.
    fn equivocate(&mut self, net: &mut Net, stock: &Stock, peers: &[NodeId]) {
        for _ in 0..1 + net.random.below(3) {
            let item = net.random.pick(&stock.drawer).clone();
            if net.random.one_in(2) {
                self.holdings.ingest(&mut net.checks, &[item]);
                self.tell_all_of_change(net);
            } else {
                let peer = *net.random.pick(peers);
                self.tell(net, peer, Announcement::Inline(item).encode());
            }
        }
    }

    /// Sends again what it got hold of once.
    fn replay(&self, net: &mut Net, peer: NodeId) {
        let items: Vec<Bytes> = self.holdings.items().map(|(_, bytes, _)| bytes).collect();
        for _ in 0..items.len().min(10) {
            let item = net.random.pick(&items).to_vec();
            self.tell(net, peer, Announcement::Inline(item).encode());
        }
    }

    /// Says that it holds what nobody has, beside what it holds.
    fn claim(&mut self, net: &mut Net) {
        let Some(malice) = self.malice.as_mut().filter(|malice| malice.claims < MOST_CLAIMS) else { return };
        malice.claims += 1;
        let agents: Vec<AgentId> = self.holdings.items().map(|(key, ..)| key.namespace()).collect();
        let mut bytes: [u8; 64] = net.random.bytes();
        if !agents.is_empty() {
            bytes[..32].copy_from_slice(net.random.pick(&agents).as_bytes());
        }
        self.holdings.claim(ItemKey::from_bytes(bytes));
        self.tell_all_of_change(net);
    }

    /// Opens a stream and asks for what nobody needs, or out of turn.
    fn ask_much(&mut self, net: &mut Net, peer: NodeId) {
        let Some(stream) = net.open(self.id, peer) else { return };
        let mut messages = vec![Message::Hello(self.holdings.hello(net.network))];
        for _ in 0..1 + net.random.below(20) {
            let random = &mut net.random;
            messages.push(match random.below(8) {
                0 => Message::Want((0..MAX_WANT).map(|_| lies::no_key(random)).collect()),
                1 => Message::Want(self.holdings.items().map(|(key, ..)| key).take(MAX_WANT).collect()),
                2 => Message::Ask(
                    (0..64).map(|_| Prefix::of(&lies::no_key(random), random.below(4) as u8)).collect(),
                ),
                3 => Message::Since {
                    after: random.bits() >> random.below(64),
                    without: (0..random.below(400)).map(|_| AgentId::from_bytes(random.bytes())).collect(),
                    with: Vec::new(),
                },
                4 => Message::Since { after: 0, without: Vec::new(), with: Vec::new() },
                5 => Message::Await,
                _ => Message::More,
            });
        }
        for message in messages.into_iter().filter(|message| *message != Message::Want(Vec::new())) {
            net.send(self.id, stream, message.encode(), Duration::ZERO);
        }
        if net.random.one_in(4) {
            let garbage = net.random.bytes::<64>().to_vec();
            net.send(self.id, stream, garbage, Duration::ZERO);
        }
    }
}
