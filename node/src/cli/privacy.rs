//! `commons privacy`: all that this node holds about somebody.

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::data_dir::{cannot, write_private};
use crate::failure::Failure;
use crate::output::{line, text, who};
use crate::request::Request;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The organisation or person: an id, or your petname for them [default: your own agent]
    agent: Option<String>,

    /// Write all of it to a file, old wordings included, as JSON
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let answer = Client::connect(context)?.ask(&Request::Privacy { agent: args.agent })?;
    if let Some(file) = &args.export {
        // About somebody: nobody else on this machine may read it.
        let json = serde_json::to_vec_pretty(&answer).map_err(Failure::internal)?;
        write_private(file, &json).map_err(|error| cannot("write", file, &error))?;
    }
    context.output.result(&answer, |answer| in_words(answer, args.export.is_some()));
    Ok(ExitCode::SUCCESS)
}

fn in_words(answer: &Value, exported: bool) -> String {
    let mut words = format!("What this node holds about {}:\n", who(answer));
    let kinds = answer["wrote"]["kinds"].as_object().into_iter().flatten();
    let wrote: Vec<String> = kinds.map(|(kind, count)| format!("{kind} {count}")).collect();
    words.push_str(&match wrote.as_slice() {
        [] => "\n  wrote nothing that is here\n".to_owned(),
        wrote => format!("\n  wrote, with all earlier wordings: {}\n", wrote.join(", ")),
    });
    let of_others = answer["of_others"].as_array().map(Vec::as_slice).unwrap_or_default();
    words.push_str(&match of_others.len() {
        0 => "  no record of others refers to them or to what they wrote\n".to_owned(),
        1 => "  1 record of others refers to them or to what they wrote:\n".to_owned(),
        many => format!("  {many} records of others refer to them or to what they wrote:\n"),
    });
    for other in of_others {
        let id = text(other, "id");
        words.push_str(&format!(
            "    {}  {} by {}\n",
            id.get(..8).unwrap_or(id),
            text(other, "kind"),
            who(other)
        ));
    }
    let here = &answer["here_only"];
    let mut noted: Vec<String> = Vec::new();
    noted.extend(here["petname"].as_str().map(|name| format!("your name for them, {}", line(name))));
    noted.extend((here["followed"] == true).then(|| "that you follow them".to_owned()));
    noted.extend((here["blocked"] == true).then(|| "that you block them".to_owned()));
    let domains = here["domains"].as_array().map_or(0, Vec::len);
    noted.extend((domains > 0).then(|| format!("what {domains} of their domains answered")));
    let reports = here["reports"].as_array().map_or(0, Vec::len);
    noted.extend((reports > 0).then(|| format!("{reports} reports of what they wrote (commons reports)")));
    if !noted.is_empty() {
        words.push_str(&format!("  on this node only: {}\n", noted.join(", ")));
    }
    if answer["cut"] == true {
        words.push_str("  There is more than is told here: `commons export` writes everything.\n");
    }
    words.push_str(
        "\nTheir name may stand in a text of somebody else besides: `commons search` finds it. What is to go is erased by whoever \
         wrote it (commons forget), and can be withheld on this node (commons withhold).",
    );
    if !exported {
        words.push_str(" All of it, word by word, goes to a file with --export FILE.");
    }
    words
}
