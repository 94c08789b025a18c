//! How far a node trusts an agent: own, followed, introduced, new, blocked.
//!
//! A pure function of what the node's owner decided and of the introductions that are held. Nobody's clock matters,
//! nor the order in which anything came.

use core::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

use commons_identity::AgentId;

use crate::RecordId;

/// Most introductions of one agent that are looked at: those with the lowest record ids.
pub const MAX_INTRODUCTIONS_OF_ONE: usize = 100_000;

/// Most agents that are introduced to a node. Each takes about 100 bytes of memory.
pub const MAX_INTRODUCED: usize = 1_000_000;

/// Most introductions that are named in an explanation why an agent is new.
pub const MAX_EXPLAINED: usize = 20;

/// The greatest depth that may be set: longer chains vouch for nobody.
pub const MAX_DEPTH: u8 = 8;

/// How far a node trusts an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Nothing of it is kept or fetched.
    Blocked,
    /// Nobody whom we trust has introduced it.
    New,
    /// A chain of introductions leads to it from us, or from somebody whom we follow.
    Introduced,
    /// The node's owner follows it.
    Followed,
    /// It is the node's own agent.
    Own,
}

impl Standing {
    /// The word that is shown.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::New => "new",
            Self::Introduced => "introduced",
            Self::Followed => "followed",
            Self::Own => "own",
        }
    }
}

impl core::fmt::Display for Standing {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name())
    }
}

/// What the node's owner decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Whose node it is.
    pub own: Option<AgentId>,
    /// Who is followed, and how many agents each may introduce if that is not the usual number.
    pub followed: BTreeMap<AgentId, Option<u32>>,
    /// Who is blocked. This comes before everything, but a node's own agent cannot be.
    pub blocked: BTreeSet<AgentId>,
}

/// How far introductions reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// The length of the longest chain that counts, at most [`MAX_DEPTH`]. Whom we or those we follow introduce is
    /// at depth 1.
    pub depth: u8,
    /// How many agents an introducer may bring in, itself and through all whom it introduced, unless the
    /// introduction of it says another number.
    pub budget: u32,
}

impl Default for Reach {
    fn default() -> Self {
        Self { depth: 2, budget: 100 }
    }
}

/// An introduction that is held and not withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Introduction {
    /// Who is introduced.
    pub about: AgentId,
    /// How many that agent may introduce in its turn, if the introduction says.
    pub budget: Option<u32>,
}

/// All introductions that are held, by introducer and record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Introductions {
    told: BTreeMap<(AgentId, RecordId), Introduction>,
}

impl Introductions {
    /// Says what a record of an agent states now: an introduction, or none (any more). Returns whether that is news.
    pub fn set(&mut self, by: AgentId, record: RecordId, states: Option<Introduction>) -> bool {
        match states {
            Some(introduction) => self.told.insert((by, record), introduction) != Some(introduction),
            None => self.told.remove(&(by, record)).is_some(),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.told.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// Those of one agent, at most [`MAX_INTRODUCTIONS_OF_ONE`].
    pub fn of<'a>(&'a self, by: &AgentId) -> impl Iterator<Item = (RecordId, Introduction)> + use<'a> {
        let [first, last] = [0, u8::MAX].map(|byte| (*by, RecordId::from_bytes([byte; 32])));
        let held = self.told.range(first..=last).take(MAX_INTRODUCTIONS_OF_ONE);
        held.map(|((_, record), introduction)| (*record, *introduction))
    }
}

/// One link of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Who introduced.
    pub by: AgentId,
    /// The record in which it did.
    pub record: RecordId,
    /// Whom.
    pub about: AgentId,
}

/// Why an introduction does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unheard {
    /// The introducer is new here itself.
    New,
    /// The introducer is blocked.
    Blocked,
    /// The chain would be too long.
    TooFar,
    /// This agent, the introducer or one through whom it was introduced, has brought in as many as it may.
    UsedUp(AgentId),
    /// There are more introductions than are looked at.
    TooMany,
}

/// Why an agent has the standing it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It is the node's own.
    Own,
    /// The node's owner follows it.
    Followed,
    /// The node's owner blocks it.
    Blocked,
    /// The chain, which begins with ourselves or with somebody whom we follow.
    Introduced(Vec<Link>),
    /// Introductions that do not count, at most [`MAX_EXPLAINED`]; there may be none at all.
    New(Vec<(Link, Unheard)>),
}

/// Where an agent stands that is own, followed or introduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    standing: Standing,
    depth: u8,
    /// Who introduced it, and in which record.
    by: Option<(AgentId, RecordId)>,
    /// How many more it may bring in; `None` for ourselves, who may bring in anybody.
    left: Option<u32>,
}

/// The standing of every agent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Circle {
    places: HashMap<AgentId, Place>,
    blocked: BTreeSet<AgentId>,
    depth: u8,
}

