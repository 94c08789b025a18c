//! Second spellings: what is signed has one encoding only. All of these are signed properly.

use commons_identity::Signature;

use super::bytes::{
    Cbor, DEPENDENCIES, ENTRY, KEY, KIND, NAMESPACE, OPERATIONS, RECORD, SALT, VERSION, first_change, head,
    later_change, parts, signed, signed_bytes,
};
use super::world::{Garden, World, all_refused};

/// A length or number in more bytes than it needs.
fn long_head(major: u8, number: u8) -> Vec<u8> {
    vec![major << 5 | 24, number]
}

#[test]
fn refuses_content_in_a_second_spelling() {
    let garden = Garden::new(1);
    let with = |at: usize, raw: Vec<u8>| {
        let mut content = later_change(&garden);
        content[at] = Cbor::Raw(raw);
        Cbor::Array(content).encode()
    };
    let good = Cbor::Array(later_change(&garden)).encode();
    let values = || later_change(&garden).iter().flat_map(Cbor::encode).collect::<Vec<u8>>();
    let salt_in_pieces = [&[0x5f, 0x48][..], &[7; 8], &[0x48], &[7; 8], &[0xff]].concat();
    let dependency = Cbor::Bytes(garden.first.id().as_bytes().to_vec()).encode();
    let title_operation = |title: &[u8]| [&[0x81, 0x84, 0x00, 0x01, 0x62, b'e', b'n'], title].concat();
    let spellings: Vec<(&str, Vec<u8>)> = vec![
        ("the version in two bytes", with(VERSION, long_head(0, 1))),
        ("the version in nine bytes", with(VERSION, vec![0x1b, 0, 0, 0, 0, 0, 0, 0, 1])),
        ("the version as a float", with(VERSION, vec![0xf9, 0x3c, 0x00])),
        ("the version with a tag", with(VERSION, vec![0xc2, 0x01])),
        ("a long head of the array", [&[0x98, 10][..], &values()].concat()),
        ("an array of indefinite length", [&[0x9f][..], &values(), &[0xff]].concat()),
        ("a map instead of an array", [&[0xa5][..], &values()].concat()),
        ("a tag before the array", [&[0xd9, 0xd9, 0xf7][..], &good].concat()),
        ("a byte after the end", [&good[..], &[0x00]].concat()),
        ("an eleventh value", [&[0x8b][..], &values(), &[0xf6]].concat()),
        ("a ninth value only", [&[0x89][..], &values()].concat()),
        ("undefined instead of null", with(KIND, vec![0xf7])),
        ("null as a simple value of two bytes", with(KIND, vec![0xf8, 0x16])),
        ("a salt in pieces", with(SALT, salt_in_pieces)),
        ("a salt with a long head", with(SALT, [&[0x58, 16][..], &[7; 16]].concat())),
        ("a salt of 15 bytes", with(SALT, [&[0x4f][..], &[7; 15]].concat())),
        ("a salt of 17 bytes", with(SALT, [&[0x51][..], &[7; 17]].concat())),
        ("a salt as text", with(SALT, [&[0x70][..], b"seven times seven"[..16].as_ref()].concat())),
        (
            "dependencies of indefinite length",
            with(DEPENDENCIES, [&[0x9f][..], &dependency, &[0xff]].concat()),
        ),
        ("dependencies with a long head", with(DEPENDENCIES, [&[0x98, 1][..], &dependency].concat())),
        ("operations as a map", with(OPERATIONS, vec![0xa0])),
        ("no operations", with(OPERATIONS, vec![0x80])),
        ("operations of indefinite length", {
            let operation = title_operation(b"\x65Bread");
            with(OPERATIONS, [&[0x9f][..], &operation[1..], &[0xff]].concat())
        }),
        (
            "an operation with one value too many",
            with(OPERATIONS, {
                let mut operation = title_operation(b"\x65Bread");
                operation[1] = 0x83;
                operation
            }),
        ),
        ("a title with a long head", with(OPERATIONS, title_operation(b"\x78\x05Bread"))),
        ("a title in pieces", with(OPERATIONS, title_operation(b"\x7f\x62Br\x63ead\xff"))),
        ("a title that is not UTF-8", with(OPERATIONS, title_operation(b"\x65Br\xffad"))),
        ("a title with an overlong letter", with(OPERATIONS, title_operation(b"\x65Bre\xc1\xa1"))),
        ("a title with half a surrogate", with(OPERATIONS, title_operation(b"\x65Br\xed\xa0\x80"))),
        ("true in two bytes", with(OPERATIONS, title_operation(b"\xf8\x15"))),
        ("a field number in two bytes", with(OPERATIONS, b"\x81\x84\x00\x18\x01\x62en\x65Bread".to_vec())),
        ("an operation code in two bytes", with(OPERATIONS, b"\x81\x84\x18\x00\x01\x62en\x65Bread".to_vec())),
        ("an empty content", vec![]),
        ("nothing but a tag", [head(4, 1), Cbor::Text("commons change").encode()].concat()),
    ];
    let items: Vec<_> = spellings
        .into_iter()
        .map(|(what, content)| (what, signed_bytes(&garden.member(), &content)))
        .collect();
    for ((what, _), sentence) in items.iter().zip(all_refused(&garden.items(), &items)) {
        println!("{what}: {sentence}");
        let says = ["expected ", "may have ", "canonical form", "not a signed item"];
        assert!(says.iter().any(|words| sentence.contains(words)), "{what}: {sentence}");
    }
}

