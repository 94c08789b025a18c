//! Compaction behind the scenes: what was erased leaves the files of the journal, and what is of no use to anybody gives
//! its room back. All of it is done by the writer, a slice at a time between commands.

mod picking;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use commons_registry::{Item, ItemKey};

use super::{Fatal, Outcome, Published, Writer};
use crate::held::Held;
use crate::index::{DeadRow, Dropped, Why};
use crate::journal::{FileError, Journal, JournalError, Position, Rewriting, Scan, ScanEvent, Sealed};

/// Bytes of the journal that are gone through before looking for the next command.
const SLICE_BYTES: u64 = 1024 * 1024;

/// Frames whose new places are noted before looking for the next command.
const MOVED_AT_ONCE: usize = 500;

/// While commands keep coming, a slice is done after so many times the time that the last one took, and this at least.
const BUSY_FACTOR: u32 = 4;
const BUSY_PAUSE: Duration = Duration::from_millis(100);

/// After so many bytes were written, there is a rest of a second: so whoever keeps on erasing does not wear out a disk.
const BYTES_PER_SECOND: u64 = 2 * 1024 * 1024;

/// How often it is looked whether the words of what was erased are in no file any more.
const WORDS_POLL: Duration = Duration::from_millis(20);

/// When a compaction failed, say for want of room, it is tried again after this.
const RETRY: Duration = Duration::from_secs(60);

/// What readers see of compaction.
#[derive(Debug, Default)]
pub(crate) struct Compacting {
    /// Bytes of the journal that hold what was erased.
    pub(crate) erased: AtomicU64,
    /// By how many bytes the journal became smaller since the start.
    pub(crate) freed: AtomicU64,
    /// Whether it failed, and is tried again later.
    pub(crate) put_off: AtomicBool,
    /// Whether somebody waits for it, so that there is no resting.
    pub(crate) hurry: AtomicBool,
}

/// What there is to be compacted, and how far that is.
#[derive(Debug)]
pub(crate) struct Compaction {
    /// Whether segments may hold what was erased.
    erased: bool,
    /// From which label on it is to be looked whether segments hold much that is of no use.
    look_from: Option<u64>,
    stage: Stage,
    /// Not before this, unless something presses.
    rest_until: Instant,
    /// Not before this while commands keep coming.
    pause_until: Instant,
    /// Segments that cannot be compacted, to be tried again at the next start.
    skipped: BTreeSet<u64>,
    /// Where an index lies that was found damaged, if there was one.
    damaged_index: PathBuf,
}

#[derive(Debug)]
enum Stage {
    Idle,
    /// What is kept is written to a new segment.
    Copying(Box<Copying>),
    /// The new segment stands for the old ones; where its frames lie is noted.
    Moving(Moving),
    /// The old segments are to be removed.
    Removing {
        written: u64,
    },
}

#[derive(Debug)]
struct Moving {
    number: u64,
    /// No frame in the new segment has a lower label.
    first: u64,
    scan: Box<Scan>,
    written: u64,
}

#[derive(Debug)]
struct Copying {
    run: Vec<Sealed>,
    scan: Scan,
    rewriting: Rewriting,
    /// The label of the last frame that was gone through.
    through: u64,
    dropped: Vec<Dropped>,
}

impl Copying {
    fn covers(&self, segment: u64) -> bool {
        self.run.iter().any(|sealed| sealed.number == segment)
    }

    fn end(&self) -> u64 {
        self.run.last().map_or(0, |sealed| sealed.end)
    }
}

impl Compaction {
    /// Looks through everything once.
    pub(crate) fn new(damaged_index: PathBuf) -> Self {
        let now = Instant::now();
        Self {
            erased: true,
            look_from: Some(0),
            stage: Stage::Idle,
            rest_until: now,
            pause_until: now,
            skipped: BTreeSet::new(),
            damaged_index,
        }
    }

