//! `commons check`: may we reuse this?

mod files;

use std::path::PathBuf;
use std::process::ExitCode;

use commons_licences::{Act, Answer, Purpose, Question};
use serde_json::Value;

use super::answers::{headline, letter, provenance, what_would_settle_it};
use super::{Context, agreement, name_and_value};
use crate::client::Client;
use crate::data_dir::cannot;
use crate::failure::Failure;
use crate::output::{licence_in_words, line, short, text, who};
use crate::request::{AgreementRequest, Check, Propose, Request};
use crate::service::not_kept_in_words;

/// Longest name of a proposal, so that the longest title fits.
const MAX_NAME_CHARS: usize = 120;

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub(super) struct Args {
    /// The resource: its id, or at least the first 8 digits
    #[arg(group = "what")]
    id: Option<String>,

    /// A licence, as an SPDX expression; terms of somebody's own as own:ID
    #[arg(long, value_name = "EXPR", group = "what")]
    licence: Option<String>,

    /// A whole question as JSON; - reads it from standard input
    #[arg(long, value_name = "FILE", group = "what")]
    question: Option<PathBuf>,

    /// A folder with a project in it: an answer for each of its parts, and one over all
    #[arg(long, value_name = "DIR", group = "what")]
    files: Option<PathBuf>,

    /// With --files: the licence that the whole is to be passed on under
    #[arg(long, value_name = "EXPR", requires = "files", conflicts_with_all = ["id", "licence", "question"])]
    result: Option<String>,

    /// Who asks: an agent's id [default: your own agent]
    #[arg(long = "as", value_name = "AGENT", conflicts_with = "question")]
    as_agent: Option<String>,

    /// A fact about who asks, for instance worker_owned=true (may be given several times)
    #[arg(long = "fact", value_name = "NAME=VALUE", value_parser = name_and_value, conflicts_with = "question")]
    facts: Vec<(String, String)>,

    /// What for: commercial, non-commercial or unsure
    #[arg(long = "for", value_name = "PURPOSE", default_value = "unsure", conflicts_with = "question")]
    purpose: Purpose,

    /// What is done with it: use, copy, adapt, distribute, network-service, sublicense (may be given
    /// several times) [default: use]
    #[arg(long = "act", value_name = "ACT", conflicts_with = "question")]
    acts: Vec<Act>,

    /// Unless the answer is yes, propose an agreement to the steward: what you would give in return
    #[arg(long, value_name = "IN RETURN", requires = "id")]
    propose: Option<String>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    if let Some(folder) = args.files.clone() {
        return files::run(context, &folder, args);
    }
    let in_return = args.propose.clone();
    let answer = match &args.question {
        // A question needs nothing that a node holds.
        Some(file) => {
            let question = read_question(file)?;
            serde_json::to_value(commons_licences::answer(&question)).map_err(Failure::internal)?
        }
        None => {
            let Args { id, licence, as_agent, facts, purpose, acts, .. } = args;
            Client::connect(context)?.ask(&Request::Check(Check {
                id,
                licence,
                as_agent,
                alone: false,
                facts,
                purpose,
                acts,
            }))?
        }
    };
    // The answer may carry more than the licence engine's: what it was about.
    let parsed: Answer = serde_json::from_value(answer.clone()).map_err(Failure::internal)?;
    let answer = match in_return {
        Some(in_return) if !parsed.answer.is_yes() => propose(context, answer, &parsed, in_return)?,
        _ => answer,
    };
    context.output.result(&answer, |answer| {
        let mut words = in_words(answer, &parsed);
        if let Some(proposed) = answer.get("proposed") {
            words.push_str(&format!("\n\n{}", agreement::in_words(proposed)));
        }
        words
    });
    Ok(ExitCode::from(parsed.answer.exit_code()))
}

/// Makes a request to the steward a proposal that they can accept.
fn propose(
    context: &Context,
    mut answer: Value,
    parsed: &Answer,
    in_return: String,
) -> Result<Value, Failure> {
    let title = line(text(&answer, "title"));
    let request = Request::Agreement(AgreementRequest::Propose(Propose {
        name: format!("Reuse of {title}").chars().take(MAX_NAME_CHARS).collect(),
        with: vec![text(&answer["steward"], "agent").to_owned()],
        works: vec![text(&answer, "resource").to_owned()],
        allow: vec!["anything".to_owned()],
        in_return: Some(in_return),
        note: parsed.request.clone(),
        language: Some("en".to_owned()),
        from: None,
        until: None,
    }));
    answer["proposed"] = Client::connect(context)?.ask(&request)?;
    Ok(answer)
}

fn read_question(file: &PathBuf) -> Result<Question, Failure> {
    let json = if file.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(file)
    }
    .map_err(|error| cannot("read", file, &error))?;
    serde_json::from_str(&json).map_err(|error| {
        Failure::usage(format!("{} is no question: {error}", file.display()))
            .hint("a question looks like {\"licence\": \"PPL\", \"user\": {\"kind\": \"worker-coop\"}, \"use\": {\"purpose\": \"commercial\"}}")
    })
}

/// The answer as one would read it out.
pub(crate) fn in_words(shown: &Value, answer: &Answer) -> String {
    let mut words = String::new();
    if !text(shown, "title").is_empty() {
        let (title, licence) = (line(text(shown, "title")), licence_in_words(shown, text(shown, "licence")));
        words.push_str(&format!("{title} ({licence}), by {}\n", who(&shown["steward"])));
    }
    if let Some(not_kept) = shown.get("not_kept") {
        words.push_str(&format!("[{}]\n", not_kept_in_words(not_kept)));
    }
    if !words.is_empty() {
        words.push('\n');
    }
    if shown["own"] == true {
        words.push_str("This work is your own: you need nobody's permission, but that of those who made parts of it.\nOthers are told:\n\n");
    }
    words.push_str(headline(answer.answer));
    words.push('\n');
    if let Some(alternative) = &answer.alternative {
        words.push_str(&format!("This holds if you choose {}.\n", licence_in_words(shown, alternative)));
    }
    if !answer.duties.is_empty() {
        words.push_str("\nWhat you do in return:\n");
        for duty in &answer.duties {
            words.push_str(&format!("  - {} [{}]\n", line(&duty.text), line(&duty.clause)));
        }
    }
    words.push_str(&what_would_settle_it(&answer.missing_facts));
    if !answer.reasons.is_empty() {
        words.push_str("\nWhy:\n");
        for reason in &answer.reasons {
            let clause =
                reason.clause.as_ref().map(|clause| format!(" [{}]", line(clause))).unwrap_or_default();
            words.push_str(&format!("  - {}{clause}\n", line(&reason.text)));
        }
    }
    words.push_str(&declared(shown));
    words.push_str(&provenance(shown));
    if let Some(request) = &answer.request {
        words.push_str(&letter("the steward", request));
    }
    words.push_str(&format!("\n{}", answer.notice));
    words
}

/// What whoever asks declared before: that stays as it was, whatever the terms are now.
fn declared(shown: &Value) -> String {
    let mut words = String::new();
    for declared in shown["declared"].as_array().into_iter().flatten() {
        let ended = match declared["ended"].as_str() {
            Some(day) => format!(", and ended it on {day}"),
            None => ": that goes by the terms of then, whatever is allowed now".to_owned(),
        };
        let (id, on) = (short(declared, "id"), text(declared, "on"));
        words.push_str(&format!(
            "\nYou declared on {on} that you reuse it{ended} (commons reuse show {id}).\n"
        ));
    }
    words
}
