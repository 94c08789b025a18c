//! Looking at a part of a trie.

use super::{
    KEY_NIBBLES, Prefix,
    hash::{BranchChild, NodeHash},
    node::Node,
};
use crate::ItemKey;

/// A non-empty part of a trie: all keys under some prefix.
#[derive(Clone, Copy)]
pub struct NodeView<'a> {
    node: &'a Node,
}

/// What a part of a trie consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    /// One key.
    Leaf {
        /// The key.
        key: ItemKey,
        /// Its label.
        label: u64,
    },
    /// Two keys or more.
    Branch {
        /// The children, two or more, in ascending order.
        children: Vec<BranchChild>,
    },
}

impl<'a> NodeView<'a> {
    pub(super) fn of(node: &'a Node) -> Self {
        Self { node }
    }

    /// All that the keys have in common; a whole key, if there is one only.
    #[must_use]
    pub fn prefix(&self) -> Prefix {
        match self.node {
            Node::Leaf { key, .. } => Prefix::of(key, KEY_NIBBLES),
            Node::Branch(branch) => branch.prefix(),
        }
    }

    /// How many keys there are, at least one.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.node.count()
    }

    /// The hash of the set of these keys: the root of the trie that holds no others.
    #[must_use]
    pub fn hash(&self) -> NodeHash {
        *self.node.hash()
    }

    /// What it consists of.
    #[must_use]
    pub fn kind(&self) -> NodeKind {
        match self.node {
            Node::Leaf { key, label, .. } => NodeKind::Leaf { key: *key, label: *label },
            Node::Branch(branch) => NodeKind::Branch { children: branch.listing().collect() },
        }
    }

    /// Its keys with their labels, in key order.
    #[must_use]
    pub fn keys(&self) -> Keys<'a> {
        Keys::of(Some(self.node))
    }
}

/// Keys with their labels, in key order.
#[derive(Clone)]
pub struct Keys<'a> {
    /// Nodes still to visit, the next one last. At most 15 for each level of the trie.
    ahead: Vec<&'a Node>,
}

impl<'a> Keys<'a> {
    pub(super) fn of(node: Option<&'a Node>) -> Self {
        Self { ahead: node.into_iter().collect() }
    }
}

impl Iterator for Keys<'_> {
    type Item = (ItemKey, u64);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.ahead.pop()? {
                Node::Leaf { key, label, .. } => return Some((*key, *label)),
                Node::Branch(branch) => {
                    self.ahead.extend(branch.children().iter().rev().map(|child| &**child))
                }
            }
        }
    }
}
