//! The store: one writer, any number of readers.

mod asking;
mod compacted;
mod disk;
mod export;
mod opening;
mod query;

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use commons_identity::{AgentId, EntryId, KeyLog, PublicKey};
use commons_registry::standing::{Introduction, Standing, Why};
use commons_registry::{
    Change, ChangeId, History, Holdings as _, InvalidItem, ItemKey, Kind, NetworkId, Objection, RecordId,
    RecordView, Snapshot, StateRoot, Value,
};

use crate::admission::{Choices, Figures, LeftOut, Usage};
use crate::bundle::JournalId;
use crate::check::check_on_all_cores;
use crate::held::{Held, HeldError};
use crate::index::{Counts, IndexError, Trust};
use crate::lock::DataLock;
use crate::writer::{Command, Fatal, Listing, Published, WriteError, Writer, view, view_as_of};
pub use asking::OwnRecord;
pub use compacted::Compacted;
pub use disk::Disk;
pub use export::{ExportError, Exported};
pub use opening::{Caches, OpenReport, OpenStoreError, StoreOptions};

/// Is told what happens in a store.
pub type Observer = Arc<dyn Fn(Event) + Send + Sync>;

/// What happens in a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Something was kept, or lost: this is the state now.
    Changed(StateRoot),
    /// More is taken in than was, or something was lost: peers are to be asked again for what was passed over.
    AskAgain,
    /// A write failed. The node must stop; what was acknowledged is safe.
    Failed(String),
}

/// What became of an item that was offered.
#[derive(Debug)]
pub enum Outcome {
    /// Kept, and on disk.
    New(ItemKey),
    /// Held already.
    Known(ItemKey),
    /// It refers to items that are not held.
    Missing {
        /// What it is filed under.
        key: ItemKey,
        /// What is missing.
        missing: Vec<ItemKey>,
    },
    /// Not judged bad, but there is no room for it.
    Declined,
    /// Of a record, or an agent, that this entry of its key log erases for good.
    Erased(EntryId),
    /// Left out by this node's own decision.
    LeftOut(LeftOut),
    /// It breaks a rule.
    Invalid(InvalidItem),
}

/// Why the store could not answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Something held could not be read.
    #[error(transparent)]
    Held(#[from] HeldError),
    /// Merging failed.
    #[error("{0}")]
    View(String),
    /// The writer has stopped.
    #[error("the store has stopped: {0}")]
    Stopped(String),
}

impl From<IndexError> for StoreError {
    fn from(error: IndexError) -> Self {
        Self::Held(error.into())
    }
}

impl From<Fatal> for StoreError {
    fn from(error: Fatal) -> Self {
        match error {
            Fatal::Held(error) => Self::Held(error),
            other => Self::View(other.to_string()),
        }
    }
}

impl From<WriteError> for StoreError {
    fn from(error: WriteError) -> Self {
        Self::Stopped(error.reason)
    }
}

/// Parts of what is offered that were judged and wait for the writer.
const PARTS_WAITING: usize = 4;

/// How often it is looked whether everything is listed.
const LISTING_POLL: Duration = Duration::from_millis(5);

fn stopped() -> StoreError {
    StoreError::Stopped("the writer is gone".to_owned())
}

/// Everything a node keeps. Methods may block on the disk: call them from threads that may.
pub struct Store {
    held: Arc<Held>,
    published: Arc<Published>,
    journal_id: JournalId,
    network: NetworkId,
    commands: SyncSender<Command>,
    writer: Mutex<Option<JoinHandle<bool>>>,
    trust: Trust,
    index_directory: PathBuf,
    _lock: DataLock,
}

impl core::fmt::Debug for Store {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Store").field("journal", &self.journal_id).finish_non_exhaustive()
    }
}

impl Store {
    /// Judges items and keeps those that may be kept; returns when they are on disk. One `fdatasync` serves
    /// everybody who waits.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] if a write failed, now or before.
    pub fn ingest(&self, items: Vec<Vec<u8>>) -> Result<Vec<Outcome>, StoreError> {
        self.ingest_by(items, Listing::Now)
    }

    /// As [`Store::ingest`], for many items from elsewhere: lists and search may come to know of them later, and
    /// [`Store::snapshot`] a moment later. See [`Store::unlisted`] and [`Store::settled`].
    ///
    /// # Errors
    /// [`StoreError::Stopped`] if a write failed, now or before.
    pub fn ingest_many(&self, items: Vec<Vec<u8>>) -> Result<Vec<Outcome>, StoreError> {
        self.ingest_by(items, Listing::Later)
    }

