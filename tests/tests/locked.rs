//! Signing keys under a passphrase: what lies on disk, who may sign, and what a locked node still does.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Output;

use commons_tests::folder::files;
use commons_tests::node::{Node, PASSPHRASE_FILE, refusal};
use serde_json::Value;
use tempfile::TempDir;

const PASSPHRASE: &str = "many small ovens";

/// A file with a passphrase on its first line.
fn passphrase_file(folder: &TempDir, name: &str, content: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    path
}

fn run_with(node: &Node, passphrase: &Path, arguments: &[&str]) -> Output {
    node.command().env(PASSPHRASE_FILE, passphrase).args(arguments).output().unwrap()
}

fn ask_with(node: &Node, passphrase: &Path, arguments: &[&str]) -> Value {
    let output = run_with(node, passphrase, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A node whose keys are sealed, and the file that opens them.
fn sealed(folder: &TempDir) -> (Node, PathBuf, Value) {
    let passphrase = passphrase_file(folder, "passphrase", &format!("{PASSPHRASE}\n"));
    let node = Node::new();
    let founded = ask_with(&node, &passphrase, &["init", "--organisation", "Sealed Co-op", "--keys", "2"]);
    assert_eq!(founded["sealed"], true);
    (node, passphrase, founded)
}

const PUBLISH: &[&str] = &["publish", "--title", "T", "--licence", "PPL", "--type", "guide"];

fn must_be_locked(output: &Output) {
    let (code, error) = refusal(output);
    assert_eq!((code, error["kind"].as_str().unwrap()), (1, "locked"), "{error}");
}

fn keys(node: &Node) -> Vec<u8> {
    let path = node.data().join("signing-keys");
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600, "keys are for their owner only");
    std::fs::read(path).unwrap()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn sealed_keys_and_the_passphrase_stand_nowhere_in_plain() {
    let folder = tempfile::tempdir().unwrap();
    let (mut node, passphrase, founded) = sealed(&folder);
    let sealed = keys(&node);
    assert!(contains(&sealed, b"age-encryption.org"), "sealed with age, so that other programs open it too");
    node.start_with_passphrase(&passphrase);
    ask_with(&node, &passphrase, PUBLISH);
    node.stop();
    assert_eq!(keys(&node), sealed, "opening the keys does not write them");
    let card = founded["recovery_card"].as_str().unwrap().replace('-', "");
    for (path, bytes) in files(&node.data()) {
        assert!(!contains(&bytes, PASSPHRASE.as_bytes()), "the passphrase is in {}", path.display());
        assert!(!contains(&bytes, &card.as_bytes()[..64]), "the recovery card is in {}", path.display());
    }
}

#[test]
fn plain_keys_are_for_their_owner_only_and_sign_without_asking() {
    let node = Node::organisation("Plain Co-op");
    assert!(!contains(&keys(&node), b"age-encryption.org"));
    node.ask(PUBLISH);
}

#[test]
fn without_the_passphrase_one_reads_but_does_not_sign() {
    let folder = tempfile::tempdir().unwrap();
    let (node, passphrase, _) = sealed(&folder);
    let id = ask_with(&node, &passphrase, PUBLISH)["id"].as_str().unwrap().to_owned();
    let state = node.state();
    for arguments in [
        PUBLISH,
        &["edit", &id, "--title", "T"],
        &["contribute", "--to", &id, "--role", "code"],
        &["contribute", "--to", &id, "--role", "code", "--draft"],
        &["profile", "--set", "place=Lyon"],
    ] {
        must_be_locked(&node.run(arguments));
    }
    assert_eq!(node.state(), state);
    assert_eq!(node.status()["locked"], true);
    assert_eq!(node.ask(&["show", &id])["id"], id.as_str());
    node.ask(&["profile"]);
    node.ask(&["check", "--licence", "CC0-1.0"]);
    let bundle = folder.path().join("bundle");
    node.ask(&["export", bundle.to_str().unwrap()]);
}

#[test]
fn a_locked_node_syncs_until_somebody_with_the_passphrase_unlocks_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut locked, passphrase, _) = sealed(&folder);
    let mut other = Node::organisation("Other Co-op");
    other.start(&[]);
    locked.start(&[&other]);
    assert_eq!(locked.ready()["locked"], true);
    let theirs = other.publish("Theirs");
    locked.wait_until("what the other published", |node| node.keeps(&theirs));

    must_be_locked(&locked.run(PUBLISH));
    let (_, error) = locked.refused(PUBLISH);
    assert!(error["hint"].as_str().unwrap().contains("COMMONS_PASSPHRASE_FILE"), "{error}");
    let wrong = passphrase_file(&folder, "wrong", "many big ovens\n");
    let (_, error) = refusal(&run_with(&locked, &wrong, PUBLISH));
    assert_eq!(error["kind"], "locked");
    assert!(error["message"].as_str().unwrap().contains("does not open"), "{error}");
    assert_eq!(locked.status()["locked"], true);

    let ours = ask_with(&locked, &passphrase, PUBLISH)["id"].as_str().unwrap().to_owned();
    other.wait_until("what was signed once it was unlocked", |node| node.keeps(&ours));
    // Open until it stops: others of this user's commands sign too.
    assert_eq!(locked.status()["locked"], false);
    locked.ask(PUBLISH);
    locked.stop();
    assert_eq!(locked.status()["locked"], true);
    must_be_locked(&locked.run(PUBLISH));
}

