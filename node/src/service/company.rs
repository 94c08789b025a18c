//! Who is behind a listing: whose own record leads, and which listings describe one organisation. It rests on what those say who
//! are trusted on this node; what strangers say is shown to its owner as such, and to nobody else.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use commons_identity::AgentId;
use commons_registry::standing::Standing;
use commons_registry::{Kind, RecordId, RecordView, Value as Held};
use commons_store::Listed;
use serde_json::{Value, json};

use super::confirmed::says;
use super::names::Known;
use super::said::MAX_OF_ONE;
use super::{Asker, Occasion, Service};
use crate::domain::host_of;
use crate::failure::Failure;
use crate::request::Said;

/// Most listings that are taken for one.
const MAX_SAME: usize = 16;

/// Most statements of those trusted here that are looked at for what one listing is the same as.
const MAX_STATEMENTS: usize = 256;

/// Most statements of one agent that are looked through for the listings that it claims.
const MAX_CLAIMS: usize = 256;

/// Listings that describe one organisation.
pub(super) struct Company {
    /// Never empty.
    pub(super) listings: BTreeSet<RecordId>,
    /// The organisation itself, and what it says of itself: if exactly one claims any of them.
    pub(super) leader: Option<(AgentId, RecordId)>,
}

/// How much a claim weighs. Of several only the heaviest count, so that somebody who is merely introduced takes nothing from
/// those whom the owner chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    Introduced,
    /// By its domain, to which the listing links.
    Confirmed,
    /// The owner's own, or followed by the owner.
    Chosen,
}

/// Something that was found.
pub(super) struct Hit {
    /// The record by which listings of one organisation are known as such.
    stands_for: RecordId,
    pub(super) listed: Listed,
    /// How far away it is, if that was asked, and if it was found itself.
    pub(super) kilometres: Option<f64>,
    /// Listings of the same organisation that were found besides, or in whose place its own record stands.
    pub(super) listings: Vec<(Listed, Option<f64>)>,
}