    fn ingest_by(&self, items: Vec<Vec<u8>>, listing: Listing) -> Result<Vec<Outcome>, StoreError> {
        let (reply, answer) = sync_channel(1);
        let (judged, parts) = sync_channel(PARTS_WAITING);
        let command = Command::Ingest { parts, items: items.len(), listing, reply };
        self.commands.send(command).map_err(|_| stopped())?;
        // The writer writes what was judged while the rest is. Should it stop, it says so in its answer.
        check_on_all_cores(items, |part| drop(judged.send(part)));
        drop(judged);
        Ok(answer.recv().map_err(|_| stopped())??)
    }

    /// Takes what the owner chose: whom to trust, what to withhold, how much to keep. When this returns, what is held
    /// agrees with it.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] if a write failed, now or before.
    pub fn choose(&self, choices: Choices) -> Result<(), StoreError> {
        let (reply, answer) = sync_channel(1);
        let choices = Box::new(choices);
        self.commands.send(Command::Choose { choices, reply }).map_err(|_| stopped())?;
        Ok(answer.recv().map_err(|_| stopped())??)
    }

    /// How far an agent is trusted here.
    #[must_use]
    pub fn standing(&self, agent: &AgentId) -> Standing {
        self.published.admission().circle.standing(agent)
    }

    /// Agents that are neither new nor blocked, the most trusted first; at most `most`.
    #[must_use]
    pub fn trusted(&self, most: usize) -> Vec<AgentId> {
        let admission = self.published.admission();
        let mut known: Vec<_> =
            admission.circle.known().map(|(agent, standing)| (Reverse(standing), agent)).collect();
        drop(admission);
        known.sort_unstable();
        known.into_iter().take(most).map(|(_, agent)| agent).collect()
    }

    /// Why an agent is trusted so far, and no further.
    #[must_use]
    pub fn why(&self, agent: &AgentId) -> Why {
        let admission = self.published.admission();
        admission.circle.why(agent, &admission.introductions)
    }

    /// How many more agents this one may bring in, if that is limited and anybody listens to it.
    #[must_use]
    pub fn budget_left(&self, agent: &AgentId) -> Option<u32> {
        self.published.admission().circle.budget_left(agent)
    }

    /// Whom an agent introduces.
    #[must_use]
    pub fn introductions_by(&self, agent: &AgentId) -> Vec<(RecordId, Introduction)> {
        self.published.admission().introductions.of(agent).collect()
    }

    /// How much there is of an agent's namespace.
    #[must_use]
    pub fn usage(&self, agent: &AgentId) -> Usage {
        self.published.admission().usage.get(agent).copied().unwrap_or_default()
    }

    /// Why nothing of an agent is taken in, if that is so.
    #[must_use]
    pub fn left_out(&self, agent: &AgentId) -> Option<LeftOut> {
        self.published.admission().left_out(agent)
    }

    /// Whether nothing of an agent is taken in. Whoever has something of it is counted among those left out. Does not
    /// touch the disk.
    #[must_use]
    pub fn declines(&self, agent: &AgentId) -> bool {
        let admission = self.published.admission();
        let declines = admission.left_out(agent).is_some();
        if declines {
            admission.turn_away(*agent);
        }
        declines
    }

    /// Whether an item is left out although its agent is not. Does not touch the disk.
    #[must_use]
    pub fn declines_item(&self, key: &ItemKey) -> bool {
        self.published.admission().leaves_out_item(key)
    }

    /// The agents of whom nothing is taken in, if everybody else is; `None` while newcomers may be turned away. Does not touch the disk.
    #[must_use]
    pub fn all_but(&self) -> Option<Vec<AgentId>> {
        self.published.admission().all_but()
    }

    /// What is left out, in figures.
    #[must_use]
    pub fn figures(&self) -> Figures {
        self.published.admission().figures()
    }

    /// What is held and on disk: a snapshot, cheap to take. It may lag a little behind what was taken in just now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.published.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is held and on disk, all that was taken in before this among it.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] if a write failed, now or before.
    pub fn settled(&self) -> Result<Snapshot, StoreError> {
        let (reply, answer) = sync_channel(1);
        self.commands.send(Command::Outline { reply }).map_err(|_| stopped())?;
        answer.recv().map_err(|_| stopped())??;
        Ok(self.snapshot())
    }

    /// How many frames of the journal are not in lists and search yet: they are being gone through.
    #[must_use]
    pub fn unlisted(&self) -> u64 {
        self.published.unlisted.load(Ordering::Relaxed)
    }

    /// Waits until everything held is in lists and search.
    pub fn wait_until_listed(&self) {
        if self.settled().is_err() {
            return;
        }
        while self.unlisted() > 0 && self.writer_lives() {
            std::thread::sleep(LISTING_POLL);
        }
    }

    fn writer_lives(&self) -> bool {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.as_ref().is_some_and(|thread| !thread.is_finished())
    }

