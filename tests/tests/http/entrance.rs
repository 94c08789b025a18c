//! Setting a node up, signing in, becoming a member and deciding together, all in browsers.

mod agreements;
mod called;
mod caring;
mod editing;
mod hardened;
mod profile;

use commons_tests::node::Node;
use serde_json::Value;

use super::{Response, request};

/// As long as a passphrase has to be, and no secret.
const PASSPHRASE: &str = "four plain words here";

/// A browser: it holds its cookies, sends forms from the page it shows, and says from where.
pub(super) struct Browser<'n> {
    pub(super) node: &'n Node,
    cookie: Option<String>,
    pub(super) page: Response,
    pub(super) at: String,
}

impl<'n> Browser<'n> {
    pub(super) fn at(node: &'n Node, path: &str) -> Self {
        let page = super::get(node, path);
        Self { node, cookie: None, page, at: path.to_owned() }
    }

    pub(super) fn open(&mut self, path: &str) -> &str {
        let host = format!("Host: {}", self.node.http());
        let cookie = self.cookie.as_ref().map(|cookie| format!("Cookie: {cookie}"));
        let headers: Vec<&str> = [Some(host.as_str()), cookie.as_deref()].into_iter().flatten().collect();
        self.page = request(self.node, &format!("GET {path}"), &headers);
        self.at = path.to_owned();
        &self.page.body
    }

    /// Sends a form of the page, and goes where the answer leads.
    pub(super) fn send(&mut self, path: &str, typed: &[(&str, &str)]) -> u16 {
        let key = self.form_key();
        let mut typed = typed.to_vec();
        if let Some(key) = &key {
            typed.push(("form_key", key));
        }
        let own = format!("Origin: http://{}", self.node.http());
        let status = self.send_with(path, &typed, &[&own]).status;
        if let Some(cookie) = self.page.headers.get("set-cookie") {
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        if status == 303 {
            let location = self.page.headers["location"].clone();
            self.open(&location);
        }
        status
    }

    pub(super) fn send_with(&mut self, path: &str, typed: &[(&str, &str)], headers: &[&str]) -> &Response {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(typed).finish();
        let mut lines: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        let has = |lines: &[String], name: &str| lines.iter().any(|line| line.starts_with(name));
        if !has(&lines, "Host") {
            lines.push(format!("Host: {}", self.node.http()));
        }
        if !has(&lines, "Content-Type") {
            lines.push("Content-Type: application/x-www-form-urlencoded".to_owned());
        }
        lines.extend(self.cookie.as_ref().map(|cookie| format!("Cookie: {cookie}")));
        lines.push(format!("Content-Length: {}", body.len()));
        self.page = super::request_with_body(self.node, &format!("POST {path}"), &lines, &body);
        &self.page
    }

    /// Sends a form of the page with files, and goes where the answer leads.
    pub(super) fn send_files(&mut self, path: &str, typed: &[(&str, &str)], files: &[(&str, &str)]) -> u16 {
        let key = self.form_key().unwrap_or_default();
        let texts = [("form_key", &*key)].into_iter().chain(typed.iter().copied());
        let mut body = String::new();
        for (name, text) in texts {
            let head = format!("Content-Disposition: form-data; name=\"{name}\"");
            body.push_str(&format!("--boundary\r\n{head}\r\n\r\n{text}\r\n"));
        }
        for (name, holds) in files {
            let head = format!("Content-Disposition: form-data; name=\"files\"; filename=\"{name}\"");
            body.push_str(&format!("--boundary\r\n{head}\r\n\r\n{holds}\r\n"));
        }
        body.push_str("--boundary--\r\n");
        let status = self.send_parts(path, &body);
        if status == 303 {
            let location = self.page.headers["location"].clone();
            self.open(&location);
        }
        status
    }

    /// Sends a form as it is written.
    pub(super) fn send_parts(&mut self, path: &str, body: &str) -> u16 {
        let mut lines = vec![
            format!("Host: {}", self.node.http()),
            format!("Origin: http://{}", self.node.http()),
            "Content-Type: multipart/form-data; boundary=boundary".to_owned(),
            format!("Content-Length: {}", body.len()),
        ];
        lines.extend(self.cookie.as_ref().map(|cookie| format!("Cookie: {cookie}")));
        self.page = super::request_with_body(self.node, &format!("POST {path}"), &lines, body);
        self.page.status
    }

    pub(super) fn form_key(&self) -> Option<String> {
        let after = self.page.body.split("name=\"form_key\" value=\"").nth(1)?;
        after.split('"').next().map(str::to_owned)
    }

    pub(super) fn shows(&self, words: &str) {
        assert!(self.page.body.contains(words), "{words:?} is not on {}: {}", self.at, self.page.body);
    }

    /// The value of a field of the page.
    pub(super) fn field(&self, name: &str) -> String {
        let after = self.page.body.split(&format!("name=\"{name}\" value=\"")).nth(1).expect(name);
        after.split('"').next().unwrap().to_owned()
    }

    /// The record that the page shows.
    pub(super) fn record(&self) -> String {
        let id = self.at.strip_prefix("/records/").expect("a record is shown");
        id[..64].to_owned()
    }
}

/// Whoever runs the node, signed in.
fn owner(node: &Node) -> Browser<'_> {
    let link = node.ask(&["sign-in"])["link"].as_str().unwrap().to_owned();
    let mut browser = Browser::at(node, path_of(&link));
    let code = browser.field("code");
    assert_eq!(browser.send("/sign-in", &[("code", &code)]), 303);
    browser
}

