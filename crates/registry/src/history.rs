//! A record's changes in causal order, and which of them count.

use std::collections::{BTreeMap, BTreeSet};

use commons_identity::{AgentId, EntryLookup, KeyLog, PublicKey};

use crate::{
    ChangeId, Kind, RecordId,
    change::{Change, Edit, Target},
    operation::Operation,
    schema::{Field, Shape},
    value::Value,
};

/// Most changes of a record that are executed; the rest, if many authors wrote at once, are left out of what is
/// shown. Taken in causal order, so what is executed is whole.
pub const MAX_EXECUTED_CHANGES: usize = 1024;

/// Most bytes of signed content in the changes of a record that are executed: as many as one line of edits may
/// have. What authors write at once is not bounded by what each of them builds on.
pub const MAX_EXECUTED_BYTES: usize = 1024 * 1024;

/// The changes of one record that a node holds, ordered by depth and id: a pure function of their set.
#[derive(Debug)]
pub struct History<'a> {
    kind: Kind,
    record: RecordId,
    log: &'a KeyLog,
    steps: Vec<Step>,
    position: BTreeMap<ChangeId, usize>,
    /// For each change approved of, the keys that did.
    approvals: BTreeMap<ChangeId, BTreeSet<PublicKey>>,
    /// See [`History::heads`].
    heads: Vec<ChangeId>,
}

#[derive(Debug)]
struct Step {
    change: Change,
    /// Positions of its direct dependencies, as far as they are held.
    dependencies: Vec<usize>,
    counts: bool,
}

/// What may still be executed. Once something did not fit nothing does, so that what is executed is whole.
#[derive(Debug)]
struct Room {
    changes: usize,
    bytes: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { changes: MAX_EXECUTED_CHANGES, bytes: MAX_EXECUTED_BYTES }
    }
}

impl Room {
    fn take(&mut self, bytes: usize) -> bool {
        let fits = self.changes > 0 && bytes <= self.bytes;
        self.changes = if fits { self.changes - 1 } else { 0 };
        self.bytes = self.bytes.saturating_sub(bytes);
        fits
    }
}

/// A change of a protected field that waits for members to agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The change that proposes.
    pub change: ChangeId,
    /// The field it would set.
    pub field: &'static Field,
    /// What it would be set to.
    pub value: Value,
    /// The members' keys that have approved, the proposer's among them.
    pub approvals: BTreeSet<PublicKey>,
    /// How many approvals it takes.
    pub needed: usize,
}

impl<'a> History<'a> {
    /// Orders the changes of `record`. Changes of other records, and unread ones, are left out.
    /// `None` if the first change, which says what kind of record it is, is not among them.
    #[must_use]
    pub fn new(record: RecordId, changes: impl IntoIterator<Item = Change>, log: &'a KeyLog) -> Option<Self> {
        let by_id: BTreeMap<ChangeId, Change> = changes
            .into_iter()
            .filter(|change| change.record() == Some(record))
            .map(|change| (change.id(), change))
            .collect();
        let Target::New(kind) = by_id.get(&record.first_change())?.edit()?.target else {
            return None;
        };
        let depths = depths(&by_id);
        let counts = |change: &Change| log.counts(change.entry(), change.key());
        let heads = heads(by_id.values().filter(|change| counts(change)));
        let mut ordered: Vec<Change> = by_id.into_values().collect();
        ordered.sort_by_key(|change| (depths.get(&change.id()).copied(), change.id()));
        // Room for each sort of its own: nobody can crowd out what counts with what does not.
        let (mut room, mut other_room) = (Room::default(), Room::default());
        ordered.retain(|change| {
            let room = if counts(change) { &mut room } else { &mut other_room };
            room.take(change.size())
        });
        let position: BTreeMap<_, _> =
            ordered.iter().enumerate().map(|(at, change)| (change.id(), at)).collect();
        let mut approvals: BTreeMap<ChangeId, BTreeSet<PublicKey>> = BTreeMap::new();
        for change in ordered.iter().filter(|change| counts(change)) {
            for operation in change.edit().map(|edit| edit.operations.as_slice()).unwrap_or_default() {
                if let Operation::Approve { proposal, entry } = operation
                    && *entry == change.entry()
                {
                    approvals.entry(*proposal).or_default().insert(*change.key());
                }
            }
        }
        let steps = ordered
            .into_iter()
            .map(|change| Step {
                dependencies: edit_of(&change)
                    .map(|edit| edit.dependencies.iter().filter_map(|id| position.get(id).copied()).collect())
                    .unwrap_or_default(),
                counts: counts(&change),
                change,
            })
            .collect();
        Some(Self { kind, record, log, steps, position, approvals, heads })
    }

    /// The record's kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// In whose namespace the record is.
    #[must_use]
    pub fn agent(&self) -> AgentId {
        self.log.agent()
    }

    /// The record's id.
    #[must_use]
    pub fn record(&self) -> RecordId {
        self.record
    }

    /// The changes in order, each with whether it counts and the positions of its direct dependencies.
    pub(crate) fn steps(&self) -> impl Iterator<Item = (&Change, &Edit, bool, &[usize])> {
        self.steps.iter().filter_map(|step| {
            Some((&step.change, edit_of(&step.change)?, step.counts, step.dependencies.as_slice()))
        })
    }

    /// How many changes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Never true: there is always a first change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The counting changes that no other counting one depends on, sorted: what the next edit builds on.
    #[must_use]
    pub fn heads(&self) -> &[ChangeId] {
        &self.heads
    }

