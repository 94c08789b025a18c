//! Proposing an entry to the other members, signing what they propose, and putting it in force.

use std::collections::BTreeSet;
use std::sync::Arc;

use commons_identity::{
    Act, Agreement, Authority, EntryBody, KeyLog, Keyring, ListedId, PrepareError, PublicKey,
};
use commons_registry::{Objection, RecordId};
use serde_json::Value;

use super::super::{Service, salt, to_json};
use super::members_of;
use super::pending::{Pending, Stage};
use super::shown::{Fate, fates, set_before};
use super::waiting::Motion;
use crate::failure::Failure;
use crate::request::{Sign, Signable};
use crate::secrets::prepare_failure;

/// What keeps an open motion from coming into force, however many sign it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hindrance {
    /// Members decide this by consent, and somebody objects.
    Objection,
    /// Members approved something since it was proposed: it does not list that, and would undo it.
    DecidedSince,
}

impl Hindrance {
    /// The word for it in answers.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Objection => "objection",
            Self::DecidedSince => "decided-since",
        }
    }
}

impl Service {
    /// Our own key log, to be gone on with: all is in force that has the signatures it needs, and nobody contests it.
    pub(super) fn log_to_go_on(&self) -> Result<Arc<KeyLog>, Failure> {
        let agent = self.keys().open()?.agent();
        self.settle_motions()?;
        let log = self.store.key_log(agent)?;
        if log.contest().is_some() {
            return Err(disagree());
        }
        Ok(log)
    }

    /// Makes fresh keys and keeps them. Those are let go that were made for what never came to be.
    pub(super) fn prepare<T>(
        &self,
        log: &KeyLog,
        make: impl FnOnce(&mut Keyring) -> Result<T, PrepareError>,
    ) -> Result<T, Failure> {
        let waiting = self.motions(log, |pending| pending.stage(log) == Stage::Open)?;
        let is_named =
            |key: &PublicKey| log.knows(key) || waiting.iter().any(|motion| motion.pending.names(key));
        self.keys().change(|keyring| {
            keyring.prune(is_named);
            make(keyring).map_err(prepare_failure)
        })
    }

    /// Signs with the key that lies here; puts it in force if that is enough, else asks the other members: by a motion,
    /// or, if it is to go from hand to hand, by a file alone.
    pub(super) fn propose(
        &self,
        mut pending: Pending,
        reason: Option<&str>,
        to_file: bool,
    ) -> Result<Motion, Failure> {
        let log = self.store.key_log(pending.agent())?;
        require_open(&pending, &log)?;
        let by = self.member_here(&log, None)?;
        self.sign_here(&mut pending, &log, &by)?;
        let mut motion = Motion::unwritten(pending);
        if self.settle_motion(&motion)? || to_file {
            return Ok(motion);
        }
        let mut drafts = motion.pending.drafts(reason)?.into_iter();
        let first = drafts.next().ok_or_else(|| Failure::internal("a motion without content"))?;
        let record = *self
            .write(vec![first.begin(salt()?)?])?
            .first()
            .ok_or_else(|| Failure::internal("nothing was written"))?;
        for draft in drafts {
            let heads = self.viewed(record)?.heads;
            self.write(vec![draft.edit(record, &heads, salt()?)?])?;
        }
        motion.records.push(record);
        Ok(motion)
    }

    /// What is answered about a motion, with the motion itself if it is to go from hand to hand.
    pub(super) fn answer(&self, motion: &Motion, to_file: bool) -> Result<Value, Failure> {
        let mut answer = self.describe(motion)?;
        if to_file {
            answer["file"] = to_json(&motion.pending.to_file());
        }
        Ok(answer)
    }

