//! Later versions of the rules: kept and passed on, not understood, not shown, never refused for good.

use commons_identity::{EntryId, MAX_UNREAD_ENTRIES, Signature, SigningKey};
use commons_registry::{
    Change, ChangeId, Edit, Holdings, ItemKey, Kind, NetworkId, Operation, RecordId, Signer as _, Target,
    Value,
};
use commons_store::bundle::{BundleReader, Event};
use commons_store::{Store, StoreOptions};
use commons_tests::histories::Member;

use super::bytes::{
    Cbor, ENTRY, KEY, NAMESPACE, VERSION, entry_envelope, envelope, first_change, later_change, parts, signed,
};
use super::world::{Garden, Verdict, World, all_refused, refused, title, topic};

/// A change of a version that does not exist yet, in a form that only its outer part shares with ours.
fn of_version(member: &Member<'_>, version: u64) -> Vec<u8> {
    let mut content = first_change(member)[..6].to_vec();
    content[VERSION] = Cbor::Uint(version);
    content[5] = Cbor::Array(vec![Cbor::Text("whatever"), Cbor::Null, Cbor::Raw(vec![0xf9, 0x3e, 0x00])]);
    signed(member, &content)
}

fn entry_id_of(item: &[u8]) -> EntryId {
    let mut decoder = minicbor::Decoder::new(item);
    decoder.array().unwrap();
    EntryId::from_bytes(*blake3::hash(decoder.bytes().unwrap()).as_bytes())
}

fn id_of(item: &[u8]) -> ChangeId {
    ChangeId::from_bytes(*blake3::hash(&parts(item).0).as_bytes())
}

#[test]
fn keeps_a_change_of_an_unknown_version_unread() {
    let garden = Garden::new(1);
    let mut world = World::with(&garden.items());
    let (state, shown) = (world.state(), world.view(garden.record()));
    let mut unread = of_version(&garden.member(), 2);
    assert_eq!(world.offer_one(&unread).key(), ItemKey::of_change(garden.agent.id(), id_of(&unread)));
    assert_ne!(world.state(), state, "it is part of what is held");
    assert_eq!(world.view(garden.record()), shown, "and not of what is shown");
    assert_eq!(world.store.counts().unread, 1);
    for version in [0, 3, 255, u64::MAX] {
        unread = of_version(&garden.member(), version);
        world.offer_one(&unread).key();
    }
    assert_eq!(world.store.counts().unread, 5);
    assert_eq!(world.store.list(None, None, 100).unwrap().len(), 1, "only the resource is listed");
}

#[test]
fn what_is_kept_unread_goes_into_bundles_and_comes_out_of_them() {
    let garden = Garden::new(1);
    let unread = of_version(&garden.member(), 2);
    let world = World::with(&[garden.items(), vec![unread.clone()]].concat());
    let mut bundle = Vec::new();
    world.store.export(&mut bundle).unwrap();
    let network = NetworkId::of_name("tests");
    let reader = BundleReader::open(bundle.as_slice(), network).unwrap();
    let items: Vec<_> = reader
        .map(|event| match event.unwrap() {
            Event::Frame(frame) => frame.payload,
            Event::Damage(damage) => panic!("{damage:?}"),
        })
        .collect();
    assert!(items.contains(&unread));
    assert_eq!(World::with(&items).state(), world.state());
}

#[test]
fn refuses_a_change_of_an_unknown_version_with_a_wrong_signature_or_key() {
    let garden = Garden::new(1);
    let (content, mut signature) = parts(&of_version(&garden.member(), 2));
    signature[40] ^= 1;
    let sentence = refused(&garden.items(), &envelope(&content, &Signature::from_bytes(signature)));
    assert!(sentence.starts_with("change: signature "), "{sentence}");
    let stranger = Garden::new(2);
    let sentence = refused(&garden.items(), &envelope(&content, &stranger.member().sign(&content)));
    assert_eq!(sentence, "change: signature does not match the content and the signer's key");
    let mut content = first_change(&garden.member());
    content[VERSION] = Cbor::Uint(2);
    content[KEY] = Cbor::Bytes(stranger.member().key().as_bytes().to_vec());
    let sentence = refused(&garden.items(), &signed(&stranger.member(), &content));
    assert!(sentence.contains("is not one of those that may sign under entry"), "{sentence}");
}

