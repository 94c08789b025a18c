//! Key-log entries: their envelope, their signatures, and what they say.
//!
//! ```text
//! entry   = [ content : bytes, [ [ key : 32 bytes, signature : 64 bytes ], … ] ]   sorted by key
//! content = [ "commons key-log", version, agent (empty in a genesis), type, … ]
//! id      = BLAKE3(content)
//! ```

use core::marker::PhantomData;

use crate::{
    AgentId, Authority, CborError, EntryId, Genesis, GenesisError, PublicKey, Rotation, RotationError,
    Settlement, Signature, SignatureError, Signed, SigningKey, Tombstone,
    cbor::{self, Reader, Writer},
    verify_batch,
};

/// First value of every entry's signed content: no signature made for anything else can pass for one.
pub const ENTRY_TAG: &str = "commons key-log";

/// The version of the rules in this module.
pub const ENTRY_VERSION: u64 = 1;

/// Most bytes an entry's envelope may have.
pub const MAX_ENTRY_BYTES: usize = 16 * 1024;

/// Most signatures on one entry.
const MAX_SIGNATURES: u64 = 64;

pub(crate) const GENESIS_TYPE: u64 = 0;
pub(crate) const ROTATION_TYPE: u64 = 1;
pub(crate) const RECOVERY_TYPE: u64 = 2;
pub(crate) const TOMBSTONE_TYPE: u64 = 3;
pub(crate) const SETTLEMENT_TYPE: u64 = 4;

/// Marks what nobody has judged yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unverified;

/// Marks what was judged and holds. Only the `verify` functions make it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified;

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryBody {
    /// The first entry: founding keys.
    Genesis(Genesis),
    /// New keys in place of those before, by the members' right or that of the recovery cards.
    Rotation(Rotation),
    /// Something erased for good.
    Tombstone(Tombstone),
    /// The recovery cards' word on which branch holds.
    Settlement(Settlement),
    /// Of a later version of the rules: kept and passed on, not understood.
    Unread,
}

/// One entry of a key log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<Trust = Verified> {
    id: EntryId,
    agent: AgentId,
    body: EntryBody,
    content: Vec<u8>,
    signatures: Vec<(PublicKey, Signature)>,
    trust: PhantomData<Trust>,
}

/// Why bytes are no entry, or one that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// Not the CBOR expected.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// Not a genesis as it should be.
    #[error(transparent)]
    Genesis(#[from] GenesisError),
    /// Not a rotation or tombstone as it should be.
    #[error(transparent)]
    Rotation(#[from] RotationError),
    /// A signer's key that may not be used.
    #[error(transparent)]
    Key(#[from] crate::KeyError),
    /// Larger than any entry may be.
    #[error("an entry has at most {MAX_ENTRY_BYTES} bytes, this has {found}")]
    TooLarge {
        /// Its size in bytes.
        found: usize,
    },
    /// Signed content of something else.
    #[error("expected signed content tagged {ENTRY_TAG:?}, found {found:?}")]
    Tag {
        /// The tag given.
        found: String,
    },
    /// A type of entry that this version does not know.
    #[error("expected an entry of type 0 to 4, found {found}")]
    UnknownType {
        /// The type given.
        found: u64,
    },
    /// A genesis that names an agent, or a later entry that names none.
    #[error("a genesis names no agent, and every other entry does")]
    Agent,
    /// Signatures not sorted by key, or one key twice.
    #[error("signatures must be sorted by key and each key stand once")]
    SignatureOrder,
    /// A founding key has not signed.
    #[error("founding key {key} has not signed the genesis: every founding key must")]
    Unsigned {
        /// The key that is missing.
        key: PublicKey,
    },
    /// Somebody signed who has no say here.
    #[error("{key} signed, but is not one of the entry's keys")]
    Stranger {
        /// The key that should not be there.
        key: PublicKey,
    },
    /// A signature that does not hold.
    #[error("signature of {key}: {reason}")]
    Signature {
        /// Whose signature.
        key: PublicKey,
        /// What is wrong.
        reason: SignatureError,
    },
}

pub(crate) fn write_head(w: &mut Writer, agent: Option<AgentId>, kind: u64, fields: usize) {
    w.array(4 + fields).text(ENTRY_TAG).uint(ENTRY_VERSION);
    w.bytes(agent.as_ref().map_or(&[], |agent| agent.as_bytes()));
    w.uint(kind);
}

impl<Trust> Entry<Trust> {
    /// The entry's id: the hash of its signed content.
    #[must_use]
    pub fn id(&self) -> EntryId {
        self.id
    }

    /// Whose key log it belongs to.
    #[must_use]
    pub fn agent(&self) -> AgentId {
        self.agent
    }

    /// What it says.
    #[must_use]
    pub fn body(&self) -> &EntryBody {
        &self.body
    }

    /// The entry before it; `None` for a genesis, and for what cannot be read.
    #[must_use]
    pub fn previous(&self) -> Option<EntryId> {
        match &self.body {
            EntryBody::Rotation(rotation) => Some(rotation.previous),
            EntryBody::Tombstone(tombstone) => Some(tombstone.previous),
            EntryBody::Settlement(settlement) => Some(settlement.previous),
            EntryBody::Genesis(_) | EntryBody::Unread => None,
        }
    }

    /// Its signed content.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// Whose signatures it carries.
    pub fn signers(&self) -> impl Iterator<Item = &PublicKey> {
        self.signatures.iter().map(|(key, _)| key)
    }

    /// The envelope: the bytes that are stored and sent.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        cbor::encode(|w| {
            w.array(2).bytes(&self.content).array(self.signatures.len());
            for (key, signature) in &self.signatures {
                w.array(2).bytes(key.as_bytes()).bytes(signature.as_bytes());
            }
        })
    }
}

