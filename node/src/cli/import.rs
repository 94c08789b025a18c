//! `commons import`: lists and bundles.

use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

use commons_registry::NetworkId;
use commons_store::bundle::{BundleReader, Event};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::config::Config;
use crate::data_dir::{DataDir, cannot};
use crate::failure::Failure;
use crate::import::{FileError, Format, Rows, detect, organisations, public_goods};
use crate::output::plain;
use crate::request::{ImportRow, Imported, ItemOutcome, Rejected, Request};
use crate::service::to_hex;

/// Rows handed to the node at once: each such part is on disk, whole, before the next is begun.
const ROWS_AT_ONCE: usize = 200;

/// Items of a bundle handed to the node at once.
const ITEMS_AT_ONCE: usize = 500;

/// Most items of a bundle that may wait, in memory, for others that come later in it.
const MAX_WAITING: usize = 100_000;

/// Most bytes of a list that are read.
const MAX_LIST_BYTES: u64 = 256 * 1024 * 1024;

/// Most refused parts of a bundle that are listed one by one.
const MAX_LISTED_REFUSALS: usize = 10_000;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file: a CSV of organisations, a JSON list of public goods, or a bundle
    pub(super) file: PathBuf,

    /// What is in the file [default: found out by looking]
    #[arg(long = "as", value_name = "FORMAT")]
    pub(super) format: Option<Format>,

    /// Only say what would be done; nothing is written
    #[arg(long)]
    pub(super) dry_run: bool,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<ExitCode, Failure> {
    let imported = match format_of(args)? {
        Format::Bundle => bundle(context, args)?,
        Format::OrganisationsCsv => list(context, args, organisations)?,
        Format::PublicGoodsJson => list(context, args, public_goods)?,
    };
    for rejected in &imported.rejected {
        context.output.note(&format!("row {}: {}", rejected.row, rejected.reason));
    }
    let answer = serde_json::to_value(&imported).map_err(Failure::internal)?;
    context.output.result(&answer, |_| in_words(&imported, args.dry_run));
    Ok(ExitCode::SUCCESS)
}

fn in_words(imported: &Imported, dry_run: bool) -> String {
    let Imported { added, updated, unchanged, rejected } = imported;
    let would = if dry_run { "would be " } else { "" };
    format!(
        "{added} {would}added, {updated} {would}updated, {unchanged} unchanged, {} rejected",
        rejected.len()
    )
}

fn open(args: &Args) -> Result<File, Failure> {
    File::open(&args.file).map_err(|error| cannot("read", &args.file, &error))
}

fn format_of(args: &Args) -> Result<Format, Failure> {
    if let Some(format) = args.format {
        return Ok(format);
    }
    let mut start = Vec::new();
    open(args)?
        .take(64 * 1024)
        .read_to_end(&mut start)
        .map_err(|error| cannot("read", &args.file, &error))?;
    detect(&start).ok_or_else(|| {
        Failure::invalid(format!("{} is no list or bundle that is known here", args.file.display()))
            .hint("say what it is with --as organisations-csv, --as public-goods-json or --as bundle")
    })
}

/// A bar on stderr; nothing where stderr is no terminal.
pub(super) fn progress(total: u64, what: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}");
    ProgressBar::new(total)
        .with_message(what.to_owned())
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn list(
    context: &Context,
    args: &Args,
    read: impl Fn(&[u8]) -> Result<Rows, FileError>,
) -> Result<Imported, Failure> {
    let mut bytes = Vec::new();
    open(args)?
        .take(MAX_LIST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| cannot("read", &args.file, &error))?;
    let read = read(&bytes)
        .map_err(|error| Failure::invalid(format!("{}: {error}", args.file.display())).hint(error.hint()))?;
    for warning in &read.warnings {
        let row = warning.row.map(|row| format!("row {row}: ")).unwrap_or_default();
        context.output.note(&format!("{row}{}", warning.message));
    }
    let client = Client::connect(context)?;
    let bar = progress(read.rows.len() as u64, "importing");
    let mut imported = Imported {
        rejected: read
            .rejected
            .into_iter()
            .map(|row| Rejected { row: row.row, reason: row.reason })
            .collect(),
        ..Imported::default()
    };
    for part in read.rows.chunks(ROWS_AT_ONCE) {
        let part: Vec<ImportRow> = part.to_vec();
        let count = part.len() as u64;
        let answer = client.ask(&Request::ImportRows { rows: part, dry_run: args.dry_run })?;
        let done: Imported = serde_json::from_value(answer).map_err(Failure::internal)?;
        imported.added += done.added;
        imported.updated += done.updated;
        imported.unchanged += done.unchanged;
        imported.rejected.extend(done.rejected);
        bar.inc(count);
    }
    bar.finish_and_clear();
    imported.rejected.sort_by_key(|rejected| rejected.row);
    Ok(imported)
}

