//! What a node holds, as reconciliation looks at it.

use core::fmt;
use std::sync::Arc;

use super::{
    Found, Outline, Prefix,
    hash::{BranchChild, NodeHash, leaf_hash},
    set_hash,
};
use crate::{ItemKey, StateRoot};

/// Where the keys of a set are. May read the disk, so not to be asked where nothing may block.
pub trait Keys: Send + Sync {
    /// The keys that begin with a prefix, ascending, each with its label; `None` if they cannot be read.
    fn under(&self, prefix: &Prefix) -> Option<Vec<(ItemKey, u64)>>;

    /// Whether a key is in the set.
    fn contains(&self, key: &ItemKey) -> bool;
}

/// A set of keys at one moment. Its shape and root never move; the keys behind it may, and then what it has no more is
/// [`Shown::Moved`].
///
/// The label of a key says where the item stands in this node's journal. It is not hashed, since every node's
/// journal has an order of its own.
#[derive(Clone)]
pub struct Snapshot {
    outline: Outline,
    keys: Arc<dyn Keys>,
    through: u64,
}

/// What a snapshot has under a prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// No keys.
    Nothing,
    /// These keys, ascending, at most [`BUCKET`](super::BUCKET).
    Keys(Vec<(ItemKey, u64)>),
    /// More keys than that.
    Branch {
        /// What all keys have in common; begins with the prefix that was asked about.
        prefix: Prefix,
        /// The children, 2–16, ascending.
        children: Vec<BranchChild>,
    },
    /// The keys are others by now.
    Moved,
}

impl Snapshot {
    /// The set that `outline` is of, and `keys` has; no label is above `through`.
    #[must_use]
    pub fn new(outline: Outline, keys: Arc<dyn Keys>, through: u64) -> Self {
        Self { outline, keys, through }
    }

    /// The snapshot of no keys.
    #[must_use]
    pub fn empty() -> Self {
        struct NoKeys;
        impl Keys for NoKeys {
            fn under(&self, _: &Prefix) -> Option<Vec<(ItemKey, u64)>> {
                Some(Vec::new())
            }
            fn contains(&self, _: &ItemKey) -> bool {
                false
            }
        }
        Self::new(Outline::new(), Arc::new(NoKeys), 0)
    }

    /// The hash of the whole set. Two sets with the same root are the same set.
    #[must_use]
    pub fn root(&self) -> StateRoot {
        self.outline.root()
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

    /// The highest label that a key of the set may have.
    #[must_use]
    pub const fn through(&self) -> u64 {
        self.through
    }

    /// Whether a key is in the set as it is now.
    #[must_use]
    pub fn contains(&self, key: &ItemKey) -> bool {
        self.keys.contains(key)
    }

    /// What there is under a prefix.
    #[must_use]
    pub fn show(&self, prefix: &Prefix) -> Shown {
        let (within, hash) = match self.outline.find(prefix) {
            Found::Nothing => return Shown::Nothing,
            Found::Branch(branch) => {
                return Shown::Branch { prefix: *branch.prefix(), children: branch.children().collect() };
            }
            Found::Bucket { within, hash, .. } => (within, hash),
        };
        let Some(mut keys) = self.keys.under(&within) else { return Shown::Moved };
        if set_hash(&keys) != Some(hash) {
            return Shown::Moved;
        }
        keys.retain(|(key, _)| prefix.contains(key));
        if keys.is_empty() { Shown::Nothing } else { Shown::Keys(keys) }
    }

    /// Whether so many keys under a prefix, with this hash, are known to be in the set.
    #[must_use]
    pub fn holds(&self, prefix: &Prefix, count: u64, hash: &NodeHash) -> bool {
        let within = match self.outline.find(prefix) {
            Found::Nothing => return false,
            Found::Branch(branch) => return branch.count() == count && branch.hash() == *hash,
            Found::Bucket { within, count: ours, hash: our } => {
                if ours == count && our == *hash {
                    return true;
                }
                within
            }
        };
        let mut keys = self.keys.under(&within).unwrap_or_default();
        keys.retain(|(key, _)| prefix.contains(key));
        // Of a single key we know the hash of each candidate, and so need not ask which it is.
        set_hash(&keys) == Some(*hash) || count == 1 && keys.iter().any(|(key, _)| leaf_hash(key) == *hash)
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Snapshot({} keys, {:?})", self.len(), self.root())
    }
}
