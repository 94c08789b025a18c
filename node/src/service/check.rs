//! "May we reuse this?"

use commons_identity::{AgentId, KeyLog};
use commons_licences::{Answer, Basis, Facts, Question, Reason, Use, Verdict, answer};
use commons_registry::{Conflict, Kind, RecordView, Value as Held};
use serde_json::{Value, json};

use super::agreements::Agreed;
use super::asked::Seen;
use super::confirmed::put_value;
use super::names::{Known, Whom};
use super::parts::{Part, pending};
use super::{Occasion, Service, permissions, read::declared_facts, to_json};
use crate::facts::{Account, Confirmation, account};
use crate::failure::Failure;
use crate::request::Check;

/// Who asks, with the facts that are known of them, and for what.
pub(super) struct Asking {
    pub(super) asker: Option<AgentId>,
    pub(super) facts: Facts,
    pub(super) use_: Use,
}

impl Asking {
    /// The question about one licence.
    fn about(&self, licence: &str) -> Question {
        Question { user: self.facts.clone().into(), use_: self.use_.clone(), ..Question::about(licence) }
    }
}

/// A resource that was asked about, and the answer.
pub(super) struct Answered {
    pub(super) seen: Seen,
    pub(super) parts: Vec<Part>,
    pub(super) agreements: Vec<Agreed>,
    pub(super) question: Question,
    pub(super) reply: Answer,
}

impl Service {
    pub(super) fn check(&self, occasion: Occasion, check: Check) -> Result<Value, Failure> {
        let known = self.known()?;
        let asking = self.asking(occasion, &check)?;
        match (&check.id, &check.licence) {
            (Some(id), None) => {
                let answered = self.answer_about(occasion, &asking, id)?;
                self.answered_json(occasion, &known, &asking, answered)
            }
            (None, Some(licence)) => {
                let reply = answer(&asking.about(licence));
                let mut shown = to_json(&reply);
                self.put_provenance(occasion, &known, &asking, &reply, &mut shown)?;
                Ok(shown)
            }
            _ => Err(Failure::usage("expected the id of a resource, or --licence EXPR: one of the two")
                .hint("for instance: commons check --licence PPL --for commercial")),
        }
    }

    /// Who asks, and for what.
    pub(super) fn asking(&self, occasion: Occasion, check: &Check) -> Result<Asking, Failure> {
        let (asker, mut facts) = self.facts_of(occasion, check.as_agent.as_deref())?;
        for (name, value) in &check.facts {
            facts.set_fact(name, value, Basis::Given).map_err(|error| Failure::usage(error.to_string()))?;
        }
        let mut use_ = Use { purpose: check.purpose, ..Use::default() };
        if !check.acts.is_empty() {
            use_.acts = check.acts.iter().copied().collect();
        }
        Ok(Asking { asker, facts, use_ })
    }

    /// Asks about a resource: under its licence, what is allowed beyond that, and what the makers of parts say.
    pub(super) fn answer_about(
        &self,
        occasion: Occasion,
        asking: &Asking,
        id: &str,
    ) -> Result<Answered, Failure> {
        let seen = self.seen(occasion.asker, id)?;
        let view = &seen.view;
        if view.kind != Kind::Resource {
            return Err(Failure::invalid(format!(
                "expected the id of a resource, this is of a {}",
                view.kind
            ))
            .hint("`commons list --kind resource` shows resources"));
        }
        let agreements = match asking.asker {
            Some(asker) => self.agreed(asker, view.agent, view.id, occasion.today)?,
            None => Vec::new(),
        };
        let mut granted = permissions::granted(view);
        granted.extend(agreements.iter().flat_map(|agreed| agreed.granted.clone()));
        let parts = self.parts_of(view)?;
        let licence = view.text("licence").unwrap_or("NONE");
        let ask = |licence: &str| {
            let mut question = Question { granted: granted.clone(), ..asking.about(licence) };
            question.use_.combined_with.extend(pending(&parts, licence));
            question
        };
        let (question, reply) =
            match view.conflicts.iter().find(|conflict| conflict.field.name == "licence") {
                Some(conflict) => contested(conflict, &ask),
                None => {
                    let question = ask(licence);
                    let mut reply = answer(&question);
                    reply.reasons.extend(pending_reason(&question));
                    (question, reply)
                }
            };
        Ok(Answered { seen, parts, agreements, question, reply })
    }

    fn answered_json(
        &self,
        occasion: Occasion,
        known: &Known,
        asking: &Asking,
        answered: Answered,
    ) -> Result<Value, Failure> {
        let Answered { seen, parts, reply, .. } = answered;
        let view = &seen.view;
        let licence = view.text("licence").unwrap_or("NONE");
        let mut shown = to_json(&reply);
        // What was asked about, for whoever reads the answer later.
        shown["resource"] = to_json(&view.id);
        shown["title"] = to_json(&view.title());
        shown["licence"] = licence.into();
        shown["steward"] = self.named(occasion, known, view.agent)?;
        shown["parts"] = self.parts_json(occasion, known, &parts, licence)?.into();
        if let Some(asker) = asking.asker {
            shown["declared"] = self.declared(asker, view.id)?.into();
        }
        self.put_provenance(occasion, known, asking, &reply, &mut shown)?;
        if let Some(warnings) = shown["warnings"].as_array_mut() {
            warnings.extend(doubts_about_terms(view, &seen.log).into_iter().map(Value::from));
        }
        if let Some(not_kept) = seen.not_kept {
            shown["not_kept"] = not_kept;
        }
        Ok(shown)
    }

