//! An agent's key log: who may sign in its namespace, as a pure function of the entries held.

use std::collections::BTreeMap;

use crate::{AgentForm, AgentId, Entry, EntryBody, EntryId, Genesis, KeySet, PublicKey, Verified};

/// The entries of one agent's key log that a node holds.
#[derive(Debug, Clone)]
pub struct KeyLog {
    agent: AgentId,
    entries: BTreeMap<EntryId, Entry<Verified>>,
}

impl KeyLog {
    /// The key log of `agent` from whatever entries are held, in any order. Entries of others are left out.
    #[must_use]
    pub fn from_entries(agent: AgentId, entries: impl IntoIterator<Item = Entry<Verified>>) -> Self {
        let entries = entries
            .into_iter()
            .filter(|entry| entry.agent() == agent)
            .map(|entry| (entry.id(), entry))
            .collect();
        Self { agent, entries }
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
            EntryBody::Unread => None,
        }
    }

    /// Whether the agent is an organisation or a person.
    #[must_use]
    pub fn form(&self) -> Option<AgentForm> {
        self.genesis().map(|genesis| genesis.form)
    }

    /// The entry that a new change cites.
    #[must_use]
    pub fn current(&self) -> EntryId {
        self.agent.genesis()
    }

    /// Who may sign under `entry`.
    #[must_use]
    pub fn keys_at(&self, entry: EntryId) -> EntryLookup<'_> {
        match self.entries.get(&entry).map(Entry::body) {
            None => EntryLookup::Missing,
            Some(EntryBody::Unread) => EntryLookup::Unread,
            Some(EntryBody::Genesis(genesis)) => EntryLookup::Keys(&genesis.keys),
        }
    }

    /// Whether `key` is named in an entry that this node reads, or committed to there as a next or recovery key.
    ///
    /// Entries of a later version cannot be judged, but one that no such key signed is nothing of the agent's.
    #[must_use]
    pub fn knows(&self, key: &PublicKey) -> bool {
        self.entries.values().any(|entry| match entry.body() {
            EntryBody::Genesis(Genesis { keys, .. }) => {
                keys.contains(key)
                    || keys.next().contains(&key.next_digest())
                    || keys.recovery().contains(&key.recovery_digest())
            }
            EntryBody::Unread => false,
        })
    }

    /// How many entries are held that this node does not read.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.entries.values().filter(|entry| *entry.body() == EntryBody::Unread).count()
    }

    /// Whether a valid change by `key` under `entry` counts, that is, is shown. While a key log has only its
    /// genesis every valid change does; what a rotation cuts off will not.
    #[must_use]
    pub fn counts(&self, entry: EntryId, key: &PublicKey) -> bool {
        matches!(self.keys_at(entry), EntryLookup::Keys(keys) if keys.contains(key))
    }
}

/// What a key log says about an entry that a change cites.
#[derive(Debug, Clone, Copy)]
pub enum EntryLookup<'a> {
    /// The entry is held and names these keys.
    Keys(&'a KeySet),
    /// The entry is held, but of a version this node does not read.
    Unread,
    /// The entry is not held.
    Missing,
}
