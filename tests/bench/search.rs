//! Searching among many records, while they are all in lists: how long one search takes, most of the time and at worst.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use commons_places::map::{Edges, MAX_ZOOM, Window, clusters};
use commons_registry::{Kind, NetworkId, RecordView};
use commons_store::{Area, Described, Describer, Filter, Near, Point, Search, Store, StoreOptions};
use commons_tests::random::Random;

use crate::records::{Writer, small_word};
use crate::table::{row, title};

/// Searches of each sort.
const SEARCHES: usize = 500;

/// After so many searches some records come in: a node that works is searched while words of new
/// records still wait in memory.
const SEARCHES_BETWEEN: usize = 100;
const COME_IN: usize = 500;

/// Most records on one map.
const ON_A_MAP: usize = 100_000;

/// Results on a page, and one that tells whether there are more.
const PAGE: usize = 51;

/// At most so many of a hundred searches may take longer than what is told as the longest.
const PERCENTILE: usize = 99;

/// Makes the words and filters of a search out of chance and the words that records are made of.
type Sort = fn(&mut Random, &[String]) -> Search;

const SORTS: [(&str, Sort); 10] = [
    ("one word", |random, words| of(word(random, words), Vec::new())),
    ("two words", |random, words| of(format!("{} {}", word(random, words), word(random, words)), Vec::new())),
    ("the beginning of a word", |random, words| {
        let length = 2 + random.below(3);
        of(word(random, words).chars().take(length).collect(), Vec::new())
    }),
    ("a word with a slip", |random, words| of(slipped(random, words), Vec::new())),
    ("two words with slips", |random, words| {
        let (one, other) = (slipped(random, words), slipped(random, words));
        of(format!("{one} {other}"), Vec::new())
    }),
    ("a word, of a kind, a language and a topic", |random, words| {
        let mut filters = vec![Filter::kinds(&[Kind::Resource]), Filter::is(&["language"], "en")];
        filters.extend(Filter::words(&["topics"], &word(random, words)));
        of(word(random, words).chars().take(3).collect(), filters)
    }),
    ("a word that is written again and again", |random, _| of(small_word(random).to_owned(), Vec::new())),
    ("such a word and two others", |random, words| {
        let (one, other) = (word(random, words), word(random, words));
        of(format!("{one} {} {other}", small_word(random)), Vec::new())
    }),
    ("near a place", |random, _| near(random, String::new())),
    ("a word near a place", |random, words| {
        let word = if random.one_in(2) { word(random, words) } else { small_word(random).to_owned() };
        near(random, word)
    }),
];

/// Where records are: in towns, these apart in millionths of a degree, on as many rows as columns about the size of Europe.
const BETWEEN_TOWNS: usize = 700_000;
const TOWNS_IN_A_ROW: usize = 40;
const FIRST_TOWN: (i64, i64) = (36_000_000, -10_000_000);

/// How far around a town records are that are in it, in millionths of a degree.
const TOWN: usize = 100_000;

/// How far away is near, in kilometres: as people ask.
const NEAR: [f64; 4] = [5.0, 20.0, 50.0, 400.0];

