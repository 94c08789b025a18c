//! What the store answers when admission asks what is held.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use commons_identity::{AgentId, Entry, EntryError, KeyLog};
use commons_registry::{
    Change, ChangeError, ChangeId, ChangeMeta, GraphNode, Holdings, Item, ItemError, ItemKey, RecordId,
    RecordMeta,
};

use crate::index::{Index, IndexError};
use crate::journal::{FileError, JournalReader, Position, ReadError, ScanEvent};
use crate::store::Caches;

/// Most places where streams stopped that are remembered.
const MAX_STOPS: usize = 64;

/// Why something that is held could not be read.
#[derive(Debug, thiserror::Error)]
pub enum HeldError {
    /// The index failed.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The journal failed.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A file of the journal could not be used.
    #[error(transparent)]
    File(#[from] FileError),
    /// A change in the journal does not decode, although its check holds.
    #[error("a change in the journal does not read back: {0}")]
    Change(#[from] ChangeError),
    /// A key-log entry in the journal does not decode, although its check holds.
    #[error("a key-log entry in the journal does not read back: {0}")]
    Entry(#[from] EntryError),
    /// A roll in the journal does not decode, although its check holds.
    #[error("a roll in the journal does not read back: {0}")]
    Roll(#[from] ItemError),
}

/// The index and the journal together: everything that can be looked up.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) index: Index,
    pub(crate) journal: JournalReader,
    logs: Mutex<Logs>,
    /// What the journal could not read back and nobody has dealt with yet.
    lost: Mutex<BTreeSet<ItemKey>>,
    /// Where in the journal streams stopped: most go on there.
    stops: Mutex<BTreeMap<u64, Position>>,
}

/// Key logs that were worked out.
#[derive(Debug, Default)]
struct Logs {
    cached: HashMap<AgentId, Arc<KeyLog>>,
    bytes: usize,
    most: u64,
    /// Counts what was forgotten: a log that was read before something was must not be kept after.
    generation: u64,
}

impl Logs {
    fn cache(&mut self, log: &Arc<KeyLog>) {
        if let Some(before) = self.cached.remove(&log.agent()) {
            self.bytes = self.bytes.saturating_sub(before.weight());
        }
        if (self.bytes + log.weight()) as u64 > self.most {
            self.cached.clear();
            self.bytes = 0;
        }
        self.bytes += log.weight();
        self.cached.insert(log.agent(), Arc::clone(log));
    }
}

impl Held {
    pub(crate) fn new(index: Index, journal: JournalReader, caches: &Caches) -> Self {
        let logs = Mutex::new(Logs { most: caches.key_logs, ..Logs::default() });
        Self { index, journal, logs, lost: Mutex::default(), stops: Mutex::default() }
    }

    /// The bytes of an item. What the journal can no longer read counts as not held, and is noted as lost.
    pub(crate) fn item(&self, key: &ItemKey) -> Result<Option<Vec<u8>>, HeldError> {
        let mut looked_in = None;
        loop {
            let Some(position) = self.index.position(key)? else { return Ok(None) };
            match self.journal.read(position) {
                // Its segment was compacted between the look and the reading: it lies elsewhere now.
                Err(ReadError::Gone { .. }) if looked_in != Some(position) => looked_in = Some(position),
                Err(error @ (ReadError::Damaged { .. } | ReadError::Gone { .. })) => {
                    tracing::error!(?key, %error, "bit rot in the journal: the item will be fetched again");
                    self.lost.lock().unwrap_or_else(PoisonError::into_inner).insert(*key);
                    return Ok(None);
                }
                read => return Ok(Some(read?)),
            }
        }
    }

    /// Goes through the journal after one label, up to another, and hands each item that is held to `take`, until that
    /// returns false. Returns the label up to which all was passed.
    pub(crate) fn since(
        &self,
        after: u64,
        through: u64,
        mut take: impl FnMut(u64, &[u8]) -> bool,
    ) -> Result<u64, HeldError> {
        let stop = self.stops.lock().unwrap_or_else(PoisonError::into_inner).remove(&after);
        let mut scan = match stop {
            Some(position) => self.journal.scan(Some(position)),
            None => self.journal.scan_after(after),
        };
        let mut passed = (after, None);
        let mut stopped = false;
        while let Some(event) = scan.next() {
            let ScanEvent::Frame { position, payload, .. } = event? else { continue };
            let label = position.sequence;
            if label > through {
                break;
            }
            let held = !self.index.is_dead(label)?;
            // What was erased is noted as dead until the segment that it lay in is no longer part of the journal. So after
            // that look, and only then, this tells whether what the look said can be believed.
            if !scan.is_current(position.segment) {
                scan = self.journal.scan_after(passed.0);
                continue;
            }
            if held && !take(label, &payload) {
                stopped = true;
                break;
            }
            passed = (label, Some(position));
        }
        if !stopped {
            // Frames at the end may have left the journal.
            passed.0 = passed.0.max(through.min(scan.through()));
        }
        if let (label, Some(position)) = passed {
            let mut stops = self.stops.lock().unwrap_or_else(PoisonError::into_inner);
            if stops.len() >= MAX_STOPS {
                stops.pop_first();
            }
            stops.insert(label, position);
        }
        Ok(passed.0)
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

    /// The record that the change in a frame edits, if the frame is of a change that is held and part of one.
    pub(crate) fn record_at(&self, at: Position, payload: &[u8]) -> Result<Option<RecordId>, HeldError> {
        let Ok(item) = Item::decode(payload) else { return Ok(None) };
        if !self.index.position(&item.key())?.is_some_and(|position| position.is_of(&at)) {
            return Ok(None);
        }
        let meta = self.index.change(&ChangeId::from_bytes(item.key().id()))?;
        Ok(meta.and_then(|meta| meta.record).map(|(record, _)| record))
    }

    /// The record that a change names, also where it is kept as part of none; its own id, if it names none that can
    /// be read.
    pub(crate) fn record_named_by(&self, namespace: AgentId, id: ChangeId) -> Result<RecordId, HeldError> {
        let Some(bytes) = self.item(&ItemKey::of_change(namespace, id))? else { return Ok(id.as_record()) };
        Ok(Change::from_own_store(&bytes)?.record().unwrap_or(id.as_record()))
    }

    /// Remembers an agent's key log as it is after an item of it was added.
    pub(crate) fn remember_log(&self, log: &Arc<KeyLog>) {
        let mut logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        logs.generation += 1;
        logs.cache(log);
    }

    /// Drops what is remembered of an agent's key log, since it has a new entry.
    pub(crate) fn forget_log(&self, agent: &AgentId) {
        let mut logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        logs.generation += 1;
        if let Some(log) = logs.cached.remove(agent) {
            logs.bytes = logs.bytes.saturating_sub(log.weight());
        }
    }

    fn read_log(&self, agent: AgentId) -> Result<KeyLog, HeldError> {
        let (mut entries, mut rolls) = (Vec::new(), Vec::new());
        for key in self.index.log_of(&agent)? {
            let Some(bytes) = self.item(&key)? else { continue };
            match Item::decode(&bytes)? {
                Item::Entry(_) => entries.push(Entry::from_own_store(&bytes)?),
                Item::Roll(roll) => rolls.push(roll),
                Item::Change(_) => {}
            }
        }
        Ok(KeyLog::from_parts(agent, entries, rolls))
    }
}

impl Holdings for Held {
    type Error = HeldError;

    fn key_log(&self, agent: AgentId) -> Result<Arc<KeyLog>, HeldError> {
        let lock = || self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        let generation = {
            let logs = lock();
            if let Some(log) = logs.cached.get(&agent) {
                return Ok(Arc::clone(log));
            }
            logs.generation
        };
        let log = Arc::new(self.read_log(agent)?);
        let mut logs = lock();
        if logs.generation == generation {
            logs.cache(&log);
        }
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
