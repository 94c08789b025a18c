//! What a key log does to what the store lists and searches: removals in the background, erasure at once.

use std::fs;
use std::path::Path;
use std::time::Instant;

use commons_identity::{EntryId, Erased};
use commons_registry::{Change, Draft as Writing, Edit, Kind, NetworkId, RecordId};
use commons_store::{OpenReport, Outcome, Store, StoreOptions};
use commons_tests::house::{Draft, House, key_set};
use commons_tests::node::{Node, PATIENCE};

/// Records of each of two members: several times as many as are brought up to date in one go.
const RECORDS: u8 = 100;

fn open(directory: &Path) -> (Store, OpenReport) {
    Store::open(directory, StoreOptions::new(NetworkId::of_name("tests"))).unwrap()
}

/// Asks again and again, each time giving the writer's thread a chance, until what is asked for holds.
fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "{what} did not come true");
        std::thread::yield_now();
    }
}

fn keep(store: &Store, items: Vec<Vec<u8>>) {
    for outcome in store.ingest(items).unwrap() {
        assert!(matches!(outcome, Outcome::New(_)), "{outcome:?}");
    }
}

/// Three members: keys 1 to 3, next keys 11 to 13.
fn house() -> House {
    House::of(&[(1, 11), (2, 12), (3, 13)], &[40], 1)
}

fn publish(
    house: &House,
    by: u8,
    salt: u8,
    write: impl FnOnce(&mut Writing),
) -> Change<commons_identity::Unverified> {
    let mut draft = Writing::new(Kind::Resource);
    write(&mut draft);
    house.write(house.founding(), by, draft.begin([salt; 16]).unwrap())
}

/// One record of each member for each number; the words say whose it is.
fn records_of_two(house: &House) -> Vec<Change<commons_identity::Unverified>> {
    let titled = |by: u8, salt: u8| {
        let word = if by == 3 { "thief" } else { "baker" };
        publish(house, by, salt, |draft| {
            drop(draft.set_keyed("title", "en", &format!("{word} number{salt}")))
        })
    };
    (0..RECORDS).flat_map(|salt| [titled(1, salt), titled(3, salt)]).collect()
}

fn found(store: &Store, word: &str) -> usize {
    store.search(word, 0, 1000).unwrap().len()
}

fn listed(store: &Store) -> usize {
    store.list(None, None, 1000).unwrap().len()
}

/// The removal of the member with key 3, of whose records one is kept.
fn removal(house: &House, kept: &Change<commons_identity::Unverified>) -> (EntryId, Vec<Vec<u8>>) {
    let draft = Draft::rotation(house.founding(), key_set(&[(1, 11), (2, 12)], &[40]))
        .keeping([*kept.id().as_bytes()]);
    let entry = house.rotate(&draft, &[11, 12]);
    let rolls = house.rolls(&draft);
    (entry.id(), std::iter::once(entry.to_bytes()).chain(rolls.iter().map(|roll| roll.to_bytes())).collect())
}

fn only_what_counts_is_shown(store: &Store) -> bool {
    (listed(store), found(store, "thief"), found(store, "baker"))
        == (usize::from(RECORDS) + 1, 1, usize::from(RECORDS))
}

#[test]
fn a_removal_takes_what_was_cut_off_out_of_lists_and_search() {
    let (house, directory) = (house(), tempfile::tempdir().unwrap());
    let records = records_of_two(&house);
    let (store, _) = open(directory.path());
    keep(&store, vec![house.genesis.to_bytes()]);
    keep(&store, records.iter().map(Change::to_bytes).collect());
    assert_eq!((listed(&store), found(&store, "thief")), (2 * usize::from(RECORDS), usize::from(RECORDS)));
    let state = store.state();
    keep(&store, removal(&house, &records[1]).1);
    wait_until("lists without the removed member's records", || only_what_counts_is_shown(&store));
    // They are held all the same, and a member may take one back in.
    assert_ne!(store.state(), state);
    assert_eq!(store.counts().changes, 2 * u64::from(RECORDS));
    assert_eq!(store.view(records[3].record().unwrap()).unwrap(), None);
}

/// A node that stops, or dies, in the middle of bringing lists up to date goes on where it was.
#[test]
fn a_removal_is_finished_after_a_stop_and_after_a_kill() {
    let (house, directory) = (house(), tempfile::tempdir().unwrap());
    let records = records_of_two(&house);
    let (stopped, killed) = (directory.path().join("stopped"), directory.path().join("killed"));
    let (store, _) = open(&stopped);
    keep(&store, vec![house.genesis.to_bytes()]);
    keep(&store, records.iter().map(Change::to_bytes).collect());
    keep(&store, removal(&house, &records[1]).1);
    // What lies on the disk this moment is what a killed process would leave.
    commons_tests::folder::copy_directory(&stopped, &killed);
    drop(store); // the writer looks for commands before it goes on with lists
    let (store, report) = open(&stopped);
    assert_eq!(report.rebuilt, None, "a clean stop");
    wait_until("lists after a stop", || only_what_counts_is_shown(&store));
    let state = store.state();
    drop(store);
    let (store, _) = open(&killed);
    wait_until("lists after a kill", || only_what_counts_is_shown(&store));
    assert_eq!(store.state(), state);
    drop(store);
    fs::remove_dir_all(killed.join("index")).unwrap();
    let (store, report) = open(&killed);
    assert!(report.rebuilt.is_some());
    wait_until("lists after a rebuild", || only_what_counts_is_shown(&store));
    assert_eq!(store.state(), state);
}

