//! What a node tells browsers and programs over HTTP: who is answered, in which shape, and who may write.

mod entrance;
mod feeds;
mod files;
mod interface;
mod languages;
mod licences;
mod mapping;
mod orders;
mod programs;
mod provenance;
mod public;
mod saying;
mod searching;

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use commons_tests::node::{Node, PATIENCE};
use serde_json::{Value, json};

struct Response {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

impl Response {
    fn json(&self) -> Value {
        assert_eq!(self.headers["content-type"], "application/json");
        self.parsed()
    }

    fn parsed(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }

    /// A refusal, in the one shape that all refusals have (RFC 9457).
    fn problem(&self) -> Value {
        assert_eq!(self.headers["content-type"], "application/problem+json");
        let problem = self.parsed();
        for part in ["type", "title", "detail", "hint"] {
            assert!(problem[part].as_str().is_some_and(|text| !text.is_empty()), "{part}: {}", self.body);
        }
        assert_eq!(problem["status"], self.status);
        problem
    }

    /// The kind of a refusal.
    fn refused(&self) -> String {
        let problem = self.problem();
        problem["type"].as_str().unwrap().strip_prefix("urn:commons:problem:").unwrap().to_owned()
    }
}

/// One request on a connection of its own, with its header lines as they are.
fn request(node: &Node, first_line: &str, headers: &[&str]) -> Response {
    let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
    request_with_body(node, first_line, &headers, "")
}

fn request_with_body(node: &Node, first_line: &str, headers: &[String], body: &str) -> Response {
    request_at(&node.http(), first_line, headers, body)
}

fn request_at(address: &str, first_line: &str, headers: &[String], body: &str) -> Response {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    // At once: a node that refuses early does not wait for what is still to come, and hangs up on it.
    let asked = format!("{first_line} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n{body}");
    stream.write_all(asked.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {answer:?}"));
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        // One that is there twice holds both (RFC 9110, section 5.3).
        let held = headers.entry(name.to_lowercase()).or_default();
        *held = if held.is_empty() { value.to_owned() } else { format!("{held}, {value}") };
    }
    Response { status, headers, body: body.to_owned() }
}

fn get(node: &Node, path: &str) -> Response {
    request(node, &format!("GET {path}"), &[&format!("Host: {}", node.http())])
}

fn answer(node: &Node, path: &str) -> Value {
    let response = get(node, path);
    assert_eq!(response.status, 200, "{path}: {}", response.body);
    response.json()
}

/// The block of JSON-LD that a page holds, as it stands there.
fn json_ld_of(page: &str) -> Option<&str> {
    page.split(JSON_LD).nth(1)?.split("</script>").next()
}

const JSON_LD: &str = "<script type=\"application/ld+json\">";

/// A page without that block, which browsers take for data and do not run. There is one at most.
fn without_json_ld(page: &str) -> String {
    match json_ld_of(page) {
        Some(block) => page.replacen(&format!("{JSON_LD}{block}</script>"), "", 1),
        None => page.to_owned(),
    }
}

/// The same without the one script that pages have, which is the node's own.
fn without_our_scripts(page: &str) -> String {
    let page = without_json_ld(page);
    let Some((before, rest)) = page.split_once("<script src=\"/lively.js?v=") else { return page };
    let (tag, after) = rest.split_once("></script>").expect("it has an end");
    assert!(tag.ends_with("\" defer") && tag.len() < 30, "{tag}");
    format!("{before}{after}")
}

/// A running node with three guides, and the ids of these.
fn started() -> (Node, Vec<String>) {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let ids = (0..3).map(|n| node.publish(&format!("Guide {n}"))).collect();
    (node, ids)
}

#[test]
fn programs_get_what_the_command_gives() {
    let (node, ids) = started();
    let health = get(&node, "/healthz");
    assert_eq!((health.status, health.body.trim()), (200, "ok"));
    let (over_http, by_command) = (answer(&node, "/api/v1/status"), node.status());
    for part in ["agent", "changes", "records", "state", "peers", "peer_id", "running"] {
        assert_eq!(over_http[part], by_command[part], "{part}");
    }
    for (path, arguments) in [
        ("/api/v1/records".to_owned(), &["list"][..]),
        ("/api/v1/records?kind=resource&limit=2".to_owned(), &["list", "--kind", "resource", "--limit", "2"]),
        (format!("/api/v1/records/{}", &ids[0][..8]), &["show", &ids[0]]),
        ("/api/v1/search?q=guide".to_owned(), &["search", "guide"]),
        ("/api/v1/search?q=guide&limit=1".to_owned(), &["search", "guide", "--limit", "1"]),
    ] {
        assert_eq!(answer(&node, &path), node.ask(arguments), "{path}");
    }
    let first = answer(&node, "/api/v1/records?kind=resource&limit=2");
    let next = first["next"].as_str().unwrap();
    let rest = answer(&node, &format!("/api/v1/records?kind=resource&limit=2&after={next}"));
    assert_eq!((&rest["items"][0]["id"], &rest["next"]), (&json!(ids[0]), &Value::Null));
}

#[test]
fn programs_ask_whether_something_may_be_reused() {
    let (node, ids) = started();
    let check = |facts: &str| answer(&node, &format!("/api/v1/records/{}/check{facts}", ids[0]));
    let workers = "worker_owned=true&surplus=distributed-to-worker-owners&non_member_employees=false";
    assert_eq!(check("?for=commercial")["answer"], "missing-facts");
    assert_eq!(check(&format!("?for=commercial&{workers}"))["answer"], "allowed");
    let more = check(&format!("?for=commercial&act=adapt,distribute&{workers}"));
    assert_eq!((&more["answer"], &more["resource"]), (&json!("allowed-with-duties"), &json!(ids[0])));
    assert_eq!(check("?for=commercial&kind=company")["answer"], "forbidden");
    for bad in ["?for=fun", "?act=steal", "?knid=company", "?kind=compnay", "?as=me"] {
        let response = get(&node, &format!("/api/v1/records/{}/check{bad}", ids[0]));
        assert_eq!((response.status, response.refused().as_str()), (400, "usage"), "{bad}");
    }
}

#[test]
fn refusals_have_one_shape() {
    let (node, ids) = started();
    for (path, status, kind) in [
        ("/api/v1/nowhere", 404, "not-found"),
        ("/api/v1/records/00000000", 404, "not-found"),
        ("/api/v1/records/00000000/check", 404, "not-found"),
        ("/api/v1/records/short", 400, "usage"),
        ("/api/v1/records/..%2f..%2fetc%2fpasswd", 400, "usage"),
        ("/api/v1/records?kind=guide", 400, "usage"),
        ("/api/v1/records?limit=-1", 400, "usage"),
        ("/api/v1/records?limit=many", 400, "usage"),
        ("/api/v1/records?after=nowhere", 400, "usage"),
        ("/api/v1/search", 400, "usage"),
        ("/api/v1/search?q=x&after=nowhere", 400, "usage"),
    ] {
        let response = get(&node, path);
        assert_eq!((response.status, response.refused().as_str()), (status, kind), "{path}");
    }
    let agent = node.status()["agent"].as_str().unwrap().to_owned();
    let response = get(&node, &format!("/api/v1/records/{agent}/check"));
    assert_eq!((response.status, response.refused().as_str()), (400, "invalid"));
    // However much is asked for, an answer has an end.
    assert_eq!(
        answer(&node, "/api/v1/records?limit=18446744073709551615")["items"].as_array().unwrap().len(),
        4
    );
    assert_eq!(answer(&node, "/api/v1/search?q=guide&after=18446744073709551615")["items"], json!([]));
    assert_eq!(get(&node, &format!("/records/{}", "0".repeat(64))).status, 404);
    assert_eq!(get(&node, "/records/short").status, 400);
    assert_eq!(get(&node, &format!("/records/{}?for=fun", ids[0])).status, 400);
}

#[test]
fn pages_show_records_and_run_nothing() {
    let (node, ids) = started();
    for path in ["/", "/?q=guide", "/?q=nothing+here", "/records/00000000"]
        .map(str::to_owned)
        .into_iter()
        .chain([format!("/records/{}", ids[0]), format!("/records/{}?for=commercial&kind=company", ids[0])])
    {
        let page = get(&node, &path);
        assert_eq!(page.headers["content-type"], "text/html; charset=utf-8", "{path}");
        let policy = &page.headers["content-security-policy"];
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"), "{policy}");
        assert_eq!(page.headers["x-content-type-options"], "nosniff");
        assert_eq!(page.headers["referrer-policy"], "same-origin");
        assert!(!page.headers.contains_key("access-control-allow-origin"));
        assert!(!without_our_scripts(&page.body).contains("<script"), "{path}");
    }
    let home = get(&node, "/").body;
    assert!(ids.iter().all(|id| home.contains(&format!("/records/{id}"))), "{home}");
    let record = get(&node, &format!("/records/{}?for=commercial&kind=company", ids[0])).body;
    assert!(record.contains("Guide 0") && record.contains("this licence bars it"), "{record}");
    let style = get(&node, "/style.css");
    assert_eq!((style.status, style.headers["content-type"].as_str()), (200, "text/css; charset=utf-8"));
}

/// Replicated text is hostile, and so is what stands in the address.
#[test]
fn hostile_text_stays_text() {
    let mut node = Node::organisation("<img src=x onerror=alert(1)>");
    node.start(&[]);
    let script = "</title></dd><script>alert(1)</script>\u{202e}\"'";
    let published = node.ask(&[
        "publish",
        "--title",
        script,
        "--licence",
        "PPL",
        "--type",
        "guide",
        "--topic",
        "\"><script>topic</script>",
        "--summary",
        "<script>summary</script>",
        "--url",
        "https://x.example/\"><script>",
        "--language",
        "en",
    ]);
    let id = published["id"].as_str().unwrap();
    node.ask(&[
        "contribute",
        "--to",
        id,
        "--role",
        "<script>role</script>",
        "--note",
        "<script>note</script>",
    ]);
    let agent = node.status()["agent"].as_str().unwrap().to_owned();
    for path in [
        "/".to_owned(),
        "/?q=script".to_owned(),
        "/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
        format!("/records/{id}"),
        format!("/records/{agent}"),
        format!("/records/{id}?kind=%22%3E%3Cscript%3E"),
        "/near?near=%22%3E%3Cscript%3E&sector=script&offers=%3Cscript%3E".to_owned(),
        "/near?skill=script".to_owned(),
        "/records/%3Cscript%3E".to_owned(),
        "/%3Cscript%3E".to_owned(),
    ] {
        let page = get(&node, &path);
        let html = page.headers["content-type"].starts_with("text/html");
        assert!(
            !html || !(without_our_scripts(&page.body).contains("<script") || page.body.contains("<img")),
            "{path}: {}",
            page.body
        );
        assert!(!page.body.contains('\u{202e}'), "{path} turns the direction of text");
    }
    let shown = answer(&node, &format!("/api/v1/records/{id}"));
    assert_eq!(shown["fields"]["title"]["en"], script, "programs get it as it is");
}

/// Search engines and other registries read what a work is and under which terms, in the words of schema.org.
#[test]
fn records_are_described_in_the_words_of_schema_org() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let terms = node.data().join("terms.toml");
    std::fs::write(
        &terms,
        "format = 1\nname = \"T\"\nreviewed = true\n[[test]]\nclause = \"1\"\n[[test.case]]\nverdict = \"allowed\"\n",
    )
    .unwrap();
    let terms = node.ask(&[
        "licence",
        "publish",
        "--name",
        "Sample terms",
        "--sheet",
        terms.to_str().unwrap(),
        "--link",
        "https://bakery.example/terms",
    ]);
    let terms = terms["id"].as_str().unwrap();
    let source = node.publish("The source");
    let book = node.ask(&[
        "publish",
        "--title",
        "</script><script>alert(1)</script>",
        "--licence",
        &format!("own:{terms} OR CC-BY-SA-4.0"),
        "--type",
        "course",
        "--derived-from",
        &source,
        "--also-allow",
        "nonprofits",
    ]);
    let book = book["id"].as_str().unwrap();
    node.ask(&["contribute", "--to", book, "--role", "writing"]);
    let host = format!("Host: {}", node.http());
    let accepting = |accept: &str| {
        request(&node, &format!("GET /records/{book}"), &[&host, &format!("Accept: {accept}")])
    };
    let response = accepting("application/ld+json");
    assert_eq!((response.status, response.headers["content-type"].as_str()), (200, "application/ld+json"));
    assert!(response.headers["vary"].contains("Accept, Cookie"), "{}", response.headers["vary"]);
    let described: Value = serde_json::from_str(&response.body).unwrap();
    assert_eq!(described["@context"], "https://schema.org");
    assert_eq!(
        (&described["@type"], &described["name"]),
        (&json!("Course"), &json!("</script><script>alert(1)</script>"))
    );
    let licence = &described["license"];
    assert_eq!(licence[0]["@id"], format!("/records/{terms}"));
    assert_eq!(licence[0]["url"], "https://bakery.example/terms");
    assert_eq!(licence[1], "https://spdx.org/licenses/CC-BY-SA-4.0.html");
    let usage = &described["usageInfo"];
    let anchor = usage[0].as_str().unwrap().strip_prefix(&format!("/records/{book}#")).unwrap();
    assert!(usage[1]["text"].as_str().unwrap().contains("non-profits, for commercial use"), "{usage}");
    assert!(usage[1]["text"].as_str().unwrap().contains("“Sample terms”"), "{usage}");
    assert_eq!(described["isBasedOn"]["@id"], format!("/records/{source}"));
    for role in ["publisher", "maintainer", "contributor"] {
        assert_eq!(described[role]["name"], "Sample Bakery", "{role}");
    }
    assert_eq!(node.ask(&["show", book, "--json-ld"]), described, "the command says the same");

