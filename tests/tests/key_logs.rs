//! One set of key-log entries, rolls and changes, one key set and one registry: whatever the order.
//!
//! `COMMONS_KEY_LOGS=1000000 cargo test --release -p commons-tests --test key_logs -- --nocapture` runs that many.

use std::collections::BTreeMap;
use std::time::Instant;

use commons_registry::{MemoryRegistry, NetworkId};
use commons_store::{Store, StoreOptions};
use commons_tests::key_logs::{Outcome, RandomKeyLog, checked, deliver};
use commons_tests::random::Random;

/// Key logs tried by default.
const KEY_LOGS: u64 = 250;

/// A key log that once came to two registries, tried always: a change on unread ground of a record that is erased.
const FOUND: [u64; 1] = [1970];

/// Orders in which each is delivered.
const ORDERS: usize = 20;

fn number_of(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().and_then(|count| count.parse().ok()).unwrap_or(default)
}

/// What was met, so that nobody mistakes a test that tries nothing for one that finds nothing.
#[derive(Debug, Default)]
struct Met(BTreeMap<&'static str, u64>);

impl Met {
    fn note(&mut self, what: &'static str, met: bool) {
        *self.0.entry(what).or_default() += u64::from(met);
    }

    fn look_at(&mut self, registry: &MemoryRegistry, key_log: &RandomKeyLog) {
        let log = registry.log_of(key_log.agent);
        self.note("rotated", log.chain().len() > 1);
        self.note("rotated twice", log.chain().len() > 2);
        self.note("contested", log.contest().is_some());
        self.note("void branches", key_log.entries.iter().any(|entry| log.is_void(entry)));
        self.note("erased", log.erasures().next().is_some());
        self.note(
            "erased as a whole",
            log.erasures().any(|(erased, _)| erased == commons_identity::Erased::Agent),
        );
        self.note("lists not whole", !log.is_whole());
        self.note("entries unread", log.unread() > 0);
        let views: Vec<_> = registry.records().map(|record| registry.view(record).unwrap()).collect();
        self.note("proposals", views.iter().any(|view| !view.proposals.is_empty()));
        let objected = |view: &commons_registry::RecordView| {
            view.proposals.iter().any(|proposal| !proposal.objections.is_empty())
        };
        self.note("objections", views.iter().any(objected));
        self.note("conflicts", views.iter().any(|view| !view.conflicts.is_empty()));
        self.note("nothing counts", views.iter().any(|view| view.heads.is_empty()));
    }
}

#[test]
fn any_order_gives_one_key_set_and_one_registry() {
    let count = number_of("COMMONS_KEY_LOGS", KEY_LOGS);
    let first_seed = number_of("COMMONS_KEY_LOGS_FROM", 0);
    let seconds = number_of("COMMONS_KEY_LOGS_SECONDS", u64::MAX);
    let begun = Instant::now();
    let (mut met, mut tried) = (Met::default(), 0);
    for seed in FOUND.into_iter().chain(first_seed..first_seed.saturating_add(count)) {
        if begun.elapsed().as_secs() >= seconds {
            break;
        }
        let key_log = RandomKeyLog::generate(seed);
        let mut items = checked(&key_log.items);
        let registry = deliver(&items);
        let expected = Outcome::of(&registry, &key_log);
        met.look_at(&registry, &key_log);
        let random = &mut Random::from_seed(!seed);
        for order in 1..ORDERS {
            random.shuffle(&mut items);
            let found = Outcome::of(&deliver(&items), &key_log);
            assert_eq!(found, expected, "seed {seed}, order {order}");
        }
        tried += 1;
    }
    println!("{tried} random key logs, each in {ORDERS} orders, in {:?}; met {:?}", begun.elapsed(), met.0);
    if count >= KEY_LOGS && tried >= KEY_LOGS {
        assert!(met.0.values().all(|times| *times > 0), "{:?}", met.0);
    }
}

/// Offers items to a store until nothing changes.
fn deliver_to(store: &Store, items: &[Vec<u8>]) {
    loop {
        let before = store.state();
        store.ingest(items.to_vec()).unwrap();
        if store.state() == before {
            break;
        }
    }
}

#[test]
fn the_store_agrees_with_the_registry_in_memory_on_key_logs() {
    for seed in 0..number_of("COMMONS_KEY_LOGS_ON_DISK", 25) {
        let key_log = RandomKeyLog::generate(seed);
        let registry = deliver(&checked(&key_log.items));
        let directory = tempfile::tempdir().unwrap();
        let open = || Store::open(directory.path(), StoreOptions::new(NetworkId::of_name("tests"))).unwrap();
        let mut items = key_log.items.clone();
        Random::from_seed(seed).shuffle(&mut items);
        let (store, _) = open();
        let half = items.len() / 2;
        deliver_to(&store, &items[..half]);
        drop(store);
        let (store, _) = open();
        deliver_to(&store, &items);
        assert_same(&store, &registry, &key_log, seed);
        drop(store);
        let (store, _) = open();
        assert_same(&store, &registry, &key_log, seed);
        drop(store);
        std::fs::remove_dir_all(directory.path().join("index")).unwrap();
        let (store, report) = open();
        assert!(report.rebuilt.is_some());
        assert_same(&store, &registry, &key_log, seed);
    }
}

fn assert_same(store: &Store, registry: &MemoryRegistry, key_log: &RandomKeyLog, seed: u64) {
    assert_eq!(store.state(), registry.state(), "seed {seed}");
    let (ours, theirs) = (registry.log_of(key_log.agent), store.key_log(key_log.agent).unwrap());
    assert!(ours.says_the_same_as(&theirs) && ours.contest() == theirs.contest(), "seed {seed}");
    for record in registry.records() {
        let view = registry.view(record).unwrap();
        let shown = (!view.heads.is_empty()).then_some(view);
        assert_eq!(store.view(record).unwrap(), shown, "seed {seed}");
    }
    let count = store.counts().records.values().sum::<u64>();
    assert_eq!(count, registry.records().count() as u64, "seed {seed}");
    assert_eq!(
        store.counts().changes + store.counts().entries,
        store.settled().unwrap().len(),
        "seed {seed}"
    );
}
