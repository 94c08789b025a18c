//! The two processes of one measurement.
//!
//! | the first peer | the second |
//! | --- | --- |
//! | takes in the records, prints its address | |
//! | | is started with that address, fetches all, prints [`Fetched`] |
//! | its input is closed: prints [`Carried`] and ends | |
//!
//! Either ends when its input is closed, the first once it has taken in its records, so neither stays behind when who
//! started it is gone.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

use crate::{documents, entries, records};

/// What is measured.
#[derive(Clone, Copy)]
pub(crate) enum System {
    IrohDocs,
    Samod,
}

impl System {
    /// The system's name, which is its crate's.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::IrohDocs => "iroh-docs",
            Self::Samod => "samod",
        }
    }

    /// The version that was built in, as the lock file has it.
    fn version(self) -> &'static str {
        let package = format!("\nname = \"{}\"\nversion = \"", self.name());
        let lock = include_str!("../Cargo.lock");
        lock.split_once(&package)
            .and_then(|(_, rest)| rest.split_once('"'))
            .map_or("", |(version, _)| version)
    }
}

/// What the second peer found, once it had everything.
#[derive(Serialize, Deserialize)]
pub(crate) struct Fetched {
    /// From before it dialled until all was in its store.
    pub(crate) seconds: f64,
    /// The most memory it had in use until then, in bytes, where the system tells.
    pub(crate) peak_rss: Option<u64>,
}

impl Fetched {
    /// Everything that was asked for since `started` is held now.
    pub(crate) fn since(started: Instant) -> Self {
        Self { seconds: started.elapsed().as_secs_f64(), peak_rss: peak_rss() }
    }
}

/// What went over the line, as the first peer counted it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Carried {
    /// Both ways, in bytes.
    pub(crate) bytes: Option<u64>,
}

/// The line that is printed for a system.
#[derive(Serialize)]
pub(crate) struct Measured {
    system: &'static str,
    version: &'static str,
    records: usize,
    seconds: f64,
    /// Records a second.
    rate: f64,
    bytes: Option<u64>,
    peak_rss: Option<u64>,
}

/// Times `system` on `count` records. Ends within `within` and leaves no process and no file behind.
pub(crate) async fn measure(
    system: System,
    count: usize,
    records: Option<&Path>,
    within: Duration,
) -> Result<Measured> {
    let folder = tempfile::Builder::new().prefix("commons-peers-").tempdir()?;
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    tokio::select! {
        measured = exchange(system, count, records, folder.path()) => measured,
        () = tokio::time::sleep(within) => bail!("not done within {} s", within.as_secs()),
        _ = terminated.recv() => bail!("stopped"),
        _ = interrupted.recv() => bail!("stopped"),
    }
}

async fn exchange(system: System, count: usize, records: Option<&Path>, folder: &Path) -> Result<Measured> {
    let mut first = Peer::start(&Part {
        system,
        count,
        folder: folder.join("first"),
        role: Role::First { records: records.map(Path::to_owned) },
    })?;
    let address = first.says().await?;
    let mut second =
        Peer::start(&Part { system, count, folder: folder.join("second"), role: Role::Second { address } })?;
    let Fetched { seconds, peak_rss } = second.says().await?;
    second.ends().await?;
    first.input.take();
    let Carried { bytes } = first.says().await?;
    first.ends().await?;
    Ok(Measured {
        system: system.name(),
        version: system.version(),
        records: count,
        seconds,
        rate: count as f64 / seconds,
        bytes,
        peak_rss,
    })
}

/// A process that was started, killed when it is let go.
struct Peer {
    child: Child,
    input: Option<ChildStdin>,
    output: Lines<BufReader<ChildStdout>>,
}

impl Peer {
    fn start(part: &Part) -> Result<Self> {
        std::fs::create_dir_all(&part.folder)?;
        let mut child = Command::new(std::env::current_exe()?)
            .args(part.words())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().context("the output was asked for")?).lines();
        Ok(Self { child, input, output })
    }

    /// The next line it prints.
    async fn says<T: DeserializeOwned>(&mut self) -> Result<T> {
        let line = self.output.next_line().await?.context("a peer ended early; what it said is above")?;
        Ok(serde_json::from_str(&line)?)
    }

    async fn ends(mut self) -> Result<()> {
        ensure!(self.child.wait().await?.success(), "a peer failed; what it said is above");
        Ok(())
    }
}

/// What one of the two processes is to do.
pub(crate) struct Part {
    system: System,
    count: usize,
    folder: PathBuf,
    role: Role,
}

enum Role {
    First { records: Option<PathBuf> },
    Second { address: SocketAddr },
}

impl Part {
    /// The words that [`Part::parse`] reads.
    fn words(&self) -> Vec<String> {
        let (role, last) = match &self.role {
            Role::First { records } => ("first", records.as_ref().map(|file| file.display().to_string())),
            Role::Second { address } => ("second", Some(address.to_string())),
        };
        let folder = self.folder.display().to_string();
        let words = [role.to_owned(), self.system.name().to_owned(), self.count.to_string(), folder];
        words.into_iter().chain(last).collect()
    }

    /// Nothing, unless this process is one of the two.
    pub(crate) fn parse(words: &[String]) -> Option<Self> {
        let [role, system, count, folder, last @ ..] = words else { return None };
        let system = [System::IrohDocs, System::Samod].into_iter().find(|known| known.name() == system)?;
        let role = match (role.as_str(), last) {
            ("first", []) => Role::First { records: None },
            ("first", [file]) => Role::First { records: Some(file.into()) },
            ("second", [address]) => Role::Second { address: address.parse().ok()? },
            _ => return None,
        };
        Some(Self { system, count: count.parse().ok()?, folder: folder.into(), role })
    }

    /// Plays the part to its end.
    pub(crate) async fn play(self) -> Result<()> {
        match self.role {
            Role::First { records: file } => {
                let records = records::records(file.as_deref(), self.count)?;
                let carried = match self.system {
                    System::IrohDocs => entries::give(&self.folder, records, input_closed()).await?,
                    System::Samod => documents::give(&self.folder, records, input_closed()).await?,
                };
                say(&carried)
            }
            Role::Second { address } => {
                let fetch = async {
                    match self.system {
                        System::IrohDocs => entries::fetch(&self.folder, self.count, address).await,
                        System::Samod => documents::fetch(&self.folder, self.count, address).await,
                    }
                };
                tokio::select! {
                    fetched = fetch => say(&fetched?),
                    _ = input_closed() => bail!("stopped"),
                }
            }
        }
    }
}

/// Prints one line for whoever started this process.
pub(crate) fn say(what: &impl Serialize) -> Result<()> {
    println!("{}", serde_json::to_string(what)?);
    Ok(())
}

/// Resolves once the input is closed: all is done, or who started this process is gone.
fn input_closed() -> oneshot::Receiver<()> {
    let (closed, when) = oneshot::channel();
    // A thread of its own, for a runtime does not end while one of its tasks reads the input.
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        let _ = closed.send(());
    });
    when
}

/// The most memory this process has had in use, in bytes. Only Linux tells.
fn peak_rss() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
