//! One sled tree, and before it what was written since it was last brought up to date.
//!
//! sled writes a row some ten times faster when the rows before and after it come just before and after: so rows are gathered
//! in memory, and go to it in order of their keys. Readers see both as one.

use std::collections::{BTreeMap, btree_map::Entry};
use std::iter::Peekable;
use std::ops::{Bound, Range};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::vec::IntoIter;

use sled::IVec;

/// Rows that are handed to sled before looking for something else to do.
const ROWS_AT_ONCE: usize = 1024;

/// What a gathered row takes beside its key and its value.
const ROW_OVERHEAD: usize = 96;

/// A row: key and value.
pub(super) type Row = (IVec, IVec);

/// Rows by key.
#[derive(Debug)]
pub(super) struct Table {
    db: sled::Db,
    recent: RwLock<Recent>,
    /// When the gathered rows take more bytes than this they are handed on.
    most: u64,
}

#[derive(Debug, Default)]
struct Recent {
    /// Values of rows that were written, nothing for those that were removed.
    rows: BTreeMap<IVec, Option<IVec>>,
    bytes: usize,
    /// The last row that was handed on: those after it are next, and after the last the first.
    handed_on: IVec,
}

impl Recent {
    fn put(&mut self, key: IVec, value: Option<IVec>) {
        match self.rows.entry(key) {
            Entry::Occupied(mut entry) => {
                self.bytes = self.bytes - size(entry.get()) + size(&value);
                entry.insert(value);
            }
            Entry::Vacant(entry) => {
                self.bytes += entry.key().len() + size(&value) + ROW_OVERHEAD;
                entry.insert(value);
            }
        }
    }

    /// The rows that are next to be handed on.
    fn next(&self) -> Vec<(IVec, Option<IVec>)> {
        let after: (Bound<&IVec>, Bound<&IVec>) = (Bound::Excluded(&self.handed_on), Bound::Unbounded);
        let copy = |(key, value): (&IVec, &Option<IVec>)| (key.clone(), value.clone());
        let next: Vec<_> = self.rows.range::<IVec, _>(after).take(ROWS_AT_ONCE).map(copy).collect();
        if next.is_empty() { self.rows.iter().take(ROWS_AT_ONCE).map(copy).collect() } else { next }
    }

    /// Forgets a row that was handed on.
    fn remove(&mut self, key: IVec) {
        if let Some(value) = self.rows.remove(&key) {
            self.bytes -= key.len() + size(&value) + ROW_OVERHEAD;
        }
        self.handed_on = key;
    }
}

fn size(value: &Option<IVec>) -> usize {
    value.as_ref().map_or(0, |value| value.len())
}

/// Rows to be written and removed together.
#[derive(Debug, Default)]
pub(super) struct Batch(Vec<(IVec, Option<IVec>)>);

impl Batch {
    pub(super) fn insert(&mut self, key: impl Into<IVec>, value: impl Into<IVec>) {
        self.0.push((key.into(), Some(value.into())));
    }

    pub(super) fn remove(&mut self, key: impl Into<IVec>) {
        self.0.push((key.into(), None));
    }

    fn into_sled(self) -> sled::Batch {
        let mut batch = sled::Batch::default();
        for (key, value) in self.0 {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        batch
    }
}

impl Table {
    /// A table that gathers rows of at most so many bytes.
    pub(super) fn new(db: sled::Db, most: u64) -> Self {
        Self { db, recent: RwLock::default(), most }
    }

    pub(super) fn get(&self, key: impl AsRef<[u8]>) -> Result<Option<IVec>, sled::Error> {
        if let Some(recent) = self.recent().rows.get(key.as_ref()) {
            return Ok(recent.clone());
        }
        self.db.get(key)
    }

    pub(super) fn contains_key(&self, key: impl AsRef<[u8]>) -> Result<bool, sled::Error> {
        Ok(self.get(key)?.is_some())
    }