impl Service {
    /// The listings that are one with this, and who leads.
    pub(super) fn company(&self, known: &Known, listing: RecordId) -> Result<Company, Failure> {
        let mut listings = BTreeSet::from([listing]);
        let mut to_look_at = vec![listing];
        let mut claims: BTreeMap<AgentId, Weight> = BTreeMap::new();
        let mut left = MAX_STATEMENTS;
        while let Some(one) = to_look_at.pop() {
            let (heard, _) = self.attesters(known, one.as_bytes())?;
            for by in heard.into_iter().filter(|by| self.is_trusted(by)) {
                if left == 0 {
                    break;
                }
                let said = self.store.attested_by(&by, Some(one.as_bytes()), MAX_OF_ONE.min(left))?;
                left -= said.len();
                for said in said.iter().filter(|said| says(said, "withdrawn").is_none()) {
                    match says(said, "statement") {
                        Some(statement) if statement == Said::Claims.word() => {
                            let weight = self.weight(by, one)?;
                            claims.entry(by).and_modify(|held| *held = weight.max(*held)).or_insert(weight);
                        }
                        Some(statement) if statement == Said::SameAs.word() && listings.len() < MAX_SAME => {
                            let same = self.view(said.id)?.and_then(|view| other_of(&view, one));
                            if let Some(same) = same
                                && self.is_listing(same)?
                                && listings.insert(same)
                            {
                                to_look_at.push(same);
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
        let heaviest = claims.values().max().copied();
        let mut claimants = claims.into_iter().filter(|(_, weight)| Some(*weight) == heaviest);
        let leader = match (claimants.next(), claimants.next()) {
            (Some((only, _)), None) => self.agent_record(only)?.map(|record| (only, record)),
            _ => None,
        };
        Ok(Company { listings, leader })
    }

    fn weight(&self, by: AgentId, listing: RecordId) -> Result<Weight, Failure> {
        if self.store.standing(&by) >= Standing::Followed {
            return Ok(Weight::Chosen);
        }
        let confirmed = match self.confirmed_domain(by)? {
            Some((domain, _)) => self.view(listing)?.is_some_and(|view| links_to(&view, &domain)),
            None => false,
        };
        Ok(if confirmed { Weight::Confirmed } else { Weight::Introduced })
    }

    pub(super) fn is_trusted(&self, agent: &AgentId) -> bool {
        self.store.standing(agent) > Standing::New
    }

    fn is_listing(&self, record: RecordId) -> Result<bool, Failure> {
        Ok(self.store.listed(record)?.is_some_and(|listed| listed.kind == Kind::Listing))
    }

    /// Says beside a listing who claims it, whose own record leads, and what it is the same as; beside an agent, which
    /// listings it claims.
    pub(super) fn put_listings(
        &self,
        occasion: Occasion,
        known: &Known,
        shown: &mut Value,
        view: &RecordView,
    ) -> Result<(), Failure> {
        match view.kind {
            Kind::Listing => {
                shown["claims"] = self.claims_json(occasion, known, view)?.into();
                shown["same_as"] = self.same_json(occasion, known, view)?.into();
                shown["led_by"] = match self.company(known, view.id)?.leader {
                    Some((agent, record)) => self.leader_json(occasion, known, agent, record)?,
                    None => Value::Null,
                };
            }
            Kind::Agent => shown["listings"] = self.claimed_json(occasion, known, view.agent)?.into(),
            _ => {}
        }
        Ok(())
    }

    fn leader_json(
        &self,
        occasion: Occasion,
        known: &Known,
        agent: AgentId,
        record: RecordId,
    ) -> Result<Value, Failure> {
        let mut leader = self.named(occasion, known, agent)?;
        leader["id"] = json!(record);
        leader["contested"] = self.store.key_log(agent)?.contest().is_some().into();
        leader["fields"] = self.view(record)?.map_or(Value::Null, |view| view.to_json()["fields"].clone());
        Ok(leader)
    }

    /// Who claims a listing: `{"id","agent",…,"domain"}`, where `domain` is one that confirmed itself and that the listing links
    /// to; for the owner also whether they are `trusted`.
    fn claims_json(
        &self,
        occasion: Occasion,
        known: &Known,
        listing: &RecordView,
    ) -> Result<Vec<Value>, Failure> {
        let mut claims = Vec::new();
        for claim in self.listing_said(occasion, known, listing.id, Said::Claims)? {
            let mut shown = self.said_by_json(occasion, known, &claim)?;
            let domain = self.confirmed_domain(claim.agent)?.map(|(domain, _)| domain);
            shown["domain"] = json!(domain.filter(|domain| links_to(listing, domain)));
            claims.push(shown);
        }
        Ok(claims)
    }

    /// What a listing is the same as: `{"id","title","agent",…,"said_by":[{"id","agent",…}]}`.
    fn same_json(
        &self,
        occasion: Occasion,
        known: &Known,
        listing: &RecordView,
    ) -> Result<Vec<Value>, Failure> {
        let mut others: BTreeMap<RecordId, Vec<Value>> = BTreeMap::new();
        for said in self.listing_said(occasion, known, listing.id, Said::SameAs)? {
            if let Some(other) = other_of(&said, listing.id)
                && self.is_listing(other)?
            {
                others.entry(other).or_default().push(self.said_by_json(occasion, known, &said)?);
            }
        }
        others
            .into_iter()
            .map(|(other, by)| {
                let mut shown = self.in_brief(occasion, known, other.as_bytes())?;
                shown["said_by"] = by.into();
                Ok(shown)
            })
            .collect()
    }

    /// What is said of a listing; to others than the owner only what those say who are trusted here.
    fn listing_said(
        &self,
        occasion: Occasion,
        known: &Known,
        listing: RecordId,
        what: Said,
    ) -> Result<Vec<RecordView>, Failure> {
        let (mut said, _) = self.said_about(occasion, known, listing.as_bytes(), what, &[])?;
        if occasion.asker == Asker::Anybody {
            said.retain(|one| self.is_trusted(&one.agent));
        }
        Ok(said)
    }

    fn said_by_json(&self, occasion: Occasion, known: &Known, said: &RecordView) -> Result<Value, Failure> {
        let mut shown = self.named(occasion, known, said.agent)?;
        shown["id"] = json!(said.id);
        if occasion.asker.is_of_the_house() {
            shown["trusted"] = self.is_trusted(&said.agent).into();
        }
        Ok(shown)
    }

    /// The listings of others that an agent claims, of many some.
    fn claimed_json(&self, occasion: Occasion, known: &Known, agent: AgentId) -> Result<Vec<Value>, Failure> {
        let mut claimed = Vec::new();
        for said in self.store.attested_by(&agent, None, MAX_CLAIMS)? {
            if says(&said, "statement") != Some(Said::Claims.word()) || says(&said, "withdrawn").is_some() {
                continue;
            }
            let Some(view) = self.view(said.id)? else { continue };
            let Some(Held::Id(about)) = view.one("about") else { continue };
            let listing = self.store.listed(RecordId::from_bytes(*about))?;
            if listing.is_some_and(|listed| listed.kind == Kind::Listing && listed.agent != agent) {
                claimed.push(self.in_brief(occasion, known, about)?);
            }
        }
        Ok(claimed)
    }

    /// Folds what was found: listings of one organisation become one, and its own record takes their place if `leads`.
    pub(super) fn folded(
        &self,
        known: &Known,
        found: Vec<(Listed, Option<f64>)>,
        leads: bool,
    ) -> Result<Vec<Hit>, Failure> {
        let mut companies: HashMap<RecordId, Rc<Company>> = HashMap::new();
        let mut hits: Vec<Hit> = Vec::new();
        let mut places: HashMap<RecordId, usize> = HashMap::new();
        for (listed, kilometres) in found {
            let mut hit = Hit { stands_for: listed.id, listed, kilometres, listings: Vec::new() };
            if hit.listed.kind == Kind::Listing {
                let company = match companies.get(&hit.listed.id) {
                    Some(company) => Rc::clone(company),
                    None => {
                        let company = Rc::new(self.company(known, hit.listed.id)?);
                        for listing in &company.listings {
                            companies.entry(*listing).or_insert_with(|| Rc::clone(&company));
                        }
                        company
                    }
                };
                hit.stands_for = company.listings.first().copied().unwrap_or(hit.stands_for);
                let own = company.leader.filter(|_| leads).map(|(_, record)| self.store.listed(record));
                if let Some(own) = own.transpose()?.flatten() {
                    hit.stands_for = own.id;
                    let listing = core::mem::replace(&mut hit.listed, own);
                    hit.listings.push((listing, hit.kilometres.take()));
                }
            }
            match places.get(&hit.stands_for).and_then(|at| hits.get_mut(*at)) {
                Some(first) => {
                    if hit.listed.id != first.listed.id {
                        first.listings.push((hit.listed, hit.kilometres));
                    } else if first.kilometres.is_none() {
                        first.kilometres = hit.kilometres;
                    }
                    first.listings.extend(hit.listings);
                }
                None => {
                    places.insert(hit.stands_for, hits.len());
                    hits.push(hit);
                }
            }
        }
        Ok(hits)
    }
}

/// What a statement says a listing is the same as.
pub(super) fn other_of(statement: &RecordView, one: RecordId) -> Option<RecordId> {
    if statement.text("statement") != Some(Said::SameAs.word()) {
        return None;
    }
    let [about, same] = ["about", "same_as"].map(|field| match statement.one(field) {
        Some(Held::Id(id)) => Some(RecordId::from_bytes(*id)),
        _ => None,
    });
    match (about?, same?) {
        (about, same) if about == one => Some(same),
        (about, same) if same == one => Some(about),
        _ => None,
    }
}

/// The addresses that a listing gives.
pub(super) fn links(view: &RecordView) -> impl Iterator<Item = &str> {
    view.set("links").filter_map(|link| match link {
        Held::Text(link) => Some(link.as_str()),
        _ => None,
    })
}

/// Whether a listing links to a domain, with or without `www.`.
fn links_to(listing: &RecordView, domain: &str) -> bool {
    let bare = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_owned();
    links(listing).filter_map(host_of).any(|host| host == bare(domain))
}
