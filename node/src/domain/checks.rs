//! What domains answered, and on which day: kept on this node, beside the journal.

use commons_identity::{AgentId, parse_id};
use serde::{Deserialize, Serialize};

use super::DomainName;
use crate::data_dir::{DataDir, cannot, read_if_there, write_private};
use crate::day::Day;
use crate::failure::Failure;

/// Most answers that are kept; the oldest give way.
const MAX_CHECKS: usize = 10_000;

const HEADING: &str =
    "# What domains answered when they were asked whom they speak for, by `commons domain check`.\n";

/// What a domain answered about an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DomainCheck {
    /// The name, as the agent's record has it.
    pub(crate) domain: String,
    pub(crate) confirmed: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) why: Option<String>,
    /// The day of the answer.
    pub(crate) on: Day,
}

/// The last answer of each domain about each agent.
#[derive(Debug, Clone, Default)]
pub(crate) struct DomainChecks(Vec<(AgentId, DomainCheck)>);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OnDisk {
    #[serde(default)]
    check: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
struct Row {
    agent: String,
    #[serde(flatten)]
    check: DomainCheck,
}

impl DomainChecks {
    /// Reads the file, if there is one. What cannot be read is asked again.
    pub(crate) fn load(data: &DataDir) -> Result<Self, Failure> {
        let path = data.domain_checks();
        let Some(bytes) = read_if_there(&path)? else { return Ok(Self::default()) };
        let damaged = |reason: String| {
            Failure::config(format!("{}: {}", path.display(), reason.trim_end()))
                .hint("remove the file: domains are asked again with `commons domain check`")
        };
        let text = String::from_utf8(bytes).map_err(|error| damaged(error.to_string()))?;
        let file: OnDisk = toml::from_str(&text).map_err(|error| damaged(error.to_string()))?;
        let read = |row: Row| {
            let agent = parse_id(&row.agent).map_err(|error| damaged(format!("{}: {error}", row.agent)))?;
            Ok((AgentId::from_bytes(agent), row.check))
        };
        Ok(Self(file.check.into_iter().map(read).collect::<Result<_, Failure>>()?))
    }

    /// Writes the file, whole or not at all.
    pub(crate) fn save(&self, data: &DataDir) -> Result<(), Failure> {
        let row =
            |(agent, check): &(AgentId, DomainCheck)| Row { agent: agent.to_string(), check: check.clone() };
        let file = OnDisk { check: self.0.iter().map(row).collect() };
        let text = toml::to_string(&file).map_err(Failure::internal)?;
        let path = data.domain_checks();
        write_private(&path, format!("{HEADING}{text}").as_bytes())
            .map_err(|error| cannot("write", &path, &error))
    }

    /// Keeps an answer in place of an earlier one.
    pub(crate) fn keep(&mut self, agent: AgentId, check: DomainCheck) {
        self.0.retain(|(other, held)| (*other, &held.domain) != (agent, &check.domain));
        self.0.push((agent, check));
        let surplus = self.0.len().saturating_sub(MAX_CHECKS);
        self.0.drain(..surplus);
    }

    /// What domains answered about an agent.
    pub(crate) fn of(&self, agent: AgentId) -> impl Iterator<Item = &DomainCheck> {
        self.0.iter().filter(move |(other, _)| *other == agent).map(|(_, check)| check)
    }
}

/// The names in a list of an agent's domains that may be asked, each once; the others with what is wrong.
pub(crate) fn read_names<'t>(
    listed: impl Iterator<Item = &'t str>,
) -> Vec<(String, Result<DomainName, super::name::NoDomainName>)> {
    let mut names: Vec<(String, Result<DomainName, _>)> = Vec::new();
    for text in listed {
        let name = DomainName::parse(text);
        let shown = name.as_ref().map_or_else(|_| text.to_owned(), ToString::to_string);
        if names.iter().all(|(other, _)| *other != shown) {
            names.push((shown, name));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_answer_of_each_domain_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::choose(Some(folder.path().to_path_buf())).unwrap();
        let agent = AgentId::from_bytes([1; 32]);
        let check = |domain: &str, why: Option<&str>, on: &str| DomainCheck {
            domain: domain.to_owned(),
            confirmed: why.is_none(),
            why: why.map(str::to_owned),
            on: on.parse().unwrap(),
        };
        let mut checks = DomainChecks::default();
        checks.keep(agent, check("a.coop", Some("nobody \"answers\""), "2026-01-01"));
        checks.keep(agent, check("b.coop", None, "2026-01-02"));
        checks.keep(agent, check("a.coop", None, "2026-01-03"));
        checks.keep(AgentId::from_bytes([2; 32]), check("a.coop", Some("no"), "2026-01-04"));
        checks.save(&data).unwrap();
        let read = DomainChecks::load(&data).unwrap();
        let of_agent: Vec<&DomainCheck> = read.of(agent).collect();
        assert_eq!(of_agent, [&check("b.coop", None, "2026-01-02"), &check("a.coop", None, "2026-01-03")]);
        assert_eq!(read.of(AgentId::from_bytes([3; 32])).count(), 0);
        std::fs::write(data.domain_checks(), "[[check]]\nagent = \"me\"\n").unwrap();
        assert!(DomainChecks::load(&data).is_err());
    }

    #[test]
    fn domains_in_a_record_are_strangers_words() {
        let listed = ["Sample.coop", "sample.coop.", "localhost", "sample.coop/evil"];
        let names: Vec<(String, bool)> =
            read_names(listed.into_iter()).into_iter().map(|(shown, name)| (shown, name.is_ok())).collect();
        let expected = [("sample.coop", true), ("localhost", false), ("sample.coop/evil", false)];
        assert_eq!(names, expected.map(|(shown, ok)| (shown.to_owned(), ok)));
    }
}
