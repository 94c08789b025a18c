//! Very many records on disk: what they take, and how long a node is in starting with them.

use std::time::{Duration, Instant};

use commons_tests::node::{Node, program};

use crate::records::{Writer, open};
use crate::table::{folder_bytes, row, title};

/// How long a node is left alone before its memory is read.
const IDLE: Duration = Duration::from_secs(10);

const POLL: Duration = Duration::from_millis(500);

pub(crate) fn measure(records: usize) {
    title("million", &format!("{records} records on disk"));
    let _ = program(); // built first, so that it is not measured
    let mut node = Node::new();
    let store = open(&node.data());
    let begun = Instant::now();
    Writer::new(3).fill(&store, records);
    row("taken in, a second", &format!("{:.0}", records as f64 / begun.elapsed().as_secs_f64()));
    let begun = Instant::now();
    store.wait_until_listed();
    row("then listed and searchable after", &seconds(begun.elapsed()));
    let some = store.list(None, None, 1).unwrap()[0].id.to_string();
    drop(store); // closed cleanly
    let (journal, index) = (node.data().join("journal"), node.data().join("index"));
    row("bytes a record in the journal", &each(folder_bytes(&journal), records));
    row("bytes a record in the index", &each(folder_bytes(&index), records));
    row("  of that, words", &each(folder_bytes(&index.join("words")), records));

    let (status, show) = start(&mut node, &some);
    row("after a clean stop, status answers after", &seconds(status));
    row("  and show after", &seconds(show));
    std::thread::sleep(IDLE);
    row("resident memory when idle", &format!("{} MiB", node.resident_kib() / 1024));
    let begun = Instant::now();
    let found = node.ask(&["search", "ba co"]);
    let count = found["items"].as_array().map_or(0, Vec::len);
    row("a search of two beginnings of words", &format!("{} ({count} shown)", seconds(begun.elapsed())));
    row("  resident memory after it", &format!("{} MiB", node.resident_kib() / 1024));
    node.stop();

    std::fs::remove_dir_all(&index).unwrap();
    let (status, show) = start(&mut node, &some);
    row("with the index deleted, status answers after", &seconds(status));
    row("  and show after", &seconds(show));
    row("  changes to go before search is complete", &node.status_now()["unlisted"].to_string());
    row("  most resident memory by then", &format!("{} MiB", node.peak_kib() / 1024));
    let begun = Instant::now();
    while node.status_now()["unlisted"] != 0 {
        assert!(begun.elapsed() < Duration::from_secs(1800), "{}", node.status());
        std::thread::sleep(POLL);
    }
    row("  search complete after further", &seconds(begun.elapsed()));
    row("  most resident memory by then", &format!("{} MiB", node.peak_kib() / 1024));
    std::thread::sleep(IDLE);
    row("  resident memory when idle", &format!("{} MiB", node.resident_kib() / 1024));
}

/// Starts a node, and gives when it answered what it is and what a record says.
fn start(node: &mut Node, record: &str) -> (Duration, Duration) {
    let begun = Instant::now();
    node.start(&[]);
    let status = node.ask(&["status"]);
    assert!(status["state"].is_string());
    let answered = begun.elapsed();
    assert!(node.ask(&["show", record])["id"].is_string());
    (answered, begun.elapsed())
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

fn each(bytes: u64, records: usize) -> String {
    format!("{:.0}", bytes as f64 / records as f64)
}
