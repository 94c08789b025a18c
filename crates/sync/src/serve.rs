//! The answering side.

use commons_registry::{ItemKey, NetworkId, NodeKind, NodeView, Prefix, StateRoot, Trie};

use crate::{
    Hello, Message, PROTOCOL_VERSION, Refusal, RefusalReason, Told,
    limits::{ITEMS_FRAME, LEAF_ITEMS, MAX_ITEM},
};

/// Answers one asker from a snapshot, which moves only when a [`Message::Changed`] says so.
pub struct Serve {
    network: NetworkId,
    journal: [u8; 16],
    trie: Trie,
    greeted: bool,
}

/// What is to be done about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Send this.
    Send(Message),
    /// Load these items, a few at a time, and send them with a [`Packer`].
    Load(Vec<ItemKey>),
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
}

impl ServeError {
    /// What to tell the asker before the stream is closed, if anything.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        let reason = match self {
            Self::OtherNetwork { .. } => RefusalReason::OtherNetwork,
            Self::OtherVersion { .. } => RefusalReason::OtherVersion,
            Self::OutOfTurn { .. } => RefusalReason::Rules,
            Self::Refused(_) => return None,
        };
        Some(Refusal { reason, text: self.to_string() })
    }
}

impl Serve {
    /// Begins to answer from a snapshot.
    #[must_use]
    pub fn new(network: NetworkId, journal: [u8; 16], trie: Trie) -> Self {
        Self { network, journal, trie, greeted: false }
    }

    /// The state that is answered from.
    #[must_use]
    pub fn root(&self) -> StateRoot {
        self.trie.root()
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
            Message::Await if self.greeted => Ok(Reply::Wait),
            other => Err(ServeError::OutOfTurn {
                expected: if self.greeted { "a request" } else { "a hello" },
                found: other.name(),
            }),
        }
    }

    /// Moves to the present state. Gives what to send, unless it is the same.
    #[must_use]
    pub fn changed(&mut self, trie: Trie) -> Option<Message> {
        if trie.root() == self.trie.root() {
            return None;
        }
        self.trie = trie;
        Some(Message::Changed { root: self.trie.root(), count: self.trie.len() })
    }

    fn greet(&mut self, theirs: &Hello) -> Result<Reply, ServeError> {
        if theirs.version != PROTOCOL_VERSION {
            return Err(ServeError::OtherVersion { found: theirs.version });
        }
        if theirs.network != self.network {
            return Err(ServeError::OtherNetwork { expected: self.network, found: theirs.network });
        }
        self.greeted = true;
        Ok(Reply::Send(Message::Hello(Hello::of(self.network, self.journal, &self.trie))))
    }

    fn tell(&self, prefix: &Prefix) -> Told {
        let Some(view) = self.trie.node_at(prefix) else {
            return Told::Nothing;
        };
        match view.kind() {
            NodeKind::Branch { children } if view.count() > LEAF_ITEMS => {
                Told::Branch { prefix: NodeView::prefix(&view), children }
            }
            _ => Told::Items(view.keys().collect()),
        }
    }
}

impl Hello {
    /// The greeting of a node that holds what is in `trie`.
    #[must_use]
    pub fn of(network: NetworkId, journal: [u8; 16], trie: &Trie) -> Self {
        Self { version: PROTOCOL_VERSION, network, root: trie.root(), count: trie.len(), journal }
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