    /// Notes that so many bytes of the journal hold what was erased.
    pub(super) fn has_erased(&mut self, bytes: u64, published: &Published) {
        self.erased = true;
        published.compacting.erased.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Notes that more may be of no use than before.
    pub(super) fn look_again(&mut self) {
        self.look_from = Some(0);
    }

    fn has_work(&self) -> bool {
        self.erased || self.look_from.is_some() || !matches!(self.stage, Stage::Idle)
    }

    /// How long to wait before something is to be done; `None` if nothing is.
    pub(super) fn rest(&self) -> Option<Duration> {
        self.has_work().then(|| self.rest_until.saturating_duration_since(Instant::now()))
    }

    /// Whether it is time for a slice although commands may be waiting.
    pub(super) fn presses(&self) -> bool {
        let now = Instant::now();
        self.has_work() && now >= self.rest_until && now >= self.pause_until
    }

    /// Rests in proportion to what was written.
    fn rest_after(&mut self, written: u64) {
        self.rest_until = Instant::now() + Duration::from_secs_f64(written as f64 / BYTES_PER_SECOND as f64);
    }
}

impl Writer {
    /// Does a slice of what there is to be compacted.
    pub(super) fn compact_some(&mut self) -> Result<(), Fatal> {
        let begun = Instant::now();
        if self.unreflected {
            // The index must not say that it reflects a place which is no more.
            self.reflect()?;
        }
        match std::mem::replace(&mut self.compaction.stage, Stage::Idle) {
            Stage::Idle => self.begin_compaction()?,
            Stage::Copying(copying) => self.copy_some(copying)?,
            Stage::Moving(moving) => self.move_some(moving)?,
            Stage::Removing { written } => self.remove_compacted(written)?,
        }
        self.compaction.pause_until = Instant::now() + (begun.elapsed() * BUSY_FACTOR).max(BUSY_PAUSE);
        Ok(())
    }

    /// Gives up what is being copied if it may not have been taken over although its item is held again.
    pub(super) fn abandon_compaction(&mut self, position: Position) {
        let covers =
            |copying: &Copying| copying.dropped.iter().any(|dropped| dropped.label == position.sequence);
        if matches!(&self.compaction.stage, Stage::Copying(copying) if covers(copying)) {
            self.compaction.look_again();
            self.stop_compacting();
        }
    }

    /// Gives up what is being copied: it begins anew another time.
    pub(super) fn stop_compacting(&mut self) {
        if let Stage::Copying(copying) = std::mem::replace(&mut self.compaction.stage, Stage::Idle) {
            self.journal.abandon(copying.rewriting);
        }
    }

    /// Why the frame of an item that came to this is of no item held.
    pub(super) fn why_dead(&self, outcome: &Outcome) -> Option<Why> {
        match outcome {
            Outcome::New(_) => None,
            Outcome::Known(_) => Some(Why::Useless),
            Outcome::Erased(_) => Some(Why::Erased),
            // Judged anew another time, by other choices or a later version, it may be kept.
            Outcome::Missing { .. } | Outcome::Declined | Outcome::LeftOut(_) | Outcome::Invalid(_) => {
                Some(Why::Aside)
            }
        }
    }

    fn begin_compaction(&mut self) -> Result<(), Fatal> {
        let picked = match self.pick_segment() {
            Ok(Some(picked)) => picked,
            Ok(None) => return Ok(()),
            Err(Fatal::File(error)) => {
                self.put_off(&error);
                return Ok(());
            }
            Err(other) => return Err(other),
        };
        let begun = self.run_around(&picked).and_then(|run| Ok((self.journal.rewrite(&run)?, run)));
        match begun {
            Ok((Some(rewriting), run)) => {
                let through = run.first().map_or(0, |first| first.first.saturating_sub(1));
                let scan = self.held.journal.scan_after(through);
                let copying = Copying { run, scan, rewriting, through, dropped: Vec::new() };
                self.compaction.stage = Stage::Copying(Box::new(copying));
            }
            Ok((None, _)) => {
                tracing::error!(segment = picked.number, "a segment of the journal cannot be compacted");
                self.compaction.skipped.insert(picked.number);
                self.published.compacting.put_off.store(true, Ordering::Relaxed);
            }
            Err(error) => self.put_off(&error),
        }
        Ok(())
    }