    // The page holds it too, and stays a page that runs nothing.
    let page = accepting("text/html,application/xhtml+xml,*/*;q=0.8");
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    assert!(page.headers["content-security-policy"].contains("default-src 'none'"));
    let block = json_ld_of(&page.body).unwrap();
    assert!(!block.contains('<') && !block.contains('>'), "{block}");
    assert_eq!(serde_json::from_str::<Value>(block).unwrap(), described);
    assert!(!without_our_scripts(&page.body).contains("<script"), "{}", page.body);
    assert!(page.body.contains(&format!("id=\"{anchor}\"")), "the address of the terms leads somewhere");

    let agent = node.status()["agent"].as_str().unwrap().to_owned();
    let own = node.ask(&["show", &agent, "--json-ld"]);
    assert_eq!((&own["@type"], &own["name"]), (&json!("Organization"), &json!("Sample Bakery")));
    let nobody = request(&node, "GET /records/00000000", &[&host, "Accept: application/ld+json"]);
    assert_eq!((nobody.status, nobody.refused().as_str()), (404, "not-found"));
}

/// A page elsewhere must not read the node through a name of its own that it points at this machine.
#[test]
fn only_names_of_this_machine_are_answered() {
    let (node, _) = started();
    let port = node.http().rsplit(':').next().unwrap().to_owned();
    for host in [format!("127.0.0.1:{port}"), format!("localhost:{port}"), "localhost".to_owned()] {
        assert_eq!(request(&node, "GET /healthz", &[&format!("Host: {host}")]).status, 200, "{host}");
    }
    let evil = [
        "evil.example",
        "evil.example:80",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "localhost:1",
        "",
    ];
    for host in evil {
        for path in ["/healthz", "/", "/api/v1/status", "/nowhere"] {
            let response = request(&node, &format!("GET {path}"), &[&format!("Host: {host}")]);
            assert_eq!((response.status, response.refused().as_str()), (400, "usage"), "{host} {path}");
            assert!(response.headers.contains_key("content-security-policy"));
        }
    }
    assert_eq!(request(&node, "GET /api/v1/status", &[]).status, 400, "no name at all");
}

