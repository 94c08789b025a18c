//! `commons contribute`: record what you did.

use std::process::ExitCode;

use clap::ValueEnum as _;
use serde_json::json;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::text;
use crate::request::{Contribute, Request};
use crate::roles::{ACTIONS, List, ROLES};

/// How a contribution is valued.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Track {
    /// Paid work
    Livelihood,
    /// Freely given
    Love,
    /// Caring
    Care,
}

/// Said whenever somebody records care.
const CARED_FOR: &str = "Anybody will be able to read this once it is published: name nobody whom you cared for, nor describe \
    them so that a neighbour would know.";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The resource or organisation it was for: its id, or at least the first 8 digits
    #[arg(long, value_name = "ID", required_unless_present_any = ["publish", "change", "corrects", "roles"], conflicts_with = "change")]
    to: Option<String>,

    /// What you did: translation, proofreading, code, childcare, hosting, … (--roles lists what others know too)
    #[arg(long, value_name = "ROLE", required_unless_present_any = ["publish", "change", "corrects", "roles"])]
    role: Option<String>,

    /// In which way, in a verb of ValueFlows: work, produce, deliver-service, use, …; or in another word
    #[arg(long, value_name = "VERB")]
    action: Option<String>,

    /// How it is valued, if you want to say
    #[arg(long)]
    track: Option<Track>,

    /// It was paid for; left out, nothing is said about pay, but that --track love means freely given
    #[arg(long)]
    paid: bool,

    /// It was freely given; with --paid, a part of it was
    #[arg(long)]
    donated: bool,

    /// How many hours, if you want to say
    #[arg(long, value_name = "H", allow_hyphen_values = true)]
    hours: Option<String>,

    /// How much in another unit, if you want to say; with --unit
    #[arg(long, value_name = "N", requires = "unit", conflicts_with = "hours", allow_hyphen_values = true)]
    quantity: Option<String>,

    /// Of what: day, page, meal, kilometre, …; with --quantity
    #[arg(long, value_name = "UNIT", requires = "quantity")]
    unit: Option<String>,

    /// A note. It is public: do not name people you cared for
    #[arg(long, value_name = "N")]
    note: Option<String>,

    /// When: a year, a month, "spring 2026"
    #[arg(long, value_name = "P")]
    period: Option<String>,

    /// Under which licence your part is, if it is a part of the work; say it again with another to allow that as well
    #[arg(long, value_name = "EXPR")]
    my_part_under: Option<String>,

    /// The name or pseudonym by which you want to be credited [default: your own]
    #[arg(long, value_name = "NAME")]
    credit_as: Option<String>,

    /// Ask not to be named in credits
    #[arg(long)]
    no_credit: bool,

    /// Be named again
    #[arg(long, conflicts_with = "no_credit")]
    credit_again: bool,

    /// Keep it on this node for now; publish it later with --publish
    #[arg(long, conflicts_with = "change")]
    draft: bool,

    /// Change what you recorded: its id, or at least the first 8 digits
    #[arg(long, value_name = "ID")]
    change: Option<String>,

    /// Record anew what you recorded wrongly, and point to it: its id, or at least the first 8 digits. What it was for and
    /// the role are taken from there unless given; whatever else holds is said again
    #[arg(long, value_name = "ID", conflicts_with = "change")]
    corrects: Option<String>,

    /// List the roles of CRediT and of all-contributors in plain words
    #[arg(long, exclusive = true)]
    roles: bool,

    /// Publish a draft: its id, or at least the first 8 digits
    #[arg(long, value_name = "ID", exclusive = true)]
    publish: Option<String>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    if args.roles {
        context.output.result(&json!({ "roles": ROLES, "actions": ACTIONS }), |_| roles_in_words());
        return Ok(ExitCode::SUCCESS);
    }
    if matches!(args.track, Some(Track::Care)) {
        context.output.note(CARED_FOR);
    }
    let client = Client::connect(context)?;
    let request = match args.publish {
        Some(id) => Request::PublishDraft { id },
        None => Request::Contribute(Contribute {
            change: args.change,
            to: args.to,
            role: args.role,
            my_part_under: args.my_part_under,
            credit_as: args.credit_as,
            credited: (args.no_credit || args.credit_again).then_some(args.credit_again),
            track: args.track.and_then(|track| Some(track.to_possible_value()?.get_name().to_owned())),
            paid: args.paid,
            donated: args.donated,
            action: args.action,
            quantity: args.quantity,
            unit: args.unit,
            corrects: args.corrects,
            hours: args.hours,
            note: args.note,
            language: None,
            period: args.period,
            draft: args.draft,
        }),
    };
    let answer = client.ask(&request)?;
    context.output.result(&answer, |answer| {
        let id = text(answer, "id");
        if answer["changed"] == true {
            "Changed.".to_owned()
        } else if answer["draft"] == true {
            format!(
                "Kept as a draft on this node:\n\n  {id}\n\nPublish it with: commons contribute --publish {}",
                &id[..8.min(id.len())]
            )
        } else if let Some(drafted) = answer["drafted_as"].as_str() {
            format!(
                "Recorded, and public:\n\n  {id}\n\nThe keys have changed since you wrote the draft {}: it was signed anew, and \
                 has another id now.",
                &drafted[..8.min(drafted.len())]
            )
        } else {
            format!("Recorded, and public:\n\n  {id}")
        }
    });
    Ok(ExitCode::SUCCESS)
}

/// The roles of both lists, and the actions.
fn roles_in_words() -> String {
    let mut words = String::new();
    for (list, title) in
        [(List::Credit, "CRediT, for research"), (List::AllContributors, "all-contributors, for software")]
    {
        words.push_str(&format!("{title}:\n"));
        for role in ROLES.iter().filter(|role| role.list == list) {
            words.push_str(&format!("  {:<30} {}\n", role.plain, role.key));
        }
        words.push('\n');
    }
    words.push_str(&format!("Actions of ValueFlows, for --action:\n  {}\n\n", ACTIONS.join(", ")));
    words.push_str("Either name will do, in any spelling; and whatever is on neither list may be said in your own words.");
    words
}
