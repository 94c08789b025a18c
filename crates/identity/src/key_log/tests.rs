//! What follows from a handful of entries. Random graphs and the exhaustive model are in `tests/`.

use super::*;
use crate::{Authority, Commitment, Member, Policy, Settlement, SigningKey, Tombstone, Unverified};

fn key(seed: u8) -> SigningKey {
    SigningKey::from_secret(&[seed; 32])
}

/// The member who signs with key `seed` and takes up key `seed + 100` next.
fn member(seed: u8) -> Member {
    Member { key: key(seed).public(), next: key(seed + 100).public().next_digest() }
}

fn set(seeds: &[u8], threshold: usize) -> KeySet {
    let cards = Cards::new(vec![key(200).public().recovery_digest()], 1).unwrap();
    KeySet::new(seeds.iter().map(|seed| member(*seed)).collect(), threshold, cards, Policy::default())
        .unwrap()
}

fn found(seeds: &[u8], threshold: usize) -> Entry {
    let genesis =
        Genesis { form: AgentForm::Organisation, keys: set(seeds, threshold), salt: [9; crate::SALT_LENGTH] };
    Entry::found(&genesis, &seeds.iter().map(|seed| key(*seed)).collect::<Vec<_>>()).unwrap()
}

fn rotation(previous: EntryId, keys: KeySet) -> Rotation {
    let (keeps, acts) = (Commitment::default(), Commitment::default());
    Rotation { previous, authority: Authority::Members, keys, keeps, acts }
}

fn signed(content: Vec<u8>, seeds: &[u8]) -> Entry {
    let signatures = seeds.iter().map(|seed| (key(*seed).public(), key(*seed).sign(&content))).collect();
    Entry::<Unverified>::assemble(content, signatures).unwrap().verify().unwrap()
}

struct World {
    genesis: Entry,
    entries: Vec<Entry>,
    rolls: Vec<Roll>,
}

impl World {
    fn new(seeds: &[u8], threshold: usize) -> Self {
        let genesis = found(seeds, threshold);
        Self { entries: vec![genesis.clone()], genesis, rolls: Vec::new() }
    }

    fn log(&self) -> KeyLog {
        KeyLog::from_parts(self.genesis.agent(), self.entries.clone(), self.rolls.clone())
    }

    fn add(&mut self, entry: Entry) -> EntryId {
        self.log().judge(&entry).unwrap();
        let id = entry.id();
        self.entries.push(entry);
        id
    }

    fn rotate(&mut self, rotation: Rotation, signers: &[u8]) -> EntryId {
        self.add(signed(rotation.content(self.genesis.agent()), signers))
    }

    fn refuse(&self, content: Vec<u8>, signers: &[u8]) -> RightsError {
        match self.log().judge(&signed(content, signers)) {
            Err(Unfit::Invalid(reason)) => reason,
            other => panic!("expected a refusal, found {other:?}"),
        }
    }
}

const OLD: ListedId = [1; 32];
const NEW: ListedId = [2; 32];

#[test]
fn a_removed_key_counts_for_what_the_roll_lists_once_that_is_held() {
    let mut world = World::new(&[1, 2, 3], 2);
    let founding = world.genesis.id();
    let (keeps, parts) = Commitment::to([OLD]).unwrap();
    let removal = Rotation { keeps, ..rotation(founding, set(&[1, 2], 2)) };
    let removal = world.rotate(removal, &[101, 102]);
    let thief = key(3).public();
    assert!(!world.log().counts(founding, &thief, &OLD), "the roll is not held");
    assert!(!world.log().is_whole());
    world.rolls.extend(Roll::parts_of(world.genesis.agent(), removal, RollList::Keeps, parts));
    let log = world.log();
    assert!(log.is_whole());
    assert!(log.counts(founding, &thief, &OLD));
    assert!(!log.counts(founding, &thief, &NEW), "backdated or not");
    assert!(log.counts(founding, &key(1).public(), &NEW));
    assert!(log.counts(removal, &key(1).public(), &NEW));
    assert_eq!(log.current(), removal);
    assert_eq!(log.removal_of(&thief), Some(removal));
}

#[test]
fn a_rotation_takes_enough_next_keys_and_nobody_else() {
    let world = World::new(&[1, 2, 3], 2);
    let content = rotation(world.genesis.id(), set(&[1, 2], 2)).content(world.genesis.agent());
    for signers in [&[101][..], &[1, 2], &[101, 2], &[101, 102, 50], &[200]] {
        assert!(
            matches!(world.refuse(content.clone(), signers), RightsError::NoQuorum { needed: 2, .. }),
            "{signers:?}"
        );
    }
    assert_eq!(world.log().judge(&signed(content, &[102, 103])), Ok(()));
}

#[test]
fn a_key_never_comes_back() {
    let mut world = World::new(&[1, 2, 3], 2);
    let removal = world.rotate(rotation(world.genesis.id(), set(&[1, 2], 2)), &[101, 102]);
    let back = rotation(removal, set(&[1, 2, 3], 2)).content(world.genesis.agent());
    assert_eq!(world.refuse(back, &[101, 102]), RightsError::KeyCameBack(key(3).public()));
}

