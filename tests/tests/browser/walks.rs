//! From a question to an answer, as somebody goes who has no mouse, or a browser that runs nothing.

use commons_tests::browser::{Browser, View, key};
use serde_json::Value;

use crate::sample::Sample;

/// Most presses of the Tab key between two places that somebody wants to get to.
const MAX_TABS: usize = 60;

/// Most steps from a map of a region to one organisation.
const MAX_CLOSER: usize = 20;

/// What has the focus, whether that is seen, and where it leads.
const FOCUS: &str = "
    const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    const inside = box.width > 0 && box.height > 0 && box.left >= 0 && box.top >= 0
        && box.right <= innerWidth + 1 && box.top < innerHeight;
    return { seen: outlined && inside, html: it.outerHTML.slice(0, 200) };";

/// Presses Tab until what a selector names has the focus. On the way, the focus is always seen.
fn tab_to(browser: &Browser, selector: &str) {
    let is_there = format!("return document.activeElement.matches({})", Value::from(selector));
    for _ in 0..MAX_TABS {
        browser.press(key::TAB);
        let focus = browser.run(FOCUS);
        assert_eq!(focus["seen"], true, "the focus is not seen: {focus}");
        if browser.run(&is_there) == true {
            return;
        }
    }
    panic!("{selector} is not reached with Tab; now at {}", browser.run(FOCUS));
}

/// The record that is shown is the sample's resource.
fn assert_on_resource(browser: &Browser, sample: &Sample) {
    let expected = sample.address(&format!("/records/{}", sample.resource));
    let address = browser.address();
    assert_eq!(address.split(['?', '#']).next(), Some(expected.as_str()));
}

#[test]
fn a_keyboard_gets_from_the_address_to_an_answer() {
    let sample = Sample::new();
    let browser = Browser::open();
    browser.look(View::ALL[0]);
    browser.go(&sample.address("/"));
    browser.press(key::TAB);
    assert_eq!(
        browser.run("return document.activeElement.matches('a.skip')"),
        true,
        "the first is the way past"
    );
    assert_eq!(browser.run(FOCUS)["seen"], true, "{}", browser.run(FOCUS));
    browser.press(key::ENTER);
    browser.press(key::TAB);
    let inside = "return document.activeElement.closest('main') !== null";
    assert_eq!(browser.run(inside), true, "the skip link leads past: {}", browser.run(FOCUS));

    browser.go(&sample.address("/"));
    tab_to(&browser, "[role=search] input");
    browser.press("whole of bread");
    browser.press(key::ENTER);
    browser.arrives("q=whole");
    let result = format!("main a[href='/records/{}']", sample.resource);
    tab_to(&browser, &result);
    browser.press(key::ENTER);
    browser.arrives("/records/");
    assert_on_resource(&browser, &sample);
    tab_to(&browser, "main select[name=for]");
    browser.press("y"); // yes, somebody pays
    tab_to(&browser, "main select[name=kind]");
    browser.press("comp"); // a company
    tab_to(&browser, "main form button");
    browser.press(key::ENTER);
    // The answer takes the place of the last one, and the keyboard stays where it was.
    let answered = "return (document.querySelector('.answer') || {}).textContent || ''";
    sample.node.wait_until("the answer is there", |_| {
        browser.run(answered).as_str().is_some_and(|answer| answer.contains("this licence bars it"))
    });
    assert_on_resource(&browser, &sample);
    assert!(browser.address().contains("for=commercial") && browser.address().contains("kind=company"));
    assert_eq!(browser.run("return document.activeElement.matches('main form button')"), true);
}

#[test]
fn a_browser_that_runs_nothing_gets_an_answer() {
    let sample = Sample::new();
    let browser = Browser::without_scripts();
    browser.go("data:text/html,<title>silent</title><script>document.title = 'ran'</script>");
    assert_eq!(browser.title(), "silent", "this browser runs nothing");
    browser.go(&sample.address("/"));
    browser.type_into("[role=search] input", "whole of bread");
    browser.click("[role=search] button");
    browser.arrives("q=whole");
    browser.click(&format!("main a[href='/records/{}']", sample.resource));
    browser.arrives("/records/");
    assert_on_resource(&browser, &sample);
    browser.click("main select[name=for] option[value=commercial]");
    browser.click("main select[name=kind] option[value=company]");
    browser.click("main form button");
    browser.arrives("kind=company");
    assert!(browser.text_of(".answer").contains("this licence bars it"), "{}", browser.text_of(".answer"));
}

#[test]
fn a_map_leads_to_who_is_there() {
    let sample = Sample::new();
    let browser = Browser::open();
    browser.go(&sample.address("/map"));
    browser.type_into("main input[name=near]", "Lille");
    browser.click("main form button");
    browser.arrives("near=Lille");
    let before = browser.run("return document.querySelectorAll('svg.map a').length");
    assert!(before.as_u64() >= Some(1), "somebody is on the map: {before}");
    // In, until signs stand for one each; the list beside it shows the same.
    browser.click("nav.moves a");
    browser.arrives("zoom=");
    let (signs, lines) = (
        browser.run("return document.querySelectorAll('svg.map a').length"),
        browser.run("return document.querySelectorAll('#list ~ ul.items > li').length"),
    );
    assert_eq!(signs, lines, "each sign has its line");
    // What stands for several leads closer, until they are listed one by one.
    for _ in 0..MAX_CLOSER {
        let lead = browser.run("return document.querySelector('main ul.items a').getAttribute('href')");
        browser.click("main ul.items a");
        browser.arrives(lead.as_str().unwrap());
        if browser.address().contains("/records/") {
            break;
        }
    }
    assert!(browser.text_of("h1").contains("Sample"), "{}", browser.text_of("h1"));
}
