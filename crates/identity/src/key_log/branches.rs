//! Which entries hold where several follow one.
//!
//! No clock, no order of arrival, no length decides: where two entries that both have the signatures they need
//! follow the same one, the log is contested from there on, and what comes after does not hold. Only recovery cards
//! settle it: an entry signed by them says which branch holds, by being on it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{cards, rotation};
use crate::{AgentId, Authority, Cards, Entry, EntryBody, EntryId, Rotation, Settlement};

/// Where members disagree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contest {
    /// The last entry that all agree on.
    pub at: EntryId,
    /// The first entry of each branch, sorted.
    pub branches: Vec<EntryId>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Branches {
    /// From the genesis to the last entry that nobody contests.
    pub(super) chain: Vec<EntryId>,
    /// The place of each entry in the chain.
    places: BTreeMap<EntryId, usize>,
    pub(super) contest: Option<Contest>,
    /// What lies on branches that recovery cards decided against.
    pub(super) void: BTreeSet<EntryId>,
}

impl Branches {
    pub(super) fn of(agent: AgentId, entries: &BTreeMap<EntryId, Entry>) -> Self {
        let mut after: BTreeMap<EntryId, BTreeSet<EntryId>> = BTreeMap::new();
        for id in entries.keys() {
            if let Some(rotation) = rotation(entries, id) {
                after.entry(rotation.previous).or_default().insert(*id);
            }
        }
        let words = CardWords::of(agent.genesis(), entries, &after);
        let mut found = Self::default();
        let mut at = agent.genesis();
        if !entries.contains_key(&at) {
            return found;
        }
        loop {
            found.places.insert(at, found.chain.len());
            found.chain.push(at);
            let Some(following) = after.get(&at) else { break };
            let with_cards: BTreeSet<_> = if following.len() > 1 {
                following.iter().filter(|branch| words.back(entries, &at, branch)).copied().collect()
            } else {
                BTreeSet::new()
            };
            let candidates = if with_cards.is_empty() { following } else { &with_cards };
            for branch in following.difference(candidates) {
                void_from(*branch, &after, &mut found.void);
            }
            let mut candidates = candidates.iter();
            match (candidates.next(), candidates.len()) {
                (Some(only), 0) => at = *only,
                (Some(first), _) => {
                    let branches = std::iter::once(first).chain(candidates).copied().collect();
                    found.contest = Some(Contest { at, branches });
                    break;
                }
                (None, _) => break,
            }
        }
        found
    }

    /// Where in the chain an entry is.
    pub(super) fn place(&self, entry: &EntryId) -> Option<usize> {
        self.places.get(entry).copied()
    }
}

/// Where in the tree of rotations recovery cards have signed, by the cards that did. A log may be long, and have been
/// signed by cards at every step: looking up one branch costs the logarithm of that.
struct CardWords<'e> {
    /// The place of each rotation in a walk through the tree, and of the last one that builds on it.
    spans: BTreeMap<EntryId, (usize, usize)>,
    /// For each set of cards, the places where they signed, sorted.
    places: HashMap<&'e Cards, Vec<usize>>,
}

impl<'e> CardWords<'e> {
    fn of(
        genesis: EntryId,
        entries: &'e BTreeMap<EntryId, Entry>,
        after: &BTreeMap<EntryId, BTreeSet<EntryId>>,
    ) -> Self {
        let mut words = Self { spans: BTreeMap::new(), places: HashMap::new() };
        words.walk(genesis, after);
        for (id, entry) in entries {
            let (place, signed_by) = match entry.body() {
                EntryBody::Rotation(Rotation { authority: Authority::Cards, previous, .. }) => (id, previous),
                EntryBody::Settlement(Settlement { previous, of }) => (previous, of),
                _ => continue,
            };
            if let (Some((place, _)), Some(cards)) = (words.spans.get(place), cards(entries, signed_by)) {
                words.places.entry(cards).or_default().push(*place);
            }
        }
        words.places.values_mut().for_each(|places| places.sort_unstable());
        words
    }

    /// Numbers the rotations in the order of a walk that finishes each branch before the next.
    fn walk(&mut self, genesis: EntryId, after: &BTreeMap<EntryId, BTreeSet<EntryId>>) {
        enum Step {
            Enter(EntryId),
            Leave(EntryId),
        }
        let mut steps = vec![Step::Enter(genesis)];
        let mut place = 0;
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(entry) => {
                    self.spans.insert(entry, (place, place));
                    place += 1;
                    steps.push(Step::Leave(entry));
                    steps.extend(after.get(&entry).into_iter().flatten().copied().map(Step::Enter));
                }
                Step::Leave(entry) => {
                    if let Some((_, last)) = self.spans.get_mut(&entry) {
                        *last = place - 1;
                    }
                }
            }
        }
    }

    /// Whether the cards of the entry at which branches part have signed on this branch.
    fn back(&self, entries: &BTreeMap<EntryId, Entry>, parting: &EntryId, branch: &EntryId) -> bool {
        let (Some((first, last)), Some(cards)) = (self.spans.get(branch), cards(entries, parting)) else {
            return false;
        };
        let Some(places) = self.places.get(cards) else { return false };
        places.get(places.partition_point(|place| place < first)).is_some_and(|place| place <= last)
    }
}

fn void_from(entry: EntryId, after: &BTreeMap<EntryId, BTreeSet<EntryId>>, void: &mut BTreeSet<EntryId>) {
    let mut to_visit = vec![entry];
    while let Some(entry) = to_visit.pop() {
        if void.insert(entry) {
            to_visit.extend(after.get(&entry).into_iter().flatten());
        }
    }
}
