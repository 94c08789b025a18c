//! How an agent is named wherever it is shown: what it calls itself, what it is called here, whether that name could
//! be mistaken for one that is known, and whether a domain vouches for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};

use commons_identity::{AgentId, EntryId};
use commons_registry::{Kind, KnownNames, RecordView, StateRoot, Value as Held};
use commons_store::{Found, Listed};
use serde_json::{Value, json};

use super::{Asker, Occasion, Service, to_json};
use crate::failure::Failure;

/// The names that others may not pass themselves off with, as of one state.
pub(super) struct Known {
    state: StateRoot,
    petnames: Vec<(AgentId, String)>,
    agents: BTreeSet<AgentId>,
    /// What each of them calls itself, in every language, and of which changes that is read.
    called: BTreeMap<AgentId, (u64, EntryId, Vec<String>)>,
    /// By their own names only: for everybody.
    public: Arc<KnownNames>,
    /// By the names given to them here, too: for the owner.
    private: Arc<KnownNames>,
}

impl Service {
    /// Agents whose names are guarded against look-alikes, and who come first among those who confirm something: the
    /// node's own, those that it follows, and those to whom people here gave a name.
    pub(super) fn known_agents(&self) -> BTreeSet<AgentId> {
        let mut known: BTreeSet<AgentId> = self.followed().into_iter().chain(self.agent()).collect();
        known.extend(self.local().petnames.iter().map(|(agent, _)| agent));
        known
    }

    /// Agents that this node follows.
    fn followed(&self) -> Vec<AgentId> {
        self.trust().followed.keys().copied().collect()
    }

