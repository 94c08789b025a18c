//! Finding out what we lack: down the other side's trie, wherever it differs from ours.
//!
//! Whatever is told is checked against the hash and count told one level up, to the state root itself, so the
//! other side can make us walk only a trie that it has really built.

use std::collections::VecDeque;

use commons_registry::{BranchChild, ItemKey, NodeHash, Prefix, Snapshot, StateRoot, branch_hash, set_hash};

use super::{fetch::declines, passed::PassedOver, skipped::Skipped, wanted::Wanted};
use crate::{
    Misbehaviour, Told, Welcome,
    limits::{MAX_ASK, MAX_BRANCHES, MAX_FRONTIER, MAX_LISTED, MAX_OUTSTANDING, MAX_WANTED},
};

/// What the other side committed to for one prefix.
#[derive(Debug, Clone, Copy)]
struct Place {
    prefix: Prefix,
    count: u64,
    hash: NodeHash,
    /// Which of the branches looked at it is a child of.
    parent: Option<usize>,
}

/// A branch that was looked at, and what became of it.
#[derive(Debug)]
struct Visited {
    place: Place,
    found: Found,
}

/// What was found under a place.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    /// Something that is left out: what we hold there will never have the same hash.
    leaves_out: bool,
    /// Something that is to be fetched.
    wants: bool,
    /// Something that was not looked at, or is not to be had.
    open: bool,
}

impl Found {
    fn add(&mut self, below: Self) {
        self.leaves_out |= below.leaves_out;
        self.wants |= below.wants;
        self.open |= below.open;
    }
}

/// Our side of the comparison.
pub(super) struct Compared<'a> {
    pub(super) ours: &'a Snapshot,
    pub(super) skipped: &'a Skipped,
    pub(super) passed: &'a PassedOver,
    pub(super) welcome: &'a dyn Welcome,
}

pub(super) struct Walk {
    /// Where to look next, the last first: deep before wide keeps it short.
    frontier: Vec<Place>,
    /// What was asked and not answered yet, in order.
    asked: VecDeque<Vec<Place>>,
    wanted: Wanted,
    /// Keys listed so far.
    listed: u64,
    /// Branches told so far.
    branches: u64,
    /// Keys left out so far.
    left_out: u64,
    /// Branches, each after the one that it is a child of. At most [`MAX_BRANCHES`] and one answer's more: what was found
    /// in a list is noted of the branch above it, since lists are many more.
    visited: Vec<Visited>,
}

