//! Who does what near a place.

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::item::{Item, items};
use super::refusal::Refused;
use super::{Choice, Page, shown};
use crate::failure::{Failure, FailureKind};
use crate::language::{Reader, Words};
use crate::output::{line, text};

/// How far around may be chosen, in kilometres.
const DISTANCES: [u32; 6] = [5, 10, 25, 50, 100, 250];

/// What is offered or needed somewhere, by its type.
const OFFERS: [&str; 4] = ["space", "tool", "service-offered", "need"];

/// What was asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    pub(crate) near: String,
    pub(crate) within: u32,
    pub(crate) sector: String,
    pub(crate) skill: String,
    pub(crate) offers: String,
}

#[derive(Template)]
#[template(path = "near.html")]
struct Near {
    page: Page,
    asked: Asked,
    distances: Vec<u32>,
    offers: Vec<Choice>,
    refused: Option<Refused>,
    around: Option<String>,
    /// Other places of that name, each with the address of the same question there.
    others: Vec<(String, String)>,
    /// The same on a map.
    map: Option<String>,
    /// What was found; nothing while nothing was asked.
    items: Option<Vec<Item>>,
    /// Where there is more.
    next: Option<String>,
    credit: &'static str,
}

/// The question, and what was found, or why it cannot be.
pub(crate) fn near(
    reader: Reader,
    asked: Asked,
    found: Option<Result<Value, Failure>>,
    next: Option<String>,
) -> Response {
    let words = reader.words;
    let (found, refused) = match found {
        Some(Ok(found)) => (Some(found), None),
        Some(Err(failure)) => (None, Some(refused(words, &failure))),
        None => (None, None),
    };
    let mut distances: Vec<u32> = DISTANCES.to_vec();
    if !distances.contains(&asked.within) {
        distances.push(asked.within);
        distances.sort_unstable();
    }
    let map = found.as_ref().map(|_| on_a_map(&asked));
    let others = found.as_ref().map(|found| others(&asked, found)).unwrap_or_default();
    shown(&Near {
        offers: offers(words, &asked),
        page: Page::titled(reader, words.say("near-title")),
        asked,
        distances,
        refused,
        around: found.as_ref().and_then(|found| around(words, found)),
        others,
        map,
        items: found.map(|found| items(words, &found["items"])),
        next,
        credit: commons_places::CREDIT,
    })
}

/// What may be offered or needed.
pub(super) fn offers(words: Words, asked: &Asked) -> Vec<Choice> {
    let offer = |offer: &&'static str| Choice {
        value: offer,
        label: words.name("near-offer", offer).unwrap_or_default(),
        chosen: asked.offers == *offer,
    };
    OFFERS.iter().map(offer).collect()
}

/// Where was looked.
pub(super) fn around(words: Words, found: &Value) -> Option<String> {
    let place = found["near"].get("place").filter(|place| place.is_object())?;
    let name = format!("{}, {}", line(text(place, "name")), line(text(place, "country")));
    let kilometres = found["near"]["within"].as_f64()?;
    Some(words.with("near-around", &[("km", kilometres.into()), ("place", name.into())]))
}

/// Other places of the name that was asked for.
fn others(asked: &Asked, found: &Value) -> Vec<(String, String)> {
    let within = asked.within.to_string();
    let places = found["near"]["others"].as_array().into_iter().flatten();
    places
        .map(|place| {
            let (name, country) = (line(text(place, "name")), line(text(place, "country")));
            let near = format!("{name}, {}", text(place, "code"));
            let named = [("near", &near), ("within", &within)].into_iter();
            (format!("{name}, {country}"), format!("/near?{}", query_of(named.chain(filters(asked)))))
        })
        .collect()
}

/// A place that is not known is what most people stumble over: they are told which are.
pub(super) fn refused(words: Words, failure: &Failure) -> Refused {
    let refused = Refused::new(words, failure);
    match failure.kind {
        FailureKind::NotFound => Refused { next_step: words.say("near-unknown-place"), ..refused },
        _ => refused,
    }
}

/// Where the same is shown on a map.
fn on_a_map(asked: &Asked) -> String {
    let named = Some(("near", &asked.near));
    format!("/map?{}", query_of(named.into_iter().chain(filters(asked))))
}

/// What it is narrowed to, by the names of the fields.
pub(super) fn filters(asked: &Asked) -> impl Iterator<Item = (&'static str, &String)> {
    [("sector", &asked.sector), ("skill", &asked.skill), ("offers", &asked.offers)].into_iter()
}

/// Values by the names of their fields as they stand in an address, but for empty ones.
pub(super) fn query_of<'v>(values: impl Iterator<Item = (&'static str, &'v String)>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in values.filter(|(_, value)| !value.trim().is_empty()) {
        query.append_pair(name, value.trim());
    }
    query.finish()
}
