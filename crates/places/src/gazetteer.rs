//! The gazetteer, unpacked: a line for each place, and under which names it is found.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::map::Edges;
use crate::{Country, Place};

const PACKED: &[u8] = include_bytes!("../data/places.tsv.zst");

/// So many times more people must live where a name is only one of several, to come before a place that has it as its own.
const OWN_NAME_WEIGHS: u64 = 4;

pub(crate) struct Gazetteer {
    lines: Vec<&'static str>,
    /// The hash of each name, with the line of a place that has it; sorted.
    names: Vec<(u64, u32)>,
    /// Where each line's place is, in millionths of a degree to the north and east.
    spots: Vec<(i32, i32)>,
}

impl Gazetteer {
    /// Kept until the program ends.
    pub(crate) fn unpack() -> Self {
        // What is packed into the program was tested to be whole.
        let text =
            zstd::decode_all(PACKED).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        let lines: Vec<&'static str> = Box::leak(text.into_boxed_str()).lines().collect();
        let mut names = Vec::with_capacity(lines.len() * 4);
        for (number, line) in (0..).zip(&lines) {
            names.extend(names_of(line).map(|name| (hash(&fold(name)), number)));
        }
        names.sort_unstable();
        names.dedup();
        names.shrink_to_fit();
        let spots = lines.iter().map(|line| place_of(line).map(|place| (place.latitude, place.longitude)));
        let spots =
            spots.map(|spot| spot.map_or((i32::MAX, i32::MAX), |(north, east)| (north as i32, east as i32)));
        Self { spots: spots.collect(), lines, names }
    }

    /// Places with this name, that which is most likely meant first.
    pub(crate) fn named(&self, name: &str, country: Option<Country>, most: usize) -> Vec<Place> {
        let wanted = fold(name);
        let hashed = hash(&wanted);
        let from = self.names.partition_point(|(other, _)| *other < hashed);
        let same = self.names[from..].iter().take_while(|(other, _)| *other == hashed);
        let mut found: Vec<(u64, Place)> = Vec::new();
        for line in same.filter_map(|(_, number)| self.lines.get(*number as usize)) {
            let Some(place) = place_of(line) else { continue };
            let fits = names_of(line).any(|name| fold(name) == wanted)
                && country.is_none_or(|country| country == place.country);
            let weight = if fold(place.name) == wanted { OWN_NAME_WEIGHS } else { 1 };
            if fits {
                found.push((place.people.max(1) * weight, place));
            }
        }
        found.sort_by_key(|(weight, _)| core::cmp::Reverse(*weight));
        found.into_iter().map(|(_, place)| place).take(most).collect()
    }

    /// Places within edges, those with most people first: that is the order of the lines.
    pub(crate) fn within(&self, edges: Edges) -> impl Iterator<Item = Place> {
        let spots = self.spots.iter().zip(&self.lines);
        let within = spots.filter(move |((north, east), _)| edges.hold(i64::from(*north), i64::from(*east)));
        within.filter_map(|(_, line)| place_of(line))
    }
}

fn names_of(line: &'static str) -> impl Iterator<Item = &'static str> {
    let name = line.split('\t').next();
    let others = line.rsplit('\t').next().unwrap_or_default().split('|');
    name.into_iter().chain(others).filter(|name| !name.is_empty())
}

fn place_of(line: &'static str) -> Option<Place> {
    let mut fields = line.split('\t');
    let (name, country, _region) = (fields.next()?, fields.next()?, fields.next()?);
    let mut degrees = || fields.next()?.parse::<f64>().ok().map(|degrees| (degrees * 1e6).round() as i64);
    let (latitude, longitude) = (degrees()?, degrees()?);
    let people = fields.next()?.parse().ok()?;
    Some(Place { name, country: Country::of_code(country)?, latitude, longitude, people })
}

/// A name without accents, in lower case, with blanks for hyphens and the like.
pub(crate) fn fold(text: &str) -> String {
    let plain = text.nfkd().filter(|character| !is_combining_mark(*character)).flat_map(char::to_lowercase);
    let spaced: String =
        plain.map(|character| if character.is_alphanumeric() { character } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_place_in_a_known_country() {
        let gazetteer = Gazetteer::unpack();
        assert_eq!(gazetteer.lines.len(), 69_472);
        for line in &gazetteer.lines {
            let place = place_of(line).unwrap_or_else(|| panic!("{line}"));
            assert!(place.latitude.abs() <= 90_000_000 && place.longitude.abs() <= 180_000_000, "{line}");
        }
        let people: Vec<u64> =
            gazetteer.lines.iter().filter_map(|line| place_of(line)).map(|place| place.people).collect();
        assert!(people.is_sorted_by(|one, next| one >= next), "the largest come first");
    }

    #[test]
    fn places_within_edges_are_found_the_largest_first() {
        let gazetteer = Gazetteer::unpack();
        let edges = Edges { south: 50_000_000, north: 51_000_000, west: 2_500_000, east: 3_500_000 };
        let found: Vec<Place> = gazetteer.within(edges).collect();
        assert!(found.len() > 20 && found[0].name == "Lille", "{:?}", found[0]);
        assert!(found.iter().all(|place| edges.hold(place.latitude, place.longitude)));
        assert!(found.is_sorted_by(|one, next| one.people >= next.people));
    }
}
