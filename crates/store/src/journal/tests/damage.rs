//! What a journal does about bytes that are not as they were written.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::*;
use crate::{
    bundle::{FrameFault, HEADER_LENGTH, HeaderError, encode_frame, frame_length},
    journal::{Cut, OpenError},
};

fn segment(directory: &Path, number: u64) -> PathBuf {
    directory.join(format!("{number:020}.bundle"))
}

fn change(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
}

/// A journal of one segment with these frames, closed.
fn journal_of(directory: &Path, payloads: &[&str]) -> JournalId {
    let (mut journal, _) = open(directory, &Options::default());
    append(&mut journal, payloads);
    journal.id()
}

#[test]
fn cuts_a_torn_tail_only_in_the_last_segment() {
    let directory = tempfile::tempdir().unwrap();
    let old = journal_of(directory.path(), &["one", "two"]);
    let (mut journal, _) = open(directory.path(), &Options::default());
    journal.renew().unwrap();
    append(&mut journal, &["three", "four"]);
    drop(journal);
    for number in [1, 2] {
        change(&segment(directory.path(), number), |bytes| bytes.truncate(bytes.len() - 3));
    }
    let (mut journal, recovery) = open(directory.path(), &Options::default());
    let offset = HEADER_LENGTH as u64 + frame_length(5);
    let length = frame_length(4) - 3;
    assert_eq!(recovery.cut, Some(Cut { segment: 2, offset, length }));
    assert!(recovery.renewed && recovery.damaged.is_empty());
    assert_eq!(fs::metadata(segment(directory.path(), 2)).unwrap().len(), offset);
    let first = fs::metadata(segment(directory.path(), 1)).unwrap().len();
    assert_eq!(first, HEADER_LENGTH as u64 + 2 * frame_length(3) - 3);

    // What follows stands in a segment of its own, under an id of its own.
    let position = append(&mut journal, &["five"])[0];
    assert_eq!((position.segment, position.sequence), (3, 4));
    let reader = journal.reader();
    let ids = [1, 2, 3].map(|number| id_of(&reader, number));
    assert!(ids[0] == old && ids[2] == journal.id() && ids[1] != ids[2]);
    assert_eq!(contents(&reader).1, 1);
    assert_eq!(texts(&reader), ["one", "three", "five"]);
    drop(journal);
    let (journal, recovery) = open(directory.path(), &Options::default());
    assert_eq!((journal.id(), recovery), (ids[2], Recovery::default()));
}

#[test]
fn cut_at_any_byte_it_opens_with_the_frames_before_the_cut() {
    let directory = tempfile::tempdir().unwrap();
    let payloads = ["one", "two", "three"];
    let id = journal_of(directory.path(), &payloads);
    let whole = fs::read(segment(directory.path(), 1)).unwrap();
    for length in 0..whole.len() {
        let directory = tempfile::tempdir().unwrap();
        fs::write(segment(directory.path(), 1), &whole[..length]).unwrap();
        let (mut journal, recovery) = open(directory.path(), &Options::default());
        let found = texts(&journal.reader());
        assert_eq!(found, payloads[..found.len()]);
        assert_eq!(recovery.removed.is_some(), length < HEADER_LENGTH);
        let ends_between_frames = !recovery.renewed;
        assert_eq!(journal.id() == id, ends_between_frames);
        append(&mut journal, &["more"]);
        drop(journal);
        let (journal, recovery) = open(directory.path(), &Options::default());
        assert_eq!(recovery, Recovery::default());
        assert_eq!(texts(&journal.reader()).len(), found.len() + 1);
    }
}

