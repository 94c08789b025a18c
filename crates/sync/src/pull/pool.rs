//! Items that wait for another item.

use std::collections::{HashMap, HashSet, VecDeque};

use commons_registry::ItemKey;

use crate::limits::{MAX_MISSING, MAX_POOLED, MAX_POOLED_BYTES, MAX_RETRIES};

/// An item on its way in.
#[derive(Debug, Clone)]
pub(super) struct Pending {
    pub(super) key: ItemKey,
    pub(super) bytes: Vec<u8>,
    /// How often it has waited.
    pub(super) waited: u8,
}

#[derive(Default)]
pub(super) struct Pool {
    waiting: HashMap<ItemKey, (Pending, HashSet<ItemKey>)>,
    /// Who waits for a key.
    waited_for: HashMap<ItemKey, Vec<ItemKey>>,
    bytes: usize,
    ready: VecDeque<Pending>,
    dropped: u64,
}

impl Pool {
    /// Keeps an item until all of `missing` has come. Returns whether there was room.
    pub(super) fn keep(&mut self, mut item: Pending, missing: &[ItemKey]) -> bool {
        item.waited += 1;
        if missing.is_empty()
            || item.waited > MAX_RETRIES
            || self.waiting.len() >= MAX_POOLED
            || self.bytes + item.bytes.len() > MAX_POOLED_BYTES
        {
            self.dropped += 1;
            return false;
        }
        let missing: HashSet<_> = missing.iter().take(MAX_MISSING).copied().collect();
        for key in &missing {
            self.waited_for.entry(*key).or_default().push(item.key);
        }
        self.bytes += item.bytes.len();
        self.waiting.insert(item.key, (item, missing));
        true
    }

    /// A key is held now.
    pub(super) fn arrived(&mut self, key: &ItemKey) {
        for waiter in self.waited_for.remove(key).unwrap_or_default() {
            let Some((_, missing)) = self.waiting.get_mut(&waiter) else {
                continue;
            };
            missing.remove(key);
            if missing.is_empty()
                && let Some((item, _)) = self.waiting.remove(&waiter)
            {
                self.bytes -= item.bytes.len();
                self.ready.push_back(item);
            }
        }
    }

    /// The items to try again.
    pub(super) fn take_ready(&mut self) -> Vec<Pending> {
        self.ready.drain(..).collect()
    }

    /// How many items were given up or still wait.
    pub(super) fn stranded(&self) -> u64 {
        self.dropped + self.waiting.len() as u64
    }
}
