//! Who does what where, on a map: land and borders, a sign for whatever lies close together, and all of it as a list.

use askama::Template;
use axum::response::Response;
use commons_places::map::{HEIGHT, Outline, WIDTH, Window, outline};
use serde_json::Value;

use super::item::{Item, item};
use super::near::{Asked, filters, offers, query_of, refused};
use super::refusal::Refused;
use super::{Choice, Page, shown};
use crate::failure::Failure;
use crate::language::{Reader, Words};
use crate::output::{line, text};

/// Most bytes of land and borders, and fewer by so many for each sign, down to the least: a page with its style is to be seen after
/// 30 KB.
const MOST_OF_LAND: usize = 12_000;
const LAND_FOR_A_SIGN: usize = 120;
const LEAST_OF_LAND: usize = 4_000;

/// How many digits of an id lead from a sign to its record: no two that are on one map begin alike.
const DIGITS: usize = 16;

/// How many lines of the list are on a page.
const ON_A_PAGE: usize = 20;

/// Most names of towns on the map, and how much room one takes, in units of the drawing: so wide for each letter.
const TOWNS: usize = 9;
const TOWN_HIGH: f64 = 26.0;
const LETTER_WIDE: f64 = 13.0;

/// Where there is a sign on a town, its name may stand so far below or above.
const ASIDE: [f64; 3] = [0.0, 40.0, -40.0];

/// Most towns that are tried, those with most people first.
const TRIED: usize = 60;

/// How many kilometres around a place holds all that is one sign in the closest view.
const AT_ONE_PLACE: u32 = 2;

/// How far around the middle is looked from the map, at most, in kilometres.
const FARTHEST: u32 = 2_000;

/// How many kilometres a degree is from south to north.
const KILOMETRES_OF_A_DEGREE: f64 = 111.2;

/// Words, and where they lead.
struct Lead {
    words: String,
    to: String,
}

/// A sign on the map.
struct Sign {
    to: String,
    title: String,
    x: i64,
    y: i64,
    size: u32,
    /// How many it stands for; nothing on that of a single one.
    count: Option<String>,
}

/// A name on the map.
struct Label {
    name: &'static str,
    x: i64,
    y: i64,
}

/// A line of the list: several together, or one.
enum Entry {
    Group { lead: Lead, count: String },
    One(Item),
}

#[derive(Template)]
#[template(path = "map.html")]
struct Map {
    page: Page,
    asked: Asked,
    offers: Vec<Choice>,
    refused: Option<Refused>,
    seen: Option<Seen>,
}

/// A window, and what is in it.
struct Seen {
    at: String,
    zoom: u64,
    around: String,
    total: String,
    more: bool,
    outline: Outline,
    labels: Vec<Label>,
    signs: Vec<Sign>,
    moves: Vec<Lead>,
    entries: Vec<Entry>,
    /// Where the list goes on.
    next: Option<String>,
    /// The same, the nearest first.
    nearest: String,
}

impl Seen {
    fn width(&self) -> u32 {
        WIDTH
    }

    fn height(&self) -> u32 {
        HEIGHT
    }

    fn credits(&self) -> [&'static str; 2] {
        [commons_places::map::CREDIT, commons_places::CREDIT]
    }
}

/// The map as it was asked for, or why it cannot be drawn; of its list, what comes after so many lines.
pub(crate) fn map(reader: Reader, asked: Asked, found: Result<Value, Failure>, after: usize) -> Response {
    let words = reader.words;
    let (found, refused) = match found {
        Ok(found) => (Some(found), None),
        Err(failure) => (None, Some(refused(words, &failure))),
    };
    let seen = found.and_then(|found| seen(words, &asked, &found, after));
    let page = Page::titled(reader, words.say("map-title"));
    shown(&Map { page, offers: offers(words, &asked), asked, refused, seen })
}

