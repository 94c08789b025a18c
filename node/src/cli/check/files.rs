//! `commons check --files`: a whole project.

use std::path::Path;
use std::process::ExitCode;

use commons_licences::{Basis, FactName, Facts, LicenceExpression, Use, Verdict};
use serde_json::{Value, json};

use super::Args;
use crate::cli::Context;
use crate::cli::answers::{headline, how_to_say};
use crate::client::Client;
use crate::data_dir::DataDir;
use crate::failure::Failure;
use crate::output::{line, plain, text, who};
use crate::project::{Asking, report, sort, survey};
use crate::request::{Check, Request};

/// Most files of one sort that are named in words; `--json` names more.
const MAX_NAMED: usize = 10;

/// Most parts whose reasons are told in words.
const MAX_TOLD: usize = 20;

pub(super) fn run(context: &Context, folder: &Path, args: Args) -> Result<ExitCode, Failure> {
    if let Some(result) = &args.result {
        LicenceExpression::parse(result)
            .map_err(|error| Failure::usage(format!("--result: {error}")).hint(error.hint()))?;
    }
    let (asker, mut facts) = facts_of(context, args.as_agent.as_deref())?;
    for (name, value) in &args.facts {
        facts.set_fact(name, value, Basis::Given).map_err(|error| Failure::usage(error.to_string()))?;
    }
    let mut use_ = Use { purpose: args.purpose, result_licence: args.result, ..Use::default() };
    if !args.acts.is_empty() {
        use_.acts = args.acts.into_iter().collect();
    }
    let found = survey(folder).map_err(|error| {
        Failure::usage(format!("the folder {} cannot be looked through: {error}", folder.display()))
            .hint("name the folder that the project is in, such as --files .")
    })?;
    let sorted = sort(found);
    if sorted.parts.is_empty() && sorted.survey.not_looked_at.count == 0 {
        return Err(Failure::usage(format!(
            "there is nothing in {} that could have a licence",
            folder.display()
        ))
        .hint("empty files, links, and what .gitignore names are passed over"));
    }
    let mut shown = report(&sorted, &Asking { facts, use_ });
    shown["folder"] = folder.to_string_lossy().into();
    shown["asker"] = asker;
    let verdict: Verdict = serde_json::from_value(shown["answer"].clone()).map_err(Failure::internal)?;
    context.output.result(&shown, |shown| in_words(shown, verdict));
    Ok(ExitCode::from(verdict.exit_code()))
}

/// Who asks, and what they say of themselves: as the node here knows it, if there is one. A folder for it is never made.
fn facts_of(context: &Context, as_agent: Option<&str>) -> Result<(Value, Facts), Failure> {
    let data = DataDir::choose(context.data.clone()).ok();
    let is_there = data.as_ref().is_some_and(|data| match as_agent {
        Some(_) => data.path().is_dir(),
        None => data.agent().exists() || data.socket().exists(),
    });
    if !is_there {
        return match as_agent {
            None => Ok((Value::Null, Facts::default())),
            Some(_) => Err(Failure::usage(
                "--as names an agent that a node knows, and there is no node's data here",
            )
            .hint(
                "say with --fact what is to be known of whoever asks, for instance --fact kind=worker-coop",
            )),
        };
    }
    // What an answer about any licence carries; this one asks for nothing.
    let reply = Client::connect(context)?.ask(&Request::Check(Check {
        id: None,
        licence: Some("NONE".to_owned()),
        as_agent: as_agent.map(str::to_owned),
        alone: false,
        facts: Vec::new(),
        purpose: commons_licences::Purpose::Unsure,
        acts: Vec::new(),
    }))?;
    let mut facts = Facts::default();
    for fact in reply["facts"].as_array().into_iter().flatten() {
        if fact["basis"] != json!("self-declared") {
            continue;
        }
        let value = fact["value"].as_str().map_or_else(|| fact["value"].to_string(), str::to_owned);
        facts.set_fact(text(fact, "fact"), &value, Basis::SelfDeclared).map_err(Failure::internal)?;
    }
    Ok((reply["asker"].clone(), facts))
}

