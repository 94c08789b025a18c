//! Files on disk, by the hash of their content.
//!
//! In `files/`, under the first two digits of its hash:
//!
//! | name | what it is |
//! | --- | --- |
//! | `HASH` | a file, whole and checked |
//! | `HASH.pieces` | the values of its pieces, 32 bytes each |
//! | `HASH.part` | a file that is being fetched: of its full size, with holes |
//! | `HASH.new` | empty: the file was put in to be published, which has not happened yet |
//! | `HASH.users` | which records name the file, each with its agent: a line each |
//! | `HASH.damaged` | what was found not to be the file any more |
//!
//! Nothing else is written down: what of a part is there already is found by checking its pieces, so that no note of it can
//! be wrong after a power cut.

mod collecting;
mod incoming;

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write as _},
    os::unix::fs::{FileExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use commons_registry::{FileHash, MAX_FILE_SIZE, PIECE_BYTES, Pieces, piece_count, piece_value};

pub use collecting::{Collected, Kept, Use};
pub use incoming::IncomingFile;

/// The files of a node. Methods may block on the disk.
#[derive(Debug, Clone)]
pub struct Files {
    directory: PathBuf,
}

/// Why a file was not put in.
#[derive(Debug, thiserror::Error)]
pub enum AddFileError {
    /// It is larger than any file here.
    #[error("a file has at most {MAX_FILE_SIZE} bytes, this has {found}")]
    TooLarge {
        /// Its bytes.
        found: u64,
    },
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Read(io::Error),
    /// The copy cannot be written.
    #[error("it cannot be kept: {0}")]
    Write(#[from] io::Error),
}

/// What a file in the folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Content,
    Pieces,
    Incomplete,
    New,
    Users,
    Damaged,
}

impl Part {
    const ALL: [Self; 6] =
        [Self::Content, Self::Pieces, Self::Incomplete, Self::New, Self::Users, Self::Damaged];

    const fn ending(self) -> &'static str {
        match self {
            Self::Content => "",
            Self::Pieces => ".pieces",
            Self::Incomplete => ".part",
            Self::New => ".new",
            Self::Users => ".users",
            Self::Damaged => ".damaged",
        }
    }
}

impl Files {
    /// The files in the folder of a node's data. Nothing is made before there is one.
    #[must_use]
    pub fn in_data(data: &Path) -> Self {
        Self { directory: data.join("files") }
    }

    fn path(&self, file: &FileHash, part: Part) -> PathBuf {
        let name = file.to_string();
        self.directory.join(&name[..2]).join(format!("{name}{}", part.ending()))
    }

    fn make_room(&self, file: &FileHash) -> io::Result<PathBuf> {
        let folder = self.directory.join(&file.to_string()[..2]);
        if !folder.is_dir() {
            fs::create_dir_all(&folder)?;
            sync(&self.directory)?;
        }
        Ok(folder)
    }

    /// Copies a file in, and gives its hash and size. It is kept for a while although nothing refers to it yet: see
    /// [`published`](Self::published).
    ///
    /// # Errors
    /// [`AddFileError`].
    pub fn add(&self, path: &Path) -> Result<(FileHash, u64), AddFileError> {
        let from = File::open(path).map_err(AddFileError::Read)?;
        let size = from.metadata().map_err(AddFileError::Read)?.len();
        if size > MAX_FILE_SIZE {
            return Err(AddFileError::TooLarge { found: size });
        }
        fs::create_dir_all(&self.directory)?;
        let mut copy = tempfile::Builder::new().prefix("adding-").tempfile_in(&self.directory)?;
        let pieces = copy_in_pieces(from, size, copy.as_file_mut())?;
        let file = pieces.file();
        let folder = self.make_room(&file)?;
        self.write_pieces(&pieces)?;
        self.mark(&file, Part::New)?;
        copy.as_file().sync_data()?;
        copy.persist(self.path(&file, Part::Content)).map_err(|error| error.error)?;
        sync(&folder)?;
        Ok((file, pieces.size()))
    }

