//! The keys to fetch, a bounded number of them.

use std::collections::BinaryHeap;

use commons_registry::ItemKey;

/// Keeps the keys with the lowest labels. These come first in the other side's journal, so whatever they
/// depend on is either held already or among them.
pub(super) struct Wanted {
    highest_first: BinaryHeap<(u64, ItemKey)>,
    limit: usize,
    left: u64,
}

impl Wanted {
    pub(super) fn new(limit: usize) -> Self {
        Self { highest_first: BinaryHeap::new(), limit, left: 0 }
    }

    pub(super) fn push(&mut self, key: ItemKey, label: u64) {
        self.highest_first.push((label, key));
        if self.highest_first.len() > self.limit {
            self.highest_first.pop();
            self.left += 1;
        }
    }

    /// A key that is lacking but not wanted.
    pub(super) fn leave(&mut self) {
        self.left += 1;
    }

    /// The keys in the order of their labels, and how many were left.
    pub(super) fn into_order(self) -> (Vec<ItemKey>, u64) {
        (self.highest_first.into_sorted_vec().into_iter().map(|(_, key)| key).collect(), self.left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_too_many_the_lowest_labels_are_kept_in_order() {
        let mut wanted = Wanted::new(3);
        for label in [9, 2, 7, 1, 8] {
            wanted.push(ItemKey::from_bytes([label; 64]), u64::from(label));
        }
        let (keys, left) = wanted.into_order();
        assert_eq!(keys, [1, 2, 7].map(|byte| ItemKey::from_bytes([byte; 64])));
        assert_eq!(left, 2);
    }
}
