//! Compaction: a run of segments is written anew without what is no longer wanted, under a number of its own, and then
//! takes their place.
//!
//! 1. What is kept is written to a file that does not have the name of a segment, with labels and bytes as they were.
//! 2. All of it is synced, the file is named, the directory synced. From here on it stands for the old segments: whoever
//!    opens the journal passes them over.
//! 3. Whoever keeps positions brings them up to date; until then the old segments can be read.
//! 4. The old segments are removed, and the directory synced.
//!
//! Cut short before the second step is done, the unfinished file is removed at the next start; after it, the old
//! segments are, once positions are brought up to date.

use std::{io, path::PathBuf, sync::Arc};

use super::{
    catalogue::Entry,
    media::SegmentFile,
    quarantine,
    segments::{
        FileError, MAX_ROUNDS, number_at, place_of, remove_unfinished, rounds_of, segment_path,
        unfinished_path,
    },
    writer::{Journal, JournalError},
};
use crate::bundle::{HEADER_LENGTH, Header, JournalId, PayloadError, Replaces, encode_frame};

/// What is written is gathered up to this many bytes.
const WRITE_BYTES: usize = 256 * 1024;

/// A segment that is not written to any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed {
    /// Its number.
    pub number: u64,
    /// The journal that gave out its labels; unknown if its header is damaged.
    pub journal: Option<JournalId>,
    /// No frame in it has a lower label.
    pub first: u64,
    /// All frames in it have lower labels.
    pub end: u64,
    /// Its length in bytes.
    pub length: u64,
}

/// A segment that is being written and is to stand for others. Dropped, it leaves a file that is removed at the next
/// start; [`Journal::abandon`] removes it at once.
#[derive(Debug)]
pub struct Rewriting {
    header: Header,
    /// What it is to stand for, in the order of the journal.
    old: Vec<u64>,
    file: Arc<dyn SegmentFile>,
    path: PathBuf,
    end: u64,
    buffer: Vec<u8>,
}

impl Rewriting {
    /// Takes a frame over, with its label and its bytes. Labels ascend.
    ///
    /// # Errors
    /// When it cannot be written: what was written so far is of no use then.
    pub fn keep(&mut self, label: u64, payload: &[u8]) -> Result<(), FileError> {
        let encoded = encode_frame(label, payload, &mut self.buffer);
        encoded.map_err(|PayloadError { .. }| {
            FileError::of("write to", &self.path)(io::ErrorKind::InvalidData.into())
        })?;
        if self.buffer.len() >= WRITE_BYTES { self.write() } else { Ok(()) }
    }

    /// Makes what was taken over durable, so that there is less to wait for in the end.
    ///
    /// # Errors
    /// As [`Rewriting::keep`].
    pub fn sync(&mut self) -> Result<(), FileError> {
        self.write()?;
        self.file.sync().map_err(FileError::of("sync", &self.path))
    }

    /// Its length so far.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.end + self.buffer.len() as u64
    }

    /// Its number.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.header.segment
    }

    fn write(&mut self) -> Result<(), FileError> {
        self.file.write_at(&self.buffer, self.end).map_err(FileError::of("write to", &self.path))?;
        self.end += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }
}

