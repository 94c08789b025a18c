//! `commons find`: who does what where.

use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use super::list::{Page, in_words as items_in_words};
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{line, text};
use crate::request::{Find, Request};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Words that must stand somewhere in what is found
    words: Vec<String>,

    /// Near this place: a name (`Lille`, `"Lille, BE"`), or latitude and longitude (`50.63,3.06`);
    /// `here` is where your own record says you are
    #[arg(long, value_name = "PLACE", allow_hyphen_values = true)]
    near: Option<String>,

    /// How far from there at most, in kilometres; 50 if left out
    #[arg(long, value_name = "KM", value_parser = kilometres)]
    within: Option<u32>,

    /// What they can do, in their own words; the beginning of a word is enough
    #[arg(long, value_name = "WORDS")]
    skill: Option<String>,

    /// The trade they are in
    #[arg(long, value_name = "WORDS")]
    sector: Option<String>,

    /// What sort of organisation: worker-coop, society …
    #[arg(long, value_name = "WORDS")]
    kind: Option<String>,

    /// Who owns them: workers, consumers …
    #[arg(long, value_name = "WORDS")]
    ownership: Option<String>,

    /// Only what is offered or needed, by its type: space, tool, service-offered, need
    #[arg(long, value_name = "TYPE")]
    offers: Option<String>,

    /// In this country: its code of two letters, or its English name
    #[arg(long, value_name = "COUNTRY")]
    country: Option<String>,

    /// Where the places come from that names are looked up in
    #[arg(long, exclusive = true)]
    about: bool,

    #[command(flatten)]
    page: Page,
}

/// A distance as people write it: `50`, `50km`, `50 km`.
fn kilometres(typed: &str) -> Result<u32, String> {
    let number = typed.trim().to_lowercase();
    let number = number.strip_suffix("km").unwrap_or(&number).trim();
    number
        .parse()
        .ok()
        .filter(|number| *number > 0)
        .ok_or_else(|| "expected whole kilometres, at least one, as in 50km".to_owned())
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    if args.about {
        let about =
            serde_json::json!({ "places": commons_places::CREDIT, "version": commons_places::VERSION });
        context.output.result(&about, |_| {
            format!(
                "{}\nTowns with more than 5,000 people; nobody is asked where a place is.\n",
                commons_places::CREDIT
            )
        });
        return Ok(ExitCode::SUCCESS);
    }
    let Page { limit, after } = args.page;
    let find = Find {
        words: args.words.join(" "),
        near: args.near,
        kilometres: args.within,
        skill: args.skill,
        sector: args.sector,
        agent_kind: args.kind,
        ownership: args.ownership,
        offers: args.offers,
        country: args.country,
        limit,
        after,
    };
    let answer = Client::connect(context)?.ask(&Request::Find(find))?;
    context.output.result(&answer, in_words);
    Ok(ExitCode::SUCCESS)
}

fn in_words(answer: &Value) -> String {
    let near = &answer["near"];
    let place = |place: &Value| format!("{}, {}", line(text(place, "name")), line(text(place, "country")));
    let mut words = String::new();
    if near.is_object() {
        let spot = match &near["place"] {
            Value::Null => format!("{}, {}", near["latitude"], near["longitude"]),
            named => place(named),
        };
        words.push_str(&format!("Within {} km of {spot}, the nearest first", near["within"]));
        let others: Vec<&Value> = near["others"].as_array().into_iter().flatten().collect();
        if let Some(first) = others.first() {
            let named: Vec<String> = others.iter().map(|other| place(other)).collect();
            let code = text(first, "code").to_uppercase();
            words.push_str(&format!(
                " (also {}: say --near \"{}, {code}\")",
                named.join("; "),
                line(text(first, "name"))
            ));
        }
        words.push_str(":\n");
    }
    words.push_str(&items_in_words(answer));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_read_as_people_write_them() {
        for typed in ["50", "50km", " 50 KM "] {
            assert_eq!(kilometres(typed), Ok(50), "{typed}");
        }
        for typed in ["", "0", "-3", "five", "50 miles"] {
            assert!(kilometres(typed).is_err(), "{typed}");
        }
    }
}
