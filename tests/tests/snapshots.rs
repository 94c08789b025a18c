//! The bytes of everything that is signed, sent and kept, from fixed keys: a promise to every other node.
//!
//! Bundles (`crates/store/src/bundle/tests.rs`), messages (`crates/sync/tests/bytes.rs`) and the trie's hashes
//! (`crates/registry/src/trie/tests.rs`) are held to their bytes where they live.

use commons_identity::{
    Act, AgentForm, Entry, Genesis, KeySet, Keyring, Policy, PublicKey, Signature, SigningKey, verify,
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

/// An organisation of two keys, one recovery card, which changes licences by consent.
fn organisation() -> (Entry, [SigningKey; 2]) {
    let keys = [key(1), key(2)];
    let set = KeySet::new(
        AgentForm::Organisation,
        keys.iter().map(SigningKey::public).collect(),
        2,
        [key(3), key(4)].iter().map(|next| next.public().next_digest()).collect(),
        vec![key(5).public().recovery_digest()],
        1,
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
        "8258d9876f636f6d6d6f6e73206b65792d6c6f6701400000868258208139770ea87d175f56a35466c34c7ecccb8d8a91
         b4ee37a25df60f5b8fc9b39458208a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c0282
         58203a042559da0a0a59e8f1e846a8537a5df9b3173bf176121d260e2efa099f64fe5820fda5aeef018d2e35af4b41fc
         c927d83b488dec698b90cfb596d0aef6dd077f5e815820fdf7c9d6b180da05e1b7f14ac4eafc71de1f99b6450777f31f
         15d361c6fec40901820003505a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a828258208139770ea87d175f56a35466c34c7ecc
         cb8d8a91b4ee37a25df60f5b8fc9b3945840e9e898bd8e84be732ee7903a3abd4d85b5749d8b37b952c62db1559a47f9
         01e8672b0fb76f2fd4a3e2d14c3aaa90e7ff4e9b6239285379ea642c19daea132f088258208a88e3dd7409f195fd52db
         2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c5840a167ede2442dd5f093b057708b08e07bf14d89580b8b6f66fb
         559dc8d84d255819247db6dc9e5c696c01f8719183e2d7b6501d700e63a9528b90f302014a1b08",
    );
    assert_bytes(
        "its id",
        genesis.id().as_bytes(),
        "b0a46acb1d1cd1e4d5fdb85ec1f43ea42a2bb5278d2f184e9ea53fea9547ba0a",
    );
    assert_eq!(Entry::decode(&genesis.to_bytes()).unwrap().verify().unwrap(), genesis);
}

#[test]
fn a_first_change_has_these_bytes() {
    let change = first_change(&Pen::new());
    assert_bytes(
        "a first change",
        &change.to_bytes(),
        "8258b28a6e636f6d6d6f6e73206368616e6765015820b0a46acb1d1cd1e4d5fdb85ec1f43ea42a2bb5278d2f184e9ea5
         3fea9547ba0a5820b0a46acb1d1cd1e4d5fdb85ec1f43ea42a2bb5278d2f184e9ea53fea9547ba0a58208a88e3dd7409
         f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c40025011111111111111111111111111111111808284
         000162656e6e536565647320746f207368617265840004f66c43432d42592d53412d342e305840d1ea4323c32dfa9aad
         5ff9bc92f8e27bbf551d26afdd088465a3be301d2ead5b3fd68391081377427368e1d3c1c2c1f9eaf4da4fadf8a0b013
         bfcad7e917000f",
    );
    assert_bytes(
        "its id",
        change.id().as_bytes(),
        "708bdaddd7aea02a4b7179410c4b631c249c5aa7daf12e7e63c24e08805dc494",
    );
    assert_eq!(Change::decode(&change.to_bytes()).unwrap(), change);
}

#[test]
fn a_change_with_every_operation_has_these_bytes() {
    let change = later_change(&Pen::new());
    assert_bytes(
        "a change with every operation",
        &change.to_bytes(),
        "825901d88a6e636f6d6d6f6e73206368616e6765015820b0a46acb1d1cd1e4d5fdb85ec1f43ea42a2bb5278d2f184e9e
         a53fea9547ba0a5820b0a46acb1d1cd1e4d5fdb85ec1f43ea42a2bb5278d2f184e9ea53fea9547ba0a58208a88e3dd74
         09f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c5820708bdaddd7aea02a4b7179410c4b631c249c5a
         a7daf12e7e63c24e08805dc494f650121212121212121212121212121212128258202222222222222222222222222222
         2222222222222222222222222222222222225820708bdaddd7aea02a4b7179410c4b631c249c5aa7daf12e7e63c24e08
         805dc494898400016266727453656d656e63657320c3a020706172746167657284000af6613283010162656e83010bf6
         84020262656e781c486f7720746f20647279207468656d2e0af09f91a9e2808df09f8cbe830305657365656473830407
         5820333333333333333333333333333333333333333333333333333333333333333383055820708bdaddd7aea02a4b71
         79410c4b631c249c5aa7daf12e7e63c24e08805dc4945820b0a46acb1d1cd1e4d5fdb85ec1f43ea42a2bb5278d2f184e
         9ea53fea9547ba0a8206582044444444444444444444444444444444444444444444444444444444444444445840be0b
         cf7b55f8d27a56c7a796a0a042a0412a3b68e04a0deeef7c59fdff0f8912dc097e1e2eb24bb49e2eb14615f9e1aa7e7f
         7d4bbb02111286ff10c9875be509",
    );
    assert_bytes(
        "its id",
        change.id().as_bytes(),
        "3be961bb22621a5851b1cf746657dd9db09d12d23d788fe6395e3d8b3e9c123f",
    );
    assert_eq!(Change::decode(&change.to_bytes()).unwrap(), change);
}

#[test]
fn a_change_with_every_sort_of_value_has_these_bytes() {
    let change = change_of_every_value(&Pen::new());
    assert_bytes(
        "a change with every sort of value",
        &change.to_bytes(),
        "8258e38a6e636f6d6d6f6e73206368616e6765015820b0a46acb1d1cd1e4d5fdb85ec1f43ea42a2bb5278d2f184e9ea5
         3fea9547ba0a5820b0a46acb1d1cd1e4d5fdb85ec1f43ea42a2bb5278d2f184e9ea53fea9547ba0a58208a88e3dd7409
         f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c40005013131313131313131313131313131313808784
         0004f6654c65656473840006f61a0334ef33840007f63a0017a31484000b6c776f726b65722d6f776e6564f584000b6e
         706179732d6469766964656e6473f484000b67737572706c7573656d6978656483030862656e5840429c11cc5ff98114
         c8292f1ac32735127274ec74f442ca4654281eb160ffe939f167ace7608a7b9b31b28b4265a851b4bdbda5ec27d65b4e
         2059332923afa107",
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
        "8258b28a6e636f6d6d6f6e73206368616e6765015820b0a46acb1d1cd1e4d5fdb85ec1f43ea42a2bb5278d2f184e9ea5
         3fea9547ba0a5820b0a46acb1d1cd1e4d5fdb85ec1f43ea42a2bb5278d2f184e9ea53fea9547ba0a58208a88e3dd7409
         f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c40045014141414141414141414141414141414808184
         0002f65820555555555555555555555555555555555555555555555555555555555555555558409fdb2e8af76d4e6863
         1c8ab23d85701dd6dc4d479351b7550c757f3b3557405b14798ae34a10743eee01f13d5c2294f25cd6325ca07f6e7d5d
         3e86572671b70d",
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
        "b0a46acb1d1cd1e4d5fdb85ec1f43ea42a2bb5278d2f184e9ea53fea9547ba0a708bdaddd7aea02a4b7179410c4b631c
         249c5aa7daf12e7e63c24e08805dc494",
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
        "749459d520d5138b2a7ae3b5d9924db9891b584c421765be60d2e528df6c001f",
    );
    assert!(registry.ingest(&items[1..]).iter().all(Result::is_ok));
    assert_bytes(
        "the state of three items",
        registry.state().as_bytes(),
        "1d263bf72a50b645bbd2394241a48442cb0e4e3d2440db60000f51544be2e91d",
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
    let next = vec![key(2).public().next_digest()];
    let recovery = vec![key(3).public().recovery_digest()];
    let keys = vec![key(1).public()];
    let form = AgentForm::Organisation;
    let set = KeySet::new(form, keys, 1, next, recovery, 1, Policy::default()).unwrap();
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
    let next = [key(3), key(4)].iter().map(|next| next.public().next_digest()).collect();
    let keys = [key(1), key(2)];
    let public = keys.iter().map(SigningKey::public).collect();
    let set = KeySet::new(AgentForm::Organisation, public, 2, next, vec![], 0, Policy::default()).unwrap();
    let genesis = Genesis { form: AgentForm::Organisation, keys: set, salt: [0x5a; 16] };
    let genesis = Entry::found(&genesis, &keys).unwrap();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let pair = |current: u8, next: u8| {
        let (current, next) = (hex(&[current; 32]), hex(&[next; 32]));
        format!("    {{\n      \"current\": \"{current}\",\n      \"next\": \"{next}\"\n    }}")
    };
    let file = format!(
        "{{\n  \"format\": 1,\n  \"agent\": \"{}\",\n  \"genesis\": \"{}\",\n  \"keys\": [\n{},\n{}\n  ]\n}}",
        genesis.agent(),
        hex(&genesis.to_bytes()),
        pair(1, 3),
        pair(2, 4),
    );
    let keyring = Keyring::open(file.as_bytes(), None).unwrap();
    assert_eq!((keyring.agent(), keyring.signer()), (genesis.agent(), key(1).public()));
    assert_eq!(String::from_utf8(keyring.seal(None).unwrap()).unwrap(), file);
}
