//! Programs: who may ask and order what, with which token, from where; and that nothing else writes.

use std::net::TcpStream;

use commons_tests::node::{Node, PASSPHRASE_FILE, PATIENCE};
use serde_json::{Value, json};

use super::{Response, answer, request_with_body, started};

/// A program that asks a node, and brings a token if it has one.
pub(super) struct Program<'n> {
    pub(super) node: &'n Node,
    token: Option<String>,
}

impl<'n> Program<'n> {
    /// One that may write.
    pub(super) fn of(node: &'n Node) -> Self {
        let token = node.ask(&["token", "new", "website"]);
        Self { node, token: token["token"].as_str().map(str::to_owned) }
    }

    fn reading(node: &'n Node) -> Self {
        let token = node.ask(&["token", "new", "mirror", "--read-only"]);
        Self { node, token: token["token"].as_str().map(str::to_owned) }
    }

    fn with(node: &'n Node, token: Option<&str>) -> Self {
        Self { node, token: token.map(str::to_owned) }
    }

    /// Sends JSON, or what it is given as another type.
    pub(super) fn send(&self, what: &str, kind: &str, body: &str) -> Response {
        let (method, path) = what.split_once(' ').unwrap();
        let mut headers = vec![format!("Host: {}", self.node.http())];
        headers.extend(self.token.iter().map(|token| format!("Authorization: Bearer {token}")));
        if !body.is_empty() {
            headers.push(format!("Content-Type: {kind}"));
        }
        headers.push(format!("Content-Length: {}", body.len()));
        request_with_body(self.node, &format!("{method} /api/v1{path}"), &headers, body)
    }

    /// Asks, or orders what needs nothing besides.
    pub(super) fn does(&self, what: &str) -> Value {
        self.orders(what, &Value::Null)
    }

    /// Orders, and is answered well.
    pub(super) fn orders(&self, what: &str, order: &Value) -> Value {
        let response = self.tries(what, order);
        assert!(matches!(response.status, 200 | 201), "{what}: {} {}", response.status, response.body);
        response.json()
    }

    /// Orders what makes a record, and gives its id.
    pub(super) fn makes(&self, what: &str, order: &Value) -> String {
        let response = self.tries(what, order);
        assert_eq!(response.status, 201, "{what}: {}", response.body);
        let id = response.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(response.headers["location"], format!("/api/v1/records/{id}"), "{what}");
        assert_eq!(self.does(&format!("GET /records/{id}"))["id"], json!(id), "{what}");
        id
    }

    pub(super) fn tries(&self, what: &str, order: &Value) -> Response {
        let body = if order.is_null() { String::new() } else { order.to_string() };
        self.send(what, "application/json", &body)
    }
}

/// Every operation that is described: its method, its path with something put in, and itself.
fn operations(node: &Node, id: &str) -> Vec<(String, String, Value)> {
    let document = answer(node, "/api/v1/openapi.json");
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let mut parts: Vec<&str> = path.split('/').collect();
            for part in parts.iter_mut().filter(|part| part.starts_with('{')) {
                *part = if *part == "{number}" { "1" } else { id };
            }
            let mut path = parts.join("/");
            // How a file is to be called is asked before what it is sent as.
            if method == "post" && path == "/api/v1/files" {
                path.push_str("?name=guide.txt");
            }
            operations.push((method.to_uppercase(), path, operation.clone()));
        }
    }
    operations
}

