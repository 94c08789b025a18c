//! The lists that entries commit to, and what only looks like them.

use commons_identity::{EntryId, Erased, MAX_ROLL_IDS, Roll, RollList};
use commons_registry::{Change, ItemKey};
use commons_tests::house::{Draft, House, key_set, public};

use super::bytes::Cbor;
use super::key_logs::{begin, envelopes, house};
use super::world::{Verdict, World, all_refused};

/// The parts of a roll's content.
fn roll(house: &House, entry: EntryId, list: u64, part: u64, ids: Vec<u8>) -> Vec<Cbor> {
    vec![
        Cbor::Text("commons roll"),
        Cbor::Uint(1),
        Cbor::Bytes(house.agent().as_bytes().to_vec()),
        Cbor::Bytes(entry.as_bytes().to_vec()),
        Cbor::Uint(list),
        Cbor::Uint(part),
        Cbor::Bytes(ids),
    ]
}

fn roll_envelope(content: &[Cbor]) -> Vec<u8> {
    let content = Cbor::Array(content.to_vec()).encode();
    Cbor::Array(vec![Cbor::Bytes(content), Cbor::Array(vec![])]).encode()
}

#[test]
fn refuses_rolls_that_no_entry_commits_to_or_that_are_spoilt() {
    let house = house();
    let ids = [[1; 32], [2; 32], [3; 32]];
    let draft = Draft::rotation(house.founding(), key_set(&[(1, 11), (2, 12)], &[40])).keeping(ids);
    let removal = house.rotate(&draft, &[11, 12]);
    let stone = house.erase(house.founding(), Erased::Record([7; 32]), &[11, 12]);
    let before = envelopes(&house, &[&removal, &stone]);
    let flat = |ids: &[[u8; 32]]| ids.concat();
    let good = roll(&house, removal.id(), 0, 0, flat(&ids));
    assert_eq!(
        roll_envelope(&good),
        house.rolls(&draft)[0].to_bytes(),
        "the builder writes what the program does"
    );
    let with = |at: usize, value: Cbor| {
        let mut content = good.clone();
        content[at] = value;
        roll_envelope(&content)
    };
    let entry = |id: EntryId| Cbor::Bytes(id.as_bytes().to_vec());
    let bytes = Cbor::Array(good.clone()).encode();
    let key_and_signature = Cbor::Array(vec![
        Cbor::Bytes(public(1).as_bytes().to_vec()),
        Cbor::Bytes(commons_tests::house::key(1).sign(&bytes).as_bytes().to_vec()),
    ]);
    let signed = Cbor::Array(vec![Cbor::Bytes(bytes.clone()), Cbor::Array(vec![key_and_signature])]).encode();
    let many: Vec<u8> =
        (0..MAX_ROLL_IDS as u32 + 1).flat_map(|at| [&[0; 28][..], &at.to_be_bytes()].concat()).collect();
    let not_committed = format!("entry {} does not commit to this roll", removal.id().short());
    let cases = [
        ("does not commit to this roll", with(3, entry(house.founding()))),
        ("does not commit to this roll", with(3, entry(stone.id()))),
        (not_committed.as_str(), with(4, Cbor::Uint(1))),
        (&not_committed, with(5, Cbor::Uint(1))),
        (&not_committed, with(5, Cbor::Uint(u64::MAX))),
        (&not_committed, with(6, Cbor::Bytes(flat(&ids[..2])))),
        (&not_committed, with(6, Cbor::Bytes(flat(&[[1; 32], [2; 32], [4; 32]])))),
        (&not_committed, with(6, Cbor::Bytes(flat(&[[1; 32], [2; 32], [3; 32], [4; 32]])))),
        ("sorted, and each stand once", with(6, Cbor::Bytes(flat(&[[2; 32], [1; 32], [3; 32]])))),
        ("sorted, and each stand once", with(6, Cbor::Bytes(flat(&[[1; 32], [1; 32], [2; 32]])))),
        ("must be whole", with(6, Cbor::Bytes(flat(&ids)[..95].to_vec()))),
        ("must be whole", with(6, Cbor::Bytes(vec![]))),
        ("the ids may have 0 to 48000, this has 48032", with(6, Cbor::Bytes(many))),
        ("expected list 0 (keeps) or 1 (acts), found 2", with(4, Cbor::Uint(2))),
        ("expected version 1 of a roll, found 2", with(1, Cbor::Uint(2))),
        ("a roll may have 7", roll_envelope(&[good.clone(), vec![Cbor::Null]].concat())),
        ("not in canonical form", with(5, Cbor::Raw(vec![0x18, 0]))),
        ("a roll carries no signatures", signed),
    ];
    let hostile: Vec<_> = cases.iter().map(|(what, item)| (*what, item.clone())).collect();
    for ((expected, _), sentence) in cases.iter().zip(all_refused(&before, &hostile)) {
        assert!(sentence.contains(expected), "expected {expected:?} in {sentence:?}");
    }
    let other = House::of(&[(50, 51)], &[], 3);
    let mut world = World::with(&[before, envelopes(&other, &[])].concat());
    // In another's namespace the entry is not there.
    let mut foreign = good.clone();
    foreign[2] = Cbor::Bytes(other.agent().as_bytes().to_vec());
    let missing = vec![ItemKey::of_entry(other.agent(), removal.id())];
    assert_eq!(world.offer_one(&roll_envelope(&foreign)), Verdict::Waits(missing));
    world.offer_one(&roll_envelope(&good)).key();
}

#[test]
fn a_roll_waits_for_its_entry_and_a_list_for_all_of_its_rolls() {
    let house = house();
    let thief: Vec<_> = (0..3).map(|salt| begin(&house, house.founding(), 3, salt)).collect();
    // Enough ids for two rolls; what is on the list need not be held.
    let mut ids: Vec<[u8; 32]> =
        (0..MAX_ROLL_IDS as u32).map(|at| *blake3::hash(&at.to_le_bytes()).as_bytes()).collect();
    ids.extend(thief[..2].iter().map(|change| *change.id().as_bytes()));
    let draft = Draft::rotation(house.founding(), key_set(&[(1, 11), (2, 12)], &[40])).keeping(ids);
    let removal = house.rotate(&draft, &[11, 12]);
    let rolls: Vec<Roll> = house.rolls(&draft);
    assert_eq!(rolls.len(), 2);
    let mut world =
        World::with(&[envelopes(&house, &[]), thief.iter().map(Change::to_bytes).collect()].concat());
    let titles = |world: &World| -> Vec<bool> {
        thief.iter().map(|change| world.title(change.record().unwrap()).is_some()).collect()
    };
    assert_eq!(titles(&world), [true, true, true]);
    let missing = vec![ItemKey::of_entry(house.agent(), removal.id())];
    for roll in &rolls {
        assert_eq!(world.offer_one(&roll.to_bytes()), Verdict::Waits(missing.clone()));
    }
    world.offer_one(&removal.to_bytes()).key();
    assert_eq!(titles(&world), [false, false, false], "until the list is held none of it counts");
    world.offer_one(&rolls[1].to_bytes()).key();
    assert_eq!(titles(&world), [false, false, false], "nor with half of it");
    world.offer_one(&rolls[0].to_bytes()).key();
    assert_eq!(titles(&world), [true, true, false]);
    let backdated = begin(&house, house.founding(), 3, 77);
    world.offer_one(&backdated.to_bytes()).key();
    assert_eq!(world.title(backdated.record().unwrap()), None, "valid, but it does not count");
    assert_eq!(rolls[0].list(), RollList::Keeps);
}
