//! Showing, listing, status, export.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use commons_identity::AgentId;
use commons_licences::{Basis, FactName, FactValue, Facts};
use commons_registry::{Draft, Kind, RecordId, RecordView};
use commons_store::{Found, Listed};
use serde_json::{Map, Value, json};

use super::names::{Known, names_in};
use super::shelf::Shelf;
use super::{Asker, Occasion, Service, to_go, to_json};
use crate::data_dir::{cannot, sync_directory_of};
use crate::day::Day;
use crate::domain::DomainName;
use crate::failure::Failure;
use crate::line::TimeOfDay;

/// Most records in one answer.
pub(super) const MAX_LIMIT: usize = 1000;

/// Most records shown as referring to another.
const MAX_REFERRING: usize = 200;

impl Service {
    pub(super) fn show(&self, occasion: Occasion, id: &str, drafts: bool) -> Result<Value, Failure> {
        if drafts && let Some((_, change)) = self.find_draft(id)? {
            let mut shown = json!({
                "id": change.id(),
                "kind": Kind::Contribution,
                "agent": change.namespace(),
                "draft": true,
                "fields": draft_fields(&change),
                "conflicts": [],
                "heads": [],
            });
            self.put_names(occasion, &*self.known()?, &mut shown, change.namespace())?;
            return Ok(shown);
        }
        let known = self.known()?;
        let seen = match self.resolve_named(occasion.asker, id) {
            Ok(Found::Agent(agent)) => {
                let record = self.agent_record(agent)?.map(|record| record.to_string());
                match self.seen(occasion.asker, record.as_deref().unwrap_or(id)) {
                    Err(_) if record.is_none() => {
                        let mut shown = unnamed_agent(agent);
                        self.put_names(occasion, &known, &mut shown, agent)?;
                        return Ok(shown);
                    }
                    seen => seen?,
                }
            }
            _ => self.seen_even_hidden(occasion.asker, id)?,
        };
        let view = seen.view;
        if view.hidden().is_some() {
            return self.hidden_json(occasion, &known, &view);
        }
        let record = view.id;
        let mut shown = view.to_json();
        shown["contested"] = seen.log.contest().is_some().into();
        let texts = texts_of("licence", &view);
        self.put_own_terms(&mut shown, view.text("licence"), texts)?;
        self.put_names(occasion, &known, &mut shown, view.agent)?;
        if view.kind == Kind::Agent {
            // Here it is shown by all its names.
            let names = names_in(&view);
            self.put_marks(occasion, &known, &mut shown, view.agent, names.iter().map(String::as_str))?;
        }
        Self::put_title_mark(occasion, &known, &mut shown, view.kind, view.title(), view.agent);
        if view.kind == Kind::Resource {
            let licence = view.text("licence").unwrap_or("NONE");
            shown["parts"] = self.parts_json(occasion, &known, &self.parts_of(&view)?, licence)?.into();
        }
        self.put_files(occasion, &known, &mut shown, &view)?;
        self.put_said(occasion, &known, &mut shown, &view)?;
        self.put_listings(occasion, &known, &mut shown, &view)?;
        match seen.not_kept {
            Some(not_kept) => {
                if view.kind == Kind::Agent {
                    shown["agent_name"] = to_json(&view.title());
                }
                shown["not_kept"] = not_kept;
            }
            None => self.put_holders(&mut shown, &view),
        }
        let mut referring = self.store.references_to(record.as_bytes(), None, MAX_REFERRING)?;
        if view.kind == Kind::Agent {
            referring.extend(self.store.references_to(view.agent.as_bytes(), None, MAX_REFERRING)?);
        }
        referring.retain(|listed| listed.id != record);
        shown["referred_to_by"] = referring
            .iter()
            .map(|listed| self.referring_json(occasion, &known, listed))
            .collect::<Result<_, _>>()?;
        Ok(shown)
    }

