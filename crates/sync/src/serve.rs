//! The answering side.

use std::collections::BTreeSet;

use commons_identity::AgentId;
use commons_registry::{ItemKey, NetworkId, Prefix, Shown, Snapshot, StateRoot};

use crate::{
    Hello, Message, PROTOCOL_VERSION, Refusal, RefusalReason, SegmentBuilder, Summary, Told,
    limits::{ITEMS_FRAME, MAX_ITEM, MAX_WITHOUT},
};

/// Answers one asker from a snapshot, which moves only when a [`Message::Changed`] or a [`Message::Streamed`] says so.
///
/// Reads what is held: not to be called where nothing may block.
pub struct Serve {
    network: NetworkId,
    journal: [u8; 16],
    held: Snapshot,
    greeted: bool,
    /// What the asker wants left out of streams.
    without: BTreeSet<AgentId>,
    /// Where the stream goes on, if one was begun.
    after: Option<u64>,
}

/// What is to be done about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Send this.
    Send(Message),
    /// Load these items, a few at a time, and send them with a [`Packer`].
    Load(Vec<ItemKey>),
    /// Go through the journal after this label, without the agents in [`Serve::without`], and send what [`Serve::stream`] gives.
    Stream(u64),
    /// Wait until the state is another, then send what [`Serve::changed`] gives.
    Wait,
}

/// A request that is not answered. The stream ends.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The asker belongs to another network.
    #[error("the asker belongs to network {}, we to {}", found.short(), expected.short())]
    OtherNetwork {
        /// Ours.
        expected: NetworkId,
        /// Theirs.
        found: NetworkId,
    },
    /// The asker speaks another version.
    #[error("the asker speaks version {found}, we speak {PROTOCOL_VERSION}")]
    OtherVersion {
        /// Theirs.
        found: u16,
    },
    /// The asker ended the stream and said why.
    #[error("the asker ended the stream: {0}")]
    Refused(Refusal),
    /// A message that an asker does not send, or not now.
    #[error("the asker sent a {found} where {expected} was due")]
    OutOfTurn {
        /// What was due.
        expected: &'static str,
        /// What came.
        found: &'static str,
    },
    /// The asker leaves out more than may be left out of a stream.
    #[error("an asker may leave out {MAX_WITHOUT} agents, not {found}")]
    Without {
        /// How many it leaves out.
        found: usize,
    },
}

impl ServeError {
    /// What to tell the asker before the stream is closed, if anything.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        let reason = match self {
            Self::OtherNetwork { .. } => RefusalReason::OtherNetwork,
            Self::OtherVersion { .. } => RefusalReason::OtherVersion,
            Self::OutOfTurn { .. } | Self::Without { .. } => RefusalReason::Rules,
            Self::Refused(_) => return None,
        };
        Some(Refusal { reason, text: self.to_string() })
    }
}

impl Serve {
    /// Begins to answer from a snapshot.
    #[must_use]
    pub fn new(network: NetworkId, journal: [u8; 16], held: Snapshot) -> Self {
        Self { network, journal, held, greeted: false, without: BTreeSet::new(), after: None }
    }

    /// The state that is answered from.
    #[must_use]
    pub fn root(&self) -> StateRoot {
        self.held.root()
    }

    /// Decides about a request.
    ///
    /// # Errors
    /// [`ServeError`] if the stream is to end.
    pub fn handle(&mut self, request: Message) -> Result<Reply, ServeError> {
        match request {
            Message::Hello(theirs) if !self.greeted => self.greet(&theirs),
            Message::Refuse(refusal) => Err(ServeError::Refused(refusal)),
            Message::Ask(prefixes) if self.greeted => {
                Ok(Reply::Send(Message::Tell(prefixes.iter().map(|prefix| self.tell(prefix)).collect())))
            }
            Message::Want(keys) if self.greeted => Ok(Reply::Load(keys)),
            Message::Since { after, without, with } if self.greeted => {
                self.without.extend(without);
                self.without.retain(|agent| !with.contains(agent));
                if self.without.len() > MAX_WITHOUT {
                    return Err(ServeError::Without { found: self.without.len() });
                }
                self.after = Some(after);
                Ok(Reply::Stream(after))
            }
            Message::More if self.greeted => match self.after {
                Some(after) => Ok(Reply::Stream(after)),
                None => Err(ServeError::OutOfTurn { expected: "a since", found: "more" }),
            },
            Message::Await if self.greeted => Ok(Reply::Wait),
            other => Err(ServeError::OutOfTurn {
                expected: if self.greeted { "a request" } else { "a hello" },
                found: other.name(),
            }),
        }
    }

