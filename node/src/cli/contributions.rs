//! `commons contributions`: what was contributed, added up.

use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use super::bars::{Canvas, Row};
use super::inbox::{about_in_words, quantity_in_words};
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{line, text, who};
use crate::period::Span;
use crate::request::{By, Over, Request, Side, Summary};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Those of this organisation or person alone: an id, at least its first 8 digits, or your name for it
    #[arg(long, value_name = "AGENT")]
    of: Option<String>,

    /// Those to this resource or organisation alone: its id, or at least the first 8 digits
    #[arg(long, value_name = "ID")]
    to: Option<String>,

    /// What they are put together by
    #[arg(long, default_value = "role")]
    by: By,

    /// How many over time, by track: by year, quarter or month. Of one work, organisation or person
    #[arg(long, value_name = "SPAN", conflicts_with_all = ["by", "since", "until"])]
    over: Option<Span>,

    /// Those from this year, month or day on: 2026, 2026-03, 2026-03-15
    #[arg(long, value_name = "WHEN")]
    since: Option<String>,

    /// Those up to the end of this year, month or day
    #[arg(long, value_name = "WHEN")]
    until: Option<String>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let Args { of, to, by, over, since, until } = args;
    if let Some(span) = over {
        let (id, side) = match (of, to) {
            (Some(of), None) => (of, Side::Of),
            (None, Some(to)) => (to, Side::To),
            _ => {
                return Err(Failure::usage("expected either --of AGENT or --to ID beside --over")
                    .hint("`commons list` shows ids"));
            }
        };
        let request = Request::ContributionsOver(Over { id, span, side: Some(side) });
        let answer = Client::connect(context)?.ask(&request)?;
        context.output.result(&answer, |answer| over_in_words(answer, side));
        return Ok(ExitCode::SUCCESS);
    }
    let request = Request::Contributions(Summary { of, to, by, since, until });
    let answer = Client::connect(context)?.ask(&request)?;
    context.output.result(&answer, |answer| in_words(answer, by, Canvas::here()));
    Ok(ExitCode::SUCCESS)
}

fn in_words(answer: &Value, by: By, canvas: Canvas) -> String {
    let number = |name: &str| answer[name].as_u64().unwrap_or(0);
    let count = number("count");
    let mut words = match count {
        0 => "No contributions".to_owned(),
        1 => "1 contribution".to_owned(),
        count => format!("{count} contributions"),
    };
    if answer["of"].is_object() {
        words.push_str(&format!(" of {}", who(&answer["of"])));
    }
    if answer["to"].is_object() {
        words.push_str(&format!(" to {}", about_in_words(&answer["to"])));
    }
    for (name, word) in [("since", "since"), ("until", "until")] {
        if let Some(when) = answer[name].as_str() {
            words.push_str(&format!(", {word} {}", line(when)));
        }
    }
    words.push_str(".\n");
    if count > 0 {
        let rows: Vec<Row> =
            answer["groups"].as_array().into_iter().flatten().map(|group| row(group, by)).collect();
        // Between people, nothing is compared.
        words.push_str(&format!("\n{}\n", canvas.rows(&rows, by != By::Agent)));
        words.push_str(&format!("{}\n", valued(answer)));
        let amounts = amounts(answer);
        if !amounts.is_empty() {
            words.push_str(&format!("Where somebody said how much: {amounts}.\n"));
        }
    }
    if number("undated") > 0 {
        words.push_str(&format!(
            "Left out, as nobody can tell whether they belong here: {} with a period that names no year, or none.\n",
            number("undated")
        ));
    }
    if number("corrected") > 0 {
        words.push_str(&format!("Left out: {} that whoever made them corrected.\n", number("corrected")));
    }
    if answer["more"] == true {
        words.push_str(
            "There are more than are added up at once: ask for a part of them, with --of or --to.\n",
        );
    }
    words
}

/// A line for each stretch of time, and below it one for each track.
fn over_in_words(answer: &Value, side: Side) -> String {
    let (series, towards) = match side {
        Side::To => (&answer["to"], "to"),
        Side::Of => (&answer["of"], "of"),
    };
    let mut words = match series["count"].as_u64().unwrap_or(0) {
        0 => "No contributions".to_owned(),
        1 => "1 contribution".to_owned(),
        count => format!("{count} contributions"),
    };
    words.push_str(&format!(" {towards} {}.\n", about_in_words(&answer["about"])));
    for stretch in series["stretches"].as_array().into_iter().flatten() {
        let when = stretch["when"].as_str().unwrap_or("no year said");
        words.push_str(&format!("\n{when}\n"));
        for track in stretch["tracks"].as_array().into_iter().flatten() {
            let amounts = amounts(track);
            let amounts = if amounts.is_empty() { String::new() } else { format!(", {amounts}") };
            words.push_str(&format!(
                "  {:<18} {}, {} acknowledged{amounts}\n",
                track_in_words(track["track"].as_str()),
                track["count"],
                track["acknowledged"]
            ));
        }
    }
    let named = if side == Side::To { &series["who"] } else { &series["works"] };
    let named: Vec<String> = named
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| if side == Side::To { who(one) } else { about_in_words(one) })
        .collect();
    if !named.is_empty() {
        words.push_str(&format!("\n{}: {}.\n", if side == Side::To { "By" } else { "To" }, named.join(", ")));
    }
    if series["corrected"].as_u64().is_some_and(|count| count > 0) {
        words.push_str(&format!("Left out: {} that whoever made them corrected.\n", series["corrected"]));
    }
    if series["more"] == true {
        words.push_str("There are more than are added up at once.\n");
    }
    words
}

fn row(group: &Value, by: By) -> Row {
    let said = group["said"].as_str().map(line);
    let label = match by {
        By::Resource => about_in_words(&group["about"]),
        By::Agent => who(group),
        By::Track => track_in_words(said.as_deref()).to_owned(),
        By::Role | By::Period => said.unwrap_or_else(|| "not said".to_owned()),
    };
    Row { label, count: group["count"].as_u64().unwrap_or(0), rest: amounts(group) }
}

/// A track in the plain word for it.
fn track_in_words(track: Option<&str>) -> &str {
    match track {
        Some("livelihood") => "paid (livelihood)",
        Some("love") => "freely given (love)",
        Some("care") => "caring (care)",
        Some(other) => other,
        None => "not said",
    }
}

/// How much, each unit by itself.
fn amounts(sum: &Value) -> String {
    let amounts = sum["amounts"].as_array().into_iter().flatten();
    let each: Vec<String> =
        amounts.map(|one| quantity_in_words(&one["amount"].to_string(), text(one, "unit"))).collect();
    each.join(", ")
}

/// How many were paid and how many freely given, and how many caring: the one says nothing about the other.
fn valued(sum: &Value) -> String {
    let number = |name: &str| sum[name].as_u64().unwrap_or(0);
    let said = number("paid") + number("donated") + number("mixed");
    let each = [
        (number("paid"), "paid"),
        (number("donated"), "freely given"),
        (number("mixed"), "partly paid"),
        (number("count").saturating_sub(said), "without a word about pay"),
    ];
    let each: Vec<String> =
        each.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let caring = match number("caring") {
        0 => String::new(),
        count => format!("; {count} caring"),
    };
    format!("Of them {}{caring}.", each.join(", "))
}