/// What a browser can be made to send by another site, and whoever has no token, writes nothing, whatever it is.
#[test]
fn nothing_is_written_by_whoever_may_not_write() {
    let (node, ids) = started();
    let writer = Program::of(&node).token.unwrap();
    let reader = Program::reading(&node).token.unwrap();
    let (host, state) = (node.http(), node.state());
    let own = format!("http://{host}");
    let bearer = |token: &str| format!("Authorization: Bearer {token}");
    let mut writing = 0;
    for (method, path, operation) in operations(&node, &ids[0]) {
        if method == "GET" {
            continue;
        }
        writing += 1;
        let kind = match operation["requestBody"]["content"].as_object() {
            Some(content) => content.keys().next().unwrap().clone(),
            None => "application/json".to_owned(),
        };
        let kind = format!("Content-Type: {kind}");
        let (with_token, host) = (bearer(&writer), format!("Host: {host}"));
        let at_home = format!("Origin: {own}");
        // Such a question only reads.
        let reads =
            ["/statement/check", "/motions/read", "/v1/questions"].iter().any(|end| path.ends_with(end));
        let tries: [(&str, u16, &[&str]); 12] = [
            ("from elsewhere", 403, &[&host, &kind, &with_token, "Origin: https://evil.example"]),
            ("from nowhere", 403, &[&host, &kind, &with_token, "Origin: null"]),
            ("across sites", 403, &[&host, &kind, &with_token, "Sec-Fetch-Site: cross-site"]),
            ("without a token", 401, &[&host, &kind]),
            ("of the own pages, without a token", 401, &[&host, &kind, &at_home]),
            ("with no token", 401, &[&host, &kind, "Authorization: Bearer commons_none"]),
            ("with another scheme", 401, &[&host, &kind, "Authorization: Basic Zm9vOmJhcg=="]),
            ("to another name", 400, &["Host: evil.example", &kind, &with_token]),
            ("as a form", 415, &[&host, &with_token, "Content-Type: application/x-www-form-urlencoded"]),
            ("as a form with files", 415, &[&host, &with_token, "Content-Type: multipart/form-data"]),
            ("as plain text", 415, &[&host, &with_token, "Content-Type: text/plain"]),
            (
                "as a WebSocket",
                400,
                &[&host, &kind, &with_token, "Connection: Upgrade", "Upgrade: websocket"],
            ),
        ];
        let send = |headers: &[&str]| {
            let mut headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
            headers.push("Content-Length: 2".to_owned());
            request_with_body(&node, &format!("{method} {path}"), &headers, "{}")
        };
        for (how, status, headers) in tries {
            let refused = send(headers);
            assert_eq!(refused.status, status, "{method} {path} {how}: {}", refused.body);
            let _ = refused.problem();
            assert_eq!(
                refused.headers.contains_key("www-authenticate"),
                status == 401,
                "{method} {path} {how}"
            );
        }
        let other = if kind.ends_with("json") { "application/octet-stream" } else { "application/json" };
        let otherwise = send(&[&host, &with_token, &format!("Content-Type: {other}")]);
        assert_eq!(otherwise.status, 415, "{method} {path} as {other}: {}", otherwise.body);
        let read_only = send(&[&host, &kind, &bearer(&reader)]);
        assert_eq!(
            read_only.status == 403,
            !reads,
            "{method} {path}: {} {}",
            read_only.status,
            read_only.body
        );
    }
    assert!(writing > 60, "{writing} write");
    let names =
        operations(&node, &ids[0]).into_iter().map(|(.., operation)| operation["operationId"].to_string());
    let mut names: Vec<String> = names.collect();
    names.sort();
    assert!(names.windows(2).all(|names| names[0] != names[1]), "each has a name of its own: {names:?}");
    assert_eq!(node.state(), state);
    for local in ["follow", "block", "withhold", "introduce"] {
        assert_eq!(node.ask(&[local])["items"], json!([]), "{local}");
    }
    assert_eq!(node.ask(&["petname", "--list"])["items"], json!([]));
}

#[test]
fn what_is_for_the_owner_is_told_to_whoever_brings_a_token() {
    let (node, ids) = started();
    let (nobody, reader) = (Program::with(&node, None), Program::reading(&node));
    let mut private = 0;
    for (method, path, operation) in operations(&node, &ids[0]) {
        if method != "GET" || path == "/api/v1/events" || path == "/api/v1/joins" {
            continue;
        }
        let path = path.strip_prefix("/api/v1").unwrap();
        let security = operation["security"].as_array().unwrap();
        let asked = nobody.tries(&format!("GET {path}"), &Value::Null);
        assert_eq!(asked.status == 401, security.len() == 1, "{path}: {}", asked.body);
        if security.len() == 1 {
            private += 1;
            assert_eq!(asked.headers["www-authenticate"], "Bearer");
            let told = reader.tries(&format!("GET {path}"), &Value::Null);
            assert!(matches!(told.status, 200 | 400 | 404), "{path}: {} {}", told.status, told.body);
            assert!(operation["responses"].get(told.status.to_string()).is_some(), "{path}: {}", told.status);
        }
    }
    assert!(private > 20, "{private} are private");
    // What anybody may ask, the owner is told more of.
    let draft = node.ask(&["contribute", "--to", &ids[0], "--role", "care", "--draft"]);
    let draft = format!("GET /records/{}", draft["id"].as_str().unwrap());
    assert_eq!(nobody.tries(&draft, &Value::Null).status, 404);
    assert_eq!(reader.does(&draft)["draft"], true);
    for (path, arguments) in [
        ("/inbox", &["inbox"][..]),
        ("/contributions?by=role", &["contributions"]),
        ("/profile", &["profile"]),
        ("/privacy", &["privacy"]),
        ("/members", &["members", "list"]),
        ("/statement", &["statement"]),
        ("/files", &["files"]),
    ] {
        assert_eq!(reader.does(&format!("GET {path}")), node.ask(arguments), "{path}");
    }
}

