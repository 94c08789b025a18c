//! How the disk is that a store lies on.

use std::time::Duration;

use super::Store;

/// For how long damage is spoken of: long enough to look at the disk.
const SPOKEN_OF: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// How the disk is that a store lies on. What cannot be found out is an error, with the reason in words: a disk that goes bad may say
/// nothing of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disk {
    /// Bytes that may still be written there, and all there are; nothing where the file system does not tell.
    pub room: Result<Option<(u64, u64)>, String>,
    /// Regions of the journal that were first found damaged within the last 30 days.
    pub damaged: Result<u64, String>,
}

impl Store {
    /// Looks at the disk that the store lies on.
    #[must_use]
    pub fn disk(&self) -> Disk {
        let journal = &self.held.journal;
        let room = journal.room().map_err(|error| error.to_string());
        Disk {
            room: room.map(|room| Some(room).filter(|(_, all)| *all > 0)),
            damaged: journal.quarantined(SPOKEN_OF).map_err(|error| error.to_string()),
        }
    }
}
