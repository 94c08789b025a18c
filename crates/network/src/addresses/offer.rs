//! The one message of an exchange: records that one side offers to the other.
//!
//! ```text
//! offer = [ version, [ record : bytes, … ] ]
//! ```

use commons_identity::{
    CborError,
    cbor::{self, Reader, require_canonical},
};

use super::record::MAX_RECORD_BYTES;

/// The version of the message.
const OFFER_VERSION: u64 = 1;

/// Most records in an offer.
pub const MAX_OFFERED: usize = 64;

/// Most bytes of an offer.
pub const MAX_OFFER_BYTES: usize = MAX_OFFERED * (MAX_RECORD_BYTES + 3) + 16;

/// Records as they travel, not judged yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer(pub Vec<Vec<u8>>);

impl Offer {
    /// The bytes on the wire.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        cbor::encode(|writer| {
            writer.array(2).uint(OFFER_VERSION).array(self.0.len());
            for record in &self.0 {
                writer.bytes(record);
            }
        })
    }

    /// Reads the one encoding of an offer.
    ///
    /// # Errors
    /// If the bytes are none, or hold too many records or too large ones.
    pub fn decode(bytes: &[u8]) -> Result<Self, CborError> {
        let mut reader = Reader::new(bytes);
        reader.array("an offer", 2..=2)?;
        let version = reader.uint()?;
        if version != OFFER_VERSION {
            return Err(reader.unexpected("version 1 of an offer"));
        }
        let count = reader.array("the records offered", 0..=MAX_OFFERED as u64)?;
        let mut records = Vec::with_capacity(count);
        for _ in 0..count {
            records.push(reader.bytes("a record", MAX_RECORD_BYTES)?.to_vec());
        }
        let offer = Self(records);
        require_canonical(bytes, &offer.encode())?;
        Ok(offer)
    }
}
