//! Protected fields: which value is in force, and what waits for members to agree.
//!
//! A change that puts a protected field proposes; members' approvals are changes of their own. Approvals are counted
//! under one key-log entry at a time, one for each key, so that one member has one voice. Under an entry that another
//! has followed they decide only on what that one lists: nobody can approve afterwards in the name of the past.

use std::collections::{BTreeMap, BTreeSet};

use commons_identity::{Agreement, EntryId, EntryLookup, ID_LENGTH, KeySet, PublicKey};

use super::{History, Step, edit_of};
use crate::{
    ChangeId,
    change::Change,
    operation::Operation,
    schema::{Field, Shape},
    value::Value,
};

/// A change of a protected field that waits for members to agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The change that proposes.
    pub change: ChangeId,
    /// The field it would set.
    pub field: &'static Field,
    /// What it would be set to.
    pub value: Value,
    /// The key-log entry under which members decide: the current one.
    pub entry: EntryId,
    /// How they decide.
    pub agreement: Agreement,
    /// The members' keys that have approved, the proposer's among them.
    pub approvals: BTreeSet<PublicKey>,
    /// How many approvals it takes.
    pub needed: usize,
    /// Objections that are open.
    pub objections: Vec<Objection>,
    /// Members who have neither approved, nor objected, nor written anything that builds on the proposal: they may
    /// not have seen it.
    pub unheard: BTreeSet<PublicKey>,
}

/// One member's objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// The change that objects.
    pub change: ChangeId,
    /// The member's key.
    pub by: PublicKey,
    /// Why.
    pub reason: String,
}

/// Most open proposals of one field that are shown.
const MAX_OPEN: usize = 32;

/// What members say of each proposal, by the entry under which they do.
#[derive(Debug, Default)]
pub(super) struct Words {
    said: BTreeMap<(ChangeId, EntryId), BTreeMap<PublicKey, Said>>,
}

/// The places where one key says something of one proposal.
#[derive(Debug, Default)]
struct Said {
    /// The first approval.
    approved: Option<usize>,
    /// The last objection.
    objected: Option<usize>,
    /// The last word that takes an objection back: an approval, or a withdrawal.
    retracted: Option<usize>,
}

impl Words {
    /// Notes what the change at `at` says; changes are to be heard in order.
    pub(super) fn hear(&mut self, at: usize, change: &Change) {
        for operation in change.edit().map(|edit| edit.operations.as_slice()).unwrap_or_default() {
            let (Operation::Approve { proposal, entry }
            | Operation::Object { proposal, entry, .. }
            | Operation::Withdraw { proposal, entry }) = operation
            else {
                continue;
            };
            if *entry != change.entry() {
                continue;
            }
            let said = self.said.entry((*proposal, *entry)).or_default().entry(*change.key()).or_default();
            match operation {
                Operation::Object { .. } => said.objected = Some(at),
                Operation::Approve { .. } => {
                    said.approved = said.approved.or(Some(at));
                    said.retracted = Some(at);
                }
                _ => said.retracted = Some(at),
            }
        }
    }

    /// The entries under which anything is said of a proposal.
    fn entries(&self, proposal: ChangeId) -> impl Iterator<Item = EntryId> {
        let bound = |byte| (proposal, EntryId::from_bytes([byte; ID_LENGTH]));
        self.said.range(bound(0)..=bound(0xff)).map(|((_, entry), _)| *entry)
    }

    fn of(&self, proposal: ChangeId, entry: EntryId) -> impl Iterator<Item = (&PublicKey, &Said)> {
        self.said.get(&(proposal, entry)).into_iter().flatten()
    }
}

/// A proposal where it stands in the history.
struct Put<'s> {
    at: usize,
    step: &'s Step,
    value: Value,
}

