//! Searching, in memory and in files.

use commons_registry::{FieldValue, Kind, RecordId, RecordView, Value};
use proptest::prelude::{Strategy, prop_assert_eq, proptest};
use tantivy::SegmentReader;

use super::super::described::{Described, Filter};
use super::super::point::{Area, Point};
use super::*;

/// A record with texts of fields by language.
fn view(kind: Kind, title: &[(&str, &str)], rest: &[(&'static str, &str, &str)]) -> RecordView {
    let mut fields = commons_registry::Fields::new();
    let titles =
        title.iter().map(|(language, text)| ((*language).to_owned(), Value::Text((*text).to_owned())));
    fields.insert(kind.title_field(), FieldValue::Keyed(titles.collect()));
    for (field, language, text) in rest {
        let value = match *language {
            "" => FieldValue::Set([Value::Text((*text).to_owned())].into()),
            language => FieldValue::Prose([(language.to_owned(), (*text).to_owned())].into()),
        };
        fields.insert(field, value);
    }
    RecordView {
        id: RecordId::from_bytes([1; 32]),
        kind,
        agent: commons_identity::AgentId::from_bytes([2; 32]),
        fields,
        conflicts: Vec::new(),
        proposals: Vec::new(),
        heads: Vec::new(),
    }
}

impl Text {
    fn search(&self, words: &str, most: usize) -> Result<Vec<u64>, tantivy::TantivyError> {
        let hits = self.find(&Asked { words, filters: &[], near: None, before: None }, most)?;
        Ok(hits.into_iter().map(|hit| hit.place).collect())
    }
}

fn set(text: &Text, place: u64, title: &str, summary: &str) {
    let view = view(Kind::Resource, &[("en", title)], &[("summary", "en", summary)]);
    text.set(place, Some(Entry::of(&view, &Described::default())));
}

#[test]
fn titles_of_one_kind_are_found_in_every_language() {
    let folder = tempfile::tempdir().unwrap();
    let text = Text::open(folder.path()).unwrap();
    let titles = [("en", "commons"), ("es", "bien común")];
    let definition = [("definition", "en", "What a community keeps together.")];
    let entry = |kind, titles: &[(&str, &str)]| {
        Some(Entry::of(&view(kind, titles, &definition), &Described::default()))
    };
    text.set(1, entry(Kind::Term, &titles));
    text.set(2, entry(Kind::Resource, &titles));
    text.set(3, entry(Kind::Term, &[("en", "community")]));
    for _ in 0..2 {
        let found = |words: &str| text.search_titles(Kind::Term, words, &[], 10).unwrap();
        assert_eq!(found("Commons"), [1], "neither another kind, nor where it stands in a definition");
        assert_eq!(found("bien COMUN"), [1]);
        assert_eq!(found("com"), [3, 1], "beginnings, the last to come first");
        assert_eq!(found("=term"), [0; 0], "which is the word term");
        assert_eq!(text.search("=resource", 10).unwrap(), [0; 0], "the mark is no word");
        text.commit().unwrap();
    }
}

#[test]
fn what_is_gathered_is_found_like_what_is_committed() {
    let folder = tempfile::tempdir().unwrap();
    let text = Text::open(folder.path()).unwrap();
    set(&text, 1, "Sourdough for beginners", "Bread without yeast.");
    set(&text, 2, "Running a bakery", "From sourdough to accounts.");
    set(&text, 3, "Bread ovens", "How to build them.");
    let stories = |text: &Text| {
        assert_eq!(text.search("sourdough", 10).unwrap(), [1, 2], "title first");
        assert_eq!(text.search("bread", 10).unwrap(), [3, 1]);
        assert_eq!(text.search("BREA ov", 10).unwrap(), [3], "beginnings of words, all of them");
        assert_eq!(text.search("bread", 1).unwrap(), [3]);
        assert_eq!(text.search("nothing", 10).unwrap(), [0; 0]);
        assert_eq!(text.search(" - ", 10).unwrap(), [0; 0]);
    };
    stories(&text);
    assert!(text.commit().unwrap());
    assert!(!text.commit().unwrap(), "there is nothing more");
    stories(&text);
    drop(text);
    let text = Text::open(folder.path()).unwrap();
    stories(&text);
    set(&text, 1, "Yeast for beginners", "Bread.");
    text.set(3, None);
    for _ in 0..2 {
        assert_eq!(text.search("sourdough", 10).unwrap(), [2]);
        assert_eq!(text.search("yeast", 10).unwrap(), [1]);
        assert_eq!(text.search("bread", 10).unwrap(), [1]);
        text.commit().unwrap();
    }
}

#[test]
fn a_record_written_twice_is_found_once() {
    let folder = tempfile::tempdir().unwrap();
    let text = Text::open(folder.path()).unwrap();
    for _ in 0..3 {
        set(&text, 7, "Bread", "");
        text.commit().unwrap();
    }
    assert_eq!(text.search("bread", 10).unwrap(), [7]);
}

#[test]
fn words_of_what_was_taken_out_leave_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let text = Text::open(folder.path()).unwrap();
    set(&text, 1, "Sourdough", "");
    set(&text, 2, "Bakery", "");
    text.commit().unwrap();
    // Files hold words coded, so that one cannot look for their letters: the dictionaries are asked.
    let is_in_a_dictionary = |word: &str| {
        let searcher = text.reader.searcher();
        let words = |segment: &SegmentReader| segment.inverted_index(text.fields.text).unwrap();
        searcher
            .segment_readers()
            .iter()
            .any(|segment| words(segment).terms().get(word.as_bytes()).unwrap().is_some())
    };
    let files = || {
        let segments = text.reader.searcher().index().searchable_segment_ids().unwrap();
        let names = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        let is_old = |name: &&String| {
            !name.contains("meta")
                && !name.starts_with('.')
                && !segments.iter().any(|id| name.starts_with(&id.uuid_string()))
        };
        names.iter().filter(is_old).cloned().collect::<Vec<_>>()
    };
    text.set(1, None);
    text.commit().unwrap();
    assert!(is_in_a_dictionary("sourdough"), "what was taken out is still in the files");
    let begun = std::time::Instant::now();
    while !text.purge().unwrap() {
        assert!(begun.elapsed().as_secs() < 60, "{:?}", files());
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(!is_in_a_dictionary("sourdough") && is_in_a_dictionary("bakery"));
    assert_eq!(files(), [""; 0]);
    assert_eq!(text.search("bakery", 10).unwrap(), [2]);
}

#[test]
fn words_as_they_stand_come_before_other_forms_and_those_before_typos() {
    let folder = tempfile::tempdir().unwrap();
    let text = Text::open(folder.path()).unwrap();
    set(&text, 1, "Running a bakery", "");
    set(&text, 2, "Bakeries of the north", "");
    set(&text, 3, "Sourdough", "Bread.");
    for _ in 0..2 {
        assert_eq!(text.search("bakery", 10).unwrap(), [1, 2], "as it stands, then another form");
        assert_eq!(text.search("bakeries", 10).unwrap(), [2, 1]);
        assert_eq!(text.search("bakery", 1).unwrap(), [1]);
        assert_eq!(text.search("sourdogh", 10).unwrap(), [3], "a letter left out");
        assert_eq!(text.search("suordouhg", 10).unwrap(), [3], "twice two letters changed about");
        assert_eq!(text.search("bakreies nroth", 10).unwrap(), [2], "in several words");
        assert_eq!(text.search("dourdough", 10).unwrap(), [0; 0], "people get the first letter right");
        assert_eq!(text.search("braed", 10).unwrap(), [3]);
        assert_eq!(text.search("brd", 10).unwrap(), [0; 0], "short words would be found everywhere");
        text.commit().unwrap();
    }
}

#[test]
fn a_search_is_narrowed_by_what_records_say() {
    let folder = tempfile::tempdir().unwrap();
    let text = Text::open(folder.path()).unwrap();
    let class = |class: &str| Described { marks: vec![("class", class.to_owned())], point: None };
    let english = view(Kind::Resource, &[("en", "Bread")], &[("topics", "", "Baking together")]);
    let catalan = view(Kind::Resource, &[("ca", "Bread")], &[("topics", "", "Kneading")]);
    let listing = view(Kind::Listing, &[("pt-br", "Bread")], &[("sectors", "", "Bakeries and mills")]);
    text.set(1, Some(Entry::of(&english, &class("share-alike"))));
    text.set(2, Some(Entry::of(&catalan, &class("permissive"))));
    text.set(3, Some(Entry::of(&listing, &Described::default())));
    for _ in 0..2 {
        let found = |words, filters: &[Filter]| {
            let hits = text.find(&Asked { words, filters, near: None, before: None }, 10).unwrap();
            hits.into_iter().map(|hit| hit.place).collect::<Vec<_>>()
        };
        assert_eq!(found("bread", &[]), [3, 2, 1]);
        assert_eq!(found("bread", &[Filter::kinds(&[Kind::Resource])]), [2, 1]);
        assert_eq!(found("bread", &[Filter::is(&["class"], "share-alike")]), [1]);
        assert_eq!(found("", &[Filter::is(&["class"], "permissive")]), [2], "without any words");
        assert_eq!(found("bread", &[Filter::is(&["language"], "pt")]), [3], "of Brazil too");
        assert_eq!(found("bread", &Filter::words(&["topics", "sectors"], "baking TOGETHER")), [1]);
        assert_eq!(found("bread", &Filter::words(&["topics", "sectors"], "baker")), [3], "beginnings");
        let both = [Filter::kinds(&[Kind::Resource]), Filter::is(&["language"], "ca")];
        assert_eq!(found("braed", &both), [2], "typos are narrowed as well");
        assert_eq!(found("", &[]), [0; 0]);
        text.commit().unwrap();
    }
}

#[test]
fn of_many_agents_only_what_some_wrote_is_found_and_page_after_page() {
    let folder = tempfile::tempdir().unwrap();
    let text = Text::open(folder.path()).unwrap();
    let agent = |number: u64| commons_identity::AgentId::from_bytes([number as u8; 32]);
    let by = |number: u64| Described { marks: vec![("agent", agent(number).to_string())], point: None };
    for place in 1..=200 {
        let kind = if place % 2 == 0 { Kind::Term } else { Kind::Resource };
        text.set(place, Some(Entry::of(&view(kind, &[("en", "Bread")], &[]), &by(place % 200))));
    }
    for _ in 0..2 {
        for some in [3, 100] {
            // Few are asked for one by one, many as one set.
            let filters = [Filter::kinds(&[Kind::Resource]), Filter::by((1..=some).map(agent))];
            let found = |before: Option<u64>, most: usize| -> Vec<u64> {
                let asked = Asked { words: "", filters: &filters, near: None, before };
                text.find(&asked, most).unwrap().into_iter().map(|hit| hit.place).collect()
            };
            let all: Vec<u64> = (1..=some).rev().filter(|place| place % 2 == 1).collect();
            assert_eq!(found(None, 200), all);
            let mut pages = Vec::new();
            while let page @ [_, ..] = &*found(pages.last().copied(), 7) {
                pages.extend(page);
            }
            assert_eq!(pages, all, "page after page");
            let terms = text.search_titles(Kind::Term, "bread", &filters[1..], 200).unwrap();
            assert_eq!(terms, (1..=some).rev().filter(|place| place % 2 == 0).collect::<Vec<_>>());
        }
        text.commit().unwrap();
    }
}

#[test]
fn what_is_near_comes_nearest_first() {
    let folder = tempfile::tempdir().unwrap();
    let text = Text::open(folder.path()).unwrap();
    let at = |north: f64, east: f64| Point::new((north * 1e6) as i64, (east * 1e6) as i64);
    let places = [(1, at(48.85, 2.35)), (2, at(50.69, 3.18)), (3, at(50.63, 3.06)), (4, None)];
    for (place, point) in places {
        let view = view(Kind::Listing, &[("en", "Legal advice")], &[]);
        text.set(place, Some(Entry::of(&view, &Described { marks: Vec::new(), point })));
    }
    let lille = at(50.63, 3.06).unwrap();
    for _ in 0..2 {
        let found = |words, kilometres| {
            let near = Some(Near { point: lille, kilometres });
            let hits = text.find(&Asked { words, filters: &[], near, before: None }, 10).unwrap();
            hits.into_iter()
                .map(|hit| (hit.place, hit.kilometres.unwrap().round() as u32))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("legal", 50.0), [(3, 0), (2, 11)]);
        assert_eq!(found("", 10.0), [(3, 0)]);
        assert_eq!(found("legal", 20_000.0), [(3, 0), (2, 11), (1, 204)]);
        assert_eq!(found("nothing", 50.0), []);
        text.commit().unwrap();
    }
}

#[test]
fn what_lies_in_an_area_is_located_in_memory_and_in_files_the_last_to_come_if_there_are_too_many() {
    let folder = tempfile::tempdir().unwrap();
    let text = Text::open(folder.path()).unwrap();
    let put = |place: u64, kind, degrees: Option<(i64, i64)>| {
        let point = degrees.and_then(|(north, east)| Point::new(north * 1_000_000, east * 1_000_000));
        let view = view(kind, &[("en", "Somebody")], &[]);
        text.set(place, Some(Entry::of(&view, &Described { marks: Vec::new(), point })));
    };
    let area = |south: i64, west: i64, north: i64, east: i64| {
        let corner = |north: i64, east: i64| Point::new(north * 1_000_000, east * 1_000_000).unwrap();
        Area { least: corner(south, west), greatest: corner(north, east) }
    };
    let (whole, europe) = (area(-90, -180, 90, 180), area(36, -10, 70, 30));
    let located = |kinds: &[Kind], area, most| {
        let mut places: Vec<u64> =
            text.located(&[Filter::kinds(kinds)], area, most).unwrap().iter().map(|one| one.place).collect();
        places.sort_unstable();
        places
    };
    for place in 0..50 {
        put(place, Kind::Listing, Some((50, place as i64 % 10)));
    }
    put(50, Kind::Agent, Some((50, 3)));
    put(51, Kind::Listing, Some((-40, 175)));
    put(52, Kind::Listing, None);
    // First all in memory, then all in files, then one of them written anew, taken out, or moved.
    for committed in [false, true] {
        if committed {
            text.commit().unwrap();
        }
        assert_eq!(located(&[Kind::Listing], europe, 1_000), (0..50).collect::<Vec<_>>());
        assert_eq!(located(&[Kind::Agent, Kind::Listing], whole, 1_000), (0..52).collect::<Vec<_>>());
        assert_eq!(located(&[Kind::Agent], europe, 1_000), [50]);
        assert_eq!(located(&[Kind::Listing], area(36, 4, 70, 4), 1_000), [4, 14, 24, 34, 44]);
        assert_eq!(located(&[Kind::Listing], europe, 3), [47, 48, 49]);
        assert_eq!(located(&[Kind::Listing], europe, 0), [0; 0]);
    }
    text.set(49, None);
    put(48, Kind::Listing, Some((-40, 175)));
    put(53, Kind::Listing, Some((60, 20)));
    assert_eq!(located(&[Kind::Listing], europe, 3), [46, 47, 53]);
    assert_eq!(located(&[Kind::Listing], whole, 5), [46, 47, 48, 51, 53]);
}

/// Words that are beginnings, forms and slips of each other.
const WORDS: [&str; 16] = [
    "bread",
    "breads",
    "braed",
    "brea",
    "baker",
    "bakers",
    "bakery",
    "bakeries",
    "cooperative",
    "coopreative",
    "coöperatives",
    "corporative",
    "2023",
    "2024",
    "the",
    "面包",
];

/// Some of them.
fn some(count: core::ops::Range<usize>) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(&WORDS[..]), count).prop_map(|words| words.join(" "))
}

