//! What every page is held to, in every way of looking at it.

use std::path::{Path, PathBuf};

use commons_tests::browser::{Browser, View};
use data_encoding::BASE64;
use serde_json::Value;

use crate::pages::{PAGES, Page};
use crate::sample::Sample;
use crate::{axe, network};

/// Most bytes that a page and all it needs before it is first painted may take on the line.
const MAX_BYTES_TO_PAINT: u64 = 30 * 1024;

/// Nothing keeps somebody out (axe finds no breach of WCAG 2.2 AA), nothing has to be scrolled sideways, the browser
/// complains of nothing, nobody else is asked for anything, and what a slow line has to carry is little. Each page is photographed
/// into `target/screenshots`.
#[test]
fn pages_are_for_everybody_on_every_screen() {
    let sample = Sample::new();
    let axe = axe::source();
    let faults: Vec<String> = std::thread::scope(|scope| {
        let (axe, sample) = (&axe, &sample);
        let lookers = [false, true].map(|dark| scope.spawn(move || look_at_all(sample, axe, dark)));
        lookers.into_iter().flat_map(|looker| looker.join().unwrap()).collect()
    });
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn look_at_all(sample: &Sample, axe: &str, dark: bool) -> Vec<String> {
    let browser = Browser::open();
    let mut faults = Vec::new();
    for view in View::ALL.into_iter().filter(|view| view.dark == dark) {
        browser.look(view);
        for page in PAGES {
            let found = look_at(&browser, sample, axe, view, page);
            faults.extend(found.into_iter().map(|fault| format!("{} ({}): {fault}", page.name, view.name)));
        }
    }
    faults
}

fn look_at(browser: &Browser, sample: &Sample, axe: &str, view: View, page: &Page) -> Vec<String> {
    let address = sample.address(&(page.path)(sample));
    drop((browser.network(), browser.log("browser"))); // of the page before
    browser.go(&address);
    let mut faults = Vec::new();
    let seen = network::Seen::of(browser);
    if seen.status(&address) != Some(page.status) {
        faults.push(format!("answered with {:?}", seen.status(&address)));
    }
    let origin = sample.address("/");
    faults.extend(seen.elsewhere(&origin).map(|elsewhere| format!("asks {elsewhere}")));
    let complaints = browser.log("browser").into_iter().filter(|entry| {
        // The browser also complains of the status of a page that is a refusal.
        page.status == 200 || !entry["message"].as_str().unwrap_or_default().starts_with(&address)
    });
    faults.extend(complaints.map(|entry| format!("the browser says {}", entry["message"])));
    let bytes = seen.bytes_to_paint(browser);
    if bytes > MAX_BYTES_TO_PAINT {
        faults.push(format!(
            "{bytes} bytes before anything is painted, at most {MAX_BYTES_TO_PAINT} are allowed"
        ));
    }
    faults.extend(page.has.iter().filter(|what| !is_there(browser, what)).map(|what| format!("no {what}")));
    let [page_width, window_width] = widths(browser);
    if page_width > window_width {
        faults.push(format!("{page_width} pixels wide, in a window of {window_width}"));
    }
    keep_picture(browser, &format!("{}-{}", page.name, view.name));
    faults.extend(axe::violations(browser, axe));
    faults
}

fn is_there(browser: &Browser, what: &str) -> bool {
    let selector = Value::from(what);
    browser.run(&format!("return document.querySelector({selector}) !== null")) == true
}

fn widths(browser: &Browser) -> [u64; 2] {
    let widths = browser.run(
        "const root = document.documentElement; return [Math.max(root.scrollWidth, document.body.scrollWidth), root.clientWidth]",
    );
    [0, 1].map(|at| widths[at].as_u64().unwrap())
}

pub(crate) fn keep_picture(browser: &Browser, name: &str) {
    let folder = target().join("screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    let picture = BASE64.decode(browser.picture().as_bytes()).unwrap();
    std::fs::write(folder.join(name).with_extension("png"), picture).unwrap();
}

/// Where builds, tools and pictures are kept.
pub(crate) fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target")
}