    /// The known names; worked out anew only when something changed, and then only for whom it did.
    pub(super) fn known(&self) -> Result<Arc<Known>, Failure> {
        let agents = self.known_agents();
        let petnames: Vec<(AgentId, String)> =
            self.local().petnames.iter().map(|(agent, name)| (agent, name.to_owned())).collect();
        let state = self.store.state();
        let before = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(known) = &before
            && (known.state, &known.agents, &known.petnames) == (state, &agents, &petnames)
        {
            return Ok(Arc::clone(known));
        }
        let mut called = BTreeMap::new();
        for agent in &agents {
            let held = before.as_ref().and_then(|known| known.called.get(agent));
            if let Some(names) = self.names_of(*agent, held)? {
                called.insert(*agent, names);
            }
        }
        let (public, private) = match &before {
            // Most changes are not about these names.
            Some(known) if (&known.called, &known.petnames) == (&called, &petnames) => {
                (Arc::clone(&known.public), Arc::clone(&known.private))
            }
            _ => {
                let mut names = KnownNames::default();
                for (agent, (.., own)) in &called {
                    own.iter().for_each(|name| names.insert(*agent, name));
                }
                let public = Arc::new(names.clone());
                petnames.iter().for_each(|(agent, name)| names.insert(*agent, name));
                (public, Arc::new(names))
            }
        };
        let known = Arc::new(Known { state, petnames, agents, called, public, private });
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&known));
        Ok(known)
    }

    /// What an agent calls itself, in every language.
    fn names_of(
        &self,
        agent: AgentId,
        held: Option<&(u64, EntryId, Vec<String>)>,
    ) -> Result<Option<(u64, EntryId, Vec<String>)>, Failure> {
        let Some(record) = self.agent_record(agent)? else { return Ok(None) };
        let Some(listed) = self.store.listed(record)? else { return Ok(None) };
        let entry = self.store.key_log(agent)?.current();
        if let Some(held) = held.filter(|held| (held.0, held.1) == (listed.changes, entry)) {
            return Ok(Some(held.clone()));
        }
        let names = self.store.view(record)?.map(|view| names_in(&view)).unwrap_or_default();
        Ok(Some((listed.changes, entry, names)))
    }

    /// Says in an answer who an agent is: `agent_name`, and if there is something to say `petname`, `looks_like` and
    /// `confirmed_domain`.
    pub(super) fn put_names(
        &self,
        occasion: Occasion,
        known: &Known,
        shown: &mut Value,
        agent: AgentId,
    ) -> Result<(), Failure> {
        let name = self.agent_name(agent)?;
        self.put_marks(occasion, known, shown, agent, name.as_deref().into_iter())?;
        shown["agent_name"] = to_json(&name);
        Ok(())
    }

    /// Says all that is said beside an agent's name; it is known by several where it is shown in full.
    pub(super) fn put_marks<'n>(
        &self,
        occasion: Occasion,
        known: &Known,
        shown: &mut Value,
        agent: AgentId,
        names: impl Iterator<Item = &'n str>,
    ) -> Result<(), Failure> {
        if occasion.asker == Asker::Owner
            && let Some(petname) = self.local().petnames.get(agent)
        {
            shown["petname"] = petname.into();
        }
        let mut names = names;
        if self.agent() != Some(agent)
            && let Some((other, name)) = names.find_map(|name| known.names(occasion).looks_like(name, agent))
        {
            shown["looks_like"] = json!({ "agent": other, "name": name });
        }
        if let Some((domain, on)) = self.confirmed_domain(agent)? {
            shown["confirmed_domain"] = json!({ "domain": domain, "on": on });
        }
        Ok(())
    }

    /// An agent's `{"agent", "agent_name", …}`.
    pub(super) fn named(&self, occasion: Occasion, known: &Known, agent: AgentId) -> Result<Value, Failure> {
        let mut shown = json!({ "agent": agent });
        self.put_names(occasion, known, &mut shown, agent)?;
        Ok(shown)
    }

    /// An answer about an agent with what is to be known about its name.
    pub(super) fn marked(&self, occasion: Occasion, mut shown: Value) -> Result<Value, Failure> {
        let agent = shown["agent"].as_str().and_then(|id| commons_identity::parse_id(id).ok());
        if let (Some(agent), Some(_)) = (agent, shown.get("agent_name")) {
            self.put_names(occasion, &*self.known()?, &mut shown, AgentId::from_bytes(agent))?;
        }
        Ok(shown)
    }

    /// Whether what a record is called could be mistaken for an agent: somebody's listing of an organisation is not
    /// that organisation's word.
    pub(super) fn put_title_mark(occasion: Occasion, known: &Known, shown: &mut Value, listed: &Listed) {
        if listed.kind == Kind::Listing
            && let Some(title) = &listed.title
            && let Some((other, name)) = known.names(occasion).looks_like(title, listed.agent)
        {
            shown["title_looks_like"] = json!({ "agent": other, "name": name });
        }
    }

    /// Finds what an id, the beginning of one, or a petname stands for. Petnames are for the owner.
    pub(super) fn resolve_named(&self, occasion: Occasion, text: &str) -> Result<Found, Failure> {
        let called = || self.local().petnames.find(text);
        match occasion.asker {
            Asker::Owner => called().map_or_else(|| self.resolve(text), |agent| Ok(Found::Agent(agent))),
            Asker::Anybody => self.resolve(text),
        }
    }

    /// Finds an agent by id, by the id of its record, or by petname.
    pub(super) fn resolve_agent(&self, occasion: Occasion, text: &str) -> Result<AgentId, Failure> {
        let record = match self.resolve_named(occasion, text)? {
            Found::Agent(agent) => return Ok(agent),
            Found::Record(record) => record,
            Found::Change(_) => self.resolve_record(text)?,
        };
        let view = self.viewed(record)?;
        if view.kind == Kind::Agent {
            return Ok(view.agent);
        }
        Err(Failure::invalid(format!("expected the id of an agent, this is of a {}", view.kind))
            .hint("`commons list --kind agent` shows agents"))
    }
}

impl Known {
    fn names(&self, occasion: Occasion) -> &KnownNames {
        match occasion.asker {
            Asker::Owner => &self.private,
            Asker::Anybody => &self.public,
        }
    }

    /// Everybody who is known here.
    pub(super) fn agents(&self) -> impl Iterator<Item = AgentId> {
        self.agents.iter().copied()
    }

    /// Whether this agent is known here.
    pub(super) fn contains(&self, agent: AgentId) -> bool {
        self.agents.contains(&agent)
    }
}

/// The names in an agent's record, in every language.
pub(super) fn names_in(view: &RecordView) -> Vec<String> {
    let text = |value: &Held| match value {
        Held::Text(text) => Some(text.clone()),
        _ => None,
    };
    view.keyed("name").filter_map(|(_, value)| text(value)).collect()
}
