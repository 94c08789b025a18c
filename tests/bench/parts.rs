//! The parts, measured one by one: `cargo xtask bench` runs them after the whole. What one takes by the clock differs between
//! machines; which of them are worth making faster does not.

mod records;

use commons_identity::AgentId;
use commons_registry::{
    Change, Item, ItemKey, MemoryRegistry, NetworkId, Outline, Prefix, RecordView, admit, check,
};
use commons_store::{
    Store,
    journal::{Journal, Options},
};
use commons_sync::{Segment, SegmentBuilder};
use commons_tests::random::Random;
use divan::{
    Bencher,
    counter::{BytesCount, ItemsCount},
};
use tempfile::TempDir;

use records::{Writer, open};

/// Items whose signatures the store checks as one batch.
const BATCH: usize = 512;

/// Keys in the outline that is brought up to date, and how many of them are new.
const KEYS: usize = 100_000;
const TOUCHED: usize = 10_000;

/// Agents whose keys these are.
const AGENTS: usize = 500;

/// Frames made durable at once.
const FRAMES: usize = 1_000;

/// Records that are searched.
const SEARCHED: usize = 10_000;

/// Results on a page.
const PAGE: usize = 20;

fn main() {
    divan::main();
}

/// Records' first changes, and the foundings of the agents that wrote them.
fn written(records: usize) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let is_change = |bytes: &Vec<u8>| matches!(Item::decode(bytes), Ok(Item::Change(_)));
    Writer::new(1).next(records).into_iter().partition(is_change)
}

/// What it takes to know what a change is, and its id.
#[divan::bench]
fn decode_and_hash_a_change(bencher: Bencher) {
    let (changes, _) = written(1);
    bencher
        .counter(ItemsCount::new(1_usize))
        .bench(|| Change::decode(divan::black_box(&changes[0])).unwrap());
}

/// Decoding, hashing, and all signatures as one batch.
#[divan::bench]
fn check_512_changes_together(bencher: Bencher) {
    let (changes, _) = written(BATCH);
    bencher.counter(ItemsCount::new(BATCH)).bench(|| {
        let checked = check(divan::black_box(&changes));
        assert!(checked.iter().all(Result::is_ok));
        checked
    });
}

/// Decoding, hashing, and the signature by itself.
#[divan::bench]
fn check_a_change_alone(bencher: Bencher) {
    let (changes, _) = written(1);
    bencher.counter(ItemsCount::new(1_usize)).bench(|| {
        let checked = check(divan::black_box(&changes));
        assert!(checked[0].is_ok());
        checked
    });
}

/// Whether a change whose signature holds may be stored, in memory: its key log is looked up.
#[divan::bench]
fn admit_a_first_change(bencher: Bencher) {
    let (changes, foundings) = written(1);
    let mut registry = MemoryRegistry::new();
    assert!(registry.ingest(&foundings).iter().all(Result::is_ok));
    let checked = check(&changes).remove(0).unwrap();
    bencher
        .counter(ItemsCount::new(1_usize))
        .with_inputs(|| checked.clone())
        .bench_values(|checked| admit(&registry, checked).unwrap());
}

/// A record of one edit, and the log of its agent.
fn one_edit() -> (Change, MemoryRegistry, AgentId) {
    let (changes, foundings) = written(1);
    let mut registry = MemoryRegistry::new();
    assert!(registry.ingest(&foundings).iter().chain(&registry.clone().ingest(&changes)).all(Result::is_ok));
    let change = Change::from_own_store(&changes[0]).unwrap();
    let agent = change.namespace();
    (change, registry, agent)
}

/// A document of one edit, executed as an Automerge document.
#[divan::bench]
fn execute_an_edit_by_merging(bencher: Bencher) {
    let (change, registry, agent) = one_edit();
    let log = registry.log_of(agent);
    let record = change.id().as_record();
    bencher
        .with_inputs(|| [change.clone()])
        .bench_values(|changes| RecordView::build_by_merge(record, changes, &log).unwrap());
}

/// The same as it is done where nobody edited at once: its operations are gone through.
#[divan::bench]
fn execute_an_edit_by_replaying(bencher: Bencher) {
    let (change, registry, agent) = one_edit();
    let log = registry.log_of(agent);
    let record = change.id().as_record();
    bencher
        .with_inputs(|| [change.clone()])
        .bench_values(|changes| RecordView::build(record, changes, &log).unwrap());
}

