//! The one thread that writes: judges items, appends them to the journal, syncs once for all who wait, indexes.

mod compaction;
mod leaving;
mod listing;
mod log;
mod outline;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};

use commons_identity::{AgentId, EntryBody, ID_LENGTH, KeyLog};
use commons_registry::{
    ChangeId, Changed, Checked, History, Holdings as _, Item, ItemError, ItemKey, Outline, RecordId,
    RecordView, Refusal, Snapshot, ViewError, admit,
};

use crate::admission::{Admission, Choices, LeftOut, Offered};
use crate::bundle::frame_length;
use crate::check::{Offer, check_on_all_cores};
use crate::held::{Held, HeldError};
use crate::index::{Counts, DeadRow, IndexError, ItemRow, RecordRow, Why};
use crate::journal::{FileError, Journal, JournalError, Position};
use crate::store::{Event, Observer, Outcome};
pub(crate) use compaction::{Compacting, Compaction, finish_interrupted};
use leaving::Decided;

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

/// Most records that are brought up to date in lists before whoever wrote them gets an answer.
const LIST_AT_ONCE: usize = 256;

/// Most keys that may have come or gone before the outline is brought up to date with them, about 6 MB.
const MAX_TOUCHED: usize = 65_536;

/// Most branches of the outline that may differ from the index, about 3 MB.
const MAX_CHANGED: usize = 4096;

/// Up to so many are not waited with.
const FEW_TOUCHED: usize = 256;

/// After a large batch another is likely: so long nothing is done behind the scenes, and the outline waits.
const QUIET: Duration = Duration::from_millis(250);

/// So long after the last command nothing more is waited for, and search is made to find what was listed also after a restart.
const WORDS_WAIT: Duration = Duration::from_secs(1);

/// Where the answer to an ingest goes.
type Reply = SyncSender<Result<Vec<Outcome>, WriteError>>;

/// When lists and search come to know of what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Listing {
    /// Before whoever offers it gets an answer.
    Now,
    /// When there is time, if it is much.
    Later,
}

