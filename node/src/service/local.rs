//! What is known on this node only: petnames, what domains answered, and reports.

use std::sync::{MutexGuard, PoisonError};

use commons_identity::AgentId;
use commons_registry::{RecordView, Value as Held};
use serde_json::{Value, json};

use super::names::Whom;
use super::{Occasion, Service};
use crate::arrivals::Arrivals;
use crate::data_dir::DataDir;
use crate::day::Day;
use crate::domain::{DomainCheck, DomainChecks, read_names};
use crate::failure::Failure;
use crate::petnames::Petnames;
use crate::reports::{Hour, Reports};

/// Most domains of one agent that are asked: it lists them, and we do the asking.
const MAX_DOMAINS: usize = 8;

/// Files of this node that are nobody else's business.
#[derive(Debug, Default)]
pub(super) struct Local {
    pub(super) petnames: Petnames,
    pub(super) domain_checks: DomainChecks,
    pub(super) reports: Reports,
    /// How much people without an account reported of late.
    pub(super) reported: Hour,
    pub(super) arrivals: Arrivals,
}

impl Local {
    pub(super) fn load(data: &DataDir) -> Result<Self, Failure> {
        Ok(Self {
            petnames: Petnames::load(data)?,
            domain_checks: DomainChecks::load(data)?,
            reports: Reports::load(data)?,
            reported: Hour::default(),
            // Read once it is known of which journal.
            arrivals: Arrivals::default(),
        })
    }
}

impl Service {
    pub(super) fn local(&self) -> MutexGuard<'_, Local> {
        self.local.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn set_petname(&self, occasion: Occasion, agent: &str, name: &str) -> Result<Value, Failure> {
        let agent = self.resolve_agent(occasion.asker, agent, Whom::Here)?;
        {
            let mut local = self.local();
            let mut petnames = local.petnames.clone();
            petnames.set(agent, name)?;
            petnames.save(&self.data)?;
            local.petnames = petnames;
        }
        self.named(occasion, &*self.known()?, agent)
    }

    /// Takes a name away, also from an agent that is not here any more.
    pub(super) fn remove_petname(&self, occasion: Occasion, agent: &str) -> Result<Value, Failure> {
        let named: Vec<AgentId> = self.local().petnames.iter().map(|(agent, _)| agent).collect();
        let agent = match self.agent_among(agent, &named, "named") {
            Ok(agent) => agent,
            Err(_) => self.resolve_agent(occasion.asker, agent, Whom::Here)?,
        };
        let mut local = self.local();
        let mut petnames = local.petnames.clone();
        let name = petnames.remove(agent).ok_or_else(|| {
            Failure::not_found(format!("agent {} has no petname here", agent.short()))
                .hint("`commons petname --list` shows petnames")
        })?;
        petnames.save(&self.data)?;
        local.petnames = petnames;
        Ok(json!({ "agent": agent, "removed": name }))
    }

    pub(super) fn petnames(&self, occasion: Occasion) -> Result<Value, Failure> {
        let known = self.known()?;
        let agents: Vec<AgentId> = self.local().petnames.iter().map(|(agent, _)| agent).collect();
        let items: Vec<Value> =
            agents.into_iter().map(|agent| self.named(occasion, &known, agent)).collect::<Result<_, _>>()?;
        Ok(json!({ "items": items }))
    }

    /// The domains that an agent lists, and what each last answered. Nobody is asked.
    pub(super) fn domains(&self, occasion: Occasion, agent: &str) -> Result<Value, Failure> {
        let agent = self.resolve_agent(occasion.asker, agent, Whom::Here)?;
        let mut shown = self.named(occasion, &*self.known()?, agent)?;
        let local = self.local();
        let mut domains = self.listed_domains(agent)?;
        domains.truncate(MAX_DOMAINS);
        shown["domains"] = domains
            .into_iter()
            .map(|domain| {
                let last = local.domain_checks.of(agent).find(|check| check.domain == domain);
                json!({ "domain": domain, "last": last })
            })
            .collect();
        Ok(shown)
    }

    /// Keeps what domains answered about an agent.
    pub(super) fn keep_domain_checks(
        &self,
        occasion: Occasion,
        agent: &str,
        checks: Vec<DomainCheck>,
    ) -> Result<Value, Failure> {
        let agent = self.resolve_agent(occasion.asker, agent, Whom::Here)?;
        let shown = json!(checks);
        {
            let mut local = self.local();
            let mut kept = local.domain_checks.clone();
            checks.into_iter().for_each(|check| kept.keep(agent, check));
            kept.save(&self.data)?;
            local.domain_checks = kept;
        }
        let mut answer = self.named(occasion, &*self.known()?, agent)?;
        answer["checks"] = shown;
        Ok(answer)
    }

    /// The domain that confirmed an agent, and when: the last to do so of those that the agent still lists.
    pub(super) fn confirmed_domain(&self, agent: AgentId) -> Result<Option<(String, Day)>, Failure> {
        let mut confirmed: Vec<(Day, String)> = self
            .local()
            .domain_checks
            .of(agent)
            .filter(|check| check.confirmed)
            .map(|check| (check.on, check.domain.clone()))
            .collect();
        if confirmed.is_empty() {
            return Ok(None); // most agents: their records need not be looked at
        }
        let listed = self.listed_domains(agent)?;
        confirmed.retain(|(_, domain)| listed.contains(domain));
        Ok(confirmed.into_iter().max().map(|(on, domain)| (domain, on)))
    }

    fn listed_domains(&self, agent: AgentId) -> Result<Vec<String>, Failure> {
        let Some(record) = self.agent_record(agent)? else { return Ok(Vec::new()) };
        let Some(view) = self.store.view(record)? else { return Ok(Vec::new()) };
        Ok(read_names(domains_in(&view)).into_iter().map(|(shown, _)| shown).collect())
    }
}

fn domains_in(view: &RecordView) -> impl Iterator<Item = &str> {
    view.set("domains").filter_map(|value| match value {
        Held::Text(text) => Some(text.as_str()),
        _ => None,
    })
}
