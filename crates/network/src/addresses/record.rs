//! A node's addresses, signed by it.
//!
//! ```text
//! record  = [ content : bytes, signature : 64 bytes ]
//! content = [ "commons addresses", version, network : 32 bytes, key : 32 bytes, sequence, expires, [ address : bytes, … ] ]
//! ```
//!
//! The signature is over the content. Addresses ascend by their bytes, so that a set has one spelling.

use commons_identity::{
    CborError, PublicKey, Signature, SignatureError, Signed,
    cbor::{self, Reader, require_canonical},
    verify,
};
use commons_registry::NetworkId;
use libp2p::{PeerId, identity::Keypair};

use super::address::{AddressError, DialAddress, MAX_ADDRESS_BYTES, Scope, peer_of_ed25519_key};

/// First value of the signed content: no signature made for anything else can pass for one.
const RECORD_TAG: &str = "commons addresses";

/// The version of the format.
const RECORD_VERSION: u64 = 1;

/// Most addresses in a record: a few interfaces, with TCP and QUIC each.
pub const MAX_RECORD_ADDRESSES: usize = 8;

/// Most bytes of a record: as many addresses as may be, as long as they may be, and the rest.
pub const MAX_RECORD_BYTES: usize = MAX_RECORD_ADDRESSES * (MAX_ADDRESS_BYTES + 3) + 256;

/// How long a record may hold, in seconds: seven days. A node that is gone is forgotten after that.
pub const MAX_LIFE: u64 = 7 * 24 * 60 * 60;

/// How far another's clock may be ahead of ours, in seconds.
pub const MAX_CLOCK_SKEW: u64 = 60 * 60;

/// Seconds since the beginning of 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub u64);

impl Timestamp {
    /// So many seconds later.
    #[must_use]
    pub const fn plus(self, seconds: u64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Whole seconds from `earlier` until now; 0 if that is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }

    /// What the system's clock says.
    #[must_use]
    pub fn now() -> Self {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Self(since.map_or(0, |since| since.as_secs()))
    }
}

/// The addresses of a node, with its signature, which holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedAddresses {
    peer: PeerId,
    sequence: u64,
    expires: Timestamp,
    addresses: Vec<DialAddress>,
    bytes: Vec<u8>,
}

/// Why bytes are no record of addresses that counts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// Larger than any record may be.
    #[error("a record has at most {MAX_RECORD_BYTES} bytes, this has {0}")]
    TooLarge(usize),
    /// Not the CBOR expected.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// Signed content of something else.
    #[error("expected signed content tagged {RECORD_TAG:?}, found {0:?}")]
    Tag(String),
    /// Of a version that is not known here.
    #[error("expected version {RECORD_VERSION}, found {0}")]
    Version(u64),
    /// Made for another network.
    #[error("this record was made for another network")]
    OtherNetwork,
    /// Not a key of a node.
    #[error("the key is none of a node")]
    Key,
    /// An address that cannot be dialled.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// Addresses out of order, or one twice.
    #[error("addresses must be sorted and each stand once")]
    Order,
    /// Not signed by the node that it speaks of.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// It holds no more.
    #[error("this record was good until {}, and it is {} now", .expired.0, .now.0)]
    Expired {
        /// Until when it held.
        expired: Timestamp,
        /// The time.
        now: Timestamp,
    },
    /// It would hold for longer than any may.
    #[error("a record is good for at most {MAX_LIFE} seconds, this says {0}")]
    TooLong(u64),
}

impl RecordError {
    /// Whether whoever sent it is to blame: an honest node checks what it passes on. Clocks and versions may differ, and
    /// sync finds out about other networks.
    pub(crate) const fn is_fault(&self) -> bool {
        !matches!(self, Self::Version(_) | Self::OtherNetwork | Self::Expired { .. } | Self::TooLong(_))
    }
}

/// Why a record was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// No addresses, or too many.
    #[error("a record has 1 to {MAX_RECORD_ADDRESSES} addresses, these are {0}")]
    Count(usize),
    /// The node's key is not of the one sort that is used.
    #[error("a node's key is an Ed25519 key; this one is none")]
    Key,
}

impl SignedAddresses {
    /// Signs addresses for as long as a record may hold. Which comes later is told by the sequence.
    ///
    /// # Errors
    /// [`SignError`] if there are no addresses or too many, or the key is not Ed25519.
    pub fn sign(
        keypair: &Keypair,
        network: NetworkId,
        sequence: u64,
        expires: Timestamp,
        mut addresses: Vec<DialAddress>,
    ) -> Result<Self, SignError> {
        addresses.sort_by_cached_key(DialAddress::to_bytes);
        addresses.dedup();
        if !(1..=MAX_RECORD_ADDRESSES).contains(&addresses.len()) {
            return Err(SignError::Count(addresses.len()));
        }
        let public = keypair.public();
        let peer = public.to_peer_id();
        let key = public.try_into_ed25519().map_err(|_| SignError::Key)?.to_bytes();
        let content = content(network, &key, sequence, expires, &addresses);
        let signature = keypair.sign(&content).map_err(|_| SignError::Key)?;
        let bytes = envelope(&content, &signature);
        Ok(Self { peer, sequence, expires, addresses, bytes })
    }

