//! An organisation or a person as a whole: what it says of itself and who confirms or denies that, who may sign for it, and
//! its agreements. Whom this node trusts, and why, is told to its owner only.

use std::collections::BTreeMap;

use commons_identity::{Act, AgentId, Agreement};
use serde_json::{Value, json};

use super::confirmed::{put_stated, put_value};
use super::members::{act_name, contest_json, members_of};
use super::names::Whom;
use super::{Occasion, Service};
use crate::facts::{Force, StatedFact};
use crate::failure::Failure;

/// Who says something of a fact: those who say what the agent says, and those who say otherwise.
#[derive(Default)]
struct Said {
    declared: bool,
    confirmed_by: Vec<Value>,
    /// What others say instead.
    denied_by: Vec<Value>,
}

impl Service {
    /// `{"agent",…,"record","form","members","threshold","by_consent","contested","incomplete","facts","more_said",
    /// "agreements"}`; for the owner `standing` besides. Its works are those that `Search` finds by `agent`.
    pub(super) fn about_agent(&self, occasion: Occasion, id: &str) -> Result<Value, Failure> {
        let agent = self.resolve_agent(occasion.asker, id, Whom::Here)?;
        let known = self.known()?;
        let mut shown = self.named(occasion, &known, agent)?;
        shown["record"] = match self.agent_record(agent)? {
            Some(record) => {
                let mut record = self.show(occasion, &record.to_string(), false)?;
                if let Some(record) = record.as_object_mut() {
                    // Told by what is contributed and found, and in pages of their own.
                    record.remove("referred_to_by");
                }
                record
            }
            None => Value::Null,
        };
        let log = self.store.key_log(agent)?;
        shown["form"] = json!(log.form());
        shown["contested"] = contest_json(&log);
        shown["incomplete"] = (!log.is_whole()).into();
        // Keys are public, but for how many there are nobody needs them.
        if let Ok(members) = members_of(&log) {
            shown["members"] = members.keys().count().into();
            shown["threshold"] = members.threshold().into();
            let by_consent =
                Act::ALL.into_iter().filter(|act| members.policy().agreement(*act) == Agreement::Consent);
            shown["by_consent"] = by_consent.map(act_name).collect();
        }
        let (facts, more) = self.facts_of(occasion, agent)?;
        shown["facts"] = facts.into();
        shown["more_said"] = more.into();
        shown["agreements"] = self.agreements_of(occasion, agent)?;
        if occasion.asker.is_of_the_house() {
            shown["standing"] = self.why(&agent.to_string())?;
        }
        Ok(shown)
    }

    /// Every fact that the agent states or others state of it, with who says so and who says otherwise; and whether there may be
    /// more to hear.
    fn facts_of(&self, occasion: Occasion, agent: AgentId) -> Result<(Vec<Value>, bool), Failure> {
        let known = self.known()?;
        let mut facts: BTreeMap<StatedFact, Said> = BTreeMap::new();
        let view = match self.agent_record(agent)? {
            Some(record) => self.view(record)?,
            None => None,
        };
        let stated = view.iter().flat_map(|view| view.keyed("facts"));
        let mut declared: Vec<StatedFact> = stated
            .filter_map(|(fact, value)| {
                let value = match value {
                    commons_registry::Value::Bool(value) => value.to_string(),
                    commons_registry::Value::Text(text) => text.clone(),
                    _ => return None,
                };
                Some(StatedFact::written(fact, &value))
            })
            .collect();
        let kind = view.as_ref().and_then(|view| view.text("agent_kind"));
        declared.extend(kind.map(|kind| StatedFact::written("kind", kind)));
        for fact in &declared {
            facts.entry(fact.clone()).or_default().declared = true;
        }
        let (heard, more) = self.confirmations_about(occasion, &known, agent)?;
        for one in heard.iter().filter(|one| one.force(occasion.today) == Force::Holds) {
            let mut by = self.named(occasion, &known, one.by)?;
            by["id"] = json!(one.id);
            by["until"] = json!(one.until);
            by["reason"] = json!(one.reason);
            put_value(&mut by, &one.stated.value);
            let disputed = declared
                .iter()
                .find(|declared| declared.fact == one.stated.fact && declared.value != one.stated.value);
            match disputed {
                Some(declared) => facts.entry(declared.clone()).or_default().denied_by.push(by),
                None => facts.entry(one.stated.clone()).or_default().confirmed_by.push(by),
            }
        }
        let shown = facts.into_iter().map(|(fact, said)| {
            let mut shown = json!({
                "declared": said.declared,
                "confirmed_by": said.confirmed_by,
                "denied_by": said.denied_by,
            });
            put_stated(&mut shown, &fact);
            shown
        });
        Ok((shown.collect(), more))
    }
}
