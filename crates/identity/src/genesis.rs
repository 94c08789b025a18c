//! The first entry of a key log: the act that founds an agent.

use crate::{
    AgentForm, AgentId, CborError, KeySet, KeySetError,
    cbor::{self, Reader, Writer},
    entry,
};

/// Length in bytes of the random salt in signed content.
pub const SALT_LENGTH: usize = 16;

/// What the first entry of a key log says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Genesis {
    /// Whether the agent is an organisation or a person.
    pub form: AgentForm,
    /// Who may sign from here on.
    pub keys: KeySet,
    /// Random bytes, so that no two agents are the same by chance.
    pub salt: [u8; SALT_LENGTH],
}

/// Why signed content is no genesis.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GenesisError {
    /// Not the CBOR expected.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// Keys and thresholds that do not fit.
    #[error(transparent)]
    Keys(#[from] KeySetError),
    /// Neither organisation (0) nor person (1).
    #[error("expected agent form 0 (organisation) or 1 (person), found {found}")]
    UnknownForm {
        /// The code given.
        found: u64,
    },
}

impl Genesis {
    /// Writes what follows the common head of every entry: form, key set, salt.
    pub(crate) fn write(&self, w: &mut Writer) {
        w.uint(match self.form {
            AgentForm::Organisation => 0,
            AgentForm::Person => 1,
        });
        self.keys.write(w);
        w.bytes(&self.salt);
    }

    /// How many values [`Self::write`] writes.
    pub(crate) const FIELDS: usize = 3;

    pub(crate) fn read(r: &mut Reader<'_>) -> Result<Self, GenesisError> {
        let form = match r.uint()? {
            0 => AgentForm::Organisation,
            1 => AgentForm::Person,
            found => return Err(GenesisError::UnknownForm { found }),
        };
        let keys = KeySet::read(r)?;
        keys.fits(form)?;
        Ok(Self { form, keys, salt: r.fixed("the salt")? })
    }

    /// The signed content of this genesis.
    #[must_use]
    pub fn content(&self) -> Vec<u8> {
        cbor::encode(|w| {
            entry::write_head(w, None, entry::GENESIS_TYPE, Self::FIELDS);
            self.write(w);
        })
    }

    /// The id of the agent that this genesis founds.
    #[must_use]
    pub fn agent(&self) -> AgentId {
        AgentId::from_bytes(*blake3::hash(&self.content()).as_bytes())
    }
}
