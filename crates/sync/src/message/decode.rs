//! Messages from CBOR, strictly: whatever is not written in the one right way is refused, and nothing is
//! allocated before its bound was checked.

use commons_identity::AgentId;
use commons_registry::{BranchChild, ITEM_KEY_LENGTH, ItemKey, NetworkId, Prefix, PrefixError, StateRoot};
use minicbor::decode::{Decoder, Error};

use super::{Hello, Message, Refusal, RefusalReason, Summary, Told};
use crate::{
    Segment,
    limits::{
        MAX_ASK, MAX_ITEM, MAX_REFUSAL_TEXT, MAX_SEGMENT_PACKED, MAX_TOLD_ITEMS, MAX_WANT, MAX_WITHOUT,
    },
};

/// Bytes that are not a message.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// Not the CBOR that is expected here.
    #[error("malformed message: {0}")]
    Cbor(#[from] Error),
    /// A collection or text of a size that is not allowed.
    #[error("{what} is to be {least}–{most}, this is {found}")]
    Size {
        /// What has the size.
        what: &'static str,
        /// The least that is allowed.
        least: u64,
        /// The most that is allowed.
        most: u64,
        /// What was found.
        found: u64,
    },
    /// A message or part of a kind that does not exist.
    #[error("there is no {what} of kind {found}")]
    Kind {
        /// What it is a kind of.
        what: &'static str,
        /// The number found.
        found: u8,
    },
    /// A malformed prefix.
    #[error(transparent)]
    Prefix(#[from] PrefixError),
    /// Text with control characters.
    #[error("text is to have no control characters")]
    Text,
    /// Understood, but not written in the one right way.
    #[error("the message is not in its canonical form")]
    NotCanonical,
}

/// Reads a value and makes sure that writing it gives the same bytes: this rules out long integers, indefinite
/// lengths, trailing bytes and every other second spelling.
pub(crate) fn strict<T>(
    bytes: &[u8],
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, DecodeError>,
    write: impl FnOnce(&T) -> Vec<u8>,
) -> Result<T, DecodeError> {
    let value = read(&mut Reader(Decoder::new(bytes)))?;
    if write(&value) == bytes { Ok(value) } else { Err(DecodeError::NotCanonical) }
}

impl Message {
    /// Reads a message from the whole of `bytes`.
    ///
    /// # Errors
    /// [`DecodeError`] for anything but the canonical bytes of a message within its bounds.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        strict(bytes, read_message, Self::encode)
    }
}

/// A decoder that knows sizes.
pub(crate) struct Reader<'b>(Decoder<'b>);

impl<'b> Reader<'b> {
    /// The length of an array, if it is within bounds.
    pub(crate) fn array(
        &mut self,
        what: &'static str,
        least: usize,
        most: usize,
    ) -> Result<usize, DecodeError> {
        let found = self.0.array()?.ok_or(DecodeError::NotCanonical)?;
        sized(what, found, least, most)
    }

    /// The kind that begins a message, whose array has as many elements as that kind takes.
    pub(crate) fn kind(&mut self, what: &'static str, lengths: &[usize]) -> Result<u8, DecodeError> {
        let length = self.array(what, 1, 8)?;
        let kind = self.0.u8()?;
        match lengths.get(usize::from(kind)) {
            None => Err(DecodeError::Kind { what, found: kind }),
            Some(right) => sized(what, length as u64, *right, *right).map(|_| kind),
        }
    }