pub(crate) fn measure(records: usize) {
    title("search", &format!("searching among {records} records, {SEARCHES} times each, while more come in"));
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let mut writer = Writer::new(5);
    writer.fill(&store, records);
    store.wait_until_listed();
    let mut random = Random::from_seed(6);
    let mut all = Vec::new();
    for (what, sort) in SORTS {
        let (mut times, mut found) = (Vec::new(), 0);
        for at in 0..SEARCHES {
            if at.is_multiple_of(SEARCHES_BETWEEN) {
                writer.fill(&store, COME_IN);
                store.wait_until_listed();
            }
            let search = sort(&mut random, writer.words());
            let begun = Instant::now();
            let page = store.find(&search, 0, PAGE).unwrap();
            times.push(begun.elapsed());
            found += usize::from(!page.is_empty());
        }
        row(&format!("{what}: half within"), &milliseconds(percentile(&mut times, 50)));
        row(&format!("  {PERCENTILE} of 100 within"), &milliseconds(percentile(&mut times, PERCENTILE)));
        row("  that found something", &format!("{found} of {SEARCHES}"));
        all.append(&mut times);
    }
    let (mut times, mut signs) = (Vec::new(), 0);
    let kinds = [Filter::kinds(&[Kind::Agent, Kind::Listing, Kind::Resource])];
    for window in windows(&mut random) {
        let begun = Instant::now();
        let located = store.located(&kinds, area(window.edges()), ON_A_MAP).unwrap();
        let places: Vec<(i64, i64)> =
            located.iter().map(|one| (one.point.latitude(), one.point.longitude())).collect();
        signs += clusters(window, &places).len();
        times.push(begun.elapsed());
    }
    row(
        "all that is in a window of the map, as clusters: half within",
        &milliseconds(percentile(&mut times, 50)),
    );
    row(&format!("  {PERCENTILE} of 100 within"), &milliseconds(percentile(&mut times, PERCENTILE)));
    row("  clusters in each", &(signs / times.len()).to_string());
    row("all together: half within", &milliseconds(percentile(&mut all, 50)));
    row(&format!("  {PERCENTILE} of 100 within"), &milliseconds(percentile(&mut all, PERCENTILE)));
}

/// Opens the store of a node that knows where records are.
fn open(directory: &Path) -> Store {
    let describe = |view: &RecordView| {
        let seed = view.id.as_bytes().first_chunk().map(|bytes| u64::from_le_bytes(*bytes));
        let mut random = Random::from_seed(seed.unwrap_or_default());
        Described { marks: Vec::new(), point: Some(somewhere(&mut random)) }
    };
    let mut options = StoreOptions::new(NetworkId::of_name("commons"));
    options.describer = Describer { version: "somewhere".to_owned(), describe: Arc::new(describe) };
    Store::open(directory, options).unwrap().0
}

/// A place in a town.
fn somewhere(random: &mut Random) -> Point {
    let mut degrees = || (random.below(TOWNS_IN_A_ROW) * BETWEEN_TOWNS + random.below(TOWN)) as i64;
    let (north, east) = (degrees(), degrees());
    Point::new(FIRST_TOWN.0 + north, FIRST_TOWN.1 + east).unwrap()
}

fn near(random: &mut Random, words: String) -> Search {
    let near = Near { point: somewhere(random), kilometres: *random.pick(&NEAR) };
    Search { words, near: Some(near), ..Search::default() }
}

/// Windows of each zoom: the whole world, and closer ones somewhere among the towns.
fn windows(random: &mut Random) -> Vec<Window> {
    let somewhere = |_: usize| {
        let point = somewhere(random);
        let zoom = random.below(usize::from(MAX_ZOOM) + 1);
        Window::new(point.latitude(), point.longitude(), zoom as u8).unwrap()
    };
    (0..SEARCHES).map(somewhere).collect()
}

fn area(edges: Edges) -> Area {
    let corner = |latitude, longitude| Point::new(latitude, longitude).unwrap();
    Area { least: corner(edges.south, edges.west), greatest: corner(edges.north, edges.east) }
}

fn of(words: String, filters: Vec<Filter>) -> Search {
    Search { words, filters, ..Search::default() }
}

fn word(random: &mut Random, words: &[String]) -> String {
    random.pick(words).clone()
}

/// A word with two letters changed about, after the first.
fn slipped(random: &mut Random, words: &[String]) -> String {
    let mut letters: Vec<char> = word(random, words).chars().collect();
    if letters.len() > 2 {
        let at = 1 + random.below(letters.len() - 2);
        letters.swap(at, at + 1);
    }
    letters.into_iter().collect()
}

fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * percent / 100).min(times.len() - 1)]
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}
