//! Lists and search: at once for a few records, behind the scenes for many.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use commons_identity::AgentId;
use commons_registry::standing::Standing;
use commons_registry::{History, Kind, RecordId, RecordView};

use super::leaving::introduction;
use super::{Fatal, LIST_AT_ONCE, Listing, Writer, log_of, merge};
use crate::journal::{Position, ScanEvent};

/// A branched history of more changes than this is costly to merge, and merged for lists only now and then.
const COSTLY_HISTORY: usize = 64;

/// How many changes must have come before a record with a costly history is merged again for lists.
const REFRESH_COSTLY_AFTER: u64 = 32;

/// How many records are brought up to date before looking for the next command.
const REFRESHED_AT_ONCE: usize = 32;

/// Most records that were brought up to date so before that is noted.
const MAX_REFRESHED: usize = 4096;

/// How many frames are gone through before looking for the next command.
const LISTED_AT_ONCE: usize = 64;

impl Writer {
    /// Brings lists up to date with what was kept since `before`. If that is much, most of it may be left for later.
    pub(super) fn list(
        &mut self,
        touched: BTreeSet<RecordId>,
        before: Option<Position>,
        listing: Listing,
    ) -> Result<(), Fatal> {
        if listing == Listing::Later && touched.len() > LIST_AT_ONCE {
            let mut pressing = BTreeSet::new();
            for record in touched {
                if self.is_pressing(&record)? {
                    pressing.insert(record);
                }
            }
            return self.settle(&pressing);
        }
        if self.listed == before {
            self.listed = self.last;
        }
        self.settle(&touched)
    }

    /// Whether a record cannot wait to be listed: whom an attestation introduces decides what else is kept, and the owner
    /// writes by what is listed of the own agent.
    fn is_pressing(&self, record: &RecordId) -> Result<bool, Fatal> {
        let Some(meta) = self.held.index.record(record)? else { return Ok(false) };
        Ok(matches!(meta.kind, Kind::Agent | Kind::Attestation | Kind::Motion)
            || self.published.admission().circle.standing(&meta.namespace) == Standing::Own)
    }

    /// How many frames of the journal are not in lists and search yet.
    pub(super) fn unlisted(&self) -> u64 {
        let label = |position: Option<Position>| position.map_or(0, |position| position.sequence);
        label(self.last).saturating_sub(label(self.listed))
    }

    /// Goes through the next frames that were left for later.
    pub(super) fn list_some(&mut self) -> Result<(), Fatal> {
        let mut records = BTreeSet::new();
        let mut through = None;
        let mut frames = 0;
        for event in self.held.journal.scan(self.listed) {
            let ScanEvent::Frame { position, payload, .. } = event? else { continue };
            through = Some(position);
            if let Some(record) = self.held.record_at(position, &payload)? {
                records.insert(record);
            }
            frames += 1;
            if frames == LISTED_AT_ONCE || Some(position) >= self.last {
                break;
            }
        }
        // What cannot be read is not to be listed either.
        self.listed = through.or(self.last);
        self.settle(&records)?;
        self.commit_words_if_many()?;
        self.published.unlisted.store(self.unlisted(), Ordering::Relaxed);
        if self.is_outlined() { Ok(()) } else { self.outline() }
    }

    /// Brings some of the records up to date of which it was noted that they may show something else now.
    pub(super) fn refresh_some(&mut self) -> Result<(), Fatal> {
        let records = self.held.index.pending(self.refreshed.last(), REFRESHED_AT_ONCE)?;
        self.pending = records.len() == REFRESHED_AT_ONCE;
        let records: BTreeSet<RecordId> = records.into_iter().collect();
        self.refresh(&records, true)?;
        self.refreshed.extend(records);
        if self.refreshed.len() >= MAX_REFRESHED || !self.pending {
            self.commit_words()?;
        }
        if self.introductions_changed { self.finish(&BTreeSet::new()) } else { Ok(()) }
    }

    /// Makes search find what was listed also after a restart, and notes that it does.
    pub(super) fn commit_words(&mut self) -> Result<(), Fatal> {
        let committed = self.held.index.commit_words()?;
        let refreshed = std::mem::take(&mut self.refreshed);
        if committed || !refreshed.is_empty() || self.noted != self.listed {
            self.noted = self.listed;
            self.held.index.set_listed(self.noted, &refreshed)?;
        }
        Ok(())
    }

    fn commit_words_if_many(&mut self) -> Result<(), Fatal> {
        if self.held.index.has_many_new_words() { self.commit_words() } else { Ok(()) }
    }

    /// Makes what is listed of records, and whom they introduce, agree with what they show.
    pub(super) fn refresh(
        &mut self,
        touched: &BTreeSet<RecordId>,
        even_if_costly: bool,
    ) -> Result<(), Fatal> {
        for record in touched {
            // What a record shows must not stop what is kept: one that cannot be shown stays in lists as it was.
            match self.to_list(*record, even_if_costly) {
                Ok(Shown::Now(view)) => {
                    self.held.index.refresh(record, Some(&view))?;
                    self.note_introduction(record, &view.agent, introduction(&view))?;
                }
                Ok(Shown::Nothing(by)) => {
                    self.held.index.refresh(record, None)?;
                    self.note_introduction(record, &by, None)?;
                }
                Ok(Shown::Later) => {}
                Err(error) => tracing::error!(record = %record.short(), %error, "a record cannot be shown"),
            }
            if self.held.index.has_many_new_words() {
                self.held.index.commit_words()?;
            }
        }
        Ok(())
    }

    /// What a record shows, for lists and search. One with a long and branched history is costly to merge, and
    /// strangers write histories: it is merged again only now and then.
    fn to_list(&self, record: RecordId, even_if_costly: bool) -> Result<Shown, Fatal> {
        let Some(log) = log_of(&self.held, record)? else { return Ok(Shown::Later) };
        let changes = self.held.changes_of(log.agent(), &record)?;
        let Some(history) = History::new(record, changes, &log) else { return Ok(Shown::Later) };
        if history.shows_nothing() {
            return Ok(Shown::Nothing(log.agent()));
        }
        let since = history.len() as u64 - self.held.index.refreshed_at(&record)?.min(history.len() as u64);
        let costly = !history.is_linear() && history.len() > COSTLY_HISTORY;
        if costly && since < REFRESH_COSTLY_AFTER && !even_if_costly {
            return Ok(Shown::Later);
        }
        Ok(Shown::Now(Box::new(merge(&history)?)))
    }
}

/// What is to be listed of a record.
enum Shown {
    /// This.
    Now(Box<RecordView>),
    /// Nothing, since no change of it counts; it is this agent's.
    Nothing(AgentId),
    /// What is listed already: it cannot be merged, or not now.
    Later,
}
