//! `commons withhold`: neither show, keep nor pass on a record or a file here.

use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::text;
use crate::request::Request;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What: the id of a record or a file, or at least its first 8 digits [default: list what is withheld]
    id: Option<String>,

    /// No longer
    #[arg(long, requires = "id")]
    remove: bool,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let Args { id, remove } = args;
    let listing = id.is_none();
    let answer = Client::connect(context)?.ask(&Request::Withhold { id, remove })?;
    context.output.result(&answer, |answer| match (listing, remove) {
        (true, _) => list(answer),
        (false, true) => format!("No longer withheld: {}", text(answer, "id")),
        (false, false) => format!(
            "Withheld: {}. This node neither shows it nor passes it on. Other nodes decide for themselves.",
            text(answer, "id")
        ),
    });
    Ok(ExitCode::SUCCESS)
}

fn list(answer: &Value) -> String {
    let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    if items.is_empty() {
        return "Nothing is withheld.".to_owned();
    }
    items.iter().map(|item| format!("{}\n", text(item, "id"))).collect()
}
