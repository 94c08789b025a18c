//! Which segments make up the journal now, and in which order.

use super::segments::place_of;

/// A segment of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) number: u64,
    /// No frame in it, or after it, has a lower label.
    pub(super) first: u64,
}

impl Entry {
    const fn place(&self) -> u64 {
        place_of(self.number)
    }
}

/// The segments in order: some 16 bytes for each.
#[derive(Debug, Clone, Default)]
pub(super) struct Catalogue(Vec<Entry>);

impl Catalogue {
    pub(super) fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_unstable_by_key(Entry::place);
        Self(entries)
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// Puts a segment in the place of others, or of none.
    pub(super) fn put(&mut self, entry: Entry, instead_of: &[u64]) {
        self.0.retain(|listed| !instead_of.contains(&listed.number));
        let at = self.0.partition_point(|listed| listed.place() < entry.place());
        self.0.insert(at, entry);
    }

    pub(super) fn take_out(&mut self, number: u64) {
        self.0.retain(|listed| listed.number != number);
    }

    pub(super) fn contains(&self, number: u64) -> bool {
        let at = self.0.binary_search_by_key(&place_of(number), Entry::place);
        at.is_ok_and(|at| self.0[at].number == number)
    }

    /// The next after a place, or the first.
    pub(super) fn after(&self, place: Option<u64>) -> Option<u64> {
        let at = self.0.partition_point(|listed| place.is_some_and(|place| listed.place() <= place));
        self.0.get(at).map(|listed| listed.number)
    }

    /// The last that may hold the frame after a label; none if only the first can.
    pub(super) fn before(&self, label: u64) -> Option<u64> {
        let begins_before = |listed: &&Entry| listed.first <= label.saturating_add(1);
        self.0.iter().rev().find(begins_before).map(|listed| listed.number)
    }
}
