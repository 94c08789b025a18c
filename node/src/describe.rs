//! What the store is told of records for searches, beyond what their own fields say: whose they are, which licence
//! and of which class, and where a place is. The store knows neither licences nor gazetteers.

use std::sync::Arc;

use commons_licences::{LicenceExpression, class_of};
use commons_places::{Country, Place};
use commons_registry::{RecordView, Value};
use commons_store::{Described, Describer, Point};

/// Counts up when the same record is described otherwise: what is indexed is then described anew.
const VERSION: u32 = 3;

/// Most licences of an expression whose classes a record is found by.
const MAX_LICENCES: usize = 16;

/// Describes records with what is known here.
pub(crate) fn describer() -> Describer {
    Describer { version: format!("{VERSION}-{}", commons_places::VERSION), describe: Arc::new(describe) }
}

fn describe(view: &RecordView) -> Described {
    let mut marks: Vec<(&'static str, String)> = vec![("agent", view.agent.to_string())];
    if let Some(licence) = view.text("licence").and_then(|text| LicenceExpression::parse(text).ok()) {
        let ids = licence.ids();
        marks.extend(ids.iter().take(MAX_LICENCES).map(|id| ("class", class_of(id).0.as_str().to_owned())));
        marks.extend(ids.iter().take(MAX_LICENCES).map(|id| ("licence", id.to_string())));
    }
    // Whether it says "gb", "uk" or "britain".
    // Where no country stands, the place may name some.
    let countries = match view.text("country") {
        Some(country) => Country::named(country).into_iter().collect(),
        None => view.text("place").map(commons_places::countries_in).unwrap_or_default(),
    };
    marks.extend(countries.into_iter().map(|country| ("country", country.code().to_owned())));
    Described { marks, point: own_point(view).or_else(|| named_point(view)) }
}

/// Where a record itself says that it is.
fn own_point(view: &RecordView) -> Option<Point> {
    let degrees = |name| match view.one(name)? {
        Value::Int(millionths) => Some(*millionths),
        _ => None,
    };
    Point::new(degrees("latitude")?, degrees("longitude")?)
}

/// Where the place is that a record names.
fn named_point(view: &RecordView) -> Option<Point> {
    let place = named_place(view)?;
    Point::new(place.latitude, place.longitude)
}

fn named_place(view: &RecordView) -> Option<Place> {
    let country = view.text("country");
    let names = ["locality", "place"].into_iter().filter_map(|field| view.text(field));
    names.filter_map(|name| commons_places::of_record(name, country)).next()
}

/// Where a record is, and the place that it names, if that is known.
pub(crate) fn whereabouts(view: &RecordView) -> Option<(Point, Option<Place>)> {
    let place = named_place(view);
    own_point(view).or_else(|| named_point(view)).map(|point| (point, place))
}
