//! What awaits us: contributions to acknowledge, questions to reply to, records that we are asked to remove, claims, replies to our
//! own, agreements to answer, parts whose licence we are asked about, and what members decide.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

use commons_identity::AgentId;
use commons_registry::standing::Standing;
use commons_registry::{Kind, RecordId, RecordView, StateRoot, Value as Held};
use commons_store::{Listed, OwnRecord};
use serde_json::{Value, json};

use super::confirmed::{MAX_OWN, says};
use super::names::Known;
use super::said::{awaits_reply, reason};
use super::{Occasion, Service};
use crate::day::Day;
use crate::failure::Failure;
use crate::request::Said;

/// Most records of ours that are looked at for what is said of them; listings come last.
const MAX_RECORDS: usize = 50_000;

/// Most records that refer to one of ours that are looked at. Where there are more, those of agents known here are looked
/// for among their own: strangers cannot crowd them out.
const MAX_REFERRING: usize = 500;

/// Most contributions and questions of strangers that are looked at in all: each costs some hundred microseconds.
const MAX_OF_STRANGERS: usize = 1_000;

/// Most statements of one agent about one record of ours that are looked at, where many refer to it.
const MAX_OF_ONE: usize = 16;

/// Of an agent that has written more than this, `commons status` does not count what waits: `commons inbox` does.
const MAX_COUNTED: u64 = 100_000;

/// Most items in one answer, and most of strangers among them.
const MAX_ITEMS: usize = 200;
/// See [`MAX_ITEMS`].
const MAX_STRANGERS_SHOWN: usize = 20;
/// Most items of one stranger: others are to be seen as well.
const MAX_OF_ONE_STRANGER: usize = 3;

/// What waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
enum What {
    /// A contribution to a record of ours, or to us, that we neither acknowledged nor questioned.
    Contribution,
    /// A question about a record of ours, or about us, to which we have not replied.
    Question,
    /// A record of ours that somebody asks us to remove, to whom we have not replied.
    Removal,
    /// A listing of ours that somebody whom nobody here trusts yet says is about them.
    Claim,
    /// A reply to a question of ours, or to what we asked to be removed, that we have not taken back.
    Reply,
    /// An agreement that waits for us.
    Agreement,
    /// A part of ours in a work whose licence we have not agreed to.
    Part,
}

/// One thing that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Waiting {
    /// From one whom nobody trusted here introduced; these come last.
    stranger: bool,
    /// The last to come first.
    sequence: Reverse<u64>,
    what: What,
    /// The record that waits.
    id: RecordId,
    /// Who wrote it.
    from: AgentId,
    /// What it is about.
    about: [u8; 32],
}

/// How much waits, as of a state and a day, and for whom we take others to be known.
#[derive(Debug)]
pub(super) struct Counted {
    state: StateRoot,
    known: BTreeSet<AgentId>,
    today: Day,
    counts: Value,
}

impl Service {
    pub(super) fn inbox(&self, occasion: Occasion) -> Result<Value, Failure> {
        let Some(own) = self.agent() else { return self.keys().open().map(|_| Value::Null) };
        let known = self.known()?;
        let records = self.store.records_in(own)?;
        let waiting = self.waiting(occasion, &known, own, &records)?;
        let mut answer = self.counts(own, &records, &waiting)?;
        let (strangers, others): (Vec<_>, Vec<_>) = waiting.iter().partition(|one| one.stranger);
        let mut of_each: BTreeMap<AgentId, usize> = BTreeMap::new();
        let strangers = strangers.into_iter().filter(|one| {
            let shown = of_each.entry(one.from).or_default();
            *shown += 1;
            *shown <= MAX_OF_ONE_STRANGER
        });
        let shown = others.into_iter().chain(strangers.take(MAX_STRANGERS_SHOWN)).take(MAX_ITEMS);
        let items: Vec<Value> =
            shown.map(|one| self.waiting_json(occasion, &known, one)).collect::<Result<_, _>>()?;
        answer["more"] = (items.len() < waiting.len()).into();
        answer["items"] = items.into();
        Ok(answer)
    }

