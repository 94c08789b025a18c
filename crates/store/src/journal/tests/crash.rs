//! Failing operations and power cuts, at any point.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use proptest::prelude::*;

use super::*;
use crate::journal::{JournalError, OpenError, TailPosition, simulated::Simulated};

const DIRECTORY: &str = "/simulated/journal";

fn open_on(media: &Simulated, options: &Options) -> Result<(Journal, Recovery), OpenError> {
    Journal::open_on(Arc::new(media.clone()), Path::new(DIRECTORY), network(), options)
}

#[test]
fn a_failed_sync_is_never_tried_again() {
    let media = Simulated::default();
    let (mut journal, _) = open_on(&media, &Options::default()).unwrap();
    append(&mut journal, &["acknowledged"]);
    journal.append(&[b"lost"]).unwrap();
    media.fail_after(0);
    assert!(matches!(journal.sync(), Err(JournalError::File(_))));
    // The simulated disk, as Linux would, reports success from here on.
    assert!(matches!(journal.sync(), Err(JournalError::Failed)));
    assert!(matches!(journal.append(&[b"more"]), Err(JournalError::Failed)));
    assert!(matches!(journal.renew(), Err(JournalError::Failed)));
    assert_eq!(texts(&journal.reader()), ["acknowledged"]);
    drop(journal);
    media.cut_power(1);
    let (journal, _) = open_on(&media, &Options::default()).unwrap();
    assert_eq!(texts(&journal.reader()), ["acknowledged"]);
}

#[test]
fn a_failed_write_stops_the_journal() {
    let media = Simulated::default();
    let (mut journal, _) = open_on(&media, &Options::default()).unwrap();
    append(&mut journal, &["acknowledged"]);
    media.fail_after(0);
    assert!(matches!(journal.append(&[b"torn"]), Err(JournalError::File(_))));
    assert!(matches!(journal.append(&[b"more"]), Err(JournalError::Failed)));
    assert!(matches!(journal.sync(), Err(JournalError::Failed)));
}

#[test]
fn many_appends_share_one_sync() {
    let media = Simulated::default();
    let (mut journal, _) = open_on(&media, &Options::default()).unwrap();
    for _ in 0..50 {
        journal.append(&[b"one of many"]).unwrap();
    }
    // One operation is left to succeed: the sync.
    media.fail_after(1);
    journal.sync().unwrap();
    // With nothing new there is nothing to do, or to fail.
    journal.sync().unwrap();
    media.cut_power(7);
    media.mend();
    drop(journal);
    let (journal, _) = open_on(&media, &Options::default()).unwrap();
    assert_eq!(texts(&journal.reader()).len(), 50);
}

#[derive(Debug, Clone)]
enum Step {
    Append(Vec<Vec<u8>>),
    Sync,
    Renew,
    /// Some of the segments are compacted: every so many frames are dropped. The old ones are removed, or not yet.
    Compact {
        from: usize,
        segments: usize,
        every: u64,
        remove: bool,
    },
    /// An operation soon fails.
    Fail(u64),
    /// The process dies; the machine goes on.
    Die,
    /// The power goes; then, while opening, an operation may fail.
    Cut {
        seed: u64,
        fail: Option<u64>,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let payload = prop::collection::vec(any::<u8>(), 1..90);
    let step = prop_oneof![
        6 => prop::collection::vec(payload, 0..5).prop_map(Step::Append),
        4 => Just(Step::Sync),
        1 => Just(Step::Renew),
        1 => (0..12_u64).prop_map(Step::Fail),
        1 => Just(Step::Die),
        4 => (0..6_usize, 1..4_usize, 1..4_u64, any::<bool>())
            .prop_map(|(from, segments, every, remove)| Step::Compact { from, segments, every, remove }),
        3 => (any::<u64>(), prop::option::of(0..8_u64)).prop_map(|(seed, fail)| Step::Cut { seed, fail }),
    ];
    prop::collection::vec(step, 1..40)
}

type Frame = (u64, Vec<u8>);

/// What the journal has promised, beside the journal.
#[derive(Default)]
struct Model {
    media: Simulated,
    acknowledged: Vec<Frame>,
    /// Appended, or tried to; may be found again or not.
    appended: Vec<Frame>,
    /// What a compaction that was cut short drops: all of it is gone, or none.
    dropped: BTreeSet<u64>,
    /// The highest label before the last compaction: no label goes back before it, dropped or not.
    sealed: u64,
    /// Kept at some sync, as an index would.
    trusted: Option<TailPosition>,
    /// What a number under an id has ever meant.
    meant: BTreeMap<(JournalId, u64), Vec<u8>>,
}

impl Model {
    fn open(&mut self, fail: Option<u64>) -> Journal {
        let options = Options { trusted: self.trusted, ..small_segments() };
        if let Some(count) = fail {
            self.media.fail_after(count);
            match open_on(&self.media, &options) {
                Ok((journal, _)) => drop(journal),
                Err(_) => self.media.cut_power(count),
            }
            self.media.mend();
        }
        let (mut journal, recovery) = open_on(&self.media, &options).unwrap();
        assert_eq!(recovery.trusted, self.trusted.is_some());
        self.check(&journal);
        journal.remove_superseded().unwrap();
        self.check(&journal);
        journal
    }

