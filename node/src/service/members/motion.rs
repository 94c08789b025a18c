//! Proposing an entry to the other members, signing what they propose, and putting it in force.

use std::collections::BTreeSet;

use commons_identity::{Act, Agreement, EntryBody, EntryLookup, KeyLog, KeySet, PublicKey};
use commons_registry::{ChangeId, FieldValue, Kind, RecordId};
use serde_json::{Value, json};

use super::super::{Service, salt, to_json};
use super::pending::{Pending, PendingFile, Stage};
use super::{erased_json, members_of};
use crate::failure::Failure;

impl Service {
    /// Signs with the keys that lie here; puts it in force if that is enough, else asks the other members.
    pub(super) fn propose(&self, mut pending: Pending, reason: Option<&str>) -> Result<Value, Failure> {
        self.settle_motions()?;
        let log = self.store.key_log(pending.agent())?;
        if log.contest().is_some() && matches!(pending.body(), EntryBody::Rotation(_)) {
            return Err(disagree());
        }
        self.sign_here(&mut pending, &log, None)?;
        if self.put_in_force(&pending)? {
            return self.describe(None, &pending);
        }
        let mut drafts = pending.drafts(reason)?.into_iter();
        let first = drafts.next().ok_or_else(|| Failure::internal("a motion without content"))?;
        let record = *self
            .write(vec![first.begin(salt()?)?])?
            .first()
            .ok_or_else(|| Failure::internal("nothing was written"))?;
        for draft in drafts {
            let heads = self.viewed(record)?.heads;
            self.write(vec![draft.edit(record, &heads, salt()?)?])?;
        }
        self.describe(Some(record), &pending)
    }

    /// Signs with the next key of the member who speaks here: one member, one signature.
    fn sign_here(&self, pending: &mut Pending, log: &KeyLog, named: Option<&str>) -> Result<(), Failure> {
        let member = self.member_here(log, named)?;
        let set = members_of(log)?;
        let keys = self.keys();
        let next = keys
            .open()?
            .next_signers(set)
            .find(|next| set.committed(&next.public()).is_some_and(|committed| committed.key == member));
        let next = next.ok_or_else(|| {
            Failure::config("this node does not hold the key with which this member signs for the key log")
                .hint("restore it from `commons key export`")
        })?;
        if pending.signed(log).0.contains(&next.public()) {
            return Err(Failure::invalid("this member has signed it already: each has one voice")
                .hint("if this node holds another member's key, that member can sign with --key"));
        }
        pending.sign(next);
        Ok(())
    }

    /// Keeps the entry and its lists, if enough have signed. Whether it did.
    pub(super) fn put_in_force(&self, pending: &Pending) -> Result<bool, Failure> {
        let log = self.store.key_log(pending.agent())?;
        let Some(entry) = pending.entry(&log) else { return Ok(false) };
        let mut items = vec![entry.to_bytes()];
        items.extend(pending.rolls().map(|roll| roll.to_bytes()));
        self.keep(items)?;
        Ok(true)
    }

    pub(in crate::service) fn sign_motion(
        &self,
        id: &str,
        key: Option<&str>,
        despite_objections: bool,
    ) -> Result<Value, Failure> {
        let record = self.resolve_record(id)?;
        let view = self.viewed(record)?;
        if view.kind != Kind::Motion || Some(view.agent) != self.agent() {
            return Err(Failure::invalid(format!(
                "{} is no motion of your own organisation",
                record.short()
            ))
            .hint("`commons proposals` lists what waits for members"));
        }
        let mut pending = Pending::of_record(&view)
            .map_err(|error| Failure::invalid(format!("this motion cannot be signed: {error}")))?;
        let log = self.store.key_log(view.agent)?;
        match pending.stage(&log) {
            Stage::Open => {}
            Stage::Done => return Err(Failure::invalid("this is in force already")),
            Stage::Overtaken => {
                return Err(Failure::invalid(
                    "the members changed since this was proposed, so it can no longer come into force",
                )
                .hint("propose it anew"));
            }
        }
        self.heed_objections(
            record,
            record.first_change(),
            &self.member_here(&log, key)?,
            despite_objections,
        )?;
        self.sign_here(&mut pending, &log, key)?;
        let blocked = self.is_blocked(record, &pending, &log)?;
        let draft = pending.new_signatures(&view)?;
        if !draft.is_empty() {
            self.write(vec![draft.edit(record, &view.heads, salt()?)?])?;
        }
        if !blocked {
            self.put_in_force(&pending)?;
        }
        self.describe(Some(record), &pending)
    }

    /// A motion as a file, to be carried to members whose nodes do not meet ours.
    pub(super) fn motion_file(&self, id: &str) -> Result<Value, Failure> {
        let record = self.resolve_record(id)?;
        let pending = Pending::of_record(&self.viewed(record)?)
            .map_err(|error| Failure::invalid(format!("this is nothing to sign: {error}")))?;
        let mut answer = self.describe(Some(record), &pending)?;
        answer["file"] = to_json(&pending.to_file());
        Ok(answer)
    }

