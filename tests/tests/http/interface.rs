//! The interface for programs: its description, what it reads, what need not be sent again, and what changes as it happens.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;

use commons_tests::node::{Node, PATIENCE};
use serde_json::{Value, json};

use super::{answer, get, request, started};

fn described(node: &Node) -> Value {
    let document = answer(node, "/api/v1/openapi.json");
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"), "{}", document["openapi"]);
    document
}

/// What stands in `{}` of a path, put in; and the names that a question must have.
fn asked(path: &str, operation: &Value, id: &str) -> String {
    // Something must be said of most; where several names would do, these do.
    let is_said = |parameter: &&Value| {
        let named = ["id", "q"].map(Value::from).contains(&parameter["name"]);
        parameter["in"] == "query" && (named || parameter["required"] == true)
    };
    let needed = operation["parameters"].as_array().into_iter().flatten().filter(is_said);
    let query: Vec<String> = needed
        .map(|parameter| {
            let name = parameter["name"].as_str().unwrap();
            let value = match name {
                "id" => id,
                "licence" => "CC0-1.0",
                _ => "bread",
            };
            format!("{name}={value}")
        })
        .collect();
    let path = path.replace("{id}", id);
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

#[test]
fn everything_that_is_described_answers_as_described() {
    let (node, ids) = started();
    let document = described(&node);
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.len() >= 14, "{:?}", paths.keys());
    for (path, methods) in paths {
        let operation = &methods["get"];
        // What is for the owner, and what writes, is asked elsewhere.
        let for_anybody = operation["security"].as_array().is_some_and(|ways| ways.contains(&json!({})));
        if !for_anybody || path == "/api/v1/events" {
            continue; // events go on without end
        }
        let response = get(&node, &asked(path, operation, &ids[0]));
        let answers = operation["responses"].as_object().unwrap();
        // Nobody declared a reuse, nor reported anything, and this is no agent: of all else there is something to tell.
        let of_something_else = ["/receipt", "/{code}"].iter().any(|end| path.ends_with(end))
            || path.starts_with("/api/v1/agents/");
        assert_eq!(response.status == 200, !of_something_else, "{path}: {}", response.body);
        let answered = answers.get(&response.status.to_string());
        let answered = answered
            .unwrap_or_else(|| panic!("{path}: {} is not described: {}", response.status, response.body));
        let kinds = answered["content"].as_object().unwrap();
        assert!(kinds.contains_key(&response.headers["content-type"]), "{path}: {:?}", response.headers);
        let _ = response.parsed();
    }
    let parameters = document["paths"]["/api/v1/search"]["get"]["parameters"].as_array().unwrap();
    let scope = parameters.iter().find(|parameter| parameter["name"] == "scope").unwrap();
    assert_eq!(scope["schema"]["enum"], json!(["local", "city", "region", "country", "world"]), "{scope}");
    let page = get(&node, "/api/v1/docs");
    assert_eq!(page.status, 200);
    for tag in document["tags"].as_array().unwrap() {
        let part = get(&node, &format!("/api/v1/docs/{}", tag["name"].as_str().unwrap()));
        assert!(
            part.status == 200 && !part.body.contains("<dd></dd>") && !part.body.contains("<dd><br>"),
            "everything is explained: {}",
            part.body
        );
    }
    assert_eq!(get(&node, "/api/v1/docs/nothing").status, 404);
    for path in paths.keys() {
        assert!(page.body.contains(path.as_str()), "{path} is not on the page");
    }
}

