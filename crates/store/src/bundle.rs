//! The one byte format: a header, then self-checking frames.
//!
//! The same bytes are a segment of the journal, a backup, the first-sync stream, and the file on a USB stick. The
//! layout is drawn byte by byte in `docs/protocol/bundle.md`.
//!
//! Reading is total: any bytes at all give valid frames, damaged regions, or a typed header error; in bounded
//! memory, and in time proportional to the input.

mod frame;
mod header;
mod reader;
#[cfg(test)]
mod tests;
mod window;
mod writer;

pub use commons_registry::NetworkId;
pub use frame::{
    FRAME_CHECK_LENGTH, FRAME_HASH_LENGTH, FRAME_MARKER, FRAME_PREFIX_LENGTH, Frame, FrameFault, FrameHash,
    MAX_FRAME_BYTES, MAX_PAYLOAD_BYTES, PayloadError, frame_length,
};
pub(crate) use frame::{encode_frame, parse_frame};
pub use header::{
    FORMAT_VERSION, HEADER_LENGTH, Header, HeaderError, JOURNAL_ID_LENGTH, JournalId, MAGIC, Replaces,
};
pub use reader::{BundleReader, Damage, Event, OpenBundleError};
pub use writer::{BundleWriter, WriteBundleError};
