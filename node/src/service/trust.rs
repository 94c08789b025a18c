//! Whom this node follows and blocks, what it withholds, whom its agent introduces, and why anybody stands where they
//! do.

use std::collections::{HashMap, HashSet};

use commons_identity::AgentId;
use commons_registry::standing::{Introduction, Link, Unheard, Why};
use commons_registry::{Draft, Edit, Kind, RecordId};
use commons_store::{Choices, Found};
use serde_json::{Value, json};

use super::{Service, salt, to_json};
use crate::failure::Failure;
use crate::request::{Imported, Introduce, IntroduceRow, Rejected};
use crate::trust::{MAX_DECISIONS, Trust};

impl Service {
    /// What the store is to go by.
    pub(super) fn choices(&self, trust: &Trust, own: Option<AgentId>) -> Choices {
        Choices {
            decisions: trust.decisions(own),
            withheld: trust.withheld.iter().map(|id| *id.as_bytes()).collect(),
            policy: self.policy,
        }
    }

    /// Tells the store whose node this is from now on.
    pub(super) fn choose_own(&self, own: AgentId) -> Result<(), Failure> {
        Ok(self.store.choose(self.choices(&self.trust(), Some(own)))?)
    }

    /// Changes what is decided: in the file first, then in what is held. Whatever fails, nothing is half done.
    fn decide(&self, change: impl FnOnce(&mut Trust) -> Result<bool, Failure>) -> Result<bool, Failure> {
        let own = self.agent();
        let mut trust = self.trust();
        let mut after = trust.clone();
        if !change(&mut after)? {
            return Ok(false);
        }
        let most = after.followed.len().max(after.blocked.len()).max(after.withheld.len());
        if most > MAX_DECISIONS {
            return Err(Failure::usage(format!("at most {MAX_DECISIONS} decisions of one sort are kept"))
                .hint("take some back with --remove"));
        }
        after.write(&self.data)?;
        self.store.choose(self.choices(&after, own))?;
        *trust = after;
        Ok(true)
    }

    pub(super) fn follow(
        &self,
        agent: Option<&str>,
        budget: Option<u32>,
        remove: bool,
    ) -> Result<Value, Failure> {
        let Some(text) = agent else { return self.list_followed() };
        if remove {
            let agent = self.one_of(text, self.trust().followed.keys(), "followed")?;
            let changed = self.decide(|trust| Ok(trust.followed.remove(&agent).is_some()))?;
            return self.decided(agent, changed);
        }
        let agent = self.resolve_anybody(text)?;
        self.refuse_own(agent, "followed: what you write yourselves is always kept")?;
        let changed = self.decide(|trust| {
            if trust.blocked.contains(&agent) {
                return Err(Failure::invalid(format!("agent {} is blocked here", agent.short()))
                    .hint("take that back first, with `commons block AGENT --remove`"));
            }
            let before = trust.followed.get(&agent).copied();
            let budget = budget.or(before.flatten());
            Ok(trust.followed.insert(agent, budget) != Some(budget))
        })?;
        self.decided(agent, changed)
    }

    /// Follows whoever gave the link that this node joined by, unless it is blocked: its word is taken from now on.
    pub(super) fn follow_on_join(&self, agent: AgentId) -> Result<(), Failure> {
        self.decide(|trust| {
            let new = !trust.blocked.contains(&agent) && !trust.followed.contains_key(&agent);
            if new {
                trust.followed.insert(agent, None);
            }
            Ok(new)
        })
        .map(|_| ())
    }

    pub(super) fn block(&self, agent: Option<&str>, remove: bool) -> Result<Value, Failure> {
        let Some(text) = agent else { return self.blocked() };
        if remove {
            let agent = self.one_of(text, &self.trust().blocked, "blocked")?;
            let changed = self.decide(|trust| Ok(trust.blocked.remove(&agent)))?;
            return self.decided(agent, changed);
        }
        let agent = self.resolve_anybody(text)?;
        self.refuse_own(agent, "blocked")?;
        let changed = self.decide(|trust| {
            let followed = trust.followed.remove(&agent).is_some();
            Ok(trust.blocked.insert(agent) || followed)
        })?;
        self.decided(agent, changed)
    }

