//! The messages of a sync stream.

mod decode;
mod encode;

use commons_identity::AgentId;
use commons_registry::{BranchChild, ItemKey, NetworkId, Prefix, Snapshot, StateRoot};

use crate::Segment;

pub use decode::DecodeError;
pub(crate) use decode::{Reader, strict};
pub(crate) use encode::encoded;

/// One message. A stream begins with a [`Hello`] each way; after that the asker asks and the answerer answers,
/// in the order of the requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Who is speaking, and what they hold. First in either direction.
    Hello(Hello),
    /// The stream ends here, and why.
    Refuse(Refusal),
    /// Asker: what do you hold under these prefixes? 1 to [`MAX_ASK`](crate::limits::MAX_ASK).
    Ask(Vec<Prefix>),
    /// Answerer: one part for each prefix, in the same order.
    Tell(Vec<Told>),
    /// Asker: send these. 1 to [`MAX_WANT`](crate::limits::MAX_WANT).
    Want(Vec<ItemKey>),
    /// Answerer: some of what is wanted, each with its position in the request, ascending over all frames.
    Items(Vec<(u16, Vec<u8>)>),
    /// Answerer: that was all; what is at these positions is no longer here.
    End(Vec<u16>),
    /// Asker: say when your state is another than the one that you answer from.
    Await,
    /// Answerer: it is this now, and further answers are from it.
    Changed(Summary),
    /// Asker: send what came into your journal after this label, in that order, a segment at a time. Each of this and of
    /// [`Message::More`] has one answer, a [`Message::Segment`] or, when there is no more, a [`Message::Streamed`].
    Since {
        /// The label.
        after: u64,
        /// Namespaces to leave out from now on, at most [`MAX_WITHOUT`](crate::limits::MAX_WITHOUT).
        without: Vec<AgentId>,
        /// Namespaces to leave out no longer.
        with: Vec<AgentId>,
    },
    /// Asker: another segment.
    More,
    /// Answerer: items in the order of its journal, packed.
    Segment(Segment),
    /// Answerer: that was all; its state is this now, and further answers are from it.
    Streamed(Summary),
}

/// What a node holds, in brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// The root of the state.
    pub root: StateRoot,
    /// How many items it has.
    pub count: u64,
    /// No label in its journal is above this one.
    pub through: u64,
}

impl Summary {
    /// What there is to say of a snapshot.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Self {
        Self { root: snapshot.root(), count: snapshot.len(), through: snapshot.through() }
    }
}

/// Who is speaking, and what they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hello {
    /// The version of the protocol.
    pub version: u16,
    /// The network that the speaker belongs to.
    pub network: NetworkId,
    /// The state that is answered from.
    pub state: Summary,
    /// The speaker's journal, which labels belong to. It changes after a restore, so that an old bookmark is not trusted.
    pub journal: [u8; 16],
}

/// What is under one prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// No keys.
    Nothing,
    /// All keys, ascending, with the answerer's labels.
    Items(Vec<(ItemKey, u64)>),
    /// A branch of the answerer's trie.
    Branch {
        /// What all keys have in common; begins with the prefix that was asked about.
        prefix: Prefix,
        /// The children, 2–16, ascending.
        children: Vec<BranchChild>,
    },
    /// What is there is not what the state that is answered from had: the state has changed meanwhile.
    Moved,
}

/// The end of a stream, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}: {text}")]
pub struct Refusal {
    /// Why, for the program.
    pub reason: RefusalReason,
    /// Why, for people: at most [`MAX_REFUSAL_TEXT`](crate::limits::MAX_REFUSAL_TEXT) bytes, no control characters.
    pub text: String,
}

/// Why a stream ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RefusalReason {
    /// The two nodes belong to different networks.
    #[error("another network")]
    OtherNetwork,
    /// They speak different versions of the protocol.
    #[error("another version of the protocol")]
    OtherVersion,
    /// The answerer has no room for another stream.
    #[error("too busy")]
    Busy,
    /// What the asker sent breaks the rules.
    #[error("a broken rule")]
    Rules,
    /// A reason that this version does not know.
    #[error("reason {0}")]
    Other(u8),
}

impl Message {
    /// What the message is called in logs and errors.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Hello(_) => "hello",
            Self::Refuse(_) => "refuse",
            Self::Ask(_) => "ask",
            Self::Tell(_) => "tell",
            Self::Want(_) => "want",
            Self::Items(_) => "items",
            Self::End(_) => "end",
            Self::Await => "await",
            Self::Changed(_) => "changed",
            Self::Since { .. } => "since",
            Self::More => "more",
            Self::Segment(_) => "segment",
            Self::Streamed(_) => "streamed",
        }
    }
}
