//! What is said of others' records: a contribution is acknowledged, a record is questioned, its removal is asked for, and
//! there is a reply to that.
//!
//! Each is an attestation in the namespace of whoever says it, taken back by a day in `withdrawn`. Strangers may say as
//! much as they like, and are heard to a bound.

use commons_identity::AgentId;
use commons_registry::standing::Standing;
use commons_registry::{Draft, FieldValue, Kind, RecordId, RecordView, Value as Held};
use commons_store::{Found, Listed};
use serde_json::{Value, json};

use super::confirmed::says;
use super::names::Known;
use super::trust::whole_id;
use super::{Asker, Occasion, Service, salt};
use crate::facts::StatedFact;
use crate::failure::Failure;
use crate::request::{Said, Say};

/// The language of a text whose language nobody said.
const UNKNOWN_LANGUAGE: &str = "und";

/// Most statements of one agent about one record that are looked at.
pub(super) const MAX_OF_ONE: usize = 16;

/// Most statements of one kind about one record that are shown.
const MAX_SHOWN: usize = 50;

/// Most records that refer to a contribution in which its correction is looked for, before its maker's own are.
const MAX_REFERRING: usize = 256;

impl Service {
    pub(super) fn say_of_record(&self, occasion: Occasion, say: &Say) -> Result<Value, Failure> {
        self.keys().open()?;
        match say {
            Say::Acknowledge { id, note } => self.acknowledge(id, note.as_deref()),
            Say::Question { id, fact, reason } => self.question(id, fact.as_deref(), reason),
            Say::Reply { id, text } => self.reply(id, text),
            Say::Withdraw { id, what } => self.withdraw(occasion, id, *what),
        }
    }

    fn acknowledge(&self, id: &str, note: Option<&str>) -> Result<Value, Failure> {
        let contribution = self.viewed(self.resolve_record(id)?)?;
        if contribution.kind != Kind::Contribution {
            return Err(Failure::invalid(format!(
                "expected the id of a contribution, this is of a {}",
                contribution.kind
            ))
            .hint("`commons list --kind contribution` shows contributions"));
        }
        if Some(contribution.agent) == self.agent() && self.steward_of(&contribution)? != self.agent() {
            return Err(Failure::invalid("nobody acknowledges their own contribution to what others keep")
                .hint("those whom it was for, or who were there, do: it is in their `commons inbox`"));
        }
        let mut answer = self.state(Said::Acknowledges, contribution.id.as_bytes(), None, note)?;
        answer["corrected_by"] = json!(self.correction_of(&contribution)?);
        Ok(answer)
    }

    fn question(&self, id: &str, fact: Option<&str>, reason: &str) -> Result<Value, Failure> {
        if reason.trim().is_empty() {
            return Err(Failure::usage("a question needs a reason")
                .hint("say what you doubt, and what would settle it: whoever is asked reads it"));
        }
        let (about, keeper, kind) = self.questionable(id)?;
        if Some(keeper) == self.agent() {
            return Err(Failure::invalid("this is a record of your own: nobody questions themselves").hint(
                "correct it with `commons edit`, `commons profile --set` or `commons contribute --corrects`",
            ));
        }
        let fact = match fact {
            Some(fact) if kind == Kind::Agent => Some(StatedFact::typed(fact, None)?.fact),
            Some(_) => {
                return Err(Failure::usage("facts are those of an organisation or a person")
                    .hint("give its id with --fact, or leave --fact out"));
            }
            None => None,
        };
        self.state(Said::Questions, &about, fact.as_deref(), Some(reason))
    }

    /// What an id stands for as the matter of a question: who keeps it, and what kind of record it is.
    fn questionable(&self, id: &str) -> Result<([u8; 32], AgentId, Kind), Failure> {
        if let Found::Agent(agent) = self.resolve_named(Asker::Owner, id)? {
            return Ok((*agent.as_bytes(), agent, Kind::Agent));
        }
        let view = self.viewed(self.resolve_record(id)?)?;
        match view.kind {
            Kind::Agent => Ok((*view.agent.as_bytes(), view.agent, Kind::Agent)),
            Kind::Motion => Err(Failure::invalid("what waits for members is objected to by members")
                .hint("`commons object ID --reason TEXT`")),
            Kind::Attestation if is_of_a_talk(&view) => {
                Err(Failure::invalid("a question is replied to, not questioned")
                    .hint("`commons reply ID --text TEXT`, if it is about a record of yours"))
            }
            kind => Ok((*view.id.as_bytes(), view.agent, kind)),
        }
    }

