//! Places on earth: how far apart they are, and in which squares of a grid they lie.

use core::ops::RangeInclusive;

/// The mean radius of the earth, in kilometres.
const EARTH_KILOMETRES: f64 = 6371.0088;

/// The sides of the squares, in millionths of a degree, from the finest grid: about 28, 220 and 1,700 kilometres from north to
/// south.
const SIDES: [i64; 3] = [250_000, 2_000_000, 15_000_000];

/// Most squares that a search looks into; what needs more of the widest grid is looked for everywhere.
const MAX_CELLS: usize = 160;

/// The whole way around, in millionths of a degree.
const AROUND: i64 = 360_000_000;

/// A place on earth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// Degrees to the north, in millionths: at most 90 either way.
    latitude: i64,
    /// Degrees to the east, in millionths: at most 180 either way.
    longitude: i64,
}

impl Point {
    /// Where the equator meets the first meridian, in the sea south of Ghana.
    pub const MIDDLE: Self = Self { latitude: 0, longitude: 0 };

    /// The place with these millionths of a degree to the north and to the east, if there is such a place.
    #[must_use]
    pub fn new(latitude: i64, longitude: i64) -> Option<Self> {
        let fits =
            (-90_000_000..=90_000_000).contains(&latitude) && (-AROUND / 2..=AROUND / 2).contains(&longitude);
        fits.then_some(Self { latitude, longitude })
    }

    /// Millionths of a degree to the north.
    #[must_use]
    pub fn latitude(self) -> i64 {
        self.latitude
    }

    /// Millionths of a degree to the east.
    #[must_use]
    pub fn longitude(self) -> i64 {
        self.longitude
    }

    /// Kilometres to another place along a great circle (the haversine formula, on a sphere: up to half a per cent off).
    #[must_use]
    pub fn kilometres_to(self, other: Self) -> f64 {
        let radians = |millionths: i64| (millionths as f64 / 1e6).to_radians();
        let (north, other_north) = (radians(self.latitude), radians(other.latitude));
        let half_north = ((other_north - north) / 2.0).sin();
        let half_east = (radians(other.longitude - self.longitude) / 2.0).sin();
        let chord = half_north * half_north + north.cos() * other_north.cos() * half_east * half_east;
        2.0 * EARTH_KILOMETRES * chord.sqrt().min(1.0).asin()
    }

    /// The names of the squares that it lies in, one of each grid.
    pub(super) fn cells(self) -> impl Iterator<Item = String> {
        SIDES
            .into_iter()
            .map(move |side| name(side, self.latitude.div_euclid(side), wrapped(self.longitude, side)))
    }

    /// The names of squares that hold everything so near, of the finest grid of which that takes few; `None` for anywhere.
    pub(super) fn cells_within(self, kilometres: f64) -> Option<Vec<String>> {
        let angle = kilometres / EARTH_KILOMETRES;
        let to_north = (angle.to_degrees() * 1e6) as i64 + 1;
        let (south, north) = (self.latitude - to_north, self.latitude + to_north);
        // Around a pole all meridians meet.
        let around_a_pole = south <= -90_000_000 || north >= 90_000_000;
        let to_east = if around_a_pole || angle >= core::f64::consts::FRAC_PI_2 {
            AROUND / 2
        } else {
            let latitude = (self.latitude as f64 / 1e6).to_radians();
            ((angle.sin() / latitude.cos()).min(1.0).asin().to_degrees() * 1e6) as i64 + 1
        };
        let (south, north) = (south.max(-90_000_000), north.min(90_000_000));
        cells(south..=north, self.longitude - to_east..=self.longitude + to_east)
    }
}

/// The names of squares that hold whatever lies in a range of latitudes and one of longitudes, of the finest grid of which that
/// takes few; `None` for anywhere.
fn cells(north: RangeInclusive<i64>, east: RangeInclusive<i64>) -> Option<Vec<String>> {
    SIDES.into_iter().find_map(|side| {
        let rows = north.start().div_euclid(side)..=north.end().div_euclid(side);
        let all = columns(side);
        let first = east.start().div_euclid(side);
        let width = (east.end().div_euclid(side) - first + 1).min(all);
        let count = (rows.end() - rows.start() + 1).saturating_mul(width);
        (count <= MAX_CELLS as i64).then(|| {
            rows.flat_map(|row| {
                (0..width).map(move |column| name(side, row, (first + column).rem_euclid(all)))
            })
            .collect()
        })
    })
}

