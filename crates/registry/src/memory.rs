//! A registry in memory: the first implementation of [`Holdings`], and the measure for every other.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::Arc;

use commons_identity::{AgentId, KeyLog};

use crate::{
    ChangeId, ItemKey, Kind, RecordId, RecordView, StateRoot, Trie, ViewError,
    admission::{ChangeMeta, Checked, GraphNode, Holdings, RecordMeta, Refusal, admit, check},
    change::Change,
    item::Item,
};

/// Everything a node holds, in memory.
#[derive(Debug, Default, Clone)]
pub struct MemoryRegistry {
    items: BTreeMap<ItemKey, Item>,
    logs: BTreeMap<AgentId, Arc<KeyLog>>,
    changes: BTreeMap<ChangeId, ChangeMeta>,
    records: BTreeMap<RecordId, (Kind, BTreeSet<ChangeId>)>,
    trie: Trie,
    sequence: u64,
}

impl MemoryRegistry {
    /// A registry that holds nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Judges items in the order given and keeps those that are admitted; the answers are in that order.
    ///
    /// # Errors
    /// For each item, [`Refusal`]: it waits for another, or it breaks a rule. Nothing is kept of it then.
    pub fn ingest(&mut self, items: &[impl AsRef<[u8]>]) -> Vec<Result<ItemKey, Refusal<Infallible>>> {
        check(items)
            .into_iter()
            .map(|checked| self.keep(checked.map_err(|error| Refusal::Invalid(error.into()))?))
            .collect()
    }

    /// Judges an item whose encoding and signatures hold, and keeps it if it is admitted.
    ///
    /// # Errors
    /// [`Refusal`], as for [`Self::ingest`].
    pub fn keep(&mut self, checked: Checked) -> Result<ItemKey, Refusal<Infallible>> {
        self.keep_as(self.sequence + 1, checked)
    }

    /// As [`Self::keep`], for a registry over a journal: the item's label is its sequence there, above all that were
    /// given before.
    ///
    /// # Errors
    /// [`Refusal`], as for [`Self::ingest`].
    pub fn keep_as(&mut self, label: u64, checked: Checked) -> Result<ItemKey, Refusal<Infallible>> {
        let key = checked.key();
        let admitted = admit(self, checked)?;
        if self.items.contains_key(&key) {
            return Ok(key);
        }
        if let Item::Change(change) = &admitted.item {
            let meta = ChangeMeta { namespace: change.namespace(), record: admitted.record };
            self.changes.insert(change.id(), meta);
            if let Some((record, kind)) = admitted.record {
                let entry = self.records.entry(record).or_insert_with(|| (kind, BTreeSet::new()));
                entry.1.insert(change.id());
            }
        }
        let belongs_to_log = !matches!(admitted.item, Item::Change(_));
        self.items.insert(key, admitted.item);
        self.sequence = self.sequence.max(label);
        self.trie.insert(key, label);
        if belongs_to_log {
            self.read_log(key.namespace());
            self.drop_erased(key.namespace());
        }
        Ok(key)
    }

    /// Works out an agent's key log anew from what is held.
    fn read_log(&mut self, agent: AgentId) {
        let bound = |byte| ItemKey::of_change(agent, ChangeId::from_bytes([byte; 32]));
        let held = || self.items.range(bound(0)..=bound(0xff)).map(|(_, item)| item);
        let entries =
            held().filter_map(|item| if let Item::Entry(entry) = item { Some(entry.clone()) } else { None });
        let rolls =
            held().filter_map(|item| if let Item::Roll(roll) = item { Some(roll.clone()) } else { None });
        let log = KeyLog::from_parts(agent, entries, rolls);
        self.logs.insert(agent, Arc::new(log));
    }

