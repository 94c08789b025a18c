//! What members do in a browser: setting a node up, publishing, asking about reuse, contributing on another node, acknowledging.

use commons_tests::browser::Browser;
use commons_tests::node::Node;

use crate::axe;
use crate::looks::keep_picture;

/// As long as a passphrase has to be, and no secret.
const PASSPHRASE: &str = "four plain words here";

/// A member at a page; what is wrong with each page is gathered.
struct Member<'n> {
    node: &'n Node,
    browser: Browser,
    axe: String,
    faults: Vec<String>,
}

impl<'n> Member<'n> {
    /// Sets a node up, which has nobody yet.
    fn sets_up(node: &'n Node, form: &str, name: &str) -> Self {
        let mut member = Self { node, browser: Browser::open(), axe: axe::source(), faults: Vec::new() };
        member.browser.go(node.ready()["set_up"].as_str().unwrap());
        member.looks("set-up");
        member.browser.click(&format!("input[name=form][value={form}]"));
        member.browser.type_into("input[name=name]", name);
        member.browser.type_into("input[name=passphrase]", PASSPHRASE);
        member.browser.type_into("input[name=again]", PASSPHRASE);
        member.sends("/set-up");
        member.waits_for("document.querySelectorAll('.card li').length === 24");
        member.looks("recovery-card");
        member
    }

    fn goes(&self, path: &str) {
        self.browser.go(&format!("http://{}{path}", self.node.http()));
    }

    /// Sends the form that goes to an address.
    fn sends(&self, path: &str) {
        self.browser.click(&format!("form[action='{path}'] button"));
    }

    /// Waits until something holds on the page that is there.
    fn waits_for(&self, what: &str) {
        let question = format!("return document.readyState === 'complete' && ({what})");
        self.node.wait_until(what, |_| self.browser.run(&question) == true);
    }

    /// Leaves a mark on the page that is open.
    fn stays(&self) {
        self.browser.run("window.marked = true");
    }

    /// Whether that page is still open.
    fn has_stayed(&self) -> bool {
        self.browser.run("return window.marked === true") == true
    }

    fn looks(&mut self, name: &str) {
        let found = axe::violations(&self.browser, &self.axe);
        self.faults.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
        keep_picture(&self.browser, name);
    }

    /// The record that the page shows.
    fn record(&self) -> String {
        let address = self.browser.address();
        let rest =
            address.split("/records/").nth(1).unwrap_or_else(|| panic!("no record is shown: {address}"));
        rest[..64].to_owned()
    }
}

#[test]
fn members_set_up_publish_contribute_and_acknowledge_in_browsers() {
    let mut bakery = Node::new();
    bakery.start(&[]);
    let mut ana = Member::sets_up(&bakery, "organisation", "Sample Bakery");
    ana.goes("/publish");
    ana.looks("publish");
    ana.browser.type_into("input[name=title]", "How we bake rye bread");
    ana.browser.type_into("textarea[name=summary]", "Flour, water, time.");
    ana.browser.click("input[name=types][value=guide]");
    ana.sends("/publish");
    ana.browser.arrives("done=published");
    let guide = ana.record();
    assert!(!ana.browser.text_of(".done").is_empty());
    ana.looks("resource-of-ours");
    ana.browser.click("main select[name=for] option[value=commercial]");
    ana.browser.click("main select[name=kind] option[value=company]");
    ana.browser.click(".asks button");
    ana.browser.arrives("kind=company");
    assert!(
        ana.browser.text_of(".answer").contains("this licence bars it"),
        "{}",
        ana.browser.text_of(".answer")
    );

    let mut mill = Node::new();
    mill.start(&[&bakery]);
    let mut miller = Member::sets_up(&mill, "person", "A sample miller");
    mill.wait_until("the guide is here", |node| node.shows_now(&guide));
    // Ana looks at the guide while it is contributed to, then at the newest.
    ana.goes(&format!("/records/{guide}"));
    ana.stays();
    miller.goes(&format!("/contribute?to={guide}"));
    miller.looks("contribute");
    miller.browser.type_into("input[name=role]", "proofreading");
    miller.browser.click("select[name=track] option[value=love]");
    miller.browser.type_into("input[name=hours]", "2.5");
    miller.sends("/contribute");
    miller.browser.arrives("done=contributed");
    let contribution = miller.record();
    ana.waits_for(&format!("document.querySelector('#contributed a[href$=\"{contribution}\"]') !== null"));
    ana.waits_for("document.querySelector('#live a') !== null");
    assert!(ana.has_stayed(), "it came to the page that was open");
    ana.looks("resource-with-news");
    ana.goes("/");
    ana.stays();
    let _ = mill.publish("How we grind");
    ana.waits_for("document.querySelector('#live a') !== null");
    assert!(
        ana.has_stayed() && !ana.browser.text_of("main ul").contains("How we grind"),
        "nothing moves by itself"
    );
    ana.looks("home-with-news");
    ana.browser.click("#live a");
    ana.waits_for("document.querySelector('main').textContent.includes('How we grind')");
    assert!(!ana.has_stayed());

    bakery.wait_until("the contribution is here", |node| node.shows_now(&contribution));
    ana.goes("/waiting");
    ana.looks("waiting");
    ana.sends("/waiting/acknowledge");
    ana.browser.arrives("done=acknowledged");
    assert!(!ana.browser.text_of(".done").is_empty());
    assert_eq!(bakery.ask(&["inbox"])["total"], 0);
    for (path, name) in [
        ("/members", "members"),
        ("/account", "account"),
        ("/node", "node-for-members"),
        ("/profile", "profile"),
    ] {
        ana.goes(path);
        ana.looks(name);
    }
    for act in ["edit", "hide", "erase"] {
        ana.goes(&format!("/records/{guide}/{act}"));
        ana.looks(act);
    }
    let agent = bakery.status()["agent"].as_str().unwrap().to_owned();
    for (id, act) in [(&guide, "question"), (&agent, "introduce"), (&agent, "confirm?fact=kind")] {
        miller.goes(&format!("/records/{id}/{act}"));
        miller.looks(act.split('?').next().unwrap());
    }
    ana.goes("/members");
    ana.sends("/members/invite");
    ana.waits_for("document.querySelector('code.link') !== null");
    ana.looks("invitation");

    ana.goes("/");
    ana.browser.click(".languages button[value=fr]");
    ana.waits_for("document.documentElement.lang === 'fr'");
    ana.goes("/publish");
    assert_eq!(ana.browser.run("return document.documentElement.lang"), "fr", "the choice is kept");
    let faults: Vec<String> = ana.faults.into_iter().chain(miller.faults).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
