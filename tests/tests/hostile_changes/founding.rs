//! The first entry of a key log: every founding key signs, nobody else, and the numbers fit.

use commons_identity::{MAX_ENTRY_BYTES, SigningKey};

use super::bytes::{Cbor, entry_envelope, entry_envelope_of};
use super::world::{World, all_refused, refused};

const ORGANISATION: u64 = 0;
const PERSON: u64 = 1;

/// What a genesis says, each part of which may be wrong.
#[derive(Clone)]
struct Founding {
    form: Cbor,
    /// Each member's key, and the digest of the next.
    members: Vec<([u8; 32], [u8; 32])>,
    threshold: u64,
    recovery: Vec<[u8; 32]>,
    recovery_threshold: u64,
    acts: Vec<u64>,
    salt: usize,
}

fn keys(count: u8) -> Vec<SigningKey> {
    let mut keys: Vec<_> = (0..count).map(|seed| SigningKey::from_secret(&[100 + seed; 32])).collect();
    keys.sort_by_key(SigningKey::public);
    keys
}

fn digests(count: u8) -> Vec<[u8; 32]> {
    (0..count).map(|byte| [byte; 32]).collect()
}

impl Founding {
    fn of(form: u64, count: u8) -> Self {
        Self {
            form: Cbor::Uint(form),
            members: keys(count).iter().map(|key| *key.public().as_bytes()).zip(digests(count)).collect(),
            threshold: u64::from(count) / 2 + 1,
            recovery: digests(1),
            recovery_threshold: 1,
            acts: vec![],
            salt: 16,
        }
    }

    fn content(&self) -> Vec<u8> {
        let list =
            |list: &[[u8; 32]]| Cbor::Array(list.iter().map(|bytes| Cbor::Bytes(bytes.to_vec())).collect());
        let members = self.members.iter().map(|(key, next)| list(&[*key, *next])).collect();
        Cbor::Array(vec![
            Cbor::Text("commons key-log"),
            Cbor::Uint(1),
            Cbor::Bytes(vec![]),
            Cbor::Uint(0),
            self.form.clone(),
            Cbor::Array(vec![
                Cbor::Array(members),
                Cbor::Uint(self.threshold),
                list(&self.recovery),
                Cbor::Uint(self.recovery_threshold),
                Cbor::Array(self.acts.iter().map(|act| Cbor::Uint(*act)).collect()),
            ]),
            Cbor::Bytes(vec![3; self.salt]),
        ])
        .encode()
    }

    /// Signed by the keys it should be signed by.
    fn signed(&self) -> Vec<u8> {
        let all = keys(40);
        let named =
            |key: &&SigningKey| self.members.iter().any(|(named, _)| named == key.public().as_bytes());
        let signers: Vec<_> = all.iter().filter(named).collect();
        entry_envelope(&self.content(), &signers)
    }

    fn with(mut self, change: impl FnOnce(&mut Self)) -> Vec<u8> {
        change(&mut self);
        self.signed()
    }
}

#[test]
fn takes_what_is_as_it_should_be() {
    for (form, count) in [(PERSON, 1), (ORGANISATION, 1), (ORGANISATION, 2), (ORGANISATION, 32)] {
        World::with(&[Founding::of(form, count).signed()]);
    }
    World::with(&[Founding::of(ORGANISATION, 3).with(|it| {
        it.threshold = 3;
        it.acts = vec![0, 1, 2, 3];
        (it.recovery, it.recovery_threshold) = (vec![], 0);
    })]);
}

#[test]
fn refuses_a_genesis_that_not_every_founding_key_has_signed() {
    let founding = Founding::of(ORGANISATION, 3);
    let keys = keys(3);
    for missing in 0..3 {
        let signers: Vec<_> =
            keys.iter().enumerate().filter(|(at, _)| *at != missing).map(|(_, key)| key).collect();
        let sentence = refused(&[], &entry_envelope(&founding.content(), &signers));
        let key = keys[missing].public();
        assert_eq!(
            sentence,
            format!("key-log entry: founding key {key} has not signed the genesis: every founding key must")
        );
    }
    let sentence = refused(&[], &entry_envelope(&founding.content(), &[]));
    assert!(sentence.contains("the signatures may have 1 to 64, this has 0"), "{sentence}");
}

