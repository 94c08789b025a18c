//! `commons list` and `commons search`.

use std::process::ExitCode;

use commons_registry::Kind;
use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{licence_in_words, line, marks, name_and_id, short, text};
use crate::request::Request;

/// How many records are listed unless said otherwise.
const DEFAULT_LIMIT: usize = 50;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only records of this kind: agent, listing, resource, contribution, attestation, licence
    #[arg(long, value_name = "KIND")]
    kind: Option<Kind>,

    #[command(flatten)]
    page: Page,
}

#[derive(Debug, clap::Args)]
pub(super) struct SearchArgs {
    /// Words that must all occur; the beginning of a word is enough
    #[arg(required = true)]
    words: Vec<String>,

    #[command(flatten)]
    page: Page,
}

#[derive(Debug, clap::Args)]
pub(super) struct Page {
    /// How many to show at most
    #[arg(long, value_name = "N", default_value_t = DEFAULT_LIMIT)]
    limit: usize,

    /// Go on where an earlier answer ended: what it gave after --after
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    list(context, args.kind, args.page)
}

pub(super) fn list(context: &Context, kind: Option<Kind>, page: Page) -> Result<ExitCode, Failure> {
    let Page { limit, after } = page;
    let answer = Client::connect(context)?.ask(&Request::List { kind, limit, after })?;
    context.output.result(&answer, in_words);
    Ok(ExitCode::SUCCESS)
}

pub(super) fn search(context: &Context, args: SearchArgs) -> Result<ExitCode, Failure> {
    let Page { limit, after } = args.page;
    let answer =
        Client::connect(context)?.ask(&Request::Search { words: args.words.join(" "), limit, after })?;
    context.output.result(&answer, in_words);
    Ok(ExitCode::SUCCESS)
}

fn in_words(answer: &Value) -> String {
    let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    if items.is_empty() {
        return "Nothing here.".to_owned();
    }
    let mut words = String::new();
    for item in items {
        let by = name_and_id(item);
        let title = match line(text(item, "title")) {
            // An agent's own record is called what the agent is called.
            _ if text(item, "kind") == "agent" => by,
            title if title.is_empty() => format!("by {by}"),
            title => format!("{title}, by {by}"),
        };
        let licence = item["licence"].as_str();
        let licence =
            licence.map(|licence| format!(" [{}]", licence_in_words(item, licence))).unwrap_or_default();
        words.push_str(&format!(
            "{}  {:<12} {title}{licence}{}\n",
            short(item, "id"),
            text(item, "kind"),
            marks(item)
        ));
    }
    if let Some(next) = answer["next"].as_str() {
        words.push_str(&format!("\nThere is more: --after {next}\n"));
    }
    words
}
