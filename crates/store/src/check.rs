//! Judging many items at once, on all cores.

use std::num::NonZero;

use commons_registry::{Checked, ItemError, check};

/// Fewer items than this are judged faster by one thread than by several.
const LEAST_FOR_A_THREAD: usize = 64;

/// Decodes items and judges their signatures; the answers are in the order given.
pub(crate) fn check_on_all_cores(items: &[Vec<u8>]) -> Vec<Result<Checked, ItemError>> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let each = items.len().div_ceil(cores).max(LEAST_FOR_A_THREAD);
    if items.len() <= each {
        return check(items);
    }
    std::thread::scope(|scope| {
        let parts: Vec<_> = items.chunks(each).map(|part| scope.spawn(|| check(part))).collect();
        let mut checked = Vec::with_capacity(items.len());
        for (part, items) in parts.into_iter().zip(items.chunks(each)) {
            // A thread that did not come back judged nothing: it is done here, where a panic is the caller's.
            checked.extend(part.join().unwrap_or_else(|_| check(items)));
        }
        checked
    })
}
