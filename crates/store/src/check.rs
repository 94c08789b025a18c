//! Judging many items at once, on all cores.

use std::num::NonZero;
use std::sync::mpsc::sync_channel;

use commons_registry::{Checked, ItemError, check};

/// Items that a thread judges together: enough for their signatures to be checked as one batch.
const PART: usize = 512;

/// Parts that a thread judges before somebody takes the first.
const PARTS_AHEAD: usize = 4;

/// An item on its way in: what was judged of its encoding and signatures, and its bytes.
pub(crate) type Offer = (Result<Checked, ItemError>, Vec<u8>);

/// Decodes items and judges their signatures, and hands them on a part at a time, in the order given: whoever takes them
/// works while the next are judged.
pub(crate) fn check_on_all_cores(mut items: Vec<Vec<u8>>, mut take: impl FnMut(Vec<Offer>)) {
    if items.len() <= PART {
        return take(judge(items));
    }
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let parts = items.len().div_ceil(PART);
    let mut of_thread: Vec<Vec<Vec<Vec<u8>>>> = vec![Vec::new(); cores.min(parts)];
    for part in (0..parts).rev() {
        of_thread[part % cores].push(items.split_off(part * PART)); // so that each pops its first part first
    }
    std::thread::scope(|scope| {
        let threads: Vec<_> = of_thread
            .into_iter()
            .map(|mut parts| {
                let (judged, parts_judged) = sync_channel(PARTS_AHEAD);
                scope.spawn(move || {
                    // Should nobody take it any more, the rest need not be judged.
                    while parts.pop().is_some_and(|part| judged.send(judge(part)).is_ok()) {}
                });
                parts_judged
            })
            .collect();
        for part in 0..parts {
            // A thread that panicked has nothing more to give; the scope passes its panic on.
            let Ok(judged) = threads[part % threads.len()].recv() else { return };
            take(judged);
        }
    });
}

fn judge(items: Vec<Vec<u8>>) -> Vec<Offer> {
    check(&items).into_iter().zip(items).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_in_the_order_given_however_many_they_are() {
        for count in [0, 1, PART, PART + 1, 5 * PART + 3, 40 * PART] {
            let items: Vec<Vec<u8>> = (0..count).map(|number| number.to_be_bytes().to_vec()).collect();
            let mut taken = Vec::new();
            check_on_all_cores(items.clone(), |part| taken.extend(part.into_iter().map(|(_, bytes)| bytes)));
            assert!(taken == items, "{count} items");
        }
    }
}
