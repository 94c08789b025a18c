//! Rolls: lists of changes that a key-log entry commits to, sent beside it in parts.
//!
//! ```text
//! roll    = [ content : bytes, [] ]                                    nobody signs it: the entry commits to it
//! content = [ "commons roll", version, agent, entry, list, part, ids : bytes(32 · n) ]
//! id      = BLAKE3(content)
//! ```

use crate::{
    AgentId, CborError, EntryId, ID_LENGTH,
    cbor::{self, Reader, Writer},
};

/// First value of every roll's content.
pub const ROLL_TAG: &str = "commons roll";

/// The version of the rules in this module.
const ROLL_VERSION: u64 = 1;

/// Most ids in one part.
pub const MAX_ROLL_IDS: usize = 1500;

/// Most parts of one list: together they hold 150,000 ids.
pub(crate) const MAX_ROLL_PARTS: usize = 100;

/// The id of a change, as far as a key log knows changes.
pub type ListedId = [u8; ID_LENGTH];

/// What a list says of the changes on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RollList {
    /// They count, although the key that signed them is removed.
    Keeps,
    /// They are proposals that were approved before, and stay so.
    Acts,
}

impl RollList {
    const fn code(self) -> u64 {
        match self {
            Self::Keeps => 0,
            Self::Acts => 1,
        }
    }

    const fn from_code(code: u64) -> Option<Self> {
        match code {
            0 => Some(Self::Keeps),
            1 => Some(Self::Acts),
            _ => None,
        }
    }
}

/// What an entry holds of a list: how many ids it has, and the hash of each part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Commitment {
    count: u64,
    parts: Vec<[u8; 32]>,
}

/// Why ids cannot be committed to, or a commitment cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RollError {
    /// Not the CBOR expected.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// More ids than a list may have.
    #[error("a list has at most {} changes, this has {found}", MAX_ROLL_IDS * MAX_ROLL_PARTS)]
    TooMany {
        /// How many there are.
        found: u64,
    },
    /// The number of parts does not follow from the number of ids.
    #[error("{count} ids make {expected} parts, found {found}")]
    Parts {
        /// Ids said to be there.
        count: u64,
        /// Parts that makes.
        expected: u64,
        /// Parts found.
        found: usize,
    },
    /// Content of something else.
    #[error("expected content tagged {ROLL_TAG:?}, found {found:?}")]
    Tag {
        /// The tag given.
        found: String,
    },
    /// A version that this program does not know.
    #[error("expected version {ROLL_VERSION} of a roll, found {found}")]
    Version {
        /// The version given.
        found: u64,
    },
    /// Neither of the two lists.
    #[error("expected list 0 (keeps) or 1 (acts), found {found}")]
    UnknownList {
        /// The code given.
        found: u64,
    },
    /// Signed, though an entry's commitment is what vouches for it.
    #[error("a roll carries no signatures")]
    Signed,
    /// Ids cut short, not sorted, or one twice.
    #[error("ids must be whole, sorted, and each stand once")]
    Ids,
}

impl Commitment {
    /// Commits to ids, in whatever order they come.
    ///
    /// # Errors
    /// [`RollError::TooMany`].
    pub fn to(ids: impl IntoIterator<Item = ListedId>) -> Result<(Self, Vec<Vec<ListedId>>), RollError> {
        let mut ids: Vec<ListedId> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.len() > MAX_ROLL_IDS * MAX_ROLL_PARTS {
            return Err(RollError::TooMany { found: ids.len() as u64 });
        }
        let parts: Vec<Vec<ListedId>> = ids.chunks(MAX_ROLL_IDS).map(<[ListedId]>::to_vec).collect();
        let hashes = parts.iter().map(|part| hash_of(part.as_flattened())).collect();
        Ok((Self { count: ids.len() as u64, parts: hashes }, parts))
    }

    /// How many ids the list has.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How many parts it is sent in.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    pub(crate) fn commits_to(&self, roll: &Roll) -> bool {
        self.parts.get(roll.part).is_some_and(|hash| *hash == hash_of(roll.ids.as_flattened()))
    }

    pub(crate) fn write(&self, w: &mut Writer) {
        w.array(2).uint(self.count).array(self.parts.len());
        for part in &self.parts {
            w.bytes(part);
        }
    }

    pub(crate) fn read(r: &mut Reader<'_>) -> Result<Self, RollError> {
        r.array("a commitment", 2..=2)?;
        let count = r.uint()?;
        let found = r.array("the parts of a list", 0..=MAX_ROLL_PARTS as u64)?;
        let expected = count.div_ceil(MAX_ROLL_IDS as u64);
        if expected != found as u64 {
            return Err(RollError::Parts { count, expected, found });
        }
        let parts = (0..found).map(|_| r.fixed("the hash of a part")).collect::<Result<_, CborError>>()?;
        Ok(Self { count, parts })
    }
}

