//! Contributions added up: how many, and how much where somebody said so. Units are never mixed, nothing is weighed
//! against anything else, and the order is that of names or of time: nobody is ranked.
//!
//! | file | what it does |
//! | --- | --- |
//! | `over_time.rs` | how many by year, quarter or month, and track: for anybody |

mod over_time;

use std::collections::{BTreeMap, BTreeSet};

use commons_identity::AgentId;
use commons_registry::standing::Standing;
use commons_registry::{Kind, RecordId, RecordView, Value as Held};
use commons_store::Found;
use serde_json::{Value, json};

use super::names::{Known, Whom};
use super::{Occasion, Service};
use crate::failure::Failure;
use crate::period::Period;
use crate::request::{By, Summary};

/// Most contributions that are added up at once: each costs some hundred microseconds.
const MAX_ADDED_UP: usize = 20_000;

/// Most that are read from the list at once.
const AT_ONCE: usize = 1_000;

/// Most groups in one answer.
const MAX_GROUPS: usize = 1_000;

/// Contributions put together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Sum {
    count: u64,
    paid: u64,
    donated: u64,
    mixed: u64,
    caring: u64,
    /// By unit, in thousandths.
    amounts: BTreeMap<String, i64>,
}

impl Sum {
    fn add(&mut self, view: &RecordView) {
        self.count += 1;
        match view.text("payment") {
            Some("paid") => self.paid += 1,
            Some("donated") => self.donated += 1,
            Some("mixed") => self.mixed += 1,
            _ => {}
        }
        self.caring += u64::from(view.text("track") == Some("care"));
        if let Some(Held::Int(thousandths)) = view.one("quantity") {
            let unit = view.text("unit").unwrap_or_default().to_owned();
            let amount = self.amounts.entry(unit).or_default();
            *amount = amount.saturating_add(*thousandths);
        }
    }

    fn to_json(&self) -> Value {
        let amounts = self.amounts.iter();
        json!({
            "count": self.count,
            "paid": self.paid,
            "donated": self.donated,
            "mixed": self.mixed,
            "caring": self.caring,
            "amounts": amounts.map(|(unit, amount)| json!({ "amount": decimal(*amount), "unit": unit })).collect::<Vec<_>>(),
        })
    }
}

/// A group: what it is put together by, and how it is shown.
type Groups = BTreeMap<String, (Value, Sum)>;

impl Service {
    pub(super) fn contributions(&self, occasion: Occasion, summary: &Summary) -> Result<Value, Failure> {
        let known = self.known()?;
        let of = summary.of.as_deref();
        let of = of.map(|of| self.resolve_agent(occasion.asker, of, Whom::Here)).transpose()?;
        let to = summary.to.as_deref().map(|to| self.targets(occasion, to)).transpose()?;
        let since = summary.since.as_deref().map(period).transpose()?;
        let until = summary.until.as_deref().map(period).transpose()?;
        let (ids, more) = self.contributions_of(of, to.as_deref())?;
        let (mut total, mut groups) = (Sum::default(), Groups::new());
        let (mut undated, mut corrected, mut left_out) = (0_u64, 0_u64, 0_u64);
        for id in ids {
            let Some(view) = self.view(id)? else { continue };
            let Some(Held::Id(target)) = view.one("to") else { continue };
            let meant = of.is_none_or(|of| of == view.agent)
                && to.as_ref().is_none_or(|to| to.contains(target))
                && self.store.standing(&view.agent) != Standing::Blocked;
            if !meant {
                continue;
            }
            if self.correction_of(&view)?.is_some() {
                corrected += 1;
                continue;
            }
            let when = view.text("period").and_then(Period::read);
            if since.is_some() || until.is_some() {
                let Some(when) = when else {
                    undated += 1;
                    continue;
                };
                if since.is_some_and(|since| when.last < since.first)
                    || until.is_some_and(|until| when.first > until.last)
                {
                    continue;
                }
            }
            total.add(&view);
            let (key, shown) = self.group(occasion, &known, summary.by, &view, target, when)?;
            if groups.len() < MAX_GROUPS || groups.contains_key(&key) {
                groups.entry(key).or_insert_with(|| (shown, Sum::default())).1.add(&view);
            } else {
                left_out += 1;
            }
        }
        let mut answer = total.to_json();
        answer["by"] = json!(summary.by);
        answer["of"] = of.map(|of| self.named(occasion, &known, of)).transpose()?.into();
        answer["to"] = match to.as_deref().and_then(<[_]>::first) {
            Some(to) => self.in_brief(occasion, &known, to)?,
            None => Value::Null,
        };
        answer["since"] = json!(summary.since);
        answer["until"] = json!(summary.until);
        answer["undated"] = undated.into();
        answer["corrected"] = corrected.into();
        answer["more"] = (more || left_out > 0).into();
        answer["groups"] = groups
            .into_values()
            .map(|(mut shown, sum)| {
                if let (Some(shown), Value::Object(sum)) = (shown.as_object_mut(), sum.to_json()) {
                    shown.extend(sum);
                }
                shown
            })
            .collect();
        Ok(answer)
    }

