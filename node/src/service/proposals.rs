//! What members decide together: licences, stewardship, and what waits in the key log.

use commons_identity::{AgentId, KeyLog, Keyring, PublicKey, SigningKey};
use commons_registry::{
    Author, Change, ChangeId, Draft, Edit, Kind, Operation, Proposal, RecordId, RecordView, Target,
    Value as Held,
};
use commons_store::{Found, OwnRecord};
use serde_json::{Value, json};

use super::members::{self, Motion, members_of};
use super::{Service, salt, to_json};
use crate::failure::Failure;
use crate::request::{Sign, Signable};

/// What somebody wants to say something about.
enum Matter {
    /// A change of a protected field.
    Proposal { view: RecordView, change: ChangeId },
    /// A key-log entry.
    Motion(Motion),
}

impl Service {
    /// What waits for the members of an agent: of protected fields, and motions.
    pub(super) fn proposals(&self, agent: Option<&str>) -> Result<Value, Failure> {
        let agent = self.whose(agent)?;
        let ours = self.agent() == Some(agent);
        if ours {
            self.settle_motions()?;
        }
        let mut items = Vec::new();
        for kind in [Kind::Resource, Kind::Licence, Kind::Agreement] {
            for record in self.store.records_with_edits(agent, kind)? {
                // Nothing is shown of a record that is hidden, nor of one of which no change counts: a key that was removed
                // may have begun it.
                let Some(view) = self.view(record)? else { continue };
                for proposal in &view.proposals {
                    items.push(self.proposal_json(&view, proposal)?);
                }
            }
        }
        let motions = self.list_motions(&*self.store.key_log(agent)?)?;
        Ok(
            json!({ "agent": agent, "agent_name": self.agent_name(agent)?, "items": items, "motions": motions }),
        )
    }

    /// How much waits for the members of an agent that keeps these records.
    pub(super) fn count_proposals(&self, agent: AgentId, records: &[OwnRecord]) -> Result<usize, Failure> {
        let mut count = 0;
        for record in records.iter().filter(|record| record.changes > 1) {
            if matches!(record.kind, Kind::Resource | Kind::Licence | Kind::Agreement) {
                count += self.view(record.id)?.map_or(0, |view| view.proposals.len());
            }
        }
        if records.iter().any(|record| record.kind == Kind::Motion) {
            count += self.list_motions(&*self.store.key_log(agent)?)?.len();
        }
        Ok(count)
    }

    fn proposal_json(&self, view: &RecordView, proposal: &Proposal) -> Result<Value, Failure> {
        let names = self.member_names(view.agent)?;
        let person = |key: &PublicKey| names.person(key);
        let shown = view.to_json();
        let of_view = shown["proposals"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|shown| shown["change"] == to_json(&proposal.change));
        let mut item = of_view.cloned().unwrap_or_else(|| json!({}));
        item["record"] = to_json(&view.id);
        item["title"] = to_json(&view.title());
        if view.kind == Kind::Agreement {
            self.put_terms(&mut item, view)?;
        }
        item["act"] = proposal.field.act().map(members::act_name).into();
        item["now"] = shown["fields"][proposal.field.name].clone();
        let texts = [item["now"].as_str().unwrap_or_default(), item["value"].as_str().unwrap_or_default()];
        let texts = texts.map(str::to_owned);
        if proposal.field.name == "licence" {
            self.put_own_terms(&mut item, None, texts.iter().map(String::as_str))?;
        }
        item["approved_by"] = proposal.approvals.iter().map(person).collect();
        item["waiting_for"] = proposal.unheard.iter().map(person).collect();
        let objections = proposal.objections.iter();
        item["objections"] = objections
            .map(|objection| {
                json!({ "change": objection.change, "by": person(&objection.by), "reason": objection.reason })
            })
            .collect();
        Ok(item)
    }

