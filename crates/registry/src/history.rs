//! A record's changes in causal order, and which of them count.
//!
//! | file | what it decides |
//! | --- | --- |
//! | `proposals.rs` | which value of a protected field is in force, and what waits for members |
//! | `told.rs` | what each change did, beside what it came after |

mod proposals;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use commons_identity::{AgentId, KeyLog};

use crate::{
    ChangeId, Kind, RecordId,
    change::{Change, Edit, Target},
    operation::Operation,
    value::Value,
};

use proposals::Words;
pub use proposals::{Objection, Proposal};
pub use told::{Did, MAX_BEFORE, Told};

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
    /// What members say of each proposal, by the entry under which they do.
    words: Words,
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
        let adopted = adopted(kind, &by_id, log);
        let counts = |change: &Change| counts_by_log(change, log) || adopted.contains(&change.id());
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
        let mut words = Words::default();
        for (at, change) in ordered.iter().enumerate().filter(|(_, change)| counts_by_log(change, log)) {
            words.hear(at, change);
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
        Some(Self { kind, record, log, steps, position, words, heads })
    }

    /// The record as it was when `heads` were its newest changes: these and all that they build on. `None` if not all of those
    /// are among `changes`. What a removed key wrote is judged by the key log as it is now.
    #[must_use]
    pub fn as_of(
        record: RecordId,
        changes: impl IntoIterator<Item = Change>,
        log: &'a KeyLog,
        heads: &[ChangeId],
    ) -> Option<Self> {
        let mut others: BTreeMap<ChangeId, Change> =
            changes.into_iter().map(|change| (change.id(), change)).collect();
        let mut wanted = heads.to_vec();
        let mut taken: BTreeMap<ChangeId, Change> = BTreeMap::new();
        while let Some(id) = wanted.pop() {
            if taken.contains_key(&id) {
                continue;
            }
            let change = others.remove(&id)?;
            wanted.extend(edit_of(&change)?.dependencies.iter().copied());
            taken.insert(id, change);
        }
        Self::new(record, taken.into_values(), log)
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

    /// What was ever put into a field that holds one value, in order, each once: what is said of rights may be followed by
    /// something else, and is not unsaid.
    #[must_use]
    pub fn ever_put(&self, field: &str) -> Vec<Value> {
        let Some(field) = self.kind.field_named(field) else { return Vec::new() };
        let mut values: Vec<Value> = Vec::new();
        for (_, edit, counts, _) in self.steps() {
            for operation in edit.operations.iter().filter(|_| counts) {
                if let Operation::Put { field: number, key: None, value } = operation
                    && *number == field.number
                    && !values.contains(value)
                {
                    values.push(value.clone());
                }
            }
        }
        values
    }

    /// The counting changes that no other counting one depends on, sorted: what the next edit builds on.
    #[must_use]
    pub fn heads(&self) -> &[ChangeId] {
        &self.heads
    }

    /// Whether no change counts, so that there is nothing to show.
    #[must_use]
    pub fn shows_nothing(&self) -> bool {
        self.steps.iter().all(|step| !step.counts)
    }

    /// Whether a change counts; `None` if it is not here.
    #[must_use]
    pub fn counts(&self, change: ChangeId) -> Option<bool> {
        Some(self.steps[*self.position.get(&change)?].counts)
    }

    /// Whether a member may take a change back in that does not count.
    #[must_use]
    pub fn is_adoptable(&self, change: ChangeId) -> bool {
        self.position.get(&change).is_some_and(|at| is_ordinary(self.kind, &self.steps[*at].change))
    }

    /// Whether every change builds on the one before and counts, so that none is concurrent with another.
    #[must_use]
    pub fn is_linear(&self) -> bool {
        self.steps.iter().enumerate().all(|(at, step)| {
            step.counts && if at == 0 { step.dependencies.is_empty() } else { step.dependencies == [at - 1] }
        })
    }

    /// Everything that builds on the change at `position`.
    fn descendants(&self, position: usize) -> impl Iterator<Item = usize> {
        let mut builds = vec![false; self.steps.len()];
        builds[position] = true;
        for at in position + 1..self.steps.len() {
            builds[at] = self.steps[at].dependencies.iter().any(|below| builds[*below]);
        }
        builds.into_iter().enumerate().skip(position + 1).filter_map(|(at, builds)| builds.then_some(at))
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

/// Whether the key log alone says that a change counts.
fn counts_by_log(change: &Change, log: &KeyLog) -> bool {
    log.counts(change.entry(), change.key(), change.id().as_bytes())
}

/// What the log cuts off, and a member took back in by a change that builds on it and itself counts by the log. Only
/// what one member may do alone can be taken back: a change that approves, or proposes, stays cut off.
fn adopted(kind: Kind, changes: &BTreeMap<ChangeId, Change>, log: &KeyLog) -> BTreeSet<ChangeId> {
    let mut adopted = BTreeSet::new();
    for change in changes.values().filter(|change| counts_by_log(change, log)) {
        let Some(edit) = change.edit() else { continue };
        let wanted: Vec<ChangeId> = edit
            .operations
            .iter()
            .filter_map(|operation| match operation {
                Operation::Adopt { change } => Some(*change),
                _ => None,
            })
            .filter(|id| {
                changes.get(id).is_some_and(|wanted| !counts_by_log(wanted, log) && is_ordinary(kind, wanted))
            })
            .collect();
        if wanted.is_empty() {
            continue;
        }
        let mut past = BTreeSet::new();
        let mut to_visit = edit.dependencies.clone();
        while let Some(id) = to_visit.pop() {
            if past.insert(id) {
                to_visit.extend(
                    changes.get(&id).and_then(Change::edit).into_iter().flat_map(|edit| &edit.dependencies),
                );
            }
        }
        adopted.extend(wanted.into_iter().filter(|id| past.contains(id)));
    }
    adopted
}

/// Whether a change does only what one member may do alone: edit, or begin a record.
fn is_ordinary(kind: Kind, change: &Change) -> bool {
    let Some(edit) = change.edit() else { return false };
    let begins = matches!(edit.target, Target::New(_));
    edit.operations.iter().all(|operation| match operation {
        Operation::Approve { .. }
        | Operation::Adopt { .. }
        | Operation::Object { .. }
        | Operation::Withdraw { .. } => false,
        _ => begins || operation.field(kind).is_none_or(|field| field.act().is_none()),
    })
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
