//! The drills of the guide: each page is run as it stands, on real nodes.
//!
//! What a reader types is run and its answer compared with the page, where `…` stands for anything. Comments in the
//! page, which readers do not see, say what happens beside. What is asked with `curl` goes to the node that is typed on, with
//! words in variables:
//!
//! | comment | meaning |
//! | --- | --- |
//! | `node: NAME` | what follows is typed on this node |
//! | `run: commons …` | typed there too, but not worth showing |
//! | `refused: commons …` | as `run`, and must be refused |
//! | `start: NAME… [-> NAME…]` | these nodes start, connected to each other and to those after the arrow |
//! | `stop: NAME…` | these nodes stop |
//! | `in step: NAME…` | wait until these hold the same |
//! | `copy: NAME -> NAME` | everything that a stopped node has is copied: a backup, or a theft |
//! | `lose: NAME` | all that a stopped node has is gone |
//! | `let WORD = TEXT` | `WORD` stands for the first word of the last answer that begins with `TEXT` |
//! | `let WORD = @PATH of ARGUMENTS` | `WORD` stands for a part of a JSON answer |
//! | `check: ARGUMENTS @PATH = VALUE` | what a JSON answer must say; waits for it |
//! | `write: PATH = TEXT` | a file below the folder where commands are typed; `\n` in the text ends a line |
//! | `exit: CODE commons …` | typed there too, and must answer with this exit code |
//! | `keep: NAME` | the next `toml` block of the page is in a file of this name |
//! | `file: WORD = NAME` | what `WORD` stands for is in a file of this name, for `--card-file` and the like |

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use commons_tests::node::{Node, PASSPHRASE_FILE};
use serde_json::Value;
use tempfile::TempDir;

struct Drill {
    nodes: BTreeMap<String, Node>,
    running: BTreeMap<String, String>,
    here: String,
    words: BTreeMap<String, String>,
    answer: String,
    folder: TempDir,
}

