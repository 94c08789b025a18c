//! Appending to the journal; one sync for many writers.

use std::{path::Path, sync::Arc};

use super::{
    catalogue::{Catalogue, Entry},
    media::{Media, SegmentFile},
    position::{LastFrame, Position, TailPosition},
    reader::{DurableEnd, JournalReader, Shared},
    recovery::{OpenError, Options, Recovery},
    segments::{FileError, create_segment, number_at, place_of, segment_path},
};
use crate::bundle::{
    HEADER_LENGTH, Header, JournalId, MAX_PAYLOAD_BYTES, NetworkId, PayloadError, encode_frame, frame_length,
};

/// Frames are gathered up to this many bytes before one write, which bounds memory however large the batch.
const WRITE_BYTES: usize = 1024 * 1024;

/// Why the journal did not take or keep something.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// An earlier write or sync failed. Stop the node and start it again: opening finds out what is on disk.
    #[error(
        "the journal failed earlier and takes nothing more; expected no failed write or sync, restart the node"
    )]
    Failed,
    /// A write or sync failed. From now on every call gives [`JournalError::Failed`].
    #[error(transparent)]
    File(#[from] FileError),
    /// No frame may carry it. Nothing was appended, and the journal goes on.
    #[error(transparent)]
    Payload(#[from] PayloadError),
    /// All sequence numbers are used up. Nothing was appended.
    #[error("no sequence numbers are left after {last}")]
    Sequence {
        /// The last one given.
        last: u64,
    },
    /// The operating system has no randomness for a new journal id. Nothing was changed.
    #[error("cannot draw a journal id: {0}")]
    Random(getrandom::Error),
}

/// The one writer of a journal.
#[derive(Debug)]
pub struct Journal {
    pub(super) shared: Arc<Shared>,
    pub(super) id: JournalId,
    pub(super) segment_bytes: u64,
    file: Arc<dyn SegmentFile>,
    pub(super) segment: u64,
    /// Where the next write goes in the segment.
    end: u64,
    next_sequence: u64,
    pub(super) last: Option<LastFrame>,
    buffer: Vec<u8>,
    unsynced: bool,
    pub(super) failed: bool,
    /// Segments that others took the place of, still to be removed.
    pub(super) superseded: Vec<u64>,
    /// Segments that took the place of others and hold nothing: to be removed after these.
    pub(super) empty: Vec<u64>,
}

/// Where writing goes on, as recovery found it.
#[derive(Debug)]
pub(super) struct Resume {
    pub(super) file: Arc<dyn SegmentFile>,
    pub(super) tail: TailPosition,
    pub(super) next_sequence: u64,
    /// The segments that there are, the one to write to last.
    pub(super) catalogue: Vec<Entry>,
    pub(super) superseded: Vec<u64>,
    pub(super) empty: Vec<u64>,
}

impl Journal {
    /// Opens the journal in a directory on disk, creating it if need be, after repairing what a crash left. The
    /// directory must not be in use by another process; see [`DataLock`](crate::DataLock).
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(
        directory: &Path,
        network: NetworkId,
        options: &Options,
    ) -> Result<(Self, Recovery), OpenError> {
        Self::open_on(Arc::new(super::Disk), directory, network, options)
    }

    pub(super) fn resume(
        media: Arc<dyn Media>,
        directory: &Path,
        network: NetworkId,
        segment_bytes: u64,
        resume: Resume,
    ) -> Self {
        let tail = resume.tail;
        let sequence = resume.next_sequence.saturating_sub(1);
        let durable = DurableEnd { segment: tail.segment, offset: tail.offset, sequence };
        let catalogue = Catalogue::new(resume.catalogue);
        Self {
            shared: Arc::new(Shared::new(media, directory.to_owned(), network, durable, catalogue)),
            id: tail.journal,
            segment_bytes,
            file: resume.file,
            segment: tail.segment,
            end: tail.offset,
            next_sequence: resume.next_sequence,
            last: tail.last,
            buffer: Vec::new(),
            unsynced: false,
            failed: false,
            superseded: resume.superseded,
            empty: resume.empty,
        }
    }

    /// The id that the sequence numbers given from now on belong to.
    #[must_use]
    pub const fn id(&self) -> JournalId {
        self.id
    }

    /// A reader, for any thread.
    #[must_use]
    pub fn reader(&self) -> JournalReader {
        JournalReader { shared: Arc::clone(&self.shared) }
    }

    /// Where the journal ends. Durable only if nothing was appended since the last [`Journal::sync`].
    #[must_use]
    pub const fn tail(&self) -> TailPosition {
        TailPosition { journal: self.id, segment: self.segment, offset: self.end, last: self.last }
    }

    /// Writes a frame for each payload, all or (as far as the caller may know) none. **Not durable** and not to be
    /// acknowledged before [`Journal::sync`] has returned.
    ///
    /// # Errors
    /// [`JournalError`]; for a payload out of bounds before anything is written.
    pub fn append(&mut self, payloads: &[&[u8]]) -> Result<Vec<Position>, JournalError> {
        self.refuse_if_failed()?;
        let out_of_bounds = |length: &usize| !(1..=MAX_PAYLOAD_BYTES).contains(length);
        let mut lengths = payloads.iter().map(|payload| payload.len());
        if let Some(found) = lengths.find(out_of_bounds) {
            return Err(PayloadError { found }.into());
        }
        let last = self.next_sequence - 1;
        if self.next_sequence.checked_add(payloads.len() as u64).is_none() {
            return Err(JournalError::Sequence { last });
        }
        let appended = self.append_all(payloads);
        self.failed |= appended.is_err();
        appended
    }

    /// Makes all that was appended durable. Only then may it be acknowledged, announced, or served.
    ///
    /// # Errors
    /// [`JournalError::File`] the first time, [`JournalError::Failed`] ever after: a failed sync is never tried again.
    pub fn sync(&mut self) -> Result<(), JournalError> {
        self.refuse_if_failed()?;
        let synced = self.sync_segment();
        self.failed |= synced.is_err();
        synced
    }

    /// Starts a segment under a new journal id, so that peers compare all they have instead of asking for what came
    /// after a number. For after a restore or a rebuild.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn renew(&mut self) -> Result<JournalId, JournalError> {
        self.refuse_if_failed()?;
        let id = JournalId::random().map_err(JournalError::Random)?;
        let begun = self.begin_segment(id);
        self.failed |= begun.is_err();
        begun.map(|()| id)
    }

    pub(super) const fn refuse_if_failed(&self) -> Result<(), JournalError> {
        if self.failed {
            return Err(JournalError::Failed);
        }
        Ok(())
    }

    fn append_all(&mut self, payloads: &[&[u8]]) -> Result<Vec<Position>, JournalError> {
        let mut positions = Vec::with_capacity(payloads.len());
        self.buffer.clear();
        for payload in payloads {
            let mut offset = self.end + self.buffer.len() as u64;
            let full = offset + frame_length(payload.len()) > self.segment_bytes;
            // Every segment takes one frame, however small the limit.
            if full && offset > HEADER_LENGTH as u64 {
                self.write_buffer()?;
                self.begin_segment(self.id)?;
                offset = self.end;
            }
            let sequence = self.next_sequence;
            let hash = encode_frame(sequence, payload, &mut self.buffer)?;
            let position = Position { segment: self.segment, offset, length: payload.len() as u32, sequence };
            self.next_sequence += 1;
            self.last = Some(LastFrame { position, hash });
            positions.push(position);
            if self.buffer.len() >= WRITE_BYTES {
                self.write_buffer()?;
            }
        }
        self.write_buffer()?;
        Ok(positions)
    }

    fn write_buffer(&mut self) -> Result<(), FileError> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let path = segment_path(&self.shared.directory, self.segment);
        self.file.write_at(&self.buffer, self.end).map_err(FileError::of("write to", &path))?;
        self.unsynced = true;
        self.end += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }

    fn sync_segment(&mut self) -> Result<(), JournalError> {
        if self.unsynced {
            let path = segment_path(&self.shared.directory, self.segment);
            self.file.sync().map_err(FileError::of("sync", &path))?;
            self.unsynced = false;
            self.publish_durable_end();
        }
        Ok(())
    }

    /// Ends the segment and starts the next. The old one is synced first: only the last may have a torn tail.
    pub(super) fn begin_segment(&mut self, id: JournalId) -> Result<(), JournalError> {
        self.sync_segment()?;
        let header = Header {
            network: self.shared.network,
            journal: id,
            segment: number_at(place_of(self.segment) + 1, 0),
            first_sequence: self.next_sequence,
            replaces: None,
        };
        self.file = create_segment(&*self.shared.media, &self.shared.directory, &header)?;
        self.id = id;
        self.segment = header.segment;
        self.end = HEADER_LENGTH as u64;
        self.last = None;
        self.publish_durable_end();
        self.shared.catalogue().put(Entry { number: header.segment, first: header.first_sequence }, &[]);
        Ok(())
    }

    fn publish_durable_end(&self) {
        let sequence = self.next_sequence - 1;
        self.shared.set_durable(DurableEnd { segment: self.segment, offset: self.end, sequence });
    }
}
