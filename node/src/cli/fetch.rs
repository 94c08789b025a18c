//! `commons fetch`: get the files of a resource, with its licence and whom to credit beside them.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use commons_registry::FileName;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::Context;
use super::files::size;
use crate::client::Client;
use crate::data_dir::cannot;
use crate::failure::{Failure, FailureKind};
use crate::output::line;
use crate::request::{Fetched, FetchedFile, FilesRequest, Request};

/// How often to look how far the node is.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// What is written beside the files, under these names unless the resource has files that are called so.
const LICENCE: &str = "LICENCE.txt";
/// See [`LICENCE`].
const CREDIT: &str = "CREDIT.txt";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The resource: its id, or at least the first 8 digits
    id: String,

    /// The folder to put the files into [default: a new one here, called like the resource]
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,

    /// Replace files of the same names that are others
    #[arg(long)]
    replace: bool,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let client = Client::connect(context)?;
    let begun = ask(&client, FilesRequest::Fetch { id: args.id })?;
    let fetched = until_here(context, &client, begun)?;
    let missing: Vec<&FetchedFile> = fetched.files.iter().filter(|file| file.at.is_none()).collect();
    if let Some(first) = missing.first() {
        let reason = first.failed.as_deref().unwrap_or("it is not being fetched");
        let (name, here) = (line(&first.name), size(missing.iter().map(|file| file.here).sum()));
        return Err(Failure::new(
            FailureKind::Network,
            format!("{} of {} files did not come; {name}: {reason}{}", missing.len(), fetched.files.len(), blamed(&fetched)),
        )
        .hint(format!("{here} of them are here and stay: the same command goes on from there. `commons status` shows which nodes are connected")));
    }
    let to = args.to.unwrap_or_else(|| PathBuf::from(folder_name(&fetched)));
    let written = write_all(&fetched, &to, args.replace)?;
    let answer = json!({ "fetched": fetched, "to": to, "written": written });
    context.output.result(&answer, |_| in_words(&fetched, &to));
    Ok(ExitCode::SUCCESS)
}

fn ask(client: &Client, request: FilesRequest) -> Result<Fetched, Failure> {
    serde_json::from_value(client.ask(&Request::Files(request))?).map_err(Failure::internal)
}

/// Waits until nothing is fetched any more.
fn until_here(context: &Context, client: &Client, mut now: Fetched) -> Result<Fetched, Failure> {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}");
    let bar = ProgressBar::new(now.files.iter().map(|file| file.size).sum())
        .with_message("fetching")
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let mut told = BTreeMap::new();
    while now.files.iter().any(|file| file.fetching) {
        bar.set_position(now.files.iter().map(|file| file.here).sum());
        for (peer, _) in wrong(&now) {
            if told.insert(peer.clone(), ()).is_none() {
                bar.suspend(|| {
                    context.output.note(&format!(
                        "node {peer} sent what does not belong to the file; it is asked no more"
                    ))
                });
            }
        }
        std::thread::sleep(LOOK_AGAIN);
        now = ask(client, FilesRequest::Fetched { id: now.id })?;
    }
    bar.finish_and_clear();
    Ok(now)
}

/// The nodes that sent what does not belong to a file.
fn wrong(fetched: &Fetched) -> BTreeMap<String, u64> {
    let peers = fetched.files.iter().flat_map(|file| &file.peers);
    peers.filter(|peer| peer.state == "sent-wrong").map(|peer| (peer.peer_id.clone(), peer.bytes)).collect()
}

fn blamed(fetched: &Fetched) -> String {
    let wrong: Vec<String> = wrong(fetched).into_keys().collect();
    if wrong.is_empty() { String::new() } else { format!(". Wrong bytes came from {}", wrong.join(", ")) }
}

/// What a folder for a resource is called: its title, in what every file system takes, and its short id.
fn folder_name(fetched: &Fetched) -> String {
    let title = line(fetched.title.as_deref().unwrap_or_default()).to_lowercase();
    let words = title.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut name = words.take(8).collect::<Vec<_>>().join("-");
    name.truncate(name.floor_char_boundary(60));
    let short = fetched.id.get(..8).unwrap_or(&fetched.id);
    if name.is_empty() { short.to_owned() } else { format!("{name}-{short}") }
}

/// Writes the files into a folder, and beside them the licence and whom to credit. Gives the names of all that is there.
fn write_all(fetched: &Fetched, to: &Path, replace: bool) -> Result<Vec<String>, Failure> {
    let mut written = Vec::new();
    for file in &fetched.files {
        // It comes from a node that checks it; a second look costs nothing, and this writes to the disk.
        let name = FileName::new(&file.name).map_err(Failure::internal)?;
        let Some(from) = &file.at else { continue };
        let path = to.join(name.as_str());
        if !replace && path.exists() && !same(&path, &file.hash)? {
            return Err(Failure::usage(format!("{} is there already, and is another file", path.display()))
                .hint("choose another folder with --to DIR, or replace it with --replace"));
        }
        copy(from, &path).map_err(|error| cannot("write", &path, &error))?;
        written.push(file.name.clone());
    }
    let texts = [(LICENCE, &fetched.licence_text), (CREDIT, &fetched.credit)];
    for (name, text) in texts {
        let Some(text) = text else { continue };
        let taken = fetched.files.iter().any(|file| file.name.eq_ignore_ascii_case(name));
        let name = if taken { format!("REGISTRY-{name}") } else { name.to_owned() };
        let path = to.join(&name);
        fs::write(&path, format!("{}\n", text.trim_end())).map_err(|error| cannot("write", &path, &error))?;
        written.push(name);
    }
    Ok(written)
}

/// Whether a file has the content of this hash.
fn same(path: &Path, hash: &str) -> Result<bool, Failure> {
    let unreadable = |error: io::Error| cannot("read", path, &error);
    let mut file = File::open(path).map_err(unreadable)?;
    let (mut hasher, mut bytes) = (blake3::Hasher::new(), vec![0; 64 * 1024]);
    loop {
        match file.read(&mut bytes).map_err(unreadable)? {
            0 => return Ok(hasher.finalize().to_hex().as_str() == hash),
            read => hasher.update(&bytes[..read]),
        };
    }
}

/// Copies a file: after a crash there is none, or all of it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let folder = to.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut part = to.as_os_str().to_owned();
    part.push(".commons-new");
    // Not with the permissions of the node's own copy, which only its owner may read.
    io::copy(&mut File::open(from)?, &mut File::create(&part)?)?;
    fs::rename(&part, to)
}

fn in_words(fetched: &Fetched, to: &Path) -> String {
    let bytes = fetched.files.iter().map(|file| file.size).sum();
    let count = fetched.files.len();
    let mut words = format!(
        "{count} file{} ({}) in {}, with {LICENCE} and {CREDIT} beside.\n",
        if count == 1 { "" } else { "s" },
        size(bytes),
        to.display()
    );
    let mut sent: BTreeMap<&str, u64> = BTreeMap::new();
    for peer in fetched.files.iter().flat_map(|file| &file.peers) {
        *sent.entry(&peer.peer_id).or_default() += peer.bytes;
    }
    for (peer, bytes) in sent.into_iter().filter(|(_, bytes)| *bytes > 0) {
        words.push_str(&format!("  {} from node {peer}\n", size(bytes)));
    }
    for peer in wrong(fetched).into_keys() {
        words.push_str(&format!("  node {peer} sent what does not belong to it; nothing of that was kept\n"));
    }
    words.push_str(&format!(
        "\nMay you use them, and for what? commons check {}",
        fetched.id.get(..8).unwrap_or(&fetched.id)
    ));
    words
}
