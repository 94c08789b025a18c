//! Taking in rows of lists, and items of bundles.

use std::collections::HashSet;

use commons_registry::{Checked, Draft, Edit, ItemError, check};
use commons_store::{Outcome, StoreError};
use serde_json::Value;

use super::{Service, found::from_hex, salt, to_json};
use crate::failure::Failure;
use crate::request::{ImportRow, Imported, ItemOutcome, Rejected};

/// What is to be done with a row.
enum Plan {
    Add(Edit),
    Update(Edit),
    Nothing,
}

impl Service {
    /// Makes records of rows, or brings those up to date that earlier rows with the same source keys became.
    pub(super) fn import_rows(&self, rows: &[ImportRow], dry_run: bool) -> Result<Value, Failure> {
        if !dry_run {
            self.keys().open()?;
        }
        let mut imported = Imported::default();
        let mut edits = Vec::new();
        let mut seen = HashSet::new();
        for row in rows {
            if !seen.insert((row.kind, row.source_key.as_str())) {
                let reason = "another row of the same list has the same source key".to_owned();
                imported.rejected.push(Rejected { row: row.row, reason });
                continue;
            }
            match self.plan(row) {
                Ok(Plan::Add(edit)) => {
                    imported.added += 1;
                    edits.push(edit);
                }
                Ok(Plan::Update(edit)) => {
                    imported.updated += 1;
                    edits.push(edit);
                }
                Ok(Plan::Nothing) => imported.unchanged += 1,
                Err(failure) => imported.rejected.push(Rejected { row: row.row, reason: failure.message }),
            }
        }
        if !dry_run && !edits.is_empty() {
            self.write(edits)?;
        }
        Ok(to_json(&imported))
    }

    fn plan(&self, row: &ImportRow) -> Result<Plan, Failure> {
        let mut draft = Draft::new(row.kind);
        for field in &row.fields {
            match &field.language {
                Some(language) => draft.set_keyed(&field.name, language, &field.value)?,
                None => draft.set(&field.name, &field.value)?,
            };
        }
        draft.set("source_key", &row.source_key)?;
        // What the list said last time: a row that says the same again changes nothing, also if the record was
        // edited by hand since.
        let hash = draft.fingerprint();
        draft.set("source_hash", &hash)?;
        let held = match self.agent() {
            Some(agent) => self.store.by_source(&agent, &row.source_key)?,
            None => None,
        };
        let Some(record) = held else { return Ok(Plan::Add(draft.begin(salt()?)?)) };
        let view = self.viewed_even_hidden(record)?;
        if view.text("source_hash") == Some(&hash) {
            return Ok(Plan::Nothing);
        }
        let draft = draft.against(&view);
        Ok(Plan::Update(draft.edit(record, &view.heads, salt()?)?))
    }

    /// Judges items of a bundle and keeps the good ones.
    pub(super) fn ingest_hex(&self, items: &[String], dry_run: bool) -> Result<Value, Failure> {
        let items: Vec<Vec<u8>> = items
            .iter()
            .map(|text| from_hex(text).ok_or_else(|| Failure::invalid("an item is not in hex")))
            .collect::<Result<_, _>>()?;
        let outcomes: Vec<ItemOutcome> = if dry_run {
            let judge = |checked: Result<Checked, ItemError>| match checked {
                Ok(checked) if self.store.label(&checked.key())?.is_some() => Ok(ItemOutcome::Known),
                Ok(_) => Ok(ItemOutcome::New),
                Err(error) => Ok(ItemOutcome::Invalid(error.to_string())),
            };
            check(&items).into_iter().map(judge).collect::<Result<_, StoreError>>()?
        } else {
            let outcomes = self.store.ingest(items)?.into_iter();
            outcomes
                .map(|outcome| match outcome {
                    Outcome::New(_) => ItemOutcome::New,
                    Outcome::Known(_) => ItemOutcome::Known,
                    Outcome::Missing { .. } => ItemOutcome::Waiting,
                    Outcome::Declined => ItemOutcome::Declined,
                    Outcome::Erased(_) => ItemOutcome::Erased,
                    Outcome::LeftOut(reason) => ItemOutcome::LeftOut(reason.to_string()),
                    Outcome::Invalid(reason) => ItemOutcome::Invalid(reason.to_string()),
                })
                .collect()
        };
        Ok(to_json(&outcomes))
    }
}
