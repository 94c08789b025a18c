//! Who does what where, on a real list: `commons find` finds what the list says, no more and no less.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use commons_tests::node::{Node, real_lists};
use serde_json::Value;

/// Sure to be told apart, in kilometres: nodes measure on a sphere of almost the same size, and round to a tenth.
const CLEAR: f64 = 0.06;

/// What the list says of one organisation.
#[derive(Debug)]
struct Row {
    name: String,
    point: Option<(f64, f64)>,
    sector: String,
    industry: String,
    ownership: String,
}

impl Row {
    fn kilometres_to(&self, from: (f64, f64)) -> Option<f64> {
        self.point.map(|point| haversine(from, point))
    }

    /// Whether the name of its trade, or that of its industry, has a word that begins so.
    fn is_in(&self, sector: &str) -> bool {
        has_word(&self.sector, sector) || has_word(&self.industry, sector)
    }
}

fn has_word(text: &str, beginning: &str) -> bool {
    text.to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric())
        .any(|word| word.starts_with(beginning))
}

/// Kilometres along a great circle, between places in degrees to the north and to the east.
fn haversine(one: (f64, f64), other: (f64, f64)) -> f64 {
    let half_sine = |degrees: f64| (degrees.to_radians() / 2.0).sin();
    let (north, east) = (half_sine(other.0 - one.0), half_sine(other.1 - one.1));
    let chord = north.powi(2) + one.0.to_radians().cos() * other.0.to_radians().cos() * east.powi(2);
    2.0 * 6371.0 * chord.sqrt().asin()
}

/// The rows of a table with commas between, as its first line names their cells.
fn rows(path: &Path) -> Vec<Row> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = table(&text).into_iter();
    let headings = lines.next().unwrap();
    lines
        .map(|cells| {
            let cell = |heading| {
                let at = headings.iter().position(|found| found == heading).unwrap();
                cells[at].trim().to_owned()
            };
            let degrees = |heading| cell(heading).parse::<f64>().ok();
            Row {
                name: cell("Name"),
                point: degrees("Latitude").zip(degrees("Longitude")),
                sector: cell("Sector"),
                industry: cell("SIC Section"),
                ownership: cell("Ownership Classification"),
            }
        })
        .collect()
}

fn table(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut is_quoted = false;
    let mut letters = text.chars().filter(|letter| *letter != '\r').peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    rows
}

/// The real list, or, where it is not, a made one of the same shape: around Manchester and in London, in all trades.
fn list(made: &Path) -> PathBuf {
    if let Some([cooperatives, ..]) = real_lists() {
        return cooperatives;
    }
    let sectors = ["Housing", "Retail", "Health and Social Care", "\"Digital, Media and Communication\"", ""];
    let owners = ["Workers", "Consumers", "Tenants"];
    let mut text =
        "Identifier,Name,Latitude,Longitude,Sector,SIC Section,Ownership Classification\n".to_owned();
    for row in 0..2_000_usize {
        let (north, east) = if row.is_multiple_of(3) { (51.5, -0.1) } else { (53.48, -2.24) };
        let (north, east) = (north + row as f64 / 5_000.0, east - (row % 40) as f64 / 50.0);
        let place = if row.is_multiple_of(29) { ",".to_owned() } else { format!("{north:.2},{east:.2}") };
        let (sector, owner) = (sectors[row % 5], owners[row % 3]);
        text.push_str(&format!("M{row},Made Co-op {row},{place},{sector},,{owner}\n"));
    }
    let path = made.join("made.csv");
    std::fs::write(&path, text).unwrap();
    path
}

/// All that is found, page by page; and from where it was measured.
fn found(node: &Node, arguments: &[&str]) -> (Vec<Value>, Option<(f64, f64)>) {
    let (mut items, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = after.iter().flat_map(|after| ["--after", after.as_str()]);
        let page: Vec<&str> = ["find", "--limit", "400"].into_iter().chain(page).collect();
        let answer = node.ask(&[&page, arguments].concat());
        items.extend(answer["items"].as_array().unwrap().iter().cloned());
        after = answer["next"].as_str().map(str::to_owned);
        if after.is_none() {
            let near = &answer["near"];
            return (items, near["latitude"].as_f64().zip(near["longitude"].as_f64()));
        }
    }
}

