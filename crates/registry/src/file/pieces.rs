//! A file in pieces that can each be checked as it arrives.
//!
//! BLAKE3 is a tree. Cut at multiples of [`PIECE_BYTES`], a power of two, a file falls into whole subtrees of it, and the
//! values of these make the hash of the file. So whoever has their list, 32 bytes a piece, can tell whether the list
//! is right from the file's hash and size alone, and whether a piece is right from the list: no signature is needed, and
//! pieces may come from whomever, in any order (the BLAKE3 paper, section 2.1).

use blake3::{
    Hasher,
    hazmat::{HasherExt as _, Mode, left_subtree_len, merge_subtrees_non_root, merge_subtrees_root},
};

use super::FileHash;

/// Bytes of a piece; the last of a file may have fewer.
pub const PIECE_BYTES: u64 = 256 * 1024;

/// The list of a file's pieces, which agrees with its hash and size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pieces {
    size: u64,
    values: Vec<[u8; 32]>,
}

/// A list of pieces that is not that of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the list of {found} pieces does not belong to file {}", file.short())]
pub struct WrongPieces {
    /// The file.
    pub file: FileHash,
    /// How many pieces are listed.
    pub found: usize,
}

/// How many pieces a file of so many bytes has: one at least.
#[must_use]
pub const fn piece_count(size: u64) -> u64 {
    if size == 0 { 1 } else { size.div_ceil(PIECE_BYTES) }
}

/// The value of a piece in the tree. That of a file's only piece is the file's hash.
#[must_use]
pub fn piece_value(size: u64, index: u64, bytes: &[u8]) -> [u8; 32] {
    if piece_count(size) == 1 {
        return *blake3::hash(bytes).as_bytes();
    }
    let mut hasher = Hasher::new();
    hasher.set_input_offset(index.saturating_mul(PIECE_BYTES)).update(bytes);
    hasher.finalize_non_root()
}

impl Pieces {
    /// The list of a file's pieces, if it is that.
    ///
    /// # Errors
    /// [`WrongPieces`] if the list does not make this hash at this size.
    pub fn new(file: FileHash, size: u64, values: Vec<[u8; 32]>) -> Result<Self, WrongPieces> {
        let wrong = WrongPieces { file, found: values.len() };
        let pieces = Self { size, values };
        if pieces.values.len() as u64 == piece_count(size) && pieces.file() == file {
            Ok(pieces)
        } else {
            Err(wrong)
        }
    }

    /// The list of these pieces, which says which file they make; `None` if they are not as many as the size says.
    #[must_use]
    pub fn of_values(size: u64, values: Vec<[u8; 32]>) -> Option<Self> {
        (values.len() as u64 == piece_count(size)).then_some(Self { size, values })
    }

    /// The hash of the file.
    #[must_use]
    pub fn file(&self) -> FileHash {
        match self.values.as_slice() {
            [only] => FileHash::from_bytes(*only),
            values => {
                let left = left_pieces(self.size);
                let (left_values, right_values) = values.split_at(left);
                let left_bytes = left as u64 * PIECE_BYTES;
                let left = merged(left_bytes, left_values);
                let right = merged(self.size - left_bytes, right_values);
                FileHash::from_bytes(*merge_subtrees_root(&left, &right, Mode::Hash).as_bytes())
            }
        }
    }

    /// Bytes of the file.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The values of the pieces.
    #[must_use]
    pub fn values(&self) -> &[[u8; 32]] {
        &self.values
    }

    /// How many bytes a piece has; nothing if there is no such piece.
    #[must_use]
    pub fn length(&self, index: u64) -> Option<u64> {
        let start = index.checked_mul(PIECE_BYTES)?;
        (index < piece_count(self.size)).then(|| PIECE_BYTES.min(self.size - start))
    }

    /// Whether these are the bytes of a piece.
    #[must_use]
    pub fn fits(&self, index: u64, bytes: &[u8]) -> bool {
        let value = usize::try_from(index).ok().and_then(|index| self.values.get(index));
        self.length(index) == Some(bytes.len() as u64)
            && value.is_some_and(|value| *value == piece_value(self.size, index, bytes))
    }
}

/// How many pieces are to the left of the root of a tree over more than one piece.
fn left_pieces(bytes: u64) -> usize {
    // At most MAX_FILE_SIZE / PIECE_BYTES, which any machine can count to.
    (left_subtree_len(bytes) / PIECE_BYTES) as usize
}

/// The value of a subtree that is not the root, from those of its pieces: at least one.
fn merged(bytes: u64, values: &[[u8; 32]]) -> [u8; 32] {
    match values {
        [only] => *only,
        values => {
            let left = left_pieces(bytes);
            let left_bytes = left as u64 * PIECE_BYTES;
            let (left, right) = values.split_at(left);
            let (left, right) = (merged(left_bytes, left), merged(bytes - left_bytes, right));
            merge_subtrees_non_root(&left, &right, Mode::Hash)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(size: usize) -> Vec<u8> {
        (0..size).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect()
    }

    fn values(content: &[u8]) -> Vec<[u8; 32]> {
        let pieces: Vec<&[u8]> = match content {
            [] => vec![&[]],
            content => content.chunks(PIECE_BYTES as usize).collect(),
        };
        let value = |(at, piece): (usize, &&[u8])| piece_value(content.len() as u64, at as u64, piece);
        pieces.iter().enumerate().map(value).collect()
    }

    #[test]
    fn the_pieces_make_the_hash_of_the_whole() {
        let piece = PIECE_BYTES as usize;
        for size in [
            0,
            1,
            1024,
            1025,
            piece - 1,
            piece,
            piece + 1,
            2 * piece,
            2 * piece + 7,
            3 * piece,
            5 * piece - 1,
            9 * piece,
        ] {
            let content = content(size);
            let hash = FileHash::from_bytes(*blake3::hash(&content).as_bytes());
            let pieces = Pieces::new(hash, size as u64, values(&content)).unwrap();
            assert_eq!(pieces.values().len() as u64, piece_count(size as u64));
            for (at, bytes) in content.chunks(piece).enumerate() {
                assert!(pieces.fits(at as u64, bytes), "{size} {at}");
                assert!(!pieces.fits(at as u64 + 1, bytes), "{size} {at}");
                assert!(!pieces.fits(at as u64, &bytes[1..]), "{size} {at}");
                let mut spoilt = bytes.to_vec();
                spoilt[bytes.len() / 2] ^= 1;
                assert!(!pieces.fits(at as u64, &spoilt), "{size} {at}");
            }
            assert_eq!(pieces.length(piece_count(size as u64)), None);
        }
    }

    #[test]
    fn another_list_is_not_taken() {
        let content = content(5 * PIECE_BYTES as usize + 3);
        let size = content.len() as u64;
        let hash = FileHash::from_bytes(*blake3::hash(&content).as_bytes());
        let right = values(&content);
        assert!(Pieces::new(hash, size, right.clone()).is_ok());
        assert!(Pieces::new(hash, size, right[1..].to_vec()).is_err());
        assert!(Pieces::new(hash, size, [right.clone(), vec![[0; 32]]].concat()).is_err());
        assert!(Pieces::new(hash, size + PIECE_BYTES, right.clone()).is_err());
        assert!(Pieces::new(hash, size, Vec::new()).is_err());
        let mut swapped = right;
        swapped.swap(1, 2);
        assert!(Pieces::new(hash, size, swapped).is_err());
    }
}