#[test]
fn what_is_read_is_not_written() {
    let (node, ids) = started();
    let state = node.state();
    let host = format!("Host: {}", node.http());
    let own = format!("Origin: http://{}", node.http());
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        for path in
            ["/", "/api/v1/status", "/api/v1/records", &format!("/api/v1/records/{}", ids[0]), "/healthz"]
        {
            let kind = match path.starts_with("/api/") {
                true => "Content-Type: application/json",
                false => "Content-Type: application/x-www-form-urlencoded",
            };
            let response =
                request(&node, &format!("{method} {path}"), &[&host, &own, kind, "Content-Length: 0"]);
            assert_eq!(response.status, 405, "{method} {path}");
            if path.starts_with("/api/") {
                assert_eq!(response.refused(), "usage", "{method} {path}");
            }
            let own = format!("Origin: http://{}", node.http());
            let form = "Content-Type: application/x-www-form-urlencoded";
            let headers = [&host, &own, form, "Content-Length: 0"];
            let response = request(&node, &format!("{method} {path}"), &headers);
            assert!(matches!(response.status, 405 | 415), "{method} {path}: {}", response.status);
            assert!(!response.headers.contains_key("access-control-allow-methods"));
        }
        // What the owner's socket takes is not here.
        let kind = "Content-Type: application/x-www-form-urlencoded";
        let asked = request(&node, &format!("{method} /ask"), &[&host, &own, kind, "Content-Length: 0"]);
        assert_eq!(asked.status, 404);
    }
    let head = request(&node, "HEAD /", &[&host]);
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(node.state(), state);
}

