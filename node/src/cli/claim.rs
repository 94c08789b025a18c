//! `commons claim`, `same`, `duplicates`: listings that describe you, and listings that are there twice.

use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use super::inbox::about_in_words;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{line, name_alone, name_and_id, short, text, who};
use crate::request::{ListingRequest, Request};

/// How many pairs are shown unless said otherwise.
const DEFAULT_PAIRS: usize = 20;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The listing that describes you: its id, or at least the first 8 digits
    id: String,

    /// Take over what it says of your place, country, links and description, where your own record says nothing
    #[arg(long, conflicts_with = "withdraw")]
    take: bool,

    /// It does not describe you after all
    #[arg(long)]
    withdraw: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct SameArgs {
    /// A listing: its id, or at least the first 8 digits
    one: String,

    /// Another listing of the same organisation
    other: String,

    /// Take back that they are the same
    #[arg(long)]
    withdraw: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct DuplicatesArgs {
    /// How many pairs to show at most
    #[arg(long, value_name = "N", default_value_t = DEFAULT_PAIRS)]
    limit: usize,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let Args { id, take, withdraw } = args;
    let request = if withdraw { ListingRequest::Disclaim { id } } else { ListingRequest::Claim { id, take } };
    let answer = Client::connect(context)?.ask(&Request::Listing(request))?;
    context.output.result(&answer, |answer| match (withdraw, text(answer, "outcome")) {
        (true, "unchanged") => "That was taken back already".to_owned(),
        (true, _) => format!("You no longer claim it: {}", text(answer, "id")),
        (false, outcome) => {
            let already = if outcome == "unchanged" { " already" } else { "" };
            let taken: Vec<&str> = answer["taken"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let taken = match taken.as_slice() {
                [] => String::new(),
                taken => format!("Into your own record went: {}.\n", taken.join(", ")),
            };
            format!(
                "Claimed{already}: {}, listed by {}\n{taken}\
                 On nodes that trust you, your own record stands in its place: `commons profile` shows what it says.\n",
                about_in_words(&answer["listing"]),
                who(&answer["listing"]),
            )
        }
    });
    Ok(ExitCode::SUCCESS)
}

pub(super) fn same(context: &Context, args: SameArgs) -> Result<ExitCode, Failure> {
    let SameArgs { one, other, withdraw } = args;
    let request =
        if withdraw { ListingRequest::NotSame { one, other } } else { ListingRequest::Same { one, other } };
    let answer = Client::connect(context)?.ask(&Request::Listing(request))?;
    context.output.result(&answer, |answer| {
        let what = match (withdraw, text(answer, "outcome")) {
            (true, "unchanged") => "That was taken back already",
            (true, _) => "You no longer say that they are the same",
            (false, "unchanged") => "You say so already",
            (false, _) => "They are the same, you say: on nodes that trust you they are found as one",
        };
        format!("{what}: {}", text(answer, "id"))
    });
    Ok(ExitCode::SUCCESS)
}

pub(super) fn duplicates(context: &Context, args: DuplicatesArgs) -> Result<ExitCode, Failure> {
    let request = ListingRequest::Duplicates { limit: args.limit };
    let answer = Client::connect(context)?.ask(&Request::Listing(request))?;
    context.output.result(&answer, pairs_in_words);
    Ok(ExitCode::SUCCESS)
}

fn pairs_in_words(answer: &Value) -> String {
    let pairs = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    if pairs.is_empty() {
        return format!("No two of {} listings seem to be the same.", answer["compared"]);
    }
    let mut words = String::new();
    for pair in pairs {
        let why: Vec<&str> = pair["why"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        words.push_str(&format!("same {}:\n", why.join(", ")));
        for listing in pair["listings"].as_array().into_iter().flatten() {
            let place =
                listing["place"].as_str().map(|place| format!(", {}", line(place))).unwrap_or_default();
            words.push_str(&format!(
                "  {}  {}{place}, listed by {}\n",
                short(listing, "id"),
                name_alone(text(listing, "title")),
                name_and_id(listing)
            ));
        }
        words.push_str(&format!(
            "            commons same {} {}\n",
            short(&pair["listings"][0], "id"),
            short(&pair["listings"][1], "id")
        ));
    }
    if answer["more"] == true {
        words.push_str("\nThere are more: --limit N shows them\n");
    }
    words
}

/// Whom a listing is claimed by, and what it is the same as; or which listings an agent claims. As `commons show` has it.
pub(super) fn listings_in_words(record: &Value) -> String {
    let items = |name: &str| record[name].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut words = String::new();
    let (trusted, strangers): (Vec<&Value>, Vec<&Value>) =
        items("claims").iter().partition(|claim| claim["trusted"] == true);
    let heading = match (trusted.len(), record["led_by"].is_object()) {
        (0, _) => "",
        (1, true) => "Claimed by, who thereby speaks for itself:",
        _ => "Claimed by several, so that the record of none leads:",
    };
    for (heading, claims) in
        [(heading, trusted), ("Claimed by, whom nobody trusted here has introduced:", strangers)]
    {
        if claims.is_empty() {
            continue;
        }
        words.push_str(&format!("\n{heading}\n"));
        for claim in claims {
            let domain = claim["domain"].as_str();
            let domain =
                domain.map(|domain| format!("; the listing links to {}", line(domain))).unwrap_or_default();
            words.push_str(&format!("  {}  {}{domain}\n", short(claim, "id"), who(claim)));
        }
    }
    if !items("same_as").is_empty() {
        words.push_str("\nThe same as:\n");
        for other in items("same_as") {
            let by: Vec<String> = other["said_by"].as_array().into_iter().flatten().map(who).collect();
            words.push_str(&format!("  {}, says {}\n", about_in_words(other), by.join("; ")));
        }
    }
    if !items("listings").is_empty() {
        words.push_str("\nClaims these listings, which others wrote:\n");
        for listing in items("listings") {
            words.push_str(&format!("  {}, listed by {}\n", about_in_words(listing), who(listing)));
        }
    }
    words
}
