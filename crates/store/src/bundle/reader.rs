//! Reading a bundle that may be damaged or hostile.

use std::io::{self, Read};

use super::{
    FRAME_MARKER, Frame, FrameFault, HEADER_LENGTH, Header, HeaderError, MAX_FRAME_BYTES, NetworkId,
    frame::claimed_length,
    parse_frame,
    window::{MAX_LOOKAHEAD_BYTES, Window},
};

/// Bytes that may be hashed in search of a frame before the input has to pay for more: enough to try every place
/// inside the worst payload, so that one hostile item beside one damaged byte hides nothing.
const SEARCH_CREDIT_BYTES: u64 = 1280 * 1024 * 1024;

/// Bytes of hashing that each byte of damage passed over pays for. Keeps the time to read anything linear in its
/// length: without a limit, a file of nothing but frame markers would have 6 KiB hashed for each of its bytes.
const SEARCH_CREDIT_PER_BYTE: u64 = 16;

/// What comes next in a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A frame whose check holds, in the order of sequence numbers.
    Frame(Frame),
    /// Bytes that are no such frame. The next event, if any, is a frame again or another region right after.
    Damage(Damage),
}

/// A region of a bundle that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damage {
    /// Where it begins, in bytes from the start of the bundle.
    pub offset: u64,
    /// Its length in bytes; more than zero.
    pub length: u64,
    /// What is wrong at its beginning.
    pub fault: FrameFault,
}

impl Damage {
    /// Where it ends, in bytes from the start of the bundle.
    #[must_use]
    pub const fn end(&self) -> u64 {
        self.offset + self.length
    }
}

/// Why a bundle could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenBundleError {
    /// It has no header that may be read here.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// The source failed.
    #[error("cannot read the bundle")]
    Io(#[from] io::Error),
}

/// Reads frames from any stream of bytes. An iterator that ends after the last byte, or after an error of the source.
///
/// Buffers by itself (450 KiB), so a file needs no buffer around it.
#[derive(Debug)]
pub struct BundleReader<R> {
    window: Window<R>,
    header: Option<Header>,
    last_sequence: u64,
    search_credit: u64,
    failed: bool,
}

impl<R: Read> BundleReader<R> {
    /// Reads the header of a bundle of this network.
    ///
    /// # Errors
    /// [`OpenBundleError`].
    pub fn open(source: R, network: NetworkId) -> Result<Self, OpenBundleError> {
        let mut window = Window::new(source, 0);
        let header = Header::parse_of(network, window.fill(HEADER_LENGTH)?)?;
        window.skip(HEADER_LENGTH);
        Ok(Self {
            header: Some(header),
            ..Self::from_window(window, header.first_sequence.saturating_sub(1))
        })
    }

    /// Reads frames from `offset` on, where `source` stands. Numbers up to `last_sequence` are past.
    pub(crate) fn resume(source: R, offset: u64, last_sequence: u64) -> Self {
        Self::from_window(Window::new(source, offset), last_sequence)
    }

    fn from_window(window: Window<R>, last_sequence: u64) -> Self {
        Self { window, header: None, last_sequence, search_credit: SEARCH_CREDIT_BYTES, failed: false }
    }

    /// The header, when this reader read it.
    pub const fn header(&self) -> Option<&Header> {
        self.header.as_ref()
    }

    /// Where the next event begins, in bytes from the start of the bundle.
    pub const fn offset(&self) -> u64 {
        self.window.offset()
    }

