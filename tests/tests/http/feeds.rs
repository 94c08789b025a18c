//! What feed readers and search engines are told: Atom feeds, maps, and what robots may read; and short links.

use commons_tests::node::Node;
use serde_json::{Value, json};

use super::{Response, answer, get, started};

/// The texts of an element, in order.
fn texts<'x>(xml: &'x str, name: &str) -> Vec<&'x str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&open).skip(1).filter_map(|rest| rest.split(&close).next()).collect()
}

fn feed(node: &Node, path: &str) -> Response {
    let response = get(node, path);
    assert_eq!(response.status, 200, "{path}: {}", response.body);
    assert_eq!(response.headers["content-type"], "application/atom+xml; charset=utf-8");
    assert!(response.body.starts_with(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\">"
    ));
    response
}

/// The feed of all, once the node has noted when what it tells came.
fn settled(node: &Node) -> String {
    let told = || feed(node, "/feeds/all.atom").body;
    node.wait_until("what came to be noted", |_| {
        let (first, second) = (told(), told());
        texts(&first, "published") == texts(&second, "published")
    });
    told()
}

#[test]
fn feeds_tell_of_what_came_with_ids_and_times_that_stay() {
    let (mut node, ids) = started();
    let hostile = "</title><script>alert(1)</script> & more";
    let publish = [
        "publish",
        "--title",
        hostile,
        "--licence",
        "CC-BY-4.0",
        "--type",
        "guide",
        "--topic",
        "bread rolls",
    ];
    let newest =
        node.ask(&[&publish[..], &["--language", "en", "--summary", "How it \"rises\""]].concat())["id"]
            .clone();
    let newest = newest.as_str().unwrap().to_owned();
    let all = feed(&node, "/feeds/all.atom").body;
    let base = format!("http://{}", node.http());
    let entries: Vec<&str> = all.split("<entry>").skip(1).collect();
    assert_eq!(entries.len(), 5, "four works and the bakery: {all}");
    assert!(
        entries[0].starts_with(&format!("<id>urn:commons:record:{newest}</id>")),
        "the newest first: {all}"
    );
    assert!(
        entries[0].contains(&format!("<link rel=\"alternate\" href=\"{base}/records/{newest}\"/>")),
        "{all}"
    );
    assert_eq!(
        texts(entries[0], "title"),
        ["&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; more"]
    );
    assert!(texts(entries[0], "name")[0].starts_with("Sample Bakery "), "{all}");
    assert!(
        entries[0].contains("<category term=\"bread rolls\"/>")
            && texts(entries[0], "rights") == ["CC-BY-4.0"]
    );
    for time in texts(&all, "updated") {
        assert!(time.len() >= 20 && time.starts_with("20") && time.ends_with('Z'), "{time}");
    }

    // Each narrows what it tells.
    let agent = node.status()["agent"].as_str().unwrap().to_owned();
    for (path, expected) in [
        (format!("/feeds/agents/{agent}.atom"), 5),
        ("/feeds/topics/bread%20rolls.atom".to_owned(), 1),
        ("/feeds/topics/cheese.atom".to_owned(), 0),
        ("/feeds/licences/cc-by-4.0.atom".to_owned(), 1),
    ] {
        let told = feed(&node, &path).body;
        assert_eq!(told.matches("<entry>").count(), expected, "{path}: {told}");
        assert!(!texts(&told, "updated").is_empty(), "a feed has a time even if it is empty");
    }
    // Each is called what it is in the language of whoever reads it.
    let host = format!("Host: {}", node.http());
    for (reads, called) in [
        ("de-AT, en;q=0.5", "<title xml:lang=\"de\">Zum Thema bread rolls</title>"),
        ("x", "<title xml:lang=\"en\">About bread rolls</title>"),
    ] {
        let reads = format!("Accept-Language: {reads}");
        let told = super::request(&node, "GET /feeds/topics/bread%20rolls.atom", &[&host, &reads]);
        assert!(told.body.contains(called), "{}", told.body);
        assert!(told.headers["vary"].contains("Accept-Language"));
    }
    for (path, status) in [
        ("/feeds/somewhere/bread.atom", 404),
        ("/feeds/topics/bread", 404),
        ("/feeds/agents/00000000.atom", 404),
        ("/feeds/all.atom?after=x", 400),
    ] {
        assert_eq!(get(&node, path).status, status, "{path}");
    }

    // What is hidden is told no more; and after a restart each came when it came.
    node.ask(&["hide", &ids[0]]);
    let before = settled(&node);
    assert!(!before.contains(&ids[0]), "{before}");
    node.stop();
    node.start(&[]);
    let after = settled(&node);
    assert_eq!(texts(&before, "published"), texts(&after, "published"));
}

