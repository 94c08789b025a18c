//! Entries after the first: who may sign them, what they may follow, and the lists beside them.

use commons_identity::{
    AgentForm, Authority, Cards, Entry, EntryId, Erased, KeySet, MAX_LOG_ENTRIES, Policy, Unverified,
};
use commons_registry::{Change, Edit, ItemKey, Kind, MemoryRegistry, Operation, RecordId, Target};
use commons_tests::house::{Draft, House, cards, key_set, member, public, signed};

use super::world::{Verdict, World, all_refused, refused, title};

/// Three members: keys 1 to 3, next keys 11 to 13; one card, key 40.
pub(super) fn house() -> House {
    House::of(&[(1, 11), (2, 12), (3, 13)], &[40], 1)
}

pub(super) fn envelopes(house: &House, entries: &[&Entry<Unverified>]) -> Vec<Vec<u8>> {
    std::iter::once(house.genesis.to_bytes()).chain(entries.iter().map(|entry| entry.to_bytes())).collect()
}

/// The first change of a resource.
pub(super) fn begin(house: &House, entry: EntryId, key: u8, salt: u8) -> Change<Unverified> {
    let operations = vec![title("Seeds to share")];
    house.write(
        entry,
        key,
        Edit { target: Target::New(Kind::Resource), salt: [salt; 16], dependencies: vec![], operations },
    )
}

pub(super) fn edit(
    house: &House,
    entry: EntryId,
    key: u8,
    on: &Change<Unverified>,
    operations: Vec<Operation>,
) -> Change<Unverified> {
    let target = Target::Existing(on.record().unwrap());
    house.write(entry, key, Edit { target, salt: [9; 16], dependencies: vec![on.id()], operations })
}

#[test]
fn refuses_a_rotation_that_not_enough_next_keys_signed_or_anybody_else() {
    let house = house();
    let removal = Draft::rotation(house.founding(), key_set(&[(1, 11), (2, 12)], &[40]));
    let addition = Draft::rotation(
        house.founding(),
        key_set(&[(1, 11), (2, 12), (3, 13), (4, 14), (5, 15), (6, 16)], &[40]),
    );
    let cases = [
        ("one of the three", &removal, vec![11]),
        ("keys in use in place of next ones", &removal, vec![1, 2]),
        ("one next key and one in use", &removal, vec![11, 2]),
        ("a stranger beside enough", &removal, vec![11, 12, 60]),
        ("the card", &removal, vec![40]),
        ("the card beside enough", &removal, vec![11, 12, 40]),
        ("those who are only being added", &addition, vec![14, 15, 16]),
        ("their keys in use", &addition, vec![4, 5, 6]),
        ("one member and those who are being added", &addition, vec![11, 14, 15, 16]),
    ];
    let hostile: Vec<_> =
        cases.iter().map(|(what, draft, by)| (*what, house.rotate(draft, by).to_bytes())).collect();
    for ((what, _, by), sentence) in cases.iter().zip(all_refused(&envelopes(&house, &[]), &hostile)) {
        let expected = format!(
            "key-log entry: expected signatures by the next keys of at least 2 of the 3 members of entry {}, and by no other key; found {} signatures",
            house.founding().short(),
            by.len()
        );
        assert_eq!(sentence, expected, "{what}");
    }
    for by in [&[11, 12][..], &[12, 13], &[11, 12, 13]] {
        let mut world = World::with(&envelopes(&house, &[]));
        world.offer_one(&house.rotate(&addition, by).to_bytes()).key();
    }
}