pub(super) fn path_of(link: &str) -> &str {
    let at = link.match_indices('/').nth(2).expect("a whole address").0;
    &link[at..]
}

/// A node that was set up in a browser, with that browser.
pub(super) fn set_up(node: &mut Node) -> Browser<'_> {
    node.start(&[]);
    let link = node.ready()["set_up"].as_str().unwrap().to_owned();
    let mut founder = Browser::at(node, path_of(&link));
    founder.shows("Choose a passphrase");
    let code = founder.field("code");
    let typed = [
        ("code", code.as_str()),
        ("form", "organisation"),
        ("name", "Sample Bakery"),
        ("kind", "worker-coop"),
        ("member", "Ana"),
        ("passphrase", PASSPHRASE),
        ("again", PASSPHRASE),
    ];
    assert_eq!(founder.send("/set-up", &typed), 200);
    founder
}

/// The link of an invitation that a page shows.
pub(super) fn invitation(browser: &mut Browser<'_>) -> String {
    browser.open("/members");
    assert_eq!(browser.send("/members/invite", &[]), 200);
    let link = browser.page.body.split("<code class=\"link\">").nth(1).unwrap().split('<').next().unwrap();
    path_of(link).to_owned()
}

pub(super) fn join<'n>(node: &'n Node, invitation: &str, name: &str) -> Browser<'n> {
    let mut browser = Browser::at(node, invitation);
    browser.shows("Sample Bakery");
    let code = browser.field("code");
    let typed = [("code", &*code), ("name", name), ("passphrase", PASSPHRASE), ("again", PASSPHRASE)];
    assert_eq!(browser.send("/join", &typed), 303);
    browser
}

