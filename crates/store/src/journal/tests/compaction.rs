//! Compaction: what is kept, what is dropped, who reads meanwhile, and a power cut at every step.

use std::{fs, sync::Arc};

use super::*;
use crate::journal::{JournalError, OpenError, ReadError, Sealed, simulated::Simulated};

/// Twelve frames over several segments, the last of them sealed.
fn filled(journal: &mut Journal) -> Vec<Position> {
    let texts: Vec<String> = (1..=12).map(|n| format!("frame {n} {}", "x".repeat(20))).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let positions = append(journal, &texts);
    journal.seal().unwrap();
    positions
}

/// Writes a run of segments anew without the frames with some labels.
fn compact(journal: &mut Journal, run: &[Sealed], drop: &[u64]) -> Result<(), JournalError> {
    let Some(mut rewriting) = journal.rewrite(run)? else { panic!("no run: {run:?}") };
    for (position, payload) in contents(&journal.reader()).0 {
        if run.iter().any(|sealed| sealed.number == position.segment) && !drop.contains(&position.sequence) {
            rewriting.keep(position.sequence, &payload)?;
        }
    }
    journal.install(rewriting)
}

fn labels(reader: &JournalReader) -> Vec<u64> {
    contents(reader).0.into_iter().map(|(position, _)| position.sequence).collect()
}

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(directory).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn frames_keep_their_labels_and_bytes_and_what_is_dropped_leaves_the_files() {
    let directory = tempfile::tempdir().unwrap();
    let (mut journal, _) = open(directory.path(), &small_segments());
    let id = journal.id();
    let positions = filled(&mut journal);
    let sealed = journal.sealed().unwrap();
    assert!(sealed.len() > 3);
    compact(&mut journal, &sealed[1..3], &[4, 5]).unwrap();
    let all_but = [1, 2, 3, 6, 7, 8, 9, 10, 11, 12];
    assert_eq!(labels(&journal.reader()), all_but);
    // The old places can be read until they are removed.
    let text = String::from_utf8(journal.reader().read(positions[3]).unwrap()).unwrap();
    assert!(text.starts_with("frame 4 "));
    let superseded = journal.superseded().to_vec();
    journal.remove_superseded().unwrap();
    assert_eq!(superseded, [sealed[1].number, sealed[2].number]);
    assert!(matches!(journal.reader().read(positions[3]), Err(ReadError::Gone { .. })));
    assert_eq!(
        names(directory.path())[..3],
        ["00000000000000000001.bundle", "00000000000000000004.bundle", "00000000000000000005.bundle"]
    );
    assert!(names(directory.path()).contains(&"00000001000000000003.bundle".to_owned()));
    for name in names(directory.path()) {
        let bytes = fs::read(directory.path().join(name)).unwrap();
        assert!(!bytes.windows(8).any(|window| window == b"frame 4 "));
    }
    // From the place of a frame whose segment is there no more, what comes after its label is found.
    let after = |position| -> Vec<u64> {
        let events = journal.reader().scan(Some(position)).map(Result::unwrap);
        events
            .map(|event| match event {
                ScanEvent::Frame { position, .. } => position.sequence,
                ScanEvent::Damage(region) => panic!("{region:?}"),
            })
            .collect()
    };
    assert_eq!(after(positions[4]), all_but[3..]);
    assert_eq!(after(positions[6]), all_but[5..]);
    drop(journal);
    let (mut journal, recovery) = open(directory.path(), &small_segments());
    assert_eq!((journal.id(), recovery), (id, Recovery::default()));
    assert_eq!(labels(&journal.reader()), all_but);
    // Labels go on, and what was compacted may be compacted again.
    assert_eq!(append(&mut journal, &["more"])[0].sequence, 13);
    let sealed = journal.sealed().unwrap();
    compact(&mut journal, &sealed[..2], &[1, 2, 3, 6, 7]).unwrap();
    journal.remove_superseded().unwrap();
    assert_eq!(labels(&journal.reader())[..2], [8, 9]);
}

#[test]
fn a_segment_of_which_nothing_is_kept_goes_altogether() {
    let directory = tempfile::tempdir().unwrap();
    let (mut journal, _) = open(directory.path(), &small_segments());
    filled(&mut journal);
    let sealed = journal.sealed().unwrap();
    compact(&mut journal, &sealed, &(1..=12).collect::<Vec<_>>()).unwrap();
    assert_eq!(labels(&journal.reader()), [0; 0]);
    journal.remove_superseded().unwrap();
    assert_eq!(names(directory.path()).len(), 1);
    drop(journal);
    let (mut journal, recovery) = open(directory.path(), &small_segments());
    assert_eq!(recovery, Recovery::default());
    assert_eq!(append(&mut journal, &["more"])[0].sequence, 13, "no label is given out twice");
}

