//! What was erased leaves the disk, and its room is given back, while everything else goes on.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use commons_identity::{Entry, Erased, Unverified};
use commons_registry::standing::Decisions;
use commons_registry::{Change, Draft as Writing, ItemKey, Kind, NetworkId, RecordId};
use commons_store::bundle::JournalId;
use commons_store::{Choices, Event, LeftOut, Openness, Outcome, Policy, Store, StoreOptions};
use commons_tests::folder::{copy_directory, files_with};
use commons_tests::house::House;

/// So small that a few dozen records fill several.
const SEGMENT_BYTES: u64 = 16 * 1024;

const PEER: &[u8] = b"a peer";

fn options(choices: &Choices) -> StoreOptions {
    let (segment_bytes, choices) = (SEGMENT_BYTES, choices.clone());
    StoreOptions { segment_bytes, choices, ..StoreOptions::new(NetworkId::of_name("tests")) }
}

fn open(directory: &Path) -> Store {
    Store::open(directory, options(&Choices::default())).unwrap().0
}

fn keep(store: &Store, items: Vec<Vec<u8>>) {
    for outcome in store.ingest(items).unwrap() {
        assert!(matches!(outcome, Outcome::New(_)), "{outcome:?}");
    }
}

/// An organisation, and so many records of it, each with a title and a long text of its own.
struct Press {
    house: House,
    records: Vec<Change<Unverified>>,
}

impl Press {
    fn with(salt: u8, records: usize) -> Self {
        let house = House::of(&[(1, 11), (2, 12), (3, 13)], &[40], salt);
        let write = |number: usize| {
            let mut draft = Writing::new(Kind::Resource);
            draft.set_keyed("title", "en", &title(salt, number)).unwrap();
            draft.set_keyed("summary", "en", &[text(salt, number).as_str(); 12].join(" ")).unwrap();
            draft.set("source_key", &format!("Row-{salt}-{number}.")).unwrap();
            let edit = draft.begin([number as u8; 16]).unwrap();
            house.write(house.founding(), 1, edit)
        };
        let records = (0..records).map(write).collect();
        Self { house, records }
    }

    fn items(&self) -> Vec<Vec<u8>> {
        let records = self.records.iter().map(Change::to_bytes);
        std::iter::once(self.house.genesis.to_bytes()).chain(records).collect()
    }

    fn record(&self, number: usize) -> RecordId {
        self.records[number].record().unwrap()
    }

    fn key(&self, number: usize) -> ItemKey {
        self.records[number].item_key()
    }

    fn tombstone(&self, number: usize) -> Entry<Unverified> {
        let target = Erased::Record(*self.record(number).as_bytes());
        self.house.erase(self.house.founding(), target, &[11, 13])
    }

    fn erase(&self, store: &Store, number: usize) {
        keep(store, vec![self.tombstone(number).to_bytes()]);
    }
}

fn title(salt: u8, number: usize) -> String {
    format!("The Heirloom {salt} of {number} Gardens")
}

fn text(salt: u8, number: usize) -> String {
    format!("How Gardens {number} of {salt} keep seeds.")
}

/// What a store shows of itself: all that must be the same after a restart, however the index came about.
fn shows(store: &Store, presses: &[&Press]) -> String {
    store.wait_until_listed();
    let root = store.settled().unwrap().root();
    let listed: BTreeSet<_> =
        store.list(None, None, 10_000).unwrap().into_iter().map(|one| (one.sequence, one.title)).collect();
    let usage: Vec<_> = presses.iter().map(|press| store.usage(&press.house.agent())).collect();
    format!("{root} {:?} {:?} {usage:?} {listed:?}", store.counts(), store.figures())
}

fn since(store: &Store, after: u64) -> Vec<(u64, Vec<u8>)> {
    let mut handed = Vec::new();
    let through = store.settled().unwrap().through();
    let passed = store.since(after, through, |label, item| {
        handed.push((label, item.to_vec()));
        true
    });
    assert_eq!(passed.unwrap(), through.max(after), "all of it was passed");
    handed
}

