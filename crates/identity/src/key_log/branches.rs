//! Which entries hold where several follow one.
//!
//! No clock, no order of arrival, no length decides: where two entries that both have the signatures they need
//! follow the same one, the log is contested from there on, and what comes after does not hold. Only recovery cards
//! settle it: an entry signed by them says which branch holds, by being on it.

use std::collections::{BTreeMap, BTreeSet};

use super::{cards, rotation};
use crate::{AgentId, Authority, Entry, EntryBody, EntryId, Rotation, Settlement};

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
        let backed = backed_by_cards(entries);
        let mut found = Self::default();
        let mut at = agent.genesis();
        if !entries.contains_key(&at) {
            return found;
        }
        loop {
            found.places.insert(at, found.chain.len());
            found.chain.push(at);
            let Some(following) = after.get(&at) else { break };
            let with_cards: BTreeSet<_> =
                following.iter().filter(|branch| backed.contains(&(at, **branch))).copied().collect();
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

/// The steps (an entry, the one after it) that lie on the way to an entry signed by the first one's recovery cards.
fn backed_by_cards(entries: &BTreeMap<EntryId, Entry>) -> BTreeSet<(EntryId, EntryId)> {
    let mut backed = BTreeSet::new();
    for (id, entry) in entries {
        let (mut step, signed_by) = match entry.body() {
            EntryBody::Rotation(Rotation { authority: Authority::Cards, previous, .. }) => (*id, *previous),
            EntryBody::Settlement(Settlement { previous, of }) => (*previous, *of),
            _ => continue,
        };
        let Some(signed_by) = cards(entries, &signed_by) else { continue };
        while let Some(before) = rotation(entries, &step).map(|rotation| rotation.previous) {
            if cards(entries, &before) == Some(signed_by) {
                backed.insert((before, step));
            }
            step = before;
        }
    }
    backed
}

fn void_from(entry: EntryId, after: &BTreeMap<EntryId, BTreeSet<EntryId>>, void: &mut BTreeSet<EntryId>) {
    let mut to_visit = vec![entry];
    while let Some(entry) = to_visit.pop() {
        if void.insert(entry) {
            to_visit.extend(after.get(&entry).into_iter().flatten());
        }
    }
}