    /// Who asks: the agent named, else the node's own, else nobody; and the facts that it states.
    fn facts_of(&self, occasion: Occasion, agent: Option<&str>) -> Result<(Option<AgentId>, Facts), Failure> {
        let asker = match agent {
            Some(text) => Some(self.resolve_agent(occasion.asker, text, Whom::Here)?),
            None => self.agent(),
        };
        let record = match asker {
            Some(asker) => self.agent_record(asker)?,
            None => None,
        };
        match record {
            Some(record) => Ok((asker, declared_facts(&self.viewed(record)?))),
            None => Ok((asker, Facts::default())),
        }
    }

    /// Says beside an answer on whose word each fact stands: `asker`, `facts`, `warnings`. The answer itself stays what
    /// follows from what the question carried.
    fn put_provenance(
        &self,
        occasion: Occasion,
        known: &Known,
        asking: &Asking,
        reply: &Answer,
        shown: &mut Value,
    ) -> Result<(), Failure> {
        let (confirmations, more) = match asking.asker {
            Some(asker) => self.confirmations_about(occasion, known, asker)?,
            None => (Vec::new(), false),
        };
        let mut facts = Vec::new();
        let mut warnings = Vec::new();
        for account in account(&asking.facts, reply, &confirmations, occasion.today) {
            if let (Some((value, _)), false) = (&account.carried, account.denied.is_empty()) {
                warnings.push(format!(
                    "{} is taken as {value} here, which is denied by {} other{}: the answer rests on the word of whoever asks",
                    account.fact,
                    account.denied.len(),
                    if account.denied.len() == 1 { "" } else { "s" },
                ));
            }
            facts.push(self.account_json(occasion, known, &account)?);
        }
        shown["asker"] = match asking.asker {
            Some(asker) => self.named(occasion, known, asker)?,
            None => Value::Null,
        };
        shown["facts"] = facts.into();
        shown["warnings"] = warnings.into();
        shown["more_confirmations"] = more.into();
        Ok(())
    }

    fn account_json(
        &self,
        occasion: Occasion,
        known: &Known,
        account: &Account<'_>,
    ) -> Result<Value, Failure> {
        let all = |confirmations: &[&Confirmation]| -> Result<Vec<Value>, Failure> {
            confirmations.iter().map(|one| self.confirmation_json(occasion, known, one)).collect()
        };
        let mut shown = json!({
            "fact": account.fact,
            "used": account.used,
            "value": null,
            "basis": null,
            "confirmed_by": all(&account.confirmed)?,
            "denied_by": all(&account.denied)?,
            "no_longer": all(&account.spent)?,
        });
        if let Some((value, basis)) = &account.carried {
            put_value(&mut shown, value);
            shown["basis"] = to_json(basis)["basis"].clone();
        }
        Ok(shown)
    }
}

/// What may make the terms of a resource other than they look from here.
fn doubts_about_terms(view: &RecordView, log: &KeyLog) -> Vec<&'static str> {
    let mut doubts = Vec::new();
    if log.contest().is_some() {
        doubts.push(
            "the steward's members disagree about who may sign: what either side did since is not counted, and this answer goes by the terms from before",
        );
    }
    if !log.is_whole() {
        doubts.push("part of the steward's key log has not come here yet: the terms may not be the newest");
    }
    if view.proposals.iter().any(|proposal| proposal.field.name == "licence") {
        doubts.push("the steward's members are deciding on another licence: ask again before you rely on this for long");
    }
    if view.one("handed_over_to").is_some() {
        doubts.push("this resource was handed over to another steward, whose record may have other terms: `commons show` names it");
    }
    doubts
}

/// The steward's members set several licences at once: until that is settled, nobody can tell which holds.
fn contested(conflict: &Conflict, ask: &impl Fn(&str) -> Question) -> (Question, Answer) {
    let licences: Vec<&str> = conflict
        .values
        .iter()
        .filter_map(|(_, value)| match value {
            Held::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let all = licences.iter().map(|licence| format!("({licence})")).collect::<Vec<_>>().join(" AND ");
    let question = ask(&all);
    let under_all = answer(&question);
    let each: Vec<String> = licences
        .iter()
        .map(|licence| format!("{licence}: {}", answer(&ask(licence)).answer))
        .collect();
    let reason = Reason {
        clause: None,
        text: format!(
            "The steward's records name several licences at once, and nobody has settled which holds. Under each: {}.",
            each.join("; ")
        ),
        facts: Vec::new(),
    };
    let request = under_all.request.unwrap_or_else(|| {
        format!(
            "Hello,\n\nYour record of this work names several licences at once: {}. Could you please settle which holds?\n\nThank you.",
            licences.join(", ")
        )
    });
    let reply = Answer {
        answer: Verdict::Unclear,
        alternative: None,
        duties: Vec::new(),
        reasons: vec![reason],
        missing_facts: Vec::new(),
        request: Some(request),
        notice: under_all.notice,
    };
    (question, reply)
}

/// Says that parts of the work are under other terms, where that is so.
fn pending_reason(question: &Question) -> Option<Reason> {
    let terms = &question.use_.combined_with;
    if terms.is_empty() {
        return None;
    }
    Some(Reason {
        clause: None,
        text: format!(
            "Makers of parts of this work have not agreed to {}: their parts are under {}, and the answer counts both.",
            question.licence,
            terms.join(", ")
        ),
        facts: Vec::new(),
    })
}
