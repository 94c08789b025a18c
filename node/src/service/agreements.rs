//! Agreements of reciprocity: proposing, accepting and ending them, and what those in force allow.

mod made;

use std::collections::{BTreeMap, BTreeSet};

use commons_identity::AgentId;
use commons_licences::{Granted, Permission, PermissionBasis, read_permissions};
use commons_registry::{
    AgreementState, Draft, Kind, MAX_PARTIES, RecordId, RecordView, Value as Held, agreement_state, parties,
    terms_digest, works,
};
use serde_json::{Value, json};

use super::names::{Known, Whom};
use super::{Occasion, Service, permissions, salt, to_json};
use crate::day::Day;
use crate::failure::Failure;
use crate::request::{AgreementRequest, Propose};

/// Most statements of an agent about another that are looked through for agreements.
const MAX_LOOKED_AT: usize = 1_024;

/// Most that one party says of a proposal in which its half is looked for.
const MAX_SAID_OF_PROPOSAL: usize = 64;

/// Most agreements that are listed or counted at once.
const MAX_AGREEMENTS: usize = 64;

/// An agreement: the half that proposes, and what is held of the others.
struct Agreement {
    proposal: RecordView,
    halves: Vec<RecordView>,
}

/// An agreement in force, as far as an answer rests on it.
pub(super) struct Agreed {
    pub(super) proposal: RecordId,
    /// Of its terms.
    pub(super) digest: String,
    pub(super) granted: Vec<Granted>,
}

impl Agreement {
    fn state(&self, today: Day) -> AgreementState {
        agreement_state(&self.proposal, &self.halves, &today.to_string())
    }

    /// Whether both are parties of it, and not one.
    fn binds(&self, one: AgentId, other: AgentId) -> bool {
        let all = parties(&self.proposal);
        all.contains(&one) && all.contains(&other) && one != other
    }

    fn is_about(&self, resource: RecordId) -> bool {
        let mut works = works(&self.proposal).peekable();
        works.peek().is_none() || works.any(|work| work == resource)
    }

    /// What it allows each party with the others' works.
    fn granted(&self) -> Vec<Granted> {
        let permissions = self.proposal.text("grants").map_or(Ok(Vec::new()), read_permissions);
        let in_return = self.proposal.text("in_return").map(str::to_owned);
        let granted = |permission: Permission| Granted {
            cited_as: format!("agreement {}", self.proposal.id.short()),
            basis: PermissionBasis::Agreement,
            permission: Permission {
                in_return: permission.in_return.or_else(|| in_return.clone()),
                ..permission
            },
        };
        permissions.unwrap_or_default().into_iter().map(granted).collect()
    }
}

impl Service {
    pub(super) fn agreement(&self, occasion: Occasion, request: AgreementRequest) -> Result<Value, Failure> {
        match request {
            AgreementRequest::Propose(propose) => self.propose_agreement(occasion, &propose),
            AgreementRequest::Accept { id, digest } => {
                self.accept_agreement(occasion, &id, digest.as_deref())
            }
            AgreementRequest::End { id, on } => self.end_agreement(occasion, &id, on.as_deref()),
            AgreementRequest::Show { id } => {
                let agreement = self.agreement_of(&id)?;
                self.agreement_json(occasion, &*self.known()?, &agreement)
            }
            AgreementRequest::List => self.list_agreements(occasion),
            AgreementRequest::Made { limit, after } => {
                self.made_agreements(occasion, limit, after.as_deref())
            }
            AgreementRequest::InForce { of } => {
                let agent = self.resolve_agent(occasion.asker, &of, Whom::Here)?;
                Ok(json!({ "items": self.agreements_of(occasion, agent)? }))
            }
        }
    }