/// A part of the earth between two latitudes and two longitudes; the edges belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// Its edge in the south and west.
    pub least: Point,
    /// Its edge in the north and east.
    pub greatest: Point,
}

impl Area {
    /// Whether a place lies in it.
    #[must_use]
    pub fn holds(self, point: Point) -> bool {
        (self.least.latitude..=self.greatest.latitude).contains(&point.latitude)
            && (self.least.longitude..=self.greatest.longitude).contains(&point.longitude)
    }

    /// The names of squares that hold all of it, of the finest grid of which that takes few; `None` for anywhere.
    pub(super) fn cells(self) -> Option<Vec<String>> {
        cells(self.least.latitude..=self.greatest.latitude, self.least.longitude..=self.greatest.longitude)
    }
}

/// How many squares there are around the earth; the last may be narrower.
fn columns(side: i64) -> i64 {
    AROUND / side
}

fn wrapped(longitude: i64, side: i64) -> i64 {
    longitude.div_euclid(side).rem_euclid(columns(side))
}

fn name(side: i64, row: i64, column: i64) -> String {
    format!("{}:{row}:{column}", side / 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(latitude: f64, longitude: f64) -> Point {
        Point::new((latitude * 1e6) as i64, (longitude * 1e6) as i64).unwrap()
    }

    #[test]
    fn distances_are_those_of_the_map() {
        let lille = at(50.63297, 3.05858);
        assert!((lille.kilometres_to(at(48.85341, 2.3488)) - 204.0).abs() < 1.0, "to Paris");
        assert!((at(0.0, 179.9).kilometres_to(at(0.0, -179.9)) - 22.2).abs() < 0.1, "across the date line");
        assert!(lille.kilometres_to(lille) < 0.001);
    }

    #[test]
    fn what_is_near_lies_in_a_square_that_is_looked_into() {
        // Seen from many places, in all directions, right up to the edge; at the poles and across the date line too.
        for (latitude, longitude) in
            [(50.6, 3.0), (0.0, 179.99), (-17.8, -179.9), (89.9, 10.0), (-89.5, 0.0), (64.1, -21.9)]
        {
            let here = at(latitude, longitude);
            for kilometres in [1.0, 50.0, 400.0, 3000.0] {
                let cells = here.cells_within(kilometres);
                for north in -60..=60 {
                    for east in -60..=60 {
                        let step = kilometres / 111.0 / 60.0;
                        let (latitude, longitude) =
                            (latitude + f64::from(north) * step, longitude + f64::from(east) * step * 3.0);
                        let longitude = (longitude + 540.0).rem_euclid(360.0) - 180.0;
                        if latitude.abs() > 90.0 || here.kilometres_to(at(latitude, longitude)) > kilometres {
                            continue;
                        }
                        let found = cells.as_ref().is_none_or(|cells| {
                            at(latitude, longitude).cells().any(|cell| cells.contains(&cell))
                        });
                        assert!(found, "{latitude},{longitude} within {kilometres} km");
                    }
                }
            }
        }
        assert!(at(50.6, 3.0).cells_within(50.0).unwrap().len() < 60);
        assert_eq!(at(50.6, 3.0).cells_within(20_000.0), None, "anywhere");
    }

    #[test]
    fn what_lies_in_an_area_lies_in_a_square_that_is_looked_into() {
        let area = |south, west, north, east| Area { least: at(south, west), greatest: at(north, east) };
        for (south, west, north, east) in [
            (50.0, 2.0, 51.0, 4.0),
            (-90.0, 170.0, -80.0, 180.0),
            (-20.0, -180.0, 30.0, -100.0),
            (0.0, 0.0, 0.0, 0.0),
        ] {
            let area = area(south, west, north, east);
            let cells = area.cells().unwrap();
            for (part_north, part_east) in [(0.0, 0.0), (1.0, 1.0), (0.3, 0.7), (1.0, 0.0)] {
                let point = at(south + (north - south) * part_north, west + (east - west) * part_east);
                assert!(area.holds(point));
                assert!(point.cells().any(|cell| cells.contains(&cell)), "{point:?}");
            }
            assert!(!area.holds(at(40.0, 10.0)));
        }
        assert_eq!(area(-90.0, -180.0, 90.0, 180.0).cells(), None, "anywhere");
    }

    #[test]
    fn there_is_no_place_beyond_the_poles() {
        assert_eq!(Point::new(90_000_001, 0), None);
        assert_eq!(Point::new(0, -180_000_001), None);
    }
}
