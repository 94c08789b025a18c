//! `trust.toml`: whom the node's owner follows and blocks, what is withheld, and whose files are kept. Local: it is never synced.

use std::collections::{BTreeMap, BTreeSet};

use commons_identity::AgentId;
use commons_registry::RecordId;
use commons_registry::standing::Decisions;
use serde::{Deserialize, Serialize};

use crate::data_dir::{DataDir, cannot, read_if_there, write_private};
use crate::failure::Failure;

/// Most agents that are followed, most that are blocked, most things that are withheld, most that are kept.
pub(crate) const MAX_DECISIONS: usize = 100_000;

/// Stands at the head of the file.
const HEAD: &str = "\
# Whom this node trusts. Written by `commons follow`, `commons block`, `commons withhold` and `commons pin`.
# It stays on this node. You may edit it while the node is stopped.

";

/// What the owner decided about others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Trust {
    /// Who is followed, with the number of agents each may introduce if it is not the usual one.
    pub(crate) followed: BTreeMap<AgentId, Option<u32>>,
    pub(crate) blocked: BTreeSet<AgentId>,
    pub(crate) withheld: BTreeSet<RecordId>,
    /// The resources whose files are kept here, whatever room they take.
    pub(crate) pinned: BTreeSet<RecordId>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct TrustFile {
    follow: Vec<Follow>,
    block: Vec<Block>,
    withhold: Vec<Withhold>,
    pin: Vec<Pin>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Follow {
    agent: AgentId,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    budget: Option<u32>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Block {
    agent: AgentId,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Withhold {
    id: RecordId,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pin {
    id: RecordId,
}

impl Trust {
    /// Reads the file, if there is one.
    pub(crate) fn read(data: &DataDir) -> Result<Self, Failure> {
        let path = data.trust();
        let Some(bytes) = read_if_there(&path)? else { return Ok(Self::default()) };
        let damaged = |what: &dyn core::fmt::Display| {
            Failure::config(format!("{}: {what}", path.display()))
                .hint("correct the line, or restore the file from a backup")
        };
        let text = String::from_utf8(bytes).map_err(|_| damaged(&"expected UTF-8 text"))?;
        let file: TrustFile =
            toml::from_str(&text).map_err(|error| damaged(&error.to_string().trim_end()))?;
        for (what, count) in [
            ("follow", file.follow.len()),
            ("block", file.block.len()),
            ("withhold", file.withhold.len()),
            ("pin", file.pin.len()),
        ] {
            if count > MAX_DECISIONS {
                return Err(damaged(&format!(
                    "expected at most {MAX_DECISIONS} of [[{what}]], found {count}"
                )));
            }
        }
        Ok(Self {
            followed: file.follow.into_iter().map(|follow| (follow.agent, follow.budget)).collect(),
            blocked: file.block.into_iter().map(|block| block.agent).collect(),
            withheld: file.withhold.into_iter().map(|withhold| withhold.id).collect(),
            pinned: file.pin.into_iter().map(|pin| pin.id).collect(),
        })
    }

    /// Writes the file: after a crash it is as before or as now.
    pub(crate) fn write(&self, data: &DataDir) -> Result<(), Failure> {
        let file = TrustFile {
            follow: self
                .followed
                .iter()
                .map(|(agent, budget)| Follow { agent: *agent, budget: *budget })
                .collect(),
            block: self.blocked.iter().map(|agent| Block { agent: *agent }).collect(),
            withhold: self.withheld.iter().map(|id| Withhold { id: *id }).collect(),
            pin: self.pinned.iter().map(|id| Pin { id: *id }).collect(),
        };
        let text = toml::to_string(&file).map_err(Failure::internal)?;
        let path = data.trust();
        write_private(&path, format!("{HEAD}{text}").as_bytes())
            .map_err(|error| cannot("write", &path, &error))
    }

    /// What standings are computed from.
    pub(crate) fn decisions(&self, own: Option<AgentId>) -> Decisions {
        Decisions { own, followed: self.followed.clone(), blocked: self.blocked.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_and_is_for_the_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::choose(Some(folder.path().to_owned())).unwrap();
        assert_eq!(Trust::read(&data).unwrap(), Trust::default());
        let id = |n: u8| AgentId::from_bytes([n; 32]);
        let trust = Trust {
            followed: [(id(1), None), (id(2), Some(7))].into(),
            blocked: [id(3)].into(),
            withheld: [RecordId::from_bytes([4; 32])].into(),
            pinned: [RecordId::from_bytes([5; 32])].into(),
        };
        trust.write(&data).unwrap();
        assert_eq!(Trust::read(&data).unwrap(), trust);
        assert_eq!(std::fs::metadata(data.trust()).unwrap().permissions().mode() & 0o777, 0o600);
        for wrong in ["[[follow]]\nagent = \"12\"\n", "[[folow]]\n", "follow = 3\n", "[[block]]\n", "\u{0}"] {
            std::fs::write(data.trust(), wrong).unwrap();
            assert!(Trust::read(&data).is_err(), "{wrong:?}");
        }
    }
}
