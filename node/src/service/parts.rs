//! Parts of a resource: who made them, and under which licence they say that they are.
//!
//! Anybody may record a contribution to anything. Only those that the steward acknowledged are parts of the work.

use std::collections::BTreeSet;

use commons_identity::AgentId;
use commons_licences::carries;
use commons_registry::{Kind, RecordId, RecordView, Value as Held};
use commons_store::Listed;
use serde_json::{Value, json};

use super::names::Known;
use super::{Occasion, Service};
use crate::failure::Failure;

/// Most contributions to one resource that are looked through for acknowledged ones. Where there are more, those that the
/// steward acknowledged are looked for among its statements: strangers cannot crowd them out.
const MAX_CONTRIBUTIONS: usize = 256;

/// Most statements of a steward that are looked through then.
const MAX_STATEMENTS: usize = 10_000;

/// Most statements of a steward about one contribution.
const MAX_ABOUT_ONE: usize = 8;

/// Most parts of one resource.
pub(super) const MAX_PARTS: usize = 64;

/// A contribution to a resource that its steward acknowledged.
pub(super) struct Part {
    /// What was recorded.
    pub(super) view: RecordView,
    /// Under which licences its maker ever said that it is. Whoever said so once has said so: any of them may be chosen.
    pub(super) licences: Vec<String>,
    /// Whether the steward made it: whoever sets the licence of the whole agrees to it.
    by_steward: bool,
}

impl Part {
    /// Under which licences it is, as one expression; nothing if its maker has not said.
    pub(super) fn terms(&self) -> Option<String> {
        match self.licences.as_slice() {
            [] => None,
            [only] => Some(only.clone()),
            several => Some(several.iter().map(|one| format!("({one})")).collect::<Vec<_>>().join(" OR ")),
        }
    }

    /// Whether its maker agrees that it is part of a work under this licence; nothing if they have not said.
    pub(super) fn agrees_to(&self, licence: &str) -> Option<bool> {
        if self.by_steward {
            return Some(true);
        }
        self.terms().map(|terms| carries(&terms, licence))
    }
}

/// The terms of parts whose makers have not agreed to the licence of the whole, each once.
pub(super) fn pending(parts: &[Part], licence: &str) -> Vec<String> {
    let waiting = parts.iter().filter(|part| part.agrees_to(licence) == Some(false));
    waiting.filter_map(Part::terms).collect::<BTreeSet<_>>().into_iter().collect()
}

impl Service {
    /// The parts of a resource, as far as they are held.
    pub(super) fn parts_of(&self, resource: &RecordView) -> Result<Vec<Part>, Failure> {
        let mut parts = Vec::new();
        for contribution in self.acknowledged(resource)? {
            let Some(view) = self.store.view(contribution)? else { continue };
            let is_part =
                view.kind == Kind::Contribution && view.one("to") == Some(&Held::Id(*resource.id.as_bytes()));
            if is_part {
                let said = self.store.ever_put(contribution, "my_licence")?;
                let licences = said.into_iter().filter_map(|value| match value {
                    Held::Text(text) => Some(text),
                    _ => None,
                });
                parts.push(Part {
                    licences: licences.collect(),
                    by_steward: view.agent == resource.agent,
                    view,
                });
            }
            if parts.len() == MAX_PARTS {
                break;
            }
        }
        Ok(parts)
    }

    /// The work of others that a contribution of ours is a part of, if it is under a licence to which we have not agreed,
    /// though we said under which our part is.
    pub(super) fn asks_for_our_agreement(
        &self,
        contribution: &RecordView,
    ) -> Result<Option<RecordView>, Failure> {
        let Some(Held::Id(to)) = contribution.one("to").filter(|_| contribution.one("my_licence").is_some())
        else {
            return Ok(None);
        };
        let work = self.store.view(RecordId::from_bytes(*to))?;
        let Some(work) = work.filter(|work| work.kind == Kind::Resource && work.agent != contribution.agent)
        else {
            return Ok(None);
        };
        if !self.is_acknowledged(work.agent, contribution.id)? {
            return Ok(None);
        }
        let said = self.store.ever_put(contribution.id, "my_licence")?;
        let agrees = work.text("licence").is_none_or(|licence| {
            said.iter().any(|value| matches!(value, Held::Text(terms) if carries(terms, licence)))
        });
        Ok(Some(work).filter(|_| !agrees))
    }

    /// Contributions that the steward of a resource acknowledged.
    fn acknowledged(&self, resource: &RecordView) -> Result<Vec<RecordId>, Failure> {
        let steward = resource.agent;
        let id = resource.id.as_bytes();
        let recorded = self.store.references_to(id, Some(Kind::Contribution), MAX_CONTRIBUTIONS + 1)?;
        if recorded.len() <= MAX_CONTRIBUTIONS {
            let mut acknowledged = Vec::new();
            for contribution in recorded {
                if self.is_acknowledged(steward, contribution.id)? {
                    acknowledged.push(contribution.id);
                }
            }
            return Ok(acknowledged);
        }
        let mut acknowledged = Vec::new();
        for said in
            self.store.attested_by(&steward, None, MAX_STATEMENTS)?.iter().filter(|said| acknowledges(said))
        {
            let about = self.store.view(said.id)?.and_then(|view| match view.one("about") {
                Some(Held::Id(id)) => Some(RecordId::from_bytes(*id)),
                _ => None,
            });
            acknowledged.extend(about);
        }
        Ok(acknowledged)
    }

    /// Whether an agent says that a contribution was made.
    pub(super) fn is_acknowledged(&self, by: AgentId, contribution: RecordId) -> Result<bool, Failure> {
        let said = self.store.attested_by(&by, Some(contribution.as_bytes()), MAX_ABOUT_ONE)?;
        Ok(said.iter().any(acknowledges))
    }

    /// The parts of a resource under a licence as answers show them: `{"contribution","role","licences","agrees"}` and who made
    /// them.
    pub(super) fn parts_json(
        &self,
        occasion: Occasion,
        known: &Known,
        parts: &[Part],
        licence: &str,
    ) -> Result<Vec<Value>, Failure> {
        let shown = |part: &Part| {
            let mut shown = self.named(occasion, known, part.view.agent)?;
            shown["contribution"] = json!(part.view.id);
            shown["role"] = json!(part.view.text("role"));
            shown["licences"] = json!(part.licences);
            shown["agrees"] = json!(part.agrees_to(licence));
            Ok(shown)
        };
        parts.iter().map(shown).collect()
    }
}

/// Whether a statement says that a contribution was made, and was not taken back.
fn acknowledges(said: &Listed) -> bool {
    let has = |name: &str| said.brief.iter().find(|(field, _)| field == name).map(|(_, text)| text.as_str());
    has("statement") == Some("acknowledges") && has("withdrawn").is_none()
}
