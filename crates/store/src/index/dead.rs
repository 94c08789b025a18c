//! Frames of the journal that are of no item held, and what a compaction changes in the index.

use std::ops::Range;

use commons_identity::{AgentId, ID_LENGTH};
use commons_registry::{ItemKey, Kind, RecordId};

use super::rows::{AsideRow, ItemRow};
use super::{Batch, Index, IndexError, keys};
use crate::journal::Position;

/// Bytes of a row: why, whether it counts against the pool, its length, whose it is.
const ROW_BYTES: usize = 1 + 1 + 4 + ID_LENGTH;

/// Why a frame is of no item that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// What it holds was set aside, or was refused and might not be another time.
    Aside,
    /// What it holds is there once more.
    Useless,
    /// What it holds was erased by who wrote it, and must leave the disk.
    Erased,
    /// It could not be read.
    Lost,
}

/// What is known of a frame that is of no item held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DeadRow {
    pub(crate) why: Why,
    /// Whether it counts against the pool.
    pub(crate) pooled: bool,
    /// Bytes that it takes up.
    pub(crate) bytes: u64,
    /// In whose namespace its item is.
    pub(crate) agent: AgentId,
}

impl DeadRow {
    pub(crate) fn of(why: Why, agent: AgentId, row: &ItemRow) -> Self {
        Self { why, pooled: row.pooled, bytes: row.position.bytes(), agent }
    }

    fn encode(&self) -> [u8; ROW_BYTES] {
        let mut row = [0; ROW_BYTES];
        row[0] = match self.why {
            Why::Aside => 0,
            Why::Useless => 1,
            Why::Erased => 2,
            Why::Lost => 3,
        };
        row[1] = u8::from(self.pooled);
        // A frame is far shorter than 4 GiB.
        row[2..6].copy_from_slice(&(self.bytes as u32).to_be_bytes());
        row[6..].copy_from_slice(self.agent.as_bytes());
        row
    }

    fn decode(row: &[u8]) -> Result<Self, IndexError> {
        let row: &[u8; ROW_BYTES] = row.try_into().map_err(|_| IndexError::Inconsistent)?;
        let why = match row[0] {
            0 => Why::Aside,
            1 => Why::Useless,
            2 => Why::Erased,
            3 => Why::Lost,
            _ => return Err(IndexError::Inconsistent),
        };
        let mut agent = [0; ID_LENGTH];
        agent.copy_from_slice(&row[6..]);
        let bytes = u32::from_be_bytes([row[2], row[3], row[4], row[5]]);
        Ok(Self { why, pooled: row[1] == 1, bytes: bytes.into(), agent: AgentId::from_bytes(agent) })
    }

    /// Adds what is to be written of a frame that is of no item held from now on.
    pub(super) fn write(&self, label: u64, batch: &mut Batch) {
        batch.insert(keys::dead(label), &self.encode()[..]);
        if self.why == Why::Erased {
            batch.insert(keys::erased(label), &[]);
        }
    }
}

/// What was taken out with a record.
#[derive(Debug)]
pub(crate) struct Erased {
    /// Its kind, if it was there.
    pub(crate) kind: Option<Kind>,
    /// Its changes.
    pub(crate) items: Vec<ItemKey>,
    /// How much of the journal they take.
    pub(crate) bytes: u64,
}

/// A frame that a compaction does not take over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dropped {
    pub(crate) label: u64,
    pub(crate) row: DeadRow,
    /// The item that it holds, if that is set aside.
    pub(crate) aside: Option<ItemKey>,
}

impl Index {
    /// Takes out all that is derived from a record, and its changes. Returns the changes that were there.
    pub(crate) fn erase(&self, namespace: &AgentId, record: &RecordId) -> Result<Erased, IndexError> {
        let changes = self.changes_of(record)?;
        let mut batch = Batch::default();
        if let Some(row) = self.row(record)? {
            batch.insert(keys::emptied(row.sequence), &[]);
        }
        let mut erased = Erased { kind: None, items: Vec::new(), bytes: 0 };
        for id in changes {
            let key = ItemKey::of_change(*namespace, id);
            if let Some(row) = self.item(&key)? {
                erased.bytes += row.position.bytes();
                erased.items.push(key);
                DeadRow::of(Why::Erased, *namespace, &row).write(row.position.sequence, &mut batch);
            }
            for row in [keys::item(&key), keys::change(&id), keys::change_of(record, &id)] {
                batch.remove(row);
            }
        }
        self.table.apply(batch)?;
        erased.kind = self.take_out_record(record)?;
        Ok(erased)
    }

    /// Notes that frames are of no item that is held.
    pub(crate) fn note_dead(&self, frames: &[(u64, DeadRow)]) -> Result<(), IndexError> {
        let mut batch = Batch::default();
        for (label, row) in frames {
            row.write(*label, &mut batch);
        }
        Ok(self.table.apply(batch)?)
    }

    /// Notes that an item which is set aside was erased by who wrote it.
    pub(crate) fn note_erased_aside(
        &self,
        key: &ItemKey,
        label: u64,
        row: &DeadRow,
    ) -> Result<(), IndexError> {
        let mut batch = Batch::default();
        batch.remove(keys::aside(key));
        row.write(label, &mut batch);
        Ok(self.table.apply(batch)?)
    }

