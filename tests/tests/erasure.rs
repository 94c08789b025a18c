//! Erasing on five real nodes: one was off, one is put back from an old backup, one is fed an old bundle. When all have met, no
//! file of any of them holds the text that was erased.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use commons_tests::folder::files;
use commons_tests::node::Node;

/// Words that stand in the erased record and nowhere else. Each is looked for byte by byte.
const ERASED: [&str; 3] = ["zwiebelkuchen-rezept", "quittenmarmelade", "Hollerblütensirup"];

/// Files in a folder that hold one of the words, or the beginning of it as an index may cut it.
fn holding(folder: &Path) -> BTreeSet<PathBuf> {
    let held = |bytes: &[u8]| ERASED.iter().any(|word| holds(bytes, word));
    files(folder).into_iter().filter(|(_, bytes)| held(bytes)).map(|(path, _)| path).collect()
}

/// Whether bytes hold a word, in any case: what is searched for is folded.
fn holds(bytes: &[u8], word: &str) -> bool {
    let (bytes, word) = (bytes.to_ascii_lowercase(), word.to_ascii_lowercase().into_bytes());
    bytes.windows(word.len()).any(|window| window == word)
}

fn copy(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    assert!(Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap().success());
}

#[test]
fn no_file_of_five_nodes_holds_what_was_erased() {
    let outside = tempfile::tempdir().unwrap();
    let (bundle, backup) = (outside.path().join("old.bundle"), outside.path().join("backup"));
    let mut press = Node::organisation("Sample Press");
    let [mut away, mut restored, mut fed, mut newcomer] = [(); 4].map(|()| Node::new());
    press.start(&[]);
    for node in [&mut away, &mut restored, &mut fed] {
        node.start(&[&press]);
    }
    let files = tempfile::tempdir().unwrap();
    let file = files.path().join(format!("{}.md", ERASED[1]));
    std::fs::write(&file, format!("# {}\n\nWith much {}.\n", ERASED[0], ERASED[2])).unwrap();
    let recipe = press.ask(&[
        "publish",
        file.to_str().unwrap(),
        "--title",
        ERASED[0],
        "--summary",
        ERASED[1],
        "--topic",
        ERASED[2],
        "--licence",
        "PPL",
        "--type",
        "guide",
    ]);
    let recipe = recipe["id"].as_str().unwrap().to_owned();
    let kept = press.publish("Sample almanac");
    // Old wording stays in a record's history, and must go with it.
    press.ask(&["edit", &recipe, "--title", "renamed"]);
    for node in [&away, &restored, &fed] {
        node.wait_for_state(&press.state());
        node.wait_until("the recipe is found", |node| {
            !node.ask(&["search", ERASED[1]])["items"].as_array().unwrap().is_empty()
        });
    }
    for node in [&away, &restored, &fed] {
        let to = files.path().join("fetched");
        node.ask(&["fetch", &recipe, "--to", to.to_str().unwrap()]);
        let kept = holding(&node.data().join("files"));
        assert_eq!(kept.len(), 1, "the file is looked for in the right way: {kept:?}");
    }
    fed.ask(&["export", bundle.to_str().unwrap()]);
    assert!(!holding(outside.path()).is_empty(), "the words are looked for in the right way");
    restored.stop();
    copy(&restored.data(), &backup);
    away.stop();

    press.ask(&["forget", &recipe, "--yes"]);
    fed.wait_for_state(&press.state());
    // An old bundle brings nothing back.
    let taken = fed.ask(&["import", bundle.to_str().unwrap()]);
    assert_eq!(fed.state(), press.state(), "{taken}");
    // Nor does an old backup, whoever it meets first.
    copy(&backup, &restored.data());
    assert!(!holding(&restored.data()).is_empty());
    restored.start(&[&fed]);
    away.start(&[&restored]);
    newcomer.start(&[&away]);
    for node in [&restored, &away, &newcomer] {
        node.wait_for_state(&press.state());
    }
    for node in [&press, &away, &restored, &fed, &newcomer] {
        node.wait_until("nothing is left to erase", |node| node.status()["erasing"]["bytes"] == 0);
        assert!(node.keeps(&kept) && !node.keeps(&recipe));
        assert_eq!(node.ask(&["search", ERASED[1]])["items"].as_array().unwrap().len(), 0);
        node.wait_until("no file holds the words", |node| holding(&node.data()).is_empty());
    }
    for node in [&mut press, &mut away, &mut restored, &mut fed, &mut newcomer] {
        node.stop();
        assert_eq!(holding(&node.data()), BTreeSet::new(), "after a stop as well");
    }
}
