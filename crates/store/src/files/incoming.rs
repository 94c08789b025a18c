//! A file that is being fetched.

use std::{
    fs::{self, File},
    io,
    os::unix::fs::FileExt as _,
};

use commons_registry::{FileHash, PIECE_BYTES, Pieces, piece_count};
use rustix::{fs::SeekFrom, io::Errno};

use super::{Files, Part, private, remove_if_there, sync};

/// A file that is being fetched, and what is here of it.
#[derive(Debug)]
pub struct IncomingFile {
    files: Files,
    file: FileHash,
    size: u64,
    part: File,
}

impl IncomingFile {
    pub(super) fn open(files: Files, file: FileHash, size: u64) -> io::Result<Self> {
        files.make_room(&file)?;
        let part = private().read(true).truncate(false).open(files.path(&file, Part::Incomplete))?;
        // Its size is there from the start, its content is not: the rest are holes, which take no room.
        part.set_len(size)?;
        Ok(Self { files, file, size, part })
    }

    /// The list of its pieces, if it is known from an earlier time.
    #[must_use]
    pub fn pieces(&self) -> Option<Pieces> {
        self.files.pieces(&self.file, self.size)
    }

    /// Keeps the list of its pieces.
    ///
    /// # Errors
    /// What the disk reports.
    pub fn keep_pieces(&self, pieces: &Pieces) -> io::Result<()> {
        self.files.write_pieces(pieces)
    }

    /// The pieces that are lacking, by checking all that is there. All, if their list is not known.
    ///
    /// # Errors
    /// What the disk reports.
    pub fn lacking(&self) -> io::Result<Vec<u32>> {
        let count = u32::try_from(piece_count(self.size)).map_err(io::Error::other)?;
        let Some(pieces) = self.pieces() else { return Ok((0..count).collect()) };
        let (mut lacking, mut bytes, mut data_from) = (Vec::new(), vec![0; PIECE_BYTES as usize], 0);
        for index in 0..count {
            let start = u64::from(index) * PIECE_BYTES;
            let length = pieces.length(u64::from(index)).unwrap_or_default();
            if data_from < start {
                data_from = self.data_from(start);
            }
            let is_hole = length > 0 && data_from >= start + length;
            let bytes = &mut bytes[..usize::try_from(length).map_err(io::Error::other)?];
            if !is_hole {
                self.part.read_exact_at(bytes, start)?;
            }
            if is_hole || !pieces.fits(u64::from(index), bytes) {
                lacking.push(index);
            }
        }
        Ok(lacking)
    }

    /// Where from a place on anything was ever written: to read holes takes as long as to read what is there.
    fn data_from(&self, start: u64) -> u64 {
        match rustix::fs::seek(&self.part, SeekFrom::Data(start)) {
            Ok(at) => at,
            Err(Errno::NXIO) => u64::MAX, // nothing but holes
            Err(_) => start,              // this file system does not tell
        }
    }

    /// Keeps a piece, which was checked.
    ///
    /// # Errors
    /// What the disk reports.
    pub fn keep(&self, index: u32, bytes: &[u8]) -> io::Result<()> {
        self.part.write_all_at(bytes, u64::from(index) * PIECE_BYTES)
    }

    /// Makes the file one that is held. All of its pieces must be here, and checked.
    ///
    /// # Errors
    /// What the disk reports.
    pub fn finish(&self) -> io::Result<()> {
        self.part.sync_data()?;
        let content = self.files.path(&self.file, Part::Content);
        fs::rename(self.files.path(&self.file, Part::Incomplete), &content)?;
        remove_if_there(&self.files.path(&self.file, Part::Damaged))?;
        content.parent().map_or(Ok(()), sync)
    }
}
