//! The Merkle trie over all that a node holds: one root for a set of items, and small proofs of difference.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `prefix.rs` | a path from the root: the first so many nibbles of a key |
//! | `hash.rs` | the bytes that are hashed; part of the protocol (docs/protocol/sync.md) |
//! | `outline.rs` | the upper part of the trie, without the keys |
//! | `snapshot.rs` | an outline and where its keys are: what reconciliation looks at |

mod hash;
mod outline;
mod prefix;
mod snapshot;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::Bound;
use std::sync::Arc;

use crate::{ItemKey, StateRoot};

pub use hash::{BranchChild, NodeHash, branch_hash, empty_root, leaf_hash};
pub use outline::{Branch, Changed, Found, Incoherent, Outline};
pub use prefix::{KEY_NIBBLES, Prefix, PrefixError};
pub use snapshot::{Keys, Shown, Snapshot};

use prefix::{common, nibble};

/// Most keys of a part of the trie that is not divided further in an [`Outline`], and most that are listed at once: to
/// ask further down would cost more than it saves.
pub const BUCKET: u64 = 64;

/// The hash of a set of keys, strictly ascending; nothing for none.
#[must_use]
pub fn set_hash(keys: &[(ItemKey, u64)]) -> Option<NodeHash> {
    let ((first, _), (last, _)) = (keys.first()?, keys.last()?);
    if keys.len() == 1 {
        return Some(leaf_hash(first));
    }
    let length = common(first, last);
    let groups = keys.chunk_by(|(a, _), (b, _)| nibble(a, length) == nibble(b, length));
    let children = groups.filter_map(|group| {
        let nibble = nibble(&group[0].0, length);
        Some(BranchChild { nibble, count: group.len() as u64, hash: set_hash(group)? })
    });
    Some(branch_hash(&Prefix::of(first, length), children))
}

/// A set of item keys in memory, each with a label, as a compressed radix Merkle trie of fan-out 16.
///
/// The shape and the root are a function of the set of keys alone: neither the order in which they came nor
/// the labels matter. A clone costs two reference counts until one of the two is edited.
#[derive(Clone, Default)]
pub struct Trie {
    labels: Arc<BTreeMap<ItemKey, u64>>,
    outline: Outline,
    /// The highest label that was ever given.
    through: u64,
}

/// Keys that were to be sorted, each once, and are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("keys are to be strictly ascending, but {key:?} is not above the one before it")]
pub struct Unsorted {
    /// The first key out of order.
    pub key: ItemKey,
}

impl Trie {
    /// The trie of no keys.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Builds the trie of many keys at once, hashing each node once.
    ///
    /// # Errors
    /// [`Unsorted`] unless the keys are strictly ascending.
    pub fn from_sorted(keys: impl IntoIterator<Item = (ItemKey, u64)>) -> Result<Self, Unsorted> {
        let labels: Vec<_> = keys.into_iter().collect();
        let keys: Vec<_> = labels.iter().map(|(key, _)| *key).collect();
        for pair in keys.windows(2) {
            if pair[0] >= pair[1] {
                return Err(Unsorted { key: pair[1] });
            }
        }
        let through = labels.iter().map(|(_, label)| *label).max().unwrap_or(0);
        let outline = Outline::of_sorted(&keys);
        Ok(Self { labels: Arc::new(labels.into_iter().collect()), outline, through })
    }

    /// Adds a key, or changes its label. Returns the label that it had before.
    pub fn insert(&mut self, key: ItemKey, label: u64) -> Option<u64> {
        let before = Arc::make_mut(&mut self.labels).insert(key, label);
        self.through = self.through.max(label);
        if before.is_none() {
            self.refresh(&key);
        }
        before
    }

    /// Takes a key out. Returns the label that it had.
    pub fn remove(&mut self, key: &ItemKey) -> Option<u64> {
        let label = Arc::make_mut(&mut self.labels).remove(key)?;
        self.refresh(key);
        Some(label)
    }

    fn refresh(&mut self, touched: &ItemKey) {
        let labels = &self.labels;
        let keys = |prefix: &Prefix| Ok(under(labels, prefix).map(|(key, _)| *key).collect());
        match self.outline.refresh::<Infallible>(&[*touched], keys) {
            Ok(_) => {}
            Err(never) => match never {},
        }
    }

    /// The label of a key, if the key is in the set.
    #[must_use]
    pub fn get(&self, key: &ItemKey) -> Option<u64> {
        self.labels.get(key).copied()
    }

    /// Whether the key is in the set.
    #[must_use]
    pub fn contains(&self, key: &ItemKey) -> bool {
        self.labels.contains_key(key)
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.outline.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.outline.is_empty()
    }

    /// The hash of the whole set. Two sets with the same root are the same set.
    #[must_use]
    pub fn root(&self) -> StateRoot {
        self.outline.root()
    }

    /// All keys with their labels, in key order.
    pub fn iter(&self) -> impl Iterator<Item = (ItemKey, u64)> + '_ {
        self.labels.iter().map(|(key, label)| (*key, *label))
    }

    /// What reconciliation looks at.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.snapshot_through(self.through)
    }

    /// As [`Self::snapshot`], of a journal that goes on up to a label: the last that came into it may be gone since.
    #[must_use]
    pub fn snapshot_through(&self, label: u64) -> Snapshot {
        let keys = Arc::clone(&self.labels) as Arc<dyn Keys>;
        Snapshot::new(self.outline.clone(), keys, label.max(self.through))
    }
}

fn under<'a>(
    labels: &'a BTreeMap<ItemKey, u64>,
    prefix: &Prefix,
) -> impl Iterator<Item = (&'a ItemKey, &'a u64)> + use<'a> {
    let prefix = *prefix;
    let from = (Bound::Included(prefix.as_key()), Bound::Unbounded);
    labels.range(from).take_while(move |(key, _)| prefix.contains(key))
}

impl Keys for BTreeMap<ItemKey, u64> {
    fn under(&self, prefix: &Prefix) -> Option<Vec<(ItemKey, u64)>> {
        Some(under(self, prefix).map(|(key, label)| (*key, *label)).collect())
    }

    fn contains(&self, key: &ItemKey) -> bool {
        self.contains_key(key)
    }
}

impl FromIterator<(ItemKey, u64)> for Trie {
    /// Of a key that comes twice, the last label counts.
    fn from_iter<I: IntoIterator<Item = (ItemKey, u64)>>(keys: I) -> Self {
        let mut trie = Self::new();
        for (key, label) in keys {
            trie.insert(key, label);
        }
        trie
    }
}

/// Tries are equal when they hold the same keys, whatever their labels.
impl PartialEq for Trie {
    fn eq(&self, other: &Self) -> bool {
        self.root() == other.root()
    }
}

impl Eq for Trie {}

impl core::fmt::Debug for Trie {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Trie({} keys, {:?})", self.len(), self.root())
    }
}
