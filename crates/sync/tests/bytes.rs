//! The bytes on the wire are a promise: docs/protocol/sync.md shows these very examples.

use commons_identity::AgentId;
use commons_registry::{BranchChild, ItemKey, NetworkId, Prefix, StateRoot};
use commons_sync::{Announcement, Hello, Message, Refusal, RefusalReason, Segment, Summary, Told};
use proptest::prelude::*;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn key(byte: u8) -> ItemKey {
    ItemKey::from_bytes([byte; 64])
}

fn close(byte: u8) -> ItemKey {
    ItemKey::from_bytes(core::array::from_fn(|at| if at == 63 { byte } else { 0x11 }))
}

fn examples() -> Vec<(&'static str, Message)> {
    let prefix = Prefix::of(&key(0x12), 3);
    let changed = Summary { root: StateRoot::from_bytes([0xbb; 32]), count: 1001, through: 1004 };
    vec![
        (
            "hello",
            Message::Hello(Hello {
                version: 2,
                network: NetworkId::from_bytes([0xaa; 32]),
                state: Summary { root: StateRoot::from_bytes([0xbb; 32]), count: 1000, through: 1003 },
                journal: [0xcc; 16],
            }),
        ),
        ("refuse", Message::Refuse(Refusal { reason: RefusalReason::OtherNetwork, text: "no".to_owned() })),
        ("ask", Message::Ask(vec![Prefix::ROOT, prefix])),
        (
            "tell",
            Message::Tell(vec![
                Told::Nothing,
                Told::Moved,
                Told::Items(vec![(close(1), 7), (close(2), 300)]),
                Told::Branch {
                    prefix,
                    children: vec![
                        BranchChild { nibble: 0, count: 1, hash: [0xdd; 32] },
                        BranchChild { nibble: 15, count: 70_000, hash: [0xee; 32] },
                    ],
                },
            ]),
        ),
        ("want", Message::Want(vec![key(0x22)])),
        ("items", Message::Items(vec![(0, b"abc".to_vec()), (300, b"d".to_vec())])),
        ("end", Message::End(vec![1, 2])),
        ("await", Message::Await),
        ("changed", Message::Changed(changed)),
        (
            "since",
            Message::Since {
                after: 1003,
                without: vec![AgentId::from_bytes([0xab; 32])],
                with: vec![AgentId::from_bytes([0xac; 32])],
            },
        ),
        ("more", Message::More),
        ("segment", Message::Segment(Segment { through: 1004, length: 7, packed: b"zstd".to_vec() })),
        ("streamed", Message::Streamed(changed)),
    ]
}

#[test]
fn each_message_has_the_bytes_of_the_protocol() {
    let found: String =
        examples().iter().map(|(name, message)| format!("{name} {}\n", hex(&message.encode()))).collect();
    assert_eq!(found, include_str!("bytes.hex"));
}

#[test]
fn an_announcement_has_the_bytes_of_the_protocol() {
    assert_eq!(hex(&Announcement::Inline(b"abc".to_vec()).encode()), "820043616263");
    assert_eq!(hex(&Announcement::Key(key(0x22)).encode()), format!("82015840{}", "22".repeat(64)));
    assert!(Announcement::decode(&[0x82, 0x00, 0x40]).is_err(), "an empty item");
    assert!(Announcement::decode(&[0x82, 0x18, 0x00, 0x43, 0x61, 0x62, 0x63]).is_err(), "a long integer");
}

#[test]
fn each_message_survives_the_way_there_and_back() {
    for (_, message) in examples() {
        assert_eq!(Message::decode(&message.encode()).unwrap(), message);
    }
}

#[test]
fn a_second_spelling_of_a_message_is_refused() {
    assert!(Message::decode(&[0x81, 0x07]).is_ok());
    for other in [
        &[0x81, 0x18, 0x07][..],                           // an integer longer than need be
        &[0x9f, 0x07, 0xff],                               // an array of indefinite length
        &[0x98, 0x01, 0x07],                               // a length longer than need be
        &[0x81, 0x07, 0x00],                               // bytes after the end
        &[0x82, 0x07, 0x00],                               // one element too many
        &[0x81, 0x09],                                     // no such kind
        &[0x82, 0x02, 0x80],                               // nothing asked
        &[0x82, 0x02, 0x81, 0x82, 0x03, 0x42, 0x12, 0x34], // padding that is not zero
        &[0x82, 0x02, 0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // a huge array
        &[0x82, 0x05, 0x81, 0x82, 0x00, 0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // a huge item
        &[0x83, 0x01, 0x01, 0x61, 0x1b],                   // a control character
        &[],
    ] {
        assert!(Message::decode(other).is_err(), "{}", hex(other));
    }
}

#[test]
fn keys_are_told_with_their_common_start_once_and_in_no_other_way() {
    let told = |items: Vec<(ItemKey, u64)>| Message::Tell(vec![Told::Items(items)]).encode();
    let two = told(vec![(close(1), 7), (close(2), 8)]);
    assert!(two.len() < 64 + 20, "{}", two.len());
    // The same two keys with a shorter common start.
    let mut longer = vec![0x82, 0x03, 0x81, 0x83, 0x01, 0x58, 62];
    longer.extend_from_slice(&[0x11; 62]);
    longer.extend_from_slice(&[0x82, 0x82, 0x42, 0x11, 0x01, 0x07, 0x82, 0x42, 0x11, 0x02, 0x08]);
    assert!(Message::decode(&longer).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_bytes_make_the_decoder_panic_and_what_it_takes_is_canonical(
        example in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let examples = examples();
        let mut bytes = examples[example.index(examples.len())].1.encode();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(message) = Message::decode(&bytes) {
            prop_assert_eq!(message.encode(), bytes);
        }
    }
}