/// Drafts are for the node's owner, and no HTTP client has said that it is the owner.
#[test]
fn drafts_are_not_shown_over_http() {
    let (node, ids) = started();
    let draft = node.ask(&["contribute", "--to", &ids[0], "--role", "care", "--draft"]);
    let draft = draft["id"].as_str().unwrap();
    assert_eq!(node.ask(&["show", draft])["draft"], true);
    for path in [format!("/api/v1/records/{draft}"), format!("/records/{}", &draft[..8])] {
        assert_eq!(get(&node, &path).status, 404, "{path}");
    }
}

#[test]
fn a_node_of_nobody_answers_too() {
    let mut node = Node::new();
    node.start(&[]);
    assert_eq!(answer(&node, "/api/v1/status")["agent"], Value::Null);
    assert_eq!(answer(&node, "/api/v1/records"), json!({"items": [], "next": null}));
    assert!(get(&node, "/").body.contains("Nothing here yet"));
}

#[test]
fn pages_mark_names_that_look_alike_and_show_short_ids() {
    let (node, _) = started();
    let own = node.status()["agent"].as_str().unwrap().to_owned();
    let forger = node.introduce("SАMPLE <BAKERY>"); // its second letter is Cyrillic
    let mark = format!("looks like Sample Bakery {}, but is another organisation", &own[..8]);
    for path in [format!("/records/{forger}"), "/?q=mple".to_owned(), "/?q=bakery".to_owned()] {
        let page = get(&node, &path);
        assert_eq!(page.body.contains(&mark), path != "/?q=mple", "{path}: {}", page.body);
        assert!(!page.body.contains("<BAKERY>"), "{path}");
    }
    let page = get(&node, &format!("/records/{forger}"));
    assert!(page.body.contains(&forger[..8]), "{}", page.body);
    assert!(!get(&node, &format!("/records/{own}")).body.contains("looks like"));
    let shown = answer(&node, &format!("/api/v1/records/{forger}"));
    assert_eq!(shown["looks_like"], json!({ "agent": own, "name": "Sample Bakery" }));
}

