//! `commons remix`: may we put these together?

use std::process::ExitCode;

use commons_licences::{Act, Asked, Purpose, RemixAnswer, ResultAnswer, Verdict};
use serde_json::Value;

use super::answers::{headline, letter, provenance, what_would_settle_it};
use super::{Context, name_and_value};
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{line, text, who};
use crate::request::{Remix, Request};
use crate::service::not_kept_in_words;

/// Most reasons why a licence does not suit the result that are shown in words, and most licences with each; `--json` has
/// them all.
const MAX_SHOWN: usize = 8;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The resources: their ids, or at least the first 8 digits
    #[arg(value_name = "ID", required_unless_present_any = ["with", "with_part"])]
    ids: Vec<String>,

    /// The licence of something else that goes in and is not in the registry, as an SPDX expression (may be given several
    /// times)
    #[arg(long, value_name = "EXPR")]
    with: Vec<String>,

    /// The same of something that goes in whole and stays a part of its own, such as a library in a program
    #[arg(long, value_name = "EXPR")]
    with_part: Vec<String>,

    /// Under which licence the result is to be passed on
    #[arg(long, value_name = "EXPR")]
    result: Option<String>,

    /// Who asks: an agent's id [default: your own agent]
    #[arg(long = "as", value_name = "AGENT")]
    as_agent: Option<String>,

    /// A fact about who asks, for instance worker_owned=true (may be given several times)
    #[arg(long = "fact", value_name = "NAME=VALUE", value_parser = name_and_value)]
    facts: Vec<(String, String)>,

    /// What for: commercial, non-commercial or unsure
    #[arg(long = "for", value_name = "PURPOSE", default_value = "unsure")]
    purpose: Purpose,

    /// What is done: use, copy, adapt, distribute, network-service, sublicense (may be given several times)
    /// [default: adapt and distribute]
    #[arg(long = "act", value_name = "ACT")]
    acts: Vec<Act>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let Args { ids, with, with_part, result, as_agent, facts, purpose, acts } = args;
    let decided = result.is_some();
    let request = Request::Remix(Remix { ids, with, with_part, result, as_agent, facts, purpose, acts });
    let shown = Client::connect(context)?.ask(&request)?;
    let answer: RemixAnswer = serde_json::from_value(shown.clone()).map_err(Failure::internal)?;
    context.output.result(&shown, |shown| in_words(shown, &answer, decided));
    Ok(ExitCode::from(answer.answer.exit_code()))
}

/// The answer as one would read it out.
fn in_words(shown: &Value, answer: &RemixAnswer, decided: bool) -> String {
    let mut words = String::new();
    for source in &answer.sources {
        words.push_str(&source_in_words(shown, source));
    }
    words.push_str(&format!("\n{}\n", headline(answer.answer)));
    if !answer.duties.is_empty() {
        words.push_str("\nWhat you do in return:\n");
        for duty in &answer.duties {
            let (text, clause) = (line(&duty.what.text), line(&duty.what.clause));
            words.push_str(&format!("  - {text} [{clause}]{}\n", because_of(duty, answer)));
        }
    }
    words.push_str(&what_would_settle_it(&answer.missing_facts));
    if !answer.clashes.is_empty() {
        words.push_str("\nWhat does not go together:\n");
        for pair in &answer.clashes {
            let [one, other] = &pair.sources;
            let clauses: Vec<String> = pair
                .clauses
                .iter()
                .map(|clause| line(&format!("{} {}", clause.licence, clause.clause)))
                .collect();
            words.push_str(&format!(
                "  - {} and {}: {} [{}]\n",
                line(one),
                line(other),
                line(&pair.text),
                clauses.join("; ")
            ));
        }
    }
    let some = answer.go_together.iter().filter(|set| set.len() > 1);
    let sets: Vec<String> = some.map(|set| format!("  - {}\n", names(set))).collect();
    if !sets.is_empty() {
        words.push_str(&format!("\nWhat goes together:\n{}", sets.concat()));
    }
    let alone: Vec<&str> =
        answer.sources.iter().filter(|source| !source.alone.is_yes()).map(|source| &*source.source).collect();
    // Of a yes every reason would be told once for each licence: what there is to do says more.
    if !answer.answer.is_yes()
        && !answer.reasons.is_empty()
        && (answer.clashes.is_empty() || !alone.is_empty())
    {
        words.push_str("\nWhy:\n");
        for reason in &answer.reasons {
            let clause = reason.what.clause.as_ref();
            let clause = clause.map(|clause| format!(" [{}]", line(clause))).unwrap_or_default();
            let text = line(&reason.what.text);
            words.push_str(&format!("  - {text}{clause}{}\n", because_of(reason, answer)));
        }
    }
    words.push_str(&result_in_words(&answer.result_licences, decided));
    words.push_str(&provenance(shown));
    for request in &answer.requests {
        words.push_str(&letter(&format!("the steward of {}", line(&request.source)), &request.text));
    }
    words.push_str(&format!("\n{}", answer.notice));
    words
}

