//! Parts of a resource: who made them, and under which licence they say that they are.
//!
//! Anybody may record a contribution to anything. Only those that the steward acknowledged are parts of the work.

use std::collections::BTreeSet;

use commons_identity::AgentId;
use commons_licences::{LicenceExpression, MAX_EXPRESSION_BYTES, carries};
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

/// Most parts of one resource whose makers said under which licence they are, and most acknowledged contributions in all.
/// Where there are more, that is said, and no answer is a yes.
const MAX_PARTS: usize = 64;
/// See [`MAX_PARTS`].
const MAX_ACKNOWLEDGED: usize = 512;

/// Most licences under which one part is, the last that were said.
const MAX_LICENCES: usize = 8;

/// The parts of a resource, as far as they are held.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) all: Vec<Part>,
    /// Whether there are more than are looked at.
    pub(super) more: bool,
}

/// A contribution to a resource that its steward acknowledged.
pub(super) struct Part {
    /// What was recorded.
    pub(super) view: RecordView,
    /// Under which licences its maker ever said that it is, as expressions in canonical spelling. Whoever said so once has said
    /// so: any of them may be chosen.
    licences: Vec<String>,
    /// Whether the steward made it: whoever sets the licence of the whole agrees to it.
    by_steward: bool,
}

impl Part {
    /// Under which licences it is, as one expression, as far as that has room; nothing if its maker has not said.
    pub(super) fn terms(&self) -> Option<String> {
        let mut terms: Option<String> = None;
        for licence in self.licences.iter().rev() {
            let longer = match &terms {
                None => licence.clone(),
                Some(terms) => format!("({licence}) OR {terms}"),
            };
            if longer.len() > MAX_EXPRESSION_BYTES {
                break;
            }
            terms = Some(longer);
        }
        terms
    }

    /// Whether its maker agrees that it is part of a work under this licence; nothing if they have not said.
    pub(super) fn agrees_to(&self, licence: &str) -> Option<bool> {
        if self.by_steward {
            return Some(true);
        }
        (!self.licences.is_empty()).then(|| self.licences.iter().any(|own| carries(own, licence)))
    }
}

impl Parts {
    /// The terms of parts whose makers have not agreed to the licence of the whole, each once. Of parts that are not looked
    /// at nobody has said which terms they have.
    pub(super) fn pending(&self, licence: &str) -> Vec<String> {
        let waiting = self.all.iter().filter(|part| part.agrees_to(licence) == Some(false));
        let waiting: BTreeSet<String> = waiting.filter_map(Part::terms).collect();
        waiting.into_iter().chain(self.more.then(|| "NOASSERTION".to_owned())).collect()
    }
}

impl Service {
    /// The parts of a resource, as far as they are held.
    pub(super) fn parts_of(&self, resource: &RecordView) -> Result<Parts, Failure> {
        let mut parts = Parts::default();
        let mut with_terms = 0;
        for (number, contribution) in self.acknowledged(resource)?.into_iter().enumerate() {
            let Some(view) = self.view(contribution)? else {
                // Of a part that is not shown here nobody can say which terms it has.
                parts.more |= self.store.is_public();
                continue;
            };
            if view.kind != Kind::Contribution || view.one("to") != Some(&Held::Id(*resource.id.as_bytes())) {
                continue;
            }
            if number >= MAX_ACKNOWLEDGED || with_terms >= MAX_PARTS {
                parts.more = true;
                break;
            }
            let by_steward = view.agent == resource.agent;
            let licences = self.licences_ever_said(contribution)?;
            with_terms += usize::from(!by_steward && !licences.is_empty());
            parts.all.push(Part { licences, by_steward, view });
        }
        Ok(parts)
    }

    /// What a contribution ever said of its licence, as far as it can be read.
    fn licences_ever_said(&self, contribution: RecordId) -> Result<Vec<String>, Failure> {
        let mut licences: Vec<String> = Vec::new();
        for value in self.store.ever_put(contribution, "my_licence")? {
            if let Held::Text(text) = value
                && let Ok(expression) = LicenceExpression::parse(&text)
                && !licences.contains(&expression.to_string())
            {
                licences.push(expression.to_string());
            }
        }
        let from = licences.len().saturating_sub(MAX_LICENCES);
        Ok(licences.split_off(from))
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
        let work = self.view(RecordId::from_bytes(*to))?;
        let Some(work) = work.filter(|work| work.kind == Kind::Resource && work.agent != contribution.agent)
        else {
            return Ok(None);
        };
        if !self.is_acknowledged(work.agent, contribution.id)? {
            return Ok(None);
        }
        let said = self.licences_ever_said(contribution.id)?;
        let agrees =
            work.text("licence").is_none_or(|licence| said.iter().any(|terms| carries(terms, licence)));
        Ok(Some(work).filter(|_| !agrees))
    }

    /// Contributions that the steward of a resource acknowledged, each once.
    fn acknowledged(&self, resource: &RecordView) -> Result<BTreeSet<RecordId>, Failure> {
        let steward = resource.agent;
        let id = resource.id.as_bytes();
        let recorded = self.store.references_to(id, Some(Kind::Contribution), MAX_CONTRIBUTIONS + 1)?;
        let mut acknowledged = BTreeSet::new();
        // Where strangers' contributions are not shown, it is asked what the steward says of them all the same.
        let all_are_seen = recorded.len() <= MAX_CONTRIBUTIONS && !self.store.is_public();
        if self.store.is_public() {
            let own = recorded.iter().filter(|contribution| contribution.agent == steward);
            acknowledged.extend(own.map(|contribution| contribution.id));
        }
        let candidates: BTreeSet<RecordId> = match all_are_seen {
            true => {
                let (own, others): (Vec<_>, Vec<_>) =
                    recorded.into_iter().partition(|contribution| contribution.agent == steward);
                // What stewards did themselves they need not acknowledge.
                acknowledged.extend(own.into_iter().map(|contribution| contribution.id));
                others.into_iter().map(|contribution| contribution.id).collect()
            }
            false => self.store.attested_among(&steward, id, MAX_STATEMENTS)?,
        };
        for contribution in candidates {
            if self.is_acknowledged(steward, contribution)? {
                acknowledged.insert(contribution);
            }
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
        parts: &Parts,
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
        parts.all.iter().map(shown).collect()
    }
}

/// Whether a statement says that a contribution was made, and was not taken back.
fn acknowledges(said: &Listed) -> bool {
    let has = |name: &str| said.brief.iter().find(|(field, _)| field == name).map(|(_, text)| text.as_str());
    has("statement") == Some("acknowledges") && has("withdrawn").is_none()
}
