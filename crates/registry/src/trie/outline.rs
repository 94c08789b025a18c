//! The trie without its keys: what has to be in memory to compare two sets that are on disk.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    BUCKET, KEY_NIBBLES, Prefix,
    hash::{BranchChild, NodeHash, branch_hash, empty_root, leaf_hash},
    prefix::{common, nibble},
};
use crate::{ItemKey, StateRoot};

/// The upper part of a trie: every branch of more than [`BUCKET`] keys, with the counts and hashes of its children.
/// The keys themselves are elsewhere.
///
/// A clone is a snapshot: it costs one reference count, and later edits of either copy only the path they touch.
/// A branch takes at most 900 bytes and stands for more than [`BUCKET`] keys, so a million keys take 14 MB at the most,
/// and 4 MB when their ids are spread evenly.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    top: Option<Part>,
}

/// A non-empty set of keys under some prefix.
#[derive(Debug, Clone)]
struct Part {
    count: u64,
    hash: NodeHash,
    /// Its branch, if it has more than [`BUCKET`] keys.
    branch: Option<Arc<Branch>>,
}

/// More than [`BUCKET`] keys, which part after a prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    prefix: Prefix,
    /// Bit *n*: there is a part for nibble *n*.
    bitmap: u16,
    /// The parts that exist, in ascending order of their nibble.
    parts: Vec<Part>,
}

/// Two parts are equal when they are of the same keys.
impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        (self.count, self.hash) == (other.count, other.hash)
    }
}

impl Eq for Part {}

/// What an outline has for a prefix.
#[derive(Debug, Clone, Copy)]
pub enum Found<'a> {
    /// No key begins so.
    Nothing,
    /// The keys that begin so are those of this branch.
    Branch(&'a Branch),
    /// The keys that begin so are among those of a bucket.
    Bucket {
        /// What the keys of the bucket begin with, and no others.
        within: Prefix,
        /// How many these are: 1 to [`BUCKET`].
        count: u64,
        /// The hash of the set of these.
        hash: NodeHash,
    },
}

/// What changed in an outline: branches that are new or different, and `None` for those that are gone.
pub type Changed = BTreeMap<Prefix, Option<Arc<Branch>>>;

/// Branches that do not make up an outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the branches do not make up an outline")]
pub struct Incoherent;

impl Outline {
    /// The outline of no keys.
    #[must_use]
    pub const fn new() -> Self {
        Self { top: None }
    }

    /// The outline of keys that are strictly ascending.
    #[must_use]
    pub fn of_sorted(keys: &[ItemKey]) -> Self {
        Self { top: Part::of(keys, &mut Changed::new()) }
    }

    /// Puts an outline together from what [`Outline::top`] gave and its branches, in ascending order of their prefixes.
    ///
    /// # Errors
    /// [`Incoherent`] unless these are all the branches there are, each as large as its parent says.
    pub fn assemble(
        top: Option<(u64, NodeHash)>,
        branches: impl IntoIterator<Item = Branch>,
    ) -> Result<Self, Incoherent> {
        let mut branches = branches.into_iter();
        let top = match top {
            Some((count, hash)) => Some(Part::assemble(count, hash, &Prefix::ROOT, &mut branches)?),
            None => None,
        };
        if branches.next().is_some() { Err(Incoherent) } else { Ok(Self { top }) }
    }

    /// How many keys there are, and their hash, if there are any.
    #[must_use]
    pub fn top(&self) -> Option<(u64, NodeHash)> {
        self.top.as_ref().map(|top| (top.count, top.hash))
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.top.as_ref().map_or(0, |top| top.count)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.top.is_none()
    }

    /// The hash of the whole set. Two sets with the same root are the same set.
    #[must_use]
    pub fn root(&self) -> StateRoot {
        StateRoot::from_bytes(self.top.as_ref().map_or_else(empty_root, |top| top.hash))
    }

