//! Namespaces in figures, introductions, and what is in the journal but not held.

use std::collections::BTreeSet;

use commons_identity::{AgentId, EntryId};
use commons_registry::standing::{Introduction, Introductions};
use commons_registry::{ChangeId, ItemKey, Kind, RecordId};

use super::dead::{DeadRow, Why};
use super::rows::{self, AsideRow, ItemRow};
use super::{Batch, Index, IndexError, keys};
use crate::admission::{Admission, LeftOut, Usage};

/// Most items taken out in one batch: larger ones cost sled memory out of all proportion.
const ITEMS_AT_ONCE: usize = 100;

/// What was taken out of the index.
#[derive(Debug, Default)]
pub(crate) struct TakenOut {
    pub(crate) items: u64,
    pub(crate) bytes: u64,
    pub(crate) changes: u64,
    pub(crate) entries: u64,
    /// Changes of a later version.
    pub(crate) unread: u64,
    pub(crate) records: Vec<(RecordId, Kind)>,
}

impl Index {
    /// Reads what admission remembers.
    pub(super) fn load_admission(&self, admission: &mut Admission) -> Result<(), IndexError> {
        let agent = |key: &[u8]| keys::last_id(key).map(AgentId::from_bytes).ok_or(IndexError::Inconsistent);
        for row in self.table.scan_prefix(&keys::usages()) {
            let (key, row) = row?;
            admission.usage.insert(agent(&key)?, rows::decode_usage(&row)?);
        }
        for row in self.table.scan_prefix(&keys::all_closed()) {
            let (key, row) = row?;
            admission.closed.insert(agent(&key)?, rows::decode_reason(&row)?);
        }
        for row in self.table.scan_prefix(&keys::all_aside()) {
            let (key, row) = row?;
            let key = keys::read_aside(&key).ok_or(IndexError::Inconsistent)?;
            let AsideRow { reason, record, .. } = AsideRow::decode(&row)?;
            if reason == LeftOut::Withheld || !admission.closed.contains_key(&key.namespace()) {
                admission.remember_aside(key, reason, record);
            }
        }
        admission.introductions = self.introductions()?;
        Ok(())
    }

    fn introductions(&self) -> Result<Introductions, IndexError> {
        let mut introductions = Introductions::default();
        for row in self.table.scan_prefix(&keys::introductions()) {
            let (key, row) = row?;
            let record = keys::last_id(&key).map(RecordId::from_bytes).ok_or(IndexError::Inconsistent)?;
            let (by, introduction) = rows::decode_introduction(&row)?;
            introductions.set(by, record, Some(introduction));
        }
        Ok(introductions)
    }

    /// Notes whom a record introduces now.
    pub(crate) fn set_introduction(
        &self,
        record: &RecordId,
        by: &AgentId,
        states: Option<&Introduction>,
    ) -> Result<(), IndexError> {
        match states {
            Some(introduction) => {
                self.table.insert(keys::introduction(record), rows::encode_introduction(by, introduction))?
            }
            None => self.table.remove(keys::introduction(record))?,
        };
        Ok(())
    }

    /// Writes how much there is of namespaces, the last of them into `batch`, which is not applied yet. If there are more
    /// than one batch takes, the index is unsettled meanwhile.
    pub(super) fn write_usages(
        &self,
        batch: &mut Batch,
        usages: &[(AgentId, Usage)],
    ) -> Result<(), IndexError> {
        let (early, last) = usages.split_at(usages.len().saturating_sub(ITEMS_AT_ONCE));
        if !early.is_empty() {
            self.set_unsettled()?;
        }
        let mut before = Batch::default();
        early.iter().for_each(|(agent, usage)| before.insert(keys::usage(agent), rows::encode_usage(usage)));
        self.table.apply(before)?;
        last.iter().for_each(|(agent, usage)| batch.insert(keys::usage(agent), rows::encode_usage(usage)));
        Ok(())
    }

