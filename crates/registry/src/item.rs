//! Items: what a node holds, of whatever sort.

use commons_identity::{
    CborError, ENTRY_TAG, Entry, EntryError, ROLL_TAG, Roll, RollError, Unverified, Verified, cbor::Reader,
};

use crate::{
    ItemKey,
    change::{CHANGE_TAG, Change, ChangeError, MAX_CHANGE_BYTES},
};

/// Most bytes of any item's envelope.
pub const MAX_ITEM_BYTES: usize = MAX_CHANGE_BYTES;

/// A key-log entry, a part of a list that one commits to, or a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item<Trust = Verified> {
    /// An entry of an agent's key log.
    Entry(Entry<Trust>),
    /// A part of a list that an entry commits to.
    Roll(Roll),
    /// A signed edit of a record.
    Change(Change<Trust>),
}

/// Why bytes are no item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ItemError {
    /// Not even an envelope.
    #[error("not a signed item: {0}")]
    Envelope(CborError),
    /// Tagged as something that nobody stores.
    #[error("expected a change, a key-log entry or a roll, found content tagged {found:?}")]
    Tag {
        /// The tag given.
        found: String,
    },
    /// A key-log entry that does not hold.
    #[error("key-log entry: {0}")]
    Entry(#[from] EntryError),
    /// A roll that does not hold.
    #[error("roll of a key log: {0}")]
    Roll(#[from] RollError),
    /// A change that does not hold.
    #[error("change: {0}")]
    Change(#[from] ChangeError),
}

impl<Trust> Item<Trust> {
    /// What it is filed under.
    #[must_use]
    pub fn key(&self) -> ItemKey {
        match self {
            Self::Entry(entry) => ItemKey::of_entry(entry.agent(), entry.id()),
            Self::Roll(roll) => ItemKey::of_roll(roll),
            Self::Change(change) => change.item_key(),
        }
    }

    /// The envelope: the bytes that are stored and sent.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Entry(entry) => entry.to_bytes(),
            Self::Roll(roll) => roll.to_bytes(),
            Self::Change(change) => change.to_bytes(),
        }
    }
}

impl Item<Unverified> {
    /// Decodes an envelope of whatever sort, strictly.
    ///
    /// # Errors
    /// [`ItemError`] naming what was expected and found.
    pub fn decode(bytes: &[u8]) -> Result<Self, ItemError> {
        match tag(bytes).map_err(ItemError::Envelope)? {
            CHANGE_TAG => Ok(Self::Change(Change::decode(bytes)?)),
            ENTRY_TAG => Ok(Self::Entry(Entry::decode(bytes)?)),
            ROLL_TAG => Ok(Self::Roll(Roll::decode(bytes)?)),
            other => Err(ItemError::Tag { found: other.to_owned() }),
        }
    }
}

/// The domain tag of an envelope's content.
fn tag(bytes: &[u8]) -> Result<&str, CborError> {
    let mut r = Reader::new(bytes);
    r.array("an envelope", 2..=2)?;
    let content = r.bytes("signed content", MAX_ITEM_BYTES)?;
    let mut r = Reader::new(content);
    r.array("signed content", 1..=64)?;
    r.text("the tag", 64)
}
