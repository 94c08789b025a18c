//! The promises of the journal, on a real file system and on one whose power can be cut.

mod compaction;
mod crash;
mod damage;
mod everyday;

use std::path::Path;

use super::{Journal, JournalReader, Options, Position, Recovery, ScanEvent};
use crate::bundle::{JournalId, NetworkId};

fn network() -> NetworkId {
    NetworkId::of_name("tests")
}

fn small_segments() -> Options {
    Options { segment_bytes: 300, trusted: None }
}

fn open(directory: &Path, options: &Options) -> (Journal, Recovery) {
    Journal::open(directory, network(), options).unwrap()
}

/// Appends payloads one by one and makes them durable.
fn append(journal: &mut Journal, payloads: &[&str]) -> Vec<Position> {
    let payloads: Vec<_> = payloads.iter().map(|payload| payload.as_bytes()).collect();
    let positions = journal.append(&payloads).unwrap();
    journal.sync().unwrap();
    positions
}

/// All that a reader finds: frames, and how many damaged regions.
fn contents(reader: &JournalReader) -> (Vec<(Position, Vec<u8>)>, usize) {
    let (mut frames, mut damaged) = (Vec::new(), 0);
    for event in reader.scan(None) {
        match event.unwrap() {
            ScanEvent::Frame { position, payload, .. } => frames.push((position, payload)),
            ScanEvent::Damage(_) => damaged += 1,
        }
    }
    (frames, damaged)
}

fn texts(reader: &JournalReader) -> Vec<String> {
    let (frames, _) = contents(reader);
    let text = |(_, payload)| String::from_utf8(payload).unwrap();
    frames.into_iter().map(text).collect()
}

/// The journal id in the header of a segment.
fn id_of(reader: &JournalReader, number: u64) -> JournalId {
    let segments = reader.segments().unwrap();
    let segment = segments.iter().find(|s| s.number == number).unwrap();
    segment.header.as_ref().unwrap().journal
}