    fn reply(&self, id: &str, text: &str) -> Result<Value, Failure> {
        if text.trim().is_empty() {
            return Err(Failure::usage("a reply says something").hint("--text TEXT"));
        }
        let question = self.viewed(self.resolve_record(id)?)?;
        if !awaits_reply(question.text("statement")) {
            return Err(Failure::invalid(format!("record {} asks nothing", question.id.short()))
                .hint("`commons inbox` lists what is asked about your records, with ids"));
        }
        if self.keeper_of(&question)?.is_none_or(|keeper| Some(keeper) != self.agent()) {
            return Err(Failure::invalid("this is about a record of others, and theirs to reply to")
                .hint("acknowledge what was done, or confirm a fact, to say what you know of it"));
        }
        self.state(Said::Replies, question.id.as_bytes(), None, Some(text))
    }

    /// Who keeps what an attestation is about, as far as it is here.
    fn keeper_of(&self, attestation: &RecordView) -> Result<Option<AgentId>, Failure> {
        match attestation.one("about") {
            Some(Held::Id(id)) => self.who_keeps(id),
            _ => Ok(None),
        }
    }

    /// Whose agent id this is, or who keeps the record with it.
    pub(super) fn who_keeps(&self, id: &[u8; 32]) -> Result<Option<AgentId>, Failure> {
        if let Some(listed) = self.store.listed(RecordId::from_bytes(*id))? {
            return Ok(Some(listed.agent));
        }
        let agent = AgentId::from_bytes(*id);
        let here = self.agent() == Some(agent) || self.agent_record(agent)?.is_some();
        Ok(here.then_some(agent))
    }

    /// Who keeps what a contribution was for, as far as it is here.
    pub(super) fn steward_of(&self, contribution: &RecordView) -> Result<Option<AgentId>, Failure> {
        match contribution.one("to") {
            Some(Held::Id(id)) => self.who_keeps(id),
            _ => Ok(None),
        }
    }

    /// Makes what we say of something just this: in the attestation that is there already, or in a new one.
    pub(super) fn state(
        &self,
        said: Said,
        about: &[u8; 32],
        fact: Option<&str>,
        reason: Option<&str>,
    ) -> Result<Value, Failure> {
        let own = self.keys().open()?.agent();
        let mut draft = Draft::new(Kind::Attestation);
        draft.set("statement", said.word())?;
        draft.set_id("about", *about)?;
        if let Some(fact) = fact {
            draft.set("fact", fact)?;
        }
        let held = self.store.attested_by(&own, Some(about), MAX_OF_ONE)?;
        let held = held
            .iter()
            .find(|listed| says(listed, "statement") == Some(said.word()) && says(listed, "fact") == fact);
        // Whoever asks anew without a reason does not say again what they said then.
        let silent = (said == Said::AsksRemoval && held.is_some()).then_some("");
        if let Some(reason) = reason.or(silent) {
            draft.set_keyed("reason", UNKNOWN_LANGUAGE, reason)?;
        }
        self.put_statement(held.map(|listed| listed.id), draft)
    }

    /// Says something anew, or once more where it was said before.
    pub(super) fn put_statement(&self, held: Option<RecordId>, mut draft: Draft) -> Result<Value, Failure> {
        let Some(held) = held else {
            let mut answer = self.write_one(draft.begin(salt()?)?)?;
            answer["outcome"] = "added".into();
            return Ok(answer);
        };
        let view = self.viewed(held)?;
        if view.one("withdrawn").is_some() {
            draft.clear("withdrawn", None)?;
        }
        let draft = draft.against(&view);
        if draft.is_empty() {
            return Ok(json!({ "id": view.id, "outcome": "unchanged" }));
        }
        self.write(vec![draft.edit(view.id, &view.heads, salt()?)?])?;
        Ok(json!({ "id": view.id, "outcome": "renewed" }))
    }

