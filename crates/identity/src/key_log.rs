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
