//! `commons hide`, `unhide`: keep a record of yours from being shown anywhere, until you take that back.

use std::process::ExitCode;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{short, text};
use crate::request::Request;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The record: its id, or at least the first 8 digits
    id: String,
    /// Why, in a line that everybody can read: do not repeat what is to be hidden
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct UnhideArgs {
    /// The record: its id, or at least the first 8 digits
    id: String,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let answer = Client::connect(context)?.ask(&Request::Hide { id: args.id, reason: args.reason })?;
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

pub(super) fn unhide(context: &Context, args: UnhideArgs) -> Result<ExitCode, Failure> {
    let answer = Client::connect(context)?.ask(&Request::Unhide { id: args.id })?;
    context.output.result(&answer, |answer| match text(answer, "outcome") {
        "unchanged" => format!("It is not hidden: {}", text(answer, "id")),
        _ => format!("Shown again: {}", text(answer, "id")),
    });
    Ok(ExitCode::SUCCESS)
}
