//! How a record came to be as it is: every change of it that is held, the newest first, with who signed it and what it did.
//!
//! | file | what it does |
//! | --- | --- |
//! | `wording.rs` | what was taken out of a long text and what was put in |

mod wording;

use commons_identity::KeyLog;
use commons_registry::{Did, FieldValue, History, Operation, RecordView, Told, Value as Held};
use serde_json::{Value, json};

use super::read::bad_cursor;
use super::{Occasion, Service};
use crate::failure::Failure;
use wording::{cut, reworded};

/// Most changes in one answer.
const MAX_CHANGES: usize = 100;

/// Most things that one change did that are told; a change holds at most 256.
const MAX_DID: usize = 50;

/// Fields in which whoever writes says on which day that is. Nobody can know whether it was.
const CLAIMED_DAYS: [&str; 5] = ["hidden", "withdrawn", "uncredited", "ended", "on"];

impl Service {
    /// `{"id","kind","agent","title","changes","items","next","conflicts"}`; of a hidden record, no more than that it is.
    pub(super) fn history(
        &self,
        occasion: Occasion,
        id: &str,
        limit: usize,
        after: Option<&str>,
    ) -> Result<Value, Failure> {
        let known = self.known()?;
        let view = self.viewed_even_hidden(self.resolve_record(id)?)?;
        if view.hidden().is_some() {
            let mut hidden = self.hidden_json(occasion, &known, &view)?;
            // What came to be of it is not told while it is hidden: a page with nothing on it.
            hidden["items"] = json!([]);
            return Ok(hidden);
        }
        let log = self.store.key_log(view.agent)?;
        let history = History::new(view.id, self.store.changes_of(view.id)?, &log)
            .ok_or_else(|| Failure::internal("the beginning of a record that is shown is not here"))?;
        let names = self.member_names(view.agent)?;
        let mut told = history.told();
        told.reverse();
        let changes = told.len();
        let from = match after {
            None => 0,
            Some(after) => {
                let is_it = |told: &Told<'_>| told.change.id().to_string() == after;
                told.iter().position(is_it).ok_or_else(bad_cursor)? + 1
            }
        };
        let limit = limit.clamp(1, MAX_CHANGES);
        let page = told.get(from..).unwrap_or_default();
        let more = page.len() > limit;
        let page = &page[..limit.min(page.len())];
        let items: Vec<Value> = page
            .iter()
            .map(|told| {
                let mut shown = change_json(told, &log);
                shown["by"] = names.person(told.change.key());
                shown
            })
            .collect();
        let signer = |change: &commons_registry::ChangeId| {
            let told = told.iter().find(|told| told.change.id() == *change);
            told.map_or(Value::Null, |told| names.person(told.change.key()))
        };
        let conflicts: Vec<Value> = view
            .conflicts
            .iter()
            .map(|conflict| {
                let value = |(change, value): &(commons_registry::ChangeId, Held)| {
                    json!({
                        "value": cut(conflict.field.value_json(value)),
                        "change": change,
                        "by": signer(change),
                    })
                };
                json!({
                    "field": conflict.field.name,
                    "key": conflict.key,
                    "values": conflict.values.iter().map(value).collect::<Vec<_>>(),
                    "shown": shown_of(&view, conflict.field.name, conflict.key.as_deref()),
                })
            })
            .collect();
        let next = page.last().filter(|_| more).map(|last| last.change.id().to_string());
        let mut shown = json!({
            "id": view.id,
            "kind": view.kind,
            "agent": view.agent,
            "title": view.title(),
            "contested": log.contest().is_some(),
            "changes": changes,
            "items": items,
            "next": next,
            "conflicts": conflicts,
        });
        self.put_names(occasion, &known, &mut shown, view.agent)?;
        Ok(shown)
    }
}

/// What a record shows of a field of which several values were put at once.
fn shown_of(view: &RecordView, field: &str, key: Option<&str>) -> Value {
    let Some(of) = view.kind.field_named(field) else { return Value::Null };
    match (view.fields.get(field), key) {
        (Some(FieldValue::One(value)), None) => cut(of.value_json(value)),
        (Some(FieldValue::Keyed(map)), Some(key)) => {
            map.get(key).map_or(Value::Null, |value| cut(of.value_json(value)))
        }
        _ => Value::Null,
    }
}

