//! Changes: signed edits in our own words, the only thing that is stored, sent and backed up.
//!
//! ```text
//! change  = [ content : bytes, signature : 64 bytes ]
//! content = [ "commons change", version, namespace, key-log entry, signer's key,      the same in every version
//!             record | empty, kind | null, salt, [ dependency… ], [ operation… ] ]    version 1
//! id      = BLAKE3(content)
//! ```
//!
//! The record is empty and the kind given in a record's first change, and only there.

use core::marker::PhantomData;

use commons_identity::{
    AgentId, CborError, EntryId, ID_LENGTH, KeyError, PublicKey, SALT_LENGTH, Signature, SignatureError,
    Signed, SigningKey, Unverified, Verified,
    cbor::{self, Reader},
};

use crate::{
    ChangeId, ItemKey, Kind, RecordId,
    operation::{Operation, OperationError, ReadOperationError},
    schema::RULE_VERSION,
};

/// First value of every change's signed content: no signature made for anything else can pass for one.
pub const CHANGE_TAG: &str = "commons change";

/// Most bytes a change's envelope may have.
pub const MAX_CHANGE_BYTES: usize = 64 * 1024;

/// Most changes that one change may directly depend on.
pub const MAX_DEPENDENCIES: usize = 64;

/// Most operations in one change.
pub const MAX_OPERATIONS: usize = 256;

/// What a change of this version says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The record edited, or the kind of the record begun.
    pub target: Target,
    /// Random bytes, so that two like edits are two changes.
    pub salt: [u8; SALT_LENGTH],
    /// The heads of the record as the author saw it, sorted; empty in a first change.
    pub dependencies: Vec<ChangeId>,
    /// What is done, in order.
    pub operations: Vec<Operation>,
}

/// Which record a change edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// It begins a record of this kind, whose id is the change's own.
    New(Kind),
    /// It edits this record.
    Existing(RecordId),
}

/// What a change says, as far as this node reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeBody {
    /// A change of this version.
    Edit(Edit),
    /// Of another version of the rules: kept and passed on, not understood.
    Unread {
        /// The version it names.
        version: u64,
    },
}

/// A signed edit of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<Trust = Verified> {
    id: ChangeId,
    namespace: AgentId,
    entry: EntryId,
    key: PublicKey,
    body: ChangeBody,
    content: Vec<u8>,
    signature: Signature,
    trust: PhantomData<Trust>,
}

/// Why bytes are no change, or one that may not be stored whatever else is known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// Not the CBOR expected.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// The signer's key may not be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// An operation that cannot be read.
    #[error(transparent)]
    ReadOperation(#[from] ReadOperationError),
    /// An operation that does not fit the kind of record.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The signature does not hold.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// Larger than any change may be.
    #[error("a change has at most {MAX_CHANGE_BYTES} bytes, this has {found}")]
    TooLarge {
        /// Its size in bytes.
        found: usize,
    },
    /// Signed content of something else.
    #[error("expected signed content tagged {CHANGE_TAG:?}, found {found:?}")]
    Tag {
        /// The tag given.
        found: String,
    },
    /// A number that is no kind of record.
    #[error("expected a kind of record from 0 to {}, found {found}", Kind::ALL.len() - 1)]
    UnknownKind {
        /// The number given.
        found: u64,
    },
    /// A first change with a record or dependencies, or a later one without.
    #[error(
        "a first change names a kind and nothing before it, a later one names its record and what it depends on"
    )]
    Target,
    /// Dependencies not sorted, or one twice.
    #[error("dependencies must be sorted and each stand once")]
    DependencyOrder,
}

impl<Trust> Change<Trust> {
    /// The change's id: the hash of its signed content.
    #[must_use]
    pub fn id(&self) -> ChangeId {
        self.id
    }

    /// In whose namespace it is.
    #[must_use]
    pub fn namespace(&self) -> AgentId {
        self.namespace
    }