    /// Signs with the next key of a member who speaks here: one member, one signature.
    fn sign_here(&self, pending: &mut Pending, log: &KeyLog, member: &PublicKey) -> Result<(), Failure> {
        let set = members_of(log)?;
        let keys = self.keys();
        let next = keys
            .open()?
            .next_signers(set)
            .find(|next| set.committed(&next.public()).is_some_and(|committed| committed.key == *member));
        let next = next.ok_or_else(|| {
            Failure::config("this node does not hold the key with which this member signs for the key log")
                .hint("restore it from `commons key export`")
        })?;
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

    /// What a motion does, to be read before it is signed.
    pub(in crate::service) fn show_motion(&self, what: &Signable) -> Result<Value, Failure> {
        let agent = self.keys().open()?.agent();
        let log = self.store.key_log(agent)?;
        self.describe(&self.motion_meant(what, &log)?)
    }

    /// Signs what another member proposed, whether it came over the network or in a file.
    pub(in crate::service) fn sign_motion(&self, sign: &Sign) -> Result<Value, Failure> {
        let agent = self.keys().open()?.agent();
        let log = self.store.key_log(agent)?;
        let mut motion = self.motion_meant(&sign.what, &log)?;
        let by = self.member_here(&log, sign.key.as_deref())?;
        let has_signed = motion.pending.signed_by(&log).contains(&by);
        if has_signed && sign.to_file {
            return self.answer(&motion, true);
        }
        require_open(&motion.pending, &log)?;
        if has_signed {
            return Err(Failure::invalid("this member has signed it already: each has one voice")
                .hint("if this node holds another member's key, that member can sign with --key"));
        }
        heed_objections(&self.objections_to(&motion)?, &by, sign.despite_objections)?;
        self.require_signable(&motion, &log, &by, sign.leave_out)?;
        self.sign_here(&mut motion.pending, &log, &by)?;
        if let Some(record) = motion.records.first() {
            let view = self.viewed(*record)?;
            let draft = motion.pending.new_signatures(&view)?;
            if !draft.is_empty() {
                self.write(vec![draft.edit(*record, &view.heads, salt()?)?])?;
            }
        }
        self.settle_motion(&motion)?;
        self.answer(&motion, sign.to_file)
    }

    /// Refuses what a member cannot have meant to sign.
    fn require_signable(
        &self,
        motion: &Motion,
        log: &KeyLog,
        by: &PublicKey,
        leave_out: bool,
    ) -> Result<(), Failure> {
        let pending = &motion.pending;
        if pending.cards_of().is_some() {
            return Err(Failure::invalid("this is signed with recovery cards, not by members"));
        }
        if self.hindrance(motion, log)? == Some(Hindrance::DecidedSince) {
            return Err(Failure::invalid(
                "members decided something since this was proposed, which it would undo",
            )
            .hint("propose it anew: the new one takes in what was decided"));
        }
        self.require_own_keys(pending, log, by)?;
        let left_out = self.left_out(pending, log)?;
        if left_out > 0 && !leave_out {
            return Err(Failure::invalid(format!(
                "{left_out} changes that this node shows now would no longer count, for instance what was published since this was proposed"
            ))
            .hint(format!(
                "propose it anew, so that they go on to count; if they are to be left out: `commons members sign {} --leave-out`",
                pending.id()
            )));
        }
        Ok(())
    }

    /// A member's keys are theirs: nobody signs to what would put others in their place, unless the member has.
    fn require_own_keys(&self, pending: &Pending, log: &KeyLog, by: &PublicKey) -> Result<(), Failure> {
        let EntryBody::Rotation(rotation) = pending.body() else { return Ok(()) };
        let Some(before) = set_before(log, rotation) else { return Ok(()) };
        let signed = pending.signed_by(log);
        for fate in fates(before, &rotation.keys) {
            let (member, key) = match fate {
                Fate::TakesUp { member, key } => (member, key),
                Fate::NextChanged(key) => (key.key, key),
                Fate::Added(_) | Fate::Removed(_) => continue,
            };
            let holds_next = || {
                let keys = self.keys();
                let held = keys.open()?.next_signers(&rotation.keys).any(|next| {
                    rotation.keys.committed(&next.public()).is_some_and(|of| of.next == key.next)
                });
                Ok::<_, Failure>(held)
            };
            if member == *by && !holds_next()? {
                return Err(Failure::invalid(
                    "this would commit you to a next key that is not on this node: somebody else could take your place",
                )
                .hint("if it is your own `commons members rotate`, sign where you made it; else do not sign"));
            }
            if member != *by && !signed.contains(&member) {
                let name = self.member_names(log.agent())?.get(&member).map(str::to_owned);
                return Err(Failure::invalid(format!(
                    "this changes the keys of {}, who has not signed it",
                    name.unwrap_or_else(|| member.to_string())
                ))
                .hint("only a member takes up keys for themselves: ask them, and let them sign first"));
            }
        }
        Ok(())
    }

    /// What keeps a motion from coming into force.
    pub(super) fn hindrance(&self, motion: &Motion, log: &KeyLog) -> Result<Option<Hindrance>, Failure> {
        let act = match motion.pending.body() {
            EntryBody::Tombstone(_) => Act::Erase,
            _ if motion.pending.cards_of().is_some() => return Ok(None),
            _ => Act::ChangeRules,
        };
        let by_consent = log.members().is_some_and(|set| set.policy().agreement(act) == Agreement::Consent);
        if by_consent && !self.objections_to(motion)?.is_empty() {
            return Ok(Some(Hindrance::Objection));
        }
        let is_rotation = matches!(motion.pending.body(), EntryBody::Rotation(rotation)
            if rotation.authority == Authority::Members && rotation.previous == log.current());
        let undoes = is_rotation && !self.approved_now(log)?.is_subset(&motion.pending.acts);
        Ok(undoes.then_some(Hindrance::DecidedSince))
    }

    /// What members approved under the current entry, which the next one has to list for it to stay so.
    pub(super) fn approved_now(&self, log: &KeyLog) -> Result<BTreeSet<ListedId>, Failure> {
        let approved = self.store.approved_under(log.agent(), log.current())?;
        Ok(approved.into_iter().map(|change| *change.as_bytes()).collect())
    }

    /// The record in which a member objects to a motion, or takes an objection back.
    pub(in crate::service) fn record_to_object_to(
        &self,
        motion: &Motion,
        log: &KeyLog,
        by: &PublicKey,
        withdraw: bool,
    ) -> Result<RecordId, Failure> {
        require_open(&motion.pending, log)?;
        for record in motion.records.iter().filter(|_| withdraw) {
            let objections = self.store.objections(*record, record.first_change())?;
            if objections.iter().any(|objection| objection.by == *by) {
                return Ok(*record);
            }
        }
        if withdraw {
            return Err(Failure::invalid("this member does not object to it"));
        }
        motion.records.first().copied().ok_or_else(|| Failure::internal("a motion that is in no record"))
    }

    /// What members object to in a motion.
    pub(super) fn objections_to(&self, motion: &Motion) -> Result<Vec<Objection>, Failure> {
        let mut objections = Vec::new();
        for record in &motion.records {
            objections.extend(self.store.objections(*record, record.first_change())?);
        }
        Ok(objections)
    }
}

/// Refuses what can no longer come into force, or not now.
fn require_open(pending: &Pending, log: &KeyLog) -> Result<(), Failure> {
    match pending.stage(log) {
        Stage::Open => Ok(()),
        Stage::Done => Err(Failure::invalid("this is in force already")),
        Stage::Overtaken => Err(Failure::invalid(
            "the members changed since this was proposed, so it can no longer come into force",
        )
        .hint("propose it anew")),
        Stage::Frozen => Err(disagree()),
    }
}

/// Refuses to go on where another member objects, unless that is known.
pub(in crate::service) fn heed_objections(
    objections: &[Objection],
    by: &PublicKey,
    despite: bool,
) -> Result<(), Failure> {
    // Whoever takes an objection back by approving has read it.
    let of_others = objections.iter().filter(|objection| objection.by != *by);
    let reasons: Vec<String> = of_others.map(|objection| format!("{:?}", objection.reason)).collect();
    if reasons.is_empty() || despite {
        return Ok(());
    }
    Err(Failure::invalid(format!("before you agree: somebody objects, {}", reasons.join(", and ")))
        .hint("talk first; to agree all the same, add --despite-objections"))
}

/// Why nothing about members can change while they contradict each other: it would be one more branch.
pub(super) fn disagree() -> Failure {
    Failure::invalid("your members disagree about who may sign: nothing about that can change until it is settled")
        .hint("`commons members list` names both sides, and `commons members recover --branch ID` settles it with a recovery card")
}