    /// The ids by which contributions may name something: a record, or an agent and the records that it keeps of itself.
    fn targets(&self, occasion: Occasion, text: &str) -> Result<Vec<[u8; 32]>, Failure> {
        let agent = match self.resolve_named(occasion.asker, text)? {
            Found::Agent(agent) => agent,
            Found::Record(_) | Found::Change(_) => {
                let view = self.viewed(self.resolve_record(text)?)?;
                if view.kind != Kind::Agent {
                    return Ok(vec![*view.id.as_bytes()]);
                }
                view.agent
            }
        };
        let records = self.store.agent_records(agent)?;
        Ok([*agent.as_bytes()].into_iter().chain(records.iter().map(|record| *record.as_bytes())).collect())
    }

    /// Contributions to look at, a bounded number; and whether there are more.
    pub(super) fn contributions_of(
        &self,
        of: Option<AgentId>,
        to: Option<&[[u8; 32]]>,
    ) -> Result<(Vec<RecordId>, bool), Failure> {
        let mut ids: Vec<RecordId> = Vec::new();
        match (of, to) {
            (Some(of), _) => ids.extend(self.store.records_of(of, Kind::Contribution)?),
            (None, Some(to)) => {
                let mut referring = BTreeSet::new();
                for target in to {
                    let listed =
                        self.store.references_to(target, Some(Kind::Contribution), MAX_ADDED_UP + 1)?;
                    referring.extend(listed.into_iter().map(|listed| listed.id));
                }
                ids.extend(referring);
            }
            (None, None) => {
                let mut after = None;
                while ids.len() <= MAX_ADDED_UP {
                    let listed = self.store.list(Some(Kind::Contribution), after, AT_ONCE)?;
                    let Some(last) = listed.last() else { break };
                    after = Some(last.sequence);
                    ids.extend(listed.iter().map(|listed| listed.id));
                }
            }
        }
        let more = ids.len() > MAX_ADDED_UP;
        ids.truncate(MAX_ADDED_UP);
        Ok((ids, more))
    }

    /// To which group a contribution belongs: a key that puts groups in order, and how the group is shown.
    fn group(
        &self,
        occasion: Occasion,
        known: &Known,
        by: By,
        view: &RecordView,
        to: &[u8; 32],
        when: Option<Period>,
    ) -> Result<(String, Value), Failure> {
        let by_name = |shown: &Value, name: &str, id: String| {
            let name = shown[name].as_str().map(str::to_lowercase);
            // Whatever has no name comes last.
            format!("{}{}\u{0}{id}", if name.is_some() { "0" } else { "1" }, name.unwrap_or_default())
        };
        let said = |text: Option<&str>, order: Option<String>| match text {
            Some(text) => {
                (format!("0{}", order.unwrap_or_else(|| text.to_lowercase())), json!({ "said": text }))
            }
            None => ("2".to_owned(), json!({ "said": null })),
        };
        Ok(match by {
            By::Resource => {
                let shown = self.in_brief(occasion, known, to)?;
                (by_name(&shown, "title", hex(to)), json!({ "about": shown }))
            }
            By::Agent => {
                let shown = self.named(occasion, known, view.agent)?;
                (by_name(&shown, "agent_name", view.agent.to_string()), shown)
            }
            By::Role => said(view.text("role"), None),
            By::Track => {
                let order = ["livelihood", "love", "care"];
                let track = view.text("track");
                let place = order.iter().position(|known| Some(*known) == track);
                said(track, place.map(|place| place.to_string()))
            }
            By::Period => match (when, view.text("period")) {
                (Some(when), _) => {
                    let years = when.years();
                    (format!("0{years}"), json!({ "said": years }))
                }
                (None, Some(text)) => (format!("1{}", text.to_lowercase()), json!({ "said": text })),
                (None, None) => said(None, None),
            },
        })
    }
}

/// An id in hex.
fn hex(id: &[u8; 32]) -> String {
    RecordId::from_bytes(*id).to_string()
}

/// A year, a month or a day that somebody asks for.
fn period(text: &str) -> Result<Period, Failure> {
    Period::read(text).ok_or_else(|| {
        Failure::usage(format!(
            "expected a year, a month or a day, such as 2026, 2026-03 or 2026-03-15, found {text:?}"
        ))
    })
}

/// An amount as a number: whole where it is.
fn decimal(thousandths: i64) -> Value {
    if thousandths % 1000 == 0 {
        return (thousandths / 1000).into();
    }
    // At most 10^12 thousandths each, so nothing of what is shown is lost.
    serde_json::from_str(&format!("{}.{:03}", thousandths / 1000, (thousandths % 1000).abs()))
        .map_or(Value::Null, |number: f64| json!(number))
}
