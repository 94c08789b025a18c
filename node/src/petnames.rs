//! Names that people here gave to agents: their own, for their own eyes. Never synced, never told to strangers.

use std::collections::BTreeMap;

use commons_identity::{AgentId, parse_id};
use commons_registry::KnownNames;
use serde::{Deserialize, Serialize};

use crate::data_dir::{DataDir, cannot, read_if_there, write_private};
use crate::failure::Failure;
use crate::output::line;

/// Most petnames: each costs a comparison when names are looked at.
const MAX_PETNAMES: usize = 10_000;

/// Most characters of one.
const MAX_PETNAME_CHARS: usize = 100;

/// So many hex digits would be taken for the beginning of an id.
const DIGITS_OF_AN_ID: usize = 8;

const HEADING: &str = "# Names that you gave to others, by their ids. Only this node knows them; `commons petname` changes them.\n";

/// All petnames, as they lie on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Petnames(BTreeMap<AgentId, String>);

/// The file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OnDisk {
    petnames: BTreeMap<String, String>,
}

impl Petnames {
    /// Reads the file, if there is one.
    pub(crate) fn load(data: &DataDir) -> Result<Self, Failure> {
        let path = data.petnames();
        let Some(bytes) = read_if_there(&path)? else { return Ok(Self::default()) };
        let damaged = |reason: String| {
            Failure::config(format!("{}: {}", path.display(), reason.trim_end()))
                .hint("correct the line, or remove the file: petnames are gone then, and nothing else")
        };
        let text = String::from_utf8(bytes).map_err(|error| damaged(error.to_string()))?;
        let file: OnDisk = toml::from_str(&text).map_err(|error| damaged(error.to_string()))?;
        let mut petnames = Self::default();
        let mut taken = KnownNames::default();
        for (id, name) in file.petnames {
            let agent = parse_id(&id).map_err(|error| damaged(format!("{id}: {error}")))?;
            petnames
                .set_beside(&mut taken, AgentId::from_bytes(agent), &name)
                .map_err(|failure| damaged(failure.message))?;
        }
        Ok(petnames)
    }

    /// Writes the file, whole or not at all.
    pub(crate) fn save(&self, data: &DataDir) -> Result<(), Failure> {
        let petnames = self.0.iter().map(|(agent, name)| (agent.to_string(), name.clone())).collect();
        let text = toml::to_string(&OnDisk { petnames }).map_err(Failure::internal)?;
        let path = data.petnames();
        write_private(&path, format!("{HEADING}{text}").as_bytes())
            .map_err(|error| cannot("write", &path, &error))
    }

    /// Names an agent. Two must not have names that look alike: telling apart is what they are for.
    pub(crate) fn set(&mut self, agent: AgentId, name: &str) -> Result<(), Failure> {
        let mut taken = KnownNames::default();
        self.0.iter().for_each(|(agent, name)| taken.insert(*agent, name));
        self.set_beside(&mut taken, agent, name)
    }

    /// Names an agent, beside the names that are taken.
    fn set_beside(&mut self, taken: &mut KnownNames, agent: AgentId, name: &str) -> Result<(), Failure> {
        let name = line(name);
        let length = name.chars().count();
        if length == 0 || length > MAX_PETNAME_CHARS {
            return Err(Failure::usage(format!(
                "expected a name of 1 to {MAX_PETNAME_CHARS} characters, found {length}"
            )));
        }
        if name.len() >= DIGITS_OF_AN_ID && name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Failure::usage(format!("{name:?} reads as the beginning of an id"))
                .hint("choose a name with another letter in it"));
        }
        if let Some((other, theirs)) = taken.looks_like(&name, agent) {
            return Err(Failure::invalid(format!(
                "{name:?} looks like {theirs:?}, which is your name for {}",
                other.short()
            ))
            .hint("choose another, or take that one away with `commons petname --remove`"));
        }
        if self.0.len() >= MAX_PETNAMES && !self.0.contains_key(&agent) {
            return Err(Failure::invalid(format!("there are {MAX_PETNAMES} petnames already"))
                .hint("`commons petname --remove` takes one away"));
        }
        taken.insert(agent, &name);
        self.0.insert(agent, name);
        Ok(())
    }

    pub(crate) fn remove(&mut self, agent: AgentId) -> Option<String> {
        self.0.remove(&agent)
    }

    pub(crate) fn get(&self, agent: AgentId) -> Option<&str> {
        self.0.get(&agent).map(String::as_str)
    }

    /// The agent that is called so here, whatever the case.
    pub(crate) fn find(&self, name: &str) -> Option<AgentId> {
        let name = line(name).to_lowercase();
        self.0.iter().find(|(_, given)| given.to_lowercase() == name).map(|(agent, _)| *agent)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (AgentId, &str)> {
        self.0.iter().map(|(agent, name)| (*agent, name.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn agent(number: u8) -> AgentId {
        AgentId::from_bytes([number; 32])
    }

    #[test]
    fn petnames_are_kept_for_their_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::choose(Some(folder.path().to_path_buf())).unwrap();
        assert_eq!(Petnames::load(&data).unwrap(), Petnames::default());
        let mut petnames = Petnames::default();
        petnames.set(agent(1), "  The \"bakery\" =\n around the corner ").unwrap();
        petnames.set(agent(2), "面包").unwrap();
        petnames.save(&data).unwrap();
        assert_eq!(Petnames::load(&data).unwrap(), petnames);
        assert_eq!(petnames.get(agent(1)), Some("The \"bakery\" = around the corner"));
        assert_eq!(petnames.find("the \"BAKERY\" = around the corner"), Some(agent(1)));
        let mode = std::fs::metadata(data.petnames()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let twice = format!("[petnames]\n{} = \"Bakery\"\n{} = \"BAKERY\"\n", agent(1), agent(2));
        std::fs::write(data.petnames(), twice).unwrap();
        assert!(Petnames::load(&data).unwrap_err().message.contains("looks like"));
        std::fs::write(data.petnames(), "petnames = 3").unwrap();
        assert!(Petnames::load(&data).unwrap_err().message.contains("petnames.toml"));
    }

    #[test]
    fn a_petname_tells_one_agent_from_all_others() {
        let mut petnames = Petnames::default();
        petnames.set(agent(1), "Bakery").unwrap();
        for bad in ["", "  ", "deadbeef", "0123456789abcdef", "BAKERY", "Ваkеrу", &"x".repeat(101)] {
            assert!(petnames.set(agent(2), bad).is_err(), "{bad:?}");
        }
        petnames.set(agent(1), "bakery").unwrap();
        assert_eq!(petnames.remove(agent(1)).as_deref(), Some("bakery"));
        petnames.set(agent(2), "Bakery").unwrap();
    }
}
