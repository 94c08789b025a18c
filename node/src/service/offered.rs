//! The terms of a resource, as its record has them, and what makes them doubtful.

use commons_identity::{AgentId, KeyLog};
use commons_licences::Granted;
use commons_registry::{Kind, RecordView, Value as Held};
use commons_store::Listed;

use super::asked::Seen;
use super::{Occasion, Service, permissions};
use crate::failure::Failure;
use crate::sentences;

impl Service {
    /// What is allowed beyond its licence, to whoever asks: by its steward, and by agreements in force.
    pub(super) fn granted(
        &self,
        occasion: Occasion,
        asker: Option<AgentId>,
        view: &RecordView,
    ) -> Result<Vec<Granted>, Failure> {
        let mut granted = permissions::granted(view);
        if let Some(asker) = asker {
            let agreed = self.agreed(asker, view.agent, view.id, occasion.today)?;
            granted.extend(agreed.into_iter().flat_map(|agreed| agreed.granted));
        }
        Ok(granted)
    }
}

/// Most other resources looked at that have one file in common with a resource.
const MAX_WITH_A_FILE: usize = 50;
/// Most files of a resource by which others are looked for.
const MAX_FILES_COMPARED: usize = 50;

impl Service {
    /// Other resources that have a file in common with this one.
    pub(super) fn with_same_files(&self, view: &RecordView) -> Result<Vec<Listed>, Failure> {
        let mut others: Vec<Listed> = Vec::new();
        for file in view.files().take(MAX_FILES_COMPARED) {
            let found =
                self.store.references_to(file.hash.as_bytes(), Some(Kind::Resource), MAX_WITH_A_FILE)?;
            for listed in found {
                let new = listed.id != view.id && others.iter().all(|other| other.id != listed.id);
                // One that is hidden names its files still, so that they stay here.
                if new && self.view(listed.id)?.is_some() {
                    others.push(listed);
                }
            }
        }
        Ok(others)
    }

    /// The licences that the steward's records name for a work, if there are several at once: because members set several and
    /// nobody has settled it, or because the same file is published again under another. Only the steward's own records count: nobody
    /// else can make its terms doubtful.
    pub(super) fn licences_named(&self, view: &RecordView) -> Result<Vec<String>, Failure> {
        if let Some(licences) = licences_at_once(view) {
            return Ok(licences.into_iter().map(str::to_owned).collect());
        }
        let mut named = vec![licence_of(view).to_owned()];
        for other in self.with_same_files(view)? {
            if let Some(licence) = other.licence.filter(|_| other.agent == view.agent)
                && named.len() < MAX_AT_ONCE
                && !named.contains(&licence)
            {
                named.push(licence);
            }
        }
        Ok(if named.len() > 1 { named } else { Vec::new() })
    }
}

/// The record, if it is of a resource.
pub(super) fn resource(seen: &Seen) -> Result<&RecordView, Failure> {
    match seen.view.kind {
        Kind::Resource => Ok(&seen.view),
        kind => Err(Failure::invalid(format!("expected the id of a resource, this is of a {kind}"))
            .hint("`commons list --kind resource` shows resources")),
    }
}

/// Its licence, as it is shown.
pub(super) fn licence_of(view: &RecordView) -> &str {
    view.text("licence").unwrap_or("NONE")
}

/// Its licence as an expression to ask about: all at once, where members set several.
pub(super) fn licence_to_ask(view: &RecordView) -> String {
    licences_at_once(view).map_or_else(|| licence_of(view).to_owned(), |licences| all_of(&licences))
}

/// Most licences set at once that are told apart.
const MAX_AT_ONCE: usize = 8;

/// The licences that its steward's members set at once, if they did and nobody has settled it.
pub(super) fn licences_at_once(view: &RecordView) -> Option<Vec<&str>> {
    let conflict = view.conflicts.iter().find(|conflict| conflict.field.name == "licence")?;
    let licences = conflict.values.iter().filter_map(|(_, value)| match value {
        Held::Text(text) => Some(text.as_str()),
        _ => None,
    });
    Some(licences.take(MAX_AT_ONCE).collect())
}

/// All of several licences at once, as an expression.
pub(super) fn all_of<L: AsRef<str>>(licences: &[L]) -> String {
    licences.iter().map(|licence| format!("({})", licence.as_ref())).collect::<Vec<_>>().join(" AND ")
}

/// What may make the terms of a resource other than they look from here.
pub(super) fn doubts_about_terms(view: &RecordView, log: &KeyLog) -> Vec<String> {
    let mut doubts = Vec::new();
    if log.contest().is_some() {
        doubts.push(sentences::members_disagree());
    }
    if !log.is_whole() {
        doubts.push(sentences::key_log_incomplete());
    }
    if view.proposals.iter().any(|proposal| proposal.field.name == "licence") {
        doubts.push(sentences::licence_being_decided());
    }
    if view.one("handed_over_to").is_some() {
        doubts.push(sentences::handed_over());
    }
    doubts
}