    /// Takes over what is kept of the next slice.
    fn copy_some(&mut self, mut copying: Box<Copying>) -> Result<(), Fatal> {
        let mut bytes = 0;
        while bytes < SLICE_BYTES {
            match copying.scan.next() {
                Some(Ok(ScanEvent::Frame { position, payload, .. })) if copying.covers(position.segment) => {
                    bytes += position.bytes();
                    let label = position.sequence;
                    self.note_missing(&mut copying, label)?;
                    copying.through = label;
                    match self.to_drop(label, &payload)? {
                        Some(dropped) => copying.dropped.push(dropped),
                        None => {
                            if let Err(error) = copying.rewriting.keep(label, &payload) {
                                self.journal.abandon(copying.rewriting);
                                self.put_off(&error);
                                return Ok(());
                            }
                        }
                    }
                }
                Some(Ok(ScanEvent::Damage(region))) if copying.covers(region.segment) => {
                    bytes += region.damage.length;
                    let copy = self.held.journal.set_aside(region.segment, &region.damage);
                    tracing::error!(?region, copy = ?copy.ok(), "bit rot in the journal is not taken over");
                }
                Some(Err(error)) => {
                    self.journal.abandon(copying.rewriting);
                    self.compaction.skipped.extend(copying.run.iter().map(|one| one.number));
                    self.put_off(&error);
                    return Ok(());
                }
                Some(Ok(_)) | None => return self.install(*copying),
            }
        }
        if let Err(error) = copying.rewriting.sync() {
            self.journal.abandon(copying.rewriting);
            self.put_off(&error);
            return Ok(());
        }
        self.compaction.stage = Stage::Copying(copying);
        Ok(())
    }

    /// Notes frames before a label that should be there and cannot be read: no row is to name them any more.
    fn note_missing(&self, copying: &mut Copying, label: u64) -> Result<(), Fatal> {
        let between = copying.through + 1..label;
        if between.is_empty() {
            return Ok(());
        }
        for row in self.held.index.dead_in(between) {
            let (label, row) = row?;
            copying.dropped.push(Dropped { label, row, aside: None });
        }
        Ok(())
    }

    /// What is to be noted of a frame if it is not to be taken over.
    fn to_drop(&self, label: u64, payload: &[u8]) -> Result<Option<Dropped>, Fatal> {
        let Some(row) = self.held.index.dead(label)? else { return Ok(None) };
        let aside = match row.why {
            Why::Useless | Why::Erased => None,
            // It can be read after all.
            Why::Lost => return Ok(None),
            Why::Aside => match self.blocked_at(&row, label, payload)? {
                Some(key) => Some(key),
                None => return Ok(None),
            },
        };
        Ok(Some(Dropped { label, row, aside }))
    }

    /// The item in a frame, if it is set aside and its agent blocked: should that change, peers are asked for it.
    fn blocked_at(&self, row: &DeadRow, label: u64, payload: &[u8]) -> Result<Option<ItemKey>, Fatal> {
        if !self.is_blocked(row) {
            return Ok(None);
        }
        let Ok(item) = Item::decode(payload) else { return Ok(None) };
        let key = item.key();
        Ok(self.held.index.is_aside_at(&key, label)?.then_some(key))
    }

    /// Puts what was written in the place of the old segments, and forgets what was not taken over.
    fn install(&mut self, mut copying: Copying) -> Result<(), Fatal> {
        let end = copying.end();
        self.note_missing(&mut copying, end)?;
        let Copying { run, rewriting, dropped, .. } = copying;
        let (number, written) = (rewriting.number(), rewriting.length());
        match self.journal.install(rewriting) {
            Err(JournalError::File(error)) if !self.journal.has_failed() => {
                self.put_off(&error);
                return Ok(());
            }
            other => other?,
        }
        let before: u64 = run.iter().map(|sealed| sealed.length).sum();
        self.published.compacting.freed.fetch_add(before.saturating_sub(written), Ordering::Relaxed);
        self.published.compacting.put_off.store(false, Ordering::Relaxed);
        tracing::info!(
            segments = run.len(),
            before,
            written,
            dropped = dropped.len(),
            "the journal was compacted"
        );
        if dropped.iter().any(|dropped| dropped.row.why == Why::Erased) {
            self.remove_copies();
        }
        self.forget_dropped(&dropped)?;
        let first = run.first().map_or(0, |first| first.first);
        let scan = Box::new(self.held.journal.scan_after(first.saturating_sub(1)));
        self.compaction.stage = Stage::Moving(Moving { number, first, scan, written });
        Ok(())
    }

    /// Notes where the next frames of the new segment lie.
    fn move_some(&mut self, mut moving: Moving) -> Result<(), Fatal> {
        self.compaction.stage = match move_some(&self.held, &mut moving.scan, moving.number) {
            Ok(true) => Stage::Moving(moving),
            Ok(false) => Stage::Removing { written: moving.written },
            Err(Fatal::File(error)) => {
                self.put_off(&error);
                let scan = Box::new(self.held.journal.scan_after(moving.first.saturating_sub(1)));
                Stage::Moving(Moving { scan, ..moving })
            }
            Err(other) => return Err(other),
        };
        Ok(())
    }

