//! `commons fork`: go on with somebody's work as one of your own.

use std::process::ExitCode;

use commons_licences::{Answer, Purpose};
use serde_json::Value;

use super::answers::provenance;
use super::{Context, check, name_and_value};
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{licence_in_words, line, name_alone, short, text, who};
use crate::request::{Fork, Request};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The work: its id, or at least the first 8 digits; the whole id, where it is not kept on this node
    id: String,

    /// What yours is called [default: as the work]
    #[arg(long, value_name = "T")]
    title: Option<String>,

    /// What yours is about [default: as the work]
    #[arg(long, value_name = "S")]
    summary: Option<String>,

    /// In which language title and summary are
    #[arg(long, value_name = "L")]
    language: Option<String>,

    /// Under which licence you pass yours on, as with `commons publish` [default: that of the work]
    #[arg(long, value_name = "EXPR")]
    licence: Option<String>,

    /// What for: commercial, non-commercial or unsure
    #[arg(long = "for", value_name = "PURPOSE", default_value = "unsure")]
    purpose: Purpose,

    /// A fact about you beside those in your profile, for instance worker_owned=true (may be given several times)
    #[arg(long = "fact", value_name = "NAME=VALUE", value_parser = name_and_value)]
    facts: Vec<(String, String)>,

    /// On what it rests if the answer is not yes: "they agreed in a letter of 1 May"
    #[arg(long, value_name = "S")]
    although: Option<String>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let Args { id, title, summary, language, licence, purpose, facts, although } = args;
    let request = Request::Fork(Fork { id, title, summary, language, licence, purpose, facts, although });
    let shown = Client::connect(context)?.ask(&request)?;
    let answer: Answer = serde_json::from_value(shown.clone()).map_err(Failure::internal)?;
    let forked = shown["fork"].is_object();
    context.output.result(&shown, |shown| match forked {
        true => forked_in_words(shown, &answer),
        false => format!(
            "Nothing was forked: the answer to copying, changing and passing on is not yes.\n\n{}",
            check::in_words(shown, &answer)
        ),
    });
    Ok(if forked { ExitCode::SUCCESS } else { ExitCode::from(answer.answer.exit_code()) })
}

/// What is there now, and what it asks of whoever forked.
fn forked_in_words(shown: &Value, answer: &Answer) -> String {
    let fork = &shown["fork"];
    let mut words = format!(
        "Forked. It is yours to change from now on, by this id:\n\n  {}\n\n  title     {}\n  made from {} {}, by {}\n  licence   {}\n  credited  {}\n  receipt   commons reuse show {}\n",
        text(shown, "id"),
        line(text(fork, "title")),
        name_alone(text(shown, "title")),
        short(shown, "resource"),
        who(&shown["steward"]),
        licence_in_words(fork, text(fork, "licence")),
        credited(&fork["credited"]),
        short(shown, "reuse"),
    );
    if let Some(ground) = shown["although"].as_str() {
        words.push_str(&format!("\nThe answer was {}; it rests on this: {}\n", answer.answer, line(ground)));
    }
    if let Some(alternative) = &answer.alternative {
        words.push_str(&format!("\nThis holds if you choose {}.\n", licence_in_words(shown, alternative)));
    }
    if !answer.duties.is_empty() {
        words.push_str("\nWhat you do in return:\n");
        for duty in &answer.duties {
            words.push_str(&format!("  - {} [{}]\n", line(&duty.text), line(&duty.clause)));
        }
    }
    words.push_str(&provenance(shown));
    format!("{words}\n{}", answer.notice)
}

fn credited(names: &Value) -> String {
    let names: Vec<String> =
        names.as_array().into_iter().flatten().filter_map(Value::as_str).map(line).collect();
    if names.is_empty() { "its makers asked not to be named".to_owned() } else { names.join(", ") }
}
