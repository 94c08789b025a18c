//! Names, headers and creation of segments.

use std::{
    io::{self, Read},
    ops::RangeInclusive,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::media::{Media, SegmentFile};
use crate::bundle::{HEADER_LENGTH, Header, HeaderError, NetworkId};

/// How the name of a segment ends, after its number in twenty digits.
pub const SEGMENT_SUFFIX: &str = ".bundle";

/// Digits in the name of a segment: enough for every `u64`, so that names sort as numbers do.
const NUMBER_DIGITS: usize = 20;

/// How the name of a segment ends that a compaction is still writing: it is no part of the journal yet.
const UNFINISHED_SUFFIX: &str = ".bundle.new";

/// The number of a segment is its place in the journal, and so many times this as what lies there was compacted. So the
/// first eight of the twenty digits in its name tell how often, and the last twelve where it stands.
const PLACES: u64 = 1_000_000_000_000;

/// Most often that what lies in one place is compacted: a number with eight digits fits before the place.
pub(super) const MAX_ROUNDS: u64 = u64::MAX / PLACES - 1;

/// Where a segment stands in the order of the journal.
pub(super) const fn place_of(number: u64) -> u64 {
    number % PLACES
}

/// How often what lies in a segment was compacted.
pub(super) const fn rounds_of(number: u64) -> u64 {
    number / PLACES
}

/// The number of the segment in a place after so many rounds of compaction.
pub(super) const fn number_at(place: u64, rounds: u64) -> u64 {
    rounds * PLACES + place
}

/// A file or directory of the journal that could not be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} {}", .path.display())]
pub struct FileError {
    /// What was tried, such as "sync".
    pub action: &'static str,
    /// On which file or directory.
    pub path: PathBuf,
    /// What the operating system said.
    pub source: io::Error,
}

impl FileError {
    /// For `map_err`.
    pub(super) fn of(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self { action, path: path.to_owned(), source }
    }
}

/// A segment as found on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Its number, from its name.
    pub number: u64,
    /// Its length in bytes.
    pub length: u64,
    /// Its header, if it is whole.
    pub header: Result<Header, HeaderError>,
}

/// The path of a segment.
pub(super) fn segment_path(directory: &Path, number: u64) -> PathBuf {
    directory.join(format!("{number:0NUMBER_DIGITS$}{SEGMENT_SUFFIX}"))
}

impl Segment {
    /// The places that it stands for: its own, and those of the segments that were merged into it.
    pub(super) fn places(&self) -> RangeInclusive<u64> {
        let place = place_of(self.number);
        match &self.header {
            Ok(Header { replaces: Some(replaced), .. }) => replaced.first..=place,
            _ => place..=place,
        }
    }

    /// Whether a compaction put this one into the place of another. It got its name when all of it was on disk.
    pub(super) fn supersedes(&self, other: &Self) -> bool {
        rounds_of(self.number) > rounds_of(other.number) && self.places().contains(&place_of(other.number))
    }
}

/// The path of a segment that a compaction is writing.
pub(super) fn unfinished_path(directory: &Path, number: u64) -> PathBuf {
    directory.join(format!("{number:0NUMBER_DIGITS$}{UNFINISHED_SUFFIX}"))
}

/// Removes what compactions left that were cut short.
pub(super) fn remove_unfinished(media: &dyn Media, directory: &Path) -> Result<(), FileError> {
    let names = media.list(directory).map_err(FileError::of("list", directory))?;
    for name in names.iter().filter(|name| name.to_str().is_some_and(|n| n.ends_with(UNFINISHED_SUFFIX))) {
        let path = directory.join(name);
        media.remove(&path).map_err(FileError::of("remove", &path))?;
    }
    Ok(())
}

/// The numbers of all segments, in the order of the journal. Files of other names are not ours and are left alone.
pub(super) fn segment_numbers(media: &dyn Media, directory: &Path) -> Result<Vec<u64>, FileError> {
    let names = media.list(directory).map_err(FileError::of("list", directory))?;
    let number = |name: &str| {
        let digits = name.strip_suffix(SEGMENT_SUFFIX)?;
        let all_digits = digits.bytes().all(|digit| digit.is_ascii_digit());
        (digits.len() == NUMBER_DIGITS && all_digits).then(|| digits.parse().ok())?
    };
    let mut numbers: Vec<u64> = names.iter().filter_map(|n| number(n.to_str()?)).collect();
    numbers.sort_unstable_by_key(|number| (place_of(*number), *number));
    Ok(numbers)
}

/// A segment's length and header.
pub(super) fn inspect_segment(
    media: &dyn Media,
    directory: &Path,
    network: NetworkId,
    number: u64,
) -> Result<Segment, FileError> {
    let path = segment_path(directory, number);
    let inspect = || {
        let file = media.open(&path)?;
        let mut bytes = [0; HEADER_LENGTH];
        let read = read_up_to(&*file, &mut bytes, 0)?;
        Ok(Segment { number, length: file.length()?, header: Header::parse_of(network, &bytes[..read]) })
    };
    inspect().map_err(FileError::of("read", &path))
}

/// Makes a segment with nothing but its header, durably: no frame is written before the header is on disk.
pub(super) fn create_segment(
    media: &dyn Media,
    directory: &Path,
    header: &Header,
) -> Result<Arc<dyn SegmentFile>, FileError> {
    let path = segment_path(directory, header.segment);
    let create = || {
        let file = media.create(&path)?;
        file.write_at(&header.encode(), 0)?;
        file.sync()?;
        media.sync_dir(directory)?;
        Ok(file)
    };
    create().map_err(FileError::of("create", &path))
}

/// Reads until the buffer is full or the file ends; returns how much that was.
pub(super) fn read_up_to(file: &dyn SegmentFile, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    let mut done = 0;
    while done < buffer.len() {
        match file.read_at(&mut buffer[done..], offset + done as u64) {
            Ok(0) => break,
            Ok(read) => done += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

/// The bytes of a segment from an offset up to where they are durable, as they are on disk.
#[derive(Debug)]
pub struct SegmentStream {
    file: Arc<dyn SegmentFile>,
    at: u64,
    end: u64,
}

impl SegmentStream {
    pub(super) fn new(file: Arc<dyn SegmentFile>, at: u64, end: u64) -> Self {
        Self { file, at, end }
    }

    /// Bytes still to come.
    #[must_use]
    pub const fn remaining(&self) -> u64 {
        self.end.saturating_sub(self.at)
    }
}

impl Read for SegmentStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let wanted = usize::try_from(self.remaining()).map_or(buffer.len(), |r| r.min(buffer.len()));
        let read = self.file.read_at(&mut buffer[..wanted], self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}
