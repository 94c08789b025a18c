//! Agreements: what their terms are, and on which days they are in force.
//!
//! Each party keeps a half in its own namespace. The half that proposes holds the terms; every half names their digest.

use std::collections::{BTreeMap, BTreeSet};

use commons_identity::AgentId;

use crate::{Kind, RecordId, RecordView, Value, view::FieldValue};

/// The fields that the digest of the terms is of.
const TERMS: [&str; 8] = ["name", "parties", "works", "grants", "in_return", "from", "until", "note"];

/// Most parties of an agreement.
pub const MAX_PARTIES: usize = 32;

/// How an agreement stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgreementState {
    /// These parties have not agreed to the terms as they are.
    Proposed {
        /// Who is waited for.
        waiting_for: BTreeSet<AgentId>,
    },
    /// All agree, and its first day is yet to come.
    NotYet,
    /// It binds all parties.
    InForce,
    /// Its last day has passed, or a party has ended it.
    Over {
        /// Who ended it; nobody if its last day has passed.
        ended_by: BTreeSet<AgentId>,
    },
}

/// The agents that agree, as the half that proposes names them; nothing unless its own agent is one of two or more, at most
/// [`MAX_PARTIES`].
#[must_use]
pub fn parties(proposal: &RecordView) -> BTreeSet<AgentId> {
    let named: BTreeSet<AgentId> = ids(proposal, "parties").map(AgentId::from_bytes).collect();
    let fits = named.contains(&proposal.agent) && (2..=MAX_PARTIES).contains(&named.len());
    if fits { named } else { BTreeSet::new() }
}

/// The resources that an agreement is about; all of its parties' if there are none.
pub fn works(proposal: &RecordView) -> impl Iterator<Item = RecordId> + '_ {
    ids(proposal, "works").map(RecordId::from_bytes)
}

fn ids<'v>(view: &'v RecordView, field: &'static str) -> impl Iterator<Item = [u8; 32]> + 'v {
    view.set(field).filter_map(|value| match value {
        Value::Id(id) => Some(*id),
        _ => None,
    })
}

/// The digest of the terms that a half holds, in hex: see docs/protocol/changes.md.
#[must_use]
pub fn terms_digest(proposal: &RecordView) -> String {
    let json = proposal.to_json();
    let terms: BTreeMap<&str, &serde_json::Value> =
        TERMS.iter().filter_map(|name| Some((*name, json["fields"].get(*name)?))).collect();
    let terms = serde_json::to_vec(&terms).unwrap_or_default();
    blake3::hash(&terms).to_hex().to_string()
}

/// How an agreement stands on a day, `YYYY-MM-DD`. `halves` are those of all parties that are held, the one that proposes
/// among them; what is no half of this agreement does not count.
#[must_use]
pub fn agreement_state(proposal: &RecordView, halves: &[RecordView], today: &str) -> AgreementState {
    let parties = parties(proposal);
    let digest = terms_digest(proposal);
    let (mut bound, mut ended_by) = (BTreeSet::new(), BTreeSet::new());
    for half in halves.iter().filter(|half| is_half_of(half, proposal) && parties.contains(&half.agent)) {
        // Of a field that members set in several ways at once nobody knows which holds.
        if half.text("agreed") != Some(&digest) || !half.conflicts.is_empty() {
            continue;
        }
        bound.insert(half.agent);
        if half.text("ended").is_some_and(|ended| ended <= today) {
            ended_by.insert(half.agent);
        }
    }
    let waiting_for: BTreeSet<AgentId> = parties.difference(&bound).copied().collect();
    if parties.is_empty() || !waiting_for.is_empty() || !proposal.conflicts.is_empty() {
        return AgreementState::Proposed { waiting_for };
    }
    if !ended_by.is_empty() || proposal.text("until").is_some_and(|until| until < today) {
        return AgreementState::Over { ended_by };
    }
    if proposal.text("from").is_some_and(|from| from > today) {
        return AgreementState::NotYet;
    }
    AgreementState::InForce
}