    /// Makes the outline agree with the set after some keys came or went. `touched` are these keys, strictly
    /// ascending; `keys` gives the keys that are in the set now and begin with a prefix, ascending. Returns what changed.
    ///
    /// Reads the buckets of the keys touched and no others, and hashes them and the path above each once.
    ///
    /// # Errors
    /// What `keys` reports; the outline is as it was.
    pub fn refresh<E>(
        &mut self,
        touched: &[ItemKey],
        mut keys: impl FnMut(&Prefix) -> Result<Vec<ItemKey>, E>,
    ) -> Result<Changed, E> {
        let mut changed = Changed::new();
        if !touched.is_empty() {
            self.top = renew(self.top.as_ref(), &Prefix::ROOT, touched, &mut keys, &mut changed)?;
        }
        Ok(changed)
    }

    /// What there is for a prefix.
    #[must_use]
    pub fn find(&self, prefix: &Prefix) -> Found<'_> {
        let Some(mut part) = self.top.as_ref() else { return Found::Nothing };
        let mut within = Prefix::ROOT;
        loop {
            let Some(branch) = &part.branch else {
                return Found::Bucket { within, count: part.count, hash: part.hash };
            };
            if branch.prefix.len() >= prefix.len() {
                return if prefix.covers(&branch.prefix) { Found::Branch(branch) } else { Found::Nothing };
            }
            if !branch.prefix.covers(prefix) {
                return Found::Nothing;
            }
            let step = nibble(&prefix.as_key(), branch.prefix.len());
            let (Some(next), Some(below)) = (branch.part(step), branch.prefix.child(step)) else {
                return Found::Nothing;
            };
            (part, within) = (next, below);
        }
    }

    /// How many branches are in memory.
    #[must_use]
    pub fn branches(&self) -> usize {
        fn count(part: &Part) -> usize {
            part.branch.as_ref().map_or(0, |branch| 1 + branch.parts.iter().map(count).sum::<usize>())
        }
        self.top.as_ref().map_or(0, count)
    }
}

/// Two outlines are equal when they are of the same keys.
impl PartialEq for Outline {
    fn eq(&self, other: &Self) -> bool {
        self.top == other.top
    }
}

impl Eq for Outline {}

impl Branch {
    /// What all its keys have in common.
    #[must_use]
    pub const fn prefix(&self) -> &Prefix {
        &self.prefix
    }

    /// The parts as the hash and the protocol show them, in ascending order.
    pub fn children(&self) -> impl Iterator<Item = BranchChild> + '_ {
        let nibbles = (0..16u8).filter(|nibble| self.bitmap & (1 << nibble) != 0);
        nibbles.zip(&self.parts).map(|(nibble, part)| BranchChild {
            nibble,
            count: part.count,
            hash: part.hash,
        })
    }

    /// A branch as [`Branch::children`] showed it.
    ///
    /// # Errors
    /// [`Incoherent`] unless there are two children or more, in ascending order of nibbles below 16.
    pub fn of_children(
        prefix: Prefix,
        children: impl IntoIterator<Item = BranchChild>,
    ) -> Result<Self, Incoherent> {
        let (mut bitmap, mut parts) = (0u16, Vec::with_capacity(16));
        for BranchChild { nibble, count, hash } in children {
            let ascends = nibble < 16 && u32::from(nibble) >= u16::BITS - bitmap.leading_zeros();
            if !ascends || count == 0 {
                return Err(Incoherent);
            }
            bitmap |= 1 << nibble;
            parts.push(Part { count, hash, branch: None });
        }
        if parts.len() < 2 || prefix.len() >= KEY_NIBBLES {
            return Err(Incoherent);
        }
        Ok(Self { prefix, bitmap, parts })
    }

    /// The hash of the set of its keys.
    #[must_use]
    pub fn hash(&self) -> NodeHash {
        branch_hash(&self.prefix, self.children())
    }

    /// How many keys there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.parts.iter().fold(0, |sum: u64, part| sum.saturating_add(part.count))
    }

    /// Where the part for a nibble is, or where it would go.
    fn slot(&self, nibble: u8) -> Result<usize, usize> {
        let at = (self.bitmap & ((1 << nibble) - 1)).count_ones() as usize;
        if self.bitmap & (1 << nibble) != 0 { Ok(at) } else { Err(at) }
    }

    fn part(&self, nibble: u8) -> Option<&Part> {
        self.slot(nibble).ok().map(|at| &self.parts[at])
    }

    fn set(&mut self, nibble: u8, part: Option<Part>) {
        match (self.slot(nibble), part) {
            (Ok(at), Some(part)) => self.parts[at] = part,
            (Ok(at), None) => {
                self.parts.remove(at);
                self.bitmap &= !(1 << nibble);
            }
            (Err(at), Some(part)) => {
                self.parts.insert(at, part);
                self.bitmap |= 1 << nibble;
            }
            (Err(_), None) => {}
        }
    }
}

