//! `commons history`: how a record came to be as it is.

use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use super::list::Page;
use super::motion::person_in_words;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{hidden_in_words, line, name_alone, short, text, who};
use crate::request::Request;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The record: its id, or at least the first 8 digits
    id: String,

    #[command(flatten)]
    page: Page,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let Args { id, page: Page { limit, after } } = args;
    let answer = Client::connect(context)?.ask(&Request::History { id, limit, after })?;
    context.output.result(&answer, in_words);
    Ok(ExitCode::SUCCESS)
}

fn in_words(answer: &Value) -> String {
    let title = name_alone(text(answer, "title"));
    let mut words =
        format!("{} {}  {title}", text(answer, "kind"), short(answer, "id")).trim_end().to_owned();
    words.push_str(&format!("\nby {}\n", who(answer)));
    if let Some(hidden) = hidden_in_words(answer) {
        return format!("{words}{hidden}\n");
    }
    for conflict in all(answer, "conflicts") {
        words.push_str(&format!("\nput at the same time, and not settled: {}\n", field(conflict)));
        for value in all(conflict, "values") {
            words.push_str(&format!("  {}, by {}\n", said(&value["value"]), person_in_words(&value["by"])));
        }
    }
    for change in all(answer, "items") {
        words.push_str(&format!("\n{}  {}", short(change, "change"), person_in_words(&change["by"])));
        if let Some(day) = change["claimed"].as_str() {
            words.push_str(&format!(", on {} as they say", line(day)));
        }
        if change["adopted"] == true {
            words.push_str(", taken back in by a member");
        }
        words.push('\n');
        if change["counts"] == false {
            words.push_str(&format!(
                "          does not count: {}\n",
                why_not(text(&change["why_not"], "reason"))
            ));
        }
        for did in all(change, "did") {
            words.push_str(&format!("          {}\n", done(did)));
        }
        if let Some(more) = change["more"].as_u64().filter(|more| *more > 0) {
            words.push_str(&format!("          and {more} more\n"));
        }
    }
    if let Some(next) = answer["next"].as_str() {
        words.push_str(&format!("\nThere is more: --after {next}\n"));
    }
    words
}

fn all<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// A field, with the language or name that is meant.
fn field(value: &Value) -> String {
    let name = text(value, "field").replace('_', " ");
    match text(value, "key") {
        "" | "und" => name,
        key => format!("{name} ({})", line(key)),
    }
}

fn said(value: &Value) -> String {
    match value {
        Value::String(text) => format!("\"{}\"", line(text)),
        other => other.to_string(),
    }
}

fn why_not(reason: &str) -> &'static str {
    match reason {
        "set-aside" => "a recovery set aside the branch of the key log that it rests on",
        "contested" => "members disagree on who may sign, and it rests on one of two branches",
        "list-missing" => "its key was removed, and the list of what still counts is not here yet",
        "key-removed" => "its key was removed, and the members who did so did not list it",
        _ => "who could sign it is not known here",
    }
}

/// What was done, in a few words.
fn done(did: &Value) -> String {
    let before: Vec<String> = all(did, "before").iter().map(said).collect();
    let decided = match did.get("approved") {
        Some(Value::Bool(false)) => ", proposed: not approved by enough members",
        _ => "",
    };
    match text(did, "what") {
        "set" if before.is_empty() => format!("{}: {}{decided}", field(did), said(&did["value"])),
        "set" => {
            format!("{}: from {} to {}{decided}", field(did), before.join(" and "), said(&did["value"]))
        }
        "cleared" if before.is_empty() => format!("{}: cleared", field(did)),
        "cleared" => format!("{}: cleared, was {}", field(did), before.join(" and ")),
        "worded" if did["merged"] == true => {
            format!("{}: worded anew, after several wrote at once", field(did))
        }
        "worded" => {
            let (removed, added) = (text(did, "removed"), text(did, "added"));
            let mut parts = Vec::new();
            if !removed.is_empty() {
                parts.push(format!("without {}", said(&did["removed"])));
            }
            if !added.is_empty() {
                parts.push(format!("with {}", said(&did["added"])));
            }
            format!(
                "{}: {}",
                field(did),
                if parts.is_empty() { "spaces".to_owned() } else { parts.join(", ") }
            )
        }
        "added" => format!("{}: and {}", field(did), said(&did["value"])),
        "removed" => format!("{}: no longer {}", field(did), said(&did["value"])),
        "approved" => format!("approves {}", short(did, "change")),
        "objected" => format!("objects to {}: {}", short(did, "change"), line(text(did, "reason"))),
        "withdrew-objection" => format!("no longer objects to {}", short(did, "change")),
        "adopted" => format!("takes {} back in", short(did, "change")),
        _ => String::new(),
    }
}
