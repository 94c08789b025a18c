//! The bytes of everything that is signed, sent and kept, from fixed keys: a promise to every other node.
//!
//! Bundles (`crates/store/src/bundle/tests.rs`), messages (`crates/sync/tests/bytes.rs`) and the trie's hashes
//! (`crates/registry/src/trie/tests.rs`) are held to their bytes where they live.

use commons_identity::{
    Act, AgentForm, Cards, Entry, EntryBody, Genesis, KeySet, Keyring, Member, Policy, PublicKey, Signature,
    SigningKey, verify,
};
use commons_registry::{
    Change, ChangeId, Edit, ItemKey, Kind, MemoryRegistry, NetworkId, Operation, RecordId, Signer, Target,
    Value,
};

/// Compares bytes with the hex they are to have, in which white space and what follows a `;` says nothing.
#[track_caller]
fn assert_bytes(what: &str, found: &[u8], expected: &str) {
    let expected: String =
        expected.lines().map(|line| line.split(';').next().unwrap_or("")).collect::<String>();
    let expected: String = expected.split_whitespace().collect();
    let found: String = found.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(
        found == expected,
        "{what} now has other bytes than every other node expects:\n{}",
        wrapped(&found)
    );
}

fn wrapped(hex: &str) -> String {
    hex.as_bytes().chunks(100).map(|line| format!("        {}\n", String::from_utf8_lossy(line))).collect()
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_secret(&[seed; 32])
}

/// The member who signs with one key, and takes up the other next.
fn member(current: u8, next: u8) -> Member {
    Member { key: key(current).public(), next: key(next).public().next_digest() }
}

/// An organisation of two keys, one recovery card, which changes licences by consent.
fn organisation() -> (Entry, [SigningKey; 2]) {
    let keys = [key(1), key(2)];
    let set = KeySet::new(
        vec![member(1, 3), member(2, 4)],
        2,
        Cards::new(vec![key(5).public().recovery_digest()], 1).unwrap(),
        Policy::with_consent_for(&[Act::ChangeLicence, Act::Erase]),
    )
    .unwrap();
    let genesis = Genesis { form: AgentForm::Organisation, keys: set, salt: [0x5a; 16] };
    (Entry::found(&genesis, &keys).unwrap(), keys)
}

struct Pen(Entry, SigningKey);

impl Pen {
    fn new() -> Self {
        let (genesis, [first, _]) = organisation();
        Self(genesis, first)
    }
}

impl Signer for Pen {
    fn namespace(&self) -> commons_identity::AgentId {
        self.0.agent()
    }
    fn entry(&self) -> commons_identity::EntryId {
        self.0.id()
    }
    fn key(&self) -> PublicKey {
        self.1.public()
    }
    fn sign(&self, content: &[u8]) -> Signature {
        self.1.sign(content)
    }
}

/// The first change of a resource.
fn first_change(pen: &Pen) -> Change<commons_identity::Unverified> {
    let edit = Edit {
        target: Target::New(Kind::Resource),
        salt: [0x11; 16],
        dependencies: vec![],
        operations: vec![
            Operation::Put { field: 1, key: Some("en".to_owned()), value: Value::from("Seeds to share") },
            Operation::Put { field: 4, key: None, value: Value::from("CC-BY-SA-4.0") },
        ],
    };
    Change::author(pen, edit)
}

/// A later change with every operation.
fn later_change(pen: &Pen) -> Change<commons_identity::Unverified> {
    let first = first_change(pen);
    let mut dependencies = vec![first.id(), ChangeId::from_bytes([0x22; 32])];
    dependencies.sort_unstable();
    let edit = Edit {
        target: Target::Existing(first.id().as_record()),
        salt: [0x12; 16],
        dependencies,
        operations: vec![
            Operation::Put {
                field: 1,
                key: Some("fr".to_owned()),
                value: Value::from("Semences à partager"),
            },
            Operation::Put { field: 10, key: None, value: Value::from("2") },
            Operation::Clear { field: 1, key: Some("en".to_owned()) },
            Operation::Clear { field: 11, key: None },
            Operation::SetText {
                field: 2,
                language: "en".to_owned(),
                text: "How to dry them.\n👩‍🌾".to_owned(),
            },
            Operation::Add { field: 5, value: Value::from("seeds") },
            Operation::Remove { field: 7, value: Value::Id([0x33; 32]) },
            Operation::Approve { proposal: first.id(), entry: pen.entry() },
            Operation::Adopt { change: ChangeId::from_bytes([0x44; 32]) },
            Operation::Object { proposal: first.id(), entry: pen.entry(), reason: "not yet".to_owned() },
            Operation::Withdraw { proposal: first.id(), entry: pen.entry() },
        ],
    };
    Change::author(pen, edit)
}