/// What the writer is asked.
#[derive(Debug)]
pub(crate) enum Command {
    /// Keep items, so many in all, whose encoding and signatures are being judged.
    Ingest { parts: Receiver<Vec<Offer>>, items: usize, listing: Listing, reply: Reply },
    /// Bring the outline up to date with what was kept.
    Outline { reply: SyncSender<Result<(), WriteError>> },
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
    File(#[from] FileError),
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
    pub(crate) snapshot: RwLock<Snapshot>,
    /// How many frames of the journal are not in lists and search yet.
    pub(crate) unlisted: AtomicU64,
    pub(crate) counts: Mutex<Counts>,
    pub(crate) compacting: Compacting,
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
    pub(crate) outline: Outline,
    /// Keys that came or went since the outline was brought up to date.
    pub(crate) touched: Vec<ItemKey>,
    /// Branches of the outline that are not in the index yet as they are.
    pub(crate) changed: Changed,
    /// Whether the index is being made anew. Its outline is made at the end, and until then it says that it reflects nothing.
    pub(crate) rebuilding: bool,
    /// Whether the index is to note that it reflects more of the journal.
    pub(crate) unreflected: bool,
    /// Whether something was taken out or came back since then.
    pub(crate) unsettled: bool,
    /// Nothing is done behind the scenes before this.
    pub(crate) busy_until: Instant,
    pub(crate) counts: Counts,
    pub(crate) last: Option<Position>,
    /// The last frame up to which everything is in lists and search.
    pub(crate) listed: Option<Position>,
    /// The last frame up to which search finds everything also after a restart.
    pub(crate) noted: Option<Position>,
    /// Whether records may wait to be brought up to date.
    pub(crate) pending: bool,
    /// Records that were, and of which that is not noted yet.
    pub(crate) refreshed: Vec<RecordId>,
    /// Namespaces that are left out since this batch began, and still to be taken out.
    pub(crate) closing: BTreeMap<AgentId, LeftOut>,
    /// Whether somebody who is heard introduces others than when standings were last computed.
    pub(crate) introductions_changed: bool,
    pub(crate) compaction: Compaction,
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
                Command::Outline { reply } => {
                    let outlined = if self.is_outlined() { Ok(()) } else { self.outline() };
                    let answer = match &outlined {
                        Ok(()) => Ok(()),
                        Err(fatal) => Err(WriteError { reason: fatal.to_string() }),
                    };
                    let _ = reply.send(answer);
                    outlined?;
                }
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
                Command::Ingest { parts, mut items, mut listing, reply } => {
                    let mut group = vec![(parts, reply)];
                    while items < MAX_GROUP_ITEMS {
                        match commands.try_recv() {
                            Ok(Command::Ingest { parts, items: more, listing: theirs, reply }) => {
                                items += more;
                                listing = listing.min(theirs);
                                group.push((parts, reply));
                            }
                            Ok(other) => {
                                waiting = Some(other);
                                break;
                            }
                            Err(_) => break,
                        }
                    }
                    self.ingest_group(group, listing)?;
                }
            }
        }
        self.stop_compacting();
        self.commit_words()?;
        if self.is_outlined() && !self.unreflected { Ok(()) } else { self.reflect() }
    }

    /// The next command; while there is none, brings up to date what waits for it.
    fn next(&mut self, commands: &Receiver<Command>) -> Result<Option<Command>, Fatal> {
        loop {
            if self.compaction.presses() {
                self.compact_some()?;
            }
            match commands.try_recv() {
                Ok(command) => return Ok(Some(command)),
                Err(TryRecvError::Disconnected) => return Ok(None),
                Err(TryRecvError::Empty) => {}
            }
            let quiet = self.busy_until.saturating_duration_since(Instant::now());
            let rest = self.compaction.rest();
            let wait = if !quiet.is_zero() {
                Some(quiet)
            } else if !self.is_outlined() {
                self.outline()?;
                continue;
            } else if self.reflect_some()? {
                continue;
            } else if self.pending {
                self.refresh_some()?;
                continue;
            } else if self.listed < self.last {
                self.list_some()?;
                continue;
            } else if self.held.index.hand_on_some()? {
                continue;
            } else if rest.is_some_and(|rest| rest.is_zero()) {
                self.compact_some()?;
                continue;
            } else {
                rest.into_iter().chain(self.held.index.has_new_words().then_some(WORDS_WAIT)).min()
            };
            let Some(wait) = wait else { return Ok(commands.recv().ok()) };
            match commands.recv_timeout(wait) {
                Ok(command) => return Ok(Some(command)),
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
                Err(RecvTimeoutError::Timeout) if quiet.is_zero() => self.commit_words()?,
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Takes out what the journal can no longer read, so that peers are asked for it.
    fn lose_what_is_lost(&mut self) -> Result<(), Fatal> {
        let mut touched = BTreeSet::new();
        let mut lost = false;
        for key in self.held.take_lost() {
            if self.held.index.position(&key)?.is_none() {
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
            self.forget(&key, Why::Lost)?;
            self.held.forget_log(&key.namespace());
        }
        self.finish(&touched)?;
        if lost {
            (self.observer)(Event::AskAgain);
        }
        Ok(())
    }

    /// Takes an item out of what is held and counted, so that it may come again.
    fn forget(&mut self, key: &ItemKey, why: Why) -> Result<(), Fatal> {
        self.unsettle()?;
        if let Some(position) = self.held.index.position(key)? {
            self.published.admission_mut().removed(&key.namespace(), 1, position.bytes());
        }
        self.held.index.forget(key, why)?;
        self.touch(*key);
        Ok(())
    }

    fn ingest_group(
        &mut self,
        group: Vec<(Receiver<Vec<Offer>>, Reply)>,
        listing: Listing,
    ) -> Result<(), Fatal> {
        let (items, replies): (Vec<_>, Vec<_>) = group.into_iter().unzip();
        match self.ingest(items, listing) {
            Ok(outcomes) => {
                for (reply, outcomes) in replies.into_iter().zip(outcomes) {
                    // Whoever asked may have gone away; what was kept is kept.
                    let _ = reply.send(Ok(outcomes));
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

    /// Keeps what several ask to have kept, and tells each what became of it.
    fn ingest(
        &mut self,
        group: Vec<Receiver<Vec<Offer>>>,
        listing: Listing,
    ) -> Result<Vec<Vec<Outcome>>, Fatal> {
        let mut touched = BTreeSet::new();
        let before = self.last;
        let mut outcomes = Vec::with_capacity(group.len());
        for parts in group {
            let mut of_one = Vec::new();
            for (checked, bytes) in parts.into_iter().flatten() {
                of_one.push(match checked {
                    Err(error) => Outcome::Invalid(error.into()),
                    Ok(checked) => self.keep(checked, Source::Elsewhere(&bytes), &mut touched)?,
                });
            }
            outcomes.push(of_one);
        }
        if self.last != before {
            self.journal.sync()?;
        }
        if self.last == before && self.closing.is_empty() {
            return Ok(outcomes);
        }
        self.list(touched, before, listing)?;
        if listing == Listing::Now || self.touched.len() <= FEW_TOUCHED {
            self.outline()?;
        } else {
            self.busy_until = Instant::now() + QUIET;
            self.published.unlisted.store(self.unlisted(), Ordering::Relaxed);
            self.outline_if_large()?;
        }
        Ok(outcomes)
    }

    /// Indexes frames that are in the journal already.
    pub(crate) fn index(&mut self, frames: Vec<(Position, Vec<u8>)>) -> Result<Vec<Outcome>, Fatal> {
        let mut touched = BTreeSet::new();
        let before = self.last;
        let (positions, items): (Vec<_>, Vec<_>) = frames.into_iter().unzip();
        let mut positions = positions.into_iter();
        let mut outcomes = Vec::with_capacity(items.len());
        let mut dead = Vec::new();
        let mut indexed = Ok(());
        check_on_all_cores(items, |part| {
            for ((checked, _), position) in part.into_iter().zip(&mut positions) {
                if indexed.is_err() {
                    return;
                }
                indexed = self
                    .index_one(checked, position, &mut touched, &mut dead)
                    .map(|outcome| outcomes.push(outcome));
            }
        });
        indexed?;
        self.held.index.note_dead(&dead)?;
        self.list(touched, before, Listing::Later)?;
        self.outline_if_large()?;
        Ok(outcomes)
    }

    fn index_one(
        &mut self,
        checked: Result<Checked, ItemError>,
        position: Position,
        touched: &mut BTreeSet<RecordId>,
        dead: &mut Vec<(u64, DeadRow)>,
    ) -> Result<Outcome, Fatal> {
        let agent = checked.as_ref().map(|checked| checked.key().namespace()).ok();
        let outcome = match checked {
            Err(error) => Outcome::Invalid(error.into()),
            Ok(checked) => self.keep(checked, Source::Journal(position), touched)?,
        };
        if let Some(why) = self.why_dead(&outcome) {
            let agent = agent.unwrap_or(AgentId::from_bytes([0; ID_LENGTH]));
            let row = DeadRow { why, pooled: false, bytes: position.bytes(), agent };
            if why == Why::Erased {
                self.published.admission_mut().put_aside(&agent, row.bytes);
            }
            dead.push((position.sequence, row));
        }
        self.last = self.last.max(Some(position));
        Ok(outcome)
    }

    pub(crate) fn keep(
        &mut self,
        checked: Checked,
        source: Source<'_>,
        touched: &mut BTreeSet<RecordId>,
    ) -> Result<Outcome, Fatal> {
        let key = checked.key();
        let record = checked.record();
        let row = match &record {
            Some(record) => self.held.index.row(record)?,
            None => None,
        };
        // Most of what comes begins a record. If there is no row of that, one look has told that it is not held.
        let is_first = record.is_some_and(|record| *record.as_bytes() == key.id());
        if !(is_first && row.is_none()) && self.is_held(&key, source)? {
            return Ok(Outcome::Known(key));
        }
        let offered = Offered {
            key,
            is_entry: checked.is_entry(),
            record,
            stranded: self.is_stranded(&checked),
            bytes: match source {
                Source::Journal(position) => position.bytes(),
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
        let pooled = match self.act_on(verdict, &offered, source)? {
            Decided::Keep { pooled } => pooled,
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
        if (unread && self.counts.unread >= MAX_UNREAD_ITEMS)
            || (admitted.record.is_some() && row.as_ref().is_some_and(is_full))
        {
            return Ok(Outcome::Declined);
        }
        let position = match source {
            Source::Journal(position) => {
                self.abandon_compaction(position);
                self.held.index.note_alive(position.sequence)?;
                position
            }
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
        self.published.admission_mut().kept(&offered, pooled);
        let item_row = ItemRow { position, pooled };
        let begins = self.held.index.insert(&admitted.item, admitted.record, item_row, row)?;
        self.touch(key);
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
}

/// Whether a record has all the changes that are kept of one. Validity bounds what a change builds on; this
/// bounds what stands beside it.
fn is_full(record: &RecordRow) -> bool {
    record.changes >= MAX_HELD_CHANGES || record.bytes >= MAX_HELD_BYTES
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

/// What a record showed when `heads` were its newest changes.
pub(crate) fn view_as_of(
    held: &Held,
    record: RecordId,
    heads: &[ChangeId],
) -> Result<Option<RecordView>, Fatal> {
    let Some(log) = log_of(held, record)? else { return Ok(None) };
    let changes = held.changes_of(log.agent(), &record)?;
    let history = History::as_of(record, changes, &log, heads).filter(|history| !history.shows_nothing());
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