#[test]
fn refuses_a_genesis_with_a_strangers_signature() {
    let founding = Founding::of(ORGANISATION, 2);
    let mut signers = keys(2);
    let stranger = SigningKey::from_secret(&[66; 32]);
    signers.push(stranger.clone());
    let sentence = refused(&[], &entry_envelope(&founding.content(), &signers.iter().collect::<Vec<_>>()));
    assert_eq!(
        sentence,
        format!("key-log entry: {} signed, but is not one of the entry's keys", stranger.public())
    );
}

#[test]
fn refuses_a_genesis_with_a_wrong_signature_among_good_ones() {
    let founding = Founding::of(ORGANISATION, 3);
    let (content, keys) = (founding.content(), keys(3));
    for wrong in 0..3 {
        let signatures: Vec<_> = keys
            .iter()
            .enumerate()
            .map(|(at, key)| (key.public(), key.sign(if at == wrong { b"something else" } else { &content })))
            .collect();
        let pairs = signatures.iter().map(|(key, signature)| (key.as_bytes(), signature));
        let sentence = refused(&[], &entry_envelope_of(&content, pairs));
        assert!(
            sentence.starts_with(&format!("key-log entry: signature of {}", keys[wrong].public())),
            "{sentence}"
        );
    }
}

#[test]
fn refuses_signatures_that_are_unsorted_or_repeated() {
    let founding = Founding::of(ORGANISATION, 2);
    let (content, keys) = (founding.content(), keys(2));
    let signatures: Vec<_> = keys.iter().map(|key| (key.public(), key.sign(&content))).collect();
    for order in [vec![1, 0], vec![0, 0, 1], vec![0, 1, 1]] {
        let pairs = order.iter().map(|at| (signatures[*at].0.as_bytes(), &signatures[*at].1));
        let sentence = refused(&[], &entry_envelope_of(&content, pairs));
        assert_eq!(sentence, "key-log entry: signatures must be sorted by key and each key stand once");
    }
}

#[test]
fn refuses_thresholds_of_half_or_less_and_of_more_than_all() {
    for (count, threshold) in [(1, 0), (2, 1), (3, 1), (4, 2), (5, 2), (5, 6), (32, 16), (3, u64::MAX)] {
        let sentence = refused(&[], &Founding::of(ORGANISATION, count).with(|it| it.threshold = threshold));
        let expected =
            format!("a threshold for {count} signing keys must be more than half and at most all of them");
        assert!(sentence.contains(&expected) && sentence.ends_with(&threshold.to_string()), "{sentence}");
    }
}

#[test]
fn refuses_a_person_with_two_keys_and_an_agent_with_none_or_too_many() {
    let sentence = refused(&[], &Founding::of(PERSON, 2).signed());
    assert!(
        sentence.ends_with("expected exactly one (a person has one key) signing keys, found 2"),
        "{sentence}"
    );
    let sentence = refused(&[], &Founding::of(ORGANISATION, 33).signed());
    assert!(sentence.ends_with("the members may have 1 to 32, this has 33"), "{sentence}");
    let none = Founding { members: vec![], ..Founding::of(ORGANISATION, 1) };
    let sentence = refused(&[], &entry_envelope(&none.content(), &keys(1).iter().collect::<Vec<_>>()));
    assert!(sentence.ends_with("the members may have 1 to 32, this has 0"), "{sentence}");
}