    pub(super) fn withhold(&self, id: Option<&str>, remove: bool) -> Result<Value, Failure> {
        let Some(text) = id else {
            let items: Vec<_> = self.trust().withheld.iter().map(|id| json!({ "id": id })).collect();
            return Ok(json!({ "items": items }));
        };
        if remove {
            let id = self.one_of(text, &self.trust().withheld, "withheld")?;
            let changed = self.decide(|trust| Ok(trust.withheld.remove(&id)))?;
            return Ok(json!({ "id": id, "withheld": false, "changed": changed }));
        }
        let id = match whole_id(text) {
            // A file, or a record that is not here (yet).
            Some(id) if !matches!(self.resolve(text), Ok(Found::Agent(_) | Found::Change(_))) => {
                RecordId::from_bytes(id)
            }
            _ => match self.resolve(text)? {
                Found::Agent(agent) => {
                    return Err(Failure::usage(format!("{} is an agent, not a record", agent.short()))
                        .hint("`commons block AGENT` leaves out all of an agent"));
                }
                _ => self.resolve_record(text)?,
            },
        };
        let changed = self.decide(|trust| Ok(trust.withheld.insert(id)))?;
        Ok(json!({ "id": id, "withheld": true, "changed": changed }))
    }

    fn refuse_own(&self, agent: AgentId, what: &str) -> Result<(), Failure> {
        if self.agent() == Some(agent) {
            return Err(Failure::usage(format!("your own agent cannot be {what}")));
        }
        Ok(())
    }

    fn list_followed(&self) -> Result<Value, Failure> {
        let followed = self.trust().followed.clone();
        let items: Vec<Value> = followed
            .into_iter()
            .map(|(agent, budget)| {
                let mut item = self.agent_json(agent)?;
                item["budget"] = to_json(&budget.unwrap_or(self.policy.reach.budget));
                item["budget_left"] = to_json(&self.store.budget_left(&agent));
                Ok(item)
            })
            .collect::<Result<_, Failure>>()?;
        Ok(json!({ "items": items }))
    }

    fn blocked(&self) -> Result<Value, Failure> {
        let blocked = self.trust().blocked.clone();
        let items: Vec<Value> =
            blocked.into_iter().map(|agent| self.agent_json(agent)).collect::<Result<_, _>>()?;
        Ok(json!({ "items": items }))
    }

    fn agent_json(&self, agent: AgentId) -> Result<Value, Failure> {
        Ok(json!({
            "agent": agent,
            "agent_name": self.agent_name(agent)?,
            "standing": self.store.standing(&agent).name(),
        }))
    }

    fn decided(&self, agent: AgentId, changed: bool) -> Result<Value, Failure> {
        let mut answer = self.agent_json(agent)?;
        answer["changed"] = changed.into();
        Ok(answer)
    }

    /// An agent by its id, the beginning of it, or a record that it keeps of itself. A whole id need not be of anybody
    /// who is known here.
    fn resolve_anybody(&self, text: &str) -> Result<AgentId, Failure> {
        if let Some(agent) = self.local().petnames.find(text) {
            return Ok(agent);
        }
        let found = match (self.resolve(text), whole_id(text)) {
            (Ok(found), _) => found,
            (Err(_), Some(id)) => return Ok(AgentId::from_bytes(id)),
            (Err(failure), None) => return Err(failure),
        };
        if let Found::Agent(agent) = found {
            return Ok(agent);
        }
        let record = self.resolve_record(text)?;
        match self.store.listed(record)? {
            Some(listed) if listed.kind == Kind::Agent => Ok(listed.agent),
            Some(listed) => Err(Failure::usage(format!(
                "expected the id of an agent, {} is that of a {}",
                record.short(),
                listed.kind
            ))
            .hint(format!("it is kept by agent {}", listed.agent))),
            None => Err(Failure::not_found(format!("record {} is not here in full", record.short()))),
        }
    }

    /// The one of these ids that begins so: it may be of something that is not here.
    fn one_of<'a, Id: Copy + ToString + 'a>(
        &self,
        text: &str,
        ids: impl IntoIterator<Item = &'a Id>,
        what: &str,
    ) -> Result<Id, Failure> {
        let text = text.trim().to_lowercase();
        let long_enough = text.len() >= super::MIN_PREFIX_DIGITS;
        let mut found = ids.into_iter().filter(|id| long_enough && id.to_string().starts_with(&text));
        match (found.next(), found.next()) {
            (Some(only), None) => Ok(*only),
            (None, _) => Err(Failure::not_found(format!(
                "nothing that is {what} here has an id that begins with {text}"
            ))
            .hint(format!("the same command without an id lists what is {what}"))),
            _ => Err(Failure::usage(format!("several ids begin with {text}")).hint("give more digits")),
        }
    }