    fn propose_agreement(&self, occasion: Occasion, propose: &Propose) -> Result<Value, Failure> {
        let own = self.keys().open()?.agent();
        let mut all = BTreeSet::from([own]);
        for agent in &propose.with {
            all.insert(self.resolve_agent(occasion.asker, agent, Whom::Anybody)?);
        }
        if !(2..=MAX_PARTIES).contains(&all.len()) {
            return Err(Failure::usage(format!(
                "an agreement has 2 to {MAX_PARTIES} parties, you among them"
            ))
            .hint("say with whom: --with AGENT, by id or by the name you gave them"));
        }
        let grants = permissions::typed_between_parties(&propose.allow)?;
        if grants.is_empty() {
            return Err(Failure::usage("an agreement allows something").hint(
                "say what each may do with the others' works, for instance --allow purpose=commercial, or --allow anything",
            ));
        }
        let mut draft = Draft::new(Kind::Agreement);
        let language = super::write::language(propose.language.as_deref())?;
        draft.set_keyed("name", &language, &propose.name)?;
        for party in &all {
            draft.set_id("parties", *party.as_bytes())?;
        }
        for work in &propose.works {
            draft.set_id("works", *self.resolve_record(work)?.as_bytes())?;
        }
        draft.set("grants", &permissions::written(&grants)?)?;
        if let Some(in_return) = &propose.in_return {
            draft.set("in_return", in_return)?;
        }
        for (field, day) in [("from", &propose.from), ("until", &propose.until)] {
            if let Some(day) = day {
                draft.set(field, &self::day(day)?.to_string())?;
            }
        }
        if let Some(note) = &propose.note {
            draft.set_keyed("note", &language, note)?;
        }
        let records = self.write(vec![draft.begin(salt()?)?])?;
        let record = *records.first().ok_or_else(|| Failure::internal("nothing was written"))?;
        // The digest is of what the record shows, so it comes with a change of its own.
        self.agree_to(record, record)?;
        let agreement = self.agreement_of(&record.to_string())?;
        self.agreement_json(occasion, &*self.known()?, &agreement)
    }

    /// Says in a half of ours that we agree to the terms as they are now.
    fn agree_to(&self, half: RecordId, proposal: RecordId) -> Result<(), Failure> {
        let digest = terms_digest(&self.viewed(proposal)?);
        let view = self.viewed(half)?;
        if permissions::holds_text(&view, "agreed", &digest) && view.one("ended").is_none() {
            return Ok(());
        }
        let mut draft = Draft::new(Kind::Agreement);
        draft.set("agreed", &digest)?;
        self.write(vec![draft.edit(view.id, &view.heads, salt()?)?]).map(|_| ())
    }

    fn accept_agreement(&self, occasion: Occasion, id: &str, digest: Option<&str>) -> Result<Value, Failure> {
        let own = self.keys().open()?.agent();
        let agreement = self.agreement_of(id)?;
        let proposal = &agreement.proposal;
        let all = parties(proposal);
        if !all.contains(&own) {
            return Err(Failure::invalid(
                "this agreement is between others: there is nothing for you to accept",
            )
            .hint("`commons agreement list` shows what you are a party of"));
        }
        if digest.is_some_and(|read| read != terms_digest(proposal)) {
            return Err(Failure::invalid("the terms were changed since you read them: nothing was accepted")
                .hint("`commons agreement show ID` shows them as they are now"));
        }
        match agreement.halves.iter().find(|half| half.agent == own) {
            Some(half) => self.agree_to(half.id, proposal.id)?,
            None => {
                let mut draft = Draft::new(Kind::Agreement);
                draft.set_id("answers", *proposal.id.as_bytes())?;
                for party in &all {
                    draft.set_id("parties", *party.as_bytes())?;
                }
                let records = self.write(vec![draft.begin(salt()?)?])?;
                let half = *records.first().ok_or_else(|| Failure::internal("nothing was written"))?;
                self.agree_to(half, proposal.id)?;
            }
        }
        let agreement = self.agreement_of(&proposal.id.to_string())?;
        self.agreement_json(occasion, &*self.known()?, &agreement)
    }

    fn end_agreement(&self, occasion: Occasion, id: &str, on: Option<&str>) -> Result<Value, Failure> {
        let own = self.keys().open()?.agent();
        let agreement = self.agreement_of(id)?;
        let on = on.map_or(Ok(occasion.today), day)?;
        let ours: Vec<_> = agreement.halves.iter().filter(|half| half.agent == own).collect();
        if ours.is_empty() {
            return Err(Failure::invalid("you have not agreed to this, so there is nothing to end")
                .hint("`commons agreement list` shows what you are a party of"));
        }
        for half in ours {
            let mut draft = Draft::new(Kind::Agreement);
            draft.set("ended", &on.to_string())?;
            self.write(vec![draft.edit(half.id, &half.heads, salt()?)?])?;
        }
        let agreement = self.agreement_of(&agreement.proposal.id.to_string())?;
        self.agreement_json(occasion, &*self.known()?, &agreement)
    }

    fn list_agreements(&self, occasion: Occasion) -> Result<Value, Failure> {
        let Some(own) = self.agent() else { return self.keys().open().map(|_| Value::Null) };
        let known = self.known()?;
        let all = self.agreements_with(own)?;
        let items: Vec<Value> =
            all.iter().map(|one| self.agreement_json(occasion, &known, one)).collect::<Result<_, _>>()?;
        Ok(json!({ "items": items }))
    }