/// One source: its licence, whose it is, which alternative was chosen.
fn source_in_words(shown: &Value, source: &commons_licences::SourceAnswer) -> String {
    let works = shown["works"].as_array().into_iter().flatten();
    let work = works.into_iter().find(|work| text(work, "source") == source.source);
    let by = work.map(|work| format!(", by {}", who(&work["steward"]))).unwrap_or_default();
    let mut words = format!("{}: {}{by}", line(&source.source), line(&source.licence));
    if let Some(alternative) = &source.alternative {
        words.push_str(&format!("; {} is chosen", line(alternative)));
    }
    if let Some(not_kept) = work.and_then(|work| work.get("not_kept")) {
        words.push_str(&format!(" [{}]", not_kept_in_words(not_kept)));
    }
    words.push('\n');
    words
}

/// For which sources it is, unless it is for all.
fn because_of<T>(asked: &Asked<T>, answer: &RemixAnswer) -> String {
    if asked.sources.is_empty() || asked.sources.len() >= answer.sources.len() {
        return String::new();
    }
    format!(" (for {})", names(&asked.sources))
}

fn names(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| line(name)).collect();
    match names.as_slice() {
        [head @ .., last] if !head.is_empty() => format!("{} and {last}", head.join(", ")),
        other => other.concat(),
    }
}

/// What the result may be passed on under.
fn result_in_words(results: &[ResultAnswer], decided: bool) -> String {
    let fit: Vec<&str> = results
        .iter()
        .filter(|result| result.answer.is_yes())
        .map(|result| result.licence.as_str())
        .collect();
    let mut words = match (fit.is_empty(), decided) {
        (true, _) if results.is_empty() => String::new(),
        (true, _) => "\nNo licence that we weighed suits the result as things are.\n".to_owned(),
        (false, false) => format!("\nThe result may be passed on under {}.\n", fit.join(", ")),
        (false, true) => format!("\nThe result could be passed on under {}.\n", fit.join(", ")),
    };
    // Many fail for one and the same reason.
    let mut groups: Vec<(Verdict, String, Vec<&str>)> = Vec::new();
    for result in results.iter().filter(|result| !result.answer.is_yes() && !fit.is_empty()) {
        let Some(reason) = &result.reason else { continue };
        let clause = reason.what.clause.as_ref();
        let clause = clause.map(|clause| format!(" [{}]", line(clause))).unwrap_or_default();
        let said =
            line(&reason.what.text).replace(&format!("Meant for the result: {}. ", result.licence), "");
        let said = format!("{said}{clause}");
        match groups.iter_mut().find(|(answer, known, _)| *answer == result.answer && *known == said) {
            Some((.., licences)) => licences.push(&result.licence),
            None => groups.push((result.answer, said, vec![&result.licence])),
        }
    }
    for (answer, said, licences) in groups.iter().take(MAX_SHOWN) {
        let (shown, more) = licences.split_at(licences.len().min(MAX_SHOWN));
        let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        words.push_str(&format!("  - {} under {}{more}: {said}\n", how_far(*answer), shown.join(", ")));
    }
    words
}

/// How an answer that is no yes goes into "… under this licence".
const fn how_far(answer: Verdict) -> &'static str {
    match answer {
        Verdict::Allowed | Verdict::AllowedWithDuties => "yes,",
        Verdict::MissingFacts => "perhaps",
        Verdict::Unclear => "unclear",
        Verdict::Unknown => "not known",
        Verdict::NotGranted => "not",
        Verdict::Forbidden => "barred",
    }
}