#[test]
fn a_node_started_with_the_passphrase_signs() {
    let folder = tempfile::tempdir().unwrap();
    let (mut node, passphrase, _) = sealed(&folder);
    node.start_with_passphrase(&passphrase);
    assert_eq!(node.ready()["locked"], false);
    node.ask(PUBLISH);
}

#[test]
fn a_wrong_passphrase_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (node, passphrase, _) = sealed(&folder);
    let wrong = passphrase_file(&folder, "wrong", "many big ovens");
    must_be_locked(&run_with(&node, &wrong, PUBLISH));
    must_be_locked(&run_with(&node, &wrong, &["start", "--http", "127.0.0.1:0", "--no-mdns"]));
    for (content, kind) in [("\n", "config"), ("", "config")] {
        let file = passphrase_file(&folder, "empty", content);
        assert_eq!(refusal(&run_with(&node, &file, PUBLISH)).1["kind"], kind);
    }
    assert_eq!(refusal(&run_with(&node, Path::new("/nowhere"), PUBLISH)).1["kind"], "config");
    ask_with(&node, &passphrase, PUBLISH);
}

#[test]
fn a_new_passphrase_that_is_too_short_founds_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let short = passphrase_file(&folder, "short", "1234567\n");
    let node = Node::new();
    let (_, error) = refusal(&run_with(&node, &short, &["init", "--person", "P"]));
    assert_eq!(error["kind"], "invalid");
    assert_eq!(node.status()["agent"], Value::Null);
}

#[test]
fn a_second_node_joins_with_sealed_keys_and_their_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let (first, passphrase, founded) = sealed(&folder);
    let file = folder.path().join("keys");
    let name = file.to_str().unwrap();
    // Exporting needs no passphrase: what is sealed stays so.
    let exported = first.ask(&["key", "export", name]);
    assert_eq!(exported["sealed"], true);
    assert_eq!(std::fs::read(&file).unwrap(), keys(&first));
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);

    let second = Node::new();
    must_be_locked(&second.run(&["init", "--join", name]));
    let wrong = passphrase_file(&folder, "wrong", "many big ovens");
    must_be_locked(&run_with(&second, &wrong, &["init", "--join", name]));
    assert_eq!(second.status()["agent"], Value::Null);
    let joined = ask_with(&second, &passphrase, &["init", "--join", name]);
    assert_eq!((&joined["agent"], &joined["sealed"]), (&founded["agent"], &true.into()));
    assert_eq!(keys(&second), keys(&first));
    must_be_locked(&second.run(PUBLISH));
    ask_with(&second, &passphrase, PUBLISH);
}

#[test]
fn damaged_keys_are_named_and_the_rest_still_reads() {
    let folder = tempfile::tempdir().unwrap();
    let (node, passphrase, _) = sealed(&folder);
    let path = node.data().join("signing-keys");
    let good = std::fs::read(&path).unwrap();
    let mut damaged = good.clone();
    let last = damaged.len() - 2;
    damaged[last] ^= 1;
    std::fs::write(&path, &damaged).unwrap();
    let (_, error) = refusal(&run_with(&node, &passphrase, PUBLISH));
    assert!(error["kind"] == "config" || error["kind"] == "locked", "{error}");
    node.ask(&["list"]);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(node.refused(&["list"]).1["kind"], "config");
    std::fs::write(&path, &good).unwrap();
    ask_with(&node, &passphrase, PUBLISH);
}
