//! Reading frames from any thread while the journal is written.

use std::{
    cmp::Ordering,
    collections::VecDeque,
    io::ErrorKind,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{
    catalogue::Catalogue,
    media::{Media, SegmentFile},
    position::Position,
    quarantine,
    scan::Scan,
    segments::{FileError, Segment, SegmentStream, inspect_segment, place_of, read_up_to, segment_path},
};
use crate::bundle::{Damage, FrameFault, MAX_PAYLOAD_BYTES, NetworkId, frame_length, parse_frame};

/// Segments kept open for reading. At 64 MiB each they cover a gigabyte of journal; others are opened when needed.
pub const MAX_OPEN_SEGMENTS: usize = 16;

/// Why a frame could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The segment could not be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The segment is not there any more: it was compacted, and the frame lies elsewhere now, or nowhere.
    #[error("frame {} is not in segment {} any more", .position.sequence, .position.segment)]
    Gone {
        /// Where it was.
        position: Position,
    },
    /// What is there is not a valid frame: bit rot, or the position is of another journal.
    #[error("frame {} in segment {} at {}: {fault}", .position.sequence, .position.segment, .position.offset)]
    Damaged {
        /// Where it should be.
        position: Position,
        /// What is wrong.
        fault: FrameFault,
    },
    /// A valid frame, but another one: the position is of another journal.
    #[error(
        "segment {} at {}: expected frame {} of {} bytes, found frame {found_sequence} of {found_length}",
        .position.segment, .position.offset, .position.sequence, .position.length
    )]
    OtherFrame {
        /// Where it should be.
        position: Position,
        /// The number of the frame there.
        found_sequence: u64,
        /// The length of its payload.
        found_length: usize,
    },
}

/// Where the journal is durable up to.
#[derive(Debug, Clone, Copy)]
pub(super) struct DurableEnd {
    pub(super) segment: u64,
    pub(super) offset: u64,
    /// The label of the last frame that was written before that.
    pub(super) sequence: u64,
}

/// What the writer and its readers share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) media: Arc<dyn Media>,
    pub(super) directory: PathBuf,
    pub(super) network: NetworkId,
    durable: Mutex<DurableEnd>,
    catalogue: Mutex<Catalogue>,
    /// Most recently used last.
    open: Mutex<VecDeque<(u64, Arc<dyn SegmentFile>)>>,
}

impl Shared {
    pub(super) fn new(
        media: Arc<dyn Media>,
        directory: PathBuf,
        network: NetworkId,
        durable: DurableEnd,
        catalogue: Catalogue,
    ) -> Self {
        let (durable, catalogue) = (Mutex::new(durable), Mutex::new(catalogue));
        Self { media, directory, network, durable, catalogue, open: Mutex::new(VecDeque::new()) }
    }

    // The locks guard plain values that no panic can leave half changed, so a poisoned one is still good.

    pub(super) fn durable(&self) -> DurableEnd {
        *self.durable.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn set_durable(&self, end: DurableEnd) {
        *self.durable.lock().unwrap_or_else(PoisonError::into_inner) = end;
    }

    /// Which segments there are. Not to be held across anything that takes time.
    pub(super) fn catalogue(&self) -> MutexGuard<'_, Catalogue> {
        self.catalogue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes a segment, so that its room on the disk becomes free when it is removed.
    pub(super) fn close_segment(&self, number: u64) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).retain(|(open, _)| *open != number);
    }

    /// An open segment. Opens it outside the lock, so that one slow disk access does not hold up other readers.
    fn segment(&self, number: u64) -> Result<Arc<dyn SegmentFile>, FileError> {
        let lock = || self.open.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let mut open = lock();
            if let Some(at) = open.iter().position(|(open, _)| *open == number)
                && let Some(entry) = open.remove(at)
            {
                let file = Arc::clone(&entry.1);
                open.push_back(entry);
                return Ok(file);
            }
        }
        let path = segment_path(&self.directory, number);
        let file = self.media.open(&path).map_err(FileError::of("open", &path))?;
        let mut open = lock();
        // One that was compacted meanwhile is not kept open: it is about to be removed.
        if !open.iter().any(|(open, _)| *open == number) && self.catalogue().contains(number) {
            if open.len() >= MAX_OPEN_SEGMENTS {
                open.pop_front();
            }
            open.push_back((number, Arc::clone(&file)));
        }
        Ok(file)
    }

    /// How far a segment may be read, and it: up to what is durable.
    pub(super) fn durable_segment(&self, number: u64) -> Result<(Arc<dyn SegmentFile>, u64), FileError> {
        let durable = self.durable();
        let file = self.segment(number)?;
        let end = match place_of(number).cmp(&place_of(durable.segment)) {
            Ordering::Less => {
                let path = segment_path(&self.directory, number);
                file.length().map_err(FileError::of("read", &path))?
            }
            Ordering::Equal => durable.offset,
            Ordering::Greater => 0,
        };
        Ok((file, end))
    }
}

