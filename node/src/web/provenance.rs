//! From what a work was made, and what was made from it: as a drawing, and as the list that says the same.

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::{Page, Titled, shown};
use crate::language::{Reader, Words};
use crate::output::{licence_in_words, name_alone, name_and_id, plain, short, text};

/// Most works that are drawn: the nearest. The list has all.
const MOST_DRAWN: usize = 40;

/// How wide the drawing is, how high a row of it, and how far a step goes in, in its units; and how wide a letter is, about.
const WIDE: usize = 400;
const ROW: usize = 34;
const STEP: usize = 22;
const LETTER: usize = 9;

/// Where the first column is.
const LEFT: usize = 12;

/// Most titles named on the page of the work itself.
const MOST_NAMED: usize = 3;

/// Both directions: what the answer calls them, and whether they lead up.
const DIRECTIONS: [(&str, bool); 2] = [("made_from", true), ("went_into", false)];

#[derive(Template)]
#[template(path = "provenance.html")]
struct Provenance {
    page: Page,
    id: String,
    by: String,
    drawing: Option<Drawing>,
    made_from: Vec<Step>,
    went_into: Vec<Step>,
    has_more: bool,
}

/// A step of a nested list, in the order of a page.
enum Step {
    /// A work; what follows belongs to it until it ends.
    Begins(Box<Work>),
    Ends,
    /// A list within it.
    Opens,
    Closes,
}

/// A work of the list.
struct Work {
    /// Where it leads, if it is in the registry.
    id: Option<String>,
    title: String,
    by: Option<String>,
    licence: Option<String>,
    /// What is to be known of it, in the reader's words.
    notes: Vec<String>,
    /// The declared reuse that says so: its record, and when it was declared.
    declared: Option<(String, String)>,
    /// Where terms do not hold: in English.
    warnings: Vec<String>,
}

/// The same, drawn: what a work was made from above it, what was made from it below.
struct Drawing {
    high: usize,
    dots: Vec<Dot>,
    lines: Vec<String>,
    /// Whether some are left out.
    is_part: bool,
}

/// A work of the drawing.
struct Dot {
    x: usize,
    y: usize,
    to: Option<String>,
    /// Shortened, and whole.
    label: String,
    title: String,
    is_middle: bool,
    is_warned: bool,
}

/// The page of where a work comes from, and where it went.
pub(crate) fn provenance(reader: Reader, root: &Value) -> Response {
    let words = reader.words;
    let [made_from, went_into] = DIRECTIONS.map(|(name, _)| {
        let mut steps = Vec::new();
        push(words, &mut steps, root, name);
        steps
    });
    let title = words.with("provenance-of", &[("title", title(words, root).into())]);
    shown(&Provenance {
        page: Page::called(reader, Titled { text: title, language: None }),
        id: text(root, "id").to_owned(),
        by: name_and_id(root),
        drawing: Drawing::of(words, root),
        made_from,
        went_into,
        has_more: root["cut"] == true,
    })
}