#[test]
fn a_node_is_set_up_in_a_browser_and_shows_the_card_once() {
    let mut node = Node::new();
    let mut founder = set_up(&mut node);
    let words = founder.page.body.matches("<li lang=\"en\">").count();
    assert_eq!(words, 24, "the recovery card");
    assert_eq!(founder.page.headers["cache-control"], "no-store");
    founder.open("/publish");
    let typed =
        [("title", "How we bake"), ("licence", "PPL"), ("types", "guide"), ("topics", "bread\r\nrye, dark")];
    assert_eq!(founder.send("/publish", &typed), 303);
    founder.shows("How we bake");
    let shown = founder.node.ask(&["show", &founder.record()]);
    assert_eq!(shown["fields"]["topics"], serde_json::json!(["bread", "rye, dark"]));
    assert_eq!(founder.node.ask(&["members", "list"])["members"][0]["name"], "Ana");
    // Whoever comes after finds it taken.
    let mut other = Browser::at(founder.node, "/set-up");
    assert_eq!((other.page.status, &*other.page.headers["location"]), (303, "/sign-in"));
    assert_eq!(other.open("/publish").len(), 0);
    assert!(other.page.headers["location"].starts_with("/sign-in?back="));
}

#[test]
fn members_join_by_an_invitation_and_decide_each_with_a_key_of_their_own() {
    let mut node = Node::new();
    let mut ana = set_up(&mut node);
    let link = invitation(&mut ana);
    let mut ben = join(ana.node, &link, "Ben");
    // An invitation is for one.
    Browser::at(ana.node, &link).shows("holds no more");
    ben.shows("cannot sign");
    // Nobody fills in a form that cannot be taken: what is lacking is said instead.
    ben.open("/publish");
    assert_eq!((ben.page.status, ben.page.headers["location"].as_str()), (303, "/account"));
    ben.open("/account");
    let guide = [("title", "Ben's guide"), ("licence", "PPL")];
    assert_eq!(ben.send("/publish", &guide), 400);
    ben.shows("Ben&#39;s guide");

    ana.open("/members");
    ana.shows("Ben");
    assert_eq!(ana.send("/members/take-in", &[("name", "Ben"), ("key", &ana.field("key"))]), 303);
    let members = ana.node.ask(&["members", "list"]);
    assert_eq!((members["members"].as_array().unwrap().len(), &members["threshold"]), (2, &2.into()));
    ben.open("/publish");
    assert_eq!(ben.send("/publish", &guide), 303);
    let book = ben.record();

    // A licence takes both, and each has one voice.
    ben.open(&format!("/records/{book}/edit"));
    let seen = ben.field("seen");
    let typed = [("title", "Ben's guide"), ("licence", "CC-BY-SA-4.0"), ("seen", &*seen)];
    assert_eq!(ben.send(&format!("/records/{book}/edit"), &typed), 303);
    let licence = |node: &Node| node.ask(&["show", &book])["fields"]["licence"].clone();
    assert_eq!(licence(ana.node), "PPL");
    let proposal = ana.node.ask(&["proposals"])["items"][0]["change"].as_str().unwrap().to_owned();
    ben.open("/waiting");
    ben.send("/waiting/approve", &[("id", &proposal)]);
    assert_eq!(licence(ana.node), "PPL", "Ben has said so already");
    ana.open("/waiting");
    ana.shows("CC-BY-SA-4.0");
    assert_eq!(ana.send("/waiting/approve", &[("id", &proposal)]), 303);
    assert_eq!(licence(ana.node), "CC-BY-SA-4.0");
}

#[test]
fn whoever_signs_in_has_to_know_the_passphrase() {
    let mut node = Node::new();
    {
        let mut ana = set_up(&mut node);
        let link = invitation(&mut ana);
        join(ana.node, &link, "Ben");
    }
    // Sessions end with the node, keys do not.
    node.stop();
    node.start(&[]);
    let mut browser = Browser::at(&node, "/sign-in?back=/publish");
    for (name, passphrase) in [("Ben", "something else"), ("Nobody", PASSPHRASE), ("", "something else")] {
        assert_eq!(browser.send("/sign-in", &[("name", name), ("passphrase", passphrase)]), 403);
        browser.shows("do not go together");
        assert!(browser.cookie.is_none());
    }
    for (name, shown) in [("ben", "Ben"), ("", "Sign out"), ("Ana", "Sign out")] {
        let mut browser = Browser::at(&node, "/sign-in");
        assert_eq!(
            browser.send("/sign-in", &[("name", name), ("passphrase", PASSPHRASE), ("back", "/account")]),
            303
        );
        browser.shows(shown);
        assert_eq!(browser.send("/sign-out", &[]), 303);
        assert_eq!(browser.open("/account").len(), 0, "signed out");
    }
    let mut elsewhere = Browser::at(&node, "/sign-in");
    elsewhere.send("/sign-in", &[("passphrase", PASSPHRASE), ("back", "//evil.example")]);
    assert_eq!(elsewhere.at, "/", "nobody is led out of the node");
}

