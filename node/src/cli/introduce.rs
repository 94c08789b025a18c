//! `commons introduce`: one agent, or all in a list, to those who trust us.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use super::confirm::{list_bytes, tell_of_list};
use super::follow::{named, standing, who};
use crate::client::Client;
use crate::failure::Failure;
use crate::import::introductions_csv;
use crate::output::short;
use crate::request::{Imported, Introduce, Request};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Whom: an id, at least its first 8 digits, or your petname for it [default: list whom you introduce]
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
    let request = Request::Introduce(Introduce { agent, budget, withdraw });
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
    let list = introductions_csv::read(&list_bytes(file)?).map_err(|error| {
        Failure::invalid(format!("{}: {error}", file.display()))
            .hint("the first line names the columns: agent, and perhaps budget and name")
    })?;
    let answer = Client::connect(context)?.ask(&Request::IntroduceRows { rows: list.rows, dry_run })?;
    tell_of_list(context, answer, list.rejected, |Imported { added, updated, .. }| {
        let would = if dry_run { "would be " } else { "" };
        format!("{added} {would}introduced, {updated} {would}given another budget")
    })
}
