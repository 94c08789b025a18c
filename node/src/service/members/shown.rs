//! What a motion does, for those who are to sign it: every difference that it makes, none left out.

use std::collections::BTreeSet;

use commons_identity::{
    Act, Agreement, EntryBody, EntryLookup, Erased, KeyLog, KeySet, Member, PublicKey, Rotation,
};
use commons_registry::{ChangeId, FieldValue, Kind, RecordId};
use serde_json::{Value, json};

use super::super::{Service, to_json};
use super::compose::{MemberNames, act_name};
use super::erased_json;
use super::motion::Hindrance;
use super::pending::{Pending, Stage};
use super::waiting::Motion;
use crate::failure::Failure;

/// What becomes of one member's keys.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fate {
    /// A key that was no member's.
    Added(PublicKey),
    /// A key that is no member's any more.
    Removed(PublicKey),
    /// The member takes up the key that was committed to, and commits to another.
    TakesUp { member: PublicKey, key: Member },
    /// The member keeps the key, and another takes over from it next.
    NextChanged(Member),
}

/// What becomes of each member's keys; those with whom nothing happens are left out.
pub(super) fn fates(before: &KeySet, after: &KeySet) -> Vec<Fate> {
    let mut fates = Vec::new();
    let mut followed = BTreeSet::new();
    for member in after.members() {
        match (before.member(&member.key), before.committed(&member.key)) {
            (Some(was), _) if was.next == member.next => {}
            (Some(_), _) => fates.push(Fate::NextChanged(*member)),
            (None, Some(was)) if !after.contains(&was.key) => {
                followed.insert(was.key);
                fates.push(Fate::TakesUp { member: was.key, key: *member });
            }
            (None, _) => fates.push(Fate::Added(member.key)),
        }
    }
    let gone = before.keys().filter(|key| !after.contains(key) && !followed.contains(key));
    fates.extend(gone.copied().map(Fate::Removed));
    fates
}

/// The key set before a rotation, if it is held.
pub(super) fn set_before<'l>(log: &'l KeyLog, rotation: &Rotation) -> Option<&'l KeySet> {
    match log.keys_at(rotation.previous) {
        EntryLookup::Keys(keys) => Some(keys),
        _ => None,
    }
}

impl Service {
    /// What a motion does, and how far it has come.
    pub(super) fn describe(&self, motion: &Motion) -> Result<Value, Failure> {
        let pending = &motion.pending;
        let log = self.store.key_log(pending.agent())?;
        let names = self.member_names(pending.agent())?;
        let (signed, needed) = pending.signed(&log);
        let stage = pending.stage(&log);
        let blocked = if stage == Stage::Open { self.hindrance(motion, &log)? } else { None };
        let mut shown = json!({
            "motion": motion.records.first(),
            "entry": pending.id(),
            "in_force": stage == Stage::Done,
            "overtaken": stage == Stage::Overtaken,
            "blocked": blocked.map(Hindrance::word),
            "signatures": signed.len(),
            "needed": needed,
            "signed_by": pending.signed_by(&log).iter().map(|key| names.person(key)).collect::<Vec<_>>(),
        });
        match pending.body() {
            EntryBody::Rotation(rotation) => {
                shown["what"] = "members".into();
                if let Some(before) = set_before(&log, rotation) {
                    show_difference(before, &rotation.keys, &names, &mut shown);
                }
                shown["keeps"] = pending.keeps.len().into();
                if stage == Stage::Open {
                    shown["leaves_out"] = self.left_out(pending, &log)?.into();
                    let approved = self.approved_now(&log)?;
                    shown["takes_as_approved"] = pending.acts.difference(&approved).count().into();
                }
            }
            EntryBody::Tombstone(tombstone) => {
                shown["what"] = "erase".into();
                shown["erases"] = erased_json(&tombstone.target);
                if let Erased::Record(id) = tombstone.target {
                    let listed = self.store.listed(RecordId::from_bytes(id))?;
                    shown["title"] = to_json(&listed.and_then(|listed| listed.title));
                }
            }
            EntryBody::Settlement(settlement) => {
                shown["what"] = "settle".into();
                shown["branch"] = to_json(&settlement.previous);
            }
            EntryBody::Genesis(_) | EntryBody::Unread => {}
        }
        for record in &motion.records {
            let reason = self.store.view(*record)?.and_then(|view| match view.fields.get("reason") {
                Some(FieldValue::Prose(texts)) => texts.values().next().cloned(),
                _ => None,
            });
            if let Some(reason) = reason {
                shown["reason"] = reason.into();
                break;
            }
        }
        let objections = self.objections_to(motion)?;
        let objections = objections
            .iter()
            .map(|objection| json!({ "by": names.person(&objection.by), "reason": objection.reason }));
        shown["objections"] = objections.collect();
        Ok(shown)
    }

    /// How many changes of the keys that go are shown on this node now, and would no longer count. What they wrote in
    /// motions is left aside: this one may be theirs.
    pub(super) fn left_out(&self, pending: &Pending, log: &KeyLog) -> Result<usize, Failure> {
        let EntryBody::Rotation(rotation) = pending.body() else { return Ok(0) };
        let Some(before) = set_before(log, rotation) else { return Ok(0) };
        let gone: BTreeSet<PublicKey> =
            before.keys().filter(|key| !rotation.keys.contains(key)).copied().collect();
        if gone.is_empty() {
            return Ok(0);
        }
        let motions = self.store.records_of(log.agent(), Kind::Motion)?;
        let mut left_out = 0;
        for change in self.changes_by(log, &gone, None)?.difference(&pending.keeps) {
            let record = self.store.record_of_change(ChangeId::from_bytes(*change))?;
            left_out += usize::from(record.is_none_or(|record| !motions.contains(&record)));
        }
        Ok(left_out)
    }
}

fn show_difference(before: &KeySet, after: &KeySet, names: &MemberNames, shown: &mut Value) {
    let fates = fates(before, after);
    let all = |of: &dyn Fn(&Fate) -> Option<Value>| Value::Array(fates.iter().filter_map(of).collect());
    shown["adds"] = all(&|fate| match fate {
        Fate::Added(key) => Some(names.person(key)),
        _ => None,
    });
    shown["removes"] = all(&|fate| match fate {
        Fate::Removed(key) => Some(names.person(key)),
        _ => None,
    });
    shown["takes_up"] = all(&|fate| match fate {
        Fate::TakesUp { member, key } => {
            let mut person = names.person(member);
            person["new_key"] = to_json(&key.key);
            Some(person)
        }
        _ => None,
    });
    shown["next_changed"] = all(&|fate| match fate {
        Fate::NextChanged(member) => Some(names.person(&member.key)),
        _ => None,
    });
    shown["threshold"] = after.threshold().into();
    shown["threshold_before"] = before.threshold().into();
    if before.cards() != after.cards() {
        let (was, is) = (before.cards(), after.cards());
        let kept = is.digests().iter().filter(|digest| was.digests().contains(digest)).count();
        shown["cards"] = json!({
            "new": is.digests().len() - kept,
            "kept": kept,
            "worthless": was.digests().len() - kept,
            "threshold": is.threshold(),
        });
    }
    let moved = |to: Agreement| -> Value {
        let moved = Act::ALL
            .into_iter()
            .filter(|act| after.policy().agreement(*act) == to && before.policy().agreement(*act) != to);
        moved.map(act_name).collect()
    };
    shown["to_consent"] = moved(Agreement::Consent);
    shown["to_majority"] = moved(Agreement::Majority);
}
