//! How the command behaves towards terminals, pipes and programs.

use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use commons_tests::node::{Node, program, without_and_with_a_running_node};
use serde_json::{Value, json};

use super::{found, must_refuse};

const VERBS: &[&str] = &[
    "init",
    "start",
    "profile",
    "publish",
    "edit",
    "contribute",
    "acknowledge",
    "check",
    "show",
    "list",
    "search",
    "find",
    "status",
    "doctor",
    "import",
    "export",
    "key",
    "demo",
];

#[test]
fn usage_is_refused_in_json_for_every_verb() {
    let node = Node::new();
    must_refuse(&node, &[], "usage", "subcommand");
    must_refuse(&node, &["publsh"], "usage", "publsh");
    for verb in VERBS {
        must_refuse(&node, &[verb, "--no-such-flag"], "usage", "--no-such-flag");
    }
    assert!(!node.data().exists(), "a command that could not be read touches nothing");
}

#[test]
fn help_and_version_are_no_errors() {
    let node = Node::new();
    for verb in VERBS {
        let help = node.run(&[verb, "--help"]);
        assert!(help.status.success() && help.stderr.is_empty());
        assert!(String::from_utf8(help.stdout).unwrap().contains("Usage: commons"), "{verb}");
    }
    assert!(node.ask_in_words(&["--version"]).starts_with("commons "));
}

#[test]
fn errors_in_words_say_what_to_do_next_on_stderr() {
    without_and_with_a_running_node(|node| {
        let output = node.command_in_words().args(["show", "00000000"]).output().unwrap();
        assert_eq!((output.status.code(), output.stdout), (Some(1), vec![]));
        let words = String::from_utf8(output.stderr).unwrap();
        assert!(words.starts_with("error: nothing here") && words.contains("\nhint: "), "{words}");
    });
}

/// Somebody who stops reading is no error, and what was asked for is done; what a check answers stays in its code.
#[test]
fn a_closed_pipe_is_no_error() {
    without_and_with_a_running_node(|node| {
        found(node);
        let into_closed_pipe = |arguments: &[&str]| {
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            let mut command = node.command_in_words();
            command.args(arguments).stdout(writer).stderr(Stdio::piped());
            let output = command.output().unwrap();
            assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
            output.status.code().unwrap()
        };
        assert_eq!(into_closed_pipe(&["publish", "--title", "T", "--licence", "PPL", "--type", "guide"]), 0);
        assert_eq!(node.status()["records"]["resource"], 1);
        assert_eq!(into_closed_pipe(&["list"]), 0);
        assert_eq!(into_closed_pipe(&["status", "--json"]), 0);
        assert_eq!(into_closed_pipe(&["--help"]), 0);
        assert_eq!(into_closed_pipe(&["check", "--licence", "PPL", "--fact", "kind=company"]), 4);
    });
}

#[test]
fn a_closed_pipe_does_not_stop_the_demo() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let node = Node::new();
    let output = node.command_in_words().args(["demo", "--exit"]).stdout(writer).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A title may hold marks that turn the direction of text: some languages need them. They reach programs as they
/// are, but no terminal.
#[test]
fn hostile_text_does_not_reach_the_terminal() {
    without_and_with_a_running_node(|node| {
        found(node);
        let title = "Bread\u{202e}daerB\u{2066}\u{200f} ovens";
        let hostile = ["publish", "--title", title, "--licence", "PPL", "--type", "guide"];
        let more =
            ["--topic", "a\u{202d}b", "--summary", "one\u{202e}\ntwo", "--url", "https://x.example/\u{202e}"];
        let answer = node.ask(&[&hostile[..], &more].concat());
        let id = answer["id"].as_str().unwrap();
        assert_eq!(node.ask(&["show", id])["fields"]["title"]["und"], title, "programs get it as it is");
        node.ask(&["contribute", "--to", id, "--role", "co\u{202e}de", "--note", "no\u{2067}te"]);
        node.ask(&["profile", "--set", "name=Sample \u{202e}Bakery"]);
        for arguments in [&["show", id][..], &["list"], &["search", "bread"], &["check", id], &["profile"]] {
            let output = node.command_in_words().args(arguments).output().unwrap();
            let words = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
            let bad = |c: char| {
                (c.is_control() && c != '\n')
                    || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            };
            assert!(!words.contains(bad), "{arguments:?}: {words:?}");
        }
        let control = ["publish", "--title", "a\u{1b}[2Jb", "--licence", "PPL", "--type", "guide"];
        must_refuse(node, &control, "invalid", "U+001B");
        let output = node.command_in_words().args(["show", "\u{1b}[2J\u{202e}"]).output().unwrap();
        assert!(!output.stderr.contains(&0x1b), "an error does not echo what it was given");
    });
}

#[test]
fn the_data_folder_is_for_its_owner_only_and_comes_with_commented_settings() {
    let mut node = Node::new();
    found(&node);
    let mode = |name: &str| node.data().join(name).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("."), 0o700);
    let settings = std::fs::read_to_string(node.data().join("config.toml")).unwrap();
    assert!(settings.lines().all(|line| line.is_empty() || line.starts_with('#')), "{settings}");
    node.start(&[]);
    let mode = |name: &str| node.data().join(name).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("node.sock"), mode("node.key"), mode("signing-keys")), (0o600, 0o600, 0o600));
}