    /// An empty file for what is still being received, to be [added](Self::add) once it is whole. It is gone when this is
    /// dropped, or at the next start.
    ///
    /// # Errors
    /// What the disk reports.
    pub fn to_be_received(&self) -> io::Result<tempfile::NamedTempFile> {
        fs::create_dir_all(&self.directory)?;
        tempfile::Builder::new().prefix("receiving-").tempfile_in(&self.directory)
    }

    /// Something refers to the file now: from now on it is kept as long as that is so.
    ///
    /// # Errors
    /// What the disk reports.
    pub fn published(&self, file: &FileHash) -> io::Result<()> {
        remove_if_there(&self.path(file, Part::New))
    }

    /// The bytes of a file that is held whole.
    #[must_use]
    pub fn size(&self, file: &FileHash) -> Option<u64> {
        fs::metadata(self.path(file, Part::Content)).ok().map(|data| data.len())
    }

    /// Where a file lies that is held whole, to be read.
    #[must_use]
    pub fn location(&self, file: &FileHash) -> Option<PathBuf> {
        self.size(file).map(|_| self.path(file, Part::Content))
    }

    /// The list of a file's pieces, if it is known, of a file of so many bytes.
    #[must_use]
    pub fn pieces(&self, file: &FileHash, size: u64) -> Option<Pieces> {
        let expected = piece_count(size).checked_mul(32)?;
        let path = self.path(file, Part::Pieces);
        if fs::metadata(&path).ok()?.len() != expected {
            return None;
        }
        let bytes = fs::read(path).ok()?;
        let (values, _) = bytes.as_chunks();
        Pieces::new(*file, size, values.to_vec()).ok()
    }

    /// The values of some of a file's pieces: from one on, at most so many. Whoever is given them checks them.
    #[must_use]
    pub fn values(&self, file: &FileHash, from: u32, most: usize) -> Vec<[u8; 32]> {
        let read = || {
            let list = File::open(self.path(file, Part::Pieces))?;
            let start = u64::from(from) * 32;
            let length = list.metadata()?.len().saturating_sub(start).min(most as u64 * 32);
            let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
            list.read_exact_at(&mut bytes, start)?;
            Ok::<_, io::Error>(bytes.as_chunks().0.to_vec())
        };
        read().unwrap_or_default()
    }

    /// A piece of a file that is held whole, checked. What is not the file any more is set aside, so that it can be fetched
    /// again.
    #[must_use]
    pub fn piece(&self, file: &FileHash, index: u32) -> Option<Vec<u8>> {
        let content = File::open(self.path(file, Part::Content)).ok()?;
        let size = content.metadata().ok()?.len();
        let start = u64::from(index) * PIECE_BYTES;
        if u64::from(index) >= piece_count(size) {
            return None;
        }
        let mut bytes = vec![0; usize::try_from(PIECE_BYTES.min(size - start)).ok()?];
        let read = content.read_exact_at(&mut bytes, start);
        let value = self.values(file, index, 1);
        if read.is_ok() && value.first() == Some(&piece_value(size, u64::from(index), &bytes)) {
            return Some(bytes);
        }
        tracing::error!(file = %file.short(), index, "a file is damaged on this disk: it is set aside");
        self.set_aside(file);
        None
    }

    fn set_aside(&self, file: &FileHash) {
        let aside = fs::rename(self.path(file, Part::Content), self.path(file, Part::Damaged));
        if let Err(error) = aside {
            tracing::warn!(file = %file.short(), %error, "a damaged file cannot be set aside");
        }
    }

    /// A file to be fetched, of which a part may be here already.
    ///
    /// # Errors
    /// What the disk reports; too little room, for instance.
    pub fn incoming(&self, file: FileHash, size: u64) -> io::Result<IncomingFile> {
        IncomingFile::open(self.clone(), file, size)
    }