#[test]
fn programs_read_what_the_command_reads() {
    let (node, ids) = started();
    let term = ["term", "publish", "--word", "bread", "--language", "en", "--definition", "What we bake."];
    node.ask(&term);
    for (path, arguments) in [
        (format!("/api/v1/records/{}/provenance", ids[0]), &["provenance", &ids[0]][..]),
        (format!("/api/v1/records/{}/json-ld", ids[0]), &["show", &ids[0], "--json-ld"]),
        ("/api/v1/glossary?word=bread".to_owned(), &["glossary", "bread"]),
        (format!("/api/v1/credit?id={},{}", ids[0], ids[1]), &["credit", &ids[0], &ids[1]]),
        (
            "/api/v1/check?licence=CC0-1.0&for=commercial".to_owned(),
            &["check", "--licence", "CC0-1.0", "--for", "commercial"],
        ),
        (
            format!("/api/v1/remix?id={},{}&for=non-commercial", ids[0], ids[1]),
            &["remix", &ids[0], &ids[1], "--for", "non-commercial"],
        ),
    ] {
        let response = get(&node, &path);
        // Of some answers the command makes an exit code.
        let by_command: Value = serde_json::from_slice(&node.run(arguments).stdout).unwrap();
        assert_eq!((response.status, response.parsed()), (200, by_command), "{path}");
    }
    for bad in
        ["/api/v1/check", "/api/v1/glossary", "/api/v1/credit?id=00000000", "/api/v1/credit?id=&format=tape"]
    {
        let response = get(&node, bad);
        assert!(matches!(response.status, 400 | 404), "{bad}: {}", response.body);
        let _ = response.problem();
    }
}

#[test]
fn the_next_page_has_an_address() {
    let (node, ids) = started();
    let first = get(&node, "/api/v1/records?kind=resource&limit=2");
    let link = first.headers["link"].clone();
    let next = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\"")).unwrap();
    let rest = get(&node, next);
    assert_eq!(rest.json()["items"][0]["id"], json!(ids[0]));
    assert!(!rest.headers.contains_key("link"), "it is the last");
    let odd = get(&node, "/api/v1/search?q=guide&limit=1&%61fter=0");
    assert_eq!(odd.headers["link"].matches("after").count(), 1, "{}", odd.headers["link"]);
}

#[test]
fn what_is_the_same_is_not_sent_again() {
    let (node, ids) = started();
    for path in [
        "/".to_owned(),
        "/style.css".to_owned(),
        format!("/records/{}", ids[0]),
        format!("/api/v1/records/{}", ids[0]),
    ] {
        let first = get(&node, &path);
        let tag = &first.headers["etag"];
        let host = format!("Host: {}", node.http());
        let again =
            |tag: &str| request(&node, &format!("GET {path}"), &[&host, &format!("If-None-Match: {tag}")]);
        let same = again(tag);
        assert_eq!((same.status, same.body.as_str(), &same.headers["etag"]), (304, "", tag), "{path}");
        assert!(same.headers.contains_key("content-security-policy"));
        let other = again("\"0000\"");
        assert_eq!((other.status, other.body), (200, first.body.clone()), "{path}");
    }
    let host = format!("Host: {}", node.http());
    let (head, body) = (request(&node, "HEAD /", &[&host]), get(&node, "/"));
    assert_eq!((head.body.as_str(), &head.headers["etag"]), ("", &body.headers["etag"]));
    assert_eq!(get(&node, "/nowhere").headers["cache-control"], "no-cache", "it may be there tomorrow");
    let before = get(&node, "/api/v1/records").headers["etag"].clone();
    let _ = node.publish("Guide 4");
    assert_ne!(get(&node, "/api/v1/records").headers["etag"], before);
}