impl Drill {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("passphrase"), "four plain words here\n").unwrap();
        Self {
            nodes: BTreeMap::new(),
            running: BTreeMap::new(),
            here: String::new(),
            words: BTreeMap::new(),
            answer: String::new(),
            folder,
        }
    }

    fn passphrase(&self) -> PathBuf {
        self.folder.path().join("passphrase")
    }

    fn node(&mut self, name: &str) -> &mut Node {
        self.nodes.entry(name.to_owned()).or_default()
    }

    /// What was typed, with words put in for those that stand for something.
    fn arguments(&self, typed: &str) -> Vec<String> {
        let typed = typed.trim().strip_prefix("commons").unwrap_or_else(|| panic!("not a command: {typed}"));
        split(typed)
            .into_iter()
            .map(|word| {
                let plain = word.trim_end_matches('…').to_owned();
                self.words.get(&plain).cloned().unwrap_or(word)
            })
            .collect()
    }

    fn output(&mut self, typed: &str, json: bool) -> Output {
        let (arguments, passphrase, folder) =
            (self.arguments(typed), self.passphrase(), self.folder.path().to_owned());
        let here = self.here.clone();
        let node = self.node(&here);
        let mut command: Command = if json { node.command() } else { node.command_in_words() };
        command.env(PASSPHRASE_FILE, passphrase).current_dir(folder).args(arguments);
        command.output().unwrap()
    }

    fn run(&mut self, typed: &str) {
        let output = self.output(typed, false);
        let said = String::from_utf8(output.stdout.clone()).unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(went_well(&output), "{}$ {typed}\n{said}{error}", self.here);
        self.answer = said;
    }

    /// Asks the node where the page says that it is, with what words stand for in variables.
    fn curl(&mut self, typed: &str) {
        let http = self.nodes[&self.here].http();
        let typed = typed.replace("127.0.0.1:7780", &http);
        let asked = Command::new("sh").args(["-c", &typed]).envs(&self.words).output().unwrap();
        assert!(asked.status.success(), "{}$ {typed}\n{}", self.here, String::from_utf8_lossy(&asked.stderr));
        self.answer = String::from_utf8(asked.stdout).unwrap();
    }

    fn refused(&mut self, typed: &str) {
        let output = self.output(typed, false);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(!output.status.success(), "{}$ {typed}\nmust be refused, and said {said}", self.here);
        self.answer = String::from_utf8(output.stderr).unwrap();
    }

    fn ask(&mut self, typed: &str) -> Value {
        let output = self.output(typed, true);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(went_well(&output), "{}$ {typed}\n{error}", self.here);
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn start(&mut self, names: &[&str], others: &[&str]) {
        let passphrase = self.passphrase();
        let mut peers: Vec<String> = others.iter().map(|other| self.running[*other].clone()).collect();
        for name in names {
            let node = self.nodes.entry((*name).to_owned()).or_default();
            node.start_unlocked(&passphrase, &peers);
            let address = node.address();
            peers.push(address.clone());
            self.running.insert((*name).to_owned(), address);
        }
    }

    fn stop(&mut self, names: &[&str]) {
        for name in names {
            self.node(name).stop();
            self.running.remove(*name);
        }
    }

    fn in_step(&mut self, names: &[&str]) {
        // All of them must agree at once: each may still get something from another.
        let first = self.nodes[names[0]].state();
        let begun = std::time::Instant::now();
        let mut agreed = first;
        while !names.iter().all(|name| self.nodes[*name].state() == agreed) {
            assert!(begun.elapsed() < commons_tests::node::PATIENCE, "{names:?} do not come into step");
            agreed = self.nodes[names[0]].state();
        }
    }

    fn comment(&mut self, comment: &str) {
        // What a word stands for may have a colon in it, as links have.
        let parts =
            if comment.starts_with("let ") { comment.split_once(' ') } else { comment.split_once(':') };
        let (what, rest) = parts.unwrap_or_else(|| panic!("not understood: {comment}"));
        let rest = rest.trim();
        let names = |text: &'_ str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        match what.trim() {
            "node" => self.here = rest.to_owned(),
            "run" => self.run(rest),
            "refused" => self.refused(rest),
            "start" => {
                let (these, others) = rest.split_once("->").unwrap_or((rest, ""));
                let (these, others) = (names(these), names(others));
                self.start(
                    &these.iter().map(String::as_str).collect::<Vec<_>>(),
                    &others.iter().map(String::as_str).collect::<Vec<_>>(),
                );
            }
            "stop" => self.stop(&rest.split_whitespace().collect::<Vec<_>>()),
            "in step" => self.in_step(&rest.split_whitespace().collect::<Vec<_>>()),
            "copy" => {
                let (from, to) = rest.split_once("->").unwrap();
                let (from, to) = (self.node(from.trim()).data(), self.node(to.trim()).data());
                let _ = std::fs::remove_dir_all(&to);
                let copied = Command::new("cp").arg("-a").arg(&from).arg(&to).status().unwrap();
                assert!(copied.success());
            }
            "lose" => std::fs::remove_dir_all(self.node(rest).data()).unwrap(),
            "let" => {
                let (word, is) = rest.split_once('=').unwrap();
                let (word, is) = (word.trim().to_owned(), is.trim());
                let value = match is.strip_prefix('@').and_then(|is| is.split_once(" of ")) {
                    Some((path, typed)) => text_of(&at(&self.ask(typed), path)),
                    None => self
                        .answer
                        .split_whitespace()
                        .find(|found| found.starts_with(is))
                        .unwrap_or_else(|| panic!("nothing begins with {is} in\n{}", self.answer))
                        .to_owned(),
                };
                self.words.insert(word, value);
            }
            "check" => {
                let (typed, wanted) = rest.split_once('@').unwrap();
                let (path, value) = wanted.split_once('=').unwrap();
                let value = self.words.get(value.trim()).cloned().unwrap_or(value.trim().to_owned());
                let begun = std::time::Instant::now();
                loop {
                    let answer = self.ask(typed);
                    let found = text_of(&at(&answer, path.trim()));
                    if found == value {
                        break;
                    }
                    assert!(
                        begun.elapsed() < commons_tests::node::PATIENCE,
                        "{}$ {typed}: {path} is {found}, not {value}, in {answer:#}",
                        self.here
                    );
                }
            }
            "file" => {
                let (word, name) = rest.split_once('=').unwrap();
                let content = &self.words[word.trim()];
                std::fs::write(self.folder.path().join(name.trim()), content).unwrap();
            }
            "write" => {
                let (path, text) = rest.split_once('=').unwrap();
                let path = self.folder.path().join(path.trim());
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, text.trim().replace("\\n", "\n")).unwrap();
            }
            "exit" => {
                let (code, typed) = rest.split_once(' ').unwrap();
                let output = self.output(typed, false);
                assert_eq!(output.status.code(), Some(code.parse().unwrap()), "{}$ {typed}", self.here);
            }
            other => panic!("not understood: {other}"),
        }
    }

    /// Puts the next block of TOML into a file, as a reader would.
    fn keep(&self, name: &str, rest: &str) {
        let block = rest.split("```toml\n").nth(1).and_then(|from| from.split("```").next());
        std::fs::write(self.folder.path().join(name), block.expect("a block of TOML")).unwrap();
    }

    /// Runs a block of the page: what is typed, and what is answered.
    fn block(&mut self, block: &str) {
        let mut expected: Vec<&str> = Vec::new();
        let mut typed: Option<String> = None;
        for line in block.lines().chain(["$ "]) {
            let Some(next) = line.strip_prefix("$ ") else {
                expected.push(line);
                continue;
            };
            if let Some(typed) = typed.take() {
                if typed.starts_with("curl ") {
                    self.curl(&typed)
                } else {
                    self.run(&typed)
                }
                compare(&typed, &expected, &self.answer);
            }
            expected.clear();
            typed = (!next.is_empty()).then(|| next.to_owned());
        }
    }
}