impl Walk {
    pub(super) fn new(root: StateRoot, count: u64) -> Self {
        let place = Place { prefix: Prefix::ROOT, count, hash: *root.as_bytes(), parent: None };
        Self {
            frontier: vec![place],
            asked: VecDeque::new(),
            wanted: Wanted::new(MAX_WANTED),
            listed: 0,
            branches: 0,
            left_out: 0,
            visited: Vec::new(),
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.frontier.is_empty() && self.asked.is_empty()
    }

    /// The requests to send now.
    pub(super) fn asks(&mut self) -> Vec<Vec<Prefix>> {
        let mut asks = Vec::new();
        while self.asked.len() < MAX_OUTSTANDING && !self.frontier.is_empty() {
            let from = self.frontier.len().saturating_sub(MAX_ASK);
            let places = self.frontier.split_off(from);
            asks.push(places.iter().map(|place| place.prefix).collect());
            self.asked.push_back(places);
        }
        asks
    }

    /// The keys to fetch, in order, and how many more we lack.
    pub(super) fn finish(&mut self) -> (Vec<ItemKey>, u64) {
        core::mem::replace(&mut self.wanted, Wanted::new(0)).into_order()
    }

    /// How many keys are left out because they are not welcome.
    pub(super) const fn left_out(&self) -> u64 {
        self.left_out
    }

    /// The places under which there is nothing for us any more, those nearest to the root last; what was to be fetched
    /// has come if `all_came`.
    pub(super) fn passed_over(mut self, all_came: bool) -> Vec<(Prefix, NodeHash)> {
        for at in (0..self.visited.len()).rev() {
            let Visited { place, found } = self.visited[at];
            self.found_under(place.parent, found);
        }
        let done = |found: &Found| found.leaves_out && !found.open && (all_came || !found.wants);
        let done = self.visited.iter().filter(|one| done(&one.found));
        let mut places: Vec<_> = done.map(|one| (one.place.prefix, one.place.hash)).collect();
        places.sort_unstable_by_key(|(prefix, _)| core::cmp::Reverse(prefix.len()));
        places
    }

    /// Notes of a branch what was found below it.
    fn found_under(&mut self, branch: Option<usize>, found: Found) {
        if let Some(branch) = branch.and_then(|branch| self.visited.get_mut(branch)) {
            branch.found.add(found);
        }
    }

    /// Takes the answer to the oldest request. Returns how many keys were listed in it.
    pub(super) fn told(&mut self, parts: Vec<Told>, with: &Compared<'_>) -> Result<u64, Misbehaviour> {
        let Some(places) = self.asked.pop_front() else {
            return Err(Misbehaviour::OutOfTurn { expected: "nothing", found: "tell" });
        };
        if places.len() != parts.len() {
            return Err(Misbehaviour::Parts { asked: places.len(), told: parts.len() });
        }
        let mut listed = 0;
        for (place, part) in places.iter().zip(parts) {
            match part {
                Told::Nothing => return Err(place.miscounted(0)),
                Told::Items(items) => {
                    listed += items.len() as u64;
                    self.list(place, items, with)?;
                }
                Told::Branch { prefix, children } => self.branch(place, &prefix, &children, with)?,
                Told::Moved => {
                    self.found_under(place.parent, Found { open: true, ..Found::default() });
                    self.wanted.leave();
                }
            }
        }
        self.listed += listed;
        if (self.listed > MAX_LISTED || self.branches > MAX_BRANCHES) && !self.frontier.is_empty() {
            for place in std::mem::take(&mut self.frontier) {
                self.found_under(place.parent, Found { open: true, ..Found::default() });
            }
            self.wanted.leave();
        }
        Ok(listed)
    }

    fn list(
        &mut self,
        place: &Place,
        items: Vec<(ItemKey, u64)>,
        with: &Compared<'_>,
    ) -> Result<(), Misbehaviour> {
        place.check_count(items.len() as u64)?;
        if !items.iter().all(|(key, _)| place.prefix.contains(key)) {
            return Err(Misbehaviour::Outside { asked: place.prefix });
        }
        if !items.is_sorted_by(|(a, _), (b, _)| a < b) {
            return Err(Misbehaviour::Unsorted { asked: place.prefix });
        }
        place.check_hash(&set_hash(&items).ok_or_else(|| place.miscounted(0))?)?;
        let mut found = Found::default();
        for (key, label) in items {
            if with.ours.contains(&key) {
                continue;
            } else if with.skipped.leaves_out(&key) || declines(with.welcome, &key) {
                found.leaves_out = true;
                self.left_out += 1;
            } else if with.skipped.refuses(&key) {
                found.open = true;
                self.wanted.leave();
            } else {
                found.wants = true;
                self.wanted.push(key, label);
            }
        }
        self.found_under(place.parent, found);
        Ok(())
    }

    fn branch(
        &mut self,
        place: &Place,
        prefix: &Prefix,
        children: &[BranchChild],
        with: &Compared<'_>,
    ) -> Result<(), Misbehaviour> {
        if !place.prefix.covers(prefix) {
            return Err(Misbehaviour::Outside { asked: place.prefix });
        }
        if !children.is_sorted_by(|a, b| a.nibble < b.nibble) {
            return Err(Misbehaviour::Unsorted { asked: place.prefix });
        }
        let sum = children.iter().fold(0, |sum: u64, child| sum.saturating_add(child.count));
        place.check_count(sum)?;
        place.check_hash(&branch_hash(prefix, children.iter().copied()))?;
        self.branches += 1;
        let parent = self.visited.len();
        let declined = prefix.namespace().is_some_and(|namespace| with.welcome.declines(&namespace));
        self.visited
            .push(Visited { place: *place, found: Found { leaves_out: declined, ..Found::default() } });
        if declined {
            self.left_out += place.count;
            return Ok(());
        }
        for child in children {
            let below = prefix.child(child.nibble).ok_or(Misbehaviour::Outside { asked: place.prefix })?;
            let below = Place { prefix: below, count: child.count, hash: child.hash, parent: Some(parent) };
            if child.count == 0 {
                return Err(below.miscounted(0));
            }
            if with.ours.holds(&below.prefix, below.count, &below.hash) {
                continue;
            }
            if with.passed.contains(&below.prefix, &below.hash) {
                self.found_under(Some(parent), Found { leaves_out: true, ..Found::default() });
                self.left_out += below.count;
                continue;
            }
            if self.frontier.len() >= MAX_FRONTIER {
                return Err(Misbehaviour::TooWide { limit: MAX_FRONTIER });
            }
            self.frontier.push(below);
        }
        Ok(())
    }
}

impl Place {
    fn miscounted(&self, found: u64) -> Misbehaviour {
        Misbehaviour::Count { asked: self.prefix, expected: self.count, found }
    }

    fn check_count(&self, found: u64) -> Result<(), Misbehaviour> {
        if found == self.count { Ok(()) } else { Err(self.miscounted(found)) }
    }

    fn check_hash(&self, found: &NodeHash) -> Result<(), Misbehaviour> {
        if *found == self.hash { Ok(()) } else { Err(Misbehaviour::Hash { asked: self.prefix }) }
    }
}