#[test]
fn changes_are_told_as_they_happen() {
    let (node, _) = started();
    let mut stream = TcpStream::connect(node.http()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(stream, "GET /api/v1/events HTTP/1.1\r\nHost: {}\r\n\r\n", node.http()).unwrap();
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    let mut event = || -> Value {
        let data = lines.by_ref().find_map(|line| line.strip_prefix("data: ").map(str::to_owned));
        serde_json::from_str(&data.unwrap()).unwrap()
    };
    let first = event();
    assert_eq!((&first["state"], &first["records"]), (&node.status()["state"], &json!([])));
    let id = node.publish("Told at once");
    let second = event();
    assert_eq!(second["records"][0]["id"], json!(id), "{second}");
    assert_eq!(second["state"], node.status()["state"]);
    node.ask(&["edit", &id, "--title", "Told again"]);
    let third = event();
    assert_eq!(
        (&third["records"], third["state"] == second["state"]),
        (&json!([]), false),
        "an edit is told by the state"
    );
}

#[test]
fn whoever_watches_over_the_node_reads_what_it_measures() {
    let (node, _) = started();
    assert_eq!(get(&node, "/readyz").body, "ready\n");
    let _ = get(&node, "/api/v1/records/00000000");
    let metrics = get(&node, "/metrics");
    assert!(metrics.headers["content-type"].starts_with("application/openmetrics-text"));
    for line in [
        "commons_records{kind=\"resource\"} 3",
        "commons_peers 0",
        "commons_http_answers_total{route=\"/api/v1/records/{id}\",status=\"404\"} 1",
        "commons_http_answer_seconds_count",
        "libp2p_swarm_",
    ] {
        assert!(metrics.body.lines().any(|found| found.starts_with(line)), "{line}: {}", metrics.body);
    }
    assert_eq!(metrics.body.matches("# EOF").count(), 1, "{}", metrics.body);
    assert!(metrics.body.ends_with("# EOF\n"));
}

#[test]
fn who_gets_lost_is_told_in_the_shape_that_was_asked_for() {
    let (node, _) = started();
    let page = get(&node, "/nowhere");
    assert_eq!((page.status, page.headers["content-type"].as_str()), (404, "text/html; charset=utf-8"));
    assert_eq!(get(&node, "/api/v1/nowhere").refused(), "not-found");
    for path in ["/near?within=abc", "/?q=a&q=b", "/records/%FF", &format!("/?q={}", "a".repeat(5000))] {
        let page = get(&node, path);
        assert_eq!(
            (page.status, page.headers["content-type"].as_str()),
            (400, "text/html; charset=utf-8"),
            "{path}"
        );
    }
    assert_eq!(get(&node, "/api/v1/records/%FF").refused(), "usage");
    let host = format!("Host: {}", node.http());
    let own = format!("Origin: http://{}", node.http());
    let form = "Content-Type: application/x-www-form-urlencoded";
    let page = request(&node, "POST /", &[&host, &own, form, "Content-Length: 0"]);
    assert_eq!((page.status, page.headers["content-type"].as_str()), (405, "text/html; charset=utf-8"));
}

#[test]
fn people_find_who_does_what_near_a_place_and_follow_links() {
    let mut node = Node::organisation("Sample Federation");
    let list = node.data().with_file_name("list.csv");
    let rows = "Name,Locality,Country ID,Sector,Website\nSample Ovens,Lille,FR,Bakeries,https://ovens.example\n\
                Sample Tailors,Paris,FR,Clothing,javascript:alert(1)\n";
    std::fs::write(&list, rows).unwrap();
    node.ask(&["import", list.to_str().unwrap()]);
    node.start(&[]);
    let blank = get(&node, "/near");
    assert!(blank.status == 200 && !blank.body.contains("Sample Ovens"), "nothing was asked: {}", blank.body);
    let page = get(&node, "/near?near=Roubaix&within=25&sector=baker&skill=&offers=");
    assert!(page.body.contains("Within 25 km of Roubaix, France"), "{}", page.body);
    assert!(page.body.contains("Sample Ovens") && !page.body.contains("Sample Tailors"), "{}", page.body);
    assert!(get(&node, "/near?near=Roubaix&within=30").body.contains("<option value=\"30\" selected>"));
    let nothing = get(&node, "/near?near=&within=50&sector=&skill=&offers=").body;
    assert!(!nothing.contains("Sample Ovens"), "nothing was asked: {nothing}");
    let unknown = get(&node, "/near?near=Nowhere-at-all");
    assert_eq!(unknown.status, 404);
    assert!(
        unknown.body.contains("role=\"alert\"") && unknown.body.contains("value=\"Nowhere-at-all\""),
        "{}",
        unknown.body
    );
    let id = answer(&node, "/api/v1/search?q=ovens")["items"][0]["id"].as_str().unwrap().to_owned();
    let page = get(&node, &format!("/records/{id}")).body;
    let link = "<a href=\"https://ovens.example\" rel=\"nofollow noopener noreferrer ugc\">https://ovens.example</a>";
    assert!(page.contains(link), "where a link leads is seen: {page}");
    assert!(
        page.contains(&format!("<a href=\"/records/{}\">", node.status()["agent"].as_str().unwrap())),
        "{page}"
    );
}