    /// Moves to the present state. Gives what to send, unless it is the same.
    #[must_use]
    pub fn changed(&mut self, held: Snapshot) -> Option<Message> {
        if held.root() == self.held.root() {
            return None;
        }
        self.held = held;
        Some(Message::Changed(Summary::of(&self.held)))
    }

    /// The agents of whom nothing is to be streamed.
    #[must_use]
    pub const fn without(&self) -> &BTreeSet<AgentId> {
        &self.without
    }

    /// The answer to a request for more of the stream. `held` is what was held before the journal was gone through, up to
    /// its end; `found` is what was gathered, and how far that goes.
    #[must_use]
    pub fn stream(&mut self, held: Snapshot, found: SegmentBuilder, through: u64) -> Message {
        self.after = Some(through);
        if found.is_empty() {
            self.held = held;
            return Message::Streamed(Summary::of(&self.held));
        }
        Message::Segment(found.pack(through))
    }

    fn greet(&mut self, theirs: &Hello) -> Result<Reply, ServeError> {
        if theirs.version != PROTOCOL_VERSION {
            return Err(ServeError::OtherVersion { found: theirs.version });
        }
        if theirs.network != self.network {
            return Err(ServeError::OtherNetwork { expected: self.network, found: theirs.network });
        }
        self.greeted = true;
        Ok(Reply::Send(Message::Hello(Hello::of(self.network, self.journal, &self.held))))
    }

    fn tell(&self, prefix: &Prefix) -> Told {
        match self.held.show(prefix) {
            Shown::Nothing => Told::Nothing,
            Shown::Keys(keys) => Told::Items(keys),
            Shown::Branch { prefix, children } => Told::Branch { prefix, children },
            Shown::Moved => Told::Moved,
        }
    }
}

impl Hello {
    /// The greeting of a node that holds so much.
    #[must_use]
    pub fn of(network: NetworkId, journal: [u8; 16], held: &Snapshot) -> Self {
        Self { version: PROTOCOL_VERSION, network, state: Summary::of(held), journal }
    }
}

/// Packs loaded items into frames of bounded size.
#[derive(Debug, Default)]
pub struct Packer {
    frame: Vec<(u16, Vec<u8>)>,
    size: usize,
    position: u16,
    missing: Vec<u16>,
}

impl Packer {
    /// Adds what was found for the next of the wanted keys. Gives a frame when one is full.
    ///
    /// An item larger than [`MAX_ITEM`] counts as missing: no asker would take it.
    #[must_use]
    pub fn push(&mut self, found: Option<Vec<u8>>) -> Option<Message> {
        let position = self.position;
        self.position += 1;
        let Some(item) = found.filter(|item| (1..=MAX_ITEM).contains(&item.len())) else {
            self.missing.push(position);
            return None;
        };
        let full = !self.frame.is_empty() && self.size + item.len() > ITEMS_FRAME;
        let frame = full.then(|| self.take());
        self.size += item.len();
        self.frame.push((position, item));
        frame
    }

    /// Gives the last frame, if one is begun, and the end.
    #[must_use]
    pub fn finish(mut self) -> Vec<Message> {
        let last = (!self.frame.is_empty()).then(|| self.take());
        last.into_iter().chain([Message::End(self.missing)]).collect()
    }

    fn take(&mut self) -> Message {
        self.size = 0;
        Message::Items(core::mem::take(&mut self.frame))
    }
}
