//! An agent's key log: who may sign in its namespace, as a pure function of the entries held.
//!
//! | file | what it decides |
//! | --- | --- |
//! | `branches.rs` | which entries hold where several follow one: the chain, the contest, what is void |
//! | `judge.rs` | which entries may be kept at all |

mod branches;
mod judge;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::{
    AgentForm, AgentId, Cards, Entry, EntryBody, EntryId, Erased, Genesis, KeySet, ListedId, PublicKey, Roll,
    RollList, Rotation, Verified,
};

pub use branches::Contest;
pub use judge::{MAX_LOG_ENTRIES, MAX_UNREAD_ENTRIES, RightsError, Unfit};

use branches::Branches;

/// The entries of one agent's key log that a node holds, and what follows from them.
#[derive(Debug, Clone)]
pub struct KeyLog {
    agent: AgentId,
    entries: BTreeMap<EntryId, Entry<Verified>>,
    lists: BTreeMap<(EntryId, RollList), List>,
    branches: Branches,
    /// Each key that the chain removed, with the entry that did.
    removed: BTreeMap<PublicKey, EntryId>,
    erased: BTreeMap<Erased, EntryId>,
}

/// A list that an entry commits to, as far as it is held.
#[derive(Debug, Clone, Default)]
struct List {
    parts: BTreeMap<usize, Vec<ListedId>>,
}

impl List {
    fn is_whole(&self, parts: usize) -> bool {
        self.parts.len() == parts
    }

    fn contains(&self, id: &ListedId) -> bool {
        self.parts.values().any(|part| part.binary_search(id).is_ok())
    }
}

impl KeyLog {
    /// The key log of `agent` from whatever entries and rolls are held, in any order. What is of others, or was
    /// not committed to, is left out.
    #[must_use]
    pub fn from_parts(
        agent: AgentId,
        entries: impl IntoIterator<Item = Entry<Verified>>,
        rolls: impl IntoIterator<Item = Roll>,
    ) -> Self {
        let entries: BTreeMap<_, _> = entries
            .into_iter()
            .filter(|entry| entry.agent() == agent)
            .map(|entry| (entry.id(), entry))
            .collect();
        let mut log = Self {
            agent,
            entries,
            lists: BTreeMap::new(),
            branches: Branches::default(),
            removed: BTreeMap::new(),
            erased: BTreeMap::new(),
        };
        for roll in rolls {
            log.add_roll(&roll);
        }
        log.follow();
        log
    }

    /// The same log with one entry more: much cheaper than to read all of it again.
    #[must_use]
    pub fn with_entry(&self, entry: Entry<Verified>) -> Self {
        let mut log = self.clone();
        if entry.agent() == log.agent {
            log.entries.entry(entry.id()).or_insert(entry);
            log.follow();
        }
        log
    }

    /// The same log with one roll more.
    #[must_use]
    pub fn with_roll(&self, roll: &Roll) -> Self {
        let mut log = self.clone();
        log.add_roll(roll);
        log
    }

    fn add_roll(&mut self, roll: &Roll) {
        if self.commits_to(roll) {
            let list = self.lists.entry((roll.entry(), roll.list())).or_default();
            list.parts.insert(roll.part(), roll.ids().to_vec());
        }
    }

    /// Works out what follows from the entries.
    fn follow(&mut self) {
        self.branches = Branches::of(self.agent, &self.entries);
        self.removed.clear();
        for pair in self.branches.chain.windows(2) {
            let (Some(before), Some(after)) =
                (key_set(&self.entries, &pair[0]), key_set(&self.entries, &pair[1]))
            else {
                continue;
            };
            self.removed.extend(before.keys().filter(|key| !after.contains(key)).map(|key| (*key, pair[1])));
        }
        self.erased.clear();
        for entry in self.entries.values() {
            if let EntryBody::Tombstone(tombstone) = entry.body()
                && !self.branches.void.contains(&tombstone.previous)
            {
                self.erased.entry(tombstone.target).or_insert(entry.id());
            }
        }
    }

    /// Whose key log it is.
    #[must_use]
    pub fn agent(&self) -> AgentId {
        self.agent
    }

