//! What came, was not taken in, and is not asked for again over the same stream.

use std::collections::HashSet;

use commons_registry::ItemKey;

use crate::limits::MAX_SKIPPED;

/// Keys that are not asked for again, at most [`MAX_SKIPPED`] of either sort.
#[derive(Debug, Default)]
pub(super) struct Skipped {
    /// Declined or invalid, or built on what was: we lack them.
    refused: HashSet<ItemKey>,
    /// Left out by our own decision, which [`Welcome`](crate::Welcome) does not remember for us.
    unwelcome: HashSet<ItemKey>,
}

impl Skipped {
    pub(super) fn refuse(&mut self, key: ItemKey) {
        if self.refused.len() < MAX_SKIPPED {
            self.refused.insert(key);
        }
    }

    pub(super) fn leave_out(&mut self, key: ItemKey) {
        if self.unwelcome.len() < MAX_SKIPPED {
            self.unwelcome.insert(key);
        }
    }

    pub(super) fn refuses(&self, key: &ItemKey) -> bool {
        self.refused.contains(key)
    }

    pub(super) fn leaves_out(&self, key: &ItemKey) -> bool {
        self.unwelcome.contains(key)
    }
}
