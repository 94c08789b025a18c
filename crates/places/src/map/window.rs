//! Which part of the world is seen, in the Web Mercator projection, and where in it a place is.

use core::f64::consts::TAU;

/// How wide a window is, in units of the drawing.
pub const WIDTH: u32 = 800;

/// How high it is.
pub const HEIGHT: u32 = 600;

/// The closest view: a window is some twelve kilometres wide then, in the middle of Europe. Towns are told apart, houses not.
pub const MAX_ZOOM: u8 = 11;

/// Where the view of the whole world has its middle, in degrees to the north: more people live there than on the other half.
const MIDDLE_OF_ALL: f64 = 25.0;

/// The share of a window that one step to a side moves it.
const STEP: f64 = 0.5;

/// Millionths of a degree.
const MILLIONTHS: f64 = 1e6;

/// A part of the world. Its middle is rounded, the more coarsely the more is seen, so that few windows show almost the same; and it
/// does not reach beyond the date line or the ends of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    latitude: i64,
    longitude: i64,
    zoom: u8,
}

/// Where a window ends, in millionths of a degree. The edges belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edges {
    /// To the north, at its foot.
    pub south: i64,
    /// To the north, at its head.
    pub north: i64,
    /// To the east, at its left side.
    pub west: i64,
    /// To the east, at its right side.
    pub east: i64,
}

impl Edges {
    /// The narrowest that hold some places: none if there are none.
    pub fn of(places: impl IntoIterator<Item = (i64, i64)>) -> Option<Self> {
        places.into_iter().fold(None, |edges: Option<Self>, (latitude, longitude)| {
            let edges =
                edges.unwrap_or(Self { south: latitude, north: latitude, west: longitude, east: longitude });
            Some(Self {
                south: edges.south.min(latitude),
                north: edges.north.max(latitude),
                west: edges.west.min(longitude),
                east: edges.east.max(longitude),
            })
        })
    }

    /// Whether a place lies within them.
    #[must_use]
    pub fn hold(&self, latitude: i64, longitude: i64) -> bool {
        (self.south..=self.north).contains(&latitude) && (self.west..=self.east).contains(&longitude)
    }
}

impl Window {
    /// The whole world, but for the ice around the poles.
    #[must_use]
    pub fn whole() -> Self {
        Self::at(spot(MIDDLE_OF_ALL, 0.0), 0)
    }

    /// A window with its middle near a place, in millionths of a degree to the north and east. Nothing for what is no place, or is
    /// closer than a map is drawn here.
    #[must_use]
    pub fn new(latitude: i64, longitude: i64, zoom: u8) -> Option<Self> {
        let is_place = latitude.abs() <= 90_000_000 && longitude.abs() <= 180_000_000;
        (is_place && zoom <= MAX_ZOOM)
            .then(|| Self::at(spot(latitude as f64 / MILLIONTHS, longitude as f64 / MILLIONTHS), zoom))
    }

    /// The closest view in which all is well within the edges, but at most this close.
    #[must_use]
    pub fn around(edges: Edges, closest: u8) -> Self {
        let corner =
            |latitude: i64, longitude: i64| spot(latitude as f64 / MILLIONTHS, longitude as f64 / MILLIONTHS);
        let (left, top) = corner(edges.north, edges.west);
        let (right, bottom) = corner(edges.south, edges.east);
        let middle = (f64::midpoint(left, right), f64::midpoint(top, bottom));
        let fits = |zoom: u8| {
            let window = Self::at(middle, zoom);
            let well_within = |latitude: i64, longitude: i64| {
                let (x, y) = window.place(latitude, longitude);
                let margin = f64::from(HEIGHT) / 12.0;
                (margin..=f64::from(WIDTH) - margin).contains(&x)
                    && (margin..=f64::from(HEIGHT) - margin).contains(&y)
            };
            well_within(edges.north, edges.west) && well_within(edges.south, edges.east)
        };
        let zoom = (0..=closest.min(MAX_ZOOM)).rev().find(|zoom| fits(*zoom)).unwrap_or(0);
        Self::at(middle, zoom)
    }

    /// One that has its middle there, on a map that is one unit wide and high, as far as it may.
    fn at((x, y): (f64, f64), zoom: u8) -> Self {
        // There is one view of the whole world.
        let (x, y) = if zoom == 0 { spot(MIDDLE_OF_ALL, 0.0) } else { (x, y) };
        let (half_wide, half_high) = half(zoom);
        let x = x.clamp(half_wide, 1.0 - half_wide);
        let y = y.clamp(half_high, 1.0 - half_high);
        let step = 10_f64.powi(i32::from(decimals(zoom)));
        let rounded = |degrees: f64| ((degrees * step).round() / step * MILLIONTHS).round() as i64;
        Self { latitude: rounded(latitude_of(y)), longitude: rounded((x - 0.5) * 360.0), zoom }
    }

