//! Places that are too close to each other to be told apart, as one.

use std::collections::BTreeMap;

use super::window::{Edges, HEIGHT, WIDTH, Window};

/// The side of the squares in which places become one, in units of the drawing. Squares lie on the world, not on the window: who
/// moves the window sees the same clusters.
const SQUARE: u32 = 80;

/// Clusters closer than this to a larger one become part of it: signs of both would lie on each other.
const APART: f64 = 60.0;

/// Most clusters in a window: one in each square, cut ones among them.
pub const MAX_CLUSTERS: usize = ((WIDTH / SQUARE + 1) * (HEIGHT / SQUARE + 1)) as usize;

/// Places close to each other; or a single one.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Which of the places that were given, the first first.
    pub members: Vec<usize>,
    /// The narrowest edges that hold all of them.
    pub edges: Edges,
    /// Amid its places: the mean of each, in millionths of a degree to the north and east.
    pub middle: (i64, i64),
}

impl Cluster {
    /// Whether all its places are one.
    #[must_use]
    pub fn is_one_place(&self) -> bool {
        self.edges.south == self.edges.north && self.edges.west == self.edges.east
    }
}

/// One of the places: which, and where it is drawn.
#[derive(Clone, Copy)]
struct Member {
    number: usize,
    at: Spot,
}

type Spot = (f64, f64);

/// Some places as clusters, the largest first. Each place is in one of them, in whatever order they are given.
///
/// Places outside of the window are taken for places on its edge.
#[must_use]
pub fn clusters(window: Window, places: &[(i64, i64)]) -> Vec<Cluster> {
    let mut squares: BTreeMap<(i64, i64), Vec<Member>> = BTreeMap::new();
    // Where the window begins on a drawing of the world, in whole units: its squares are those of its neighbours.
    let drawing = window.drawing();
    let (from_x, from_y) = drawing.corner;
    let (wide, high) = (f64::from(WIDTH), f64::from(HEIGHT));
    for (number, (latitude, longitude)) in places.iter().enumerate() {
        let (x, y) = drawing.place(*latitude, *longitude);
        let (x, y) = (x.clamp(0.0, wide), y.clamp(0.0, high));
        let square = |at: f64, from: f64| ((at - from) / f64::from(SQUARE)).floor() as i64;
        squares
            .entry((square(x, from_x), square(y, from_y)))
            .or_default()
            .push(Member { number, at: (x, y) });
    }
    let mut by_size: Vec<Vec<Member>> = squares.into_values().collect();
    // Squares come in their own order, which those of one size keep.
    by_size.sort_by_key(|members| core::cmp::Reverse(members.len()));
    let mut kept: Vec<(Spot, Vec<Member>)> = Vec::new();
    for members in by_size {
        let (x, y) = amid(&members);
        let distance = |(other_x, other_y): Spot| (x - other_x).hypot(y - other_y);
        let nearest = kept.iter_mut().min_by(|one, other| distance(one.0).total_cmp(&distance(other.0)));
        match nearest {
            Some((at, larger)) if distance(*at) < APART => larger.extend(members),
            _ => kept.push(((x, y), members)),
        }
    }
    let clusters = kept.into_iter().filter_map(|(_, members)| cluster(&members, places));
    let mut clusters: Vec<Cluster> = clusters.collect();
    clusters.sort_by_key(|cluster| core::cmp::Reverse(cluster.members.len()));
    clusters
}

fn cluster(members: &[Member], places: &[(i64, i64)]) -> Option<Cluster> {
    let mut members: Vec<usize> = members.iter().map(|member| member.number).collect();
    members.sort_unstable();
    let there = || members.iter().filter_map(|number| places.get(*number)).copied();
    let edges = Edges::of(there())?;
    let mean = |of: fn((i64, i64)) -> i64| there().map(of).sum::<i64>() / members.len().max(1) as i64;
    let middle = (mean(|place| place.0), mean(|place| place.1));
    Some(Cluster { edges, middle, members })
}

/// The middle of some places as they are drawn, to the tenth of a unit: no order in which they are added up shows in it.
fn amid(members: &[Member]) -> Spot {
    let mean = |of: fn(&Member) -> f64| {
        let sum: i64 = members.iter().map(|member| (of(member) * 1e4).round() as i64).sum();
        (sum as f64 / members.len().max(1) as f64 / 1e3).round() / 10.0
    };
    (mean(|member| member.at.0), mean(|member| member.at.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places all over a window, many of them close together.
    fn places() -> Vec<(i64, i64)> {
        (0..2_000_i64)
            .map(|n| match n % 3 {
                0 => (51_500_000 + n * 37 % 9_000, -100_000 + n * 53 % 9_000),
                1 => (53_400_000 + n * 7_919 % 500_000, -2_200_000 + n * 6_151 % 600_000),
                _ => (50_300_000 + n * 10_007 % 5_000_000, -5_000_000 + n * 90_001 % 6_000_000),
            })
            .collect()
    }

    #[test]
    fn counts_add_up_and_nothing_is_lost_or_told_twice() {
        let places = places();
        for zoom in 0..=super::super::MAX_ZOOM {
            let window = Window::new(53_000_000, -2_000_000, zoom).unwrap();
            let clusters = clusters(window, &places);
            let mut members: Vec<usize> =
                clusters.iter().flat_map(|cluster| cluster.members.clone()).collect();
            members.sort_unstable();
            assert_eq!(members, (0..places.len()).collect::<Vec<_>>(), "zoom {zoom}");
            assert!(clusters.len() <= MAX_CLUSTERS, "zoom {zoom}: {}", clusters.len());
            assert!(clusters.iter().map(|cluster| cluster.members.len()).is_sorted_by(|a, b| a >= b));
            for cluster in &clusters {
                for member in &cluster.members {
                    let (latitude, longitude) = places[*member];
                    assert!(cluster.edges.hold(latitude, longitude));
                }
            }
        }
    }

    #[test]
    fn the_order_in_which_places_come_does_not_matter() {
        let window = Window::new(53_000_000, -2_000_000, 5).unwrap();
        let mut places = places();
        let shape = |places: &[(i64, i64)]| -> Vec<_> {
            let clusters = clusters(window, places);
            clusters
                .into_iter()
                .map(|cluster| (cluster.members.len(), cluster.edges, cluster.middle))
                .collect()
        };
        let before = shape(&places);
        assert!(before.len() > 10);
        places.reverse();
        assert_eq!(shape(&places), before);
        places.rotate_left(777);
        assert_eq!(shape(&places), before);
    }

    #[test]
    fn signs_of_neighbouring_places_do_not_lie_on_each_other() {
        let window = Window::new(0, 0, 3).unwrap();
        // Either side of a line between squares.
        let degree = |units: f64| (units / window.drawing().scale * 360.0 * 1e6) as i64;
        let far = clusters(window, &[(0, degree(-50.0)), (0, degree(50.0))]);
        assert_eq!(far.len(), 2, "{far:?}");
        let near = clusters(window, &[(0, degree(-5.0)), (0, degree(5.0))]);
        assert_eq!(near.len(), 1, "{near:?}");
        assert!(!near[0].is_one_place());
        let same = clusters(window, &[(7, 7), (7, 7)]);
        assert!(same.len() == 1 && same[0].is_one_place());
        assert_eq!(clusters(window, &[]), []);
    }
}
