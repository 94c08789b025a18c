//! The 128 bytes at the start of a bundle.

use core::fmt;

use commons_identity::write_hex;
use commons_registry::NetworkId;

/// The first eight bytes of every bundle. The line feed shows up files mangled by text transfers.
pub const MAGIC: [u8; 8] = *b"COMMONS\n";

/// The version of the layout that this code reads and writes.
pub const FORMAT_VERSION: u16 = 1;

/// Bytes in a header.
pub const HEADER_LENGTH: usize = 128;

/// Bytes in a journal id.
pub const JOURNAL_ID_LENGTH: usize = 16;

/// Bytes of the header that its check covers.
const CHECKED_LENGTH: usize = HEADER_LENGTH - 16;

/// In both fields: the bundle replaces no segments.
const REPLACES_NOTHING: u64 = u64::MAX;

/// One unbroken history of a node's journal. Sequence numbers mean something only together with it: it changes
/// whenever numbers could have been given out twice (after restore, rebuild, or truncation).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JournalId([u8; JOURNAL_ID_LENGTH]);

impl JournalId {
    /// A new id, drawn from the operating system's randomness.
    ///
    /// # Errors
    /// When the operating system has none to give.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; JOURNAL_ID_LENGTH];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// The id with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; JOURNAL_ID_LENGTH]) -> Self {
        Self(bytes)
    }

    /// The bytes of the id.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; JOURNAL_ID_LENGTH] {
        &self.0
    }
}

impl fmt::Display for JournalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl fmt::Debug for JournalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JournalId({self})")
    }
}

/// The run of segment numbers, both included, that a compacted segment stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replaces {
    /// The lowest number replaced.
    pub first: u64,
    /// The highest number replaced.
    pub last: u64,
}

/// What a bundle says of itself before its first frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The network whose items it holds.
    pub network: NetworkId,
    /// The journal that gave out its sequence numbers.
    pub journal: JournalId,
    /// Its number among the segments of that journal; the first is 1. An export made of several has 0.
    pub segment: u64,
    /// No frame in it has a lower sequence number. Numbers start at 1.
    pub first_sequence: u64,
    /// The segments it stands for, after compaction.
    pub replaces: Option<Replaces>,
}

/// Bytes that do not begin a bundle that may be read here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// The magic bytes are not there.
    #[error("not a bundle: expected it to begin with \"COMMONS\", found {} bytes that do not", .found)]
    NotABundle {
        /// How many bytes there were to look at, at most [`HEADER_LENGTH`].
        found: usize,
    },
    /// It ends inside the header.
    #[error("the header is cut short: expected {HEADER_LENGTH} bytes, found {found}")]
    Truncated {
        /// Bytes there.
        found: usize,
    },
    /// Written in a layout that this code does not know.
    #[error("unknown format version: expected {FORMAT_VERSION}, found {found}; a newer program may read it")]
    UnknownVersion {
        /// The version it names.
        found: u16,
    },
    /// Its check does not hold, or holds over nonsense.
    #[error("the header is damaged: expected its check to hold, found that {what}")]
    Damaged {
        /// What is wrong.
        what: &'static str,
    },
    /// A whole header, of another network.
    #[error("a bundle of another network: expected {}, found {}", .expected.short(), .found.short())]
    OtherNetwork {
        /// The network wanted.
        expected: NetworkId,
        /// The network named.
        found: NetworkId,
    },
}

