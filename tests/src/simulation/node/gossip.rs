//! Announcements: heard, judged a batch at a time, passed on.

use std::collections::BTreeMap;
use std::time::Duration;

use commons_network::limits::{GOSSIP_BATCH, GOSSIP_QUEUE};
use commons_sync::{Announcement, Fault, Judgement, Welcome, limits::MAX_ANNOUNCEMENT};

use super::{Alarm, Node};
use crate::simulation::{NodeId, holdings::Bytes, net::Net};

/// How long the id of an announcement is remembered: as gossipsub does.
const REMEMBERED: Duration = Duration::from_secs(60);

/// How long judging takes, in milliseconds.
const JUDGING: u64 = 20;

/// What a node knows of announcements.
#[derive(Debug, Default)]
pub(crate) struct Gossip {
    /// The hash of each that was seen, and when.
    seen: BTreeMap<[u8; 32], Duration>,
    /// When those seen were last gone through.
    swept: Duration,
    heard: Vec<(NodeId, Bytes)>,
    judging: bool,
}

impl Gossip {
    /// Whether an announcement is new.
    fn is_news(&mut self, now: Duration, bytes: &[u8]) -> bool {
        if now > self.swept + REMEMBERED {
            self.seen.retain(|_, at| *at + REMEMBERED > now);
            self.swept = now;
        }
        let at = self.seen.entry(*blake3::hash(bytes).as_bytes()).or_insert(Duration::MAX);
        let is_news = *at == Duration::MAX || *at + REMEMBERED <= now;
        if is_news {
            *at = now;
        }
        is_news
    }
}

impl Node {
    /// Tells all neighbours.
    pub(super) fn announce(&mut self, net: &mut Net, bytes: &Bytes) {
        self.gossip.is_news(net.now(), bytes);
        for peer in self.connected_peers() {
            net.announce(self.id, peer, bytes);
        }
    }

    /// A neighbour announced something.
    pub(crate) fn on_announced(&mut self, net: &mut Net, from: NodeId, bytes: Bytes) {
        if !self.peers.contains_key(&from) || !self.gossip.is_news(net.now(), &bytes) {
            return;
        }
        if self.gossip.heard.len() >= GOSSIP_QUEUE {
            return; // the next pull brings it
        }
        self.gossip.heard.push((from, bytes));
        if !std::mem::replace(&mut self.gossip.judging, true) {
            let wait = net.millis(1, JUDGING);
            self.alarm(net, wait, Alarm::Judge);
        }
    }

    /// Judges what was heard.
    pub(super) fn judge(&mut self, net: &mut Net) {
        let rest = self.gossip.heard.split_off(self.gossip.heard.len().min(GOSSIP_BATCH));
        let batch = std::mem::replace(&mut self.gossip.heard, rest);
        self.gossip.judging = !self.gossip.heard.is_empty();
        if self.gossip.judging {
            self.alarm(net, Duration::from_millis(JUDGING), Alarm::Judge);
        }
        let before = self.holdings.root();
        for (from, bytes) in batch {
            let (judgement, reason) = match self.inline(&bytes) {
                Ok(item) => {
                    let result = &self.holdings.ingest(&mut net.checks, &[item])[0];
                    (Judgement::of(result), format!("{result:?}"))
                }
                Err(judgement) => (judgement, "announced what is none".to_owned()),
            };
            match judgement {
                Judgement::New => {
                    for peer in self.connected_peers().into_iter().filter(|peer| *peer != from) {
                        net.announce(self.id, peer, &bytes);
                    }
                }
                Judgement::Idle => {}
                Judgement::Behind => self.nudge(net, from),
                Judgement::Invalid => self.on_fault(net, from, Fault::InvalidItem, &reason),
            }
        }
        if self.holdings.root() != before {
            self.ingested(net);
        }
    }

    /// The item that is announced inline; or the judgement, if there is none.
    fn inline(&self, bytes: &[u8]) -> Result<Vec<u8>, Judgement> {
        if bytes.len() > MAX_ANNOUNCEMENT {
            return Err(Judgement::Invalid);
        }
        match Announcement::decode(bytes) {
            Ok(Announcement::Inline(item)) => Ok(item),
            Ok(Announcement::Key(key)) if self.taken.declines(&key.namespace()) => Err(Judgement::Idle),
            Ok(Announcement::Key(key)) if self.holdings.contains(&key) => Err(Judgement::Idle),
            Ok(Announcement::Key(_)) => Err(Judgement::Behind),
            Err(_) => Err(Judgement::Invalid),
        }
    }
}