#[test]
fn what_is_erased_leaves_every_file_and_nothing_else_does() {
    let directory = tempfile::tempdir().unwrap();
    let (press, other) = (Press::with(1, 60), Press::with(2, 20));
    let store = open(directory.path());
    keep(&store, press.items());
    keep(&store, other.items());
    // A copy of a damaged index, as it is set aside, must not keep what leaves the rest.
    drop(store); // while it is open, files come and go
    copy_directory(&directory.path().join("index"), &directory.path().join("index.set-aside"));
    let store = open(directory.path());
    for number in [3, 30, 59] {
        assert_ne!(files_with(directory.path(), &text(1, number)), [""; 0]);
        press.erase(&store, number);
        assert!(store.wait_until_erased());
        assert_eq!(files_with(directory.path(), &text(1, number)), [""; 0], "the text");
        assert_eq!(files_with(directory.path(), &title(1, number)), [""; 0], "the title");
        assert_eq!(files_with(directory.path(), &format!("Row-1-{number}.")), [""; 0], "the source");
    }
    assert!(!directory.path().join("index.set-aside").exists());
    let gone = [3, 30, 59];
    let check = |store: &Store| {
        for number in 0..60 {
            let item = store.item(&press.key(number)).unwrap();
            assert_eq!(item.is_some(), !gone.contains(&number), "{number}");
            assert_eq!(store.view(press.record(number)).unwrap().is_some(), !gone.contains(&number));
        }
        assert_eq!(since(store, 0).len(), 2 + 57 + 3 + 20);
        assert_eq!(store.figures().aside, 0, "the room is given back");
    };
    check(&store);
    let shown = shows(&store, &[&press, &other]);
    drop(store);
    // After a start, too, and when the index is made anew from what was compacted.
    let (store, report) = Store::open(directory.path(), options(&Choices::default())).unwrap();
    assert_eq!((report.rebuilt, report.indexed), (None, 0));
    check(&store);
    assert_eq!(shows(&store, &[&press, &other]), shown);
    drop(store);
    fs::remove_dir_all(directory.path().join("index")).unwrap();
    let (store, report) = Store::open(directory.path(), options(&Choices::default())).unwrap();
    assert_eq!((report.rebuilt.is_some(), report.unusable), (true, 0));
    check(&store);
    assert_eq!(shows(&store, &[&press, &other]), shown);
    assert_eq!(files_with(directory.path(), &text(1, 30)), [""; 0]);
}

#[test]
fn everything_of_an_agent_that_erases_itself_leaves_the_disk() {
    let directory = tempfile::tempdir().unwrap();
    let (press, other) = (Press::with(1, 60), Press::with(2, 5));
    let store = open(directory.path());
    keep(&store, press.items());
    keep(&store, other.items());
    let before = store.figures().bytes;
    let stone = press.house.erase(press.house.founding(), Erased::Agent, &[11, 13]);
    keep(&store, vec![stone.to_bytes()]);
    assert!(store.wait_until_erased());
    for number in 0..60 {
        assert_eq!(files_with(directory.path(), &title(1, number)), [""; 0]);
    }
    assert_eq!(since(&store, 0).len(), 1 + 1 + 6, "key log, tombstone, and the others");
    assert!(store.figures().bytes < before / 4 && store.compacted().freed > before / 2);
    let on_disk: u64 = fs::read_dir(directory.path().join("journal"))
        .unwrap()
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .sum();
    assert!(on_disk < before / 4, "{on_disk} bytes of {before}");
}