    /// What refers to a record, with what it says in brief.
    fn referring_json(&self, occasion: Occasion, known: &Known, listed: &Listed) -> Result<Value, Failure> {
        let mut shown = json!({ "id": listed.id, "kind": listed.kind, "agent": listed.agent });
        self.put_names(occasion, known, &mut shown, listed.agent)?;
        for (name, text) in &listed.brief {
            shown[name] = text.as_str().into();
        }
        if let Some(title) = &listed.title {
            shown["title"] = title.as_str().into();
        }
        Ok(shown)
    }

    /// What an agent calls itself.
    pub(super) fn agent_name(&self, agent: AgentId) -> Result<Option<String>, Failure> {
        let Some(record) = self.agent_record(agent)? else { return Ok(None) };
        Ok(self.store.listed(record)?.and_then(|listed| listed.title))
    }

    pub(super) fn list(
        &self,
        occasion: Occasion,
        kind: Option<Kind>,
        limit: usize,
        after: Option<&str>,
    ) -> Result<Value, Failure> {
        let limit = limit.clamp(1, MAX_LIMIT);
        let after =
            after.map(|cursor| u64::from_str_radix(cursor, 16)).transpose().map_err(|_| bad_cursor())?;
        // One more than asked for tells whether there are more.
        let mut listed = self.store.list(kind, after, limit + 1)?;
        let more = listed.len() > limit;
        listed.truncate(limit);
        let next = listed.last().filter(|_| more).map(|last| format!("{:x}", last.sequence));
        self.page(occasion, &listed, next)
    }

    pub(super) fn page(
        &self,
        occasion: Occasion,
        listed: &[Listed],
        next: Option<String>,
    ) -> Result<Value, Failure> {
        let known = self.known()?;
        let items: Vec<Value> = listed
            .iter()
            .map(|listed| self.listed_json(occasion, &known, listed))
            .collect::<Result<_, Failure>>()?;
        Ok(json!({ "items": items, "next": next }))
    }

    /// Where lists stand: what comes later has a greater one.
    pub(crate) fn last_sequence(&self) -> Result<u64, Failure> {
        Ok(self.store.list(None, None, 1)?.first().map_or(0, |last| last.sequence))
    }

    /// Records that came since, the last to come first, at most `most`, as lists have them; and where lists stand now.
    pub(crate) fn came_since(&self, asker: Asker, since: u64, most: usize) -> Result<(u64, Value), Failure> {
        let occasion = Occasion { asker, today: Day::today() };
        let mut came = self.store.list(None, None, most)?;
        came.retain(|listed| listed.sequence > since);
        let now = came.first().map_or(since, |last| last.sequence);
        Ok((now, self.page(occasion, &came, None)?["items"].take()))
    }

    /// A record as lists have it.
    pub(super) fn listed_json(
        &self,
        occasion: Occasion,
        known: &Known,
        listed: &Listed,
    ) -> Result<Value, Failure> {
        let mut shown = json!({
            "id": listed.id,
            "kind": listed.kind,
            "agent": listed.agent,
            "title": listed.title,
            "licence": listed.licence,
        });
        self.put_own_terms(&mut shown, listed.licence.as_deref(), [])?;
        self.put_names(occasion, known, &mut shown, listed.agent)?;
        let (kind, title) = (listed.kind, listed.title.as_deref());
        Self::put_title_mark(occasion, known, &mut shown, kind, title, listed.agent);
        Ok(shown)
    }

