//! What no honest peer does.

use commons_registry::{ItemKey, Prefix};

use crate::{DecodeError, SegmentError};

/// An answer that breaks the rules. The stream ends, and the peer loses trust.
#[derive(Debug, thiserror::Error)]
pub enum Misbehaviour {
    /// Bytes that are not a message.
    #[error(transparent)]
    Malformed(#[from] DecodeError),
    /// A message that nothing called for.
    #[error("a {found} came where {expected} was due")]
    OutOfTurn {
        /// What was due.
        expected: &'static str,
        /// What came.
        found: &'static str,
    },
    /// More or fewer parts than prefixes asked about.
    #[error("asked about {asked} prefixes, told {told}")]
    Parts {
        /// How many were asked about.
        asked: usize,
        /// How many were told.
        told: usize,
    },
    /// Keys from elsewhere.
    #[error("asked about {asked:?}, told of keys outside it")]
    Outside {
        /// What was asked about.
        asked: Prefix,
    },
    /// Keys or children not in ascending order.
    #[error("keys under {asked:?} are not in ascending order")]
    Unsorted {
        /// What was asked about.
        asked: Prefix,
    },
    /// Another number of keys than was told before.
    #[error("{expected} keys were said to be under {asked:?}, now it is {found}")]
    Count {
        /// What was asked about.
        asked: Prefix,
        /// The number told before.
        expected: u64,
        /// The number that it comes to now.
        found: u64,
    },
    /// Something that does not hash to what was told before.
    #[error("what is told of {asked:?} does not hash to what was told before")]
    Hash {
        /// What was asked about.
        asked: Prefix,
    },
    /// A trie so deep that its keys must be ground, or a lie.
    #[error("more than {limit} places to look at")]
    TooWide {
        /// The bound.
        limit: usize,
    },
    /// A segment that cannot be unpacked.
    #[error(transparent)]
    Segment(#[from] SegmentError),
    /// A stream that goes back, or has more items than there is room for between two labels.
    #[error("{items} items came between {after} and {through} of a journal")]
    Stream {
        /// How far the stream had gone.
        after: u64,
        /// How far it says it goes now.
        through: u64,
        /// How many items came.
        items: usize,
    },
    /// Items not at the positions that were asked for, or twice.
    #[error("item {position} came out of order, or was not asked for")]
    Position {
        /// Where it claims to belong.
        position: u16,
    },
    /// Some things asked for neither came nor were said to be gone.
    #[error("{asked} items were asked for, {accounted} are accounted for")]
    Unaccounted {
        /// How many were asked for.
        asked: usize,
        /// How many came or were said to be gone.
        accounted: usize,
    },
    /// More of a record than an answer may hold.
    #[error("{items} items and {bytes} bytes of one record")]
    TooMuch {
        /// Bytes so far.
        bytes: usize,
        /// Items so far.
        items: usize,
    },
    /// A valid item, but not the one that was asked for.
    #[error("asked for {asked:?}, got {found:?}")]
    OtherItem {
        /// The key asked for.
        asked: Box<ItemKey>,
        /// The key of what came.
        found: Box<ItemKey>,
    },
}