    /// Lets go of what the agent's key log erases.
    fn drop_erased(&mut self, agent: AgentId) {
        let Some(log) = self.logs.get(&agent) else { return };
        let erased: Vec<ChangeId> = self
            .changes
            .iter()
            .filter(|(id, meta)| {
                let named = match self.items.get(&ItemKey::of_change(agent, **id)) {
                    Some(Item::Change(change)) => change.record(), // also if it is kept as part of none
                    _ => None,
                };
                let record = named.unwrap_or(id.as_record());
                meta.namespace == agent && log.erasure_of(record.as_bytes()).is_some()
            })
            .map(|(id, _)| *id)
            .collect();
        for id in erased {
            let key = ItemKey::of_change(agent, id);
            self.items.remove(&key);
            self.trie.remove(&key);
            if let Some((record, _)) = self.changes.remove(&id).and_then(|meta| meta.record) {
                self.records.remove(&record);
            }
        }
    }

    /// The hash over everything held.
    #[must_use]
    pub fn state(&self) -> StateRoot {
        self.trie.root()
    }

    /// The trie over everything held.
    #[must_use]
    pub fn trie(&self) -> Trie {
        self.trie.clone()
    }

    /// The bytes of an item, if it is held.
    #[must_use]
    pub fn get(&self, key: &ItemKey) -> Option<Vec<u8>> {
        self.items.get(key).map(Item::to_bytes)
    }

    /// Every record held.
    pub fn records(&self) -> impl Iterator<Item = RecordId> {
        self.records.keys().copied()
    }

    /// The changes of a record that are held.
    pub fn changes_of(&self, record: RecordId) -> impl Iterator<Item = &Change> {
        let (namespace, ids) = match self.records.get(&record) {
            Some((_, ids)) => {
                (self.changes.get(&record.first_change()).map(|meta| meta.namespace), Some(ids))
            }
            None => (None, None),
        };
        ids.into_iter().flatten().filter_map(move |id| {
            match self.items.get(&ItemKey::of_change(namespace?, *id))? {
                Item::Change(change) => Some(change),
                Item::Entry(_) | Item::Roll(_) => None,
            }
        })
    }

    /// What a record shows.
    ///
    /// # Errors
    /// [`ViewError`] if it is not held.
    pub fn view(&self, record: RecordId) -> Result<RecordView, ViewError> {
        let meta = self.changes.get(&record.first_change()).ok_or(ViewError::NoFirstChange(record))?;
        let log = self.key_log_of(meta.namespace);
        RecordView::build(record, self.changes_of(record).cloned(), &log)
    }

    /// The key log of an agent, as far as it is held.
    #[must_use]
    pub fn log_of(&self, agent: AgentId) -> KeyLog {
        self.key_log_of(agent).as_ref().clone()
    }

    fn key_log_of(&self, agent: AgentId) -> Arc<KeyLog> {
        self.logs.get(&agent).cloned().unwrap_or_else(|| Arc::new(KeyLog::from_parts(agent, [], [])))
    }
}

impl Holdings for MemoryRegistry {
    type Error = Infallible;

    fn key_log(&self, agent: AgentId) -> Result<Arc<KeyLog>, Infallible> {
        Ok(self.key_log_of(agent))
    }

    fn change(&self, change: ChangeId) -> Result<Option<ChangeMeta>, Infallible> {
        Ok(self.changes.get(&change).copied())
    }

    fn record(&self, record: RecordId) -> Result<Option<RecordMeta>, Infallible> {
        let Some((kind, _)) = self.records.get(&record) else {
            return Ok(None);
        };
        let Some(meta) = self.changes.get(&record.first_change()) else {
            return Ok(None);
        };
        let graph = self.graph(record)?;
        Ok(Some(RecordMeta {
            namespace: meta.namespace,
            kind: *kind,
            changes: graph.len() as u64,
            bytes: graph.iter().map(|node| node.size).sum(),
        }))
    }

    fn graph(&self, record: RecordId) -> Result<Vec<GraphNode>, Infallible> {
        Ok(self
            .changes_of(record)
            .filter_map(|change| {
                Some(GraphNode {
                    id: change.id(),
                    dependencies: change.edit()?.dependencies.clone(),
                    size: change.size() as u64,
                })
            })
            .collect())
    }
}
