//! Every frame from a position on.

use std::{io, sync::Arc};

use super::{
    position::Position,
    reader::Shared,
    recovery::DamagedRegion,
    segments::{FileError, SegmentStream, place_of, read_up_to, segment_path},
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

/// An iterator over the journal; ends after an error. When segments are compacted meanwhile, it goes on in what took their
/// place, after the label that it has come to.
#[derive(Debug)]
pub struct Scan {
    shared: Arc<Shared>,
    /// Where to start in the first segment, if not at its start.
    after: Option<Position>,
    /// The segment to enter next, if that is not the one after the last.
    enter: Option<u64>,
    /// The place of the last segment that was entered.
    place: Option<u64>,
    current: Option<(u64, BundleReader<SegmentStream>)>,
    /// The label of the last frame that was passed.
    passed: u64,
    /// The label of the last frame that was durable when this began.
    through: u64,
}

impl Scan {
    pub(super) fn new(shared: Arc<Shared>, after: Option<Position>) -> Self {
        let Some(position) = after else { return Self::after_label(shared, 0) };
        let lies_there = shared.catalogue().contains(position.segment);
        let scan = Self::after_label(shared, position.sequence);
        if lies_there { Self { after, enter: Some(position.segment), ..scan } } else { scan }
    }

    /// Every frame after a label.
    pub(super) fn after_label(shared: Arc<Shared>, label: u64) -> Self {
        let through = shared.durable().sequence;
        let enter = shared.catalogue().before(label);
        Self { shared, after: None, enter, place: None, current: None, passed: label, through }
    }

    /// Whether the segment with this number, which gave the last frame, is part of the journal still.
    #[must_use]
    pub(crate) fn is_current(&self, segment: u64) -> bool {
        self.shared.catalogue().contains(segment)
    }

    /// No frame after this label is given: it is that of the last that was durable when this began.
    #[must_use]
    pub(crate) const fn through(&self) -> u64 {
        self.through
    }

    fn advance(&mut self) -> Result<Option<ScanEvent>, FileError> {
        loop {
            if let Some((segment, reader)) = &mut self.current {
                let segment = *segment;
                let path = || segment_path(&self.shared.directory, segment);
                let event = reader.next_event().map_err(|source| FileError::of("read", &path())(source))?;
                match event {
                    Some(Event::Frame(frame)) if frame.sequence > self.through => return Ok(None),
                    Some(Event::Frame(frame)) if frame.sequence <= self.passed => {}
                    Some(Event::Frame(frame)) => {
                        self.passed = frame.sequence;
                        return Ok(Some(frame_event(segment, frame)));
                    }
                    Some(Event::Damage(damage)) => {
                        return Ok(Some(damage_event(segment, damage)));
                    }
                    None => self.current = None,
                }
                continue;
            }
            let next = self.enter.take().or_else(|| self.shared.catalogue().after(self.place));
            let Some(number) = next else { return Ok(None) };
            match self.enter(number) {
                Ok(damage) => {
                    self.place = Some(place_of(number));
                    if let Some(damage) = damage {
                        return Ok(Some(damage_event(number, damage)));
                    }
                }
                // Compacted between the look and the opening: on in what took its place.
                Err(error) if error.source.kind() == io::ErrorKind::NotFound && !self.is_current(number) => {
                    self.enter = self.shared.catalogue().before(self.passed);
                    self.place = None;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Goes to a segment. A damaged header is reported, and what follows it read all the same.
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
                    Err(_) => (start, self.passed, header_damage(start)),
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
        if !matches!(event, Ok(Some(_))) {
            // Nothing comes after the end, or after an error.
            (self.current, self.enter, self.place) = (None, None, Some(u64::MAX));
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