#[test]
fn long_feeds_come_in_pages() {
    let mut node = Node::organisation("Sample Bakery");
    for n in 0..52 {
        let _ = node.publish(&format!("Guide {n}"));
    }
    node.start(&[]);
    let first = feed(&node, "/feeds/all.atom").body;
    assert_eq!(first.matches("<entry>").count(), 50);
    let next = first.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let path = next.strip_prefix(&format!("http://{}", node.http())).unwrap();
    let rest = feed(&node, path).body;
    assert_eq!(rest.matches("<entry>").count(), 3, "{rest}");
    assert!(!rest.contains("rel=\"next\"") && rest.contains("rel=\"first\""));
    assert!(texts(&first, "id")[0] == texts(&rest, "id")[0], "it is one feed");
}

#[test]
fn search_engines_are_told_what_there_is() {
    let (mut node, ids) = started();
    node.ask(&["hide", &ids[0]]);
    node.stop();
    node.set("[pages]\naddress = \"https://commons.example.org/base/\"\n");
    node.start(&[]);
    let robots = get(&node, "/robots.txt").body;
    assert!(
        robots.contains("Disallow: /api/\n")
            && robots.contains("Sitemap: https://commons.example.org/base/sitemap.xml\n"),
        "{robots}"
    );
    let index = get(&node, "/sitemap.xml");
    assert_eq!(index.headers["content-type"], "application/xml; charset=utf-8");
    assert_eq!(texts(&index.body, "loc"), ["https://commons.example.org/base/sitemaps/0.xml"]);
    let map = get(&node, "/sitemaps/0.xml").body;
    let told = texts(&map, "loc");
    assert_eq!(told.len(), 3, "two guides and the bakery: {map}");
    assert!(told.contains(&format!("https://commons.example.org/base/records/{}", ids[1]).as_str()));
    assert!(!map.contains(&ids[0]), "what is hidden is not told");
    for nowhere in ["/sitemaps/1.xml", "/sitemaps/x.xml", "/sitemaps/0"] {
        assert_eq!(get(&node, nowhere).status, 404, "{nowhere}");
    }
    // Credit lines lead here where a work names no other place.
    let credit = answer(&node, &format!("/api/v1/credit?id={}", ids[1]));
    let link = format!("https://commons.example.org/base/r/{}", ids[1]);
    assert!(credit["text"].as_str().unwrap().contains(&link), "{credit}");
}

#[test]
fn a_short_link_leads_to_the_record() {
    let (node, ids) = started();
    let led = get(&node, &format!("/r/{}", &ids[0][..8]));
    assert_eq!(
        (led.status, led.headers["location"].as_str()),
        (307, format!("/records/{}", ids[0]).as_str())
    );
    let nowhere = get(&node, &format!("/r/{}", "0".repeat(64)));
    assert_eq!(nowhere.status, 404);
    assert!(nowhere.headers["content-type"].starts_with("text/html"));
    assert_eq!(get(&node, "/r/short").status, 400);
}

