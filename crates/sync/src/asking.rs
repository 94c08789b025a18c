//! Asking a peer for one record, or whether it holds some items: one question over a stream, one answer.

use commons_registry::{ITEM_KEY_LENGTH, ItemKey, NetworkId};

use crate::{
    DecodeError, Misbehaviour,
    limits::{ITEMS_FRAME, MAX_FOUND_BYTES, MAX_FOUND_ITEMS, MAX_HAVE, MAX_ITEM, MAX_PART_ITEMS},
    message::{Reader, encoded, strict},
};

/// Bytes of an id.
const ID_LENGTH: usize = 32;

/// What is asked. First over the stream, and all that whoever opened it sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The network that the asker belongs to.
    pub network: NetworkId,
    /// What it wants to know.
    pub about: About,
}

/// What a question is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A record, by its id or that of one of its changes; or the record that an agent keeps of itself, by the agent's id.
    Record([u8; ID_LENGTH]),
    /// Which of these items are held, 1 to [`MAX_HAVE`].
    Have(Vec<ItemKey>),
}

impl Question {
    /// The bytes of the question.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encoded(|e| {
            let kind = match self.about {
                About::Record(_) => 0,
                About::Have(_) => 1,
            };
            e.array(3)?.u8(kind)?.bytes(self.network.as_bytes())?;
            match &self.about {
                About::Record(id) => e.bytes(id)?,
                About::Have(keys) => {
                    let keys: Vec<u8> = keys.iter().flat_map(|key| key.as_bytes()).copied().collect();
                    e.bytes(&keys)?
                }
            };
            Ok(())
        })
    }

    /// Reads a question from the whole of `bytes`.
    ///
    /// # Errors
    /// [`DecodeError`] for anything but the canonical bytes of one.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let read = |r: &mut Reader<'_>| {
            let kind = r.kind("question", &[3, 3])?;
            let network = NetworkId::from_bytes(r.exactly("a network id")?);
            let about = match kind {
                0 => About::Record(r.exactly("an id")?),
                _ => {
                    let keys =
                        r.bytes("the keys asked about", ITEM_KEY_LENGTH, MAX_HAVE * ITEM_KEY_LENGTH)?;
                    let (keys, rest) = keys.as_chunks();
                    if !rest.is_empty() {
                        return Err(DecodeError::NotCanonical);
                    }
                    About::Have(keys.iter().copied().map(ItemKey::from_bytes).collect())
                }
            };
            Ok(Self { network, about })
        };
        strict(bytes, read, Self::encode)
    }
}

/// A frame of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Some of what is held of a record, 1 to [`MAX_PART_ITEMS`] items: what its agent's key log consists of, then its
    /// changes, each in the order of the answerer's journal.
    Part(Vec<Vec<u8>>),
    /// That was all of a record, or nothing is held of it; so many items were left out, since the answer would be too large.
    End(u32),
    /// Which of the items asked about are held: a bit for each, the first the highest of the first byte.
    Held(Vec<u8>),
}

impl Answer {
    /// Says of each item asked about whether it is held.
    #[must_use]
    pub fn held(held: &[bool]) -> Self {
        let bit = |(at, held): (usize, &bool)| u8::from(*held) << (7 - at);
        Self::Held(held.chunks(8).map(|eight| eight.iter().enumerate().map(bit).sum()).collect())
    }

    /// The bytes of the frame.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encoded(|e| {
            match self {
                Self::Part(items) => {
                    e.array(2)?.u8(0)?.array(items.len() as u64)?;
                    items.iter().try_for_each(|item| e.bytes(item).map(drop))?;
                }
                Self::End(left) => {
                    e.array(2)?.u8(1)?.u32(*left)?;
                }
                Self::Held(bits) => {
                    e.array(2)?.u8(2)?.bytes(bits)?;
                }
            }
            Ok(())
        })
    }

    /// Reads a frame from the whole of `bytes`.
    ///
    /// # Errors
    /// [`DecodeError`] for anything but the canonical bytes of one.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let read = |r: &mut Reader<'_>| {
            Ok(match r.kind("answer", &[2, 2, 2])? {
                0 => Self::Part(r.list("the items of a part", (1, MAX_PART_ITEMS), |r| {
                    Ok(r.bytes("an item", 1, MAX_ITEM)?.to_vec())
                })?),
                1 => Self::End(r.number()?),
                _ => Self::Held(r.bytes("what is held", 1, MAX_HAVE / 8)?.to_vec()),
            })
        };
        strict(bytes, read, Self::encode)
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Part(_) => "part",
            Self::End(_) => "end",
            Self::Held(_) => "held",
        }
    }
}