    /// Forgets labels that no segment holds.
    fn forget_labels(&mut self, labels: Range<u64>) -> Result<(), Fatal> {
        let mut dropped = Vec::new();
        for row in self.held.index.dead_in(labels) {
            let (label, row) = row?;
            dropped.push(Dropped { label, row, aside: None });
        }
        self.forget_dropped(&dropped)
    }

    /// Gives back what frames counted for that are in the journal no more.
    fn forget_dropped(&mut self, dropped: &[Dropped]) -> Result<(), Fatal> {
        if dropped.is_empty() {
            return Ok(());
        }
        self.unsettle()?;
        self.held.index.forget_frames(dropped)?;
        let waits = {
            let mut admission = self.published.admission_mut();
            for Dropped { row, aside, .. } in dropped.iter().filter(|dropped| dropped.row.why != Why::Useless)
            {
                admission.taken_up(&row.agent, row.bytes, row.pooled);
                aside.iter().for_each(|key| admission.forget_item(key));
            }
            admission.waits_for_room()
        };
        // What there was no room for may find some now.
        let touched = if waits { self.reconsider(true)? } else { BTreeSet::new() };
        self.finish(&touched)
    }

    /// Removes the old segments, once no row names them any more, and makes unreadable what the index still holds of what
    /// was erased.
    fn remove_compacted(&mut self, written: u64) -> Result<(), Fatal> {
        // A run that is killed finds the index as it was at its last flush.
        self.held.index.flush()?;
        if let Err(error) = self.journal.remove_superseded() {
            self.compaction.stage = Stage::Removing { written };
            self.put_off(&error);
            return Ok(());
        }
        self.held.index.empty_secrets()?;
        if !self.held.index.purge_words()? {
            self.compaction.stage = Stage::Removing { written };
            self.compaction.rest_until = Instant::now() + WORDS_POLL;
            return Ok(());
        }
        self.publish_erased()?;
        if !self.published.compacting.hurry.load(Ordering::Relaxed) {
            self.compaction.rest_after(written);
        }
        Ok(())
    }

    fn publish_erased(&self) -> Result<(), Fatal> {
        let bytes = self.held.index.erased_bytes()?;
        self.published.compacting.erased.store(bytes, Ordering::Relaxed);
        Ok(())
    }

    /// Removes copies of what was found damaged once: what was erased may be in them.
    fn remove_copies(&self) {
        let removed = self.journal.empty_quarantine();
        if let Err(error) = removed {
            tracing::warn!(%error, "copies of damaged regions cannot be removed");
        }
        if let Err(error) = fs::remove_dir_all(&self.compaction.damaged_index)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "a damaged index that was set aside cannot be removed");
        }
    }

    fn put_off(&mut self, error: &FileError) {
        tracing::error!(%error, source = %error.source, "the journal cannot be compacted now; tried again in a minute");
        self.published.compacting.put_off.store(true, Ordering::Relaxed);
        self.compaction.rest_until = Instant::now() + RETRY;
    }
}

/// Notes where the next frames of a segment lie that took the place of others. Returns whether there are more.
fn move_some(held: &Held, scan: &mut Scan, number: u64) -> Result<bool, Fatal> {
    let mut moved = Vec::with_capacity(MOVED_AT_ONCE);
    let mut more = true;
    while more && moved.len() < MOVED_AT_ONCE {
        match scan.next().transpose()? {
            Some(ScanEvent::Frame { position, payload, .. }) if position.segment == number => {
                if let Ok(item) = Item::decode(&payload) {
                    moved.push((item.key(), position));
                }
            }
            Some(ScanEvent::Damage(_)) => {}
            _ => more = false,
        }
    }
    held.index.move_frames(&moved)?;
    Ok(more)
}

/// Finishes a compaction that was cut short after the new segment took the place of the old ones. With `rows` the index
/// was there before, and names the old ones.
pub(crate) fn finish_interrupted(journal: &mut Journal, held: &Held, rows: bool) -> Result<(), Fatal> {
    if rows && !journal.superseded().is_empty() {
        for number in journal.successors() {
            let first = journal.sealed()?.into_iter().find(|sealed| sealed.number == number);
            let mut scan = held.journal.scan_after(first.map_or(0, |sealed| sealed.first.saturating_sub(1)));
            while move_some(held, &mut scan, number)? {}
        }
        held.index.flush()?;
    }
    journal.remove_superseded()?;
    Ok(held.index.empty_secrets()?)
}
