//! `commons demo`: three real nodes act out what the registry is for.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Context;
use crate::failure::Failure;
use crate::output::{Output, print_line, short, text};

/// How long something may take to come from one node to another.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often we look whether it came.
const LOOK_EVERY: Duration = Duration::from_millis(150);

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// End at once after the story, instead of staying up until Ctrl-C
    #[arg(long)]
    exit: bool,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<ExitCode, Failure> {
    let folder = tempfile::Builder::new().prefix("commons-demo-").tempdir().map_err(Failure::internal)?;
    let program = std::env::current_exe().map_err(Failure::internal)?;
    let stage = Stage { program, output: context.output };
    let (nodes, summary) = stage.play(folder.path())?;
    context.output.result(&summary, |_| String::new());
    if !args.exit {
        stage
            .say("\nThe three nodes stay up. Look around with a browser, or with the command, for instance:");
        for node in &nodes {
            stage.say(&format!(
                "  {:<20} http://{}   commons --data {} list",
                node.name,
                node.http,
                node.data.display()
            ));
        }
        stage.say("Ctrl-C ends them and removes their folders.");
        wait_for_interrupt()?;
    }
    drop(nodes); // before their folders go
    Ok(ExitCode::SUCCESS)
}

fn wait_for_interrupt() -> Result<(), Failure> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::internal)?;
    runtime.block_on(tokio::signal::ctrl_c()).map_err(Failure::internal)
}

/// A running node; stopped when dropped.
struct Node {
    name: &'static str,
    data: PathBuf,
    process: Child,
    listen: String,
    http: String,
}