    fn mark(&self, file: &FileHash, part: Part) -> io::Result<()> {
        let folder = self.make_room(file)?;
        private().truncate(true).open(self.path(file, part))?;
        sync(&folder)
    }

    fn write_pieces(&self, pieces: &Pieces) -> io::Result<()> {
        self.make_room(&pieces.file())?;
        self.write_whole(&self.path(&pieces.file(), Part::Pieces), pieces.values().as_flattened())
    }

    /// Writes a small file: after a crash it is as before or as now.
    fn write_whole(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = tempfile::Builder::new().prefix("adding-").tempfile_in(&self.directory)?;
        file.write_all(bytes)?;
        file.as_file().sync_data()?;
        file.persist(path).map_err(|error| error.error)?;
        path.parent().map_or(Ok(()), sync)
    }

    /// Removes all that there is of a file.
    ///
    /// # Errors
    /// What the disk reports.
    pub fn remove(&self, file: &FileHash) -> io::Result<()> {
        for part in Part::ALL {
            remove_if_there(&self.path(file, part))?;
        }
        Ok(())
    }
}

/// Reads to the end, writes what was read, and gives the values of the pieces.
fn copy_in_pieces(mut from: File, size: u64, to: &mut File) -> Result<Pieces, AddFileError> {
    let mut piece = vec![0; PIECE_BYTES as usize];
    let (mut values, mut read) = (Vec::new(), 0);
    loop {
        let length = read_full(&mut from, &mut piece).map_err(AddFileError::Read)?;
        read += length as u64;
        if length == 0 && !values.is_empty() || read > size {
            break;
        }
        to.write_all(&piece[..length])?;
        values.push(piece_value(size, values.len() as u64, &piece[..length]));
    }
    let changed = || AddFileError::Read(io::Error::other("it changed while it was read"));
    Pieces::of_values(size, values).filter(|_| read == size).ok_or_else(changed)
}