fn seen(words: Words, asked: &Asked, found: &Value, after: usize) -> Option<Seen> {
    let of = &found["window"];
    let (at, zoom) = (text(of, "at"), of["zoom"].as_u64()?);
    let (latitude, longitude) = at.split_once(',')?;
    let window = Window::new(
        millionths(latitude.parse().ok()?),
        millionths(longitude.parse().ok()?),
        u8::try_from(zoom).ok()?,
    )?;
    let clusters: Vec<&Value> = found["clusters"].as_array()?.iter().collect();
    let signs: Vec<Sign> = clusters.iter().map(|cluster| sign(words, asked, window, cluster)).collect();
    let lines = clusters.iter().skip(after).take(ON_A_PAGE);
    let on = after.saturating_add(ON_A_PAGE);
    let within = within(window);
    Some(Seen {
        at: at.to_owned(),
        zoom,
        around: found["place"].as_object().map_or_else(String::new, |_| place_in_words(&found["place"])),
        total: words.with("map-total", &[("count", found["total"].as_u64().unwrap_or_default().into())]),
        more: found["more"] == true,
        outline: outline(
            window,
            (MOST_OF_LAND.saturating_sub(signs.len() * LAND_FOR_A_SIGN)).max(LEAST_OF_LAND),
        ),
        labels: labels(window, &signs),
        moves: moves(words, asked, window),
        entries: lines.map(|cluster| entry(words, asked, cluster)).collect(),
        next: (on < clusters.len()).then(|| format!("{}&after={on}#list", window_at(asked, window))),
        nearest: near(asked, at, within),
        signs,
    })
}

fn entry(words: Words, asked: &Asked, cluster: &Value) -> Entry {
    match cluster.get("item") {
        Some(one) => Entry::One(item(words, one)),
        None => Entry::Group {
            lead: Lead { words: around(words, cluster), to: closer(asked, cluster) },
            count: words.number(cluster["count"].as_u64().unwrap_or_default()),
        },
    }
}

fn sign(words: Words, asked: &Asked, window: Window, cluster: &Value) -> Sign {
    let degrees = |name| millionths(cluster[name].as_f64().unwrap_or_default());
    let (x, y) = window.place(degrees("latitude"), degrees("longitude"));
    let (x, y) = (x.round() as i64, y.round() as i64);
    match cluster.get("item") {
        Some(one) => {
            let Item { id, title, .. } = item(words, one);
            let id = id.get(..DIGITS).unwrap_or(&id);
            Sign { to: format!("/records/{id}"), title, x, y, size: 13, count: None }
        }
        None => {
            let count = cluster["count"].as_u64().unwrap_or_default();
            let digits = count.max(1).ilog10();
            Sign {
                to: closer(asked, cluster),
                title: around(words, cluster),
                x,
                y,
                size: 20 + 6 * digits,
                count: Some(words.number(count)),
            }
        }
    }
}

/// Where those of a cluster are, in words.
fn around(words: Words, cluster: &Value) -> String {
    let place = match cluster["around"].as_object() {
        Some(_) => place_in_words(&cluster["around"]),
        None => {
            let degrees = |name: &str| cluster[name].as_f64().unwrap_or_default();
            format!("{:.1}, {:.1}", degrees("latitude"), degrees("longitude"))
        }
    };
    words.with("map-around", &[("place", place.into())])
}

fn place_in_words(place: &Value) -> String {
    format!("{}, {}", line(text(place, "name")), line(text(place, "country")))
}

/// Where to look closer; or, where no closer view tells them apart, at all of them.
fn closer(asked: &Asked, cluster: &Value) -> String {
    match &cluster["closer"] {
        Value::Null => {
            let at = |name: &str| cluster[name].as_f64().unwrap_or_default();
            near(asked, &format!("{:.4},{:.4}", at("latitude"), at("longitude")), AT_ONE_PLACE)
        }
        closer => address(asked, text(closer, "at"), closer["zoom"].as_u64().unwrap_or_default()),
    }
}

/// From here to the sides, closer and wider.
fn moves(words: Words, asked: &Asked, window: Window) -> Vec<Lead> {
    let whole = Window::whole();
    let ways = [
        ("closer", window.closer()),
        ("wider", window.wider()),
        ("west", window.moved(-1, 0)),
        ("north", window.moved(0, -1)),
        ("south", window.moved(0, 1)),
        ("east", window.moved(1, 0)),
        ("whole", (window != whole).then_some(whole)),
    ];
    let lead = |(way, to): (&str, Option<Window>)| {
        Some(Lead { words: words.name("map-go", way)?, to: window_at(asked, to?) })
    };
    ways.into_iter().filter_map(lead).collect()
}

fn window_at(asked: &Asked, window: Window) -> String {
    address(asked, &window.written(), u64::from(window.zoom()))
}

fn address(asked: &Asked, at: &str, zoom: u64) -> String {
    format!("/map?at={at}&zoom={zoom}{}", narrowed(asked))
}

/// The same around a place, the nearest first.
fn near(asked: &Asked, at: &str, within: u32) -> String {
    format!("/near?near={at}&within={within}{}", narrowed(asked))
}

/// What it is narrowed to, as it stands in addresses behind something else.
fn narrowed(asked: &Asked) -> String {
    let query = query_of(filters(asked));
    if query.is_empty() { query } else { format!("&{query}") }
}

