//! `commons hide`, `unhide`: keep a record of yours from being shown anywhere, until you take that back.

use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{line, short, text};
use crate::request::Request;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The record: its id, or at least the first 8 digits [default: list what you have hidden]
    id: Option<String>,
    /// Why, in a line that everybody can read: do not repeat what is to be hidden
    #[arg(long, value_name = "TEXT", requires = "id")]
    reason: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct UnhideArgs {
    /// The record: its id, or at least the first 8 digits
    id: String,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let client = Client::connect(context)?;
    let Some(id) = args.id else {
        let answer = client.ask(&Request::Hidden)?;
        context.output.result(&answer, list);
        return Ok(ExitCode::SUCCESS);
    };
    let answer = client.ask(&Request::Hide { id, reason: args.reason })?;
    context.output.result(&answer, |answer| match text(answer, "outcome") {
        "unchanged" => format!("Hidden already: {}", text(answer, "id")),
        _ => format!(
            "Hidden: {id}\nNo node that hears of it shows, lists or finds it any more. `commons unhide {short}` shows it again.\n\
             Hiding is not erasing: what it says stays on disks. `commons forget {short}` erases it for good.",
            id = text(answer, "id"),
            short = short(answer, "id"),
        ),
    });
    Ok(ExitCode::SUCCESS)
}

fn list(answer: &Value) -> String {
    let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    if items.is_empty() {
        return "Nothing is hidden.".to_owned();
    }
    let one = |item: &Value| {
        let hidden = &item["hidden"];
        let because =
            hidden["because"].as_str().map(|because| format!(": {}", line(because))).unwrap_or_default();
        format!(
            "{}  {:<12} {}, since {}{because}\n",
            short(item, "id"),
            text(item, "kind"),
            line(text(item, "title")),
            text(hidden, "since")
        )
    };
    items.iter().map(one).collect()
}

pub(super) fn unhide(context: &Context, args: UnhideArgs) -> Result<ExitCode, Failure> {
    let answer = Client::connect(context)?.ask(&Request::Unhide { id: args.id })?;
    context.output.result(&answer, |answer| match text(answer, "outcome") {
        "unchanged" => format!("It is not hidden: {}", text(answer, "id")),
        _ => format!("Shown again: {}", text(answer, "id")),
    });
    Ok(ExitCode::SUCCESS)
}