/// Takes in a bundle.
pub(super) fn bundle(context: &Context, args: &Args) -> Result<Imported, Failure> {
    let data: DataDir = context.data_dir()?;
    let network = NetworkId::of_name(Config::read(&data)?.network());
    let file = open(args)?;
    let length = file.metadata().map_or(0, |metadata| metadata.len());
    let mut reader = BundleReader::open(file, network).map_err(|error| {
        Failure::invalid(format!("{}: {error}", args.file.display()))
            .hint("`commons export FILE` writes bundles; both nodes must be of the same network")
    })?;
    let client = Client::connect(context)?;
    let bar = progress(length, "reading");
    let mut taking =
        Taking { client: &client, dry_run: args.dry_run, imported: Imported::default(), waiting: Vec::new() };
    let mut part = Vec::new();
    let mut row = 0;
    while let Some(event) = reader.next_event().map_err(|error| cannot("read", &args.file, &error))? {
        row += 1;
        match event {
            Event::Frame(frame) => part.push((row, frame.payload)),
            Event::Damage(damage) => taking.reject(
                row,
                format!("{} bytes at byte {} cannot be read: {}", damage.length, damage.offset, damage.fault),
            ),
        }
        if part.len() == ITEMS_AT_ONCE {
            taking.offer(std::mem::take(&mut part))?;
            bar.set_position(reader.offset());
        }
    }
    taking.offer(part)?;
    let imported = taking.finish()?;
    bar.finish_and_clear();
    Ok(imported)
}

/// Offers a bundle's items to the node, and those that wait for others again once more is there.
struct Taking<'a> {
    client: &'a Client,
    dry_run: bool,
    imported: Imported,
    waiting: Vec<(usize, Vec<u8>)>,
}

impl Taking<'_> {
    fn reject(&mut self, row: usize, reason: String) {
        if self.imported.rejected.len() < MAX_LISTED_REFUSALS {
            self.imported.rejected.push(Rejected { row, reason: plain(&reason) });
        }
    }

    fn offer(&mut self, items: Vec<(usize, Vec<u8>)>) -> Result<(), Failure> {
        if items.is_empty() {
            return Ok(());
        }
        let hex = items.iter().map(|(_, bytes)| to_hex(bytes)).collect();
        let answer: Value = self.client.ask(&Request::Ingest { items: hex, dry_run: self.dry_run })?;
        let outcomes: Vec<ItemOutcome> = serde_json::from_value(answer).map_err(Failure::internal)?;
        for (outcome, (row, bytes)) in outcomes.into_iter().zip(items) {
            match outcome {
                ItemOutcome::New => self.imported.added += 1,
                ItemOutcome::Known => self.imported.unchanged += 1,
                ItemOutcome::Waiting if self.waiting.len() < MAX_WAITING => self.waiting.push((row, bytes)),
                ItemOutcome::Waiting => {
                    self.reject(row, "waits for another item, and too many do".to_owned())
                }
                ItemOutcome::Erased => {
                    self.reject(row, "it was erased for good by those who wrote it".to_owned())
                }
                ItemOutcome::Declined => self.reject(row, "this node has no room for it".to_owned()),
                ItemOutcome::LeftOut(reason) => self.reject(row, format!("left out: {reason}")),
                ItemOutcome::Invalid(reason) => self.reject(row, reason),
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Imported, Failure> {
        while !self.waiting.is_empty() {
            let before = self.waiting.len();
            for part in std::mem::take(&mut self.waiting).chunks(ITEMS_AT_ONCE) {
                self.offer(part.to_vec())?;
            }
            if self.waiting.len() == before {
                for (row, _) in std::mem::take(&mut self.waiting) {
                    self.reject(row, "builds on something that is neither here nor in the bundle".to_owned());
                }
            }
        }
        self.imported.rejected.sort_by_key(|rejected| rejected.row);
        Ok(self.imported)
    }
}