#[test]
fn the_data_folder_is_the_one_given_else_that_of_the_service_else_that_of_the_user() {
    let folder = tempfile::tempdir().unwrap();
    let (state, xdg) = (folder.path().join("state"), folder.path().join("xdg"));
    let status = |state_directory: Option<&str>| {
        let mut command = Command::new(program());
        command.args(["--json", "status"]).env("XDG_DATA_HOME", &xdg).env("HOME", folder.path());
        match state_directory {
            Some(directory) => command.env("STATE_DIRECTORY", directory),
            None => command.env_remove("STATE_DIRECTORY"),
        };
        assert!(command.output().unwrap().status.success());
    };
    status(Some(&format!("{}:/elsewhere", state.display())));
    assert!(state.is_dir() && !xdg.exists());
    status(None);
    assert!(xdg.join("commons").is_dir());
}

#[test]
fn a_data_folder_too_deep_for_a_socket_still_serves_without_a_node() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("d".repeat(120));
    let run = |arguments: &[&str]| {
        let mut command = Command::new(program());
        command.arg("--data").arg(&data).arg("--json").args(arguments).output().unwrap()
    };
    assert!(run(&["init", "--person", "P", "--no-passphrase"]).status.success());
    assert!(run(&["status"]).status.success());
    let refused = run(&["start", "--http", "127.0.0.1:0", "--listen", "/ip4/127.0.0.1/tcp/0"]);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success() && said.contains("choose a shorter --data"), "{said}");
}

#[test]
fn exported_keys_leave_the_files_beside_them_alone() {
    let node = Node::organisation("Sample Bakery");
    let folder = tempfile::tempdir().unwrap();
    let beside = folder.path().join("keys.new");
    std::fs::write(&beside, "somebody's own").unwrap();
    node.ask(&["key", "export", folder.path().join("keys.txt").to_str().unwrap()]);
    assert_eq!(std::fs::read_to_string(&beside).unwrap(), "somebody's own");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn settings_that_cannot_be_read_are_refused_with_their_place() {
    let node = Node::new();
    found(&node);
    for (line, words) in [("lisen = []\n", "lisen"), ("network = 5\n", "network"), ("= =\n", "config.toml")] {
        std::fs::write(node.data().join("config.toml"), line).unwrap();
        must_refuse(&node, &["status"], "config", words);
        must_refuse(&node, &["start"], "config", words);
    }
}

#[test]
fn settings_hold_what_start_takes_by_flag() {
    let node = Node::new();
    found(&node);
    let settings = "listen = [\"/ip4/127.0.0.1/tcp/0\"]\nhttp = \"127.0.0.1:0\"\nmdns = false\n";
    std::fs::write(node.data().join("config.toml"), settings).unwrap();
    for (flags, words) in [
        (&["--listen", "nowhere"][..], "nowhere"),
        (&["--peer", "nowhere"], "nowhere"),
        (&["--http", "nowhere"], "nowhere"),
    ] {
        must_refuse(&node, &[&["start"], flags].concat(), "usage", words);
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let held = std::net::TcpListener::bind(taken).unwrap();
    must_refuse(&node, &["start", "--http", &taken.to_string()], "config", "cannot answer HTTP");
    must_refuse(
        &node,
        &["start", "--listen", &format!("/ip4/127.0.0.1/tcp/{}", taken.port())],
        "network",
        "",
    );
    drop(held);
}

#[test]
fn a_started_node_says_in_one_line_that_it_is_ready() {
    let mut node = Node::new();
    node.start(&[]);
    let ready = node.ready().clone();
    assert_eq!((&ready["ready"], &ready["locked"]), (&json!(true), &json!(false)));
    assert!(ready["peer_id"].as_str().unwrap().starts_with("12D3"), "{ready}");
    assert!(ready["listen"][0].as_str().unwrap().starts_with("/ip4/127.0.0.1/tcp/"), "{ready}");
    assert!(ready["http"].as_str().unwrap().starts_with("127.0.0.1:"), "HTTP is for this machine: {ready}");
    let status = node.status();
    assert_eq!((&status["running"], &status["peer_id"]), (&json!(true), &ready["peer_id"]));
    must_refuse(&node, &["start", "--http", "127.0.0.1:0"], "in-use", "");
    node.stop();
    assert_eq!(node.status()["running"], false);
    node.start(&[]);
    assert_eq!(node.ready()["peer_id"], ready["peer_id"], "a node keeps its key");
}

#[test]
fn the_demo_ends_in_the_answers_and_three_equal_states() {
    let node = Node::new();
    let summary = node.ask(&["demo", "--exit"]);
    let states: Vec<&Value> =
        summary["nodes"].as_array().unwrap().iter().map(|node| &node["state"]).collect();
    assert_eq!(states.len(), 3);
    assert!(states.windows(2).all(|pair| pair[0] == pair[1]), "{summary}");
    let answers: Vec<&Value> =
        summary["answers"].as_array().unwrap().iter().map(|answer| &answer["answer"]).collect();
    assert_eq!(answers, ["missing-facts", "allowed-with-duties", "forbidden"]);
    assert!(!node.data().exists(), "the demo leaves one's own data alone");
}
