//! `commons block`: keep and fetch nothing of an agent.

use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use super::follow::{standing, who};
use crate::client::Client;
use crate::failure::Failure;
use crate::output::text;
use crate::request::Request;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Whom: an id, at least its first 8 digits, or your petname for it [default: list who is blocked]
    agent: Option<String>,

    /// No longer
    #[arg(long, requires = "agent")]
    remove: bool,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let Args { agent, remove } = args;
    let listing = agent.is_none();
    let answer = Client::connect(context)?.ask(&Request::Block { agent, remove })?;
    context.output.result(&answer, |answer| match (listing, remove) {
        (true, _) => list(answer),
        (false, true) => format!(
            "No longer blocked: {}. Here they are {} now; what was left out is asked for again.",
            who(answer),
            standing(answer)
        ),
        (false, false) => format!(
            "Blocked: {}. Nothing of theirs is shown, kept or passed on here. Other nodes decide for themselves.",
            text(answer, "agent")
        ),
    });
    Ok(ExitCode::SUCCESS)
}

fn list(answer: &Value) -> String {
    let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    if items.is_empty() {
        return "Nobody is blocked.".to_owned();
    }
    items.iter().map(|item| format!("{}\n", text(item, "agent"))).collect()
}
