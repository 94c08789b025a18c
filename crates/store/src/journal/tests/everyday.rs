//! What a journal does while nothing goes wrong.

use std::{collections::BTreeSet, fs, thread};

use super::*;
use crate::{
    bundle::{BundleWriter, HEADER_LENGTH, Header, MAX_PAYLOAD_BYTES, frame_length},
    journal::{JournalError, MAX_OPEN_SEGMENTS, ReadError, TailPosition},
};

#[test]
fn an_empty_directory_becomes_a_journal_with_an_id_that_stays() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("deep/journal");
    let (journal, recovery) = open(&path, &Options::default());
    assert!(recovery.renewed);
    assert_eq!(texts(&journal.reader()), [""; 0]);
    let id = journal.id();
    drop(journal);
    let (journal, recovery) = open(&path, &Options::default());
    assert_eq!(journal.id(), id);
    assert_eq!(recovery, Recovery::default());
    let names: Vec<_> = fs::read_dir(&path).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["00000000000000000001.bundle"]);
}

#[test]
fn gives_frames_back_in_order_across_segments_and_restarts() {
    let directory = tempfile::tempdir().unwrap();
    let mut all = Vec::new();
    for round in 0..5 {
        let (mut journal, _) = open(directory.path(), &small_segments());
        assert_eq!(texts(&journal.reader()), all);
        let more: Vec<_> =
            (0..7).map(|n| format!("round {round}, frame {n}, {}", "x".repeat(n * 9))).collect();
        let more_text: Vec<_> = more.iter().map(String::as_str).collect();
        for position in append(&mut journal, &more_text) {
            all.push(String::from_utf8(journal.reader().read(position).unwrap()).unwrap());
        }
        assert_eq!(all[round * 7..], more);
    }
    let (journal, _) = open(directory.path(), &small_segments());
    let segments = journal.reader().segments().unwrap();
    assert!(segments.len() > 5);
    assert!(segments.iter().all(|s| s.length <= 300));
    let (frames, _) = contents(&journal.reader());
    let sequences: Vec<_> = frames.iter().map(|(position, _)| position.sequence).collect();
    assert_eq!(sequences, (1..=35).collect::<Vec<_>>());
    for segment in segments {
        let first = frames.iter().find(|(p, _)| p.segment == segment.number).unwrap();
        assert_eq!(segment.header.unwrap().first_sequence, first.0.sequence);
    }
}

#[test]
fn a_frame_larger_than_a_segment_gets_one_of_its_own() {
    let directory = tempfile::tempdir().unwrap();
    let (mut journal, _) = open(directory.path(), &small_segments());
    let large = "x".repeat(MAX_PAYLOAD_BYTES);
    let positions = append(&mut journal, &[&large, "small", &large]);
    let segments: Vec<_> = positions.iter().map(|p| p.segment).collect();
    assert_eq!(segments, [1, 2, 3]);
    assert_eq!(texts(&journal.reader()), [&large, "small", &large]);
}

#[test]
fn a_batch_larger_than_the_buffer_is_whole() {
    let directory = tempfile::tempdir().unwrap();
    let (mut journal, _) = open(directory.path(), &Options::default());
    let large = "x".repeat(MAX_PAYLOAD_BYTES);
    append(&mut journal, &[large.as_str(); 30]);
    assert_eq!(texts(&journal.reader()).len(), 30);
    assert_eq!(journal.tail().offset, HEADER_LENGTH as u64 + 30 * frame_length(MAX_PAYLOAD_BYTES));
}

#[test]
fn a_payload_out_of_bounds_is_refused_and_the_journal_goes_on() {
    let directory = tempfile::tempdir().unwrap();
    let (mut journal, _) = open(directory.path(), &Options::default());
    let long = vec![0; MAX_PAYLOAD_BYTES + 1];
    for payload in [&b""[..], &long] {
        let refused = journal.append(&[b"fine", payload]);
        assert!(matches!(refused, Err(JournalError::Payload(_))));
    }
    let positions = append(&mut journal, &["one"]);
    assert_eq!(positions[0].sequence, 1);
    assert_eq!(texts(&journal.reader()), ["one"]);
}

#[test]
fn only_durable_frames_are_scanned_and_streamed_but_any_appended_one_is_read() {
    let directory = tempfile::tempdir().unwrap();
    let (mut journal, _) = open(directory.path(), &Options::default());
    append(&mut journal, &["one"]);
    let unsynced = journal.append(&[b"two"]).unwrap();
    let reader = journal.reader();
    assert_eq!(texts(&reader), ["one"]);
    assert_eq!(reader.stream(1, 0).unwrap().remaining(), HEADER_LENGTH as u64 + frame_length(3));
    assert_eq!(reader.read(unsynced[0]).unwrap(), b"two");
    journal.sync().unwrap();
    assert_eq!(texts(&reader), ["one", "two"]);
}

#[test]
fn a_scan_starts_after_the_position_it_is_given() {
    let directory = tempfile::tempdir().unwrap();
    let (mut journal, _) = open(directory.path(), &small_segments());
    let payloads: Vec<_> = (0..20).map(|n| format!("a payload with the number {n}")).collect();
    let positions = append(&mut journal, &payloads.iter().map(String::as_str).collect::<Vec<_>>());
    for (index, position) in positions.iter().enumerate() {
        let after: Vec<_> = journal.reader().scan(Some(*position)).map(Result::unwrap).collect();
        assert_eq!(after.len(), payloads.len() - index - 1);
        if let Some(ScanEvent::Frame { position, .. }) = after.first() {
            assert_eq!(*position, positions[index + 1]);
        }
    }
}