    /// How close: each step shows half as much in each direction.
    #[must_use]
    pub fn zoom(self) -> u8 {
        self.zoom
    }

    /// Its middle, in millionths of a degree to the north and east.
    #[must_use]
    pub fn middle(self) -> (i64, i64) {
        (self.latitude, self.longitude)
    }

    /// Its middle as it is written, in degrees: `51.5,-0.1`.
    #[must_use]
    pub fn written(self) -> String {
        let places = usize::from(decimals(self.zoom));
        let degrees = |millionths: i64| format!("{:.places$}", millionths as f64 / MILLIONTHS);
        format!("{},{}", degrees(self.latitude), degrees(self.longitude))
    }

    /// One step closer, with the same middle.
    #[must_use]
    pub fn closer(self) -> Option<Self> {
        (self.zoom < MAX_ZOOM).then(|| Self::at(self.spot(), self.zoom + 1))
    }

    /// One step wider. The widest is the whole world.
    #[must_use]
    pub fn wider(self) -> Option<Self> {
        self.zoom.checked_sub(1).map(|zoom| Self::at(self.spot(), zoom))
    }

    /// Half a window further: to the east and to the south, or back. Behind the date line comes the other end of the map; beyond the
    /// ends in the north and south nothing does.
    #[must_use]
    pub fn moved(self, east: i8, south: i8) -> Option<Self> {
        let (x, y) = self.spot();
        let (half_wide, half_high) = half(self.zoom);
        let mut to = x + f64::from(east) * STEP * 2.0 * half_wide;
        let moved = Self::at((to, y + f64::from(south) * STEP * 2.0 * half_high), self.zoom);
        if moved != self {
            return Some(moved);
        }
        if east == 0 || self.zoom == 0 {
            return None;
        }
        to = if east > 0 { 0.0 } else { 1.0 };
        Some(Self::at((to, y), self.zoom))
    }

    /// Where its edges are.
    #[must_use]
    pub fn edges(self) -> Edges {
        let (x, y) = self.spot();
        let (half_wide, half_high) = half(self.zoom);
        let east = |x: f64| (((x - 0.5) * 360.0).clamp(-180.0, 180.0) * MILLIONTHS).round() as i64;
        let north = |y: f64| (latitude_of(y.clamp(0.0, 1.0)) * MILLIONTHS).round() as i64;
        Edges {
            south: north(y + half_high),
            north: north(y - half_high),
            west: east(x - half_wide),
            east: east(x + half_wide),
        }
    }

    /// Where a place is, in units of the drawing from the upper left corner; perhaps outside.
    #[must_use]
    pub fn place(self, latitude: i64, longitude: i64) -> (f64, f64) {
        self.drawing().place(latitude, longitude)
    }

    /// How it is drawn: for many places, made once.
    pub(super) fn drawing(self) -> Drawing {
        let (x, y) = self.spot();
        let scale = f64::from(WIDTH) * 2_f64.powi(i32::from(self.zoom));
        Drawing { scale, corner: (f64::from(WIDTH) / 2.0 - x * scale, f64::from(HEIGHT) / 2.0 - y * scale) }
    }

    fn spot(self) -> (f64, f64) {
        spot(self.latitude as f64 / MILLIONTHS, self.longitude as f64 / MILLIONTHS)
    }
}

/// How a window is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drawing {
    /// How many units of the drawing the whole map is wide.
    pub(super) scale: f64,
    /// Where on it the upper left corner of the whole map is.
    pub(super) corner: (f64, f64),
}

impl Drawing {
    /// Where a place is drawn.
    pub(super) fn place(self, latitude: i64, longitude: i64) -> (f64, f64) {
        self.spot(spot(latitude as f64 / MILLIONTHS, longitude as f64 / MILLIONTHS))
    }

    /// The same, of a spot on the map that is one unit wide and high.
    pub(super) fn spot(self, (x, y): (f64, f64)) -> (f64, f64) {
        (x * self.scale + self.corner.0, y * self.scale + self.corner.1)
    }
}

/// Half of the width and height of a window, on the map that is one unit wide and high.
fn half(zoom: u8) -> (f64, f64) {
    let half_wide = 0.5 / 2_f64.powi(i32::from(zoom));
    (half_wide, half_wide * f64::from(HEIGHT) / f64::from(WIDTH))
}

/// To how many decimals the middle of a window is rounded, in degrees: to less than a fiftieth of its width.
fn decimals(zoom: u8) -> u8 {
    zoom / 3
}

/// Where a place is on the map that is one unit wide and high, from its upper left corner (Web Mercator, on a sphere).
pub(super) fn spot(latitude: f64, longitude: f64) -> (f64, f64) {
    let north = latitude.to_radians().tan().asinh();
    (longitude / 360.0 + 0.5, (0.5 - north / TAU).clamp(0.0, 1.0))
}

