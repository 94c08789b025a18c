//! Files that are being fetched, and those that were, since the node runs.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use commons_network::{FetchError, FileProgress, Incoming, Network};
use commons_registry::{FileHash, Pieces};
use commons_store::{Files, IncomingFile};
use tokio::sync::{Semaphore, watch};

/// Files that are fetched at a time.
const AT_ONCE: usize = 2;

/// Most files that are fetched or wait for it, and of which it is known how that ended.
const MAX_FETCHES: usize = 2000;

/// How often those who hold a file are asked again, if they went away and something came since.
const MAX_ATTEMPTS: u32 = 20;

/// How long to wait before that: a node that went away may be back, and others may have come.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(3);

/// The files that are being fetched.
#[derive(Debug)]
pub(crate) struct Fetches {
    jobs: Mutex<BTreeMap<FileHash, Fetch>>,
    turns: Arc<Semaphore>,
}

/// A file that is being fetched, or was.
#[derive(Debug, Clone)]
pub(crate) struct Fetch {
    progress: watch::Receiver<FileProgress>,
    /// Empty while it goes on; then nothing, or why the file is not here.
    ended: Arc<OnceLock<Option<String>>>,
}

impl Fetch {
    pub(crate) fn progress(&self) -> FileProgress {
        self.progress.borrow().clone()
    }

    pub(crate) fn goes_on(&self) -> bool {
        self.ended.get().is_none()
    }

    pub(crate) fn failed(&self) -> Option<&str> {
        self.ended.get()?.as_deref()
    }
}

impl Default for Fetches {
    fn default() -> Self {
        Self { jobs: Mutex::default(), turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Fetches {
    fn jobs(&self) -> MutexGuard<'_, BTreeMap<FileHash, Fetch>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How it is with a file.
    pub(crate) fn get(&self, file: &FileHash) -> Option<Fetch> {
        self.jobs().get(file).cloned()
    }

    /// Whether a file is being fetched.
    pub(crate) fn fetches(&self, file: &FileHash) -> bool {
        self.get(file).is_some_and(|job| job.goes_on())
    }

    /// How many files are being fetched or wait for it.
    pub(crate) fn going_on(&self) -> usize {
        self.jobs().values().filter(|job| job.goes_on()).count()
    }

    /// Begins to fetch a file, or to wait for its turn. Returns whether it does: not if too many wait already.
    pub(crate) fn begin(
        &self,
        (file, size): (FileHash, u64),
        files: Files,
        network: Network,
        runtime: &tokio::runtime::Handle,
    ) -> bool {
        let mut jobs = self.jobs();
        if jobs.get(&file).is_some_and(Fetch::goes_on) {
            return true;
        }
        if jobs.len() >= MAX_FETCHES {
            jobs.retain(|_, job| job.goes_on());
            if jobs.len() >= MAX_FETCHES {
                return false;
            }
        }
        let (progress, watched) = watch::channel(FileProgress::default());
        let ended = Arc::new(OnceLock::new());
        jobs.insert(file, Fetch { progress: watched, ended: Arc::clone(&ended) });
        let turns = Arc::clone(&self.turns);
        runtime.spawn(async move {
            // Never closed; and if it were, there is nothing to wait for.
            let _turn = turns.acquire_owned().await;
            let failed = fetch((file, size), files, &network, progress).await.err();
            if let Some(reason) = &failed {
                tracing::info!(file = %file.short(), %reason, "a file could not be fetched");
            }
            // Set here alone.
            let _ = ended.set(failed.map(|error| error.to_string()));
        });
        true
    }
}

async fn fetch(
    (file, size): (FileHash, u64),
    files: Files,
    network: &Network,
    progress: watch::Sender<FileProgress>,
) -> Result<(), FetchError> {
    let opening = tokio::task::spawn_blocking(move || files.incoming(file, size));
    let part: Arc<dyn Incoming> = Arc::new(Part(opening.await.map_err(io::Error::other)??));
    let mut attempts = 0;
    loop {
        let before = progress.borrow().bytes;
        match network.fetch((file, size), Arc::clone(&part), progress.clone()).await {
            Err(FetchError::Interrupted | FetchError::NobodyHolds | FetchError::Busy)
                if attempts < MAX_ATTEMPTS && (attempts == 0 || progress.borrow().bytes > before) =>
            {
                attempts += 1;
                tokio::time::sleep(ASK_AGAIN_AFTER).await;
            }
            ended => return ended,
        }
    }
}

/// Where the pieces go, as the network sees it.
struct Part(IncomingFile);

impl Incoming for Part {
    fn pieces(&self) -> Option<Pieces> {
        self.0.pieces()
    }

    fn keep_pieces(&self, pieces: &Pieces) -> io::Result<()> {
        self.0.keep_pieces(pieces)
    }

    fn lacking(&self) -> io::Result<Vec<u32>> {
        self.0.lacking()
    }

    fn keep(&self, index: u32, bytes: &[u8]) -> io::Result<()> {
        self.0.keep(index, bytes)
    }

    fn finish(&self) -> io::Result<()> {
        self.0.finish()
    }
}
