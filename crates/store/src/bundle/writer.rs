//! Writing a bundle for somewhere else: an export, a backup.

use std::io::{self, Write};

use super::{Header, PayloadError, encode_frame};

/// Why a frame was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteBundleError {
    /// Frames stand in the order of their numbers.
    #[error("expected a sequence number above {after}, found {found}")]
    Order {
        /// The number before it.
        after: u64,
        /// Its own.
        found: u64,
    },
    /// No frame may carry it.
    #[error(transparent)]
    Payload(#[from] PayloadError),
    /// The destination failed; what it holds by now may end inside a frame.
    #[error("cannot write the bundle")]
    Io(#[from] io::Error),
}

/// Writes a header, then frames under the numbers they have: byte for byte what the journal holds.
///
/// Each frame is one call to the destination, so wrap a file in a buffer.
#[derive(Debug)]
pub struct BundleWriter<W> {
    destination: W,
    last_sequence: u64,
    buffer: Vec<u8>,
}

impl<W: Write> BundleWriter<W> {
    /// Begins a bundle by writing its header.
    ///
    /// # Errors
    /// What the destination reports.
    pub fn new(mut destination: W, header: &Header) -> io::Result<Self> {
        destination.write_all(&header.encode())?;
        Ok(Self { destination, last_sequence: header.first_sequence.saturating_sub(1), buffer: Vec::new() })
    }

    /// Adds a frame.
    ///
    /// # Errors
    /// [`WriteBundleError`]. After one about order or payload the bundle is as it was.
    pub fn write(&mut self, sequence: u64, payload: &[u8]) -> Result<(), WriteBundleError> {
        if sequence <= self.last_sequence {
            return Err(WriteBundleError::Order { after: self.last_sequence, found: sequence });
        }
        self.buffer.clear();
        encode_frame(sequence, payload, &mut self.buffer)?;
        self.destination.write_all(&self.buffer)?;
        self.last_sequence = sequence;
        Ok(())
    }

    /// Ends the bundle and hands back its destination, flushed but not synced.
    ///
    /// # Errors
    /// What the destination reports.
    pub fn finish(mut self) -> io::Result<W> {
        self.destination.flush()?;
        Ok(self.destination)
    }
}
