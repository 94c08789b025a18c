//! Opening a journal: what is cut, what is set aside, and when the journal id changes.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    catalogue::Entry,
    examine::{Examined, examine, first_label, highest_sequence, tail_agrees},
    media::Media,
    position::TailPosition,
    quarantine::set_aside,
    segments::{
        FileError, Segment, create_segment, inspect_segment, number_at, place_of, remove_unfinished,
        rounds_of, segment_numbers, segment_path,
    },
    writer::{Journal, Resume},
};
use crate::bundle::{Damage, HEADER_LENGTH, Header, HeaderError, JournalId, NetworkId};

/// The size at which a segment ends and the next begins: small enough to compact one at a time, large enough that a
/// first sync of a million items is a few dozen files.
pub const DEFAULT_SEGMENT_BYTES: u64 = 64 * 1024 * 1024;

/// The number of the first segment, and the first sequence number.
const FIRST: u64 = 1;

/// How to open a journal.
#[derive(Debug, Clone)]
pub struct Options {
    /// The size in bytes at which a segment ends; one frame always fits.
    pub segment_bytes: u64,
    /// Where the journal ended when it was last known to be good. If it agrees with what is on disk, only what comes
    /// after is read.
    pub trusted: Option<TailPosition>,
}

impl Default for Options {
    fn default() -> Self {
        Self { segment_bytes: DEFAULT_SEGMENT_BYTES, trusted: None }
    }
}

/// Why a journal could not be opened. Nothing has been changed on disk but for what [`OpenError::File`] names.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A file or directory could not be used.
    #[error(transparent)]
    File(#[from] FileError),
    /// A segment of another network, or in a layout of the future.
    #[error("{}: {source}", .path.display())]
    Segment {
        /// The segment.
        path: PathBuf,
        /// What is wrong with its header.
        source: HeaderError,
    },
    /// A segment was renamed, or copied from elsewhere.
    #[error("{}: expected the header of segment {expected}, found that of segment {found}", .path.display())]
    Misnamed {
        /// The segment.
        path: PathBuf,
        /// The number in its name.
        expected: u64,
        /// The number in its header.
        found: u64,
    },
    /// The operating system has no randomness for a journal id.
    #[error("cannot draw a journal id: {0}")]
    Random(getrandom::Error),
}

impl OpenError {
    fn segment(path: PathBuf, source: &HeaderError) -> Self {
        let source = source.clone();
        Self::Segment { path, source }
    }
}

/// A region of a segment that cannot be read: bit rot. It stays where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedRegion {
    /// The number of the segment.
    pub segment: u64,
    /// Where and what.
    pub damage: Damage,
    /// The copy in the quarantine, if one was made.
    pub copy: Option<PathBuf>,
}

/// A torn tail that was cut: frames that were being written when the power went, none of them acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// The number of the segment.
    pub segment: u64,
    /// Its length now.
    pub offset: u64,
    /// How many bytes were cut.
    pub length: u64,
}

/// What opening found and did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recovery {
    /// The position in [`Options::trusted`] agrees with what is on disk. If not, what is derived from the journal
    /// has to be built again.
    pub trusted: bool,
    /// The journal has a new id: it is new itself, or its end could not be relied on.
    pub renewed: bool,
    /// Regions of the last segment that cannot be read. What was in them must be fetched from peers again.
    pub damaged: Vec<DamagedRegion>,
    /// The torn tail that was cut.
    pub cut: Option<Cut>,
    /// The number of a last segment that was removed because its creation was cut short.
    pub removed: Option<u64>,
    /// Segments that others took the place of in a compaction that was cut short after that: whoever keeps positions in
    /// them brings these up to date, before [`Journal::remove_superseded`].
    pub superseded: Vec<u64>,
}

impl Journal {
    /// Opens the journal in a directory on any media; see [`Journal::open`].
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open_on(
        media: Arc<dyn Media>,
        directory: &Path,
        network: NetworkId,
        options: &Options,
    ) -> Result<(Self, Recovery), OpenError> {
        media.create_dir(directory).map_err(FileError::of("create", directory))?;
        let place = Place { media: &*media, directory, network };
        let mut recovery = Recovery::default();
        remove_unfinished(&*media, directory)?;
        let mut segments = place.segments()?;
        if let Some(torn) = segments.pop_if(|last| creation_was_cut_short(last)) {
            place.remove(torn.number)?;
            recovery.removed = Some(torn.number);
        }
        let is_superseded = |old: &Segment| segments.iter().any(|other| other.supersedes(old));
        let (current, superseded): (Vec<_>, Vec<_>) =
            segments.iter().cloned().partition(|segment| !is_superseded(segment));
        recovery.superseded = superseded.iter().map(|segment| segment.number).collect();
        let mut resume = match current.last() {
            Some(last) => place.resume(&segments, &current, last, options.trusted.as_ref(), &mut recovery)?,
            None => {
                recovery.renewed = true;
                place.begin(FIRST, FIRST)?
            }
        };
        resume.superseded.clone_from(&recovery.superseded);
        place.list(&current, &mut resume)?;
        let journal = Self::resume(Arc::clone(&media), directory, network, options.segment_bytes, resume);
        Ok((journal, recovery))
    }
}

/// A last segment whose header did not become durable. It holds no frame: none is written before that.
fn creation_was_cut_short(last: &Segment) -> bool {
    last.header.is_err() && last.length <= HEADER_LENGTH as u64
}

/// Where the journal is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) media: &'a dyn Media,
    pub(super) directory: &'a Path,
    pub(super) network: NetworkId,
}