proptest! {
    /// What waits in memory and what is in files is searched by two programs, which must agree.
    #[test]
    fn whatever_is_asked_finds_the_same_before_and_after_a_commit(
        records in proptest::collection::vec((some(1..4), some(0..6), some(0..2), 0..40_i64), 1..40),
        words in some(0..4),
        topic in some(0..2),
        near in proptest::option::of(1.0..4000.0_f64),
        committed in 0..40_usize,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let text = Text::open(folder.path()).unwrap();
        let filters = Filter::words(&["topics"], &topic);
        let near = near.map(|kilometres| Near { point: Point::new(50_000_000, 0).unwrap(), kilometres });
        let asked = Asked { words: &words, filters: &filters, near, before: None };
        for (place, (title, summary, topic, east)) in records.iter().enumerate() {
            if place == committed {
                text.commit().unwrap();
            }
            let fields = [("summary", "en", summary.as_str()), ("topics", "", topic)];
            let described = Described { marks: Vec::new(), point: Point::new(50_000_000, east * 1_000_000) };
            let view = view(Kind::Resource, &[("en", title)], &fields);
            text.set(place as u64, Some(Entry::of(&view, &described)));
        }
        let found: Vec<_> = [1, 3, 100].iter().map(|most| text.find(&asked, *most).unwrap()).collect();
        text.commit().unwrap();
        let after: Vec<_> = [1, 3, 100].iter().map(|most| text.find(&asked, *most).unwrap()).collect();
        prop_assert_eq!(found, after);
    }
}
