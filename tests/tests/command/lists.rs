//! `commons import` of lists, `commons export` and `import` of bundles.

use std::path::Path;

use commons_tests::node::{Node, without_and_with_a_running_node};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{found, must_refuse};

struct File(TempDir);

impl File {
    fn with(content: impl AsRef<[u8]>) -> Self {
        let file = Self(tempfile::tempdir().unwrap());
        file.write(content);
        file
    }

    fn path(&self) -> String {
        self.0.path().join("file").to_str().unwrap().to_owned()
    }

    fn write(&self, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(), content).unwrap();
    }
}

fn counts(answer: &Value) -> [u64; 3] {
    ["added", "updated", "unchanged"].map(|name| answer[name].as_u64().unwrap())
}

const ORGANISATIONS: &str = "Identifier,Name,Locality,Website,Sector\n\
     R1,Garden Co-op,Leeds,https://garden.example,Food\n\
     R2,Press Co-op,Hull,https://press.example,Print\n\
     R3,,Hull,,\n\
     R1,Garden again,Leeds,,\n";

#[test]
fn an_imported_list_becomes_listings_and_again_changes_nothing() {
    without_and_with_a_running_node(|node| {
        let list = File::with(ORGANISATIONS);
        let list = &list.path();
        // Without an agent one may look, but there is nobody to sign.
        assert_eq!(counts(&node.ask(&["import", list, "--dry-run"])), [2, 0, 0]);
        must_refuse(node, &["import", list], "not-found", "nobody to sign for");
        found(node);

        let state = node.state();
        let dry = node.ask(&["import", list, "--dry-run"]);
        assert_eq!(node.state(), state, "a dry run writes nothing");
        let answer = node.ask(&["import", list]);
        assert_eq!(answer, dry, "a dry run says what is then done");
        assert_eq!(counts(&answer), [2, 0, 0]);
        let rejected = answer["rejected"].as_array().unwrap();
        assert_eq!(rejected.len(), 2, "{answer}");
        let rows: Vec<u64> = rejected.iter().map(|one| one["row"].as_u64().unwrap()).collect();
        assert!(rows[0] < rows[1], "{rejected:?}");
        assert!(rejected[0]["reason"].as_str().unwrap().contains("Name"), "{rejected:?}");
        assert!(rejected[1]["reason"].as_str().unwrap().contains("identifier"), "{rejected:?}");
        assert_eq!(node.status()["records"]["listing"], 2);

        let state = node.state();
        let again = node.ask(&["import", list]);
        assert_eq!(counts(&again), [0, 0, 2]);
        assert_eq!(node.state(), state, "unchanged rows change nothing");
    });
}

#[test]
fn a_corrected_list_updates_what_it_corrects() {
    without_and_with_a_running_node(|node| {
        found(node);
        let list = File::with(ORGANISATIONS);
        let path = &list.path();
        node.ask(&["import", path, "--as", "organisations-csv"]);
        let id = node.ask(&["search", "garden"])["items"][0]["id"].as_str().unwrap().to_owned();
        list.write(
            ORGANISATIONS.replace("Leeds,https://garden.example,Food", "York,https://garden.example,Housing"),
        );
        assert_eq!(counts(&node.ask(&["import", path, "--dry-run"])), [0, 1, 1]);
        assert_eq!(counts(&node.ask(&["import", path])), [0, 1, 1]);
        let fields = node.ask(&["show", &id])["fields"].clone();
        assert_eq!(fields["locality"], "York");
        assert_eq!(fields["sectors"], json!(["Housing"]), "the row no longer says Food");
        assert_eq!(node.status()["records"]["listing"], 2);
        assert_eq!(counts(&node.ask(&["import", path])), [0, 0, 2]);
    });
}