fn by_name<'n>(names: impl Iterator<Item = &'n str>) -> BTreeMap<&'n str, usize> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}

/// Exactly these rows are found, however many have one name.
fn assert_finds(node: &Node, arguments: &[&str], rows: &[Row], fits: impl Fn(&Row) -> bool) {
    let (items, _) = found(node, arguments);
    let expected = by_name(rows.iter().filter(|row| fits(row)).map(|row| row.name.as_str()));
    assert!(!expected.is_empty(), "{arguments:?}: the list has none");
    assert_eq!(by_name(items.iter().map(title)), expected, "{arguments:?}");
}

/// What is near is found, the nearest first, each as far away as it is; what is farther is not. Of those of which the list says no
/// coordinates a node may know the town.
fn assert_finds_near(
    node: &Node,
    place: &str,
    kilometres: u32,
    more: &[&str],
    rows: &[Row],
    fits: impl Fn(&Row) -> bool,
) {
    let within = format!("{kilometres}km");
    let arguments = [&["--near", place, "--within", &within], more].concat();
    let (items, from) = found(node, &arguments);
    let from = from.unwrap();
    let rows: Vec<&Row> = rows.iter().filter(|row| fits(row)).collect();
    let named = |name: &str, fits: &dyn Fn(f64) -> bool| {
        let rows = rows.iter().filter(|row| row.name == name);
        rows.filter(|row| row.kilometres_to(from).is_none_or(fits)).count()
    };
    let within = f64::from(kilometres);
    let surely = |row: &&&Row| row.kilometres_to(from).is_some_and(|far| far < within - CLEAR);
    let expected = by_name(rows.iter().filter(surely).map(|row| row.name.as_str()));
    assert!(!expected.is_empty(), "{arguments:?}: the list has none");
    let names = by_name(items.iter().map(title));
    for (name, count) in expected {
        assert!(names.get(name).is_some_and(|found| *found >= count), "{arguments:?}: {name:?} is not found");
    }
    for (name, count) in names {
        assert!(count <= named(name, &|far| far < within + CLEAR), "{arguments:?}: {name:?} is too far");
    }
    let far: Vec<f64> = items.iter().map(|item| item["kilometres"].as_f64().unwrap()).collect();
    assert!(far.is_sorted(), "{arguments:?}: {far:?}");
    for (item, far) in items.iter().zip(far) {
        let is_there = named(title(item), &|row| (row - far).abs() < CLEAR) > 0;
        assert!(is_there, "{arguments:?}: {:?} is not {far} km away", title(item));
    }
}

fn title(item: &Value) -> &str {
    item["title"].as_str().unwrap()
}

#[test]
fn what_a_list_says_is_found_by_place_and_by_trade() {
    let made = tempfile::tempdir().unwrap();
    let list = list(made.path());
    let rows = rows(&list);
    let mut node = Node::organisation("Sample Library");
    node.start(&[]);
    let imported = node.ask(&["import", list.to_str().unwrap()]);
    assert_eq!(imported["added"].as_u64().unwrap(), rows.len() as u64);

    for sector in ["housing", "retail", "social", "digital"] {
        assert_finds(&node, &["--sector", sector], &rows, |row| row.is_in(sector));
    }
    assert_finds(&node, &["--sector", "social health"], &rows, |row| {
        row.is_in("social") && row.is_in("health")
    });
    assert_finds(&node, &["--ownership", "workers"], &rows, |row| has_word(&row.ownership, "workers"));
    assert_eq!(found(&node, &["--sector", "astronautics"]).0, [Value::Null; 0]);

    let (_, manchester) = found(&node, &["--near", "Manchester"]);
    let manchester = manchester.unwrap();
    assert!(haversine(manchester, (53.48, -2.24)) < 5.0, "{manchester:?} is not Manchester");
    for kilometres in [5, 20, 100] {
        assert_finds_near(&node, "Manchester", kilometres, &[], &rows, |_| true);
    }
    assert_finds_near(&node, "51.5,-0.1", 30, &[], &rows, |_| true);
    for (sector, kilometres) in [("housing", 20), ("retail", 100)] {
        let more = ["--sector", sector];
        assert_finds_near(&node, "Manchester", kilometres, &more, &rows, |row| row.is_in(sector));
    }
}
