//! Whom this node follows and blocks, what it withholds, whom its agent introduces, and why anybody stands where they
//! do.

use std::collections::HashSet;

use commons_identity::AgentId;
use commons_registry::standing::{Link, Unheard, Why};
use commons_registry::{Draft, Edit, Kind, RecordId};
use commons_store::{Choices, Found, LeftOut, Openness};
use serde_json::{Value, json};

use super::confirm::ROWS_AT_ONCE;
use super::confirmed::{MAX_OWN, says};
use super::names::{Whom, one_of};
use super::{Asker, Occasion, Service, salt, to_json};
use crate::failure::Failure;
use crate::request::{Imported, Introduce, IntroduceRow, Rejected};
use crate::trust::{MAX_DECISIONS, Trust};

/// What is to be written for an introduction.
struct Introducing {
    /// The attestation, if it is there already, and whether it stands.
    held: Option<RecordId>,
    stands: bool,
    /// What begins or changes it; nothing, if it says so already.
    edit: Option<Edit>,
}

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
    pub(super) fn decide(
        &self,
        change: impl FnOnce(&mut Trust) -> Result<bool, Failure>,
    ) -> Result<bool, Failure> {
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

    /// Why nothing of an agent is kept, if that is so, in words of whoever chose the settings.
    pub(super) fn why_left_out(&self, agent: &AgentId) -> Option<String> {
        let reason = self.store.left_out(agent)?;
        let for_want_of_room = matches!(reason, LeftOut::NoRoom | LeftOut::TooLarge { limit: 0 });
        Some(match self.policy.openness {
            Openness::Followed if for_want_of_room => {
                "this node keeps those whom it follows, and has no room for others".to_owned()
            }
            Openness::Introduced if for_want_of_room => {
                "this node keeps those whom it trusts, and has no room for others".to_owned()
            }
            _ => reason.to_string(),
        })
    }

    pub(super) fn follow(
        &self,
        agent: Option<&str>,
        budget: Option<u32>,
        remove: bool,
    ) -> Result<Value, Failure> {
        let Some(text) = agent else { return self.list_followed() };
        if remove {
            let agent = self.agent_among(text, self.trust().followed.keys(), "followed")?;
            let changed = self.decide(|trust| Ok(trust.followed.remove(&agent).is_some()))?;
            return self.decided(agent, changed);
        }
        let agent = self.resolve_agent(Asker::Owner, text, Whom::Anybody)?;
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
            let agent = self.agent_among(text, &self.trust().blocked, "blocked")?;
            let changed = self.decide(|trust| Ok(trust.blocked.remove(&agent)))?;
            return self.decided(agent, changed);
        }
        let agent = self.resolve_agent(Asker::Owner, text, Whom::Anybody)?;
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
            let id = one_of(text, &self.trust().withheld, "withheld")?;
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

    /// Why an agent, or whoever keeps a record, stands where they do.
    pub(super) fn why(&self, text: &str) -> Result<Value, Failure> {
        let withheld = {
            let trust = self.trust();
            one_of(text, &trust.withheld, "withheld").ok()
        };
        if let Some(id) = withheld {
            return Ok(json!({ "id": id, "withheld": true }));
        }
        let agent = match self.resolve_agent(Asker::Owner, text, Whom::Anybody) {
            Ok(agent) => agent,
            // What is blocked is not here to be found.
            Err(failure) => match self.agent_among(text, &self.trust().blocked.clone(), "blocked") {
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
        answer["left_out"] = self.why_left_out(&agent).into();
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

    pub(super) fn introduce(&self, occasion: Occasion, introduce: &Introduce) -> Result<Value, Failure> {
        let Some(text) = &introduce.agent else { return self.introduced() };
        let own = self.keys().open()?.agent();
        let agent = self.resolve_agent(Asker::Owner, text, Whom::Anybody)?;
        self.refuse_own(agent, "introduced by yourselves")?;
        let (record, edits) = if introduce.withdraw {
            let told = self.store.introductions_by(&own).into_iter();
            let told: Vec<RecordId> =
                told.filter(|(_, told)| told.about == agent).map(|(record, _)| record).collect();
            if told.is_empty() {
                return Err(Failure::not_found(format!("you do not introduce agent {}", agent.short()))
                    .hint("`commons introduce` lists whom you introduce"));
            }
            let edits = told.iter().map(|record| self.withdrawal(*record, occasion.today));
            (told.first().copied(), edits.collect::<Result<_, _>>()?)
        } else {
            let plan = self.plan_introduction(own, agent, introduce.budget)?;
            (plan.held, plan.edit.into_iter().collect::<Vec<_>>())
        };
        let changed = !edits.is_empty();
        let written = if changed { self.write(edits)? } else { Vec::new() };
        Ok(json!({
            "id": record.or(written.first().copied()),
            "about": agent,
            "about_name": self.agent_name(agent)?,
            "withdrawn": introduce.withdraw,
            "changed": changed,
        }))
    }

    /// Works out what has to be written so that an agent is introduced, with a budget if one is given. One that was taken
    /// back is taken up again, in the same record.
    fn plan_introduction(
        &self,
        own: AgentId,
        about: AgentId,
        budget: Option<u32>,
    ) -> Result<Introducing, Failure> {
        let mut draft = Draft::new(Kind::Attestation);
        if let Some(budget) = budget {
            draft.set("budget", &budget.to_string())?;
        }
        let attested = self.store.attested_by(&own, Some(about.as_bytes()), MAX_OWN)?;
        let told = attested.iter().filter(|listed| says(listed, "statement") == Some("introduces"));
        let held = told.min_by_key(|listed| (says(listed, "withdrawn").is_some(), listed.id));
        let Some(held) = held.map(|listed| listed.id) else {
            draft.set("statement", "introduces")?;
            draft.set_id("about", *about.as_bytes())?;
            return Ok(Introducing { held: None, stands: false, edit: Some(draft.begin(salt()?)?) });
        };
        let view = self.viewed(held)?;
        let stands = !view.fields.contains_key("withdrawn");
        if !stands {
            draft.clear("withdrawn", None)?;
        }
        let draft = draft.against(&view);
        let edit = match draft.is_empty() {
            true => None,
            false => Some(draft.edit(view.id, &view.heads, salt()?)?),
        };
        Ok(Introducing { held: Some(held), stands, edit })
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
        let own = self.whose(None)?;
        if !dry_run {
            self.keys().open()?;
        }
        let mut imported = Imported::default();
        let mut seen = HashSet::new();
        for part in rows.chunks(ROWS_AT_ONCE) {
            let mut edits = Vec::new();
            for row in part {
                let plan = self.resolve_agent(Asker::Owner, &row.agent, Whom::Anybody).and_then(|agent| {
                    self.refuse_own(agent, "introduced by yourselves")?;
                    if !seen.insert(agent) {
                        return Err(Failure::invalid("another row names the same agent"));
                    }
                    self.plan_introduction(own, agent, row.budget)
                });
                match plan {
                    Ok(Introducing { edit: None, .. }) => imported.unchanged += 1,
                    Ok(Introducing { edit: Some(edit), stands, .. }) => {
                        *if stands { &mut imported.updated } else { &mut imported.added } += 1;
                        edits.push(edit);
                    }
                    Err(failure) => {
                        imported.rejected.push(Rejected { row: row.row, reason: failure.message });
                    }
                }
            }
            if !dry_run && !edits.is_empty() {
                self.write(edits)?;
            }
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
pub(super) fn whole_id(text: &str) -> Option<[u8; 32]> {
    commons_identity::parse_id(&text.trim().to_lowercase()).ok()
}