    pub(super) fn status(&self, occasion: Occasion) -> Result<Value, Failure> {
        let counts = self.store.counts();
        let records: Map<String, Value> = Kind::ALL
            .into_iter()
            .map(|kind| (kind.to_string(), counts.records.get(&kind).copied().unwrap_or(0).into()))
            .collect();
        let compacted = self.store.compacted();
        let mut status = json!({
            "agent": self.agent(),
            "locked": self.is_locked(),
            "peers": 0,
            "changes": counts.changes,
            "entries": counts.entries,
            "unread": counts.unread,
            "unlisted": self.store.unlisted(),
            "erasing": { "bytes": compacted.erased, "put_off": compacted.put_off, "freed": compacted.freed },
            "records": records,
            "state": self.store.state(),
            "running": false,
            "kept": self.admission_json(),
        });
        if let Some(agent) = self.agent()
            && let Ok(log) = self.store.key_log(agent)
        {
            status["may_sign"] =
                self.keys().open().map(|ring| super::members::signing_key(ring, &log).is_ok()).ok().into();
            status["contested"] = log.contest().is_some().into();
        }
        if let Some(network) = self.network_status() {
            status["running"] = true.into();
            status["peers"] = network.peers.len().into();
            status["peer_id"] = network.node.to_string().into();
            status["listen"] = network.listening.iter().map(ToString::to_string).collect();
            status["known_nodes"] = network.known.into();
            status["refused"] = network.faults.into();
            // Who they are and where is told to the owner only.
            if occasion.asker.is_of_the_house() {
                status["blocked"] = network.blocked.iter().map(ToString::to_string).collect();
                status["reach"] = super::reach::reach(&network);
                let unreached = network.unreached.iter().map(|one| {
                    json!({ "address": one.address.to_string(), "reason": one.reason, "failures": one.failures })
                });
                status["unreached"] = unreached.collect();
                let held = self.held(&network);
                status["connections"] = network
                    .peers
                    .iter()
                    .map(|peer| {
                        json!({
                            "peer_id": peer.peer.to_string(),
                            "addresses": peer.addresses.iter().map(ToString::to_string).collect::<Vec<_>>(),
                            "in_step": peer.in_step,
                            "holds": peer.count,
                            "to_go": to_go(peer, held),
                            "left_out": peer.left_out,
                            "let_go": peer.let_go,
                            "received": peer.received,
                            "refused": peer.faults,
                        })
                    })
                    .collect();
            }
            if let Some(rates) = self.rates() {
                status["line"] = self.plan.to_json(rates, TimeOfDay::now());
            }
            let traffic = network.traffic;
            status["traffic"] = json!({
                "sync_in": traffic.sync_in,
                "sync_out": traffic.sync_out,
                "gossip_in": traffic.gossip_in,
                "gossip_out": traffic.gossip_out,
            });
        }
        if let Some(own) = self.agent() {
            status["agent_name"] = to_json(&self.agent_name(own)?);
        }
        if occasion.asker.is_of_the_house() {
            status["copies"] = self.copies()?;
            status["reminders"] = self.reminders(occasion)?;
            status["inbox"] = self.inbox_counts(occasion)?;
            status["reports"] = self.open_reports().into();
            status["findings"] = self.findings(occasion, &status).into();
        }
        Ok(status)
    }

    /// Writes a bundle beside its place, fsyncs it, and moves it there: never half a bundle under the name.
    pub(super) fn export(&self, path: &Path) -> Result<Value, Failure> {
        let failed = |error: &std::io::Error| cannot("write", path, error);
        let mut name = path.as_os_str().to_owned();
        name.push(".part");
        let part = std::path::PathBuf::from(name);
        let file = File::create(&part).map_err(|error| failed(&error))?;
        let mut writer = BufWriter::new(file);
        let exported = self
            .store
            .export(&mut writer)
            .map_err(|error| Failure::config(error.to_string()).hint("is there room on the disk?"))?;
        writer.flush().map_err(|error| failed(&error))?;
        writer.get_ref().sync_all().map_err(|error| failed(&error))?;
        std::fs::rename(&part, path).map_err(|error| failed(&error))?;
        sync_directory_of(path).map_err(|error| failed(&error))?;
        Ok(json!({ "items": exported.items, "state": exported.state, "file": path }))
    }
}

/// Every text that a field has, may come to have, or has beside another.
fn texts_of<'v>(field: &'v str, view: &'v RecordView) -> impl Iterator<Item = &'v str> {
    let conflicts = view.conflicts.iter().filter(move |conflict| conflict.field.name == field);
    let values = conflicts.flat_map(|conflict| conflict.values.iter().map(|(_, value)| value));
    let proposals = view.proposals.iter().filter(move |proposal| proposal.field.name == field);
    values.chain(proposals.map(|proposal| &proposal.value)).filter_map(|value| match value {
        commons_registry::Value::Text(text) => Some(text.as_str()),
        _ => None,
    })
}