/// What people here call others is theirs: pages may be read by many, through a proxy by the whole internet.
#[test]
fn petnames_are_not_told_over_http() {
    let (node, ids) = started();
    let garden = node.introduce("Garden");
    let alike = node.introduce("Those next door");
    node.ask(&["petname", &garden, "Those next door"]);
    assert_eq!(node.ask(&["show", &garden])["petname"], "Those next door");
    assert!(node.ask(&["show", &alike]).get("looks_like").is_some(), "the owner is told");
    for path in [
        format!("/api/v1/records/{garden}"),
        "/api/v1/records".to_owned(),
        "/api/v1/search?q=garden".to_owned(),
        "/api/v1/status".to_owned(),
        format!("/api/v1/records/{}/check?as={garden}", ids[0]),
        format!("/records/{garden}"),
        "/?q=garden".to_owned(),
    ] {
        let body = get(&node, &path).body;
        assert!(!body.contains("petname") && !body.contains("calls itself"), "{path}: {body}");
    }
    // It names nobody there, and marks nobody.
    assert_eq!(get(&node, "/api/v1/records/Those%20next%20door").status, 400);
    assert_eq!(get(&node, &format!("/api/v1/records/{}/check?as=Those%20next%20door", ids[0])).status, 400);
    assert_eq!(answer(&node, &format!("/api/v1/records/{alike}")).get("looks_like"), None);
}