/// Every subset of all keys there are: a rotation, a recovery, a tombstone and a settlement are taken exactly if the
/// right keys signed, enough of them and no other.
#[test]
fn of_all_sets_of_signers_just_the_quorate_ones_are_taken() {
    let house = House::of(&[(1, 11), (2, 12), (3, 13)], &[40, 41, 42], 1);
    let keys = key_set(&[(1, 11), (2, 12), (4, 14)], &[40, 41, 42]);
    let step = house.rotate(&Draft::rotation(house.founding(), keys.clone()), &[11, 12]);
    let mut before = MemoryRegistry::new();
    assert!(before.ingest(&envelopes(&house, &[&step])).iter().all(Result::is_ok));
    let all: [u8; 11] = [1, 2, 3, 4, 11, 12, 13, 14, 40, 41, 42];
    let other = key_set(&[(1, 11), (2, 12)], &[]);
    let contents: [(&str, Vec<u8>, [u8; 3]); 4] = [
        ("rotation", Draft::rotation(step.id(), other.clone()).rotation.content(house.agent()), [11, 12, 14]),
        ("recovery", Draft::recovery(step.id(), other).rotation.content(house.agent()), [40, 41, 42]),
        (
            "tombstone",
            commons_identity::Tombstone { previous: step.id(), target: Erased::Agent }.content(house.agent()),
            [11, 12, 14],
        ),
        (
            "settlement",
            commons_identity::Settlement { previous: step.id(), of: house.founding() }.content(house.agent()),
            [40, 41, 42],
        ),
    ];
    for (what, content, may) in contents {
        let mut taken = 0;
        for subset in 1..1_u32 << all.len() {
            let by: Vec<u8> = (0..all.len()).filter(|at| subset & (1 << at) != 0).map(|at| all[at]).collect();
            let enough = by.len() >= 2 && by.iter().all(|key| may.contains(key));
            let found = before.clone().ingest(&[signed(content.clone(), &by).to_bytes()])[0].is_ok();
            assert_eq!(found, enough, "{what} by {by:?}");
            taken += usize::from(found);
        }
        assert_eq!(taken, 4, "{what}: three pairs, and all three");
    }
}

#[test]
fn refuses_what_a_removed_member_signs_after_the_removal() {
    let house = house();
    let removal =
        house.rotate(&Draft::rotation(house.founding(), key_set(&[(1, 11), (2, 12)], &[40])), &[11, 12]);
    let without = Draft::rotation(removal.id(), key_set(&[(1, 11)], &[40]));
    let before = envelopes(&house, &[&removal]);
    all_refused(
        &before,
        &[
            ("the removed member's next key", house.rotate(&without, &[13]).to_bytes()),
            ("with one of the members", house.rotate(&without, &[11, 13]).to_bytes()),
            ("a tombstone", house.erase(removal.id(), Erased::Agent, &[12, 13]).to_bytes()),
            ("a change under the entry that removed it", begin(&house, removal.id(), 3, 1).to_bytes()),
        ],
    );
}

#[test]
fn an_entry_waits_for_the_one_before_it_whoever_signed() {
    let house = house();
    let first =
        house.rotate(&Draft::rotation(house.founding(), key_set(&[(1, 11), (2, 12)], &[40])), &[11, 12]);
    let entries = [
        house.rotate(&Draft::rotation(first.id(), key_set(&[(1, 11), (2, 12), (4, 14)], &[40])), &[11, 12]),
        house.rotate(&Draft::recovery(first.id(), key_set(&[(4, 14)], &[40])), &[40]),
        house.erase(first.id(), Erased::Agent, &[11, 12]),
        house.settle(first.id(), house.founding(), &[40]),
        house.erase(first.id(), Erased::Record([7; 32]), &[60]),
    ];
    let missing = vec![ItemKey::of_entry(house.agent(), first.id())];
    let mut world = World::with(&envelopes(&house, &[]));
    let state = world.state();
    for entry in &entries {
        assert_eq!(world.offer_one(&entry.to_bytes()), Verdict::Waits(missing.clone()));
    }
    assert_eq!(world.state(), state);
    world.offer_one(&first.to_bytes()).key();
    for entry in &entries[..4] {
        world.offer_one(&entry.to_bytes()).key();
    }
    world.offer_one(&entries[4].to_bytes()).refusal();
}