/// The answer as one would read it out.
fn in_words(shown: &Value, verdict: Verdict) -> String {
    let mut words = format!("{}: {}", line(text(shown, "folder")), counted(&shown["files"], "file"));
    if shown["asker"].is_object() {
        words.push_str(&format!(", asked for {}", who(&shown["asker"])));
    }
    words.push_str(&format!("\n\n{}\n", over_all(verdict)));
    for part in list(&shown["parts"]) {
        words.push_str(&part_in_words(part));
    }
    if shown["more_parts"] != 0 {
        words.push_str(&format!("\n{} more, none of them worse.\n", counted(&shown["more_parts"], "part")));
    }
    words.push_str(&combination_in_words(&shown["combination"]));
    words.push_str(&why_and_what_for(shown));
    words.push_str(&warnings(shown));
    words.push_str(&sources(shown));
    if let Some(request) = shown["request"].as_str() {
        words.push_str("\nA letter to the steward, ready to send:\n\n");
        for line in plain(request).lines() {
            words.push_str(&format!("    {line}\n"));
        }
    }
    words.push_str(&format!("\n{}", text(shown, "notice")));
    words
}

/// The answer over all, which is about more than one licence.
fn over_all(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotGranted => "Not all of it is granted: ask for permission.",
        Verdict::Forbidden => "No: a licence in it bars this. The licensor may still agree otherwise.",
        Verdict::Unknown => "We do not know every licence in it.",
        Verdict::Unclear => "It is not clear for all of it: ask.",
        other => headline(other),
    }
}

fn part_in_words(part: &Value) -> String {
    let answer = &part["answer"];
    let short = serde_json::from_value(answer["answer"].clone()).map_or("", one_word);
    let mut words = format!("\n  {}: {short} ({})\n", name_of(part), counted(&part["files"], "file"));
    if let Some(alternative) = answer["alternative"].as_str() {
        words.push_str(&format!("      if you choose {}\n", line(alternative)));
    }
    let said_by: Vec<String> = list(&part["said_by"]).iter().map(said_by_in_words).collect();
    let more = part["more_said_by"].as_u64().filter(|more| *more > 0).map(|more| format!("{more} more"));
    words.push_str(&format!("      {}\n", said_by.into_iter().chain(more).collect::<Vec<_>>().join("; ")));
    let examples: Vec<String> = list(&part["examples"]).iter().filter_map(Value::as_str).map(line).collect();
    let more = part["files"].as_u64().unwrap_or_default() > examples.len() as u64;
    words.push_str(&format!("      {}{}\n", examples.join(", "), if more { ", …" } else { "" }));
    for (id, path) in part["texts"].as_object().into_iter().flatten() {
        words.push_str(&match path.as_str() {
            Some(path) => format!("      the text of {} is in {}\n", line(id), line(path)),
            None => format!("      the text of {} is not in LICENSES/\n", line(id)),
        });
    }
    words
}

/// The licence of a part; in quotation marks if it is none.
fn name_of(part: &Value) -> String {
    match text(part, "licence") {
        "NONE" => "Nothing stated".to_owned(),
        "NOASSERTION" => "A licence that was not recognised".to_owned(),
        licence if part["is_expression"] == true => line(licence),
        words => format!("“{}”, which is no SPDX expression", line(words)),
    }
}

const fn one_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allowed => "yes",
        Verdict::AllowedWithDuties => "yes, with duties",
        Verdict::MissingFacts => "depends on facts",
        Verdict::Unclear => "not clear",
        Verdict::NotGranted => "not granted",
        Verdict::Forbidden => "barred",
        Verdict::Unknown => "not known",
    }
}

fn said_by_in_words(by: &Value) -> String {
    let file = line(text(by, "file"));
    let files = counted(&by["files"], "file");
    match text(by, "how") {
        "header" => format!("header in {files}"),
        "file-beside" => format!(".license beside {files}"),
        "snippet" => format!("snippet in {files}"),
        "list" => format!("{file} for {files}"),
        "folder" if text(by, "field") == "text" => format!("the text in {file} for {files}"),
        "folder" => format!("{file} ({}) for {files}", line(text(by, "field"))),
        _ => "neither in them nor for their folder".to_owned(),
    }
}

fn combination_in_words(combination: &Value) -> String {
    let Ok(verdict) = serde_json::from_value::<Verdict>(combination["answer"]["answer"].clone()) else {
        return String::new();
    };
    let result =
        combination["result"].as_str().map(|result| format!(" under {}", line(result))).unwrap_or_default();
    format!("\n  All together in one result{result}: {}\n", one_word(verdict))
}