impl History<'_> {
    /// The values of a protected field that are in force: those of the causally latest approved proposals, with
    /// the change that made each. Several are a conflict.
    pub(crate) fn in_force(&self, field: &Field) -> Vec<(ChangeId, Value)> {
        let approved: Vec<Put<'_>> = self.puts(field).filter(|put| self.is_approved(put, field)).collect();
        let superseded: BTreeSet<usize> = if approved.len() < 2 {
            BTreeSet::new()
        } else {
            approved.iter().flat_map(|put| self.ancestors(put.at)).collect()
        };
        approved
            .into_iter()
            .filter(|put| !superseded.contains(&put.at))
            .map(|put| (put.step.change.id(), put.value))
            .collect()
    }

    /// Every proposal that members have approved, but for the record's beginning, by the entry under which they did.
    pub fn approved_under(&self, entry: EntryId) -> BTreeSet<ChangeId> {
        self.protected_fields()
            .flat_map(|field| {
                self.puts(field)
                    .filter(move |put| !self.begins(put) && self.is_approved_under(put, field, entry))
                    .map(|put| put.step.change.id())
            })
            .collect()
    }

    /// Proposals that are neither approved nor superseded by a later approved one.
    #[must_use]
    pub fn open_proposals(&self) -> Vec<Proposal> {
        self.protected_fields()
            .flat_map(|field| {
                let settled: BTreeSet<usize> = self
                    .in_force(field)
                    .iter()
                    .filter_map(|(change, _)| self.position.get(change))
                    .flat_map(|at| self.ancestors(*at))
                    .collect();
                self.puts(field)
                    .filter(|put| !settled.contains(&put.at) && !self.is_approved(put, field))
                    .filter_map(|put| self.open(put, field))
                    .take(MAX_OPEN)
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    /// Open objections to a change under the current entry, whether it proposes anything or not.
    #[must_use]
    pub fn objections_to(&self, change: ChangeId) -> Vec<Objection> {
        self.objections(change, self.log.current()).into_iter().map(|(_, objection)| objection).collect()
    }

    fn protected_fields(&self) -> impl Iterator<Item = &'static Field> {
        self.kind.fields().iter().filter(|field| matches!(field.shape, Shape::Protected(_)))
    }

    /// Every counting change that puts `field`.
    fn puts(&self, field: &Field) -> impl Iterator<Item = Put<'_>> {
        let field = *field;
        (0..self.steps.len()).filter_map(move |at| self.put_at(at, &field))
    }

    /// What the change at `at` puts into `field`, if it does and counts.
    fn put_at(&self, at: usize, field: &Field) -> Option<Put<'_>> {
        let step = self.steps.get(at).filter(|step| step.counts)?;
        let number = field.number;
        let value = edit_of(&step.change)?.operations.iter().rev().find_map(|operation| match operation {
            Operation::Put { field, value, .. } if *field == number => Some(value.clone()),
            _ => None,
        })?;
        Some(Put { at, step, value })
    }

    /// Whether members approved what the change at `at` puts into a protected field, if it counts.
    pub(super) fn is_approved_at(&self, at: usize, field: &Field) -> bool {
        self.put_at(at, field).is_some_and(|put| self.is_approved(&put, field))
    }

    /// The first change needs nobody else: it is how a record begins.
    fn begins(&self, put: &Put<'_>) -> bool {
        put.step.change.id() == self.record.first_change()
    }

    fn is_approved(&self, put: &Put<'_>, field: &Field) -> bool {
        let proposal = &put.step.change;
        self.begins(put)
            || std::iter::once(proposal.entry())
                .chain(self.words.entries(proposal.id()))
                .any(|entry| self.is_approved_under(put, field, entry))
    }

    fn is_approved_under(&self, put: &Put<'_>, field: &Field, entry: EntryId) -> bool {
        let EntryLookup::Keys(keys) = self.log.keys_at(entry) else { return false };
        let proposal = put.step.change.id();
        self.log.decides(entry, proposal.as_bytes())
            && self.approvals(put, entry).len() >= keys.threshold()
            && (agreement(keys, field) == Agreement::Majority
                || self.log.is_sealed(entry)
                || self
                    .objections(proposal, entry)
                    .iter()
                    .all(|(at, _)| self.is_too_late(*at, put, entry, keys)))
    }

    fn open(&self, put: Put<'_>, field: &'static Field) -> Option<Proposal> {
        let entry = self.log.current();
        let EntryLookup::Keys(keys) = self.log.keys_at(entry) else { return None };
        let approvals: BTreeSet<PublicKey> = self.approvals(&put, entry).into_keys().collect();
        let objections = self.objections_to(put.step.change.id());
        let mut heard = approvals.clone();
        heard.extend(objections.iter().map(|objection| objection.by));
        heard.extend(self.descendants(put.at).map(|at| *self.steps[at].change.key()));
        heard.insert(*put.step.change.key());
        Some(Proposal {
            change: put.step.change.id(),
            field,
            value: put.value,
            entry,
            agreement: agreement(keys, field),
            approvals,
            needed: keys.threshold(),
            objections,
            unheard: keys.keys().filter(|key| !heard.contains(*key)).copied().collect(),
        })
    }

    /// The keys that approved under an entry, with where each did; who proposes under it approves.
    fn approvals(&self, put: &Put<'_>, entry: EntryId) -> BTreeMap<PublicKey, usize> {
        let change = &put.step.change;
        let said = self.words.of(change.id(), entry);
        let mut keys: BTreeMap<PublicKey, usize> =
            said.filter_map(|(key, said)| Some((*key, said.approved?))).collect();
        if change.entry() == entry {
            keys.insert(*change.key(), put.at);
        }
        keys
    }

    /// Objections under an entry that their author has not taken back, with where each stands.
    fn objections(&self, proposal: ChangeId, entry: EntryId) -> Vec<(usize, Objection)> {
        let mut found = Vec::new();
        for (key, said) in self.words.of(proposal, entry) {
            let Some(at) = said.objected else { continue };
            let taken_back =
                said.retracted.is_some_and(|later| self.ancestors(later).any(|below| below == at));
            let operations = edit_of(&self.steps[at].change).into_iter().flat_map(|edit| &edit.operations);
            let reason = operations.rev().find_map(|operation| match operation {
                Operation::Object { proposal: of, reason, .. } if *of == proposal => Some(reason.clone()),
                _ => None,
            });
            if let (false, Some(reason)) = (taken_back, reason) {
                found.push((at, Objection { change: self.steps[at].change.id(), by: *key, reason }));
            }
        }
        found
    }

    /// Whether the author of the objection at `at` saw that enough had approved.
    fn is_too_late(&self, at: usize, put: &Put<'_>, entry: EntryId, keys: &KeySet) -> bool {
        let before: BTreeSet<usize> = self.ancestors(at).collect();
        let approved = self.approvals(put, entry);
        approved.values().filter(|approval| before.contains(approval)).count() >= keys.threshold()
    }
}

fn agreement(keys: &KeySet, field: &Field) -> Agreement {
    field.act().map_or(Agreement::Majority, |act| keys.policy().agreement(act))
}