#[test]
fn nothing_follows_a_tombstone_or_a_settlement() {
    let house = house();
    let stone = house.erase(house.founding(), Erased::Record([7; 32]), &[11, 12]);
    let step =
        house.rotate(&Draft::rotation(house.founding(), key_set(&[(1, 11), (2, 12)], &[40])), &[11, 12]);
    let word = house.settle(step.id(), house.founding(), &[40]);
    for leaf in [&stone, &word] {
        let hostile = [
            (
                "rotation",
                house.rotate(&Draft::rotation(leaf.id(), key_set(&[(1, 11)], &[40])), &[11, 12]).to_bytes(),
            ),
            (
                "recovery",
                house.rotate(&Draft::recovery(leaf.id(), key_set(&[(4, 14)], &[40])), &[40]).to_bytes(),
            ),
            ("tombstone", house.erase(leaf.id(), Erased::Agent, &[11, 12]).to_bytes()),
            ("settlement", house.settle(leaf.id(), house.founding(), &[40]).to_bytes()),
        ];
        for sentence in all_refused(&envelopes(&house, &[&stone, &step, &word]), &hostile) {
            assert_eq!(
                sentence,
                format!(
                    "key-log entry: follows entry {}, which names no keys and which nothing can follow",
                    leaf.id().short()
                )
            );
        }
        let sentence =
            refused(&envelopes(&house, &[&stone, &step, &word]), &begin(&house, leaf.id(), 1, 1).to_bytes());
        assert!(sentence.contains("is not one of those that may sign under entry"), "{sentence}");
    }
}

#[test]
fn refuses_a_key_that_came_back() {
    let house = house();
    let removal =
        house.rotate(&Draft::rotation(house.founding(), key_set(&[(1, 11), (2, 12)], &[40])), &[11, 12]);
    let again =
        house.rotate(&Draft::rotation(removal.id(), key_set(&[(1, 11), (2, 12), (4, 14)], &[40])), &[11, 12]);
    let taken_up = house
        .rotate(&Draft::rotation(again.id(), key_set(&[(11, 21), (2, 12), (4, 14)], &[40])), &[11, 12, 14]);
    let before = envelopes(&house, &[&removal, &again, &taken_up]);
    for (draft, by, back) in [
        (Draft::rotation(removal.id(), key_set(&[(1, 11), (2, 12), (3, 23)], &[40])), &[11, 12][..], 3),
        (Draft::rotation(again.id(), key_set(&[(1, 11), (2, 12), (3, 13)], &[40])), &[11, 12, 14], 3),
        (Draft::rotation(taken_up.id(), key_set(&[(1, 22), (2, 12)], &[40])), &[21, 12, 14], 1),
        (Draft::recovery(again.id(), key_set(&[(3, 13)], &[40])), &[40], 3),
    ] {
        let sentence = refused(&before, &house.rotate(&draft, by).to_bytes());
        let expected = format!(
            "key-log entry: key {} was in use before: a member who comes back takes a new one",
            public(back)
        );
        assert_eq!(sentence, expected);
    }
}

#[test]
fn refuses_changes_to_keep_where_no_key_is_removed() {
    let house = house();
    let same = Draft::rotation(house.founding(), key_set(&[(1, 11), (2, 12), (3, 13), (4, 14)], &[40]))
        .keeping([[5; 32]]);
    let sentence = refused(&envelopes(&house, &[]), &house.rotate(&same, &[11, 12]).to_bytes());
    assert_eq!(sentence, "key-log entry: lists changes to keep of removed keys, but removes no key");
    // Proposals may be listed whoever stays, and a key that is taken up removes the one before.
    for draft in [
        Draft::rotation(house.founding(), key_set(&[(1, 11), (2, 12), (3, 13)], &[])).sealing([[5; 32]]),
        Draft::rotation(house.founding(), key_set(&[(11, 21), (2, 12), (3, 13)], &[])).keeping([[5; 32]]),
    ] {
        World::with(&envelopes(&house, &[&house.rotate(&draft, &[11, 12])]));
    }
}