#[test]
fn an_export_of_a_segment_has_the_same_bytes() {
    let directory = tempfile::tempdir().unwrap();
    let (mut journal, _) = open(directory.path(), &Options::default());
    append(&mut journal, &["one", "two", "three"]);
    let header =
        Header { network: network(), journal: journal.id(), segment: 1, first_sequence: 1, replaces: None };
    let mut writer = BundleWriter::new(Vec::new(), &header).unwrap();
    for (position, payload) in contents(&journal.reader()).0 {
        writer.write(position.sequence, &payload).unwrap();
    }
    let on_disk = fs::read(directory.path().join("00000000000000000001.bundle")).unwrap();
    assert_eq!(writer.finish().unwrap(), on_disk);
}

#[test]
fn a_new_id_begins_a_segment_and_numbers_go_on() {
    let directory = tempfile::tempdir().unwrap();
    let (mut journal, _) = open(directory.path(), &Options::default());
    let before = journal.id();
    append(&mut journal, &["one"]);
    let after = journal.renew().unwrap();
    assert_ne!(before, after);
    assert_eq!(append(&mut journal, &["two"])[0].sequence, 2);
    let reader = journal.reader();
    assert_eq!([id_of(&reader, 1), id_of(&reader, 2)], [before, after]);
    drop(journal);
    let (journal, recovery) = open(directory.path(), &Options::default());
    assert_eq!((journal.id(), recovery.renewed), (after, false));
    assert_eq!(texts(&journal.reader()), ["one", "two"]);
}

#[test]
fn a_trusted_position_is_believed_only_if_it_agrees() {
    let directory = tempfile::tempdir().unwrap();
    let (mut journal, _) = open(directory.path(), &small_segments());
    let mut tails = vec![journal.tail()];
    for number in 0..20 {
        append(&mut journal, &[&format!("a payload with the number {number}")]);
        tails.push(journal.tail());
    }
    drop(journal);
    let trusts = |tail: TailPosition| {
        let options = Options { trusted: Some(tail), ..small_segments() };
        let (journal, recovery) = open(directory.path(), &options);
        assert_eq!(journal.tail(), tails[20]);
        recovery.trusted
    };
    for tail in &tails {
        assert!(trusts(*tail));
    }
    let good = tails[7];
    let last = good.last.unwrap();
    assert!(!trusts(TailPosition { journal: JournalId::from_bytes([0; 16]), ..good }));
    assert!(!trusts(TailPosition { segment: 99, ..good }));
    assert!(!trusts(TailPosition { offset: good.offset + 1, ..good }));
    assert!(!trusts(TailPosition { offset: u64::MAX, ..good }));
    assert!(!trusts(TailPosition { last: None, ..good }));
    assert!(!trusts(TailPosition { last: tails[6].last, ..good }));
    let mut other = last;
    other.hash = tails[6].last.unwrap().hash;
    assert!(!trusts(TailPosition { last: Some(other), ..good }));
    other = last;
    other.position.sequence += 1;
    assert!(!trusts(TailPosition { last: Some(other), ..good }));
    other = last;
    other.position.length = u32::MAX;
    assert!(!trusts(TailPosition { last: Some(other), ..good }));
}

#[test]
fn a_position_of_another_frame_is_an_error() {
    let directory = tempfile::tempdir().unwrap();
    let (mut journal, _) = open(directory.path(), &Options::default());
    let position = append(&mut journal, &["one", "two"])[0];
    let reader = journal.reader();
    let read = |position| reader.read(position).unwrap_err();
    assert!(matches!(
        read(Position { sequence: 2, ..position }),
        ReadError::OtherFrame { found_sequence: 1, .. }
    ));
    assert!(matches!(read(Position { offset: 129, ..position }), ReadError::Damaged { .. }));
    assert!(matches!(read(Position { offset: 1 << 40, ..position }), ReadError::Damaged { .. }));
    assert!(matches!(read(Position { length: u32::MAX, ..position }), ReadError::Damaged { .. }));
    assert!(matches!(read(Position { length: 0, ..position }), ReadError::Damaged { .. }));
    assert!(matches!(read(Position { segment: 2, ..position }), ReadError::Gone { .. }));
    assert!(reader.read(Position { length: 4, ..position }).is_err());
    assert!(reader.read(Position { length: 2, ..position }).is_err());
}

#[test]
fn readers_in_other_threads_read_while_the_journal_is_written() {
    let directory = tempfile::tempdir().unwrap();
    let options = Options { segment_bytes: 2_000, trusted: None };
    let (mut journal, _) = open(directory.path(), &options);
    let (send, receive) = std::sync::mpsc::sync_channel::<Vec<Position>>(4);
    let reader = journal.reader();
    let check = thread::spawn(move || {
        let mut read = BTreeSet::new();
        for position in receive.into_iter().flatten() {
            let payload = reader.read(position).unwrap();
            assert_eq!(payload, format!("payload {}", position.sequence).into_bytes());
            read.insert(position.segment);
            assert_eq!(contents(&reader).1, 0);
        }
        read.len()
    });
    for round in 0..60_u64 {
        let payloads: Vec<_> = (1..=10).map(|n| format!("payload {}", round * 10 + n)).collect();
        let payloads: Vec<_> = payloads.iter().map(|p| p.as_bytes()).collect();
        let positions = journal.append(&payloads).unwrap();
        journal.sync().unwrap();
        send.send(positions).unwrap();
    }
    drop(send);
    assert!(check.join().unwrap() > 2 * MAX_OPEN_SEGMENTS / 3);
}