    /// The next frame or damaged region, or `None` at the end.
    ///
    /// # Errors
    /// Only what the source reports; the bytes themselves never cause one.
    pub fn next_event(&mut self) -> io::Result<Option<Event>> {
        self.window.fill(MAX_FRAME_BYTES)?;
        let (bytes, offset) = (self.window.bytes(), self.window.offset());
        if bytes.is_empty() {
            return Ok(None);
        }
        let fault = match parse_frame(bytes) {
            Ok(parsed) => {
                let (sequence, after) = (parsed.sequence, self.last_sequence);
                let frame = Frame { offset, sequence, payload: parsed.payload.to_vec(), hash: parsed.hash };
                self.window.skip(parsed.length());
                if sequence > after {
                    self.last_sequence = sequence;
                    return Ok(Some(Event::Frame(frame)));
                }
                let found = sequence;
                FrameFault::Order { after, found }
            }
            Err(fault) => {
                match self.credible_end()? {
                    Some(end) => self.pass(end),
                    None => self.search()?,
                }
                fault
            }
        };
        Ok(Some(Event::Damage(Damage { offset, length: self.window.offset() - offset, fault })))
    }

    /// Where to go on after a bad frame whose length can be believed, because a frame or the end follows it.
    ///
    /// Without this rule, a frame that somebody hid inside a payload would come to light when a bit of the outer
    /// one flips. Unless the frames inside reach exactly to that end: then it is the length that is damaged. (A
    /// hidden one cannot reach it, since the check of the outer one, which covers it, stands there.)
    fn credible_end(&mut self) -> io::Result<Option<usize>> {
        let Ok(end) = claimed_length(self.window.bytes()) else {
            return Ok(None);
        };
        let bytes = self.window.fill(MAX_LOOKAHEAD_BYTES)?;
        let ends_there = bytes.len() == end;
        if !ends_there && self.try_frame(end).is_none() {
            return Ok(None);
        }
        let mut from = 1;
        while let Some(start) = self.next_marker(from, end) {
            let mut reached = start;
            while reached < end
                && let Some(length) = self.try_frame(reached)
            {
                reached += length;
            }
            if reached == end {
                return Ok(Some(start));
            }
            from = start + 1;
        }
        Ok(Some(end))
    }

    /// Moves to the next valid frame, or to the end.
    fn search(&mut self) -> io::Result<()> {
        self.pass(1);
        loop {
            let held = self.window.fill(MAX_FRAME_BYTES)?.len();
            match self.next_marker(0, held) {
                Some(at) => {
                    self.pass(at);
                    self.window.fill(MAX_FRAME_BYTES)?;
                    if self.try_frame(0).is_some() {
                        return Ok(());
                    }
                    self.pass(1);
                }
                // The last bytes may begin a marker that goes on in what is not yet read.
                None if held >= MAX_FRAME_BYTES => {
                    self.pass(held - (FRAME_MARKER.len() - 1));
                }
                None => {
                    self.pass(held);
                    return Ok(());
                }
            }
        }
    }

    /// The first marker that begins in `from..to` of the window.
    fn next_marker(&self, from: usize, to: usize) -> Option<usize> {
        let bytes = self.window.bytes();
        (from..to.min(bytes.len())).find(|&at| bytes[at..].starts_with(&FRAME_MARKER))
    }

    /// The length of the valid frame at this place in the window, if there is one and the search may still cost.
    fn try_frame(&mut self, at: usize) -> Option<usize> {
        let bytes = self.window.bytes().get(at..)?;
        let length = claimed_length(bytes).ok()?;
        if length > bytes.len() {
            return None;
        }
        self.search_credit = self.search_credit.checked_sub(length as u64)?;
        let parsed = parse_frame(bytes).ok()?;
        (parsed.sequence > self.last_sequence).then_some(length)
    }

    /// Moves past damaged bytes, which pay for the search.
    fn pass(&mut self, count: usize) {
        self.window.skip(count);
        let earned = (count as u64).saturating_mul(SEARCH_CREDIT_PER_BYTE);
        self.search_credit = (self.search_credit + earned).min(SEARCH_CREDIT_BYTES);
    }
}

impl<R: Read> Iterator for BundleReader<R> {
    type Item = io::Result<Event>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let event = self.next_event();
        self.failed = event.is_err();
        event.transpose()
    }
}