/// What is said of something that its authors erased.
pub(super) fn erased() -> Failure {
    Failure::invalid("this was erased for good by those who wrote it")
        .hint("nothing brings it back; what is new goes into a new record")
}

pub(super) fn bad_cursor() -> Failure {
    Failure::usage("this is no place in a list").hint("pass on what an earlier answer gave as \"next\"")
}

/// An agent that has said nothing about itself: its id is all there is.
pub(super) fn unnamed_agent(agent: AgentId) -> Value {
    json!({ "id": agent, "kind": Kind::Agent, "agent": agent, "fields": {}, "conflicts": [], "heads": [] })
}

/// What a draft would show, if it were published.
fn draft_fields(change: &commons_registry::Change<commons_identity::Unverified>) -> Value {
    let mut fields = Map::new();
    for operation in change.edit().map(|edit| edit.operations.as_slice()).unwrap_or_default() {
        let Some(field) = operation.field(Kind::Contribution) else { continue };
        let value = match operation {
            commons_registry::Operation::Put { value, .. } => match field.shape {
                commons_registry::schema::Shape::Scalar(of) => of.to_json(value),
                _ => continue,
            },
            commons_registry::Operation::SetText { language, text, .. } => json!({ language.as_str(): text }),
            _ => continue,
        };
        fields.insert(field.name.to_owned(), value);
    }
    Value::Object(fields)
}

/// The record that an agent keeps of itself: should there be several, that with the lowest id.
pub(super) fn agent_record(store: &Shelf, agent: AgentId) -> Result<Option<RecordId>, Failure> {
    Ok(store.agent_records(agent)?.into_iter().min())
}