/// The outline of a hundred thousand keys, ten thousand of which have just come.
#[divan::bench]
fn refresh_the_outline_by_10_000_keys(bencher: Bencher) {
    let mut random = Random::from_seed(1);
    let agents: Vec<[u8; 32]> = (0..AGENTS).map(|_| random.bytes()).collect();
    let mut key = || {
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(random.pick(&agents).as_slice());
        bytes[32..].copy_from_slice(&random.bytes::<32>());
        ItemKey::from_bytes(bytes)
    };
    let mut before: Vec<ItemKey> = (0..KEYS - TOUCHED).map(|_| key()).collect();
    let mut touched: Vec<ItemKey> = (0..TOUCHED).map(|_| key()).collect();
    let mut after = [before.as_slice(), touched.as_slice()].concat();
    for keys in [&mut before, &mut touched, &mut after] {
        keys.sort_unstable();
    }
    let outline = Outline::of_sorted(&before);
    let under = |prefix: &Prefix| -> Result<Vec<ItemKey>, core::convert::Infallible> {
        let from = after.partition_point(|key| *key < prefix.as_key());
        let until = after.partition_point(|key| *key <= prefix.last_key());
        Ok(after[from..until].to_vec())
    };
    let mut fresh = outline.clone();
    assert!(fresh.refresh(&touched, under).is_ok());
    assert_eq!(fresh.root(), Outline::of_sorted(&after).root());
    bencher.counter(ItemsCount::new(TOUCHED)).with_inputs(|| outline.clone()).bench_values(|mut outline| {
        assert!(outline.refresh(&touched, under).is_ok());
        outline
    });
}

/// Changes that fill a segment, a megabyte, and how many bytes they are.
fn segment_full() -> (Vec<Vec<u8>>, usize) {
    let (mut changes, _) = written(8_000);
    let mut segment = SegmentBuilder::default();
    let fit = changes.iter().take_while(|change| segment.push(change)).count();
    assert!(fit < changes.len(), "a segment is to be filled");
    changes.truncate(fit);
    let bytes = changes.iter().map(Vec::len).sum();
    (changes, bytes)
}

fn pack(changes: &[Vec<u8>]) -> Segment {
    let mut segment = SegmentBuilder::default();
    assert!(changes.iter().all(|change| segment.push(change)));
    segment.pack(changes.len() as u64)
}

#[divan::bench]
fn pack_a_segment(bencher: Bencher) {
    let (changes, bytes) = segment_full();
    bencher.counter(BytesCount::new(bytes)).bench(|| pack(divan::black_box(&changes)));
}

#[divan::bench]
fn unpack_a_segment(bencher: Bencher) {
    let (changes, bytes) = segment_full();
    let segment = pack(&changes);
    bencher.counter(BytesCount::new(bytes)).bench(|| divan::black_box(&segment).unpack().unwrap());
}

/// On disk, and durable.
#[divan::bench]
fn append_1_000_frames_and_sync_once(bencher: Bencher) {
    let folder = tempfile::tempdir().unwrap();
    let network = NetworkId::of_name("commons");
    let (mut journal, _) = Journal::open(folder.path(), network, &Options::default()).unwrap();
    let (changes, _) = written(FRAMES);
    let payloads: Vec<&[u8]> = changes.iter().map(Vec::as_slice).collect();
    bencher.counter(ItemsCount::new(FRAMES)).bench_local(|| {
        journal.append(&payloads).unwrap();
        journal.sync().unwrap();
    });
}

/// A store of its own with so many records, all in lists and search.
fn filled(records: usize) -> (Writer, Store, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let mut writer = Writer::new(1);
    writer.fill(&store, records);
    store.wait_until_listed();
    (writer, store, folder)
}

/// One record into the store: judged, durable, and in lists. Every two hundredth brings the founding of its agent.
#[divan::bench]
fn ingest_one_record(bencher: Bencher) {
    let (mut writer, store, _folder) = filled(1);
    bencher
        .counter(ItemsCount::new(1_usize))
        .with_inputs(|| writer.next(1))
        .bench_local_values(|items| store.ingest(items).unwrap());
}

/// A page of what is found by one word.
#[divan::bench]
fn search_a_word_among_10_000_records(bencher: Bencher) {
    let (writer, store, _folder) = filled(SEARCHED);
    let word = writer.words()[0].as_str();
    assert!(!store.search(word, 0, PAGE).unwrap().is_empty());
    bencher.bench(|| store.search(divan::black_box(word), 0, PAGE).unwrap());
}