impl Entry<Unverified> {
    /// Decodes an envelope strictly: one encoding only, every length checked. Judges no signature.
    ///
    /// # Errors
    /// [`EntryError`] naming what was expected and found.
    pub fn decode(bytes: &[u8]) -> Result<Self, EntryError> {
        if bytes.len() > MAX_ENTRY_BYTES {
            return Err(EntryError::TooLarge { found: bytes.len() });
        }
        let mut r = Reader::new(bytes);
        r.array("an envelope", 2..=2)?;
        let content = r.bytes("signed content", MAX_ENTRY_BYTES)?;
        let count = r.array("the signatures", 1..=MAX_SIGNATURES)?;
        let mut signatures = Vec::with_capacity(count);
        for _ in 0..count {
            r.array("a signature", 2..=2)?;
            let key = PublicKey::from_bytes(r.fixed("a signer's key")?)?;
            signatures.push((key, Signature::from_bytes(r.fixed("a signature")?)));
        }
        if !signatures.is_sorted_by(|(left, _), (right, _)| left < right) {
            return Err(EntryError::SignatureOrder);
        }
        let id = EntryId::from_bytes(*blake3::hash(content).as_bytes());
        let (agent, body) = read_content(content, id)?;
        let entry = Self { id, agent, body, content: content.to_vec(), signatures, trust: PhantomData };
        cbor::require_canonical(bytes, &entry.to_bytes())?;
        Ok(entry)
    }

    /// Judges the signatures: each must hold. On a genesis every founding key's must be there, and no other. Whether
    /// those who signed another entry had the right to is for [`crate::KeyLog::judge`].
    ///
    /// # Errors
    /// [`EntryError`] naming the key at fault.
    pub fn verify(self) -> Result<Entry<Verified>, EntryError> {
        if let EntryBody::Genesis(genesis) = &self.body {
            if let Some((key, _)) = self.signatures.iter().find(|(key, _)| !genesis.keys.contains(key)) {
                return Err(EntryError::Stranger { key: *key });
            }
            let signed = |key: &&PublicKey| self.signatures.iter().any(|(signer, _)| signer == *key);
            if let Some(key) = genesis.keys.keys().find(|key| !signed(key)) {
                return Err(EntryError::Unsigned { key: *key });
            }
        }
        let batch: Vec<_> = self
            .signatures
            .iter()
            .map(|(key, signature)| Signed { key, message: &self.content, signature })
            .collect();
        for (verdict, (key, _)) in verify_batch(&batch).into_iter().zip(&self.signatures) {
            verdict.map_err(|reason| EntryError::Signature { key: *key, reason })?;
        }
        Ok(self.into_verified())
    }

