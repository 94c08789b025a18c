//! Questions and answers about one record: their bytes, as docs/protocol/asking.md shows them, and what liars send.

use commons_registry::{ItemKey, NetworkId};
use commons_sync::{
    About, Answer, Gathered, Gathering, Misbehaviour, Question, answer_with,
    limits::{MAX_FOUND_BYTES, MAX_FOUND_ITEMS, MAX_FRAME, MAX_HAVE, MAX_ITEM, MAX_PART_ITEMS, MAX_QUESTION},
};
use proptest::prelude::*;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn question(about: About) -> Question {
    Question { network: NetworkId::from_bytes([0xaa; 32]), about }
}

fn keys(count: usize) -> Vec<ItemKey> {
    (0..count).map(|n| ItemKey::from_bytes([n as u8; 64])).collect()
}

fn examples() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("record", question(About::Record([0x11; 32])).encode()),
        ("have", question(About::Have(vec![ItemKey::from_bytes([0x22; 64])])).encode()),
        ("part", Answer::Part(vec![b"abc".to_vec(), b"d".to_vec()]).encode()),
        ("end", Answer::End(3).encode()),
        ("held", Answer::held(&[true, false, true, false, false, false, false, false, true]).encode()),
    ]
}

#[test]
fn each_frame_has_the_bytes_of_the_protocol() {
    let found: String = examples().iter().map(|(name, bytes)| format!("{name} {}\n", hex(bytes))).collect();
    assert_eq!(found, include_str!("asking.hex"));
}

#[test]
fn a_full_question_and_a_full_frame_are_within_their_bounds() {
    let full = question(About::Have(keys(MAX_HAVE)));
    assert!(full.encode().len() <= MAX_QUESTION);
    assert_eq!(Question::decode(&full.encode()).unwrap(), full);
    for item in [1, 1000, MAX_ITEM] {
        for frame in answer_with(vec![vec![7; item]; MAX_PART_ITEMS + 3]) {
            assert!(frame.encode().len() <= MAX_FRAME);
            assert_eq!(Answer::decode(&frame.encode()).unwrap(), frame);
        }
    }
}

#[test]
fn a_second_spelling_is_refused() {
    let network = "aa".repeat(32);
    for wrong in [
        String::new(),
        format!("83005820{network}5820{}00", "11".repeat(32)), // bytes after the end
        format!("8318005820{network}5820{}", "11".repeat(32)), // a long integer
        format!("83005820{network}581f{}", "11".repeat(31)),   // a short id
        format!("83015820{network}40"),                        // no keys
        format!("83015820{network}583f{}", "22".repeat(63)),   // half a key
        format!("83015820{network}5a00004040{}", "22".repeat(MAX_HAVE * 64 + 64)), // a key too many
        format!("83025820{network}5820{}", "11".repeat(32)),   // no such kind
    ] {
        let bytes: Vec<u8> = wrong
            .as_bytes()
            .chunks(2)
            .map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap())
            .collect();
        assert!(Question::decode(&bytes).is_err(), "{wrong}");
    }
    for wrong in [
        &[][..],
        &[0x82, 0x00, 0x80],       // a part of nothing
        &[0x82, 0x00, 0x81, 0x40], // an empty item
        &[0x82, 0x00, 0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // a huge part
        &[0x82, 0x00, 0x81, 0x5a, 0xff, 0xff, 0xff, 0xff], // a huge item
        &[0x82, 0x01, 0x18, 0x03], // a long integer
        &[0x82, 0x02, 0x40],       // nothing is held of nothing
        &[0x81, 0x03],             // no such kind
    ] {
        assert!(Answer::decode(wrong).is_err(), "{}", hex(wrong));
    }
}

#[test]
fn what_is_held_is_told_of_each_in_order() {
    for count in [1, 7, 8, 9, MAX_HAVE] {
        let held: Vec<bool> = (0..count).map(|at| at % 3 == 0).collect();
        let mut gathering = Gathering::of(&About::Have(keys(count)));
        assert_eq!(gathering.take(Answer::held(&held)).unwrap(), Some(Gathered::Held(held)));
    }
}

#[test]
fn a_record_comes_in_parts_and_a_large_one_is_cut_off_and_says_so() {
    let gather = |items: &[Vec<u8>]| {
        let mut gathering = Gathering::of(&About::Record([1; 32]));
        let mut frames = answer_with(items.to_vec()).into_iter();
        loop {
            let frame = frames.next().expect("an answer ends");
            if let Some(Gathered::Record { items, left }) = gathering.take(frame).unwrap() {
                assert_eq!(frames.next(), None, "and then there is no more");
                return (items, left);
            }
        }
    };
    assert_eq!(gather(&[]), (vec![], 0));
    let items: Vec<Vec<u8>> = (0..2000u32).map(|n| n.to_be_bytes().to_vec()).collect();
    assert_eq!(gather(&items), (items, 0));
    let (found, left) = gather(&vec![vec![1; 100_000]; 50]);
    assert_eq!((found.len(), left), (MAX_FOUND_BYTES / 100_000, 9));
    let (found, left) = gather(&vec![vec![1]; MAX_FOUND_ITEMS + 5]);
    assert_eq!((found.len(), left), (MAX_FOUND_ITEMS, 5));
}

#[test]
fn what_is_no_answer_to_the_question_is_a_lie() {
    let record = || Gathering::of(&About::Record([1; 32]));
    let have = || Gathering::of(&About::Have(keys(9)));
    assert!(matches!(record().take(Answer::held(&[true])), Err(Misbehaviour::OutOfTurn { .. })));
    assert!(matches!(have().take(Answer::Part(vec![vec![1]])), Err(Misbehaviour::OutOfTurn { .. })));
    assert!(matches!(have().take(Answer::End(0)), Err(Misbehaviour::OutOfTurn { .. })));
    for bits in [vec![0xff], vec![0xff, 0x80, 0x00], vec![0xff, 0xc0]] {
        let told = have().take(Answer::Held(bits.clone()));
        assert!(matches!(told, Err(Misbehaviour::Unaccounted { .. })), "{bits:02x?}: {told:?}");
    }
    // Without end: as soon as it is more than an answer may be.
    let mut gathering = record();
    let endless = std::iter::repeat_with(|| Answer::Part(vec![vec![1; 1000]; MAX_PART_ITEMS]));
    let taken = endless.map(|part| gathering.take(part)).take_while(Result::is_ok).count();
    assert_eq!(taken, MAX_FOUND_BYTES / (1000 * MAX_PART_ITEMS));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_bytes_make_a_reader_panic_and_what_it_takes_is_canonical(
        example in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let examples = examples();
        let mut bytes = examples[example.index(examples.len())].1.clone();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(question) = Question::decode(&bytes) {
            prop_assert_eq!(question.encode(), bytes.clone());
        }
        if let Ok(answer) = Answer::decode(&bytes) {
            prop_assert_eq!(answer.encode(), bytes);
        }
    }
}
