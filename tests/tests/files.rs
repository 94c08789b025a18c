//! Files: published, fetched from several peers, gone on with, kept, given up. Real nodes.

use std::fs;
use std::path::Path;

use commons_tests::fetching::{
    Fetch, are_same, bytes_of_files, from_three_peers, wait_for_bytes, write_content,
};
use commons_tests::folder::files_with;
use commons_tests::node::{Node, without_and_with_a_running_node};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder with files in it.
fn folder_with(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn publish(node: &Node, files: &[&Path], title: &str, licence: &str) -> String {
    let mut arguments: Vec<&str> = vec!["publish"];
    arguments.extend(files.iter().map(|path| path.to_str().unwrap()));
    arguments.extend(["--title", title, "--licence", licence, "--type", "guide"]);
    node.ask(&arguments)["id"].as_str().unwrap().to_owned()
}

fn names_of(node: &Node, id: &str) -> Vec<String> {
    let shown = node.ask(&["show", id]);
    let files = shown["files"].as_array().cloned().unwrap_or_default();
    files.iter().map(|file| file["name"].as_str().unwrap().to_owned()).collect()
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

/// A node without an agent, connected to another, that takes nothing unasked.
fn reader(of: &Node, settings: &str) -> Node {
    let mut node = Node::new();
    node.set(&format!("find_peers = false\n{settings}"));
    node.start(&[of]);
    node
}

#[test]
fn a_folder_is_published_changed_and_copied_out_with_licence_and_credit() {
    without_and_with_a_running_node(|node| {
        node.ask(&["init", "--organisation", "Sample Bakery", "--no-passphrase"]);
        let guide = folder_with(&[
            ("baking.md", "# Baking together"),
            ("en/ovens.md", "# Ovens"),
            ("LICENCE.txt", "ours"),
            (".git/config", "not for others"),
            (".hidden", "nor this"),
        ]);
        let id = publish(node, &[guide.path()], "Baking together", "CC-BY-SA-4.0");
        assert_eq!(sorted(names_of(node, &id)), ["LICENCE.txt", "baking.md", "en/ovens.md"]);

        let better = folder_with(&[("baking.md", "# Baking better"), ("photo.txt", "a photo")]);
        let (one, other) = (better.path().join("baking.md"), better.path().join("photo.txt"));
        node.ask(&[
            "edit",
            &id,
            "--add-file",
            one.to_str().unwrap(),
            "--add-file",
            other.to_str().unwrap(),
            "--remove-file",
            "en/ovens.md",
        ]);
        assert_eq!(sorted(names_of(node, &id)), ["LICENCE.txt", "baking.md", "photo.txt"]);
        let (_, error) = node.refused(&["edit", &id, "--remove-file", "en/ovens.md"]);
        assert!(error["message"].as_str().unwrap().contains("no file"), "{error}");

        let to = better.path().join("out");
        node.ask(&["fetch", &id, "--to", to.to_str().unwrap()]);
        let read = |name: &str| fs::read_to_string(to.join(name)).unwrap();
        assert_eq!(
            (read("baking.md"), read("LICENCE.txt")),
            ("# Baking better".to_owned(), "ours".to_owned())
        );
        assert!(read("REGISTRY-LICENCE.txt").contains("Attribution-ShareAlike 4.0 International"));
        assert!(read("CREDIT.txt").contains("“Baking together” by Sample Bakery"), "{}", read("CREDIT.txt"));

        // What is there already and is another file stays, unless it is to be replaced.
        node.ask(&["fetch", &id, "--to", to.to_str().unwrap()]);
        fs::write(to.join("photo.txt"), "my own").unwrap();
        let (_, error) = node.refused(&["fetch", &id, "--to", to.to_str().unwrap()]);
        assert!(error["message"].as_str().unwrap().contains("photo.txt is there already"), "{error}");
        assert_eq!(read("photo.txt"), "my own");
        node.ask(&["fetch", &id, "--to", to.to_str().unwrap(), "--replace"]);
        assert_eq!(read("photo.txt"), "a photo");
    });
}

#[test]
fn what_cannot_be_published_is_refused_and_leaves_nothing() {
    let node = Node::organisation("Sample Bakery");
    let folder = folder_with(&[("what?.md", "x"), ("a/x.md", "1"), ("b/x.md", "2")]);
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let refused = |files: &[String]| {
        let mut arguments = vec!["publish".to_owned()];
        arguments.extend(files.iter().cloned());
        arguments.extend(["--title", "T", "--licence", "PPL", "--type", "guide"].map(str::to_owned));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        node.refused(&arguments).1["message"].as_str().unwrap().to_owned()
    };
    assert!(refused(&[path("what?.md")]).contains("U+003F"));
    assert!(refused(&[path("a/x.md"), path("b/x.md")]).contains("would both be called x.md"));
    assert!(refused(&[path("c.md")]).contains("cannot read"));
    assert_eq!(node.status()["records"]["resource"], 0);
    assert_eq!(node.ask(&["files"])["items"], json!([]));
}

#[test]
fn the_same_file_under_another_licence_makes_the_answer_unclear_if_its_steward_says_both() {
    let folder = folder_with(&[("guide.md", "a guide")]);
    let file = folder.path().join("guide.md");
    let mut garden = Node::organisation("Sample Garden");
    let first = publish(&garden, &[&file], "A guide", "CC-BY-4.0");
    let answer = |node: &Node, id: &str| {
        let output = node.run(&["check", id, "--for", "commercial"]);
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["answer"].as_str().unwrap().to_owned()
    };
    assert_eq!(answer(&garden, &first), "allowed");
    garden.start(&[]);
    let mut press = Node::organisation("Sample Press");
    press.start(&[&garden]);
    let theirs = publish(&press, &[&file], "Not theirs", "CC-BY-NC-4.0");
    garden.wait_until("the other record", |node| node.keeps(&theirs));
    assert_eq!(answer(&garden, &first), "allowed", "nobody else makes a steward's terms doubtful");
    let shown = garden.ask(&["show", &first]);
    assert_eq!(shown["same_files_in"][0]["id"], json!(theirs));

    let again = publish(&garden, &[&file], "The guide again", "CC-BY-NC-4.0");
    assert_eq!(answer(&garden, &first), "unclear");
    assert_eq!(answer(&garden, &again), "unclear");
    let words = garden.ask_in_words(&["show", &again]);
    assert!(words.contains("The same files are also in:") && words.contains("A guide"), "{words}");
}

#[test]
fn a_file_from_three_peers_arrives_whole_though_one_lies_and_one_dies() {
    let story = from_three_peers(16_000_000, "upload = \"4 MiB/s\"\n");
    let [original, arrived] = &story.files;
    assert!(are_same(original, arrived));
    assert!(
        story.bytes.iter().all(|bytes| *bytes > 0),
        "both honest peers sent some of it: {:?}",
        story.bytes
    );
}

#[test]
fn fetching_goes_on_where_it_was_when_the_node_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    let original = folder.path().join("recordings.tar");
    let bytes = 16_000_000;
    write_content(&original, bytes);
    let mut garden = Node::organisation("Sample Garden");
    garden.set("find_peers = false\nupload = \"4 MiB/s\"\n");
    let id = publish(&garden, &[&original], "Recordings", "PPL");
    garden.start(&[]);
    let mut school = reader(&garden, "");
    school.wait_until("the record", |node| node.keeps(&id));
    let to = folder.path().join("out");
    let fetch = Fetch::begin(&school, &id, &to);
    wait_for_bytes(&school, bytes / 3);
    school.kill();
    fetch.kill();
    school.start(&[&garden]);
    let (answer, _) = Fetch::begin(&school, &id, &to).end();
    assert!(are_same(&original, &to.join("recordings.tar")));
    let file = &answer["fetched"]["files"][0];
    let again = file["peers"][0]["bytes"].as_u64().unwrap();
    assert!(again <= bytes - bytes / 4, "most of what was there is not sent again: {again}");
}

#[test]
fn those_who_follow_take_small_files_unasked_and_pin_keeps_the_large() {
    let folder = folder_with(&[("small.md", "a small guide")]);
    let large = folder.path().join("large.tar");
    write_content(&large, 300_000);
    let mut garden = Node::organisation("Sample Garden");
    let small = publish(&garden, &[&folder.path().join("small.md")], "Small", "PPL");
    let large = publish(&garden, &[&large], "Large", "PPL");
    garden.start(&[]);
    let garden_id = garden.status()["agent"].as_str().unwrap().to_owned();
    let settings = "files_quota = 100000\ntake_files_up_to = 1000\n";
    let mut press = reader(&garden, settings);
    let has = |node: &Node, id: &str| {
        node.ask(&["show", id])["files"].as_array().unwrap().iter().all(|file| file["here"] == true)
    };
    press.wait_until("the records", |node| node.keeps(&small) && node.keeps(&large));
    assert!(!has(&press, &small));
    press.ask(&["follow", &garden_id]);
    press.wait_until("the small file", |node| has(node, &small));
    assert!(!has(&press, &large), "what is large is not taken unasked");
    let (_, error) = press.refused(&["fetch", &large]);
    assert!(error["message"].as_str().unwrap().contains("keeps at most 100000 bytes"), "{error}");
    press.ask(&["pin", &large]);
    press.wait_until("the large file", |node| has(node, &large));
    // It is still there when others are not, and after a restart.
    garden.stop();
    press.stop();
    press.start(&[]);
    let out = folder.path().join("out");
    press.ask(&["fetch", &large, "--to", out.to_str().unwrap()]);
    assert!(are_same(&out.join("large.tar"), &folder.path().join("large.tar")));
    assert!(bytes_of_files(&press) >= 300_000);
    press.ask(&["unpin", &large]);
    press.stop();
    press.start(&[]);
    press.wait_until("room", |node| !has(node, &large));
    assert!(has(&press, &small), "what there is room for stays");
}

#[test]
fn what_is_erased_or_withheld_leaves_every_disk_and_is_given_to_nobody() {
    let secret = "the names of those we cared for";
    let folder = folder_with(&[("secret.md", secret), ("other.md", "another guide")]);
    let mut garden = Node::organisation("Sample Garden");
    let id = publish(&garden, &[&folder.path().join("secret.md")], "Secret", "PPL");
    let other = publish(&garden, &[&folder.path().join("other.md")], "Other", "PPL");
    garden.start(&[]);
    let press = reader(&garden, "");
    press.wait_until("the records", |node| node.keeps(&id) && node.keeps(&other));
    let out = folder.path().join("out");
    for id in [&id, &other] {
        press.ask(&["fetch", id, "--to", out.to_str().unwrap()]);
    }
    press.ask(&["pin", &id]);
    let holds = |node: &Node, words: &str| !files_with(&node.data().join("files"), words).is_empty();
    assert!(holds(&garden, secret) && holds(&press, secret));
    garden.ask(&["forget", &id, "--yes"]);
    garden.wait_until("the file to go", |node| !holds(node, secret));
    press.wait_until("the file to go, pinned or not", |node| !holds(node, secret));
    assert!(holds(&press, "another guide"));

    // What the press withholds it does not give to others.
    let hash = press.ask(&["show", &other])["files"][0]["hash"].as_str().unwrap().to_owned();
    press.ask(&["withhold", &hash]);
    press.wait_until("the withheld file to go", |node| !holds(node, "another guide"));
    let (_, error) = reader(&press, "").refused_when_it_has(&other);
    assert!(
        error["message"].as_str().unwrap().contains("none of the connected nodes holds the file"),
        "{error}"
    );
}

/// Asks for files as soon as a record has come.
trait RefusedWhenItHas {
    fn refused_when_it_has(&self, id: &str) -> (i32, Value);
}

impl RefusedWhenItHas for Node {
    fn refused_when_it_has(&self, id: &str) -> (i32, Value) {
        self.wait_until("the record", |node| node.keeps(id));
        self.refused(&["fetch", id])
    }
}
