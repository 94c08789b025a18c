//! Listings describe organisations that have not spoken for themselves. Once the organisation claims a listing, its own record
//! leads; and those who know that two listings are one say so. Either counts on a node if whoever says it is trusted there.

use std::collections::{BTreeMap, BTreeSet};

use commons_identity::AgentId;
use commons_registry::standing::Standing;
use commons_registry::{Draft, Kind, RecordId, RecordView, Value as Held};
use commons_store::Listed;
use serde_json::{Value, json};

use super::confirmed::{MAX_OWN, says};
use super::names::Known;
use super::said::MAX_OF_ONE;
use super::{Occasion, Service, salt};
use crate::domain::host_of;
use crate::failure::Failure;
use crate::request::{ListingRequest, Said};

/// Most listings that are taken for one.
const MAX_SAME: usize = 16;

/// Most statements of those trusted here that are looked at for what one listing is the same as.
const MAX_STATEMENTS: usize = 256;

/// What a listing says of an organisation that the organisation may say too.
const TAKEN: [&str; 4] = ["country", "latitude", "longitude", "links"];

/// Listings that describe one organisation, as those say who are trusted here.
pub(super) struct Company {
    /// Never empty.
    pub(super) listings: BTreeSet<RecordId>,
    /// The organisation itself, and what it says of itself: if exactly one claims any of them.
    leader: Option<(AgentId, RecordId)>,
}

/// Something that was found.
pub(super) struct Hit {
    /// The record by which listings of one organisation are known as such.
    stands_for: RecordId,
    pub(super) listed: Listed,
    /// How far away it is, if that was asked.
    pub(super) kilometres: Option<f64>,
    /// Listings of the same organisation that were found besides, or in whose place its own record stands.
    pub(super) listings: Vec<Listed>,
}

impl Service {
    pub(super) fn listing(&self, occasion: Occasion, request: ListingRequest) -> Result<Value, Failure> {
        match request {
            ListingRequest::Claim { id, take } => self.claim(occasion, &id, take),
            ListingRequest::Disclaim { id } => {
                let listing = self.listing_called(&id)?.id;
                self.withdraw(occasion, &listing.to_string(), Said::Claims)
            }
            ListingRequest::Same { one, other } => self.same(&one, &other),
            ListingRequest::NotSame { one, other } => self.not_same(occasion, &one, &other),
            ListingRequest::Duplicates { limit } => self.duplicates(occasion, limit),
        }
    }

    fn listing_called(&self, id: &str) -> Result<RecordView, Failure> {
        let view = self.viewed(self.resolve_record(id)?)?;
        if view.kind != Kind::Listing {
            return Err(Failure::invalid(format!(
                "expected the id of a listing, this is of a {}",
                view.kind
            ))
            .hint("`commons find` and `commons list --kind listing` show listings"));
        }
        Ok(view)
    }

    fn claim(&self, occasion: Occasion, id: &str, take: bool) -> Result<Value, Failure> {
        self.keys().open()?;
        let listing = self.listing_called(id)?;
        let mut answer = self.state(Said::Claims, listing.id.as_bytes(), None, None)?;
        answer["taken"] = match take {
            true => self.take(&listing)?,
            false => json!([]),
        };
        answer["listing"] = self.in_brief(occasion, &*self.known()?, listing.id.as_bytes())?;
        Ok(answer)
    }

    /// Puts into our own record what a listing says, where our record says nothing. Returns the names of the fields.
    fn take(&self, listing: &RecordView) -> Result<Value, Failure> {
        let agent = self.keys().open()?.agent();
        let own = self.agent_record(agent)?.map(|record| self.viewed(record)).transpose()?;
        let own = own.ok_or_else(|| {
            Failure::not_found("your own record has not come to this node yet")
                .hint("the listing is claimed; try --take again once your first node is connected")
        })?;
        let says_nothing = |name: &str| !own.fields.contains_key(name);
        let fields = listing.to_json()["fields"].clone();
        let mut draft = Draft::new(Kind::Agent);
        let mut taken = Vec::new();
        let place = listing.text("place").or(listing.text("locality"));
        if let Some(place) = place.filter(|_| says_nothing("place")) {
            draft.set("place", place)?;
            taken.push("place");
        }
        for name in TAKEN.into_iter().filter(|name| says_nothing(name)) {
            let values = match &fields[name] {
                Value::Null => continue,
                Value::Array(values) => values.clone(),
                value => vec![value.clone()],
            };
            for value in values {
                draft.set(name, value.as_str().map_or_else(|| value.to_string(), str::to_owned).as_str())?;
            }
            taken.push(name);
        }
        for (language, text) in fields["description"].as_object().into_iter().flatten() {
            if let Some(text) = text.as_str().filter(|_| says_nothing("description")) {
                draft.set_keyed("description", language, text)?;
                taken.push("description");
            }
        }
        let draft = draft.against(&own);
        if !draft.is_empty() {
            self.write(vec![draft.edit(own.id, &own.heads, salt()?)?])?;
        }
        taken.dedup();
        Ok(json!(taken))
    }

