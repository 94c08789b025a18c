//! How an agent is named wherever it is shown: what it calls itself, what it is called here, whether that name could
//! be mistaken for one that is known, and whether a domain vouches for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};

use commons_identity::{AgentId, EntryId};
use commons_registry::{Kind, KnownNames, RecordView, StateRoot, Value as Held};
use commons_store::Found;
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
    /// Those of the node's own agent: for everybody. Whom else it knows is nobody's business.
    public: Arc<KnownNames>,
    /// All of them, and the names given to them here: for the owner.
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
        let before = self.store.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
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
                let (mut public, mut private) = (KnownNames::default(), KnownNames::default());
                for (agent, (.., names)) in &called {
                    names.iter().for_each(|name| private.insert(*agent, name));
                    if self.agent() == Some(*agent) {
                        names.iter().for_each(|name| public.insert(*agent, name));
                    }
                }
                petnames.iter().for_each(|(agent, name)| private.insert(*agent, name));
                (Arc::new(public), Arc::new(private))
            }
        };
        let known = Arc::new(Known { state, petnames, agents, called, public, private });
        *self.store.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&known));
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
        if occasion.asker.is_of_the_house()
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
    pub(super) fn put_title_mark(
        occasion: Occasion,
        known: &Known,
        shown: &mut Value,
        kind: Kind,
        title: Option<&str>,
        by: AgentId,
    ) {
        if kind == Kind::Listing
            && let Some(title) = title
            && let Some((other, name)) = known.names(occasion).looks_like(title, by)
        {
            shown["title_looks_like"] = json!({ "agent": other, "name": name });
        }
    }

    /// Finds what an id, the beginning of one, or a petname stands for. Petnames are for the owner.
    pub(super) fn resolve_named(&self, asker: Asker, text: &str) -> Result<Found, Failure> {
        let called = || self.local().petnames.find(text);
        match asker {
            Asker::Owner | Asker::Member => {
                called().map_or_else(|| self.resolve(text), |agent| Ok(Found::Agent(agent)))
            }
            Asker::Anybody => self.resolve(text),
        }
    }

    /// Finds an agent by its petname, by its id, or by a record that it keeps of itself.
    pub(super) fn resolve_agent(&self, asker: Asker, text: &str, whom: Whom) -> Result<AgentId, Failure> {
        let record = match self.resolve_named(asker, text) {
            Ok(Found::Agent(agent)) => return Ok(agent),
            Ok(Found::Record(record)) => record,
            Ok(Found::Change(_)) => self.resolve_record(text)?,
            Err(failure) => match commons_identity::parse_id(&text.trim().to_lowercase()) {
                Ok(id) if whom == Whom::Anybody => return Ok(AgentId::from_bytes(id)),
                _ => return Err(failure),
            },
        };
        let view = self.viewed(record)?;
        if view.kind == Kind::Agent {
            return Ok(view.agent);
        }
        Err(Failure::invalid(format!("expected the id of an agent, this is of a {}", view.kind))
            .hint(format!("it is kept by agent {}; `commons list --kind agent` shows agents", view.agent)))
    }

    /// The one of these agents that is called so here, or whose id begins so: it may be none that is here.
    pub(super) fn agent_among<'a>(
        &self,
        text: &str,
        agents: impl IntoIterator<Item = &'a AgentId> + Clone,
        what: &str,
    ) -> Result<AgentId, Failure> {
        let called = self.local().petnames.find(text);
        match agents.clone().into_iter().find(|agent| Some(**agent) == called) {
            Some(agent) => Ok(*agent),
            None => one_of(text, agents, what),
        }
    }
}

/// Which agents may be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whom {
    /// One of which something is held.
    Here,
    /// Any, by its whole id.
    Anybody,
}

/// The one of these ids that begins so: it may be of something that is not here.
pub(super) fn one_of<'a, Id: Copy + ToString + 'a>(
    text: &str,
    ids: impl IntoIterator<Item = &'a Id>,
    what: &str,
) -> Result<Id, Failure> {
    let text = text.trim().to_lowercase();
    let long_enough = text.len() >= super::MIN_PREFIX_DIGITS;
    let mut found = ids.into_iter().filter(|id| long_enough && id.to_string().starts_with(&text));
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(*only),
        (None, _) => {
            Err(Failure::not_found(format!("nothing that is {what} here has an id that begins with {text}"))
                .hint(format!("the same command without an id lists what is {what}")))
        }
        _ => Err(Failure::usage(format!("several ids begin with {text}")).hint("give more digits")),
    }
}

impl Known {
    fn names(&self, occasion: Occasion) -> &KnownNames {
        match occasion.asker {
            Asker::Owner | Asker::Member => &self.private,
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
