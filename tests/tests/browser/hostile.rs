//! Replicated text is hostile, and so is what stands in an address: none of it ever becomes part of a page.

mod payloads;
mod records;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use commons_tests::browser::Browser;
use commons_tests::node::Node;
use serde_json::{Value, json};

use crate::network::Seen;

/// Fewest payloads: fewer are no test.
const FEWEST: usize = 500;

/// Items handed to the node at once.
const AT_ONCE: usize = 200;

/// How many of the hostile are followed and have a name given by the owner.
const KNOWN: usize = 8;

/// Browsers that open pages side by side.
const BROWSERS: usize = 2;

/// Of every so many records, it is asked where they come from.
const PROVENANCE_OF: usize = 4;

/// Most bytes of a payload in an address, written so that it may stand there.
const IN_AN_ADDRESS: usize = 700;

/// Before anything else in a page: dialogs leave a mark, and breaches of the policy are remembered.
const WATCH: &str = "
    self.breaches = [];
    addEventListener('securitypolicyviolation', e => breaches.push(`${e.violatedDirective}: ${e.blockedURI} ${e.sample}`));
    for (const dialog of ['alert', 'confirm', 'prompt', 'print']) self[dialog] = () => { self.ran = 1; };";

/// Where a list goes on, and what of the page that is open came from a payload, a line each.
const LOOK: &str = r#"
    const found = [...(self.breaches ?? ['nobody watches'])];
    if (self.ran !== undefined) found.push('something ran');
    for (const it of document.querySelectorAll('*')) {
        if (it.localName === 'xss') found.push(it.outerHTML.slice(0, 200));
        for (const { name, value } of it.attributes) {
            const address = value.replace(/[\u0000-\u0020\u00a0\u00ad\ufeff]/g, '').toLowerCase();
            const leads = /^(href|src|srcset|action|formaction|xlink:href|data|poster|background)$/.test(name);
            const runs = /^(javascript|vbscript|data|blob|feed|view-source):/.test(address) && it.rel !== 'icon';
            if (name === 'xss' || name.startsWith('on') || name === 'srcdoc' || (leads && runs))
                found.push(it.outerHTML.slice(0, 200));
        }
        if (it.localName === 'script' && it.type === 'application/ld+json')
            try { JSON.parse(it.textContent); } catch (e) { found.push(`JSON-LD: ${e}`); }
    }
    const text = document.title + document.body.textContent;
    if (text.includes('284487')) found.push('a template was worked out');
    if (/[\u202a-\u202e\u2066-\u2069]/.test(text)) found.push('the direction of text is turned');
    return [document.querySelector('main p > a[href*="after="]')?.href ?? null, ...found];"#;

/// With which status the page that is open was answered.
const STATUS: &str = "return performance.getEntriesByType('navigation')[0].responseStatus";

fn watching() -> Browser {
    let browser = Browser::open();
    browser.devtools("Page.enable", &json!({}));
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": WATCH }));
    drop((browser.network(), browser.log("browser"))); // of the page that the browser itself begins with
    browser
}

fn look(browser: &Browser) -> (Option<String>, Vec<String>) {
    let answer = browser.run(LOOK);
    let mut lines = answer.as_array().unwrap().iter().map(|line| line.as_str().map(str::to_owned));
    (lines.next().unwrap(), lines.flatten().collect())
}

/// The proof that the other test would fail: where a page does not escape, these payloads are noticed.
#[test]
fn payloads_are_noticed_where_a_page_lets_them_in() {
    let payloads = payloads::all();
    assert!(payloads.len() >= FEWEST, "{}", payloads.len());
    let browser = watching();
    let some: Vec<_> = payloads.iter().step_by(4).collect();
    let noticed = some.iter().filter(|payload| {
        let page = format!(
            "<title>{payload}</title><p>{payload}</p><input value=\"{payload}\"><a href='{payload}'>x</a>"
        );
        browser.go(&format!("data:text/html;charset=utf-8,{}", written(&page)));
        !look(&browser).1.is_empty()
    });
    // The rest is for what escapes once too little or undoes what was escaped, which this page does not.
    let noticed = noticed.count();
    assert!(noticed >= some.len() * 3 / 5, "only {noticed} of {} are noticed", some.len());
    browser.go("data:text/html,<p>Bread");
    assert_eq!(look(&browser).1, [""; 0], "and nothing else is");
}

