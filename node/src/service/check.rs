//! "May we reuse this?"

use commons_identity::AgentId;
use commons_licences::{Answer, Facts, Question, Reason, Sheets, Use, Verdict, answer_with};
use serde_json::Value;

use super::agreements::Agreed;
use super::asked::Seen;
use super::asker::put_given;
use super::names::Known;
use super::offered::{all_of, doubts_about_terms, licence_of, resource};
use super::parts::Parts;
use super::{Occasion, Service, permissions, to_json};
use crate::facts::Grounds;
use crate::failure::Failure;
use crate::request::Check;
use crate::sentences;

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
    pub(super) parts: Parts,
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
                let licence = self.pinned_if_own(licence.clone())?;
                let sheets = self.sheets_for(occasion, &known, [licence.as_str()])?;
                let reply = answer_with(&asking.about(&licence), &sheets);
                let mut shown = to_json(&reply);
                self.put_own_terms(&mut shown, Some(&licence), [])?;
                self.put_alternative(&reply, &mut shown)?;
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
        let (asker, facts) = if check.alone {
            let mut facts = Facts::default();
            put_given(&mut facts, &check.facts)?;
            (None, facts)
        } else {
            self.asker(occasion, check.as_agent.as_deref(), &check.facts)?
        };
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
        self.answer_on(occasion, asking, seen)
    }

    /// The same about a resource that was looked up before.
    pub(super) fn answer_on(
        &self,
        occasion: Occasion,
        asking: &Asking,
        seen: Seen,
    ) -> Result<Answered, Failure> {
        let view = resource(&seen)?;
        let agreements = match asking.asker {
            Some(asker) => self.agreed(asker, view.agent, view.id, occasion.today)?,
            None => Vec::new(),
        };
        let mut granted = permissions::granted(view);
        granted.extend(agreements.iter().flat_map(|agreed| agreed.granted.clone()));
        let parts = self.parts_of(view)?;
        let licence = licence_of(view);
        let waiting = parts.pending(licence);
        let ask = |licence: &str| {
            let mut question = Question { granted: granted.clone(), ..asking.about(licence) };
            question.use_.combined_with.extend(waiting.iter().cloned());
            question
        };
        let several = self.licences_named(view)?;
        let named = std::iter::once(licence).chain(several.iter().map(String::as_str));
        let named = named.chain(waiting.iter().map(String::as_str));
        let sheets = self.sheets_for(occasion, &*self.known()?, named)?;
        let (question, reply) = match several.as_slice() {
            [] => {
                let question = ask(licence);
                let mut reply = answer_with(&question, &sheets);
                if !waiting.is_empty() {
                    reply.reasons.push(self.pending_reason(licence, &waiting)?);
                }
                (question, reply)
            }
            several => {
                let readable = several.iter().map(|licence| self.readable(licence));
                contested(several, &readable.collect::<Result<Vec<_>, _>>()?, &ask, &sheets)
            }
        };
        Ok(Answered { seen, parts, agreements, question, reply })
    }

    pub(super) fn answered_json(
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
        let several = self.licences_named(view)?;
        self.put_own_terms(&mut shown, Some(licence), several.iter().map(String::as_str))?;
        self.put_alternative(&reply, &mut shown)?;
        // What was asked about, for whoever reads the answer later.
        shown["resource"] = to_json(&view.id);
        shown["title"] = to_json(&view.title());
        shown["licence"] = licence.into();
        shown["steward"] = self.named(occasion, known, view.agent)?;
        shown["parts"] = self.parts_json(occasion, known, &parts, licence)?.into();
        // Whoever looks at the pages asks for themselves, if by default with the facts of the node's own agent.
        if let Some(asker) = asking.asker.filter(|_| occasion.asker.is_of_the_house()) {
            shown["own"] = (asker == view.agent).into();
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

    /// The alternative that an answer is for, as people read it, where it names own terms.
    fn put_alternative(&self, reply: &Answer, shown: &mut Value) -> Result<(), Failure> {
        if let Some(alternative) = &reply.alternative
            && shown.get("own_terms").is_some()
        {
            shown["alternative_in_words"] = self.readable(alternative)?.into();
        }
        Ok(())
    }

    /// Says that parts of the work are under other terms.
    fn pending_reason(&self, licence: &str, terms: &[String]) -> Result<Reason, Failure> {
        let terms: Vec<String> = terms.iter().map(|terms| self.readable(terms)).collect::<Result<_, _>>()?;
        Ok(Reason {
            clause: None,
            text: sentences::parts_pending(&self.readable(licence)?, &terms.join(", ")),
            facts: Vec::new(),
        })
    }
}

/// The steward's members set several licences at once: until that is settled, nobody can tell which holds.
fn contested(
    licences: &[String],
    readable: &[String],
    ask: &impl Fn(&str) -> Question,
    sheets: &Sheets,
) -> (Question, Answer) {
    let question = ask(&all_of(licences));
    let under_all = answer_with(&question, sheets);
    let each: Vec<String> = licences
        .iter()
        .zip(readable)
        .map(|(licence, readable)| format!("{readable}: {}", answer_with(&ask(licence), sheets).answer))
        .collect();
    let reason =
        Reason { clause: None, text: sentences::several_licences(&each.join("; ")), facts: Vec::new() };
    let request = under_all.request.unwrap_or_else(|| {
        format!(
            "Hello,\n\nYour record of this work names several licences at once: {}. Could you please settle which holds?\n\nThank you.",
            readable.join(", ")
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