#[test]
fn the_owner_comes_in_with_a_link_once() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let link = node.ask(&["sign-in"])["link"].as_str().unwrap().to_owned();
    let mut browser = Browser::at(&node, path_of(&link));
    let code = browser.field("code");
    assert_eq!(browser.send("/sign-in", &[("code", &code)]), 303);
    browser.shows("Sign out");
    let mut again = Browser::at(&node, path_of(&link));
    assert_eq!(again.send("/sign-in", &[("code", &code)]), 403);
    again.shows("no more");
    node.stop();
    assert_eq!(node.refused(&["sign-in"]).0, 2, "nobody can sign in to a node that does not run");
}

#[test]
fn whoever_is_removed_is_a_member_no_more_although_signed_in() {
    let mut node = Node::new();
    let mut ana = set_up(&mut node);
    let link = invitation(&mut ana);
    let mut ben = join(ana.node, &link, "Ben");
    ana.open("/members");
    ana.send("/members/take-in", &[("name", "Ben"), ("key", &ana.field("key"))]);
    let removal = ana.node.ask(&["members", "remove", "Ben"]);
    ben.open("/members");
    ben.shows("removes");
    assert_eq!(ben.send("/waiting/approve", &[("id", removal["entry"].as_str().unwrap())]), 303);
    assert_eq!(ana.node.ask(&["members", "list"])["members"].as_array().unwrap().len(), 1);
    ben.open("/account");
    assert_eq!(ben.send("/publish", &[("title", "Too late"), ("licence", "PPL")]), 400);
    ben.open("/waiting");
    assert_eq!((ben.page.status, ben.page.headers["location"].as_str()), (303, "/account"));
}

/// Every address to which forms are sent.
fn addresses() -> Vec<String> {
    let source = include_str!("../../../node/src/http/forms.rs");
    let routes = source.lines().filter(|line| line.contains("post("));
    let paths = routes.filter_map(|line| line.split(".route(\"").nth(1)?.split('"').next());
    paths.map(|path| path.replace("{id}", &"ab".repeat(32))).collect()
}

#[test]
fn nothing_is_written_for_whoever_is_not_on_a_page_of_the_node() {
    let mut node = Node::new();
    let mut ana = set_up(&mut node);
    ana.open("/publish");
    let key = ana.form_key().unwrap();
    let before = ana.node.state();
    let own = format!("Origin: http://{}", ana.node.http());
    let addresses = addresses();
    assert!(addresses.len() >= 15, "{addresses:?}");
    for path in &addresses {
        for (headers, status) in [
            (vec!["Origin: http://evil.example"], 403),
            (vec!["Origin: null"], 403),
            (vec![], 403),
            (vec![&*own, "Host: evil.example"], 400),
            (vec![&*own, "Sec-Fetch-Site: cross-site"], 403),
            (vec![&*own, "Content-Type: text/plain"], 415),
            (vec![&*own, "Content-Type: application/json"], 415),
            (vec![&*own, "Connection: Upgrade", "Upgrade: websocket"], 400),
        ] {
            let typed = [("title", "Forged"), ("licence", "PPL"), ("name", "x"), ("form_key", &*key)];
            let answer = ana.send_with(path, &typed, &headers);
            assert_eq!(answer.status, status, "{path} {headers:?}: {}", answer.body);
            assert!(!answer.headers.contains_key("set-cookie"));
        }
    }
    // A form of ours, but not of this session.
    for path in
        addresses.iter().filter(|path| !["/sign-in", "/set-up", "/join", "/report"].contains(&path.as_str()))
    {
        for key in ["", "abc"] {
            let answer =
                ana.send_with(path, &[("title", "Forged"), ("licence", "PPL"), ("form_key", key)], &[&own]);
            assert_eq!(answer.status, 403, "{path}");
        }
    }
    assert_eq!(ana.node.state(), before);
}