#[test]
fn a_person_goes_on_having_one_key() {
    let person = House::found(AgentForm::Person, key_set(&[(1, 11)], &[40]), &[1], 1);
    let two = key_set(&[(1, 11), (2, 12)], &[40]);
    for (draft, by) in
        [(Draft::rotation(person.founding(), two.clone()), 11), (Draft::recovery(person.founding(), two), 40)]
    {
        let sentence = refused(&envelopes(&person, &[]), &person.rotate(&draft, &[by]).to_bytes());
        assert!(
            sentence.ends_with("expected exactly one (a person has one key) signing keys, found 2"),
            "{sentence}"
        );
    }
    let one = Draft::rotation(person.founding(), key_set(&[(11, 21)], &[40]));
    World::with(&envelopes(&person, &[&person.rotate(&one, &[11])]));
}

#[test]
fn refuses_a_recovery_by_old_cards_or_by_too_few() {
    let house = House::of(&[(1, 11), (2, 12)], &[40, 41, 42], 1);
    let other_cards =
        house.rotate(&Draft::rotation(house.founding(), key_set(&[(1, 11), (2, 12)], &[43, 44])), &[11, 12]);
    let before = envelopes(&house, &[&other_cards]);
    let fresh = key_set(&[(4, 14)], &[45]);
    let of = |entry: EntryId, needed: usize, cards: usize, found: usize| {
        format!(
            "key-log entry: expected signatures by at least {needed} of the {cards} recovery cards of entry {}, and by no other key; found {found} signatures",
            entry.short()
        )
    };
    let on = |entry: EntryId, by: &[u8]| house.rotate(&Draft::recovery(entry, fresh.clone()), by).to_bytes();
    let (first, second) = (house.founding(), other_cards.id());
    for (entry, by, expected) in [
        (second, &[40, 41, 42][..], of(second, 2, 2, 3)),
        (second, &[43], of(second, 2, 2, 1)),
        (second, &[43, 44, 40], of(second, 2, 2, 3)),
        (first, &[40], of(first, 2, 3, 1)),
        (first, &[43, 44], of(first, 2, 3, 2)),
        (first, &[11, 12], of(first, 2, 3, 2)),
        (first, &[40, 41, 11], of(first, 2, 3, 3)),
    ] {
        assert_eq!(refused(&before, &on(entry, by)), expected);
    }
    let mut world = World::with(&before);
    world.offer_one(&on(first, &[40, 42])).key();
    // Without cards there is no recovery, however many sign.
    let bare = House::of(&[(1, 11)], &[], 2);
    let draft = Draft::recovery(bare.founding(), fresh);
    let sentence = refused(&envelopes(&bare, &[]), &bare.rotate(&draft, &[11]).to_bytes());
    assert!(sentence.contains("at least 0 of the 0 recovery cards"), "{sentence}");
}

#[test]
fn refuses_a_settlement_of_a_fork_that_it_does_not_build_on() {
    let house = house();
    let left =
        house.rotate(&Draft::rotation(house.founding(), key_set(&[(1, 11), (2, 12)], &[40])), &[11, 12]);
    let right =
        house.rotate(&Draft::rotation(house.founding(), key_set(&[(2, 12), (3, 13)], &[40])), &[12, 13]);
    let before = envelopes(&house, &[&left, &right]);
    for (previous, of) in [
        (left.id(), right.id()),
        (left.id(), left.id()),
        (house.founding(), house.founding()),
        (left.id(), EntryId::from_bytes([9; 32])),
        (house.founding(), left.id()),
    ] {
        let sentence = refused(&before, &house.settle(previous, of, &[40]).to_bytes());
        let expected = format!(
            "key-log entry: settles a disagreement at entry {}, which its branch does not follow",
            of.short()
        );
        assert_eq!(sentence, expected);
    }
    let mut world = World::with(&before);
    let agent = house.agent();
    assert_eq!(world.memory.log_of(agent).current(), house.founding(), "frozen");
    world.offer_one(&house.settle(left.id(), house.founding(), &[11, 12]).to_bytes()).refusal();
    world.offer_one(&house.settle(left.id(), house.founding(), &[40]).to_bytes()).key();
    assert_eq!(world.memory.log_of(agent).current(), left.id());
    assert_eq!(world.store.key_log(agent).unwrap().current(), left.id());
}

