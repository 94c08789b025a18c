//! The book as it is kept on disk.
//!
//! ```text
//! book   = [ "commons address book", version, network : 32 bytes, sequence, [ joined, … ], [ known, … ] ]
//! joined = [ key : 32 bytes, [ address : bytes, … ] ]
//! known  = [ group : 8 bytes, learnt, reached or null, failures, not before, [ record : bytes, … ] ]
//! ```

use commons_identity::{
    CborError,
    cbor::{self, Reader},
};
use commons_registry::NetworkId;

use super::{Book, Group, Joined, Known, MAX_BOOK_PEERS, MAX_JOINED, MAX_JOINED_ADDRESSES};
use crate::addresses::{
    address::{DialAddress, MAX_ADDRESS_BYTES, ed25519_key_of, peer_of_ed25519_key},
    record::{MAX_RECORD_BYTES, SignedAddresses, Timestamp},
};

/// First value of the file.
const BOOK_TAG: &str = "commons address book";

/// The version of the file.
const BOOK_VERSION: u64 = 1;

/// Records of one node: one for each scope.
const MAX_RECORDS: u64 = 3;

/// Most bytes that the file may have.
pub const MAX_BOOK_BYTES: usize = 16 * 1024 * 1024;

/// Why bytes are no book of addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BookError {
    /// Larger than any book may be.
    #[error("an address book has at most {MAX_BOOK_BYTES} bytes, this has {0}")]
    TooLarge(usize),
    /// Not the CBOR expected.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// Something else.
    #[error("expected a file tagged {BOOK_TAG:?}, found {0:?}")]
    Tag(String),
    /// Of another version.
    #[error("expected version {BOOK_VERSION}, found {0}")]
    Version(u64),
}

impl Book {
    /// The file's bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let joined: Vec<_> =
            self.joined.iter().filter_map(|joined| Some((ed25519_key_of(&joined.peer)?, joined))).collect();
        let mut known: Vec<_> = self.known.iter().collect();
        known.sort_by_key(|(peer, _)| **peer);
        cbor::encode(|writer| {
            writer.array(6).text(BOOK_TAG).uint(BOOK_VERSION).bytes(self.network.as_bytes());
            writer.uint(self.sequence).array(joined.len());
            for (key, joined) in joined {
                writer.array(2).bytes(&key).array(joined.addresses.len());
                for address in &joined.addresses {
                    writer.bytes(&address.to_bytes());
                }
            }
            writer.array(known.len());
            for (_, known) in known {
                writer.array(6).bytes(&known.group.0).uint(known.learnt.0);
                match known.proven {
                    Some(at) => writer.uint(at.0),
                    None => writer.null(),
                };
                writer.uint(u64::from(known.failures)).uint(known.not_before.0).array(known.records.len());
                for record in known.records.values() {
                    writer.bytes(record.as_bytes());
                }
            }
        })
    }

    /// Reads the file. Each record is judged anew; what holds no more or never did is left out, and so is everything, should
    /// the file be of another network. What seems to hold for too long stays: our clock may not have been set yet, and
    /// nothing is dialled or told for as long as it seems so.
    ///
    /// # Errors
    /// [`BookError`] if the bytes are no such file.
    pub fn from_bytes(bytes: &[u8], network: NetworkId, now: Timestamp) -> Result<Self, BookError> {
        if bytes.len() > MAX_BOOK_BYTES {
            return Err(BookError::TooLarge(bytes.len()));
        }
        let mut reader = Reader::new(bytes);
        reader.array("an address book", 6..=6)?;
        let tag = reader.text("the tag", 64)?;
        if tag != BOOK_TAG {
            return Err(BookError::Tag(tag.to_owned()));
        }
        let version = reader.uint()?;
        if version != BOOK_VERSION {
            return Err(BookError::Version(version));
        }
        let mut book = Self::new(network);
        if NetworkId::from_bytes(reader.fixed("the network")?) != network {
            return Ok(book);
        }
        // A clock that was far ahead must not leave us with a sequence that nothing comes after.
        book.sequence = reader.uint()?.min(u64::MAX / 2);
        for _ in 0..reader.array("joined nodes", 0..=MAX_JOINED as u64)? {
            book.joined.extend(joined(&mut reader)?);
        }
        for _ in 0..reader.array("known nodes", 0..=MAX_BOOK_PEERS as u64)? {
            let known = known(&mut reader, network, now)?;
            if let Some(peer) = known.records.values().next().map(SignedAddresses::peer) {
                book.known.insert(peer, known);
            }
        }
        if reader.position() != bytes.len() {
            return Err(reader.unexpected("the end").into());
        }
        Ok(book)
    }
}

/// A joined node; none, if nothing of it can be dialled.
fn joined(reader: &mut Reader<'_>) -> Result<Option<Joined>, BookError> {
    reader.array("a joined node", 2..=2)?;
    let peer = peer_of_ed25519_key(&reader.fixed("the node's key")?);
    let mut addresses = Vec::new();
    for _ in 0..reader.array("its addresses", 1..=MAX_JOINED_ADDRESSES as u64)? {
        addresses.extend(DialAddress::from_bytes(reader.bytes("an address", MAX_ADDRESS_BYTES)?));
    }
    Ok(peer.filter(|_| !addresses.is_empty()).map(|peer| Joined { peer, addresses }))
}

/// A known node, with those records that are good, and of one node: there may be none.
fn known(reader: &mut Reader<'_>, network: NetworkId, now: Timestamp) -> Result<Known, BookError> {
    reader.array("a known node", 6..=6)?;
    let group = Group(reader.fixed("the group")?);
    let learnt = Timestamp(reader.uint()?);
    let proven = if reader.null()? { None } else { Some(Timestamp(reader.uint()?)) };
    let failures = u32::try_from(reader.uint()?).unwrap_or(u32::MAX);
    // Should the clock have been ahead, it need not wait for that time to come.
    let not_before = Timestamp(reader.uint()?).min(now.plus(super::LONGEST_REST.as_secs()));
    let mut known = Known { records: Default::default(), group, learnt, proven, failures, not_before };
    let mut of = None;
    for _ in 0..reader.array("its records", 1..=MAX_RECORDS)? {
        let read = SignedAddresses::read(reader.bytes("a record", MAX_RECORD_BYTES)?, network);
        if let Ok(record) = read
            && record.expires() > now
            && *of.get_or_insert(record.peer()) == record.peer()
        {
            known.records.insert(record.scope(), record);
        }
    }
    Ok(known)
}
