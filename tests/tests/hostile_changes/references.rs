//! What a change refers to: the key-log entry it cites, its record, its dependencies.

use commons_identity::EntryId;
use commons_registry::{Change, Edit, ItemKey, Kind, Operation, Target, Value};

use super::bytes::{Cbor, DEPENDENCIES, ENTRY, KIND, RECORD, first_change, later_change, signed};
use super::world::{Garden, Verdict, World, all_refused, begin, refused, title};

#[test]
fn refuses_a_change_signed_by_a_key_that_is_not_in_the_entry_it_cites() {
    let (garden, stranger) = (Garden::new(1), Garden::new(2));
    let mut content = later_change(&garden);
    content[super::bytes::KEY] = first_change(&stranger.member())[super::bytes::KEY].clone();
    let items = [garden.items(), stranger.items()].concat();
    let sentence = refused(&items, &signed(&stranger.member(), &content));
    let expected = format!("change: key {} is not one of", commons_registry::Signer::key(&stranger.member()));
    assert!(sentence.contains(expected.trim_start_matches("change: ")), "{sentence}");
    assert!(sentence.contains(&garden.agent.genesis.id().short()), "{sentence}");
}

#[test]
fn a_change_that_cites_the_entry_of_another_agent_waits_for_an_entry_that_never_comes() {
    let (garden, stranger) = (Garden::new(1), Garden::new(2));
    let mut content = later_change(&garden);
    content[ENTRY] = Cbor::Bytes(stranger.agent.genesis.id().as_bytes().to_vec());
    content[super::bytes::KEY] = first_change(&stranger.member())[super::bytes::KEY].clone();
    let mut world = World::with(&[garden.items(), stranger.items()].concat());
    let state = world.state();
    let missing = ItemKey::of_entry(garden.agent.id(), stranger.agent.genesis.id());
    assert_eq!(world.offer_one(&signed(&stranger.member(), &content)), Verdict::Waits(vec![missing]));
    assert_eq!(world.state(), state);
}

#[test]
fn a_change_whose_key_log_entry_is_missing_waits_for_it() {
    let garden = Garden::new(1);
    let mut world = World::new();
    let entry = ItemKey::of_entry(garden.agent.id(), garden.agent.genesis.id());
    let state = world.state();
    assert_eq!(world.offer_one(&garden.first.to_bytes()), Verdict::Waits(vec![entry]));
    assert_eq!(world.state(), state);
    world.offer_one(&garden.agent.genesis.to_bytes()).key();
    world.offer_one(&garden.first.to_bytes()).key();
    let nobody = EntryId::from_bytes([9; 32]);
    let mut content = later_change(&garden);
    content[ENTRY] = Cbor::Bytes(nobody.as_bytes().to_vec());
    let waits = Verdict::Waits(vec![ItemKey::of_entry(garden.agent.id(), nobody)]);
    assert_eq!(world.offer_one(&signed(&garden.member(), &content)), waits);
}

#[test]
fn a_change_whose_dependency_is_missing_waits_and_comes_in_after_it() {
    let garden = Garden::new(1);
    let second = garden.edit(1, vec![title("Second")]);
    let third = garden.edit_on(2, vec![second.id()], vec![title("Third")]);
    let mut world = World::with(&garden.items());
    let state = world.state();
    let missing = ItemKey::of_change(garden.agent.id(), second.id());
    assert_eq!(world.offer_one(&third.to_bytes()), Verdict::Waits(vec![missing]));
    assert_eq!(world.state(), state, "what waits is not held");
    world.offer_one(&second.to_bytes()).key();
    world.offer_one(&third.to_bytes()).key();
    let straight = World::with(&[garden.items(), vec![second.to_bytes(), third.to_bytes()]].concat());
    assert_eq!(world.state(), straight.state());
    assert_eq!(world.view(garden.record()).heads, [third.id()]);
}

#[test]
fn a_change_names_everything_it_waits_for_at_once() {
    let garden = Garden::new(1);
    let mut unknown = [[3; 32], [4; 32]].map(commons_registry::ChangeId::from_bytes).to_vec();
    unknown.push(garden.first.id());
    unknown.sort_unstable();
    let change = garden.edit_on(1, unknown, vec![title("Bread")]);
    let Verdict::Waits(missing) = World::new().offer_one(&change.to_bytes()) else { panic!("it must wait") };
    assert_eq!(missing.len(), 4, "the entry, and three changes");
}

#[test]
fn refuses_a_dependency_in_another_record() {
    let garden = Garden::new(1);
    let other = begin(&garden.member(), Kind::Resource, [2; 16], vec![title("Tools to lend")]);
    let items = [garden.items(), vec![other.to_bytes()]].concat();
    let mut both = vec![garden.first.id(), other.id()];
    both.sort_unstable();
    for dependencies in [vec![other.id()], both] {
        let change = garden.edit_on(1, dependencies, vec![title("Bread")]);
        let sentence = refused(&items, &change.to_bytes());
        assert_eq!(sentence, format!("depends on change {} of another record", other.id().short()));
    }
}

