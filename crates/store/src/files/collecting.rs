//! Giving room back: what nothing refers to, and, over the quota, what nobody wants to keep.

use std::{
    collections::BTreeMap,
    fs, io,
    os::unix::fs::MetadataExt as _,
    path::Path,
    time::{Duration, SystemTime},
};

use commons_registry::FileHash;

use super::{Files, Part};

/// How long a file that was put in may wait to be published.
const WAITS_FOR_PUBLISHING: Duration = Duration::from_secs(3600);

/// What a file is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Nothing that is shown refers to it, or it is withheld: it is not kept.
    None,
    /// A record refers to it: it is kept while there is room.
    Referred,
    /// It belongs to the node's own records, or the owner wants to keep it: it is kept, whatever the quota.
    Wanted,
}

/// A file of which anything is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Which.
    pub file: FileHash,
    /// Bytes on disk.
    pub bytes: u64,
    /// Whether it is here whole.
    pub whole: bool,
    /// When it came.
    since: SystemTime,
    /// Whether it waits to be published.
    new: bool,
}

/// What was removed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    /// Files that nothing refers to any more.
    pub unused: Vec<FileHash>,
    /// Files that were removed to make room.
    pub for_room: Vec<FileHash>,
    /// Bytes that are kept and count against the quota.
    pub bytes: u64,
}

impl Files {
    /// The files of which anything is here, by hash.
    ///
    /// # Errors
    /// What the disk reports.
    pub fn kept(&self) -> io::Result<Vec<Kept>> {
        let mut kept = BTreeMap::new();
        for folder in entries(&self.directory)? {
            if folder.is_dir() {
                for path in entries(&folder)? {
                    note(&mut kept, &path);
                }
            }
        }
        Ok(kept.into_values().collect())
    }

    /// Removes what nothing refers to; and of the rest, as far as nobody here wants to keep it, what does not
    /// fit into the quota: the last to come stay.
    ///
    /// # Errors
    /// What the disk reports.
    pub fn collect<E: From<io::Error>>(
        &self,
        quota: u64,
        mut used: impl FnMut(&FileHash) -> Result<Use, E>,
    ) -> Result<Collected, E> {
        let mut collected = Collected::default();
        let mut may_go = Vec::new();
        for kept in self.kept()? {
            match used(&kept.file)? {
                Use::None if !kept.new => {
                    self.remove(&kept.file)?;
                    collected.unused.push(kept.file);
                    continue;
                }
                Use::Referred => may_go.push(kept),
                _ => {}
            }
        }
        // What came last is kept first, as far as there is room for it.
        may_go.sort_by_key(|kept| core::cmp::Reverse(kept.since));
        for kept in may_go {
            if collected.bytes.saturating_add(kept.bytes) <= quota {
                collected.bytes += kept.bytes;
            } else {
                self.remove(&kept.file)?;
                collected.for_room.push(kept.file);
            }
        }
        Ok(collected)
    }

    /// Removes what was being put in when the program ended. To be called before anything is put in.
    ///
    /// # Errors
    /// What the disk reports.
    pub fn clear_unfinished(&self) -> io::Result<()> {
        for path in entries(&self.directory)? {
            if path.is_file() {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }
}

/// What is in a folder; nothing if there is none.
fn entries(folder: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| entry.map(|entry| entry.path())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn note(kept: &mut BTreeMap<FileHash, Kept>, path: &Path) {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return };
    let Some((hash, ending)) = name.split_at_checked(64) else { return };
    let part = Part::ALL.into_iter().find(|part| part.ending() == ending);
    let (Ok(file), Some(part), Ok(data)) = (hash.parse(), part, fs::metadata(path)) else { return };
    let since = data.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    let empty = Kept { file, bytes: 0, whole: false, since: SystemTime::UNIX_EPOCH, new: false };
    let entry = kept.entry(file).or_insert(empty);
    // What takes room, not what is said: a part has holes.
    entry.bytes += data.blocks() * 512;
    match part {
        Part::Content => (entry.whole, entry.since) = (true, since),
        Part::Incomplete => entry.since = entry.since.max(since),
        Part::New => entry.new = since.elapsed().is_ok_and(|age| age < WAITS_FOR_PUBLISHING),
        Part::Pieces | Part::Damaged => {}
    }
}