#[test]
fn what_builds_on_an_unread_change_is_kept_unread_too() {
    let garden = Garden::new(1);
    let unread = of_version(&garden.member(), 2);
    let on_unread = garden.edit_on(1, vec![id_of(&unread)], vec![title("Not shown")]);
    let on_that = garden.edit_on(2, vec![on_unread.id()], vec![title("Not shown either")]);
    let mut both = vec![garden.first.id(), id_of(&unread)];
    both.sort_unstable();
    let on_both = garden.edit_on(3, both, vec![topic("not shown")]);
    let mut world = World::with(&garden.items());
    let shown = world.view(garden.record());
    for item in [unread, on_unread.to_bytes(), on_that.to_bytes(), on_both.to_bytes()] {
        world.offer_one(&item).key();
    }
    assert_eq!(world.view(garden.record()), shown);
    assert_eq!(world.store.counts().unread, 4);
    // The record itself goes on.
    let next = garden.edit(4, vec![title("Shown")]);
    world.offer_one(&next.to_bytes()).key();
    assert_eq!(world.view(garden.record()).title(), Some("Shown"));
}

/// Whatever can be told of a change on unread ground is still told: its fields, if some of its ground is read.
#[test]
fn refuses_on_half_read_ground_what_can_be_seen_to_be_wrong() {
    let garden = Garden::new(1);
    let unread = of_version(&garden.member(), 2);
    let mut both = vec![garden.first.id(), id_of(&unread)];
    both.sort_unstable();
    let bad = garden.edit_on(1, both, vec![Operation::Add { field: 99, value: Value::from("x") }]);
    refused(&[garden.items(), vec![unread]].concat(), &bad.to_bytes());
}

/// An entry of a later version in an agent's key log, signed by whomever.
fn later_entry(of: &Garden, signers: &[&SigningKey], salt: u8) -> Vec<u8> {
    let content = Cbor::Array(vec![
        Cbor::Text("commons key-log"),
        Cbor::Uint(2),
        Cbor::Bytes(of.agent.id().as_bytes().to_vec()),
        Cbor::Uint(1),
        Cbor::Uint(u64::from(salt)),
    ]);
    entry_envelope(&content.encode(), signers)
}

/// Signs with a key of its own in the name of a garden, under whatever entry.
struct Stranger<'a> {
    garden: &'a Garden,
    key: SigningKey,
    entry: EntryId,
}

impl Stranger<'_> {
    /// A change that begins a record in the garden's namespace, and one that edits its resource.
    fn intrusions(&self) -> [Vec<u8>; 2] {
        [first_change(&self.garden.member()), later_change(self.garden)].map(|mut content| {
            content[ENTRY] = Cbor::Bytes(self.entry.as_bytes().to_vec());
            content[KEY] = Cbor::Bytes(self.key.public().as_bytes().to_vec());
            let content = Cbor::Array(content).encode();
            envelope(&content, &self.key.sign(&content))
        })
    }
}

/// Whoever may sign under an entry of a later version cannot be told, and anybody could make one up for anybody's
/// key log. Changes that cited such an entry once became part of the record: a stranger could begin records in
/// another's namespace, and grow another's record until its own members could no longer edit it.
#[test]
fn a_stranger_writes_nothing_into_a_namespace_by_way_of_an_entry_of_a_later_version() {
    let garden = Garden::new(1);
    let mut world = World::with(&garden.items());
    let (state, shown) = (world.state(), world.view(garden.record()));
    let key = SigningKey::from_secret(&[66; 32]);

    // An entry that no key of the agent's signed is not kept, and what cites it waits for ever.
    let entry = later_entry(&garden, &[&key], 1);
    assert_eq!(world.offer_one(&entry), Verdict::Declined);
    let entry = entry_id_of(&entry);
    let missing = vec![ItemKey::of_entry(garden.agent.id(), entry)];
    for intrusion in (Stranger { garden: &garden, key: key.clone(), entry }).intrusions() {
        assert_eq!(world.offer_one(&intrusion), Verdict::Waits(missing.clone()));
    }
    assert_eq!(world.state(), state);

    // One that a member signed is kept; what a stranger signs under it is kept as well, since it may be good, but
    // is part of nothing.
    let entry = later_entry(&garden, &[garden.agent.key(0)], 1);
    world.offer_one(&entry).key();
    let stranger = Stranger { garden: &garden, key, entry: entry_id_of(&entry) };
    let [first, later] = stranger.intrusions();
    for item in [&first, &later] {
        world.offer_one(item).key();
    }
    assert_eq!(world.view(garden.record()), shown, "no head, no proposal, nothing");
    assert_eq!(world.memory.records().collect::<Vec<_>>(), [garden.record()]);
    assert_eq!(world.store.list(None, None, 100).unwrap().len(), 1);
    let record = Holdings::record(&world.memory, garden.record()).unwrap().unwrap();
    assert_eq!((record.changes, record.bytes), (1, garden.first.size() as u64));
    // Nor is a member's change on top of it shown, should somebody be led to make one.
    let on_it = garden.edit_on(1, vec![id_of(&later)], vec![title("On sand")]);
    world.offer_one(&on_it.to_bytes()).key();
    assert_eq!(world.view(garden.record()), shown);
    assert_eq!(world.store.counts().unread, 4);
}

