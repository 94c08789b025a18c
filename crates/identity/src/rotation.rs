//! What follows a genesis: new keys, and tombstones.

use crate::{
    AgentId, CborError, Commitment, EntryId, ID_LENGTH, KeySet, KeySetError, RollError,
    cbor::{self, Reader, Writer},
    entry,
};

/// By whose right a rotation is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// The members': signed with next keys that the entry before commits to, as many as its threshold asks.
    Members,
    /// The recovery cards': signed with those that the entry before names, as many as it asks.
    Cards,
}

/// A new key set in place of the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// The entry that it follows.
    pub previous: EntryId,
    /// By whose right.
    pub authority: Authority,
    /// Who may sign from here on.
    pub keys: KeySet,
    /// Of the removed keys' changes, those that count.
    pub keeps: Commitment,
    /// Of the proposals made under the entry before, those that were approved.
    pub acts: Commitment,
}

/// The recovery cards' word on which of several branches holds. Nothing follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settlement {
    /// An entry of the branch that holds.
    pub previous: EntryId,
    /// The entry where the branches part, whose cards sign.
    pub of: EntryId,
}

/// What a tombstone erases: another entry cannot bring it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// The entry whose members sign it.
    pub previous: EntryId,
    /// What is erased.
    pub target: Erased,
}

/// What is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Erased {
    /// Everything the agent has written; its key log stays.
    Agent,
    /// One record, by its id.
    Record([u8; ID_LENGTH]),
}

/// Why content is no rotation or tombstone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RotationError {
    /// Not the CBOR expected.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// Keys and thresholds that do not fit.
    #[error(transparent)]
    Keys(#[from] KeySetError),
    /// A commitment to a list that cannot be.
    #[error(transparent)]
    Roll(#[from] RollError),
    /// Neither a record's id nor, for the whole agent, nothing.
    #[error("expected the id of a record or nothing, found {found} bytes")]
    Target {
        /// Bytes found.
        found: usize,
    },
}

impl Rotation {
    pub(crate) fn write(&self, w: &mut Writer) {
        w.bytes(self.previous.as_bytes());
        self.keys.write(w);
        self.keeps.write(w);
        self.acts.write(w);
    }

    /// How many values follow the head.
    const FIELDS: usize = 4;

    pub(crate) fn read(r: &mut Reader<'_>, authority: Authority) -> Result<Self, RotationError> {
        let previous = EntryId::from_bytes(r.fixed("the entry before")?);
        let keys = KeySet::read(r)?;
        Ok(Self { previous, authority, keys, keeps: Commitment::read(r)?, acts: Commitment::read(r)? })
    }

    /// The content to be signed.
    #[must_use]
    pub fn content(&self, agent: AgentId) -> Vec<u8> {
        let kind = match self.authority {
            Authority::Members => entry::ROTATION_TYPE,
            Authority::Cards => entry::RECOVERY_TYPE,
        };
        cbor::encode(|w| {
            entry::write_head(w, Some(agent), kind, Self::FIELDS);
            self.write(w);
        })
    }
}

impl Settlement {
    /// How many values follow the head.
    const FIELDS: usize = 2;

    pub(crate) fn read(r: &mut Reader<'_>) -> Result<Self, RotationError> {
        let previous = EntryId::from_bytes(r.fixed("the entry before")?);
        Ok(Self { previous, of: EntryId::from_bytes(r.fixed("the entry where branches part")?) })
    }

    /// The content to be signed.
    #[must_use]
    pub fn content(&self, agent: AgentId) -> Vec<u8> {
        cbor::encode(|w| {
            entry::write_head(w, Some(agent), entry::SETTLEMENT_TYPE, Self::FIELDS);
            w.bytes(self.previous.as_bytes()).bytes(self.of.as_bytes());
        })
    }
}

impl Tombstone {
    /// How many values follow the head.
    const FIELDS: usize = 2;

    pub(crate) fn read(r: &mut Reader<'_>) -> Result<Self, RotationError> {
        let previous = EntryId::from_bytes(r.fixed("the entry before")?);
        let target = match r.bytes("what is erased", ID_LENGTH)? {
            [] => Erased::Agent,
            id => Erased::Record(id.try_into().map_err(|_| RotationError::Target { found: id.len() })?),
        };
        Ok(Self { previous, target })
    }

    /// The content to be signed.
    #[must_use]
    pub fn content(&self, agent: AgentId) -> Vec<u8> {
        cbor::encode(|w| {
            entry::write_head(w, Some(agent), entry::TOMBSTONE_TYPE, Self::FIELDS);
            w.bytes(self.previous.as_bytes());
            match &self.target {
                Erased::Agent => w.bytes(&[]),
                Erased::Record(id) => w.bytes(id),
            };
        })
    }
}
