//! All the ways things may be, given what is known.
//!
//! A fact that is unknown may have any of its values. We go through the combinations of those that conditions look
//! at. Values that no rule tells apart count as one, so there are few: some hundreds at most.

use std::collections::BTreeMap;

use crate::sheet::condition::{Aspect, Known, When, World};

/// Most combinations that are gone through. No sheet of ours comes near it, as a test makes sure.
const MAX_COMPLETIONS: usize = 50_000;

/// Most that is looked at for one licence: ways things may be, times what its rules look at in each. Where that is not
/// enough, the facts that it hangs on are asked for; so an answer takes milliseconds, whoever wrote the rules.
const MAX_STEPS: usize = 2_000_000;

/// How many completions are gone through with rules that look at so much in each.
pub(crate) fn most_completions(cost: usize) -> usize {
    (MAX_STEPS / cost.max(1)).clamp(1, MAX_COMPLETIONS)
}

/// An unknown aspect and how many values of it are told apart.
pub(crate) type Axis = (Aspect, usize);

/// More combinations than we go through.
#[derive(Debug)]
pub(crate) struct TooMany {
    pub(crate) unknown: Vec<Aspect>,
}

/// Visits every completion of what is known, the first axis turning fastest, and returns the axes; nothing if there are
/// more than `most`.
pub(crate) fn completions<'a>(
    conditions: impl Iterator<Item = &'a When>,
    known: &Known,
    most: usize,
    mut visit: impl FnMut(&World),
) -> Result<Vec<Axis>, TooMany> {
    let axes = unknown_axes(conditions, known);
    let size = axes
        .iter()
        .try_fold(1usize, |size, (_, values)| size.checked_mul(values.len()).filter(|size| *size <= most));
    if size.is_none() {
        return Err(TooMany { unknown: axes.iter().map(|(aspect, _)| *aspect).collect() });
    }
    let mut world = known.world();
    let mut turn = vec![0usize; axes.len()];
    for (aspect, values) in &axes {
        world.set(*aspect, values[0]);
    }
    loop {
        visit(&world);
        // Count up, like a mileometer.
        let mut moved = false;
        for (digit, (aspect, values)) in turn.iter_mut().zip(&axes) {
            *digit = (*digit + 1) % values.len();
            world.set(*aspect, values[*digit]);
            if *digit != 0 {
                moved = true;
                break;
            }
        }
        if !moved {
            return Ok(axes.iter().map(|(aspect, values)| (*aspect, values.len())).collect());
        }
    }
}

/// The unknown aspects that conditions look at, each with one value for every class that they tell apart.
fn unknown_axes<'a>(conditions: impl Iterator<Item = &'a When>, known: &Known) -> Vec<(Aspect, Vec<u8>)> {
    let mut masks: BTreeMap<Aspect, Vec<u16>> = BTreeMap::new();
    for (aspect, mask) in conditions.flat_map(When::masks) {
        if known.get(aspect).is_none() {
            masks.entry(aspect).or_default().push(mask);
        }
    }
    let classes = |(aspect, masks): (Aspect, Vec<u16>)| {
        let mut seen: Vec<Vec<bool>> = Vec::new();
        let mut values = Vec::new();
        for value in 0..aspect.values() {
            let signature: Vec<bool> = masks.iter().map(|mask| mask >> value & 1 == 1).collect();
            if !seen.contains(&signature) {
                seen.push(signature);
                values.push(value);
            }
        }
        (aspect, values)
    };
    masks.into_iter().map(classes).collect()
}
