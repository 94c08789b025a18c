//! What goes over gossip.

use commons_registry::ItemKey;

use crate::{
    DecodeError, Ingested,
    limits::MAX_INLINE,
    message::{Reader, encoded, strict},
};

/// The news of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Announcement {
    /// The item itself.
    Inline(Vec<u8>),
    /// Only its key, because it is large: whoever lacks it pulls.
    Key(ItemKey),
}

impl Announcement {
    /// The announcement of an item: whole up to [`MAX_INLINE`], by key beyond.
    #[must_use]
    pub fn of(key: ItemKey, item: Vec<u8>) -> Self {
        if item.len() <= MAX_INLINE { Self::Inline(item) } else { Self::Key(key) }
    }

    /// The bytes of the announcement.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encoded(|e| {
            match self {
                Self::Inline(item) => e.array(2)?.u8(0)?.bytes(item)?,
                Self::Key(key) => e.array(2)?.u8(1)?.bytes(key.as_bytes())?,
            };
            Ok(())
        })
    }

    /// Reads an announcement from the whole of `bytes`.
    ///
    /// # Errors
    /// [`DecodeError`] for anything but the canonical bytes of one.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let read = |r: &mut Reader<'_>| {
            Ok(match r.kind("announcement", &[2, 2])? {
                0 => Self::Inline(r.bytes("an item", 1, MAX_INLINE)?.to_vec()),
                _ => Self::Key(ItemKey::from_bytes(r.exactly("a key")?)),
            })
        };
        strict(bytes, read, Self::encode)
    }
}

/// What an announcement turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// New and valid: worth passing on.
    New,
    /// Nothing to pass on.
    Idle,
    /// Cannot be taken in without something that the sender holds.
    Behind,
    /// No honest node passes it on.
    Invalid,
}

impl Judgement {
    /// The judgement of an announced item, by what became of it.
    #[must_use]
    pub const fn of(ingested: &Ingested) -> Self {
        match ingested {
            Ingested::New(_) => Self::New,
            Ingested::Known(_) | Ingested::Declined | Ingested::Unwelcome => Self::Idle,
            Ingested::Missing(_) => Self::Behind,
            Ingested::Invalid(_) => Self::Invalid,
        }
    }
}
