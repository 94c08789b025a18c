//! Where a frame is, and where the journal ends.

use crate::bundle::{Frame, FrameHash, JournalId, frame_length};

/// Where a frame is in the journal. Ordered as the journal is, by labels: where a frame lies changes when its segment is
/// compacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Its label.
    pub sequence: u64,
    /// The number of its segment.
    pub segment: u64,
    /// Where it begins, in bytes from the start of the segment.
    pub offset: u64,
    /// Bytes in its payload.
    pub length: u32,
}

impl Position {
    /// Where a frame that was read is.
    pub(super) fn of(segment: u64, frame: &Frame) -> Self {
        Self {
            segment,
            offset: frame.offset,
            // A frame carries at most `MAX_PAYLOAD_BYTES`.
            length: frame.payload.len() as u32,
            sequence: frame.sequence,
        }
    }

    /// Whether both are places of one frame: before and after a compaction, perhaps.
    #[must_use]
    pub const fn is_of(&self, other: &Self) -> bool {
        self.sequence == other.sequence
    }

    /// Bytes that the frame takes up.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        frame_length(self.length as usize)
    }

    /// Where it ends, in bytes from the start of the segment.
    #[must_use]
    pub const fn end(&self) -> u64 {
        self.offset.saturating_add(frame_length(self.length as usize))
    }
}

/// A frame, and the hash to know it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastFrame {
    /// Where it is.
    pub position: Position,
    /// The hash that its check begins.
    pub hash: FrameHash,
}

/// Where the journal ends. What is derived from the journal keeps the one that it reflects, and gives it back at the
/// next start to learn whether the two still belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TailPosition {
    /// The journal that the segment belongs to.
    pub journal: JournalId,
    /// The number of the last segment.
    pub segment: u64,
    /// Where its frames end, in bytes from its start.
    pub offset: u64,
    /// Its last frame, which ends there; `None` while it has none.
    pub last: Option<LastFrame>,
}
