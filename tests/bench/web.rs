//! The pages, among many records: how many a node gives in a second and how long the slowest of a hundred takes, as wrk
//! asks for them; and how long somebody on a slow line waits for each, in a browser.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use commons_tests::browser::Browser;
use commons_tests::node::{Node, program};
use serde_json::json;

use crate::records::{Writer, open};
use crate::table::{row, title};

/// How many different pages of a sort are asked for, in turn.
const DIFFERENT: usize = 200;

/// How long wrk asks, over how many connections at a time.
const SECONDS: &str = "10";
const CONNECTIONS: &str = "8";

/// A slow line: bytes a second (400 kbit/s), and milliseconds until an answer begins.
const BYTES_A_SECOND: u32 = 50_000;
const LATENCY: u32 = 400;

const POLL: Duration = Duration::from_millis(500);

/// Longest that a node may take until everything is searchable.
const LISTED_WITHIN: Duration = Duration::from_secs(1800);

pub(crate) fn measure(records: usize) {
    title("web", &format!("pages of {records} records, over {CONNECTIONS} connections"));
    let _ = program(); // built first, so that it is not measured
    let mut node = Node::new();
    let store = open(&node.data());
    let mut writer = Writer::new(9);
    writer.fill(&store, records);
    store.wait_until_listed();
    let ids: Vec<String> =
        store.list(None, None, DIFFERENT).unwrap().into_iter().map(|record| record.id.to_string()).collect();
    assert_eq!(ids.len(), DIFFERENT);
    drop(store); // closed cleanly
    node.start(&[]);
    let begun = Instant::now();
    while node.status_now()["unlisted"] != 0 {
        assert!(begun.elapsed() < LISTED_WITHIN, "{}", node.status());
        std::thread::sleep(POLL);
    }
    let words = writer.words().iter().take(DIFFERENT);
    let each = |before: &str, after: &str| ids.iter().map(|id| format!("{before}{id}{after}")).collect();
    let sorts: [(&str, Vec<String>); 5] = [
        ("home", vec!["/".to_owned()]),
        ("search", words.map(|word| format!("/?q={word}")).collect()),
        ("a resource", each("/records/", "")),
        ("the reuse check, as a page", each("/records/", "?for=commercial&kind=worker-coop")),
        ("the reuse check, for programs", each("/api/v1/records/", "/check?for=commercial&kind=worker-coop")),
    ];
    for (what, paths) in &sorts {
        let asked = Asked::of(&node, paths);
        row(&format!("{what}: a second"), &asked.a_second);
        row("  99 of 100 within", &asked.p99);
    }
    let browser = Browser::open();
    browser.devtools(
        "Network.emulateNetworkConditions",
        &json!({ "offline": false, "latency": LATENCY,
            "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND }),
    );
    row("on a line of 400 kbit/s, 400 ms away:", "");
    for (what, paths) in &sorts[..4] {
        browser.go(&format!("http://{}{}", node.http(), paths[0]));
        assert!(
            browser.text_of("main").contains("CC-BY-SA-4.0"),
            "{what} shows records: {}",
            browser.text_of("main")
        );
        row(&format!("{what}: something is to be read after"), &milliseconds(&browser, PAINTED));
        row("  all is there after", &milliseconds(&browser, LOADED));
    }
}

/// When something to read was first painted, and when all was there, in milliseconds since the page was asked for.
const PAINTED: &str = "return await new Promise(done => new PerformanceObserver(list => {
    const painted = list.getEntriesByName('first-contentful-paint')[0];
    if (painted) done(painted.startTime);
}).observe({ type: 'paint', buffered: true }));";
const LOADED: &str = "return performance.getEntriesByType('navigation')[0].loadEventEnd";

fn milliseconds(browser: &Browser, what: &str) -> String {
    let answer = browser.run_and_wait(what);
    format!("{:.0} ms", answer.as_f64().unwrap_or_else(|| panic!("no time: {answer}")))
}

/// What wrk found.
struct Asked {
    a_second: String,
    p99: String,
}

impl Asked {
    /// Asks for the pages one after the other, again and again.
    fn of(node: &Node, paths: &[String]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("paths.lua");
        let listed: Vec<String> = paths.iter().map(|path| format!("{path:?}")).collect();
        let text = format!(
            "local paths, at = {{ {} }}, 0\nrequest = function() at = at % #paths + 1; return wrk.format(\"GET\", paths[at]) end\n",
            listed.join(", ")
        );
        std::fs::write(&script, text).unwrap();
        let said = wrk(&script, &format!("http://{}", node.http()));
        assert!(!said.contains("Non-2xx") && !said.contains("Socket errors"), "{said}");
        let after = |what: &str| {
            let line = said.lines().find_map(|line| line.trim().strip_prefix(what));
            line.unwrap_or_else(|| panic!("wrk says no {what}: {said}")).trim().to_owned()
        };
        Self { a_second: after("Requests/sec:"), p99: after("99%") }
    }
}

fn wrk(script: &Path, address: &str) -> String {
    let output = Command::new("wrk")
        .args([
            "--threads",
            "1",
            "--connections",
            CONNECTIONS,
            "--duration",
            SECONDS,
            "--latency",
            "--script",
        ])
        .arg(script)
        .arg(address)
        .output()
        .unwrap_or_else(|error| panic!("wrk cannot be started ({error}): `cargo xtask bench` installs it"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