#[test]
fn a_refused_form_comes_back_with_all_that_was_typed() {
    let mut node = Node::new();
    let mut ana = set_up(&mut node);
    ana.open("/publish");
    let typed = [
        ("title", "Rye \"bread\" <b>"),
        ("licence", "PPL"),
        ("other_licence", "no such licence!"),
        ("types", "guide"),
        ("types", "recipe"),
        ("summary", "Flour & water"),
        ("links", "https://bakery.example/rye"),
    ];
    assert_eq!(ana.send("/publish", &typed), 400);
    for kept in [
        "Rye &#34;bread&#34; &#60;b&#62;",
        "no such licence!",
        "Flour &#38; water",
        "https://bakery.example/rye",
    ] {
        ana.shows(kept);
    }
    assert_eq!(ana.page.body.matches(" checked").count(), 2, "both types");
    let long = "x".repeat(300 * 1024);
    assert_eq!(ana.send("/publish", &[("title", &long), ("licence", "PPL")]), 413);
}

#[test]
fn a_contribution_is_recorded_in_a_browser_and_acknowledged_in_another() {
    let mut node = Node::new();
    let mut ana = set_up(&mut node);
    ana.open("/publish");
    ana.send("/publish", &[("title", "How we bake"), ("licence", "PPL")]);
    let guide = ana.record();
    let mut mill = Node::new();
    mill.start(&[ana.node]);
    let link = mill.ready()["set_up"].as_str().unwrap().to_owned();
    let mut miller = Browser::at(&mill, path_of(&link));
    let code = miller.field("code");
    let typed = [
        ("code", &*code),
        ("form", "person"),
        ("name", "A miller"),
        ("passphrase", PASSPHRASE),
        ("again", PASSPHRASE),
    ];
    assert_eq!(miller.send("/set-up", &typed), 200);
    mill.wait_until("the guide is here", |node| node.shows_now(&guide));
    miller.open(&format!("/contribute?to={guide}"));
    miller.shows("How we bake");
    let typed =
        [("to", &*guide), ("role", "translation"), ("track", "love"), ("hours", "3.5"), ("note", "<i>")];
    assert_eq!(miller.send("/contribute", &typed), 303);
    let contribution = miller.record();
    ana.node.wait_until("the contribution is here", |node| node.shows_now(&contribution));
    // Lists follow what is held.
    ana.node.wait_until("it waits for an answer", |node| node.ask(&["inbox"])["total"] == 1);
    ana.open("/waiting");
    ana.shows("translation");
    assert_eq!(ana.send("/waiting/acknowledge", &[("id", &contribution)]), 303);
    ana.shows("Acknowledged");
    let held: Value = ana.node.ask(&["inbox"]);
    assert_eq!(held["total"], 0);
}