#[test]
fn a_flipped_bit_is_set_aside_once_and_the_rest_is_read() {
    let directory = tempfile::tempdir().unwrap();
    let id = journal_of(directory.path(), &["one", "two", "three"]);
    let path = segment(directory.path(), 1);
    change(&path, |bytes| bytes[HEADER_LENGTH + 27 + 17] ^= 4);
    let damaged = fs::read(&path).unwrap();
    let (journal, recovery) = open(directory.path(), &Options::default());
    let [region] = &recovery.damaged[..] else {
        panic!("{recovery:?}");
    };
    assert_eq!(region.damage.fault, FrameFault::Check);
    assert_eq!((region.damage.offset, region.damage.length), (128 + 27, 27));
    let copy = region.copy.clone().unwrap();
    let name = "quarantine/00000000000000000001-00000000000000000155.bad";
    assert_eq!(copy, directory.path().join(name));
    assert_eq!(fs::read(&copy).unwrap(), damaged[155..182]);
    assert_eq!(fs::read(&path).unwrap(), damaged);
    assert_eq!(texts(&journal.reader()), ["one", "three"]);
    assert_eq!((journal.id(), recovery.cut, recovery.renewed), (id, None, false));
    drop(journal);

    let written = fs::metadata(&copy).unwrap().modified().unwrap();
    let (mut journal, again) = open(directory.path(), &Options::default());
    assert_eq!(again, recovery);
    assert_eq!(fs::metadata(&copy).unwrap().modified().unwrap(), written);
    append(&mut journal, &["four"]);
    assert_eq!(texts(&journal.reader()), ["one", "three", "four"]);
}

#[test]
fn an_interrupted_copy_is_made_whole() {
    let directory = tempfile::tempdir().unwrap();
    journal_of(directory.path(), &["one", "two", "three"]);
    change(&segment(directory.path(), 1), |bytes| bytes[HEADER_LENGTH + 27 + 17] ^= 4);
    let (_, recovery) = open(directory.path(), &Options::default());
    let copy = recovery.damaged[0].copy.clone().unwrap();
    let whole = fs::read(&copy).unwrap();
    change(&copy, |bytes| bytes.truncate(10));
    open(directory.path(), &Options::default());
    assert_eq!(fs::read(&copy).unwrap(), whole);
}

#[test]
fn with_any_byte_changed_it_opens_with_all_other_frames_or_not_at_all() {
    let directory = tempfile::tempdir().unwrap();
    let payloads = ["one", "two", "three"];
    journal_of(directory.path(), &payloads);
    let whole = fs::read(segment(directory.path(), 1)).unwrap();
    let ends = [HEADER_LENGTH, 155, 182, whole.len()];
    for at in 0..whole.len() {
        let directory = tempfile::tempdir().unwrap();
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        fs::write(segment(directory.path(), 1), &bytes).unwrap();
        let Ok((mut journal, recovery)) = Journal::open(directory.path(), network(), &Options::default())
        else {
            // A version that this code does not know may not be touched.
            assert!((8..10).contains(&at), "{at}");
            assert_eq!(fs::read(segment(directory.path(), 1)).unwrap(), bytes);
            continue;
        };
        let hit = (0..3).find(|&n| (ends[n]..ends[n + 1]).contains(&at));
        let expected: Vec<_> = (0..3).filter(|&n| Some(n) != hit).map(|n| payloads[n]).collect();
        assert_eq!(texts(&journal.reader()), expected);
        assert_eq!(recovery.cut.is_some(), hit == Some(2));
        assert_eq!(recovery.damaged.len(), usize::from(hit != Some(2)));
        assert_eq!(recovery.renewed, hit.is_none() || hit == Some(2));
        let next = append(&mut journal, &["more"])[0].sequence;
        assert_eq!(next, if hit == Some(2) { 3 } else { 4 });
    }
}

