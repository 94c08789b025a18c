//! `commons follow`: trust an agent, and whom it introduces.

use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{line, short};
use crate::request::Request;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Whom: an id, at least its first 8 digits, or your petname for it [default: list who is followed]
    agent: Option<String>,

    /// How many others they may introduce to this node [default: introduction_budget in config.toml]
    #[arg(long, value_name = "N", requires = "agent", conflicts_with = "remove")]
    budget: Option<u32>,

    /// No longer
    #[arg(long, requires = "agent")]
    remove: bool,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let Args { agent, budget, remove } = args;
    let listing = agent.is_none();
    let answer = Client::connect(context)?.ask(&Request::Follow { agent, budget, remove })?;
    context.output.result(&answer, |answer| match (listing, remove) {
        (true, _) => list(answer),
        (false, true) => {
            format!("No longer followed: {}. Here they are {} now.", who(answer), standing(answer))
        }
        (false, false) => format!(
            "Followed: {}. All they publish is kept here, and whom they introduce is trusted too.",
            who(answer)
        ),
    });
    Ok(ExitCode::SUCCESS)
}

/// A name, if there is one, and always the beginning of the id.
pub(super) fn who(item: &Value) -> String {
    named(item, "agent")
}

/// What stands under `NAME` and `NAME_name`.
pub(super) fn named(item: &Value, key: &str) -> String {
    match item[format!("{key}_name").as_str()].as_str().map(line).filter(|name| !name.is_empty()) {
        Some(name) => format!("{name} ({})", short(item, key)),
        None => short(item, key).to_owned(),
    }
}

/// A standing, as people say it.
pub(super) fn standing(item: &Value) -> &'static str {
    match item["standing"].as_str() {
        Some("own") => "yourselves",
        Some("followed") => "followed",
        Some("introduced") => "introduced",
        Some("blocked") => "blocked",
        _ => "new",
    }
}

fn list(answer: &Value) -> String {
    let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    if items.is_empty() {
        return "Nobody is followed yet: `commons follow AGENT` begins.".to_owned();
    }
    let mut words = String::new();
    for item in items {
        let left = item["budget_left"].as_u64().unwrap_or(0);
        words.push_str(&format!("{}, may introduce {left} more of {}\n", who(item), item["budget"]));
    }
    words
}
