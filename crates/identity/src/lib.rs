//! Who may sign: agent ids, signing keys, and the key log with its rules.
//!
//! | module | what lives there |
//! | --- | --- |
//! | [`cbor`] | the one encoding that signed bytes may have |
//! | `id` | 32-byte ids in hex |
//! | `key` | signing keys, `did:key`, commitments to later keys |
//! | `signature` | one rule for signatures, alone and in batches |
//! | `key_set` | who may sign, how many must agree |
//! | `entry`, `genesis`, `rotation`, `roll` | key-log entries, and what travels beside them, byte by byte |
//! | `key_log` | who may sign, as a pure function of the entries held |
//! | `keyring` | an agent's keys at rest |
//!
//! Pure code but for the operating system's randomness: no network, no database, no clock.

pub mod cbor;
mod entry;
mod genesis;
mod id;
mod key;
mod key_log;
mod key_set;
mod keyring;
mod roll;
mod rotation;
mod signature;

#[doc(hidden)]
pub use serde; // for `define_id!` in other crates

pub use cbor::CborError;
pub use entry::{
    ENTRY_TAG, ENTRY_VERSION, Entry, EntryBody, EntryError, MAX_ENTRY_BYTES, Unverified, Verified,
};
pub use genesis::{Genesis, GenesisError, SALT_LENGTH};
pub use id::{AgentId, EntryId, ID_LENGTH, ParseIdError, SHORT_ID_DIGITS, parse_id, write_hex};
pub use key::{KeyDigest, KeyError, PUBLIC_KEY_LENGTH, PublicKey, SECRET_LENGTH, SigningKey};
pub use key_log::{Contest, EntryLookup, KeyLog, MAX_LOG_ENTRIES, MAX_UNREAD_ENTRIES, RightsError, Unfit};
pub use key_set::{Act, AgentForm, Agreement, Cards, KeySet, KeySetError, MAX_KEYS, Member, Policy};
pub use keyring::{FoundError, Founded, Keyring, KeyringError, Passphrase, PrepareError};
pub use roll::{Commitment, ListedId, MAX_ROLL_IDS, ROLL_TAG, Roll, RollError, RollList};
pub use rotation::{Authority, Erased, Rotation, RotationError, Settlement, Tombstone};
pub use signature::{SIGNATURE_LENGTH, Signature, SignatureError, Signed, verify, verify_batch};
