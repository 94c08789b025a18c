//! Messages to deterministic CBOR: arrays of definite length, the shortest integers.

use core::convert::Infallible;

use commons_registry::{ITEM_KEY_LENGTH, ItemKey, Prefix};
use minicbor::encode::{Encoder, Error};

use super::{Message, RefusalReason, Summary, Told};

type Written = Result<(), Error<Infallible>>;
type Writer = Encoder<Vec<u8>>;

/// The bytes that a closure writes.
pub(crate) fn encoded(write: impl FnOnce(&mut Writer) -> Written) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::new());
    write(&mut encoder).expect("writing to a vector cannot fail");
    encoder.into_writer()
}

impl Message {
    /// The bytes of the message, without the length of the frame.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encoded(|e| self.write(e))
    }

    fn write(&self, e: &mut Writer) -> Written {
        match self {
            Self::Hello(hello) => {
                e.array(7)?.u8(0)?.u16(hello.version)?.bytes(hello.network.as_bytes())?;
                write_summary(e, &hello.state)?;
                e.bytes(&hello.journal)?;
            }
            Self::Refuse(refusal) => {
                e.array(3)?.u8(1)?.u8(refusal.reason.code())?.str(&refusal.text)?;
            }
            Self::Ask(prefixes) => {
                e.array(2)?.u8(2)?.array(prefixes.len() as u64)?;
                prefixes.iter().try_for_each(|prefix| write_prefix(e, prefix))?;
            }
            Self::Tell(parts) => {
                e.array(2)?.u8(3)?.array(parts.len() as u64)?;
                parts.iter().try_for_each(|part| write_told(e, part))?;
            }
            Self::Want(keys) => {
                let keys: Vec<u8> = keys.iter().flat_map(|key| key.as_bytes()).copied().collect();
                e.array(2)?.u8(4)?.bytes(&keys)?;
            }
            Self::Items(items) => {
                e.array(2)?.u8(5)?.array(items.len() as u64)?;
                for (position, item) in items {
                    e.array(2)?.u16(*position)?.bytes(item)?;
                }
            }
            Self::End(missing) => {
                e.array(2)?.u8(6)?.array(missing.len() as u64)?;
                for position in missing {
                    e.u16(*position)?;
                }
            }
            Self::Await => {
                e.array(1)?.u8(7)?;
            }
            Self::Changed(state) => {
                e.array(4)?.u8(8)?;
                write_summary(e, state)?;
            }
            Self::Since { after, without, with } => {
                e.array(4)?.u8(9)?.u64(*after)?;
                for agents in [without, with] {
                    e.array(agents.len() as u64)?;
                    agents.iter().try_for_each(|agent| e.bytes(agent.as_bytes()).map(drop))?;
                }
            }
            Self::More => {
                e.array(1)?.u8(10)?;
            }
            Self::Segment(segment) => {
                e.array(4)?.u8(11)?.u64(segment.through)?.u32(segment.length)?.bytes(&segment.packed)?;
            }
            Self::Streamed(state) => {
                e.array(4)?.u8(12)?;
                write_summary(e, state)?;
            }
        }
        Ok(())
    }
}

fn write_summary(e: &mut Writer, state: &Summary) -> Written {
    e.bytes(state.root.as_bytes())?.u64(state.count)?.u64(state.through)?;
    Ok(())
}

fn write_prefix(e: &mut Writer, prefix: &Prefix) -> Written {
    e.array(2)?.u8(prefix.len())?.bytes(prefix.packed())?;
    Ok(())
}

fn write_told(e: &mut Writer, told: &Told) -> Written {
    match told {
        Told::Nothing => {
            e.array(1)?.u8(0)?;
        }
        Told::Moved => {
            e.array(1)?.u8(3)?;
        }
        Told::Items(items) => {
            let shared = shared_bytes(items);
            let start = items.first().map_or(&[][..], |(key, _)| &key.as_bytes()[..shared]);
            e.array(3)?.u8(1)?.bytes(start)?.array(items.len() as u64)?;
            for (key, label) in items {
                e.array(2)?.bytes(&key.as_bytes()[shared..])?.u64(*label)?;
            }
        }
        Told::Branch { prefix, children } => {
            e.array(3)?.u8(2)?;
            write_prefix(e, prefix)?;
            e.array(children.len() as u64)?;
            for child in children {
                e.array(3)?.u8(child.nibble)?.u64(child.count)?.bytes(&child.hash)?;
            }
        }
    }
    Ok(())
}

/// How many whole bytes ascending keys have in common: those of the first and the last, but never all of them.
fn shared_bytes(items: &[(ItemKey, u64)]) -> usize {
    let (Some((first, _)), Some((last, _))) = (items.first(), items.last()) else {
        return 0;
    };
    let same = first.as_bytes().iter().zip(last.as_bytes()).take_while(|(a, b)| a == b).count();
    same.min(ITEM_KEY_LENGTH - 1)
}

impl RefusalReason {
    pub(super) const fn code(self) -> u8 {
        match self {
            Self::OtherNetwork => 1,
            Self::OtherVersion => 2,
            Self::Busy => 3,
            Self::Rules => 4,
            Self::Other(code) => code,
        }
    }

    pub(super) const fn from_code(code: u8) -> Self {
        match code {
            1 => Self::OtherNetwork,
            2 => Self::OtherVersion,
            3 => Self::Busy,
            4 => Self::Rules,
            other => Self::Other(other),
        }
    }
}
