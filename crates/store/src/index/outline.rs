//! The trie on disk: its keys are the items' rows, its branches rows beside them.

use std::sync::Arc;

use commons_registry::{BUCKET, Branch, BranchChild, Changed, ItemKey, Keys, Outline, Prefix};

use super::{Batch, Index, IndexError, keys, rows::ItemRow, table::Row};
use crate::held::Held;

/// Bytes of a child in the row of a branch: its nibble, its count and its hash.
const CHILD_BYTES: usize = 1 + 8 + 32;

/// Keys that go through an outline at once while it is made: 4 MiB of them.
pub(crate) const KEYS_AT_ONCE: usize = 65_536;

/// Most rows of branches that are written in one batch with the note of what they reflect.
const BRANCHES_AT_ONCE: usize = 100;

impl Index {
    /// The items held whose keys begin with a prefix, each with its label, ascending.
    pub(crate) fn items_under(&self, prefix: &Prefix) -> Result<Vec<(ItemKey, u64)>, IndexError> {
        let item = |row: Result<Row, sled::Error>| {
            let (key, row) = row?;
            let key = keys::read_item(&key).ok_or(IndexError::Inconsistent)?;
            Ok((key, ItemRow::decode(&row)?.position.sequence))
        };
        self.table.range(keys::items_under(prefix)).map(item).collect()
    }

    /// The keys of the items held that begin with a prefix, ascending.
    pub(crate) fn keys_under(&self, prefix: &Prefix) -> Result<Vec<ItemKey>, IndexError> {
        let key = |row: Result<Row, sled::Error>| keys::read_item(&row?.0).ok_or(IndexError::Inconsistent);
        self.table.range(keys::items_under(prefix)).map(key).collect()
    }

    /// Writes what changed in the outline, the last of it into `batch`, which is not applied yet.
    pub(super) fn write_branches(&self, batch: &mut Batch, changed: &Changed) -> Result<(), IndexError> {
        let early = changed.len().saturating_sub(BRANCHES_AT_ONCE);
        let mut before = Batch::default();
        for (number, (prefix, branch)) in changed.iter().enumerate() {
            let into = if number < early { &mut before } else { &mut *batch };
            match branch {
                Some(branch) => into.insert(keys::branch(prefix), encode(branch)),
                None => into.remove(keys::branch(prefix)),
            }
        }
        Ok(self.table.apply(before)?)
    }

    /// The outline of the items that are reflected. Its branches are read; if they do not fit together, since a run was cut
    /// short while it wrote many of them, it is made anew from the items up to the label `last`.
    pub(super) fn load_outline(
        &self,
        top: Option<(u64, [u8; 32])>,
        last: u64,
    ) -> Result<Outline, IndexError> {
        let rows = self.table.scan_prefix(&keys::branches()).map(|row| {
            let (key, row) = row?;
            decode(&key, &row).ok_or(IndexError::Inconsistent)
        });
        let branches: Vec<Branch> = rows.collect::<Result<_, IndexError>>()?;
        if let Ok(outline) = Outline::assemble(top, branches) {
            return Ok(outline);
        }
        tracing::warn!("the trie is made anew from the items");
        for row in self.table.scan_prefix(&keys::branches()) {
            self.table.remove(row?.0)?;
        }
        let outline = self.make_outline(last, KEYS_AT_ONCE)?;
        if outline.top() == top { Ok(outline) } else { Err(IndexError::Inconsistent) }
    }

    /// The outline of the items up to the label `last`, which go through it in their order, so many at once. Writes its branches,
    /// of which the index must have none.
    pub(crate) fn make_outline(&self, last: u64, at_once: usize) -> Result<Outline, IndexError> {
        let mut outline = Outline::new();
        let mut rows = self.table.scan_prefix(&keys::items()).peekable();
        let mut keys: Vec<ItemKey> = Vec::with_capacity(at_once + BUCKET as usize);
        while rows.peek().is_some() {
            // The first of them may belong into one bucket with the last before.
            keys.drain(..keys.len().saturating_sub(BUCKET as usize));
            let new = keys.len();
            for row in rows.by_ref().take(at_once) {
                let (key, row) = row?;
                if ItemRow::decode(&row)?.position.sequence <= last {
                    keys.push(keys::read_item(&key).ok_or(IndexError::Inconsistent)?);
                }
            }
            let changed = outline.refresh(&keys[new..], |prefix| {
                let from = keys.partition_point(|key| *key < prefix.as_key());
                let under = keys[from..].iter().take_while(|key| prefix.contains(key));
                Ok::<_, IndexError>(under.copied().collect())
            })?;
            let mut batch = Batch::default();
            self.write_branches(&mut batch, &changed)?;
            self.table.apply(batch)?;
        }
        Ok(outline)
    }
}

