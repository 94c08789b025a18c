//! `commons init`, `commons key export`, `commons init --join`.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use commons_tests::node::{Node, without_and_with_a_running_node};

use super::{is_hex, must_refuse};

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn init_founds_an_organisation_with_several_keys() {
    without_and_with_a_running_node(|node| {
        let founded = node.ask(&[
            "init",
            "--organisation",
            "Sample Bakery",
            "--kind",
            "worker-coop",
            "--no-passphrase",
            "--keys",
            "3",
        ]);
        assert!(is_hex(founded["agent"].as_str().unwrap()));
        assert_eq!(founded["name"], "Sample Bakery");
        assert_eq!(founded["sealed"], false);
        let keys = founded["keys"].as_array().unwrap();
        assert_eq!(keys.len(), 3);
        assert!(keys.iter().all(|key| key.as_str().unwrap().starts_with("did:key:z6Mk")), "{keys:?}");
        assert!(founded["recovery_card"].as_str().unwrap().len() > 64, "{founded}");
        let status = node.status();
        assert_eq!(status["agent"], founded["agent"]);
        assert_eq!(status["records"]["agent"], 1);
        let shown = node.ask(&["show", founded["agent"].as_str().unwrap()]);
        assert_eq!(shown["kind"], "agent");
        assert_eq!(shown["fields"]["agent_kind"], "worker-coop");
        assert_eq!(shown["fields"]["name"]["und"], "Sample Bakery");
    });
}

#[test]
fn init_founds_a_person() {
    without_and_with_a_running_node(|node| {
        let founded = node.ask(&["init", "--person", "Mira", "--no-passphrase"]);
        assert_eq!(founded["keys"].as_array().unwrap().len(), 1);
        assert_eq!(node.ask(&["profile"])["fields"]["agent_kind"], "person");
    });
}

#[test]
fn a_node_signs_for_one_agent_only() {
    without_and_with_a_running_node(|node| {
        let founded = super::found(node);
        must_refuse(node, &["init", "--person", "Else", "--no-passphrase"], "invalid", "already signs for");
        assert_eq!(node.status()["agent"], founded["agent"]);
        assert_eq!(node.status()["records"]["agent"], 1);
    });
}

#[test]
fn init_refuses_what_makes_no_agent() {
    without_and_with_a_running_node(|node| {
        must_refuse(node, &["init", "--no-passphrase"], "usage", "--organisation");
        let both = ["init", "--organisation", "A", "--person", "B", "--no-passphrase"];
        must_refuse(node, &both, "usage", "cannot be used with");
        must_refuse(node, &["init", "--organisation", "A"], "usage", "passphrase");
        must_refuse(node, &["init", "--person", "", "--no-passphrase"], "invalid", "name");
        let kind = ["init", "--organisation", "A", "--kind", "worker-cooop", "--no-passphrase"];
        must_refuse(node, &kind, "usage", "worker-coop");
        for keys in ["0", "1000000", "x"] {
            let keys = ["init", "--organisation", "A", "--no-passphrase", "--keys", keys];
            must_refuse(node, &keys, "usage", "key");
        }
        assert_eq!(node.status()["agent"], serde_json::Value::Null, "nothing is left of a refused init");
        super::found(node);
    });
}

#[test]
fn exported_keys_make_a_second_node_of_the_same_agent() {
    without_and_with_a_running_node(|first| {
        let founded = super::found(first);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys");
        let file = file.to_str().unwrap();
        let exported = first.ask(&["key", "export", file]);
        assert_eq!((&exported["agent"], &exported["sealed"]), (&founded["agent"], &false.into()));
        assert_eq!(mode(Path::new(file)), 0o600);

        let second = Node::new();
        let joined = second.ask(&["init", "--join", file]);
        assert_eq!((&joined["agent"], &joined["keys"]), (&founded["agent"], &founded["keys"]));
        assert_eq!(second.status()["agent"], founded["agent"]);
        assert_eq!(mode(&second.data().join("signing-keys")), 0o600);
        let id = second.publish("From the second node");

        // What the second node signed counts on the first.
        let bundle = folder.path().join("bundle");
        second.ask(&["export", bundle.to_str().unwrap()]);
        assert_eq!(first.ask(&["import", bundle.to_str().unwrap()])["rejected"], serde_json::json!([]));
        assert_eq!(first.ask(&["show", &id])["agent"], founded["agent"]);
    });
}

#[test]
fn a_second_node_does_not_begin_a_second_record_of_its_agent() {
    let first = Node::organisation("Sample Bakery");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys");
    first.ask(&["key", "export", file.to_str().unwrap()]);
    let second = Node::new();
    second.ask(&["init", "--join", file.to_str().unwrap()]);
    must_refuse(&second, &["profile", "--set", "place=Lyon"], "not-found", "not come to this node yet");
    assert_eq!(second.status()["records"]["agent"], 0);
}

#[test]
fn only_exported_keys_are_joined() {
    without_and_with_a_running_node(|node| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys");
        must_refuse(node, &["key", "export", file.to_str().unwrap()], "not-found", "nobody to sign for");
        must_refuse(node, &["init", "--join", file.to_str().unwrap()], "config", "cannot read");
        for noise in [&b""[..], b"no keys", &[0xff; 4096]] {
            std::fs::write(&file, noise).unwrap();
            must_refuse(node, &["init", "--join", file.to_str().unwrap()], "invalid", "commons key export");
        }
        assert_eq!(node.status()["agent"], serde_json::Value::Null);
    });
}
