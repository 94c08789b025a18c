//! `commons proposals`, `approve`, `object`, `adopt`, `hand-over`, `take-over`, `forget`: what members decide.

use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{licence_in_words, line, short, text};
use crate::request::{MembersRequest, Request};
use crate::secrets;

#[derive(Debug, clap::Args)]
pub(super) struct ProposalsArgs {
    /// Another organisation: an id, or at least the first 8 digits
    agent: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct ApproveArgs {
    /// The proposal, or the record that it is about: an id, or at least the first 8 digits; of what is signed, the whole
    /// id
    id: String,
    /// Approve as this member, whose key this node holds too
    #[arg(long, value_name = "MEMBER")]
    key: Option<String>,
    /// Although somebody objects; `commons proposals` shows why
    #[arg(long)]
    despite_objections: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ObjectArgs {
    /// The proposal, or the record that it is about: an id, or at least the first 8 digits; of what is signed, the whole
    /// id
    id: String,
    /// Why: other members see it before they approve
    #[arg(long, required_unless_present = "withdraw")]
    reason: Option<String>,
    /// Take the objection back
    #[arg(long, conflicts_with = "reason")]
    withdraw: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct IdArgs {
    /// An id, or at least the first 8 digits
    id: String,
}

#[derive(Debug, clap::Args)]
pub(super) struct HandOverArgs {
    /// The resource: an id, or at least the first 8 digits
    id: String,
    /// Who is to be its steward
    #[arg(long, value_name = "AGENT")]
    to: String,
}

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub(super) struct ForgetArgs {
    /// The record to erase for good: an id, or at least the first 8 digits
    #[arg(group = "what")]
    id: Option<String>,
    /// Erase everything you have written: give your own whole id to show that you mean it
    #[arg(long, value_name = "OWN-ID", group = "what")]
    everything: Option<String>,
    /// Without being asked; then the record's whole id is needed
    #[arg(long)]
    yes: bool,
}

pub(super) fn list(context: &Context, args: ProposalsArgs) -> Result<ExitCode, Failure> {
    let answer = Client::connect(context)?.ask(&Request::Proposals { agent: args.agent })?;
    context.output.result(&answer, |answer| {
        let mut words = String::new();
        for item in answer["items"].as_array().into_iter().flatten() {
            words.push_str(&proposal_in_words(item));
            words.push('\n');
        }
        for motion in answer["motions"].as_array().into_iter().flatten() {
            words.push_str(&super::motion::in_words(motion));
            words.push('\n');
        }
        if words.is_empty() { "Nothing waits for members.".to_owned() } else { words }
    });
    Ok(ExitCode::SUCCESS)
}

pub(super) fn approve(context: &Context, args: ApproveArgs) -> Result<ExitCode, Failure> {
    let ApproveArgs { id, key, despite_objections } = args;
    let answer = Client::connect(context)?.ask(&Request::Approve { id, key, despite_objections })?;
    context.output.result(&answer, |answer| {
        if !answer["what"].is_null() {
            return super::motion::in_words(answer);
        }
        if answer["proposal"].is_object() {
            return format!("Approved.\n\n{}", proposal_in_words(&answer["proposal"]));
        }
        let approved = &answer["approved"];
        format!("Approved, and in force: {}\n  {}", line(text(approved, "title")), change_in_words(approved))
    });
    Ok(ExitCode::SUCCESS)
}

pub(super) fn object(context: &Context, args: ObjectArgs) -> Result<ExitCode, Failure> {
    let ObjectArgs { id, reason, withdraw } = args;
    let answer = Client::connect(context)?.ask(&Request::Object { id, reason, withdraw })?;
    context.output.result(&answer, |answer| {
        let said = if answer["withdrawn"] == true { "The objection is taken back." } else { "Objected." };
        let what = if answer["motion"].is_object() {
            super::motion::in_words(&answer["motion"])
        } else {
            proposal_in_words(&answer["proposal"])
        };
        format!("{said}\n\n{what}")
    });
    Ok(ExitCode::SUCCESS)
}

pub(super) fn adopt(context: &Context, args: IdArgs) -> Result<ExitCode, Failure> {
    let answer = Client::connect(context)?.ask(&Request::Adopt { id: args.id })?;
    context.output.result(&answer, |answer| {
        format!("Taken back in: the change counts again, in record {}.", text(answer, "id"))
    });
    Ok(ExitCode::SUCCESS)
}

pub(super) fn hand_over(context: &Context, args: HandOverArgs) -> Result<ExitCode, Failure> {
    let answer = Client::connect(context)?.ask(&Request::HandOver { id: args.id, to: args.to })?;
    context.output.result(&answer, |answer| {
        let waits = super::edit::proposed_in_words(answer);
        if waits.is_empty() {
            format!(
                "Handed over to {}. They go on with:\n\n  commons take-over {}",
                text(answer, "to"),
                text(answer, "id")
            )
        } else {
            format!("Proposed to hand it over to {}.{waits}", text(answer, "to"))
        }
    });
    Ok(ExitCode::SUCCESS)
}

pub(super) fn take_over(context: &Context, args: IdArgs) -> Result<ExitCode, Failure> {
    let answer = Client::connect(context)?.ask(&Request::TakeOver { id: args.id })?;
    context.output.result(&answer, |answer| format!("You go on with it in:\n\n  {}", text(answer, "id")));
    Ok(ExitCode::SUCCESS)
}

/// What erasing is, whatever is erased.
const WHAT_ERASING_IS: &str = "Every node that hears of it drops it for good: nothing brings it back.\n\
    Editing does not remove what was there before; erasing does.\n\
    A copy on somebody else's disk may survive.\n";

pub(super) fn forget(context: &Context, args: ForgetArgs) -> Result<ExitCode, Failure> {
    let client = Client::connect(context)?;
    let ask = |id, agent, meant| client.ask(&Request::Members(MembersRequest::Erase { id, agent, meant }));
    let answer = if args.yes {
        ask(args.id, args.everything, true)?
    } else {
        let shown = ask(args.id, args.everything.clone(), false)?;
        let what = text(&shown, "erases");
        let title = line(text(&shown, "title"));
        let forever = match args.everything {
            Some(_) => format!("Nobody can write as {title} any more after that: its keys end with it.\n"),
            None => String::new(),
        };
        let question = format!("To be erased: {what}  {title}\n{WHAT_ERASING_IS}{forever}");
        if !secrets::can_ask() {
            return Err(Failure::usage(format!(
                "nothing was erased: nobody is here to be asked. {question}"
            ))
            .hint("if it is meant, give the whole id, and --yes"));
        }
        if !secrets::agrees(&format!("{question}Erase it?"))? {
            return Err(Failure::invalid("nothing was erased"));
        }
        let record = args.everything.is_none().then(|| what.to_owned());
        ask(record, args.everything, true)?
    };
    context.output.result(&answer, super::motion::in_words);
    Ok(ExitCode::SUCCESS)
}

/// What a proposal changes: field, value now, value then.
fn change_in_words(item: &Value) -> String {
    if text(item, "field") == "sheet" {
        let read_out = format!("commons licence show {}", short(item, "record"));
        return format!("the term sheet: `{read_out}` reads both out");
    }
    let in_words = |value: &str| licence_in_words(item, value);
    let value = |name: &str| item[name].as_str().map_or_else(|| item[name].to_string(), in_words);
    let now = if item["now"].is_null() { "nothing".to_owned() } else { value("now") };
    format!("{}: {now} → {}", text(item, "field").replace('_', " "), value("value"))
}

/// A proposal as members read it before they decide.
fn proposal_in_words(item: &Value) -> String {
    if !item.is_object() {
        return String::new();
    }
    let mut words = format!(
        "{}  {}\n  {}\n  approved: {} of {}\n",
        text(item, "change"),
        line(text(item, "title")),
        change_in_words(item),
        item["approvals"].as_array().map_or(0, Vec::len),
        item["needed"]
    );
    words.push_str(&super::motion::objections_in_words(item));
    if item["by_consent"] == true {
        words.push_str("  by consent: an open objection blocks\n");
    }
    let waiting: Vec<String> =
        item["waiting_for"].as_array().into_iter().flatten().map(super::motion::person_in_words).collect();
    if !waiting.is_empty() {
        words.push_str(&format!("  not heard from: {}\n", waiting.join(", ")));
    }
    words
}