fn encode(branch: &Branch) -> Vec<u8> {
    let mut row = Vec::with_capacity(16 * CHILD_BYTES);
    for BranchChild { nibble, count, hash } in branch.children() {
        row.push(nibble);
        row.extend_from_slice(&count.to_be_bytes());
        row.extend_from_slice(&hash);
    }
    row
}

fn decode(key: &[u8], row: &[u8]) -> Option<Branch> {
    let prefix = keys::read_branch(key)?;
    let (children, rest) = row.as_chunks::<CHILD_BYTES>();
    let children = children.iter().map(|child| {
        let (count, hash) = child[1..].split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
        BranchChild {
            nibble: child[0],
            count: u64::from_be_bytes(*count),
            hash: hash.try_into().unwrap_or_default(),
        }
    });
    rest.is_empty().then(|| Branch::of_children(prefix, children).ok())?
}

/// The keys of what is held, for reconciliation.
pub(crate) struct HeldKeys(pub(crate) Arc<Held>);

impl Keys for HeldKeys {
    fn under(&self, prefix: &Prefix) -> Option<Vec<(ItemKey, u64)>> {
        let found = self.0.index.items_under(prefix);
        found.inspect_err(|error| tracing::error!(%error, "the index cannot be read for a peer")).ok()
    }

    fn contains(&self, key: &ItemKey) -> bool {
        let found = self.0.index.position(key);
        let found = found.inspect_err(|error| tracing::error!(%error, "the index cannot be read for a peer"));
        found.is_ok_and(|position| position.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{journal::Position, store::Caches};

    #[test]
    fn a_branch_is_read_back_as_written_and_rows_sort_as_prefixes_do() {
        let key = ItemKey::from_bytes([0x5a; 64]);
        let children = [(0, 1), (7, 70), (15, u64::MAX / 2)];
        let children = children.map(|(nibble, count)| BranchChild { nibble, count, hash: [nibble; 32] });
        for length in [0, 1, 63, 127] {
            let branch = Branch::of_children(Prefix::of(&key, length), children).unwrap();
            let row = encode(&branch);
            assert_eq!(decode(&keys::branch(branch.prefix()), &row), Some(branch.clone()));
            assert_eq!(decode(&keys::branch(branch.prefix()), &row[1..]), None);
        }
        let prefixes = [Prefix::ROOT, Prefix::of(&key, 1), Prefix::of(&key, 2), Prefix::of(&key, 64)];
        assert!(prefixes.is_sorted());
        assert!(prefixes.map(|prefix| keys::branch(&prefix)).is_sorted());
    }

    #[test]
    fn an_outline_made_of_items_in_their_order_is_that_of_all_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let index =
            Index::open(folder.path(), &Caches::default(), &super::super::Describer::default()).unwrap();
        let mut expected = Vec::new();
        for number in 0..3_000u32 {
            // Some share much of what they begin with, so that buckets end within long prefixes.
            let mut key = [0; 64];
            let hash = blake3::hash(&number.to_be_bytes());
            key[if number % 3 == 0 { 0..32 } else { 20..52 }].copy_from_slice(hash.as_bytes());
            let (key, sequence) = (ItemKey::from_bytes(key), u64::from(number % 10));
            let position = Position { segment: 1, offset: 0, length: 0, sequence };
            index.table.insert(keys::item(&key), ItemRow { position, pooled: false }.encode()).unwrap();
            expected.extend((sequence <= 8).then_some(key));
        }
        expected.sort_unstable();
        let expected = Outline::of_sorted(&expected);
        for at_once in [1, 7, 64, 65, 1_000, 10_000] {
            let made = index.make_outline(8, at_once).unwrap();
            assert_eq!(made, expected, "{at_once} at once");
            assert_eq!(index.load_outline(expected.top(), 8).unwrap(), expected, "branches are written");
            index
                .table
                .scan_prefix(&keys::branches())
                .for_each(|row| index.table.remove(row.unwrap().0).unwrap());
        }
    }
}
