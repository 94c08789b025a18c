//! A node that has nothing gets everything from another: two real processes on loopback.

use std::time::{Duration, Instant};

use commons_tests::node::Node;

use crate::records::{Writer, open};
use crate::table::{folder_bytes, row, title};

/// How often the two are asked for their state.
const POLL: Duration = Duration::from_millis(20);

pub(crate) fn measure(records: usize) {
    title("first-sync", &format!("First sync of {records} records, two processes on loopback"));
    let mut giver = Node::new();
    let store = open(&giver.data());
    Writer::new(1).fill(&store, records);
    store.wait_until_listed();
    let state = store.state().to_string();
    let items = store.settled().unwrap().len();
    let mut bundle = Vec::new();
    store.export(&mut bundle).unwrap();
    drop(store);
    let packed = zstd::bulk::compress(&bundle, 9).unwrap().len();
    let (bundle, journal) = (bundle.len(), folder_bytes(&giver.data().join("journal")));

    giver.start(&[]);
    let mut taker = Node::new();
    let given = giver.busy();
    taker.start(&[&giver]);
    let begun = Instant::now(); // the two are only connecting now
    while taker.status_now()["state"] != state {
        assert!(begun.elapsed() < Duration::from_secs(600), "{}", taker.status());
        std::thread::sleep(POLL);
    }
    let took = begun.elapsed();
    let (given, taken) = (giver.busy() - given, taker.busy());
    let status = taker.status();
    assert!(status["traffic"]["sync_in"].as_u64().unwrap() > records as u64, "nothing came: {status}");
    let (bytes, peak) = (status["traffic"]["sync_in"].as_u64().unwrap(), taker.peak_kib());
    row("records", &records.to_string());
    row("items, key logs among them", &items.to_string());
    row("until both have one state", &format!("{:.2} s", took.as_secs_f64()));
    row("records a second", &format!("{:.0}", records as f64 / took.as_secs_f64()));
    row("processor time a record, of the giver", &micros(given, records));
    row("processor time a record, of the taker", &micros(taken, records));
    row("bytes a record on the sync stream", &format!("{:.0}", bytes as f64 / records as f64));
    row("  × zstd -9 of the bundle", &format!("{:.2}", bytes as f64 / packed as f64));
    row("  bytes a record in the bundle", &format!("{:.0}", bundle as f64 / records as f64));
    row("most resident memory of the taker", &format!("{} MiB", peak / 1024));
    let begun = Instant::now();
    while taker.status()["unlisted"] != 0 {
        assert!(begun.elapsed() < Duration::from_secs(1200), "{}", taker.status());
        std::thread::sleep(POLL * 10);
    }
    row("lists and search complete after further", &format!("{:.1} s", begun.elapsed().as_secs_f64()));
    row("most resident memory by then", &format!("{} MiB", taker.peak_kib() / 1024));
    taker.stop();
    let index = folder_bytes(&taker.data().join("index"));
    row("bytes a record in the journal", &format!("{:.0}", journal as f64 / records as f64));
    row("bytes a record in the index", &format!("{:.0}", index as f64 / records as f64));
}

fn micros(time: Duration, records: usize) -> String {
    format!("{:.1} µs", time.as_secs_f64() * 1e6 / records as f64)
}
