//! Hiding a record of one's own, and showing it again. What is hidden stays in every journal: it is neither shown, listed,
//! found nor added up, on whatever node.

use commons_registry::{Draft, Kind, RecordId, RecordView};
use serde_json::{Value, json};

use super::names::Known;
use super::write::shows_nothing;
use super::{Occasion, Service, salt};
use crate::failure::Failure;

impl Service {
    pub(super) fn hide(&self, occasion: Occasion, id: &str, reason: Option<&str>) -> Result<Value, Failure> {
        let view = self.own_even_hidden(id)?;
        let mut draft = Draft::new(view.kind);
        // Whoever hides it again, for another reason, leaves the day as it is.
        if view.hidden().is_none() {
            draft.set("hidden", &occasion.today.to_string())?;
        }
        if let Some(reason) = reason {
            draft.set("hidden_because", reason)?;
        }
        self.changed(&view, draft, "hidden")
    }

    pub(super) fn unhide(&self, id: &str) -> Result<Value, Failure> {
        let view = self.own_even_hidden(id)?;
        let mut draft = Draft::new(view.kind);
        for field in ["hidden", "hidden_because"] {
            if view.one(field).is_some() {
                draft.clear(field, None)?;
            }
        }
        self.changed(&view, draft, "shown")
    }

    /// Records of our own that are hidden, with what each is called: their owner may read that.
    pub(super) fn all_hidden(&self, occasion: Occasion) -> Result<Value, Failure> {
        let Some(own) = self.agent() else { return self.keys().open().map(|_| Value::Null) };
        let known = self.known()?;
        let mut items = Vec::new();
        let may_be = |kind: Kind| kind.field_named("hidden").is_some();
        for record in self.store.records_in(own)?.into_iter().filter(|record| may_be(record.kind)) {
            let Some(view) = self.store.view(record.id)?.filter(|view| view.hidden().is_some()) else {
                continue;
            };
            let mut shown = self.hidden_json(occasion, &known, &view)?;
            shown["title"] = json!(view.title());
            items.push(shown);
        }
        Ok(json!({ "items": items }))
    }

    fn changed(&self, view: &RecordView, draft: Draft, outcome: &str) -> Result<Value, Failure> {
        let draft = draft.against(view);
        if draft.is_empty() {
            return Ok(json!({ "id": view.id, "outcome": "unchanged" }));
        }
        self.write(vec![draft.edit(view.id, &view.heads, salt()?)?])?;
        Ok(json!({ "id": view.id, "outcome": outcome }))
    }

    /// A record of our own that may be hidden.
    fn own_even_hidden(&self, id: &str) -> Result<RecordView, Failure> {
        let agent = self.keys().open()?.agent();
        let view = self.viewed_even_hidden(self.resolve_record(id)?)?;
        if view.agent != agent {
            return Err(Failure::invalid(format!(
                "record {} is kept by agent {}: only they hide it",
                view.id.short(),
                view.agent.short()
            ))
            .hint("`commons withhold ID` keeps it from being shown by this node"));
        }
        if view.kind.field_named("hidden").is_none() {
            let hint = match view.kind {
                Kind::Attestation => "take it back with --withdraw of the command that said it",
                Kind::Agreement => "others rely on it: `commons agreement end ID` ends it",
                Kind::Licence => "others rely on its terms: `commons forget ID` erases it for good",
                _ => "`commons forget ID` erases a record for good",
            };
            return Err(
                Failure::invalid(format!("a record of the kind {} cannot be hidden", view.kind)).hint(hint)
            );
        }
        Ok(view)
    }

    /// What a record holds, whether or not it is hidden.
    pub(super) fn viewed_even_hidden(&self, record: RecordId) -> Result<RecordView, Failure> {
        self.store.view(record)?.ok_or_else(|| shows_nothing(record))
    }

    /// What a record shows: nothing, if it is hidden.
    pub(super) fn view(&self, record: RecordId) -> Result<Option<RecordView>, Failure> {
        Ok(self.store.view(record)?.filter(|view| view.hidden().is_none()))
    }

    /// All that is said of a hidden record: whose it is, since when it is hidden, and why.
    pub(super) fn hidden_json(
        &self,
        occasion: Occasion,
        known: &Known,
        view: &RecordView,
    ) -> Result<Value, Failure> {
        let mut shown = json!({
            "id": view.id,
            "kind": view.kind,
            "agent": view.agent,
            "hidden": { "since": view.hidden(), "because": view.text("hidden_because") },
            "fields": {},
            "conflicts": [],
            "heads": view.heads,
        });
        self.put_names(occasion, known, &mut shown, view.agent)?;
        Ok(shown)
    }
}

/// Refuses what is hidden.
pub(super) fn unless_hidden(view: RecordView) -> Result<RecordView, Failure> {
    match view.hidden() {
        None => Ok(view),
        Some(since) => Err(Failure::not_found(format!(
            "record {} is hidden by its steward since {since}",
            view.id.short()
        ))
        .hint("whoever keeps it shows it again with `commons unhide ID`")),
    }
}
