//! Finding records by words, by what they are, and by where they are.

use commons_places::{Country, Place};
use commons_registry::Kind;
use commons_registry::schema::SCOPES;
use commons_store::{Filter, Listed, Near, Point, Search as Asked};
use serde_json::{Value, json};

use super::challenges::is_answered;
use super::company::Hit;
use super::names::Whom;
use super::read::{MAX_LIMIT, bad_cursor};
use super::{Occasion, Service};
use crate::describe;
use crate::failure::Failure;
use crate::request::{Find, Search};
use crate::resource_types;

/// How far from a place is near, unless said otherwise, in kilometres.
const NEAR_KILOMETRES: u32 = 50;

/// Nothing on earth is farther away than this, in kilometres.
const MAX_KILOMETRES: u32 = 20_040;

/// How somebody asks for what is near the node's own agent.
const HERE: &str = "here";

/// Most other places of the same name that are told.
const MAX_OTHER_PLACES: usize = 5;

/// Fields that say what a record is about, or what trade it is in.
const TOPIC: [&str; 5] = ["topics", "sectors", "industry", "fields", "skills"];
/// Fields that say what somebody can do; a list of organisations says only what trade each is in.
pub(super) const SKILL: [&str; 5] = ["skills", "fields", "topics", "sectors", "industry"];
pub(super) const SECTOR: [&str; 3] = ["sectors", "industry", "fields"];
const PLACE: [&str; 3] = ["place", "locality", "region"];

/// Types of resources that are somewhere, and that somebody has or wants there.
const OFFERS: [&str; 4] = ["space", "tool", "service-offered", "need"];

impl Service {
    pub(super) fn search(&self, occasion: Occasion, search: &Search) -> Result<Value, Failure> {
        let mut filters = Vec::new();
        if !search.kinds.is_empty() {
            filters.push(Filter::kinds(&search.kinds));
        }
        filters.extend(search.class.map(|class| Filter::is(&["class"], class.as_str())));
        if let Some(licence) = search.licence.as_deref().map(str::trim).filter(|licence| !licence.is_empty())
        {
            filters.push(Filter::is(&["licence"], licence));
        }
        if let Some(of_type) = &search.of_type {
            filters.push(Filter::is(&["types"], &type_of(of_type, "--type")?));
        }
        if let Some(agent) = &search.agent {
            let agent = self.resolve_agent(occasion.asker, agent, Whom::Here)?;
            filters.push(Filter::is(&["agent"], &agent.to_string()));
        }
        if let Some(language) = &search.language {
            filters.push(Filter::is(&["language"], known_as_language(language)?));
        }
        if let Some(scope) = &search.scope {
            filters.push(Filter::is(&["scope"], known_scope(scope)?));
        }
        filters.extend(in_words(&TOPIC, "topic", search.topic.as_deref())?);
        filters.extend(in_words(&PLACE, "place", search.place.as_deref())?);
        filters.extend(in_country(search.country.as_deref())?);
        if search.words.trim().is_empty() && filters.is_empty() {
            return Err(Failure::usage("expected words to look for, or what to narrow the search to")
                .hint("`commons search WORDS`, `commons search --topic bread`; `commons list` shows whatever there is"));
        }
        let words = search.words.trim().to_owned();
        // Whoever asks for listings gets these.
        let leads = search.kinds.is_empty() || search.kinds.contains(&Kind::Agent);
        let asked = Asked { words, filters, ..Asked::default() };
        let mut found = self.what_fits(occasion, &asked, leads, search.limit, search.after.as_deref())?;
        let of_type = search.of_type.as_deref().map(|of_type| resource_types::read(of_type).token);
        if of_type.is_some_and(|of_type| is_answered(&of_type))
            && let Some(items) = found["items"].as_array_mut()
        {
            self.put_answers(occasion, &*self.known()?, items)?;
        }
        Ok(found)
    }

    pub(super) fn find(&self, occasion: Occasion, find: &Find) -> Result<Value, Failure> {
        let mut filters = vec![who_offers(find.offers.as_deref())?];
        filters.extend(in_words(&SKILL, "skill", find.skill.as_deref())?);
        filters.extend(in_words(&SECTOR, "sector", find.sector.as_deref())?);
        filters.extend(in_words(&["agent_kind", "legal_form"], "kind", find.agent_kind.as_deref())?);
        filters.extend(in_words(&["ownership"], "ownership", find.ownership.as_deref())?);
        let country = find.country.as_deref().map(known_country).transpose()?;
        filters.extend(country.map(of_country));
        let spot = find.near.as_deref().map(|near| self.spot(near, country)).transpose()?;
        if spot.is_none() && find.kilometres.is_some() {
            return Err(Failure::usage("--within says how far from a place: expected --near as well")
                .hint("as in `commons find --near Lille --within 30km`"));
        }
        if find.kilometres == Some(0) {
            return Err(Failure::usage("expected at least one kilometre after --within, found 0"));
        }
        let kilometres = find.kilometres.unwrap_or(NEAR_KILOMETRES).min(MAX_KILOMETRES);
        let near = spot.as_ref().map(|spot| Near { point: spot.point, kilometres: f64::from(kilometres) });
        let asked = Asked { words: find.words.trim().to_owned(), filters, near, before: None };
        let mut found = self.what_fits(occasion, &asked, true, find.limit, find.after.as_deref())?;
        found["near"] = spot.map_or(Value::Null, |spot| spot.to_json(kilometres));
        Ok(found)
    }