#[test]
fn refuses_lists_that_are_unsorted_repeated_or_do_not_fit_each_other() {
    let of = |change: fn(&mut Founding)| Founding::of(ORGANISATION, 3).with(change);
    let cases: [(&str, Vec<u8>); 10] = [
        ("signing keys must be sorted", of(|it| it.members.reverse())),
        ("signing keys must be sorted and each stand once", of(|it| it.members[2].0 = it.members[1].0)),
        ("and one digest stands twice", of(|it| it.members[1].1 = it.members[0].1)),
        (
            "is in use: a member cannot commit to it as the next",
            of(|it| it.members[0].1 = *keys(3)[2].public().next_digest().as_bytes()),
        ),
        (
            "recovery digests must be sorted",
            of(|it| (it.recovery, it.recovery_threshold) = (vec![[2; 32], [1; 32]], 2)),
        ),
        ("a threshold for 0 recovery keys", of(|it| it.recovery = vec![])),
        ("a threshold for 2 recovery keys", of(|it| it.recovery = digests(2))),
        ("acts by consent must be sorted", of(|it| it.acts = vec![1, 0])),
        ("acts by consent must be sorted and each stand once", of(|it| it.acts = vec![1, 1])),
        ("expected an act from 0 to 3, found 4", of(|it| it.acts = vec![4])),
    ];
    for ((expected, _), sentence) in cases.iter().zip(all_refused(&[], &cases)) {
        assert!(sentence.contains(expected), "expected {expected:?} in {sentence:?}");
    }
}

#[test]
fn refuses_a_weak_founding_key() {
    let mut founding = Founding::of(ORGANISATION, 1);
    founding.members[0].0 = [0; 32]; // a point of order four
    let sentence = refused(&[], &entry_envelope(&founding.content(), &keys(1).iter().collect::<Vec<_>>()));
    assert!(sentence.contains("public key is weak"), "{sentence}");
    // And among the signers, where any signature would seem to fit.
    let content = Founding::of(ORGANISATION, 1).content();
    let mut made_up = [0; 64];
    made_up[0] = 1;
    let made_up = commons_identity::Signature::from_bytes(made_up);
    let sentence = refused(&[], &entry_envelope_of(&content, [(&[0; 32], &made_up)]));
    assert!(sentence.contains("public key is weak"), "{sentence}");
}

#[test]
fn refuses_an_entry_that_is_too_large_or_of_an_unknown_sort() {
    let of = |change: fn(&mut Founding)| Founding::of(ORGANISATION, 1).with(change);
    let mut long = Founding::of(ORGANISATION, 1).signed();
    long.resize(MAX_ENTRY_BYTES + 1, 0);
    let unknown = Cbor::Array(vec![
        Cbor::Text("commons key-log"),
        Cbor::Uint(1),
        Cbor::Bytes(vec![1; 32]),
        Cbor::Uint(5),
        Cbor::Null,
    ]);
    let unknown = entry_envelope(&unknown.encode(), &[&keys(1)[0]]);
    let many: Vec<_> = (0..65).map(|seed| SigningKey::from_secret(&[seed; 32])).collect();
    let many = entry_envelope(&Founding::of(ORGANISATION, 1).content(), &many.iter().collect::<Vec<_>>());
    let cases: [(&str, Vec<u8>); 8] = [
        ("an entry has at most 16384 bytes, this has 16385", long),
        ("expected an entry of type 0 to 4, found 5", unknown),
        ("the signatures may have 1 to 64, this has 65", many),
        ("expected agent form 0 (organisation) or 1 (person), found 2", of(|it| it.form = Cbor::Uint(2))),
        ("not in canonical form", of(|it| it.form = Cbor::Raw(vec![0x18, 0x00]))),
        ("expected an unsigned integer", of(|it| it.form = Cbor::Null)),
        ("the salt may have 16 bytes, this has 15", of(|it| it.salt = 15)),
        ("the salt may have 0 to 16, this has 17", of(|it| it.salt = 17)),
    ];
    for ((expected, _), sentence) in cases.iter().zip(all_refused(&[], &cases)) {
        assert!(sentence.contains(expected), "expected {expected:?} in {sentence:?}");
    }
}

/// The signatures are not part of an entry's id, so a second set of good ones is the same entry.
#[test]
fn an_entry_offered_twice_is_one_entry() {
    let genesis = Founding::of(ORGANISATION, 2).signed();
    let mut world = World::new();
    let first = world.offer_one(&genesis).key();
    let state = world.state();
    assert_eq!(world.offer_one(&genesis).key(), first);
    assert_eq!(world.state(), state);
}
