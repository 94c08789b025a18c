//! "May we reuse this?"

use commons_identity::{AgentId, KeyLog};
use commons_licences::{Answer, Basis, Facts, Question, Reason, Use, Verdict, answer_with};
use commons_registry::{Conflict, Kind, RecordView, Value as Held};
use serde_json::{Value, json};

use super::confirmed::put_value;
use super::names::{Known, Whom};
use super::{Occasion, Service, permissions, read::declared_facts, to_json};
use crate::facts::{Account, Confirmation, account};
use crate::failure::Failure;
use crate::request::Check;

impl Service {
    pub(super) fn check(&self, occasion: Occasion, check: Check) -> Result<Value, Failure> {
        let known = self.known()?;
        let (asker, mut facts) = self.facts_of(occasion, check.as_agent.as_deref())?;
        for (name, value) in &check.facts {
            facts.set_fact(name, value, Basis::Given).map_err(|error| Failure::usage(error.to_string()))?;
        }
        let mut use_ = Use { purpose: check.purpose, ..Use::default() };
        if !check.acts.is_empty() {
            use_.acts = check.acts.into_iter().collect();
        }
        let ask = |licence: String| Question {
            user: facts.clone().into(),
            use_: use_.clone(),
            ..Question::about(licence)
        };
        let (id, licence) = match (check.id, check.licence) {
            (Some(id), None) => (id, None),
            (None, Some(licence)) => (String::new(), Some(licence)),
            _ => {
                return Err(Failure::usage(
                    "expected the id of a resource, or --licence EXPR: one of the two",
                )
                .hint("for instance: commons check --licence PPL --for commercial"));
            }
        };
        if let Some(licence) = licence {
            let licence = self.pinned_if_own(licence)?;
            let sheets = self.sheets_for(occasion, &known, [licence.as_str()])?;
            let reply = answer_with(&ask(licence.clone()), &sheets);
            let mut shown = to_json(&reply);
            self.put_own_terms(&mut shown, Some(&licence), [])?;
            self.put_alternative(&reply, &mut shown)?;
            self.put_provenance(occasion, &known, asker, &facts, &reply, &mut shown)?;
            return Ok(shown);
        }
        let seen = self.seen(occasion.asker, &id)?;
        let view = &seen.view;
        if view.kind != Kind::Resource {
            return Err(Failure::invalid(format!(
                "expected the id of a resource, this is of a {}",
                view.kind
            ))
            .hint("`commons list --kind resource` shows resources"));
        }
        let mut granted = permissions::granted(view);
        if let Some(asker) = asker {
            granted.extend(self.agreed(asker, view.agent, view.id, occasion.today)?);
        }
        let ask = |licence: String| Question { granted: granted.clone(), ..ask(licence) };
        let licence = view.text("licence").unwrap_or("NONE");
        let conflict = view.conflicts.iter().find(|conflict| conflict.field.name == "licence");
        let several = conflict.map(licences_of).unwrap_or_default();
        let named = || std::iter::once(licence).chain(several.iter().copied());
        let sheets = self.sheets_for(occasion, &known, named())?;
        let answer = |licence: String| answer_with(&ask(licence), &sheets);
        let reply = match conflict {
            Some(_) => {
                let readable = several.iter().map(|licence| self.readable(licence));
                contested(&several, &readable.collect::<Result<Vec<_>, _>>()?, &answer)
            }
            None => answer(licence.to_owned()),
        };
        let mut shown = to_json(&reply);
        self.put_own_terms(&mut shown, Some(licence), several.iter().copied())?;
        self.put_alternative(&reply, &mut shown)?;
        // What was asked about, for whoever reads the answer later.
        shown["resource"] = to_json(&view.id);
        shown["title"] = to_json(&view.title());
        shown["licence"] = licence.into();
        shown["steward"] = self.named(occasion, &known, view.agent)?;
        self.put_provenance(occasion, &known, asker, &facts, &reply, &mut shown)?;
        if let Some(warnings) = shown["warnings"].as_array_mut() {
            warnings.extend(doubts_about_terms(view, &seen.log).into_iter().map(Value::from));
        }
        if let Some(not_kept) = seen.not_kept {
            shown["not_kept"] = not_kept;
        }
        Ok(shown)
    }

    /// The alternative that an answer is for, as people read it, where it names own terms.
    fn put_alternative(&self, reply: &Answer, shown: &mut Value) -> Result<(), Failure> {
        if let Some(alternative) = &reply.alternative
            && shown.get("own_terms").is_some()
        {
            shown["alternative_in_words"] = self.readable(alternative)?.into();
        }
        Ok(())
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
        asker: Option<AgentId>,
        carried: &Facts,
        reply: &Answer,
        shown: &mut Value,
    ) -> Result<(), Failure> {
        let (confirmations, more) = match asker {
            Some(asker) => self.confirmations_about(occasion, known, asker)?,
            None => (Vec::new(), false),
        };
        let mut facts = Vec::new();
        let mut warnings = Vec::new();
        for account in account(carried, reply, &confirmations, occasion.today) {
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
        shown["asker"] = match asker {
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

/// The licences that stand in a record at once.
fn licences_of(conflict: &Conflict) -> Vec<&str> {
    let texts = conflict.values.iter().filter_map(|(_, value)| match value {
        Held::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

/// The steward's members set several licences at once: until that is settled, nobody can tell which holds.
fn contested(licences: &[&str], readable: &[String], answer: &impl Fn(String) -> Answer) -> Answer {
    let all = licences.iter().map(|licence| format!("({licence})")).collect::<Vec<_>>().join(" AND ");
    let under_all = answer(all);
    let each: Vec<String> = licences
        .iter()
        .zip(readable)
        .map(|(licence, readable)| format!("{readable}: {}", answer((*licence).to_owned()).answer))
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
            readable.join(", ")
        )
    });
    Answer {
        answer: Verdict::Unclear,
        alternative: None,
        duties: Vec::new(),
        reasons: vec![reason],
        missing_facts: Vec::new(),
        request: Some(request),
        notice: under_all.notice,
    }
}