fn branches<'v>(work: &'v Value, name: &str) -> &'v [Value] {
    work[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn title(words: Words, work: &Value) -> String {
    let title = work["title"].as_str().map(name_alone).filter(|title| !title.is_empty());
    title.unwrap_or_else(|| match short(work, "id") {
        "" => words.say("provenance-nameless"),
        id => words.with("provenance-not-here", &[("id", id.into())]),
    })
}

fn push(words: Words, steps: &mut Vec<Step>, work: &Value, name: &str) {
    let all = branches(work, name);
    if all.is_empty() {
        return;
    }
    steps.push(Step::Opens);
    for branch in all {
        steps.push(Step::Begins(Box::new(listed(words, branch))));
        push(words, steps, branch, name);
        steps.push(Step::Ends);
    }
    steps.push(Step::Closes);
}

fn listed(words: Words, work: &Value) -> Work {
    let declared = &work["declared"];
    let mut notes = Vec::new();
    if declared["ended"].is_string() {
        notes.push(words.with("provenance-ended", &[("on", words.day_of(text(declared, "ended")).into())]));
    }
    for (name, key) in [("again", "provenance-again"), ("cut", "provenance-cut")] {
        if work[name] == true {
            notes.push(words.say(key));
        }
    }
    Work {
        id: work["id"].as_str().map(str::to_owned),
        title: title(words, work),
        by: work["agent"].is_string().then(|| name_and_id(work)),
        licence: work["licence"].as_str().map(|licence| licence_in_words(work, licence)),
        notes,
        declared: declared["id"].as_str().map(|id| {
            let on = words.day_of(text(declared, "on"));
            (id.to_owned(), words.with("provenance-declared", &[("on", on.into())]))
        }),
        warnings: warnings(work).map(plain).collect(),
    }
}

fn warnings(work: &Value) -> impl Iterator<Item = &str> {
    work["warnings"].as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// A work on its way into the drawing: how far from the middle, and in which row the one is from which it hangs.
struct Placed<'v> {
    work: &'v Value,
    depth: usize,
    parent: usize,
}

impl Drawing {
    /// Nothing, if there is nothing around the work.
    fn of(words: Words, root: &Value) -> Option<Self> {
        let halves = DIRECTIONS.map(|(name, _)| nearest(root, name, MOST_DRAWN / 2));
        let all: usize = DIRECTIONS.iter().map(|(name, _)| count(root, name)).sum();
        let [up, down] = halves;
        if up.is_empty() && down.is_empty() {
            return None;
        }
        let middle = up.len();
        let mut drawing = Self {
            high: (middle + down.len() + 1) * ROW,
            dots: vec![dot(words, root, 0, middle, true)],
            lines: Vec::new(),
            is_part: up.len() + down.len() < all,
        };
        // In the upper half, what hangs from a work stands above it.
        for (half, row_of) in
            [(up, &(|at: usize| middle - 1 - at) as &dyn Fn(usize) -> usize), (down, &|at| middle + 1 + at)]
        {
            for (at, placed) in half.iter().enumerate() {
                let row = row_of(at);
                let parent = if placed.depth == 1 { middle } else { row_of(placed.parent) };
                drawing.dots.push(dot(words, placed.work, placed.depth, row, false));
                let (from, to) = (x_of(placed.depth), x_of(placed.depth - 1));
                drawing.lines.push(format!("M{from} {}H{to}V{}", y_of(row), y_of(parent)));
            }
        }
        Some(drawing)
    }

    const fn wide(&self) -> usize {
        WIDE
    }
}

const fn x_of(depth: usize) -> usize {
    LEFT + depth * STEP
}

const fn y_of(row: usize) -> usize {
    row * ROW + ROW / 2
}

fn dot(words: Words, work: &Value, depth: usize, row: usize, is_middle: bool) -> Dot {
    let title = title(words, work);
    // The one in the middle is set in bold.
    let room = (WIDE - x_of(depth) - LEFT) / (LETTER + usize::from(is_middle));
    let label = match title.char_indices().nth(room) {
        Some((end, _)) => format!("{}…", title[..end].trim_end()),
        None => title.clone(),
    };
    Dot {
        x: x_of(depth),
        y: y_of(row),
        to: work["id"].as_str().map(|id| format!("/records/{id}")),
        label,
        title,
        is_middle,
        is_warned: warnings(work).next().is_some(),
    }
}

fn count(work: &Value, name: &str) -> usize {
    branches(work, name).iter().map(|branch| 1 + count(branch, name)).sum()
}

/// The works that hang from one, each behind that from which it hangs: all up to so many, else the nearest.
fn nearest<'v>(root: &'v Value, name: &str, most: usize) -> Vec<Placed<'v>> {
    fn gather<'v>(all: &mut Vec<Placed<'v>>, work: &'v Value, name: &str, depth: usize, deepest: usize) {
        let parent = all.len().saturating_sub(1);
        for branch in branches(work, name) {
            all.push(Placed { work: branch, depth, parent });
            if depth < deepest {
                gather(all, branch, name, depth + 1, deepest);
            }
        }
    }
    let mut found = Vec::new();
    for deepest in 1.. {
        let mut all = Vec::new();
        gather(&mut all, root, name, 1, deepest);
        let (fits, grew) = (all.len() <= most, all.len() > found.len());
        if deepest == 1 || (fits && grew) {
            found = all;
        }
        if !fits || !grew {
            break;
        }
    }
    found.truncate(most);
    found
}

/// In a line on the page of the work: what it was made from, and how many works were made from it.
pub(super) struct InBrief {
    /// Titles, each with where it leads if it is in the registry.
    pub(super) made_from: Vec<(Option<String>, String)>,
    /// How many more there are.
    pub(super) more: Option<String>,
    pub(super) went_into: String,
    /// Whether terms do not hold somewhere.
    pub(super) is_warned: bool,
}