fn hash_of(ids: &[u8]) -> [u8; 32] {
    blake3::derive_key("commons registry v1 roll", ids)
}

/// One part of a list that an entry commits to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roll {
    agent: AgentId,
    entry: EntryId,
    list: RollList,
    part: usize,
    ids: Vec<ListedId>,
}

impl Roll {
    /// The parts of a list, as they are sent.
    pub fn parts_of(
        agent: AgentId,
        entry: EntryId,
        list: RollList,
        parts: Vec<Vec<ListedId>>,
    ) -> impl Iterator<Item = Self> {
        parts.into_iter().enumerate().map(move |(part, ids)| Self { agent, entry, list, part, ids })
    }

    /// Whose key log it belongs to.
    #[must_use]
    pub fn agent(&self) -> AgentId {
        self.agent
    }

    /// The entry that commits to it.
    #[must_use]
    pub fn entry(&self) -> EntryId {
        self.entry
    }

    /// Which of the entry's lists.
    #[must_use]
    pub fn list(&self) -> RollList {
        self.list
    }

    /// Which part of the list, from 0.
    #[must_use]
    pub fn part(&self) -> usize {
        self.part
    }

    /// The ids, sorted.
    #[must_use]
    pub fn ids(&self) -> &[ListedId] {
        &self.ids
    }

    fn content(&self) -> Vec<u8> {
        cbor::encode(|w| {
            w.array(7).text(ROLL_TAG).uint(ROLL_VERSION);
            w.bytes(self.agent.as_bytes()).bytes(self.entry.as_bytes());
            w.uint(self.list.code()).uint(self.part as u64).bytes(self.ids.as_flattened());
        })
    }

    /// The hash of the content.
    #[must_use]
    pub fn id(&self) -> [u8; ID_LENGTH] {
        *blake3::hash(&self.content()).as_bytes()
    }

    /// The envelope: the bytes that are stored and sent.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        cbor::encode(|w| {
            w.array(2).bytes(&self.content()).array(0);
        })
    }

    /// Decodes an envelope strictly. Whether an entry commits to it is another question.
    ///
    /// # Errors
    /// [`RollError`] naming what was expected and found.
    pub fn decode(bytes: &[u8]) -> Result<Self, RollError> {
        let mut r = Reader::new(bytes);
        r.array("an envelope", 2..=2)?;
        let content = r.bytes("a roll's content", 64 * 1024)?;
        if r.array("the signatures", 0..=64)? != 0 {
            return Err(RollError::Signed);
        }
        let mut r = Reader::new(content);
        let fields = r.array("a roll's content", 2..=64)?;
        let tag = r.text("the tag", 64)?;
        if tag != ROLL_TAG {
            return Err(RollError::Tag { found: tag.to_owned() });
        }
        let version = r.uint()?;
        if version != ROLL_VERSION {
            return Err(RollError::Version { found: version });
        }
        if fields != 7 {
            return Err(
                CborError::Length { what: "a roll", allowed: "7".to_owned(), found: fields as u64 }.into()
            );
        }
        let agent = AgentId::from_bytes(r.fixed("the agent")?);
        let entry = EntryId::from_bytes(r.fixed("the entry")?);
        let list = r.uint()?;
        let list = RollList::from_code(list).ok_or(RollError::UnknownList { found: list })?;
        let part = usize::try_from(r.uint()?).unwrap_or(usize::MAX);
        let bytes_of_ids = r.bytes("the ids", MAX_ROLL_IDS * ID_LENGTH)?;
        let (ids, rest) = bytes_of_ids.as_chunks::<ID_LENGTH>();
        if ids.is_empty() || !rest.is_empty() || !ids.is_sorted_by(|left, right| left < right) {
            return Err(RollError::Ids);
        }
        let roll = Self { agent, entry, list, part, ids: ids.to_vec() };
        cbor::require_canonical(bytes, &roll.to_bytes())?;
        Ok(roll)
    }
}
