//! The store: one writer, any number of readers.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;

use commons_identity::{AgentId, KeyLog};
use commons_registry::{
    Change, Holdings as _, InvalidItem, ItemKey, Kind, NetworkId, RecordId, RecordView, StateRoot, Trie,
};

use crate::bundle::{BundleWriter, Header, JournalId, WriteBundleError};
use crate::held::{Held, HeldError};
use crate::index::{Counts, Found, HexPrefix, Index, IndexError, Listed, Loaded, Trust};
use crate::journal::{self, Journal, Position, ReadError, Recovery, ScanEvent};
use crate::lock::{DataLock, LockError};
use crate::writer::{Command, Fatal, Published, WriteError, Writer, view};

/// Commands that may wait for the writer before whoever sends the next has to wait too.
const MAX_WAITING_COMMANDS: usize = 64;

/// Frames indexed at once when the index is rebuilt.
const REBUILD_BATCH: usize = 1000;

/// The cache sled may use unless told otherwise, in bytes.
pub const DEFAULT_CACHE_BYTES: u64 = 32 * 1024 * 1024;

/// How to open a store.
pub struct StoreOptions {
    /// Which network's items are kept here.
    pub network: NetworkId,
    /// Most bytes the index keeps in memory.
    pub cache_bytes: u64,
    /// Size in bytes at which a journal segment ends.
    pub segment_bytes: u64,
    /// Is told what happens; called on the writer's thread, so it must be quick.
    pub observer: Observer,
}

impl StoreOptions {
    /// The usual options for a network, with nobody watching.
    #[must_use]
    pub fn new(network: NetworkId) -> Self {
        Self {
            network,
            cache_bytes: DEFAULT_CACHE_BYTES,
            segment_bytes: journal::DEFAULT_SEGMENT_BYTES,
            observer: Box::new(|_| ()),
        }
    }
}

/// Is told what happens in a store.
pub type Observer = Box<dyn Fn(Event) + Send>;

/// What happens in a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Something was kept, or lost: this is the state now.
    Changed(StateRoot),
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
    /// It breaks a rule.
    Invalid(InvalidItem),
}

