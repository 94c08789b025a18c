//! The store against the registry in memory, through restarts, lost and damaged indexes.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use commons_registry::{MemoryRegistry, NetworkId, RecordId, StateRoot};
use commons_store::{Event, OpenReport, Outcome, Store, StoreOptions};
use commons_tests::{histories::RandomHistory, random::Random};

fn open(directory: &Path) -> (Store, OpenReport) {
    let options = StoreOptions { segment_bytes: 64 * 1024, ..StoreOptions::new(NetworkId::of_name("tests")) };
    Store::open(directory, options).unwrap()
}

/// Offers items, in rounds, until those that wait for others are kept too.
fn deliver(store: &Store, items: &[Vec<u8>]) {
    let mut waiting = items.to_vec();
    while !waiting.is_empty() {
        let outcomes = store.ingest(waiting.clone()).unwrap();
        let before = waiting.len();
        waiting = outcomes
            .into_iter()
            .zip(waiting)
            .filter_map(|(outcome, item)| match outcome {
                Outcome::New(_) | Outcome::Known(_) => None,
                Outcome::Missing { .. } => Some(item),
                other => panic!("an honest item came to {other:?}"),
            })
            .collect();
        assert!(waiting.len() < before, "every round must place something");
    }
}

fn in_memory(items: &[Vec<u8>]) -> MemoryRegistry {
    let mut registry = MemoryRegistry::new();
    assert!(registry.ingest(items).iter().all(Result::is_ok));
    registry
}

fn assert_same(store: &Store, memory: &MemoryRegistry, when: &str) {
    assert_eq!(store.state(), memory.state(), "{when}");
    for record in memory.records() {
        assert_eq!(store.view(record).unwrap().unwrap(), memory.view(record).unwrap(), "{when}");
    }
    let listed: Vec<RecordId> =
        store.list(None, None, 10_000).unwrap().into_iter().map(|listed| listed.id).collect();
    let shown = memory.records().filter(|record| memory.view(*record).unwrap().hidden().is_none());
    assert_eq!(listed.len(), shown.count(), "{when}");
}

#[test]
fn the_store_agrees_with_the_registry_in_memory_through_restarts() {
    for seed in 0..12 {
        let directory = tempfile::tempdir().unwrap();
        let history = RandomHistory::generate(seed, 2, 4, 60);
        let memory = in_memory(&history.items);
        let mut random = Random::from_seed(seed);
        let mut items = history.items.clone();
        random.shuffle(&mut items);
        let mut store = open(directory.path()).0;
        for part in items.chunks(15) {
            let _ = store.ingest(part.to_vec()).unwrap(); // some wait for others; they come again below
            if random.one_in(3) {
                drop(store);
                let (again, report) = open(directory.path());
                assert_eq!(report.rebuilt, None, "a clean close leaves a trusted index");
                store = again;
            }
        }
        deliver(&store, &items);
        assert_same(&store, &memory, "after delivery");
        drop(store);
        let (store, report) = open(directory.path());
        assert_eq!((report.rebuilt, report.indexed), (None, 0));
        assert_same(&store, &memory, "after a restart");
    }
}

fn filled(directory: &Path) -> (MemoryRegistry, StateRoot) {
    let history = RandomHistory::generate(99, 2, 20, 200);
    let store = open(directory).0;
    deliver(&store, &history.items);
    (in_memory(&history.items), store.state())
}

#[test]
fn rebuilds_a_deleted_index() {
    let directory = tempfile::tempdir().unwrap();
    let (memory, state) = filled(directory.path());
    fs::remove_dir_all(directory.path().join("index")).unwrap();
    let (store, report) = open(directory.path());
    assert!(report.rebuilt.is_some());
    assert_eq!(store.state(), state);
    assert_same(&store, &memory, "after the rebuild");
}

#[test]
fn rebuilds_an_index_overwritten_with_noise() {
    for seed in 0..12 {
        let directory = tempfile::tempdir().unwrap();
        let (memory, state) = filled(directory.path());
        let mut random = Random::from_seed(seed);
        for entry in fs::read_dir(directory.path().join("index")).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let mut bytes = fs::read(&path).unwrap();
                // Sometimes the whole file, sometimes a page in its middle.
                let (from, length) =
                    if seed % 2 == 0 { (0, bytes.len()) } else { (bytes.len() / 3, bytes.len() / 3) };
                bytes[from..from + length].fill_with(|| random.bits().to_le_bytes()[0]);
                fs::write(&path, bytes).unwrap();
            }
        }
        let (store, report) = open(directory.path());
        assert!(report.rebuilt.is_some(), "seed {seed}: the damage must be noticed");
        assert_eq!(store.state(), state, "seed {seed}");
        assert_same(&store, &memory, "after the rebuild");
    }
}

