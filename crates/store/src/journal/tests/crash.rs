//! Failing operations and power cuts, at any point.

use std::{collections::BTreeMap, path::Path, sync::Arc};

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
        let (journal, recovery) = open_on(&self.media, &options).unwrap();
        assert_eq!(recovery.trusted, self.trusted.is_some());
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
        let last = self.appended.last().or(self.acknowledged.last()).map_or(0, |f| f.0);
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
