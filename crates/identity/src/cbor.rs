//! Deterministic CBOR (RFC 8949 §4.2.1), decoded strictly.
//!
//! What is signed has one encoding only. Readers use [`Reader`], which knows just the few shapes our formats
//! use and looks at every length before it allocates; whoever decodes then encodes the result again and
//! compares ([`require_canonical`]), so that non-minimal integers, indefinite lengths and trailing bytes are
//! all refused by one rule.

use core::convert::Infallible;

use minicbor::{Decoder, Encoder, data::Type};

/// Why bytes are not the CBOR that was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CborError {
    /// The bytes end early, or hold another CBOR type than expected.
    #[error("expected {expected} at byte {position}, found {found}")]
    Unexpected {
        /// What should be there.
        expected: &'static str,
        /// The CBOR type that is there, or "the end".
        found: String,
        /// Offset into the input.
        position: usize,
    },
    /// An array, text or byte string of another length than the format allows.
    #[error("{what} may have {allowed}, this has {found}")]
    Length {
        /// Which part.
        what: &'static str,
        /// The lengths allowed, in words.
        allowed: String,
        /// The length found.
        found: u64,
    },
    /// Valid CBOR, but not the one encoding that counts.
    #[error("not in canonical form: encoding the content again gives other bytes, from byte {position} on")]
    NotCanonical {
        /// The first byte that differs.
        position: usize,
    },
}

/// Reads the shapes our formats use, in order.
#[derive(Debug)]
pub struct Reader<'b> {
    decoder: Decoder<'b>,
}

impl<'b> Reader<'b> {
    /// A reader at the start of `bytes`.
    #[must_use]
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { decoder: Decoder::new(bytes) }
    }

    /// Bytes read so far.
    #[must_use]
    pub fn position(&self) -> usize {
        self.decoder.position()
    }

    /// Whether a `null` comes next; reads it if so.
    ///
    /// # Errors
    /// At the end of the input.
    pub fn null(&mut self) -> Result<bool, CborError> {
        let is_null = matches!(self.decoder.datatype(), Ok(Type::Null));
        if is_null {
            self.decoder.null().map_err(|_| self.unexpected("null"))?;
        }
        Ok(is_null)
    }

    /// The length of an array, within `allowed`.
    ///
    /// # Errors
    /// If no definite array comes next, or its length is not allowed.
    pub fn array(
        &mut self,
        what: &'static str,
        allowed: core::ops::RangeInclusive<u64>,
    ) -> Result<usize, CborError> {
        let length = match self.decoder.array() {
            Ok(Some(length)) => length,
            _ => return Err(self.unexpected("an array of definite length")),
        };
        within(what, length, allowed)
    }

    /// An unsigned integer.
    ///
    /// # Errors
    /// If anything else comes next.
    pub fn uint(&mut self) -> Result<u64, CborError> {
        self.decoder.u64().map_err(|_| self.unexpected("an unsigned integer"))
    }

    /// A signed 64-bit integer.
    ///
    /// # Errors
    /// If anything else comes next.
    pub fn int(&mut self) -> Result<i64, CborError> {
        self.decoder.i64().map_err(|_| self.unexpected("an integer"))
    }

    /// True or false.
    ///
    /// # Errors
    /// If anything else comes next.
    pub fn bool(&mut self) -> Result<bool, CborError> {
        self.decoder.bool().map_err(|_| self.unexpected("true or false"))
    }

    /// A text of at most `most` bytes.
    ///
    /// # Errors
    /// If anything else comes next, or a longer one.
    pub fn text(&mut self, what: &'static str, most: usize) -> Result<&'b str, CborError> {
        let text = self.decoder.str().map_err(|_| self.unexpected("a text of definite length"))?;
        within(what, text.len() as u64, 0..=most as u64)?;
        Ok(text)
    }

    /// A byte string of at most `most` bytes.
    ///
    /// # Errors
    /// If anything else comes next, or a longer one.
    pub fn bytes(&mut self, what: &'static str, most: usize) -> Result<&'b [u8], CborError> {
        let bytes = self.decoder.bytes().map_err(|_| self.unexpected("a byte string of definite length"))?;
        within(what, bytes.len() as u64, 0..=most as u64)?;
        Ok(bytes)
    }

    /// A byte string of exactly `N` bytes.
    ///
    /// # Errors
    /// If anything else comes next.
    pub fn fixed<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], CborError> {
        let bytes = self.bytes(what, N)?;
        bytes.try_into().map_err(|_| CborError::Length {
            what,
            allowed: format!("{N} bytes"),
            found: bytes.len() as u64,
        })
    }

    /// What kind of value comes next, if any.
    #[must_use]
    pub fn peek(&self) -> Option<Type> {
        self.decoder.datatype().ok()
    }

    /// Describes what stands at the current position instead of `expected`.
    #[must_use]
    pub fn unexpected(&self, expected: &'static str) -> CborError {
        let found = self.peek().map_or_else(|| "the end".to_owned(), |kind| kind.to_string());
        CborError::Unexpected { expected, found, position: self.decoder.position() }
    }
}

