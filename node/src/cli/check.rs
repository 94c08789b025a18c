//! `commons check`: may we reuse this?

use std::path::PathBuf;
use std::process::ExitCode;

use commons_licences::{Act, Answer, FactName, Purpose, Question, Verdict};
use serde_json::Value;

use super::confirm::{attester, value_in_words};
use super::{Context, agreement, name_and_value};
use crate::client::Client;
use crate::data_dir::cannot;
use crate::failure::Failure;
use crate::output::{licence_in_words, line, plain, text, who};
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
    if !answer.missing_facts.is_empty() {
        words.push_str("\nWhat would settle it:\n");
        for fact in &answer.missing_facts {
            words.push_str(&format!("  - {} ({})\n", fact.question(), how_to_say(*fact)));
        }
    }
    if !answer.reasons.is_empty() {
        words.push_str("\nWhy:\n");
        for reason in &answer.reasons {
            let clause =
                reason.clause.as_ref().map(|clause| format!(" [{}]", line(clause))).unwrap_or_default();
            words.push_str(&format!("  - {}{clause}\n", line(&reason.text)));
        }
    }
    words.push_str(&provenance(shown));
    if let Some(request) = &answer.request {
        words.push_str("\nA letter to the steward, ready to send:\n\n");
        for line in plain(request).lines() {
            words.push_str(&format!("    {line}\n"));
        }
    }
    words.push_str(&format!("\n{}", answer.notice));
    words
}

/// On whose word the facts stand.
fn provenance(shown: &Value) -> String {
    let lists = |fact: &Value| {
        ["confirmed_by", "denied_by", "no_longer"]
            .map(|list| fact[list].as_array().cloned().unwrap_or_default())
    };
    let facts = shown["facts"].as_array().into_iter().flatten();
    let told: Vec<&Value> = facts
        .filter(|fact| fact["used"] == true || lists(fact).iter().any(|list| !list.is_empty()))
        .collect();
    if told.is_empty() {
        return String::new();
    }
    let mut words = match shown.get("asker").filter(|asker| asker.is_object()) {
        Some(asker) => format!("\nOn whose word, about {}:\n", who(asker)),
        None => "\nOn whose word:\n".to_owned(),
    };
    for fact in told {
        let name = text(fact, "fact");
        words.push_str(&match fact["basis"].as_str() {
            Some(basis) => format!("  - {name} is {}: {}\n", value_in_words(&fact["value"]), said_by(basis)),
            None => format!("  - {name}: they have not said; to go by others, say it with --fact\n"),
        });
        let [confirmed, denied, spent] = lists(fact);
        for one in &confirmed {
            words.push_str(&format!("      confirmed{} by {}\n", of_value(fact, one), attester(one)));
        }
        for one in &denied {
            words.push_str(&format!("      DENIED{} by {}\n", of_value(fact, one), attester(one)));
        }
        for one in &spent {
            words.push_str(&format!("      no longer{} by {}\n", of_value(fact, one), attester(one)));
        }
    }
    for warning in shown["warnings"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        words.push_str(&format!("  ! {}\n", line(warning)));
    }
    if shown["more_confirmations"] == true {
        words.push_str("  Strangers say more than is shown here.\n");
    }
    words
}

fn said_by(basis: &str) -> &str {
    match basis {
        "self-declared" => "they say so themselves",
        "given" => "said with the question",
        "implied-by-kind" => "taken from their kind, since nothing else was said",
        other => other,
    }
}

/// The value that is confirmed, where it is not the one that was taken.
fn of_value(fact: &Value, confirmation: &Value) -> String {
    match fact["value"] == confirmation["value"] {
        true => String::new(),
        false => format!(" (as {})", value_in_words(&confirmation["value"])),
    }
}

/// The answer in plain words, before what explains it.
const fn headline(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allowed => "Yes.",
        Verdict::AllowedWithDuties => "Yes, if you do something in return.",
        Verdict::MissingFacts => "That depends: tell us more.",
        Verdict::Unclear => "The text is unclear: ask.",
        Verdict::NotGranted => "Not under this licence: ask for permission.",
        Verdict::Forbidden => "No: this licence bars it. The licensor may still agree otherwise.",
        Verdict::Unknown => "We do not know this licence.",
    }
}

fn how_to_say(fact: FactName) -> String {
    match fact {
        FactName::Purpose => "--for commercial or --for non-commercial".to_owned(),
        fact => format!("--fact {fact}=…: {}", fact.expects().replace('`', "")),
    }
}