/// Whom a node follows lies in a file that is never sent; marks and the order of answers told it to anybody.
#[test]
fn whom_the_node_follows_is_not_told_over_http() {
    let (node, ids) = started();
    let garden = node.introduce("Garden");
    let alike = node.introduce("GARDEN!");
    node.ask(&["follow", &garden]);
    node.ask(&["confirm", &garden, "kind=worker-coop", "--until", "2999-01-01"]);
    assert!(node.ask(&["show", &alike]).get("looks_like").is_some(), "the owner is told");
    assert_eq!(answer(&node, &format!("/api/v1/records/{alike}")).get("looks_like"), None);
    let checked = answer(&node, &format!("/api/v1/records/{}/check?for=commercial&as={garden}", ids[0]));
    assert!(!checked.to_string().contains("\"known\""), "{checked}");
    assert_eq!(answer(&node, "/api/v1/status").get("reminders"), None);
}

/// Whoever asks is told on whose word the facts stand.
#[test]
fn checks_over_http_carry_who_confirms_what() {
    let (node, ids) = started();
    let garden = node.introduce("Garden");
    node.ask(&["confirm", &garden, "kind=worker-coop", "--until", "2999-01-01"]);
    let checked = answer(&node, &format!("/api/v1/records/{}/check?for=commercial&as={garden}", ids[0]));
    let kind = checked["facts"].as_array().unwrap().iter().find(|fact| fact["fact"] == "kind").unwrap();
    assert_eq!((&kind["basis"], &kind["value"]), (&json!("self-declared"), &json!("worker-coop")));
    assert_eq!(kind["confirmed_by"][0]["by"]["agent_name"], "Sample Bakery");
    assert_eq!(kind["confirmed_by"][0]["until"], "2999-01-01");
    let page = get(&node, &format!("/records/{garden}"));
    assert!(page.body.contains("confirms: what sort of organisation = worker co-op"), "{}", page.body);
}

/// Whoever began a question and never ended it kept the connection, and as many as they liked.
#[test]
fn a_question_that_does_not_end_is_hung_up_on() {
    let (node, _) = started();
    let mut stream = TcpStream::connect(node.http()).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: localh").unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut rest = Vec::new();
    // Whether it says why or not, it ends.
    stream.read_to_end(&mut rest).unwrap();
}