#[test]
fn a_token_opens_nothing_once_it_is_taken_back() {
    let (node, _) = started();
    let program = Program::of(&node);
    let book = json!({ "title": "How we bake", "licence": "CC-BY-SA-4.0" });
    program.makes("POST /resources", &book);
    let listed = node.ask(&["token", "list"]);
    assert_eq!(
        (&listed["items"][0]["name"], &listed["items"][0]["reads_only"]),
        (&json!("website"), &json!(false))
    );
    let token = program.token.clone().unwrap();
    assert!(!listed.to_string().contains(&token), "it is shown once");
    let mut kept = std::fs::read_dir(node.data()).unwrap().map(|entry| entry.unwrap().path());
    assert!(kept.all(|path| {
        !std::fs::read(path).is_ok_and(|held| held.windows(token.len()).any(|held| held == token.as_bytes()))
    }));
    node.ask(&["token", "remove", "website"]);
    for what in ["POST /resources", "GET /inbox", "GET /status"] {
        let refused = program.tries(what, if what.starts_with("POST") { &book } else { &Value::Null });
        assert_eq!((refused.status, refused.headers["www-authenticate"].as_str()), (401, "Bearer"), "{what}");
    }
    let (code, error) = node.refused(&["token", "remove", "website"]);
    assert_eq!((code, &error["kind"]), (1, &json!("not-found")));
    let words = node.ask_in_words(&["token", "new", "again"]);
    assert!(words.contains("curl -H 'Authorization: Bearer commons_"), "{words}");
}

#[test]
fn what_cannot_be_read_is_refused_by_the_name_of_the_field() {
    let (node, ids) = started();
    let program = Program::of(&node);
    let edit = format!("PATCH /resources/{}", ids[0]);
    for (what, order, says) in [
        ("POST /resources", r#"{"title": "T"}"#, "licence"),
        ("POST /resources", r#"{"title": "T", "licence": "PPL", "topic": []}"#, "topic"),
        ("POST /resources", r#"{"title": 3, "licence": "PPL"}"#, "title: "),
        ("POST /resources", r#"{"title": "T", "licence": "PPL", "topics": ["a", 3]}"#, "topics[1]: "),
        ("POST /resources", r#"{"title": "T", "licence": "PPL", "place": {"scope": 1}}"#, "place.scope: "),
        ("POST /resources", "[]", "map"),
        ("POST /resources", "{", "line 1"),
        (&edit, r#"{"id": "00000000"}"#, "`id` stands in the address already"),
        ("POST /contributions", r#"{"change": "00000000"}"#, "change"),
        ("PATCH /profile", r#"{"set": {"place": 3}}"#, "place"),
    ] {
        let refused = program.send(what, "application/json", order);
        assert_eq!((refused.status, refused.refused().as_str()), (400, "usage"), "{what} {order}");
        let detail = refused.problem()["detail"].clone();
        assert!(detail.as_str().unwrap().contains(says), "{what} {order}: {detail}");
    }
    // One megabyte is far more than an order takes.
    let long = json!({ "title": "T", "licence": "PPL", "summary": "x".repeat(1024 * 1024) }).to_string();
    let refused = program.send("POST /resources", "application/json", &long);
    assert_eq!((refused.status, refused.refused().as_str()), (413, "usage"));
    let other = program.tries("PUT /resources", &json!({}));
    assert_eq!((other.status, other.refused().as_str()), (405, "usage"));
}

#[test]
fn locked_keys_sign_nothing_and_say_so() {
    let node = {
        let folder = tempfile::tempdir().unwrap();
        let passphrase = folder.path().join("passphrase");
        std::fs::write(&passphrase, "four plain words here\n").unwrap();
        let mut node = Node::new();
        let mut found = node.command();
        found.env(PASSPHRASE_FILE, &passphrase).args(["init", "--organisation", "Sealed Co-op"]);
        assert!(found.output().unwrap().status.success());
        node.start(&[]);
        node
    };
    let program = Program::of(&node);
    let refused = program.tries("POST /resources", &json!({ "title": "T", "licence": "PPL" }));
    assert_eq!((refused.status, refused.refused().as_str()), (409, "locked"), "{}", refused.body);
    assert_eq!(program.does("GET /records?kind=resource")["items"], json!([]));
}

/// Files come as they are, to a bound, and leave nothing behind when they are refused.
#[test]
fn a_file_that_is_too_large_is_refused_while_it_comes() {
    use std::io::{Read as _, Write as _};
    let (node, _) = started();
    let program = Program::of(&node);
    let mut stream = TcpStream::connect(node.http()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let length = 65 * 1024 * 1024;
    write!(
        stream,
        "POST /api/v1/files?name=big HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/octet-stream\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n",
        node.http(),
        program.token.as_ref().unwrap()
    )
    .unwrap();
    let piece = vec![7; 1024 * 1024];
    for _ in 0..length / piece.len() {
        // It may have hung up already.
        if stream.write_all(&piece).is_err() {
            break;
        }
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{answer}");
    let left = std::fs::read_dir(node.data().join("files")).unwrap().map(|entry| entry.unwrap().path());
    assert_eq!(left.filter(|path| path.is_file()).count(), 0);
    assert_eq!(program.does("GET /files"), node.ask(&["files"]));
}