/// The facts that an agent's record states, each self-declared.
pub(super) fn declared_facts(view: &RecordView) -> Facts {
    let mut facts = Facts::default();
    let mut declare = |name: &str, value: &str| {
        // A fact of a later version of commons says nothing here.
        let _ = facts.set_fact(name, value, Basis::SelfDeclared);
    };
    if let Some(kind) = view.text("agent_kind") {
        declare("kind", kind);
    }
    for (name, value) in view.keyed("facts") {
        match value {
            commons_registry::Value::Bool(value) => declare(name, if *value { "true" } else { "false" }),
            commons_registry::Value::Text(text) => declare(name, text),
            _ => {}
        }
    }
    let fields: Vec<&str> = view
        .set("fields")
        .filter_map(|value| match value {
            commons_registry::Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    if !fields.is_empty() {
        declare("fields", &fields.join(","));
    }
    facts
}

/// The profile's fields that are not facts, with the field of the record each becomes.
const PROFILE_FIELDS: &[(&str, &str)] = &[
    ("name", "name"),
    ("description", "description"),
    ("place", "place"),
    ("country", "country"),
    ("latitude", "latitude"),
    ("longitude", "longitude"),
    ("languages", "languages"),
    ("contact", "contact"),
    ("links", "links"),
    ("skills", "skills"),
    ("stakeholders", "stakeholders"),
    ("domain", "domains"),
    ("domains", "domains"),
];

/// Writes down one `FACT=VALUE` of `commons profile --set`, a list with one to a line.
pub(super) fn set_profile_field(
    draft: &mut Draft,
    view: Option<&RecordView>,
    name: &str,
    value: &str,
) -> Result<(), Failure> {
    let mut change = Draft::new(Kind::Agent);
    match PROFILE_FIELDS.iter().find(|(known, _)| *known == name) {
        Some((_, field @ ("name" | "description"))) => {
            change.set_keyed(field, "und", value)?;
        }
        Some((_, field @ ("languages" | "links" | "skills" | "stakeholders" | "domains"))) => {
            let parts: Vec<_> = value.lines().map(str::trim).filter(|part| !part.is_empty()).collect();
            if parts.is_empty() {
                empty_set(&mut change, view, field)?;
            }
            for part in parts {
                match *field {
                    "domains" => change.set(field, domain(part)?.as_str())?,
                    _ => change.set(field, part)?,
                };
            }
        }
        Some((_, field)) if value.trim().is_empty() => {
            change.clear(field, None)?;
        }
        Some((_, field)) => {
            change.set(field, value)?;
        }
        None if name == "fields" && says_unknown(value) => empty_set(&mut change, view, "fields")?,
        None => set_fact(&mut change, name, value)?,
    }
    draft.append(match view {
        Some(view) => change.against(view),
        None => change,
    });
    Ok(())
}

/// Several values given one after another, such as `domain=a.coop` and `domain=b.coop`, are one list: one to a line from here on.
pub(super) fn gathered(set: &[(String, String)]) -> Vec<(String, String)> {
    let mut gathered: Vec<(String, String)> = Vec::new();
    for (name, value) in set {
        if !LISTS.contains(&name.as_str()) {
            gathered.push((name.clone(), value.clone()));
            continue;
        }
        // What is in lines already may hold commas, as links do; what is in one has them between.
        let value = if value.contains('\n') { value.clone() } else { value.replace(',', "\n") };
        match gathered.iter_mut().find(|(other, _)| other == name) {
            Some((_, list)) => list.push_str(&format!("\n{value}")),
            None => gathered.push((name.clone(), value)),
        }
    }
    gathered
}

/// The profile's fields that hold several values.
const LISTS: [&str; 6] = ["languages", "links", "skills", "stakeholders", "domain", "domains"];

fn domain(text: &str) -> Result<DomainName, Failure> {
    DomainName::parse(text).map_err(|error| {
        Failure::invalid(format!("domain: {error}")).hint("give the name alone, as in domain=example.coop")
    })
}

fn says_unknown(value: &str) -> bool {
    matches!(value.trim(), "" | "unknown")
}

/// Takes everything out of a set.
fn empty_set(change: &mut Draft, view: Option<&RecordView>, field: &str) -> Result<(), Failure> {
    for held in view.into_iter().flat_map(|view| view.set(field)) {
        if let commons_registry::Value::Text(text) = held {
            change.remove(field, text)?;
        }
    }
    Ok(())
}

fn set_fact(draft: &mut Draft, name: &str, value: &str) -> Result<(), Failure> {
    let unknown = says_unknown(value);
    let mut facts = Facts::default();
    let checked = if unknown {
        name.parse::<FactName>().map(|_| ()).map_err(|error| error.to_string())
    } else {
        facts.set_fact(name, value, Basis::SelfDeclared).map_err(|error| error.to_string())
    };
    checked.map_err(|message| {
        let others: Vec<_> = PROFILE_FIELDS.iter().map(|(name, _)| *name).collect();
        Failure::usage(message).hint(format!("besides facts, a profile has {}", others.join(", ")))
    })?;
    if unknown {
        if name == "kind" {
            draft.clear("agent_kind", None)?;
        } else if name != "fields" {
            draft.clear("facts", Some(name))?;
        }
        return Ok(());
    }
    for (fact, held) in facts.iter() {
        match &held.value {
            FactValue::Kind(kind) => {
                draft.set("agent_kind", kind.as_str())?;
            }
            FactValue::Flag(value) => {
                draft.set_keyed("facts", fact.as_str(), if *value { "true" } else { "false" })?;
            }
            FactValue::Surplus(surplus) => {
                draft.set_keyed("facts", fact.as_str(), surplus.as_str())?;
            }
            FactValue::Fields(fields) if fields.is_empty() => {
                draft.set("fields", "none")?;
            }
            FactValue::Fields(fields) => {
                for field in fields {
                    draft.set("fields", field.as_str())?;
                }
            }
        }
    }
    Ok(())
}
