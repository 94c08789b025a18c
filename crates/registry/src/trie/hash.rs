//! What is hashed, byte by byte. A change here changes every state root: see docs/protocol/sync.md.

use super::Prefix;
use crate::ItemKey;

/// The BLAKE3 hash of a leaf or a branch, and of the set of keys below it.
pub type NodeHash = [u8; 32];

const EMPTY_DOMAIN: &[u8] = b"commons/trie/empty/1";
const LEAF_DOMAIN: &[u8] = b"commons/trie/leaf/1";
const BRANCH_DOMAIN: &[u8] = b"commons/trie/branch/1";

/// A child as its parent commits to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BranchChild {
    /// The nibble that follows the parent's prefix in all of the child's keys, 0–15.
    pub nibble: u8,
    /// How many keys there are under it, at least one.
    pub count: u64,
    /// Its hash.
    pub hash: NodeHash,
}

/// The root of the empty set: BLAKE3 of `commons/trie/empty/1`.
#[must_use]
pub fn empty_root() -> NodeHash {
    *blake3::hash(EMPTY_DOMAIN).as_bytes()
}

/// The hash of a set of one key: BLAKE3 of `commons/trie/leaf/1`, then the 64 bytes of the key.
#[must_use]
pub fn leaf_hash(key: &ItemKey) -> NodeHash {
    let mut input = [0; LEAF_DOMAIN.len() + crate::ITEM_KEY_LENGTH];
    input[..LEAF_DOMAIN.len()].copy_from_slice(LEAF_DOMAIN);
    input[LEAF_DOMAIN.len()..].copy_from_slice(key.as_bytes());
    *blake3::hash(&input).as_bytes()
}

/// The hash of a set of two keys or more, which part after `prefix`: BLAKE3 of `commons/trie/branch/1`, the
/// prefix (its length in nibbles, one byte; its nibbles packed, an odd last one in the upper half), the
/// set of children that exist (16 bits, big-endian, bit *n* for nibble *n*), and for each in ascending
/// order its count (64 bits, big-endian) and hash.
///
/// The counts are hashed so that nobody can lie about how much there is to fetch.
#[must_use]
pub fn branch_hash(prefix: &Prefix, children: impl IntoIterator<Item = BranchChild>) -> NodeHash {
    // At most 21 + 1 + 64 + 2 + 16 · 40 bytes: a single BLAKE3 chunk.
    let mut input = Vec::with_capacity(728);
    input.extend_from_slice(BRANCH_DOMAIN);
    input.push(prefix.len());
    input.extend_from_slice(prefix.packed());
    let bitmap_at = input.len();
    input.extend_from_slice(&[0; 2]);
    let mut bitmap = 0u16;
    for child in children {
        bitmap |= 1 << (child.nibble & 0xf);
        input.extend_from_slice(&child.count.to_be_bytes());
        input.extend_from_slice(&child.hash);
    }
    input[bitmap_at..bitmap_at + 2].copy_from_slice(&bitmap.to_be_bytes());
    *blake3::hash(&input).as_bytes()
}
