//! How far what was erased is gone from the disk.

use std::sync::atomic::Ordering;

use super::{LISTING_POLL, Store};

/// How far the journal is compacted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Compacted {
    /// Bytes of the journal that hold what was erased: they are being removed.
    pub erased: u64,
    /// By how many bytes the journal became smaller since the start.
    pub freed: u64,
    /// Whether it could not be compacted, say for want of room on the disk. It is tried again after a minute.
    pub put_off: bool,
}

impl Store {
    /// What is still to be removed from the disk, and what was.
    #[must_use]
    pub fn compacted(&self) -> Compacted {
        let compacting = &self.published.compacting;
        Compacted {
            erased: compacting.erased.load(Ordering::Relaxed),
            freed: compacting.freed.load(Ordering::Relaxed),
            put_off: compacting.put_off.load(Ordering::Relaxed),
        }
    }

    /// Waits until what was erased is gone from the disk, and has it removed without the usual rests. Returns whether it
    /// is gone: not if it cannot be removed now.
    pub fn wait_until_erased(&self) -> bool {
        self.published.compacting.hurry.store(true, Ordering::Relaxed);
        let gone = self.poll_until_erased();
        self.published.compacting.hurry.store(false, Ordering::Relaxed);
        gone
    }

    fn poll_until_erased(&self) -> bool {
        loop {
            let Compacted { erased, put_off, .. } = self.compacted();
            if erased == 0 || put_off || !self.writer_lives() {
                return erased == 0;
            }
            std::thread::sleep(LISTING_POLL);
        }
    }
}