    /// Why an agent, or whoever keeps a record, stands where they do.
    pub(super) fn why(&self, text: &str) -> Result<Value, Failure> {
        let withheld = {
            let trust = self.trust();
            self.one_of(text, &trust.withheld, "withheld").ok()
        };
        if let Some(id) = withheld {
            return Ok(json!({ "id": id, "withheld": true }));
        }
        let agent = match self.resolve_anybody(text) {
            Ok(agent) => agent,
            // What is blocked is not here to be found.
            Err(failure) => match self.one_of(text, &self.trust().blocked.clone(), "blocked") {
                Ok(agent) => agent,
                Err(_) => self.keeper(text).ok_or(failure)?,
            },
        };
        self.why_agent(agent)
    }

    fn keeper(&self, text: &str) -> Option<AgentId> {
        let record = self.resolve_record(text).ok()?;
        Some(self.store.listed(record).ok()??.agent)
    }

    fn why_agent(&self, agent: AgentId) -> Result<Value, Failure> {
        let mut answer = self.agent_json(agent)?;
        let (mut chain, mut unheard) = (Vec::new(), Vec::new());
        match self.store.why(&agent) {
            Why::Introduced(links) => {
                for link in links {
                    chain.push(self.link_json(&link)?);
                }
            }
            Why::New(reasons) => {
                for (link, reason) in reasons {
                    let mut shown = self.link_json(&link)?;
                    shown["reason"] = self.unheard_in_words(reason)?.into();
                    unheard.push(shown);
                }
            }
            Why::Own | Why::Followed | Why::Blocked => {}
        }
        let usage = self.store.usage(&agent);
        answer["chain"] = chain.into();
        answer["unheard"] = unheard.into();
        answer["items"] = usage.items.into();
        answer["bytes"] = usage.bytes.into();
        answer["left_out"] = self.store.left_out(&agent).map(|reason| reason.to_string()).into();
        Ok(answer)
    }

    fn link_json(&self, link: &Link) -> Result<Value, Failure> {
        Ok(json!({
            "by": link.by,
            "by_name": self.agent_name(link.by)?,
            "by_standing": self.store.standing(&link.by).name(),
            "record": link.record,
            "about": link.about,
            "about_name": self.agent_name(link.about)?,
        }))
    }

    fn unheard_in_words(&self, reason: Unheard) -> Result<String, Failure> {
        Ok(match reason {
            Unheard::New => "the introducer is new here itself".to_owned(),
            Unheard::Blocked => "the introducer is blocked here".to_owned(),
            Unheard::TooFar => {
                format!("the chain would be longer than {}", self.policy.reach.depth)
            }
            Unheard::UsedUp(agent) => {
                let name = self.agent_name(agent)?.unwrap_or_default();
                format!("{name} ({}) has introduced as many as it may", agent.short())
            }
            Unheard::TooMany => "there are more introductions than are looked at".to_owned(),
        })
    }

    pub(super) fn introduce(&self, introduce: &Introduce) -> Result<Value, Failure> {
        let Some(text) = &introduce.agent else { return self.introduced() };
        self.keys().open()?;
        let agent = self.resolve_anybody(text)?;
        self.refuse_own(agent, "introduced by yourselves")?;
        let Some(own) = self.agent() else { return Ok(Value::Null) };
        let told: Vec<_> = self.introductions_of(own, agent);
        let edits = if introduce.withdraw {
            if told.is_empty() {
                return Err(Failure::not_found(format!("you do not introduce agent {}", agent.short()))
                    .hint("`commons introduce` lists whom you introduce"));
            }
            let records = told.iter().map(|(record, _)| *record);
            records.map(|record| self.withdraw(record, &introduce.today)).collect::<Result<_, _>>()?
        } else {
            self.plan_introduction(&told, agent, introduce.budget)?.into_iter().collect::<Vec<_>>()
        };
        let changed = !edits.is_empty();
        let written = if changed { self.write(edits)? } else { Vec::new() };
        let record = written.first().copied().or(told.first().map(|(record, _)| *record));
        Ok(json!({
            "id": record,
            "about": agent,
            "about_name": self.agent_name(agent)?,
            "withdrawn": introduce.withdraw,
            "changed": changed,
        }))
    }

    /// Own introductions of an agent that stand.
    fn introductions_of(&self, own: AgentId, about: AgentId) -> Vec<(RecordId, Introduction)> {
        let told = self.store.introductions_by(&own);
        told.into_iter().filter(|(_, introduction)| introduction.about == about).collect()
    }

    fn withdraw(&self, record: RecordId, today: &str) -> Result<Edit, Failure> {
        let view = self.viewed(record)?;
        let mut draft = Draft::new(Kind::Attestation);
        draft.set("withdrawn", today)?;
        Ok(draft.edit(record, &view.heads, salt()?)?)
    }