    /// The place that is named; [`HERE`] is where the node's own agent says that it is.
    pub(super) fn spot(&self, near: &str, country: Option<Country>) -> Result<Spot, Failure> {
        if near.trim() != HERE {
            return Spot::named(near, country);
        }
        let view = match self.agent().map(|agent| self.agent_record(agent)).transpose()?.flatten() {
            Some(record) => self.view(record)?,
            None => None,
        };
        let (point, place) = view.as_ref().and_then(describe::whereabouts).ok_or_else(|| {
            Failure::not_found("this node's own record does not say where you are")
                .hint("say it with `commons profile --set place=Lille`, or name a place")
        })?;
        Ok(Spot { point, place, others: Vec::new() })
    }

    /// A page of what fits, each with how far away it is if that was asked. If `leads`, the own record of an organisation
    /// stands in the place of listings that it claims. What is folded together on one page may be found once more on the next.
    fn what_fits(
        &self,
        occasion: Occasion,
        asked: &Asked,
        leads: bool,
        limit: usize,
        after: Option<&str>,
    ) -> Result<Value, Failure> {
        let limit = limit.clamp(1, MAX_LIMIT);
        let skip: usize = after.map(str::parse).transpose().map_err(|_| bad_cursor())?.unwrap_or(0);
        let mut found = self.store.find(asked, skip, limit + 1)?;
        let next = (found.len() > limit).then(|| skip.saturating_add(limit).to_string());
        found.truncate(limit);
        let known = self.known()?;
        let one = |listed: &Listed, kilometres: Option<f64>| {
            let mut item = self.listed_json(occasion, &known, listed)?;
            if let Some(kilometres) = kilometres {
                item["kilometres"] = ((kilometres * 10.0).round() / 10.0).into();
            }
            Ok::<Value, Failure>(item)
        };
        let whole = |hit: &Hit| {
            let mut item = one(&hit.listed, hit.kilometres)?;
            if !hit.listings.is_empty() {
                let listings = hit.listings.iter().map(|(listed, kilometres)| one(listed, *kilometres));
                item["listings"] = listings.collect::<Result<_, _>>()?;
            }
            Ok(item)
        };
        let items: Vec<Value> =
            self.folded(&known, found, leads)?.iter().map(whole).collect::<Result<_, Failure>>()?;
        Ok(json!({ "items": items, "next": next }))
    }
}

/// Whoever offers or needs something of a type; if none is named, organisations and people, and what they offer or need.
pub(super) fn who_offers(offered: Option<&str>) -> Result<Filter, Failure> {
    Ok(match offered {
        None => OFFERS.iter().fold(Filter::kinds(&[Kind::Agent, Kind::Listing]), |filter, word| {
            filter.or(Filter::is(&["types"], word))
        }),
        Some(offered) => Filter::is(&["types"], &type_of(offered, "--offers")?),
    })
}

pub(super) fn in_words(fields: &[&str], what: &str, text: Option<&str>) -> Result<Vec<Filter>, Failure> {
    let Some(text) = text else { return Ok(Vec::new()) };
    let filters = Filter::words(fields, text);
    if filters.is_empty() {
        return Err(Failure::usage(format!("expected a word after --{what}, found {text:?}")));
    }
    Ok(filters)
}

/// A language tag in any case; whether anybody speaks it is not asked.
fn known_as_language(text: &str) -> Result<&str, Failure> {
    let tag = text.trim();
    let is_part =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if tag.split('-').all(is_part) {
        return Ok(tag);
    }
    Err(Failure::usage(format!("{text:?} is no language: expected its tag"))
        .hint("as in --language pt, or pt-br for Portuguese as in Brazil alone"))
}

fn type_of(typed: &str, flag: &str) -> Result<String, Failure> {
    let token = resource_types::read(typed).token;
    if token.is_empty() {
        return Err(Failure::usage(format!("expected a type after {flag}, found {typed:?}"))
            .hint(format!("as in {flag} space; `commons publish --types` lists them")));
    }
    Ok(token)
}

