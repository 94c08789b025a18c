//! The interface for programs does what its own description says. Questions are made out of the OpenAPI document by schemathesis,
//! which `cargo xtask test` installs and then runs this.

use std::path::Path;
use std::process::Command;

use commons_tests::node::Node;

/// What every answer is held to: no fault of the node, and the status, the type, the shape and the headers that are described.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance";

/// Questions of each operation.
const QUESTIONS: &str = "50";

/// Questions are made from this, so that a run can be done again.
const SEED: &str = "7";

/// Questions and orders of each operation, for whoever brings a token: each writes, and there are many operations.
const ORDERS: &str = "12";

#[test]
#[ignore = "needs schemathesis: `cargo xtask test` installs it and runs this"]
fn answers_are_what_the_description_says() {
    let mut node = Node::organisation("Sample Bakery");
    node.start(&[]);
    let guide = node.publish("A guide");
    node.ask(&["contribute", "--to", &guide, "--role", "writing", "--hours", "3"]);
    node.ask(&[
        "term",
        "publish",
        "--word",
        "commons",
        "--language",
        "en",
        "--definition",
        "What is shared.",
    ]);
    // With ids as they come, of which none is there; and with one that is, so that there is something to tell.
    let of_guide = format!("[parameters]\n\"path.id\" = \"{guide}\"\n");
    for settings in [String::new(), of_guide.clone()] {
        ask(&mut node, &settings, &["--max-examples", QUESTIONS]);
    }
    // Whoever brings a token is answered as the owner, and does what the owner may do.
    let token = node.ask(&["token", "new", "described"])["token"].as_str().unwrap().to_owned();
    let brought = format!("Authorization: Bearer {token}");
    for settings in [String::new(), of_guide] {
        let more = ["--max-examples", ORDERS, "--phases", "examples,coverage,fuzzing", "--header", &brought];
        ask(&mut node, &settings, &more);
    }
}

/// Asks a node whatever its description allows, and some that it does not.
fn ask(node: &mut Node, settings: &str, more: &[&str]) {
    let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tools/schemathesis/bin/schemathesis");
    assert!(tool.is_file(), "{} is missing: `cargo xtask test` installs it", tool.display());
    let document = format!("http://{}/api/v1/openapi.json", node.http());
    // It writes what it learns into the folder where it is started.
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("schemathesis.toml"), settings).unwrap();
    let status = Command::new(&tool)
        .current_dir(folder.path())
        .env("HOME", folder.path())
        .args(["run", &document, "--exclude-path", "/api/v1/events", "--seed", SEED, "--checks", CHECKS])
        .args(more)
        .status()
        .unwrap();
    assert!(node.is_running(), "the node outlives all questions");
    assert!(status.success(), "schemathesis found something; it says what above");
}
