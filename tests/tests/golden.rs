//! Golden histories: what these items add up to never changes, whatever changes in the code that merges them.
//!
//! `COMMONS_WRITE_GOLDEN=1 cargo test -p commons-tests --test golden` writes the files anew, from fixed seeds. That is
//! right only before a release, or for a new version of the rules beside the old one.

use std::collections::BTreeMap;
use std::path::PathBuf;

use commons_registry::{MemoryRegistry, NetworkId, RecordId, Refusal, StateRoot};
use commons_store::{Outcome, Store, StoreOptions};
use commons_tests::histories::RandomHistory;
use commons_tests::random::Random;
use serde::{Deserialize, Serialize};

/// Orders in which each history is replayed.
const ORDERS: u64 = 6;

/// The histories: file, seed, agents, records, edits.
const HISTORIES: [(&str, u64, usize, usize, usize); 3] = [
    ("many-records.json", 34, 3, 8, 150),
    ("one-busy-record.json", 53, 1, 1, 200),
    ("several-agents.json", 56, 2, 3, 200),
];

/// A history and what it adds up to.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    /// Envelopes in hex, each after what it refers to.
    items: Vec<String>,
    /// The state of a node that holds just these.
    state: StateRoot,
    /// What each record shows.
    views: BTreeMap<RecordId, serde_json::Value>,
}

fn path(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(file)
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).unwrap() as u8;
    text.as_bytes().chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}

/// Ingests items in the order given; what waits for others comes again.
fn replay(items: &[Vec<u8>]) -> MemoryRegistry {
    let mut registry = MemoryRegistry::new();
    let mut waiting = items.to_vec();
    while !waiting.is_empty() {
        let before = waiting.len();
        let outcomes = registry.ingest(&waiting);
        let still_waiting = waiting.into_iter().zip(outcomes).filter_map(|(item, outcome)| match outcome {
            Ok(_) => None,
            Err(Refusal::Missing(_)) => Some(item),
            Err(other) => panic!("a golden item was refused: {other}"),
        });
        waiting = still_waiting.collect();
        assert!(waiting.len() < before, "every round must place something");
    }
    registry
}

fn views(registry: &MemoryRegistry) -> BTreeMap<RecordId, serde_json::Value> {
    registry.records().map(|record| (record, registry.view(record).unwrap().to_json())).collect()
}

fn write(file: &str, seed: u64, agents: usize, records: usize, edits: usize) {
    let items = RandomHistory::generate(seed, agents, records, edits).items;
    let registry = replay(&items);
    let golden = Golden {
        items: items.iter().map(|item| to_hex(item)).collect(),
        state: registry.state(),
        views: views(&registry),
    };
    let mut text = serde_json::to_string_pretty(&golden).unwrap();
    text.push('\n');
    std::fs::create_dir_all(path(file).parent().unwrap()).unwrap();
    std::fs::write(path(file), text).unwrap();
}

fn read(file: &str) -> (Golden, Vec<Vec<u8>>) {
    let text = std::fs::read_to_string(path(file)).unwrap();
    assert!(text.len() < 200_000, "{file} has {} bytes", text.len());
    let golden: Golden = serde_json::from_str(&text).unwrap();
    let items = golden.items.iter().map(|item| from_hex(item)).collect();
    (golden, items)
}

fn assert_golden(golden: &Golden, registry: &MemoryRegistry, when: &str) {
    assert_eq!(registry.state(), golden.state, "{when}");
    let found = views(registry);
    for (record, expected) in &golden.views {
        let found = found.get(record).unwrap_or_else(|| panic!("{when}: record {record} is not there"));
        assert_eq!(found, expected, "{when}: record {record}");
    }
    assert_eq!(found.len(), golden.views.len(), "{when}");
}

#[test]
fn golden_histories_give_the_states_and_views_they_always_gave() {
    for (file, seed, agents, records, edits) in HISTORIES {
        if std::env::var_os("COMMONS_WRITE_GOLDEN").is_some() {
            write(file, seed, agents, records, edits);
        }
        let (golden, mut items) = read(file);
        assert_golden(&golden, &replay(&items), &format!("{file} as it stands"));
        let random = &mut Random::from_seed(seed);
        for order in 0..ORDERS {
            random.shuffle(&mut items);
            assert_golden(&golden, &replay(&items), &format!("{file} in order {order}"));
        }
    }
}

#[test]
fn golden_histories_give_the_same_on_disk() {
    for (file, ..) in HISTORIES {
        let (golden, items) = read(file);
        let directory = tempfile::tempdir().unwrap();
        let options = StoreOptions::new(NetworkId::of_name("tests"));
        let store = Store::open(directory.path(), options).unwrap().0;
        for outcome in store.ingest(items).unwrap() {
            assert!(matches!(outcome, Outcome::New(_)), "{file}: {outcome:?}");
        }
        assert_eq!(store.state(), golden.state, "{file}");
        for (record, expected) in &golden.views {
            assert_eq!(store.view(*record).unwrap().unwrap().to_json(), *expected, "{file}: record {record}");
        }
    }
}

/// The files are only worth something if they hold what is hard to merge.
#[test]
fn golden_histories_hold_conflicts_proposals_and_open_ends() {
    let mut found = BTreeMap::from([("conflicts", 0), ("proposals", 0), ("heads", 0)]);
    for (file, ..) in HISTORIES {
        for view in read(file).0.views.values() {
            for (what, count) in &mut found {
                *count += view[what].as_array().unwrap().len();
            }
        }
    }
    assert!(found.values().all(|count| *count > 10), "{found:?}");
}