/// Reads the journal, from any thread, while one [`Journal`](super::Journal) writes it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct JournalReader {
    pub(super) shared: Arc<Shared>,
}

impl JournalReader {
    /// The payload of the frame at a position, its check and number verified. Finds frames that are appended but not
    /// yet durable, too.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn read(&self, position: Position) -> Result<Vec<u8>, ReadError> {
        let damaged = |fault| ReadError::Damaged { position, fault };
        let length = position.length as usize;
        if !(1..=MAX_PAYLOAD_BYTES).contains(&length) {
            let found = position.length;
            return Err(damaged(FrameFault::Length { found }));
        }
        let file = self.shared.segment(position.segment).map_err(|error| match error.source.kind() {
            ErrorKind::NotFound if !self.shared.catalogue().contains(position.segment) => {
                ReadError::Gone { position }
            }
            _ => ReadError::File(error),
        })?;
        let mut bytes = vec![0; frame_length(length) as usize];
        let read = read_up_to(&*file, &mut bytes, position.offset).map_err(|source| {
            let path = segment_path(&self.shared.directory, position.segment);
            FileError::of("read", &path)(source)
        })?;
        let frame = parse_frame(&bytes[..read]).map_err(damaged)?;
        if frame.sequence != position.sequence || frame.payload.len() != length {
            return Err(ReadError::OtherFrame {
                position,
                found_sequence: frame.sequence,
                found_length: frame.payload.len(),
            });
        }
        Ok(frame.payload.to_vec())
    }

    /// Every durable frame after a position, or from the start, in the order of the journal; damage included.
    #[must_use]
    pub fn scan(&self, after: Option<Position>) -> Scan {
        Scan::new(Arc::clone(&self.shared), after)
    }

    /// Every durable frame after a label, as [`JournalReader::scan`].
    #[must_use]
    pub fn scan_after(&self, label: u64) -> Scan {
        Scan::after_label(Arc::clone(&self.shared), label)
    }

    /// The segments that make up the journal, in its order, with their headers.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn segments(&self) -> Result<Vec<Segment>, FileError> {
        let (media, directory) = (&*self.shared.media, &self.shared.directory);
        let entries = self.shared.catalogue().entries().to_vec();
        let inspect = |number| inspect_segment(media, directory, self.shared.network, number);
        entries.into_iter().map(|entry| inspect(entry.number)).collect()
    }

    /// The durable bytes of a segment from an offset on, header and all: what a peer or a backup is given.
    ///
    /// # Errors
    /// When the segment cannot be opened.
    pub fn stream(&self, segment: u64, offset: u64) -> Result<SegmentStream, FileError> {
        let (file, end) = self.shared.durable_segment(segment)?;
        Ok(SegmentStream::new(file, offset, end))
    }

    /// Copies a damaged region into the quarantine, once, and returns the path of the copy.
    ///
    /// # Errors
    /// When it cannot be copied; the region itself is untouched in any case.
    pub fn set_aside(&self, segment: u64, damage: &Damage) -> Result<PathBuf, FileError> {
        let shared = &self.shared;
        quarantine::set_aside(&*shared.media, &shared.directory, segment, damage)
    }

    /// How many copies of damaged regions were put into the quarantine within so long.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn quarantined(&self, within: Duration) -> Result<u64, FileError> {
        quarantine::count(&*self.shared.media, &self.shared.directory, within)
    }

    /// Of the disk that the journal lies on: the bytes that may still be written, and all there are. Both are 0 where the file system
    /// does not tell.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn room(&self) -> Result<(u64, u64), FileError> {
        let directory = &self.shared.directory;
        let system = rustix::fs::statvfs(directory)
            .map_err(|error| FileError::of("ask how much is free at", directory)(error.into()))?;
        let bytes = |blocks: u64| blocks.saturating_mul(system.f_frsize);
        Ok((bytes(system.f_bavail), bytes(system.f_blocks)))
    }
}