fn within(
    what: &'static str,
    found: u64,
    allowed: core::ops::RangeInclusive<u64>,
) -> Result<usize, CborError> {
    if allowed.contains(&found) {
        return Ok(usize::try_from(found).unwrap_or(usize::MAX));
    }
    let allowed = if allowed.start() == allowed.end() {
        format!("exactly {}", allowed.start())
    } else {
        format!("{} to {}", allowed.start(), allowed.end())
    };
    Err(CborError::Length { what, allowed, found })
}

/// Encodes with `write` into a fresh byte vector.
pub fn encode(write: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut writer = Writer { encoder: Encoder::new(Vec::with_capacity(256)) };
    write(&mut writer);
    writer.encoder.into_writer()
}

/// Writes the shapes our formats use, in their canonical encoding. Writing to memory cannot fail.
#[derive(Debug)]
pub struct Writer {
    encoder: Encoder<Vec<u8>>,
}

type Written<'a> = Result<&'a mut Encoder<Vec<u8>>, minicbor::encode::Error<Infallible>>;

impl Writer {
    fn done(written: Written<'_>) {
        debug_assert!(written.is_ok(), "writing to memory cannot fail");
    }

    /// Begins an array of `length` values.
    pub fn array(&mut self, length: usize) -> &mut Self {
        Self::done(self.encoder.array(length as u64));
        self
    }

    /// Writes `null`.
    pub fn null(&mut self) -> &mut Self {
        Self::done(self.encoder.null());
        self
    }

    /// Writes an unsigned integer.
    pub fn uint(&mut self, value: u64) -> &mut Self {
        Self::done(self.encoder.u64(value));
        self
    }

    /// Writes a signed integer.
    pub fn int(&mut self, value: i64) -> &mut Self {
        Self::done(self.encoder.i64(value));
        self
    }

    /// Writes true or false.
    pub fn bool(&mut self, value: bool) -> &mut Self {
        Self::done(self.encoder.bool(value));
        self
    }

    /// Writes a text.
    pub fn text(&mut self, value: &str) -> &mut Self {
        Self::done(self.encoder.str(value));
        self
    }

    /// Writes a byte string.
    pub fn bytes(&mut self, value: &[u8]) -> &mut Self {
        Self::done(self.encoder.bytes(value));
        self
    }
}

/// Checks that `given` is the canonical encoding `again`.
///
/// # Errors
/// [`CborError::NotCanonical`] naming the first byte that differs.
pub fn require_canonical(given: &[u8], again: &[u8]) -> Result<(), CborError> {
    if given == again {
        return Ok(());
    }
    let position = given
        .iter()
        .zip(again)
        .position(|(left, right)| left != right)
        .unwrap_or(given.len().min(again.len()));
    Err(CborError::NotCanonical { position })
}