    /// Compares what is there with what was promised.
    fn check(&mut self, journal: &Journal) {
        let reader = journal.reader();
        let (found, _) = contents(&reader);
        for (position, payload) in &found {
            assert_eq!(&reader.read(*position).unwrap(), payload);
            let id = id_of(&reader, position.segment);
            let meant = self.meant.entry((id, position.sequence)).or_insert(payload.clone());
            assert_eq!(meant, payload, "one number under one id for two frames");
        }
        let found: Vec<Frame> = found.into_iter().map(|(p, payload)| (p.sequence, payload)).collect();
        let dropped = std::mem::take(&mut self.dropped);
        if !found.iter().any(|(sequence, _)| dropped.contains(sequence)) {
            self.acknowledged.retain(|(sequence, _)| !dropped.contains(sequence));
        }
        let kept = self.acknowledged.len();
        assert_eq!(found.get(..kept), Some(&self.acknowledged[..]));
        let mut appended = self.appended.drain(..);
        for frame in &found[kept..] {
            assert!(appended.any(|a| a == *frame), "a frame out of order or out of nowhere");
        }
        drop(appended);
        assert!(found.is_sorted_by(|a, b| a.0 < b.0));
        self.acknowledged = found;
    }

    /// Compacts some segments. Whether the journal has failed.
    fn compact(
        &mut self,
        journal: &mut Journal,
        from: usize,
        segments: usize,
        every: u64,
        remove: bool,
    ) -> bool {
        if journal.seal().is_err() {
            return true;
        }
        // What was appended was synced before the new segment was begun; and whoever keeps the end notes it anew.
        self.acknowledged.append(&mut self.appended);
        self.sealed = self.acknowledged.last().map_or(0, |frame| frame.0).max(self.sealed);
        self.trusted = self.trusted.map(|_| journal.tail());
        let sealed = journal.sealed().unwrap();
        let run = sealed.get(from..sealed.len().min(from + segments)).unwrap_or_default();
        let Ok(Some(mut rewriting)) = journal.rewrite(run) else { return false };
        let numbers: Vec<u64> = run.iter().map(|sealed| sealed.number).collect();
        let mut dropped = BTreeSet::new();
        for (position, payload) in contents(&journal.reader()).0 {
            if !numbers.contains(&position.segment) {
                continue;
            }
            if position.sequence.is_multiple_of(every) {
                dropped.insert(position.sequence);
            } else if rewriting.keep(position.sequence, &payload).is_err() {
                journal.abandon(rewriting);
                return false;
            }
        }
        self.dropped = dropped;
        let installed = journal.install(rewriting).is_ok();
        if installed && remove {
            // If that fails, it is tried again with the next compaction, or after the next start.
            let _ = journal.remove_superseded();
        }
        if !journal.has_failed() {
            if installed {
                let dropped = std::mem::take(&mut self.dropped);
                self.acknowledged.retain(|(sequence, _)| !dropped.contains(sequence));
            }
            self.dropped.clear();
            self.check(journal);
        }
        journal.has_failed()
    }

    fn acknowledge(&mut self, journal: &Journal) {
        for (sequence, payload) in &self.appended {
            self.meant.insert((journal.id(), *sequence), payload.clone());
        }
        self.acknowledged.append(&mut self.appended);
        if self.acknowledged.len().is_multiple_of(3) {
            self.trusted = Some(journal.tail());
        }
    }

    /// Whether the journal has failed.
    fn append(&mut self, journal: &mut Journal, payloads: Vec<Vec<u8>>) -> bool {
        let last = self.appended.last().or(self.acknowledged.last()).map_or(0, |f| f.0).max(self.sealed);
        let slices: Vec<_> = payloads.iter().map(|payload| &payload[..]).collect();
        let appended = journal.append(&slices);
        let first = match &appended {
            Ok(positions) => positions.first().map_or(last + 1, |p| p.sequence),
            Err(JournalError::File(_)) => last + 1,
            Err(error) => panic!("{error}"),
        };
        assert!(first > last);
        self.appended.extend((first..).zip(payloads));
        appended.is_err()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn every_acknowledged_frame_survives_and_none_appears_from_nowhere(steps in steps()) {
        let mut model = Model::default();
        let mut journal = model.open(None);
        for step in steps {
            let failed = match step {
                Step::Append(payloads) => model.append(&mut journal, payloads),
                Step::Sync => match journal.sync() {
                    Ok(()) => {
                        model.acknowledge(&journal);
                        false
                    }
                    Err(_) => true,
                },
                Step::Renew => match journal.renew() {
                    Ok(_) => {
                        // Under the id before: the old segment was synced first.
                        model.acknowledged.append(&mut model.appended);
                        false
                    }
                    Err(_) => true,
                },
                Step::Compact { from, segments, every, remove } => {
                    model.compact(&mut journal, from, segments, every, remove)
                }
                Step::Fail(count) => {
                    model.media.fail_after(count);
                    false
                }
                Step::Die => {
                    drop(journal);
                    model.media.mend();
                    journal = model.open(None);
                    false
                }
                Step::Cut { seed, fail } => {
                    drop(journal);
                    model.media.cut_power(seed);
                    model.media.mend();
                    journal = model.open(fail);
                    false
                }
            };
            if failed {
                prop_assert!(matches!(journal.append(&[b"x"]), Err(JournalError::Failed)));
                prop_assert!(matches!(journal.sync(), Err(JournalError::Failed)));
                drop(journal);
                model.media.cut_power(model.acknowledged.len() as u64);
                model.media.mend();
                journal = model.open(None);
            }
        }
        drop(journal);
        model.media.cut_power(0);
        model.media.mend();
        model.open(None);
    }
}