    fn same(&self, one: &str, other: &str) -> Result<Value, Failure> {
        let own = self.keys().open()?.agent();
        let (one, other) = self.pair(one, other)?;
        let mut draft = Draft::new(Kind::Attestation);
        draft.set("statement", Said::SameAs.word())?;
        draft.set_id("about", *one.as_bytes())?;
        draft.set_id("same_as", *other.as_bytes())?;
        self.put_statement(self.said_same(own, one, other)?, draft)
    }

    fn not_same(&self, occasion: Occasion, one: &str, other: &str) -> Result<Value, Failure> {
        let own = self.keys().open()?.agent();
        let (one, other) = self.pair(one, other)?;
        let Some(said) = self.said_same(own, one, other)? else {
            return Err(Failure::not_found(
                "you have not said that these are the same: there is nothing to take back",
            )
            .hint("`commons show ID` lists who said so"));
        };
        self.withdraw(occasion, &said.to_string(), Said::SameAs)
    }

    /// Two listings, the lesser id first: so whoever says it twice says one thing.
    fn pair(&self, one: &str, other: &str) -> Result<(RecordId, RecordId), Failure> {
        let (one, other) = (self.listing_called(one)?.id, self.listing_called(other)?.id);
        if one == other {
            return Err(Failure::usage("these are one listing already").hint("expected the ids of two"));
        }
        Ok((one.min(other), one.max(other)))
    }

    /// Where somebody says that two listings are one, taken back or not.
    fn said_same(&self, by: AgentId, one: RecordId, other: RecordId) -> Result<Option<RecordId>, Failure> {
        for listed in self.store.attested_by(&by, Some(one.as_bytes()), MAX_OF_ONE)? {
            if self.other_of(&listed, one)? == Some(other) {
                return Ok(Some(listed.id));
            }
        }
        Ok(None)
    }

    /// What a statement says a listing is the same as.
    fn other_of(&self, statement: &Listed, one: RecordId) -> Result<Option<RecordId>, Failure> {
        if says(statement, "statement") != Some(Said::SameAs.word()) {
            return Ok(None);
        }
        let Some(view) = self.view(statement.id)? else { return Ok(None) };
        let both = [view.one("about"), view.one("same_as")].map(|value| match value {
            Some(Held::Id(id)) => Some(RecordId::from_bytes(*id)),
            _ => None,
        });
        Ok(match both {
            [Some(about), Some(same)] if about == one => Some(same),
            [Some(about), Some(same)] if same == one => Some(about),
            _ => None,
        })
    }

    /// The listings that are one with this, and who leads, as those say who are trusted here.
    pub(super) fn company(&self, known: &Known, listing: RecordId) -> Result<Company, Failure> {
        let mut listings = BTreeSet::from([listing]);
        let mut to_look_at = vec![listing];
        let mut claimants = BTreeSet::new();
        let mut looked_at = 0;
        while let Some(one) = to_look_at.pop() {
            let (heard, _) = self.attesters(known, one.as_bytes())?;
            for by in heard.into_iter().filter(|by| self.is_trusted(by)) {
                for said in self.store.attested_by(&by, Some(one.as_bytes()), MAX_OF_ONE)? {
                    looked_at += 1;
                    if says(&said, "withdrawn").is_some() || looked_at > MAX_STATEMENTS {
                        continue;
                    }
                    if says(&said, "statement") == Some(Said::Claims.word()) {
                        claimants.insert(by);
                    }
                    let same = self.other_of(&said, one)?.filter(|_| listings.len() < MAX_SAME);
                    if let Some(same) = same
                        && self.store.listed(same)?.is_some_and(|listed| listed.kind == Kind::Listing)
                        && listings.insert(same)
                    {
                        to_look_at.push(same);
                    }
                }
            }
        }
        let mut claimants = claimants.into_iter();
        let leader = match (claimants.next(), claimants.next()) {
            (Some(only), None) => self.agent_record(only)?.map(|record| (only, record)),
            _ => None,
        };
        Ok(Company { listings, leader })
    }

