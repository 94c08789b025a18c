//! `commons confirm`: facts about others that one stands by, until a day, and what others stand by.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::data_dir::cannot;
use crate::failure::Failure;
use crate::import::confirmations_csv;
use crate::import::list::MAX_LIST_BYTES;
use crate::output::{line, short, text, who};
use crate::request::{Confirm, Imported, Rejected, Request};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Whom it is about: an id, at least its first 8 digits, or your petname for it. With --withdraw also the id of a
    /// confirmation
    #[arg(required_unless_present_any = ["list", "csv"], conflicts_with = "csv")]
    agent: Option<String>,

    /// What you confirm, as FACT or FACT=VALUE: a fact of licences such as worker_owned, or one of your own such as
    /// member-of-our-federation. Without a value it is true
    #[arg(value_name = "FACT[=VALUE]", required_unless_present_any = ["list", "csv", "withdraw"], conflicts_with_all = ["list", "csv"])]
    fact: Option<String>,

    /// The last day on which it holds, as YYYY-MM-DD; left out, it holds until you take it back
    #[arg(long, value_name = "DATE", conflicts_with_all = ["list", "csv", "withdraw"])]
    until: Option<String>,

    /// Why you can say so. It is public
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["list", "csv", "withdraw"])]
    reason: Option<String>,

    /// Take it back from today on; what was said stays in the history
    #[arg(long, conflicts_with_all = ["list", "csv"])]
    withdraw: bool,

    /// Show what you confirmed and what others confirm about you; with AGENT, what anybody confirms about it
    #[arg(long, conflicts_with = "csv")]
    list: bool,

    /// Confirm row by row: a CSV file with the columns agent and fact, and if need be value, until and reason
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,

    /// With --csv: only say what would be done
    #[arg(long, requires = "csv")]
    dry_run: bool,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    if let Some(file) = &args.csv {
        return csv(context, file, args.dry_run);
    }
    let client = Client::connect(context)?;
    if args.list {
        let answer = client.ask(&Request::Confirmations { about: args.agent })?;
        context.output.result(&answer, in_words);
        return Ok(ExitCode::SUCCESS);
    }
    let what = args.agent.unwrap_or_default();
    if args.withdraw {
        let fact = args.fact.map(|fact| fact.split('=').next().unwrap_or_default().to_owned());
        let answer = client.ask(&Request::WithdrawConfirmation { what, fact })?;
        context.output.result(&answer, |answer| done(answer, "Taken back", "It was taken back already"));
        return Ok(ExitCode::SUCCESS);
    }
    let fact = args.fact.unwrap_or_default();
    let (fact, value) = match fact.split_once('=') {
        Some((fact, value)) => (fact.to_owned(), Some(value.to_owned())),
        None => (fact, None),
    };
    let confirm = Confirm { agent: what, fact, value, until: args.until, reason: args.reason };
    let answer = client.ask(&Request::Confirm(confirm))?;
    context
        .output
        .result(&answer, |answer| done(answer, "Confirmed, and public", "You confirm just that already"));
    Ok(ExitCode::SUCCESS)
}

fn done(answer: &Value, done: &str, unchanged: &str) -> String {
    let done = if text(answer, "outcome") == "unchanged" { unchanged } else { done };
    let until = answer["until"].as_str().map(|until| format!(", until {until}")).unwrap_or_default();
    let fact = line(text(answer, "fact"));
    let stated = format!("{fact} is {}{until}", value_in_words(&answer["value"]));
    format!("{done}: {stated}\n  about {}\n\n  {}", who(&answer["about"]), text(answer, "id"))
}

fn csv(context: &Context, file: &Path, dry_run: bool) -> Result<ExitCode, Failure> {
    let list = confirmations_csv::read(&list_bytes(file)?).map_err(|error| {
        Failure::invalid(format!("{}: {error}", file.display()))
            .hint("the first line names the columns: agent, fact, and if need be value, until and reason")
    })?;
    let answer = Client::connect(context)?.ask(&Request::ConfirmRows { rows: list.rows, dry_run })?;
    tell_of_list(context, answer, list.rejected, |Imported { added, updated, .. }| {
        let would = if dry_run { "would be " } else { "" };
        format!("{added} {would}confirmed, {updated} {would}renewed")
    })
}