/// A member who is a stranger at heart fills the log with nonsense: it stays bounded, and the agent goes on.
#[test]
fn entries_of_later_versions_are_kept_up_to_a_bound() {
    let garden = Garden::new(1);
    let entries: Vec<_> = (0..100).map(|salt| later_entry(&garden, &[garden.agent.key(1)], salt)).collect();
    let mut world = World::with(&garden.items());
    let verdicts = world.offer(&entries);
    let kept = verdicts.iter().filter(|verdict| matches!(verdict, Verdict::Kept(_))).count();
    assert_eq!(kept, MAX_UNREAD_ENTRIES);
    assert!(verdicts[kept..].iter().all(|verdict| *verdict == Verdict::Declined));
    world.offer_one(&garden.edit(1, vec![title("Bread")]).to_bytes()).key();
}

/// Restarting must count the same as running.
#[test]
fn what_is_unread_is_still_counted_after_a_restart() {
    let garden = Garden::new(1);
    let directory = tempfile::tempdir().unwrap();
    let open = || {
        let options = StoreOptions::new(NetworkId::of_name("tests"));
        Store::open(directory.path(), options).unwrap().0
    };
    let entry = later_entry(&garden, &[garden.agent.key(0)], 1);
    let store = open();
    store.ingest([garden.items(), vec![entry, of_version(&garden.member(), 2)]].concat()).unwrap();
    let before = store.counts();
    assert_eq!((before.entries, before.changes), (2, 2));
    drop(store);
    assert_eq!(open().counts(), before);
}

#[test]
fn keeps_a_genesis_of_a_later_version_and_what_is_signed_under_it_unread() {
    let founder = SigningKey::from_secret(&[5; 32]);
    let genesis = Cbor::Array(vec![
        Cbor::Text("commons key-log"),
        Cbor::Uint(2),
        Cbor::Bytes(vec![]),
        Cbor::Uint(0),
        Cbor::Text("new"),
    ]);
    let mut world = World::new();
    let key = world.offer_one(&entry_envelope(&genesis.encode(), &[&founder])).key();
    assert_eq!(key.namespace().as_bytes(), &key.id(), "a genesis names its agent by its hash");
    let garden = Garden::new(1);
    let mut first = first_change(&garden.member());
    first[NAMESPACE] = Cbor::Bytes(key.id().to_vec());
    first[ENTRY] = Cbor::Bytes(key.id().to_vec());
    first[KEY] = Cbor::Bytes(founder.public().as_bytes().to_vec());
    let content = Cbor::Array(first).encode();
    world.offer_one(&envelope(&content, &founder.sign(&content))).key();
    assert_eq!(world.memory.records().count(), 0);
}

#[test]
fn refuses_entries_of_a_later_version_whose_outer_part_is_wrong() {
    let garden = Garden::new(1);
    let (key, other) = (SigningKey::from_secret(&[66; 32]), SigningKey::from_secret(&[67; 32]));
    let content = |agent: Vec<u8>, kind: u64| {
        Cbor::Array(vec![Cbor::Text("commons key-log"), Cbor::Uint(2), Cbor::Bytes(agent), Cbor::Uint(kind)])
            .encode()
    };
    let good = content(garden.agent.id().as_bytes().to_vec(), 1);
    let forged = super::bytes::entry_envelope_of(&good, [(key.public().as_bytes(), &other.sign(&good))]);
    let unsigned = super::bytes::entry_envelope_of(&good, []);
    all_refused(
        &garden.items(),
        &[
            ("signed by another than it says", forged),
            ("signed by nobody", unsigned),
            ("a genesis that names an agent", entry_envelope(&content(vec![1; 32], 0), &[&key])),
            ("a later entry that names none", entry_envelope(&content(vec![], 1), &[&key])),
            ("an agent of 31 bytes", entry_envelope(&content(vec![1; 31], 1), &[&key])),
        ],
    );
}

/// A record that only exists unread cannot be shown, and asking for it is no fault.
#[test]
fn a_record_on_unread_ground_alone_is_not_there() {
    let garden = Garden::new(1);
    let unread = of_version(&garden.member(), 2);
    let record = RecordId::from_bytes(*id_of(&unread).as_bytes());
    let edit = Edit {
        target: Target::Existing(record),
        salt: [1; 16],
        dependencies: vec![id_of(&unread)],
        operations: vec![title("Bread")],
    };
    let mut world = World::with(&[garden.items(), vec![unread]].concat());
    world.offer_one(&Change::author(&garden.member(), edit).to_bytes()).key();
    assert!(world.memory.view(record).is_err());
    assert_eq!(world.store.view(record).unwrap(), None);
    assert_eq!(world.memory.records().count(), 1);
    let kinds = world.store.counts().records;
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), [(Kind::Resource, 1)]);
}