#[test]
fn nothing_that_anybody_wrote_becomes_part_of_a_page() {
    let begun = Instant::now();
    let payloads = payloads::all();
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let guide = node.publish("A guide");
    let hostile = records::write(&payloads, guide.parse().unwrap());
    for items in hostile.items.chunks(AT_ONCE) {
        let items: Vec<String> = items.iter().map(|item| data_encoding::HEXLOWER.encode(item)).collect();
        let outcomes = node.tell(&json!({ "do": "ingest", "items": items, "dry_run": false })).unwrap();
        let refused: Vec<_> =
            outcomes.as_array().unwrap().iter().filter(|outcome| **outcome != "new").collect();
        assert!(refused.is_empty(), "{refused:?}");
    }
    let known = payloads.iter().step_by(payloads.len() / KNOWN);
    for (agent, payload) in hostile.agents.iter().zip(known) {
        // What they state is heard, and how the owner calls them is shown.
        node.tell(&json!({ "do": "follow", "agent": agent, "budget": null, "remove": false })).unwrap();
        let _ = node.tell(&json!({ "do": "set-petname", "agent": agent, "name": payload }));
    }
    let by_command = by_command(&node, &payloads);
    let mut paths = vec!["/".to_owned(), format!("/records/{guide}")];
    paths.extend(hostile.records.iter().chain(&by_command).map(|id| format!("/records/{id}")));
    let shown = paths.len();
    // Of what is no resource, it is refused.
    let with_guide = hostile.records.iter().step_by(PROVENANCE_OF).chain(&by_command).chain([&guide]);
    paths.extend(with_guide.map(|id| format!("/records/{id}/provenance")));
    paths.extend(asked(&payloads, &guide));
    let opened = open_all(&node, &paths, shown);
    eprintln!(
        "after {:?}: {} payloads, {} times in {} fields of {} records; {shown} pages of records and {} of questions, {} of lists",
        begun.elapsed(),
        payloads.len(),
        hostile.placed,
        hostile.fields.len(),
        hostile.records.len() + by_command.len(),
        paths.len() - shown,
        opened - paths.len(),
    );
    assert!(node.is_running());
}

/// Some that the command itself takes: an own record, an own name.
fn by_command(node: &Node, payloads: &[String]) -> Vec<String> {
    let mut ids = Vec::new();
    for some in payloads.chunks(payloads.len() / 8).filter(|some| some.len() >= 8) {
        let publish = json!({
            "do": "publish", "title": some[0], "licence": "PPL", "types": ["guide"], "language": "en", "summary": some[1],
            "topics": [some[2]], "urls": [], "derived_from": [], "also_allow": ["nonprofits"],
            "made_by": [some[3]], "credit_as": some[4], "how_run": some[5],
        });
        let Ok(published) = node.tell(&publish) else { continue };
        let id = published["id"].as_str().unwrap().to_owned();
        let contribute = json!({
            "do": "contribute", "to": id, "role": some[6], "track": null, "paid": false, "hours": null, "note": some[7],
            "language": "en", "period": null, "draft": false,
        });
        ids.extend(node.tell(&contribute).iter().map(|answer| answer["id"].as_str().unwrap().to_owned()));
        let _ = node.tell(&json!({ "do": "hide", "id": id, "reason": some[7] }));
        ids.push(id);
    }
    assert!(!ids.is_empty(), "the command takes none of them");
    ids
}

/// Addresses with payloads in them.
fn asked(payloads: &[String], guide: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let written: Vec<String> = payloads
        .iter()
        .map(|payload| written(payload))
        .filter(|payload| payload.len() < IN_AN_ADDRESS)
        .collect();
    paths.extend(written.iter().step_by(2).map(|payload| format!("/?q={payload}")));
    for some in written.chunks(12) {
        let at = |at: usize| &some[at % some.len()];
        paths.push(format!("/near?near={}&sector={}&skill={}&offers={}", at(0), at(1), at(2), at(3)));
        paths.push(format!("/near?near=Lille&within=50&sector={}", at(4)));
        paths.push(format!("/near?near=Lille&within=50&skill={}", at(5)));
        paths.push(format!("/records/{}", at(6)));
        paths.push(format!("/{}?{}={}", at(7), at(8), at(9)));
        paths.push(format!("/records/{guide}?kind={}", at(10)));
        paths.push(format!("/records/{guide}?for={}", at(11)));
        paths.push(format!("/?q=x&after={}", at(0)));
    }
    paths
}

/// Opens them in several browsers, and of lists what follows. The first so many are of what is there, and have to show it.
/// Returns how many pages that were.
fn open_all(node: &Node, paths: &[String], there: usize) -> usize {
    let (next, opened) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let open_some = || {
        let (browser, origin) = (watching(), format!("http://{}", node.http()));
        let mut faults = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(path) = paths.get(at) else { break };
            let mut address = format!("{origin}{path}");
            loop {
                browser.go(&address);
                opened.fetch_add(1, Ordering::Relaxed);
                let (more, found) = look(&browser);
                if at < there && browser.run(STATUS) != 200 {
                    faults.push(format!("{address}: not shown"));
                }
                faults.extend(found.into_iter().map(|fault| format!("{address}: {fault}")));
                // The list of all is followed to its end; from questions, a page suffices.
                match more.filter(|_| path == "/") {
                    Some(more) => address = more,
                    None => break,
                }
            }
        }
        let elsewhere: Vec<String> = Seen::of(&browser)
            .elsewhere(&format!("{origin}/"))
            .map(|address| format!("asks {address}"))
            .collect();
        let breach =
            |entry: &Value| entry["message"].as_str().is_some_and(|said| !said.contains("server responded"));
        let said =
            browser.log("browser").into_iter().filter(breach).map(|entry| entry["message"].to_string());
        faults.into_iter().chain(elsewhere).chain(said).collect::<Vec<_>>()
    };
    let faults: Vec<String> = std::thread::scope(|scope| {
        let browsers = [(); BROWSERS].map(|()| scope.spawn(open_some));
        browsers.into_iter().flat_map(|browser| browser.join().unwrap()).collect()
    });
    let first = &faults[..faults.len().min(40)];
    assert!(faults.is_empty(), "{} faults, the first:\n{}", faults.len(), first.join("\n"));
    opened.into_inner()
}

/// A text as it may stand in an address.
fn written(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}
