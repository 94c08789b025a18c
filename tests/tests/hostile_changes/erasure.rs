//! What members erased, and what only looks as if they had.

use commons_identity::Erased;
use commons_store::bundle::{BundleReader, Event};
use commons_store::{Store, StoreOptions};
use commons_tests::house::{House, signed};

use super::bytes::Cbor;
use super::key_logs::{begin, edit, envelopes, house};
use super::world::{Verdict, World, refused, topic};

#[test]
fn refuses_a_tombstone_by_one_key_of_three() {
    let house = house();
    let first = begin(&house, house.founding(), 1, 1);
    let target = Erased::Record(*first.id().as_bytes());
    let before = [envelopes(&house, &[]), vec![first.to_bytes()]].concat();
    for by in [&[11][..], &[1, 2], &[1, 2, 3], &[40], &[11, 60]] {
        for target in [target, Erased::Agent] {
            let sentence = refused(&before, &house.erase(house.founding(), target, by).to_bytes());
            assert!(sentence.contains("at least 2 of the 3 members"), "{sentence}");
        }
    }
    let mut world = World::with(&before);
    world.offer_one(&house.erase(house.founding(), target, &[11, 13]).to_bytes()).key();
    assert!(world.memory.view(first.record().unwrap()).is_err());
    assert_eq!(world.store.view(first.record().unwrap()).unwrap(), None);
}

/// Whoever found a record's id in another's namespace could once write a tombstone for it in their own, and nodes
/// that took the tombstone lost the record from lists and search.
#[test]
fn a_tombstone_erases_nothing_of_another_agents() {
    let (house, stranger) = (house(), House::of(&[(50, 51)], &[], 2));
    let first = begin(&house, house.founding(), 1, 1);
    let record = first.record().unwrap();
    let on_it = edit(&house, house.founding(), 2, &first, vec![topic("seeds")]);
    let items = [envelopes(&house, &[]), envelopes(&stranger, &[]), vec![first.to_bytes(), on_it.to_bytes()]]
        .concat();
    let mut world = World::with(&items);
    let shown = world.view(record);
    let target = Erased::Record(*record.as_bytes());
    world.offer_one(&stranger.erase(stranger.founding(), target, &[51]).to_bytes()).key();
    assert_eq!(world.view(record), shown);
    assert_eq!(world.store.list(None, None, 10).unwrap().len(), 1);
    assert_eq!(world.store.search("seeds", 0, 10).unwrap().len(), 1);
    assert_eq!(world.store.changes_of(record).unwrap().len(), 2);
    let next = edit(&house, house.founding(), 3, &on_it, vec![topic("bread")]);
    world.offer_one(&next.to_bytes()).key();
    assert_eq!(world.view(record).heads, [next.id()]);
}

/// An erased record is refused on every way in: by itself, in a bundle, and when the index is made anew; also what
/// is kept unread because it cites an entry of a later version.
#[test]
fn what_is_erased_comes_back_on_no_way() {
    let house = house();
    let later = {
        let content = Cbor::Array(vec![
            Cbor::Text("commons key-log"),
            Cbor::Uint(2),
            Cbor::Bytes(house.agent().as_bytes().to_vec()),
            Cbor::Uint(1),
        ]);
        signed(content.encode(), &[1])
    };
    let first = begin(&house, house.founding(), 1, 1);
    let record = first.record().unwrap();
    let second = edit(&house, house.founding(), 2, &first, vec![topic("seeds")]);
    let unread = edit(&house, later.id(), 60, &first, vec![topic("on unread ground")]);
    let kept = begin(&house, house.founding(), 1, 2);
    let stone = house.erase(house.founding(), Erased::Record(*record.as_bytes()), &[11, 12]);
    let changes = [first.to_bytes(), second.to_bytes(), unread.to_bytes()];
    let before = [envelopes(&house, &[&later]), vec![kept.to_bytes()]].concat();
    let erased = Verdict::Erased(stone.id());

    let mut after = World::with(&[before.clone(), changes.to_vec()].concat());
    let mut bundle = Vec::new();
    after.store.export(&mut bundle).unwrap();
    after.offer_one(&stone.to_bytes()).key();
    let mut early = World::with(&[before.clone(), vec![stone.to_bytes()]].concat());
    for world in [&mut after, &mut early] {
        let state = world.state();
        for change in &changes {
            assert_eq!(world.offer_one(change), erased);
        }
        let reader =
            BundleReader::open(bundle.as_slice(), commons_registry::NetworkId::of_name("tests")).unwrap();
        let mut in_bundle = Vec::new();
        for event in reader {
            let Event::Frame(frame) = event.unwrap() else { panic!("damage") };
            in_bundle.push(frame.payload);
        }
        assert_eq!(in_bundle.len(), before.len() + changes.len());
        let verdicts = world.offer(&in_bundle);
        assert_eq!(verdicts.iter().filter(|verdict| **verdict == erased).count(), changes.len());
        assert_eq!(world.state(), state);
        assert_eq!(world.store.view(record).unwrap(), None);
        assert_eq!(world.store.counts().changes, 1);
        assert_eq!(world.store.counts().unread, 1, "the entry of a later version");
    }
    assert_eq!(after.state(), early.state(), "whichever came first");

    let state = after.state();
    let directory = after.into_directory();
    std::fs::remove_dir_all(directory.path().join("index")).unwrap();
    let options = StoreOptions::new(commons_registry::NetworkId::of_name("tests"));
    let (store, report) = Store::open(directory.path(), options).unwrap();
    assert!(report.rebuilt.is_some());
    assert_eq!((store.state(), store.view(record).unwrap()), (state, None));
    assert_eq!(store.counts().changes, 1);
    assert!(matches!(
        store.ingest(vec![first.to_bytes()]).unwrap()[0],
        commons_store::Outcome::Erased(by) if by == stone.id()
    ));
}

#[test]
fn whoever_erases_the_agent_erases_all_it_wrote_and_keeps_its_log() {
    let house = house();
    let changes: Vec<_> = (0..4).map(|salt| begin(&house, house.founding(), 1, salt).to_bytes()).collect();
    let mut world = World::with(&[envelopes(&house, &[]), changes.clone()].concat());
    let stone = house.erase(house.founding(), Erased::Agent, &[12, 13]);
    world.offer_one(&stone.to_bytes()).key();
    assert_eq!(world.memory.records().count(), 0);
    assert_eq!(world.store.list(None, None, 10).unwrap().len(), 0);
    assert_eq!((world.store.counts().changes, world.store.counts().entries), (0, 2));
    for change in &changes {
        assert_eq!(world.offer_one(change), Verdict::Erased(stone.id()));
    }
    let state = world.state();
    assert_eq!(World::with(&envelopes(&house, &[&stone])).state(), state);
}
