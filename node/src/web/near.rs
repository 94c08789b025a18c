//! Who does what near a place.

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::item::{Item, items};
use super::{Page, shown};
use crate::failure::Failure;
use crate::output::{line, plain, text};

/// How far around may be chosen, in kilometres.
const DISTANCES: [u32; 6] = [5, 10, 25, 50, 100, 250];

/// What is offered or needed somewhere, by its type.
const OFFERS: [(&str, &str); 4] =
    [("space", "spaces"), ("tool", "tools"), ("service-offered", "services"), ("need", "what is needed")];

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
    offers: &'static [(&'static str, &'static str)],
    refused: Option<String>,
    around: Option<String>,
    /// What was found; nothing while nothing was asked.
    items: Option<Vec<Item>>,
    /// Where there is more.
    next: Option<String>,
    credit: &'static str,
}

/// The question, and what was found, or why it cannot be.
pub(crate) fn near(asked: Asked, found: Option<Result<Value, Failure>>, next: Option<String>) -> Response {
    let (found, refused) = match found {
        Some(Ok(found)) => (Some(found), None),
        Some(Err(failure)) => {
            let hint = failure.hint.unwrap_or_default();
            (None, Some(plain(&format!("{}: {hint}", failure.message))))
        }
        None => (None, None),
    };
    let around = found.as_ref().and_then(|found| {
        let place = found["near"].get("place")?;
        let name = format!("{}, {}", line(text(place, "name")), line(text(place, "country")));
        place
            .is_object()
            .then(|| format!("Within {} km of {name}, the nearest first", found["near"]["within"]))
    });
    let mut distances: Vec<u32> = DISTANCES.to_vec();
    if !distances.contains(&asked.within) {
        distances.push(asked.within);
        distances.sort_unstable();
    }
    shown(&Near {
        page: Page::titled("Who does what near a place"),
        asked,
        distances,
        offers: &OFFERS,
        refused,
        around,
        items: found.map(|found| items(&found["items"])),
        next,
        credit: commons_places::CREDIT,
    })
}