impl Place<'_> {
    /// All segments, none of them of another network, of the future, or under another's name.
    fn segments(&self) -> Result<Vec<Segment>, OpenError> {
        let numbers = segment_numbers(self.media, self.directory)?;
        let newest = numbers.last().copied();
        let mut segments = Vec::with_capacity(numbers.len());
        for number in numbers {
            let segment = inspect_segment(self.media, self.directory, self.network, number)?;
            let path = || segment_path(self.directory, number);
            let torn = Some(number) == newest && creation_was_cut_short(&segment);
            match &segment.header {
                Ok(header) if header.segment != number => {
                    return Err(OpenError::Misnamed {
                        path: path(),
                        expected: number,
                        found: header.segment,
                    });
                }
                // A header that names a version of the future cannot be checked here: never touch what follows it.
                Err(source @ HeaderError::UnknownVersion { .. }) if !torn => {
                    return Err(OpenError::segment(path(), source));
                }
                Err(source @ HeaderError::OtherNetwork { .. }) => {
                    return Err(OpenError::segment(path(), source));
                }
                Ok(_) | Err(_) => segments.push(segment),
            }
        }
        Ok(segments)
    }

    fn remove(&self, number: u64) -> Result<(), FileError> {
        let path = segment_path(self.directory, number);
        self.media
            .remove(&path)
            .and_then(|()| self.media.sync_dir(self.directory))
            .map_err(FileError::of("remove", &path))
    }

    /// Starts a segment under a new journal id.
    fn begin(&self, segment: u64, first_sequence: u64) -> Result<Resume, OpenError> {
        let journal = JournalId::random().map_err(OpenError::Random)?;
        let header = Header { network: self.network, journal, segment, first_sequence, replaces: None };
        let file = create_segment(self.media, self.directory, &header)?;
        Ok(Resume {
            file,
            tail: TailPosition { journal, segment, offset: HEADER_LENGTH as u64, last: None },
            next_sequence: first_sequence,
            catalogue: vec![Entry { number: segment, first: first_sequence }],
            superseded: Vec::new(),
            empty: Vec::new(),
        })
    }

    /// Lists the segments before the last, and notes those that a compaction left empty.
    fn list(&self, segments: &[Segment], resume: &mut Resume) -> Result<(), OpenError> {
        let written_to = resume.tail.segment;
        let mut next = resume.catalogue.first().map_or(resume.next_sequence, |entry| entry.first);
        for segment in segments.iter().rev().filter(|segment| segment.number != written_to) {
            let first = match &segment.header {
                Ok(header) => header.first_sequence,
                Err(_) => first_label(*self, segment)?.unwrap_or(next).min(next),
            };
            resume.catalogue.push(Entry { number: segment.number, first });
            next = first;
            let holds_nothing = segment.header.is_ok() && segment.length == HEADER_LENGTH as u64;
            if rounds_of(segment.number) > 0 && holds_nothing {
                resume.empty.push(segment.number);
            }
        }
        Ok(())
    }

    /// Examines the last segment, and goes on in it if its end can be relied on, or in a new one if not.
    fn resume(
        &self,
        all: &[Segment],
        segments: &[Segment],
        last: &Segment,
        trusted: Option<&TailPosition>,
        recovery: &mut Recovery,
    ) -> Result<Resume, OpenError> {
        let trusted = match trusted {
            Some(tail) if tail_agrees(*self, all, tail)? => Some(tail),
            _ => None,
        };
        recovery.trusted = trusted.is_some();

        let path = segment_path(self.directory, last.number);
        let file = self.media.open(&path).map_err(FileError::of("open", &path))?;
        // A process that died may have left frames that are written but not durable. From here on they count.
        file.sync().map_err(FileError::of("sync", &path))?;
        let found = examine(*self, last, trusted)?;
        self.report(last.number, &found, recovery);
        let sequence = match found.last {
            Some(frame) => frame.position.sequence,
            None => highest_sequence(*self, segments)?,
        };
        let next_sequence = sequence.saturating_add(1);

        match &last.header {
            // Nothing is written to what a compaction wrote: then the last segment is missing, and labels may be.
            Ok(header) if found.ends_well() && rounds_of(last.number) == 0 => Ok(Resume {
                file,
                tail: TailPosition {
                    journal: header.journal,
                    segment: last.number,
                    offset: found.end,
                    last: found.last,
                },
                next_sequence,
                catalogue: vec![Entry { number: last.number, first: header.first_sequence }],
                superseded: Vec::new(),
                empty: Vec::new(),
            }),
            _ => {
                recovery.renewed = true;
                // First the new id, then the cut: if the power goes in between, the old id has ended all the same.
                let begun = self.begin(number_at(place_of(last.number) + 1, 0), next_sequence)?;
                if let Some(torn) = found.torn {
                    file.truncate(torn.offset)
                        .and_then(|()| file.sync())
                        .map_err(FileError::of("cut the torn tail of", &path))?;
                    recovery.cut =
                        Some(Cut { segment: last.number, offset: torn.offset, length: torn.length });
                }
                Ok(begun)
            }
        }
    }

    /// Copies damaged regions aside. A copy that fails is no reason not to start: the region stays where it is.
    fn report(&self, segment: u64, found: &Examined, recovery: &mut Recovery) {
        for &damage in &found.damaged {
            let copy = set_aside(self.media, self.directory, segment, &damage);
            if let Err(error) = &copy {
                tracing::warn!(%error, segment, offset = damage.offset, "damage not set aside");
            }
            let copy = copy.ok();
            recovery.damaged.push(DamagedRegion { segment, damage, copy });
        }
    }
}