#[test]
fn writes_and_streams_go_on_while_it_compacts() {
    let directory = tempfile::tempdir().unwrap();
    let press = Press::with(1, 120);
    let store = open(directory.path());
    let items = press.items();
    keep(&store, items[..61].to_vec());
    let journal = store.journal_id();
    store.set_bookmark(PEER, JournalId::from_bytes([7; 16]), 60).unwrap();
    let erased: BTreeSet<usize> = (0..60).step_by(7).collect();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in &erased {
                press.erase(&store, *number);
            }
        });
        scope.spawn(|| items[61..].iter().for_each(|item| keep(&store, vec![item.clone()])));
        // As a peer is given it, in parts, each from where the last stopped: no label twice, and none out of order.
        scope.spawn(|| {
            let (mut at, mut handed) = (0, BTreeSet::new());
            while handed.len() < 120 {
                let mut room = 7;
                let passed = store.since(at, u64::MAX, |label, item| {
                    room -= 1;
                    assert!(label > at && (room == 0 || handed.insert(item.to_vec())), "handed on twice");
                    room > 0
                });
                let passed = passed.unwrap();
                assert!(passed >= at);
                at = passed;
                if store.snapshot().through() <= at && handed.len() >= 120 - erased.len() {
                    break;
                }
            }
        });
    });
    assert!(store.wait_until_erased());
    let held: Vec<_> = (0..120).filter(|number| !erased.contains(number)).collect();
    let handed: BTreeSet<Vec<u8>> = since(&store, 0).into_iter().map(|(_, item)| item).collect();
    assert_eq!(handed.len(), 1 + held.len() + erased.len());
    for number in 0..120 {
        let item = press.records[number].to_bytes();
        assert_eq!(handed.contains(&item), !erased.contains(&number), "{number}");
        assert_eq!(store.item(&press.key(number)).unwrap().is_some(), !erased.contains(&number));
    }
    for number in &erased {
        assert_eq!(files_with(directory.path(), &text(1, *number)), [""; 0]);
    }
    assert_eq!(store.journal_id(), journal, "labels mean what they meant");
    assert_eq!(store.bookmark(PEER).unwrap(), Some((JournalId::from_bytes([7; 16]), 60)));
    assert_eq!(since(&store, 60).len(), handed.len() - (60 - erased.len()));
}

/// A process that died after the new segments were named and before the old ones were removed, and whose index knows
/// nothing of it.
#[test]
fn a_compaction_that_was_cut_short_is_finished_at_the_next_start() {
    let (directory, before) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let press = Press::with(1, 60);
    let store = open(directory.path());
    keep(&store, press.items());
    for number in [5, 25, 45] {
        press.erase(&store, number);
    }
    store.settled().unwrap();
    copy_directory(&directory.path().join("journal"), &before.path().join("journal"));
    assert!(store.wait_until_erased());
    let state = store.state();
    drop(store);
    let current = |folder: &Path| -> BTreeSet<_> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect()
    };
    let compacted = current(&directory.path().join("journal"));
    // The old segments are there again, beside the new.
    for name in current(&before.path().join("journal")).difference(&compacted) {
        let from = before.path().join("journal").join(name);
        fs::copy(from, directory.path().join("journal").join(name)).unwrap();
    }
    assert_ne!(files_with(directory.path(), &text(1, 25)), [""; 0]);
    fs::write(directory.path().join("journal/00000009000000000001.bundle.new"), text(1, 25)).unwrap();
    let (store, report) = Store::open(directory.path(), options(&Choices::default())).unwrap();
    assert!(!report.recovery.superseded.is_empty());
    assert_eq!((report.rebuilt, store.state()), (None, state));
    assert_eq!(current(&directory.path().join("journal")), compacted, "what was left is gone");
    assert_eq!(files_with(directory.path(), &text(1, 25)), [""; 0]);
    for number in 0..60 {
        assert_eq!(store.item(&press.key(number)).unwrap().is_some(), ![5, 25, 45].contains(&number));
    }
}

