//! Bundles as segments on disk: the source of truth of a node.
//!
//! | module | what lives there |
//! | --- | --- |
//! | `media` | the seam to the file system, so that tests can cut the power |
//! | `segments` | names, headers and creation of segments |
//! | `position` | where a frame is, and where the journal ends |
//! | `recovery` | opening: what is cut, what is set aside, when the journal id changes |
//! | `examine` | what is in a segment, and whether it agrees with what was known of it |
//! | `writer` | appending; one sync for many writers |
//! | `reader` | reading a frame from any thread |
//! | `scan` | every frame from a position on, damage included |
//! | `catalogue` | which segments make up the journal now |
//! | `compaction` | writing segments anew without what is no longer wanted |
//! | `quarantine` | copies of damaged regions |
//!
//! One [`Journal`] writes; any number of [`JournalReader`]s read while it does. An append is acknowledged only after
//! a later [`Journal::sync`] returned; after a failed write or sync every call fails, because what the operating
//! system then holds in memory may differ from what is on disk, and asking again would hide it.

mod catalogue;
mod compaction;
mod examine;
mod media;
mod position;
mod quarantine;
mod reader;
mod recovery;
mod scan;
mod segments;
#[cfg(test)]
mod simulated;
#[cfg(test)]
mod tests;
mod writer;

pub use compaction::{Rewriting, Sealed};
pub use media::{Disk, Media, SegmentFile};
pub use position::{LastFrame, Position, TailPosition};
pub use quarantine::QUARANTINE_DIRECTORY;
pub use reader::{JournalReader, MAX_OPEN_SEGMENTS, ReadError};
pub use recovery::{Cut, DEFAULT_SEGMENT_BYTES, DamagedRegion, OpenError, Options, Recovery};
pub use scan::{Scan, ScanEvent};
pub use segments::{FileError, SEGMENT_SUFFIX, Segment, SegmentStream};
pub use writer::{Journal, JournalError};