#[test]
fn anybody_reports_a_record_and_reads_the_answer_with_a_code() {
    let (node, ids) = super::started();
    let mut reporter = Browser::at(&node, &format!("/records/{}", ids[0]));
    reporter.shows(&format!("/report?about={}", ids[0]));
    reporter.open(&format!("/report?about={}", ids[0]));
    assert_eq!(reporter.send("/report", &[("about", &ids[0]), ("reason", "")]), 400);
    // An address that somebody copied does as well as an id.
    let about = format!("http://{}/records/{}?for=commercial", node.http(), ids[0]);
    let typed = [("about", &*about), ("reason", "It names my neighbour."), ("contact", "x@example.org")];
    assert_eq!(reporter.send("/report", &typed), 200);
    assert_eq!(reporter.page.headers["cache-control"], "no-store");
    let code = reporter
        .page
        .body
        .split("<code class=\"link\">")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    reporter.open(&format!("/report/answer?code={code}"));
    reporter.shows("it waits for an answer");
    assert_eq!(Browser::at(&node, "/report/answer?code=wrong").page.status, 400);
    let number = node.ask(&["reports"])["items"][0]["number"].as_u64().unwrap().to_string();
    node.ask(&["reports", "answer", &number, "--refuse", "It is a sample <b>."]);
    reporter.open(&format!("/report/answer?code={code}"));
    reporter.shows("the record stays");
    reporter.shows("It is a sample &#60;b&#62;.");
}

#[test]
fn the_page_of_a_record_tells_its_history_and_what_was_contributed() {
    let (node, ids) = super::started();
    node.ask(&["edit", &ids[0], "--title", "A better guide"]);
    let care = ["contribute", "--to", &ids[0], "--role", "care", "--track", "care", "--period", "2025"];
    node.ask(&care);
    let mut anybody = Browser::at(&node, &format!("/records/{}", ids[0]));
    anybody.shows("<th scope=\"row\">2025</th>");
    anybody.shows("track-2");
    assert!(!anybody.page.body.contains("/edit\""), "only members change it");
    anybody.open(&format!("/records/{}/history", ids[0]));
    anybody.shows("<ins dir=\"auto\">A better guide</ins>");
    anybody.shows("<del dir=\"auto\">Guide 0</del>");
    let link = node.ask(&["sign-in"])["link"].as_str().unwrap().to_owned();
    let mut member = Browser::at(&node, path_of(&link));
    let code = member.field("code");
    member.send("/sign-in", &[("code", &code)]);
    member.open(&format!("/records/{}", ids[0]));
    member.shows(&format!("/records/{}/edit", ids[0]));
    member.shows(&format!("/contribute?to={}", ids[0]));
}

#[test]
fn pages_show_an_agent_as_a_whole_what_answers_a_challenge_and_what_a_word_means() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let publish = |title: &str, more: &[&str]| {
        let arguments = [&["publish", "--title", title, "--licence", "PPL"], more].concat();
        node.ask(&arguments)["id"].as_str().unwrap().to_owned()
    };
    let challenge = publish("Stale bread", &["--type", "challenge"]);
    publish("Bread soup", &["--type", "overcome-problem", "--answers", &challenge]);
    node.ask(&[
        "term",
        "publish",
        "--word",
        "commons",
        "--language",
        "en",
        "--definition",
        "What <we> share.",
    ]);
    node.ask(&["profile", "--set", "worker_owned=true"]);
    let agent = node.status()["agent"].as_str().unwrap().to_owned();
    let mut anybody = Browser::at(&node, "/knowledge?type=challenge");
    anybody.shows("Stale bread");
    anybody.shows("Bread soup");
    anybody.open("/glossary?word=commons");
    anybody.shows("What &#60;we&#62; share.");
    anybody.open(&format!("/records/{agent}"));
    anybody.shows("Stale bread");
    anybody.shows("who confirms it");
    assert!(!anybody.page.body.contains("How far this node trusts them"), "for people here only");
    anybody.open("/node");
    anybody.shows("connected with no other node");
    let link = node.ask(&["sign-in"])["link"].as_str().unwrap().to_owned();
    let mut member = Browser::at(&node, path_of(&link));
    let code = member.field("code");
    member.send("/sign-in", &[("code", &code)]);
    member.open(&format!("/records/{agent}"));
    member.shows("How far this node trusts them");
}