#[test]
fn an_agent_is_told_as_a_whole_but_not_who_trusts_it() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let other = node.introduce("Sample Press");
    node.ask(&["follow", &other]);
    node.ask(&["confirm", &other, "kind=union"]);
    let told = answer(&node, &format!("/api/v1/agents/{}", &other[..8]));
    assert_eq!(
        (&told["agent_name"], &told["members"], &told["threshold"]),
        (&json!("Sample Press"), &json!(1), &json!(1))
    );
    let kind = told["facts"].as_array().unwrap().iter().find(|fact| fact["fact"] == "kind").unwrap();
    assert_eq!((&kind["declared"], &kind["value"]), (&json!(true), &json!("worker-coop")));
    assert_eq!(kind["denied_by"][0]["agent_name"], "Sample Bakery");
    assert_eq!(kind["denied_by"][0]["value"], "union");
    assert!(told["standing"].is_null() && told["record"]["kind"] == "agent", "{told}");
    assert_eq!(told["agreements"], json!([]));
    let of_a_work = get(&node, &format!("/api/v1/agents/{}", node.publish("A guide")));
    assert_eq!(of_a_work.status, 400);
}

#[test]
fn agreements_in_force_are_told_to_everybody() {
    let mut bakery = Node::organisation("Sample Bakery");
    bakery.start(&[]);
    let mut press = Node::organisation("Sample Press");
    press.start(&[&bakery]);
    let (one, other) = (bakery.status()["agent"].clone(), press.status()["agent"].clone());
    let other = other.as_str().unwrap().to_owned();
    bakery.wait_until("the press", |node| node.run(&["show", &other]).status.success());
    let propose = [
        "agreement",
        "propose",
        "--name",
        "Bread for books",
        "--with",
        &other,
        "--allow",
        "purpose=commercial",
    ];
    let proposed = bakery.ask(&propose)["id"].as_str().unwrap().to_owned();
    let told = |node: &Node, of: &Value| {
        answer(node, &format!("/api/v1/agents/{}/agreements", of.as_str().unwrap()))["items"].clone()
    };
    assert_eq!(told(&bakery, &one), json!([]), "one half alone is no agreement");
    press.wait_until("the proposal", |node| node.keeps(&proposed));
    press.ask(&["agreement", "accept", &proposed]);
    bakery.wait_until("the other half", |node| told(node, &one) != json!([]));
    let agreement = told(&bakery, &json!(other))[0].clone();
    assert_eq!((&agreement["id"], &agreement["state"]), (&json!(proposed), &json!("in-force")));
}

#[test]
fn challenges_are_listed_with_what_answers_them() {
    let (node, _) = started();
    let publish = |title: &str, kind: &str, more: &[&str]| {
        let words = ["publish", "--title", title, "--licence", "CC-BY-4.0", "--type", kind];
        node.ask(&[&words[..], more].concat())["id"].as_str().unwrap().to_owned()
    };
    let challenge = publish("Night shifts nobody wants", "challenge", &[]);
    let solved = publish("Night shifts by rota", "overcome-problem", &["--answers", &challenge]);
    publish("Based on it", "guide", &["--derived-from", &challenge]);
    let listed = answer(&node, "/api/v1/search?type=Challenge");
    assert_eq!(listed, node.ask(&["list", "--type", "challenge"]));
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    let answers = listed["items"][0]["answered_by"].as_array().unwrap();
    assert_eq!(answers.iter().map(|one| one["id"].clone()).collect::<Vec<_>>(), [json!(solved)], "{listed}");
    assert!(node.ask_in_words(&["list", "--type", "challenge"]).contains("answered by Night shifts by rota"));
    let agent = node.status()["agent"].as_str().unwrap().to_owned();
    let guides = answer(&node, &format!("/api/v1/search?agent={agent}&type=guide&licence=cc-by-4.0"));
    assert_eq!(guides["items"].as_array().unwrap().len(), 1, "{guides}");
    assert_eq!(guides, node.ask(&["search", "--agent", &agent, "--type", "guide", "--licence", "CC-BY-4.0"]));
}