/// A quorum that has nothing better to do writes tombstones: the log stays bounded, and what is held stays valid.
#[test]
fn a_key_log_is_kept_up_to_a_bound() {
    let alone = House::of(&[(1, 11)], &[40], 1);
    let stones: Vec<Vec<u8>> = (0..MAX_LOG_ENTRIES as u32 + 10)
        .map(|at| {
            let target = Erased::Record(*blake3::hash(&at.to_le_bytes()).as_bytes());
            alone.erase(alone.founding(), target, &[11]).to_bytes()
        })
        .collect();
    let mut world = World::with(&envelopes(&alone, &[]));
    let verdicts = world.offer(&stones);
    let kept = verdicts.iter().filter(|verdict| matches!(verdict, Verdict::Kept(_))).count();
    assert_eq!(kept, MAX_LOG_ENTRIES - 1, "beside the genesis");
    assert!(verdicts[kept..].iter().all(|verdict| *verdict == Verdict::Declined));
    // The wrong ones are still told from those there is no room for.
    world.offer_one(&alone.erase(alone.founding(), Erased::Agent, &[1]).to_bytes()).refusal();
    // Members go on writing.
    world.offer_one(&begin(&alone, alone.founding(), 1, 1).to_bytes()).key();
}

/// A key set that does not fit itself is refused in a rotation as in a genesis, before anybody asks who signed.
#[test]
fn refuses_a_rotation_to_keys_that_do_not_fit_each_other() {
    let house = house();
    let good = Draft::rotation(house.founding(), key_set(&[(1, 11), (2, 12)], &[40]));
    assert_eq!(good.rotation.authority, Authority::Members);
    let members = vec![member(1, 11), member(2, 11)];
    assert!(KeySet::new(members, 2, cards(&[40]), Policy::default()).is_err());
    assert!(KeySet::new(vec![member(1, 2), member(2, 12)], 2, Cards::none(), Policy::default()).is_err());
    // In bytes: the second member's next digest is made that of the first.
    let mut content = good.rotation.content(house.agent());
    let digest = *public(12).next_digest().as_bytes();
    let at = content.windows(32).position(|window| window == digest).unwrap();
    content[at..at + 32].copy_from_slice(public(11).next_digest().as_bytes());
    let signatures: Vec<_> =
        [11, 12].map(|number| (public(number), commons_tests::house::key(number).sign(&content))).to_vec();
    let mut sorted = signatures;
    sorted.sort_by_key(|(key, _)| *key);
    let pairs = sorted.iter().map(|(key, signature)| (key.as_bytes(), signature));
    let sentence = refused(&envelopes(&house, &[]), &super::bytes::entry_envelope_of(&content, pairs));
    assert!(sentence.contains("one digest stands twice"), "{sentence}");
}

/// Only the right to write matters here, not to which record: a change may cite any entry that holds its key.
#[test]
fn a_change_under_a_contested_branch_is_kept_and_counts_once_cards_name_it() {
    let house = house();
    let left =
        house.rotate(&Draft::rotation(house.founding(), key_set(&[(1, 11), (2, 12)], &[40])), &[11, 12]);
    let right =
        house.rotate(&Draft::rotation(house.founding(), key_set(&[(2, 12), (4, 14)], &[40])), &[12, 13]);
    let on_right = begin(&house, right.id(), 4, 1);
    let record: RecordId = on_right.record().unwrap();
    let mut world = World::with(&[envelopes(&house, &[&left, &right]), vec![on_right.to_bytes()]].concat());
    assert_eq!(world.title(record), None);
    world.offer_one(&house.settle(right.id(), house.founding(), &[40]).to_bytes()).key();
    assert_eq!(world.title(record).as_deref(), Some("Seeds to share"));
    let log = world.memory.log_of(house.agent());
    assert!(log.is_void(&left.id()) && log.contest().is_none());
    // A tombstone on the void branch is kept, and erases nothing.
    let stone = house.erase(left.id(), Erased::Record(*record.as_bytes()), &[11, 12]);
    world.offer_one(&stone.to_bytes()).key();
    assert_eq!(world.title(record).as_deref(), Some("Seeds to share"));
}
