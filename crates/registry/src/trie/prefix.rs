//! Paths through the trie.

use core::fmt;

use commons_identity::{AgentId, ID_LENGTH};

use crate::{ITEM_KEY_LENGTH, ItemKey};

/// Nibbles in a key, and the longest prefix.
pub const KEY_NIBBLES: u8 = (ITEM_KEY_LENGTH * 2) as u8;

/// Nibbles of a key that name the namespace.
const NAMESPACE_NIBBLES: u8 = (ID_LENGTH * 2) as u8;

/// The first so many nibbles of a key, 0–128. Every value of this type is well formed: the unused part is zero.
///
/// Prefixes sort as the keys under them do, a prefix before what extends it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Prefix {
    bytes: [u8; ITEM_KEY_LENGTH],
    length: u8,
}

/// Bytes that are not a prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PrefixError {
    /// Longer than a key.
    #[error("a prefix has at most {KEY_NIBBLES} nibbles, this has {found}")]
    TooLong {
        /// The length claimed.
        found: u8,
    },
    /// Not the number of bytes that its length takes.
    #[error("a prefix of {nibbles} nibbles takes {} bytes, there are {found}", usize::from(*nibbles).div_ceil(2))]
    Length {
        /// The length claimed.
        nibbles: u8,
        /// The bytes found.
        found: usize,
    },
    /// An odd prefix whose last half byte is not zero.
    #[error("the half byte after an odd prefix is to be zero")]
    Padding,
}

impl Prefix {
    /// The prefix of every key.
    pub const ROOT: Self = Self { bytes: [0; ITEM_KEY_LENGTH], length: 0 };

    /// The first `length` nibbles of a key; all of it, if `length` is more than it has.
    #[must_use]
    pub fn of(key: &ItemKey, length: u8) -> Self {
        let length = length.min(KEY_NIBBLES);
        let mut bytes = [0; ITEM_KEY_LENGTH];
        let whole = usize::from(length / 2);
        bytes[..whole].copy_from_slice(&key.as_bytes()[..whole]);
        if length % 2 == 1 {
            bytes[whole] = key.as_bytes()[whole] & 0xf0;
        }
        Self { bytes, length }
    }

    /// The prefix of everything in a namespace, and of nothing else.
    #[must_use]
    pub fn of_namespace(agent: &AgentId) -> Self {
        let mut bytes = [0; ITEM_KEY_LENGTH];
        bytes[..ID_LENGTH].copy_from_slice(agent.as_bytes());
        Self { bytes, length: NAMESPACE_NIBBLES }
    }

    /// The namespace in which everything under it is, if that is one.
    #[must_use]
    pub fn namespace(&self) -> Option<AgentId> {
        (self.length >= NAMESPACE_NIBBLES).then(|| self.as_key().namespace())
    }

    /// The prefix of these nibbles, two to a byte, an odd last one in the upper half of its byte.
    ///
    /// # Errors
    /// [`PrefixError`] for anything but the one way to write it.
    pub fn from_packed(length: u8, packed: &[u8]) -> Result<Self, PrefixError> {
        if length > KEY_NIBBLES {
            return Err(PrefixError::TooLong { found: length });
        }
        if packed.len() != usize::from(length).div_ceil(2) {
            return Err(PrefixError::Length { nibbles: length, found: packed.len() });
        }
        if length % 2 == 1 && packed.last().is_some_and(|last| last & 0xf != 0) {
            return Err(PrefixError::Padding);
        }
        let mut bytes = [0; ITEM_KEY_LENGTH];
        bytes[..packed.len()].copy_from_slice(packed);
        Ok(Self { bytes, length })
    }

    /// The nibbles, two to a byte, an odd last one in the upper half of its byte.
    #[must_use]
    pub fn packed(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length).div_ceil(2)]
    }

    /// The last key that there can be under it; the first is [`Prefix::as_key`].
    #[must_use]
    pub fn last_key(&self) -> ItemKey {
        let mut bytes = self.bytes;
        let whole = usize::from(self.length / 2);
        bytes[whole..].fill(0xff);
        if self.length % 2 == 1 {
            bytes[whole] = self.bytes[whole] | 0x0f;
        }
        ItemKey::from_bytes(bytes)
    }

    /// How many nibbles it has.
    #[must_use]
    #[allow(clippy::len_without_is_empty)] // a prefix is not a collection; the empty one is `ROOT`
    pub const fn len(&self) -> u8 {
        self.length
    }

    /// This prefix and one nibble more; nothing if it is a whole key already.
    #[must_use]
    pub fn child(&self, nibble: u8) -> Option<Self> {
        if self.length >= KEY_NIBBLES {
            return None;
        }
        let mut child = *self;
        child.bytes[usize::from(self.length / 2)] |=
            if self.length.is_multiple_of(2) { nibble << 4 } else { nibble & 0xf };
        child.length += 1;
        Some(child)
    }

    /// The lowest key under it.
    #[must_use]
    pub const fn as_key(&self) -> ItemKey {
        ItemKey::from_bytes(self.bytes)
    }

    /// Whether a key begins with this prefix.
    #[must_use]
    pub fn contains(&self, key: &ItemKey) -> bool {
        Self::of(key, self.length) == *self
    }

    /// Whether another prefix begins with this one, or is the same.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other.length >= self.length && Self::of(&other.as_key(), self.length) == *self
    }
}

/// The nibble of a key at a position below [`KEY_NIBBLES`].
pub(super) fn nibble(key: &ItemKey, position: u8) -> u8 {
    let byte = key.as_bytes()[usize::from(position / 2)];
    if position.is_multiple_of(2) { byte >> 4 } else { byte & 0xf }
}

/// How many nibbles two keys have in common from the start.
pub(super) fn common(a: &ItemKey, b: &ItemKey) -> u8 {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    match a.iter().zip(b).position(|(x, y)| x != y) {
        None => KEY_NIBBLES,
        Some(at) => (at * 2) as u8 + u8::from((a[at] ^ b[at]) & 0xf0 == 0),
    }
}

impl PartialOrd for Prefix {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Prefix {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        (&self.bytes, self.length).cmp(&(&other.bytes, other.length))
    }
}

impl fmt::Debug for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Prefix(")?;
        let key = self.as_key();
        (0..self.length).try_for_each(|at| write!(f, "{:x}", nibble(&key, at)))?;
        f.write_str(")")
    }
}