#[test]
fn what_is_withheld_survives_unless_it_is_erased_and_who_is_blocked_is_fetched_anew() {
    let directory = tempfile::tempdir().unwrap();
    let (press, blocked) = (Press::with(1, 20), Press::with(2, 20));
    let asked = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&asked);
    let observer = Arc::new(move |event| *counted.lock().unwrap() += u32::from(event == Event::AskAgain));
    let mut choices = Choices::default();
    let store = Store::open(directory.path(), StoreOptions { observer, ..options(&choices) }).unwrap().0;
    // Side by side in the journal.
    let pairs = press.items().into_iter().zip(blocked.items()).flat_map(|(one, other)| [one, other]);
    keep(&store, pairs.collect());
    choices.withheld = [*press.record(4).as_bytes(), *press.record(5).as_bytes()].into();
    choices.decisions.blocked.insert(blocked.house.agent());
    store.choose(choices.clone()).unwrap();
    assert!(store.figures().aside > 0);

    // Withheld, and not held: erased all the same. With it goes what the blocked agent wrote beside it.
    press.erase(&store, 4);
    for number in 6..20 {
        press.erase(&store, number);
    }
    assert!(store.wait_until_erased());
    assert_eq!(files_with(directory.path(), &text(1, 4)), [""; 0]);
    assert_ne!(files_with(directory.path(), &text(1, 5)), [""; 0], "withheld, but not for good");
    assert_eq!(files_with(directory.path(), &text(2, 4)), [""; 0]);

    choices.withheld.clear();
    store.choose(choices.clone()).unwrap();
    assert_eq!(store.item(&press.key(5)).unwrap(), Some(press.records[5].to_bytes()));
    assert_eq!(store.item(&press.key(4)).unwrap(), None);
    let before = *asked.lock().unwrap();
    choices.decisions = Decisions::default();
    store.choose(choices).unwrap();
    assert!(*asked.lock().unwrap() > before, "peers are asked for what the blocked agent wrote");
    let missing: Vec<_> = (0..20).filter(|n| store.item(&blocked.key(*n)).unwrap().is_none()).collect();
    assert!(missing.contains(&4), "{missing:?}");
    for outcome in store.ingest(blocked.items()).unwrap() {
        assert!(matches!(outcome, Outcome::New(_) | Outcome::Known(_)), "{outcome:?}");
    }
    assert_eq!(store.usage(&blocked.house.agent()).items, 21);
    assert_eq!(store.figures().aside, 0);
    let shown = shows(&store, &[&press, &blocked]);
    drop(store);
    fs::remove_dir_all(directory.path().join("index")).unwrap();
    assert_eq!(shows(&open(directory.path()), &[&press, &blocked]), shown);
}

#[test]
fn the_room_that_is_given_back_lets_others_in() {
    let directory = tempfile::tempdir().unwrap();
    let (press, late) = (Press::with(1, 30), Press::with(2, 10));
    // A tenth of the pool is kept free for key logs.
    let pool = press.items().iter().map(|item| item.len() as u64 + 24).sum::<u64>() * 10 / 9 + 2_000;
    let policy =
        Policy { openness: Openness::Followed, quota: 1_000_000, pool, pool_each: pool, ..Policy::default() };
    let choices = Choices { policy, ..Choices::default() };
    let asked = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&asked);
    let observer = Arc::new(move |event| *counted.lock().unwrap() += u32::from(event == Event::AskAgain));
    let store = Store::open(directory.path(), StoreOptions { observer, ..options(&choices) }).unwrap().0;
    keep(&store, press.items());
    let outcomes = store.ingest(late.items()).unwrap();
    assert!(
        outcomes.iter().any(|outcome| matches!(outcome, Outcome::LeftOut(LeftOut::NoRoom))),
        "{outcomes:?}"
    );
    let pooled = store.figures().pooled;
    let stone = press.house.erase(press.house.founding(), Erased::Agent, &[11, 13]);
    keep(&store, vec![stone.to_bytes()]);
    assert!(store.wait_until_erased());
    assert!(store.figures().pooled < pooled / 2, "{:?}", store.figures());
    assert!(*asked.lock().unwrap() > 0, "peers are asked again for what there was no room for");
    for outcome in store.ingest(late.items()).unwrap() {
        assert!(matches!(outcome, Outcome::New(_) | Outcome::Known(_)), "{outcome:?}");
    }
}