    /// Writes and removes rows, all at once for readers. On their way to sled others may come between them: should the run be
    /// cut short, some may be there and some not.
    pub(super) fn apply(&self, batch: Batch) -> Result<(), sled::Error> {
        {
            let mut recent = self.recent_mut();
            batch.0.into_iter().for_each(|(key, value)| recent.put(key, value));
        }
        while self.recent().bytes as u64 > self.most {
            self.hand_on_some()?;
        }
        Ok(())
    }

    /// Writes one row, as [`Table::apply`] does.
    pub(super) fn insert(&self, key: impl Into<IVec>, value: impl Into<IVec>) -> Result<(), sled::Error> {
        let mut batch = Batch::default();
        batch.insert(key, value);
        self.apply(batch)
    }

    /// Removes one row, as [`Table::apply`] does.
    pub(super) fn remove(&self, key: impl Into<IVec>) -> Result<(), sled::Error> {
        let mut batch = Batch::default();
        batch.remove(key);
        self.apply(batch)
    }

    /// Hands on all that was written before, and then these rows together.
    pub(super) fn apply_last(&self, batch: Batch) -> Result<(), sled::Error> {
        self.hand_on()?;
        self.db.apply_batch(batch.into_sled())
    }

    /// Writes and removes rows at once, before all that was gathered. They must not be among that.
    pub(super) fn apply_first(&self, batch: Batch) -> Result<(), sled::Error> {
        self.db.apply_batch(batch.into_sled())
    }

    /// Hands what was gathered on to sled. Only one thread may write meanwhile, this one.
    fn hand_on(&self) -> Result<(), sled::Error> {
        while self.hand_on_some()? {}
        Ok(())
    }

    /// Hands some of what was gathered on to sled. Returns whether there was any. Only one thread may write meanwhile,
    /// this one.
    pub(super) fn hand_on_some(&self) -> Result<bool, sled::Error> {
        let some = self.recent().next();
        for (key, value) in &some {
            match value {
                Some(value) => self.db.insert(key, value)?,
                None => self.db.remove(key)?,
            };
        }
        // Until here readers found them in both.
        let handed_on = !some.is_empty();
        let mut recent = self.recent_mut();
        some.into_iter().for_each(|(key, _)| recent.remove(key));
        Ok(handed_on)
    }

    /// The rows whose keys begin with a prefix, ascending.
    pub(super) fn scan_prefix(
        &self,
        prefix: &[u8],
    ) -> impl Iterator<Item = Result<Row, sled::Error>> + use<> {
        let recent = self.recent();
        let recent = recent.rows.range::<[u8], _>((Bound::Included(prefix), Bound::Unbounded));
        let recent: Vec<_> = recent
            .take_while(|(key, _)| key.starts_with(prefix))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        Merged {
            gathered: recent.into_iter().peekable(),
            on_disk: self.db.scan_prefix(prefix).peekable(),
            descends: false,
        }
    }

    /// The rows with keys in a range, ascending.
    pub(super) fn range(
        &self,
        range: Range<Vec<u8>>,
    ) -> impl Iterator<Item = Result<Row, sled::Error>> + use<> {
        let gathered = self.gathered(&range);
        Merged {
            gathered: gathered.into_iter().peekable(),
            on_disk: self.db.range(range).peekable(),
            descends: false,
        }
    }

    /// The last rows with keys in a range, descending, at most `most`. However much is gathered, no more of it is looked at.
    pub(super) fn last(
        &self,
        range: Range<Vec<u8>>,
        most: usize,
    ) -> impl Iterator<Item = Result<Row, sled::Error>> + use<> {
        let mut gathered = Vec::new();
        if range.start < range.end {
            let bounds = (Bound::Included(&range.start[..]), Bound::Excluded(&range.end[..]));
            let (recent, mut written) = (self.recent(), 0);
            for (key, value) in recent.rows.range::<[u8], _>(bounds).rev() {
                // What comes before these is not reached, nor are rows on disk that were removed there.
                if written == most {
                    break;
                }
                written += usize::from(value.is_some());
                gathered.push((key.clone(), value.clone()));
            }
        }
        let on_disk = self.db.range(range).rev().peekable();
        Merged { gathered: gathered.into_iter().peekable(), on_disk, descends: true }.take(most)
    }

