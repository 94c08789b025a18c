//! `commons term`: say what a word means to you.

use std::process::ExitCode;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::text;
use crate::request::{Request, TermEdit, TermPublish, TermRequest};

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Publish what a word means
    Publish(PublishArgs),
    /// Change an entry of yours, or say it in another language
    Edit(EditArgs),
}

#[derive(Debug, clap::Args)]
struct PublishArgs {
    /// The word, or a few
    #[arg(long, value_name = "W")]
    word: String,

    /// In which language, for instance en or pt-br
    #[arg(long, value_name = "L")]
    language: String,

    /// What it means
    #[arg(long, value_name = "S")]
    definition: String,

    /// Where, or to whom, it means this: "worker co-ops in Brazil"
    #[arg(long, value_name = "S")]
    context: Option<String>,

    /// How that differs from other uses of the word
    #[arg(long, value_name = "S")]
    difference: Option<String>,

    /// Another entry, by anybody: its id, or at least the first 8 digits (may be given several times)
    #[arg(long, value_name = "ID")]
    see: Vec<String>,

    /// A link to where it is from (may be given several times)
    #[arg(long = "link", value_name = "URL")]
    links: Vec<String>,
}

#[derive(Debug, clap::Args)]
struct EditArgs {
    /// The entry: its id, or at least the first 8 digits
    id: String,

    /// The word from now on; with another --language, the word in that
    #[arg(long, value_name = "W")]
    word: Option<String>,

    /// In which language word, definition and difference are
    #[arg(long, value_name = "L")]
    language: Option<String>,

    /// What it means
    #[arg(long, value_name = "S")]
    definition: Option<String>,

    /// Where, or to whom, it means this; "" for nothing any more
    #[arg(long, value_name = "S")]
    context: Option<String>,

    /// How that differs from other uses of the word
    #[arg(long, value_name = "S")]
    difference: Option<String>,

    /// Another entry to name (may be given several times)
    #[arg(long, value_name = "ID")]
    see: Vec<String>,

    /// An entry to name no longer (may be given several times)
    #[arg(long, value_name = "ID")]
    no_longer_see: Vec<String>,

    /// A link to add (may be given several times)
    #[arg(long = "add-link", value_name = "URL")]
    add_links: Vec<String>,

    /// A link to remove (may be given several times)
    #[arg(long = "remove-link", value_name = "URL")]
    remove_links: Vec<String>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let (request, published) = match args.what {
        What::Publish(args) => {
            let PublishArgs { word, language, definition, context, difference, see, links } = args;
            let publish = TermPublish { word, language, definition, context, difference, see, links };
            (TermRequest::Publish(publish), true)
        }
        What::Edit(args) => {
            let EditArgs { id, word, language, definition, context, difference, see, .. } = args;
            let EditArgs { no_longer_see, add_links, remove_links, .. } = args;
            let edit = TermEdit {
                id,
                word,
                language,
                definition,
                context,
                difference,
                see,
                no_longer_see,
                add_links,
                remove_links,
            };
            (TermRequest::Edit(edit), false)
        }
    };
    let answer = Client::connect(context)?.ask(&Request::Term(request))?;
    context.output.result(&answer, |answer| match published {
        true => {
            format!("Published. Other entries name it by this id, with --see:\n\n  {}", text(answer, "id"))
        }
        false => "Changed.".to_owned(),
    });
    Ok(ExitCode::SUCCESS)
}