    /// How much waits: `{"total","of_strangers","proposals"}`. Counted anew only when something changed.
    pub(super) fn inbox_counts(&self, occasion: Occasion) -> Result<Value, Failure> {
        let Some(own) = self.agent() else { return Ok(Value::Null) };
        let (state, today) = (self.store.state(), occasion.today);
        let agents = self.known_agents();
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(counted) = counted.as_ref()
            && (counted.state, &counted.known, counted.today) == (state, &agents, today)
        {
            return Ok(counted.counts.clone());
        }
        drop(counted);
        if self.store.usage(&own).items > MAX_COUNTED {
            return Ok(Value::Null);
        }
        let known = self.known()?;
        let records = self.store.records_in(own)?;
        let counts = self.counts(own, &records, &self.waiting(occasion, &known, own, &records)?)?;
        *self.counted.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Counted { state, known: agents, today, counts: counts.clone() });
        Ok(counts)
    }

    fn counts(&self, own: AgentId, records: &[OwnRecord], waiting: &[Waiting]) -> Result<Value, Failure> {
        Ok(json!({
            "total": waiting.len(),
            "of_strangers": waiting.iter().filter(|one| one.stranger).count(),
            "proposals": self.count_proposals(own, records)?,
        }))
    }

    /// Everything that waits, those of strangers last, of each the last to come first.
    fn waiting(
        &self,
        occasion: Occasion,
        known: &Known,
        own: AgentId,
        records: &[OwnRecord],
    ) -> Result<Vec<Waiting>, Failure> {
        let mut waiting = Vec::new();
        let mut looked_at = 0;
        let mut crowded = BTreeSet::new();
        let mut ours: Vec<[u8; 32]> = vec![*own.as_bytes()];
        let records = records.iter().filter(|record| record.kind != Kind::Motion);
        let (listings, others): (Vec<&OwnRecord>, Vec<&OwnRecord>) =
            records.partition(|record| record.kind == Kind::Listing);
        for record in others.into_iter().chain(listings).take(MAX_RECORDS) {
            ours.push(*record.id.as_bytes());
            if record.kind == Kind::Contribution
                && let Some(view) = self.view(record.id)?
                && let Some(work) = self.asks_for_our_agreement(&view)?
            {
                waiting.extend(self.one_waiting(
                    known,
                    What::Part,
                    view.id,
                    work.agent,
                    *work.id.as_bytes(),
                )?);
            }
        }
        for about in &ours {
            let referring = self.store.references_to(about, None, MAX_REFERRING)?;
            if referring.len() == MAX_REFERRING {
                crowded.insert(*about);
            }
            for listed in referring.iter().filter(|listed| listed.agent != own) {
                if self.is_stranger(known, listed.agent) {
                    looked_at += 1;
                    if looked_at > MAX_OF_STRANGERS {
                        continue;
                    }
                }
                waiting.extend(self.awaits_answer(known, own, about, listed)?);
            }
        }
        if !crowded.is_empty() {
            waiting.extend(self.of_known(known, own, &crowded)?);
        }
        waiting.extend(self.replies_to_us(known, own)?);
        for agreement in self.agreements_to_answer(known, own, occasion.today)? {
            let (id, from) = (agreement.id, agreement.agent);
            waiting.extend(self.one_waiting(known, What::Agreement, id, from, *own.as_bytes())?);
        }
        waiting.sort_unstable_by_key(|one| (one.stranger, one.sequence, one.what, one.id));
        waiting.dedup();
        Ok(waiting)
    }

    /// What those known here say of records of ours to which many refer.
    fn of_known(
        &self,
        known: &Known,
        own: AgentId,
        crowded: &BTreeSet<[u8; 32]>,
    ) -> Result<Vec<Waiting>, Failure> {
        let mut waiting = Vec::new();
        for by in known.agents().filter(|by| *by != own) {
            for about in crowded {
                for listed in self.store.attested_by(&by, Some(about), MAX_OF_ONE)? {
                    waiting.extend(self.awaits_answer(known, own, about, &listed)?);
                }
            }
            for record in self.store.records_of(by, Kind::Contribution)? {
                let to = self.view(record)?.and_then(|view| to(&view)).filter(|to| crowded.contains(to));
                if let (Some(to), Some(listed)) = (to, self.store.listed(record)?) {
                    waiting.extend(self.awaits_answer(known, own, &to, &listed)?);
                }
            }
        }
        Ok(waiting)
    }

    /// Whether a record that refers to one of ours awaits an answer.
    fn awaits_answer(
        &self,
        known: &Known,
        own: AgentId,
        about: &[u8; 32],
        listed: &Listed,
    ) -> Result<Option<Waiting>, Failure> {
        let id = listed.id.as_bytes();
        let what = match listed.kind {
            Kind::Contribution => {
                let answered = !self.in_force(own, id, Said::Acknowledges)?.is_empty()
                    || !self.in_force(own, id, Said::Questions)?.is_empty();
                if answered {
                    return Ok(None);
                }
                match self.view(listed.id)? {
                    Some(view) if to(&view) == Some(*about) && self.correction_of(&view)?.is_none() => {
                        What::Contribution
                    }
                    _ => return Ok(None),
                }
            }
            Kind::Attestation => {
                let statement = says(listed, "statement");
                if says(listed, "withdrawn").is_some() {
                    return Ok(None);
                }
                let (what, answer) = match statement {
                    Some("questions") => (What::Question, Said::Replies),
                    Some("asks-removal") if *about != *own.as_bytes() => (What::Removal, Said::Replies),
                    Some("claims") if !self.is_trusted(&listed.agent) => (What::Claim, Said::Questions),
                    _ => return Ok(None),
                };
                if !self.in_force(own, id, answer)?.is_empty() {
                    return Ok(None);
                }
                what
            }
            _ => return Ok(None),
        };
        self.one_waiting(known, what, listed.id, listed.agent, *about)
    }

    /// What others reply to what we asked and have not taken back.
    fn replies_to_us(&self, known: &Known, own: AgentId) -> Result<Vec<Waiting>, Failure> {
        let mut waiting = Vec::new();
        for question in self.store.attested_by(&own, None, MAX_OWN)? {
            if !awaits_reply(says(&question, "statement")) || says(&question, "withdrawn").is_some() {
                continue;
            }
            let Some(view) = self.view(question.id)? else { continue };
            let Some(Held::Id(about)) = view.one("about") else { continue };
            let Some(keeper) = self.who_keeps(about)? else { continue };
            for reply in self.in_force(keeper, view.id.as_bytes(), Said::Replies)?.iter().take(1) {
                let question = *view.id.as_bytes();
                waiting.extend(self.one_waiting(known, What::Reply, reply.id, keeper, question)?);
            }
        }
        Ok(waiting)
    }

    /// Something that waits; nothing of those whom this node blocks.
    fn one_waiting(
        &self,
        known: &Known,
        what: What,
        id: RecordId,
        from: AgentId,
        about: [u8; 32],
    ) -> Result<Option<Waiting>, Failure> {
        if self.store.standing(&from) == Standing::Blocked {
            return Ok(None);
        }
        let stranger = self.is_stranger(known, from);
        let listed = self.store.listed(id)?;
        Ok(listed.map(|listed| Waiting {
            stranger,
            sequence: Reverse(listed.sequence),
            what,
            id,
            from,
            about,
        }))
    }

    /// Whether nobody trusted here introduced them, and nobody here gave them a name.
    pub(super) fn is_stranger(&self, known: &Known, agent: AgentId) -> bool {
        self.store.standing(&agent) <= Standing::New && !known.contains(agent)
    }

    fn waiting_json(&self, occasion: Occasion, known: &Known, one: &Waiting) -> Result<Value, Failure> {
        let mut shown = self.named(occasion, known, one.from)?;
        shown["what"] = json!(one.what);
        shown["id"] = json!(one.id);
        shown["stranger"] = one.stranger.into();
        shown["about"] = self.in_brief(occasion, known, &one.about)?;
        let Some(view) = self.view(one.id)? else { return Ok(shown) };
        match one.what {
            What::Contribution | What::Part => {
                let fields = view.to_json()["fields"].clone();
                for name in ["role", "action", "track", "payment", "quantity", "unit", "period", "my_licence"]
                {
                    shown[name] = fields[name].clone();
                }
            }
            What::Question | What::Removal => {
                shown["fact"] = json!(view.text("fact"));
                shown["reason"] = json!(reason(&view));
            }
            What::Reply => shown["text"] = json!(reason(&view)),
            What::Claim => {}
            What::Agreement => shown["name"] = json!(view.title()),
        }
        Ok(shown)
    }

    /// What an id stands for, in brief: `{"id","kind","title"}`, and of an agent its names.
    pub(super) fn in_brief(
        &self,
        occasion: Occasion,
        known: &Known,
        id: &[u8; 32],
    ) -> Result<Value, Failure> {
        if let Some(listed) = self.store.listed(RecordId::from_bytes(*id))? {
            let mut shown = self.named(occasion, known, listed.agent)?;
            shown["id"] = json!(listed.id);
            shown["kind"] = json!(listed.kind);
            shown["title"] = json!(listed.title);
            let brief: BTreeMap<&str, &str> =
                listed.brief.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            for name in ["role", "statement"] {
                shown[name] = json!(brief.get(name));
            }
            return Ok(shown);
        }
        let agent = AgentId::from_bytes(*id);
        let mut shown = self.named(occasion, known, agent)?;
        shown["id"] = json!(agent);
        shown["kind"] = json!(self.agent_record(agent)?.map(|_| Kind::Agent));
        shown["title"] = shown["agent_name"].clone();
        Ok(shown)
    }
}

/// What a contribution is for.
fn to(view: &RecordView) -> Option<[u8; 32]> {
    match view.one("to") {
        Some(Held::Id(id)) => Some(*id),
        _ => None,
    }
}