    /// Notes that the frame with this label is of an item that is held.
    pub(crate) fn note_alive(&self, label: u64) -> Result<(), IndexError> {
        if self.is_dead(label)? {
            self.table.remove(keys::dead(label))?;
            self.table.remove(keys::erased(label))?;
        }
        Ok(())
    }

    /// Why the frame with this label is of no item that is held, if that is so.
    pub(crate) fn dead(&self, label: u64) -> Result<Option<DeadRow>, IndexError> {
        self.table.get(keys::dead(label))?.map(|row| DeadRow::decode(&row)).transpose()
    }

    /// Whether the frame with this label is of no item that is held.
    pub(crate) fn is_dead(&self, label: u64) -> Result<bool, IndexError> {
        Ok(self.table.contains_key(keys::dead(label))?)
    }

    /// The frames with labels in a range that are of no item held, in order.
    pub(crate) fn dead_in(
        &self,
        labels: Range<u64>,
    ) -> impl Iterator<Item = Result<(u64, DeadRow), IndexError>> + use<> {
        self.table.range(keys::dead(labels.start)..keys::dead(labels.end)).map(|row| {
            let (key, row) = row?;
            Ok((keys::read_dead(&key).ok_or(IndexError::Inconsistent)?, DeadRow::decode(&row)?))
        })
    }

    /// The label of the first frame, from one on, that holds what was erased.
    pub(crate) fn erased_from(&self, label: u64) -> Result<Option<u64>, IndexError> {
        let Some(row) = self.table.range(keys::erased(label)..keys::after_erased()).next() else {
            return Ok(None);
        };
        Ok(Some(keys::read_erased(&row?.0).ok_or(IndexError::Inconsistent)?))
    }

    /// How many bytes of the journal hold what was erased.
    pub(crate) fn erased_bytes(&self) -> Result<u64, IndexError> {
        let mut bytes = 0;
        for row in self.table.scan_prefix(&keys::all_erased()) {
            let label = keys::read_erased(&row?.0).ok_or(IndexError::Inconsistent)?;
            bytes += self.dead(label)?.map_or(0, |row| row.bytes);
        }
        Ok(bytes)
    }

    /// Forgets frames that are in the journal no more. What was sealed by their labels is made unreadable by
    /// [`Index::empty_secrets`].
    pub(crate) fn forget_frames(&self, frames: &[Dropped]) -> Result<(), IndexError> {
        let mut batch = Batch::default();
        for Dropped { label, row, aside } in frames {
            batch.remove(keys::dead(*label));
            batch.remove(keys::erased(*label));
            if matches!(row.why, Why::Erased | Why::Aside) {
                batch.insert(keys::emptied(*label), &[]);
            }
            if let Some(key) = aside {
                batch.remove(keys::aside(key));
            }
        }
        Ok(self.table.apply(batch)?)
    }

    /// Notes where frames lie after a compaction, for those whose item lay elsewhere.
    pub(crate) fn move_frames(&self, frames: &[(ItemKey, Position)]) -> Result<(), IndexError> {
        let mut batch = Batch::default();
        for (key, position) in frames {
            if let Some(row) = self.item(key)?.filter(|row| row.position.is_of(position)) {
                batch.insert(keys::item(key), ItemRow { position: *position, ..row }.encode());
            } else if let Some(row) = self.table.get(keys::aside(key))? {
                let row = AsideRow::decode(&row)?;
                if row.position.is_some_and(|before| before.is_of(position)) {
                    let row = AsideRow { position: Some(*position), ..row };
                    batch.insert(keys::aside(key), row.encode());
                }
            }
        }
        Ok(self.table.apply(batch)?)
    }

    /// Whether an item is set aside that lies in the frame with this label.
    pub(crate) fn is_aside_at(&self, key: &ItemKey, label: u64) -> Result<bool, IndexError> {
        let Some(row) = self.table.get(keys::aside(key))? else { return Ok(false) };
        Ok(AsideRow::decode(&row)?.position.is_some_and(|position| position.sequence == label))
    }

    /// Makes unreadable, for good, what older pages of the index may still hold of records that were taken out.
    pub(crate) fn empty_secrets(&self) -> Result<(), IndexError> {
        let mut slots = Vec::new();
        for row in self.table.scan_prefix(&keys::all_emptied()) {
            slots.push(keys::read_emptied(&row?.0).ok_or(IndexError::Inconsistent)?);
        }
        if slots.is_empty() {
            return Ok(());
        }
        // A run that is killed finds the index as it was at its last flush: without these rows, then.
        self.flush()?;
        self.secrets.empty(&slots)?;
        let mut batch = Batch::default();
        for slot in slots {
            batch.remove(keys::emptied(slot));
        }
        Ok(self.table.apply(batch)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_back_as_written() {
        for why in [Why::Aside, Why::Useless, Why::Erased, Why::Lost] {
            let row =
                DeadRow { why, pooled: why == Why::Lost, bytes: 777, agent: AgentId::from_bytes([7; 32]) };
            assert_eq!(DeadRow::decode(&row.encode()).unwrap(), row);
        }
        assert!(DeadRow::decode(&[]).is_err());
        assert!(DeadRow::decode(&[9; ROW_BYTES]).is_err());
    }
}