    /// Notes that a namespace is left out as a whole, or is not any more.
    pub(crate) fn set_closed(&self, agent: &AgentId, reason: Option<LeftOut>) -> Result<(), IndexError> {
        match reason {
            Some(reason) => self.table.insert(keys::closed(agent), rows::encode_reason(reason))?,
            None => self.table.remove(keys::closed(agent))?,
        };
        Ok(())
    }

    /// Whether an item is set aside.
    pub(crate) fn is_aside(&self, key: &ItemKey) -> Result<bool, IndexError> {
        Ok(self.table.contains_key(keys::aside(key))?)
    }

    /// Notes an item that is not held, and why.
    pub(crate) fn put_aside(&self, key: &ItemKey, row: &AsideRow) -> Result<(), IndexError> {
        self.table.insert(keys::aside(key), row.encode())?;
        Ok(())
    }

    /// What is set aside of a namespace.
    pub(crate) fn aside_of(&self, agent: &AgentId) -> Result<Vec<(ItemKey, AsideRow)>, IndexError> {
        let rows = self.table.scan_prefix(&keys::aside_of(agent));
        rows.map(|row| {
            let (key, row) = row?;
            Ok((keys::read_aside(&key).ok_or(IndexError::Inconsistent)?, AsideRow::decode(&row)?))
        })
        .collect()
    }

    /// Forgets that items are set aside: they are looked at anew.
    pub(crate) fn forget_aside(&self, items: &[ItemKey]) -> Result<(), IndexError> {
        let mut batch = Batch::default();
        items.iter().for_each(|key| batch.remove(keys::aside(key)));
        Ok(self.table.apply(batch)?)
    }

    /// Takes items out, and whole with them the records that they edit: neither listed, found, shown nor served from
    /// now on. Where they lie in the journal stays known.
    pub(crate) fn set_aside(
        &self,
        items: &[ItemKey],
        reason: LeftOut,
        withheld: Option<RecordId>,
    ) -> Result<TakenOut, IndexError> {
        let mut out = TakenOut::default();
        let mut records = BTreeSet::new();
        for part in items.chunks(ITEMS_AT_ONCE) {
            let mut batch = Batch::default();
            for key in part {
                let Some(row @ ItemRow { position, pooled }) = self.item(key)? else { continue };
                out.items += 1;
                out.bytes += position.bytes();
                let change = ChangeId::from_bytes(key.id());
                match self.change(&change)? {
                    Some(meta) => {
                        out.changes += 1;
                        batch.remove(keys::change(&change));
                        match meta.record {
                            Some((record, kind)) => {
                                batch.remove(keys::change_of(&record, &change));
                                records.insert((record, kind));
                            }
                            None => out.unread += 1,
                        }
                    }
                    None => {
                        out.entries += 1;
                        batch.remove(keys::entry(&key.namespace(), &EntryId::from_bytes(key.id())));
                        batch.remove(keys::roll(&key.namespace(), &key.id()));
                    }
                }
                batch.remove(keys::item(key));
                DeadRow::of(Why::Aside, key.namespace(), &row).write(position.sequence, &mut batch);
                let row = AsideRow { reason, position: Some(position), pooled, record: withheld };
                batch.insert(keys::aside(key), row.encode());
            }
            self.table.apply(batch)?;
        }
        for (record, kind) in records {
            if self.take_out_record(&record)?.is_some() {
                out.records.push((record, kind));
            }
        }
        Ok(out)
    }

    /// Takes out what is listed and found of a record. Gives its kind, if it was there.
    pub(super) fn take_out_record(&self, record: &RecordId) -> Result<Option<Kind>, IndexError> {
        self.refresh(record, None)?;
        let kind = self.row(record)?.map(|row| row.kind);
        let mut batch = Batch::default();
        batch.remove(keys::introduction(record));
        batch.remove(keys::pending(record));
        batch.remove(keys::record(record));
        self.table.apply(batch)?;
        Ok(kind)
    }
}