/// A change, but for the name of whoever signed it.
fn change_json(told: &Told<'_>, log: &KeyLog) -> Value {
    let change = told.change;
    let listed = log.counts(change.entry(), change.key(), change.id().as_bytes());
    json!({
        "change": change.id(),
        "begins": told.begins,
        "counts": told.counts,
        "why_not": (!told.counts).then(|| why_not(told, log)),
        // A member took it back in, although the key that signed it was removed.
        "adopted": told.counts && !listed,
        "claimed": claimed(told),
        "did": told.did.iter().take(MAX_DID).map(did_json).collect::<Vec<_>>(),
        "more": told.did.len().saturating_sub(MAX_DID),
    })
}

/// Why a change does not count, in one word, and the key-log entry that decides it.
fn why_not(told: &Told<'_>, log: &KeyLog) -> Value {
    let (entry, key) = (told.change.entry(), told.change.key());
    if log.is_void(&entry) {
        return json!({ "reason": "set-aside", "entry": entry });
    }
    if !log.chain().contains(&entry) {
        let reason = if log.contest().is_some() { "contested" } else { "not-known" };
        return json!({ "reason": reason, "entry": entry });
    }
    // Until the list of what is kept of a removed key is here, none of it counts.
    let reason = if log.is_whole() { "key-removed" } else { "list-missing" };
    json!({ "reason": reason, "entry": log.removal_of(key).unwrap_or(entry) })
}

/// The day on which a change claims to be written.
fn claimed<'t>(told: &'t Told<'_>) -> Option<&'t str> {
    told.did.iter().find_map(|did| match (did.operation, did.field) {
        (Operation::Put { value: Held::Text(day), .. }, Some(field))
            if CLAIMED_DAYS.contains(&field.name) =>
        {
            Some(day.as_str())
        }
        _ => None,
    })
}

/// One thing that a change did: `{"what","field","key","value","before"}`, of which each has what it needs.
fn did_json(did: &Did<'_>) -> Value {
    let value = |value: &Held| did.field.map_or(Value::Null, |field| cut(field.value_json(value)));
    let before = || {
        let values = did.before.iter().filter_map(|before| match before {
            Operation::Put { value: before, .. } => Some(value(before)),
            _ => None,
        });
        values.collect::<Vec<_>>()
    };
    let mut shown = match did.operation {
        Operation::Put { key, value: put, .. } => {
            json!({ "what": "set", "key": key, "value": value(put), "before": before() })
        }
        Operation::Clear { key, .. } => json!({ "what": "cleared", "key": key, "before": before() }),
        Operation::SetText { language, text, .. } => {
            let mut shown = json!({ "what": "worded", "key": language, "characters": text.chars().count() });
            match did.before.as_slice() {
                [] => shown["added"] = cut(text.as_str().into()),
                [Operation::SetText { text: before, .. }] => {
                    let (removed, added) = reworded(before, text);
                    shown["removed"] = cut(removed.into());
                    shown["added"] = cut(added.into());
                }
                // Merged of what several wrote at once: the change alone does not tell what it replaced.
                _ => shown["merged"] = true.into(),
            }
            shown
        }
        Operation::Add { value: added, .. } => json!({ "what": "added", "value": value(added) }),
        Operation::Remove { value: removed, .. } => json!({ "what": "removed", "value": value(removed) }),
        Operation::Approve { proposal, .. } => json!({ "what": "approved", "change": proposal }),
        Operation::Object { proposal, reason, .. } => {
            json!({ "what": "objected", "change": proposal, "reason": reason })
        }
        Operation::Withdraw { proposal, .. } => json!({ "what": "withdrew-objection", "change": proposal }),
        Operation::Adopt { change } => json!({ "what": "adopted", "change": change }),
    };
    if let Some(field) = did.field {
        shown["field"] = field.name.into();
    }
    // Members decide on it: what was put is in force only once enough of them approved.
    if let Some(approved) = did.approved {
        shown["approved"] = approved.into();
    }
    shown
}