#[test]
fn noise_at_the_end_is_cut() {
    let directory = tempfile::tempdir().unwrap();
    let old = journal_of(directory.path(), &["one"]);
    let noise: Vec<u8> = (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    change(&segment(directory.path(), 1), |bytes| bytes.extend(&noise));
    let (journal, recovery) = open(directory.path(), &Options::default());
    assert_eq!(recovery.cut.unwrap().length, 200_000);
    assert_ne!(journal.id(), old);
    assert_eq!(texts(&journal.reader()), ["one"]);
}

#[test]
fn whole_frames_out_of_order_at_the_end_are_not_cut() {
    let directory = tempfile::tempdir().unwrap();
    let old = journal_of(directory.path(), &["one", "two"]);
    let path = segment(directory.path(), 1);
    change(&path, |bytes| {
        encode_frame(1, b"again", bytes).unwrap();
    });
    let before = fs::read(&path).unwrap();
    let (mut journal, recovery) = open(directory.path(), &Options::default());
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!((recovery.cut, recovery.damaged.len()), (None, 1));
    assert_ne!(journal.id(), old);
    append(&mut journal, &["three"]);
    assert_eq!(texts(&journal.reader()), ["one", "two", "three"]);
}

#[test]
fn a_last_segment_without_a_whole_header_is_removed() {
    for (left, torn) in [(0, false), (60, false), (HEADER_LENGTH, true)] {
        let directory = tempfile::tempdir().unwrap();
        let id = journal_of(directory.path(), &["one"]);
        let (mut journal, _) = open(directory.path(), &Options::default());
        journal.renew().unwrap();
        drop(journal);
        change(&segment(directory.path(), 2), |bytes| {
            bytes.truncate(left);
            if torn {
                bytes[5..].fill(0);
            }
        });
        let (journal, recovery) = open(directory.path(), &Options::default());
        assert_eq!(recovery.removed, Some(2));
        assert!(!segment(directory.path(), 2).exists());
        assert_eq!(journal.id(), id);
        assert_eq!(texts(&journal.reader()), ["one"]);
    }
}

#[test]
fn a_damaged_header_before_frames_is_bit_rot() {
    let directory = tempfile::tempdir().unwrap();
    let old = journal_of(directory.path(), &["one", "two"]);
    let path = segment(directory.path(), 1);
    change(&path, |bytes| bytes[70] ^= 1);
    let (mut journal, recovery) = open(directory.path(), &Options::default());
    assert_eq!(recovery.damaged[0].damage.fault, FrameFault::Header);
    assert_ne!(journal.id(), old);
    assert_eq!(append(&mut journal, &["three"])[0].sequence, 3);
    assert_eq!(texts(&journal.reader()), ["one", "two", "three"]);
}

#[test]
fn numbers_never_go_back_when_the_last_segments_tell_none() {
    let directory = tempfile::tempdir().unwrap();
    journal_of(directory.path(), &["one", "two"]);
    let (mut journal, _) = open(directory.path(), &Options::default());
    journal.renew().unwrap();
    append(&mut journal, &["three"]);
    drop(journal);
    change(&segment(directory.path(), 2), |bytes| bytes[20..].fill(0xEE));
    let (mut journal, recovery) = open(directory.path(), &Options::default());
    assert_eq!((recovery.cut, recovery.damaged.len()), (None, 2));
    assert_eq!(append(&mut journal, &["four"])[0].sequence, 3);
}

#[test]
fn a_segment_of_another_network_or_version_or_name_is_refused_untouched() {
    let directory = tempfile::tempdir().unwrap();
    journal_of(directory.path(), &["one"]);
    let path = segment(directory.path(), 1);
    let refuse = |network| Journal::open(directory.path(), network, &Options::default()).unwrap_err();
    let other = refuse(NetworkId::of_name("others"));
    assert!(matches!(other, OpenError::Segment { source: HeaderError::OtherNetwork { .. }, .. }));
    assert!(other.to_string().contains("another network"));

    fs::rename(&path, segment(directory.path(), 5)).unwrap();
    assert!(matches!(refuse(network()), OpenError::Misnamed { expected: 5, found: 1, .. }));
    fs::rename(segment(directory.path(), 5), &path).unwrap();

    change(&path, |bytes| bytes[8] = 9);
    let before = fs::read(&path).unwrap();
    let version = refuse(network());
    assert!(matches!(version, OpenError::Segment { source: HeaderError::UnknownVersion { found: 9 }, .. }));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn files_of_other_names_are_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    journal_of(directory.path(), &["one"]);
    for name in ["1.bundle", "00000000000000000002.bundle.old", "99999999999999999999.bundle", "notes"] {
        fs::write(directory.path().join(name), b"ours").unwrap();
    }
    let (journal, recovery) = open(directory.path(), &Options::default());
    assert_eq!(recovery, Recovery::default());
    assert_eq!(texts(&journal.reader()), ["one"]);
    assert_eq!(fs::read(directory.path().join("notes")).unwrap(), b"ours");
}
