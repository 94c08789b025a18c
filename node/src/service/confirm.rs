//! Confirming facts about others: attestations in one's own namespace, and what others attest.

use std::collections::{BTreeSet, HashSet};

use commons_identity::AgentId;
use commons_registry::{Draft, Edit, Kind, RecordId};
use commons_store::Listed;
use serde_json::{Value, json};

use super::names::Known;
use super::{Occasion, Service, salt, to_json};
use crate::day::Day;
use crate::facts::{Confirmation, StatedFact};
use crate::failure::Failure;
use crate::request::{Confirm, ConfirmRow, Imported, Rejected};

/// The language of a reason whose language nobody said.
const UNKNOWN_LANGUAGE: &str = "und";

/// Most attestations of one's own that are looked through.
const MAX_OWN: usize = 100_000;

/// Most attestations that are looked at of a known agent about one other.
const MAX_OF_KNOWN: usize = 256;

/// Most strangers whose word about an agent is looked at, and most attestations of each: they may write as many as
/// they like, and each costs some hundred microseconds to read.
const MAX_STRANGERS: usize = 100;
/// See [`MAX_STRANGERS`].
const MAX_OF_STRANGER: usize = 16;
/// Most attestations of strangers about an agent that are looked at in all.
const MAX_OF_STRANGERS: usize = 400;

/// Most reminders in one answer.
const MAX_REMINDERS: usize = 50;

/// Most of them about what strangers say of us: they could fill the list with what nobody asked for.
const MAX_REMINDERS_OF_STRANGERS: usize = 10;

