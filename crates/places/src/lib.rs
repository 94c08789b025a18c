//! Where places are, from a small gazetteer within the program: names in, coordinates out. It asks nobody.
//!
//! The data is of GeoNames, under CC BY 4.0; `data/README.md` says what was taken, and how to take it anew. It is unpacked when a
//! place is first asked for, and takes some ten megabytes from then on.

mod country;
mod gazetteer;
pub mod map;

use std::sync::LazyLock;

pub use country::Country;
use gazetteer::Gazetteer;

/// Which data is in here: changes whenever a name may stand for another place than before.
pub const VERSION: &str = "geonames-5000-1";

/// Whom to credit for it, and under which licence it is.
pub const CREDIT: &str = "Places: GeoNames (https://www.geonames.org/), CC BY 4.0, an extract.";

/// Longest name that is looked for, in bytes.
const MAX_NAME_BYTES: usize = 200;

/// Most places that one name is said to stand for, those with most people first.
const MAX_PLACES: usize = 20;

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::unpack);

/// A town or city.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// What it is called there.
    pub name: &'static str,
    /// The country it is in.
    pub country: Country,
    /// Millionths of a degree to the north.
    pub latitude: i64,
    /// Millionths of a degree to the east.
    pub longitude: i64,
    /// How many people live there, as far as is known.
    pub people: u64,
}

impl core::fmt::Display for Place {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}, {}", self.name, self.country.name())
    }
}

/// The places that a name stands for, whatever its case and accents, in any language that is known: that which is most likely
/// meant first. The country may stand behind the name: `Lille, BE`, `Lille, Belgium`.
#[must_use]
pub fn named(text: &str) -> Vec<Place> {
    named_in(text, None)
}

/// The same, of one country, if the text names no other.
#[must_use]
pub fn named_in(text: &str, country: Option<Country>) -> Vec<Place> {
    if text.len() > MAX_NAME_BYTES {
        return Vec::new();
    }
    if let Some((name, behind)) = text.rsplit_once(',')
        && let Some(named) = Country::named(behind)
    {
        // What stands between, as in "Roubaix, Hauts-de-France, France", is not needed.
        let name = name.split(',').next().unwrap_or(name);
        return GAZETTEER.named(name, Some(named), MAX_PLACES);
    }
    let found = GAZETTEER.named(text, country, MAX_PLACES);
    match text.split_once(',') {
        Some((name, _)) if found.is_empty() => GAZETTEER.named(name, country, MAX_PLACES),
        _ => found,
    }
}

/// Places within edges, those with most people first.
pub fn within(edges: map::Edges) -> impl Iterator<Item = Place> {
    GAZETTEER.within(edges)
}

/// Where a record is that names a place and perhaps a country, if that is beyond doubt: a name that stands for several places
/// in several countries says nothing without one.
#[must_use]
pub fn of_record(place: &str, country: Option<&str>) -> Option<Place> {
    let country = match (country, countries_in(place).as_slice()) {
        (Some(named), _) => Some(Country::named(named)?),
        (None, [only]) => Some(*only),
        (None, _) => None,
    };
    let found = named_in(place, country);
    if let Some(first) = found.first() {
        return found.iter().all(|place| place.country == first.country).then_some(*first);
    }
    // Several places of one country in one phrase: the first that is known.
    let country = country?;
    let parts = parts(place).filter(|part| Country::named(part).is_none());
    parts.filter_map(|part| GAZETTEER.named(part, Some(country), 1).first().copied()).next()
}

/// The countries that a phrase names, as in `Lille and Namur (France, Belgium)`.
#[must_use]
pub fn countries_in(place: &str) -> Vec<Country> {
    let mut countries: Vec<Country> = Vec::new();
    for country in parts(place).filter_map(Country::named) {
        if !countries.contains(&country) {
            countries.push(country);
        }
    }
    countries
}

/// The places and countries of a phrase.
fn parts(place: &str) -> impl Iterator<Item = &str> {
    let place = if place.len() > MAX_NAME_BYTES { "" } else { place };
    let parts = place.split([',', ';', '/', '(', ')', '+', '&']).flat_map(|part| part.split(" and "));
    parts.map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_places_in_a_phrase_the_first_that_is_known_is_taken() {
        let taken = |place| of_record(place, None).map(|place| place.to_string());
        for (phrase, place) in [
            ("Montreal and Quebec City, Canada", Some("Montréal, Canada")),
            ("Lille, Paris, Nantes, Lyon (France)", Some("Lille, France")),
            ("Nowhere at all, Buenos Aires, Argentina", Some("Buenos Aires, Argentina")),
            ("Tkaronto (Toronto), Ontario, Canada", Some("Toronto, Canada")),
            ("Potsdam/ Rostock, Germany", Some("Potsdam, Germany")),
            ("Berlin and Paris (Germany, France)", None),
            ("USA / Nicaragua / Germany", None),
            ("Worldwide", None),
            ("", None),
        ] {
            assert_eq!(taken(phrase).as_deref(), place, "{phrase}");
        }
        let codes = |phrase| countries_in(phrase).into_iter().map(Country::code).collect::<Vec<_>>();
        assert_eq!(codes("USA / Nicaragua / Germany"), ["us", "ni", "de"]);
        assert_eq!(codes("France (full remote)"), ["fr"]);
        assert_eq!(codes("Lille"), [""; 0]);
        assert!(codes(&"France, ".repeat(100)).is_empty(), "a text without end is not read");
    }

    fn first(text: &str) -> Option<String> {
        named(text).first().map(ToString::to_string)
    }

    #[test]
    fn names_in_several_languages_stand_for_one_place() {
        for (text, place) in [
            ("Lille", "Lille, France"),
            ("rijsel", "Lille, France"),
            ("KOLN", "Köln, Germany"),
            ("Köln", "Köln, Germany"),
            ("Cologne", "Köln, Germany"),
            ("Londres", "London, United Kingdom"),
            ("Barcelona", "Barcelona, Spain"),
            ("Lille, BE", "Lille, Belgium"),
            ("Lille, belgium", "Lille, Belgium"),
            ("Roubaix, Hauts-de-France, France", "Roubaix, France"),
            ("London, uk", "London, United Kingdom"),
        ] {
            assert_eq!(first(text).as_deref(), Some(place), "{text}");
        }
        for nowhere in ["", ",", "Lille, DE", "Nowhere at all", &"x".repeat(1000)] {
            assert_eq!(first(nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn a_place_is_where_it_is() {
        let lille = named("Lille")[0];
        // Somewhere in the middle of the town: within a hundredth of a degree.
        assert!((lille.latitude - 50_633_000).abs() < 10_000 && (lille.longitude - 3_058_600).abs() < 10_000);
        assert!(lille.people > 200_000);
    }

    #[test]
    fn a_record_that_names_a_place_without_a_country_is_there_only_beyond_doubt() {
        assert_eq!(of_record("Lille", None), None, "France or Belgium");
        assert_eq!(
            of_record("Lille", Some("be")).map(|place| place.to_string()).as_deref(),
            Some("Lille, Belgium")
        );
        assert_eq!(
            of_record("Roubaix", None).map(|place| place.to_string()).as_deref(),
            Some("Roubaix, France")
        );
        assert_eq!(of_record("Lille", Some("nowhere")), None);
    }
}