/// Duties, missing facts and reasons.
fn why_and_what_for(shown: &Value) -> String {
    let mut words = String::new();
    let duties = list(&shown["duties"]);
    if !duties.is_empty() {
        words.push_str("\nWhat you do in return:\n");
    }
    for duty in duties {
        let parts: Vec<String> = list(&duty["parts"]).iter().filter_map(Value::as_str).map(line).collect();
        let more = if duty["more_parts"] == 0 { "" } else { " and others" };
        words.push_str(&format!("  - {} ({}{more})\n", line(text(duty, "text")), parts.join("; ")));
    }
    let missing: Vec<FactName> = serde_json::from_value(shown["missing_facts"].clone()).unwrap_or_default();
    if !missing.is_empty() {
        words.push_str("\nWhat would settle it:\n");
    }
    for fact in missing {
        words.push_str(&format!("  - {} ({})\n", fact.question(), how_to_say(fact)));
    }
    let reasons = list(&shown["reasons"]);
    if !reasons.is_empty() {
        words.push_str("\nWhy:\n");
    }
    for reason in reasons.iter().take(MAX_TOLD) {
        let clause =
            reason["clause"].as_str().map(|clause| format!(" [{}]", line(clause))).unwrap_or_default();
        words.push_str(&format!("  - {}{clause}\n", line(text(reason, "text"))));
    }
    if reasons.len() > MAX_TOLD {
        words.push_str(&format!("  - and {} more: see --json\n", reasons.len() - MAX_TOLD));
    }
    words
}

fn warnings(shown: &Value) -> String {
    let warnings = list(&shown["warnings"]);
    if warnings.is_empty() {
        return String::new();
    }
    let mut words = "\nLook at this:\n".to_owned();
    for warning in warnings.iter().take(MAX_NAMED).filter_map(Value::as_str) {
        words.push_str(&format!("  ! {}\n", line(warning)));
    }
    let more =
        warnings.len().saturating_sub(MAX_NAMED) as u64 + shown["more_warnings"].as_u64().unwrap_or_default();
    if more > 0 {
        words.push_str(&format!("  ! and {more} more of this sort\n"));
    }
    words
}

/// What was read, what was not, and whom to name.
fn sources(shown: &Value) -> String {
    let mut words = String::new();
    let mut section = |heading: &str, lines: Vec<String>, count: u64| {
        if count == 0 {
            return;
        }
        let told = lines.len().min(MAX_NAMED);
        words.push_str(&format!("\n{heading}:\n"));
        lines.iter().take(MAX_NAMED).for_each(|line| words.push_str(&format!("  {line}\n")));
        if count > told as u64 {
            words.push_str(&format!("  and {} more\n", count - told as u64));
        }
    };
    let with_why = |one: &Value| format!("{}: {}", line(text(one, "file")), line(text(one, "why")));
    let unstated = list(&shown["nothing_stated"]["first"]);
    section(
        "No licence is stated for",
        unstated.iter().filter_map(Value::as_str).map(line).collect(),
        shown["nothing_stated"]["files"].as_u64().unwrap_or_default(),
    );
    let read = list(&shown["read"]);
    // Where all is well, a line for each manifest would tell nothing that the parts do not.
    let noted: Vec<String> = read
        .iter()
        .filter(|one| one["note"].is_string())
        .map(|one| {
            format!("{} ({}): {}", line(text(one, "file")), line(text(one, "field")), line(text(one, "note")))
        })
        .collect();
    let count = noted.len() as u64;
    section("Read, and to be known", noted, count);
    for (heading, name) in [
        ("Seen, and not read", "not_read"),
        ("Not looked at", "not_looked_at"),
        ("Projects of their own, to be checked by themselves", "own_projects"),
    ] {
        let count = shown[name]["count"].as_u64().unwrap_or_default();
        section(heading, list(&shown[name]["first"]).iter().map(with_why).collect(), count);
    }
    let makers: Vec<String> = list(&shown["makers"]).iter().filter_map(Value::as_str).map(line).collect();
    let count = makers.len() as u64;
    section("Who is to be named, as the files say", makers, count);
    words
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// `1 file`, `12 files`.
fn counted(count: &Value, what: &str) -> String {
    match count.as_u64().unwrap_or_default() {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    }
}
