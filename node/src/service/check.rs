//! "May we reuse this?"

use commons_licences::{Answer, Question, Reason, Use, Verdict, answer};
use serde_json::Value;

use super::terms::{all_of, doubts_about_terms, licence_of, licences_at_once, resource};
use super::{Occasion, Service, to_json};
use crate::facts::Grounds;
use crate::failure::Failure;
use crate::request::Check;

impl Service {
    pub(super) fn check(&self, occasion: Occasion, check: Check) -> Result<Value, Failure> {
        let known = self.known()?;
        let (asker, facts) = self.asker(occasion, check.as_agent.as_deref(), &check.facts)?;
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
            let reply = answer(&ask(licence));
            let mut shown = to_json(&reply);
            let grounds = Grounds::of(&reply);
            self.put_provenance(occasion, &known, asker, &facts, &grounds, &mut shown)?;
            return Ok(shown);
        }
        let seen = self.seen(occasion.asker, &id)?;
        let view = resource(&seen)?;
        let granted = self.granted(occasion, asker, view)?;
        let ask = |licence: String| Question { granted: granted.clone(), ..ask(licence) };
        let reply = match licences_at_once(view) {
            Some(licences) => contested(&licences, &ask),
            None => answer(&ask(licence_of(view).to_owned())),
        };
        let mut shown = to_json(&reply);
        // What was asked about, for whoever reads the answer later.
        shown["resource"] = to_json(&view.id);
        shown["title"] = to_json(&view.title());
        shown["licence"] = licence_of(view).into();
        shown["steward"] = self.named(occasion, &known, view.agent)?;
        self.put_provenance(occasion, &known, asker, &facts, &Grounds::of(&reply), &mut shown)?;
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
fn contested(licences: &[&str], ask: &impl Fn(String) -> Question) -> Answer {
    let under_all = answer(&ask(all_of(licences)));
    let each: Vec<String> = licences
        .iter()
        .map(|licence| format!("{licence}: {}", answer(&ask((*licence).to_owned())).answer))
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