/// A first change of an agent's record with every sort of value.
fn change_of_every_value(pen: &Pen) -> Change<commons_identity::Unverified> {
    let put = |field, value| Operation::Put { field, key: None, value };
    let fact = |name: &str, value| Operation::Put { field: 11, key: Some(name.to_owned()), value };
    let edit = Edit {
        target: Target::New(Kind::Agent),
        salt: [0x13; 16],
        dependencies: vec![],
        operations: vec![
            put(4, Value::from("Leeds")),
            put(6, Value::Int(53_800_755)),
            put(7, Value::Int(-1_549_077)),
            fact("worker-owned", Value::Bool(true)),
            fact("pays-dividends", Value::Bool(false)),
            fact("surplus", Value::from("mixed")),
            Operation::Add { field: 8, value: Value::from("en") },
        ],
    };
    Change::author(pen, edit)
}

#[test]
fn the_first_entry_of_a_key_log_has_these_bytes() {
    let (genesis, _) = organisation();
    assert_bytes(
        "a genesis",
        &genesis.to_bytes(),
        "8258da876f636f6d6d6f6e73206b65792d6c6f670140000085828258208139770ea87d175f56a35466c34c7ecccb8d8a
         91b4ee37a25df60f5b8fc9b3945820fda5aeef018d2e35af4b41fcc927d83b488dec698b90cfb596d0aef6dd077f5e82
         58208a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c58203a042559da0a0a59e8f1e846
         a8537a5df9b3173bf176121d260e2efa099f64fe02815820fdf7c9d6b180da05e1b7f14ac4eafc71de1f99b6450777f3
         1f15d361c6fec40901820003505a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a828258208139770ea87d175f56a35466c34c7e
         cccb8d8a91b4ee37a25df60f5b8fc9b3945840e5b265c7b63426f5b3f7be67e71a47a2f1825dadfdb3ce307ffbff809f
         6701f4d3494a1a27bccd55643cd0c7a4d620511b8c9fe37e8d26bf1ffb61314553b6098258208a88e3dd7409f195fd52
         db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c5840bac8fa58c2a4f105ba53c69bdbcc1d508ce93ec412953500
         b9c7e88dab4ad8cd026fafba388ab8f200df9fbd2429e11ca11acbed9d05a7a6bdd21620daaa390d",
    );
    assert_bytes(
        "its id",
        genesis.id().as_bytes(),
        "790066df49ea8fae8d3a6da6ae50e28eb5854f28fda0ed1fb59fc705be8a6280",
    );
    assert_eq!(Entry::decode(&genesis.to_bytes()).unwrap().verify().unwrap(), genesis);
}

#[test]
fn a_first_change_has_these_bytes() {
    let change = first_change(&Pen::new());
    assert_bytes(
        "a first change",
        &change.to_bytes(),
        "8258b28a6e636f6d6d6f6e73206368616e6765015820790066df49ea8fae8d3a6da6ae50e28eb5854f28fda0ed1fb59f
         c705be8a62805820790066df49ea8fae8d3a6da6ae50e28eb5854f28fda0ed1fb59fc705be8a628058208a88e3dd7409
         f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c40025011111111111111111111111111111111808284
         000162656e6e536565647320746f207368617265840004f66c43432d42592d53412d342e305840ada021f47f6e14d1c8
         6f849692e4ba0fa5743181f563bce13b3a3f223222e7be01a8a0afd1734fd6784f52b8204131a3aa90c62170b62603ef
         27a0f145008603",
    );
    assert_bytes(
        "its id",
        change.id().as_bytes(),
        "23cc9f6e7252b25ad6635cb42c30e5bea04044bd67807a0816b77bf114682dab",
    );
    assert_eq!(Change::decode(&change.to_bytes()).unwrap(), change);
}

