//! What is confirmed: by us, about us, about others. Strangers may say as much as they like, and are heard to a bound.

use std::collections::BTreeSet;

use commons_identity::AgentId;
use commons_store::Listed;
use serde_json::{Value, json};

use super::names::{Known, Whom};
use super::{Asker, Occasion, Service};
use crate::day::Day;
use crate::facts::{Confirmation, StatedFact};
use crate::failure::Failure;

/// Most attestations of one's own that are looked through.
pub(super) const MAX_OWN: usize = 100_000;

/// Most attestations that are looked at of a known agent about one other.
const MAX_OF_KNOWN: usize = 256;

/// Most agents who attest something about a record or an agent that are told from strangers: how each stands is in memory.
const MAX_ATTESTERS: usize = 2_000;

/// Most strangers whose word about a record or an agent is looked at, and most attestations of each: they may write as many as
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

impl Service {
    /// What one agent confirms about another.
    pub(super) fn confirmations_by(
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

    /// Who attests something about a record or an agent: all who are trusted or known here, of strangers some only; and
    /// whether there may be more.
    pub(super) fn attesters(
        &self,
        known: &Known,
        about: &[u8; 32],
    ) -> Result<(BTreeSet<AgentId>, bool), Failure> {
        let all = self.store.attesters_of(about, MAX_ATTESTERS)?;
        let mut more = all.len() == MAX_ATTESTERS;
        let (mut heard, mut strangers): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|by| !self.is_stranger(known, *by));
        if more {
            // Whoever is known is heard, however many strangers speak.
            heard.extend(known.agents());
        }
        more |= strangers.len() > MAX_STRANGERS;
        strangers.truncate(MAX_STRANGERS);
        Ok((heard.into_iter().chain(strangers).collect(), more))
    }

    /// What anybody confirms about an agent; and whether there may be more. The owner hears those known here first.
    pub(super) fn confirmations_about(
        &self,
        occasion: Occasion,
        known: &Known,
        about: AgentId,
    ) -> Result<(Vec<Confirmation>, bool), Failure> {
        let (attesters, mut more) = self.attesters(known, about.as_bytes())?;
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
        if occasion.asker == Asker::Anybody {
            heard.sort_by_key(|one| (Some(one.by) != own, one.by, one.id));
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
            "about": self.named(occasion, known, confirmation.about)?,
            "until": confirmation.until,
            "withdrawn": confirmation.withdrawn,
            "reason": confirmation.reason,
            "state": confirmation.force(occasion.today),
            "lapses_in_days": confirmation.lapses_in(occasion.today, self.remind_days),
        });
        if occasion.asker.is_of_the_house() {
            shown["known"] = known.contains(confirmation.by).into();
        }
        put_stated(&mut shown, &confirmation.stated);
        Ok(shown)
    }

    pub(super) fn confirmations(&self, occasion: Occasion, about: Option<&str>) -> Result<Value, Failure> {
        let known = self.known()?;
        let all_json = |all: Vec<Confirmation>| -> Result<Vec<Value>, Failure> {
            all.iter().map(|one| self.confirmation_json(occasion, &known, one)).collect()
        };
        if let Some(about) = about {
            let about = self.resolve_agent(occasion.asker, about, Whom::Here)?;
            let (heard, more) = self.confirmations_about(occasion, &known, about)?;
            return Ok(json!({
                "about": self.named(occasion, &known, about)?,
                "items": all_json(heard)?,
                "more": more,
            }));
        }
        let Some(own) = self.agent() else { return self.keys().open().map(|_| Value::Null) };
        let mut ours = self.read_confirmations(self.store.attested_by(&own, None, MAX_OWN)?.iter())?;
        let (heard, more) = self.confirmations_about(occasion, &known, own)?;
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
        let (attesters, _) = self.attesters(&known, own.as_bytes())?;
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

/// Writes a fact and its value into an answer.
pub(super) fn put_stated(shown: &mut Value, stated: &StatedFact) {
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

pub(super) fn says<'l>(listed: &'l Listed, field: &str) -> Option<&'l str> {
    listed.brief.iter().find(|(name, _)| name == field).map(|(_, text)| text.as_str())
}