    /// The entry that founded the agent, if it is held and of a version this node reads.
    #[must_use]
    pub fn genesis(&self) -> Option<&Genesis> {
        match self.entries.get(&self.agent.genesis())?.body() {
            EntryBody::Genesis(genesis) => Some(genesis),
            _ => None,
        }
    }

    /// Whether the agent is an organisation or a person.
    #[must_use]
    pub fn form(&self) -> Option<AgentForm> {
        self.genesis().map(|genesis| genesis.form)
    }

    /// The entry that a new change cites: the last one that nobody contests.
    #[must_use]
    pub fn current(&self) -> EntryId {
        self.branches.chain.last().copied().unwrap_or(self.agent.genesis())
    }

    /// Who may sign now.
    #[must_use]
    pub fn members(&self) -> Option<&KeySet> {
        key_set(&self.entries, &self.current())
    }

    /// The entries that hold, from the genesis to the current one.
    #[must_use]
    pub fn chain(&self) -> &[EntryId] {
        &self.branches.chain
    }

    /// Where members disagree: entries that follow the current one, of which each has the signatures it needs.
    #[must_use]
    pub fn contest(&self) -> Option<&Contest> {
        self.branches.contest.as_ref()
    }

    /// Whether an entry is on a branch that a recovery set aside.
    #[must_use]
    pub fn is_void(&self, entry: &EntryId) -> bool {
        self.branches.void.contains(entry)
    }

    /// Every entry held, by id.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// An entry, if it is held.
    #[must_use]
    pub fn entry(&self, id: &EntryId) -> Option<&Entry> {
        self.entries.get(id)
    }