impl Drop for Node {
    fn drop(&mut self) {
        // A killed node loses nothing that it answered, and its folder goes anyway.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

struct Stage {
    program: PathBuf,
    output: Output,
}

impl Stage {
    fn say(&self, words: &str) {
        if !self.output.json {
            print_line(words);
        }
    }

    /// Runs the command as a user would, and gives its answer.
    fn commons(&self, data: &Path, arguments: &[&str]) -> Result<Value, Failure> {
        let output = self.command(data).args(arguments).output().map_err(Failure::internal)?;
        let answer = serde_json::from_slice(&output.stdout);
        match answer {
            Ok(answer) => Ok(answer),
            Err(_) => {
                let error: Value = serde_json::from_slice(&output.stderr).unwrap_or_default();
                let message = error["error"]["message"].as_str().map(str::to_owned);
                Err(Failure::internal(
                    message.unwrap_or_else(|| String::from_utf8_lossy(&output.stderr).into_owned()),
                ))
            }
        }
    }

    fn command(&self, data: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--data").arg(data).arg("--json").env_remove("COMMONS_PASSPHRASE_FILE");
        command
    }

    fn start(&self, name: &'static str, data: &Path, peer: Option<&str>) -> Result<Node, Failure> {
        let mut command = self.command(data);
        command.args(["start", "--listen", "/ip4/127.0.0.1/tcp/0", "--http", "127.0.0.1:0", "--no-mdns"]);
        if let Some(peer) = peer {
            command.args(["--peer", peer]);
        }
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(Failure::internal)?;
        let mut line = String::new();
        if let Some(stdout) = process.stdout.take() {
            BufReader::new(stdout).read_line(&mut line).map_err(Failure::internal)?;
        }
        let ready: Value = serde_json::from_str(&line).unwrap_or_default();
        let listen = ready["listen"][0].as_str().map(str::to_owned);
        let mut node = Node {
            name,
            data: data.to_owned(),
            process,
            listen: String::new(),
            http: text(&ready, "http").to_owned(),
        };
        // Dropping the node ends a process that came up only half.
        node.listen = listen.ok_or_else(|| Failure::internal(format!("the node of {name} did not start")))?;
        Ok(node)
    }

    fn wait_until(
        &self,
        what: &str,
        mut holds: impl FnMut() -> Result<bool, Failure>,
    ) -> Result<Duration, Failure> {
        let begun = Instant::now();
        while !holds()? {
            if begun.elapsed() > PATIENCE {
                return Err(Failure::internal(format!(
                    "{what} did not happen within {} seconds",
                    PATIENCE.as_secs()
                )));
            }
            std::thread::sleep(LOOK_EVERY);
        }
        Ok(begun.elapsed())
    }

    fn arrives(&self, node: &Node, id: &str) -> Result<(), Failure> {
        // Before it is kept it may be shown already, as others have it.
        let kept = |shown: Value| shown.get("not_kept").is_none();
        let arrived = || Ok(self.commons(&node.data, &["show", id]).is_ok_and(kept));
        let took = self.wait_until("the record's arrival", arrived)?;
        self.say(&format!("  … it is on the node of {} ({} ms).", node.name, took.as_millis()));
        Ok(())
    }

    fn play(&self, folder: &Path) -> Result<(Vec<Node>, Value), Failure> {
        let [bakery, mira, kitchen] = ["bakery", "translator", "kitchen"].map(|name| folder.join(name));
        self.say("Three sample parties, each with a node of its own on this machine. There is no server.\n");
        for (data, who, name, kind) in [
            (&bakery, "--organisation", "Sample Bakery Co-op", Some("worker-coop")),
            (&mira, "--person", "Sample Translator", None),
            (&kitchen, "--organisation", "Sample Kitchen Co-op", Some("worker-coop")),
        ] {
            let mut arguments = vec!["init", who, name, "--no-passphrase"];
            if let Some(kind) = kind {
                arguments.extend(["--kind", kind]);
            }
            let founded = self.commons(data, &arguments)?;
            self.say(&format!("  {name} founds itself: {}", short(&founded, "agent")));
        }

        self.say("\nThey connect in a line: bakery – translator – kitchen.");
        let bakery = self.start("Sample Bakery Co-op", &bakery, None)?;
        let translator = self.start("Sample Translator", &mira, Some(&bakery.listen))?;
        let kitchen = self.start("Sample Kitchen Co-op", &kitchen, Some(&translator.listen))?;

        self.say("\n1. The bakery publishes its guide under the Peer Production License.");
        let guide = self.commons(
            &bakery.data,
            &[
                "publish",
                "--title",
                "Running a bakery together",
                "--language",
                "en",
                "--licence",
                "PPL",
                "--type",
                "guide",
                "--topic",
                "baking",
                "--summary",
                "How eight people share ovens, money and early mornings.",
            ],
        )?;
        let guide = text(&guide, "id").to_owned();
        self.say(&format!("  id {}", &guide[..8]));
        self.arrives(&translator, &guide)?;

        self.say(
            "\n2. The translator records the translation, freely given, and the bakery acknowledges it.",
        );
        let contribution = self.commons(
            &translator.data,
            &[
                "contribute",
                "--to",
                &guide,
                "--role",
                "translation",
                "--track",
                "love",
                "--hours",
                "12.5",
                "--note",
                "Into Spanish, with a glossary.",
            ],
        )?;
        let contribution = text(&contribution, "id").to_owned();
        self.arrives(&bakery, &contribution)?;
        let acknowledged = self.commons(&bakery.data, &["acknowledge", &contribution])?;
        self.arrives(&kitchen, text(&acknowledged, "id"))?;

        self.say("\n3. The kitchen asks: may we reuse the guide commercially?");
        // News may overtake what came before it: the acknowledgement says nothing about the guide.
        self.arrives(&kitchen, &guide)?;
        let mut answers = Vec::new();
        for (words, facts) in [
            ("as it is known so far", &[][..]),
            (
                "once it says that workers own it and share all surplus among themselves",
                &["worker_owned=true", "surplus=distributed-to-worker-owners", "non_member_employees=false"]
                    [..],
            ),
            ("if it were a company with other owners", &["kind=company", "worker_owned=false"][..]),
        ] {
            let mut arguments =
                vec!["check", guide.as_str(), "--for", "commercial", "--act", "adapt", "--act", "distribute"];
            for fact in facts {
                arguments.extend(["--fact", fact]);
            }
            let answer = self.commons(&kitchen.data, &arguments)?;
            let parsed: commons_licences::Answer =
                serde_json::from_value(answer.clone()).map_err(Failure::internal)?;
            self.say(&format!("\n  {words}:\n"));
            for line in super::check::in_words(&Value::Null, &parsed)
                .lines()
                .take_while(|line| !line.starts_with("A letter"))
            {
                self.say(&format!("    {line}"));
            }
            answers.push(json!({ "asked": words, "answer": parsed.answer }));
        }

        self.say("4. All three hold the same.");
        let nodes = vec![bakery, translator, kitchen];
        let states = || -> Result<Vec<String>, Failure> {
            nodes
                .iter()
                .map(|node| Ok(text(&self.commons(&node.data, &["status"])?, "state").to_owned()))
                .collect()
        };
        self.wait_until("one state on all three nodes", || {
            Ok(states()?.windows(2).all(|pair| pair[0] == pair[1]))
        })?;
        let states = states()?;
        for (node, state) in nodes.iter().zip(&states) {
            self.say(&format!("  {:<20} state {state}", node.name));
        }
        let shown: Vec<_> = nodes
            .iter()
            .zip(&states)
            .map(|(node, state)| json!({ "name": node.name, "http": node.http, "listen": node.listen, "state": state }))
            .collect();
        Ok((nodes, json!({ "resource": guide, "answers": answers, "nodes": shown })))
    }
}
