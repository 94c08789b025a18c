//! What waits for members' signatures: finding it, listing it, and putting it in force once it has enough.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use commons_identity::{EntryId, KeyLog};
use commons_registry::{ItemKey, Kind, RecordId};
use commons_store::Found;
use serde_json::Value;

use super::super::Service;
use super::pending::{Pending, PendingFile, Stage};
use crate::failure::Failure;
use crate::request::Signable;

/// Most motions that are looked at, those that came last: each is a record to be put together. What is older can be
/// signed in a file.
const MAX_MOTIONS: usize = 1_000;

/// An entry that waits for signatures, and where it is written down.
#[derive(Debug)]
pub(in crate::service) struct Motion {
    pub(super) pending: Pending,
    /// The records that hold it; none if it is in force at once, or goes about as a file. There are several if it was
    /// written down twice: what members say to one of them they say to all.
    pub(super) records: Vec<RecordId>,
}

impl Motion {
    /// One that is in no record.
    pub(super) fn unwritten(pending: Pending) -> Self {
        Self { pending, records: Vec::new() }
    }
}

impl Service {
    /// What waits in an agent's key log for members' signatures.
    pub(in crate::service) fn list_motions(&self, log: &KeyLog) -> Result<Vec<Value>, Failure> {
        self.motions(log, |pending| pending.stage(log) == Stage::Open)?
            .iter()
            .map(|motion| self.describe(motion))
            .collect()
    }

    /// The motions of an agent that are wanted. That is asked before their lists and signatures are looked at.
    pub(super) fn motions(
        &self,
        log: &KeyLog,
        wanted: impl Fn(&Pending) -> bool,
    ) -> Result<Vec<Motion>, Failure> {
        let mut motions: BTreeMap<EntryId, Motion> = BTreeMap::new();
        for record in self.newest_motion_records(log)? {
            // Nothing is shown of a record of which no change counts: a key that was removed may have begun it.
            let Some(view) = self.store.view(record)? else { continue };
            let read = Pending::outline_of(&view).and_then(|outline| {
                if wanted(&outline) { outline.complete_from(&view).map(Some) } else { Ok(None) }
            });
            let pending = match read {
                Ok(Some(pending)) => pending,
                Ok(None) => continue,
                Err(error) => {
                    tracing::debug!(record = %record.short(), %error, "a motion that says nothing");
                    continue;
                }
            };
            match motions.entry(pending.id()) {
                Slot::Vacant(slot) => drop(slot.insert(Motion { pending, records: vec![record] })),
                Slot::Occupied(mut slot) => {
                    slot.get_mut().pending.merge(pending);
                    slot.get_mut().records.push(record);
                }
            }
        }
        Ok(motions.into_values().collect())
    }

    fn newest_motion_records(&self, log: &KeyLog) -> Result<Vec<RecordId>, Failure> {
        let records = self.store.records_of(log.agent(), Kind::Motion)?;
        if records.len() <= MAX_MOTIONS {
            return Ok(records.into_iter().collect());
        }
        let mut by_arrival = Vec::with_capacity(records.len());
        for record in records {
            let first = ItemKey::of_change(log.agent(), record.first_change());
            by_arrival.push((self.store.label(&first)?, record));
        }
        by_arrival.sort_unstable_by(|a, b| b.cmp(a));
        Ok(by_arrival.into_iter().take(MAX_MOTIONS).map(|(_, record)| record).collect())
    }

    /// What somebody wants to see or sign. It is named by the id of its entry, the hash of what is signed: whoever has
    /// read what it does signs just that, whatever is in the record by then. It takes the whole id, since whoever writes
    /// two entries can make them begin alike.
    pub(super) fn motion_meant(&self, what: &Signable, log: &KeyLog) -> Result<Motion, Failure> {
        match what {
            Signable::Entry(text) => self.motion_of_entry(text, log)?.ok_or_else(|| match self.resolve(text) {
                Ok(Found::Record(record)) => self.not_by_its_record(record),
                _ => Failure::not_found(format!("nothing with the id {text} waits for signatures here")).hint(
                    "`commons proposals` lists what does, with the whole ids that it takes; it may be another by now",
                ),
            }),
            Signable::File(file) => {
                let mut pending = read_file(file)?;
                if pending.agent() != log.agent() {
                    return Err(Failure::invalid(format!(
                        "this is for agent {}, and this node signs for another",
                        pending.agent().short()
                    )));
                }
                let entry = pending.id();
                let held = self.motions(log, |held| held.id() == entry)?.pop();
                let records = held.map(|held| {
                    pending.merge(held.pending);
                    held.records
                });
                Ok(Motion { pending, records: records.unwrap_or_default() })
            }
        }
    }

    /// The motion whose entry has this id.
    pub(in crate::service) fn motion_of_entry(
        &self,
        text: &str,
        log: &KeyLog,
    ) -> Result<Option<Motion>, Failure> {
        let Ok(entry) = text.trim().to_lowercase().parse::<EntryId>() else { return Ok(None) };
        Ok(self.motions(log, |pending| pending.id() == entry)?.pop())
    }

    /// Why what a record holds is not agreed to by the record's id.
    pub(in crate::service) fn not_by_its_record(&self, record: RecordId) -> Failure {
        let now = self.store.view(record).ok().flatten();
        let now = now.and_then(|view| Pending::outline_of(&view).ok());
        let refusal = Failure::usage(
            "this names the record, in which another member can write something else at any time: name what is to be signed",
        );
        match now {
            Some(pending) => refusal.hint(format!(
                "read it with `commons proposals`, then `commons members sign {}`",
                pending.id()
            )),
            None => refusal.hint("`commons proposals` lists what waits, with the ids to sign"),
        }
    }

    /// Puts every motion into force that has the signatures it needs. Whoever sees the last one may do it.
    pub(in crate::service) fn settle_motions(&self) -> Result<(), Failure> {
        let Some(agent) = self.agent() else { return Ok(()) };
        let log = self.store.key_log(agent)?;
        for motion in self.motions(&log, |pending| pending.stage(&log) == Stage::Open)? {
            if let Err(failure) = self.settle_motion(&motion) {
                tracing::warn!(entry = %motion.pending.id(), reason = %failure.message, "what members signed cannot be put in force");
            }
        }
        Ok(())
    }

    /// Puts one motion into force, if it has the signatures and nothing keeps it back. Whether it did.
    pub(super) fn settle_motion(&self, motion: &Motion) -> Result<bool, Failure> {
        // Another may have come into force a moment ago.
        let log = self.store.key_log(motion.pending.agent())?;
        if motion.pending.stage(&log) != Stage::Open
            || motion.pending.entry(&log).is_none()
            || self.hindrance(motion, &log)?.is_some()
        {
            return Ok(false);
        }
        self.put_in_force(&motion.pending)
    }
}

fn read_file(file: &Value) -> Result<Pending, Failure> {
    let damaged = |reason: String| {
        Failure::invalid(format!("this file holds nothing to sign: {reason}"))
            .hint("it should come from a command with --to FILE, such as `commons members sign ID --to FILE`")
    };
    let file: PendingFile =
        serde_json::from_value(file.clone()).map_err(|error| damaged(error.to_string()))?;
    Pending::of_file(file).map_err(|error| damaged(error.to_string()))
}