    /// Who may sign under `entry`.
    #[must_use]
    pub fn keys_at(&self, entry: EntryId) -> EntryLookup<'_> {
        match self.entries.get(&entry).map(Entry::body) {
            None => EntryLookup::Missing,
            Some(EntryBody::Unread) => EntryLookup::Unread,
            Some(EntryBody::Genesis(genesis)) => EntryLookup::Keys(&genesis.keys),
            Some(EntryBody::Rotation(rotation)) => EntryLookup::Keys(&rotation.keys),
            Some(EntryBody::Tombstone(_) | EntryBody::Settlement(_)) => EntryLookup::Nobody,
        }
    }

    /// Whether `key` is named in an entry that this node reads, or committed to there as a next or recovery key.
    ///
    /// Entries of a later version cannot be judged, but one that no such key signed is nothing of the agent's.
    #[must_use]
    pub fn knows(&self, key: &PublicKey) -> bool {
        let card = key.recovery_digest();
        self.entries
            .keys()
            .filter_map(|entry| key_set(&self.entries, entry))
            .any(|keys| keys.contains(key) || keys.committed(key).is_some() || keys.cards().contains(&card))
    }

    /// How many entries are held that this node does not read.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.entries.values().filter(|entry| *entry.body() == EntryBody::Unread).count()
    }

    /// Whether a valid change counts, that is, is shown: the entry it cites holds, and its key was not removed
    /// since, or what removed it lists the change.
    #[must_use]
    pub fn counts(&self, entry: EntryId, key: &PublicKey, change: &ListedId) -> bool {
        matches!(self.keys_at(entry), EntryLookup::Keys(keys) if keys.contains(key))
            && self.branches.place(&entry).is_some()
            && self.removed.get(key).is_none_or(|by| self.lists_as(by, RollList::Keeps, change))
    }

    /// Whether approvals under `entry` still decide on a proposal: they do under the current entry, and under an
    /// earlier one if the entry after it lists the proposal as approved.
    #[must_use]
    pub fn decides(&self, entry: EntryId, proposal: &ListedId) -> bool {
        match self.branches.place(&entry) {
            None => false,
            Some(place) => match self.branches.chain.get(place + 1) {
                None => true,
                Some(after) => self.lists_as(after, RollList::Acts, proposal),
            },
        }
    }

    /// Whether approvals under `entry` are final, since another entry holds after it.
    #[must_use]
    pub fn is_sealed(&self, entry: EntryId) -> bool {
        self.branches.place(&entry).is_some_and(|place| place + 1 < self.branches.chain.len())
    }

    /// Whether an entry lists a change; never, until its list is held as a whole.
    fn lists_as(&self, entry: &EntryId, list: RollList, change: &ListedId) -> bool {
        let Some(rotation) = rotation(&self.entries, entry) else { return false };
        let parts = commitment(rotation, list).parts();
        self.lists.get(&(*entry, list)).is_some_and(|held| held.is_whole(parts) && held.contains(change))
    }

    /// Whether every list is held that an entry on the chain commits to.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.branches.chain.iter().filter_map(|entry| Some((entry, rotation(&self.entries, entry)?))).all(
            |(entry, rotation)| {
                [RollList::Keeps, RollList::Acts].into_iter().all(|list| {
                    let parts = commitment(rotation, list).parts();
                    parts == 0 || self.lists.get(&(*entry, list)).is_some_and(|held| held.is_whole(parts))
                })
            },
        )
    }

    /// Whether an entry held commits to this part of a list.
    #[must_use]
    pub fn commits_to(&self, roll: &Roll) -> bool {
        roll.agent() == self.agent
            && rotation(&self.entries, &roll.entry())
                .is_some_and(|rotation| commitment(rotation, roll.list()).commits_to(roll))
    }

    /// The tombstone that erases a record, alone or with all of the agent's.
    #[must_use]
    pub fn erasure_of(&self, record: &ListedId) -> Option<EntryId> {
        self.erased.get(&Erased::Agent).or_else(|| self.erased.get(&Erased::Record(*record))).copied()
    }

    /// Everything that is erased, with the tombstones.
    pub fn erasures(&self) -> impl Iterator<Item = (Erased, EntryId)> {
        self.erased.iter().map(|(erased, entry)| (*erased, *entry))
    }

    /// Which entry removed a key, if the chain did.
    #[must_use]
    pub fn removal_of(&self, key: &PublicKey) -> Option<EntryId> {
        self.removed.get(key).copied()
    }

    /// What decides which changes count: two logs of an agent that agree on it show the same records.
    #[must_use]
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        self.branches.chain == other.branches.chain
            && self.erased == other.erased
            && self.chain().iter().all(|entry| {
                [RollList::Keeps, RollList::Acts].into_iter().all(|list| {
                    let held = |log: &Self| log.lists.get(&(*entry, list)).map_or(0, |list| list.parts.len());
                    held(self) == held(other)
                })
            })
    }

    /// About how many bytes of memory it takes.
    #[must_use]
    pub fn weight(&self) -> usize {
        let ids: usize = self.lists.values().flat_map(|list| list.parts.values()).map(Vec::len).sum();
        2048 * (1 + self.entries.len()) + size_of::<ListedId>() * ids
    }
}

fn key_set<'a>(entries: &'a BTreeMap<EntryId, Entry>, id: &EntryId) -> Option<&'a KeySet> {
    match entries.get(id)?.body() {
        EntryBody::Genesis(genesis) => Some(&genesis.keys),
        EntryBody::Rotation(rotation) => Some(&rotation.keys),
        EntryBody::Tombstone(_) | EntryBody::Settlement(_) | EntryBody::Unread => None,
    }
}

fn cards<'a>(entries: &'a BTreeMap<EntryId, Entry>, id: &EntryId) -> Option<&'a Cards> {
    key_set(entries, id).map(KeySet::cards)
}

fn rotation<'a>(entries: &'a BTreeMap<EntryId, Entry>, id: &EntryId) -> Option<&'a Rotation> {
    match entries.get(id)?.body() {
        EntryBody::Rotation(rotation) => Some(rotation),
        _ => None,
    }
}

fn commitment(rotation: &Rotation, list: RollList) -> &crate::Commitment {
    match list {
        RollList::Keeps => &rotation.keeps,
        RollList::Acts => &rotation.acts,
    }
}

/// What a key log says about an entry that a change cites.
#[derive(Debug, Clone, Copy)]
pub enum EntryLookup<'a> {
    /// The entry is held and names these keys.
    Keys(&'a KeySet),
    /// The entry is a tombstone or a settlement: it names nobody.
    Nobody,
    /// The entry is held, but of a version this node does not read.
    Unread,
    /// The entry is not held.
    Missing,
}
