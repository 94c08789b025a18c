//! "May we reuse this?"

use commons_identity::AgentId;
use commons_licences::{Answer, Facts, Question, Reason, Use, Verdict, answer};
use serde_json::Value;

use super::agreements::Agreed;
use super::asked::Seen;
use super::names::Known;
use super::offered::{all_of, doubts_about_terms, licence_of, licences_at_once, resource};
use super::parts::{Part, pending};
use super::{Occasion, Service, permissions, to_json};
use crate::facts::Grounds;
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
                self.put_provenance(
                    occasion,
                    &known,
                    asking.asker,
                    &asking.facts,
                    &Grounds::of(&reply),
                    &mut shown,
                )?;
                Ok(shown)
            }
            _ => Err(Failure::usage("expected the id of a resource, or --licence EXPR: one of the two")
                .hint("for instance: commons check --licence PPL --for commercial")),
        }
    }

    /// Who asks, and for what.
    pub(super) fn asking(&self, occasion: Occasion, check: &Check) -> Result<Asking, Failure> {
        let (asker, facts) = self.asker(occasion, check.as_agent.as_deref(), &check.facts)?;
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
        let view = resource(&seen)?;
        let agreements = match asking.asker {
            Some(asker) => self.agreed(asker, view.agent, view.id, occasion.today)?,
            None => Vec::new(),
        };
        let mut granted = permissions::granted(view);
        granted.extend(agreements.iter().flat_map(|agreed| agreed.granted.clone()));
        let parts = self.parts_of(view)?;
        let licence = licence_of(view);
        let ask = |licence: &str| {
            let mut question = Question { granted: granted.clone(), ..asking.about(licence) };
            question.use_.combined_with.extend(pending(&parts, licence));
            question
        };
        let (question, reply) = match licences_at_once(view) {
            Some(licences) => contested(&licences, &ask),
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
        let licence = licence_of(view);
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
        self.put_provenance(occasion, known, asking.asker, &asking.facts, &Grounds::of(&reply), &mut shown)?;
        if let Some(warnings) = shown["warnings"].as_array_mut() {
            warnings.extend(doubts_about_terms(view, &seen.log).into_iter().map(Value::from));
        }
        if let Some(not_kept) = seen.not_kept {
            shown["not_kept"] = not_kept;
        }
        Ok(shown)
    }
}

/// The steward's members set several licences at once: until that is settled, nobody can tell which holds.
fn contested(licences: &[&str], ask: &impl Fn(&str) -> Question) -> (Question, Answer) {
    let question = ask(&all_of(licences));
    let under_all = answer(&question);
    let each: Vec<String> =
        licences.iter().map(|licence| format!("{licence}: {}", answer(&ask(licence)).answer)).collect();
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
