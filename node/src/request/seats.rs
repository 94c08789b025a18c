//! Signing in: members whose keys lie on this node, and programs.

use serde::{Deserialize, Serialize};

/// Who may sign in on this node.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "seats", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum SeatRequest {
    /// Who has a seat, and whether they are members yet.
    List,
    /// A code with which somebody comes to have one.
    Invite,
    /// Take an invitation back with which nobody has come.
    TakeBack { invitation: String },
    /// Take a seat away, with the keys in it.
    Remove { name: String },
    /// A link that signs in with the node's own keys, once; or that sets the node up.
    Enter,
}

/// Tokens with which programs ask and write.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "tokens", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum TokenRequest {
    /// Which there are.
    List,
    /// Another one, which is shown once.
    Make { name: String, reads_only: bool },
    /// Take one back.
    Remove { name: String },
}
