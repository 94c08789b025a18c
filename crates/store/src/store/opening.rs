//! Opening a store: believing the index, or rebuilding it from the journal.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::time::Instant;

use commons_registry::{Changed, NetworkId, Outline, Snapshot};

use super::{Observer, Outcome, Store};
use crate::admission::{Admission, Choices};
use crate::held::Held;
use crate::index::{Counts, Describer, Index, IndexError, Loaded, Trust};
use crate::journal::{self, Journal, Position, Recovery, ScanEvent};
use crate::lock::{DataLock, LockError};
use crate::writer::{Compacting, Compaction, Published, Writer, finish_interrupted};

/// Bytes of frames that are indexed at once when the index is rebuilt: enough that hardly any thread waits for the first to be
/// judged.
const REBUILD_BATCH: usize = 4 * 1024 * 1024;

/// Memory that may be used so that the disk need not be, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caches {
    /// For pages of the index; sled makes about three times as much of it.
    pub index: u64,
    /// For rows of the index that are not written yet, while much comes in.
    pub unwritten: u64,
    /// For key logs that were worked out.
    pub key_logs: u64,
}

impl Default for Caches {
    fn default() -> Self {
        let mib = 1024 * 1024;
        Self { index: 8 * mib, unwritten: 48 * mib, key_logs: 32 * mib }
    }
}

/// How to open a store.
pub struct StoreOptions {
    /// Which network's items are kept here.
    pub network: NetworkId,
    /// How much memory to use for what lies on disk.
    pub caches: Caches,
    /// Size in bytes at which a journal segment ends.
    pub segment_bytes: u64,
    /// Whom to trust, what to withhold, how much to keep.
    pub choices: Choices,
    /// Says of records what their fields do not say, for searches.
    pub describer: Describer,
    /// Is told what happens; called on the writer's thread, so it must be quick.
    pub observer: Observer,
}

impl StoreOptions {
    /// The usual options for a network, with nobody watching.
    #[must_use]
    pub fn new(network: NetworkId) -> Self {
        Self {
            network,
            caches: Caches::default(),
            segment_bytes: journal::DEFAULT_SEGMENT_BYTES,
            choices: Choices::default(),
            describer: Describer::default(),
            observer: Arc::new(|_| ()),
        }
    }
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

        let trusted = trust.holds();
        // From here on sled may write: the marker must not say that it was closed cleanly.
        trust.mark_in_use().map_err(file_error(directory.join("index.trust")))?;
        let opened = if trusted {
            open_index(&index_directory, &options.caches, &options.describer)
        } else {
            Err("it was not closed before the machine was last started".to_owned())
        };
        let tail = opened.as_ref().ok().map(|(_, loaded)| loaded.reflected_to.tail);
        let journal_options = journal::Options { segment_bytes: options.segment_bytes, trusted: tail };
        let (mut journal, recovered) =
            Journal::open(&directory.join("journal"), options.network, &journal_options)?;
        let opened = match opened {
            Ok(stale) if !recovered.trusted => {
                drop(stale); // sled lets go of the files before they are moved
                Err("it does not belong to this journal".to_owned())
            }
            other => other,
        };

