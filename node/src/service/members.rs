//! Who signs for the agent: members, their keys, and how the key log goes on.
//!
//! | file | what it does |
//! | --- | --- |
//! | `compose.rs` | works out the key set and the lists that a change of members makes |
//! | `motion.rs` | proposes an entry to the other members, signs, puts in force |
//! | `waiting.rs` | what waits for signatures: finds it, lists it, and settles it once it has enough |
//! | `shown.rs` | what an entry changes, for those who are to sign it |
//! | `pending.rs` | an entry that waits for signatures: as a record, as a file, and when it has enough |
//! | `joining.rs` | the code that a new member hands to those who are members already |
//! | `recovery.rs` | recovery cards: new ones, and coming back with them |

mod compose;
mod joining;
mod motion;
mod pending;
mod recovery;
mod shown;
mod waiting;

use std::collections::BTreeSet;

use commons_identity::{
    Act, AgentForm, AgentId, Agreement, Entry, EntryBody, Erased, KeyLog, KeySet, Keyring, PublicKey,
    SigningKey, Tombstone,
};
use commons_registry::RecordId;
use commons_store::Found;
use serde_json::{Value, json};

use super::names::Whom;
use super::{Asker, Service};
use crate::failure::Failure;
use crate::request::MembersRequest;

pub(super) use compose::act_name;
pub(super) use joining::code as member_code;
pub(super) use motion::heed_objections;
use pending::Pending;
pub(super) use waiting::Motion;

/// The key that this node signs with: the first it holds of those that may sign now.
pub(super) fn signing_key<'a>(keyring: &'a Keyring, log: &'a KeyLog) -> Result<&'a SigningKey, Failure> {
    let set = members_of(log)?;
    keyring.signers(set).next().ok_or_else(|| {
        Failure::invalid(format!(
            "none of the keys on this node may sign for agent {} now",
            keyring.agent().short()
        ))
        .hint("`commons members list` shows who may; a member who may can add this node's key with `commons members add`")
    })
}

/// Who may sign now.
pub(super) fn members_of(log: &KeyLog) -> Result<&KeySet, Failure> {
    log.members().ok_or_else(|| {
        Failure::not_found(format!("who may sign for agent {} is not known here yet", log.agent().short()))
            .hint("connect this node to another one of the same agent with `commons start --peer ADDRESS`")
    })
}

impl Service {
    pub(super) fn members(&self, request: MembersRequest) -> Result<Value, Failure> {
        match request {
            MembersRequest::List { agent } => self.list_members(agent.as_deref()),
            MembersRequest::Log { agent } => self.show_log(agent.as_deref()),
            MembersRequest::Invite { peers } => self.invite_member(&peers),
            MembersRequest::Join { agent, passphrase } => self.ask_to_join(agent, passphrase),
            MembersRequest::Name { member, name } => self.rename_member(&member, &name),
            MembersRequest::Add { code, name, threshold, to_file } => {
                self.add_member(&code, name.as_deref(), threshold, to_file)
            }
            MembersRequest::Remove { key, threshold, without, since, reason, to_file } => {
                self.remove_member(&key, threshold, &without, since.as_deref(), reason.as_deref(), to_file)
            }
            MembersRequest::Rotate { to_file } => self.rotate(to_file),
            MembersRequest::Rules { threshold, consent, majority, to_file } => {
                self.change_rules(threshold, &consent, &majority, to_file)
            }
            MembersRequest::Sign(sign) => self.sign_motion(&sign),
            MembersRequest::ShowMotion { what } => self.show_motion(&what),
            MembersRequest::NewCards { cards, threshold, to_file } => {
                self.new_cards(cards, threshold, to_file)
            }
            MembersRequest::Recover(recover) => self.recover(recover),
            MembersRequest::Erase { id, agent, meant } => self.erase(id.as_deref(), agent, meant),
        }
    }

    /// The agent asked about, or the node's own.
    pub(super) fn whose(&self, agent: Option<&str>) -> Result<AgentId, Failure> {
        let Some(text) = agent else {
            return self.agent().map_or_else(|| self.keys().open().map(Keyring::agent), Ok);
        };
        self.resolve_agent(Asker::Owner, text, Whom::Here)
    }

    fn list_members(&self, agent: Option<&str>) -> Result<Value, Failure> {
        let agent = self.whose(agent)?;
        let ours = self.agent() == Some(agent);
        if ours {
            self.settle_motions()?;
        }
        let log = self.store.key_log(agent)?;
        let set = members_of(&log)?;
        let names = self.member_names(agent)?;
        let here = self.keys_here(set);
        let members: Vec<Value> = set
            .keys()
            .map(|key| json!({ "key": key, "name": names.get(key), "here": here.contains(key) }))
            .collect();
        let by_consent: Vec<&str> = Act::ALL
            .into_iter()
            .filter(|act| set.policy().agreement(*act) == Agreement::Consent)
            .map(act_name)
            .collect();
        Ok(json!({
            "agent": agent,
            "agent_name": self.agent_name(agent)?,
            "form": log.form(),
            "members": members,
            "threshold": set.threshold(),
            "threshold_with_another": compose::threshold_for(set, members.len() + 1, None),
            "by_consent": by_consent,
            "recovery_cards": set.cards().digests().len(),
            "recovery_threshold": set.cards().threshold(),
            "contested": contest_json(&log),
            "incomplete": !log.is_whole(),
            "waiting": self.list_motions(&log)?,
        }))
    }

    fn keys_here(&self, set: &KeySet) -> BTreeSet<PublicKey> {
        let keys = self.keys();
        keys.open().map(|keyring| keyring.signers(set).map(SigningKey::public).collect()).unwrap_or_default()
    }

