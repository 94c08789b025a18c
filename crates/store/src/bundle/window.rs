//! A bounded view on a stream: the bytes from where reading stands, as far ahead as a decision needs.

use std::io::{self, ErrorKind, Read};

use super::MAX_FRAME_BYTES;

/// How far a reader may look ahead: a frame, and the one after it.
pub(super) const MAX_LOOKAHEAD_BYTES: usize = 2 * MAX_FRAME_BYTES;

/// Bytes held: the look-ahead, and room so that moving bytes to the front stays rare.
const CAPACITY: usize = MAX_LOOKAHEAD_BYTES + 256 * 1024;

#[derive(Debug)]
pub(super) struct Window<R> {
    source: R,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    ended: bool,
    /// Of `start`, from the beginning of the bundle.
    offset: u64,
}

impl<R: Read> Window<R> {
    pub(super) fn new(source: R, offset: u64) -> Self {
        Self { source, buffer: vec![0; CAPACITY].into_boxed_slice(), start: 0, end: 0, ended: false, offset }
    }

    pub(super) const fn offset(&self) -> u64 {
        self.offset
    }

    /// The bytes at hand.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// At least `wanted` bytes, at most [`MAX_LOOKAHEAD_BYTES`]; fewer only where the stream ends.
    pub(super) fn fill(&mut self, wanted: usize) -> io::Result<&[u8]> {
        debug_assert!(wanted <= MAX_LOOKAHEAD_BYTES);
        if self.start + wanted > CAPACITY {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        while !self.ended && self.end - self.start < wanted {
            match self.source.read(&mut self.buffer[self.end..]) {
                Ok(0) => self.ended = true,
                Ok(read) => self.end += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.bytes())
    }

    /// Moves past bytes at hand.
    pub(super) fn skip(&mut self, count: usize) {
        debug_assert!(count <= self.end - self.start);
        self.start += count;
        self.offset += count as u64;
    }
}