    pub(super) fn withdraw(&self, occasion: Occasion, id: &str, what: Said) -> Result<Value, Failure> {
        let own = self.keys().open()?.agent();
        let named = match self.resolve_named(occasion.asker, id) {
            Ok(Found::Agent(_)) => None,
            Ok(_) => Some(self.viewed_even_hidden(self.resolve_record(id)?)?),
            // What it is about may be gone from here.
            Err(_) if whole_id(id).is_some() => None,
            Err(failure) => return Err(failure),
        };
        let is_ours = |view: &RecordView| view.agent == own && view.text("statement") == Some(what.word());
        let statements: Vec<RecordId> = match named.filter(is_ours) {
            Some(statement) => vec![statement.id],
            None => {
                let about = match what {
                    Said::Questions => self.questionable(id)?.0,
                    _ => match whole_id(id) {
                        Some(id) => id,
                        None => *self.resolve_record(id)?.as_bytes(),
                    },
                };
                let said = self.store.attested_by(&own, Some(&about), MAX_OF_ONE)?;
                let said = said.iter().filter(|listed| says(listed, "statement") == Some(what.word()));
                said.map(|listed| listed.id).collect()
            }
        };
        if statements.is_empty() {
            let what = match what {
                Said::Acknowledges => "have not acknowledged this",
                Said::Questions => "have not questioned this",
                Said::Replies => "have not replied to this",
                Said::AsksRemoval => "have not asked that this goes",
                Said::Claims => "have not claimed this",
                Said::SameAs => "have not said what this is the same as",
            };
            return Err(Failure::not_found(format!("you {what}: there is nothing to take back"))
                .hint("`commons show ID` lists who said what of it"));
        }
        let mut edits = Vec::new();
        for statement in &statements {
            if self.viewed(*statement)?.one("withdrawn").is_none() {
                edits.push(self.withdrawal(*statement, occasion.today)?);
            }
        }
        let outcome = if edits.is_empty() { "unchanged" } else { "withdrawn" };
        if !edits.is_empty() {
            self.write(edits)?;
        }
        Ok(json!({ "id": statements.first(), "outcome": outcome }))
    }

    /// What is said of a record or an agent and was not taken back, of one kind: `first` come first, then those known
    /// here, then strangers; and whether there may be more.
    pub(super) fn said_about(
        &self,
        occasion: Occasion,
        known: &Known,
        about: &[u8; 32],
        what: Said,
        first: &[AgentId],
    ) -> Result<(Vec<RecordView>, bool), Failure> {
        let (heard, mut more) = self.attesters(known, about)?;
        // Whom this node trusts is the owner's business: to anybody else, the order tells nothing.
        let comes_early = |by: AgentId| occasion.asker.is_of_the_house() && !self.is_stranger(known, by);
        let mut order: Vec<AgentId> = first.to_vec();
        order.extend(heard.iter().copied().filter(|by| !first.contains(by) && comes_early(*by)));
        order.extend(heard.iter().copied().filter(|by| !first.contains(by) && !comes_early(*by)));
        let mut said = Vec::new();
        for by in order {
            if self.store.standing(&by) == Standing::Blocked {
                continue;
            }
            for listed in self.in_force(by, about, what)? {
                if said.len() == MAX_SHOWN {
                    more = true;
                    return Ok((said, more));
                }
                said.extend(self.view(listed.id)?);
            }
        }
        Ok((said, more))
    }

    /// What an agent says of a record or an agent and did not take back.
    pub(super) fn in_force(&self, by: AgentId, about: &[u8; 32], what: Said) -> Result<Vec<Listed>, Failure> {
        let mut said = self.store.attested_by(&by, Some(about), MAX_OF_ONE)?;
        said.retain(|listed| {
            listed.kind == Kind::Attestation
                && says(listed, "statement") == Some(what.word())
                && says(listed, "withdrawn").is_none()
        });
        Ok(said)
    }

    /// Who acknowledges a contribution: `{"id","agent",…,"steward","note"}`, the steward first.
    pub(super) fn acknowledged_by(
        &self,
        occasion: Occasion,
        known: &Known,
        contribution: &RecordView,
    ) -> Result<Vec<Value>, Failure> {
        let steward = self.steward_of(contribution)?;
        let first: Vec<AgentId> = steward.into_iter().collect();
        let (said, _) =
            self.said_about(occasion, known, contribution.id.as_bytes(), Said::Acknowledges, &first)?;
        // One's own word adds nothing, but that the steward's makes it a part of the work.
        let counts = said.iter().filter(|one| one.agent != contribution.agent || Some(one.agent) == steward);
        counts
            .map(|one| {
                let mut shown = self.named(occasion, known, one.agent)?;
                shown["id"] = json!(one.id);
                shown["steward"] = (Some(one.agent) == steward).into();
                shown["note"] = json!(reason(one));
                shown["heads"] = json!(one.heads);
                Ok(shown)
            })
            .collect()
    }

