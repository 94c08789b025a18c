//! Who does what where, on a map: a window onto it, and in it what lies close together as one.

mod folds;

use commons_places::Place;
use commons_places::map::{Cluster, Edges, MAX_ZOOM, Window, clusters};
use commons_store::{Area, Located, Point};
use serde_json::{Value, json};

use super::names::Known;
use super::search::{SECTOR, SKILL, Spot, in_words, place_json, who_offers};
use super::{Occasion, Service};
use crate::failure::Failure;
use crate::request::Map;
pub(super) use folds::Folds;

/// Most records that are put on one map: the last to come.
const MAX_ON_A_MAP: usize = 100_000;

/// How close a window is that somebody asks for by a place alone: some two hundred kilometres wide, in the middle of Europe.
const NEAR_ZOOM: u8 = 7;

/// Of towns so far from the middle of a cluster at most, that with most people names it: a share of the window. If there are none the
/// nearest does, up to a whole window away.
const TOWN_WITHIN: f64 = 0.05;

impl Service {
    /// Around which place, if that is said.
    fn spot_of(&self, map: &Map) -> Result<Option<Spot>, Failure> {
        match (&map.at, &map.near) {
            (Some(_), Some(_)) => {
                Err(Failure::usage("expected the middle of the map or a place to have there, found both")
                    .hint("at=50.6,3.1 with zoom, or near=Lille"))
            }
            (Some(at), None) => Spot::at(at).map(Some),
            (None, near) => near.as_deref().map(|near| self.spot(near, None)).transpose(),
        }
    }

    pub(super) fn map(&self, occasion: Occasion, map: &Map) -> Result<Value, Failure> {
        let mut filters = vec![who_offers(map.offers.as_deref())?];
        filters.extend(in_words(&SKILL, "skill", map.skill.as_deref())?);
        filters.extend(in_words(&SECTOR, "sector", map.sector.as_deref())?);
        let spot = self.spot_of(map)?;
        let mut all = None;
        let window = match (&spot, map.zoom) {
            (Some(spot), zoom) => window(spot.point, zoom.unwrap_or(NEAR_ZOOM))?,
            (None, Some(zoom)) => {
                let (latitude, longitude) = Window::whole().middle();
                Window::new(latitude, longitude, zoom).ok_or_else(too_close)?
            }
            (None, None) => {
                let found = self.store.located(&filters, area(Window::whole().edges()), MAX_ON_A_MAP + 1)?;
                let window = around(&found);
                all = Some(found);
                window
            }
        };
        let edges = window.edges();
        let mut located = match all {
            Some(all) => all,
            None => self.store.located(&filters, area(edges), MAX_ON_A_MAP + 1)?,
        };
        located.retain(|one| edges.hold(one.point.latitude(), one.point.longitude()));
        let more = located.len() > MAX_ON_A_MAP;
        located.truncate(MAX_ON_A_MAP);
        let known = self.known()?;
        let located = self.folds(&known)?.folded(located);
        let places: Vec<(i64, i64)> =
            located.iter().map(|one| (one.point.latitude(), one.point.longitude())).collect();
        let clusters = clusters(window, &places);
        let towns = towns_of(window, &clusters);
        let shown: Vec<Value> = clusters
            .iter()
            .zip(towns)
            .map(|(cluster, town)| {
                self.cluster_json(occasion, &known, window, cluster, town.as_ref(), &located)
            })
            .collect::<Result<_, Failure>>()?;
        Ok(json!({
            "window": window_json(window),
            "place": spot.and_then(|spot| spot.place).as_ref().map(place_json),
            "total": places.len(),
            "more": more,
            "clusters": shown,
        }))
    }

