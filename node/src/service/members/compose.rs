//! What a change of members makes: the key set that is to be, and the lists that the entry commits to.

use std::collections::{BTreeMap, BTreeSet};

use commons_identity::{
    Act, AgentId, Agreement, Authority, Commitment, EntryBody, KeyLog, KeySet, KeySetError, ListedId, Member,
    Policy, PublicKey, Rotation,
};
use commons_registry::{ChangeId, Draft, FieldValue, Kind, RecordId, RecordView, Value as RecordValue};
use commons_store::Found;
use serde_json::{Value, json};

use super::super::{Service, salt, to_json};
use super::pending::{Pending, PendingFile, Stage};
use super::{erased_json, members_of, require_organisation};
use crate::failure::Failure;

/// The names that an agent gives its members, by their keys.
#[derive(Debug, Default)]
pub(in crate::service) struct MemberNames(BTreeMap<String, String>);

impl MemberNames {
    pub(super) fn of(view: Option<&RecordView>) -> Self {
        let named = view.into_iter().flat_map(|view| view.keyed("member_names"));
        Self(
            named
                .filter_map(|(key, name)| match name {
                    RecordValue::Text(name) => Some((key.to_owned(), name.clone())),
                    _ => None,
                })
                .collect(),
        )
    }

    pub(in crate::service) fn get(&self, key: &PublicKey) -> Option<&str> {
        self.0.get(&super::super::to_hex(key.as_bytes())).map(String::as_str)
    }
}

/// The word for an act on the command line and in answers.
pub(in crate::service) fn act_name(act: Act) -> &'static str {
    match act {
        Act::ChangeLicence => "licence",
        Act::HandOver => "hand-over",
        Act::ChangeRules => "rules",
        Act::Erase => "erase",
    }
}

fn act_of(name: &str) -> Result<Act, Failure> {
    Act::ALL
        .into_iter()
        .find(|act| act_name(*act) == name)
        .ok_or_else(|| Failure::usage(format!("expected licence, hand-over, rules or erase, found {name:?}")))
}

pub(super) fn unfit(error: &KeySetError) -> Failure {
    Failure::usage(error.to_string())
}

/// A threshold that was the least possible stays the least possible.
fn threshold_for(set: &KeySet, members: usize, wished: Option<usize>) -> usize {
    let least = KeySet::least_threshold(members);
    let was_least = set.threshold() == KeySet::least_threshold(set.members().len());
    wished.unwrap_or(if was_least { least } else { set.threshold().clamp(least, members) })
}

impl Service {
    pub(super) fn add_member(
        &self,
        code: &str,
        name: Option<&str>,
        threshold: Option<usize>,
    ) -> Result<Value, Failure> {
        let agent = self.keys().open()?.agent();
        let log = self.store.key_log(agent)?;
        require_organisation(&log)?;
        let newcomer = super::joining::read_code(code, agent)?;
        let set = members_of(&log)?;
        if set.contains(&newcomer.key) {
            return Err(Failure::invalid("this member's key is there already"));
        }
        let members: Vec<Member> = set.members().iter().copied().chain([newcomer]).collect();
        let threshold = threshold_for(set, members.len(), threshold);
        let keys = KeySet::new(members, threshold, set.cards().clone(), set.policy().clone())
            .map_err(|error| unfit(&error))?;
        let answer = self.propose_keys(&log, keys, Keeping::Nothing, None)?;
        if let Some(name) = name {
            self.name_member(agent, &newcomer.key, name)?;
        }
        Ok(answer)
    }

    pub(super) fn rename_member(&self, member: &str, name: &str) -> Result<Value, Failure> {
        let agent = self.keys().open()?.agent();
        let log = self.store.key_log(agent)?;
        let key = self.find_member(agent, members_of(&log)?, member)?;
        self.name_member(agent, &key, name)?;
        Ok(json!({ "agent": agent, "key": key, "name": name }))
    }

    /// Writes down in the agent's own record what a member is to be called.
    fn name_member(&self, agent: AgentId, key: &PublicKey, name: &str) -> Result<(), Failure> {
        let Some(record) = self.agent_record(agent)? else { return Ok(()) };
        let view = self.viewed(record)?;
        let mut draft = Draft::new(Kind::Agent);
        draft.set_keyed("member_names", &super::super::to_hex(key.as_bytes()), name)?;
        self.write(vec![draft.edit(record, &view.heads, salt()?)?]).map(|_| ())
    }