/// Whether a command answered. What `commons check` answers, if it is no yes, has an exit code of its own.
fn went_well(output: &Output) -> bool {
    output.status.success() || (matches!(output.status.code(), Some(3..=5)) && output.stderr.is_empty())
}

/// Holds an answer against the page, line by line; a line of `…` alone stands for any number of lines.
fn compare(typed: &str, expected: &[&str], answer: &str) {
    let mut lines = answer.lines().map(str::trim_end).filter(|line| !line.is_empty()).peekable();
    let mut skipping = false;
    for wanted in expected.iter().map(|line| line.trim_end()).filter(|line| !line.is_empty()) {
        if wanted == "…" {
            skipping = true;
            continue;
        }
        loop {
            let line = lines
                .next()
                .unwrap_or_else(|| panic!("$ {typed}\nthe page says {wanted:?}, which is not in\n{answer}"));
            if fits(wanted, line) {
                break;
            }
            assert!(skipping, "$ {typed}\nthe page says {wanted:?}, the answer {line:?}, in\n{answer}");
        }
        skipping = false;
    }
    assert!(skipping || lines.peek().is_none(), "$ {typed}\nthe page leaves out {:?}", lines.peek());
}

/// Whether a line is as the page has it; `…` stands for anything.
fn fits(wanted: &str, line: &str) -> bool {
    let mut parts = wanted.split('…');
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(found) => rest = &rest[found + part.len()..],
            None => return false,
        }
    }
    true
}