#[test]
fn refuses_ids_and_keys_of_another_length_or_type() {
    let garden = Garden::new(1);
    for at in [NAMESPACE, ENTRY, KEY] {
        let mut items = Vec::new();
        for (what, value) in [
            ("31 bytes", Cbor::Bytes(vec![1; 31])),
            ("33 bytes", Cbor::Bytes(vec![1; 33])),
            ("none", Cbor::Bytes(vec![])),
            ("a number", Cbor::Uint(1)),
            ("null", Cbor::Null),
            ("a list", Cbor::Array(vec![])),
            ("a huge length", Cbor::Raw(vec![0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])),
        ] {
            let mut content = first_change(&garden.member());
            content[at] = value;
            items.push((what, signed(&garden.member(), &content)));
        }
        all_refused(&garden.items(), &items);
    }
    let mut content = later_change(&garden);
    content[RECORD] = Cbor::Bytes(vec![1; 33]);
    all_refused(&garden.items(), &[("a record of 33 bytes", signed(&garden.member(), &content))]);
}

/// The content and its signature are good, so the id is that of the honest change: only the envelope is wrong.
#[test]
fn refuses_an_envelope_in_a_second_spelling_and_then_takes_the_good_one() {
    let garden = Garden::new(1);
    let good = garden.edit(1, vec![super::world::title("Bread")]).to_bytes();
    let (content, signature) = parts(&good);
    let bytes = |bytes: &[u8]| Cbor::Bytes(bytes.to_vec()).encode();
    let inner = [bytes(&content), bytes(&signature)].concat();
    let long_content = [&[0x5a][..], &(content.len() as u32).to_be_bytes(), &content].concat();
    let in_pieces = [&[0x5f][..], &bytes(&content[..40]), &bytes(&content[40..]), &[0xff]].concat();
    let items = [
        ("a long head of the array", [&[0x98, 2][..], &inner].concat()),
        ("an array of indefinite length", [&[0x9f][..], &inner, &[0xff]].concat()),
        ("a map", [&[0xa1][..], &inner].concat()),
        ("a tag", [&[0xc6][..], &good].concat()),
        ("a byte after the end", [&good[..], &[0xf6]].concat()),
        ("itself twice", [&good[..], &good].concat()),
        ("a third value", [&[0x83][..], &inner, &[0xf6]].concat()),
        ("the content alone", [&[0x81][..], &bytes(&content)].concat()),
        ("the content with a long head", [&[0x82][..], &long_content, &bytes(&signature)].concat()),
        ("the content in pieces", [&[0x82][..], &in_pieces, &bytes(&signature)].concat()),
        ("the content unwrapped", [&[0x82][..], &content, &bytes(&signature)].concat()),
        ("a signature of 63 bytes", [&[0x82][..], &bytes(&content), &bytes(&signature[..63])].concat()),
        (
            "a signature of 65 bytes",
            [&[0x82][..], &bytes(&content), &bytes(&[&signature[..], &[0]].concat())].concat(),
        ),
        ("no signature", [&[0x82][..], &bytes(&content), &bytes(&[])].concat()),
        ("a signature that is null", [&[0x82][..], &bytes(&content), &[0xf6]].concat()),
        ("nothing", vec![]),
    ];
    all_refused(&garden.items(), &items);
    let mut world = World::with(&garden.items());
    let (_, all): (Vec<_>, Vec<_>) = items.into_iter().unzip();
    world.offer(&all);
    let key = world.offer_one(&good).key();
    assert_eq!(world.store.item(&key).unwrap(), Some(good.clone()));
    assert_eq!(
        commons_registry::Change::decode(&good).unwrap().signed().signature,
        &Signature::from_bytes(signature)
    );
}

#[test]
fn refuses_content_tagged_as_something_else() {
    let garden = Garden::new(1);
    let tagged = |tag: Cbor| {
        let mut content = first_change(&garden.member());
        content[0] = tag;
        signed(&garden.member(), &content)
    };
    let sentences = all_refused(
        &garden.items(),
        &[
            ("another tag", tagged(Cbor::Text("commons chance"))),
            ("an empty tag", tagged(Cbor::Text(""))),
            ("a tag that is too long", tagged(Cbor::Long("c".repeat(65)))),
            ("bytes as tag", tagged(Cbor::Bytes(b"commons change".to_vec()))),
        ],
    );
    assert_eq!(
        sentences[0],
        "expected a change, a key-log entry or a roll, found content tagged \"commons chance\""
    );
}