/// Why a store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenStoreError {
    /// Another process uses it.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The journal could not be opened.
    #[error(transparent)]
    Journal(#[from] journal::OpenError),
    /// The journal could not be read, or a new segment not be begun.
    #[error("{0}")]
    Read(String),
    /// A file beside them could not be used.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A fresh index could not be made.
    #[error(transparent)]
    Index(#[from] IndexError),
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

/// What opening found and did.
#[derive(Debug, Default)]
pub struct OpenReport {
    /// Why the index was rebuilt, if it was.
    pub rebuilt: Option<String>,
    /// Frames indexed while opening.
    pub indexed: u64,
    /// Frames of the journal that hold no item that may be kept, or cannot be read at all.
    pub unusable: u64,
    /// What the journal's recovery did.
    pub recovery: Recovery,
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
    /// Opens or creates the store in a data directory, rebuilding the index if it is missing, stale or damaged.
    ///
    /// # Errors
    /// [`OpenStoreError`]; a damaged index is none.
    pub fn open(directory: &Path, options: StoreOptions) -> Result<(Self, OpenReport), OpenStoreError> {
        let lock = DataLock::acquire(directory)?;
        let index_directory = directory.join("index");
        let trust = Trust::new(directory.join("index.trust"));
        let file_error = |path: PathBuf| move |source| OpenStoreError::File { path, source };

        let opened = open_index(&index_directory, &trust, options.cache_bytes);
        let trusted = opened.as_ref().ok().map(|(_, loaded)| loaded.reflected_to.tail);
        let journal_options = journal::Options { segment_bytes: options.segment_bytes, trusted };
        let (mut journal, recovery) =
            Journal::open(&directory.join("journal"), options.network, &journal_options)?;
        let opened = match opened {
            Ok(_) if !recovery.trusted => Err("it does not belong to this journal".to_owned()),
            other => other,
        };
        trust.mark_in_use().map_err(file_error(directory.join("index.trust")))?;

        let mut report = OpenReport { recovery, ..OpenReport::default() };
        let (index, loaded) = match opened {
            Ok((index, loaded)) => (index, Some(loaded)),
            Err(reason) => {
                set_aside(&index_directory).map_err(file_error(index_directory.clone()))?;
                report.rebuilt = Some(reason);
                if journal.tail().last.is_some() {
                    journal.renew().map_err(|error| OpenStoreError::Read(error.to_string()))?;
                }
                (Index::open(&index_directory, options.cache_bytes)?, None)
            }
        };
        let (trie, counts, last) = match loaded {
            Some(Loaded { trie, reflected_to, counts }) => (trie, counts, reflected_to.last),
            None => (Trie::default(), Counts::default(), None),
        };
        let held = Arc::new(Held::new(index, journal.reader()));
        let published =
            Arc::new(Published { trie: RwLock::new(trie.clone()), counts: Mutex::new(counts.clone()) });
        let journal_id = journal.id();
        let mut writer = Writer {
            held: Arc::clone(&held),
            journal,
            published: Arc::clone(&published),
            observer: options.observer,
            trie,
            counts,
            last,
        };
        catch_up(&mut writer, last, &mut report).map_err(OpenStoreError::Read)?;
        if report.rebuilt.is_some() {
            // Says what a new index reflects, also if that is nothing.
            writer.index(Vec::new()).map_err(|error| OpenStoreError::Read(error.to_string()))?;
        }

        let (commands, received) = sync_channel(MAX_WAITING_COMMANDS);
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || write_until_closed(writer, &received))
            .map_err(file_error(directory.to_owned()))?;
        let store = Self {
            held,
            published,
            journal_id,
            network: options.network,
            commands,
            writer: Mutex::new(Some(thread)),
            trust,
            index_directory,
            _lock: lock,
        };
        Ok((store, report))
    }

    /// Judges items and keeps those that may be kept; returns when they are on disk. One `fdatasync` serves
    /// everybody who waits.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] if a write failed, now or before.
    pub fn ingest(&self, items: Vec<Vec<u8>>) -> Result<Vec<Outcome>, StoreError> {
        let stopped = || StoreError::Stopped("the writer is gone".to_owned());
        let (reply, answer) = sync_channel(1);
        self.commands.send(Command::Ingest { items, reply }).map_err(|_| stopped())?;
        Ok(answer.recv().map_err(|_| stopped())??)
    }

    /// Everything held and on disk: a snapshot, cheap to take.
    #[must_use]
    pub fn trie(&self) -> Trie {
        self.published.trie.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The hash over everything held.
    #[must_use]
    pub fn state(&self) -> StateRoot {
        self.trie().root()
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

    /// The bytes of an item. What the journal can no longer read counts as not held from now on, so that it is
    /// fetched from peers again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn item(&self, key: &ItemKey) -> Result<Option<Vec<u8>>, StoreError> {
        match self.held.item(key) {
            Err(HeldError::Read(ReadError::Damaged { position, fault })) => {
                tracing::error!(?key, ?position, %fault, "bit rot in the journal: the item will be fetched again");
                // If the writer is gone there is nobody to tell, and nothing to serve either.
                let _ = self.commands.send(Command::Lost { key: *key });
                Ok(None)
            }
            other => Ok(other?),
        }
    }

    /// What a record shows.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn view(&self, record: RecordId) -> Result<Option<RecordView>, StoreError> {
        Ok(view(&self.held, record)?)
    }

    /// The changes of a record that are held.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn changes_of(&self, record: RecordId) -> Result<Vec<Change>, StoreError> {
        let Some(meta) = self.held.index.record(&record)? else { return Ok(Vec::new()) };
        Ok(self.held.changes_of(meta.namespace, &record)?)
    }

    /// The record that a change edits.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn record_of_change(
        &self,
        change: commons_registry::ChangeId,
    ) -> Result<Option<RecordId>, StoreError> {
        let meta = self.held.index.change(&change)?;
        Ok(meta.and_then(|meta| meta.record).map(|(record, _)| record))
    }

    /// The key log of an agent, as far as it is held.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn key_log(&self, agent: AgentId) -> Result<Arc<KeyLog>, StoreError> {
        Ok(self.held.key_log(agent)?)
    }

    /// Everything whose id begins so, at most `most`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn resolve(&self, prefix: &HexPrefix, most: usize) -> Result<Vec<Found>, StoreError> {
        Ok(self.held.index.resolve(prefix, most)?)
    }

    /// A record as lists show it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn listed(&self, record: RecordId) -> Result<Option<Listed>, StoreError> {
        Ok(self.held.index.listed(record)?)
    }

    /// Records, the last to come first; those before the one whose sequence is `after`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn list(
        &self,
        kind: Option<Kind>,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Listed>, StoreError> {
        Ok(self.held.index.list(kind, after, limit)?)
    }

    /// Records in which all these words stand, the best first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn search(&self, text: &str, skip: usize, limit: usize) -> Result<Vec<Listed>, StoreError> {
        Ok(self.held.index.search(text, skip, limit)?)
    }

    /// Records that refer to a record or an agent, at most `most`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn references_to(
        &self,
        target: &[u8; 32],
        kind: Option<Kind>,
        most: usize,
    ) -> Result<Vec<Listed>, StoreError> {
        Ok(self.held.index.references_to(target, kind, most)?)
    }

    /// The records that an agent keeps of itself, lowest id first; one, unless it began several.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn agent_records(&self, agent: AgentId) -> Result<Vec<RecordId>, StoreError> {
        Ok(self.held.index.agent_records(&agent)?)
    }

    /// The record that an imported row became in a namespace.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn by_source(&self, namespace: &AgentId, key: &str) -> Result<Option<RecordId>, StoreError> {
        Ok(self.held.index.by_source(namespace, key)?)
    }

    /// Writes everything held to a bundle, in the journal's order. Returns how many items.
    ///
    /// # Errors
    /// [`ExportError`] if something cannot be read, or the destination cannot be written.
    pub fn export(&self, destination: impl io::Write) -> Result<Exported, ExportError> {
        let trie = self.trie();
        let mut items: Vec<(u64, ItemKey)> = trie.iter().map(|(key, sequence)| (sequence, key)).collect();
        items.sort_unstable();
        let header = Header {
            network: self.network,
            journal: self.journal_id,
            segment: 0,
            first_sequence: items.first().map_or(1, |(sequence, _)| *sequence),
            replaces: None,
        };
        let mut bundle = BundleWriter::new(destination, &header)?;
        let mut written = 0;
        for (sequence, key) in items {
            if let Some(bytes) = self.item(&key)? {
                bundle.write(sequence, &bytes)?;
                written += 1;
            }
        }
        bundle.finish()?;
        Ok(Exported { items: written, state: trie.root() })
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
        if clean && self.held.index.flush().is_ok() {
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

/// What an export wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// Items in the bundle.
    pub items: u64,
    /// The state of a node that holds just these.
    pub state: StateRoot,
}

/// Why a bundle could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Something held could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A frame could not be written.
    #[error(transparent)]
    Write(#[from] WriteBundleError),
    /// The destination failed.
    #[error("the bundle could not be written: {0}")]
    Io(#[from] io::Error),
}

fn open_index(directory: &Path, trust: &Trust, cache_bytes: u64) -> Result<(Index, Loaded), String> {
    if !directory.exists() {
        return Err("there is none yet".to_owned());
    }
    if !trust.holds() {
        return Err("it was not closed before the machine was last started".to_owned());
    }
    // sled reports some damage by panicking; that is expected here, and not worth a trace on the terminal.
    let quiet = QuietPanics::begin();
    let opened =
        Index::open(directory, cache_bytes).and_then(|index| index.load().map(|loaded| (index, loaded)));
    drop(quiet);
    opened.map_err(|error| error.to_string())
}

/// Silences the panic hook while it lives.
struct QuietPanics;

impl QuietPanics {
    fn begin() -> Self {
        std::panic::set_hook(Box::new(|_| ()));
        Self
    }
}

impl Drop for QuietPanics {
    fn drop(&mut self) {
        // Back to the default, which prints; nobody else in this program sets a hook.
        drop(std::panic::take_hook());
    }
}

/// Moves a damaged index out of the way. One is kept, for whoever wants to find out.
fn set_aside(directory: &Path) -> io::Result<()> {
    if !directory.exists() {
        return Ok(());
    }
    let aside = directory.with_extension("set-aside");
    if aside.exists() {
        fs::remove_dir_all(&aside)?;
    }
    fs::rename(directory, aside)
}

/// Indexes what is in the journal and not in the index.
fn catch_up(writer: &mut Writer, after: Option<Position>, report: &mut OpenReport) -> Result<(), String> {
    let scan = writer.held.journal.scan(after).map_err(|error| error.to_string())?;
    let mut batch = Vec::with_capacity(REBUILD_BATCH);
    let mut scan = scan.peekable();
    while let Some(event) = scan.next() {
        match event.map_err(|error| error.to_string())? {
            ScanEvent::Frame { position, payload, .. } => batch.push((position, payload)),
            ScanEvent::Damage(region) => {
                report.unusable += 1;
                let copy = writer.held.journal.set_aside(region.segment, &region.damage);
                tracing::error!(
                    segment = region.segment, damage = ?region.damage, copy = ?copy.ok(),
                    "bit rot in the journal: what was there will be fetched from peers"
                );
            }
        }
        if batch.len() == REBUILD_BATCH || scan.peek().is_none() {
            report.indexed += batch.len() as u64;
            let outcomes = writer.index(std::mem::take(&mut batch)).map_err(|error| error.to_string())?;
            for outcome in outcomes {
                if let Outcome::Invalid(reason) = outcome {
                    report.unusable += 1;
                    tracing::error!(%reason, "an item in the journal may not be kept, and is passed over");
                }
            }
        }
    }
    Ok(())
}

/// Returns whether everything that was written is indexed.
fn write_until_closed(writer: Writer, commands: &Receiver<Command>) -> bool {
    match writer.run(commands) {
        Ok(()) => true,
        Err((observer, error)) => {
            tracing::error!(%error, "a write failed: nothing more is kept");
            observer(Event::Failed(error.to_string()));
            false
        }
    }
}