    fn cluster_json(
        &self,
        occasion: Occasion,
        known: &Known,
        window: Window,
        cluster: &Cluster,
        town: Option<&Place>,
        located: &[Located],
    ) -> Result<Value, Failure> {
        let closer = (!cluster.is_one_place() && window.zoom() < MAX_ZOOM).then(|| {
            let around = Window::around(cluster.edges, MAX_ZOOM);
            // However far apart they are, it is a step closer.
            let (latitude, longitude) = around.middle();
            Window::new(latitude, longitude, around.zoom().max(window.zoom() + 1)).unwrap_or(around)
        });
        let mut shown = json!({
            "count": cluster.members.len(),
            "latitude": degrees(cluster.middle.0),
            "longitude": degrees(cluster.middle.1),
            "around": town.map(place_json),
            "closer": closer.map(|closer| json!({ "at": closer.written(), "zoom": closer.zoom() })),
        });
        if let [only] = cluster.members.as_slice()
            && let Some(listed) =
                located.get(*only).map(|one| self.store.listed_at(one.place)).transpose()?.flatten()
        {
            shown["item"] = self.listed_json(occasion, known, &listed)?;
        }
        Ok(shown)
    }
}

/// The closest window in which all of these are; the whole world if there are none.
fn around(located: &[Located]) -> Window {
    let places = located.iter().map(|one| (one.point.latitude(), one.point.longitude()));
    Edges::of(places).map_or_else(Window::whole, |edges| Window::around(edges, NEAR_ZOOM))
}

fn window(point: Point, zoom: u8) -> Result<Window, Failure> {
    Window::new(point.latitude(), point.longitude(), zoom).ok_or_else(too_close)
}

fn too_close() -> Failure {
    Failure::usage(format!("the map has no such zoom: expected a number from 0 to {MAX_ZOOM}"))
        .hint("0 shows the whole world, and each step half as much of it in each direction")
}

fn area(edges: Edges) -> Area {
    // Edges of a window are places on earth.
    let corner = |latitude, longitude| Point::new(latitude, longitude).unwrap_or(Point::MIDDLE);
    Area { least: corner(edges.south, edges.west), greatest: corner(edges.north, edges.east) }
}

/// The town that each cluster is called after.
fn towns_of(window: Window, clusters: &[Cluster]) -> Vec<Option<Place>> {
    let seen = window.edges();
    let (high, wide) = (seen.north - seen.south, seen.east - seen.west);
    let around = |(latitude, longitude): (i64, i64), share: f64| {
        let (up, aside) = ((high as f64 * share) as i64, (wide as f64 * share) as i64);
        Edges { south: latitude - up, north: latitude + up, west: longitude - aside, east: longitude + aside }
    };
    let mut towns: Vec<Option<Place>> = vec![None; clusters.len()];
    let mut nameless: Vec<(usize, Edges)> =
        clusters.iter().map(|cluster| around(cluster.middle, TOWN_WITHIN)).enumerate().collect();
    let (latitude, longitude) = window.middle();
    let mut others: Vec<Place> = Vec::new();
    for town in commons_places::within(around((latitude, longitude), 1.5)) {
        let reached = nameless.iter().position(|(_, reach)| reach.hold(town.latitude, town.longitude));
        match reached {
            // The first is the largest: no other is called after the same town.
            Some(at) => towns[nameless.remove(at).0] = Some(town),
            None => others.push(town),
        }
        if nameless.is_empty() {
            return towns;
        }
    }
    for (number, _) in nameless {
        let (latitude, longitude) = clusters[number].middle;
        let within = around((latitude, longitude), 1.0);
        let is_near = |town: &&Place| within.hold(town.latitude, town.longitude);
        let apart = |town: &&Place| {
            let (up, aside) = (town.latitude - latitude, town.longitude - longitude);
            // In the window, where both are drawn as long.
            (up as f64 / high as f64).hypot(aside as f64 / wide as f64)
        };
        let nearest = others.iter().filter(is_near).min_by(|one, other| apart(one).total_cmp(&apart(other)));
        towns[number] = nearest.copied();
    }
    towns
}

fn window_json(window: Window) -> Value {
    let edges = window.edges();
    json!({
        "at": window.written(),
        "zoom": window.zoom(),
        "south": degrees(edges.south),
        "north": degrees(edges.north),
        "west": degrees(edges.west),
        "east": degrees(edges.east),
    })
}

fn degrees(millionths: i64) -> f64 {
    millionths as f64 / 1e6
}