    /// What the agent calls its members, by their keys.
    pub(super) fn member_names(&self, agent: AgentId) -> Result<compose::MemberNames, Failure> {
        let Some(record) = self.agent_record(agent)? else { return Ok(compose::MemberNames::default()) };
        Ok(compose::MemberNames::of(self.store.view(record)?.as_ref()))
    }

    fn show_log(&self, agent: Option<&str>) -> Result<Value, Failure> {
        let agent = self.whose(agent)?;
        let log = self.store.key_log(agent)?;
        let mut ordered: Vec<(usize, &Entry)> = log
            .entries()
            .map(|entry| (log.way_to_genesis(entry.previous().unwrap_or(entry.id())).count(), entry))
            .collect();
        ordered.sort_by_key(|(depth, entry)| (entry.previous().is_some(), *depth, entry.id()));
        let entries: Vec<Value> = ordered.into_iter().map(|(_, entry)| entry_json(&log, entry)).collect();
        Ok(json!({
            "agent": agent,
            "agent_name": self.agent_name(agent)?,
            "current": log.current(),
            "contested": contest_json(&log),
            "entries": entries,
        }))
    }

    /// A tombstone for a record of ours, or for all that the agent has written. It is said first what that does:
    /// nothing is written unless it is meant.
    fn erase(&self, id: Option<&str>, agent: Option<String>, meant: bool) -> Result<Value, Failure> {
        let own = self.keys().open()?.agent();
        let (target, title) = match (id, agent) {
            (Some(id), None) => self.record_to_erase(id, own, meant)?,
            (None, Some(agent)) if agent == own.to_string() => (Erased::Agent, self.agent_name(own)?),
            _ => {
                return Err(Failure::usage(
                    "expected the id of a record, or the whole id of your own agent with --everything",
                ));
            }
        };
        if !meant {
            return Ok(json!({ "erases": erased_json(&target), "title": title }));
        }
        self.settle_motions()?;
        let log = self.store.key_log(own)?;
        let tombstone = Tombstone { previous: log.current(), target };
        let motion = self.propose(Pending::tombstone(own, tombstone), None, false)?;
        self.answer(&motion, false)
    }

    /// A record by its own id. No other id stands for it here: an edit does not mean the record that it edits, nor an
    /// agent the record of itself.
    fn record_to_erase(
        &self,
        id: &str,
        own: AgentId,
        meant: bool,
    ) -> Result<(Erased, Option<String>), Failure> {
        let Found::Record(record) = self.resolve(id)? else {
            return Err(Failure::usage("expected the id of a record: only a whole record can be erased")
                .hint("`commons list` shows the ids of records"));
        };
        if meant && id.trim().to_lowercase() != record.to_string() {
            return Err(Failure::usage("to erase without being asked, give the whole id of the record")
                .hint("without --yes it is shown first, and the first digits will do"));
        }
        // Who has hidden it may come to want it gone for good.
        let view = self.viewed_even_hidden(record)?;
        if view.agent != own {
            return Err(Failure::invalid(format!(
                "record {} is kept by agent {}: only those who wrote it can erase it",
                record.short(),
                view.agent.short()
            ))
            .hint("ask them; on this node you can leave it out with `commons withhold ID`"));
        }
        Ok((Erased::Record(*record.as_bytes()), view.title().map(str::to_owned)))
    }
}

pub(super) fn contest_json(log: &KeyLog) -> Value {
    log.contest().map_or(Value::Null, |contest| json!({ "at": contest.at, "branches": contest.branches }))
}

fn entry_json(log: &KeyLog, entry: &Entry) -> Value {
    let holds = log.chain().contains(&entry.id());
    let stage = match entry.previous() {
        None if *entry.body() == EntryBody::Unread => "unread",
        None => "holds",
        Some(previous) if log.is_void(&entry.id()) || log.is_void(&previous) => "void",
        Some(_) if holds => "holds",
        Some(_) if matches!(entry.body(), EntryBody::Tombstone(_) | EntryBody::Settlement(_)) => "holds",
        Some(_) => "contested",
    };
    let mut shown = json!({
        "id": entry.id(),
        "previous": entry.previous(),
        "stage": stage,
        "current": entry.id() == log.current(),
    });
    match entry.body() {
        EntryBody::Genesis(genesis) => {
            shown["what"] = "founding".into();
            shown["members"] = genesis.keys.keys().map(ToString::to_string).collect();
            shown["threshold"] = genesis.keys.threshold().into();
        }
        EntryBody::Rotation(rotation) => {
            let by_cards = rotation.authority == commons_identity::Authority::Cards;
            shown["what"] = if by_cards { "recovery" } else { "rotation" }.into();
            shown["members"] = rotation.keys.keys().map(ToString::to_string).collect();
            shown["threshold"] = rotation.keys.threshold().into();
            shown["keeps"] = rotation.keeps.count().into();
        }
        EntryBody::Tombstone(tombstone) => {
            shown["what"] = "erasure".into();
            shown["erases"] = erased_json(&tombstone.target);
        }
        EntryBody::Settlement(settlement) => {
            shown["what"] = "settlement".into();
            shown["of"] = settlement.of.to_string().into();
        }
        EntryBody::Unread => shown["what"] = "of a later version".into(),
    }
    shown
}

fn erased_json(erased: &Erased) -> Value {
    match erased {
        Erased::Agent => "everything".into(),
        Erased::Record(id) => RecordId::from_bytes(*id).to_string().into(),
    }
}

/// A person decides alone; an organisation has members.
pub(super) fn require_organisation(log: &KeyLog) -> Result<(), Failure> {
    if log.form() == Some(AgentForm::Person) {
        return Err(Failure::invalid("a person has one key: nobody can be added or removed").hint(
            "`commons members rotate` takes a new one; a second machine joins with `commons init --join`",
        ));
    }
    Ok(())
}
