//! Land that reaches across the date line, or around a pole, cut so that all of it lies on the map.

use super::topology::{GRID, Spot};

/// The map's right edge, and its foot.
const EDGE: i32 = GRID as i32;

/// The parts of a ring that lie on the map. Of a ring that leads around the earth, what lies south of it is land: that is Antarctica.
pub(super) fn cut(ring: &[Spot]) -> Vec<Vec<Spot>> {
    let mut whole = unrolled(ring);
    if let (Some(first), Some(last)) = (whole.first().copied(), whole.last().copied())
        && (last.0 - first.0).abs() > EDGE / 2
    {
        // It ends a whole turn from where it began: along the foot of the map it leads back.
        let around = if last.0 > first.0 { EDGE } else { -EDGE };
        whole.extend([(first.0 + around, first.1), (first.0 + around, EDGE), (first.0, EDGE)]);
    }
    let (least, greatest) = (whole.iter().map(|spot| spot.0).min(), whole.iter().map(|spot| spot.0).max());
    if least.is_some_and(|least| least >= 0) && greatest.is_some_and(|greatest| greatest <= EDGE) {
        return vec![whole];
    }
    let turned = [-EDGE, 0, EDGE].map(|turn| whole.iter().map(|spot| (spot.0 + turn, spot.1)).collect());
    turned.into_iter().map(on_the_map).filter(|ring| ring.len() > 2).collect()
}

/// The ring without jumps from one side of the map to the other, as if it went on beyond the edge.
fn unrolled(ring: &[Spot]) -> Vec<Spot> {
    let mut turn = 0;
    let mut before: Option<Spot> = None;
    let unroll = ring.iter().map(|spot| {
        if let Some(before) = before {
            let jump = spot.0 - before.0;
            turn += if jump > EDGE / 2 {
                -EDGE
            } else if jump < -EDGE / 2 {
                EDGE
            } else {
                0
            };
        }
        before = Some(*spot);
        (spot.0 + turn, spot.1)
    });
    unroll.collect()
}

/// What of a ring lies between the left and the right edge (Sutherland and Hodgman, 1974).
fn on_the_map(ring: Vec<Spot>) -> Vec<Spot> {
    let inside: [fn(Spot) -> i32; 2] = [|spot| spot.0, |spot| EDGE - spot.0];
    inside.into_iter().fold(ring, |ring, inside| {
        let mut kept = Vec::new();
        let mut before = ring.last().copied().unwrap_or_default();
        for spot in ring {
            let (was, is) = (inside(before), inside(spot));
            if (was < 0) != (is < 0) {
                let part = f64::from(was) / f64::from(was - is);
                let between =
                    |from: i32, to: i32| (f64::from(from) + f64::from(to - from) * part).round() as i32;
                kept.push((between(before.0, spot.0), between(before.1, spot.1)));
            }
            if is >= 0 {
                kept.push(spot);
            }
            before = spot;
        }
        kept
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn land_on_the_map_stays_as_it_is() {
        let ring = vec![(10, 10), (50, 10), (50, 60)];
        assert_eq!(cut(&ring), [ring]);
    }

    #[test]
    fn land_across_the_date_line_becomes_two_parts() {
        let parts = cut(&[(EDGE - 20, 100), (20, 100), (20, 140), (EDGE - 20, 140)]);
        assert_eq!(parts.len(), 2, "{parts:?}");
        for part in parts {
            assert_eq!(part.len(), 4, "{part:?}");
            let widths = part.iter().map(|spot| spot.0);
            assert_eq!(widths.clone().max().unwrap() - widths.min().unwrap(), 20);
        }
    }

    #[test]
    fn land_around_the_pole_reaches_to_the_foot_of_the_map() {
        let shore: Vec<Spot> = (0..8).map(|n| ((n * EDGE / 8 + 1_000) % EDGE, 200_000)).collect();
        let parts = cut(&shore);
        let covers: i64 = parts.iter().map(|part| doubled_area(part).abs() / 2).sum();
        let expected = i64::from(EDGE) * i64::from(EDGE - 200_000);
        assert!((covers - expected).abs() < expected / 1_000, "{covers} {expected}");
    }

    fn doubled_area(ring: &[Spot]) -> i64 {
        let next = ring.iter().cycle().skip(1);
        let of = |(a, b): (&Spot, &Spot)| i64::from(a.0) * i64::from(b.1) - i64::from(b.0) * i64::from(a.1);
        ring.iter().zip(next).map(of).sum()
    }
}
