//! What is in a segment, and whether it agrees with what was known of it.

use super::{
    position::{LastFrame, Position, TailPosition},
    recovery::Place,
    scan::header_damage,
    segments::{FileError, Segment, SegmentStream, read_up_to, segment_path},
};
use crate::bundle::{
    BundleReader, Damage, Event, FrameFault, HEADER_LENGTH, MAX_PAYLOAD_BYTES, frame_length, parse_frame,
};

/// What was found in a segment.
#[derive(Debug, Default)]
pub(super) struct Examined {
    /// Bit rot; regions that touch are one.
    pub(super) damaged: Vec<Damage>,
    /// The rest of the segment after its last valid frame, if that is no valid frame.
    pub(super) torn: Option<Damage>,
    /// The last valid frame.
    pub(super) last: Option<LastFrame>,
    /// Where it ends, or where reading began.
    pub(super) end: u64,
    /// The rest cannot be put down to a frame that was being written, so it is left there.
    suspect: bool,
}

impl Examined {
    /// Whether frames may be appended right after the last one.
    pub(super) const fn ends_well(&self) -> bool {
        self.torn.is_none() && !self.suspect
    }
}

/// Reads a segment from its start, or from a trusted position in it.
pub(super) fn examine(
    place: Place<'_>,
    segment: &Segment,
    trusted: Option<&TailPosition>,
) -> Result<Examined, FileError> {
    let mut found = Examined::default();
    let mut last_sequence = 0;
    found.end = segment.length.min(HEADER_LENGTH as u64);
    match (&segment.header, trusted) {
        (_, Some(tail)) if tail.segment == segment.number => {
            found.end = tail.offset;
            found.last = tail.last;
            last_sequence = tail.last.map_or(0, |frame| frame.position.sequence);
        }
        (Ok(header), _) => last_sequence = header.first_sequence.saturating_sub(1),
        (Err(_), _) => found.damaged.extend(header_damage(found.end)),
    }
    let path = segment_path(place.directory, segment.number);
    let mut read = || {
        let file = place.media.open(&path)?;
        let stream = SegmentStream::new(file, found.end, segment.length);
        let mut pending: Option<(Damage, bool)> = None;
        for event in BundleReader::resume(stream, found.end, last_sequence) {
            match event? {
                Event::Frame(frame) => {
                    found.damaged.extend(pending.take().map(|(rot, _)| rot));
                    found.end = frame.end();
                    found.last =
                        Some(LastFrame { position: Position::of(segment.number, &frame), hash: frame.hash });
                }
                Event::Damage(damage) => {
                    let order = matches!(damage.fault, FrameFault::Order { .. });
                    match &mut pending {
                        Some((rot, suspect)) => {
                            rot.length += damage.length;
                            *suspect |= order;
                        }
                        None => pending = Some((damage, order)),
                    }
                }
            }
        }
        // Whole frames in a wrong order, or bytes behind a damaged header, are not what a power cut leaves.
        match pending {
            Some((rest, suspect)) if suspect || segment.header.is_err() => {
                found.damaged.push(rest);
                found.suspect = true;
            }
            rest => found.torn = rest.map(|(rest, _)| rest),
        }
        Ok(())
    };
    read().map_err(FileError::of("read", &path))?;
    Ok(found)
}

/// The label of the first frame in a segment whose header does not tell.
pub(super) fn first_label(place: Place<'_>, segment: &Segment) -> Result<Option<u64>, FileError> {
    let path = segment_path(place.directory, segment.number);
    let read = || {
        let start = segment.length.min(HEADER_LENGTH as u64);
        let stream = SegmentStream::new(place.media.open(&path)?, start, segment.length);
        for event in BundleReader::resume(stream, start, 0) {
            if let Event::Frame(frame) = event? {
                return Ok(Some(frame.sequence));
            }
        }
        Ok(None)
    };
    read().map_err(FileError::of("read", &path))
}

/// The highest sequence number given out, when the last segment has no frame to tell it.
pub(super) fn highest_sequence(place: Place<'_>, segments: &[Segment]) -> Result<u64, FileError> {
    for segment in segments.iter().rev() {
        let found = examine(place, segment, None)?;
        let header = segment.header.as_ref().ok();
        if let Some(frame) = found.last {
            return Ok(frame.position.sequence);
        } else if let Some(header) = header {
            return Ok(header.first_sequence.saturating_sub(1));
        }
    }
    Ok(0)
}

/// Whether a position, kept from an earlier time, agrees with what is on disk.
pub(super) fn tail_agrees(
    place: Place<'_>,
    segments: &[Segment],
    tail: &TailPosition,
) -> Result<bool, FileError> {
    let Some(segment) = segments.iter().find(|s| s.number == tail.segment) else {
        return Ok(false);
    };
    let Ok(header) = &segment.header else {
        return Ok(false);
    };
    if header.journal != tail.journal || tail.offset > segment.length {
        return Ok(false);
    }
    let Some(LastFrame { position, hash }) = tail.last else {
        return Ok(tail.offset == HEADER_LENGTH as u64);
    };
    let length = position.length as usize;
    let in_bounds = (1..=MAX_PAYLOAD_BYTES).contains(&length);
    let ends = position.offset.checked_add(frame_length(length));
    if !in_bounds || ends != Some(tail.offset) || position.segment != tail.segment {
        return Ok(false);
    }
    let path = segment_path(place.directory, segment.number);
    let read = || {
        let file = place.media.open(&path)?;
        let mut bytes = vec![0; frame_length(length) as usize];
        let read = read_up_to(&*file, &mut bytes, position.offset)?;
        let frame = parse_frame(&bytes[..read]).ok();
        Ok(frame.is_some_and(|f| f.hash == hash && f.sequence == position.sequence))
    };
    read().map_err(FileError::of("read", &path))
}
