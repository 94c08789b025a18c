//! Ids of records, of changes, and of whatever a node holds.

use core::fmt;

use commons_identity::{AgentId, EntryId, ID_LENGTH, Roll, define_id, write_hex};

define_id! {
    /// A signed edit: the BLAKE3 hash of its signed content (the signature itself is not hashed).
    ChangeId
}

define_id! {
    /// A document in one namespace; the id of its first change.
    RecordId
}

impl RecordId {
    /// The change that began the record, which has the same hash.
    #[must_use]
    pub const fn first_change(&self) -> ChangeId {
        ChangeId::from_bytes(*self.as_bytes())
    }
}

impl ChangeId {
    /// The record that this change begins, if it is a first change.
    #[must_use]
    pub const fn as_record(&self) -> RecordId {
        RecordId::from_bytes(*self.as_bytes())
    }
}

/// Length in bytes of an [`ItemKey`].
pub const ITEM_KEY_LENGTH: usize = 2 * ID_LENGTH;

/// What a node files a signed item (a change or a key-log entry) under: namespace ‖ id, 64 bytes.
///
/// Keys sort by namespace first, so all of an agent's items lie together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemKey([u8; ITEM_KEY_LENGTH]);

impl ItemKey {
    /// The key with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; ITEM_KEY_LENGTH]) -> Self {
        Self(bytes)
    }

    /// The key of a change.
    #[must_use]
    pub fn of_change(namespace: AgentId, change: ChangeId) -> Self {
        Self::join(namespace, change.as_bytes())
    }

    /// The key of a key-log entry.
    #[must_use]
    pub fn of_entry(agent: AgentId, entry: EntryId) -> Self {
        Self::join(agent, entry.as_bytes())
    }

    /// The key of a roll.
    #[must_use]
    pub fn of_roll(roll: &Roll) -> Self {
        Self::join(roll.agent(), &roll.id())
    }

    fn join(namespace: AgentId, id: &[u8; ID_LENGTH]) -> Self {
        let mut bytes = [0; ITEM_KEY_LENGTH];
        bytes[..ID_LENGTH].copy_from_slice(namespace.as_bytes());
        bytes[ID_LENGTH..].copy_from_slice(id);
        Self(bytes)
    }

    /// The bytes of the key: namespace, then id.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; ITEM_KEY_LENGTH] {
        &self.0
    }

    /// Whose item it is.
    #[must_use]
    pub fn namespace(&self) -> AgentId {
        let mut bytes = [0; ID_LENGTH];
        bytes.copy_from_slice(&self.0[..ID_LENGTH]);
        AgentId::from_bytes(bytes)
    }

    /// The hash of the item's signed content.
    #[must_use]
    pub fn id(&self) -> [u8; ID_LENGTH] {
        let mut bytes = [0; ID_LENGTH];
        bytes.copy_from_slice(&self.0[ID_LENGTH..]);
        bytes
    }
}

impl fmt::Debug for ItemKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0[..4], f)?;
        f.write_str("…/")?;
        write_hex(&self.0[ID_LENGTH..ID_LENGTH + 4], f)?;
        f.write_str("…")
    }
}

define_id! {
    /// What a node holds, in 32 bytes: the root of the Merkle trie over all its items.
    /// Two nodes with the same set of items have the same state.
    StateRoot
}

define_id! {
    /// A network of nodes that share one registry, and sync with nobody else: a hash of its name.
    NetworkId
}

impl NetworkId {
    /// The network of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        Self(blake3::derive_key("commons registry v1 network", name.as_bytes()))
    }
}