/// Splits what was typed into words, as a shell would with double quotes.
fn split(typed: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    for character in typed.chars() {
        match character {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    words
}

fn at(value: &Value, path: &str) -> Value {
    value.pointer(&format!("/{}", path.replace('.', "/"))).cloned().unwrap_or(Value::Null)
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn run_page(page: &Path) {
    let text = std::fs::read_to_string(page).unwrap();
    let mut drill = Drill::new();
    let mut rest = text.as_str();
    loop {
        let comment = rest.find("<!--");
        let block = rest.find("```console\n");
        match (comment, block) {
            (Some(comment), block) if block.is_none_or(|block| comment < block) => {
                let from = &rest[comment + 4..];
                let end = from.find("-->").unwrap();
                // What is said to the REUSE tool is not for us.
                let lines = from[..end].lines().map(str::trim);
                for line in lines.filter(|line| !line.is_empty() && !line.starts_with("REUSE-")) {
                    match line.strip_prefix("keep:") {
                        Some(name) => drill.keep(name.trim(), &from[end..]),
                        None => drill.comment(line),
                    }
                }
                rest = &from[end + 3..];
            }
            (_, Some(block)) => {
                let from = &rest[block + "```console\n".len()..];
                let end = from.find("```").unwrap();
                drill.block(&from[..end]);
                rest = &from[end + 3..];
            }
            _ => break,
        }
    }
}

fn guide(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guide").join(name)
}

#[test]
fn whoever_runs_a_node_is_let_in_by_a_link() {
    run_page(&guide("signing-in.md"));
}

#[test]
fn members_join_and_decide_together() {
    run_page(&guide("members.md"));
}

#[test]
fn a_co_op_asks_whether_it_may_reuse_a_guide() {
    run_page(&guide("licences.md"));
}

#[test]
fn a_steward_allows_more_than_the_licence_and_two_agree() {
    run_page(&guide("permissions.md"));
}

#[test]
fn whoever_reuses_a_work_keeps_a_receipt_that_outlives_it() {
    run_page(&guide("reuse.md"));
}

#[test]
fn a_node_tells_what_it_holds_about_somebody() {
    run_page(&guide("privacy.md"));
}

#[test]
fn a_work_is_forked_where_its_terms_permit_it() {
    run_page(&guide("fork.md"));
}

#[test]
fn files_are_published_fetched_and_kept_for_others() {
    run_page(&guide("files.md"));
}

#[test]
fn who_does_what_is_found_near_a_place() {
    run_page(&guide("finding.md"));
}

#[test]
fn a_listing_is_claimed_and_two_are_said_to_be_one() {
    run_page(&guide("listings.md"));
}

#[test]
fn whoever_says_where_they_are_is_on_the_map() {
    run_page(&guide("map.md"));
}

#[test]
fn records_are_found_by_forms_of_words_and_narrowed_down() {
    run_page(&guide("search.md"));
}

#[test]
fn a_challenge_is_answered_and_a_word_explained_side_by_side() {
    run_page(&guide("knowledge.md"));
}

#[test]
fn a_contribution_is_acknowledged_questioned_corrected_and_certified() {
    run_page(&guide("recording-contributions.md"));
}

#[test]
fn a_new_licence_waits_for_those_who_made_parts() {
    run_page(&guide("parts.md"));
}

#[test]
fn a_co_op_reads_how_a_guide_came_to_be() {
    run_page(&guide("history.md"));
}

#[test]
fn works_are_put_together_and_their_makers_named_or_not() {
    run_page(&guide("putting-together.md"));
}

#[test]
fn a_project_in_a_folder_is_checked_in_a_ci() {
    run_page(&guide("checking-a-project.md"));
}

#[test]
fn a_steward_writes_terms_of_their_own_and_a_work_stays_under_its_version() {
    run_page(&guide("own-terms.md"));
}

#[test]
fn a_new_co_op_joins_by_link_and_is_seen_by_all() {
    run_page(&guide("joining.md"));
}

#[test]
fn a_stolen_key_is_rotated_out_while_the_thief_keeps_writing() {
    run_page(&guide("drills/stolen-key.md"));
}

#[test]
fn two_halves_remove_each_other_and_recover() {
    run_page(&guide("drills/members-disagree.md"));
}

#[test]
fn a_majority_of_keys_is_lost_and_recovered_by_card() {
    run_page(&guide("drills/keys-lost.md"));
}

#[test]
fn a_restored_backup_keeps_writing_without_a_fork() {
    run_page(&guide("drills/restored-backup.md"));
}

#[test]
fn a_program_publishes_with_a_token_until_it_is_taken_back() {
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("NOT RUN: this machine has no curl");
        return;
    }
    run_page(&guide("programs.md"));
}