#[test]
fn a_change_with_every_operation_has_these_bytes() {
    let change = later_change(&Pen::new());
    assert_bytes(
        "a change with every operation",
        &change.to_bytes(),
        "8259026c8a6e636f6d6d6f6e73206368616e6765015820790066df49ea8fae8d3a6da6ae50e28eb5854f28fda0ed1fb5
         9fc705be8a62805820790066df49ea8fae8d3a6da6ae50e28eb5854f28fda0ed1fb59fc705be8a628058208a88e3dd74
         09f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c582023cc9f6e7252b25ad6635cb42c30e5bea04044
         bd67807a0816b77bf114682dabf650121212121212121212121212121212128258202222222222222222222222222222
         222222222222222222222222222222222222582023cc9f6e7252b25ad6635cb42c30e5bea04044bd67807a0816b77bf1
         14682dab8b8400016266727453656d656e63657320c3a020706172746167657284000af6613283010162656e83010bf6
         84020262656e781c486f7720746f20647279207468656d2e0af09f91a9e2808df09f8cbe830305657365656473830407
         582033333333333333333333333333333333333333333333333333333333333333338305582023cc9f6e7252b25ad663
         5cb42c30e5bea04044bd67807a0816b77bf114682dab5820790066df49ea8fae8d3a6da6ae50e28eb5854f28fda0ed1f
         b59fc705be8a628082065820444444444444444444444444444444444444444444444444444444444444444484075820
         23cc9f6e7252b25ad6635cb42c30e5bea04044bd67807a0816b77bf114682dab5820790066df49ea8fae8d3a6da6ae50
         e28eb5854f28fda0ed1fb59fc705be8a6280676e6f74207965748308582023cc9f6e7252b25ad6635cb42c30e5bea040
         44bd67807a0816b77bf114682dab5820790066df49ea8fae8d3a6da6ae50e28eb5854f28fda0ed1fb59fc705be8a6280
         584013b902b80a2db16cd887dae564b9f23b061c2bf2a8a953663d10bc04952589e2b5b9b714d2291eeca82dd61743b8
         063cffac02683dde9ddc9a22e1d228af470d",
    );
    assert_bytes(
        "its id",
        change.id().as_bytes(),
        "be9390c2eb92aeb9477c054faacce278709fba014ee8a6accd7c42121e99e4e2",
    );
    assert_eq!(Change::decode(&change.to_bytes()).unwrap(), change);
}

#[test]
fn a_change_with_every_sort_of_value_has_these_bytes() {
    let change = change_of_every_value(&Pen::new());
    assert_bytes(
        "a change with every sort of value",
        &change.to_bytes(),
        "8258e38a6e636f6d6d6f6e73206368616e6765015820790066df49ea8fae8d3a6da6ae50e28eb5854f28fda0ed1fb59f
         c705be8a62805820790066df49ea8fae8d3a6da6ae50e28eb5854f28fda0ed1fb59fc705be8a628058208a88e3dd7409
         f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c40005013131313131313131313131313131313808784
         0004f6654c65656473840006f61a0334ef33840007f63a0017a31484000b6c776f726b65722d6f776e6564f584000b6e
         706179732d6469766964656e6473f484000b67737572706c7573656d6978656483030862656e584096c2511c4d3e7cab
         f6cf0a8118e872695aceb847bab1e4e03835a642a80efa54987dfa4bc3d073af16e38c8de2f592dca73aea8eca91d4aa
         bf2717d8a87a9c08",
    );
    assert_eq!(Change::decode(&change.to_bytes()).unwrap(), change);
}

