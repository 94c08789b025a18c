//! The Merkle trie over all that a node holds: one root for a set of items, and small proofs of difference.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `prefix.rs` | a path from the root: the first so many nibbles of a key |
//! | `hash.rs` | the bytes that are hashed; part of the protocol (docs/protocol/sync.md) |
//! | `node.rs` | leaves and branches, insertion and removal |
//! | `view.rs` | looking at a part of the trie without copying it |

mod hash;
mod node;
mod prefix;
mod view;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::{ItemKey, StateRoot};

pub use hash::{BranchChild, NodeHash, branch_hash, empty_root, leaf_hash};
pub use prefix::{KEY_NIBBLES, Prefix, PrefixError};
pub use view::{Keys, NodeKind, NodeView};

use node::Node;

/// A set of item keys, each with a sequence label, as a compressed radix Merkle trie of fan-out 16.
///
/// The shape and the root are a function of the set of keys alone: neither the order in which they came nor
/// the labels matter. A clone is a snapshot: it costs one reference count, and later edits of either
/// copy only the path they touch.
///
/// The label says where the item stands in this node's journal. It is not hashed, since every node's
/// journal has an order of its own.
#[derive(Clone, Default)]
pub struct Trie {
    top: Option<Arc<Node>>,
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
    pub const fn new() -> Self {
        Self { top: None }
    }

    /// Builds the trie of many keys at once, hashing each node once.
    ///
    /// # Errors
    /// [`Unsorted`] unless the keys are strictly ascending.
    pub fn from_sorted(keys: impl IntoIterator<Item = (ItemKey, u64)>) -> Result<Self, Unsorted> {
        let keys: Vec<_> = keys.into_iter().collect();
        for pair in keys.windows(2) {
            if pair[0].0 >= pair[1].0 {
                return Err(Unsorted { key: pair[1].0 });
            }
        }
        Ok(Self { top: (!keys.is_empty()).then(|| Node::build(&keys)) })
    }

    /// Adds a key, or changes its label. Returns the label that it had before.
    pub fn insert(&mut self, key: ItemKey, label: u64) -> Option<u64> {
        match &mut self.top {
            Some(top) => node::insert(top, &key, label),
            None => {
                self.top = Some(Node::leaf(key, label));
                None
            }
        }
    }

    /// Takes a key out. Returns the label that it had.
    pub fn remove(&mut self, key: &ItemKey) -> Option<u64> {
        let label = self.get(key)?;
        let top = self.top.as_mut()?;
        if node::remove(top, key) {
            self.top = None;
        }
        Some(label)
    }

    /// The label of a key, if the key is in the set.
    #[must_use]
    pub fn get(&self, key: &ItemKey) -> Option<u64> {
        self.top.as_ref().and_then(|top| top.get(key))
    }

    /// Whether the key is in the set.
    #[must_use]
    pub fn contains(&self, key: &ItemKey) -> bool {
        self.get(key).is_some()
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.top.as_ref().map_or(0, |top| top.count())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.top.is_none()
    }

    /// The hash of the whole set. Two sets with the same root are the same set.
    #[must_use]
    pub fn root(&self) -> StateRoot {
        StateRoot::from_bytes(self.top.as_ref().map_or_else(empty_root, |top| *top.hash()))
    }

    /// All keys with their labels, in key order.
    #[must_use]
    pub fn iter(&self) -> Keys<'_> {
        Keys::of(self.top.as_deref())
    }

    /// The part of the set under a prefix, as the trie of just these keys would show it; nothing if there is none.
    #[must_use]
    pub fn node_at(&self, prefix: &Prefix) -> Option<NodeView<'_>> {
        self.top.as_ref()?.find(prefix).map(NodeView::of)
    }

    /// The keys under a prefix with their labels, in key order.
    #[must_use]
    pub fn keys_under(&self, prefix: &Prefix) -> Keys<'_> {
        Keys::of(self.top.as_ref().and_then(|top| top.find(prefix)))
    }
}

impl<'a> IntoIterator for &'a Trie {
    type Item = (ItemKey, u64);
    type IntoIter = Keys<'a>;

    fn into_iter(self) -> Keys<'a> {
        self.iter()
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
