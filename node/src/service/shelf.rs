//! What is held, as a face of the pages shows it: all of it; or, where everybody may look, only what is written by agents who are no
//! strangers here. Whatever the service reads, it reads through this: what it does not show cannot be shown by mistake.

use core::ops::Deref;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use commons_identity::AgentId;
use commons_registry::standing::Standing;
use commons_registry::{Change, ChangeId, Kind, RecordId, RecordView};
use commons_store::{Area, Filter, Found, HexPrefix, Listed, Located, Search, Store, StoreError};

use super::map::Folds;
use super::names::Known;

/// Most agents whose records everybody is shown in lists and searches: of more, those whom the node trusts most.
const MAX_SHOWN: usize = 10_000;

/// How many times as much is looked through as is wanted, where strangers stand among others.
const LOOKED_THROUGH: usize = 20;

/// What is held, as it is shown.
pub(crate) struct Shelf {
    store: Arc<Store>,
    /// Whether what strangers wrote is left out.
    is_public: bool,
    /// The names that others may not pass themselves off with, as last worked out.
    pub(super) known: Mutex<Option<Arc<Known>>>,
    /// Which records are of one organisation, as last worked out.
    pub(super) folds: Mutex<Option<Arc<Folds>>>,
}

/// What does not show records, or shows those of the node's own agent, is the same for all.
impl Deref for Shelf {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

impl Shelf {
    pub(super) fn new(store: Arc<Store>, is_public: bool) -> Self {
        Self { store, is_public, known: Mutex::default(), folds: Mutex::default() }
    }

    /// All of it, for those who bring and fetch.
    pub(crate) fn whole(&self) -> &Arc<Store> {
        &self.store
    }

    pub(super) const fn is_public(&self) -> bool {
        self.is_public
    }

    fn shows(&self, agent: &AgentId) -> bool {
        !self.is_public || self.store.standing(agent) > Standing::New
    }

    fn shown(&self, listed: Option<Listed>) -> Option<Listed> {
        listed.filter(|listed| self.shows(&listed.agent))
    }

    /// What is shown of a list of which so much is wanted. `list` gives as many as it is asked for.
    fn those_shown(
        &self,
        most: usize,
        list: impl FnOnce(usize) -> Result<Vec<Listed>, StoreError>,
    ) -> Result<Vec<Listed>, StoreError> {
        if !self.is_public {
            return list(most);
        }
        let mut listed = list(most.saturating_mul(LOOKED_THROUGH))?;
        listed.retain(|listed| self.shows(&listed.agent));
        listed.truncate(most);
        Ok(listed)
    }

    /// By what a search is narrowed to what is shown.
    fn narrowed(&self, filters: &[Filter]) -> Vec<Filter> {
        let shown = self.is_public.then(|| Filter::by(self.store.trusted(MAX_SHOWN)));
        filters.iter().cloned().chain(shown).collect()
    }

    pub(super) fn resolve(&self, prefix: &HexPrefix, most: usize) -> Result<Vec<Found>, StoreError> {
        let mut shown = Vec::new();
        for found in self.store.resolve(prefix, most)? {
            let is_shown = match found {
                Found::Agent(agent) => self.shows(&agent),
                Found::Record(record) => self.listed(record)?.is_some(),
                Found::Change(change) => match self.store.record_of_change(change)? {
                    Some(record) => self.listed(record)?.is_some(),
                    // Of a later version of commons: nobody can say whose it is.
                    None => !self.is_public,
                },
            };
            if is_shown {
                shown.push(found);
            }
        }
        Ok(shown)
    }

    pub(super) fn view(&self, record: RecordId) -> Result<Option<RecordView>, StoreError> {
        Ok(self.store.view(record)?.filter(|view| self.shows(&view.agent)))
    }

