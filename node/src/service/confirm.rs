//! Confirming facts about others: attestations in one's own namespace.

use std::collections::HashSet;

use commons_identity::AgentId;
use commons_registry::{Draft, Edit, Kind, RecordId};
use serde_json::{Value, json};

use super::confirmed::{MAX_OWN, put_stated};
use super::names::Whom;
use super::{Occasion, Service, salt, to_json};
use crate::day::Day;
use crate::facts::{Confirmation, StatedFact};
use crate::failure::Failure;
use crate::request::{Confirm, ConfirmRow, Imported, Rejected};

/// The language of a reason whose language nobody said.
const UNKNOWN_LANGUAGE: &str = "und";

/// Rows that are signed and made durable together.
pub(super) const ROWS_AT_ONCE: usize = 200;

/// What is to be written for a confirmation.
struct Plan {
    outcome: Outcome,
    /// The attestation, if it is there already.
    held: Option<RecordId>,
    /// The one that begins or changes it first.
    edits: Vec<Edit>,
}

/// What becomes of a confirmation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    Added,
    Renewed,
    Unchanged,
}

impl Service {
    pub(super) fn confirm(&self, occasion: Occasion, confirm: &Confirm) -> Result<Value, Failure> {
        self.keys().open()?;
        let (about, stated, plan) = self.plan_confirmation(occasion, confirm)?;
        let written = if plan.edits.is_empty() { Vec::new() } else { self.write(plan.edits)? };
        let mut answer = json!({
            "id": plan.held.or_else(|| written.first().copied()),
            "outcome": plan.outcome,
            "about": self.named(occasion, &*self.known()?, about)?,
            "until": confirm.until,
        });
        put_stated(&mut answer, &stated);
        Ok(answer)
    }

    /// Works out what makes the confirmation say just this, and what of earlier ones of the same fact is to go.
    fn plan_confirmation(
        &self,
        occasion: Occasion,
        confirm: &Confirm,
    ) -> Result<(AgentId, StatedFact, Plan), Failure> {
        let about = self.resolve_agent(occasion.asker, &confirm.agent, Whom::Here)?;
        if Some(about) == self.agent() {
            return Err(Failure::invalid("nobody confirms facts about themselves")
                .hint("say it of yourselves with `commons profile --set FACT=VALUE`"));
        }
        let stated = StatedFact::typed(&confirm.fact, confirm.value.as_deref())?;
        let until = confirm.until.as_deref().map(|text| future(text, occasion.today)).transpose()?;
        let mut draft = Draft::new(Kind::Attestation);
        draft.set("statement", "confirms")?;
        draft.set_id("about", *about.as_bytes())?;
        draft.set("fact", &stated.fact)?;
        draft.set("value", &stated.value)?;
        if let Some(until) = until {
            draft.set("until", &until.to_string())?;
        }
        if let Some(reason) = &confirm.reason {
            draft.set_keyed("reason", UNKNOWN_LANGUAGE, reason)?;
        }
        let mut held = self.own_confirmations(about, &stated.fact)?.into_iter();
        let Some(first) = held.next() else {
            let plan = Plan { outcome: Outcome::Added, held: None, edits: vec![draft.begin(salt()?)?] };
            return Ok((about, stated, plan));
        };
        let view = self.viewed(first.id)?;
        if view.fields.contains_key("withdrawn") {
            draft.clear("withdrawn", None)?;
        }
        if until.is_none() && view.fields.contains_key("until") {
            draft.clear("until", None)?;
        }
        let mut edits = Vec::new();
        let draft = draft.against(&view);
        if !draft.is_empty() {
            edits.push(draft.edit(view.id, &view.heads, salt()?)?);
        }
        // Two nodes of ours confirmed it apart: one attestation speaks from now on.
        for other in held.filter(|other| other.withdrawn.is_none()) {
            edits.push(self.withdrawal(other.id, occasion.today)?);
        }
        let outcome = if edits.is_empty() { Outcome::Unchanged } else { Outcome::Renewed };
        Ok((about, stated, Plan { outcome, held: Some(first.id), edits }))
    }