impl InBrief {
    /// Nothing, if nothing is known around the work.
    pub(super) fn of(words: Words, near: &Value) -> Option<Self> {
        let [sources, results] = DIRECTIONS.map(|(name, _)| branches(near, name));
        if sources.is_empty() && results.is_empty() {
            return None;
        }
        let more = sources.len().saturating_sub(MOST_NAMED);
        let named = sources.iter().take(MOST_NAMED);
        Some(Self {
            made_from: named
                .map(|work| (work["id"].as_str().map(str::to_owned), title(words, work)))
                .collect(),
            more: (more > 0).then(|| words.with("provenance-more", &[("count", more.into())])),
            went_into: words.with("provenance-went-into", &[("count", results.len().into())]),
            is_warned: sources.iter().chain(results).any(|work| warnings(work).next().is_some()),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::language::Language;

    fn work(title: &str, made_from: Vec<Value>) -> Value {
        json!({ "id": title, "title": title, "made_from": made_from, "warnings": [] })
    }

    #[test]
    fn what_a_work_was_made_from_stands_above_it_and_hangs_together() {
        let mut root = work("bread", vec![work("dough", vec![work("flour", vec![])]), work("oven", vec![])]);
        root["went_into"] = json!([{ "id": null, "title": "A soup", "warnings": ["breaks"] }]);
        let drawing = Drawing::of(Words::of(Language::English), &root).unwrap();
        let at = |title: &str| {
            let dot = drawing.dots.iter().find(|dot| dot.title == title).unwrap();
            (dot.x, dot.y)
        };
        let (left, row) = (x_of(0), |row: usize| y_of(row));
        assert_eq!((at("bread"), at("dough")), ((left, row(3)), (left + STEP, row(2))));
        assert_eq!((at("flour"), at("oven")), ((left + 2 * STEP, row(1)), (left + STEP, row(0))));
        assert_eq!(at("A soup"), (left + STEP, row(4)));
        let line = format!("M{} {}H{}V{}", left + 2 * STEP, row(1), left + STEP, row(2));
        assert!(drawing.lines.contains(&line), "{:?}", drawing.lines);
        assert_eq!((drawing.high, drawing.lines.len(), drawing.is_part), (5 * ROW, 4, false));
        let soup = drawing.dots.iter().find(|dot| dot.title == "A soup").unwrap();
        assert!(soup.is_warned && soup.to.is_none());
        assert!(Drawing::of(Words::of(Language::English), &work("alone", vec![])).is_none());
    }

    #[test]
    fn a_large_drawing_keeps_the_nearest_and_says_so() {
        let many = |count: usize| (0..count).map(|n| work(&n.to_string(), vec![work("x", vec![])])).collect();
        let words = Words::of(Language::English);
        let drawing = Drawing::of(words, &work("middle", many(15))).unwrap();
        assert_eq!(
            (drawing.dots.len(), drawing.is_part),
            (16, true),
            "a level that does not fit is left out"
        );
        let drawing = Drawing::of(words, &work("middle", many(60))).unwrap();
        assert_eq!((drawing.dots.len(), drawing.is_part), (MOST_DRAWN / 2 + 1, true));
        let drawing = Drawing::of(words, &work(&"long ".repeat(40), many(3))).unwrap();
        assert!(drawing.dots[0].label.ends_with('…') && drawing.dots[0].label.chars().count() < 50);
    }

    #[test]
    fn every_list_that_opens_is_closed() {
        let words = Words::of(Language::English);
        let root = work("bread", vec![work("dough", vec![work("flour", vec![])]), work("oven", vec![])]);
        let mut steps = Vec::new();
        push(words, &mut steps, &root, "made_from");
        let written: String = steps
            .iter()
            .map(|step| match step {
                Step::Opens => "(".to_owned(),
                Step::Closes => ")".to_owned(),
                Step::Begins(work) => work.title.clone(),
                Step::Ends => ".".to_owned(),
            })
            .collect();
        assert_eq!(written, "(dough(flour.).oven.)");
        let brief = InBrief::of(words, &root).unwrap();
        assert_eq!(brief.made_from.len(), 2);
        assert!(InBrief::of(words, &work("alone", vec![])).is_none());
    }
}