/// Bit rot in a segment that is compacted costs what was there, as always: it is asked for again.
#[test]
fn damage_beside_what_was_erased_costs_one_item_and_no_copy_of_it_stays() {
    let directory = tempfile::tempdir().unwrap();
    let press = Press::with(1, 20);
    let store = open(directory.path());
    keep(&store, press.items());
    drop(store);
    let segment = directory.path().join("journal/00000000000000000001.bundle");
    let mut bytes = fs::read(&segment).unwrap();
    let needle = title(1, 2);
    let at = bytes.windows(needle.len()).position(|window| window == needle.as_bytes()).unwrap();
    bytes[at] ^= 1;
    fs::write(&segment, bytes).unwrap();
    let store = open(directory.path());
    press.erase(&store, 1);
    assert!(store.wait_until_erased());
    assert_eq!(files_with(directory.path(), &text(1, 1)), [""; 0]);
    assert_eq!(store.item(&press.key(2)).unwrap(), None, "lost, until it is fetched again");
    assert_eq!(store.item(&press.key(3)).unwrap(), Some(press.records[3].to_bytes()));
    let _ = store.ingest(Vec::new()).unwrap(); // the writer has heard of it by now
    keep(&store, vec![press.records[2].to_bytes()]);
    assert!(store.item(&press.key(2)).unwrap().is_some());
}

/// As with a full disk: it is said that erased text is still there, the store goes on, and a later start does it.
#[test]
fn a_compaction_that_fails_is_put_off_and_loses_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let press = Press::with(1, 10);
    let store = open(directory.path());
    keep(&store, press.items()[..6].to_vec());
    let in_the_way = directory.path().join("journal/00000001000000000001.bundle.new");
    fs::create_dir(&in_the_way).unwrap();
    press.erase(&store, 1);
    assert!(!store.wait_until_erased());
    let compacted = store.compacted();
    assert!(compacted.put_off && compacted.erased > 0 && compacted.freed == 0, "{compacted:?}");
    keep(&store, press.items()[6..].to_vec());
    assert_eq!(since(&store, 0).len(), 1 + 9 + 1);
    assert_ne!(files_with(directory.path(), &text(1, 1)), [""; 0]);
    drop(store);
    fs::remove_dir(&in_the_way).unwrap();
    let store = open(directory.path());
    assert!(store.wait_until_erased());
    assert_eq!(files_with(directory.path(), &text(1, 1)), [""; 0]);
    assert_eq!(since(&store, 0).len(), 1 + 9 + 1);
}

/// Each erasure ends the segment that is written to; what is left of these is merged again and again.
#[test]
fn whoever_erases_often_ends_up_with_few_segments() {
    let directory = tempfile::tempdir().unwrap();
    let press = Press::with(1, 60);
    let store = open(directory.path());
    let items = press.items();
    keep(&store, vec![items[0].clone()]);
    for number in 0..60 {
        keep(&store, vec![items[number + 1].clone()]);
        if number % 2 == 0 {
            press.erase(&store, number);
            assert!(store.wait_until_erased());
        }
    }
    let segments = fs::read_dir(directory.path().join("journal")).unwrap().count();
    let bytes: usize = since(&store, 0).iter().map(|(_, item)| item.len()).sum();
    // As many as are full, and of those that are not one of each size.
    let full = bytes / SEGMENT_BYTES as usize;
    assert!(segments <= 2 * full + 8, "{segments} segments for {bytes} bytes");
    assert_eq!(since(&store, 0).len(), 1 + 30 + 30);
}
