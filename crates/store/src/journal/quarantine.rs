//! Copies of damaged regions, for whoever wants to look. The region itself stays where it is.

use std::{
    ffi::OsString,
    io::{self, ErrorKind, Read},
    path::{Path, PathBuf},
    time::Duration,
};

use super::{
    media::{Media, SegmentFile},
    segments::{FileError, SegmentStream, segment_path},
};
use crate::bundle::Damage;

/// The directory inside the journal's that holds the copies.
pub const QUARANTINE_DIRECTORY: &str = "quarantine";

/// Bytes copied at a time.
const COPY_BYTES: usize = 64 * 1024;

/// Copies a region to `quarantine/<segment>-<offset>.bad`, once: a whole copy from an earlier time is kept.
pub(super) fn set_aside(
    media: &dyn Media,
    directory: &Path,
    segment: u64,
    damage: &Damage,
) -> Result<PathBuf, FileError> {
    let quarantine = directory.join(QUARANTINE_DIRECTORY);
    let path = quarantine.join(format!("{segment:020}-{:020}.bad", damage.offset));
    let copy = || {
        media.create_dir(&quarantine)?;
        let target = match media.create(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => media.open(&path)?,
            created => created?,
        };
        if target.length()? == damage.length {
            return Ok(());
        }
        // Interrupted the last time, or the region has changed since.
        target.truncate(0)?;
        let source = media.open(&segment_path(directory, segment))?;
        copy_bytes(SegmentStream::new(source, damage.offset, damage.end()), &*target)?;
        target.sync()?;
        media.sync_dir(&quarantine)
    };
    copy().map_err(FileError::of("copy a damaged region to", &path))?;
    Ok(path)
}

/// How many copies were made within so long.
pub(super) fn count(media: &dyn Media, directory: &Path, within: Duration) -> Result<u64, FileError> {
    let quarantine = directory.join(QUARANTINE_DIRECTORY);
    let names = names(media, &quarantine).map_err(FileError::of("read", &quarantine))?;
    // A copy whose age is not known, or that is of the future, counts: better said too often.
    let is_recent = |name: &OsString| {
        let made = std::fs::metadata(quarantine.join(name)).and_then(|data| data.modified());
        made.ok().and_then(|made| made.elapsed().ok()).is_none_or(|age| age < within)
    };
    let copies =
        names.into_iter().flatten().filter(|name| Path::new(name).extension() == Some("bad".as_ref()));
    Ok(copies.filter(is_recent).count() as u64)
}

/// The names of all copies, if there ever were any.
fn names(media: &dyn Media, quarantine: &Path) -> io::Result<Option<Vec<OsString>>> {
    match media.list(quarantine) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        names => names.map(Some),
    }
}

/// Removes all copies.
pub(super) fn empty(media: &dyn Media, directory: &Path) -> Result<(), FileError> {
    let quarantine = directory.join(QUARANTINE_DIRECTORY);
    let remove = || {
        let Some(names) = names(media, &quarantine)? else { return Ok(()) };
        for name in names {
            media.remove(&quarantine.join(name))?;
        }
        media.sync_dir(&quarantine)
    };
    remove().map_err(FileError::of("empty", &quarantine))
}

fn copy_bytes(mut source: SegmentStream, target: &dyn SegmentFile) -> io::Result<()> {
    let mut buffer = vec![0; COPY_BYTES];
    let mut offset = 0;
    loop {
        match source.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => {
                target.write_at(&buffer[..read], offset)?;
                offset += read as u64;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