impl Part {
    /// The part that is these keys, strictly ascending; its branches go to `changed`.
    fn of(keys: &[ItemKey], changed: &mut Changed) -> Option<Self> {
        let (first, last) = (keys.first()?, keys.last()?);
        if keys.len() == 1 {
            return Some(Self { count: 1, hash: leaf_hash(first), branch: None });
        }
        let length = common(first, last);
        let (mut bitmap, mut parts) = (0, Vec::with_capacity(keys.len().min(16)));
        for group in keys.chunk_by(|a, b| nibble(a, length) == nibble(b, length)) {
            bitmap |= 1 << nibble(&group[0], length);
            parts.extend(Self::of(group, changed));
        }
        Some(Self::of_branch(Branch { prefix: Prefix::of(first, length), bitmap, parts }, changed))
    }

    /// The part that is a branch of two parts or more, which is noted as changed if it is large enough to be kept.
    fn of_branch(branch: Branch, changed: &mut Changed) -> Self {
        let (count, hash) = (branch.count(), branch.hash());
        let branch = (count > BUCKET).then(|| Arc::new(branch));
        if let Some(branch) = &branch {
            changed.insert(branch.prefix, Some(Arc::clone(branch)));
        }
        Self { count, hash, branch }
    }

    fn assemble(
        count: u64,
        hash: NodeHash,
        within: &Prefix,
        branches: &mut impl Iterator<Item = Branch>,
    ) -> Result<Self, Incoherent> {
        if count <= BUCKET {
            return Ok(Self { count, hash, branch: None });
        }
        let mut branch = branches.next().ok_or(Incoherent)?;
        if branch.count() != count || !within.covers(&branch.prefix) {
            return Err(Incoherent);
        }
        let (prefix, children) = (branch.prefix, branch.children().collect::<Vec<_>>());
        for (part, child) in branch.parts.iter_mut().zip(children) {
            let below = prefix.child(child.nibble).ok_or(Incoherent)?;
            *part = Self::assemble(child.count, child.hash, &below, branches)?;
        }
        Ok(Self { count, hash, branch: Some(Arc::new(branch)) })
    }
}

/// A part after some of its keys came or went; `within` is what its keys begin with, and no others.
fn renew<E>(
    part: Option<&Part>,
    within: &Prefix,
    touched: &[ItemKey],
    keys: &mut impl FnMut(&Prefix) -> Result<Vec<ItemKey>, E>,
    changed: &mut Changed,
) -> Result<Option<Part>, E> {
    let Some(before) = part.and_then(|part| Some((part, part.branch.as_ref()?))) else {
        return Ok(Part::of(&keys(within)?, changed));
    };
    let (part, branch) = before;
    let sample = branch.prefix.as_key();
    let parts_at = touched.iter().map(|key| common(&sample, key)).min().unwrap_or(KEY_NIBBLES);
    let mut renewed = if parts_at < branch.prefix.len() {
        // Some of the keys leave the path above this branch: another holds it and them.
        let bitmap = 1 << nibble(&sample, parts_at);
        Branch { prefix: Prefix::of(&sample, parts_at), bitmap, parts: vec![part.clone()] }
    } else {
        Branch::clone(branch)
    };
    let length = renewed.prefix.len();
    for group in touched.chunk_by(|a, b| nibble(a, length) == nibble(b, length)) {
        let step = nibble(&group[0], length);
        let Some(below) = renewed.prefix.child(step) else { continue };
        let part = renew(renewed.part(step), &below, group, keys, changed)?;
        renewed.set(step, part);
    }
    if renewed.parts.len() > 1 {
        let prefix = renewed.prefix;
        let part = Part::of_branch(renewed, changed);
        if part.branch.is_none() {
            changed.insert(prefix, None);
        }
        return Ok(Some(part));
    }
    changed.insert(renewed.prefix, None);
    Ok(renewed.parts.pop())
}
