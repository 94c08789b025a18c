//! Names, headers and creation of segments.

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::media::{Media, SegmentFile};
use crate::bundle::{HEADER_LENGTH, Header, HeaderError, NetworkId};

/// How the name of a segment ends, after its number in twenty digits.
pub const SEGMENT_SUFFIX: &str = ".bundle";

/// Digits in the name of a segment: enough for every `u64`, so that names sort as numbers do.
const NUMBER_DIGITS: usize = 20;

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

/// The numbers of all segments, rising. Files of other names are not ours and are left alone.
pub(super) fn segment_numbers(media: &dyn Media, directory: &Path) -> Result<Vec<u64>, FileError> {
    let names = media.list(directory).map_err(FileError::of("list", directory))?;
    let number = |name: &str| {
        let digits = name.strip_suffix(SEGMENT_SUFFIX)?;
        let all_digits = digits.bytes().all(|digit| digit.is_ascii_digit());
        (digits.len() == NUMBER_DIGITS && all_digits).then(|| digits.parse().ok())?
    };
    let mut numbers: Vec<u64> = names.iter().filter_map(|n| number(n.to_str()?)).collect();
    numbers.sort_unstable();
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