impl Header {
    /// The 128 bytes of this header.
    #[must_use]
    pub fn encode(&self) -> [u8; HEADER_LENGTH] {
        let (first, last) = self.replaces.map_or((REPLACES_NOTHING, REPLACES_NOTHING), |r| (r.first, r.last));
        let mut bytes = [0; HEADER_LENGTH];
        bytes[0..8].copy_from_slice(&MAGIC);
        bytes[8..10].copy_from_slice(&FORMAT_VERSION.to_le_bytes());
        // 10..12 is reserved.
        bytes[12..16].copy_from_slice(&(HEADER_LENGTH as u32).to_le_bytes());
        bytes[16..48].copy_from_slice(self.network.as_bytes());
        bytes[48..64].copy_from_slice(self.journal.as_bytes());
        bytes[64..72].copy_from_slice(&self.segment.to_le_bytes());
        bytes[72..80].copy_from_slice(&self.first_sequence.to_le_bytes());
        bytes[80..88].copy_from_slice(&first.to_le_bytes());
        bytes[88..96].copy_from_slice(&last.to_le_bytes());
        // 96..112 is reserved.
        let check = blake3::hash(&bytes[..CHECKED_LENGTH]);
        bytes[CHECKED_LENGTH..].copy_from_slice(&check.as_bytes()[..HEADER_LENGTH - CHECKED_LENGTH]);
        bytes
    }

    /// Reads a header from the start of `bytes`, of any network.
    ///
    /// # Errors
    /// Every [`HeaderError`] but [`HeaderError::OtherNetwork`].
    pub fn parse(bytes: &[u8]) -> Result<Self, HeaderError> {
        let known = bytes.len().min(MAGIC.len());
        if known == 0 || bytes[..known] != MAGIC[..known] {
            let found = bytes.len().min(HEADER_LENGTH);
            return Err(HeaderError::NotABundle { found });
        }
        let Some(bytes) = bytes.first_chunk::<HEADER_LENGTH>() else {
            return Err(HeaderError::Truncated { found: bytes.len() });
        };
        // Before the check: a later version may check itself in another way.
        let version = u16::from_le_bytes(field(bytes, 8));
        if version != FORMAT_VERSION {
            return Err(HeaderError::UnknownVersion { found: version });
        }
        let check = blake3::hash(&bytes[..CHECKED_LENGTH]);
        if check.as_bytes()[..HEADER_LENGTH - CHECKED_LENGTH] != bytes[CHECKED_LENGTH..] {
            let what = "it does not";
            return Err(HeaderError::Damaged { what });
        }
        let length = u32::from_le_bytes(field(bytes, 12));
        let reserved: [u8; 18] = {
            let mut all = [0; 18];
            all[..2].copy_from_slice(&bytes[10..12]);
            all[2..].copy_from_slice(&bytes[96..CHECKED_LENGTH]);
            all
        };
        if length as usize != HEADER_LENGTH || reserved != [0; 18] {
            let what = "fixed fields have other values";
            return Err(HeaderError::Damaged { what });
        }
        let replaces = match (u64::from_le_bytes(field(bytes, 80)), u64::from_le_bytes(field(bytes, 88))) {
            (REPLACES_NOTHING, REPLACES_NOTHING) => None,
            (first, last) if first <= last && last != REPLACES_NOTHING => Some(Replaces { first, last }),
            _ => {
                let what = "it replaces no sensible run of segments";
                return Err(HeaderError::Damaged { what });
            }
        };
        Ok(Self {
            network: NetworkId::from_bytes(field(bytes, 16)),
            journal: JournalId(field(bytes, 48)),
            segment: u64::from_le_bytes(field(bytes, 64)),
            first_sequence: u64::from_le_bytes(field(bytes, 72)),
            replaces,
        })
    }

    /// Reads a header of one network from the start of `bytes`.
    ///
    /// # Errors
    /// [`HeaderError`].
    pub fn parse_of(network: NetworkId, bytes: &[u8]) -> Result<Self, HeaderError> {
        let header = Self::parse(bytes)?;
        if header.network != network {
            return Err(HeaderError::OtherNetwork { expected: network, found: header.network });
        }
        Ok(header)
    }
}

/// The `N` bytes at a place that lies inside the header by construction.
fn field<const N: usize>(bytes: &[u8; HEADER_LENGTH], at: usize) -> [u8; N] {
    let mut field = [0; N];
    field.copy_from_slice(&bytes[at..at + N]);
    field
}