    /// What has to be written so that an agent is introduced with a budget; nothing if it is.
    fn plan_introduction(
        &self,
        told: &[(RecordId, Introduction)],
        about: AgentId,
        budget: Option<u32>,
    ) -> Result<Option<Edit>, Failure> {
        let mut draft = Draft::new(Kind::Attestation);
        let budget_text = budget.map(|budget| budget.to_string());
        if let Some((record, introduction)) = told.first() {
            let Some(text) = budget_text.filter(|_| introduction.budget != budget) else { return Ok(None) };
            draft.set("budget", &text)?;
            let view = self.viewed(*record)?;
            return Ok(Some(draft.edit(*record, &view.heads, salt()?)?));
        }
        draft.set("statement", "introduces")?;
        draft.set_id("about", *about.as_bytes())?;
        if let Some(text) = budget_text {
            draft.set("budget", &text)?;
        }
        Ok(Some(draft.begin(salt()?)?))
    }

    fn introduced(&self) -> Result<Value, Failure> {
        let Some(own) = self.agent() else { return self.keys().open().map(|_| Value::Null) };
        let items: Vec<Value> = self
            .store
            .introductions_by(&own)
            .into_iter()
            .map(|(record, introduction)| {
                let mut item = self.agent_json(introduction.about)?;
                item["id"] = to_json(&record);
                item["budget"] = to_json(&introduction.budget);
                Ok(item)
            })
            .collect::<Result<_, Failure>>()?;
        Ok(json!({ "items": items }))
    }

    /// Introduces many at once: what cannot be taken is said row by row, what is so already is left as it is.
    pub(super) fn introduce_rows(&self, rows: &[IntroduceRow], dry_run: bool) -> Result<Value, Failure> {
        if !dry_run {
            self.keys().open()?;
        }
        let own = self.agent();
        let mut told: HashMap<AgentId, Vec<(RecordId, Introduction)>> = HashMap::new();
        for (record, introduction) in own.map(|own| self.store.introductions_by(&own)).unwrap_or_default() {
            told.entry(introduction.about).or_default().push((record, introduction));
        }
        let mut imported = Imported::default();
        let (mut edits, mut seen) = (Vec::new(), HashSet::new());
        for row in rows {
            let reject = |reason: String| Rejected { row: row.row, reason };
            let agent = match self.resolve_anybody(&row.agent) {
                Ok(agent) if Some(agent) == own => {
                    imported.rejected.push(reject("this is your own agent".to_owned()));
                    continue;
                }
                Ok(agent) if !seen.insert(agent) => {
                    imported.rejected.push(reject("another row names the same agent".to_owned()));
                    continue;
                }
                Ok(agent) => agent,
                Err(failure) => {
                    imported.rejected.push(reject(failure.message));
                    continue;
                }
            };
            let before = told.get(&agent).map(Vec::as_slice).unwrap_or_default();
            match self.plan_introduction(before, agent, row.budget) {
                Ok(None) => imported.unchanged += 1,
                Ok(Some(edit)) => {
                    if before.is_empty() {
                        imported.added += 1
                    } else {
                        imported.updated += 1
                    }
                    edits.push(edit);
                }
                Err(failure) => imported.rejected.push(reject(failure.message)),
            }
        }
        if !dry_run && !edits.is_empty() {
            self.write(edits)?;
        }
        Ok(to_json(&imported))
    }

    /// What is left out, for the status.
    pub(super) fn admission_json(&self) -> Value {
        let figures = self.store.figures();
        json!({
            "admission": match self.policy.openness {
                commons_store::Openness::Open => "open",
                commons_store::Openness::Introduced => "introduced",
                commons_store::Openness::Followed => "followed",
            },
            "bytes": figures.bytes,
            "quota": figures.quota,
            "pooling": figures.pooling,
            "pooled": figures.pooled,
            "pool": figures.pool,
            "reclaimable": figures.aside,
            "namespaces": figures.held,
            "left_out": {
                "namespaces": figures.blocked + figures.too_large + figures.no_room,
                "or_more": figures.no_room_or_more,
                "blocked": figures.blocked,
                "too_large": figures.too_large,
                "no_room": figures.no_room,
                "changes": figures.let_go,
                "withheld": figures.withheld,
            },
        })
    }
}

/// All 64 digits of an id.
fn whole_id(text: &str) -> Option<[u8; 32]> {
    commons_identity::parse_id(&text.trim().to_lowercase()).ok()
}
