//! Members and their keys.

use serde::{Deserialize, Serialize};

use super::Secret;

/// Members and their keys.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "members", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum MembersRequest {
    /// Who may sign, and what waits for their signatures.
    List { agent: Option<String> },
    /// Every entry of the key log.
    Log { agent: Option<String> },
    /// A link with which somebody becomes a member.
    Invite { peers: Vec<String> },
    /// What a member is to be called in public.
    Name { member: String, name: String },
    /// Make keys here, and a code with which members add them.
    Join { agent: Option<String>, passphrase: Option<Secret> },
    /// Add a new member by the code.
    Add { code: String, name: Option<String>, threshold: Option<usize>, to_file: bool },
    /// Remove a member.
    Remove {
        key: String,
        threshold: Option<usize>,
        /// Records and changes of the member that are not to count any more.
        without: Vec<String>,
        /// A change from whose arrival on nothing of the member's is to count.
        since: Option<String>,
        reason: Option<String>,
        to_file: bool,
    },
    /// Take up this node's next key.
    Rotate { to_file: bool },
    /// How many must agree, and to what by consent.
    Rules { threshold: Option<usize>, consent: Vec<String>, majority: Vec<String>, to_file: bool },
    /// Sign a pending entry.
    Sign(Sign),
    /// What a pending entry does, without signing it.
    ShowMotion { what: Signable },
    /// New recovery cards in place of the old ones.
    NewCards { cards: usize, threshold: Option<usize>, to_file: bool },
    /// Come back with recovery cards.
    Recover(Recover),
    /// Erase a record, or everything, for good; unless it is meant, only say what that would be.
    Erase { id: Option<String>, agent: Option<String>, meant: bool },
}

/// What members sign.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Signable {
    /// An entry that waits, by its id or the first digits of that.
    Entry(String),
    /// An entry that came in a file.
    File(serde_json::Value),
}

/// Signing a pending entry.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sign {
    /// What is signed: an entry that waits, or one that came in a file.
    pub(crate) what: Signable,
    /// The member who signs, where this node holds several members' keys.
    pub(crate) key: Option<String>,
    /// Although somebody objects.
    #[serde(default)]
    pub(crate) despite_objections: bool,
    /// Although changes that are shown now would no longer count.
    #[serde(default)]
    pub(crate) leave_out: bool,
    /// Give it back as a file; then it does no harm to have signed already.
    #[serde(default)]
    pub(crate) to_file: bool,
}

/// Coming back with recovery cards.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recover {
    pub(crate) cards: Vec<Secret>,
    pub(crate) agent: Option<String>,
    /// The first entry of the branch that holds, where members disagree.
    pub(crate) branch: Option<String>,
    /// Members whose keys are lost; `all` for everybody's.
    pub(crate) lost: Vec<String>,
    pub(crate) threshold: Option<usize>,
    /// How many recovery cards to make in place of the old ones.
    pub(crate) new_cards: usize,
    pub(crate) passphrase: Option<Secret>,
}