/// Whether a record is the half that proposes, or one that answers it.
fn is_half_of(half: &RecordView, proposal: &RecordView) -> bool {
    let answers = matches!(half.fields.get("answers"), Some(FieldValue::One(Value::Id(id))) if id == proposal.id.as_bytes());
    half.kind == Kind::Agreement && (half.id == proposal.id || answers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::Fields;

    fn agent(number: u8) -> AgentId {
        AgentId::from_bytes([number; 32])
    }

    fn half(id: u8, of: u8, fields: Vec<(&'static str, FieldValue)>) -> RecordView {
        RecordView {
            id: RecordId::from_bytes([id; 32]),
            kind: Kind::Agreement,
            agent: agent(of),
            fields: Fields::from_iter(fields),
            conflicts: Vec::new(),
            proposals: Vec::new(),
            heads: Vec::new(),
        }
    }

    fn text(text: &str) -> FieldValue {
        FieldValue::One(text.into())
    }

    /// A proposal of agent 1 to agents 2 and 3, and what each of them answers.
    fn agreement() -> (RecordView, Vec<RecordView>) {
        let parties = [1, 2, 3].map(|number| Value::Id([number; 32]));
        let terms = vec![
            ("parties", FieldValue::Set(BTreeSet::from(parties))),
            ("in_return", text("a copy of what you make")),
            ("from", text("2031-01-01")),
            ("until", text("2031-12-31")),
        ];
        let mut proposal = half(10, 1, terms);
        let digest = terms_digest(&proposal);
        proposal.fields.insert("agreed", text(&digest));
        assert_eq!(terms_digest(&proposal), digest, "what a party says of itself is no part of the terms");
        let answers = FieldValue::One(Value::Id([10; 32]));
        let answer = |of| half(of + 10, of, vec![("answers", answers.clone()), ("agreed", text(&digest))]);
        let halves = vec![proposal.clone(), answer(2), answer(3)];
        (proposal, halves)
    }

    #[test]
    fn it_binds_once_all_agree_from_its_first_to_its_last_day() {
        let (proposal, halves) = agreement();
        let state = |halves: &[RecordView], day| agreement_state(&proposal, halves, day);
        let waiting_for = BTreeSet::from([agent(3)]);
        assert_eq!(state(&halves[..2], "2031-06-01"), AgreementState::Proposed { waiting_for });
        assert_eq!(state(&halves, "2030-12-31"), AgreementState::NotYet);
        assert_eq!(state(&halves, "2031-01-01"), AgreementState::InForce);
        assert_eq!(state(&halves, "2031-12-31"), AgreementState::InForce);
        assert_eq!(state(&halves, "2032-01-01"), AgreementState::Over { ended_by: BTreeSet::new() });
    }

    #[test]
    fn whoever_ends_it_is_no_longer_bound_nor_is_anybody() {
        let (proposal, mut halves) = agreement();
        halves[1].fields.insert("ended", text("2031-06-02"));
        assert_eq!(agreement_state(&proposal, &halves, "2031-06-01"), AgreementState::InForce);
        let ended_by = BTreeSet::from([agent(2)]);
        assert_eq!(agreement_state(&proposal, &halves, "2031-06-02"), AgreementState::Over { ended_by });
    }

    #[test]
    fn other_terms_are_to_be_agreed_anew() {
        let (mut proposal, halves) = agreement();
        proposal.fields.insert("in_return", text("everything you have"));
        let waiting_for = BTreeSet::from([agent(1), agent(2), agent(3)]);
        let mut now = halves;
        now[0] = proposal.clone();
        assert_eq!(agreement_state(&proposal, &now, "2031-06-01"), AgreementState::Proposed { waiting_for });
    }

    #[test]
    fn nobody_agrees_for_another() {
        let (proposal, mut halves) = agreement();
        halves[2].agent = agent(2);
        let waiting_for = BTreeSet::from([agent(3)]);
        assert_eq!(
            agreement_state(&proposal, &halves, "2031-06-01"),
            AgreementState::Proposed { waiting_for }
        );
        // Nor does an answer to another proposal count, nor a proposal of somebody who is no party.
        let (proposal, mut halves) = agreement();
        halves[2].fields.insert("answers", FieldValue::One(Value::Id([99; 32])));
        assert!(matches!(agreement_state(&proposal, &halves, "2031-06-01"), AgreementState::Proposed { .. }));
        let (mut proposal, halves) = agreement();
        proposal.agent = agent(4);
        assert!(parties(&proposal).is_empty());
        assert!(matches!(agreement_state(&proposal, &halves, "2031-06-01"), AgreementState::Proposed { .. }));
    }
}