    /// Adds our signature to a pending entry from a file; gives the file back as it is then.
    pub(super) fn sign_file(&self, file: &Value, key: Option<&str>) -> Result<Value, Failure> {
        let damaged = |reason: String| {
            Failure::invalid(format!("this file holds nothing to sign: {reason}"))
                .hint("it should come from `commons members sign ID --to FILE`")
        };
        let file: PendingFile =
            serde_json::from_value(file.clone()).map_err(|error| damaged(error.to_string()))?;
        let mut pending = Pending::of_file(file).map_err(|error| damaged(error.to_string()))?;
        if Some(pending.agent()) != self.agent() {
            return Err(Failure::invalid(format!(
                "this is for agent {}, and this node signs for another",
                pending.agent().short()
            )));
        }
        let log = self.store.key_log(pending.agent())?;
        if pending.stage(&log) == Stage::Overtaken {
            return Err(Failure::invalid(
                "the members changed since this was proposed, so it can no longer come into force",
            ));
        }
        let motion =
            self.motions(pending.agent())?.into_iter().find(|(_, motion)| motion.id() == pending.id());
        if let Some((_, motion)) = &motion {
            pending.merge(motion.clone());
        }
        self.sign_here(&mut pending, &log, key)?;
        let blocked = match &motion {
            Some((record, _)) => self.is_blocked(*record, &pending, &log)?,
            None => false,
        };
        if !blocked {
            self.put_in_force(&pending)?;
        }
        let mut answer = self.describe(motion.map(|(record, _)| record), &pending)?;
        answer["file"] = to_json(&pending.to_file());
        Ok(answer)
    }

    /// Whether members decide this by consent, and somebody objects.
    pub(super) fn is_blocked(
        &self,
        record: RecordId,
        pending: &Pending,
        log: &KeyLog,
    ) -> Result<bool, Failure> {
        let act = match pending.body() {
            EntryBody::Tombstone(_) => Act::Erase,
            _ if pending.cards_of().is_some() => return Ok(false),
            _ => Act::ChangeRules,
        };
        let by_consent = members_of(log)?.policy().agreement(act) == Agreement::Consent;
        Ok(by_consent && !self.store.objections(record, record.first_change())?.is_empty())
    }

    /// What a pending entry does, and how far it has come.
    pub(super) fn describe(&self, record: Option<RecordId>, pending: &Pending) -> Result<Value, Failure> {
        let log = self.store.key_log(pending.agent())?;
        let (signed, needed) = pending.signed(&log);
        let mut shown = json!({
            "motion": record,
            "entry": pending.id(),
            "in_force": pending.stage(&log) == Stage::Done,
            "overtaken": pending.stage(&log) == Stage::Overtaken,
            "signatures": signed.len(),
            "needed": needed,
            "signed_by": pending.signed_by(&log),
        });
        match pending.body() {
            EntryBody::Rotation(rotation) => {
                let before = match log.keys_at(rotation.previous) {
                    EntryLookup::Keys(keys) => Some(keys),
                    _ => None,
                };
                let was = |key: &PublicKey| before.is_some_and(|before| before.contains(key));
                let removed: BTreeSet<PublicKey> = before
                    .into_iter()
                    .flat_map(KeySet::keys)
                    .filter(|key| !rotation.keys.contains(key))
                    .copied()
                    .collect();
                shown["what"] = "members".into();
                shown["adds"] =
                    rotation.keys.keys().filter(|key| !was(key)).map(ToString::to_string).collect();
                shown["removes"] = to_json(&removed);
                shown["threshold"] = rotation.keys.threshold().into();
                shown["keeps"] = pending.keeps.len().into();
                if shown["in_force"] == false && !removed.is_empty() {
                    let held = self.changes_by(&log, &removed, None)?;
                    shown["leaves_out"] = held.difference(&pending.keeps).count().into();
                }
            }
            EntryBody::Tombstone(tombstone) => {
                shown["what"] = "erase".into();
                shown["erases"] = erased_json(&tombstone.target);
            }
            EntryBody::Settlement(settlement) => {
                shown["what"] = "settle".into();
                shown["branch"] = to_json(&settlement.previous);
            }
            EntryBody::Genesis(_) | EntryBody::Unread => {}
        }
        if let Some(record) = record {
            let view = self.viewed(record)?;
            if let Some(FieldValue::Prose(texts)) = view.fields.get("reason") {
                shown["reason"] = to_json(&texts.values().next());
            }
            shown["objections"] = self
                .store
                .objections(record, record.first_change())?
                .into_iter()
                .map(|objection| json!({ "by": objection.by, "reason": objection.reason }))
                .collect();
        }
        Ok(shown)
    }

    /// Refuses to go on where another member objects, unless that is known.
    pub(in crate::service) fn heed_objections(
        &self,
        record: RecordId,
        proposal: ChangeId,
        by: &PublicKey,
        despite: bool,
    ) -> Result<(), Failure> {
        let objections = self.store.objections(record, proposal)?;
        // Whoever takes an objection back by approving has read it.
        let of_others = objections.iter().filter(|objection| objection.by != *by);
        let reasons: Vec<String> = of_others.map(|objection| format!("{:?}", objection.reason)).collect();
        if reasons.is_empty() || despite {
            return Ok(());
        }
        Err(Failure::invalid(format!("before you agree: somebody objects, {}", reasons.join(", and ")))
            .hint("talk first; to agree all the same, add --despite-objections"))
    }
}

/// Why nothing about members can change while they contradict each other: it would be one more branch.
pub(super) fn disagree() -> Failure {
    Failure::invalid("your members disagree about who may sign: nothing about that can change until it is settled")
        .hint("`commons members list` names both sides, and `commons members recover --branch ID` settles it with a recovery card")
}