/// How far to the north a line of that map is, in degrees.
fn latitude_of(y: f64) -> f64 {
    ((0.5 - y) * TAU).sinh().atan().to_degrees()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(latitude: f64, longitude: f64, zoom: u8) -> Window {
        Window::new((latitude * MILLIONTHS) as i64, (longitude * MILLIONTHS) as i64, zoom).unwrap()
    }

    #[test]
    fn places_are_where_they_belong() {
        let whole = Window::whole();
        assert_eq!(whole.written(), "25,0");
        let (x, _) = whole.place(0, -180_000_000);
        assert_eq!(x, 0.0);
        let (x, y) = window(51.5, -0.1, 7).place(51_500_000, -100_000);
        assert!((x - 400.0).abs() < 1.0 && (y - 300.0).abs() < 1.0, "the middle is in the middle");
        let (_, north) = whole.place(52_000_000, 0);
        let (_, south) = whole.place(-33_000_000, 0);
        assert!(north < 300.0 && south > 300.0);
        // One degree to the north is drawn longer than one to the east, as much as it is on that map.
        let middle = window(60.0, 10.0, 8);
        let ((x, y), (east, _), (_, up)) = (
            middle.place(60_000_000, 10_000_000),
            middle.place(60_000_000, 10_100_000),
            middle.place(60_100_000, 10_000_000),
        );
        assert!(((y - up) / (east - x) - 2.0).abs() < 0.01);
    }

    #[test]
    fn what_is_written_leads_back_to_the_same_window() {
        for zoom in 0..=MAX_ZOOM {
            for latitude in (-90..=90).step_by(15) {
                for longitude in (-180..=180).step_by(30) {
                    let window = window(f64::from(latitude) * 0.987, f64::from(longitude) * 0.99, zoom);
                    let written = window.written();
                    let (north, east) = written.split_once(',').unwrap();
                    let millionths = |text: &str| (text.parse::<f64>().unwrap() * MILLIONTHS).round() as i64;
                    assert_eq!(
                        Window::new(millionths(north), millionths(east), zoom),
                        Some(window),
                        "{written}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_no_place_or_too_close_has_no_window() {
        assert_eq!(Window::new(90_000_001, 0, 0), None);
        assert_eq!(Window::new(0, -180_000_001, 0), None);
        assert_eq!(Window::new(0, 0, MAX_ZOOM + 1), None);
        assert_eq!(Window::new(i64::MAX, 0, 3), None);
        assert_eq!(Window::new(90_000_000, 180_000_000, 4).unwrap().edges().east, 180_000_000);
    }

    #[test]
    fn stepping_leads_around_the_earth_and_ends_in_the_north() {
        let mut window = window(51.5, -0.1, 4);
        let mut seen = 0;
        while window.moved(1, 0).unwrap().longitude > window.longitude {
            (window, seen) = (window.moved(1, 0).unwrap(), seen + 1);
        }
        assert!((10..40).contains(&seen), "{seen}");
        assert_eq!(window.moved(1, 0).unwrap().edges().west, -180_000_000, "the other end of the map");
        while let Some(north) = window.moved(0, -1) {
            assert!(north.latitude > window.latitude);
            window = north;
        }
        assert!(window.edges().north > 84_000_000);
        assert_eq!(Window::whole().moved(1, 0), None, "all is seen already");
    }

    #[test]
    fn closer_and_wider_lead_from_the_whole_world_to_a_town_and_back() {
        let mut window = window(53.48, -2.24, 1);
        while let Some(closer) = window.closer() {
            assert!(closer.edges().east - closer.edges().west < window.edges().east - window.edges().west);
            window = closer;
        }
        assert_eq!(window.zoom(), MAX_ZOOM);
        while let Some(wider) = window.wider() {
            window = wider;
        }
        assert_eq!(window, Window::whole());
    }

    #[test]
    fn a_window_around_places_holds_them_and_is_no_wider_than_it_must_be() {
        let edges = Edges::of([(53_000_000, -3_000_000), (51_000_000, 0)]).unwrap();
        let window = Window::around(edges, MAX_ZOOM);
        let seen = window.edges();
        assert!(seen.hold(edges.north, edges.west) && seen.hold(edges.south, edges.east));
        assert_eq!(window.zoom(), 6);
        assert!(!Window::new(52_000_000, -1_500_000, 7).unwrap().edges().hold(edges.north, edges.west));
        assert_eq!(Window::around(edges, 3).zoom(), 3);
        let town = Edges::of([(53_000_000, -3_000_000)]).unwrap();
        assert_eq!(Window::around(town, MAX_ZOOM).zoom(), MAX_ZOOM);
        assert_eq!(Edges::of([]), None);
    }
}
