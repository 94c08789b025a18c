//! What members decide together: licences, stewardship, and what waits in the key log.

use commons_identity::{KeyLog, Keyring, PublicKey, SigningKey};
use commons_registry::{
    Author, Change, ChangeId, Draft, Edit, Kind, Operation, Proposal, RecordId, RecordView, Target,
};
use commons_store::Found;
use serde_json::{Value, json};

use super::members::{self, members_of};
use super::{Service, salt, to_json};
use crate::failure::Failure;

/// What somebody wants to say something about.
struct Matter {
    view: RecordView,
    /// The change that proposes.
    proposal: ChangeId,
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
        for record in self.store.records_with_edits(agent, Kind::Resource)? {
            let view = self.viewed(record)?;
            for proposal in &view.proposals {
                items.push(self.proposal_json(&view, proposal)?);
            }
        }
        let motions = self.list_motions(agent)?;
        Ok(
            json!({ "agent": agent, "agent_name": self.agent_name(agent)?, "items": items, "motions": motions }),
        )
    }

    fn proposal_json(&self, view: &RecordView, proposal: &Proposal) -> Result<Value, Failure> {
        let names = self.member_names(view.agent)?;
        let person = |key: &PublicKey| json!({ "key": key, "name": names.get(key) });
        let shown = view.to_json();
        let of_view = shown["proposals"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|shown| shown["change"] == to_json(&proposal.change));
        let mut item = of_view.cloned().unwrap_or_else(|| json!({}));
        item["record"] = to_json(&view.id);
        item["title"] = to_json(&view.title());
        item["act"] = proposal.field.act().map(members::act_name).into();
        item["now"] = shown["fields"][proposal.field.name].clone();
        item["approved_by"] = proposal.approvals.iter().map(person).collect();
        item["waiting_for"] = proposal.unheard.iter().map(person).collect();
        Ok(item)
    }

    /// Finds what an id stands for: the change that proposes, or a record with one open proposal.
    fn matter(&self, id: &str) -> Result<Matter, Failure> {
        let found = self.resolve(id)?;
        let view = self.viewed(self.resolve_record(id)?)?;
        if Some(view.agent) != self.agent() {
            return Err(Failure::invalid(format!(
                "record {} is kept by agent {}: only its members decide",
                view.id.short(),
                view.agent.short()
            )));
        }
        if view.kind == Kind::Motion {
            return Ok(Matter { proposal: view.id.first_change(), view });
        }
        let proposal = match found {
            Found::Change(change) if view.proposals.iter().any(|proposal| proposal.change == change) => {
                change
            }
            _ => match view.proposals.as_slice() {
                [only] => only.change,
                [] => {
                    return Err(Failure::invalid("nothing is proposed here that waits for members")
                        .hint("`commons proposals` lists what does"));
                }
                several => {
                    let ids: Vec<String> = several.iter().map(|proposal| proposal.change.short()).collect();
                    return Err(Failure::usage(format!("several proposals wait here: {}", ids.join(", ")))
                        .hint("give the id of one"));
                }
            },
        };
        Ok(Matter { view, proposal })
    }

    pub(super) fn approve(
        &self,
        id: &str,
        key: Option<&str>,
        despite_objections: bool,
    ) -> Result<Value, Failure> {
        self.keys().open()?;
        let matter = self.matter(id)?;
        let log = self.store.key_log(matter.view.agent)?;
        let by = self.member_here(&log, key)?;
        if matter.view.kind == Kind::Motion {
            return self.sign_motion(id, key, despite_objections);
        }
        self.heed_objections(matter.view.id, matter.proposal, &by, despite_objections)?;
        let before = matter.view.proposals.iter().find(|proposal| proposal.change == matter.proposal);
        if before.is_some_and(|proposal| proposal.approvals.contains(&by)) {
            return Err(Failure::invalid("this member has approved it already: each has one voice")
                .hint("if this node holds another member's key, that member can approve with --key"));
        }
        let said = Operation::Approve { proposal: matter.proposal, entry: log.current() };
        self.say(&matter.view, &log, &by, vec![said])?;
        let view = self.viewed(matter.view.id)?;
        let still_open = view.proposals.iter().find(|proposal| proposal.change == matter.proposal);
        let mut answer =
            json!({ "id": view.id, "change": matter.proposal, "in_force": still_open.is_none() });
        if let Some(proposal) = still_open {
            answer["proposal"] = self.proposal_json(&view, proposal)?;
        }
        Ok(answer)
    }

    pub(super) fn object(&self, id: &str, reason: Option<&str>, withdraw: bool) -> Result<Value, Failure> {
        self.keys().open()?;
        let matter = self.matter(id)?;
        let log = self.store.key_log(matter.view.agent)?;
        let by = self.member_here(&log, None)?;
        let (proposal, entry) = (matter.proposal, log.current());
        let said = if withdraw {
            Operation::Withdraw { proposal, entry }
        } else {
            let reason = reason.map(str::trim).filter(|reason| !reason.is_empty()).ok_or_else(|| {
                Failure::usage("an objection needs a reason").hint("say why with --reason TEXT")
            })?;
            Operation::Object { proposal, entry, reason: reason.to_owned() }
        };
        said.check(matter.view.kind).map_err(|error| Failure::invalid(error.to_string()))?;
        self.say(&matter.view, &log, &by, vec![said])?;
        let view = self.viewed(matter.view.id)?;
        let proposal = view.proposals.iter().find(|open| open.change == proposal);
        let mut answer = json!({ "id": view.id, "change": matter.proposal, "withdrawn": withdraw });
        if let Some(proposal) = proposal {
            answer["proposal"] = self.proposal_json(&view, proposal)?;
        }
        Ok(answer)
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
        dependencies.sort_unstable();
        dependencies.dedup();
        dependencies.truncate(commons_registry::MAX_DEPENDENCIES);
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
