//! `commons agreement`: what you and others allow each other.

use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{line, plain, short, text, who};
use crate::request::{AgreementRequest, Propose, Request};

/// How many agreements of others are shown.
const MADE_AT_MOST: usize = 50;

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Offer terms: what each may do with the others' works, and what flows back
    Propose(ProposeArgs),
    /// Agree to terms that were proposed to you, as they are now
    Accept {
        /// The agreement: its id, or at least the first 8 digits
        id: String,
    },
    /// Be bound no longer
    End {
        /// The agreement: its id, or at least the first 8 digits
        id: String,
        /// The first day on which it does not bind you any more [default: today]
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Option<String>,
    },
    /// Show the terms, and who has agreed
    Show {
        /// The agreement: its id, or at least the first 8 digits
        id: String,
    },
    /// List what you are a party of
    List {
        /// List instead what any have agreed to with each other, as far as it has come here
        #[arg(long)]
        made: bool,
    },
}

#[derive(Debug, clap::Args)]
struct ProposeArgs {
    /// What it is called
    #[arg(long, value_name = "T")]
    name: String,

    /// With whom: an agent's id, or your petname for it (may be given several times)
    #[arg(long, value_name = "AGENT", required = true)]
    with: Vec<String>,

    /// A resource that it is about [default: all works of all parties] (may be given several times)
    #[arg(long = "work", value_name = "ID")]
    works: Vec<String>,

    /// What each may do with the others' works beyond their licences: anything, or conditions such as
    /// purpose=commercial (may be given several times)
    #[arg(long, value_name = "WHAT", required = true)]
    allow: Vec<String>,

    /// What flows back, in a sentence
    #[arg(long, value_name = "S")]
    in_return: Option<String>,

    /// Anything else that you agree on
    #[arg(long, value_name = "S")]
    note: Option<String>,

    /// Language of name and note, for instance en or pt-br
    #[arg(long, value_name = "L")]
    language: Option<String>,

    /// The first day
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<String>,

    /// The last day
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<String>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let request = match args.what {
        What::Propose(args) => {
            let ProposeArgs { name, with, works, allow, in_return, note, language, from, until } = args;
            AgreementRequest::Propose(Propose {
                name,
                with,
                works,
                allow,
                in_return,
                note,
                language,
                from,
                until,
            })
        }
        What::Accept { id } => AgreementRequest::Accept { id, digest: None },
        What::End { id, on } => AgreementRequest::End { id, on },
        What::Show { id } => AgreementRequest::Show { id },
        What::List { made: false } => AgreementRequest::List,
        What::List { made: true } => AgreementRequest::Made { limit: MADE_AT_MOST, after: None },
    };
    let answer = Client::connect(context)?.ask(&Request::Agreement(request))?;
    context.output.result(&answer, |answer| match answer["items"].as_array() {
        Some(items) if items.is_empty() => "There are no such agreements here.".to_owned(),
        Some(items) => items.iter().map(in_words).collect::<Vec<_>>().join("\n\n"),
        None => in_words(answer),
    });
    Ok(ExitCode::SUCCESS)
}

/// An agreement as one would read it out.
pub(super) fn in_words(shown: &Value) -> String {
    let list = |name: &str| {
        let names: Vec<String> = shown[name].as_array().into_iter().flatten().map(who).collect();
        names.join(", ")
    };
    let mut words = format!("{} [{}]\n", line(text(shown, "name")), short(shown, "id"));
    words.push_str(&match text(shown, "state") {
        "in-force" => "  in force".to_owned(),
        "not-yet" => "  agreed; it begins later".to_owned(),
        "over" if list("ended_by").is_empty() => "  over: its last day has passed".to_owned(),
        "over" => format!("  over: ended by {}", list("ended_by")),
        _ => format!("  proposed; waiting for {}", list("waiting_for")),
    });
    words.push_str(&format!("\n  between {}", list("parties")));
    let works: Vec<&str> =
        shown["works"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    match works.as_slice() {
        [] => words.push_str("\n  about all their works"),
        works => {
            let ids: Vec<&str> = works.iter().map(|id| id.get(..8).unwrap_or(id)).collect();
            words.push_str(&format!("\n  about {}", ids.join(", ")));
        }
    }
    for grant in shown["grants"].as_array().into_iter().flatten() {
        let whom = match line(text(grant, "in_words")) {
            anybody if anybody == "anybody" => "each of them".to_owned(),
            fitting => fitting,
        };
        words.push_str(&format!("\n  allowed with each other's works, beyond their licences, to {whom}"));
    }
    for (name, said) in [("in_return", "in return"), ("from", "from"), ("until", "until")] {
        if let Some(value) = shown[name].as_str() {
            words.push_str(&format!("\n  {said}: {}", line(value)));
        }
    }
    for note in
        shown["note"].as_object().into_iter().flat_map(|notes| notes.values()).filter_map(Value::as_str)
    {
        plain(note).lines().for_each(|line| words.push_str(&format!("\n    {line}")));
    }
    if shown["waits_for_members"] == true {
        words.push_str("\n  Members have still to agree: `commons proposals` says to what");
    }
    words
}
