//! `commons why`: the chain of introductions that gives a standing, or why there is none.

use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use super::follow::{named, who};
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{line, short, text};
use crate::request::Request;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Whom or what: an id, or at least its first 8 digits; a record stands as whoever keeps it does
    id: String,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let answer = Client::connect(context)?.ask(&Request::Why { id: args.id })?;
    context.output.result(&answer, in_words);
    Ok(ExitCode::SUCCESS)
}

fn in_words(answer: &Value) -> String {
    if answer["withheld"] == true {
        return format!(
            "{} is not shown here: you withhold it (commons withhold ID --remove)\n",
            text(answer, "id")
        );
    }
    let who = who(answer);
    let mut words = match answer["standing"].as_str() {
        Some("own") => format!("{who} is your own.\n"),
        Some("followed") => format!("{who} is followed: you said so.\n"),
        Some("blocked") => format!("{who} is blocked: you said so.\n"),
        Some("introduced") => introduced(&who, answer),
        _ => new(&who, answer),
    };
    match answer["left_out"].as_str() {
        Some(reason) => words.push_str(&format!("Nothing of it is kept: {}.\n", line(reason))),
        None => words
            .push_str(&format!("Kept of it: {} signed items, {} bytes.\n", answer["items"], answer["bytes"])),
    }
    words
}

fn introduced(who: &str, answer: &Value) -> String {
    let mut words = format!("{who} is introduced:\n");
    for link in answer["chain"].as_array().into_iter().flatten() {
        let you = if link["by_standing"] == "own" { "you" } else { "" };
        let followed = if link["by_standing"] == "followed" { ", whom you follow," } else { "" };
        let by = if you.is_empty() { format!("{}{followed}", named(link, "by")) } else { you.to_owned() };
        let verb = if you.is_empty() { "introduces" } else { "introduce" };
        let about = named(link, "about");
        words.push_str(&format!("  {by} {verb} {about}  [record {}]\n", short(link, "record")));
    }
    words
}

fn new(who: &str, answer: &Value) -> String {
    let unheard = answer["unheard"].as_array().map(Vec::as_slice).unwrap_or_default();
    if unheard.is_empty() {
        return format!("{who} is new here: nobody has introduced them.\n");
    }
    let mut words = format!("{who} is new here. These introductions do not count:\n");
    for link in unheard {
        let reason = line(text(link, "reason"));
        words.push_str(&format!(
            "  by {}: {reason}  [record {}]\n",
            named(link, "by"),
            short(link, "record")
        ));
    }
    words
}