    /// How far this node is with a peer's journal.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn bookmark(&self, peer: &[u8]) -> Result<Option<(JournalId, u64)>, StoreError> {
        self.of_index(self.held.index.bookmark(peer))
    }

    /// Notes how far this node is with a peer's journal: everything before that is on disk, or not wanted.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn set_bookmark(&self, peer: &[u8], journal: JournalId, through: u64) -> Result<(), StoreError> {
        self.of_index(self.held.index.set_bookmark(peer, journal, through))
    }

    /// Goes through the journal after one label, up to another, and hands each item that is held to `take` with its
    /// label, until that returns false. Returns the label of the last frame that was passed, taken or not.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn since(
        &self,
        after: u64,
        through: u64,
        take: impl FnMut(u64, &[u8]) -> bool,
    ) -> Result<u64, StoreError> {
        self.held.since(after, through, take).map_err(Into::into)
    }

    /// The hash over everything held.
    #[must_use]
    pub fn state(&self) -> StateRoot {
        self.snapshot().root()
    }

    /// How many of each sort of thing are held.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.published.counts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The id that the journal's sequence numbers belong to.
    #[must_use]
    pub fn journal_id(&self) -> JournalId {
        self.journal_id
    }

    /// Where an item stands in this node's journal; `None` if it is not held.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn label(&self, key: &ItemKey) -> Result<Option<u64>, StoreError> {
        Ok(self.of_index(self.held.index.position(key))?.map(|position| position.sequence))
    }

    /// The bytes of an item. What the journal can no longer read counts as not held from now on, so that it is
    /// fetched from peers again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn item(&self, key: &ItemKey) -> Result<Option<Vec<u8>>, StoreError> {
        self.after_reading(self.held.item(key))
    }

    /// Tells the writer if something was lost meanwhile. If the writer is gone there is nobody to tell.
    fn after_reading<T>(&self, read: Result<T, impl Into<StoreError>>) -> Result<T, StoreError> {
        if self.held.has_lost() {
            let _ = self.commands.send(Command::Lost);
        }
        read.map_err(Into::into)
    }

    /// What a record shows.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn view(&self, record: RecordId) -> Result<Option<RecordView>, StoreError> {
        self.after_reading(view(&self.held, record))
    }

    /// What a record showed when `heads` were its newest changes; `None` if not all of them and of what they build on is held.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn view_as_of(&self, record: RecordId, heads: &[ChangeId]) -> Result<Option<RecordView>, StoreError> {
        self.after_reading(view_as_of(&self.held, record, heads))
    }

    /// What was ever put into a field of a record: see [`History::ever_put`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn ever_put(&self, record: RecordId, field: &str) -> Result<Vec<Value>, StoreError> {
        let Some(meta) = self.of_index(self.held.index.record(&record))? else { return Ok(Vec::new()) };
        let log = self.key_log(meta.namespace)?;
        let history = History::new(record, self.changes_of(record)?, &log);
        Ok(history.map(|history| history.ever_put(field)).unwrap_or_default())
    }

    /// The changes of a record that are held.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn changes_of(&self, record: RecordId) -> Result<Vec<Change>, StoreError> {
        let Some(meta) = self.of_index(self.held.index.record(&record))? else { return Ok(Vec::new()) };
        self.after_reading(self.held.changes_of(meta.namespace, &record))
    }

    /// The record that a change edits.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn record_of_change(&self, change: ChangeId) -> Result<Option<RecordId>, StoreError> {
        let meta = self.of_index(self.held.index.change(&change))?;
        Ok(meta.and_then(|meta| meta.record).map(|(record, _)| record))
    }

    /// The key log of an agent, as far as it is held.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn key_log(&self, agent: AgentId) -> Result<Arc<KeyLog>, StoreError> {
        self.after_reading(self.held.key_log(agent))
    }

    /// The records of one kind in a namespace.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn records_of(&self, agent: AgentId, kind: Kind) -> Result<BTreeSet<RecordId>, StoreError> {
        let mut records = BTreeSet::new();
        for (change, record) in self.of_index(self.held.index.changes_in(&agent))? {
            let begins = record.filter(|record| record.first_change() == change);
            if let Some(record) = begins
                && self.of_index(self.held.index.record(&record))?.is_some_and(|meta| meta.kind == kind)
            {
                records.insert(record);
            }
        }
        Ok(records)
    }

    /// The records of one kind in a namespace that were edited since they began.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn records_with_edits(&self, agent: AgentId, kind: Kind) -> Result<Vec<RecordId>, StoreError> {
        let mut edited = Vec::new();
        for record in self.records_of(agent, kind)? {
            if self.of_index(self.held.index.record(&record))?.is_some_and(|meta| meta.changes > 1) {
                edited.push(record);
            }
        }
        Ok(edited)
    }

    /// How a change stands in its record.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn change_state(
        &self,
        record: RecordId,
        change: ChangeId,
    ) -> Result<Option<ChangeState>, StoreError> {
        let Some(meta) = self.of_index(self.held.index.record(&record))? else { return Ok(None) };
        let log = self.key_log(meta.namespace)?;
        let history = History::new(record, self.changes_of(record)?, &log);
        Ok(history.and_then(|history| {
            Some(ChangeState {
                agent: meta.namespace,
                counts: history.counts(change)?,
                adoptable: history.is_adoptable(change),
                heads: history.heads().to_vec(),
            })
        }))
    }

    /// The changes in a namespace that some keys signed, each with the entry that it cites.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn changes_by(
        &self,
        agent: AgentId,
        keys: &BTreeSet<PublicKey>,
    ) -> Result<Vec<(ChangeId, EntryId, PublicKey)>, StoreError> {
        let mut by_them = Vec::new();
        for (id, _) in self.of_index(self.held.index.changes_in(&agent))? {
            let Some(bytes) = self.item(&ItemKey::of_change(agent, id))? else { continue };
            let change = Change::from_own_store(&bytes).map_err(HeldError::from)?;
            if keys.contains(change.key()) {
                by_them.push((id, change.entry(), *change.key()));
            }
        }
        Ok(by_them)
    }

    /// The proposals in a namespace that members approved under a key-log entry.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn approved_under(&self, agent: AgentId, entry: EntryId) -> Result<BTreeSet<ChangeId>, StoreError> {
        let log = self.key_log(agent)?;
        let mut approved = BTreeSet::new();
        for record in self.records_with_edits(agent, Kind::Resource)? {
            if let Some(history) = History::new(record, self.changes_of(record)?, &log) {
                approved.extend(history.approved_under(entry));
            }
        }
        Ok(approved)
    }

    /// What members object to in a change of a record, under the current key-log entry.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn objections(&self, record: RecordId, change: ChangeId) -> Result<Vec<Objection>, StoreError> {
        let Some(meta) = self.of_index(self.held.index.record(&record))? else { return Ok(Vec::new()) };
        let log = self.key_log(meta.namespace)?;
        let history = History::new(record, self.changes_of(record)?, &log);
        Ok(history.map(|history| history.objections_to(change)).unwrap_or_default())
    }

    /// An answer of the index; if it has none to give, it is rebuilt at the next start.
    fn of_index<T>(&self, answer: Result<T, IndexError>) -> Result<T, StoreError> {
        answer.map_err(|error| {
            tracing::error!(%error, "the index is damaged, and will be rebuilt at the next start");
            self.trust.withdraw();
            error.into()
        })
    }

    /// Closes cleanly: the next start need not doubt the index.
    ///
    /// # Errors
    /// What fsyncing the index's files reports; nothing is lost by it but time at the next start.
    pub fn close(&self) -> io::Result<()> {
        let thread = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(thread) = thread else { return Ok(()) };
        let _ = self.commands.send(Command::Close);
        let clean = thread.join().unwrap_or(false);
        if clean && self.held.index.close().is_ok() {
            self.trust.mark_clean(&self.index_directory)?;
        }
        Ok(())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Err(error) = self.close() {
            tracing::warn!(%error, "the index could not be closed cleanly: the next start may take longer");
        }
    }
}

