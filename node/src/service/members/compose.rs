//! What a change of members makes: the key set that is to be, and the lists that the entry commits to.

use std::collections::{BTreeMap, BTreeSet};

use commons_identity::{
    Act, AgentId, Agreement, Authority, Commitment, KeyLog, KeySet, KeySetError, Keyring, ListedId, Member,
    Policy, PublicKey, Rotation,
};
use commons_registry::{Draft, Edit, Kind, RecordView, Value as RecordValue};
use commons_store::Found;
use serde_json::{Value, json};

use super::super::{Service, salt};
use super::pending::Pending;
use super::waiting::Motion;
use super::{members_of, require_organisation};
use crate::failure::Failure;

/// The names that an agent gives its members, by their keys. Any one member can write them: wherever a name says who is
/// meant, the key stands beside it.
#[derive(Debug, Default)]
pub(in crate::service) struct MemberNames {
    names: BTreeMap<String, String>,
    /// Keys with several names that were given at the same time.
    unclear: BTreeSet<String>,
}

impl MemberNames {
    pub(super) fn of(view: Option<&RecordView>) -> Self {
        let named = view.into_iter().flat_map(|view| view.keyed("member_names"));
        let names = named.filter_map(|(key, name)| match name {
            RecordValue::Text(name) => Some((key.to_owned(), name.clone())),
            _ => None,
        });
        let conflicts = view.into_iter().flat_map(|view| &view.conflicts);
        let unclear = conflicts
            .filter(|conflict| conflict.field.name == "member_names")
            .filter_map(|conflict| conflict.key.clone());
        Self { names: names.collect(), unclear: unclear.collect() }
    }

    pub(in crate::service) fn get(&self, key: &PublicKey) -> Option<&str> {
        self.names.get(&super::super::to_hex(key.as_bytes())).map(String::as_str)
    }

    /// Who a key belongs to, as answers say it.
    pub(in crate::service) fn person(&self, key: &PublicKey) -> Value {
        json!({ "key": key, "name": self.get(key) })
    }

    /// Whether a key is meant by a name.
    fn means(&self, name: &str, key: &PublicKey) -> bool {
        !self.unclear.contains(&super::super::to_hex(key.as_bytes()))
            && self.get(key).is_some_and(|given| given.eq_ignore_ascii_case(name))
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
pub(super) fn threshold_for(set: &KeySet, members: usize, wished: Option<usize>) -> usize {
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
        to_file: bool,
    ) -> Result<Value, Failure> {
        let log = self.log_to_go_on()?;
        require_organisation(&log)?;
        let newcomer = super::joining::read_code(code, log.agent())?;
        let set = members_of(&log)?;
        if set.contains(&newcomer.key) {
            return Err(Failure::invalid("this member's key is there already"));
        }
        // A name that cannot be is refused before anybody is added.
        let named = name.map(|name| self.naming(log.agent(), &newcomer.key, name)).transpose()?;
        let members: Vec<Member> = set.members().iter().copied().chain([newcomer]).collect();
        let threshold = threshold_for(set, members.len(), threshold);
        let keys = KeySet::new(members, threshold, set.cards().clone(), set.policy().clone())
            .map_err(|error| unfit(&error))?;
        let motion = self.propose_keys(&log, keys, Keeping::Nothing, None, to_file)?;
        if let Some(named) = named {
            self.write(vec![named])?;
        }
        self.answer(&motion, to_file)
    }

    pub(super) fn rename_member(&self, member: &str, name: &str) -> Result<Value, Failure> {
        let agent = self.keys().open()?.agent();
        let log = self.store.key_log(agent)?;
        let key = self.find_member(agent, members_of(&log)?, member)?;
        self.write(vec![self.naming(agent, &key, name)?])?;
        Ok(json!({ "agent": agent, "key": key, "name": name }))
    }

    /// What writes down in the agent's own record how a member is to be called.
    fn naming(&self, agent: AgentId, key: &PublicKey, name: &str) -> Result<Edit, Failure> {
        let record = self.agent_record(agent)?.ok_or_else(|| {
            Failure::not_found(
                "names of members stand in what you publish about yourselves, which is not here yet",
            )
            .hint("connect this node to another one of the same agent with `commons start --peer ADDRESS`")
        })?;
        let view = self.viewed(record)?;
        let mut draft = Draft::new(Kind::Agent);
        draft.set_keyed("member_names", &super::super::to_hex(key.as_bytes()), name)?;
        Ok(draft.edit(record, &view.heads, salt()?)?)
    }

    pub(super) fn remove_member(
        &self,
        key: &str,
        threshold: Option<usize>,
        without: &[String],
        since: Option<&str>,
        reason: Option<&str>,
        to_file: bool,
    ) -> Result<Value, Failure> {
        let log = self.log_to_go_on()?;
        let agent = log.agent();
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
        let motion = self.propose_keys(&log, keys, Keeping::AllBut { left_out, since }, reason, to_file)?;
        self.answer(&motion, to_file)
    }

    /// The place in this node's journal where a change of ours came.
    fn arrival_of(&self, agent: AgentId, text: &str) -> Result<u64, Failure> {
        let change = match self.resolve(text)? {
            Found::Change(change) => change,
            _ => self.resolve_record(text)?.first_change(),
        };
        let key = commons_registry::ItemKey::of_change(agent, change);
        self.store.label(&key)?.ok_or_else(|| {
            Failure::invalid(format!("{} is not a change of your own records", change.short()))
        })
    }

    /// Takes up this node's next key in place of the one it signs with, and commits to a fresh one.
    pub(super) fn rotate(&self, to_file: bool) -> Result<Value, Failure> {
        let log = self.log_to_go_on()?;
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
        let fresh = self.prepare(&log, Keyring::prepare_next)?;
        let members = set
            .members()
            .iter()
            .map(|member| if member.key == own { Member { key: next, next: fresh } } else { *member });
        let keys = KeySet::new(members.collect(), set.threshold(), set.cards().clone(), set.policy().clone())
            .map_err(|error| unfit(&error))?;
        let all = Keeping::AllBut { left_out: BTreeSet::new(), since: None };
        let motion = self.propose_keys(&log, keys, all, None, to_file)?;
        self.answer(&motion, to_file)
    }

    pub(super) fn change_rules(
        &self,
        threshold: Option<usize>,
        consent: &[String],
        majority: &[String],
        to_file: bool,
    ) -> Result<Value, Failure> {
        let log = self.log_to_go_on()?;
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
        let motion = self.propose_keys(&log, keys, Keeping::Nothing, None, to_file)?;
        self.answer(&motion, to_file)
    }

    /// Proposes a new key set by the members' right.
    pub(super) fn propose_keys(
        &self,
        log: &KeyLog,
        keys: KeySet,
        keeping: Keeping,
        reason: Option<&str>,
        to_file: bool,
    ) -> Result<Motion, Failure> {
        let pending = self.rotation_to(log, keys, Authority::Members, keeping)?;
        self.propose(pending, reason, to_file)
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
        let acts = self.approved_now(log)?;
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
        let mut counting = BTreeSet::new();
        for (change, entry, key) in self.store.changes_by(log.agent(), keys)? {
            let came = || self.store.label(&commons_registry::ItemKey::of_change(log.agent(), change));
            let in_time = match before {
                Some(place) => came()?.is_some_and(|came| came < place),
                None => true,
            };
            if in_time && log.counts(entry, &key, change.as_bytes()) {
                counting.insert(*change.as_bytes());
            }
        }
        Ok(counting)
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
            names.means(text, key)
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
