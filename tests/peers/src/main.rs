//! Times two other systems on the registry's records, so that "fast" has something beside it.
//!
//! For each system two processes are started, one that has every record and one that has none, as two nodes on one
//! machine would be; the second fetches all from the first. `README.md` says what is measured and what is not.
//!
//! | module | what it does |
//! | --- | --- |
//! | `records` | the records, read from a file or made |
//! | `peers` | the two processes of one measurement, and what they say to each other |
//! | `entries` | iroh-docs: signed entries, synced over QUIC |
//! | `documents` | samod: Automerge documents, synced over TCP |

mod documents;
mod entries;
mod peers;
mod records;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::peers::{Part, System};

const USAGE: &str = "usage: commons-peers [--records FILE] [--iroh N] [--samod M] [--within SECONDS]";

/// How long one system may take, filling the first peer included, unless `--within` says otherwise.
const WITHIN: Duration = Duration::from_secs(600);

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match Part::parse(&words) {
        Some(part) => part.play().await,
        None => match Asked::parse(&words) {
            Ok(asked) => asked.measure().await,
            Err(error) => Err(error.context(USAGE)),
        },
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("commons-peers: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What the command line asks for.
struct Asked {
    records: Option<PathBuf>,
    systems: Vec<(System, usize)>,
    within: Duration,
}

impl Asked {
    fn parse(words: &[String]) -> Result<Self> {
        let mut asked = Self { records: None, systems: Vec::new(), within: WITHIN };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let value = words.next().with_context(|| format!("{word} needs a value"))?;
            let number = || value.parse::<usize>().with_context(|| format!("{word} {value}: not a number"));
            match word.as_str() {
                "--records" => asked.records = Some(PathBuf::from(value)),
                "--iroh" => asked.systems.push((System::IrohDocs, number()?)),
                "--samod" => asked.systems.push((System::Samod, number()?)),
                "--within" => asked.within = Duration::from_secs(number()? as u64),
                _ => bail!("unknown option {word}"),
            }
        }
        if asked.systems.is_empty() || asked.systems.iter().any(|(_, count)| *count == 0) {
            bail!("say how many records to measure with, one or more");
        }
        Ok(asked)
    }

    /// Measures one system after the other, so that they do not take the processor from each other, and prints a
    /// line for each. One that fails does not keep the next from being measured.
    async fn measure(self) -> Result<()> {
        let mut failed = Vec::new();
        for (system, count) in self.systems {
            match peers::measure(system, count, self.records.as_deref(), self.within).await {
                Ok(line) => println!("{}", serde_json::to_string(&line)?),
                Err(error) => failed.push(format!("{}: {error:#}", system.name())),
            }
        }
        if !failed.is_empty() {
            bail!("{}", failed.join("; "));
        }
        Ok(())
    }
}
