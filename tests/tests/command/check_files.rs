//! `commons check --files`: may a whole project be reused? For people, and for a co-op's CI.

use std::os::unix::fs::symlink;
use std::path::Path;

use commons_tests::node::{Node, without_and_with_a_running_node};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::must_refuse;

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

// REUSE-IgnoreStart

/// A program with a manual, a picture that somebody else made, and a module of another project.
fn project() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[
            ("Cargo.toml", "[package]\nname = \"oven\"\nlicense = \"AGPL-3.0-or-later\"\n"),
            ("src/main.rs", "fn main() {}\n"),
            (
                "src/timer.js",
                "/* SPDX-FileCopyrightText: 2024 Sample Press\n   SPDX-License-Identifier: MIT */\n",
            ),
            ("manual/oven.md", "# The oven\n"),
            ("manual/oven.png", "\u{89}PNG"),
            (
                "manual/oven.png.license",
                "SPDX-FileCopyrightText: 2025 Sample Bakery\nSPDX-License-Identifier: CC-BY-4.0\n",
            ),
            (
                "REUSE.toml",
                "version = 1\n[[annotations]]\npath = \"manual/**\"\nSPDX-FileCopyrightText = \"2025 Sample Bakery\"\n\
                 SPDX-License-Identifier = \"PPL\"\n",
            ),
            (".gitignore", "target/\n"),
            ("target/out.js", "// SPDX-License-Identifier: LicenseRef-Secret\n"),
        ],
    );
    folder
}

// REUSE-IgnoreEnd

/// Asks, and gives the exit code and the answer.
fn check(node: &Node, folder: &Path, arguments: &[&str]) -> (i32, Value) {
    let output = node.run(&[&["check", "--files", folder.to_str().unwrap()], arguments].concat());
    let answer: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("no answer: {}", String::from_utf8_lossy(&output.stderr)));
    for part in ["answer", "alternative", "duties", "reasons", "missing_facts", "request", "notice"] {
        assert!(answer.get(part).is_some(), "{part} is missing: {answer}");
    }
    assert!(output.stderr.is_empty(), "an answer is no error");
    (output.status.code().unwrap(), answer)
}

fn parts(answer: &Value) -> Vec<(String, u64)> {
    let parts = answer["parts"].as_array().unwrap();
    let mut parts: Vec<_> = parts
        .iter()
        .map(|part| (part["licence"].as_str().unwrap().to_owned(), part["files"].as_u64().unwrap()))
        .collect();
    parts.sort();
    parts
}

#[test]
fn a_project_is_answered_part_by_part_and_the_exit_code_tells_the_worst() {
    without_and_with_a_running_node(|node| {
        let folder = project();
        let company = ["--for", "commercial", "--fact", "kind=company"];
        let (code, answer) = check(node, folder.path(), &company);
        assert_eq!((code, &answer["answer"]), (4, &json!("forbidden")), "{answer}");
        let found = parts(&answer);
        let expected = [("AGPL-3.0-or-later", 3), ("CC-BY-4.0", 1), ("MIT", 1), ("PPL", 1)];
        assert_eq!(found, expected.map(|(licence, files)| (licence.to_owned(), files)));
        assert_eq!(answer["parts"][0]["licence"], "PPL", "the worst comes first");
        assert_eq!(answer["makers"], json!(["2024 Sample Press", "2025 Sample Bakery"]));
        assert!(
            answer["warnings"].to_string().contains("src/timer.js is under MIT"),
            "{}",
            answer["warnings"]
        );
        assert!(answer["request"].is_string());

        let workers = [
            "--for",
            "commercial",
            "--act",
            "distribute",
            "--fact",
            "kind=worker-coop",
            "--fact",
            "worker_owned=true",
            "--fact",
            "surplus=distributed-to-worker-owners",
            "--fact",
            "non_member_employees=false",
        ];
        let (code, answer) = check(node, folder.path(), &workers);
        assert_eq!((code, &answer["answer"]), (0, &json!("allowed-with-duties")), "{answer}");
        assert!(answer["duties"].as_array().unwrap().iter().any(|duty| duty["parts"] == json!(["PPL"])));
        assert_eq!(
            answer["combination"]["answer"]["answer"], "allowed-with-duties",
            "{}",
            answer["combination"]
        );

        // Woven into one work, there is no licence that suits them all.
        let (code, answer) =
            check(node, folder.path(), &[&workers[..], &["--act", "adapt", "--result", "PPL"]].concat());
        assert_eq!((code, &answer["combination"]["result"]), (3, &json!("PPL")), "{answer}");
    });
}

#[test]
fn one_file_that_nobody_states_anything_about_changes_the_answer() {
    let node = Node::new();
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a/package.json", r#"{"license": "CC0-1.0"}"#), ("a/main.js", "x")]);
    assert_eq!(check(&node, folder.path(), &[]).0, 0);
    write(folder.path(), &[("loose.js", "x")]);
    let (code, answer) = check(&node, folder.path(), &[]);
    assert_eq!((code, &answer["answer"]), (3, &json!("not-granted")));
    assert_eq!(answer["nothing_stated"], json!({"files": 1, "first": ["loose.js"]}));
    write(folder.path(), &[("LICENSE", "Be kind to each other.")]);
    let (code, answer) = check(&node, folder.path(), &[]);
    assert_eq!(
        (code, &answer["answer"]),
        (5, &json!("unknown")),
        "there is a licence, and it was not recognised"
    );
    assert!(answer["read"].to_string().contains("read it yourself"), "{}", answer["read"]);
}

