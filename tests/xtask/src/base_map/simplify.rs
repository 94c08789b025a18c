//! Fewer points for almost the same line (Douglas and Peucker, 1973).

use super::topology::Spot;

/// A line from which no point that is left out is farther away than `tolerance`.
pub(super) fn line(spots: &[Spot], tolerance: f64) -> Vec<Spot> {
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

/// A ring in the same way; nothing of one that is too small to be seen.
pub(super) fn ring(spots: &[Spot], tolerance: f64) -> Option<Vec<Spot>> {
    let first = *spots.first()?;
    // Cut where it is widest, so that neither half begins where it ends.
    let from_first = |spot: &Spot| distance(*spot, first, first);
    let (opposite, _) = spots
        .iter()
        .enumerate()
        .max_by(|(_, one), (_, other)| from_first(one).total_cmp(&from_first(other)))?;
    let mut halves = line(&spots[..=opposite], tolerance);
    halves.pop();
    let back: Vec<Spot> = spots[opposite..].iter().copied().chain([first]).collect();
    halves.extend(line(&back, tolerance));
    halves.pop();
    (halves.len() > 2 && area(&halves) > tolerance * tolerance).then_some(halves)
}

/// How far a spot is from the line between two others.
fn distance(spot: Spot, from: Spot, to: Spot) -> f64 {
    let between = |a: Spot, b: Spot| (f64::from(b.0 - a.0), f64::from(b.1 - a.1));
    let (along, off) = (between(from, to), between(from, spot));
    let length = along.0 * along.0 + along.1 * along.1;
    let part =
        if length == 0.0 { 0.0 } else { ((off.0 * along.0 + off.1 * along.1) / length).clamp(0.0, 1.0) };
    (off.0 - part * along.0).hypot(off.1 - part * along.1)
}

fn area(ring: &[Spot]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    let doubled: f64 = ring
        .iter()
        .zip(next)
        .map(|(a, b)| f64::from(a.0) * f64::from(b.1) - f64::from(b.0) * f64::from(a.1))
        .sum();
    doubled.abs() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_on_the_line_is_left_out_and_what_sticks_out_stays() {
        let bumpy = [(0, 0), (10, 1), (20, 0), (30, 9), (40, 0)];
        assert_eq!(line(&bumpy, 2.0), [(0, 0), (20, 0), (30, 9), (40, 0)]);
        assert_eq!(line(&bumpy, 20.0), [(0, 0), (40, 0)]);
        assert_eq!(line(&[], 1.0), []);
    }

    #[test]
    fn a_ring_keeps_its_corners_and_an_islet_goes() {
        let square = [(0, 0), (50, 1), (100, 0), (100, 100), (0, 100)];
        assert_eq!(ring(&square, 3.0).unwrap(), [(0, 0), (100, 0), (100, 100), (0, 100)]);
        assert_eq!(ring(&[(0, 0), (2, 0), (2, 2)], 3.0), None);
        assert_eq!(ring(&[(5, 5)], 3.0), None);
    }
}
