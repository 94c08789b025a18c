//! The face of a node that is for everybody: below a path, read only, and without what strangers wrote.

use commons_tests::node::Node;
use serde_json::Value;

use super::{Response, request_at};

const SETTINGS: &str =
    "[pages]\npublic_listen = \"127.0.0.1:0\"\npublic_address = \"https://town.example/commons\"\n";

/// How a reverse proxy asks that passes on the name and the path.
struct Proxy {
    address: String,
}

impl Proxy {
    fn of(node: &Node) -> Self {
        Self { address: node.ready()["public"].as_str().expect("there is a public face").to_owned() }
    }

    fn ask(&self, first_line: &str, headers: &[&str], body: &str) -> Response {
        let mut lines = vec!["Host: town.example".to_owned()];
        lines.extend(headers.iter().map(|header| (*header).to_owned()));
        request_at(&self.address, first_line, &lines, body)
    }

    fn get(&self, path: &str) -> Response {
        self.ask(&format!("GET {path}"), &[], "")
    }
}

/// A node that follows one organisation and has records of another that nobody introduced; and these others, each with a guide.
fn among_strangers() -> (Node, [Node; 2], [String; 2]) {
    let mut node = Node::organisation("Sample Town");
    node.set(SETTINGS);
    let _ = node.publish("Guide of the town");
    let others = ["Sample Followed", "Sample Stranger"].map(Node::organisation);
    let guides = [others[0].publish("Guide of the followed"), others[1].publish("Guide of the stranger")];
    for other in &others {
        let bundle = other.data().join("bundle");
        other.ask(&["export", bundle.to_str().unwrap()]);
        node.ask(&["import", bundle.to_str().unwrap()]);
    }
    let followed = others[0].status()["agent"].as_str().unwrap().to_owned();
    node.ask(&["follow", &followed]);
    node.start(&[]);
    (node, others, guides)
}

#[test]
fn what_strangers_wrote_is_left_out() {
    let (node, others, [of_followed, of_stranger]) = among_strangers();
    let everybody = Proxy::of(&node);
    let [followed, stranger] =
        others.each_ref().map(|other| other.status()["agent"].as_str().unwrap().to_owned());
    // The house sees all of them.
    assert_eq!(super::get(&node, &format!("/records/{of_stranger}")).status, 200);
    assert!(super::get(&node, "/").body.contains("Guide of the stranger"));

    for path in [
        "/",
        "/?q=guide",
        "/?q=sample",
        "/knowledge?type=guide",
        "/feeds/all.atom",
        "/sitemaps/0.xml",
        "/api/v1/records",
        "/api/v1/records?kind=resource&limit=2",
        "/api/v1/search?q=guide",
        "/api/v1/find?kind=co-op",
        &format!("/records/{of_followed}"),
    ] {
        let answer = everybody.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        for theirs in ["Guide of the stranger", "Sample Stranger", of_stranger.as_str(), stranger.as_str()] {
            assert!(!answer.body.contains(theirs), "{theirs} on {path}: {}", answer.body);
        }
    }
    for path in ["/", "/?q=guide", "/feeds/all.atom", "/api/v1/search?q=guide"] {
        let body = everybody.get(path).body;
        assert!(
            body.contains("Guide of the followed") && body.contains("Guide of the town"),
            "{path}: {body}"
        );
    }
    for path in [
        format!("/records/{of_stranger}"),
        format!("/records/{stranger}"),
        format!("/records/{of_stranger}/history"),
        format!("/r/{of_stranger}"),
        format!("/api/v1/records/{of_stranger}"),
        format!("/api/v1/records/{of_stranger}/json-ld"),
        format!("/api/v1/records/{of_stranger}/check?for=commercial"),
        format!("/api/v1/agents/{stranger}"),
        format!("/feeds/agents/{stranger}.atom"),
    ] {
        let answer = everybody.get(&path);
        assert_eq!(answer.status, 404, "{path}: {}", answer.body);
        assert!(!answer.body.contains("Guide of the stranger"), "{path}: {}", answer.body);
    }

    // Somebody who is introduced is no stranger any more.
    node.ask(&["introduce", &stranger]);
    assert!(everybody.get("/").body.contains("Guide of the stranger"));
    assert!(everybody.get(&format!("/records/{followed}")).body.contains("Sample Followed"));
}