/// Rows that are signed and made durable together.
const ROWS_AT_ONCE: usize = 200;

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
        let about = self.resolve_agent(occasion, &confirm.agent)?;
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

    /// What one agent confirms about another.
    fn confirmations_by(
        &self,
        by: AgentId,
        about: AgentId,
        most: usize,
    ) -> Result<Vec<Confirmation>, Failure> {
        let listed = self.store.attested_by(&by, Some(about.as_bytes()), most)?;
        self.read_confirmations(listed.iter())
    }

    fn read_confirmations<'l>(
        &self,
        listed: impl Iterator<Item = &'l Listed>,
    ) -> Result<Vec<Confirmation>, Failure> {
        let mut read = Vec::new();
        for listed in listed.filter(|listed| says(listed, "statement") == Some("confirms")) {
            // Only what the record shows now counts, all its changes merged.
            read.extend(self.store.view(listed.id)?.as_ref().and_then(Confirmation::read));
        }
        Ok(read)
    }

    fn withdrawal(&self, id: RecordId, today: Day) -> Result<Edit, Failure> {
        let view = self.viewed(id)?;
        let mut draft = Draft::new(Kind::Attestation);
        draft.set("withdrawn", &today.to_string())?;
        Ok(draft.edit(view.id, &view.heads, salt()?)?)
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
                let about = self.resolve_agent(occasion, what)?;
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

    /// What anybody confirms about an agent, those known here first; and whether there may be more.
    pub(super) fn confirmations_about(
        &self,
        known: &Known,
        about: AgentId,
    ) -> Result<(Vec<Confirmation>, bool), Failure> {
        let mut attesters: BTreeSet<AgentId> =
            self.store.attesters_of(about.as_bytes(), MAX_STRANGERS)?.into_iter().collect();
        let mut more = attesters.len() == MAX_STRANGERS;
        // Whoever is known is heard, however many strangers speak.
        attesters.extend(known.agents());
        let (familiar, strangers): (Vec<_>, Vec<_>) =
            attesters.into_iter().filter(|by| *by != about).partition(|by| known.contains(*by));
        let mut heard = Vec::new();
        // Our own word first.
        let own = self.agent();
        for by in familiar
            .iter()
            .filter(|by| Some(**by) == own)
            .chain(familiar.iter().filter(|by| Some(**by) != own))
        {
            heard.extend(self.confirmations_by(*by, about, MAX_OF_KNOWN)?);
        }
        let mut looked_at = 0;
        for by in strangers {
            if looked_at >= MAX_OF_STRANGERS {
                more = true;
                break;
            }
            let listed = self.store.attested_by(&by, Some(about.as_bytes()), MAX_OF_STRANGER)?;
            more |= listed.len() == MAX_OF_STRANGER;
            looked_at += listed.len();
            heard.extend(self.read_confirmations(listed.iter())?);
        }
        Ok((heard, more))
    }

    /// A confirmation as answers show it.
    pub(super) fn confirmation_json(
        &self,
        occasion: Occasion,
        known: &Known,
        confirmation: &Confirmation,
    ) -> Result<Value, Failure> {
        let mut shown = json!({
            "id": confirmation.id,
            "by": self.named(occasion, known, confirmation.by)?,
            "known": known.contains(confirmation.by),
            "about": self.named(occasion, known, confirmation.about)?,
            "until": confirmation.until,
            "withdrawn": confirmation.withdrawn,
            "reason": confirmation.reason,
            "state": confirmation.force(occasion.today),
            "lapses_in_days": confirmation.lapses_in(occasion.today, self.remind_days),
        });
        put_stated(&mut shown, &confirmation.stated);
        Ok(shown)
    }

    pub(super) fn confirmations(&self, occasion: Occasion, about: Option<&str>) -> Result<Value, Failure> {
        let known = self.known()?;
        let all_json = |all: Vec<Confirmation>| -> Result<Vec<Value>, Failure> {
            all.iter().map(|one| self.confirmation_json(occasion, &known, one)).collect()
        };
        if let Some(about) = about {
            let about = self.resolve_agent(occasion, about)?;
            let (heard, more) = self.confirmations_about(&known, about)?;
            return Ok(json!({
                "about": self.named(occasion, &known, about)?,
                "items": all_json(heard)?,
                "more": more,
            }));
        }
        let Some(own) = self.agent() else { return self.keys().open().map(|_| Value::Null) };
        let mut ours = self.read_confirmations(self.store.attested_by(&own, None, MAX_OWN)?.iter())?;
        let (heard, more) = self.confirmations_about(&known, own)?;
        // What lapses first comes first; then what has no end; then what holds no longer.
        ours.sort_by_key(|one| {
            let force = one.force(occasion.today);
            (force, one.until.is_none(), one.until, one.about, one.stated.clone())
        });
        Ok(json!({ "ours": all_json(ours)?, "about_us": all_json(heard)?, "more": more }))
    }

    /// Confirmations of ours, and of others about us, that lapse before long: those known here
    /// first, and of them the first to lapse.
    pub(super) fn reminders(&self, occasion: Occasion) -> Result<Value, Failure> {
        let Some(own) = self.agent() else { return Ok(json!([])) };
        let known = self.known()?;
        let soon = |listed: &Listed| {
            let until = says(listed, "until").and_then(|until| until.parse::<Day>().ok());
            let last = occasion.today.plus(self.remind_days);
            says(listed, "withdrawn").is_none()
                && until.is_some_and(|until| (occasion.today..=last).contains(&until))
        };
        let mut listed: Vec<Listed> = self.store.attested_by(&own, None, MAX_OWN)?;
        let mut of_strangers: Vec<Listed> = Vec::new();
        let mut attesters: BTreeSet<AgentId> =
            self.store.attesters_of(own.as_bytes(), MAX_STRANGERS)?.into_iter().collect();
        attesters.extend(known.agents());
        for by in attesters.into_iter().filter(|by| *by != own) {
            let (into, most) = match known.contains(by) {
                true => (&mut listed, MAX_OF_KNOWN),
                false => (&mut of_strangers, MAX_OF_STRANGER),
            };
            into.extend(self.store.attested_by(&by, Some(own.as_bytes()), most)?);
        }
        listed.retain(soon);
        of_strangers.retain(soon);
        of_strangers.truncate(MAX_REMINDERS_OF_STRANGERS);
        listed.extend(of_strangers);
        let mut lapsing = self.read_confirmations(listed.iter())?;
        lapsing.retain(|one| one.lapses_in(occasion.today, self.remind_days).is_some());
        lapsing.sort_by_key(|one| (!known.contains(one.by), one.until, one.id));
        lapsing.truncate(MAX_REMINDERS);
        lapsing.iter().map(|one| self.confirmation_json(occasion, &known, one)).collect()
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

/// Writes a fact and its value into an answer.
fn put_stated(shown: &mut Value, stated: &StatedFact) {
    shown["fact"] = stated.fact.as_str().into();
    put_value(shown, &stated.value);
}

/// Writes a value into an answer: true and false as such.
pub(super) fn put_value(shown: &mut Value, value: &str) {
    shown["value"] = match value {
        "true" => true.into(),
        "false" => false.into(),
        word => word.into(),
    };
}

fn says<'l>(listed: &'l Listed, field: &str) -> Option<&'l str> {
    listed.brief.iter().find(|(name, _)| name == field).map(|(_, text)| text.as_str())
}