    /// Says to what members agree: whoever accepts an agreement has signed an answer to it, and the terms stand in what it answers.
    fn put_terms(&self, item: &mut Value, half: &RecordView) -> Result<(), Failure> {
        let answered = match half.one("answers") {
            Some(Held::Id(id)) => self.view(RecordId::from_bytes(*id))?,
            _ => None,
        };
        let terms = answered.as_ref().unwrap_or(half);
        let grants = terms.text("grants").map(commons_licences::read_permissions).and_then(Result::ok);
        item["terms"] = to_json(&terms.id);
        item["title"] = to_json(&terms.title());
        item["grants"] = grants.into_iter().flatten().map(|grant| grant.in_words()).collect();
        item["in_return"] = to_json(&terms.text("in_return"));
        Ok(())
    }

    /// Finds what an id stands for: the change that proposes, a record with one open proposal, or an entry that waits.
    fn matter(&self, id: &str) -> Result<Matter, Failure> {
        let own = self.keys().open()?.agent();
        if let Some(motion) = self.motion_of_entry(id, &*self.store.key_log(own)?)? {
            return Ok(Matter::Motion(motion));
        }
        let nothing = |what: &str| {
            Failure::invalid(what).hint("`commons proposals` lists what waits for members, with the ids")
        };
        let found = self.resolve(id)?;
        if let Found::Agent(_) = found {
            return Err(nothing("this is an agent, which proposes nothing by itself"));
        }
        let view = self.viewed(self.resolve_record(id)?)?;
        if view.agent != own {
            return Err(Failure::invalid(format!(
                "record {} is kept by agent {}: only its members decide",
                view.id.short(),
                view.agent.short()
            )));
        }
        if view.kind == Kind::Motion {
            return Err(self.not_by_its_record(view.id));
        }
        let open: Vec<ChangeId> = view.proposals.iter().map(|proposal| proposal.change).collect();
        // Whoever names a change has read what it proposes, and means nothing else.
        let change = match (found, open.as_slice()) {
            (Found::Change(change), open) if open.contains(&change) => change,
            (Found::Change(change), _) => {
                return Err(nothing(&format!(
                    "change {} waits for nobody: it was decided, or overtaken, or proposes nothing",
                    change.short()
                )));
            }
            (_, [only]) => *only,
            (_, []) => return Err(nothing("nothing is proposed here that waits for members")),
            (_, several) => {
                let ids: Vec<String> = several.iter().map(ChangeId::short).collect();
                return Err(Failure::usage(format!("several proposals wait here: {}", ids.join(", ")))
                    .hint("give the id of one"));
            }
        };
        Ok(Matter::Proposal { view, change })
    }

    pub(super) fn approve(
        &self,
        id: &str,
        key: Option<&str>,
        despite_objections: bool,
    ) -> Result<Value, Failure> {
        let (view, change) = match self.matter(id)? {
            Matter::Proposal { view, change } => (view, change),
            Matter::Motion(_) => {
                let what = Signable::Entry(id.to_owned());
                let key = key.map(str::to_owned);
                return self.sign_motion(&Sign {
                    what,
                    key,
                    despite_objections,
                    leave_out: false,
                    to_file: false,
                });
            }
        };
        let log = self.store.key_log(view.agent)?;
        let by = self.member_here(&log, key)?;
        let before = view.proposals.iter().find(|proposal| proposal.change == change);
        let before = before.ok_or_else(|| Failure::internal("the proposal is not there any more"))?;
        members::heed_objections(&before.objections, &by, despite_objections)?;
        if before.approvals.contains(&by) {
            return Err(Failure::invalid("this member has approved it already: each has one voice")
                .hint("if this node holds another member's key, that member can approve with --key"));
        }
        // What was approved is said as it was read, before it came into force.
        let mut answer =
            json!({ "id": view.id, "change": change, "approved": self.proposal_json(&view, before)? });
        self.say(&view, &log, &by, vec![Operation::Approve { proposal: change, entry: log.current() }])?;
        self.add_what_is_open(&view, change, &mut answer)?;
        answer["in_force"] = answer["proposal"].is_null().into();
        Ok(answer)
    }

