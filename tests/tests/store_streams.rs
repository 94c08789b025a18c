//! Many items at once: kept at once, listed behind the scenes, handed on in the journal's order.

use std::collections::BTreeSet;
use std::path::Path;

use commons_registry::{Change, Draft, Item, ItemKey, Kind, MemoryRegistry, NetworkId};
use commons_store::bundle::JournalId;
use commons_store::{Choices, Outcome, Store, StoreOptions};
use commons_tests::folder::copy_directory;
use commons_tests::histories::TestAgent;
use commons_tests::random::Random;

const PEER: &[u8] = b"a peer";

fn open_with(directory: &Path, choices: Choices) -> Store {
    let options =
        StoreOptions { segment_bytes: 64 * 1024, choices, ..StoreOptions::new(NetworkId::of_name("tests")) };
    Store::open(directory, options).unwrap().0
}

fn open(directory: &Path) -> Store {
    open_with(directory, Choices::default())
}

/// Some agents' foundings, and so many records of each.
fn agents(seed: u64, agents: usize, records: usize) -> Vec<(TestAgent, Vec<Vec<u8>>)> {
    let mut random = Random::from_seed(seed);
    (0..agents)
        .map(|_| {
            let agent = TestAgent::found(&mut random, 1);
            let mut items = vec![agent.genesis.to_bytes()];
            items.extend((0..records).map(|n| {
                let mut draft = Draft::new(Kind::Resource);
                draft.set_keyed("title", "en", &format!("A guide with the number {n}")).unwrap();
                Change::author(&agent.member(0), draft.begin(random.bytes()).unwrap()).to_bytes()
            }));
            (agent, items)
        })
        .collect()
}

fn key_of(item: &[u8]) -> ItemKey {
    Item::decode(item).unwrap().key()
}

/// All that is handed on after a label: labels and keys.
fn since(store: &Store, after: u64) -> Vec<(u64, ItemKey)> {
    let mut handed = Vec::new();
    let through = store.settled().unwrap().through();
    let passed = store.since(after, through, |label, item| {
        handed.push((label, key_of(item)));
        true
    });
    assert_eq!(passed.unwrap(), through.max(after), "all of it was passed");
    handed
}

#[test]
fn many_items_are_kept_at_once_and_listed_behind_the_scenes() {
    let directory = tempfile::tempdir().unwrap();
    let items: Vec<_> = agents(1, 3, 500).into_iter().flat_map(|(_, items)| items).collect();
    let mut memory = MemoryRegistry::new();
    assert!(memory.ingest(&items).iter().all(Result::is_ok));
    let store = open(directory.path());
    for part in items.chunks(700) {
        let outcomes = store.ingest_many(part.to_vec()).unwrap();
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::New(_))));
    }
    // A copy taken now is what a killed process leaves: nothing that was answered is missing in it.
    let killed = tempfile::tempdir().unwrap();
    copy_directory(directory.path(), killed.path());
    let snapshot = store.settled().unwrap();
    assert_eq!((snapshot.root(), snapshot.len()), (memory.state(), 1_503));
    assert_eq!(snapshot.through(), 1_503);
    assert_eq!(store.ingest(items[..10].to_vec()).unwrap().len(), 10);
    store.wait_until_listed();
    assert_eq!(store.list(Some(Kind::Resource), None, 2_000).unwrap().len(), 1_500);
    assert_eq!(store.search("guide", 0, 2_000).unwrap().len(), 1_500);
    drop(store);
    let store = open(killed.path());
    assert_eq!(store.state(), memory.state());
    store.wait_until_listed();
    assert_eq!(store.search("guide", 0, 2_000).unwrap().len(), 1_500);
    assert_eq!(store.counts().records[&Kind::Resource], 1_500);
}