impl Journal {
    /// Begins a new segment under the same id, so that what was appended so far can be compacted. Does nothing if no
    /// frame is in the last segment.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn seal(&mut self) -> Result<(), JournalError> {
        self.refuse_if_failed()?;
        if self.last.is_none() {
            return Ok(());
        }
        let begun = self.begin_segment(self.id);
        self.failed |= begun.is_err();
        begun
    }

    /// The segments that are not written to any more, in the order of the journal.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn sealed(&self) -> Result<Vec<Sealed>, FileError> {
        let entries = self.shared.catalogue().entries().to_vec();
        let ends = entries.iter().skip(1).map(|next| next.first);
        let sealed =
            self.reader().segments()?.into_iter().zip(&entries).zip(ends).map(|((segment, entry), end)| {
                let journal = segment.header.ok().map(|header| header.journal);
                Sealed { number: segment.number, journal, first: entry.first, end, length: segment.length }
            });
        Ok(sealed.collect())
    }

    /// Begins to write what shall stand for a run of sealed segments of one journal id, one after the other. `None` if they
    /// are no such run, or were compacted more often than there are numbers for.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn rewrite(&self, run: &[Sealed]) -> Result<Option<Rewriting>, FileError> {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return Ok(None) };
        let sealed = self.sealed()?;
        let is_run = sealed.windows(run.len()).any(|window| window == run);
        let journal = first.journal.filter(|id| run.iter().all(|one| one.journal == Some(*id)));
        // Of a segment whose header is damaged, nobody knows any more whose labels these are.
        let journal = if run.len() == 1 { Some(journal.unwrap_or(self.id)) } else { journal };
        let rounds = run.iter().map(|one| rounds_of(one.number)).max().unwrap_or(0) + 1;
        let (Some(journal), true, true) = (journal, is_run, rounds <= MAX_ROUNDS) else { return Ok(None) };
        let place = place_of(last.number);
        let lowest = self.reader().segments()?.into_iter().find(|segment| segment.number == first.number);
        let replaces = Replaces {
            first: lowest.map_or(place_of(first.number), |segment| *segment.places().start()),
            last: place,
        };
        let header = Header {
            network: self.shared.network,
            journal,
            segment: number_at(place, rounds),
            first_sequence: first.first,
            replaces: Some(replaces),
        };
        let (media, directory) = (&*self.shared.media, &self.shared.directory);
        remove_unfinished(media, directory)?;
        let path = unfinished_path(directory, header.segment);
        let create = || {
            let file = media.create(&path)?;
            file.write_at(&header.encode(), 0)?;
            Ok(file)
        };
        let file = create().map_err(FileError::of("create", &path))?;
        let old = run.iter().map(|one| one.number).collect();
        Ok(Some(Rewriting { header, old, file, path, end: HEADER_LENGTH as u64, buffer: Vec::new() }))
    }

    /// Gives up what was being written.
    pub fn abandon(&self, rewriting: Rewriting) {
        if let Err(error) = self.shared.media.remove(&rewriting.path) {
            tracing::warn!(%error, path = %rewriting.path.display(), "an unfinished file is left until the next start");
        }
    }

    /// Puts what was written in the place of what it stands for: for readers, for scans that begin now, and for
    /// whoever opens the journal from now on. The old segments can be read until [`Journal::remove_superseded`].
    ///
    /// # Errors
    /// [`JournalError`]. If the new segment could not be synced, nothing has changed; after any other error nothing is
    /// known of what is on disk, and the journal has failed.
    pub fn install(&mut self, mut rewriting: Rewriting) -> Result<(), JournalError> {
        self.refuse_if_failed()?;
        rewriting.sync()?;
        let (media, directory) = (&*self.shared.media, &self.shared.directory);
        let Header { segment: number, first_sequence, .. } = rewriting.header;
        let path = segment_path(directory, number);
        let named = media.rename(&rewriting.path, &path).and_then(|()| media.sync_dir(directory));
        if let Err(source) = named {
            self.failed = true;
            return Err(FileError::of("name", &path)(source).into());
        }
        let entry = Entry { number, first: first_sequence };
        self.shared.catalogue().put(entry, &rewriting.old);
        self.superseded.append(&mut rewriting.old);
        if rewriting.end == HEADER_LENGTH as u64 {
            self.empty.push(number);
        }
        Ok(())
    }

    /// Whether an earlier write or sync failed, so that nothing more is taken.
    #[must_use]
    pub const fn has_failed(&self) -> bool {
        self.failed
    }

    /// The size in bytes at which a segment ends.
    #[must_use]
    pub const fn segment_bytes(&self) -> u64 {
        self.segment_bytes
    }

    /// Removes the copies of damaged regions.
    ///
    /// # Errors
    /// When one cannot be removed.
    pub fn empty_quarantine(&self) -> Result<(), FileError> {
        quarantine::empty(&*self.shared.media, &self.shared.directory)
    }

    /// Segments that others took the place of, and which are there still.
    #[must_use]
    pub fn superseded(&self) -> &[u64] {
        &self.superseded
    }

    /// Segments that were put in the place of those that are superseded.
    #[must_use]
    pub fn successors(&self) -> Vec<u64> {
        let superseded =
            |number: &u64| self.superseded.iter().map(|old| place_of(*old)).min() <= Some(place_of(*number));
        let entries = self.shared.catalogue();
        let numbers = entries.entries().iter().map(|entry| entry.number);
        numbers.filter(|number| rounds_of(*number) > 0 && superseded(number)).collect()
    }

    /// Removes the segments that others took the place of, durably: what was not taken over is gone from the disk.
    ///
    /// # Errors
    /// When one cannot be removed; then it is to be tried again.
    pub fn remove_superseded(&mut self) -> Result<(), FileError> {
        let old = self.superseded.clone();
        self.remove_all(&old)?;
        self.superseded.clear();
        // What nothing was taken over into served to hide the old ones until they were gone for good.
        let empty = self.empty.clone();
        empty.iter().for_each(|number| self.shared.catalogue().take_out(*number));
        self.remove_all(&empty)?;
        self.empty.clear();
        Ok(())
    }

    fn remove_all(&self, numbers: &[u64]) -> Result<(), FileError> {
        let (media, directory) = (&*self.shared.media, &self.shared.directory);
        for number in numbers {
            self.shared.close_segment(*number);
            let path = segment_path(directory, *number);
            match media.remove(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(FileError::of("remove", &path)(error));
                }
                _ => {}
            }
        }
        if numbers.is_empty() {
            return Ok(());
        }
        media.sync_dir(directory).map_err(FileError::of("sync", directory))
    }
}
