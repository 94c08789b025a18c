//! `commons inbox`: what awaits one's acknowledgement, reply or decision.

use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use super::acknowledge::question_in_words;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{licence_in_words, line, name_alone, short, text, who};
use crate::request::Request;

#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(context: &Context, Args {}: &Args) -> Result<ExitCode, Failure> {
    let answer = Client::connect(context)?.ask(&Request::Inbox)?;
    context.output.result(&answer, in_words);
    Ok(ExitCode::SUCCESS)
}

fn in_words(inbox: &Value) -> String {
    let items = inbox["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut words = String::new();
    let (strangers, others): (Vec<&Value>, Vec<&Value>) =
        items.iter().partition(|one| one["stranger"] == true);
    others.iter().for_each(|one| words.push_str(&item_in_words(one)));
    if !strangers.is_empty() {
        words.push_str(if others.is_empty() { "" } else { "\n" });
        words.push_str("From those whom nobody trusted here has introduced:\n");
        strangers.iter().for_each(|one| words.push_str(&item_in_words(one)));
    }
    if inbox["more"] == true {
        let total = inbox["total"].as_u64().unwrap_or(0);
        let more = total.saturating_sub(u64::try_from(items.len()).unwrap_or(total));
        words.push_str(&format!("\nAnd {more} more, which show when these are answered.\n"));
    }
    if let Some(proposals) = inbox["proposals"].as_u64().filter(|proposals| *proposals > 0) {
        let one = if proposals == 1 { "proposal waits" } else { "proposals wait" };
        words.push_str(if words.is_empty() { "" } else { "\n" });
        words.push_str(&format!("{proposals} {one} for members: commons proposals\n"));
    }
    if words.is_empty() { "Nothing awaits you.".to_owned() } else { words }
}

/// What waits, and what answers it.
fn item_in_words(one: &Value) -> String {
    let id = short(one, "id");
    let about = about_in_words(&one["about"]);
    let about_id = short(&one["about"], "id");
    let (what, answers) = match text(one, "what") {
        "contribution" => (
            format!("contribution by {}: {}, for {about}", who(one), contribution_in_words(one)),
            vec![format!("commons acknowledge {id}"), format!("commons question {id} --reason TEXT")],
        ),
        "question" => (
            format!("question about {about}, by {}", question_in_words(one)),
            vec![format!("commons reply {id} --text TEXT")],
        ),
        "removal" => (
            format!("request by {} that {about} goes{}", who(one), because(one)),
            vec![
                format!("commons forget {about_id}     erases it for good; commons hide {about_id} hides it"),
                format!("commons reply {id} --text TEXT     says what else you did, or why it stays"),
            ],
        ),
        "claim" => (
            format!("{} says that your listing {about} is about them", who(one)),
            vec![
                format!("commons follow {}     if it is: their own record then leads", short(one, "agent")),
                format!("commons question {id} --reason TEXT     if it is not"),
            ],
        ),
        "reply" if text(&one["about"], "statement") == "asks-removal" => (
            format!("reply by {} to what you asked to be removed: {}", who(one), line(text(one, "text"))),
            vec![format!("if it settles it: commons report {about_id} --withdraw")],
        ),
        "reply" => (
            format!("reply by {} to your question: {}", who(one), line(text(one, "text"))),
            vec![format!("if it settles it: commons question {about_id} --withdraw")],
        ),
        "agreement" => (
            format!("agreement proposed by {}: {}", who(one), line(text(one, "name"))),
            vec![format!("commons agreement show {id}"), format!("commons agreement accept {id}")],
        ),
        "part" => (
            format!(
                "your part ({}, under {}) of {about}, which is under a licence that you have not agreed to",
                line(text(one, "role")),
                licence_in_words(one, text(one, "my_licence"))
            ),
            vec![format!("commons contribute --change {id} --my-part-under LICENCE")],
        ),
        other => (line(other), vec![format!("commons show {id}")]),
    };
    let answers: String = answers.iter().map(|answer| format!("            {answer}\n")).collect();
    format!("{id}  {what}\n{answers}")
}

/// What somebody says of why.
fn because(one: &Value) -> String {
    one["reason"].as_str().map(|reason| format!(": {}", line(reason))).unwrap_or_default()
}

/// What something is about, as one would name it.
pub(super) fn about_in_words(about: &Value) -> String {
    let id = short(about, "id");
    match (about["title"].as_str().map(name_alone), text(about, "kind")) {
        (Some(title), _) if !title.is_empty() => format!("{title} {id}"),
        (_, "") => format!("{id}, which is not here"),
        (_, kind) => format!("the {kind} {id}"),
    }
}

/// What was done, how it is valued, how much and when: `translation (freely given, 12.5 hours, spring 2026)`.
pub(super) fn contribution_in_words(one: &Value) -> String {
    let mut more = Vec::new();
    if let Some(action) = one["action"].as_str() {
        more.push(line(action));
    }
    more.extend(valued_in_words(text(one, "track"), text(one, "payment")));
    if one["quantity"].is_number() {
        more.push(quantity_in_words(&one["quantity"].to_string(), text(one, "unit")));
    }
    if let Some(period) = one["period"].as_str() {
        more.push(line(period));
    }
    let more = if more.is_empty() { String::new() } else { format!(" ({})", more.join(", ")) };
    format!("{}{more}", line(text(one, "role")))
}

/// An amount with its unit, of which there may be several.
pub(super) fn quantity_in_words(amount: &str, unit: &str) -> String {
    let unit = line(unit);
    match (amount, unit.as_str()) {
        (amount, "") => amount.to_owned(),
        ("1" | "1.0", unit) => format!("1 {unit}"),
        (amount, unit) if unit.ends_with('s') => format!("{} {unit}", amount.trim_end_matches(".0")),
        (amount, unit) => format!("{} {unit}s", amount.trim_end_matches(".0")),
    }
}

/// How a contribution is valued, in plain words: whether it was paid is said apart from whether it was caring.
pub(super) fn valued_in_words(track: &str, payment: &str) -> Vec<String> {
    let pay = match (payment, track) {
        ("paid", _) => Some("paid"),
        ("donated", _) => Some("freely given"),
        ("mixed", _) => Some("partly paid, partly freely given"),
        (_, "livelihood") => Some("for a livelihood"),
        (_, "love") => Some("freely given"),
        _ => None,
    };
    let care = (track == "care").then_some("caring");
    care.into_iter().chain(pay).map(str::to_owned).collect()
}
