//! What is held of one record, for whoever asks; and how an agent's own records stand.

use commons_identity::AgentId;
use commons_registry::{ChangeId, ItemKey, Kind, RecordId};

use super::{Store, StoreError};
use crate::held::HeldError;

/// A record of an agent, as far as it is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnRecord {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: Kind,
    /// How many changes of it are held.
    pub changes: u64,
}

impl Store {
    /// What is held of the record that has this id, or of which this is a change, or that the agent with this id keeps of
    /// itself: what the agent's key log consists of, then the changes, each in the order of the journal. Stops after the
    /// item with which it is more than `most` bytes. Nothing if neither is held.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn all_of(&self, id: &[u8; 32], most: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        let Some((agent, record)) = self.meant_by(id)? else { return Ok(Vec::new()) };
        let mut keys = self.in_order(self.of_index(self.held.index.log_of(&agent))?)?;
        if let Some(record) = record {
            let changes = self.of_index(self.held.index.changes_of(&record))?;
            let changes = changes.into_iter().map(|change| ItemKey::of_change(agent, change)).collect();
            keys.extend(self.in_order(changes)?);
        }
        let (mut items, mut bytes) = (Vec::new(), 0);
        for key in keys {
            if bytes > most {
                break;
            }
            if let Some(item) = self.item(&key)? {
                bytes += item.len();
                items.push(item);
            }
        }
        Ok(items)
    }

    /// What an agent's key log consists of, as far as it is held, in the order of the journal.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn log_items(&self, agent: AgentId) -> Result<Vec<Vec<u8>>, StoreError> {
        let keys = self.in_order(self.of_index(self.held.index.log_of(&agent))?)?;
        let items = keys.iter().map(|key| self.item(key)).collect::<Result<Vec<_>, _>>()?;
        Ok(items.into_iter().flatten().collect())
    }

    /// Whether an item was held once and was left out since.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn is_aside(&self, key: &ItemKey) -> Result<bool, StoreError> {
        self.of_index(self.held.index.is_aside(key))
    }

    /// The records that an agent keeps, with how many changes each has. Takes time and memory for each of them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn records_in(&self, agent: AgentId) -> Result<Vec<OwnRecord>, StoreError> {
        let mut records = Vec::new();
        for (change, record) in self.of_index(self.held.index.changes_in(&agent))? {
            if let Some(id) = record.filter(|record| record.first_change() == change)
                && let Some(meta) = self.of_index(self.held.index.record(&id))?
            {
                records.push(OwnRecord { id, kind: meta.kind, changes: meta.changes });
            }
        }
        Ok(records)
    }

    /// Whose id this is, or who keeps the record; and which record is meant.
    fn meant_by(&self, id: &[u8; 32]) -> Result<Option<(AgentId, Option<RecordId>)>, StoreError> {
        let change = ChangeId::from_bytes(*id);
        if let Some(meta) = self.of_index(self.held.index.change(&change))? {
            return Ok(Some((meta.namespace, meta.record.map(|(record, _)| record))));
        }
        let agent = AgentId::from_bytes(*id);
        if self.of_index(self.held.index.log_of(&agent))?.is_empty() {
            return Ok(None);
        }
        Ok(Some((agent, self.agent_records(agent)?.first().copied())))
    }

    fn in_order(&self, keys: Vec<ItemKey>) -> Result<Vec<ItemKey>, StoreError> {
        let place = |key: ItemKey| Ok(self.held.index.position(&key)?.map(|at| (at.sequence, key)));
        let places: Result<Vec<_>, HeldError> = keys.into_iter().map(place).collect();
        let mut places: Vec<_> = places?.into_iter().flatten().collect();
        places.sort_unstable();
        Ok(places.into_iter().map(|(_, key)| key).collect())
    }
}
