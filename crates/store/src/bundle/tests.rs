//! What a reader promises, whatever the bytes.

use std::io::{self, Read};

use proptest::prelude::*;

use super::*;

fn network() -> NetworkId {
    NetworkId::from_bytes([0x22; 32])
}

fn header() -> Header {
    Header {
        network: network(),
        journal: JournalId::from_bytes([0x11; JOURNAL_ID_LENGTH]),
        segment: 7,
        first_sequence: 40,
        replaces: None,
    }
}

fn bundle(frames: &[(u64, &[u8])]) -> Vec<u8> {
    let mut writer = BundleWriter::new(Vec::new(), &header()).unwrap();
    for (sequence, payload) in frames {
        writer.write(*sequence, payload).unwrap();
    }
    writer.finish().unwrap()
}

fn read(bytes: &[u8]) -> Result<Vec<Event>, HeaderError> {
    match BundleReader::open(bytes, network()) {
        Ok(reader) => Ok(reader.map(Result::unwrap).collect()),
        Err(OpenBundleError::Header(error)) => Err(error),
        Err(OpenBundleError::Io(error)) => panic!("{error}"),
    }
}

fn frames(events: &[Event]) -> Vec<(u64, &[u8])> {
    let mut frames = Vec::new();
    for event in events {
        if let Event::Frame(frame) = event {
            frames.push((frame.sequence, &frame.payload[..]));
        }
    }
    frames
}

fn damages(events: &[Event]) -> Vec<Damage> {
    let damage = |event: &Event| match event {
        Event::Damage(damage) => Some(*damage),
        Event::Frame(_) => None,
    };
    events.iter().filter_map(damage).collect()
}

/// Every byte after the header belongs to exactly one event.
fn assert_covers(events: &[Event], length: usize) {
    let mut at = HEADER_LENGTH as u64;
    for event in events {
        let (offset, end) = match event {
            Event::Frame(frame) => (frame.offset, frame.end()),
            Event::Damage(damage) => (damage.offset, damage.end()),
        };
        assert_eq!(offset, at);
        assert!(end > offset);
        at = end;
    }
    assert_eq!(at, length as u64);
}