fn read_full(from: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < into.len() {
        match from.read(&mut into[filled..]) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// For making a file that only the node's owner may read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).mode(0o600);
    options
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes what was made, renamed or removed in a folder durable.
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use commons_identity::AgentId;
    use commons_registry::RecordId;

    use super::*;

    fn content(size: usize) -> Vec<u8> {
        (0..size).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect()
    }

    fn put(files: &Files, folder: &Path, content: &[u8]) -> FileHash {
        let path = folder.join("original");
        fs::write(&path, content).unwrap();
        let (file, size) = files.add(&path).unwrap();
        assert_eq!(file.as_bytes(), blake3::hash(content).as_bytes());
        assert_eq!(size, content.len() as u64);
        file
    }

    #[test]
    fn a_file_is_read_back_piece_by_piece() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::in_data(folder.path());
        for size in [0, 5, PIECE_BYTES as usize, 3 * PIECE_BYTES as usize + 7] {
            let content = content(size);
            let file = put(&files, folder.path(), &content);
            assert_eq!(files.size(&file), Some(size as u64));
            let count = piece_count(size as u64) as u32;
            let read: Vec<u8> = (0..count).flat_map(|index| files.piece(&file, index).unwrap()).collect();
            assert!(read == content);
            assert_eq!(files.piece(&file, count), None);
            assert_eq!(files.pieces(&file, size as u64).unwrap().values(), files.values(&file, 0, 100));
            assert_eq!(files.values(&file, count, 100), [[0; 32]; 0]);
        }
        assert_eq!(entries_with(&files, "adding-"), 0, "nothing is left of copying");
    }

    fn entries_with(files: &Files, beginning: &str) -> usize {
        let entries = fs::read_dir(&files.directory).unwrap();
        entries
            .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(beginning))
            .count()
    }

    #[test]
    fn what_is_damaged_on_disk_is_not_given_out() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::in_data(folder.path());
        let file = put(&files, folder.path(), &content(2 * PIECE_BYTES as usize));
        let path = files.location(&file).unwrap();
        let mut bytes = fs::read(&path).unwrap();
        bytes[PIECE_BYTES as usize + 3] ^= 1;
        fs::write(&path, bytes).unwrap();
        assert!(files.piece(&file, 0).is_some());
        assert_eq!(files.piece(&file, 1), None);
        assert_eq!(files.size(&file), None, "it is not held any more, and can be fetched anew");
    }

    #[test]
    fn a_part_is_gone_on_with_and_only_what_is_right_of_it_counts() {
        let folder = tempfile::tempdir().unwrap();
        let (there, here) =
            (Files::in_data(&folder.path().join("there")), Files::in_data(&folder.path().join("here")));
        let content = content(3 * PIECE_BYTES as usize + 1);
        let file = put(&there, folder.path(), &content);
        let size = content.len() as u64;
        let incoming = here.incoming(file, size).unwrap();
        assert_eq!(incoming.lacking().unwrap(), [0, 1, 2, 3]);
        incoming.keep_pieces(&there.pieces(&file, size).unwrap()).unwrap();
        incoming.keep(2, &there.piece(&file, 2).unwrap()).unwrap();
        incoming.keep(1, &[7; PIECE_BYTES as usize]).unwrap(); // as if half of it had reached the disk
        drop(incoming);
        assert_eq!(here.size(&file), None, "a part is not held");
        let incoming = here.incoming(file, size).unwrap();
        assert_eq!(incoming.lacking().unwrap(), [0, 1, 3]);
        for index in [0, 1, 3] {
            incoming.keep(index, &there.piece(&file, index).unwrap()).unwrap();
        }
        assert_eq!(incoming.lacking().unwrap(), [0; 0]);
        incoming.finish().unwrap();
        assert!(fs::read(here.location(&file).unwrap()).unwrap() == content);
    }

    #[test]
    fn room_is_given_back_but_never_what_is_wanted() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::in_data(folder.path());
        let size = 4 * PIECE_BYTES as usize;
        let all: Vec<FileHash> = (0..7u8)
            .map(|first| {
                let mut content = content(size);
                content[0] = first;
                put(&files, folder.path(), &content)
            })
            .collect();
        let [erased, unnamed, oldest, next, ours, wanted, fresh] = all[..] else { unreachable!() };
        for file in &all[..6] {
            files.published(file).unwrap();
        }
        let user = (AgentId::from_bytes([1; 32]), RecordId::from_bytes([2; 32]));
        files.note_users(&erased, &[user].into()).unwrap();
        assert_eq!(files.users(&erased), [user].into());
        let used = |file: &FileHash| {
            Ok::<_, io::Error>(match *file {
                file if file == wanted => Use::Wanted,
                file if file == oldest || file == next => Use::Referred,
                file if file == erased => Use::Refused,
                file => Use::Unnamed { wanted: file == ours },
            })
        };
        let collected = files.collect(u64::MAX, used).unwrap();
        assert_eq!(collected.unused, [erased]);
        assert_eq!(files.users(&erased), [].into(), "nothing of it is left");
        assert_eq!(collected.for_room, []);
        let collected = files.collect(collected.bytes - 1, used).unwrap();
        assert_eq!(collected.for_room, [unnamed], "first what nothing names, and no more than it takes");
        assert_eq!(files.collect(collected.bytes - 1, used).unwrap().for_room, [oldest]);
        assert_eq!(files.collect(0, used).unwrap().for_room, [next]);
        let kept: BTreeSet<FileHash> = files.kept().unwrap().iter().map(|kept| kept.file).collect();
        assert_eq!(kept, [ours, wanted, fresh].into());
        // What nothing has named for long goes, whoever's it was.
        let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(31 * 24 * 3600);
        let content = File::options().write(true).open(files.location(&ours).unwrap()).unwrap();
        content.set_modified(long_ago).unwrap();
        assert_eq!(files.collect(u64::MAX, used).unwrap().unused, [ours]);
    }
}