    pub(super) fn remove_member(
        &self,
        key: &str,
        threshold: Option<usize>,
        without: &[String],
        since: Option<&str>,
        reason: Option<&str>,
    ) -> Result<Value, Failure> {
        let agent = self.keys().open()?.agent();
        let log = self.store.key_log(agent)?;
        require_organisation(&log)?;
        let set = members_of(&log)?;
        let leaver = self.find_member(agent, set, key)?;
        let members: Vec<Member> =
            set.members().iter().filter(|member| member.key != leaver).copied().collect();
        let threshold = threshold_for(set, members.len(), threshold);
        let keys = KeySet::new(members, threshold, set.cards().clone(), set.policy().clone())
            .map_err(|error| unfit(&error))?;
        let mut left_out = BTreeSet::new();
        for text in without {
            match self.resolve(text)? {
                Found::Change(change) => drop(left_out.insert(*change.as_bytes())),
                _ => {
                    let record = self.resolve_record(text)?;
                    left_out
                        .extend(self.store.changes_of(record)?.iter().map(|change| *change.id().as_bytes()));
                }
            }
        }
        let since = since.map(|text| self.arrival_of(agent, text)).transpose()?;
        self.propose_keys(&log, keys, Keeping::AllBut { left_out, since }, reason)
    }

    /// The place in this node's journal where a change of ours came.
    fn arrival_of(&self, agent: AgentId, text: &str) -> Result<u64, Failure> {
        let change = match self.resolve(text)? {
            Found::Change(change) => change,
            _ => self.resolve_record(text)?.first_change(),
        };
        let key = commons_registry::ItemKey::of_change(agent, change);
        self.store.trie().get(&key).ok_or_else(|| {
            Failure::invalid(format!("{} is not a change of your own records", change.short()))
        })
    }

    /// Takes up this node's next key in place of the one it signs with, and commits to a fresh one.
    pub(super) fn rotate(&self) -> Result<Value, Failure> {
        let agent = self.keys().open()?.agent();
        let log = self.store.key_log(agent)?;
        let set = members_of(&log)?;
        let (own, next) = {
            let keys = self.keys();
            let keyring = keys.open()?;
            let own = super::signing_key(keyring, &log)?.public();
            let next = keyring
                .next_signers(set)
                .map(commons_identity::SigningKey::public)
                .find(|next| set.committed(next).is_some_and(|member| member.key == own))
                .ok_or_else(|| {
                    Failure::config("this node does not hold the key that takes over from the present one")
                        .hint("restore it from `commons key export`, or use a recovery card")
                })?;
            (own, next)
        };
        let fresh =
            self.keys().change(&self.data, |keyring| keyring.prepare_next().map_err(Failure::internal))?;
        let members = set
            .members()
            .iter()
            .map(|member| if member.key == own { Member { key: next, next: fresh } } else { *member });
        let keys = KeySet::new(members.collect(), set.threshold(), set.cards().clone(), set.policy().clone())
            .map_err(|error| unfit(&error))?;
        let all = Keeping::AllBut { left_out: BTreeSet::new(), since: None };
        self.propose_keys(&log, keys, all, None)
    }

    pub(super) fn change_rules(
        &self,
        threshold: Option<usize>,
        consent: &[String],
        majority: &[String],
    ) -> Result<Value, Failure> {
        let agent = self.keys().open()?.agent();
        let log = self.store.key_log(agent)?;
        require_organisation(&log)?;
        let set = members_of(&log)?;
        let mut acts: BTreeSet<Act> =
            Act::ALL.into_iter().filter(|act| set.policy().agreement(*act) == Agreement::Consent).collect();
        for name in consent {
            acts.insert(act_of(name)?);
        }
        for name in majority {
            acts.remove(&act_of(name)?);
        }
        let policy = Policy::with_consent_for(&acts.into_iter().collect::<Vec<_>>());
        let threshold = threshold.unwrap_or(set.threshold());
        let keys = KeySet::new(set.members().to_vec(), threshold, set.cards().clone(), policy)
            .map_err(|error| unfit(&error))?;
        if keys == *set {
            return Err(Failure::usage("these are the rules already"));
        }
        self.propose_keys(&log, keys, Keeping::Nothing, None)
    }