/// How many kilometres around its middle a window reaches, as far as one looks from a map.
fn within(window: Window) -> u32 {
    let edges = window.edges();
    let kilometres = (edges.north - edges.south) as f64 / 2e6 * KILOMETRES_OF_A_DEGREE;
    (kilometres.ceil() as u32).clamp(AT_ONE_PLACE, FARTHEST)
}

/// Names of large towns, where there is room between the signs: below or above one that stands on the town.
fn labels(window: Window, signs: &[Sign]) -> Vec<Label> {
    let of_sign =
        |sign: &Sign| Room::around(sign.x as f64, sign.y as f64, f64::from(sign.size), f64::from(sign.size));
    let signs: Vec<Room> = signs.iter().map(of_sign).collect();
    let mut labels: Vec<(Room, Label)> = Vec::new();
    for town in commons_places::within(window.edges()).take(TRIED) {
        let (x, y) = window.place(town.latitude, town.longitude);
        let half = town.name.chars().count() as f64 * LETTER_WIDE / 2.0;
        let free_of_signs = |room: &Room| !signs.iter().any(|sign| room.touches(sign));
        let beside = ASIDE.map(|down| Room::around(x, y + down, half, TOWN_HIGH / 2.0));
        let room = beside.into_iter().find(free_of_signs);
        let room =
            room.filter(|room| room.is_inside() && !labels.iter().any(|(other, _)| room.touches(other)));
        if let Some(room) = room {
            let y = f64::midpoint(room.top, room.bottom);
            labels.push((room, Label { name: town.name, x: x.round() as i64, y: y.round() as i64 }));
        }
        if labels.len() == TOWNS {
            break;
        }
    }
    labels.into_iter().map(|(_, label)| label).collect()
}

/// What something takes of the drawing.
struct Room {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Room {
    fn around(x: f64, y: f64, half_wide: f64, half_high: f64) -> Self {
        Self { left: x - half_wide, right: x + half_wide, top: y - half_high, bottom: y + half_high }
    }

    fn touches(&self, other: &Self) -> bool {
        self.right >= other.left
            && other.right >= self.left
            && self.bottom >= other.top
            && other.bottom >= self.top
    }

    fn is_inside(&self) -> bool {
        self.left >= 0.0
            && self.top >= 0.0
            && self.right <= f64::from(WIDTH)
            && self.bottom <= f64::from(HEIGHT)
    }
}

fn millionths(degrees: f64) -> i64 {
    (degrees * 1e6).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign_at(window: Window, latitude: f64, longitude: f64, size: u32) -> Sign {
        let (x, y) = window.place(millionths(latitude), millionths(longitude));
        Sign { to: String::new(), title: String::new(), x: x as i64, y: y as i64, size, count: None }
    }

    #[test]
    fn names_of_towns_give_way_to_signs_and_to_larger_towns() {
        let window = Window::new(millionths(50.0), millionths(2.0), 5).unwrap();
        let free = labels(window, &[]);
        let paris = free.iter().find(|label| label.name == "Paris").unwrap();
        assert!(free.len() > 5 && free.len() <= TOWNS);
        // On the town there is a sign: the name stands below.
        let aside = labels(window, &[sign_at(window, 48.853, 2.349, 20)]);
        let moved = aside.iter().find(|label| label.name == "Paris").unwrap();
        assert!(moved.x == paris.x && moved.y > paris.y + 30, "{} {}", moved.y, paris.y);
        // All is covered: there is no room for any name.
        assert!(labels(window, &[sign_at(window, 50.0, 2.0, 900)]).is_empty());
    }

    #[test]
    fn addresses_keep_what_was_asked_and_nothing_else_can_be_put_into_them() {
        let asked =
            Asked { sector: " bread & cake ".to_owned(), offers: "\"x".to_owned(), ..Asked::default() };
        let address = address(&asked, "51.5,-0.1", 5);
        assert_eq!(address, "/map?at=51.5,-0.1&zoom=5&sector=bread+%26+cake&offers=%22x");
        assert_eq!(near(&Asked::default(), "51.5,-0.1", 9), "/near?near=51.5,-0.1&within=9");
    }

    #[test]
    fn around_the_middle_is_looked_as_far_as_the_window_reaches() {
        let window = Window::new(millionths(51.5), 0, 7).unwrap();
        assert!((50..120).contains(&within(window)), "{}", within(window));
        assert_eq!(within(Window::whole()), FARTHEST);
    }
}