    /// Reads a record, and judges it as of now.
    ///
    /// # Errors
    /// [`RecordError`] unless the node that it speaks of signed it, for this network, and it holds now.
    pub fn verify(bytes: &[u8], network: NetworkId, now: Timestamp) -> Result<Self, RecordError> {
        let record = Self::read(bytes, network)?;
        record.judge(now)?;
        Ok(record)
    }

    /// Reads a record, and judges all but the time.
    pub(crate) fn read(bytes: &[u8], network: NetworkId) -> Result<Self, RecordError> {
        if bytes.len() > MAX_RECORD_BYTES {
            return Err(RecordError::TooLarge(bytes.len()));
        }
        let mut reader = Reader::new(bytes);
        reader.array("a record", 2..=2)?;
        let signed = reader.bytes("the signed content", MAX_RECORD_BYTES)?;
        let signature = Signature::from_bytes(reader.fixed("a signature")?);
        require_canonical(bytes, &envelope(signed, signature.as_bytes()))?;

        let mut reader = Reader::new(signed);
        let length = reader.array("the signed content", 2..=64)?;
        let tag = reader.text("the tag", 64)?;
        if tag != RECORD_TAG {
            return Err(RecordError::Tag(tag.to_owned()));
        }
        let version = reader.uint()?;
        if version != RECORD_VERSION {
            return Err(RecordError::Version(version));
        }
        if length != 7 {
            return Err(CborError::Length {
                what: "the signed content",
                allowed: "exactly 7".to_owned(),
                found: length as u64,
            }
            .into());
        }
        let found_network = NetworkId::from_bytes(reader.fixed("the network")?);
        let key: [u8; 32] = reader.fixed("the node's key")?;
        let sequence = reader.uint()?;
        let expires = Timestamp(reader.uint()?);
        let count = reader.array("the addresses", 1..=MAX_RECORD_ADDRESSES as u64)?;
        let mut addresses = Vec::with_capacity(count);
        let mut last: &[u8] = &[];
        for _ in 0..count {
            let bytes = reader.bytes("an address", MAX_ADDRESS_BYTES)?;
            if bytes <= last {
                return Err(RecordError::Order);
            }
            last = bytes;
            addresses.push(DialAddress::from_bytes(bytes)?);
        }
        require_canonical(signed, &content(found_network, &key, sequence, expires, &addresses))?;
        if found_network != network {
            return Err(RecordError::OtherNetwork);
        }
        let peer = peer_of_ed25519_key(&key).ok_or(RecordError::Key)?;
        let key = PublicKey::from_bytes(key).map_err(|_| RecordError::Key)?;
        verify(&Signed { key: &key, message: signed, signature: &signature })?;
        Ok(Self { peer, sequence, expires, addresses, bytes: bytes.to_vec() })
    }

    fn judge(&self, now: Timestamp) -> Result<(), RecordError> {
        if self.expires <= now {
            return Err(RecordError::Expired { expired: self.expires, now });
        }
        let life = self.expires.since(now);
        if life > MAX_LIFE + MAX_CLOCK_SKEW {
            return Err(RecordError::TooLong(life));
        }
        Ok(())
    }

    /// Whether it holds now.
    pub(crate) fn holds(&self, now: Timestamp) -> bool {
        self.judge(now).is_ok()
    }

    /// The node that signed.
    #[must_use]
    pub fn peer(&self) -> PeerId {
        self.peer
    }

    /// Which of a node's records comes later: the greater.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Until when it holds.
    #[must_use]
    pub fn expires(&self) -> Timestamp {
        self.expires
    }

    /// Where the node can be dialled.
    #[must_use]
    pub fn addresses(&self) -> &[DialAddress] {
        &self.addresses
    }

    /// The record as it travels.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How far the nearest of its addresses reaches: nobody farther away is to hear of it.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.addresses.iter().map(DialAddress::scope).min().unwrap_or(Scope::Machine)
    }
}

fn content(
    network: NetworkId,
    key: &[u8; 32],
    sequence: u64,
    expires: Timestamp,
    addresses: &[DialAddress],
) -> Vec<u8> {
    cbor::encode(|writer| {
        writer.array(7).text(RECORD_TAG).uint(RECORD_VERSION).bytes(network.as_bytes()).bytes(key);
        writer.uint(sequence).uint(expires.0).array(addresses.len());
        for address in addresses {
            writer.bytes(&address.to_bytes());
        }
    })
}

fn envelope(content: &[u8], signature: &[u8]) -> Vec<u8> {
    cbor::encode(|writer| {
        writer.array(2).bytes(content).bytes(signature);
    })
}
