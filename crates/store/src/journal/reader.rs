//! Reading frames from any thread while the journal is written.

use std::{
    cmp::Ordering,
    collections::VecDeque,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    media::{Media, SegmentFile},
    position::Position,
    quarantine,
    scan::Scan,
    segments::{
        FileError, Segment, SegmentStream, inspect_segment, read_up_to, segment_numbers, segment_path,
    },
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
}

/// What the writer and its readers share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) media: Arc<dyn Media>,
    pub(super) directory: PathBuf,
    pub(super) network: NetworkId,
    durable: Mutex<DurableEnd>,
    /// Most recently used last.
    open: Mutex<VecDeque<(u64, Arc<dyn SegmentFile>)>>,
}

impl Shared {
    pub(super) fn new(
        media: Arc<dyn Media>,
        directory: PathBuf,
        network: NetworkId,
        durable: DurableEnd,
    ) -> Self {
        Self { media, directory, network, durable: Mutex::new(durable), open: Mutex::new(VecDeque::new()) }
    }

    // Both locks guard plain values that no panic can leave half changed, so a poisoned one is still good.

    pub(super) fn durable(&self) -> DurableEnd {
        *self.durable.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn set_durable(&self, end: DurableEnd) {
        *self.durable.lock().unwrap_or_else(PoisonError::into_inner) = end;
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
        if !open.iter().any(|(open, _)| *open == number) {
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
        let end = match number.cmp(&durable.segment) {
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
        let file = self.shared.segment(position.segment)?;
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
    /// Frames that become durable meanwhile may be part of it or not.
    ///
    /// # Errors
    /// When the directory cannot be listed.
    pub fn scan(&self, after: Option<Position>) -> Result<Scan, FileError> {
        Scan::new(Arc::clone(&self.shared), after)
    }

    /// Every durable frame after a label, as [`JournalReader::scan`]; and perhaps some before it, of the same segment.
    ///
    /// # Errors
    /// When the directory cannot be listed or a segment not be read.
    pub fn scan_after(&self, label: u64) -> Result<Scan, FileError> {
        let begins_before = |segment: &Segment| {
            segment.header.as_ref().is_ok_and(|header| header.first_sequence <= label.saturating_add(1))
        };
        let before = self.segments()?.into_iter().rev().find(begins_before);
        Scan::of_segments(Arc::clone(&self.shared), before.map_or(0, |segment| segment.number))
    }

    /// The segments that there are, in order of number, with their headers.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn segments(&self) -> Result<Vec<Segment>, FileError> {
        let (media, directory) = (&*self.shared.media, &self.shared.directory);
        let numbers = segment_numbers(media, directory)?;
        let inspect = |n| inspect_segment(media, directory, self.shared.network, n);
        numbers.into_iter().map(inspect).collect()
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
}