    /// Who questions a record or an agent, why, and what its keeper replies: `{"id","agent",…,"fact","reason","reply"}`.
    pub(super) fn questions_about(
        &self,
        occasion: Occasion,
        known: &Known,
        about: &[u8; 32],
        keeper: AgentId,
    ) -> Result<Vec<Value>, Failure> {
        let (said, _) = self.said_about(occasion, known, about, Said::Questions, &[])?;
        let asked = said.iter().filter(|one| one.agent != keeper);
        asked.map(|one| self.question_json(occasion, known, one, keeper)).collect()
    }

    /// A question as answers show it.
    pub(super) fn question_json(
        &self,
        occasion: Occasion,
        known: &Known,
        question: &RecordView,
        keeper: AgentId,
    ) -> Result<Value, Failure> {
        let mut shown = self.named(occasion, known, question.agent)?;
        shown["id"] = json!(question.id);
        shown["fact"] = json!(question.text("fact"));
        shown["reason"] = json!(reason(question));
        shown["reply"] = self.reply_json(keeper, question.id)?;
        Ok(shown)
    }

    /// What whoever keeps a record replies to what is asked about it: `{"id","text"}`, or nothing.
    pub(super) fn reply_json(&self, keeper: AgentId, question: RecordId) -> Result<Value, Failure> {
        let replies = self.in_force(keeper, question.as_bytes(), Said::Replies)?;
        let reply = replies.first().map(|reply| self.view(reply.id)).transpose()?.flatten();
        Ok(reply.map_or(Value::Null, |reply| json!({ "id": reply.id, "text": reason(&reply) })))
    }

    /// The contribution with which its maker replaced this one.
    pub(super) fn correction_of(&self, contribution: &RecordView) -> Result<Option<RecordId>, Failure> {
        let corrects = |id: RecordId| -> Result<bool, Failure> {
            let view = self.view(id)?;
            Ok(view.is_some_and(|view| corrected(&view) == Some(contribution.id)))
        };
        let referring =
            self.store.references_to(contribution.id.as_bytes(), Some(Kind::Contribution), MAX_REFERRING)?;
        let crowded = referring.len() == MAX_REFERRING;
        for listed in referring.iter().filter(|listed| listed.agent == contribution.agent) {
            if corrects(listed.id)? {
                return Ok(Some(listed.id));
            }
        }
        if crowded {
            for id in self.store.records_of(contribution.agent, Kind::Contribution)? {
                if corrects(id)? {
                    return Ok(Some(id));
                }
            }
        }
        Ok(None)
    }

    /// Says beside a record what is said of it.
    pub(super) fn put_said(
        &self,
        occasion: Occasion,
        known: &Known,
        shown: &mut Value,
        view: &RecordView,
    ) -> Result<(), Failure> {
        if view.kind == Kind::Contribution {
            shown["acknowledged_by"] = self.acknowledged_by(occasion, known, view)?.into();
            shown["corrected_by"] = json!(self.correction_of(view)?);
        }
        if is_of_a_talk(view) || view.kind == Kind::Motion {
            return Ok(());
        }
        let mut questions = self.questions_about(occasion, known, view.id.as_bytes(), view.agent)?;
        if view.kind == Kind::Agent {
            questions.extend(self.questions_about(occasion, known, view.agent.as_bytes(), view.agent)?);
        }
        shown["questions"] = questions.into();
        Ok(())
    }
}

/// The contribution that this one says it replaces.
pub(super) fn corrected(view: &RecordView) -> Option<RecordId> {
    match view.one("corrects") {
        Some(Held::Id(id)) => Some(RecordId::from_bytes(*id)),
        _ => None,
    }
}

/// Whether a statement asks something that whoever keeps what it is about replies to.
pub(super) fn awaits_reply(statement: Option<&str>) -> bool {
    statement == Some(Said::Questions.word()) || statement == Some(Said::AsksRemoval.word())
}

/// Whether an attestation asks, or replies: nobody questions it in its turn.
fn is_of_a_talk(view: &RecordView) -> bool {
    let statement = view.text("statement");
    awaits_reply(statement) || statement == Some(Said::Replies.word())
}

/// The text of a statement, in whatever language.
pub(super) fn reason(view: &RecordView) -> Option<&str> {
    match view.fields.get("reason") {
        Some(FieldValue::Prose(texts)) => {
            let text = texts.get(UNKNOWN_LANGUAGE).or_else(|| texts.values().next());
            text.map(String::as_str).filter(|text| !text.is_empty())
        }
        _ => None,
    }
}
