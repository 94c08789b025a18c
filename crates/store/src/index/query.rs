//! What people ask of the index: ids by their beginning, lists, words, references.

use std::collections::BTreeSet;

use commons_identity::{AgentId, ID_LENGTH};
use commons_registry::{ChangeId, Kind, RecordId};

use super::text::Asked;
use super::{Area, Filter, Index, IndexError, Located, Near, keys, rows::RecordRow};

/// Most records that one search finds, the best of all that there are.
const MAX_FOUND: usize = 20_000;

/// Most records of itself that an agent is asked for: the lowest ids, of which the first counts.
const MAX_AGENT_RECORDS: usize = 16;

/// What an id stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Found {
    /// An agent.
    Agent(AgentId),
    /// A record.
    Record(RecordId),
    /// A change that does not begin a record.
    Change(ChangeId),
}

/// A record in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: Kind,
    /// In whose namespace it is.
    pub agent: AgentId,
    /// Its title or name, if it has one.
    pub title: Option<String>,
    /// Its licence expression, if it has one.
    pub licence: Option<String>,
    /// Where it stands in lists.
    pub sequence: u64,
    /// How many changes of it are held.
    pub changes: u64,
    /// What it says in brief, where another is shown that it refers to: names and texts of fields.
    pub brief: Vec<(String, String)>,
}

/// What is looked for. Without words, whatever fits the rest.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Search {
    /// Each of these must stand somewhere, in some form.
    pub words: String,
    /// All of these must be so.
    pub filters: Vec<Filter>,
    /// Near what, if that is asked: the nearest come first.
    pub near: Option<Near>,
    /// Only what came before the record at this place in lists.
    pub before: Option<u64>,
}

impl Listed {
    fn from_row(id: RecordId, row: RecordRow) -> Self {
        let RecordRow { namespace, kind, sequence, changes, title, licence, brief, .. } = row;
        Self { id, kind, agent: namespace, title, licence, sequence, changes, brief }
    }
}

impl Index {
    /// Everything whose id begins with `prefix` (whole bytes and perhaps half of one more), at most `most`.
    pub(crate) fn resolve(&self, prefix: &HexPrefix, most: usize) -> Result<Vec<Found>, IndexError> {
        let mut found = BTreeSet::new();
        for row in self.table.scan_prefix(&keys::agents_starting(&prefix.bytes)) {
            let (key, _) = row?;
            let agent = keys::first_id(&key).ok_or(IndexError::Inconsistent)?;
            if prefix.fits(&agent) {
                found.insert(Found::Agent(AgentId::from_bytes(agent)));
            }
            if found.len() == most {
                break;
            }
        }
        let records = self.table.scan_prefix(&keys::records_starting(&prefix.bytes));
        let changes = self.table.scan_prefix(&keys::changes_starting(&prefix.bytes));
        let records = records.map(|row| (row, true)).chain(changes.map(|row| (row, false)));
        for (row, is_record) in records {
            if found.len() == most {
                break;
            }
            let id = keys::last_id(&row?.0).ok_or(IndexError::Inconsistent)?;
            if !prefix.fits(&id) {
                continue;
            }
            if !is_record {
                found.insert(Found::Change(ChangeId::from_bytes(id)));
            } else if self.change(&ChangeId::from_bytes(id))?.is_some() {
                found.insert(Found::Record(RecordId::from_bytes(id)));
            }
        }
        Ok(found.into_iter().collect())
    }

    /// A record as lists show it.
    pub(crate) fn listed(&self, id: RecordId) -> Result<Option<Listed>, IndexError> {
        Ok(self.row(&id)?.map(|row| Listed::from_row(id, row)))
    }

