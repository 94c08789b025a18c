//! What the asking side leaves out.

use commons_identity::AgentId;
use commons_registry::ItemKey;

/// Says what is not to be asked for. What it says may change at any time; what was passed over because of it is looked
/// at again only by a new pull.
pub trait Welcome: core::fmt::Debug + Send + Sync {
    /// Whether nothing of a namespace is taken in.
    fn declines(&self, namespace: &AgentId) -> bool;

    /// Whether this item is not taken in, though others of its namespace may be.
    fn declines_item(&self, _key: &ItemKey) -> bool {
        false
    }

    /// The namespaces of which nothing is taken in, if everything else is. A stream is asked for without these; if there is
    /// no such list, nothing is streamed, and what is lacking is found by comparing.
    fn all_but(&self) -> Option<Vec<AgentId>> {
        None
    }
}

/// Leaves nothing out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Everything;

impl Welcome for Everything {
    fn declines(&self, _: &AgentId) -> bool {
        false
    }

    fn all_but(&self) -> Option<Vec<AgentId>> {
        Some(Vec::new())
    }
}
