//! `commons list` and `commons search`.

use std::process::ExitCode;

use commons_licences::LicenceClass;
use commons_registry::Kind;
use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{licence_in_words, line, marks, name_alone, name_and_id, short, text};
use crate::request::{Request, Search};

/// How many records are listed unless said otherwise.
const DEFAULT_LIMIT: usize = 50;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only records of this kind: agent, listing, resource, contribution, attestation, licence
    #[arg(long, value_name = "KIND")]
    kind: Option<Kind>,

    /// Only resources of this type: guide, challenge, good-practice …
    #[arg(long = "type", value_name = "TYPE")]
    of_type: Option<String>,

    /// Only what this organisation or person keeps: its id, at least the first 8 digits, or your name for it
    #[arg(long, value_name = "AGENT")]
    agent: Option<String>,

    #[command(flatten)]
    page: Page,
}

#[derive(Debug, clap::Args)]
pub(super) struct SearchArgs {
    /// Words that must all occur, in some form; the beginning of a word is enough. None, if the search is narrowed otherwise
    #[arg(required_unless_present_any = ["kind", "type", "agent", "licence", "class", "topic", "language", "scope", "place", "country"])]
    words: Vec<String>,

    /// Only records of this kind; may be given several times
    #[arg(long, value_name = "KIND")]
    kind: Vec<Kind>,

    /// Only under a licence of this class: public-domain, permissive, weak-copyleft, share-alike, reciprocity …
    #[arg(long, value_name = "CLASS")]
    class: Option<LicenceClass>,

    /// Only under this licence, or where it may be chosen: an SPDX id, such as CC-BY-SA-4.0
    #[arg(long, value_name = "LICENCE")]
    licence: Option<String>,

    /// Only resources of this type: guide, challenge, good-practice …
    #[arg(id = "type", long = "type", value_name = "TYPE")]
    of_type: Option<String>,

    /// Only what this organisation or person keeps: its id, at least the first 8 digits, or your name for it
    #[arg(long, value_name = "AGENT")]
    agent: Option<String>,

    /// Only with texts in this language, or for those who speak it
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,

    /// Only about this, or of those in this trade
    #[arg(long, value_name = "WORDS")]
    topic: Option<String>,

    /// Only what is meant for an area so wide: local, city, region, country, world
    #[arg(long, value_name = "SCOPE")]
    scope: Option<String>,

    /// Only what names this place; `commons find --near` looks around it
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,

    /// Only in this country: its code of two letters, or its English name
    #[arg(long, value_name = "COUNTRY")]
    country: Option<String>,

    #[command(flatten)]
    page: Page,
}

#[derive(Debug, clap::Args)]
pub(super) struct Page {
    /// How many to show at most
    #[arg(long, value_name = "N", default_value_t = DEFAULT_LIMIT)]
    pub(super) limit: usize,

    /// Go on where an earlier answer ended: what it gave after --after
    #[arg(long, value_name = "CURSOR")]
    pub(super) after: Option<String>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let Args { kind, of_type, agent, page } = args;
    if of_type.is_none() && agent.is_none() {
        return list(context, kind, page);
    }
    let Page { limit, after } = page;
    let kinds = kind.into_iter().collect();
    let search = Search { kinds, of_type, agent, limit, after, ..Search::default() };
    let answer = Client::connect(context)?.ask(&Request::Search(search))?;
    context.output.result(&answer, in_words);
    Ok(ExitCode::SUCCESS)
}

pub(super) fn list(context: &Context, kind: Option<Kind>, page: Page) -> Result<ExitCode, Failure> {
    let Page { limit, after } = page;
    let answer = Client::connect(context)?.ask(&Request::List { kind, limit, after })?;
    context.output.result(&answer, in_words);
    Ok(ExitCode::SUCCESS)
}

pub(super) fn search(context: &Context, args: SearchArgs) -> Result<ExitCode, Failure> {
    let Page { limit, after } = args.page;
    let search = Search {
        words: args.words.join(" "),
        kinds: args.kind,
        class: args.class,
        licence: args.licence,
        of_type: args.of_type,
        agent: args.agent,
        language: args.language,
        topic: args.topic,
        scope: args.scope,
        place: args.place,
        country: args.country,
        limit,
        after,
    };
    let answer = Client::connect(context)?.ask(&Request::Search(search))?;
    context.output.result(&answer, in_words);
    Ok(ExitCode::SUCCESS)
}

/// Records in a list, a line each.
pub(super) fn in_words(answer: &Value) -> String {
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
        let distance = |item: &Value| item["kilometres"].as_f64().map(|km| format!("{km:>7.1} km  "));
        words.push_str(&format!(
            "{}  {:<12} {}{title}{licence}{}\n",
            short(item, "id"),
            text(item, "kind"),
            distance(item).unwrap_or_default(),
            marks(item)
        ));
        for answer in item["answered_by"].as_array().into_iter().flatten() {
            words.push_str(&format!(
                "          answered by {} {}, by {}\n",
                name_alone(text(answer, "title")),
                short(answer, "id"),
                name_and_id(answer)
            ));
        }
        for listing in item["listings"].as_array().into_iter().flatten() {
            words.push_str(&format!(
                "          {}listed as {} {}, by {}\n",
                distance(listing).unwrap_or_default(),
                name_alone(text(listing, "title")),
                short(listing, "id"),
                name_and_id(listing)
            ));
        }
    }
    if let Some(next) = answer["next"].as_str() {
        words.push_str(&format!("\nThere is more: --after {next}\n"));
    }
    words
}