    /// Records, the last to come first; those before the one at `after`.
    pub(crate) fn list(
        &self,
        kind: Option<Kind>,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Listed>, IndexError> {
        let start = keys::of_kind(kind);
        let end = keys::by_kind(kind, after.unwrap_or(u64::MAX));
        let mut listed = Vec::new();
        for row in self.table.last(start.to_vec()..end.to_vec(), limit) {
            let (_, record) = row?;
            let id: [u8; ID_LENGTH] = record.as_ref().try_into().map_err(|_| IndexError::Inconsistent)?;
            listed.push(self.listed(RecordId::from_bytes(id))?.ok_or(IndexError::Inconsistent)?);
        }
        Ok(listed)
    }

    /// Records that fit, the best first, each with how many kilometres away it is if that was asked.
    pub(crate) fn search(
        &self,
        search: &Search,
        skip: usize,
        limit: usize,
    ) -> Result<Vec<(Listed, Option<f64>)>, IndexError> {
        let most = skip.saturating_add(limit).min(MAX_FOUND);
        let Search { words, filters, near, before } = search;
        let hits = self.text.find(&Asked { words, filters, near: *near, before: *before }, most)?;
        let mut found = Vec::new();
        for hit in hits.into_iter().skip(skip) {
            found.extend(self.at_place(hit.place)?.map(|listed| (listed, hit.kilometres)));
        }
        Ok(found)
    }

    /// Which records fit and are in an area, and where; of more than `most` the last to come.
    pub(crate) fn located(
        &self,
        filters: &[Filter],
        area: Area,
        most: usize,
    ) -> Result<Vec<Located>, IndexError> {
        Ok(self.text.located(filters, area, most)?)
    }

    /// Records of a kind in whose titles, in whatever language, every word stands, or a word that begins with it; the last
    /// to come first.
    pub(crate) fn search_titles(
        &self,
        kind: Kind,
        text: &str,
        filters: &[Filter],
        most: usize,
    ) -> Result<Vec<Listed>, IndexError> {
        let mut found = Vec::new();
        for place in self.text.search_titles(kind, text, filters, most.min(MAX_FOUND))? {
            found.extend(self.at_place(place)?);
        }
        Ok(found)
    }

    /// The record at a place in lists; none if it is taken out this very moment.
    pub(crate) fn at_place(&self, place: u64) -> Result<Option<Listed>, IndexError> {
        let Some(id) = self.table.get(keys::by_kind(None, place))? else { return Ok(None) };
        let id: [u8; ID_LENGTH] = id.as_ref().try_into().map_err(|_| IndexError::Inconsistent)?;
        self.listed(RecordId::from_bytes(id))
    }

    /// Records that refer to a record or an agent, of one kind or of any, at most `most`.
    pub(crate) fn references_to(
        &self,
        target: &[u8; ID_LENGTH],
        kind: Option<Kind>,
        most: usize,
    ) -> Result<Vec<Listed>, IndexError> {
        let mut referring = Vec::new();
        for row in self.table.scan_prefix(&keys::references_to(target)) {
            let id = keys::last_id(&row?.0).ok_or(IndexError::Inconsistent)?;
            let listed = self.listed(RecordId::from_bytes(id))?.ok_or(IndexError::Inconsistent)?;
            if kind.is_none_or(|kind| kind == listed.kind) {
                referring.push(listed);
            }
            if referring.len() == most {
                break;
            }
        }
        Ok(referring)
    }

    /// What an agent attests, about one record or agent or about any, at most `most`; the least ids first.
    pub(crate) fn attested_by(
        &self,
        namespace: &AgentId,
        target: Option<&[u8; ID_LENGTH]>,
        most: usize,
    ) -> Result<Vec<Listed>, IndexError> {
        let mut attested = Vec::new();
        for row in self.table.scan_prefix(&keys::attested_by(namespace, target)).take(most) {
            let id = keys::last_id(&row?.0).ok_or(IndexError::Inconsistent)?;
            // One that is taken out this very moment is not there any more.
            attested.extend(self.listed(RecordId::from_bytes(id))?);
        }
        Ok(attested)
    }

    /// The records that an agent attests something about, of those that refer to `referred`; at most `most` statements are
    /// looked at, by their keys alone.
    pub(crate) fn attested_among(
        &self,
        namespace: &AgentId,
        referred: &[u8; ID_LENGTH],
        most: usize,
    ) -> Result<BTreeSet<RecordId>, IndexError> {
        let mut among = BTreeSet::new();
        for row in self.table.scan_prefix(&keys::attested_by(namespace, None)).take(most) {
            let target = keys::attested_target(&row?.0).ok_or(IndexError::Inconsistent)?;
            if self.table.get(keys::reference(referred, &target))?.is_some() {
                among.insert(target);
            }
        }
        Ok(among)
    }

    /// Who attests something about a record or an agent, each once, at most `most`. What one agent attests, however
    /// much, takes no place from the others.
    pub(crate) fn attesters_of(
        &self,
        target: &[u8; ID_LENGTH],
        most: usize,
    ) -> Result<Vec<AgentId>, IndexError> {
        let mut attesters = Vec::new();
        let mut from = keys::attested_about(target);
        let end = keys::attested_about_after(target, &AgentId::from_bytes([0xff; ID_LENGTH]));
        while attesters.len() < most {
            let Some(row) = self.table.range(from..end.clone()).next() else { break };
            let attester = keys::attester(&row?.0).ok_or(IndexError::Inconsistent)?;
            attesters.push(attester);
            from = keys::attested_about_after(target, &attester);
            if from >= end {
                break;
            }
        }
        Ok(attesters)
    }

    /// The records that an agent keeps of itself; one, unless it began several.
    pub(crate) fn agent_records(&self, agent: &AgentId) -> Result<Vec<RecordId>, IndexError> {
        let rows = self.table.scan_prefix(&keys::records_of_agent(agent)).take(MAX_AGENT_RECORDS);
        rows.map(|row| keys::last_id(&row?.0).map(RecordId::from_bytes).ok_or(IndexError::Inconsistent))
            .collect()
    }

    /// The record that an imported row became in a namespace.
    pub(crate) fn by_source(&self, namespace: &AgentId, key: &str) -> Result<Option<RecordId>, IndexError> {
        // Two nodes of one agent may have imported one list apart. All agree on the lowest id.
        let first = self.table.scan_prefix(&keys::of_source(namespace, key)).next();
        first
            .map(|row| keys::last_id(&row?.0).map(RecordId::from_bytes).ok_or(IndexError::Inconsistent))
            .transpose()
    }
}

/// The beginning of an id in hex, perhaps an odd number of digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HexPrefix {
    bytes: Vec<u8>,
    half: Option<u8>,
}

impl HexPrefix {
    /// Reads lower-case hex digits, at most as many as an id has.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u8> = text
            .bytes()
            .map(|byte| match byte {
                b'0'..=b'9' => Some(byte - b'0'),
                b'a'..=b'f' => Some(byte - b'a' + 10),
                _ => None,
            })
            .collect::<Option<_>>()?;
        if digits.len() > 2 * ID_LENGTH {
            return None;
        }
        let (pairs, half) = digits.as_chunks::<2>();
        Some(Self {
            bytes: pairs.iter().map(|[high, low]| high << 4 | low).collect(),
            half: half.first().copied(),
        })
    }

    fn fits(&self, id: &[u8; ID_LENGTH]) -> bool {
        id.starts_with(&self.bytes) && self.half.is_none_or(|half| id[self.bytes.len()] >> 4 == half)
    }
}
