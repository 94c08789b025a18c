//! `commons reuse`: say that you reuse a work, and keep a receipt.

use std::process::ExitCode;

use commons_licences::{Act, NOTICE, Purpose, Verdict};
use serde_json::Value;

use super::answers::headline;
use super::{Context, name_and_value};
use crate::client::Client;
use crate::failure::Failure;
use crate::html::escaped;
use crate::output::{line, name_alone, print_line, short, text, who};
use crate::request::{Check, Declare, Request, ReuseRequest};

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Say that you reuse a work: the answer of today is kept with what it rests on
    Declare(DeclareArgs),
    /// Say that you use it no more
    End {
        /// The declared reuse: its id, or at least the first 8 digits
        id: String,
        /// The first day on which you do not [default: today]
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Option<String>,
    },
    /// Show a receipt, and how it stands today
    Show {
        /// The declared reuse: its id, or at least the first 8 digits
        id: String,
        /// As a page to print or keep, in HTML on standard output
        #[arg(long)]
        html: bool,
    },
    /// List what you declared
    List {
        /// What anybody declared of this work: its id, or at least the first 8 digits
        #[arg(long, value_name = "ID")]
        of: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("goes_into").required(true))]
struct DeclareArgs {
    /// The work: its id, or at least the first 8 digits
    id: String,

    /// The resource of yours that it goes into
    #[arg(long = "in", value_name = "ID", group = "goes_into")]
    into: Option<String>,

    /// What it goes into, where that is not in the registry
    #[arg(long, value_name = "T", group = "goes_into")]
    title: Option<String>,

    /// Language of the title, for instance en or pt-br
    #[arg(long, value_name = "L")]
    language: Option<String>,

    /// What for: commercial, non-commercial or unsure
    #[arg(long = "for", value_name = "PURPOSE", default_value = "unsure")]
    purpose: Purpose,

    /// What is done with it, as with `commons check` (may be given several times) [default: use; with --in adapt and distribute]
    #[arg(long = "act", value_name = "ACT")]
    acts: Vec<Act>,

    /// A fact about you beside those in your profile, for instance worker_owned=true (may be given several times)
    #[arg(long = "fact", value_name = "NAME=VALUE", value_parser = name_and_value)]
    facts: Vec<(String, String)>,

    /// On what it rests if the answer is not yes: "they agreed in a letter of 1 May"
    #[arg(long, value_name = "S")]
    although: Option<String>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let mut as_page = false;
    let request = match args.what {
        What::Declare(args) => ReuseRequest::Declare(declare(args)),
        What::End { id, on } => ReuseRequest::End { id, on },
        What::Show { id, html } => {
            as_page = html;
            ReuseRequest::Show { id }
        }
        What::List { of } => ReuseRequest::List { of },
    };
    let answer = Client::connect(context)?.ask(&Request::Reuse(request))?;
    if as_page {
        print_line(&page(&answer));
        return Ok(ExitCode::SUCCESS);
    }
    context.output.result(&answer, |answer| match answer["items"].as_array() {
        Some(items) if items.is_empty() => "No reuse is declared.".to_owned(),
        Some(items) => items.iter().map(in_a_line).collect::<Vec<_>>().join("\n"),
        None => in_words(answer),
    });
    Ok(ExitCode::SUCCESS)
}

fn declare(args: DeclareArgs) -> Declare {
    let DeclareArgs { id, into, title, language, purpose, acts, facts, although } = args;
    let check = Check { id: Some(id), licence: None, as_agent: None, alone: false, facts, purpose, acts };
    Declare { check, into, title, language, although }
}

/// A work, as one would name it.
pub(super) fn work_in_words(work: &Value) -> String {
    let id = short(work, "id");
    match (work["title"].as_str(), id) {
        (Some(title), "") => line(title),
        (Some(title), id) => format!("{} {id}, by {}", name_alone(title), who(work)),
        (None, id) => format!("{id}, which is not here"),
    }
}

fn into_in_words(reuse: &Value) -> String {
    match reuse["in"].is_object() {
        true => work_in_words(&reuse["in"]),
        false => line(text(reuse, "title")),
    }
}

fn in_a_line(reuse: &Value) -> String {
    let ended = reuse["ended"].as_str().map(|day| format!(", ended {day}")).unwrap_or_default();
    format!(
        "{}  {}{ended}  {} in {}",
        short(reuse, "id"),
        text(reuse, "on"),
        work_in_words(&reuse["of"]),
        into_in_words(reuse)
    )
}