    fn gathered(&self, range: &Range<Vec<u8>>) -> Vec<(IVec, Option<IVec>)> {
        if range.start >= range.end {
            return Vec::new();
        }
        let bounds = (Bound::Included(&range.start[..]), Bound::Excluded(&range.end[..]));
        let recent = self.recent();
        recent.rows.range::<[u8], _>(bounds).map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    /// Hands everything to the operating system.
    pub(super) fn flush(&self) -> Result<(), sled::Error> {
        self.hand_on()?;
        self.db.flush()?;
        Ok(())
    }

    fn recent(&self) -> RwLockReadGuard<'_, Recent> {
        self.recent.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn recent_mut(&self) -> RwLockWriteGuard<'_, Recent> {
        self.recent.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Rows gathered and rows on disk, as one; what was gathered is later and holds.
struct Merged<I: Iterator<Item = Result<Row, sled::Error>>> {
    gathered: Peekable<IntoIter<(IVec, Option<IVec>)>>,
    on_disk: Peekable<I>,
    descends: bool,
}

impl<I: Iterator<Item = Result<Row, sled::Error>>> Iterator for Merged<I> {
    type Item = Result<Row, sled::Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some((gathered, _)) = self.gathered.peek() else { return self.on_disk.next() };
            match self.on_disk.peek() {
                Some(Err(_)) => return self.on_disk.next(),
                Some(Ok((on_disk, _))) if on_disk == gathered => drop(self.on_disk.next()),
                Some(Ok((on_disk, _))) if (on_disk < gathered) != self.descends => {
                    return self.on_disk.next();
                }
                Some(Ok(_)) | None => {}
            }
            if let Some((key, Some(value))) = self.gathered.next() {
                return Some(Ok((key, value)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(rows: impl Iterator<Item = Result<Row, sled::Error>>) -> Vec<Vec<u8>> {
        rows.map(|row| row.unwrap().0.to_vec()).collect()
    }

    #[test]
    fn what_is_gathered_and_what_is_on_disk_read_as_one() {
        let folder = tempfile::tempdir().unwrap();
        let table = Table::new(sled::open(folder.path()).unwrap(), 1 << 20);
        let mut all = BTreeMap::new();
        // Rows come, change and go in an order that meets all cases; now and then they are handed on.
        for step in 0..2_000u32 {
            let number = step.wrapping_mul(2_654_435_761) >> 26; // 64 keys
            let key = number.to_be_bytes().to_vec();
            let mut batch = Batch::default();
            if step % 3 == 0 {
                batch.remove(key.clone());
                all.remove(&key);
            } else {
                batch.insert(key.clone(), step.to_be_bytes().to_vec());
                all.insert(key, step.to_be_bytes().to_vec());
            }
            table.apply(batch).unwrap();
            if step % 37 == 0 {
                table.hand_on().unwrap();
            }
            if step % 11 == 0 {
                let (low, high) = (number.min(20).to_be_bytes().to_vec(), 50u32.to_be_bytes().to_vec());
                let within: Vec<Vec<u8>> =
                    all.range(low.clone()..high.clone()).map(|(key, _)| key.clone()).collect();
                assert_eq!(keys(table.range(low.clone()..high.clone())), within);
                let backwards: Vec<Vec<u8>> = within.into_iter().rev().collect();
                for most in [0, 1, 3, 64] {
                    let last: Vec<_> = backwards.iter().take(most).cloned().collect();
                    assert_eq!(keys(table.last(low.clone()..high.clone(), most)), last);
                }
                assert_eq!(keys(table.scan_prefix(&[0, 0, 0])), all.keys().cloned().collect::<Vec<_>>());
            }
        }
        for (key, value) in &all {
            assert_eq!(table.get(key).unwrap().as_deref(), Some(&value[..]));
        }
        table.flush().unwrap();
        assert_eq!(table.recent().bytes, 0);
        assert_eq!(keys(table.scan_prefix(&[])), all.into_keys().collect::<Vec<_>>());
    }
}
