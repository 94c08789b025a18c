//! What a key log brings about when it grows: erasing, and looking again at what counts.

use std::collections::BTreeSet;

use commons_identity::{AgentId, Erased, KeyLog};
use commons_registry::{Holdings as _, Item, ItemKey, RecordId};

use super::{Fatal, Writer};
use crate::index::{DeadRow, Why};
use crate::store::Event;

impl Writer {
    /// Does what an agent's key log now says: lets go of what it erases, and has everything else looked at again if
    /// other changes may count.
    pub(super) fn follow_log(
        &mut self,
        agent: AgentId,
        before: &KeyLog,
        touched: &mut BTreeSet<RecordId>,
    ) -> Result<(), Fatal> {
        let log = self.held.key_log(agent)?;
        if log.says_the_same_as(before) {
            return Ok(());
        }
        let erased = |log: &KeyLog| log.erasures().map(|(erased, _)| erased).collect::<BTreeSet<_>>();
        let (known, now) = (erased(before), erased(&log));
        if !now.is_subset(&known) {
            self.let_go(agent, &log, now.difference(&known), touched)?;
        }
        if !known.is_subset(&now) {
            // A recovery made a tombstone void: what was refused because of it may come again.
            (self.observer)(Event::AskAgain);
        }
        let records: BTreeSet<RecordId> =
            self.held.index.changes_in(&agent)?.into_iter().filter_map(|(_, record)| record).collect();
        self.held.index.note_pending(&records)?;
        self.refreshed.clear(); // they may be among them
        self.pending |= !records.is_empty();
        Ok(())
    }

    /// Lets go of everything held that a key log erases.
    fn let_go<'a>(
        &mut self,
        agent: AgentId,
        log: &KeyLog,
        new: impl Iterator<Item = &'a Erased>,
        touched: &mut BTreeSet<RecordId>,
    ) -> Result<(), Fatal> {
        let mut records: BTreeSet<RecordId> = new
            .filter_map(|erased| match erased {
                Erased::Record(id) => Some(RecordId::from_bytes(*id)),
                Erased::Agent => None,
            })
            .collect();
        for (change, record) in self.held.index.changes_in(&agent)? {
            let named = match record {
                Some(record) => record,
                None => self.held.record_named_by(agent, change)?,
            };
            if log.erasure_of(named.as_bytes()).is_none() {
                continue;
            }
            if let Some(record) = record {
                records.insert(record);
            } else {
                // Kept unread, or on unread ground, and so part of no record here.
                let key = ItemKey::of_change(agent, change);
                let bytes = self.held.index.position(&key)?.map_or(0, |position| position.bytes());
                self.forget(&key, Why::Erased)?;
                self.compaction.has_erased(bytes, &self.published);
                self.counts.changes = self.counts.changes.saturating_sub(1);
                self.counts.unread = self.counts.unread.saturating_sub(1);
            }
        }
        for record in records {
            // Anybody may write a tombstone that names another's record: it erases nothing.
            if self.held.index.record(&record)?.is_some_and(|meta| meta.namespace == agent) {
                self.erase(agent, &record, touched)?;
            }
        }
        self.erase_aside(agent, log)
    }

    /// Lets go of what is set aside of an agent, lies in the journal, and is erased by its key log.
    fn erase_aside(&mut self, agent: AgentId, log: &KeyLog) -> Result<(), Fatal> {
        for (key, row) in self.held.index.aside_of(&agent)? {
            let Some(position) = row.position else { continue };
            let record = match row.record {
                Some(record) => record,
                None => match self.held.journal.read(position).map(|bytes| Item::decode(&bytes)) {
                    Ok(Ok(Item::Change(change))) => change.record().unwrap_or(change.id().as_record()),
                    _ => continue,
                },
            };
            if log.erasure_of(record.as_bytes()).is_none() {
                continue;
            }
            let dead = DeadRow { why: Why::Erased, pooled: row.pooled, bytes: position.bytes(), agent };
            self.held.index.note_erased_aside(&key, position.sequence, &dead)?;
            self.published.admission_mut().forget_item(&key);
            self.compaction.has_erased(dead.bytes, &self.published);
        }
        Ok(())
    }

    fn erase(
        &mut self,
        agent: AgentId,
        record: &RecordId,
        touched: &mut BTreeSet<RecordId>,
    ) -> Result<(), Fatal> {
        self.unsettle()?;
        touched.remove(record);
        let erased = self.held.index.erase(&agent, record)?;
        for key in &erased.items {
            self.touch(*key);
        }
        self.counts.changes = self.counts.changes.saturating_sub(erased.items.len() as u64);
        if let Some(count) = erased.kind.and_then(|kind| self.counts.records.get_mut(&kind)) {
            *count = count.saturating_sub(1);
        }
        self.introduces(&agent, record, None);
        self.published.admission_mut().removed(&agent, erased.items.len() as u64, erased.bytes);
        self.compaction.has_erased(erased.bytes, &self.published);
        Ok(())
    }
}