    pub(super) fn object(&self, id: &str, reason: Option<&str>, withdraw: bool) -> Result<Value, Failure> {
        let matter = self.matter(id)?;
        let log = self.store.key_log(self.keys().open()?.agent())?;
        let by = self.member_here(&log, None)?;
        let entry = log.current();
        let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
        if reason.is_none() && !withdraw {
            return Err(Failure::usage("an objection needs a reason").hint("say why with --reason TEXT"));
        }
        let said = |proposal| match (withdraw, reason) {
            (false, Some(reason)) => Operation::Object { proposal, entry, reason: reason.to_owned() },
            _ => Operation::Withdraw { proposal, entry },
        };
        let (view, change) = match matter {
            Matter::Proposal { view, change } => (view, change),
            Matter::Motion(motion) => {
                let record = self.record_to_object_to(&motion, &log, &by, withdraw)?;
                (self.viewed(record)?, record.first_change())
            }
        };
        let said = said(change);
        said.check(view.kind).map_err(|error| Failure::invalid(error.to_string()))?;
        self.say(&view, &log, &by, vec![said])?;
        let mut answer = json!({ "id": view.id, "change": change, "withdrawn": withdraw });
        if view.kind == Kind::Motion {
            answer["motion"] = self.show_motion(&Signable::Entry(id.to_owned()))?;
        } else {
            self.add_what_is_open(&view, change, &mut answer)?;
        }
        Ok(answer)
    }

    /// Adds to an answer how far a proposal has come, if it still waits.
    fn add_what_is_open(
        &self,
        view: &RecordView,
        change: ChangeId,
        answer: &mut Value,
    ) -> Result<(), Failure> {
        let view = self.viewed(view.id)?;
        if let Some(proposal) = view.proposals.iter().find(|proposal| proposal.change == change) {
            answer["proposal"] = self.proposal_json(&view, proposal)?;
        }
        Ok(())
    }

    /// The member who speaks on this node: the one named, if the key is here, else the node's own.
    pub(super) fn member_here(&self, log: &KeyLog, named: Option<&str>) -> Result<PublicKey, Failure> {
        let keys = self.keys();
        let keyring: &Keyring = keys.open()?;
        let Some(named) = named else { return Ok(members::signing_key(keyring, log)?.public()) };
        let set = members_of(log)?;
        let here: Vec<PublicKey> = keyring.signers(set).map(SigningKey::public).collect();
        drop(keys);
        let key = self.find_member(log.agent(), set, named)?;
        if here.contains(&key) {
            return Ok(key);
        }
        Err(Failure::invalid(format!("the key of {named} is not on this node"))
            .hint("each member speaks on a node that holds their key"))
    }

    /// Writes a change that builds on a record's heads, signed by one member.
    fn say(
        &self,
        view: &RecordView,
        log: &KeyLog,
        by: &PublicKey,
        operations: Vec<Operation>,
    ) -> Result<(), Failure> {
        self.say_on(view.id, view.heads.clone(), log, by, operations)
    }

    fn say_on(
        &self,
        record: RecordId,
        mut dependencies: Vec<ChangeId>,
        log: &KeyLog,
        by: &PublicKey,
        operations: Vec<Operation>,
    ) -> Result<(), Failure> {
        // Those that come first are the ones it cannot do without.
        dependencies.truncate(commons_registry::MAX_DEPENDENCIES);
        dependencies.sort_unstable();
        dependencies.dedup();
        let edit = Edit { target: Target::Existing(record), salt: salt()?, dependencies, operations };
        let change = {
            let keys = self.keys();
            let key = keys.open()?.key(by).ok_or_else(|| Failure::internal("the key is not here"))?;
            Change::author(&Author { agent: log.agent(), entry: log.current(), key }, edit)
        };
        self.keep(vec![change.to_bytes()])
    }

