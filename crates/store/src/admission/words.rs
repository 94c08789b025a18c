//! What is chosen, counted and answered: the words in which admission is spoken of.

use std::collections::BTreeSet;

use commons_registry::standing::{Decisions, Reach};

/// Who is kept whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Openness {
    /// Everybody, until the quota fills up.
    #[default]
    Open,
    /// Own, followed and introduced namespaces; the others share the pool.
    Introduced,
    /// Own and followed ones; the others share the pool.
    Followed,
}

/// How much is kept, of whom. All sizes are bytes of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Who is kept whole.
    pub openness: Openness,
    /// Of all namespaces together. What is our own or followed is kept beyond it.
    pub quota: u64,
    /// Of all new namespaces together, once they share a pool.
    pub pool: u64,
    /// Of one namespace in the pool.
    pub pool_each: u64,
    /// Of one namespace that is introduced, or new while there is room.
    pub each: u64,
    /// How far introductions reach.
    pub reach: Reach,
}

impl Default for Policy {
    fn default() -> Self {
        let quota = 10 * 1024 * 1024 * 1024;
        Self {
            openness: Openness::Open,
            quota,
            pool: quota / 20,
            pool_each: quota / 20 / 64,
            each: 256 * 1024 * 1024,
            reach: Reach::default(),
        }
    }
}

/// What the node's owner chose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// Whose node it is, who is followed, who is blocked.
    pub decisions: Decisions,
    /// Records and files that are neither kept nor passed on here.
    pub withheld: BTreeSet<[u8; 32]>,
    /// How much is kept, of whom.
    pub policy: Policy,
}

/// How much there is of one namespace.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Items held.
    pub items: u64,
    /// Bytes that these take in the journal.
    pub bytes: u64,
    /// Bytes that were written while it shared the pool.
    pub pooled: u64,
    /// Bytes of the journal that hold what is left out by now; compaction will give them back.
    pub aside: u64,
}

/// Why something is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum LeftOut {
    /// Its agent is blocked here.
    #[error("its agent is blocked on this node")]
    Blocked,
    /// The record is withheld here.
    #[error("this node withholds the record")]
    Withheld,
    /// Its namespace is larger than one may be.
    #[error("its agent has more than the {limit} bytes that this node keeps of one like it")]
    TooLarge {
        /// Bytes of one namespace.
        limit: u64,
    },
    /// There is no room for more of its sort.
    #[error("this node has no room for more of agents that are new here")]
    NoRoom,
}

/// What a node leaves out, in figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Bytes of the journal that are counted against the quota.
    pub bytes: u64,
    /// The quota.
    pub quota: u64,
    /// Whether new namespaces share the pool.
    pub pooling: bool,
    /// Bytes of new namespaces that came since they did.
    pub pooled: u64,
    /// What the pool may hold.
    pub pool: u64,
    /// Bytes of the journal that hold what is left out by now.
    pub aside: u64,
    /// Namespaces held.
    pub held: u64,
    /// Namespaces that are blocked.
    pub blocked: u64,
    /// Namespaces that grew too large.
    pub too_large: u64,
    /// Namespaces for which there is no room: at least so many.
    pub no_room: u64,
    /// Whether there may be more of them than were counted.
    pub no_room_or_more: bool,
    /// Items of held namespaces for which there is no room.
    pub let_go: u64,
    /// Records that are withheld.
    pub withheld: u64,
}