    fn is_trusted(&self, agent: &AgentId) -> bool {
        self.store.standing(agent) > Standing::New
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
            Kind::Agent => {
                let mut listings = Vec::new();
                for said in self.store.attested_by(&view.agent, None, MAX_OWN)? {
                    let claims = says(&said, "statement") == Some(Said::Claims.word())
                        && says(&said, "withdrawn").is_none();
                    let claimed = claims.then(|| self.view(said.id)).transpose()?.flatten();
                    if let Some(Held::Id(about)) = claimed.as_ref().and_then(|view| view.one("about"))
                        && self.store.listed(RecordId::from_bytes(*about))?.is_some()
                    {
                        listings.push(self.in_brief(occasion, known, about)?);
                    }
                }
                shown["listings"] = listings.into();
            }
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
        leader["fields"] = self.view(record)?.map_or(Value::Null, |view| view.to_json()["fields"].clone());
        Ok(leader)
    }

    /// Who claims a listing: `{"id","agent",…,"trusted","domain"}`, where `domain` is one that confirmed itself and that the
    /// listing links to.
    fn claims_json(
        &self,
        occasion: Occasion,
        known: &Known,
        listing: &RecordView,
    ) -> Result<Vec<Value>, Failure> {
        let hosts: BTreeSet<String> = links(listing).filter_map(host_of).collect();
        let (claims, _) = self.said_about(occasion, known, listing.id.as_bytes(), Said::Claims, &[])?;
        claims
            .iter()
            .map(|claim| {
                let mut shown = self.named(occasion, known, claim.agent)?;
                shown["id"] = json!(claim.id);
                shown["trusted"] = self.is_trusted(&claim.agent).into();
                let domain = self.confirmed_domain(claim.agent)?.map(|(domain, _)| domain);
                shown["domain"] = json!(domain.filter(|domain| hosts.contains(domain)));
                Ok(shown)
            })
            .collect()
    }

    /// What a listing is the same as: `{"id","title","agent",…,"said_by":[{"id","agent",…,"trusted"}]}`.
    fn same_json(
        &self,
        occasion: Occasion,
        known: &Known,
        listing: &RecordView,
    ) -> Result<Vec<Value>, Failure> {
        let mut others: BTreeMap<RecordId, Vec<Value>> = BTreeMap::new();
        let (said, _) = self.said_about(occasion, known, listing.id.as_bytes(), Said::SameAs, &[])?;
        for one in said {
            let Some(listed) = self.store.listed(one.id)? else { continue };
            let Some(other) = self.other_of(&listed, listing.id)? else { continue };
            let mut by = self.named(occasion, known, one.agent)?;
            by["id"] = json!(one.id);
            by["trusted"] = self.is_trusted(&one.agent).into();
            others.entry(other).or_default().push(by);
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

    /// Folds what was found: listings of one organisation become one, and what the organisation says of itself takes their
    /// place.
    pub(super) fn folded(&self, found: Vec<(Listed, Option<f64>)>) -> Result<Vec<Hit>, Failure> {
        let known = self.known()?;
        let mut hits: Vec<Hit> = Vec::new();
        for (listed, kilometres) in found {
            let mut hit = Hit { stands_for: listed.id, listed, kilometres, listings: Vec::new() };
            if hit.listed.kind == Kind::Listing {
                let company = self.company(&known, hit.listed.id)?;
                let own = company.leader.map(|(_, record)| self.store.listed(record)).transpose()?.flatten();
                hit.stands_for = company.listings.first().copied().unwrap_or(hit.stands_for);
                if let Some(own) = own {
                    hit.stands_for = own.id;
                    hit.listings.push(core::mem::replace(&mut hit.listed, own));
                }
            }
            match hits.iter_mut().find(|first| first.stands_for == hit.stands_for) {
                Some(first) => {
                    let twice = (hit.listed.id != first.listed.id).then_some(hit.listed);
                    first.listings.extend(twice.into_iter().chain(hit.listings));
                }
                None => hits.push(hit),
            }
        }
        Ok(hits)
    }
}

/// The addresses that a listing or an agent gives.
pub(super) fn links(view: &RecordView) -> impl Iterator<Item = &str> {
    view.set("links").filter_map(|link| match link {
        Held::Text(link) => Some(link.as_str()),
        _ => None,
    })
}
