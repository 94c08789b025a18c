//! Giving room back: what nothing refers to, and, over the quota, what nobody wants to keep.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    os::unix::fs::MetadataExt as _,
    path::Path,
    time::{Duration, SystemTime},
};

use commons_identity::AgentId;
use commons_registry::{FileHash, RecordId};

use super::{Files, Part};

/// How long a file that was put in may wait to be published.
const WAITS_FOR_PUBLISHING: Duration = Duration::from_secs(3600);

/// How long a file stays that nothing shown names any more, though nobody erased it: what its record shows may be other again when
/// more of it has come, or its agent's key log is settled.
const STAYS_UNNAMED: Duration = Duration::from_secs(30 * 24 * 3600);

/// How often it is noted that a file is still named.
const NOTED_EVERY: Duration = Duration::from_secs(24 * 3600);

/// Most records noted of those that name a file.
const MAX_NOTED: usize = 64;

/// What a file is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// All that named it was erased, or it is withheld: it goes.
    Refused,
    /// Nothing that is shown names it now: it stays for a while, within the quota unless it is `wanted` here.
    Unnamed {
        /// Whether it belonged to the node's own records, or to one whose files the owner wants to keep.
        wanted: bool,
    },
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
    /// When it was last noted that something names it.
    named: Option<SystemTime>,
    /// Whether it waits to be published.
    new: bool,
}

/// What was removed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    /// Files that were refused, or that nothing has named for long.
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

    /// Removes what is refused, and what nothing has named for long; and of the rest, as far as nobody here wants to keep it, what does
    /// not fit into the quota: what is named stays first, and of that what came last.
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
            let used = used(&kept.file)?;
            let last = kept.named.unwrap_or(kept.since);
            let is_old = || last.elapsed().is_ok_and(|age| age > STAYS_UNNAMED);
            match used {
                _ if kept.new && used != Use::Refused => {}
                Use::Refused => collected.unused.push(kept.file),
                Use::Unnamed { .. } if is_old() => collected.unused.push(kept.file),
                Use::Unnamed { wanted: false } => may_go.push((false, kept)),
                Use::Referred => may_go.push((true, kept)),
                Use::Unnamed { wanted: true } | Use::Wanted => {}
            }
        }
        for file in &collected.unused {
            self.remove(file)?;
        }
        may_go.sort_by_key(|(named, kept)| core::cmp::Reverse((*named, kept.since)));
        for (_, kept) in may_go {
            if collected.bytes.saturating_add(kept.bytes) <= quota {
                collected.bytes += kept.bytes;
            } else {
                self.remove(&kept.file)?;
                collected.for_room.push(kept.file);
            }
        }
        Ok(collected)
    }

    /// Notes which records name a file, each with its agent: that is known when they are gone. Written only now and then, unless it is
    /// news.
    ///
    /// # Errors
    /// What the disk reports.
    pub fn note_users(&self, file: &FileHash, users: &BTreeSet<(AgentId, RecordId)>) -> io::Result<()> {
        let path = self.path(file, Part::Users);
        let noted = fs::metadata(&path).and_then(|data| data.modified()).ok();
        let is_fresh = noted.is_some_and(|noted| noted.elapsed().is_ok_and(|age| age < NOTED_EVERY));
        if is_fresh && self.users(file).is_superset(users) {
            return Ok(());
        }
        // Those from before as well: what was erased since must not be forgotten before all are.
        let all: BTreeSet<_> = users.union(&self.users(file)).copied().collect();
        let lines: String =
            all.iter().take(MAX_NOTED).map(|(agent, record)| format!("{agent} {record}\n")).collect();
        self.make_room(file)?;
        self.write_whole(&path, lines.as_bytes())
    }

    /// The records that named a file when that was last noted, and before.
    #[must_use]
    pub fn users(&self, file: &FileHash) -> BTreeSet<(AgentId, RecordId)> {
        let text = fs::read_to_string(self.path(file, Part::Users)).unwrap_or_default();
        let read = |line: &str| {
            let (agent, record) = line.split_once(' ')?;
            Some((agent.parse().ok()?, record.parse().ok()?))
        };
        text.lines().filter_map(read).collect()
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
    let empty = Kept { file, bytes: 0, whole: false, since: SystemTime::UNIX_EPOCH, named: None, new: false };
    let entry = kept.entry(file).or_insert(empty);
    // What takes room, not what is said: a part has holes.
    if matches!(part, Part::Content | Part::Incomplete | Part::Damaged) {
        entry.bytes += data.blocks() * 512;
    }
    match part {
        Part::Content => (entry.whole, entry.since) = (true, since),
        Part::Incomplete => entry.since = entry.since.max(since),
        Part::Users => entry.named = Some(since),
        Part::New => entry.new = since.elapsed().is_ok_and(|age| age < WAITS_FOR_PUBLISHING),
        Part::Pieces | Part::Damaged => {}
    }
}
