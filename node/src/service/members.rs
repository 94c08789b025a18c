//! Who signs for the agent: members, their keys, and how the key log goes on.

use commons_identity::{KeyLog, Keyring, SigningKey};

use crate::failure::Failure;

/// The key that this node signs with: the first it holds of those that may sign now.
pub(super) fn signing_key<'a>(keyring: &'a Keyring, log: &'a KeyLog) -> Result<&'a SigningKey, Failure> {
    let Some(set) = log.members() else {
        return Err(Failure::not_found(format!(
            "who may sign for agent {} is not known here yet",
            keyring.agent().short()
        ))
        .hint("connect this node to another one of the same agent with `commons start --peer ADDRESS`"));
    };
    keyring.signers(set).next().ok_or_else(|| {
        Failure::invalid(format!(
            "none of the keys on this node may sign for agent {} now",
            keyring.agent().short()
        ))
        .hint("`commons members list` shows who may; a member who may can add this node's key")
    })
}
