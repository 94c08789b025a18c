//! Who asks about reuse, which facts that carries, and on whose word each of them stands.

use commons_identity::AgentId;
use commons_licences::{Basis, Facts};
use serde_json::{Value, json};

use super::confirmed::put_value;
use super::names::{Known, Whom};
use super::{Occasion, Service, read::declared_facts, to_json};
use crate::facts::{Account, Confirmation, Grounds, account};
use crate::failure::Failure;
use crate::sentences;

impl Service {
    /// Who asks: the agent named, else the node's own, else nobody; and the facts that it states, with those that are given
    /// by hand over them.
    pub(super) fn asker(
        &self,
        occasion: Occasion,
        agent: Option<&str>,
        given: &[(String, String)],
    ) -> Result<(Option<AgentId>, Facts), Failure> {
        let asker = match agent {
            Some(text) => Some(self.resolve_agent(occasion.asker, text, Whom::Here)?),
            None => self.agent(),
        };
        let record = match asker {
            Some(asker) => self.agent_record(asker)?,
            None => None,
        };
        let mut facts = match record {
            Some(record) => declared_facts(&self.viewed(record)?),
            None => Facts::default(),
        };
        put_given(&mut facts, given)?;
        Ok((asker, facts))
    }

    /// Says beside an answer on whose word each fact stands: `asker`, `facts`, `warnings`. The answer itself stays what
    /// follows from what the question carried.
    pub(super) fn put_provenance(
        &self,
        occasion: Occasion,
        known: &Known,
        asker: Option<AgentId>,
        carried: &Facts,
        grounds: &Grounds<'_>,
        shown: &mut Value,
    ) -> Result<(), Failure> {
        let (confirmations, more) = match asker {
            Some(asker) => self.confirmations_about(occasion, known, asker)?,
            None => (Vec::new(), false),
        };
        let mut facts = Vec::new();
        let mut warnings = Vec::new();
        for account in account(carried, grounds, &confirmations, occasion.today) {
            if let (Some((value, _)), false) = (&account.carried, account.denied.is_empty()) {
                let (fact, value) = (account.fact.as_str(), value.to_string());
                warnings.push(match account.denied.len() {
                    1 => sentences::denied_by_one(fact, &value),
                    count => sentences::denied(fact, &value, &count.to_string()),
                });
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

/// Puts in the facts that are given by hand.
pub(super) fn put_given(facts: &mut Facts, given: &[(String, String)]) -> Result<(), Failure> {
    for (name, value) in given {
        facts.set_fact(name, value, Basis::Given).map_err(|error| Failure::usage(error.to_string()))?;
    }
    Ok(())
}