    fn into_verified(self) -> Entry<Verified> {
        let Self { id, agent, body, content, signatures, .. } = self;
        Entry { id, agent, body, content, signatures, trust: PhantomData }
    }
}

fn read_content(content: &[u8], id: EntryId) -> Result<(AgentId, EntryBody), EntryError> {
    let mut r = Reader::new(content);
    r.array("an entry's content", 4..=64)?;
    let tag = r.text("the tag", 64)?;
    if tag != ENTRY_TAG {
        return Err(EntryError::Tag { found: tag.to_owned() });
    }
    let version = r.uint()?;
    let named = match r.bytes("the agent", crate::ID_LENGTH)? {
        [] => None,
        bytes => Some(AgentId::from_bytes(bytes.try_into().map_err(|_| EntryError::Agent)?)),
    };
    let kind = r.uint()?;
    if named.is_none() != (kind == GENESIS_TYPE) {
        return Err(EntryError::Agent);
    }
    let agent = named.unwrap_or(AgentId::from_bytes(*id.as_bytes()));
    if version != ENTRY_VERSION {
        return Ok((agent, EntryBody::Unread));
    }
    let (body, again) = match kind {
        GENESIS_TYPE => {
            let genesis = Genesis::read(&mut r)?;
            let again = genesis.content();
            (EntryBody::Genesis(genesis), again)
        }
        ROTATION_TYPE | RECOVERY_TYPE => {
            let by_cards = kind == RECOVERY_TYPE;
            let authority = if by_cards { Authority::Cards } else { Authority::Members };
            let rotation = Rotation::read(&mut r, authority)?;
            let again = rotation.content(agent);
            (EntryBody::Rotation(rotation), again)
        }
        TOMBSTONE_TYPE => {
            let tombstone = Tombstone::read(&mut r)?;
            let again = tombstone.content(agent);
            (EntryBody::Tombstone(tombstone), again)
        }
        SETTLEMENT_TYPE => {
            let settlement = Settlement::read(&mut r)?;
            let again = settlement.content(agent);
            (EntryBody::Settlement(settlement), again)
        }
        found => return Err(EntryError::UnknownType { found }),
    };
    cbor::require_canonical(content, &again)?;
    Ok((agent, body))
}

impl Entry<Verified> {
    /// Reads back an entry that this node judged before and kept where nobody else writes.
    ///
    /// # Errors
    /// [`EntryError`] if the bytes do not even decode.
    pub fn from_own_store(bytes: &[u8]) -> Result<Self, EntryError> {
        Entry::decode(bytes).map(Entry::into_verified)
    }

    /// Founds an agent: signs `genesis` with every founding key.
    ///
    /// # Errors
    /// [`EntryError::Unsigned`] or [`EntryError::Stranger`] if `signers` are not exactly the founding keys.
    pub fn found(genesis: &Genesis, signers: &[SigningKey]) -> Result<Self, EntryError> {
        let content = genesis.content();
        let signatures = signers.iter().map(|key| (key.public(), key.sign(&content))).collect();
        Entry::assemble(content, signatures)?.verify()
    }
}

impl Entry<Unverified> {
    /// Puts signed content and signatures together; one of several by the same key is enough.
    ///
    /// # Errors
    /// [`EntryError`] as for [`Entry::decode`].
    pub fn assemble(
        content: Vec<u8>,
        mut signatures: Vec<(PublicKey, Signature)>,
    ) -> Result<Self, EntryError> {
        signatures.sort_unstable_by_key(|(key, _)| *key);
        signatures.dedup_by_key(|(key, _)| *key);
        let id = EntryId::from_bytes(*blake3::hash(&content).as_bytes());
        let (agent, body) = read_content(&content, id)?;
        Ok(Self { id, agent, body, content, signatures, trust: PhantomData })
    }
}
