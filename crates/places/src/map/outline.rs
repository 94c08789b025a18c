//! What of land and borders a window shows, as paths of SVG in whole units of its drawing.

use core::fmt::Write as _;

use super::sheet::{GRID, Line, for_zoom};
use super::window::{HEIGHT, WIDTH, Window};

/// How far beyond the edges is drawn: further than the lines around land are wide.
const MARGIN: f64 = 8.0;

/// How far a line may be from where it was, in units of the drawing, at first; and by how much more it may, while there are too
/// many bytes.
const TOLERANCE: f64 = 0.6;
const COARSER: f64 = 1.5;

/// How often it is tried to make do with fewer bytes. After so many times, lines are ten times as coarse as at first.
const MAX_TRIES: usize = 7;

type Spot = (f64, f64);
type Drawn = (i32, i32);

/// Paths of SVG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Land, to be filled by the rule of even and odd.
    pub land: String,
    /// Lines between countries, not to be filled.
    pub borders: String,
}

/// What a window shows, in at most `most` bytes, if it can be drawn in so few: as fine as fits.
#[must_use]
pub fn outline(window: Window, most: usize) -> Outline {
    let mut tolerance = TOLERANCE;
    let shown = Shown::of(window);
    for _ in 1..MAX_TRIES {
        let outline = shown.drawn(tolerance);
        if outline.land.len() + outline.borders.len() <= most {
            return outline;
        }
        tolerance *= COARSER;
    }
    shown.drawn(tolerance)
}

/// The parts of lines that lie in a window, in units of its drawing.
struct Shown {
    rings: Vec<Vec<Spot>>,
    lines: Vec<Vec<Spot>>,
}

impl Shown {
    fn of(window: Window) -> Self {
        let Some(sheet) = for_zoom(window.zoom()) else {
            return Self { rings: Vec::new(), lines: Vec::new() };
        };
        let drawing = window.drawing();
        let at = |spot: &(i32, i32)| drawing.spot((f64::from(spot.0) / GRID, f64::from(spot.1) / GRID));
        let is_seen = |line: &&Line| overlaps(at(&line.least), at(&line.greatest));
        let drawn = |line: &Line| -> Vec<Spot> { line.spots.iter().map(at).collect() };
        let land = sheet.land.iter().filter(is_seen).map(|ring| clipped(drawn(ring)));
        let borders = sheet.borders.iter().filter(is_seen).flat_map(|line| pieces(&drawn(line)));
        Self { rings: land.filter(|ring| ring.len() > 2).collect(), lines: borders.collect() }
    }

    fn drawn(&self, tolerance: f64) -> Outline {
        let mut outline = Outline { land: String::new(), borders: String::new() };
        for ring in &self.rings {
            // Without its last spot, which is its first.
            let closed: Vec<Spot> = ring.iter().chain(ring.first()).copied().collect();
            let mut spots = rounded(&simplified(&closed, tolerance));
            spots.pop();
            if spots.len() > 2 {
                path(&mut outline.land, &spots);
                outline.land.push('z');
            }
        }
        for line in &self.lines {
            let spots = rounded(&simplified(line, tolerance));
            if spots.len() > 1 {
                path(&mut outline.borders, &spots);
            }
        }
        outline
    }
}

const LOW: Spot = (-MARGIN, -MARGIN);
const HIGH: Spot = (WIDTH as f64 + MARGIN, HEIGHT as f64 + MARGIN);

fn overlaps(least: Spot, greatest: Spot) -> bool {
    least.0 <= HIGH.0 && greatest.0 >= LOW.0 && least.1 <= HIGH.1 && greatest.1 >= LOW.1
}

/// What of an area lies within the edges (Sutherland and Hodgman, 1974).
fn clipped(ring: Vec<Spot>) -> Vec<Spot> {
    // How far inside a spot is, of each edge.
    let inside: [fn(&Spot) -> f64; 4] =
        [|at| at.0 - LOW.0, |at| HIGH.0 - at.0, |at| at.1 - LOW.1, |at| HIGH.1 - at.1];
    inside.into_iter().fold(ring, |ring, inside| {
        if ring.iter().all(|spot| inside(spot) >= 0.0) {
            return ring;
        }
        let mut kept = Vec::with_capacity(ring.len());
        let Some(last) = ring.last() else { return ring };
        let mut before = *last;
        for spot in &ring {
            let (was, is) = (inside(&before), inside(spot));
            if (was < 0.0) != (is < 0.0) {
                let part = was / (was - is);
                kept.push((before.0 + (spot.0 - before.0) * part, before.1 + (spot.1 - before.1) * part));
            }
            if is >= 0.0 {
                kept.push(*spot);
            }
            before = *spot;
        }
        kept
    })
}

/// The pieces of a line that are seen, each up to the first spot outside.
fn pieces(line: &[Spot]) -> Vec<Vec<Spot>> {
    let mut pieces: Vec<Vec<Spot>> = Vec::new();
    let mut goes_on = false;
    for pair in line.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let is_seen = overlaps((from.0.min(to.0), from.1.min(to.1)), (from.0.max(to.0), from.1.max(to.1)));
        match pieces.last_mut() {
            Some(piece) if is_seen && goes_on => piece.push(to),
            _ if is_seen => pieces.push(vec![from, to]),
            _ => {}
        }
        goes_on = is_seen;
    }
    pieces
}

