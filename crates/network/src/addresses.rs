//! Where nodes are to be found: what each says of itself, signed and for a while, and what is passed on of it.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `address` | an address that can be dialled, and how far it reaches |
//! | `record` | a node's addresses, signed by it, byte by byte |
//! | `offer` | the one message of an exchange |
//! | `book` | the records held: bounded, fairly shared, and whom to dial of them; pure |
//! | `desk` | the book, and what this node says of itself |
//! | `exchange` | an exchange over a stream |
//!
//! The bytes are drawn in `docs/protocol/addresses.md`.

mod address;
mod book;
pub(crate) mod desk;
pub(crate) mod exchange;
mod offer;
mod record;

pub use address::{AddressError, DialAddress, MAX_ADDRESS_BYTES, Scope, ed25519_key_of, peer_of_ed25519_key};
pub use book::{Book, BookError, Joined, Learnt, MAX_BOOK_BYTES, MAX_BOOK_PEERS, MAX_FROM_GROUP, MAX_JOINED};
pub use offer::{MAX_OFFER_BYTES, MAX_OFFERED, Offer};
pub use record::{
    MAX_CLOCK_SKEW, MAX_LIFE, MAX_RECORD_ADDRESSES, MAX_RECORD_BYTES, RecordError, SignError,
    SignedAddresses, Timestamp,
};