        let mut report = OpenReport { recovery: recovered.clone(), ..OpenReport::default() };
        let damaged_index = index_directory.with_extension(SET_ASIDE);
        let (index, loaded) = match opened {
            Ok((index, loaded)) => (index, Some(loaded)),
            Err(reason) => {
                set_aside(&index_directory).map_err(file_error(index_directory.clone()))?;
                report.rebuilt = Some(reason);
                // Peers are to compare everything anew: what was lost meanwhile is not after any bookmark.
                if !recovered.renewed {
                    journal.renew().map_err(|error| OpenStoreError::Read(error.to_string()))?;
                }
                (Index::open(&index_directory, &options.caches, &options.describer)?, None)
            }
        };
        let (outline, counts, last, listed, mut admission) = match loaded {
            Some(Loaded { outline, reflected_to, listed, admission }) => {
                (outline, reflected_to.counts, reflected_to.last, listed, admission)
            }
            None => (Outline::default(), Counts::default(), None, None, Admission::default()),
        };
        admission.choices = options.choices.clone();
        admission.reckon();
        let held = Arc::new(Held::new(index, journal.reader(), &options.caches));
        finish_interrupted(&mut journal, &held, report.rebuilt.is_none())
            .map_err(|error| OpenStoreError::Read(error.to_string()))?;
        let published = Arc::new(Published {
            snapshot: RwLock::new(Snapshot::empty()),
            unlisted: AtomicU64::new(0),
            counts: Mutex::new(counts.clone()),
            compacting: Compacting::default(),
            admission: RwLock::new(admission),
        });
        let journal_id = journal.id();
        let mut writer = Writer {
            held: Arc::clone(&held),
            journal,
            published: Arc::clone(&published),
            observer: options.observer,
            outline,
            touched: Vec::new(),
            changed: Changed::new(),
            rebuilding: report.rebuilt.is_some(),
            unreflected: true,
            unsettled: false,
            busy_until: Instant::now(),
            counts,
            last,
            listed,
            noted: listed,
            refreshed: Vec::new(),
            pending: true, // perhaps from the run before
            closing: BTreeMap::new(),
            introductions_changed: false,
            compaction: Compaction::new(damaged_index),
        };
        catch_up(&mut writer, last, &mut report).map_err(OpenStoreError::Read)?;
        published.compacting.erased.store(held.index.erased_bytes()?, Ordering::Relaxed);
        // Something else may have been chosen since. Also says what a new index reflects, if that is nothing.
        writer.choose(options.choices).map_err(|error| OpenStoreError::Read(error.to_string()))?;

        let (commands, thread) =
            super::spawn(writer, trust.clone()).map_err(file_error(directory.to_owned()))?;
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
}

fn open_index(directory: &Path, caches: &Caches, describer: &Describer) -> Result<(Index, Loaded), String> {
    if !directory.exists() {
        return Err("there is none yet".to_owned());
    }
    // sled reports some damage by panicking; that is expected here, and not worth a trace on the terminal.
    let quiet = QuietPanics::begin();
    let opened = Index::open(directory, caches, describer)
        .and_then(|index| index.load().map(|loaded| (index, loaded)));
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

/// How the name of an index ends that was set aside.
const SET_ASIDE: &str = "set-aside";

/// Moves a damaged index out of the way. One is kept, for whoever wants to find out.
fn set_aside(directory: &Path) -> io::Result<()> {
    if !directory.exists() {
        return Ok(());
    }
    let aside = directory.with_extension(SET_ASIDE);
    if aside.exists() {
        fs::remove_dir_all(&aside)?;
    }
    fs::rename(directory, aside)
}

/// Indexes what is in the journal and not in the index.
fn catch_up(writer: &mut Writer, after: Option<Position>, report: &mut OpenReport) -> Result<(), String> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    let mut scan = writer.held.journal.scan(after).peekable();
    while let Some(event) = scan.next() {
        match event.map_err(|error| error.to_string())? {
            ScanEvent::Frame { position, payload, .. } => {
                bytes += payload.len();
                batch.push((position, payload));
            }
            ScanEvent::Damage(region) => {
                report.unusable += 1;
                let copy = writer.held.journal.set_aside(region.segment, &region.damage);
                tracing::error!(
                    segment = region.segment, damage = ?region.damage, copy = ?copy.ok(),
                    "bit rot in the journal: what was there will be fetched from peers"
                );
            }
        }
        if bytes < REBUILD_BATCH && scan.peek().is_some() {
            continue;
        }
        report.indexed += batch.len() as u64;
        bytes = 0;
        let outcomes = writer.index(std::mem::take(&mut batch)).map_err(|error| error.to_string())?;
        for outcome in outcomes {
            if let Outcome::Invalid(reason) = outcome {
                report.unusable += 1;
                tracing::error!(%reason, "an item in the journal may not be kept, and is passed over");
            }
        }
    }
    if writer.rebuilding { writer.finish_rebuilding().map_err(|error| error.to_string()) } else { Ok(()) }
}
