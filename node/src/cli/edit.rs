//! `commons edit`: change a resource of yours.

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use super::files::put_in;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{line, short, text, who};
use crate::request::{Edit, Place, Request};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The resource: its id, or at least the first 8 digits
    id: String,

    /// What it is called from now on
    #[arg(long, value_name = "T")]
    title: Option<String>,

    /// What it is about, in a few sentences
    #[arg(long, value_name = "S")]
    summary: Option<String>,

    /// In which language title and summary are
    #[arg(long, value_name = "L")]
    language: Option<String>,

    /// The licence from now on, as with `commons publish`; members of an organisation must agree
    #[arg(long, value_name = "EXPR")]
    licence: Option<String>,

    /// An address where it is to be had, as well (may be given several times)
    #[arg(long = "add-url", value_name = "URL")]
    add_urls: Vec<String>,

    /// An address to take away, as it is written (may be given several times)
    #[arg(long = "remove-url", value_name = "URL")]
    remove_urls: Vec<String>,

    /// A topic to add (may be given several times)
    #[arg(long = "add-topic", value_name = "T")]
    add_topics: Vec<String>,

    /// A topic to remove (may be given several times)
    #[arg(long = "remove-topic", value_name = "T")]
    remove_topics: Vec<String>,

    /// Whom you allow more than the licence does, as with `commons publish`; members of an organisation must agree (may be
    /// given several times)
    #[arg(long, value_name = "WHO[: IN RETURN]")]
    also_allow: Vec<String>,

    /// The number of a permission that is to be given no longer, as `commons show` has it; whoever declared a reuse
    /// before may go on with it (may be given several times)
    #[arg(long, value_name = "NUMBER")]
    no_longer_allow: Vec<usize>,

    /// Somebody who made it, by the name or pseudonym that they chose (may be given several times)
    #[arg(long, value_name = "NAME")]
    made_by: Vec<String>,

    /// Somebody who is not to be among its makers any more, as `commons show` has the name (may be given several times)
    #[arg(long, value_name = "NAME")]
    no_longer_made_by: Vec<String>,

    /// How it is to be credited, instead of by its makers; "" for by its makers again
    #[arg(long, value_name = "TEXT")]
    credit_as: Option<String>,

    /// A sort of thing that it is as well, as with `commons publish` (may be given several times)
    #[arg(long = "add-type", value_name = "TYPE")]
    add_types: Vec<String>,

    /// A sort of thing that it is not (may be given several times)
    #[arg(long = "remove-type", value_name = "TYPE")]
    remove_types: Vec<String>,

    /// How it is run: who decides, who looks after it; "" for nothing any more
    #[arg(long, value_name = "S")]
    how_run: Option<String>,

    /// For how wide an area it is meant: local, city, region, country or world; "" for nothing any more
    #[arg(long, value_name = "SCOPE")]
    scope: Option<String>,

    /// For which place; "" for none
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,

    /// In which country, as a code of two letters; "" for none
    #[arg(long, value_name = "CC")]
    country: Option<String>,

    /// A challenge that it answers (may be given several times)
    #[arg(long, value_name = "ID")]
    answers: Vec<String>,

    /// A challenge that it is not to answer any more (may be given several times)
    #[arg(long, value_name = "ID")]
    no_longer_answers: Vec<String>,

    /// A file to add, or a folder for all files in it; what is called alike is replaced (may be given several times)
    #[arg(long = "add-file", value_name = "FILE")]
    add_files: Vec<PathBuf>,

    /// A file to remove, by its name as `commons show` has it (may be given several times)
    #[arg(long = "remove-file", value_name = "NAME")]
    remove_files: Vec<String>,

    /// Its makers ask not to be named from now on
    #[arg(long, conflicts_with = "credit_again")]
    no_credit: bool,

    /// Its makers may be named again
    #[arg(long)]
    credit_again: bool,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let hints = super::publish::hints(&args.add_types);
    let client = Client::connect(context)?;
    let edit = Edit {
        id: args.id,
        title: args.title,
        summary: args.summary,
        language: args.language,
        licence: args.licence,
        add_urls: args.add_urls,
        remove_urls: args.remove_urls,
        add_topics: args.add_topics,
        remove_topics: args.remove_topics,
        also_allow: args.also_allow,
        no_longer_allow: args.no_longer_allow,
        made_by: args.made_by,
        no_longer_made_by: args.no_longer_made_by,
        credit_as: args.credit_as,
        named: match (args.no_credit, args.credit_again) {
            (false, false) => None,
            (_, again) => Some(again),
        },
        place: Place { scope: args.scope, place: args.place, country: args.country },
        how_run: args.how_run,
        add_types: args.add_types,
        remove_types: args.remove_types,
        answers: args.answers,
        no_longer_answers: args.no_longer_answers,
        add_files: put_in(&client, &args.add_files)?,
        remove_files: args.remove_files,
    };
    let answer = client.ask(&Request::Edit(edit))?;
    context.output.result(&answer, |answer| {
        format!("Changed.{}{}", proposed_in_words(answer), makers_in_words(&answer["makers"]))
    });
    hints.iter().for_each(|hint| context.output.note(hint));
    Ok(ExitCode::SUCCESS)
}

/// What those say of a new licence who made parts of the work; nothing if there are none, or all agree.
fn makers_in_words(makers: &Value) -> String {
    let of = |agrees: Value| {
        let makers = makers.as_array().into_iter().flatten();
        makers.filter(move |maker| maker["agrees"] == agrees).collect::<Vec<_>>()
    };
    let mut words = String::new();
    let (waiting, silent) = (of(false.into()), of(Value::Null));
    if !waiting.is_empty() {
        words.push_str("\n\nThese made parts of it and have not agreed to the new licence. Until they do, their parts stay as they are:\n");
        for maker in waiting {
            words.push_str(&format!("\n  {}", part_in_words(maker)));
        }
        words.push_str("\n\nWhoever agrees says: commons contribute --change ID --my-part-under LICENCE, with the id above.");
    }
    if !silent.is_empty() {
        words.push_str("\n\nThese contributed and never said under which licence their part is; ask them:\n");
        for maker in silent {
            words.push_str(&format!("\n  {}", part_in_words(maker)));
        }
    }
    words
}

/// A part of a work: who made it, and under which licences it is.
pub(super) fn part_in_words(part: &Value) -> String {
    let licences: Vec<String> =
        part["licences"].as_array().into_iter().flatten().filter_map(Value::as_str).map(line).collect();
    let licences = match licences.as_slice() {
        [] => String::new(),
        licences => format!(", under {}", licences.join(" or ")),
    };
    format!("{}  {} by {}{licences}", short(part, "contribution"), line(text(part, "role")), who(part))
}

/// What is said of a change that waits for other members; nothing if none does.
pub(super) fn proposed_in_words(answer: &Value) -> String {
    let Some(proposed) = answer.get("proposed") else { return String::new() };
    format!(
        "\nIt is proposed: {} of {} approvals. Until the others agree, what was before holds. They agree with:\n\n  \
         commons approve {}",
        proposed["approvals"],
        proposed["needed"],
        proposed["change"].as_str().unwrap_or_default()
    )
}