/// A list's bytes, or one more than are read.
pub(super) fn list_bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    File::open(file)
        .and_then(|opened| opened.take(MAX_LIST_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(|error| cannot("read", file, &error))?;
    Ok(bytes)
}

/// Says what became of a list, those rows included that were rejected before anybody was asked.
pub(super) fn tell_of_list(
    context: &Context,
    answer: Value,
    rejected: Vec<Rejected>,
    done: impl Fn(&Imported) -> String,
) -> Result<ExitCode, Failure> {
    let mut imported: Imported = serde_json::from_value(answer).map_err(Failure::internal)?;
    imported.rejected.extend(rejected);
    imported.rejected.sort_by_key(|rejected| rejected.row);
    for rejected in &imported.rejected {
        context.output.note(&format!("row {}: {}", rejected.row, rejected.reason));
    }
    let answer = serde_json::to_value(&imported).map_err(Failure::internal)?;
    context.output.result(&answer, |_| {
        let Imported { unchanged, rejected, .. } = &imported;
        format!("{}, {unchanged} unchanged, {} rejected", done(&imported), rejected.len())
    });
    Ok(ExitCode::SUCCESS)
}

fn in_words(answer: &Value) -> String {
    let mut words = String::new();
    let mut section = |heading: &str, list: &Value, of_whom: &str, none: &str| {
        let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
        words.push_str(&format!("{heading}\n"));
        if items.is_empty() {
            words.push_str(&format!("  {none}\n"));
        }
        for item in items {
            let other = if of_whom == "about" {
                format!("about {}", who(&item["about"]))
            } else {
                format!("by {}", who(&item["by"]))
            };
            words.push_str(&format!("  {}  {}, {other}{}\n", short(item, "id"), stated(item), dates(item)));
        }
    };
    if answer.get("ours").is_some() {
        section("What you confirmed:", &answer["ours"], "about", "nothing yet");
        section("\nWhat others confirm about you:", &answer["about_us"], "by", "nothing yet");
    } else {
        section(
            &format!("Confirmed about {}:", who(&answer["about"])),
            &answer["items"],
            "by",
            "nothing that is here",
        );
    }
    if answer["more"] == true {
        words.push_str("\nStrangers say more than is shown here.\n");
    }
    words
}

fn stated(confirmation: &Value) -> String {
    format!("{} is {}", line(text(confirmation, "fact")), value_in_words(&confirmation["value"]))
}

/// Until when, and whether it holds.
fn dates(confirmation: &Value) -> String {
    let until = confirmation["until"].as_str();
    match (text(confirmation, "state"), until) {
        ("lapsed", Some(until)) => format!(" (lapsed: it held until {until})"),
        ("withdrawn", _) => format!(" (withdrawn on {})", text(confirmation, "withdrawn")),
        ("contested", _) => " (their members disagree about it)".to_owned(),
        (_, Some(until)) => match confirmation["lapses_in_days"].as_i64() {
            Some(0) => format!(" (until {until}: today is its last day)"),
            Some(1) => format!(" (until {until}: it lapses after tomorrow)"),
            Some(days) => format!(" (until {until}: {days} days left)"),
            None => format!(" (until {until})"),
        },
        (_, None) => String::new(),
    }
}

/// Who confirms something, whether we know them, and until when.
pub(super) fn attester(confirmation: &Value) -> String {
    let stranger = if confirmation["known"] == true { "" } else { ", whom you do not know" };
    format!("{}{stranger}{}", who(&confirmation["by"]), dates(confirmation))
}

/// One line of a reminder: ours to renew, or others' to ask for.
pub(super) fn reminder(confirmation: &Value, own: &str) -> String {
    let (whose, next) = if text(&confirmation["by"], "agent") == own {
        let about = &confirmation["about"];
        let (agent, fact) = (short(about, "agent"), line(text(confirmation, "fact")));
        let fact = match &confirmation["value"] {
            Value::Bool(true) => fact,
            value => format!("{fact}={}", value_in_words(value).replace(", ", ",")),
        };
        (format!("yours about {}", who(about)), format!("commons confirm {agent} {fact} --until DATE"))
    } else {
        (format!("about you, by {}", who(&confirmation["by"])), "ask them to renew it".to_owned())
    };
    format!("{}, {whose}{}: {next}", stated(confirmation), dates(confirmation))
}

/// A value as one would say it.
pub(super) fn value_in_words(value: &Value) -> String {
    match value {
        Value::Bool(true) => "true".to_owned(),
        Value::Bool(false) => "false".to_owned(),
        Value::String(word) => line(&word.replace(':', ", ")),
        other => other.to_string(),
    }
}
