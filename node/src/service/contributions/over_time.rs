//! Contributions over time, by track: the same for a drawing and for the table beside it. Anybody may ask, so less is added
//! up than for the node's owner.

use std::collections::BTreeMap;

use commons_identity::AgentId;
use commons_registry::standing::Standing;
use commons_registry::{RecordView, Value as Held};
use commons_store::Found;
use serde_json::{Value, json};

use super::super::names::{Known, Whom};
use super::super::{Occasion, Service};
use super::{Sum, decimal};
use crate::failure::Failure;
use crate::period::{Period, Span};
use crate::request::{Over, Side};

/// Most contributions that are added up in one answer.
const MAX_ADDED_UP: usize = 2_000;

/// Most who contributed, or works that somebody contributed to, that are named.
const MAX_NAMED: usize = 200;

/// Most stretches of time in one answer.
const MAX_STRETCHES: usize = 400;

/// Tracks in the order in which they are told; what names none comes last.
const TRACKS: [Option<&str>; 4] = [Some("livelihood"), Some("love"), Some("care"), None];

/// Contributions of one track in one stretch of time, or by one agent.
#[derive(Default)]
struct Part {
    sum: Sum,
    acknowledged: u64,
}

impl Part {
    fn add(&mut self, view: &RecordView, acknowledged: bool) {
        self.sum.add(view);
        self.acknowledged += u64::from(acknowledged);
    }

    /// `{"count","acknowledged","amounts"}`.
    fn to_json(&self) -> Value {
        let amounts = self.sum.amounts.iter();
        let amounts: Vec<Value> =
            amounts.map(|(unit, amount)| json!({ "amount": decimal(*amount), "unit": unit })).collect();
        json!({ "count": self.sum.count, "acknowledged": self.acknowledged, "amounts": amounts })
    }
}

/// A stretch of time as it is put in order: what is dated first, from when to when; then what is not.
type Stretch = Option<Period>;

/// Everything of one side, added up.
#[derive(Default)]
struct Series {
    total: Part,
    stretches: BTreeMap<(bool, Stretch), BTreeMap<usize, Part>>,
    /// By agent of what is contributed to something; by work of what an agent contributed.
    named: BTreeMap<[u8; 32], Part>,
    corrected: u64,
    more: bool,
}

impl Service {
    /// `{"about","span","to","of"}`: what was contributed to something and, if it is an agent, what that contributed.
    pub(in crate::service) fn contributions_over(
        &self,
        occasion: Occasion,
        over: &Over,
    ) -> Result<Value, Failure> {
        let known = self.known()?;
        let targets = self.targets(occasion, &over.id)?;
        let agent = match self.resolve_named(occasion.asker, &over.id)? {
            Found::Agent(agent) => Some(agent),
            _ if targets.len() > 1 => Some(self.resolve_agent(occasion.asker, &over.id, Whom::Here)?),
            _ => None,
        };
        let about = targets.first().map_or(Ok(Value::Null), |id| self.in_brief(occasion, &known, id))?;
        let wants = |side| over.side.is_none_or(|wanted| wanted == side);
        let to = match wants(Side::To) {
            true => self.series(occasion, &known, over.span, None, &targets)?,
            false => Value::Null,
        };
        let of = match agent.filter(|_| wants(Side::Of)) {
            Some(agent) => self.series(occasion, &known, over.span, Some(agent), &[])?,
            None if over.side == Some(Side::Of) => {
                return Err(Failure::usage("only an organisation or a person contributes")
                    .hint("--to ID tells what was contributed to a work"));
            }
            None => Value::Null,
        };
        Ok(json!({ "about": about, "span": over.span, "to": to, "of": of }))
    }

    fn series(
        &self,
        occasion: Occasion,
        known: &Known,
        span: Span,
        of: Option<AgentId>,
        to: &[[u8; 32]],
    ) -> Result<Value, Failure> {
        let (ids, _) = self.contributions_of(of, of.is_none().then_some(to))?;
        let mut series = Series { more: ids.len() > MAX_ADDED_UP, ..Series::default() };
        for id in ids.into_iter().take(MAX_ADDED_UP) {
            let Some(view) = self.view(id)? else { continue };
            let Some(Held::Id(target)) = view.one("to") else { continue };
            if of.is_none_or(|of| of != view.agent) && !to.contains(target)
                || self.store.standing(&view.agent) == Standing::Blocked
            {
                continue;
            }
            if self.correction_of(&view)?.is_some() {
                series.corrected += 1;
                continue;
            }
            let acknowledged = match self.who_keeps(target)? {
                // What stewards did themselves they need not acknowledge.
                Some(steward) => steward == view.agent || self.is_acknowledged(steward, view.id)?,
                None => false,
            };
            let name = if of.is_some() { *target } else { *view.agent.as_bytes() };
            series.add(&view, span, name, acknowledged);
        }
        self.series_json(occasion, known, span, of.is_some(), &series)
    }

    fn series_json(
        &self,
        occasion: Occasion,
        known: &Known,
        span: Span,
        of_agent: bool,
        series: &Series,
    ) -> Result<Value, Failure> {
        let mut shown = series.total.to_json();
        let stretches = series.stretches.iter().map(|((_, when), tracks)| {
            let tracks: Vec<Value> = tracks
                .iter()
                .map(|(place, part)| {
                    let mut shown = part.to_json();
                    shown["track"] = json!(TRACKS[*place]);
                    shown
                })
                .collect();
            let when_in_words = when.map(|when| when.in_words(span));
            let day = |(year, month, _): (u16, u8, u8)| format!("{year:04}-{month:02}");
            json!({
                "when": when_in_words,
                "from": when.map(|when| day(when.first)),
                "until": when.map(|when| day(when.last)),
                "tracks": tracks,
            })
        });
        shown["stretches"] = stretches.collect();
        let mut named: Vec<Value> = Vec::new();
        for (id, part) in series.named.iter().take(MAX_NAMED) {
            let who = match of_agent {
                true => self.in_brief(occasion, known, id)?,
                false => self.named(occasion, known, AgentId::from_bytes(*id))?,
            };
            let mut row = part.to_json();
            if let (Value::Object(row), Value::Object(who)) = (&mut row, who) {
                row.extend(who);
            }
            named.push(row);
        }
        // By names: nobody is ranked.
        let name = if of_agent { "title" } else { "agent_name" };
        named.sort_by_cached_key(|row| {
            let called = row[name].as_str().map(str::to_lowercase);
            (called.is_none(), called, row["agent"].as_str().map(str::to_owned))
        });
        shown[if of_agent { "works" } else { "who" }] = named.into();
        shown["corrected"] = series.corrected.into();
        shown["more"] = (series.more || series.named.len() > MAX_NAMED).into();
        Ok(shown)
    }
}

impl Series {
    fn add(&mut self, view: &RecordView, span: Span, name: [u8; 32], acknowledged: bool) {
        let when = view.text("period").and_then(Period::read).map(|when| when.within(span));
        let place = TRACKS.iter().position(|track| *track == view.text("track")).unwrap_or(TRACKS.len() - 1);
        self.total.add(view, acknowledged);
        self.named.entry(name).or_default().add(view, acknowledged);
        let stretch = (when.is_none(), when);
        if self.stretches.len() >= MAX_STRETCHES && !self.stretches.contains_key(&stretch) {
            self.more = true;
            return;
        }
        self.stretches.entry(stretch).or_default().entry(place).or_default().add(view, acknowledged);
    }
}