    /// Takes a change back in that the removal of its author's key cut off.
    pub(super) fn adopt(&self, id: &str) -> Result<Value, Failure> {
        let own = self.keys().open()?.agent();
        let change = match self.resolve(id)? {
            Found::Change(change) => change,
            Found::Record(record) => record.first_change(),
            Found::Agent(_) => return Err(Failure::usage("expected the id of a change")),
        };
        let record = self.store.record_of_change(change)?.ok_or_else(|| {
            Failure::invalid("this change was made by a later version of commons, and cannot be read here")
        })?;
        let log = self.store.key_log(own)?;
        let state = self.store.change_state(record, change)?;
        let state = state.filter(|state| state.agent == own).ok_or_else(|| {
            Failure::invalid(format!("{} is not a change of your own records", change.short()))
        })?;
        if state.counts {
            return Err(Failure::invalid("this change counts already"));
        }
        if !state.adoptable {
            return Err(Failure::invalid(
                "this change proposes or approves something, and that cannot be taken back in for its author",
            )
            .hint("propose it anew"));
        }
        let by = self.member_here(&log, None)?;
        let mut dependencies = state.heads;
        dependencies.insert(0, change);
        self.say_on(record, dependencies, &log, &by, vec![Operation::Adopt { change }])?;
        if !self.store.change_state(record, change)?.is_some_and(|state| state.counts) {
            return Err(Failure::invalid(
                "the change was adopted, and does not count all the same: the record may be full, or what adopts it not count",
            )
            .hint("look at the record with `commons show ID`"));
        }
        Ok(json!({ "id": record, "adopted": change }))
    }

    /// Proposes that another agent goes on with a resource of ours.
    pub(super) fn hand_over(&self, id: &str, to: &str) -> Result<Value, Failure> {
        let own = self.keys().open()?.agent();
        let view = self.own_record(id)?;
        if view.kind != Kind::Resource {
            return Err(Failure::invalid(format!(
                "expected the id of a resource, this is of a {}",
                view.kind
            )));
        }
        let to = self.whose(Some(to))?;
        if to == own {
            return Err(Failure::usage("you are its steward already"));
        }
        let mut draft = Draft::new(Kind::Resource);
        draft.set_id("handed_over_to", *to.as_bytes())?;
        self.write(vec![draft.edit(view.id, &view.heads, salt()?)?])?;
        let mut answer = json!({ "id": view.id, "to": to });
        self.add_open_proposal(view.id, "handed_over_to", &mut answer)?;
        Ok(answer)
    }

    /// Begins the record with which we go on with what was handed over to us.
    pub(super) fn take_over_resource(&self, id: &str) -> Result<Value, Failure> {
        let own = self.keys().open()?.agent();
        let view = self.viewed(self.resolve_record(id)?)?;
        let to_us = commons_registry::Value::Id(*own.as_bytes());
        if view.one("handed_over_to") != Some(&to_us)
            || view.conflicts.iter().any(|conflict| conflict.field.name == "handed_over_to")
        {
            return Err(Failure::invalid("this resource was not handed over to you").hint(
                "its stewards do that with `commons hand-over ID --to YOUR-ID`, as many of them as it takes",
            ));
        }
        let continued = self.store.references_to(view.id.as_bytes(), Some(Kind::Resource), 200)?;
        for listed in continued.iter().filter(|listed| listed.agent == own) {
            if self.viewed(listed.id)?.one("continues")
                == Some(&commons_registry::Value::Id(*view.id.as_bytes()))
            {
                return Err(Failure::invalid(format!(
                    "you go on with it already, in record {}",
                    listed.id.short()
                )));
            }
        }
        let mut draft = Draft::copy_of(&view, &["handed_over_to", "continues", "source_key", "source_hash"]);
        draft.set_id("continues", *view.id.as_bytes())?;
        self.write_one(draft.begin(salt()?)?)
    }
}
