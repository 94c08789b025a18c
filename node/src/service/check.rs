//! "May we reuse this?"

use commons_licences::{Answer, Basis, Facts, Question, Reason, Use, Verdict, answer};
use commons_registry::{Conflict, Kind, Value as Held};
use serde_json::Value;

use super::{Occasion, Service, read::declared_facts, to_json};
use crate::failure::Failure;
use crate::request::Check;

impl Service {
    pub(super) fn check(&self, occasion: Occasion, check: Check) -> Result<Value, Failure> {
        let mut facts = self.facts_of(check.as_agent.as_deref())?;
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
            return Ok(to_json(&answer(&ask(licence))));
        }
        let view = self.viewed(self.resolve_record(&id)?)?;
        if view.kind != Kind::Resource {
            return Err(Failure::invalid(format!(
                "expected the id of a resource, this is of a {}",
                view.kind
            ))
            .hint("`commons list --kind resource` shows resources"));
        }
        let reply = match view.conflicts.iter().find(|conflict| conflict.field.name == "licence") {
            Some(conflict) => contested(conflict, &ask),
            None => answer(&ask(view.text("licence").unwrap_or("NONE").to_owned())),
        };
        let mut shown = to_json(&reply);
        // What was asked about, for whoever reads the answer later.
        shown["resource"] = to_json(&view.id);
        shown["title"] = to_json(&view.title());
        shown["licence"] = view.text("licence").unwrap_or("NONE").into();
        Ok(shown)
    }

    /// The facts of the agent named, else of the node's own, else none.
    fn facts_of(&self, agent: Option<&str>) -> Result<Facts, Failure> {
        let record = match (agent, self.agent()) {
            (Some(id), _) => {
                let view = self.viewed(self.resolve_record(id)?)?;
                if view.kind != Kind::Agent {
                    return Err(Failure::invalid(format!(
                        "expected the id of an agent, this is of a {}",
                        view.kind
                    ))
                    .hint("`commons list --kind agent` shows agents"));
                }
                return Ok(declared_facts(&view));
            }
            (None, Some(own)) => self.agent_record(own)?,
            (None, None) => None,
        };
        match record {
            Some(record) => Ok(declared_facts(&self.viewed(record)?)),
            None => Ok(Facts::default()),
        }
    }
}

/// The steward's members set several licences at once: until that is settled, nobody can tell which holds.
fn contested(conflict: &Conflict, ask: &impl Fn(String) -> Question) -> Answer {
    let licences: Vec<&str> = conflict
        .values
        .iter()
        .filter_map(|(_, value)| match value {
            Held::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let all = licences.iter().map(|licence| format!("({licence})")).collect::<Vec<_>>().join(" AND ");
    let under_all = answer(&ask(all));
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
