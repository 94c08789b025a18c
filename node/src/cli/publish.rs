//! `commons publish`: share a resource.

use std::path::PathBuf;
use std::process::ExitCode;

use commons_licences::UsualPermission;
use serde_json::{Value, json};

use super::Context;
use super::files::put_in;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{line, short, text};
use crate::request::{Place, Publish, Request};
use crate::resource_types::{TYPES, read};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Its files; a folder stands for all files in it
    #[arg(value_name = "FILE", conflicts_with = "list_types")]
    files: Vec<PathBuf>,

    /// List the sorts of things, for --type, and publish nothing
    #[arg(long = "types", conflicts_with_all = ["title", "licence", "types"])]
    list_types: bool,

    /// What it is called
    #[arg(long, value_name = "T", required_unless_present = "list_types")]
    title: Option<String>,

    /// Under which licence: an SPDX expression such as PPL, CC-BY-SA-4.0, "MIT OR Apache-2.0", or NONE; terms of
    /// somebody's own, in the version in force now, as own:ID
    #[arg(long, value_name = "EXPR", required_unless_present = "list_types")]
    licence: Option<String>,

    /// What sort of thing: guide, software, design, course, data, tool, space, need, … (may be given several times; --types
    /// lists them)
    #[arg(long = "type", value_name = "TYPE", required_unless_present = "list_types")]
    types: Vec<String>,

    /// Language of title and summary, for instance en or pt-br
    #[arg(long, value_name = "L")]
    language: Option<String>,

    /// What it is about, in a few sentences
    #[arg(long, value_name = "S")]
    summary: Option<String>,

    /// A topic (may be given several times)
    #[arg(long = "topic", value_name = "T")]
    topics: Vec<String>,

    /// A link to where it can be had as well (may be given several times)
    #[arg(long = "url", value_name = "U")]
    urls: Vec<String>,

    /// The resource it was made from: its id, or the first 8 digits (may be given several times)
    #[arg(long, value_name = "ID")]
    derived_from: Vec<String>,

    /// Whom you allow more than the licence does: reserves (worker co-ops that keep a reserve), nonprofits, self-employed,
    /// coops, public-bodies, or conditions such as kind=union,purpose=commercial; after a colon what you ask in return:
    /// "others: 5 % of sales" (may be given several times)
    #[arg(long, value_name = "WHO[: IN RETURN]")]
    also_allow: Vec<String>,

    /// Under which licence your own part is, where that is another than the whole's
    #[arg(long, value_name = "EXPR")]
    my_part_under: Option<String>,

    /// Who made it, by the name or pseudonym that they chose (may be given several times)
    #[arg(long, value_name = "NAME")]
    made_by: Vec<String>,

    /// How it is to be credited, instead of by its makers
    #[arg(long, value_name = "TEXT")]
    credit_as: Option<String>,

    /// How it is run: who decides, who looks after it, who may use it
    #[arg(long, value_name = "S")]
    how_run: Option<String>,

    /// For how wide an area it is meant: local, city, region, country or world
    #[arg(long, value_name = "SCOPE")]
    scope: Option<String>,

    /// For which place, as people there call it
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,

    /// In which country, as a code of two letters such as ar or pt
    #[arg(long, value_name = "CC")]
    country: Option<String>,

    /// A challenge that it answers, by anybody: its id, or the first 8 digits (may be given several times)
    #[arg(long, value_name = "ID")]
    answers: Vec<String>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    if args.list_types {
        let types: Vec<Value> =
            TYPES.iter().map(|(name, words)| json!({ "type": name, "in_words": words })).collect();
        context.output.result(&json!({ "types": types }), |_| list_of_types());
        return Ok(ExitCode::SUCCESS);
    }
    let hints = hints(&args.types);
    let client = Client::connect(context)?;
    let files = put_in(&client, &args.files)?;
    let publish = Publish {
        // Both are there: nothing is published without.
        title: args.title.unwrap_or_default(),
        licence: args.licence.unwrap_or_default(),
        types: args.types,
        language: args.language,
        summary: args.summary,
        topics: args.topics,
        urls: args.urls,
        derived_from: args.derived_from,
        also_allow: args.also_allow,
        my_part_under: args.my_part_under,
        made_by: args.made_by,
        credit_as: args.credit_as,
        place: Place { scope: args.scope, place: args.place, country: args.country },
        how_run: args.how_run,
        answers: args.answers,
        files,
    };
    let offers = leaves_some_out(&publish);
    let answer = client.ask(&Request::Publish(publish))?;
    context.output.result(&answer, |answer| {
        let when =
            if client.is_node() { "" } else { "\n\nIt goes out to others once the node runs: commons start" };
        let offer = if offers { offer(short(answer, "id")) } else { String::new() };
        let warnings = answer["warnings"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let warnings: String = warnings.map(|warning| format!("\n\n[!] {}", line(warning))).collect();
        format!("Published. Others find it by this id:\n\n  {}{warnings}{offer}{when}", text(answer, "id"))
    });
    hints.iter().for_each(|hint| context.output.note(hint));
    Ok(ExitCode::SUCCESS)
}

fn list_of_types() -> String {
    let lines = TYPES.iter().map(|(name, words)| format!("{name:<17} {words}\n"));
    format!("{}\nAny other word will do where none of these fits.", lines.collect::<String>())
}

/// What is said about types that are not in the list: they are kept as they are.
pub(super) fn hints(types: &[String]) -> Vec<String> {
    let unknown =
        types.iter().map(|typed| read(typed)).filter_map(|typed| Some((typed.token, typed.unknown?)));
    unknown
        .map(|(token, near)| {
            let meant =
                if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(", ")) };
            format!(
                "note: {token} is not among the usual types{meant} (`commons publish --types` lists them)"
            )
        })
        .collect()
}

/// Whether a steward chose the Peer Production License, and nothing beyond it.
fn leaves_some_out(publish: &Publish) -> bool {
    publish.also_allow.is_empty() && publish.licence.trim().eq_ignore_ascii_case("PPL")
}

/// The usual permissions, to a steward who chose none of them.
fn offer(id: &str) -> String {
    let mut offer = format!(
        "\n\nThe PPL leaves some out whom you may want to allow more. If so: commons edit {id} --also-allow WHO, where WHO is one of\n\n"
    );
    for usual in UsualPermission::ALL {
        let example = match usual {
            UsualPermission::Others => "\"others: 5 % of sales\"",
            usual => usual.as_str(),
        };
        offer.push_str(&format!("  {example:<23} {}\n", usual.in_words()));
    }
    offer.trim_end().to_owned()
}