/// An id at a field that takes one: the only sort of value that the change above has no room for.
#[test]
fn a_value_that_is_an_id_has_these_bytes() {
    let edit = Edit {
        target: Target::New(Kind::Attestation),
        salt: [0x14; 16],
        dependencies: vec![],
        operations: vec![Operation::Put { field: 2, key: None, value: Value::Id([0x55; 32]) }],
    };
    assert_bytes(
        "a change with an id",
        &Change::author(&Pen::new(), edit).to_bytes(),
        "8258b28a6e636f6d6d6f6e73206368616e6765015820790066df49ea8fae8d3a6da6ae50e28eb5854f28fda0ed1fb59f
         c705be8a62805820790066df49ea8fae8d3a6da6ae50e28eb5854f28fda0ed1fb59fc705be8a628058208a88e3dd7409
         f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c40045014141414141414141414141414141414808184
         0002f658205555555555555555555555555555555555555555555555555555555555555555584072435e93990b6720e1
         004fa2922dfb4f0e67c7d6341eb0bf6cd704349eca27dfccad8baced37b9f2c4f9526c6229cd88eed244447310e9da8e
         678204a2814305",
    );
}

#[test]
fn an_item_key_is_the_namespace_and_the_id() {
    let pen = Pen::new();
    let change = first_change(&pen);
    let expected = [pen.namespace().as_bytes().as_slice(), change.id().as_bytes()].concat();
    assert_eq!(change.item_key().as_bytes().as_slice(), expected);
    assert_eq!(ItemKey::of_change(pen.namespace(), change.id()), change.item_key());
    assert_bytes(
        "an item key",
        change.item_key().as_bytes(),
        "790066df49ea8fae8d3a6da6ae50e28eb5854f28fda0ed1fb59fc705be8a628023cc9f6e7252b25ad6635cb42c30e5be
         a04044bd67807a0816b77bf114682dab",
    );
}

#[test]
fn the_state_of_nothing_of_one_item_and_of_three_is_this() {
    let pen = Pen::new();
    let items = [pen.0.to_bytes(), first_change(&pen).to_bytes(), change_of_every_value(&pen).to_bytes()];
    let mut registry = MemoryRegistry::new();
    assert_bytes(
        "the state of nothing",
        registry.state().as_bytes(),
        "a24b47ad96f9ae9b000aea6f315a8bff75ee5fc2d35d28a305078be85d2d9d71",
    );
    assert!(registry.ingest(&items[..1])[0].is_ok());
    assert_bytes(
        "the state of one item",
        registry.state().as_bytes(),
        "89ee7236bdb1d9ce651ae6ecbf8eefc931459ad56d4a9330c74fa454f87187c2",
    );
    assert!(registry.ingest(&items[1..]).iter().all(Result::is_ok));
    assert_bytes(
        "the state of three items",
        registry.state().as_bytes(),
        "b393fd720130e2e79f057e99443c44ddab72bfe105d137d7a70d559bfa2f4d83",
    );
}

#[test]
fn digests_of_next_and_recovery_keys_and_the_id_of_a_network_are_these() {
    assert_bytes(
        "a next key's digest",
        key(3).public().next_digest().as_bytes(),
        "3a042559da0a0a59e8f1e846a8537a5df9b3173bf176121d260e2efa099f64fe",
    );
    assert_bytes(
        "a recovery key's digest",
        key(3).public().recovery_digest().as_bytes(),
        "52d75fa59282575fd0732ae745662205e1e9bd752ebfec23d9dc666cbd46f8e4",
    );
    assert_bytes(
        "a network's id",
        NetworkId::of_name("commons").as_bytes(),
        "43c35712a994578288a56a983a9a73c7937f4952c6b1d92a5d81a8bded50383a",
    );
}