#[test]
fn a_list_of_public_goods_becomes_resources() {
    without_and_with_a_running_node(|node| {
        found(node);
        let list = File::with(
            json!([
                {"name": "Seed Atlas", "description": "Maps of seeds.", "website": "https://seeds.example/",
                 "license": [{"spdx": "CC-BY-4.0", "licenseURL": "https://seeds.example/licence"}],
                 "type": ["data"], "stage": "DPG", "_file": "seeds.json"},
                {"description": "No name."},
            ])
            .to_string(),
        );
        let answer = node.ask(&["import", &list.path()]);
        assert_eq!(counts(&answer), [1, 0, 0], "{answer}");
        assert_eq!(answer["rejected"].as_array().unwrap().len(), 1);
        let found = node.ask(&["search", "seed", "atlas"])["items"][0].clone();
        assert_eq!((&found["kind"], &found["licence"]), (&json!("resource"), &json!("CC-BY-4.0")));
        let rejected = node.command_in_words().args(["import", &list.path()]).output().unwrap();
        assert!(rejected.status.success());
        let (out, err) =
            (String::from_utf8(rejected.stdout).unwrap(), String::from_utf8(rejected.stderr).unwrap());
        assert!(out.contains("1 unchanged"), "{out}");
        assert!(err.lines().any(|line| line.starts_with("row ") && line.contains("name")), "{err}");
    });
}

#[test]
fn what_is_no_list_is_refused_whole() {
    without_and_with_a_running_node(|node| {
        found(node);
        let state = node.state();
        for content in [
            &b""[..],
            b"street,town\n1,2\n",
            b"\x89PNG\r\n\x1a\n",
            b"[{\"name\": ",
            b"{\"a\": 1}",
            b"COMMONS",
        ] {
            let file = File::with(content);
            let refused = node.refused(&["import", &file.path()]);
            assert_eq!(refused.1["kind"], "invalid", "{content:?}: {}", refused.1);
        }
        let file = File::with("Name\nA\n");
        for format in ["bundle", "public-goods-json"] {
            must_refuse(node, &["import", &file.path(), "--as", format], "invalid", &file.path());
        }
        must_refuse(node, &["import", &file.path(), "--as", "csv"], "usage", "organisations-csv");
        must_refuse(node, &["import", "/nowhere/at/all"], "config", "/nowhere/at/all");
        assert_eq!(node.state(), state);
    });
}

#[test]
fn a_bundle_carries_everything_to_a_node_of_nobody() {
    without_and_with_a_running_node(|node| {
        found(node);
        let id = node.publish("A guide");
        let contribution = node.ask(&["contribute", "--to", &id, "--role", "code"]);
        node.ask(&["acknowledge", contribution["id"].as_str().unwrap()]);
        node.ask(&["contribute", "--to", &id, "--role", "kept back", "--draft"]);
        let folder = tempfile::tempdir().unwrap();
        let bundle = folder.path().join("bundle");
        let bundle = bundle.to_str().unwrap();
        let exported = node.ask(&["export", bundle]);
        assert_eq!(exported["state"], node.state().as_str());

        let other = Node::new();
        let empty = other.state();
        let dry = other.ask(&["import", bundle, "--dry-run"]);
        assert_eq!(other.state(), empty);
        let answer = other.ask(&["import", bundle, "--as", "bundle"]);
        assert_eq!(answer, dry);
        assert_eq!(answer["added"], exported["items"]);
        assert_eq!(answer["rejected"], json!([]));
        assert_eq!(other.state(), node.state());
        assert_eq!(other.status()["agent"], Value::Null);
        assert_eq!(other.ask(&["show", &id])["fields"], node.ask(&["show", &id])["fields"]);
        let again = other.ask(&["import", bundle]);
        assert_eq!(counts(&again), [0, 0, exported["items"].as_u64().unwrap()]);
        must_refuse(
            &other,
            &["publish", "--title", "T", "--licence", "PPL", "--type", "guide"],
            "not-found",
            "nobody",
        );
    });
}

#[test]
fn export_replaces_the_file_whole_and_leaves_nothing_beside_it() {
    without_and_with_a_running_node(|node| {
        found(node);
        let folder = tempfile::tempdir().unwrap();
        let bundle = folder.path().join("bundle");
        std::fs::write(&bundle, "something older").unwrap();
        node.ask(&["export", bundle.to_str().unwrap()]);
        assert!(std::fs::read(&bundle).unwrap().starts_with(b"COMMONS\n"));
        let beside: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(beside.len(), 1, "{beside:?}");
        must_refuse(node, &["export", "/nowhere/at/all"], "config", "/nowhere/at/all");
        // Where it goes is told from the folder of whoever asks, not of the node.
        let status =
            node.command().current_dir(folder.path()).args(["export", "relative"]).output().unwrap().status;
        assert!(status.success() && Path::new(&folder.path().join("relative")).is_file());
    });
}
