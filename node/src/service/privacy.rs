//! All that this node holds about an agent: what it wrote, old wordings included, what others wrote that refers to it, and
//! what is noted here only.

use commons_identity::AgentId;
use commons_registry::{Kind, RecordId};
use serde_json::{Map, Value, json};

use super::found::to_hex;
use super::names::Whom;
use super::{Occasion, Service, to_json};
use crate::failure::Failure;

/// Most records of an agent's own that are told in full, and most of others that refer to it. Where there are more, that is
/// said: a bundle of everything, by `commons export`, has them all.
const MAX_TOLD: usize = 10_000;

impl Service {
    pub(super) fn privacy(&self, occasion: Occasion, agent: Option<&str>) -> Result<Value, Failure> {
        let agent = match agent {
            Some(agent) => self.resolve_agent(occasion.asker, agent, Whom::Anybody)?,
            None => self.keys().open()?.agent(),
        };
        let known = self.known()?;
        let mut shown = self.named(occasion, &known, agent)?;
        let mut kinds = Map::new();
        let mut records = Vec::new();
        let mut wrote: Vec<RecordId> = Vec::new();
        let mut cut = false;
        for kind in Kind::ALL {
            let own = self.store.records_of(agent, kind)?;
            if !own.is_empty() {
                kinds.insert(kind.to_string(), own.len().into());
            }
            wrote.extend(&own);
            for record in own {
                match records.len() < MAX_TOLD {
                    true => records.push(self.record_in_full(record)?),
                    false => cut = true,
                }
            }
        }
        let mut referring = self.store.references_to(agent.as_bytes(), None, MAX_TOLD + 1)?;
        for record in &wrote {
            if referring.len() > MAX_TOLD {
                break;
            }
            referring.extend(self.store.references_to(record.as_bytes(), None, MAX_TOLD + 1)?);
        }
        referring.retain(|listed| listed.agent != agent);
        referring.sort_by_key(|listed| listed.id);
        referring.dedup_by_key(|listed| listed.id);
        cut |= referring.len() > MAX_TOLD;
        let mut of_others = Vec::new();
        for listed in referring.iter().take(MAX_TOLD) {
            let mut other = self.named(occasion, &known, listed.agent)?;
            other["id"] = to_json(&listed.id);
            other["kind"] = to_json(&listed.kind);
            other["record"] = self.store.view(listed.id)?.map_or(Value::Null, |view| view.to_json());
            of_others.push(other);
        }
        shown["wrote"] = json!({ "kinds": kinds, "records": records });
        shown["of_others"] = of_others.into();
        shown["here_only"] = self.here_only(agent);
        shown["key_log_entries"] = self.store.log_items(agent)?.iter().map(|item| to_hex(item)).collect();
        shown["cut"] = cut.into();
        Ok(shown)
    }

    /// A record with every change of it that is held: what was said before is still there to be read.
    fn record_in_full(&self, record: RecordId) -> Result<Value, Failure> {
        let view = self.store.view(record)?;
        let changes = self.store.changes_of(record)?;
        Ok(json!({
            "id": record,
            "shows": view.map(|view| view.to_json()),
            "changes": changes.iter().map(|change| to_hex(&change.to_bytes())).collect::<Vec<_>>(),
        }))
    }

    /// What stands in files of this node, and goes to nobody.
    fn here_only(&self, agent: AgentId) -> Value {
        let (petname, domains): (Option<String>, Vec<Value>) = {
            let local = self.local();
            let petname =
                local.petnames.iter().find(|(named, _)| *named == agent).map(|(_, name)| name.to_owned());
            (petname, local.domain_checks.of(agent).map(to_json).collect())
        };
        let reports: Vec<Value> =
            self.local().reports.iter().filter(|filed| filed.agent == agent).map(to_json).collect();
        let trust = self.trust();
        json!({
            "reports": reports,
            "petname": petname,
            "domains": domains,
            "followed": trust.followed.contains_key(&agent),
            "blocked": trust.blocked.contains(&agent),
        })
    }
}
