//! `commons provenance`: from what a work was made, and what was made from it.

use std::process::ExitCode;

use commons_licences::Verdict;
use serde_json::Value;

use super::Context;
use super::answers::headline;
use super::reuse::work_in_words;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{line, text};
use crate::request::Request;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The resource: its id, or at least the first 8 digits
    id: String,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let answer = Client::connect(context)?.ask(&Request::Provenance { id: args.id, near: false })?;
    context.output.result(&answer, in_words);
    Ok(ExitCode::SUCCESS)
}

fn in_words(root: &Value) -> String {
    let mut words = with_licence(root);
    for (name, title) in [("made_from", "made from"), ("went_into", "went into")] {
        let branches = root[name].as_array().map(Vec::as_slice).unwrap_or_default();
        words.push_str(&format!(
            "\n\n{title}{}",
            if branches.is_empty() { ": nothing that is known here" } else { "" }
        ));
        push_branches(&mut words, branches, name, "");
    }
    if root["cut"] == true {
        words.push_str("\n\nThere is more than is shown here.");
    }
    words
}

fn push_branches(words: &mut String, branches: &[Value], name: &str, indent: &str) {
    for (number, branch) in branches.iter().enumerate() {
        let last = number + 1 == branches.len();
        let (mark, inner) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        words.push_str(&format!("\n{indent}{mark}{}", with_licence(branch)));
        let inner = format!("{indent}{inner}");
        if branch["declared"].is_object() {
            words.push_str(&format!("\n{inner}   {}", declared_in_words(&branch["declared"])));
        }
        for warning in branch["warnings"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            words.push_str(&format!("\n{inner} ! {}", line(warning)));
        }
        if branch["again"] == true {
            words.push_str(&format!("\n{inner}   (told above)"));
        }
        if branch["cut"] == true {
            words.push_str(&format!("\n{inner}   (and so on)"));
        }
        push_branches(words, branch[name].as_array().map(Vec::as_slice).unwrap_or_default(), name, &inner);
    }
}

fn with_licence(work: &Value) -> String {
    let licence = work["licence"].as_str().map(|licence| format!(" ({})", line(licence))).unwrap_or_default();
    format!("{}{licence}", work_in_words(work))
}

fn declared_in_words(declared: &Value) -> String {
    let answer: Option<Verdict> = serde_json::from_value(declared["answer"].clone()).ok();
    let answer = answer.map(headline).unwrap_or("its receipt does not read");
    let ended = declared["ended"].as_str().map(|day| format!(", ended {day}")).unwrap_or_default();
    let although =
        declared["although"].as_str().map(|ground| format!(" It rests on this: {}.", line(ground)));
    format!(
        "declared {}{ended}: {answer}{} ({})",
        text(declared, "on"),
        although.unwrap_or_default(),
        line(text(declared, "standing_in_words"))
    )
}
