//! `commons acknowledge`, `question`, `reply`: what we say of others' records, and to what they say of ours.

use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{line, short, text, who};
use crate::request::{Request, Said, Say};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The contribution: its id, or at least the first 8 digits
    id: String,
    /// What you have to say to it. It is public: do not name people who were cared for
    #[arg(long, value_name = "TEXT", conflicts_with = "withdraw")]
    note: Option<String>,
    /// Take the acknowledgement back
    #[arg(long)]
    withdraw: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct QuestionArgs {
    /// A contribution, a resource, an organisation or a person: an id, or at least the first 8 digits
    id: String,
    /// What you doubt, and what would settle it: everybody can read it
    #[arg(long, value_name = "TEXT", required_unless_present = "withdraw")]
    reason: Option<String>,
    /// Of an organisation or a person, this fact alone, for instance worker_owned
    #[arg(long, value_name = "FACT", conflicts_with = "withdraw")]
    fact: Option<String>,
    /// Take the question back: it is settled
    #[arg(long, conflicts_with = "reason")]
    withdraw: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ReplyArgs {
    /// The question about a record of yours: its id, or at least the first 8 digits
    id: String,
    /// What you say to it: everybody can read it
    #[arg(long, value_name = "TEXT", required_unless_present = "withdraw")]
    text: Option<String>,
    /// Take the reply back
    #[arg(long, conflicts_with = "text")]
    withdraw: bool,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let say = match args.withdraw {
        true => Say::Withdraw { id: args.id, what: Said::Acknowledges },
        false => Say::Acknowledge { id: args.id, note: args.note },
    };
    ask(context, say, ["Acknowledged", "Acknowledged already", "The acknowledgement is taken back"])
}

pub(super) fn question(context: &Context, args: QuestionArgs) -> Result<ExitCode, Failure> {
    let say = match args.reason {
        Some(reason) => Say::Question { id: args.id, fact: args.fact, reason },
        None => Say::Withdraw { id: args.id, what: Said::Questions },
    };
    ask(context, say, ["Questioned", "Questioned already, in these words", "The question is taken back"])
}

pub(super) fn reply(context: &Context, args: ReplyArgs) -> Result<ExitCode, Failure> {
    let say = match args.text {
        Some(text) => Say::Reply { id: args.id, text },
        None => Say::Withdraw { id: args.id, what: Said::Replies },
    };
    ask(context, say, ["Replied", "Replied already, in these words", "The reply is taken back"])
}

fn ask(
    context: &Context,
    say: Say,
    [done, unchanged, withdrawn]: [&'static str; 3],
) -> Result<ExitCode, Failure> {
    let withdraws = matches!(say, Say::Withdraw { .. });
    let answer = Client::connect(context)?.ask(&Request::Say(say))?;
    context.output.result(&answer, |answer| {
        let what = match (withdraws, text(answer, "outcome")) {
            (true, "unchanged") => "That was taken back already",
            (true, _) => withdrawn,
            (false, "unchanged") => unchanged,
            (false, _) => done,
        };
        let mut words = format!("{what}:\n\n  {}\n", text(answer, "id"));
        if answer["corrected_by"].is_string() {
            let by = short(answer, "corrected_by");
            words.push_str(&format!(
                "\nWhoever made the contribution has corrected it since: {by} says it now, and may be acknowledged too.\n"
            ));
        }
        words
    });
    Ok(ExitCode::SUCCESS)
}

/// What is said of a record, as `commons show` lists it.
pub(super) fn said_in_words(record: &Value) -> String {
    let mut words = String::new();
    if record["corrected_by"].is_string() {
        words.push_str(&format!("\nCorrected: {} says it now.\n", short(record, "corrected_by")));
    }
    let acknowledged = record["acknowledged_by"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !acknowledged.is_empty() {
        words.push_str("\nAcknowledged by:\n");
        for one in acknowledged {
            words.push_str(&format!("  {}  {}\n", short(one, "id"), acknowledgement_in_words(one)));
        }
    }
    let questions = record["questions"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !questions.is_empty() {
        words.push_str("\nQuestioned by:\n");
        for one in questions {
            words.push_str(&format!("  {}  {}\n", short(one, "id"), question_in_words(one)));
            if one["reply"].is_object() {
                words.push_str(&format!("            reply: {}\n", line(text(&one["reply"], "text"))));
            }
        }
    }
    words
}

/// Who acknowledges, and as what.
pub(super) fn acknowledgement_in_words(one: &Value) -> String {
    let steward = if one["steward"] == true { ", who keeps what it was for" } else { "" };
    let note = one["note"].as_str().map(|note| format!(": {}", line(note))).unwrap_or_default();
    format!("{}{steward}{note}", who(one))
}

/// Who questions, and why.
pub(super) fn question_in_words(one: &Value) -> String {
    let fact = one["fact"].as_str().map(|fact| format!(" ({})", line(fact))).unwrap_or_default();
    format!("{}{fact}: {}", who(one), line(text(one, "reason")))
}