/// Packs what is held of a record into frames. What would make the answer too large is left out, and all that comes after.
#[must_use]
pub fn answer_with(items: Vec<Vec<u8>>) -> Vec<Answer> {
    let mut frames = Vec::new();
    let (mut part, mut part_bytes, mut bytes, mut sent) = (Vec::new(), 0, 0, 0);
    let count = items.len();
    for item in items {
        if sent == MAX_FOUND_ITEMS
            || bytes + item.len() > MAX_FOUND_BYTES
            || !(1..=MAX_ITEM).contains(&item.len())
        {
            break;
        }
        if part.len() == MAX_PART_ITEMS || !part.is_empty() && part_bytes + item.len() > ITEMS_FRAME {
            frames.push(Answer::Part(core::mem::take(&mut part)));
            part_bytes = 0;
        }
        sent += 1;
        bytes += item.len();
        part_bytes += item.len();
        part.push(item);
    }
    if !part.is_empty() {
        frames.push(Answer::Part(part));
    }
    frames.push(Answer::End(u32::try_from(count - sent).unwrap_or(u32::MAX)));
    frames
}

/// Gathers the answer to a question, and makes sure that it is one.
#[derive(Debug)]
pub struct Gathering {
    asked: usize,
    items: Vec<Vec<u8>>,
    bytes: usize,
}

/// An answer that is complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gathered {
    /// What the peer holds of a record, and how many items it left out. Nothing in it is verified.
    Record {
        /// The items, in an order in which they may be judged.
        items: Vec<Vec<u8>>,
        /// How many more there are.
        left: u32,
    },
    /// Of each item asked about, whether the peer says that it holds it.
    Held(Vec<bool>),
}

impl Gathering {
    /// For the answer to a question.
    #[must_use]
    pub fn of(about: &About) -> Self {
        let asked = match about {
            About::Record(_) => 0,
            About::Have(keys) => keys.len(),
        };
        Self { asked, items: Vec::new(), bytes: 0 }
    }

    /// Takes the next frame. Returns the answer when that was the last.
    ///
    /// # Errors
    /// [`Misbehaviour`] for what no honest peer answers.
    pub fn take(&mut self, frame: Answer) -> Result<Option<Gathered>, Misbehaviour> {
        match frame {
            Answer::Part(part) if self.asked == 0 => {
                self.bytes += part.iter().map(Vec::len).sum::<usize>();
                self.items.extend(part);
                if self.bytes > MAX_FOUND_BYTES || self.items.len() > MAX_FOUND_ITEMS {
                    return Err(Misbehaviour::TooMuch { bytes: self.bytes, items: self.items.len() });
                }
                Ok(None)
            }
            Answer::End(left) if self.asked == 0 => {
                Ok(Some(Gathered::Record { items: core::mem::take(&mut self.items), left }))
            }
            Answer::Held(bits) if self.asked > 0 => {
                let held: Vec<bool> = (0..self.asked)
                    .map(|at| bits.get(at / 8).is_some_and(|byte| byte >> (7 - at % 8) & 1 == 1))
                    .collect();
                // Neither more bits than were asked for, nor fewer.
                if Answer::held(&held) != Answer::Held(bits) {
                    return Err(Misbehaviour::Unaccounted { asked: self.asked, accounted: held.len() });
                }
                Ok(Some(Gathered::Held(held)))
            }
            other => Err(Misbehaviour::OutOfTurn {
                expected: if self.asked == 0 { "a part or an end" } else { "what is held" },
                found: other.name(),
            }),
        }
    }
}
