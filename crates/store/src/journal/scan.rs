//! Every frame from a position on.

use std::{collections::VecDeque, sync::Arc};

use super::{
    position::Position,
    reader::Shared,
    recovery::DamagedRegion,
    segments::{FileError, SegmentStream, read_up_to, segment_numbers, segment_path},
};
use crate::bundle::{BundleReader, Damage, Event, Frame, FrameFault, FrameHash, HEADER_LENGTH, Header};

/// What comes next in a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScanEvent {
    /// A frame whose check holds.
    Frame {
        /// Where it is.
        position: Position,
        /// The hash that its check begins.
        hash: FrameHash,
        /// What it carries.
        payload: Vec<u8>,
    },
    /// A region that cannot be read. Nothing has been copied; [`super::JournalReader::set_aside`] does.
    Damage(DamagedRegion),
}

/// An iterator over the journal; ends after an error.
#[derive(Debug)]
pub struct Scan {
    shared: Arc<Shared>,
    /// Where to start in the first segment, if not at its start.
    after: Option<Position>,
    ahead: VecDeque<u64>,
    current: Option<(u64, BundleReader<SegmentStream>)>,
    last_sequence: u64,
}

impl Scan {
    pub(super) fn new(shared: Arc<Shared>, after: Option<Position>) -> Result<Self, FileError> {
        let scan = Self::of_segments(shared, after.map_or(0, |position| position.segment))?;
        Ok(Self { after, ..scan })
    }

    /// Every frame of the segments from a number on.
    pub(super) fn of_segments(shared: Arc<Shared>, first: u64) -> Result<Self, FileError> {
        let numbers = segment_numbers(&*shared.media, &shared.directory)?;
        let last = shared.durable().segment;
        let wanted = |number: &u64| (first..=last).contains(number);
        Ok(Self {
            shared,
            after: None,
            ahead: numbers.into_iter().filter(wanted).collect(),
            current: None,
            last_sequence: 0,
        })
    }

    fn advance(&mut self) -> Result<Option<ScanEvent>, FileError> {
        loop {
            if let Some((segment, reader)) = &mut self.current {
                let segment = *segment;
                let path = || segment_path(&self.shared.directory, segment);
                let event = reader.next_event().map_err(|source| FileError::of("read", &path())(source))?;
                match event {
                    Some(Event::Frame(frame)) => {
                        self.last_sequence = frame.sequence;
                        return Ok(Some(frame_event(segment, frame)));
                    }
                    Some(Event::Damage(damage)) => {
                        return Ok(Some(damage_event(segment, damage)));
                    }
                    None => self.current = None,
                }
            }
            let Some(number) = self.ahead.pop_front() else {
                return Ok(None);
            };
            if let Some(damage) = self.enter(number)? {
                return Ok(Some(damage_event(number, damage)));
            }
        }
    }

    /// Goes to the next segment. A damaged header is reported, and what follows it read all the same.
    fn enter(&mut self, number: u64) -> Result<Option<Damage>, FileError> {
        let (file, end) = self.shared.durable_segment(number)?;
        let (start, last_sequence, damage) = match self.after.take() {
            Some(after) if after.segment == number => (after.end(), after.sequence, None),
            _ => {
                let mut bytes = [0; HEADER_LENGTH];
                let path = segment_path(&self.shared.directory, number);
                let read = read_up_to(&*file, &mut bytes, 0).map_err(FileError::of("read", &path))?;
                let start = read as u64;
                match Header::parse_of(self.shared.network, &bytes[..read]) {
                    Ok(header) => (start, header.first_sequence.saturating_sub(1), None),
                    Err(_) => (start, self.last_sequence, header_damage(start)),
                }
            }
        };
        let stream = SegmentStream::new(file, start, end);
        let reader = BundleReader::resume(stream, start, last_sequence);
        self.current = Some((number, reader));
        Ok(damage)
    }
}

impl Iterator for Scan {
    type Item = Result<ScanEvent, FileError>;

    fn next(&mut self) -> Option<Self::Item> {
        let event = self.advance();
        if event.is_err() {
            self.current = None;
            self.ahead.clear();
        }
        event.transpose()
    }
}

/// The region of a damaged header of this many bytes; none when the segment is empty.
pub(super) fn header_damage(length: u64) -> Option<Damage> {
    let (offset, fault) = (0, FrameFault::Header);
    (length > 0).then_some(Damage { offset, length, fault })
}

fn frame_event(segment: u64, frame: Frame) -> ScanEvent {
    ScanEvent::Frame { position: Position::of(segment, &frame), hash: frame.hash, payload: frame.payload }
}

fn damage_event(segment: u64, damage: Damage) -> ScanEvent {
    ScanEvent::Damage(DamagedRegion { segment, damage, copy: None })
}