    pub(crate) fn bytes(
        &mut self,
        what: &'static str,
        least: usize,
        most: usize,
    ) -> Result<&'b [u8], DecodeError> {
        let bytes = self.0.bytes()?;
        sized(what, bytes.len() as u64, least, most)?;
        Ok(bytes)
    }

    pub(crate) fn exactly<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], DecodeError> {
        let bytes = self.0.bytes()?;
        bytes.try_into().map_err(|_| size_error(what, bytes.len() as u64, N, N))
    }

    fn summary(&mut self) -> Result<Summary, DecodeError> {
        let root = StateRoot::from_bytes(self.exactly("a state root")?);
        Ok(Summary { root, count: self.0.u64()?, through: self.0.u64()? })
    }

    fn prefix(&mut self) -> Result<Prefix, DecodeError> {
        self.array("a prefix", 2, 2)?;
        let length = self.0.u8()?;
        Ok(Prefix::from_packed(length, self.0.bytes()?)?)
    }

    /// A number of at most so much.
    pub(crate) fn large_number(&mut self, what: &'static str, most: u64) -> Result<u64, DecodeError> {
        let found = self.0.u64()?;
        if found <= most { Ok(found) } else { Err(DecodeError::Size { what, least: 0, most, found }) }
    }

    pub(crate) fn number(&mut self) -> Result<u32, DecodeError> {
        Ok(self.0.u32()?)
    }

    pub(crate) fn list<T>(
        &mut self,
        what: &'static str,
        (least, most): (usize, usize),
        mut read: impl FnMut(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<Vec<T>, DecodeError> {
        let length = self.array(what, least, most)?;
        (0..length).map(|_| read(self)).collect()
    }
}

fn size_error(what: &'static str, found: u64, least: usize, most: usize) -> DecodeError {
    DecodeError::Size { what, least: least as u64, most: most as u64, found }
}

fn sized(what: &'static str, found: u64, least: usize, most: usize) -> Result<usize, DecodeError> {
    usize::try_from(found)
        .ok()
        .filter(|found| (least..=most).contains(found))
        .ok_or_else(|| size_error(what, found, least, most))
}

fn read_message(r: &mut Reader<'_>) -> Result<Message, DecodeError> {
    Ok(match r.kind("message", &[7, 3, 2, 2, 2, 2, 2, 1, 4, 4, 1, 4, 4])? {
        0 => Message::Hello(Hello {
            version: r.0.u16()?,
            network: NetworkId::from_bytes(r.exactly("a network id")?),
            state: r.summary()?,
            journal: r.exactly("a journal id")?,
        }),
        1 => {
            let reason = RefusalReason::from_code(r.0.u8()?);
            let text = r.0.str()?;
            sized("a refusal's text", text.len() as u64, 0, MAX_REFUSAL_TEXT)?;
            if text.chars().any(char::is_control) {
                return Err(DecodeError::Text);
            }
            Message::Refuse(Refusal { reason, text: text.to_owned() })
        }
        2 => Message::Ask(r.list("the prefixes asked about", (1, MAX_ASK), Reader::prefix)?),
        3 => Message::Tell(r.list("the parts told", (1, MAX_ASK), read_told)?),
        4 => {
            let keys = r.bytes("the keys wanted", ITEM_KEY_LENGTH, MAX_WANT * ITEM_KEY_LENGTH)?;
            let (keys, rest) = keys.as_chunks();
            if !rest.is_empty() {
                return Err(DecodeError::NotCanonical);
            }
            Message::Want(keys.iter().copied().map(ItemKey::from_bytes).collect())
        }
        5 => Message::Items(r.list("the items of a frame", (1, MAX_WANT), |r| {
            r.array("an item", 2, 2)?;
            Ok((r.0.u16()?, r.bytes("an item", 1, MAX_ITEM)?.to_vec()))
        })?),
        6 => Message::End(r.list("the items no longer here", (0, MAX_WANT), |r| Ok(r.0.u16()?))?),
        7 => Message::Await,
        8 => Message::Changed(r.summary()?),
        9 => {
            let after = r.0.u64()?;
            let mut agents = |what| {
                r.list(what, (0, MAX_WITHOUT), |r| Ok(AgentId::from_bytes(r.exactly("an agent's id")?)))
            };
            Message::Since {
                after,
                without: agents("the agents to leave out")?,
                with: agents("the agents to leave out no longer")?,
            }
        }
        10 => Message::More,
        11 => Message::Segment(Segment {
            through: r.0.u64()?,
            length: r.0.u32()?,
            packed: r.bytes("a segment", 1, MAX_SEGMENT_PACKED)?.to_vec(),
        }),
        _ => Message::Streamed(r.summary()?),
    })
}

fn read_told(r: &mut Reader<'_>) -> Result<Told, DecodeError> {
    Ok(match r.kind("part", &[1, 3, 3, 1])? {
        0 => Told::Nothing,
        1 => {
            let start = r.bytes("the start of keys", 0, ITEM_KEY_LENGTH - 1)?;
            let mut key = [0; ITEM_KEY_LENGTH];
            key[..start.len()].copy_from_slice(start);
            let rest = ITEM_KEY_LENGTH - start.len();
            Told::Items(r.list("the keys of a part", (1, MAX_TOLD_ITEMS), |r| {
                r.array("a key and its label", 2, 2)?;
                key[start.len()..].copy_from_slice(r.bytes("the rest of a key", rest, rest)?);
                Ok((ItemKey::from_bytes(key), r.0.u64()?))
            })?)
        }
        3 => Told::Moved,
        _ => Told::Branch {
            prefix: r.prefix()?,
            children: r.list("the children of a branch", (2, 16), |r| {
                r.array("a child", 3, 3)?;
                let nibble = r.0.u8()?;
                sized("a nibble", u64::from(nibble), 0, 15)?;
                Ok(BranchChild { nibble, count: r.0.u64()?, hash: r.exactly("a hash")? })
            })?,
        },
    })
}