    /// Whether every change builds on the one before and counts, so that none is concurrent with another.
    #[must_use]
    pub fn is_linear(&self) -> bool {
        self.steps.iter().enumerate().all(|(at, step)| {
            step.counts && if at == 0 { step.dependencies.is_empty() } else { step.dependencies == [at - 1] }
        })
    }

    /// The values of a protected field that are in force: those of the causally latest approved proposals, with
    /// the change that made each. Several are a conflict.
    pub(crate) fn in_force(&self, field: &Field) -> Vec<(ChangeId, Value)> {
        let approved: Vec<(usize, Value)> = self
            .proposals_for(field)
            .filter(|(_, _, proposal)| proposal.approvals.len() >= proposal.needed)
            .map(|(at, _, proposal)| (at, proposal.value))
            .collect();
        let superseded: BTreeSet<usize> = if approved.len() < 2 {
            BTreeSet::new()
        } else {
            approved.iter().flat_map(|(at, _)| self.ancestors(*at)).collect()
        };
        approved
            .into_iter()
            .filter(|(at, _)| !superseded.contains(at))
            .map(|(at, value)| (self.steps[at].change.id(), value))
            .collect()
    }

    /// Proposals that are neither approved nor superseded by a later approved one.
    #[must_use]
    pub fn open_proposals(&self) -> Vec<Proposal> {
        let protected = self.kind.fields().iter().filter(|field| matches!(field.shape, Shape::Protected(_)));
        protected
            .flat_map(|field| {
                let in_force = self.in_force(field);
                let settled: BTreeSet<usize> = in_force
                    .iter()
                    .filter_map(|(change, _)| self.position.get(change))
                    .flat_map(|at| self.ancestors(*at))
                    .collect();
                self.proposals_for(field)
                    .filter(move |(at, _, proposal)| {
                        proposal.approvals.len() < proposal.needed && !settled.contains(at)
                    })
                    .map(|(_, _, proposal)| proposal)
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    /// Every counting change that puts `field`, with who approved it. The first change needs nobody else: it is
    /// how a record begins.
    fn proposals_for(&self, field: &Field) -> impl Iterator<Item = (usize, &Step, Proposal)> {
        let number = field.number;
        let field = self.kind.field(number);
        self.steps.iter().enumerate().filter(|(_, step)| step.counts).filter_map(move |(at, step)| {
            let value =
                edit_of(&step.change)?.operations.iter().rev().find_map(|operation| match operation {
                    Operation::Put { field, value, .. } if *field == number => Some(value.clone()),
                    _ => None,
                })?;
            let threshold = match self.log.keys_at(step.change.entry()) {
                EntryLookup::Keys(keys) => keys.threshold(),
                EntryLookup::Unread | EntryLookup::Missing => usize::MAX,
            };
            let is_first = step.change.id() == self.record.first_change();
            let proposal = Proposal {
                change: step.change.id(),
                field: field?,
                value,
                approvals: self.approvals(at),
                needed: if is_first { 1 } else { threshold },
            };
            Some((at, step, proposal))
        })
    }

    fn approvals(&self, proposal: usize) -> BTreeSet<PublicKey> {
        let proposal = &self.steps[proposal].change;
        let mut keys = self.approvals.get(&proposal.id()).cloned().unwrap_or_default();
        keys.insert(*proposal.key());
        keys
    }

    /// Everything that the change at `position` builds on.
    fn ancestors(&self, position: usize) -> impl Iterator<Item = usize> {
        let mut seen = vec![false; self.steps.len()];
        let mut to_visit = self.steps[position].dependencies.clone();
        while let Some(at) = to_visit.pop() {
            if !std::mem::replace(&mut seen[at], true) {
                to_visit.extend(&self.steps[at].dependencies);
            }
        }
        seen.into_iter().enumerate().filter_map(|(at, seen)| seen.then_some(at))
    }
}

/// Those that no other of them depends on, sorted.
fn heads<'c>(changes: impl Iterator<Item = &'c Change> + Clone) -> Vec<ChangeId> {
    let depended_on: BTreeSet<ChangeId> =
        changes.clone().filter_map(Change::edit).flat_map(|edit| edit.dependencies.iter().copied()).collect();
    changes.map(Change::id).filter(|id| !depended_on.contains(id)).collect()
}

fn edit_of(change: &Change) -> Option<&Edit> {
    change.edit()
}

/// The length of the longest chain of dependencies below each change. Changes cannot form a circle: each names
/// the hashes of what it builds on.
fn depths(changes: &BTreeMap<ChangeId, Change>) -> BTreeMap<ChangeId, usize> {
    let mut depths: BTreeMap<ChangeId, usize> = BTreeMap::new();
    for start in changes.keys() {
        // Depth first without recursion: a record may be a thousand changes deep.
        let mut stack = vec![*start];
        while let Some(id) = stack.last().copied() {
            let dependencies =
                changes.get(&id).and_then(Change::edit).map(|edit| edit.dependencies.as_slice());
            let held = || dependencies.into_iter().flatten().filter(|id| changes.contains_key(*id));
            let unknown: Vec<_> = held().filter(|id| !depths.contains_key(*id)).copied().collect();
            if unknown.is_empty() {
                let depth = held().filter_map(|id| depths.get(id)).max().map_or(0, |depth| depth + 1);
                depths.insert(id, depth);
                stack.pop();
            } else {
                stack.extend(unknown);
            }
        }
    }
    depths
}
