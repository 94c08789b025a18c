//! Records in the vocabulary of schema.org: gathers what `json_ld` says of them.

use commons_identity::AgentId;
use commons_registry::{Kind, RecordView, Value as Held, is_uncredited, own_terms_in};
use serde_json::Value;

use super::{Occasion, Service, permissions};
use crate::failure::Failure;
use crate::json_ld::{Besides, Contributor, Named, json_ld};

impl Service {
    /// A record in the vocabulary of schema.org. What people call each other on this node stays here.
    pub(super) fn json_ld(&self, occasion: Occasion, id: &str) -> Result<Value, Failure> {
        let record = match self.resolve_named(occasion.asker, id) {
            Ok(commons_store::Found::Agent(agent)) => self.agent_record(agent)?.map(|own| own.to_string()),
            _ => None,
        };
        let view = self.seen(occasion.asker, record.as_deref().unwrap_or(id))?.view;
        let mut besides = Besides { steward: self.described(view.agent)?, ..Besides::default() };
        if view.kind == Kind::Resource {
            besides.contributors = self.credited(&view)?;
            besides.permissions = permissions::of_resource(&view).unwrap_or_default();
            let licence = view.text("licence").unwrap_or_default();
            besides.licence_in_words = self.readable(licence)?;
            for terms in own_terms_in(licence) {
                let links = self.as_pinned(&terms)?.map(|pinned| links(&pinned)).unwrap_or_default();
                let called = self.called(&terms)?;
                besides.terms.insert(terms, (called, links));
            }
        }
        Ok(json_ld(&view, &besides))
    }

    fn described(&self, agent: AgentId) -> Result<Named, Failure> {
        let Some(record) = self.agent_record(agent)? else { return Ok(Named::default()) };
        let Some(view) = self.store.view(record)? else { return Ok(Named::default()) };
        Ok(Named {
            name: view.title().map(str::to_owned),
            kind: view.text("agent_kind").map(str::to_owned),
            record: Some(record),
        })
    }

    /// Whoever contributed to a work, as far as its steward says so, each once. Whoever asks not to be named is left out; all
    /// are, if the makers of the work ask for that.
    fn credited(&self, work: &RecordView) -> Result<Vec<Contributor>, Failure> {
        let mut credited = Vec::new();
        if is_uncredited(work) {
            return Ok(credited);
        }
        for part in self.parts_of(work)?.all.iter().filter(|part| !is_uncredited(&part.view)) {
            let contributor = match part.view.text("credit_as") {
                Some(name) => Contributor::Called(name.to_owned()),
                None => Contributor::Agent(part.view.agent, self.described(part.view.agent)?),
            };
            if !credited.contains(&contributor) {
                credited.push(contributor);
            }
        }
        Ok(credited)
    }
}

fn links(view: &RecordView) -> Vec<String> {
    let text = |value: &Held| match value {
        Held::Text(text) => Some(text.clone()),
        _ => None,
    };
    view.set("links").filter_map(text).collect()
}