    /// Agreements that somebody is a party of, at most so many.
    fn agreements_with(&self, party: AgentId) -> Result<Vec<Agreement>, Failure> {
        let mut proposals = BTreeSet::new();
        for listed in self.store.references_to(party.as_bytes(), Some(Kind::Agreement), MAX_LOOKED_AT)? {
            proposals.extend(self.proposal_of(listed.id)?);
        }
        let mut all = Vec::new();
        for proposal in proposals.into_iter().take(MAX_AGREEMENTS) {
            let agreement = self.read_agreement(proposal)?;
            all.extend(agreement.filter(|agreement| parties(&agreement.proposal).contains(&party)));
        }
        Ok(all)
    }

    /// Agreements in force that an agent is a party of, as anybody may read them.
    pub(super) fn agreements_of(&self, occasion: Occasion, agent: AgentId) -> Result<Value, Failure> {
        let known = self.known()?;
        let all = self.agreements_with(agent)?;
        let in_force = all.iter().filter(|one| one.state(occasion.today) == AgreementState::InForce);
        in_force.map(|one| self.agreement_json(occasion, &known, one)).collect()
    }

    /// Proposals that wait for us: those of agents known here first, then the last to come.
    pub(super) fn agreements_to_answer(
        &self,
        known: &Known,
        own: AgentId,
        today: Day,
    ) -> Result<Vec<RecordView>, Failure> {
        let mut listed = self.store.references_to(own.as_bytes(), Some(Kind::Agreement), MAX_LOOKED_AT)?;
        // Whoever is known is heard, however many strangers propose something.
        let crowded = listed.len() == MAX_LOOKED_AT;
        for by in known.agents().filter(|by| crowded && *by != own) {
            let said = self.store.attested_by(&by, Some(own.as_bytes()), MAX_SAID_OF_PROPOSAL)?;
            listed.extend(said.into_iter().filter(|listed| listed.kind == Kind::Agreement));
        }
        listed.retain(|listed| listed.agent != own);
        listed.sort_by_key(|listed| {
            (self.is_stranger(known, listed.agent), std::cmp::Reverse(listed.sequence), listed.id)
        });
        listed.dedup_by_key(|listed| listed.id);
        let mut proposals = Vec::new();
        for listed in listed.iter().take(MAX_AGREEMENTS) {
            // A half that answers another's proposal proposes nothing.
            let Some(agreement) = self.read_agreement(listed.id)? else { continue };
            let ours = agreement.halves.iter().any(|half| half.agent == own && !half.proposals.is_empty());
            let waits = match agreement.state(today) {
                AgreementState::Proposed { waiting_for } => waiting_for.contains(&own),
                _ => false,
            };
            if waits && !ours && agreement.proposal.one("answers").is_none() {
                proposals.push(agreement.proposal);
            }
        }
        Ok(proposals)
    }

    /// Agreements in force between two agents, and what they allow the one with a resource of the other.
    pub(super) fn agreed(
        &self,
        asker: AgentId,
        steward: AgentId,
        resource: RecordId,
        today: Day,
    ) -> Result<Vec<Agreed>, Failure> {
        let mut proposals = BTreeSet::new();
        for (by, about) in [(asker, steward), (steward, asker)] {
            let listed = self.store.attested_by(&by, Some(about.as_bytes()), MAX_LOOKED_AT)?;
            for listed in listed.iter().filter(|listed| listed.kind == Kind::Agreement) {
                proposals.extend(self.proposal_of(listed.id)?);
            }
        }
        let mut agreed = Vec::new();
        for proposal in proposals.into_iter().take(MAX_AGREEMENTS) {
            let Some(agreement) = self.read_agreement(proposal)? else { continue };
            if agreement.binds(asker, steward)
                && agreement.is_about(resource)
                && agreement.state(today) == AgreementState::InForce
            {
                agreed.push(Agreed {
                    proposal,
                    digest: terms_digest(&agreement.proposal),
                    granted: agreement.granted(),
                });
            }
        }
        Ok(agreed)
    }

