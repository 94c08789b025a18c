//! The walls between the rooms: what a crate must never see, neither through its dependencies nor in its source.
//!
//! The reasons are in `docs/decisions/0001-rooms.md`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where a reader learns why a wall stands.
const WHY: &str = "docs/decisions/0001-rooms.md";

/// A room and the packages that must not be among its dependencies, however indirectly.
struct Room {
    package: &'static str,
    folder: &'static str,
    /// A name that ends with `*` stands for all that begin so.
    never_depends_on: &'static [&'static str],
    /// Words that must not stand in its source outside tests.
    never_says: &'static [&'static str],
}

const CLOCK: [&str; 2] = ["SystemTime", "Instant"];
const CLOCK_AND_FILES: [&str; 4] = ["SystemTime", "Instant", "std::fs", "std::net"];

const ROOMS: [Room; 7] = [
    Room {
        package: "commons-identity",
        folder: "crates/identity",
        never_depends_on: &["tokio", "libp2p*", "sled", "automerge"],
        never_says: &CLOCK,
    },
    Room {
        package: "commons-registry",
        folder: "crates/registry",
        never_depends_on: &["tokio", "libp2p*", "sled"],
        never_says: &CLOCK_AND_FILES,
    },
    Room {
        package: "commons-licences",
        folder: "crates/licences",
        never_depends_on: &["tokio", "libp2p*", "sled", "automerge", "commons-*"],
        never_says: &CLOCK_AND_FILES,
    },
    Room {
        package: "commons-places",
        folder: "crates/places",
        never_depends_on: &["tokio", "libp2p*", "sled", "automerge", "commons-*"],
        never_says: &CLOCK_AND_FILES,
    },
    Room {
        package: "commons-sync",
        folder: "crates/sync",
        never_depends_on: &["tokio", "libp2p*", "sled"],
        never_says: &CLOCK,
    },
    Room {
        package: "commons-store",
        folder: "crates/store",
        never_depends_on: &[
            "libp2p*",
            "axum",
            "hyper",
            "commons-network",
            "commons-places",
            "commons-licences",
        ],
        never_says: &[],
    },
    Room {
        package: "commons-network",
        folder: "crates/network",
        never_depends_on: &["sled", "axum", "commons-store"],
        never_says: &[],
    },
];

#[test]
fn no_room_depends_on_what_it_must_never_see() {
    let mut breaches = BTreeSet::new();
    for room in &ROOMS {
        let dependencies = dependencies(room.package);
        assert!(dependencies.len() > 1, "cargo tree named no dependencies of {}", room.package);
        // The first line is the room itself.
        for found in dependencies.iter().skip(1) {
            if room.never_depends_on.iter().any(|wall| matches(wall, found)) {
                breaches.insert(format!(
                    "{} depends on {found}, which it must never see; `cargo tree -p {} -e normal -i {found}` shows by \
                     which way (why: {WHY})",
                    room.package, room.package
                ));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn no_room_asks_for_what_is_handed_to_it() {
    let mut breaches = Vec::new();
    for room in &ROOMS {
        let sources = rust_files(&root().join(room.folder).join("src"));
        assert!(!sources.is_empty(), "{} has no source in {}", room.package, room.folder);
        for path in sources {
            let text = std::fs::read_to_string(&path).expect("source files are readable");
            for (number, line) in outside_tests(&text) {
                if let Some(word) = room.never_says.iter().find(|word| has_word(line, word)) {
                    let file = path.strip_prefix(root()).unwrap_or(&path).display();
                    breaches.push(format!(
                        "{file}:{number} uses {word}, which {} must never see: take the value as an argument \
                         (why: {WHY})",
                        room.package
                    ));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// The names of all packages that are built into `package`, itself first.
fn dependencies(package: &str) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "-p",
            package,
            "-e",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
            "--offline",
            "--locked",
        ])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo tree failed: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

fn matches(wall: &str, name: &str) -> bool {
    wall.strip_suffix('*').map_or(wall == name, |start| name.starts_with(start))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All Rust files below a folder, but for those that hold tests only.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("source folders are readable") {
        let path = entry.expect("source folders are readable").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        if stem == "tests" || stem.ends_with("_tests") {
            continue;
        }
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The lines of a file with their numbers, without comments and without the test module at its end.
fn outside_tests(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines: Vec<&str> = text.lines().collect();
    let tests_begin = lines
        .windows(2)
        .position(|pair| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod ") && pair[1].ends_with('{'));
    lines
        .into_iter()
        .take(tests_begin.unwrap_or(usize::MAX))
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Whether a line has a word that is not merely part of a longer one.
fn has_word(line: &str, word: &str) -> bool {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(part_of_word) && !after.is_some_and(part_of_word)
    })
}

#[test]
fn the_checks_see_a_breach() {
    assert!(matches("libp2p*", "libp2p-core") && matches("sled", "sled") && !matches("sled", "sledge"));
    assert!(has_word("let t = std::time::Instant::now();", "Instant"));
    assert!(!has_word("let t = Instantly;", "Instant"));
    let text = "// Instant\nfn a() {}\n#[cfg(test)]\nmod tests {\n    use std::time::Instant;\n}\n";
    assert_eq!(outside_tests(text).map(|(number, _)| number).collect::<Vec<_>>(), [2]);
}
