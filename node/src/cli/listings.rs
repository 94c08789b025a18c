//! `commons claim`, `same`, `duplicates`: listings that describe you, and listings that are there twice.

use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use super::inbox::about_in_words;
use super::show::{in_text, push_field};
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
        (true, _) => format!(
            "You no longer claim it: {}\nWhat you took over from it stays in your own record: commons profile",
            text(answer, "id")
        ),
        (false, _) => claimed(answer),
    });
    Ok(ExitCode::SUCCESS)
}

fn claimed(answer: &Value) -> String {
    let listing = &answer["listing"];
    let already = if text(answer, "outcome") == "unchanged" { " already" } else { "" };
    let mut words = format!("Claimed{already}: {}, listed by {}\n", about_in_words(listing), who(listing));
    let [called, listed] = [text(answer, "called"), text(listing, "title")].map(line);
    if called.to_lowercase() != listed.to_lowercase() {
        words.push_str(&format!(
            "You call yourselves {called}, the list says {listed}. If it is not about you: commons claim {} --withdraw\n",
            short(listing, "id")
        ));
    }
    let taken: Vec<_> = answer["taken"].as_object().into_iter().flatten().collect();
    if !taken.is_empty() {
        words.push_str("Into your own record went:\n");
        for (name, value) in taken {
            let texts =
                value.as_object().map(|texts| texts.values().map(in_text).collect::<Vec<_>>().join("\n"));
            push_field(&mut words, name, &texts.unwrap_or_else(|| in_text(value)));
        }
    }
    words.push_str(&format!(
        "Where you are trusted, your own record stands in its place from now on, unless somebody else who is trusted claims it too.\n\
         Whoever keeps the list finds your claim in their inbox: ask them to follow you, {}.\n",
        name_and_id(listing)
    ));
    words
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
        return format!(
            "No two of {} listings seem to be the same, but for those of which that is said already.",
            answer["compared"]
        );
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
        words.push_str("\nThere are more: link these first, or see more of them with --limit N\n");
    }
    words
}

/// Whom a listing is claimed by, and what it is the same as; or which listings an agent claims. As `commons show` has it.
pub(super) fn listings_in_words(record: &Value) -> String {
    let items = |name: &str| record[name].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut words = String::new();
    let is_stranger = |one: &&Value| one["trusted"] == false;
    let (strangers, trusted): (Vec<&Value>, Vec<&Value>) = items("claims").iter().partition(is_stranger);
    let heading = match (trusted.len(), record["led_by"].is_object()) {
        (_, true) => "Claimed by, so that its own record leads:",
        (0 | 1, false) => "Claimed by:",
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
    for (heading, strangers) in
        [("The same as:", false), ("The same as, say those whom nobody trusted here has introduced:", true)]
    {
        let mut same = String::new();
        for other in items("same_as") {
            let by = other["said_by"].as_array().into_iter().flatten();
            let by: Vec<String> = by.filter(|by| is_stranger(by) == strangers).map(who).collect();
            if !by.is_empty() {
                same.push_str(&format!("  {}, says {}\n", about_in_words(other), by.join("; ")));
            }
        }
        if !same.is_empty() {
            words.push_str(&format!("\n{heading}\n{same}"));
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
