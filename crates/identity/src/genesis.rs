//! The first entry of a key log: the act that founds an agent.

use crate::{
    AgentId, CborError, KeyDigest, PublicKey,
    cbor::{self, Reader, Writer},
};

/// Most keys, of each sort, that one entry may name.
pub const MAX_KEYS: usize = 32;

/// Length in bytes of the random salt in signed content.
pub const SALT_LENGTH: usize = 16;

/// Whether an agent is several people or one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgentForm {
    /// A co-op, a collective, a town: several people, one or several keys.
    Organisation,
    /// One person, one key, perhaps under a pseudonym; a person may have several agents.
    Person,
}

/// An act that more than one member must agree to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Changing a published resource's licence.
    ChangeLicence,
    /// Handing a resource's stewardship to another agent.
    HandOver,
    /// Changing the agent's own rules.
    ChangeRules,
    /// Erasing a record, or the agent.
    Erase,
}

impl Act {
    /// Every act, in the order of its code.
    pub const ALL: [Self; 4] = [Self::ChangeLicence, Self::HandOver, Self::ChangeRules, Self::Erase];

    const fn code(self) -> u64 {
        match self {
            Self::ChangeLicence => 0,
            Self::HandOver => 1,
            Self::ChangeRules => 2,
            Self::Erase => 3,
        }
    }

    fn from_code(code: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }
}

/// How members agree to an [`Act`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Agreement {
    /// As many approvals as the threshold asks.
    Majority,
    /// The threshold, and no open objection.
    Consent,
}

/// Which acts are by consent; all others are by majority.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    by_consent: Vec<Act>,
}

impl Policy {
    /// A policy under which just these acts are by consent.
    #[must_use]
    pub fn with_consent_for(acts: &[Act]) -> Self {
        let mut by_consent = acts.to_vec();
        by_consent.sort_unstable();
        by_consent.dedup();
        Self { by_consent }
    }

    /// How members agree to `act`.
    #[must_use]
    pub fn agreement(&self, act: Act) -> Agreement {
        if self.by_consent.contains(&act) { Agreement::Consent } else { Agreement::Majority }
    }
}

/// Who may sign from some entry on: the keys, how many must agree, and the commitments to what comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySet {
    keys: Vec<PublicKey>,
    threshold: usize,
    next: Vec<KeyDigest>,
    recovery: Vec<KeyDigest>,
    recovery_threshold: usize,
    policy: Policy,
}

/// Why a set of keys cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeySetError {
    /// None, too many, or more than one for a person.
    #[error("expected {expected} signing keys, found {found}")]
    KeyCount {
        /// How many there may be.
        expected: &'static str,
        /// How many there are.
        found: usize,
    },
    /// Not sorted, or one twice.
    #[error("{what} must be sorted and each stand once")]
    NotSortedOnce {
        /// Which list.
        what: &'static str,
    },
    /// Not more than half, or more than all.
    #[error("a threshold for {keys} {what} must be more than half and at most all of them, this is {found}")]
    Threshold {
        /// Which keys.
        what: &'static str,
        /// How many there are.
        keys: usize,
        /// The threshold given.
        found: usize,
    },
    /// As many next-key digests as keys are needed.
    #[error("expected one next-key digest for each of the {keys} keys, found {found}")]
    NextCount {
        /// How many keys there are.
        keys: usize,
        /// How many digests there are.
        found: usize,
    },
}

impl KeySet {
    /// Sorts the parts and checks them against each other.
    ///
    /// # Errors
    /// [`KeySetError`]: see its variants. A person has exactly one key.
    pub fn new(
        form: AgentForm,
        mut keys: Vec<PublicKey>,
        threshold: usize,
        mut next: Vec<KeyDigest>,
        mut recovery: Vec<KeyDigest>,
        recovery_threshold: usize,
        policy: Policy,
    ) -> Result<Self, KeySetError> {
        keys.sort_unstable();
        next.sort_unstable();
        recovery.sort_unstable();
        Self { keys, threshold, next, recovery, recovery_threshold, policy }.checked(form)
    }

    /// The least threshold for `keys` keys: more than half.
    #[must_use]
    pub const fn least_threshold(keys: usize) -> usize {
        keys / 2 + 1
    }

    fn checked(self, form: AgentForm) -> Result<Self, KeySetError> {
        let count = self.keys.len();
        let (fits, expected) = match form {
            AgentForm::Person => (count == 1, "exactly one (a person has one key)"),
            AgentForm::Organisation => ((1..=MAX_KEYS).contains(&count), "1 to 32"),
        };
        if !fits {
            return Err(KeySetError::KeyCount { expected, found: count });
        }
        sorted_once("signing keys", &self.keys)?;
        sorted_once("next-key digests", &self.next)?;
        sorted_once("recovery digests", &self.recovery)?;
        if self.next.len() != count {
            return Err(KeySetError::NextCount { keys: count, found: self.next.len() });
        }
        if self.recovery.len() > MAX_KEYS {
            return Err(KeySetError::KeyCount {
                expected: "at most 32 recovery",
                found: self.recovery.len(),
            });
        }
        threshold_fits("signing keys", count, self.threshold)?;
        if !(self.recovery.is_empty() && self.recovery_threshold == 0) {
            threshold_fits("recovery keys", self.recovery.len(), self.recovery_threshold)?;
        }
        Ok(self)
    }

