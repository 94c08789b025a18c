//! `commons publish`: share a resource.

use std::process::ExitCode;

use commons_licences::UsualPermission;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::text;
use crate::request::{Publish, Request};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What it is called
    #[arg(long, value_name = "T")]
    title: String,

    /// Under which licence: an SPDX expression such as PPL, CC-BY-SA-4.0, "MIT OR Apache-2.0", or NONE; terms of
    /// somebody's own, in the version in force now, as own:ID
    #[arg(long, value_name = "EXPR")]
    licence: String,

    /// What sort of thing: guide, software, design, course, data, tool, space, need, … (may be given several times)
    #[arg(long = "type", value_name = "TYPE", required = true)]
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

    /// A link to where it can be had; the registry keeps no files (may be given several times)
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
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let publish = Publish {
        title: args.title,
        licence: args.licence,
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
    };
    let offer = offer(&publish);
    let client = Client::connect(context)?;
    let answer = client.ask(&Request::Publish(publish))?;
    context.output.result(&answer, |answer| {
        let when =
            if client.is_node() { "" } else { "\n\nIt goes out to others once the node runs: commons start" };
        format!("Published. Others find it by this id:\n\n  {}{}{when}", text(answer, "id"), offer)
    });
    Ok(ExitCode::SUCCESS)
}

/// The usual permissions, to a steward who chose the Peer Production License and none of them.
fn offer(publish: &Publish) -> String {
    if !publish.also_allow.is_empty() || !publish.licence.trim().eq_ignore_ascii_case("PPL") {
        return String::new();
    }
    let mut offer =
        "\n\nThe PPL leaves some out whom you may want to allow more. If so, say it:\n".to_owned();
    for usual in UsualPermission::ALL {
        let example = match usual {
            UsualPermission::Others => "\"others: 5 % of sales\"",
            usual => usual.as_str(),
        };
        offer.push_str(&format!("\n  commons edit ID --also-allow {example}\n      {}\n", usual.in_words()));
    }
    offer.trim_end().to_owned()
}