#[test]
fn refuses_a_record_that_is_not_that_of_the_dependencies() {
    let garden = Garden::new(1);
    let mut content = later_change(&garden);
    content[RECORD] = Cbor::Bytes(vec![5; 32]);
    let sentence = refused(&garden.items(), &signed(&garden.member(), &content));
    assert!(sentence.ends_with("of another record"), "{sentence}");
}

#[test]
fn refuses_a_dependency_in_another_namespace() {
    let (garden, other) = (Garden::new(1), Garden::new(2));
    let items = [garden.items(), other.items()].concat();
    // Writing in one's own namespace on another's record, and on one's own with another's change among the ground.
    let foreign = Edit {
        target: Target::Existing(other.record()),
        salt: [1; 16],
        dependencies: vec![other.first.id()],
        operations: vec![title("Bread")],
    };
    let mut both = vec![garden.first.id(), other.first.id()];
    both.sort_unstable();
    for change in [Change::author(&garden.member(), foreign), garden.edit_on(1, both, vec![title("Bread")])] {
        let sentence = refused(&items, &change.to_bytes());
        assert_eq!(sentence, format!("depends on change {} of another namespace", other.first.id().short()));
    }
}

#[test]
fn refuses_a_first_change_with_a_record_or_dependencies_and_a_later_one_with_a_kind_or_without() {
    let garden = Garden::new(1);
    let record = Cbor::Bytes(garden.record().as_bytes().to_vec());
    let first_with = |at: usize, value: Cbor| {
        let mut content = first_change(&garden.member());
        content[at] = value;
        signed(&garden.member(), &content)
    };
    let later_with = |at: usize, value: Cbor| {
        let mut content = later_change(&garden);
        content[at] = value;
        signed(&garden.member(), &content)
    };
    let dependencies = later_change(&garden)[DEPENDENCIES].clone();
    let sentences = all_refused(
        &garden.items(),
        &[
            ("a first change with dependencies", first_with(DEPENDENCIES, dependencies)),
            ("a first change with a record", first_with(RECORD, record)),
            ("a first change without a kind", first_with(KIND, Cbor::Null)),
            ("a later change with a kind", later_with(KIND, Cbor::Uint(2))),
            ("a later change without a record", later_with(RECORD, Cbor::Bytes(vec![]))),
            ("a later change with half a record", later_with(RECORD, Cbor::Bytes(vec![5; 16]))),
            ("a later change without dependencies", later_with(DEPENDENCIES, Cbor::Array(vec![]))),
        ],
    );
    for sentence in sentences {
        let expected = "a first change names a kind and nothing before it, a later one names its record";
        assert!(sentence.contains(expected), "{sentence}");
    }
}

#[test]
fn refuses_unsorted_and_repeated_dependencies() {
    let garden = Garden::new(1);
    let second = garden.edit(1, vec![title("Second")]);
    let items = [garden.items(), vec![second.to_bytes()]].concat();
    let mut ids = [garden.first.id(), second.id()];
    ids.sort_unstable();
    for wrong in [vec![ids[1], ids[0]], vec![ids[0], ids[0]], vec![ids[0], ids[1], ids[1]]] {
        let change = garden.edit_on(2, wrong, vec![title("Bread")]);
        let sentence = refused(&items, &change.to_bytes());
        assert_eq!(sentence, "change: dependencies must be sorted and each stand once");
    }
}

/// Approving or adopting what is not there is not refused: it says nothing, whoever reads it.
#[test]
fn an_approval_of_nothing_is_kept_and_changes_nothing() {
    let garden = Garden::new(1);
    let nothing = commons_registry::ChangeId::from_bytes([8; 32]);
    let mut world = World::with(&garden.items());
    let before = world.view(garden.record());
    let operations = vec![
        Operation::Approve { proposal: nothing, entry: EntryId::from_bytes([8; 32]) },
        Operation::Adopt { change: nothing },
    ];
    world.offer_one(&garden.edit(1, operations).to_bytes()).key();
    let after = world.view(garden.record());
    assert_eq!((before.fields, before.conflicts), (after.fields, after.conflicts));
    assert_eq!(after.proposals, []);
}

/// One member of two cannot pass a licence by approving it twice, nor by approving it for the other.
#[test]
fn one_member_of_two_cannot_change_the_licence_alone() {
    let garden = Garden::new(1);
    let mut world = World::with(&garden.items());
    let licence = Operation::Put { field: 4, key: None, value: Value::from("CC0-1.0") };
    let proposal = garden.edit(1, vec![licence]);
    let entry = garden.agent.genesis.id();
    let approve = || vec![Operation::Approve { proposal: proposal.id(), entry }; 3];
    let again = garden.edit_on(2, vec![proposal.id()], approve());
    world.offer_one(&proposal.to_bytes()).key();
    world.offer_one(&again.to_bytes()).key();
    let view = world.view(garden.record());
    assert_eq!(view.one("licence"), None);
    assert_eq!((view.proposals[0].approvals.len(), view.proposals[0].needed), (1, 2));
    let other = Edit {
        target: Target::Existing(garden.record()),
        salt: [3; 16],
        dependencies: vec![again.id()],
        operations: approve(),
    };
    world.offer_one(&Change::author(&garden.agent.member(1), other).to_bytes()).key();
    let view = world.view(garden.record());
    assert_eq!((view.text("licence"), view.proposals.len()), (Some("CC0-1.0"), 0));
}