/// Fewer spots for almost the same line (Douglas and Peucker, 1973).
fn simplified(spots: &[Spot], tolerance: f64) -> Vec<Spot> {
    let Some(last) = spots.len().checked_sub(1) else { return Vec::new() };
    let mut kept = vec![false; spots.len()];
    (kept[0], kept[last]) = (true, true);
    let mut pending = vec![(0, last)];
    while let Some((from, to)) = pending.pop() {
        let distances = (from + 1..to).map(|at| (distance(spots[at], spots[from], spots[to]), at));
        if let Some((far, at)) = distances.max_by(|one, other| one.0.total_cmp(&other.0))
            && far > tolerance
        {
            kept[at] = true;
            pending.extend([(from, at), (at, to)]);
        }
    }
    spots.iter().zip(kept).filter_map(|(spot, kept)| kept.then_some(*spot)).collect()
}

/// How far a spot is from the line between two others.
fn distance(spot: Spot, from: Spot, to: Spot) -> f64 {
    let (along, off) = ((to.0 - from.0, to.1 - from.1), (spot.0 - from.0, spot.1 - from.1));
    let length = along.0 * along.0 + along.1 * along.1;
    let part =
        if length == 0.0 { 0.0 } else { ((off.0 * along.0 + off.1 * along.1) / length).clamp(0.0, 1.0) };
    (off.0 - part * along.0).hypot(off.1 - part * along.1)
}

/// To whole units; of those that become one, one.
fn rounded(spots: &[Spot]) -> Vec<Drawn> {
    let mut spots: Vec<Drawn> = spots.iter().map(|(x, y)| (x.round() as i32, y.round() as i32)).collect();
    spots.dedup();
    spots
}

/// Writes a line from spot to spot, each by its distance from the last. A minus does for a blank.
fn path(path: &mut String, spots: &[Drawn]) {
    let mut before = (0, 0);
    for (number, (x, y)) in spots.iter().enumerate() {
        let (right, down) = (x - before.0, y - before.1);
        let blank = |step: i32| if step < 0 { "" } else { " " };
        // Writing to a text cannot fail.
        let _ = match number {
            0 => write!(path, "M{right}{}{down}", blank(down)),
            1 => write!(path, "l{right}{}{down}", blank(down)),
            _ => write!(path, "{}{right}{}{down}", blank(right), blank(down)),
        };
        before = (*x, *y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_as_short_as_can_be() {
        let mut drawn = String::new();
        path(&mut drawn, &[(10, 20), (15, 18), (12, 30), (12, 12)]);
        assert_eq!(drawn, "M10 20l5-2-3 12 0-18");
    }

    #[test]
    fn an_area_is_cut_at_the_edges_and_a_line_into_pieces() {
        let all = clipped(vec![(-5e3, -5e3), (5e3, -5e3), (5e3, 5e3), (-5e3, 5e3)]);
        assert_eq!(all.len(), 4);
        assert!(
            all.iter().all(|spot| [LOW.0, HIGH.0].contains(&spot.0) && [LOW.1, HIGH.1].contains(&spot.1))
        );
        assert!(clipped(vec![(-50.0, 0.0), (-40.0, 0.0), (-40.0, 10.0)]).is_empty());
        let within = vec![(1.0, 1.0), (9.0, 1.0), (9.0, 9.0)];
        assert_eq!(clipped(within.clone()), within);
        let out_and_back = [(10.0, 10.0), (-90.0, 10.0), (-90.0, 50.0), (10.0, 50.0), (20.0, 50.0)];
        assert_eq!(pieces(&out_and_back).iter().map(Vec::len).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn whatever_is_seen_is_drawn_in_few_bytes() {
        const MOST: usize = 9_000;
        for zoom in 0..=super::super::MAX_ZOOM {
            // Crowded shores: the Aegean, the fjords of Norway, the isles of Finland and Indonesia, the north of Canada.
            for (latitude, longitude) in
                [(38, 25), (60, 6), (60, 21), (-5, 120), (70, -95), (-50, -73), (51, 0), (25, 0), (85, 180)]
            {
                let window = Window::new(latitude * 1_000_000, longitude * 1_000_000, zoom).unwrap();
                let outline = outline(window, MOST);
                let bytes = outline.land.len() + outline.borders.len();
                assert!(bytes <= MOST, "{latitude},{longitude} at {zoom}: {bytes}");
            }
        }
    }

    #[test]
    fn land_is_land_and_the_sea_is_not() {
        let covers = |latitude: i64, longitude: i64| {
            let window = Window::new(latitude * 1_000_000, longitude * 1_000_000, 9).unwrap();
            outline(window, 9_000).land
        };
        assert_eq!(covers(40, -40), "", "amid the Atlantic");
        let all = format!("M{0} {1}", WIDTH + MARGIN as u32, HEIGHT + MARGIN as u32);
        assert!(
            covers(47, 26).len() < 60 && covers(47, 26).contains('M'),
            "amid Europe: {} {all}",
            covers(47, 26)
        );
        let whole = outline(Window::whole(), 12_000);
        assert!(whole.land.len() > 4_000 && whole.borders.len() > 1_000);
    }
}
