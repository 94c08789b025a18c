//! What the store answers when admission asks what is held.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use commons_identity::{AgentId, Entry, EntryError, KeyLog};
use commons_registry::{
    Change, ChangeError, ChangeId, ChangeMeta, GraphNode, Holdings, ItemKey, RecordId, RecordMeta,
};

use crate::index::{Index, IndexError};
use crate::journal::{JournalReader, ReadError};

/// Most key logs kept in memory, about 2 KiB each.
const MAX_CACHED_LOGS: usize = 4096;

/// Why something that is held could not be read.
#[derive(Debug, thiserror::Error)]
pub enum HeldError {
    /// The index failed.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The journal failed.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A change in the journal does not decode, although its check holds.
    #[error("a change in the journal does not read back: {0}")]
    Change(#[from] ChangeError),
    /// A key-log entry in the journal does not decode, although its check holds.
    #[error("a key-log entry in the journal does not read back: {0}")]
    Entry(#[from] EntryError),
}

/// The index and the journal together: everything that can be looked up.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) index: Index,
    pub(crate) journal: JournalReader,
    logs: Mutex<HashMap<AgentId, Arc<KeyLog>>>,
    /// What the journal could not read back and nobody has dealt with yet.
    lost: Mutex<BTreeSet<ItemKey>>,
}

impl Held {
    pub(crate) fn new(index: Index, journal: JournalReader) -> Self {
        Self { index, journal, logs: Mutex::new(HashMap::new()), lost: Mutex::default() }
    }

    /// The bytes of an item. What the journal can no longer read counts as not held, and is noted as lost.
    pub(crate) fn item(&self, key: &ItemKey) -> Result<Option<Vec<u8>>, HeldError> {
        let Some(position) = self.index.position(key)? else { return Ok(None) };
        match self.journal.read(position) {
            Err(ReadError::Damaged { position, fault }) => {
                tracing::error!(?key, ?position, %fault, "bit rot in the journal: the item will be fetched again");
                self.lost.lock().unwrap_or_else(PoisonError::into_inner).insert(*key);
                Ok(None)
            }
            read => Ok(Some(read?)),
        }
    }

    /// What was lost since this was last asked.
    pub(crate) fn take_lost(&self) -> BTreeSet<ItemKey> {
        std::mem::take(&mut self.lost.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether something was lost that nobody has dealt with.
    pub(crate) fn has_lost(&self) -> bool {
        !self.lost.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// The changes of a record that are held.
    pub(crate) fn changes_of(&self, namespace: AgentId, record: &RecordId) -> Result<Vec<Change>, HeldError> {
        let mut changes = Vec::new();
        for id in self.index.changes_of(record)? {
            if let Some(bytes) = self.item(&ItemKey::of_change(namespace, id))? {
                changes.push(Change::from_own_store(&bytes)?);
            }
        }
        Ok(changes)
    }

    /// Drops what is remembered of an agent's key log, since it has a new entry.
    pub(crate) fn forget_log(&self, agent: &AgentId) {
        self.logs.lock().unwrap_or_else(PoisonError::into_inner).remove(agent);
    }
}

impl Holdings for Held {
    type Error = HeldError;

    fn key_log(&self, agent: AgentId) -> Result<Arc<KeyLog>, HeldError> {
        let lock = || self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(log) = lock().get(&agent) {
            return Ok(Arc::clone(log));
        }
        let mut entries = Vec::new();
        for id in self.index.entries_of(&agent)? {
            if let Some(bytes) = self.item(&ItemKey::of_entry(agent, id))? {
                entries.push(Entry::from_own_store(&bytes)?);
            }
        }
        let log = Arc::new(KeyLog::from_entries(agent, entries));
        let mut logs = lock();
        if logs.len() >= MAX_CACHED_LOGS {
            logs.clear();
        }
        logs.insert(agent, Arc::clone(&log));
        Ok(log)
    }

    fn change(&self, change: ChangeId) -> Result<Option<ChangeMeta>, HeldError> {
        Ok(self.index.change(&change)?)
    }

    fn record(&self, record: RecordId) -> Result<Option<RecordMeta>, HeldError> {
        Ok(self.index.record(&record)?)
    }

    fn graph(&self, record: RecordId) -> Result<Vec<GraphNode>, HeldError> {
        let Some(meta) = self.index.record(&record)? else { return Ok(Vec::new()) };
        let changes = self.changes_of(meta.namespace, &record)?;
        let node = |change: &Change| {
            let dependencies = change.edit()?.dependencies.clone();
            Some(GraphNode { id: change.id(), dependencies, size: change.size() as u64 })
        };
        Ok(changes.iter().filter_map(node).collect())
    }
}
