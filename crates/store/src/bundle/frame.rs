//! One frame: a marker, a length, a sequence number, the payload, and a check.

use core::fmt;
use std::sync::LazyLock;

use commons_identity::write_hex;

/// The first four bytes of every frame. 0xC3 followed by 0x63 is not UTF-8, so no text can hold it.
pub const FRAME_MARKER: [u8; 4] = [0xC3, b'c', b'm', b'f'];

/// Bytes before the payload: marker, length, sequence.
pub const FRAME_PREFIX_LENGTH: usize = 16;

/// Bytes after the payload.
pub const FRAME_CHECK_LENGTH: usize = 8;

/// Bytes in the hash of a frame.
pub const FRAME_HASH_LENGTH: usize = 32;

/// Largest payload, in bytes: the largest item (64 KiB) with room to grow, and under the index's limit of 100 KiB.
pub const MAX_PAYLOAD_BYTES: usize = 96 * 1024;

/// Largest frame, in bytes.
pub const MAX_FRAME_BYTES: usize = FRAME_PREFIX_LENGTH + MAX_PAYLOAD_BYTES + FRAME_CHECK_LENGTH;

/// Keeps the hash of a frame apart from every other use of BLAKE3.
const CHECK_CONTEXT: &str = "commons registry, bundle frame, version 1";

/// Deriving the key costs as much as hashing a small frame, so it is done once.
static CHECK_HASHER: LazyLock<blake3::Hasher> =
    LazyLock::new(|| blake3::Hasher::new_derive_key(CHECK_CONTEXT));

/// The whole hash of a frame's length, sequence and payload, of which its check is the first eight bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FrameHash([u8; FRAME_HASH_LENGTH]);

impl FrameHash {
    /// The hash with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; FRAME_HASH_LENGTH]) -> Self {
        Self(bytes)
    }

    /// The bytes of the hash.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; FRAME_HASH_LENGTH] {
        &self.0
    }
}

impl fmt::Debug for FrameHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FrameHash(")?;
        write_hex(&self.0[..FRAME_CHECK_LENGTH], f)?;
        f.write_str("…)")
    }
}

/// A frame that was read and whose check holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Where it begins, in bytes from the start of the bundle.
    pub offset: u64,
    /// Its label: higher than that of every frame before it.
    pub sequence: u64,
    /// What it carries: 1 to [`MAX_PAYLOAD_BYTES`] bytes.
    pub payload: Vec<u8>,
    /// The hash that its check begins.
    pub hash: FrameHash,
}

impl Frame {
    /// Where it ends, in bytes from the start of the bundle.
    #[must_use]
    pub fn end(&self) -> u64 {
        self.offset + frame_length(self.payload.len())
    }
}

/// Bytes that a frame with a payload of this many bytes takes up.
#[must_use]
pub const fn frame_length(payload: usize) -> u64 {
    (FRAME_PREFIX_LENGTH + payload + FRAME_CHECK_LENGTH) as u64
}

/// A payload that no frame may carry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a frame carries 1 to {MAX_PAYLOAD_BYTES} bytes, this payload has {found}")]
pub struct PayloadError {
    /// Its length in bytes.
    pub found: usize,
}

/// Why bytes are not a valid frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameFault {
    /// The bundle ends inside it.
    #[error("cut short")]
    Truncated,
    /// It does not begin as a frame does.
    #[error("no frame marker")]
    Marker,
    /// Its length is zero or more than [`MAX_PAYLOAD_BYTES`].
    #[error("expected a length of 1 to {MAX_PAYLOAD_BYTES}, found {found}")]
    Length {
        /// The length it names.
        found: u32,
    },
    /// Its check does not hold.
    #[error("its check does not hold")]
    Check,
    /// Whole, but its number is not higher than the one before.
    #[error("expected a sequence number above {after}, found {found}")]
    Order {
        /// The number before it.
        after: u64,
        /// Its own.
        found: u64,
    },
    /// The header of a journal segment, whose number is known from elsewhere.
    #[error("a damaged header")]
    Header,
}

/// A valid frame at the start of some bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parsed<'a> {
    pub(crate) sequence: u64,
    pub(crate) payload: &'a [u8],
    pub(crate) hash: FrameHash,
}

impl Parsed<'_> {
    /// Bytes that the frame takes up.
    pub(crate) const fn length(&self) -> usize {
        FRAME_PREFIX_LENGTH + self.payload.len() + FRAME_CHECK_LENGTH
    }
}

/// Bytes that the frame at the start of `bytes` says it takes up, believed only within bounds.
pub(crate) fn claimed_length(bytes: &[u8]) -> Result<usize, FrameFault> {
    let known = bytes.len().min(FRAME_MARKER.len());
    if bytes[..known] != FRAME_MARKER[..known] {
        return Err(FrameFault::Marker);
    }
    let Some(length) = bytes.get(4..).and_then(<[u8]>::first_chunk) else {
        return Err(FrameFault::Truncated);
    };
    let found = u32::from_le_bytes(*length);
    match usize::try_from(found) {
        Ok(payload @ 1..=MAX_PAYLOAD_BYTES) => Ok(FRAME_PREFIX_LENGTH + payload + FRAME_CHECK_LENGTH),
        _ => Err(FrameFault::Length { found }),
    }
}

/// Reads the frame at the start of `bytes`, which may go on after it. Says nothing of the order of sequences.
pub(crate) fn parse_frame(bytes: &[u8]) -> Result<Parsed<'_>, FrameFault> {
    let frame = bytes.get(..claimed_length(bytes)?).ok_or(FrameFault::Truncated)?;
    let (checked, check) =
        frame[FRAME_MARKER.len()..].split_last_chunk::<FRAME_CHECK_LENGTH>().ok_or(FrameFault::Truncated)?;
    let hash = hash_of(checked);
    if hash.as_bytes()[..FRAME_CHECK_LENGTH] != *check {
        return Err(FrameFault::Check);
    }
    let (sequence, payload) = checked[4..].split_first_chunk().ok_or(FrameFault::Truncated)?;
    Ok(Parsed { sequence: u64::from_le_bytes(*sequence), payload, hash })
}

/// Appends a frame to `out`.
pub(crate) fn encode_frame(
    sequence: u64,
    payload: &[u8],
    out: &mut Vec<u8>,
) -> Result<FrameHash, PayloadError> {
    let found = payload.len();
    let length = match u32::try_from(found) {
        Ok(length) if (1..=MAX_PAYLOAD_BYTES).contains(&found) => length,
        _ => return Err(PayloadError { found }),
    };
    out.extend_from_slice(&FRAME_MARKER);
    let checked = out.len();
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&sequence.to_le_bytes());
    out.extend_from_slice(payload);
    let hash = hash_of(&out[checked..]);
    out.extend_from_slice(&hash.as_bytes()[..FRAME_CHECK_LENGTH]);
    Ok(hash)
}

fn hash_of(length_sequence_payload: &[u8]) -> FrameHash {
    let mut hasher = CHECK_HASHER.clone();
    hasher.update(length_sequence_payload);
    FrameHash::from_bytes(*hasher.finalize().as_bytes())
}