/// What a receipt says, as titled lists of lines: for the terminal and for a page alike.
fn parts(reuse: &Value) -> Vec<(&'static str, Vec<String>)> {
    let list = |name: &str| reuse[name].as_array().into_iter().flatten();
    let cited = |one: &Value| {
        let clause = one["clause"].as_str().map(|clause| format!(" [{}]", line(clause))).unwrap_or_default();
        match one["text"].as_str() {
            Some(words) => format!("{}{clause}", line(words)),
            None => format!("{}{clause}, whose words are not here any more", line(text(one, "id"))),
        }
    };
    let answer: Option<Verdict> = serde_json::from_value(reuse["answer"].clone()).ok();
    let acts: Vec<&str> =
        reuse["use"]["acts"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut head = vec![
        format!("Work: {}", work_in_words(&reuse["of"])),
        format!("Reused in: {}", into_in_words(reuse)),
        format!("By: {}", who(reuse)),
        format!("Declared on: {}", text(reuse, "on")),
    ];
    if let Some(day) = reuse["ended"].as_str() {
        head.push(format!("Ended on: {day}"));
    }
    let mut asked = vec![
        format!("Licence: {}", line(text(reuse, "licence"))),
        format!("Use: {} ({})", acts.join(", "), text(&reuse["use"], "purpose")),
    ];
    if let Some(chosen) = reuse["alternative"].as_str() {
        asked.push(format!("Chosen: {}", line(chosen)));
    }
    let user = reuse["user"].as_object().into_iter().flatten();
    asked.extend(user.map(|(fact, value)| format!("{fact}: {}", value.to_string().replace('"', ""))));
    asked.extend(
        list("confirmed").map(|one| format!("{} is confirmed by {}", line(text(one, "fact")), who(one))),
    );
    let mut answered = vec![answer.map(headline).unwrap_or("The receipt does not read.").to_owned()];
    if let Some(ground) = reuse["although"].as_str().filter(|_| !answer.is_some_and(Verdict::is_yes)) {
        answered.push(format!("It rests on this besides: {}", line(ground)));
    }
    answered.push(format!("Today: {}.", line(text(reuse, "standing_in_words"))));
    let texts: Vec<String> = reuse["texts"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(id, hash)| format!("{}: {}", line(id), line(hash.as_str().unwrap_or_default())))
        .collect();
    let heads: Vec<String> = list("heads").filter_map(Value::as_str).map(line).collect();
    vec![
        ("", head),
        ("What was asked", asked),
        ("The answer", answered),
        ("What you do in return", list("duties").map(cited).collect()),
        ("Why", list("reasons").filter(|reason| reason["text"].is_string()).map(cited).collect()),
        ("Hash of the licence text (BLAKE3 of its words)", texts),
        ("Version of the work's record", heads),
    ]
}

fn in_words(reuse: &Value) -> String {
    let mut words = format!("Receipt {}\n", text(reuse, "id"));
    for (title, lines) in parts(reuse).into_iter().filter(|(_, lines)| !lines.is_empty()) {
        words.push_str(&if title.is_empty() { "\n".to_owned() } else { format!("\n{title}:\n") });
        lines.iter().for_each(|line| words.push_str(&format!("  {line}\n")));
    }
    format!("{words}\n{NOTICE}")
}

/// A page to print: one file, without anything from elsewhere.
fn page(reuse: &Value) -> String {
    let id = escaped(text(reuse, "id"));
    let mut body = String::new();
    for (title, lines) in parts(reuse).into_iter().filter(|(_, lines)| !lines.is_empty()) {
        if !title.is_empty() {
            body.push_str(&format!("<h2>{}</h2>\n", escaped(title)));
        }
        let items: String = lines.iter().map(|line| format!("<li>{}</li>\n", escaped(line))).collect();
        body.push_str(&format!("<ul>\n{items}</ul>\n"));
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Receipt {id}</title>\n<style>\n\
         body {{ font: 11pt/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem }}\n\
         h1 {{ font-size: 1.4rem }} h2 {{ font-size: 1rem; margin: 1.2rem 0 0.2rem }} ul {{ margin: 0; padding-left: 1.2rem }}\n\
         li, h1 {{ overflow-wrap: anywhere }} small {{ color: #555 }}\n\
         </style>\n</head>\n<body>\n<h1>Receipt of a reuse<br><small>{id}</small></h1>\n{body}<p><small>{}</small></p>\n</body>\n</html>",
        escaped(NOTICE)
    )
}
