//! TopoJSON: arcs that shapes share, put together to rings of land and lines of borders, on the grid of the map.

use std::collections::HashMap;

use serde_json::Value;

/// A place on the grid: to the east of the date line, and to the south of the northern edge.
pub(super) type Spot = (i32, i32);

/// How many grid units lead around the earth; the map is as high as it is wide.
pub(super) const GRID: f64 = 262_144.0;

/// Web Mercator shows nothing beyond, to the north or south.
const EDGE: f64 = 85.051_128;

pub(super) struct Topology {
    arcs: Vec<Vec<Spot>>,
    /// The arcs of each ring of land; `!n` is arc `n` from its end to its beginning.
    land: Vec<Vec<i64>>,
    /// The same, of each country.
    countries: Vec<Vec<Vec<i64>>>,
}

impl Topology {
    pub(super) fn read(json: &str) -> Option<Self> {
        let json: Value = serde_json::from_str(json).ok()?;
        let pair = |value: &Value| Some((value[0].as_f64()?, value[1].as_f64()?));
        let scale = pair(&json["transform"]["scale"])?;
        let origin = pair(&json["transform"]["translate"])?;
        let arcs = json["arcs"].as_array()?.iter().map(|arc| {
            let (mut east, mut north) = (0.0, 0.0);
            let steps = arc.as_array()?.iter().map(|step| {
                let step = pair(step)?;
                (east, north) = (east + step.0, north + step.1);
                Some(on_grid(east * scale.0 + origin.0, north * scale.1 + origin.1))
            });
            steps.collect::<Option<Vec<Spot>>>()
        });
        let arcs = arcs.collect::<Option<_>>()?;
        let land = json["objects"]["land"]["geometries"].as_array()?.iter().flat_map(rings).collect();
        let countries = json["objects"]["countries"]["geometries"].as_array()?.iter().map(rings).collect();
        Some(Self { arcs, land, countries })
    }

    /// Land, islands and the shores of inner seas.
    pub(super) fn land(&self) -> Vec<Vec<Spot>> {
        self.land.iter().map(|ring| self.ring(ring)).collect()
    }

    /// Lines between two countries: arcs that both have.
    pub(super) fn borders(&self) -> Vec<Vec<Spot>> {
        let mut owners: HashMap<usize, Vec<usize>> = HashMap::new();
        for (country, rings) in self.countries.iter().enumerate() {
            for arc in rings.iter().flatten() {
                let owners = owners.entry(index(*arc)).or_default();
                if !owners.contains(&country) {
                    owners.push(country);
                }
            }
        }
        let shared =
            (0..self.arcs.len()).filter(|arc| owners.get(arc).is_some_and(|owners| owners.len() > 1));
        shared.map(|arc| self.arcs[arc].clone()).collect()
    }

    fn ring(&self, arcs: &[i64]) -> Vec<Spot> {
        let mut ring: Vec<Spot> = Vec::new();
        for arc in arcs {
            let spots = &self.arcs[index(*arc)];
            // Each begins where the last ended.
            ring.pop();
            if *arc < 0 { ring.extend(spots.iter().rev()) } else { ring.extend(spots) }
        }
        // It ends where it began.
        ring.pop();
        ring
    }
}

fn index(arc: i64) -> usize {
    usize::try_from(if arc < 0 { !arc } else { arc }).unwrap_or_default()
}

/// The rings of a polygon, or of several.
fn rings(geometry: &Value) -> Vec<Vec<i64>> {
    let rings = |polygon: &Value| -> Vec<Vec<i64>> {
        let rings = polygon.as_array().into_iter().flatten();
        rings.map(|ring| ring.as_array().into_iter().flatten().filter_map(Value::as_i64).collect()).collect()
    };
    match geometry["type"].as_str() {
        Some("Polygon") => rings(&geometry["arcs"]),
        Some("MultiPolygon") => geometry["arcs"].as_array().into_iter().flatten().flat_map(rings).collect(),
        _ => Vec::new(),
    }
}

/// Degrees to the east and north, in Web Mercator on the grid.
fn on_grid(east: f64, north: f64) -> Spot {
    let turn = core::f64::consts::TAU;
    let south = 0.5 - north.clamp(-EDGE, EDGE).to_radians().tan().asinh() / turn;
    (((east / 360.0 + 0.5) * GRID).round() as i32, (south * GRID).round() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two squares beside each other, which share a side.
    const SQUARES: &str = r#"{
        "transform": { "scale": [10, 10], "translate": [0, 0] },
        "arcs": [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]],
        "objects": {
            "countries": { "geometries": [
                { "type": "Polygon", "arcs": [[0, 1]] },
                { "type": "MultiPolygon", "arcs": [[[2, -1]]] }
            ] },
            "land": { "geometries": [{ "type": "Polygon", "arcs": [[1, 2]] }] }
        }
    }"#;

    #[test]
    fn countries_that_touch_have_a_border_and_one_shore() {
        let topology = Topology::read(SQUARES).unwrap();
        let at = |east, north| on_grid(east, north);
        assert_eq!(topology.borders(), [vec![at(10.0, 0.0), at(10.0, 10.0)]]);
        let shore = [(10.0, 10.0), (0.0, 10.0), (0.0, 0.0), (10.0, 0.0), (20.0, 0.0), (20.0, 10.0)];
        assert_eq!(topology.land(), [shore.map(|(east, north)| at(east, north))]);
        assert!(Topology::read("{}").is_none());
    }

    #[test]
    fn the_grid_has_the_equator_in_its_middle_and_ends_before_the_poles() {
        assert_eq!(on_grid(0.0, 0.0), (131_072, 131_072));
        assert_eq!(on_grid(-180.0, 90.0), (0, 0));
        assert_eq!(on_grid(180.0, -90.0), (262_144, 262_144));
    }
}
