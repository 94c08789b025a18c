//! Leaves and branches.

use std::sync::Arc;

use super::{
    Prefix,
    hash::{BranchChild, NodeHash, branch_hash, leaf_hash},
    prefix::{common, nibble},
};
use crate::ItemKey;

/// A non-empty set of keys.
#[derive(Clone)]
pub(super) enum Node {
    /// Exactly one.
    Leaf { key: ItemKey, label: u64, hash: NodeHash },
    /// Two or more.
    Branch(Branch),
}

#[derive(Clone)]
pub(super) struct Branch {
    /// Any key below; its first `length` nibbles are what all keys below have in common, and no more.
    sample: ItemKey,
    length: u8,
    count: u64,
    /// Bit *n*: there is a child for nibble *n*.
    bitmap: u16,
    /// The children that exist, in ascending order of their nibble; two or more.
    children: Vec<Arc<Node>>,
    hash: NodeHash,
}

impl Branch {
    pub(super) fn prefix(&self) -> Prefix {
        Prefix::of(&self.sample, self.length)
    }

    pub(super) fn children(&self) -> &[Arc<Node>] {
        &self.children
    }

    /// The children as the hash and the protocol show them.
    pub(super) fn listing(&self) -> impl Iterator<Item = BranchChild> + '_ {
        (0..16u8)
            .filter(|nibble| self.bitmap & (1 << nibble) != 0)
            .zip(&self.children)
            .map(|(nibble, child)| BranchChild { nibble, count: child.count(), hash: *child.hash() })
    }

    /// Where the child for a nibble is, or where it would go.
    fn slot(&self, nibble: u8) -> Result<usize, usize> {
        let at = (self.bitmap & ((1 << nibble) - 1)).count_ones() as usize;
        if self.bitmap & (1 << nibble) != 0 { Ok(at) } else { Err(at) }
    }

    fn child_of(&self, key: &ItemKey) -> Option<&Node> {
        self.slot(nibble(key, self.length)).ok().map(|at| &*self.children[at])
    }

    fn renew(&mut self) {
        self.count = self.children.iter().map(|child| child.count()).sum();
        self.hash = branch_hash(&self.prefix(), self.listing());
    }
}

impl Node {
    pub(super) fn leaf(key: ItemKey, label: u64) -> Arc<Self> {
        Arc::new(Self::Leaf { key, label, hash: leaf_hash(&key) })
    }

    fn branch(sample: ItemKey, length: u8, bitmap: u16, children: Vec<Arc<Self>>) -> Arc<Self> {
        let mut branch = Branch { sample, length, count: 0, bitmap, children, hash: [0; 32] };
        branch.renew();
        Arc::new(Self::Branch(branch))
    }

    /// The node of keys that are strictly ascending and at least one.
    pub(super) fn build(keys: &[(ItemKey, u64)]) -> Arc<Self> {
        let (first, last) = (&keys[0], &keys[keys.len() - 1]);
        if keys.len() == 1 {
            return Self::leaf(first.0, first.1);
        }
        let length = common(&first.0, &last.0);
        let mut bitmap = 0;
        let children = keys
            .chunk_by(|a, b| nibble(&a.0, length) == nibble(&b.0, length))
            .map(|part| {
                bitmap |= 1 << nibble(&part[0].0, length);
                Self::build(part)
            })
            .collect();
        Self::branch(first.0, length, bitmap, children)
    }

    pub(super) fn hash(&self) -> &NodeHash {
        match self {
            Self::Leaf { hash, .. } => hash,
            Self::Branch(branch) => &branch.hash,
        }
    }

    pub(super) fn count(&self) -> u64 {
        match self {
            Self::Leaf { .. } => 1,
            Self::Branch(branch) => branch.count,
        }
    }

    /// Any key of the set.
    fn sample(&self) -> &ItemKey {
        match self {
            Self::Leaf { key, .. } => key,
            Self::Branch(branch) => &branch.sample,
        }
    }

    pub(super) fn get(&self, wanted: &ItemKey) -> Option<u64> {
        let mut node = self;
        loop {
            match node {
                Self::Leaf { key, label, .. } => return (key == wanted).then_some(*label),
                Self::Branch(branch) => node = branch.child_of(wanted)?,
            }
        }
    }

    /// The node of exactly the keys under a prefix.
    pub(super) fn find(&self, prefix: &Prefix) -> Option<&Self> {
        let path = prefix.as_key();
        let mut node = self;
        loop {
            match node {
                Self::Branch(branch) if branch.length < prefix.len() => node = branch.child_of(&path)?,
                _ => return prefix.contains(node.sample()).then_some(node),
            }
        }
    }
}

/// Adds a key, or changes its label; returns the label before.
pub(super) fn insert(node: &mut Arc<Node>, key: &ItemKey, label: u64) -> Option<u64> {
    let shared = common(node.sample(), key);
    let length = match &**node {
        Node::Leaf { .. } => super::KEY_NIBBLES,
        Node::Branch(branch) => branch.length,
    };
    if shared < length {
        // The key leaves the path above this node: a new branch holds the two.
        let (old, new) = (nibble(node.sample(), shared), nibble(key, shared));
        let mut children = vec![Arc::clone(node), Node::leaf(*key, label)];
        if new < old {
            children.swap(0, 1);
        }
        *node = Node::branch(*key, shared, 1 << old | 1 << new, children);
        return None;
    }
    match Arc::make_mut(node) {
        Node::Leaf { label: held, .. } => Some(core::mem::replace(held, label)),
        Node::Branch(branch) => {
            let step = nibble(key, branch.length);
            let before = match branch.slot(step) {
                Ok(at) => insert(&mut branch.children[at], key, label),
                Err(at) => {
                    branch.children.insert(at, Node::leaf(*key, label));
                    branch.bitmap |= 1 << step;
                    None
                }
            };
            if before.is_none() {
                branch.renew();
            }
            before
        }
    }
}

/// Takes out a key that is there. Returns whether that leaves nothing of the node.
pub(super) fn remove(node: &mut Arc<Node>, key: &ItemKey) -> bool {
    let Node::Branch(branch) = Arc::make_mut(node) else {
        return true;
    };
    let step = nibble(key, branch.length);
    let Ok(at) = branch.slot(step) else {
        return false;
    };
    if remove(&mut branch.children[at], key) {
        branch.children.remove(at);
        branch.bitmap &= !(1 << step);
    }
    if let [only] = &branch.children[..] {
        *node = Arc::clone(only);
        return false;
    }
    // The sample may be the very key that went.
    branch.sample = *branch.children[0].sample();
    branch.renew();
    false
}
