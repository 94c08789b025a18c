//! Files: what is said over the stream on which one is fetched, and of whom which piece is asked.
//!
//! Whoever fetches opens a stream for each peer and file, and asks; the other side answers each question, in order. Every
//! byte is described in docs/protocol/files.md.

mod spread;

use commons_registry::{FileHash, MAX_FILE_SIZE, NetworkId, PIECE_BYTES};

use crate::{
    DecodeError,
    limits::MAX_VALUES,
    message::{Reader, encoded, strict},
};

pub use spread::{Came, Spread};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileQuestion {
    /// Do you hold this file? First over a stream, and only then.
    Open {
        /// The network that the asker belongs to.
        network: NetworkId,
        /// The file.
        file: FileHash,
    },
    /// The values of its pieces from this one on, as many as go into an answer.
    Values {
        /// Number of the first.
        from: u32,
    },
    /// The bytes of a piece.
    Piece {
        /// Its number.
        index: u32,
    },
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileAnswer {
    /// The file is not held, or no longer, or not for now; nothing follows.
    NotHeld,
    /// It is held, and has so many bytes.
    Held {
        /// Bytes.
        size: u64,
    },
    /// Values of pieces, 1 to [`MAX_VALUES`].
    Values(Vec<[u8; 32]>),
    /// The bytes of a piece, none if the file is empty.
    Piece {
        /// Its number.
        index: u32,
        /// The bytes, not checked.
        bytes: Vec<u8>,
    },
}

impl FileQuestion {
    /// The bytes of the question.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encoded(|e| {
            match self {
                Self::Open { network, file } => {
                    e.array(3)?.u8(0)?.bytes(network.as_bytes())?.bytes(file.as_bytes())?
                }
                Self::Values { from } => e.array(2)?.u8(1)?.u32(*from)?,
                Self::Piece { index } => e.array(2)?.u8(2)?.u32(*index)?,
            };
            Ok(())
        })
    }

    /// Reads a question from the whole of `bytes`.
    ///
    /// # Errors
    /// [`DecodeError`] for anything but the canonical bytes of one.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let read = |r: &mut Reader<'_>| {
            Ok(match r.kind("question about a file", &[3, 2, 2])? {
                0 => Self::Open {
                    network: NetworkId::from_bytes(r.exactly("a network id")?),
                    file: FileHash::from_bytes(r.exactly("a file's hash")?),
                },
                1 => Self::Values { from: r.number()? },
                _ => Self::Piece { index: r.number()? },
            })
        };
        strict(bytes, read, Self::encode)
    }
}

impl FileAnswer {
    /// The bytes of the answer.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encoded(|e| {
            match self {
                Self::NotHeld => e.array(1)?.u8(0)?,
                Self::Held { size } => e.array(2)?.u8(1)?.u64(*size)?,
                Self::Values(values) => e.array(2)?.u8(2)?.bytes(values.as_flattened())?,
                Self::Piece { index, bytes } => e.array(3)?.u8(3)?.u32(*index)?.bytes(bytes)?,
            };
            Ok(())
        })
    }

    /// Reads an answer from the whole of `bytes`.
    ///
    /// # Errors
    /// [`DecodeError`] for anything but the canonical bytes of one.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let read = |r: &mut Reader<'_>| {
            Ok(match r.kind("answer about a file", &[1, 2, 2, 3])? {
                0 => Self::NotHeld,
                1 => Self::Held { size: r.large_number("the size of a file", MAX_FILE_SIZE)? },
                2 => {
                    let values = r.bytes("the values of pieces", 32, MAX_VALUES * 32)?;
                    let (values, rest) = values.as_chunks();
                    if !rest.is_empty() {
                        return Err(DecodeError::NotCanonical);
                    }
                    Self::Values(values.to_vec())
                }
                _ => Self::Piece {
                    index: r.number()?,
                    bytes: r.bytes("a piece", 0, PIECE_BYTES as usize)?.to_vec(),
                },
            })
        };
        strict(bytes, read, Self::encode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn questions_and_answers_are_these_bytes() {
        let network = NetworkId::from_bytes([1; 32]);
        let questions = [
            (
                FileQuestion::Open { network, file: FileHash::from_bytes([2; 32]) },
                format!("83005820{}5820{}", "01".repeat(32), "02".repeat(32)),
            ),
            (FileQuestion::Values { from: 300 }, "820119012c".to_owned()),
            (FileQuestion::Piece { index: 7 }, "820207".to_owned()),
        ];
        for (question, bytes) in questions {
            assert_eq!(hex(&question.encode()), bytes);
            assert_eq!(FileQuestion::decode(&question.encode()).unwrap(), question);
        }
        let answers = [
            (FileAnswer::NotHeld, "8100".to_owned()),
            (FileAnswer::Held { size: 1_000_000 }, "82011a000f4240".to_owned()),
            (FileAnswer::Values(vec![[3; 32]]), format!("82025820{}", "03".repeat(32))),
            (FileAnswer::Piece { index: 1, bytes: vec![5, 6] }, "830301420506".to_owned()),
        ];
        for (answer, bytes) in answers {
            assert_eq!(hex(&answer.encode()), bytes);
            assert_eq!(FileAnswer::decode(&answer.encode()).unwrap(), answer);
        }
    }

    #[test]
    fn what_is_too_large_or_written_otherwise_is_refused() {
        let too_large = FileAnswer::Held { size: MAX_FILE_SIZE + 1 }.encode();
        assert!(FileAnswer::decode(&too_large).is_err());
        let piece = FileAnswer::Piece { index: 0, bytes: vec![0; PIECE_BYTES as usize + 1] }.encode();
        assert!(FileAnswer::decode(&piece).is_err());
        let values = FileAnswer::Values(vec![[0; 32]; MAX_VALUES + 1]).encode();
        assert!(FileAnswer::decode(&values).is_err());
        for bytes in ["8100ff", "8104", "82011801", "8202420000", "9f00ff", ""] {
            let bytes = data(bytes);
            assert!(FileAnswer::decode(&bytes).is_err() && FileQuestion::decode(&bytes).is_err());
        }
    }

    fn data(hex: &str) -> Vec<u8> {
        hex.as_bytes()
            .chunks(2)
            .map(|two| u8::from_str_radix(core::str::from_utf8(two).unwrap(), 16).unwrap())
            .collect()
    }
}
