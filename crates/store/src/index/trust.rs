//! Whether the index may be believed when a node starts.
//!
//! Within one boot of the machine it may: what sled wrote is in the operating system's hands even if the node was
//! killed. After a boot it may only if it was closed cleanly, its files fsynced, and then this marker. In every
//! other case the index is rebuilt from the journal.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Where Linux tells one boot from the next.
const BOOT_ID: &str = "/proc/sys/kernel/random/boot_id";

const CLEAN: &str = "clean";

/// The marker file beside the index.
#[derive(Debug, Clone)]
pub(crate) struct Trust {
    marker: PathBuf,
    boot: Option<String>,
    /// Once withdrawn, trust is not given again while the node runs.
    withdrawn: Arc<AtomicBool>,
}

impl Trust {
    pub(crate) fn new(marker: PathBuf) -> Self {
        let boot = fs::read_to_string(BOOT_ID).ok().map(|id| id.trim().to_owned());
        Self { marker, boot, withdrawn: Arc::default() }
    }

    /// Whether the marker says that the index can be believed.
    pub(crate) fn holds(&self) -> bool {
        let Ok(marker) = fs::read_to_string(&self.marker) else { return false };
        marker == CLEAN || self.boot.as_ref().is_some_and(|boot| *boot == marker)
    }

    /// Says that the index is in use: from now on it can be believed within this boot only.
    pub(crate) fn mark_in_use(&self) -> io::Result<()> {
        self.write(self.boot.as_deref().unwrap_or_default())
    }

    /// Fsyncs the index's files, and then says that it was closed cleanly.
    pub(crate) fn mark_clean(&self, index: &Path) -> io::Result<()> {
        if self.withdrawn.load(Ordering::SeqCst) {
            return Ok(());
        }
        sync_tree(index)?;
        self.write(CLEAN)
    }

    /// Takes the marker away: whatever the index was found to be, the next start rebuilds it.
    pub(crate) fn withdraw(&self) {
        self.withdrawn.store(true, Ordering::SeqCst);
        if let Err(error) = fs::remove_file(&self.marker)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::error!(%error, "remove the folder \"index\" before the next start: it is damaged");
        }
    }

    fn write(&self, text: &str) -> io::Result<()> {
        let mut file = File::create(&self.marker)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        self.marker.parent().map_or(Ok(()), |directory| File::open(directory)?.sync_all())
    }
}

fn sync_tree(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_tree(&entry.path())?;
        } else {
            File::open(entry.path())?.sync_all()?;
        }
    }
    File::open(path)?.sync_all()
}
