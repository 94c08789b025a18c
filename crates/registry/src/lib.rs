//! Records, changes and their merge: the rules of the registry, as pure code.

mod id;
mod trie;

pub use id::{ChangeId, ITEM_KEY_LENGTH, ItemKey, RecordId, StateRoot};
pub use trie::{
    BranchChild, KEY_NIBBLES, Keys, NodeHash, NodeKind, NodeView, Prefix, PrefixError, Trie, Unsorted, branch_hash,
    empty_root, leaf_hash,
};