    pub(super) fn view_as_of(
        &self,
        record: RecordId,
        heads: &[ChangeId],
    ) -> Result<Option<RecordView>, StoreError> {
        Ok(self.store.view_as_of(record, heads)?.filter(|view| self.shows(&view.agent)))
    }

    pub(super) fn changes_of(&self, record: RecordId) -> Result<Vec<Change>, StoreError> {
        let mut changes = self.store.changes_of(record)?;
        changes.retain(|change| self.shows(&change.namespace()));
        Ok(changes)
    }

    pub(super) fn records_of(&self, agent: AgentId, kind: Kind) -> Result<BTreeSet<RecordId>, StoreError> {
        if self.shows(&agent) { self.store.records_of(agent, kind) } else { Ok(BTreeSet::new()) }
    }

    pub(super) fn agent_records(&self, agent: AgentId) -> Result<Vec<RecordId>, StoreError> {
        if self.shows(&agent) { self.store.agent_records(agent) } else { Ok(Vec::new()) }
    }

    pub(super) fn listed(&self, record: RecordId) -> Result<Option<Listed>, StoreError> {
        Ok(self.shown(self.store.listed(record)?))
    }

    pub(super) fn listed_at(&self, place: u64) -> Result<Option<Listed>, StoreError> {
        Ok(self.shown(self.store.listed_at(place)?))
    }

    pub(super) fn list(
        &self,
        kind: Option<Kind>,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Listed>, StoreError> {
        if !self.is_public {
            return self.store.list(kind, after, limit);
        }
        // However many strangers there are, they are not looked through.
        let filters = kind.map(|kind| Filter::kinds(&[kind]));
        let search = Search { filters: filters.into_iter().collect(), before: after, ..Search::default() };
        Ok(self.find(&search, 0, limit)?.into_iter().map(|(listed, _)| listed).collect())
    }

    pub(super) fn find(
        &self,
        search: &Search,
        skip: usize,
        limit: usize,
    ) -> Result<Vec<(Listed, Option<f64>)>, StoreError> {
        let search = Search { filters: self.narrowed(&search.filters), ..search.clone() };
        self.store.find(&search, skip, limit)
    }

    pub(super) fn located(
        &self,
        filters: &[Filter],
        area: Area,
        most: usize,
    ) -> Result<Vec<Located>, StoreError> {
        self.store.located(&self.narrowed(filters), area, most)
    }

    pub(super) fn search_titles(
        &self,
        kind: Kind,
        text: &str,
        most: usize,
    ) -> Result<Vec<Listed>, StoreError> {
        self.store.search_titles(kind, text, &self.narrowed(&[]), most)
    }

    pub(super) fn references_to(
        &self,
        target: &[u8; 32],
        kind: Option<Kind>,
        most: usize,
    ) -> Result<Vec<Listed>, StoreError> {
        self.those_shown(most, |most| self.store.references_to(target, kind, most))
    }

    pub(super) fn attested_by(
        &self,
        namespace: &AgentId,
        target: Option<&[u8; 32]>,
        most: usize,
    ) -> Result<Vec<Listed>, StoreError> {
        if self.shows(namespace) { self.store.attested_by(namespace, target, most) } else { Ok(Vec::new()) }
    }

    pub(super) fn attested_among(
        &self,
        namespace: &AgentId,
        referred: &[u8; 32],
        most: usize,
    ) -> Result<BTreeSet<RecordId>, StoreError> {
        if self.shows(namespace) {
            self.store.attested_among(namespace, referred, most)
        } else {
            Ok(BTreeSet::new())
        }
    }

    pub(super) fn attesters_of(&self, target: &[u8; 32], most: usize) -> Result<Vec<AgentId>, StoreError> {
        if !self.is_public {
            return self.store.attesters_of(target, most);
        }
        let mut attesters = self.store.attesters_of(target, most.saturating_mul(LOOKED_THROUGH))?;
        attesters.retain(|agent| self.shows(agent));
        attesters.truncate(most);
        Ok(attesters)
    }
}
