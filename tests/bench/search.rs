//! Searching among many records, while they are all in lists: how long one search takes, most of the time and at worst.

use std::time::{Duration, Instant};

use commons_registry::Kind;
use commons_store::{Filter, Search};
use commons_tests::random::Random;

use crate::records::{Writer, open};
use crate::table::{row, title};

/// Searches of each sort.
const SEARCHES: usize = 500;

/// Results on a page, and one that tells whether there are more.
const PAGE: usize = 51;

/// At most so many of a hundred searches may take longer than what is told as the longest.
const PERCENTILE: usize = 99;

/// Makes the words and filters of a search out of chance and the words that records are made of.
type Sort = fn(&mut Random, &[String]) -> Search;

const SORTS: [(&str, Sort); 6] = [
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
];

pub(crate) fn measure(records: usize) {
    title("search", &format!("searching among {records} records, {SEARCHES} times each"));
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let mut writer = Writer::new(5);
    writer.fill(&store, records);
    store.wait_until_listed();
    let mut random = Random::from_seed(6);
    let mut all = Vec::new();
    for (what, sort) in SORTS {
        let (mut times, mut found) = (Vec::new(), 0);
        for _ in 0..SEARCHES {
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
    row("all together: half within", &milliseconds(percentile(&mut all, 50)));
    row(&format!("  {PERCENTILE} of 100 within"), &milliseconds(percentile(&mut all, PERCENTILE)));
}

fn of(words: String, filters: Vec<Filter>) -> Search {
    Search { words, filters, near: None }
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