/// The examples in the protocol's pages: what one person types in from there is what everybody writes.
#[test]
fn the_examples_of_the_protocol_are_these_bytes() {
    let cards = Cards::new(vec![key(3).public().recovery_digest()], 1).unwrap();
    let form = AgentForm::Organisation;
    let set = KeySet::new(vec![member(1, 2)], 1, cards, Policy::default()).unwrap();
    let genesis = Entry::found(&Genesis { form, keys: set, salt: [0xaa; 16] }, &[key(1)]).unwrap();
    let page = include_str!("../../docs/protocol/key-log.md");
    assert_bytes("the example of docs/protocol/key-log.md", &genesis.to_bytes(), &example(page));
    assert!(page.contains(&format!("`{}`", genesis.id())));

    let edit = Edit {
        target: Target::New(Kind::Resource),
        salt: [0xbb; 16],
        dependencies: vec![],
        operations: vec![
            Operation::Put { field: 1, key: Some("en".to_owned()), value: Value::from("Bread") },
            Operation::Put { field: 4, key: None, value: Value::from("PPL") },
            Operation::Add { field: 3, value: Value::from("guide") },
        ],
    };
    let change = Change::author(&Pen(genesis, key(1)), edit);
    let page = include_str!("../../docs/protocol/changes.md");
    assert_bytes("the example of docs/protocol/changes.md", &change.to_bytes(), &example(page));
    assert!(page.contains(&format!("`{}`", change.id())));
}

/// The hex of the block below "An example", without the words beside it.
fn example(page: &str) -> String {
    let is_hex =
        |word: &&str| word.len().is_multiple_of(2) && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let block = page.split_once("## An example").unwrap().1.split("```").nth(1).unwrap();
    let lines = block.lines().skip(1); // the language of the block
    lines.flat_map(|line| line.split_whitespace().take_while(is_hex)).collect()
}

/// The texts that people see and pass on.
#[test]
fn ids_and_keys_are_written_like_this() {
    assert_eq!(key(1).public().to_string(), "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX");
    let record = RecordId::from_bytes(core::array::from_fn(|at| at as u8));
    assert_eq!(record.to_string(), "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    assert_eq!(record.short(), "00010203");
}

/// A signature is plain Ed25519: this is test 3 of RFC 8032 §7.1.
#[test]
fn a_signature_is_that_of_rfc_8032() {
    let secret = "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7";
    let secret: Vec<u8> =
        (0..32).map(|at| u8::from_str_radix(&secret[2 * at..2 * at + 2], 16).unwrap()).collect();
    let key = SigningKey::from_secret(&secret.try_into().unwrap());
    assert_bytes(
        "a public key",
        key.public().as_bytes(),
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    );
    let signature = key.sign(&[0xaf, 0x82]);
    assert_bytes(
        "a signature",
        signature.as_bytes(),
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac
         18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    );
    let signed =
        commons_identity::Signed { key: &key.public(), message: &[0xaf, 0x82], signature: &signature };
    assert_eq!(verify(&signed), Ok(()));
}

/// The file in which an agent's keys are kept, plain. Sealed, it is this text inside an age file.
#[test]
fn a_plain_keyring_reads_like_this() {
    let members = vec![member(1, 3), member(2, 4)];
    let set = KeySet::new(members, 2, Cards::none(), Policy::default()).unwrap();
    let genesis = Genesis { form: AgentForm::Organisation, keys: set, salt: [0x5a; 16] };
    let genesis = Entry::found(&genesis, &[key(1), key(2)]).unwrap();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let secrets: Vec<_> = [1, 2, 3, 4].map(|seed| format!("    \"{}\"", hex(&[seed; 32]))).to_vec();
    // Somebody who was invited holds keys before the entry that founded the agent.
    for founding in [format!("\"{}\"", hex(&genesis.to_bytes())), "null".to_owned()] {
        let file = format!(
            "{{\n  \"format\": 2,\n  \"agent\": \"{}\",\n  \"genesis\": {founding},\n  \"keys\": [\n{}\n  ]\n}}",
            genesis.agent(),
            secrets.join(",\n"),
        );
        let keyring = Keyring::open(file.as_bytes(), None).unwrap();
        assert_eq!(keyring.agent(), genesis.agent());
        assert_eq!(keyring.genesis().is_some(), founding != "null");
        let EntryBody::Genesis(Genesis { keys, .. }) = genesis.body() else { panic!() };
        let signers: Vec<_> = keyring.signers(keys).map(SigningKey::public).collect();
        assert_eq!(signers, [key(1).public(), key(2).public()]);
        let next: Vec<_> = keyring.next_signers(keys).map(SigningKey::public).collect();
        assert_eq!(next, [key(3).public(), key(4).public()]);
        assert_eq!(String::from_utf8(keyring.seal(None).unwrap()).unwrap(), file);
    }
}