/// Whatever is said of what somebody known here wrote is said by somebody: of strangers it is left out.
#[test]
fn what_strangers_say_of_others_is_left_out_too() {
    let (mut node, others, [of_followed, _]) = among_strangers();
    let [followed, stranger] = &others;
    let bundle = |of: &Node| {
        let path = of.data().join("said");
        let _ = std::fs::remove_file(&path);
        of.ask(&["export", path.to_str().unwrap()]);
        path.to_str().unwrap().to_owned()
    };
    stranger.ask(&["import", &bundle(followed)]);
    let contribution = stranger.ask(&[
        "contribute",
        "--to",
        &of_followed,
        "--role",
        "quixotically",
        "--my-part-under",
        "MIT",
    ]);
    let contribution = contribution["id"].as_str().unwrap().to_owned();
    stranger.ask(&["question", &of_followed, "--reason", "A quixotic doubt"]);
    let term =
        ["term", "publish", "--word", "commons", "--language", "en", "--definition", "A quixotic meaning"];
    stranger.ask(&term);
    stranger.ask(&["profile", "--set", "place=Lille"]);
    let agent = followed.status()["agent"].as_str().unwrap().to_owned();
    stranger.ask(&[
        "agreement",
        "propose",
        "--with",
        &agent,
        "--name",
        "Quixotic terms",
        "--allow",
        "anything",
    ]);
    stranger.ask(&[
        "reuse",
        "declare",
        &of_followed,
        "--title",
        "A quixotic course",
        "--for",
        "commercial",
        "--although",
        "quixotic",
    ]);
    followed.ask(&["import", &bundle(stranger)]);
    followed.ask(&["acknowledge", &contribution]);
    node.stop();
    node.ask(&["import", &bundle(stranger)]);
    node.ask(&["import", &bundle(followed)]);
    node.start(&[]);
    node.wait_until("all is listed", |node| node.status_now()["unlisted"] == 0);

    let everybody = Proxy::of(&node);
    for path in [
        format!("/records/{of_followed}"),
        format!("/records/{of_followed}/provenance"),
        format!("/records/{of_followed}/history"),
        format!("/records/{agent}"),
        "/glossary?word=commons".to_owned(),
        "/map".to_owned(),
        "/near?near=Lille".to_owned(),
        "/agreements".to_owned(),
        "/knowledge?type=guide".to_owned(),
        format!("/api/v1/records/{of_followed}"),
        format!("/api/v1/records/{of_followed}/contributions"),
        format!("/api/v1/records/{of_followed}/provenance"),
        format!("/api/v1/records/{of_followed}/reuses"),
        format!("/api/v1/agents/{agent}"),
        format!("/api/v1/agents/{agent}/agreements"),
        format!("/feeds/agents/{agent}.atom"),
    ] {
        let answer = everybody.get(&path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        let body = answer.body.to_lowercase();
        assert!(!body.contains("quixotic"), "{path}: {}", answer.body);
        // Nor is it that there is nothing to see: those of the house see it.
    }
    let house = |path: &str| super::get(&node, path).body.to_lowercase();
    assert!(house(&format!("/records/{of_followed}")).contains("quixotic"));
    assert!(house("/glossary?word=commons").contains("a quixotic meaning"));

    // That part of a work is of somebody who is not shown is not kept quiet: no answer is a yes.
    let check = format!("/api/v1/records/{of_followed}/check?for=commercial&kind=worker-coop&act=copy");
    let in_the_house = super::get(&node, &check).json();
    let for_everybody = everybody.get(&check).json();
    assert_eq!(for_everybody["answer"], "unknown", "{for_everybody}\n{in_the_house}");
}

#[test]
fn lists_for_everybody_go_on_page_after_page() {
    let (node, _others, _) = among_strangers();
    for number in 0..5 {
        let _ = node.publish(&format!("Leaflet {number}"));
    }
    let everybody = Proxy::of(&node);
    let (mut titles, mut path) = (Vec::new(), "/api/v1/records?kind=resource&limit=2".to_owned());
    loop {
        let page = everybody.get(&path).json();
        let items = page["items"].as_array().unwrap();
        titles.extend(items.iter().map(|item| item["title"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/v1/records?kind=resource&limit=2&after={next}");
    }
    let expected = ["Leaflet 4", "Leaflet 3", "Leaflet 2", "Leaflet 1", "Leaflet 0", "Guide of the followed"];
    assert_eq!(titles, [&expected[..], &["Guide of the town"]].concat());
}

#[test]
fn everybody_may_look_and_report_and_nothing_else() {
    let (node, _others, [of_followed, _]) = among_strangers();
    let everybody = Proxy::of(&node);
    let state = node.status()["state"].clone();
    for path in ["/sign-in", "/set-up", "/members", "/publish", "/waiting", "/account", "/metrics", "/join"] {
        assert_eq!(everybody.get(path).status, 404, "{path}");
    }
    assert!(!everybody.get("/").body.contains("/sign-in"), "nobody is asked to sign in here");
    let own = [
        "Origin: https://town.example",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Length: 0",
    ];
    for path in ["/publish", "/sign-in", "/waiting/approve", "/sign-out", "/commons/publish"] {
        assert_eq!(everybody.ask(&format!("POST {path}"), &own, "").status, 403, "{path}");
    }
    // A token of the house opens nothing here.
    let token = node.ask(&["token", "new", "sample"])["token"].as_str().unwrap().to_owned();
    let token = format!("Authorization: Bearer {token}");
    let publish = [&token, "Content-Type: application/json", "Content-Length: 2"];
    assert_eq!(everybody.ask("POST /api/v1/resources", &publish, "{}").status, 403);
    assert_eq!(everybody.ask("GET /api/v1/inbox", &[&token], "").status, 403);
    assert_eq!(node.status()["state"], state);

    let report = format!("about={of_followed}&category=other&reason=Sample&text=Sample");
    let length = format!("Content-Length: {}", report.len());
    let sent = everybody.ask("POST /commons/report", &[own[0], own[1], &length], &report);
    assert_eq!(sent.status, 200, "{}", sent.body);
}

#[test]
fn pages_stand_below_a_path_whether_or_not_the_proxy_takes_it_away() {
    let (node, _others, [guide, _]) = among_strangers();
    let everybody = Proxy::of(&node);
    for before in ["", "/commons"] {
        let page = everybody.get(&format!("{before}/records/{guide}"));
        assert_eq!(page.status, 200, "{}", page.body);
        let links = page.body.split("href=\"/").skip(1).chain(page.body.split("action=\"/").skip(1));
        for link in links {
            assert!(link.starts_with("commons/"), "{}", &link[..60]);
        }
        let short = everybody.get(&format!("{before}/r/{guide}"));
        assert_eq!(short.headers["location"], format!("/commons/records/{guide}"));
        let page = everybody.get(&format!("{before}/api/v1/records?limit=1"));
        assert!(page.headers["link"].starts_with("</commons/api/v1/records?"), "{}", page.headers["link"]);
    }
    assert_eq!(everybody.get("/commons").status, 200);
    let chosen = everybody.get("/commons/language?to=de&back=/near");
    assert_eq!(chosen.headers["location"], "/commons/near");
    assert!(chosen.headers["set-cookie"].contains("Path=/commons;"), "{}", chosen.headers["set-cookie"]);
    let map = everybody.get("/commons/sitemap.xml").body;
    assert!(map.contains("<loc>https://town.example/commons/sitemaps/0.xml</loc>"), "{map}");
    let map = everybody.get("/commons/map?near=Lille");
    let leads: Vec<&str> =
        map.body.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(map.status == 200 && leads.iter().any(|lead| lead.starts_with("commons/map?at=")), "{leads:?}");
    assert!(leads.iter().all(|lead| lead.starts_with("commons/")), "{leads:?}");
    let described = everybody.get("/commons/api/v1/openapi.json").json();
    assert_eq!(described["servers"][0]["url"], "/commons");
    let credit: Value = node.ask(&["credit", &guide]);
    assert!(credit.to_string().contains(&format!("https://town.example/commons/r/{guide}")), "{credit}");
    // Under another name nobody is answered.
    let elsewhere = request_at(&everybody.address, "GET /", &["Host: evil.example".to_owned()], "");
    assert_eq!(elsewhere.status, 400);
}