#[test]
fn a_scan_goes_on_after_its_label_in_what_took_the_place_of_its_segment() {
    let directory = tempfile::tempdir().unwrap();
    for read_before in 0..12 {
        let path = directory.path().join(read_before.to_string());
        let (mut journal, _) = open(&path, &small_segments());
        filled(&mut journal);
        let mut scan = journal.reader().scan(None);
        let mut seen: Vec<u64> = Vec::new();
        let take = |scan: &mut crate::journal::Scan, seen: &mut Vec<u64>| match scan.next() {
            Some(Ok(ScanEvent::Frame { position, .. })) => {
                seen.push(position.sequence);
                true
            }
            None => false,
            other => panic!("{other:?}"),
        };
        for _ in 0..read_before {
            assert!(take(&mut scan, &mut seen));
        }
        let sealed = journal.sealed().unwrap();
        compact(&mut journal, &sealed[..3], &[2]).unwrap();
        let rest = journal.sealed().unwrap();
        compact(&mut journal, &rest[1..], &[11]).unwrap();
        journal.remove_superseded().unwrap();
        while take(&mut scan, &mut seen) {}
        // What was read already was there then. No frame comes twice, and none is missed.
        let still_there = |label: &u64| !seen.contains(label);
        assert!((1..=12).filter(still_there).all(|missed| missed == 2 || missed == 11), "{seen:?}");
        assert!(seen.is_sorted_by(|a, b| a < b), "{seen:?}");
    }
}

#[test]
fn only_a_run_of_sealed_segments_of_one_id_is_compacted() {
    let directory = tempfile::tempdir().unwrap();
    let (mut journal, _) = open(directory.path(), &small_segments());
    filled(&mut journal);
    journal.renew().unwrap();
    append(&mut journal, &["under another id"]);
    journal.seal().unwrap();
    let sealed = journal.sealed().unwrap();
    let not_next_to_each_other = [sealed[0], sealed[2]];
    let of_two_ids = &sealed[sealed.len() - 3..];
    let grown = [Sealed { length: 1, ..sealed[0] }];
    for run in [&not_next_to_each_other[..], of_two_ids, &grown, &[]] {
        assert!(journal.rewrite(run).unwrap().is_none(), "{run:?}");
    }
    assert!(journal.rewrite(&sealed[..2]).unwrap().is_some());
}

#[test]
fn without_its_last_segment_a_journal_goes_on_under_another_id() {
    let directory = tempfile::tempdir().unwrap();
    let (mut journal, _) = open(directory.path(), &small_segments());
    let id = journal.id();
    filled(&mut journal);
    let sealed = journal.sealed().unwrap();
    compact(&mut journal, &sealed, &[12]).unwrap();
    journal.remove_superseded().unwrap();
    drop(journal);
    // Which labels were given out, only the segment that is written to tells.
    fs::remove_file(directory.path().join(&names(directory.path())[0])).unwrap();
    let (journal, recovery) = open(directory.path(), &small_segments());
    assert!(recovery.renewed && journal.id() != id);
    assert_eq!(labels(&journal.reader()).len(), 11);
}

/// At every operation that changes something, the power goes: what is there then is what was before, or what comes after,
/// and the next start tidies up.
#[test]
fn a_power_cut_at_any_operation_leaves_the_old_segments_or_the_new() {
    let path = Path::new("/simulated/journal");
    let open_on = |media: &Simulated| -> Result<(Journal, Recovery), OpenError> {
        Journal::open_on(Arc::new(media.clone()), path, network(), &small_segments())
    };
    let (before, after): (Vec<u64>, Vec<u64>) =
        ((1..=12).collect(), (1..=12).filter(|label| ![4, 5, 9].contains(label)).collect());
    let mut outcomes = [0; 3];
    for seed in 0..40 {
        for operation in 0..60 {
            let media = Simulated::default();
            let (mut journal, _) = open_on(&media).unwrap();
            filled(&mut journal);
            let sealed = journal.sealed().unwrap();
            media.fail_after(operation);
            let done = compact(&mut journal, &sealed, &[4, 5, 9]).is_ok();
            let removed = done && journal.remove_superseded().is_ok();
            drop(journal);
            media.cut_power(seed);
            media.mend();
            // The second start may be cut short as well.
            media.fail_after(seed);
            drop(open_on(&media));
            media.cut_power(seed + 1);
            media.mend();

            let (mut journal, recovery) = open_on(&media).unwrap();
            let found = labels(&journal.reader());
            assert!(found == after || !done && found == before, "{operation} {seed}: {found:?}");
            assert!(!removed || recovery.superseded.is_empty());
            outcomes[usize::from(removed) + usize::from(found == after)] += 1;
            journal.remove_superseded().unwrap();
            assert_eq!(labels(&journal.reader()), found);
            assert_eq!(append(&mut journal, &["more"])[0].sequence, 13);
            drop(journal);
            let (journal, recovery) = open_on(&media).unwrap();
            assert_eq!(recovery.superseded, [0; 0]);
            assert_eq!(labels(&journal.reader()).len(), found.len() + 1);
            assert_eq!(
                media.names(path).len(),
                journal.reader().segments().unwrap().len(),
                "nothing is left over"
            );
            if removed {
                break; // all operations were tried
            }
        }
    }
    assert!(outcomes.iter().all(|times| *times > 20), "cut before, between and after: {outcomes:?}");
}