impl Circle {
    /// Computes who stands where. Costs as much as there are introductions by agents that are not new.
    ///
    /// Whoever is fewer steps away comes first; among these whom we introduce ourselves, with the budget that we give;
    /// then the introduction with the lowest record id. So what fits into a budget depends on nothing but the
    /// introductions themselves. Of each introducer no more are looked at than its budget has room for, beside those
    /// who are known already.
    #[must_use]
    pub fn of(decisions: &Decisions, introductions: &Introductions, reach: Reach) -> Self {
        let depth = reach.depth.min(MAX_DEPTH);
        let mut blocked = decisions.blocked.clone();
        let mut places = HashMap::new();
        let mut level = Vec::new();
        if let Some(own) = decisions.own {
            blocked.remove(&own);
            places.insert(own, Place { standing: Standing::Own, depth: 0, by: None, left: None });
            level.push(own);
        }
        for (agent, budget) in &decisions.followed {
            if !blocked.contains(agent) && !places.contains_key(agent) {
                let left = Some(budget.unwrap_or(reach.budget));
                places.insert(*agent, Place { standing: Standing::Followed, depth: 0, by: None, left });
                level.push(*agent);
            }
        }
        let mut circle = Self { places, blocked, depth };
        let mut introduced = 0;
        for depth in 1..=depth {
            let mut told: Vec<_> = level.drain(..).map(|by| (by, introductions.of(&by).peekable())).collect();
            // The next of each introducer. No two records have one id.
            let mut next: BinaryHeap<Reverse<(bool, RecordId, usize)>> = BinaryHeap::new();
            for (at, (by, rest)) in told.iter_mut().enumerate() {
                next.extend(
                    rest.peek().map(|(record, _)| Reverse((Some(*by) != decisions.own, *record, at))),
                );
            }
            while let Some(Reverse((of_others, _, at))) = next.pop() {
                let (by, rest) = &mut told[at];
                if introduced == MAX_INTRODUCED || circle.used_up(*by).is_some() {
                    continue; // nor is there room for what else it says
                }
                let Some((record, Introduction { about, budget })) = rest.next() else { continue };
                next.extend(rest.peek().map(|(record, _)| Reverse((of_others, *record, at))));
                if circle.places.contains_key(&about) || circle.blocked.contains(&about) {
                    continue;
                }
                circle.spend(*by);
                let left = Some(budget.unwrap_or(reach.budget));
                let place = Place { standing: Standing::Introduced, depth, by: Some((*by, record)), left };
                circle.places.insert(about, place);
                level.push(about);
                introduced += 1;
            }
        }
        circle
    }

    /// How far an agent is trusted.
    #[must_use]
    pub fn standing(&self, agent: &AgentId) -> Standing {
        if self.blocked.contains(agent) {
            return Standing::Blocked;
        }
        self.places.get(agent).map_or(Standing::New, |place| place.standing)
    }

    /// Every agent that is neither new nor blocked, in no order, with its standing.
    pub fn known(&self) -> impl Iterator<Item = (AgentId, Standing)> + '_ {
        self.places.iter().map(|(agent, place)| (*agent, place.standing))
    }

    /// Every agent that is blocked.
    pub fn blocked(&self) -> impl Iterator<Item = AgentId> + '_ {
        self.blocked.iter().copied()
    }

    /// Whether it matters whom this agent introduces.
    #[must_use]
    pub fn is_heard(&self, agent: &AgentId) -> bool {
        self.places.get(agent).is_some_and(|place| place.depth < self.depth)
    }

    /// How many more agents this one may bring in; `None` if it is us, or if nobody listens to it.
    #[must_use]
    pub fn budget_left(&self, agent: &AgentId) -> Option<u32> {
        self.places.get(agent).and_then(|place| place.left)
    }

    /// Explains a standing by the introductions it was computed from.
    #[must_use]
    pub fn why(&self, agent: &AgentId, introductions: &Introductions) -> Why {
        match self.standing(agent) {
            Standing::Own => Why::Own,
            Standing::Followed => Why::Followed,
            Standing::Blocked => Why::Blocked,
            Standing::Introduced => {
                let mut links = Vec::new();
                let mut about = *agent;
                while let Some((by, record)) = self.places.get(&about).and_then(|place| place.by) {
                    links.push(Link { by, record, about });
                    about = by;
                }
                links.reverse();
                Why::Introduced(links)
            }
            Standing::New => {
                let about_it = introductions.told.iter().filter(|(_, told)| told.about == *agent);
                let links =
                    about_it.map(|((by, record), told)| Link { by: *by, record: *record, about: told.about });
                let explained = links.take(MAX_EXPLAINED).map(|link| (link, self.unheard(link.by)));
                Why::New(explained.collect())
            }
        }
    }

    fn unheard(&self, by: AgentId) -> Unheard {
        match (self.standing(&by), self.is_heard(&by)) {
            (Standing::Blocked, _) => Unheard::Blocked,
            (Standing::New, _) => Unheard::New,
            (_, false) => Unheard::TooFar,
            (_, true) => self.used_up(by).map_or(Unheard::TooMany, Unheard::UsedUp),
        }
    }

    /// The first on the chain from an introducer upwards that may bring in nobody more.
    fn used_up(&self, by: AgentId) -> Option<AgentId> {
        self.chain(by).find(|(_, place)| place.left == Some(0)).map(|(agent, _)| agent)
    }

    /// An agent, who introduced it, and so on up: at most as many as the depth.
    fn chain(&self, from: AgentId) -> impl Iterator<Item = (AgentId, Place)> + '_ {
        let place = move |agent: AgentId| self.places.get(&agent).map(|place| (agent, *place));
        std::iter::successors(place(from), move |(_, below)| below.by.and_then(|(by, _)| place(by)))
    }

    fn spend(&mut self, by: AgentId) {
        let mut next = Some(by);
        while let Some(place) = next.and_then(|agent| self.places.get_mut(&agent)) {
            place.left = place.left.map(|left| left.saturating_sub(1));
            next = place.by.map(|(by, _)| by);
        }
    }
}