    /// What an agreement allows one of its parties with a work of another, if its terms have this digest and all have agreed to
    /// them, be it over by now. Nothing if it is not held so, or is none between these two about this work.
    pub(super) fn granted_by(
        &self,
        proposal: RecordId,
        digest: &str,
        party: AgentId,
        work: &RecordView,
    ) -> Result<Option<Vec<Granted>>, Failure> {
        let Some(agreement) = self.read_agreement(proposal)? else { return Ok(None) };
        let agreed = !matches!(agreement.state(Day::today()), AgreementState::Proposed { .. });
        let same = terms_digest(&agreement.proposal) == digest;
        let binds = agreement.binds(party, work.agent) && agreement.is_about(work.id);
        Ok((agreed && same && binds).then(|| agreement.granted()))
    }

    /// The proposal that a half belongs to: itself, or the one that it answers.
    fn proposal_of(&self, half: RecordId) -> Result<Option<RecordId>, Failure> {
        let Some(view) = self.store.view(half)? else { return Ok(None) };
        Ok(Some(match view.one("answers") {
            Some(Held::Id(id)) => RecordId::from_bytes(*id),
            _ => half,
        }))
    }

    /// The agreement that an id names: of its proposal, or of a half that answers it.
    fn agreement_of(&self, id: &str) -> Result<Agreement, Failure> {
        let record = self.resolve_record(id)?;
        let kind = self.viewed(record)?.kind;
        if kind != Kind::Agreement {
            return Err(Failure::invalid(format!("expected the id of an agreement, this is of a {kind}"))
                .hint("`commons agreement list` shows what you are a party of"));
        }
        let proposal = self.proposal_of(record)?.unwrap_or(record);
        self.read_agreement(proposal)?.ok_or_else(|| super::write::shows_nothing(proposal))
    }

    fn read_agreement(&self, proposal: RecordId) -> Result<Option<Agreement>, Failure> {
        let Some(proposal) = self.store.view(proposal)?.filter(|view| view.kind == Kind::Agreement) else {
            return Ok(None);
        };
        let mut halves = vec![proposal.clone()];
        for party in parties(&proposal).into_iter().filter(|party| *party != proposal.agent) {
            let said = self.store.attested_by(&party, Some(proposal.id.as_bytes()), MAX_SAID_OF_PROPOSAL)?;
            for listed in said.iter().filter(|listed| listed.kind == Kind::Agreement) {
                halves.extend(self.store.view(listed.id)?);
            }
        }
        Ok(Some(Agreement { proposal, halves }))
    }

    fn agreement_json(
        &self,
        occasion: Occasion,
        known: &Known,
        agreement: &Agreement,
    ) -> Result<Value, Failure> {
        let view = &agreement.proposal;
        let names = |agents: BTreeSet<AgentId>| -> Result<Vec<Value>, Failure> {
            agents.into_iter().map(|agent| self.named(occasion, known, agent)).collect()
        };
        let (state, waiting_for, ended_by) = match agreement.state(occasion.today) {
            AgreementState::Proposed { waiting_for } => ("proposed", waiting_for, BTreeSet::new()),
            AgreementState::NotYet => ("not-yet", BTreeSet::new(), BTreeSet::new()),
            AgreementState::InForce => ("in-force", BTreeSet::new(), BTreeSet::new()),
            AgreementState::Over { ended_by } => ("over", BTreeSet::new(), ended_by),
        };
        let grants = view.text("grants").map_or(Ok(Vec::new()), read_permissions).unwrap_or_default();
        let notes: BTreeMap<String, Value> = match view.to_json()["fields"]["note"].as_object() {
            Some(notes) => notes.clone().into_iter().collect(),
            None => BTreeMap::new(),
        };
        Ok(json!({
            "id": view.id,
            "name": view.title(),
            "state": state,
            "parties": names(parties(view))?,
            "waits_for_us": self.agent().is_some_and(|own| waiting_for.contains(&own)),
            "waiting_for": names(waiting_for)?,
            "ended_by": names(ended_by)?,
            "works": works(view).collect::<Vec<_>>(),
            "grants": grants.iter().map(|grant| json!({ "permission": grant, "in_words": grant.in_words() })).collect::<Vec<_>>(),
            "in_return": view.text("in_return"),
            "from": view.text("from"),
            "until": view.text("until"),
            "note": notes,
            "digest": terms_digest(view),
            "proposed_by": self.named(occasion, known, view.agent)?,
            "waits_for_members": to_json(&agreement.halves.iter().any(|half| !half.proposals.is_empty())),
        }))
    }
}

fn day(text: &str) -> Result<Day, Failure> {
    text.trim().parse().map_err(|error: crate::day::NoDay| Failure::usage(error.to_string()))
}