#[test]
fn it_needs_no_node_and_makes_none() {
    let node = Node::new();
    let folder = project();
    let data = node.data();
    assert!(!data.exists());
    assert_eq!(check(&node, folder.path(), &["--fact", "kind=company"]).0, 4);
    must_refuse(
        &node,
        &["check", "--files", folder.path().to_str().unwrap(), "--as", "00112233"],
        "usage",
        "--as",
    );
    assert!(!data.exists(), "a check in a CI leaves nothing behind");

    // Nor does it need a home folder.
    let mut command = node.command();
    command.env_clear().args(["check", "--files"]).arg(folder.path());
    assert!(command.output().unwrap().status.code().is_some_and(|code| code == 3));
}

#[test]
fn the_facts_are_those_of_the_own_agent_unless_said_otherwise() {
    without_and_with_a_running_node(|node| {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[("CITATION.cff", "cff-version: 1.2.0\nlicense: PPL\n")]);
        let commercial = ["--for", "commercial"];
        node.ask(&["init", "--organisation", "Sample Bakery", "--kind", "worker-coop", "--no-passphrase"]);
        assert_eq!(check(node, folder.path(), &commercial).1["answer"], "missing-facts");
        let facts =
            ["worker_owned=true", "surplus=distributed-to-worker-owners", "non_member_employees=false"];
        let set: Vec<&str> = facts.iter().flat_map(|fact| ["--set", fact]).collect();
        node.ask(&[&["profile"], &set[..]].concat());
        let (code, answer) = check(node, folder.path(), &commercial);
        assert_eq!((code, &answer["asker"]["agent_name"]), (0, &json!("Sample Bakery")), "{answer}");
        assert!(answer["parts"][0].to_string().contains("self-declared"), "{answer}");
        let firm = [
            "--fact",
            "kind=company",
            "--fact",
            "privately_owned=true",
            "--fact",
            "non_member_employees=true",
        ];
        assert_eq!(check(node, folder.path(), &[&commercial[..], &firm].concat()).0, 4);
    });
}

#[test]
fn a_project_made_to_do_harm_does_none() {
    let node = Node::new();
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), &[("secret.cff", "license: LicenseRef-Secret\n")]);
    let folder = tempfile::tempdir().unwrap();
    let mut bomb = "a0: &a0 [x, x, x]\n".to_owned();
    for i in 1..40 {
        bomb.push_str(&format!("a{i}: &a{i} [*a{0}, *a{0}, *a{0}, *a{0}, *a{0}, *a{0}, *a{0}]\n", i - 1));
    }
    write(
        folder.path(),
        &[
            ("okh.yml", &format!("{bomb}license: MIT\n")),
            ("a\u{1b}[2J.txt", "// SPDX-License-\u{49}dentifier: Evil\u{1b}[2J\u{202e}\n"),
            ("deep/package.json", &"[".repeat(200_000)),
            ("bad/pyproject.toml", "[project\n"),
        ],
    );
    std::fs::write(folder.path().join("latin.txt"), b"// caf\xe9\n// SPDX-License-\x49dentifier: MIT\n")
        .unwrap();
    symlink(outside.path().join("secret.cff"), folder.path().join("CITATION.cff")).unwrap();
    symlink("/", folder.path().join("everything")).unwrap();
    let (code, answer) = check(&node, folder.path(), &[]);
    assert_eq!((code, &answer["links_not_followed"]), (5, &json!(2)), "{answer}");
    assert!(!answer.to_string().contains("LicenseRef-Secret"));
    assert_eq!(answer["not_read"]["count"], 2, "{}", answer["not_read"]);

    let output = node.command_in_words().arg("check").arg("--files").arg(folder.path()).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(!said.contains('\u{1b}') && !said.contains('\u{202e}'), "{said:?}");
}

#[test]
fn bad_usage_of_a_folder_exits_with_2() {
    let node = Node::new();
    let folder = tempfile::tempdir().unwrap();
    let name = folder.path().to_str().unwrap();
    must_refuse(&node, &["check", "--files", name], "usage", "nothing");
    must_refuse(&node, &["check", "--files", "/nowhere/at/all"], "usage", "/nowhere/at/all");
    must_refuse(&node, &["check", "--files", name, "--licence", "MIT"], "usage", "cannot be used with");
    must_refuse(&node, &["check", "--licence", "MIT", "--result", "MIT"], "usage", "cannot be used with");
    must_refuse(&node, &["check", "--files", name, "--result", "no such ("], "usage", "--result");
    must_refuse(&node, &["check", "--files", name, "--fact", "kind=compnay"], "usage", "company");
}
