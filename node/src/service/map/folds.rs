//! Which records are of one organisation, so that a map counts it once: worked out anew when something changed, not for each map.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, PoisonError};

use commons_identity::AgentId;
use commons_registry::{Kind, RecordId, StateRoot, Value as Held};
use commons_store::Located;

use crate::failure::Failure;
use crate::request::Said;
use crate::service::Service;
use crate::service::confirmed::says;
use crate::service::names::Known;
use crate::trust::Trust;

/// Most statements that are looked at, the last to come first, and how many at a time.
const MAX_STATEMENTS: usize = 20_000;
const AT_A_TIME: usize = 1_000;

/// Most listings of which is worked out whom they describe.
const MAX_LISTINGS: usize = 5_000;

/// Which records are of one organisation, as of one state.
pub(in crate::service) struct Folds {
    state: StateRoot,
    own: Option<AgentId>,
    trust: Trust,
    /// For a listing, by its place in lists, the place of what stands for the organisation: its own record, if it speaks for itself.
    stands_for: HashMap<u64, u64>,
}

impl Service {
    pub(super) fn folds(&self, known: &Known) -> Result<Arc<Folds>, Failure> {
        let (state, own, trust) = (self.store.state(), self.agent(), self.trust().clone());
        let held = self.store.folds.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(folds) = held.filter(|held| (held.state, held.own, &held.trust) == (state, own, &trust)) {
            return Ok(folds);
        }
        let mut stands_for = HashMap::new();
        for listing in self.described_listings()? {
            let company = self.company(known, listing)?;
            let mut places = Vec::new();
            for listing in &company.listings {
                places.extend(self.store.listed(*listing)?.map(|listed| listed.sequence));
            }
            let leader = match company.leader {
                Some((_, record)) => self.store.listed(record)?.map(|listed| listed.sequence),
                None => None,
            };
            let Some(first) = leader.or_else(|| places.iter().min().copied()) else { continue };
            stands_for.extend(places.into_iter().map(|place| (place, first)));
        }
        let folds = Arc::new(Folds { state, own, trust, stands_for });
        *self.store.folds.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&folds));
        Ok(folds)
    }

    /// Listings that somebody who is trusted here claims, or says to be the same as others.
    fn described_listings(&self) -> Result<BTreeSet<RecordId>, Failure> {
        let mut listings = BTreeSet::new();
        let mut after = None;
        for _ in 0..MAX_STATEMENTS / AT_A_TIME {
            let statements = self.store.list(Some(Kind::Attestation), after, AT_A_TIME)?;
            let Some(last) = statements.last() else { break };
            after = Some(last.sequence);
            for said in statements {
                let is_told =
                    [Said::Claims.word(), Said::SameAs.word()].map(Some).contains(&says(&said, "statement"));
                if !is_told || says(&said, "withdrawn").is_some() || !self.is_trusted(&said.agent) {
                    continue;
                }
                let Some(view) = self.view(said.id)? else { continue };
                for field in ["about", "same_as"] {
                    if let Some(Held::Id(id)) = view.one(field)
                        && listings.len() < MAX_LISTINGS
                    {
                        listings.insert(RecordId::from_bytes(*id));
                    }
                }
            }
        }
        Ok(listings)
    }
}

impl Folds {
    /// Each organisation once, where its own record is if that is among what was found. The place in lists is that of the record that
    /// stands for it.
    pub(super) fn folded(&self, located: Vec<Located>) -> Vec<Located> {
        if self.stands_for.is_empty() {
            return located;
        }
        let leads: BTreeSet<u64> = self.stands_for.values().copied().collect();
        let is_told = |one: &Located| self.stands_for.contains_key(&one.place) || leads.contains(&one.place);
        let (mut told, mut folded): (Vec<Located>, Vec<Located>) = located.into_iter().partition(is_told);
        told.sort_unstable_by_key(|one| one.place);
        let mut once: BTreeMap<u64, Located> = BTreeMap::new();
        for one in told {
            let first = self.stands_for.get(&one.place).copied().unwrap_or(one.place);
            let there = once.entry(first).or_insert(Located { place: first, point: one.point });
            if one.place == first {
                *there = one;
            }
        }
        folded.extend(once.into_values());
        folded
    }
}

#[cfg(test)]
mod tests {
    use commons_store::Point;

    use super::*;

    fn at(place: u64) -> Located {
        Located { place, point: Point::new(place as i64 * 1_000, 0).unwrap() }
    }

    #[test]
    fn an_organisation_counts_once_and_its_own_record_says_where() {
        // Listings 3 and 5 are of 9, and 4 and 6 of one that speaks not for itself.
        let stands_for = [(3, 9), (5, 9), (4, 4), (6, 4)].into();
        let folds =
            Folds { state: StateRoot::from_bytes([0; 32]), own: None, trust: Trust::default(), stands_for };
        let folded = |places: &[u64]| folds.folded(places.iter().copied().map(at).collect());
        assert_eq!(folded(&[1, 2, 3, 4, 5, 6, 9]), [at(1), at(2), at(4), at(9)]);
        assert_eq!(folded(&[9, 5, 3]), [at(9)]);
        // Where its own record is not found, it is where it is listed.
        assert_eq!(folded(&[5, 3]), [Located { place: 9, point: at(3).point }]);
        assert_eq!(folded(&[6]), [Located { place: 4, point: at(6).point }]);
        assert_eq!(folded(&[]), []);
    }
}