#[test]
fn what_is_held_is_handed_on_in_order_from_any_label_and_what_is_gone_is_not() {
    let directory = tempfile::tempdir().unwrap();
    let agents = agents(2, 3, 200);
    let items: Vec<_> = agents.iter().flat_map(|(_, items)| items.clone()).collect();
    let store = open(directory.path());
    assert_eq!(store.ingest_many(items.clone()).unwrap().len(), 603);
    let all: Vec<_> = (1..).zip(items.iter().map(|item| key_of(item))).collect();
    assert_eq!(since(&store, 0), all);
    for after in [1, 250, 602, 603, 10_000] {
        let rest = all.get(after as usize..).unwrap_or_default();
        assert_eq!(since(&store, after), rest, "after {after}");
    }
    // In parts, as a peer is given them: each goes on where the one before stopped.
    let (mut at, mut handed) = (0, Vec::new());
    loop {
        let mut room = 100;
        let passed = store.since(at, 603, |label, item| {
            room -= 1;
            if room > 0 {
                handed.push((label, key_of(item)));
            }
            room > 0
        });
        let passed = passed.unwrap();
        if passed == at {
            break;
        }
        at = passed;
    }
    assert_eq!(handed, all);

    // One of the three is blocked: nothing of it is handed on, until it is let in again.
    let blocked = agents[1].0.id();
    let mut choices = Choices::default();
    choices.decisions.blocked.insert(blocked);
    store.choose(choices.clone()).unwrap();
    let rest: Vec<_> = all.iter().filter(|(_, key)| key.namespace() != blocked).copied().collect();
    assert_eq!(since(&store, 0), rest);
    assert_eq!(store.all_but(), Some(vec![blocked]));
    drop(store);
    let rebuilt = tempfile::tempdir().unwrap();
    copy_directory(&directory.path().join("journal"), &rebuilt.path().join("journal"));
    assert_eq!(since(&open_with(rebuilt.path(), choices.clone()), 0), rest, "with an index made anew");
    let store = open_with(directory.path(), choices);
    assert_eq!(since(&store, 0), rest, "after another start");
    store.choose(Choices::default()).unwrap();
    assert_eq!(since(&store, 0), all);
    assert_eq!(store.all_but(), Some(vec![]));
}

#[test]
fn a_bookmark_outlives_a_restart_but_not_the_index() {
    let directory = tempfile::tempdir().unwrap();
    let journal = JournalId::from_bytes([3; 16]);
    let store = open(directory.path());
    assert_eq!(store.bookmark(PEER).unwrap(), None);
    store.set_bookmark(PEER, journal, 17).unwrap();
    store.set_bookmark(PEER, journal, 18).unwrap();
    drop(store);
    let store = open(directory.path());
    assert_eq!(store.bookmark(PEER).unwrap(), Some((journal, 18)));
    assert_eq!(store.bookmark(b"another").unwrap(), None);
    drop(store);
    std::fs::remove_dir_all(directory.path().join("index")).unwrap();
    assert_eq!(open(directory.path()).bookmark(PEER).unwrap(), None);
}

/// The state is that of the items held, through whatever comes, goes, and is cut short.
#[test]
fn the_state_follows_what_is_held_through_restarts_and_kills() {
    let directory = tempfile::tempdir().unwrap();
    let agents = agents(3, 12, 60);
    let mut random = Random::from_seed(4);
    let mut choices = Choices::default();
    let mut given: BTreeSet<usize> = BTreeSet::new();
    let mut store = open(directory.path());
    for step in 0..24_usize {
        let at = step % agents.len();
        let (agent, items) = &agents[at];
        if step < agents.len() {
            store.ingest_many(items.clone()).unwrap();
            given.insert(at);
        }
        match random.below(4) {
            0 => drop(choices.decisions.blocked.insert(agent.id())),
            1 => choices.decisions.blocked.clear(),
            _ => {}
        }
        store.choose(choices.clone()).unwrap();
        if random.below(3) == 0 {
            let killed = tempfile::tempdir().unwrap();
            copy_directory(directory.path(), killed.path());
            drop(store);
            std::fs::remove_dir_all(directory.path()).unwrap();
            copy_directory(killed.path(), directory.path());
            store = open_with(directory.path(), choices.clone());
        }
        let mut memory = MemoryRegistry::new();
        for held in given.iter().map(|at| &agents[*at]) {
            if !choices.decisions.blocked.contains(&held.0.id()) {
                assert!(memory.ingest(&held.1).iter().all(Result::is_ok));
            }
        }
        let snapshot = store.settled().unwrap();
        assert_eq!((snapshot.root(), snapshot.len()), (memory.state(), memory.trie().len()), "step {step}");
    }
}
