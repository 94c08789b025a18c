//! `commons introduce`: one agent, or all in a list, to those who trust us.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

use super::Context;
use super::follow::{named, standing, who};
use crate::client::Client;
use crate::data_dir::cannot;
use crate::failure::Failure;
use crate::output::short;
use crate::request::{Imported, Introduce, IntroduceRow, Rejected, Request};

/// Most bytes of a list.
const MAX_LIST_BYTES: u64 = 32 * 1024 * 1024;

/// Most rows of a list.
const MAX_ROWS: usize = 100_000;

/// Rows handed to the node at once: each such part is on disk, whole, before the next is begun.
const ROWS_AT_ONCE: usize = 500;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Whom: an id, or at least its first 8 digits [default: list whom you introduce]
    agent: Option<String>,

    /// How many others they may introduce in their turn
    #[arg(long, value_name = "N", requires = "agent", conflicts_with = "withdraw")]
    budget: Option<u32>,

    /// Take the introduction back, as of today
    #[arg(long, requires = "agent")]
    withdraw: bool,

    /// A list with a column agent, and perhaps a column budget; others are ignored
    #[arg(long, value_name = "FILE", conflicts_with_all = ["agent", "budget", "withdraw"])]
    csv: Option<PathBuf>,

    /// Only say what would be done; nothing is written
    #[arg(long, requires = "csv")]
    dry_run: bool,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let Args { agent, budget, withdraw, csv, dry_run } = args;
    if let Some(file) = csv {
        return list(context, &file, dry_run);
    }
    let listing = agent.is_none();
    let request = Request::Introduce(Introduce { agent, budget, withdraw, today: today()? });
    let answer = Client::connect(context)?.ask(&request)?;
    context.output.result(&answer, |answer| {
        let about = named(answer, "about");
        match (listing, withdraw, answer["changed"] == true) {
            (true, ..) => introduced(answer),
            (_, true, _) => format!("No longer introduced: {about}. What others keep of theirs stays there."),
            (_, _, true) => format!("Introduced: {about}, in record {}", short(answer, "id")),
            (_, _, false) => format!("Introduced already: {about}, in record {}", short(answer, "id")),
        }
    });
    Ok(ExitCode::SUCCESS)
}

fn introduced(answer: &Value) -> String {
    let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    if items.is_empty() {
        return "You introduce nobody yet: `commons introduce AGENT` begins.".to_owned();
    }
    let mut words = String::new();
    for item in items {
        let budget = item["budget"].as_u64().map(|budget| format!(", who may introduce {budget} others"));
        words.push_str(&format!("{}{}; here: {}\n", who(item), budget.unwrap_or_default(), standing(item)));
    }
    words
}

fn list(context: &Context, file: &Path, dry_run: bool) -> Result<ExitCode, Failure> {
    let mut bytes = Vec::new();
    File::open(file)
        .and_then(|file| file.take(MAX_LIST_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| cannot("read", file, &error))?;
    let (rows, rejected) = read(&bytes).map_err(|message| {
        Failure::invalid(format!("{}: {message}", file.display()))
            .hint("the first line names the columns: agent, and perhaps budget and name")
    })?;
    let mut imported = Imported { rejected, ..Imported::default() };
    let client = Client::connect(context)?;
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut fresh = Vec::new();
    for row in rows {
        match seen.get(&row.agent) {
            Some(first) => imported
                .rejected
                .push(Rejected { row: row.row, reason: format!("row {first} names the same agent") }),
            None => {
                seen.insert(row.agent.clone(), row.row);
                fresh.push(row);
            }
        }
    }
    for part in fresh.chunks(ROWS_AT_ONCE) {
        let answer = client.ask(&Request::IntroduceRows { rows: part.to_vec(), dry_run })?;
        let done: Imported = serde_json::from_value(answer).map_err(Failure::internal)?;
        imported.added += done.added;
        imported.updated += done.updated;
        imported.unchanged += done.unchanged;
        imported.rejected.extend(done.rejected);
    }
    imported.rejected.sort_by_key(|rejected| rejected.row);
    for rejected in &imported.rejected {
        context.output.note(&format!("row {}: {}", rejected.row, rejected.reason));
    }
    let answer = serde_json::to_value(&imported).map_err(Failure::internal)?;
    context.output.result(&answer, |_| {
        let Imported { added, updated, unchanged, rejected } = &imported;
        let would = if dry_run { "would be " } else { "" };
        format!(
            "{added} {would}introduced, {updated} {would}given another budget, {unchanged} unchanged, {} rejected",
            rejected.len()
        )
    });
    Ok(ExitCode::SUCCESS)
}

/// Reads the rows, and says of each that cannot be read why. A row is named by its number below the heading.
fn read(bytes: &[u8]) -> Result<(Vec<IntroduceRow>, Vec<Rejected>), String> {
    if bytes.len() as u64 > MAX_LIST_BYTES {
        return Err(format!("expected a list of at most {MAX_LIST_BYTES} bytes"));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(bytes);
    let headings = reader.headers().map_err(|error| error.to_string())?.clone();
    let column = |name: &str| headings.iter().position(|heading| heading.eq_ignore_ascii_case(name));
    let agent = column("agent").ok_or("expected a column named agent")?;
    let budget = column("budget");
    let (mut rows, mut rejected) = (Vec::new(), Vec::new());
    for (row, record) in (1..).zip(reader.records()) {
        if row > MAX_ROWS {
            return Err(format!("expected at most {MAX_ROWS} rows"));
        }
        let cells = match record {
            Ok(cells) => cells,
            Err(error) => {
                rejected.push(Rejected { row, reason: error.to_string() });
                continue;
            }
        };
        let said = budget.and_then(|at| cells.get(at)).filter(|text| !text.is_empty());
        let budget = match said.map(str::parse::<u32>).transpose() {
            Ok(budget) => budget,
            Err(_) => {
                let reason =
                    format!("expected a whole number as budget, found {:?}", said.unwrap_or_default());
                rejected.push(Rejected { row, reason });
                continue;
            }
        };
        match cells.get(agent).filter(|text| !text.is_empty()) {
            Some(agent) => rows.push(IntroduceRow { row, agent: agent.to_lowercase(), budget }),
            None => rejected.push(Rejected { row, reason: "no agent is named".to_owned() }),
        }
    }
    Ok((rows, rejected))
}

/// The date of this machine, as YYYY-MM-DD.
fn today() -> Result<String, Failure> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_err(Failure::internal)?.as_secs();
    Ok(date(seconds / 86_400))
}

/// The day so many days after 1970-01-01, in the Gregorian calendar (Hinnant, *chrono-compatible low-level date
/// algorithms*: eras of 400 years that begin in March).
fn date(days: u64) -> String {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        for (days, expected) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_454, "2026-01-01"),
            (20_453, "2025-12-31"),
        ] {
            assert_eq!(date(days), expected);
        }
    }

    #[test]
    fn a_row_that_cannot_be_read_is_named_and_the_rest_goes_on() {
        let list = "Name,Agent,Budget\nA,ABCDEF01,5\nB,,1\nC,abcdef02,many\nD,abcdef03\n";
        let (rows, rejected) = read(list.as_bytes()).unwrap();
        let rows: Vec<_> = rows.iter().map(|row| (row.row, row.agent.as_str(), row.budget)).collect();
        assert_eq!(rows, [(1, "abcdef01", Some(5)), (4, "abcdef03", None)]);
        assert_eq!(rejected.iter().map(|one| one.row).collect::<Vec<_>>(), [2, 3]);
        assert!(read(b"name,budget\nx,1\n").is_err());
        assert!(read(b"").is_err());
    }
}
