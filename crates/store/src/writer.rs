//! The one thread that writes: judges items, appends them to the journal, syncs once for all who wait, indexes.

mod leaving;
mod log;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use commons_identity::{AgentId, EntryBody, KeyLog};
use commons_registry::{
    Admitted, ChangeId, Checked, History, Holdings as _, Item, ItemKey, RecordId, RecordView, Refusal, Trie,
    ViewError, admit, check,
};

use crate::admission::{Admission, Choices, LeftOut, Offered};
use crate::bundle::frame_length;
use crate::held::{Held, HeldError};
use crate::index::{Counts, IndexError, ItemRow, Reflected};
use crate::journal::{Journal, JournalError, Position};
use crate::store::{Event, Observer, Outcome};
use leaving::{Decided, introduction};

/// Most items judged and synced together.
const MAX_GROUP_ITEMS: usize = 4096;

/// Most items of a later version that are kept unread: about 640 MiB at the largest.
const MAX_UNREAD_ITEMS: u64 = 10_000;

/// Most changes kept of one record, and most bytes. A change may build on far fewer ([`MAX_RECORD_CHANGES`]).
///
/// [`MAX_RECORD_CHANGES`]: commons_registry::MAX_RECORD_CHANGES
const MAX_HELD_CHANGES: u64 = 4096;
/// See [`MAX_HELD_CHANGES`].
const MAX_HELD_BYTES: u64 = 8 * 1024 * 1024;

/// A branched history of more changes than this is costly to merge, and merged for lists only now and then.
const COSTLY_HISTORY: usize = 64;

/// How many changes must have come before a record with a costly history is merged again for lists.
const REFRESH_COSTLY_AFTER: u64 = 32;

/// How many records are brought up to date before looking for the next command.
const REFRESHED_AT_ONCE: usize = 32;

/// Where the answer to an ingest goes.
type Reply = SyncSender<Result<Vec<Outcome>, WriteError>>;

/// What the writer is asked.
#[derive(Debug)]
pub(crate) enum Command {
    /// Judge and keep items.
    Ingest { items: Vec<Vec<u8>>, reply: Reply },
    /// The owner chose anew whom to trust, and how much to keep.
    Choose { choices: Box<Choices>, reply: SyncSender<Result<(), WriteError>> },
    /// A reader came upon items that the journal can no longer read.
    Lost,
    /// Close cleanly.
    Close,
}