    /// The keys that may sign, sorted.
    #[must_use]
    pub fn keys(&self) -> &[PublicKey] {
        &self.keys
    }

    /// Whether `key` may sign.
    #[must_use]
    pub fn contains(&self, key: &PublicKey) -> bool {
        self.keys.binary_search(key).is_ok()
    }

    /// How many keys must agree to an act of weight.
    #[must_use]
    pub fn threshold(&self) -> usize {
        self.threshold
    }

    /// Commitments to the keys of the next rotation, one for each key, sorted.
    #[must_use]
    pub fn next(&self) -> &[KeyDigest] {
        &self.next
    }

    /// Commitments to the recovery cards, sorted; perhaps none.
    #[must_use]
    pub fn recovery(&self) -> &[KeyDigest] {
        &self.recovery
    }

    /// How many recovery cards must agree; 0 if there are none.
    #[must_use]
    pub fn recovery_threshold(&self) -> usize {
        self.recovery_threshold
    }

    /// How members agree to acts of weight.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    fn write(&self, w: &mut Writer) {
        w.array(6);
        w.array(self.keys.len());
        for key in &self.keys {
            w.bytes(key.as_bytes());
        }
        w.uint(self.threshold as u64);
        for digests in [&self.next, &self.recovery] {
            w.array(digests.len());
            for digest in digests {
                w.bytes(digest.as_bytes());
            }
        }
        w.uint(self.recovery_threshold as u64);
        w.array(self.policy.by_consent.len());
        for act in &self.policy.by_consent {
            w.uint(act.code());
        }
    }

    fn read(r: &mut Reader<'_>, form: AgentForm) -> Result<Self, GenesisError> {
        r.array("a key set", 6..=6)?;
        let count = r.array("the signing keys", 1..=MAX_KEYS as u64)?;
        let mut keys = Vec::with_capacity(count);
        for _ in 0..count {
            keys.push(PublicKey::from_bytes(r.fixed("a public key")?)?);
        }
        let threshold = read_small(r)?;
        let next = read_digests(r)?;
        let recovery = read_digests(r)?;
        let recovery_threshold = read_small(r)?;
        let acts = r.array("the acts by consent", 0..=Act::ALL.len() as u64)?;
        let mut by_consent = Vec::with_capacity(acts);
        for _ in 0..acts {
            let code = r.uint()?;
            by_consent.push(Act::from_code(code).ok_or(GenesisError::UnknownAct { found: code })?);
        }
        sorted_once("acts by consent", &by_consent)?;
        let set = Self { keys, threshold, next, recovery, recovery_threshold, policy: Policy { by_consent } };
        Ok(set.checked(form)?)
    }
}

fn read_small(r: &mut Reader<'_>) -> Result<usize, CborError> {
    // Anything that does not fit is far over every threshold, and refused there.
    Ok(usize::try_from(r.uint()?).unwrap_or(usize::MAX))
}

fn read_digests(r: &mut Reader<'_>) -> Result<Vec<KeyDigest>, CborError> {
    let count = r.array("a list of key digests", 0..=MAX_KEYS as u64)?;
    (0..count).map(|_| r.fixed("a key digest").map(KeyDigest::from_bytes)).collect()
}

fn sorted_once<T: Ord>(what: &'static str, list: &[T]) -> Result<(), KeySetError> {
    if list.is_sorted_by(|left, right| left < right) {
        Ok(())
    } else {
        Err(KeySetError::NotSortedOnce { what })
    }
}

fn threshold_fits(what: &'static str, keys: usize, found: usize) -> Result<(), KeySetError> {
    if (KeySet::least_threshold(keys)..=keys).contains(&found) {
        Ok(())
    } else {
        Err(KeySetError::Threshold { what, keys, found })
    }
}

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
    /// A key that may not be used.
    #[error(transparent)]
    Key(#[from] crate::KeyError),
    /// Keys and thresholds that do not fit.
    #[error(transparent)]
    Keys(#[from] KeySetError),
    /// Neither organisation (0) nor person (1).
    #[error("expected agent form 0 (organisation) or 1 (person), found {found}")]
    UnknownForm {
        /// The code given.
        found: u64,
    },
    /// An act that this version does not know.
    #[error("expected an act from 0 to 3, found {found}")]
    UnknownAct {
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
        Ok(Self { form, keys: KeySet::read(r, form)?, salt: r.fixed("the salt")? })
    }

    /// The signed content of this genesis.
    #[must_use]
    pub fn content(&self) -> Vec<u8> {
        cbor::encode(|w| {
            crate::entry::write_head(w, None, crate::entry::GENESIS_TYPE, Self::FIELDS);
            self.write(w);
        })
    }

    /// The id of the agent that this genesis founds.
    #[must_use]
    pub fn agent(&self) -> AgentId {
        AgentId::from_bytes(*blake3::hash(&self.content()).as_bytes())
    }
}
