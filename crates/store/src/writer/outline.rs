//! Keeping the outline in step with what is held, and showing it to readers.

use std::collections::BTreeSet;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use commons_registry::{ItemKey, Prefix, RecordId, Snapshot};

use super::{Fatal, MAX_CHANGED, MAX_TOUCHED, Source, Writer};
use crate::index::{HeldKeys, IndexError, KEYS_AT_ONCE, Reflected};
use crate::store::Event;

impl Writer {
    /// Notes that a key came or went.
    pub(super) fn touch(&mut self, key: ItemKey) {
        self.touched.push(key);
    }

    /// To be called before anything that the index reflects is taken out, or comes back: should the run be cut short before
    /// the outline agrees again, the index is made anew.
    pub(super) fn unsettle(&mut self) -> Result<(), IndexError> {
        if !self.unsettled {
            self.held.index.set_unsettled()?;
            self.unsettled = true;
        }
        Ok(())
    }

    /// Whether an item is held. What the index has after the place that it is known to reflect is to be indexed again.
    pub(super) fn is_held(&self, key: &ItemKey, source: Source<'_>) -> Result<bool, IndexError> {
        let Some(held) = self.held.index.position(key)? else { return Ok(false) };
        Ok(match source {
            Source::Journal(position) => !held.is_of(&position) || Some(position) <= self.last,
            Source::Elsewhere(_) => true,
        })
    }

    /// Brings lists, search and standings up to date with records that were touched, and the outline with the rest.
    pub(crate) fn finish(&mut self, touched: &BTreeSet<RecordId>) -> Result<(), Fatal> {
        self.settle(touched)?;
        self.outline()
    }

    /// Whether the index says what it reflects, and the outline agrees with it.
    pub(super) fn is_outlined(&self) -> bool {
        self.touched.is_empty() && !self.unsettled
    }

    /// Brings the outline up to date, if so many keys came or went that it is time.
    pub(super) fn outline_if_large(&mut self) -> Result<(), Fatal> {
        if self.touched.len() < MAX_TOUCHED { Ok(()) } else { self.outline() }
    }

    /// Brings the outline up to date, and shows it to readers. What the index has of it on disk follows when there is time: should
    /// the run be cut short before, the last items of the journal are indexed again.
    pub(crate) fn outline(&mut self) -> Result<(), Fatal> {
        if self.rebuilding {
            self.touched.clear();
            return Ok(());
        }
        let mut touched = std::mem::take(&mut self.touched);
        touched.sort_unstable();
        touched.dedup();
        let index = &self.held.index;
        let changed = self.outline.refresh(&touched, |prefix: &Prefix| index.keys_under(prefix))?;
        self.changed.extend(changed);
        self.unreflected = true;
        if self.unsettled || self.changed.len() > MAX_CHANGED {
            self.reflect()?;
        }
        self.show();
        (self.observer)(Event::Changed(self.outline.root()));
        if self.held.has_lost() { self.lose_what_is_lost() } else { Ok(()) }
    }

    /// Makes the outline once of everything that a rebuilt index holds.
    pub(crate) fn finish_rebuilding(&mut self) -> Result<(), Fatal> {
        self.rebuilding = false;
        self.touched.clear();
        let last = self.last.map_or(0, |last| last.sequence);
        self.outline = self.held.index.make_outline(last, KEYS_AT_ONCE)?;
        self.outline()
    }

    /// Notes in the index how far it reflects the journal.
    pub(super) fn reflect(&mut self) -> Result<(), Fatal> {
        if !self.touched.is_empty() {
            self.outline()?;
        }
        if self.unsettled {
            // What was taken out is not found after a restart either.
            self.commit_words()?;
        }
        let reflected = Reflected { tail: self.journal.tail(), last: self.last, counts: self.counts.clone() };
        let usages = self.published.admission_mut().take_changed_usages();
        let changed = std::mem::take(&mut self.changed);
        self.held.index.set_reflected(&reflected, self.noted, &self.outline, &changed, &usages)?;
        self.unsettled = false;
        self.unreflected = false;
        Ok(())
    }

    /// Brings what the index says that it reflects a step nearer to what was shown. Returns whether there was anything to do.
    pub(super) fn reflect_some(&mut self) -> Result<bool, Fatal> {
        if !self.unreflected {
            return Ok(false);
        }
        if !self.held.index.hand_on_some()? {
            self.reflect()?;
        }
        Ok(true)
    }

    fn show(&self) {
        let through = self.last.map_or(0, |last| last.sequence);
        let keys = HeldKeys(std::sync::Arc::clone(&self.held));
        let snapshot = Snapshot::new(self.outline.clone(), std::sync::Arc::new(keys), through);
        *self.published.snapshot.write().unwrap_or_else(PoisonError::into_inner) = snapshot;
        *self.published.counts.lock().unwrap_or_else(PoisonError::into_inner) = self.counts.clone();
        self.published.unlisted.store(self.unlisted(), Ordering::Relaxed);
    }
}