#[test]
fn two_quorate_branches_freeze_the_log_until_cards_name_one() {
    let mut world = World::new(&[1, 2, 3], 2);
    let founding = world.genesis.id();
    let left = world.rotate(rotation(founding, set(&[1, 2], 2)), &[101, 102]);
    let left_again = world.rotate(rotation(left, set(&[1, 2, 4], 2)), &[101, 102]);
    let right = world.rotate(rotation(founding, set(&[2, 3], 2)), &[102, 103]);
    let log = world.log();
    let mut branches = vec![left, right];
    branches.sort_unstable();
    assert_eq!(log.contest(), Some(&Contest { at: founding, branches }));
    assert_eq!(log.current(), founding, "the longer branch does not win");
    assert!(log.counts(founding, &key(3).public(), &NEW), "what cites earlier entries still counts");
    assert!(!log.counts(left, &key(1).public(), &NEW));
    let agent = world.genesis.agent();
    let word = Settlement { previous: left, of: founding }.content(agent);
    assert!(matches!(world.refuse(word.clone(), &[101, 102]), RightsError::TooFewCards { needed: 1, .. }));
    world.add(signed(word, &[200]));
    let log = world.log();
    assert_eq!((log.current(), log.contest()), (left_again, None));
    assert!(log.is_void(&right));
    assert!(!log.counts(right, &key(3).public(), &NEW));
    // A third branch from there has nothing to say any more.
    world.rotate(rotation(founding, set(&[1, 3], 2)), &[101, 103]);
    assert_eq!(world.log().current(), left_again);
}

#[test]
fn a_card_recovers_what_a_thief_rotated_away() {
    let mut world = World::new(&[1], 1);
    let founding = world.genesis.id();
    let theft = world.rotate(rotation(founding, set(&[7], 1)), &[101]);
    assert_eq!(world.log().current(), theft);
    let rescue = Rotation { authority: Authority::Cards, ..rotation(founding, set(&[8], 1)) };
    let rescue = world.rotate(rescue, &[200]);
    let log = world.log();
    assert_eq!(log.current(), rescue);
    assert!(log.is_void(&theft));
    assert_eq!(log.removal_of(&key(1).public()), Some(rescue));
}

#[test]
fn a_tombstone_holds_on_every_branch_that_is_not_void() {
    let mut world = World::new(&[1, 2, 3], 2);
    let (founding, agent) = (world.genesis.id(), world.genesis.agent());
    let stone = |previous, id| Tombstone { previous, target: Erased::Record(id) }.content(agent);
    assert!(matches!(world.refuse(stone(founding, OLD), &[103]), RightsError::NoQuorum { .. }));
    let first = world.add(signed(stone(founding, OLD), &[101, 103]));
    let left = world.rotate(rotation(founding, set(&[1, 2], 2)), &[101, 102]);
    assert_eq!(world.log().erasure_of(&OLD), Some(first), "no later rotation undoes it");
    let right = world.rotate(rotation(founding, set(&[2, 3], 2)), &[102, 103]);
    world.add(signed(stone(right, NEW), &[102, 103]));
    assert!(world.log().erasure_of(&NEW).is_some(), "a contested branch is not void");
    world.add(signed(Settlement { previous: left, of: founding }.content(agent), &[200]));
    assert!(world.log().erasure_of(&NEW).is_none());
    assert!(world.log().erasure_of(&OLD).is_some());
    let after = rotation(first, set(&[1, 2], 2)).content(agent);
    assert_eq!(world.refuse(after, &[101, 102]), RightsError::AfterLast(first));
}

#[test]
fn what_earlier_members_approve_after_they_handed_on_decides_nothing() {
    let mut world = World::new(&[1], 1);
    let founding = world.genesis.id();
    assert!(world.log().decides(founding, &OLD));
    let (acts, parts) = Commitment::to([OLD]).unwrap();
    let grown = Rotation { acts, ..rotation(founding, set(&[1, 2, 3], 2)) };
    let grown = world.rotate(grown, &[101]);
    world.rolls.extend(Roll::parts_of(world.genesis.agent(), grown, RollList::Acts, parts));
    let log = world.log();
    assert!(log.decides(founding, &OLD));
    assert!(!log.decides(founding, &NEW), "backdated by the founder, who is a member still");
    assert!(log.decides(grown, &NEW));
    assert!(log.is_sealed(founding) && !log.is_sealed(grown));
}

#[test]
fn rolls_are_read_back_and_spoilt_ones_refused() {
    let ids: Vec<ListedId> = (0..4000_u32).map(|at| *blake3::hash(&at.to_le_bytes()).as_bytes()).collect();
    let (commitment, parts) = Commitment::to(ids).unwrap();
    assert_eq!((commitment.count(), commitment.parts(), parts.len()), (4000, 3, 3));
    let agent = AgentId::from_bytes([5; 32]);
    for roll in Roll::parts_of(agent, EntryId::from_bytes([6; 32]), RollList::Keeps, parts) {
        assert!(commitment.commits_to(&roll));
        let bytes = roll.to_bytes();
        assert!(bytes.len() <= 64 * 1024);
        assert_eq!(Roll::decode(&bytes), Ok(roll.clone()));
        for cut in [1, 33, bytes.len() / 2, bytes.len() - 1] {
            assert!(Roll::decode(&bytes[..cut]).is_err());
        }
        let mut other = bytes.clone();
        other[200] ^= 1;
        assert!(Roll::decode(&other).map_or(true, |other| !commitment.commits_to(&other)));
    }
}