/// Why nothing more can be kept.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{reason}")]
pub struct WriteError {
    /// What failed.
    pub reason: String,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Fatal {
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error(transparent)]
    Held(#[from] HeldError),
    #[error(transparent)]
    View(#[from] ViewError),
    #[error("merging the record's changes panicked")]
    MergePanicked,
}

impl From<IndexError> for Fatal {
    fn from(error: IndexError) -> Self {
        Self::Held(error.into())
    }
}

/// What readers see of what was written.
#[derive(Debug)]
pub(crate) struct Published {
    pub(crate) trie: RwLock<Trie>,
    pub(crate) counts: Mutex<Counts>,
    pub(crate) admission: RwLock<Admission>,
}

impl Published {
    /// Who is kept, and who is left out. Not to be held across anything that takes time.
    pub(crate) fn admission(&self) -> RwLockReadGuard<'_, Admission> {
        self.admission.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn admission_mut(&self) -> RwLockWriteGuard<'_, Admission> {
        self.admission.write().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) struct Writer {
    pub(crate) held: Arc<Held>,
    pub(crate) journal: Journal,
    pub(crate) published: Arc<Published>,
    pub(crate) observer: Observer,
    pub(crate) trie: Trie,
    pub(crate) counts: Counts,
    pub(crate) last: Option<Position>,
    /// Whether records may wait to be brought up to date.
    pub(crate) pending: bool,
    /// Namespaces that are left out since this batch began, and still to be taken out.
    pub(crate) closing: BTreeMap<AgentId, LeftOut>,
    /// Whether somebody who is heard introduces others than when standings were last computed.
    pub(crate) introductions_changed: bool,
}

impl Writer {
    /// Serves commands until told to close, or until a write fails: then everybody is told, and nothing more kept.
    pub(crate) fn run(mut self, commands: &Receiver<Command>) -> Result<(), Fatal> {
        let mut waiting = None;
        loop {
            let next = match waiting.take() {
                Some(command) => Some(command),
                None => self.next(commands)?,
            };
            let Some(command) = next else { break };
            match command {
                Command::Close => break,
                Command::Lost => self.lose_what_is_lost()?,
                Command::Choose { choices, reply } => {
                    let chosen = self.choose(*choices);
                    let answer = match &chosen {
                        Ok(()) => Ok(()),
                        Err(fatal) => Err(WriteError { reason: fatal.to_string() }),
                    };
                    // Whoever asked may have gone away; what was chosen holds.
                    let _ = reply.send(answer);
                    chosen?;
                }
                Command::Ingest { items, reply } => {
                    let mut group = vec![(items, reply)];
                    let mut size = group[0].0.len();
                    while size < MAX_GROUP_ITEMS {
                        match commands.try_recv() {
                            Ok(Command::Ingest { items, reply }) => {
                                size += items.len();
                                group.push((items, reply));
                            }
                            Ok(other) => {
                                waiting = Some(other);
                                break;
                            }
                            Err(_) => break,
                        }
                    }
                    self.ingest_group(group)?;
                }
            }
        }
        Ok(())
    }

    /// The next command; while there is none, brings records up to date that wait for it.
    fn next(&mut self, commands: &Receiver<Command>) -> Result<Option<Command>, Fatal> {
        while self.pending {
            match commands.try_recv() {
                Ok(command) => return Ok(Some(command)),
                Err(TryRecvError::Disconnected) => return Ok(None),
                Err(TryRecvError::Empty) => self.refresh_some()?,
            }
        }
        Ok(commands.recv().ok())
    }

    fn refresh_some(&mut self) -> Result<(), Fatal> {
        let records = self.held.index.pending(REFRESHED_AT_ONCE)?;
        self.pending = records.len() == REFRESHED_AT_ONCE;
        let records: BTreeSet<RecordId> = records.into_iter().collect();
        self.refresh(&records, true)?;
        for record in &records {
            self.held.index.settle_pending(record)?;
        }
        if self.introductions_changed { self.finish(&BTreeSet::new()) } else { Ok(()) }
    }

    /// Takes out what the journal can no longer read, so that peers are asked for it.
    fn lose_what_is_lost(&mut self) -> Result<(), Fatal> {
        let mut touched = BTreeSet::new();
        let mut lost = false;
        for key in self.held.take_lost() {
            if !self.trie.contains(&key) {
                continue; // two readers came upon it at once
            }
            lost = true;
            match self.held.index.change(&ChangeId::from_bytes(key.id()))? {
                Some(meta) => {
                    self.counts.changes = self.counts.changes.saturating_sub(1);
                    match meta.record {
                        Some((record, kind)) => {
                            if record.as_bytes() == &key.id()
                                && let Some(count) = self.counts.records.get_mut(&kind)
                            {
                                *count = count.saturating_sub(1);
                            }
                            touched.insert(record);
                        }
                        None => self.counts.unread = self.counts.unread.saturating_sub(1),
                    }
                }
                None => self.counts.entries = self.counts.entries.saturating_sub(1),
            }
            self.forget(&key)?;
            self.held.forget_log(&key.namespace());
        }
        self.finish(&touched)?;
        if lost {
            (self.observer)(Event::AskAgain);
        }
        Ok(())
    }

    /// Takes an item out of what is held and counted, so that it may come again.
    fn forget(&mut self, key: &ItemKey) -> Result<(), Fatal> {
        if let Some(position) = self.held.index.position(key)? {
            let bytes = position.end() - position.offset;
            let usage = self.published.admission_mut().removed(&key.namespace(), 1, bytes);
            self.held.index.set_usage(&key.namespace(), &usage)?;
        }
        self.held.index.forget(key)?;
        self.trie.remove(key);
        Ok(())
    }

    fn ingest_group(&mut self, group: Vec<(Vec<Vec<u8>>, Reply)>) -> Result<(), Fatal> {
        let (batches, replies): (Vec<_>, Vec<_>) = group.into_iter().unzip();
        let lengths: Vec<usize> = batches.iter().map(Vec::len).collect();
        let items: Vec<Vec<u8>> = batches.into_iter().flatten().collect();
        match self.ingest(&items) {
            Ok(outcomes) => {
                let mut outcomes = outcomes.into_iter();
                for (reply, length) in replies.into_iter().zip(lengths) {
                    // Whoever asked may have gone away; what was kept is kept.
                    let _ = reply.send(Ok(outcomes.by_ref().take(length).collect()));
                }
                Ok(())
            }
            Err(fatal) => {
                let error = WriteError { reason: fatal.to_string() };
                for reply in replies {
                    let _ = reply.send(Err(error.clone()));
                }
                Err(fatal)
            }
        }
    }

    fn ingest(&mut self, items: &[Vec<u8>]) -> Result<Vec<Outcome>, Fatal> {
        let mut touched = BTreeSet::new();
        let mut outcomes = Vec::with_capacity(items.len());
        let before = self.last;
        for (checked, bytes) in check(items).into_iter().zip(items) {
            outcomes.push(match checked {
                Err(error) => Outcome::Invalid(error.into()),
                Ok(checked) => self.keep(checked, Source::Elsewhere(bytes), &mut touched)?,
            });
        }
        if self.last != before {
            self.journal.sync()?;
        }
        if self.last != before || !self.closing.is_empty() {
            self.finish(&touched)?;
        }
        Ok(outcomes)
    }

    /// Indexes frames that are in the journal already.
    pub(crate) fn index(&mut self, frames: Vec<(Position, Vec<u8>)>) -> Result<Vec<Outcome>, Fatal> {
        let mut touched = BTreeSet::new();
        let (positions, items): (Vec<_>, Vec<_>) = frames.into_iter().unzip();
        let mut outcomes = Vec::with_capacity(items.len());
        for (checked, position) in check(&items).into_iter().zip(positions) {
            outcomes.push(match checked {
                Err(error) => Outcome::Invalid(error.into()),
                Ok(checked) => self.keep(checked, Source::Journal(position), &mut touched)?,
            });
            self.last = self.last.max(Some(position));
        }
        self.finish(&touched)?;
        Ok(outcomes)
    }

    pub(crate) fn keep(
        &mut self,
        checked: Checked,
        source: Source<'_>,
        touched: &mut BTreeSet<RecordId>,
    ) -> Result<Outcome, Fatal> {
        let key = checked.key();
        if self.trie.contains(&key) {
            return Ok(Outcome::Known(key));
        }
        let offered = Offered {
            key,
            is_entry: checked.is_entry(),
            record: checked.record(),
            stranded: self.is_stranded(&checked),
            bytes: match source {
                Source::Journal(position) => position.end() - position.offset,
                Source::Elsewhere(bytes) => frame_length(bytes.len()),
            },
        };
        let verdict = self.published.admission().judge(&offered);
        // What would cost the namespace something is acted on only if its agent signed: anybody can sign in its name.
        if verdict.costs() && !checked.is_signed_for(&*self.held.key_log(key.namespace())?) {
            return match admit(&*self.held, checked) {
                Ok(_) => Ok(Outcome::Declined),
                Err(refusal) => refused(key, refusal),
            };
        }
        let (pooled, counted) = match self.act_on(verdict, &offered, source)? {
            Decided::Keep { pooled } => (pooled, false),
            Decided::Counted { pooled } => (pooled, true),
            Decided::LeftOut(reason) => return Ok(Outcome::LeftOut(reason)),
        };
        let admitted = match admit(&*self.held, checked) {
            Ok(admitted) => admitted,
            Err(refusal) => return refused(key, refusal),
        };
        let unread = match &admitted.item {
            Item::Change(_) => admitted.record.is_none(),
            Item::Entry(entry) => *entry.body() == EntryBody::Unread,
            Item::Roll(_) => false,
        };
        if (unread && self.counts.unread >= MAX_UNREAD_ITEMS) || self.is_full(&admitted)? {
            return Ok(Outcome::Declined);
        }
        let position = match source {
            Source::Journal(position) => position,
            Source::Elsewhere(bytes) => {
                let appended = self.journal.append(&[bytes])?;
                let position = appended[0];
                self.last = Some(position);
                position
            }
        };
        let log_before = match &admitted.item {
            Item::Change(_) => None,
            Item::Entry(_) | Item::Roll(_) => Some(self.held.key_log(key.namespace())?),
        };
        let usage = (!counted).then(|| self.published.admission_mut().kept(&offered, pooled));
        let row = ItemRow { position, pooled };
        let begins = self.held.index.insert(&admitted.item, admitted.record, row, usage.as_ref())?;
        self.trie.insert(key, position.sequence);
        self.counts.unread += u64::from(unread);
        match log_before {
            None => self.counts.changes += 1,
            Some(before) => {
                self.counts.entries += 1;
                let log = match &admitted.item {
                    Item::Entry(entry) => before.with_entry(entry.clone()),
                    Item::Roll(roll) => before.with_roll(roll),
                    Item::Change(_) => before.as_ref().clone(),
                };
                self.held.remember_log(&Arc::new(log));
                self.follow_log(key.namespace(), &before, touched)?;
            }
        }
        if let Some((record, kind)) = admitted.record {
            if begins {
                *self.counts.records.entry(kind).or_default() += 1;
            }
            touched.insert(record);
        }
        Ok(Outcome::New(key))
    }

    /// Whether it builds on something that was let go of.
    fn is_stranded(&self, checked: &Checked) -> bool {
        let namespace = checked.key().namespace();
        let admission = self.published.admission();
        checked.builds_on().iter().any(|id| admission.leaves_out_item(&ItemKey::of_change(namespace, *id)))
    }

    /// Whether a record has all the changes that are kept of one. Validity bounds what a change builds on; this
    /// bounds what stands beside it.
    fn is_full(&self, admitted: &Admitted) -> Result<bool, Fatal> {
        let Some((record, _)) = admitted.record else { return Ok(false) };
        let meta = self.held.index.record(&record)?;
        Ok(meta.is_some_and(|meta| meta.changes >= MAX_HELD_CHANGES || meta.bytes >= MAX_HELD_BYTES))
    }

    /// Brings lists, search and standings up to date, notes how far the index reflects the journal, and shows it to
    /// readers.
    pub(crate) fn finish(&mut self, touched: &BTreeSet<RecordId>) -> Result<(), Fatal> {
        self.settle(touched)?;
        let reflected = Reflected { tail: self.journal.tail(), last: self.last, counts: self.counts.clone() };
        let root = self.trie.root();
        self.held.index.set_reflected(&reflected, root)?;
        *self.published.trie.write().unwrap_or_else(PoisonError::into_inner) = self.trie.clone();
        *self.published.counts.lock().unwrap_or_else(PoisonError::into_inner) = self.counts.clone();
        (self.observer)(Event::Changed(root));
        if self.held.has_lost() { self.lose_what_is_lost() } else { Ok(()) }
    }

    /// Makes what is listed of records, and whom they introduce, agree with what they show.
    pub(crate) fn refresh(
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

fn refused(key: ItemKey, refusal: Refusal<HeldError>) -> Result<Outcome, Fatal> {
    Ok(match refusal {
        Refusal::Missing(missing) => Outcome::Missing { key, missing },
        Refusal::Invalid(reason) => Outcome::Invalid(reason),
        Refusal::Declined => Outcome::Declined,
        Refusal::Erased(tombstone) => Outcome::Erased(tombstone),
        Refusal::Failed(error) => return Err(error.into()),
    })
}

/// Where an item comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source<'a> {
    /// It is in the journal, and only to be indexed.
    Journal(Position),
    /// It is new, and to be appended.
    Elsewhere(&'a [u8]),
}

/// What a record shows.
pub(crate) fn view(held: &Held, record: RecordId) -> Result<Option<RecordView>, Fatal> {
    let Some(log) = log_of(held, record)? else { return Ok(None) };
    let changes = held.changes_of(log.agent(), &record)?;
    // Without its first change it was lost to bit rot, and is not fetched again yet.
    let history = History::new(record, changes, &log).filter(|history| !history.shows_nothing());
    history.map(|history| merge(&history)).transpose()
}

fn log_of(held: &Held, record: RecordId) -> Result<Option<Arc<KeyLog>>, Fatal> {
    let Some(meta) = held.index.record(&record)? else { return Ok(None) };
    Ok(Some(held.key_log(meta.namespace)?))
}

/// Merges, fenced: a fault in merging one record is no reason to stop showing and keeping the others.
fn merge(history: &History<'_>) -> Result<RecordView, Fatal> {
    let merge = std::panic::AssertUnwindSafe(|| RecordView::of_history(history));
    match std::panic::catch_unwind(merge) {
        Ok(view) => Ok(view?),
        Err(_) => Err(Fatal::MergePanicked),
    }
}
