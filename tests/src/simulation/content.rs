//! What is written in a run, where and when.
//!
//! Some agents have random key logs (`crate::key_logs`): rotations, recoveries, settlements, tombstones and lists in
//! branches, rightly and wrongly signed. In a *garden*, three members edit the same records, and one of their keys is
//! stolen; it is removed, and the changes of its that count are listed; members may disagree; a record is erased, or all of
//! the garden.

use std::time::Duration;

use commons_identity::{AgentForm, AgentId};

use super::{NodeId, garden::Garden, node::Stock};
use crate::house::{House, key_set};
use crate::key_logs::RandomKeyLog;
use crate::random::Random;

/// Moments at which much is written at once.
const BURSTS: u64 = 10;

/// Agents that only fill space.
const FLOOD: usize = 24;

/// What is written in a run.
#[derive(Debug, Default)]
pub(crate) struct Content {
    /// When, where, what; what builds on something comes after it.
    pub(crate) writings: Vec<(Duration, NodeId, Vec<u8>)>,
    /// What hostile nodes have.
    pub(crate) stock: Stock,
    /// Whose it is.
    pub(crate) agents: Vec<AgentId>,
}

impl Content {
    /// What belongs to a seed, written at some of so many nodes until a time.
    #[must_use]
    pub(crate) fn generate(random: &mut Random, nodes: u16, until: Duration) -> Self {
        let mut content = Self::default();
        for _ in 0..2 {
            let log = RandomKeyLog::generate(random.bits());
            content.agents.push(log.agent);
            content.place(random, log.items, nodes, until);
        }
        for _ in 0..2 {
            let garden = Garden::grow(Random::from_seed(random.bits()));
            content.agents.push(garden.house.agent());
            content.stock.drawer.extend(garden.drawer);
            content.stock.junk.extend(garden.junk);
            content.place(random, garden.items, nodes, until);
        }
        // The agents of hostile nodes: what they write is right, but comes in any order, and here and there.
        content.stock.drawer.extend(RandomKeyLog::generate(random.bits()).items);
        content.stock.drawer.extend((0..FLOOD).map(|_| {
            let number = random.below(40) as u8;
            let keys = key_set(&[(number, 50)], &[]);
            House::found(AgentForm::Person, keys, &[number], random.bits() as u8).genesis.to_bytes()
        }));
        for _ in 0..20 {
            let (_, _, item) = random.pick(&content.writings);
            let mut spoilt = item.clone();
            let at = random.below(spoilt.len());
            spoilt[at] ^= 1 << random.below(8);
            content.stock.junk.push(spoilt);
        }
        content
    }

    fn place(&mut self, random: &mut Random, items: Vec<Vec<u8>>, nodes: u16, until: Duration) {
        let homes: Vec<NodeId> = (0..4).map(|_| NodeId(random.below(usize::from(nodes)) as u16)).collect();
        let mut bursts: Vec<u64> = items.iter().map(|_| random.below(BURSTS as usize) as u64).collect();
        bursts.sort_unstable();
        for (item, burst) in items.into_iter().zip(bursts) {
            let at = until * burst as u32 / BURSTS as u32 + Duration::from_millis(random.below(3000) as u64);
            self.writings.push((at, *random.pick(&homes), item));
        }
    }
}