fn hex(bytes: &[u8]) -> String {
    let lines = bytes.chunks(16).map(|line| {
        let digits: Vec<_> = line.iter().map(|byte| format!("{byte:02x}")).collect();
        digits.join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

const SMALL: [(u64, &[u8]); 4] = [(40, b"one"), (41, b"two, a little longer"), (45, b"x"), (46, b"four")];

#[test]
fn the_bytes_of_a_header_and_a_frame_are_these() {
    let bytes = bundle(&[(40, b"seed catalogue")]);
    let expected = [
        "43 4f 4d 4d 4f 4e 53 0a 01 00 00 00 80 00 00 00",
        "22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22",
        "22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22",
        "11 11 11 11 11 11 11 11 11 11 11 11 11 11 11 11",
        "07 00 00 00 00 00 00 00 28 00 00 00 00 00 00 00",
        "ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff ff",
        "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
        "55 f5 53 4c ec 37 43 aa 43 fc 24 b4 3a a4 74 6c",
        "c3 63 6d 66 0e 00 00 00 28 00 00 00 00 00 00 00",
        "73 65 65 64 20 63 61 74 61 6c 6f 67 75 65 d5 45",
        "c1 17 af 69 c5 85",
    ];
    assert_eq!(hex(&bytes), expected.join("\n"));
    let compacted = Header { replaces: Some(Replaces { first: 2, last: 5 }), ..header() };
    assert_eq!(hex(&compacted.encode()[80..96]), "02 00 00 00 00 00 00 00 05 00 00 00 00 00 00 00");
    assert_eq!(Header::parse(&compacted.encode()), Ok(compacted));
}

#[test]
fn reads_back_what_was_written() {
    let bytes = bundle(&SMALL);
    let events = read(&bytes).unwrap();
    assert_eq!(frames(&events), SMALL);
    assert_covers(&events, bytes.len());
    let reader = BundleReader::open(&bytes[..], network()).unwrap();
    assert_eq!(reader.header(), Some(&header()));
}

#[test]
fn header_errors_say_what_was_expected_and_found() {
    let whole = bundle(&SMALL);
    let text = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    assert!(text(b"").contains("not a bundle"));
    assert!(text(b"PK\x03\x04 and so on").contains("not a bundle"));
    assert!(text(&whole[..50]).contains("expected 128 bytes, found 50"));
    let mut newer = whole.clone();
    newer[8] = 2;
    assert_eq!(read(&newer), Err(HeaderError::UnknownVersion { found: 2 }));
    let other = NetworkId::of_name("others");
    let Err(OpenBundleError::Header(error)) = BundleReader::open(&whole[..], other) else {
        panic!("opened");
    };
    let (expected, found) = (other, network());
    assert_eq!(error, HeaderError::OtherNetwork { expected, found });
    assert!(error.to_string().contains(&network().short()));
}

#[test]
fn a_header_whose_check_holds_over_nonsense_is_damaged() {
    let forge = |at: usize, value: u8| {
        let mut bytes = header().encode();
        bytes[at] = value;
        let check = blake3::hash(&bytes[..112]);
        bytes[112..].copy_from_slice(&check.as_bytes()[..16]);
        Header::parse(&bytes)
    };
    for (at, value) in [(10, 1), (12, 129), (80, 3), (95, 0), (96, 1), (111, 1)] {
        assert!(matches!(forge(at, value), Err(HeaderError::Damaged { .. })), "{at}");
    }
}

#[test]
fn cut_at_any_byte_it_gives_the_frames_before_the_cut() {
    let whole = bundle(&SMALL);
    for length in 0..whole.len() {
        let Ok(events) = read(&whole[..length]) else {
            assert!(length < HEADER_LENGTH);
            continue;
        };
        assert_covers(&events, length);
        let found = frames(&events);
        assert_eq!(found, SMALL[..found.len()]);
        let whole_frames = frames(&read(&whole).unwrap()).len();
        assert!(found.len() < whole_frames);
        let ends_between_frames = bundle(&found).len() == length;
        assert_eq!(damages(&events).is_empty(), ends_between_frames);
    }
}

#[test]
fn with_any_bit_flipped_it_gives_all_other_frames() {
    let whole = bundle(&SMALL);
    for bit in 0..whole.len() * 8 {
        let mut bytes = whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let Ok(events) = read(&bytes) else {
            assert!(bit / 8 < HEADER_LENGTH);
            continue;
        };
        assert!(bit / 8 >= HEADER_LENGTH);
        assert_covers(&events, bytes.len());
        let damages = damages(&events);
        let [damage] = damages[..] else {
            panic!("bit {bit}: {damages:?}");
        };
        assert!((damage.offset..damage.end()).contains(&((bit / 8) as u64)));
        let hit = |frame: &&(u64, &[u8])| {
            let intact = read(&whole).unwrap();
            let place = intact.iter().find_map(|event| match event {
                Event::Frame(f) if f.sequence == frame.0 => Some(f.offset..f.end()),
                _ => None,
            });
            !place.unwrap().contains(&((bit / 8) as u64))
        };
        let expected: Vec<_> = SMALL.iter().filter(hit).copied().collect();
        assert_eq!(frames(&events), expected, "bit {bit}");
    }
}

#[test]
fn a_damaged_length_that_ends_where_a_frame_begins_hides_nothing() {
    // The second and third frame, 24 bytes around each payload, lie inside the length that the first now claims.
    let mut bytes = bundle(&[(40, b"a"), (41, b"bb"), (42, b"ccc"), (43, b"d")]);
    bytes[HEADER_LENGTH + 4] = 1 + (24 + 2) + (24 + 3);
    let events = read(&bytes).unwrap();
    let expected: [(u64, &[u8]); 3] = [(41, b"bb"), (42, b"ccc"), (43, b"d")];
    assert_eq!(frames(&events), expected);
}

#[test]
fn a_frame_hidden_in_a_payload_stays_hidden_when_the_payload_is_damaged() {
    let mut hidden = b"before ".to_vec();
    encode_frame(1_000, b"forged", &mut hidden).unwrap();
    hidden.extend_from_slice(b" after");
    for last in [false, true] {
        let mut all = vec![(40, &b"one"[..]), (41, &hidden)];
        if !last {
            all.push((42, b"three"));
        }
        let mut bytes = bundle(&all);
        bytes[HEADER_LENGTH + 27 + FRAME_PREFIX_LENGTH] ^= 1;
        let events = read(&bytes).unwrap();
        all.remove(1);
        assert_eq!(frames(&events), all);
        let [damage] = damages(&events)[..] else {
            panic!("{events:?}");
        };
        assert_eq!(damage.fault, FrameFault::Check);
    }
}

#[test]
fn a_length_beyond_the_bound_is_damage_and_reserves_nothing() {
    let mut bytes = bundle(&SMALL);
    bytes[HEADER_LENGTH + 4..HEADER_LENGTH + 8].copy_from_slice(&u32::MAX.to_le_bytes());
    let events = read(&bytes).unwrap();
    let found = u32::MAX;
    assert_eq!(damages(&events)[0].fault, FrameFault::Length { found });
    assert_eq!(frames(&events), SMALL[1..]);
}

#[test]
fn numbers_that_do_not_rise_are_damage() {
    let mut bytes = bundle(&[(41, b"a")]);
    for sequence in [41, 12, 50] {
        encode_frame(sequence, b"b", &mut bytes).unwrap();
    }
    let events = read(&bytes).unwrap();
    let expected: [(u64, &[u8]); 2] = [(41, b"a"), (50, b"b")];
    assert_eq!(frames(&events), expected);
    let (after, found) = (41, 12);
    assert_eq!(damages(&events)[1].fault, FrameFault::Order { after, found });
    let mut low = header().encode().to_vec();
    encode_frame(39, b"below the first of the header", &mut low).unwrap();
    assert_eq!(frames(&read(&low).unwrap()), []);
}

#[test]
fn a_writer_refuses_what_a_reader_would() {
    let mut writer = BundleWriter::new(Vec::new(), &header()).unwrap();
    let long = vec![0; MAX_PAYLOAD_BYTES + 1];
    for payload in [&b""[..], &long] {
        let refused = writer.write(40, payload);
        assert!(matches!(refused, Err(WriteBundleError::Payload(_))));
    }
    writer.write(40, &long[1..]).unwrap();
    let refused = writer.write(40, b"again");
    assert!(matches!(refused, Err(WriteBundleError::Order { after: 40, found: 40 })));
    let bytes = writer.finish().unwrap();
    assert_eq!(bytes.len(), HEADER_LENGTH + MAX_FRAME_BYTES);
    assert_eq!(frames(&read(&bytes).unwrap()), [(40, &long[1..])]);
}

#[test]
fn a_file_of_nothing_but_markers_is_read_in_linear_time() {
    let mut bytes = header().encode().to_vec();
    for sequence in 0..(32 * 1024 * 1024 / 16_u64) {
        bytes.extend_from_slice(&FRAME_MARKER);
        bytes.extend_from_slice(&(MAX_PAYLOAD_BYTES as u32).to_le_bytes());
        bytes.extend_from_slice(&(sequence + 100).to_le_bytes());
    }
    // A second or two with the limit on searching; without it 200 GB would be hashed.
    let start = std::time::Instant::now();
    let events = read(&bytes).unwrap();
    assert!(start.elapsed().as_secs() < 40);
    assert_covers(&events, bytes.len());
    assert_eq!(frames(&events), []);
}

/// Gives a few bytes at a time, and is interrupted now and then.
struct Trickle<'a>(&'a [u8], usize);

impl Read for Trickle<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.1 += 1;
        if self.1.is_multiple_of(5) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let count = (self.1 % 7 + 1).min(out.len());
        self.0.read(&mut out[..count])
    }
}

proptest! {
    #[test]
    fn any_bytes_are_covered_by_events(tail in prop::collection::vec(any::<u8>(), 0..600)) {
        let mut bytes = bundle(&SMALL);
        bytes.extend_from_slice(&tail);
        let events = read(&bytes).unwrap();
        assert_covers(&events, bytes.len());
        prop_assert_eq!(frames(&events), SMALL);
    }

    #[test]
    fn a_damaged_bundle_gives_only_frames_that_were_in_it(
        payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..400), 1..12),
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let all: Vec<_> = (40..).zip(payloads.iter().map(|p| &p[..])).collect();
        let mut bytes = bundle(&all);
        let length = bytes.len() - HEADER_LENGTH;
        for (at, value) in hits {
            bytes[HEADER_LENGTH + at.index(length)] = value;
        }
        let events = read(&bytes).unwrap();
        assert_covers(&events, bytes.len());
        for frame in frames(&events) {
            prop_assert!(all.contains(&frame));
        }
        let trickled = BundleReader::open(Trickle(&bytes, 0), network()).unwrap();
        prop_assert_eq!(trickled.map(Result::unwrap).collect::<Vec<_>>(), events);
    }
}
