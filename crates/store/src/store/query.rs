//! What people ask: ids by their beginning, lists, words, references.

use std::collections::BTreeSet;

use commons_identity::AgentId;
use commons_registry::{Kind, RecordId};

use super::{Store, StoreError};
use crate::index::{Area, Filter, Found, HexPrefix, Listed, Located, Search};

impl Store {
    /// Everything whose id begins so, at most `most`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn resolve(&self, prefix: &HexPrefix, most: usize) -> Result<Vec<Found>, StoreError> {
        self.of_index(self.held.index.resolve(prefix, most))
    }

    /// A record as lists show it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn listed(&self, record: RecordId) -> Result<Option<Listed>, StoreError> {
        self.of_index(self.held.index.listed(record))
    }

    /// Records, the last to come first; those before the one whose sequence is `after`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn list(
        &self,
        kind: Option<Kind>,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Listed>, StoreError> {
        self.of_index(self.held.index.list(kind, after, limit))
    }

    /// Records in which all these words stand, the best first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn search(&self, text: &str, skip: usize, limit: usize) -> Result<Vec<Listed>, StoreError> {
        let search = Search { words: text.to_owned(), ..Search::default() };
        Ok(self.find(&search, skip, limit)?.into_iter().map(|(listed, _)| listed).collect())
    }

    /// Records that fit a search, the best first: each with how many kilometres away it is, if that was asked.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn find(
        &self,
        search: &Search,
        skip: usize,
        limit: usize,
    ) -> Result<Vec<(Listed, Option<f64>)>, StoreError> {
        self.of_index(self.held.index.search(search, skip, limit))
    }

    /// Which records fit all filters and are in an area, and where, in no order; of more than `most` the last to come. No record is
    /// read for it: the index of words has it in columns.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn located(&self, filters: &[Filter], area: Area, most: usize) -> Result<Vec<Located>, StoreError> {
        self.of_index(self.held.index.located(filters, area, most))
    }

    /// The record at a place in lists; none if it is not there any more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn listed_at(&self, place: u64) -> Result<Option<Listed>, StoreError> {
        self.of_index(self.held.index.at_place(place))
    }

    /// Records of a kind that fit all filters, and in whose titles, in whatever language, all these words stand, the last to come first;
    /// at most `most`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn search_titles(
        &self,
        kind: Kind,
        text: &str,
        filters: &[Filter],
        most: usize,
    ) -> Result<Vec<Listed>, StoreError> {
        self.of_index(self.held.index.search_titles(kind, text, filters, most))
    }

    /// Records that refer to a record or an agent, at most `most`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn references_to(
        &self,
        target: &[u8; 32],
        kind: Option<Kind>,
        most: usize,
    ) -> Result<Vec<Listed>, StoreError> {
        self.of_index(self.held.index.references_to(target, kind, most))
    }

    /// What an agent attests, agrees to or reuses, of one record or agent or of any, at most `most`; the least ids first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn attested_by(
        &self,
        namespace: &AgentId,
        target: Option<&[u8; 32]>,
        most: usize,
    ) -> Result<Vec<Listed>, StoreError> {
        self.of_index(self.held.index.attested_by(namespace, target, most))
    }

    /// The records that an agent attests something about, of those that refer to a record or an agent; at most `most`
    /// statements are looked at.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn attested_among(
        &self,
        namespace: &AgentId,
        referred: &[u8; 32],
        most: usize,
    ) -> Result<BTreeSet<RecordId>, StoreError> {
        self.of_index(self.held.index.attested_among(namespace, referred, most))
    }

    /// Who attests something about a record or an agent, each once, at most `most`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn attesters_of(&self, target: &[u8; 32], most: usize) -> Result<Vec<AgentId>, StoreError> {
        self.of_index(self.held.index.attesters_of(target, most))
    }

    /// The records that an agent keeps of itself, lowest id first; one, unless it began several.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn agent_records(&self, agent: AgentId) -> Result<Vec<RecordId>, StoreError> {
        self.of_index(self.held.index.agent_records(&agent))
    }

    /// The record that an imported row became in a namespace.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn by_source(&self, namespace: &AgentId, key: &str) -> Result<Option<RecordId>, StoreError> {
        self.of_index(self.held.index.by_source(namespace, key))
    }
}