fn known_scope(scope: &str) -> Result<&'static str, Failure> {
    let wanted = scope.trim().to_lowercase();
    SCOPES.iter().find(|known| **known == wanted).copied().ok_or_else(|| {
        Failure::usage(format!("{scope:?} is no scope: expected one of {}", SCOPES.join(", ")))
    })
}

fn known_country(text: &str) -> Result<Country, Failure> {
    Country::named(text).ok_or_else(|| {
        Failure::usage(format!(
            "{text:?} is no country: expected its code of two letters or its English name"
        ))
        .hint("as in --country FR or --country France")
    })
}

fn in_country(text: Option<&str>) -> Result<Option<Filter>, Failure> {
    Ok(text.map(known_country).transpose()?.map(of_country))
}

fn of_country(country: Country) -> Filter {
    Filter::is(&["country"], country.code())
}

/// From where distances are measured.
pub(super) struct Spot {
    pub(super) point: Point,
    /// The place that was taken, if one was named.
    pub(super) place: Option<Place>,
    /// Others of that name.
    others: Vec<Place>,
}

impl Spot {
    /// The one with this latitude and longitude.
    pub(super) fn at(text: &str) -> Result<Self, Failure> {
        let point = coordinates(text)?.ok_or_else(|| {
            Failure::usage(format!("expected latitude and longitude, found {text:?}"))
                .hint("as in 50.63,3.06")
        })?;
        Ok(Self { point, place: None, others: Vec::new() })
    }

    pub(super) fn named(text: &str, country: Option<Country>) -> Result<Self, Failure> {
        if let Some(point) = coordinates(text)? {
            return Ok(Self { point, place: None, others: Vec::new() });
        }
        let mut places = commons_places::named_in(text, country).into_iter();
        let place = places.next();
        let point = place.and_then(|place| Point::new(place.latitude, place.longitude));
        let point = point.ok_or_else(|| {
            Failure::not_found(format!("no place called {text:?} is known here")).hint(
                "places with fewer than 5,000 people are not in the list: name a larger one near it, or give latitude and longitude, \
                 as in --near 50.63,3.06",
            )
        })?;
        // Which of several in one country was meant cannot be said by a name.
        let mut others: Vec<Place> = Vec::new();
        for other in places {
            let is_told = place.is_some_and(|place| place.country == other.country);
            if !is_told
                && others.len() < MAX_OTHER_PLACES
                && others.iter().all(|told| told.country != other.country)
            {
                others.push(other);
            }
        }
        Ok(Self { point, place, others })
    }

    fn to_json(&self, kilometres: u32) -> Value {
        json!({
            "latitude": self.point.latitude() as f64 / 1e6,
            "longitude": self.point.longitude() as f64 / 1e6,
            "within": kilometres,
            "place": self.place.as_ref().map(place_json),
            "others": self.others.iter().map(place_json).collect::<Vec<_>>(),
        })
    }
}

/// A place of the gazetteer, in an answer.
pub(super) fn place_json(place: &Place) -> Value {
    json!({ "name": place.name, "country": place.country.name(), "code": place.country.code() })
}

/// Latitude and longitude in degrees, if that is what a text is.
fn coordinates(text: &str) -> Result<Option<Point>, Failure> {
    let Some((north, east)) = text.split_once(',') else { return Ok(None) };
    let (Ok(north), Ok(east)) = (north.trim().parse::<f64>(), east.trim().parse::<f64>()) else {
        return Ok(None);
    };
    let millionths = |degrees: f64| (degrees * 1e6).round() as i64;
    // What is no number reads as one, and would be taken for zero.
    let point =
        if north.is_nan() || east.is_nan() { None } else { Point::new(millionths(north), millionths(east)) };
    point.map(Some).ok_or_else(|| {
        Failure::usage(format!("{text:?} is no place on earth"))
            .hint("latitude, at most 90 either way, then longitude, at most 180: as in --near 50.63,3.06")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_told_from_names() {
        let point = coordinates("50.63, 3.06").ok().flatten();
        assert_eq!(point, Point::new(50_630_000, 3_060_000));
        assert!(matches!(coordinates("Lille, BE"), Ok(None)));
        assert!(matches!(coordinates("Lille"), Ok(None)));
        assert!(coordinates("91,0").is_err());
        assert!(coordinates("0,181").is_err());
        for nowhere in ["nan,nan", "nan,3", "50,-nan", "NaN,inf", "-inf,0"] {
            assert!(coordinates(nowhere).is_err(), "{nowhere}");
        }
    }
}
