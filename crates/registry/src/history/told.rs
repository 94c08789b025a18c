//! What each change did, told beside what it came after: for people who read how a record came to be as it is.

use std::collections::BTreeMap;

use super::{History, edit_of};
use crate::{change::Change, operation::Operation, schema::Field, schema::Shape};

/// Most values that an operation is said to have come after. There are several only if they were put at once.
pub const MAX_BEFORE: usize = 8;

/// A change, told.
#[derive(Debug)]
pub struct Told<'h> {
    /// The change.
    pub change: &'h Change,
    /// Whether it counts.
    pub counts: bool,
    /// Whether it begins the record.
    pub begins: bool,
    /// What it did, in its own order.
    pub did: Vec<Did<'h>>,
}

/// One operation of a change, told.
#[derive(Debug)]
pub struct Did<'h> {
    /// What was done.
    pub operation: &'h Operation,
    /// On which field, if on one.
    pub field: Option<&'static Field>,
    /// What stood there before, as far as its author saw it: the counting operations that set it. Several, at most
    /// [`MAX_BEFORE`], if they were put at once. Of a field that members decide on, only what they approved; of sets, nothing.
    pub before: Vec<&'h Operation>,
    /// Of a field that members decide on: whether they approved it.
    pub approved: Option<bool>,
}

/// One value of a record: a field, and the language or name.
type Place<'h> = (u64, Option<&'h str>);

/// A counting operation that set a value.
struct Writer<'h> {
    at: usize,
    operation: &'h Operation,
    /// Whether it builds on every earlier one of the same place.
    above_all: bool,
}

impl History<'_> {
    /// Every change in causal order, with what it did.
    #[must_use]
    pub fn told(&self) -> Vec<Told<'_>> {
        let pasts = self.pasts();
        let mut writers: BTreeMap<Place<'_>, Vec<Writer<'_>>> = BTreeMap::new();
        let mut told = Vec::with_capacity(self.steps.len());
        for (at, step) in self.steps.iter().enumerate() {
            let Some(edit) = edit_of(&step.change) else { continue };
            let mut did = Vec::with_capacity(edit.operations.len());
            for operation in &edit.operations {
                let field = operation.field(self.kind);
                let place = place(operation);
                let known = place.and_then(|place| writers.get(&place)).map_or(&[][..], Vec::as_slice);
                let (before, above_all) = last_of(known, at, &pasts);
                let protected = field.filter(|field| matches!(field.shape, Shape::Protected(_)));
                let approved = protected.map(|field| self.is_approved_at(at, field));
                let changes_nothing = match before.as_slice() {
                    [] => matches!(operation, Operation::Clear { .. }),
                    [one] => *one == operation,
                    _ => false,
                };
                if let Some(place) = place
                    && step.counts
                    && approved != Some(false)
                    && !changes_nothing
                {
                    let known = writers.entry(place).or_default();
                    known.retain(|writer| writer.at != at);
                    known.push(Writer { at, operation, above_all });
                }
                let puts = |operation: &&Operation| !matches!(operation, Operation::Clear { .. });
                let before = before.into_iter().filter(puts).take(MAX_BEFORE).collect();
                did.push(Did { operation, field, before, approved });
            }
            let begins = step.change.id() == self.record.first_change();
            told.push(Told { change: &step.change, counts: step.counts, begins, did });
        }
        told
    }

    /// For each change, a bit for each that it builds on.
    fn pasts(&self) -> Vec<Vec<u64>> {
        let words = self.steps.len().div_ceil(64);
        let mut pasts: Vec<Vec<u64>> = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            let mut past = vec![0_u64; words];
            for below in &step.dependencies {
                past[below / 64] |= 1 << (below % 64);
                past.iter_mut().zip(&pasts[*below]).for_each(|(word, more)| *word |= more);
            }
            pasts.push(past);
        }
        pasts
    }
}

/// What of the writers of a place the change at `at` came after, and whether that is above every writer there is.
fn last_of<'h>(known: &[Writer<'h>], at: usize, pasts: &[Vec<u64>]) -> (Vec<&'h Operation>, bool) {
    let is_below = |below: usize, above: usize| pasts[above][below / 64] >> (below % 64) & 1 == 1;
    let mut last: Vec<&Writer<'h>> = Vec::new();
    let mut above_all = true;
    for writer in known.iter().rev() {
        if writer.at == at {
            return (vec![writer.operation], writer.above_all);
        }
        if last.iter().any(|above| is_below(writer.at, above.at)) {
            continue;
        }
        if !is_below(writer.at, at) {
            above_all = false;
            continue;
        }
        last.push(writer);
        if writer.above_all {
            break;
        }
    }
    (last.into_iter().map(|writer| writer.operation).collect(), above_all)
}

/// The value that an operation sets or takes away. Sets hold many values, and none comes after another.
fn place(operation: &Operation) -> Option<Place<'_>> {
    match operation {
        Operation::Put { field, key, .. } | Operation::Clear { field, key } => Some((*field, key.as_deref())),
        Operation::SetText { field, language, .. } => Some((*field, Some(language))),
        _ => None,
    }
}