#[test]
fn rebuilds_an_index_older_than_the_journal() {
    let directory = tempfile::tempdir().unwrap();
    let history = RandomHistory::generate(7, 1, 5, 80);
    let copy = directory.path().join("copy");
    {
        let store = open(directory.path()).0;
        deliver(&store, &history.items[..40]);
    }
    commons_tests::folder::copy_directory(&directory.path().join("index"), &copy);
    {
        let store = open(directory.path()).0;
        deliver(&store, &history.items);
    }
    fs::remove_dir_all(directory.path().join("index")).unwrap();
    commons_tests::folder::copy_directory(&copy, &directory.path().join("index"));
    let (store, report) = open(directory.path());
    assert!(report.indexed > 0, "{report:?}");
    assert_same(&store, &in_memory(&history.items), "after catching up");
}

/// One flipped bit in the journal costs one item, which counts as not held and can be delivered again.
#[test]
fn bit_rot_in_the_journal_loses_one_item_until_it_is_fetched_again() {
    let directory = tempfile::tempdir().unwrap();
    let history = RandomHistory::generate(5, 1, 30, 0);
    {
        let store = open(directory.path()).0;
        deliver(&store, &history.items);
    }
    let memory = in_memory(&history.items);
    let segment = fs::read_dir(directory.path().join("journal"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .min()
        .unwrap();
    let mut bytes = fs::read(&segment).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    fs::write(&segment, bytes).unwrap();

    let asked = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&asked);
    let observer = Arc::new(move |event| *counted.lock().unwrap() += u32::from(event == Event::AskAgain));
    let options = StoreOptions { observer, ..StoreOptions::new(NetworkId::of_name("tests")) };
    let store = Store::open(directory.path(), options).unwrap().0;
    let read =
        |store: &Store| memory.trie().iter().filter(|(key, _)| store.item(key).unwrap().is_some()).count();
    assert_eq!(read(&store), history.items.len() - 1);
    let _ = store.ingest(Vec::new()).unwrap(); // the writer has heard of it by now
    assert_eq!(
        *asked.lock().unwrap(),
        1,
        "peers have to be asked again, who were thought to have nothing new"
    );
    deliver(&store, &history.items); // what a peer would send
    assert_eq!(read(&store), history.items.len());
    assert_eq!(store.state(), memory.state());
    drop(store);
    fs::remove_dir_all(directory.path().join("index")).unwrap();
    let (store, report) = open(directory.path());
    assert_eq!(report.unusable, 1, "the damaged region is found again and passed over");
    assert_eq!(store.disk().damaged, Ok(1), "and a copy of it is kept");
    assert_same(&store, &memory, "after a rebuild over the damage");
}

#[test]
fn a_bundle_holds_what_was_exported_and_gives_the_same_state() {
    let directory = tempfile::tempdir().unwrap();
    let (memory, state) = filled(directory.path());
    let store = open(directory.path()).0;
    let mut bundle = Vec::new();
    let exported = store.export(&mut bundle).unwrap();
    assert_eq!(exported.state, state);
    let mut reader =
        commons_store::bundle::BundleReader::open(bundle.as_slice(), NetworkId::of_name("tests")).unwrap();
    let mut items = Vec::new();
    while let Some(event) = reader.next_event().unwrap() {
        match event {
            commons_store::bundle::Event::Frame(frame) => items.push(frame.payload),
            commons_store::bundle::Event::Damage(damage) => panic!("{damage:?}"),
        }
    }
    let other = tempfile::tempdir().unwrap();
    let importing = open(other.path()).0;
    let outcomes = importing.ingest(items).unwrap();
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::New(_))), "a bundle is in causal order");
    assert_same(&importing, &memory, "after importing");
}

#[test]
fn two_processes_cannot_open_one_store() {
    let directory = tempfile::tempdir().unwrap();
    let _store = open(directory.path()).0;
    let options = StoreOptions::new(NetworkId::of_name("tests"));
    assert!(matches!(Store::open(directory.path(), options), Err(commons_store::OpenStoreError::Lock(_))));
}