    /// Proposes a new key set by the members' right.
    pub(super) fn propose_keys(
        &self,
        log: &KeyLog,
        keys: KeySet,
        keeping: Keeping,
        reason: Option<&str>,
    ) -> Result<Value, Failure> {
        let pending = self.rotation_to(log, keys, Authority::Members, keeping)?;
        self.propose(pending, reason)
    }

    /// A rotation from the current entry, with the lists that it takes.
    pub(super) fn rotation_to(
        &self,
        log: &KeyLog,
        keys: KeySet,
        authority: Authority,
        keeping: Keeping,
    ) -> Result<Pending, Failure> {
        let set = members_of(log)?;
        let removed: BTreeSet<PublicKey> = set.keys().filter(|key| !keys.contains(key)).copied().collect();
        let keeps = match keeping {
            Keeping::AllBut { left_out, since } if !removed.is_empty() => {
                self.changes_by(log, &removed, since)?.difference(&left_out).copied().collect()
            }
            _ => BTreeSet::new(),
        };
        let acts = self.store.approved_under(log.agent(), log.current())?;
        let acts = acts.into_iter().map(|change| *change.as_bytes()).collect();
        let (none, previous) = (Commitment::default(), log.current());
        let rotation = Rotation { previous, authority, keys, keeps: none.clone(), acts: none };
        Pending::rotation(log.agent(), rotation, keeps, acts)
    }

    /// The counting changes by some keys that came to this node before a place in its journal.
    pub(super) fn changes_by(
        &self,
        log: &KeyLog,
        keys: &BTreeSet<PublicKey>,
        before: Option<u64>,
    ) -> Result<BTreeSet<ListedId>, Failure> {
        let trie = self.store.trie();
        let came_before = |change: &ChangeId| {
            let key = commons_registry::ItemKey::of_change(log.agent(), *change);
            before.is_none_or(|place| trie.get(&key).is_some_and(|came| came < place))
        };
        let by_them = self.store.changes_by(log.agent(), keys)?;
        let counting = by_them
            .into_iter()
            .filter(|(change, entry, key)| log.counts(*entry, key, change.as_bytes()) && came_before(change));
        Ok(counting.map(|(change, ..)| *change.as_bytes()).collect())
    }

    /// Signs with the keys that lie here; puts it in force if that is enough, else asks the other members.
    pub(super) fn propose(&self, mut pending: Pending, reason: Option<&str>) -> Result<Value, Failure> {
        self.settle_motions()?;
        let log = self.store.key_log(pending.agent())?;
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

    pub(in crate::service) fn sign_motion(&self, id: &str, key: Option<&str>) -> Result<Value, Failure> {
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
        Ok(by_consent && !self.store.objections_to(record)?.is_empty())
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
                    commons_identity::EntryLookup::Keys(keys) => Some(keys),
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
                .objections_to(record)?
                .into_iter()
                .map(|objection| json!({ "by": objection.by, "reason": objection.reason }))
                .collect();
        }
        Ok(shown)
    }

    /// A member named as people do: by a name that the agent gives, the key, or how either begins or ends.
    pub(in crate::service) fn find_member(
        &self,
        agent: AgentId,
        set: &KeySet,
        text: &str,
    ) -> Result<PublicKey, Failure> {
        let names = self.member_names(agent)?;
        let text = text.trim();
        let fits = |key: &&PublicKey| {
            let shown = key.to_string();
            let part = text.strip_prefix("did:key:").unwrap_or(text);
            names.get(key).is_some_and(|name| name.eq_ignore_ascii_case(text))
                || shown == text
                || (part.len() >= 6 && (shown.ends_with(part) || shown["did:key:".len()..].starts_with(part)))
        };
        let found: Vec<&PublicKey> = set.keys().filter(fits).collect();
        match found.as_slice() {
            [only] => Ok(**only),
            [] => Err(Failure::not_found(format!("no member's name or key fits {text:?}"))
                .hint("`commons members list` shows them")),
            _ => Err(Failure::usage(format!("several members fit {text:?}")).hint("give the whole key")),
        }
    }
}

/// What becomes of the changes of removed keys.
#[derive(Debug)]
pub(super) enum Keeping {
    /// No key is removed.
    Nothing,
    /// All that count and are held here keep counting, but for these, and for what came from some place in the
    /// journal on.
    AllBut { left_out: BTreeSet<ListedId>, since: Option<u64> },
}
