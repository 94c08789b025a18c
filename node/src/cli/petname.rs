//! `commons petname`: your own names for others.

use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{line, short, text, who};
use crate::request::Request;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The organisation or person: an id, at least its first 8 digits, or the petname it has
    #[arg(required_unless_present = "list", conflicts_with = "list")]
    agent: Option<String>,

    /// What to call it on this node; nobody else sees that
    #[arg(required_unless_present_any = ["list", "remove"], conflicts_with_all = ["list", "remove"])]
    name: Option<String>,

    /// Show all petnames
    #[arg(long, conflicts_with = "remove")]
    list: bool,

    /// Take the petname away
    #[arg(long)]
    remove: bool,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let client = Client::connect(context)?;
    let agent = args.agent.unwrap_or_default();
    if args.list {
        let answer = client.ask(&Request::Petnames)?;
        context.output.result(&answer, in_words);
    } else if args.remove {
        let answer = client.ask(&Request::RemovePetname { agent })?;
        context.output.result(&answer, |answer| {
            format!("{} is no longer called {} here.", short(answer, "agent"), line(text(answer, "removed")))
        });
    } else {
        let answer = client.ask(&Request::SetPetname { agent, name: args.name.unwrap_or_default() })?;
        context.output.result(&answer, |answer| format!("Shown from now on, on this node: {}", who(answer)));
    }
    Ok(ExitCode::SUCCESS)
}

fn in_words(answer: &Value) -> String {
    let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    if items.is_empty() {
        return "No petnames yet. Give one with: commons petname AGENT NAME".to_owned();
    }
    items.iter().map(|item| format!("{}\n", who(item))).collect()
}
