//! How the disk is that a store lies on.

use super::Store;
use crate::journal::FileError;

/// How the disk is that a store lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disk {
    /// Bytes that may still be written there.
    pub free: u64,
    /// Regions of the journal that were found damaged, and of which copies lie in its quarantine.
    pub damaged: u64,
}

impl Store {
    /// Looks at the disk that the store lies on.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn disk(&self) -> Result<Disk, FileError> {
        let journal = &self.held.journal;
        Ok(Disk { free: journal.free_bytes()?, damaged: journal.quarantined()? })
    }
}