    /// What it is filed under.
    #[must_use]
    pub fn item_key(&self) -> ItemKey {
        ItemKey::of_change(self.namespace, self.id)
    }

    /// The key-log entry under which it was signed.
    #[must_use]
    pub fn entry(&self) -> EntryId {
        self.entry
    }

    /// The key that signed it.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// What it says.
    #[must_use]
    pub fn body(&self) -> &ChangeBody {
        &self.body
    }

    /// What it says, if it is of a version this node reads.
    #[must_use]
    pub fn edit(&self) -> Option<&Edit> {
        match &self.body {
            ChangeBody::Edit(edit) => Some(edit),
            ChangeBody::Unread { .. } => None,
        }
    }

    /// The record it belongs to, if it is of a version this node reads.
    #[must_use]
    pub fn record(&self) -> Option<RecordId> {
        self.edit().map(|edit| match edit.target {
            Target::New(_) => self.id.as_record(),
            Target::Existing(record) => record,
        })
    }

    /// Size in bytes of its signed content: what counts towards a record's limit.
    #[must_use]
    pub fn size(&self) -> usize {
        self.content.len()
    }

    /// The envelope: the bytes that are stored and sent.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        cbor::encode(|w| {
            w.array(2).bytes(&self.content).bytes(self.signature.as_bytes());
        })
    }
}

/// Who signs a change: a namespace, the key-log entry cited, and a key that signs content.
pub trait Signer {
    /// In whose namespace.
    fn namespace(&self) -> AgentId;
    /// The key-log entry to cite.
    fn entry(&self) -> EntryId;
    /// The public half of the key that signs.
    fn key(&self) -> PublicKey;
    /// Signs content.
    fn sign(&self, content: &[u8]) -> Signature;
}

/// Signs in an agent's name with one of its keys.
#[derive(Debug, Clone, Copy)]
pub struct Author<'a> {
    /// In whose name.
    pub agent: AgentId,
    /// The key-log entry to cite: the current one.
    pub entry: EntryId,
    /// A key that may sign under that entry.
    pub key: &'a SigningKey,
}

impl Signer for Author<'_> {
    fn namespace(&self) -> AgentId {
        self.agent
    }

    fn entry(&self) -> EntryId {
        self.entry
    }

    fn key(&self) -> PublicKey {
        self.key.public()
    }

    fn sign(&self, content: &[u8]) -> Signature {
        self.key.sign(content)
    }
}

impl Change<Unverified> {
    /// Writes and signs a change. The result is judged like any other before it is stored.
    #[must_use]
    pub fn author(signer: &impl Signer, edit: Edit) -> Self {
        let content = encode_content(signer.namespace(), signer.entry(), &signer.key(), &edit);
        let signature = signer.sign(&content);
        Self {
            id: id_of(&content),
            namespace: signer.namespace(),
            entry: signer.entry(),
            key: signer.key(),
            body: ChangeBody::Edit(edit),
            content,
            signature,
            trust: PhantomData,
        }
    }

    /// Decodes an envelope strictly: one encoding only, every length checked. Judges neither the signature nor
    /// what the change refers to.
    ///
    /// # Errors
    /// [`ChangeError`] naming what was expected and found.
    pub fn decode(bytes: &[u8]) -> Result<Self, ChangeError> {
        if bytes.len() > MAX_CHANGE_BYTES {
            return Err(ChangeError::TooLarge { found: bytes.len() });
        }
        let mut r = Reader::new(bytes);
        r.array("an envelope", 2..=2)?;
        let content = r.bytes("signed content", MAX_CHANGE_BYTES)?;
        let signature = Signature::from_bytes(r.fixed("a signature")?);

        let mut r = Reader::new(content);
        r.array("a change's content", 5..=64)?;
        let tag = r.text("the tag", 64)?;
        if tag != CHANGE_TAG {
            return Err(ChangeError::Tag { found: tag.to_owned() });
        }
        let version = r.uint()?;
        let namespace = AgentId::from_bytes(r.fixed("the namespace")?);
        let entry = EntryId::from_bytes(r.fixed("the key-log entry")?);
        let key = PublicKey::from_bytes(r.fixed("the signer's key")?)?;
        let body = if version == RULE_VERSION {
            let edit = read_edit(&mut r)?;
            cbor::require_canonical(content, &encode_content(namespace, entry, &key, &edit))?;
            ChangeBody::Edit(edit)
        } else {
            ChangeBody::Unread { version }
        };
        let change = Self {
            id: id_of(content),
            namespace,
            entry,
            key,
            body,
            content: content.to_vec(),
            signature,
            trust: PhantomData,
        };
        cbor::require_canonical(bytes, &change.to_bytes())?;
        Ok(change)
    }

