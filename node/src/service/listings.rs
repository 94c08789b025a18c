//! What we say of listings: that one describes us, or that two are one.

use commons_identity::AgentId;
use commons_registry::{Draft, FieldValue, Kind, RecordId, RecordView};
use serde_json::{Value, json};

use super::company::other_of;
use super::said::MAX_OF_ONE;
use super::{Occasion, Service, salt, to_json};
use crate::failure::Failure;
use crate::request::{ListingRequest, Said};

/// Where somebody is: taken over all together or not at all.
const WHERE: [&str; 4] = ["place", "country", "latitude", "longitude"];

impl Service {
    pub(super) fn listing(&self, occasion: Occasion, request: ListingRequest) -> Result<Value, Failure> {
        match request {
            ListingRequest::Claim { id, take } => self.claim(occasion, &id, take),
            ListingRequest::Disclaim { id } => self.withdraw(occasion, &id, Said::Claims),
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
        let agent = self.keys().open()?.agent();
        let listing = self.listing_called(id)?;
        if listing.agent == agent {
            return Err(Failure::invalid(format!("listing {} is of your own list", listing.id.short()))
                .hint("`commons forget ID` erases it: what `commons profile` shows speaks for you"));
        }
        // First, so that a claim is never made of which the rest is refused.
        let taken = if take { self.take(agent, &listing)? } else { json!({}) };
        let mut answer = self.state(Said::Claims, listing.id.as_bytes(), None, None)?;
        answer["taken"] = taken;
        answer["listing"] = self.in_brief(occasion, &*self.known()?, listing.id.as_bytes())?;
        answer["called"] = to_json(&self.agent_name(agent)?);
        Ok(answer)
    }

    /// Puts into our own record what a listing says, where our record says nothing. Returns what that is, by field.
    fn take(&self, agent: AgentId, listing: &RecordView) -> Result<Value, Failure> {
        let own = self.agent_record(agent)?.map(|record| self.viewed(record)).transpose()?;
        let own = own.ok_or_else(|| {
            Failure::not_found("your own record has not come to this node yet").hint(
                "connect it to your first node with `commons start --peer ADDRESS`, or claim without --take",
            )
        })?;
        let mut source = listing.clone();
        // A list may have the town apart; an agent has one place.
        if let Some(town) = source.fields.get("locality").cloned() {
            source.fields.entry("place").or_insert(town);
        }
        let says_where = WHERE.iter().any(|name| own.fields.contains_key(name));
        source.fields.retain(|name, _: &mut FieldValue| {
            if WHERE.contains(name) {
                !says_where
            } else {
                matches!(*name, "links" | "description") && !own.fields.contains_key(name)
            }
        });
        let taken = source.to_json()["fields"].clone();
        source.kind = Kind::Agent;
        let draft = Draft::copy_of(&source, &[]).against(&own);
        if !draft.is_empty() {
            self.write(vec![draft.edit(own.id, &own.heads, salt()?)?])?;
        }
        Ok(taken)
    }

    fn same(&self, one: &str, other: &str) -> Result<Value, Failure> {
        let own = self.keys().open()?.agent();
        let (one, other) = (self.listing_called(one)?.id, self.listing_called(other)?.id);
        let (one, other) = pair(one, other)?;
        let mut draft = Draft::new(Kind::Attestation);
        draft.set("statement", Said::SameAs.word())?;
        draft.set_id("about", *one.as_bytes())?;
        draft.set_id("same_as", *other.as_bytes())?;
        self.put_statement(self.said_same(own, one, other)?, draft)
    }

    fn not_same(&self, occasion: Occasion, one: &str, other: &str) -> Result<Value, Failure> {
        let own = self.keys().open()?.agent();
        // They need not be shown any more.
        let (one, other) = pair(self.resolve_record(one)?, self.resolve_record(other)?)?;
        let Some(said) = self.said_same(own, one, other)? else {
            return Err(Failure::not_found(
                "you have not said that these are the same: there is nothing to take back",
            )
            .hint("`commons show ID` lists who said so"));
        };
        self.withdraw(occasion, &said.to_string(), Said::SameAs)
    }

    /// Where somebody says that two listings are one, taken back or not.
    fn said_same(&self, by: AgentId, one: RecordId, other: RecordId) -> Result<Option<RecordId>, Failure> {
        for listed in self.store.attested_by(&by, Some(one.as_bytes()), MAX_OF_ONE)? {
            if self.view(listed.id)?.and_then(|view| other_of(&view, one)) == Some(other) {
                return Ok(Some(listed.id));
            }
        }
        Ok(None)
    }
}

/// Two listings, the lesser id first: so whoever says it twice says one thing.
fn pair(one: RecordId, other: RecordId) -> Result<(RecordId, RecordId), Failure> {
    if one == other {
        return Err(Failure::usage("these are one listing already").hint("expected the ids of two"));
    }
    Ok((one.min(other), one.max(other)))
}