/// Everything by which a record can be found.
fn traces(store: &Store, house: &House, record: RecordId, target: &[u8; 32]) -> [bool; 7] {
    let has = |list: Vec<commons_store::Listed>| list.iter().any(|listed| listed.id == record);
    let prefix = commons_store::HexPrefix::parse(&record.to_string()).unwrap();
    [
        has(store.list(Some(Kind::Resource), None, 1000).unwrap()),
        has(store.search("heirloom", 0, 1000).unwrap()),
        has(store.references_to(target, None, 1000).unwrap()),
        store.by_source(&house.agent(), "a row of a list").unwrap() == Some(record),
        store.view(record).unwrap().is_some(),
        !store.changes_of(record).unwrap().is_empty(),
        !store.resolve(&prefix, 10).unwrap().is_empty(),
    ]
}

#[test]
fn erasure_leaves_no_trace_in_what_is_derived_and_the_record_stays_gone() {
    let (house, directory) = (house(), tempfile::tempdir().unwrap());
    let target = [7; 32];
    let gone = publish(&house, 1, 1, |draft| {
        draft.set_keyed("title", "en", "heirloom seeds").unwrap();
        draft.set("source_key", "a row of a list").unwrap();
        draft.set_id("derived_from", target).unwrap();
    });
    let stays = publish(&house, 1, 2, |draft| drop(draft.set_keyed("title", "en", "bread")));
    let record = gone.record().unwrap();
    let edit = {
        let mut draft = Writing::new(Kind::Resource);
        draft.set("topics", "heirloom").unwrap();
        let edit: Edit = draft.edit(record, &[gone.id()], [3; 16]).unwrap();
        house.write(house.founding(), 2, edit)
    };
    let before = {
        let elsewhere = tempfile::tempdir().unwrap();
        let (store, _) = open(elsewhere.path());
        keep(&store, vec![house.genesis.to_bytes(), stays.to_bytes()]);
        store.state()
    };
    let (store, _) = open(directory.path());
    keep(&store, [house.genesis.to_bytes(), stays.to_bytes(), gone.to_bytes(), edit.to_bytes()].to_vec());
    assert_eq!(traces(&store, &house, record, &target), [true; 7]);

    let stone = house.erase(house.founding(), Erased::Record(*record.as_bytes()), &[11, 13]);
    keep(&store, vec![stone.to_bytes()]);
    let refused = |store: &Store| {
        let outcomes = store.ingest(vec![gone.to_bytes(), edit.to_bytes()]).unwrap();
        outcomes.iter().all(|outcome| matches!(outcome, Outcome::Erased(by) if *by == stone.id()))
    };
    let is_gone = |store: &Store, when: &str| {
        assert_eq!(traces(store, &house, record, &target), [false; 7], "{when}");
        for change in [&gone, &edit] {
            assert_eq!(store.item(&change.item_key()).unwrap(), None, "{when}: not served any more");
            assert!(store.label(&change.item_key()).unwrap().is_none(), "{when}");
        }
        assert_eq!((store.counts().changes, store.counts().entries), (1, 2), "{when}");
        assert_eq!(listed(store), 1, "{when}");
        assert!(refused(store), "{when}");
    };
    is_gone(&store, "at once");
    let state = store.state();
    assert_ne!(state, before, "the tombstone is held");
    drop(store);

    let (store, report) = open(directory.path());
    assert_eq!((report.rebuilt, store.state()), (None, state));
    is_gone(&store, "after a restart");
    drop(store);

    fs::remove_dir_all(directory.path().join("index")).unwrap();
    let (store, report) = open(directory.path());
    assert!(report.rebuilt.is_some());
    assert_eq!(store.state(), state);
    is_gone(&store, "after the index was made anew");
    let mut bundle = Vec::new();
    store.export(&mut bundle).unwrap();
    assert!(!bundle.windows(8).any(|window| window == b"heirloom"), "nor is it in what is exported");
}

/// Over libp2p: the tombstone reaches a peer, which lets go of the record and refuses it from whoever still has it.
#[test]
fn a_tombstone_reaches_a_peer_which_drops_the_record_and_no_longer_serves_it() {
    let (mut press, mut garden) = (Node::organisation("Sample Press"), Node::new());
    press.start(&[]);
    garden.start(&[&press]);
    let (gone, stays) = (press.publish("A leaflet to forget"), press.publish("A leaflet to keep"));
    garden.wait_for_state(&press.state());
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("before.bundle");
    garden.ask(&["export", bundle.to_str().unwrap()]);

    press.ask(&["forget", &gone, "--yes"]);
    garden.wait_for_state(&press.state());
    for node in [&press, &garden] {
        assert!(node.ask(&["list"]).to_string().contains(&stays));
        assert!(!node.ask(&["list"]).to_string().contains(&gone));
        assert!(!node.ask(&["search", "leaflet"]).to_string().contains(&gone));
        let (_, error) = node.refused(&["show", &gone]);
        assert_ne!(error["kind"], "internal", "{error}");
    }
    // Not even from a backup; and somebody who is new gets all but that from the peer.
    let state = garden.state();
    garden.ask(&["import", bundle.to_str().unwrap()]);
    assert_eq!(garden.state(), state);
    press.stop();
    let mut newcomer = Node::new();
    newcomer.start(&[&garden]);
    newcomer.wait_for_state(&state);
    assert!(!newcomer.ask(&["list"]).to_string().contains(&gone));
    // A node that has it still, from the backup, lets go of it when it hears.
    let mut late = Node::new();
    late.ask(&["import", bundle.to_str().unwrap()]);
    assert!(late.ask(&["list"]).to_string().contains(&gone));
    late.start(&[&garden]);
    late.wait_for_state(&state);
    assert_eq!(garden.state(), state, "and gives it to nobody");
    assert!(!late.ask(&["list"]).to_string().contains(&gone));
}