/// How a change stands in its record.
#[derive(Debug, Clone)]
pub struct ChangeState {
    /// In whose namespace it is.
    pub agent: AgentId,
    /// Whether it counts.
    pub counts: bool,
    /// Whether a member may take it back in, should it not count.
    pub adoptable: bool,
    /// The record's heads.
    pub heads: Vec<ChangeId>,
}

/// Commands that may wait for the writer before whoever sends the next has to wait too.
const MAX_WAITING_COMMANDS: usize = 64;

/// Starts the writer's thread, which says in the end whether everything that was written is indexed.
fn spawn(writer: Writer, trust: Trust) -> io::Result<(SyncSender<Command>, JoinHandle<bool>)> {
    let (commands, received) = sync_channel(MAX_WAITING_COMMANDS);
    let thread = std::thread::Builder::new()
        .name("store-writer".to_owned())
        .spawn(move || write_until_closed(writer, &received, &trust))?;
    Ok((commands, thread))
}

fn write_until_closed(writer: Writer, commands: &Receiver<Command>, trust: &Trust) -> bool {
    let observer = Arc::clone(&writer.observer);
    // sled may panic over a damaged file in the middle of work, too.
    let run = std::panic::AssertUnwindSafe(|| writer.run(commands).map_err(|error| error.to_string()));
    let outcome = std::panic::catch_unwind(run).unwrap_or_else(|_| Err("the index panicked".to_owned()));
    let Err(reason) = outcome else { return true };
    tracing::error!(%reason, "a write failed: nothing more is kept");
    trust.withdraw();
    observer(Event::Failed(reason));
    false
}