    /// Our attestations that confirm a fact about an agent, that with the lowest id first.
    fn own_confirmations(&self, about: AgentId, fact: &str) -> Result<Vec<Confirmation>, Failure> {
        let Some(own) = self.agent() else { return Ok(Vec::new()) };
        let mut held = self.confirmations_by(own, about, MAX_OWN)?;
        held.retain(|confirmation| confirmation.stated.fact == fact);
        Ok(held)
    }

    pub(super) fn withdraw_confirmation(
        &self,
        occasion: Occasion,
        what: &str,
        fact: Option<&str>,
    ) -> Result<Value, Failure> {
        self.keys().open()?;
        let held = match fact {
            Some(fact) => {
                let about = self.resolve_agent(occasion.asker, what, Whom::Here)?;
                // Whatever its value: it is the fact that is no longer spoken for.
                let fact = StatedFact::written(&fact.trim().to_lowercase().replace(' ', "-"), "true").fact;
                let held = self.own_confirmations(about, &fact)?;
                if held.is_empty() {
                    return Err(Failure::not_found(format!(
                        "you have not confirmed {fact} about {}",
                        about.short()
                    ))
                    .hint("`commons confirm --list` shows what you confirmed"));
                }
                held
            }
            None => {
                let view = self.own_record(what)?;
                let confirmation = Confirmation::read(&view).ok_or_else(|| {
                    Failure::invalid(format!("record {} confirms no fact", view.id.short()))
                        .hint("`commons confirm --list` shows what you confirmed, with ids")
                })?;
                vec![confirmation]
            }
        };
        let edits: Vec<Edit> = held
            .iter()
            .filter(|confirmation| confirmation.withdrawn.is_none() || confirmation.contested)
            .map(|confirmation| self.withdrawal(confirmation.id, occasion.today))
            .collect::<Result<_, _>>()?;
        let outcome = if edits.is_empty() { "unchanged" } else { "withdrawn" };
        if !edits.is_empty() {
            self.write(edits)?;
        }
        let first = &held[0];
        let mut answer = json!({
            "id": first.id,
            "outcome": outcome,
            "about": self.named(occasion, &*self.known()?, first.about)?,
        });
        put_stated(&mut answer, &first.stated);
        Ok(answer)
    }

    pub(super) fn confirm_rows(
        &self,
        occasion: Occasion,
        rows: &[ConfirmRow],
        dry_run: bool,
    ) -> Result<Value, Failure> {
        if !dry_run {
            self.keys().open()?;
        }
        let mut imported = Imported::default();
        let mut seen = HashSet::new();
        for part in rows.chunks(ROWS_AT_ONCE) {
            let mut edits = Vec::new();
            for ConfirmRow { row, confirm } in part {
                let plan = self.plan_confirmation(occasion, confirm).and_then(|(about, stated, plan)| {
                    if seen.insert((about, stated.fact.clone())) {
                        return Ok(plan);
                    }
                    let reason = format!("another row confirms {} about the same agent", stated.fact);
                    Err(Failure::invalid(reason))
                });
                match plan {
                    Ok(plan) => {
                        match plan.outcome {
                            Outcome::Added => imported.added += 1,
                            Outcome::Renewed => imported.updated += 1,
                            Outcome::Unchanged => imported.unchanged += 1,
                        }
                        edits.extend(plan.edits);
                    }
                    Err(failure) => {
                        imported.rejected.push(Rejected { row: *row, reason: failure.message });
                    }
                }
            }
            if !dry_run && !edits.is_empty() {
                self.write(edits)?;
            }
        }
        Ok(to_json(&imported))
    }
}

/// A date that is not past.
fn future(text: &str, today: Day) -> Result<Day, Failure> {
    let until: Day =
        text.trim().parse().map_err(|error: crate::day::NoDay| Failure::usage(error.to_string()))?;
    if until >= today {
        return Ok(until);
    }
    Err(Failure::usage(format!("{until} is past: today is {today}"))
        .hint("to take a confirmation back, use `commons confirm --withdraw`"))
}
