//! Which segments are to be written anew.

use commons_registry::standing::Standing;

use super::super::{Fatal, Writer};
use crate::index::{DeadRow, Why};
use crate::journal::{FileError, Sealed};

/// A segment of which so much in a hundred is of no use is written anew, even if nothing in it was erased.
const DEAD_PERCENT: u64 = 50;

impl Writer {
    /// A segment that is to be written anew: one that holds what was erased, before all others.
    pub(super) fn pick_segment(&mut self) -> Result<Option<Sealed>, Fatal> {
        let mut label = 0;
        while self.compaction.erased {
            let Some(erased) = self.held.index.erased_from(label)? else {
                self.compaction.erased = false;
                self.publish_erased()?;
                break;
            };
            if self.held.index.dead(erased)?.is_none() {
                self.held.index.note_alive(erased)?;
                continue;
            }
            let Some(sealed) = self.sealed_from(erased)? else {
                // It lies in the segment that is written to.
                self.journal.seal()?;
                self.outline()?;
                if self.sealed_from(erased)?.is_none() {
                    self.compaction.erased = false;
                }
                continue;
            };
            if erased < sealed.first {
                self.forget_labels(erased..sealed.first)?; // no segment holds it
                continue;
            }
            if !self.compaction.skipped.contains(&sealed.number) {
                return Ok(Some(sealed));
            }
            label = sealed.end;
        }
        let Some(from) = self.compaction.look_from else { return Ok(None) };
        let Some(sealed) = self.sealed_from(from)? else {
            self.compaction.look_from = None;
            return Ok(None);
        };
        self.compaction.look_from = Some(sealed.end.max(from + 1));
        let wanted = !self.compaction.skipped.contains(&sealed.number)
            && self.useless_bytes(&sealed)? >= sealed.length / 100 * DEAD_PERCENT;
        Ok(Some(sealed).filter(|_| wanted))
    }

    /// The first segment that is not written to any more and holds frames with this label or higher ones.
    fn sealed_from(&self, label: u64) -> Result<Option<Sealed>, Fatal> {
        Ok(self.journal.sealed()?.into_iter().find(|sealed| label < sealed.end))
    }

    fn useless_bytes(&self, sealed: &Sealed) -> Result<u64, Fatal> {
        let mut bytes = 0;
        for row in self.held.index.dead_in(sealed.first..sealed.end) {
            let (_, row) = row?;
            let useless = match row.why {
                Why::Useless | Why::Erased => true,
                Why::Lost => false,
                Why::Aside => self.is_blocked(&row),
            };
            bytes += if useless { row.bytes } else { 0 };
        }
        Ok(bytes)
    }

    pub(super) fn is_blocked(&self, row: &DeadRow) -> bool {
        self.published.admission().circle.standing(&row.agent) == Standing::Blocked
    }

    /// The segment, and neighbours that are no larger than what is to be written anyhow: so there are never many small
    /// ones, and whatever is written again with others at least doubles each time.
    pub(super) fn run_around(&self, picked: &Sealed) -> Result<Vec<Sealed>, FileError> {
        let sealed = self.journal.sealed()?;
        let Some(at) = sealed.iter().position(|one| one == picked) else { return Ok(Vec::new()) };
        let (mut from, mut to, mut length) = (at, at + 1, picked.length);
        let fits = |neighbour: Option<&Sealed>, length: u64| {
            neighbour
                .filter(|one| {
                    one.journal == picked.journal
                        && one.journal.is_some()
                        && one.length <= length
                        && length + one.length <= self.journal.segment_bytes()
                        && !self.compaction.skipped.contains(&one.number)
                })
                .map(|one| one.length)
        };
        loop {
            if let Some(more) = from.checked_sub(1).and_then(|before| fits(sealed.get(before), length)) {
                (from, length) = (from - 1, length + more);
            } else if let Some(more) = fits(sealed.get(to), length) {
                (to, length) = (to + 1, length + more);
            } else {
                return Ok(sealed[from..to].to_vec());
            }
        }
    }
}