    /// What is to be judged by the signature rule.
    #[must_use]
    pub fn signed(&self) -> Signed<'_> {
        Signed { key: &self.key, message: &self.content, signature: &self.signature }
    }

    /// Marks the change as judged. Only [`crate::admit`] calls this, after everything else held.
    pub(crate) fn into_verified(self) -> Change<Verified> {
        let Self { id, namespace, entry, key, body, content, signature, .. } = self;
        Change { id, namespace, entry, key, body, content, signature, trust: PhantomData }
    }
}

impl Change<Verified> {
    /// Reads back a change that this node judged before and kept where nobody else writes.
    ///
    /// # Errors
    /// [`ChangeError`] if the bytes do not even decode.
    pub fn from_own_store(bytes: &[u8]) -> Result<Self, ChangeError> {
        Change::decode(bytes).map(Change::into_verified)
    }
}

fn id_of(content: &[u8]) -> ChangeId {
    ChangeId::from_bytes(*blake3::hash(content).as_bytes())
}

fn encode_content(namespace: AgentId, entry: EntryId, key: &PublicKey, edit: &Edit) -> Vec<u8> {
    cbor::encode(|w| {
        w.array(10).text(CHANGE_TAG).uint(RULE_VERSION);
        w.bytes(namespace.as_bytes()).bytes(entry.as_bytes()).bytes(key.as_bytes());
        match edit.target {
            Target::New(kind) => w.bytes(&[]).uint(kind.number()),
            Target::Existing(record) => w.bytes(record.as_bytes()).null(),
        };
        w.bytes(&edit.salt).array(edit.dependencies.len());
        for dependency in &edit.dependencies {
            w.bytes(dependency.as_bytes());
        }
        w.array(edit.operations.len());
        for operation in &edit.operations {
            operation.write(w);
        }
    })
}

fn read_edit(r: &mut Reader<'_>) -> Result<Edit, ChangeError> {
    let record = r.bytes("the record", ID_LENGTH)?;
    let kind = if r.null()? { None } else { Some(r.uint()?) };
    let target = match (record, kind) {
        ([], Some(number)) => {
            Target::New(Kind::from_number(number).ok_or(ChangeError::UnknownKind { found: number })?)
        }
        (record, None) => {
            Target::Existing(RecordId::from_bytes(record.try_into().map_err(|_| ChangeError::Target)?))
        }
        _ => return Err(ChangeError::Target),
    };
    let salt = r.fixed("the salt")?;
    let count = r.array("the dependencies", 0..=MAX_DEPENDENCIES as u64)?;
    let mut dependencies = Vec::with_capacity(count);
    for _ in 0..count {
        dependencies.push(ChangeId::from_bytes(r.fixed("a dependency")?));
    }
    if !dependencies.is_sorted_by(|left, right| left < right) {
        return Err(ChangeError::DependencyOrder);
    }
    if dependencies.is_empty() != matches!(target, Target::New(_)) {
        return Err(ChangeError::Target);
    }
    let count = r.array("the operations", 1..=MAX_OPERATIONS as u64)?;
    let operations = (0..count).map(|_| Operation::read(r)).collect::<Result<_, _>>()?;
    Ok(Edit { target, salt, dependencies, operations })
}
