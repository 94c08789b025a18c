//! `commons edit`: change a resource of yours.

use std::process::ExitCode;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::request::{Edit, Request};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The resource: its id, or at least the first 8 digits
    id: String,

    /// What it is called from now on
    #[arg(long, value_name = "T")]
    title: Option<String>,

    /// What it is about, in a few sentences
    #[arg(long, value_name = "S")]
    summary: Option<String>,

    /// In which language title and summary are
    #[arg(long, value_name = "L")]
    language: Option<String>,

    /// The licence from now on, as with `commons publish`; members of an organisation must agree
    #[arg(long, value_name = "EXPR")]
    licence: Option<String>,

    /// A topic to add (may be given several times)
    #[arg(long = "add-topic", value_name = "T")]
    add_topics: Vec<String>,

    /// A topic to remove (may be given several times)
    #[arg(long = "remove-topic", value_name = "T")]
    remove_topics: Vec<String>,

    /// Whom you allow more than the licence does, as with `commons publish`; members of an organisation must agree (may be
    /// given several times)
    #[arg(long, value_name = "WHO[: IN RETURN]")]
    also_allow: Vec<String>,

    /// The number of a permission that is to be given no longer, as `commons show` has it; whoever declared a reuse
    /// before may go on with it (may be given several times)
    #[arg(long, value_name = "NUMBER")]
    no_longer_allow: Vec<usize>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let Args {
        id,
        title,
        summary,
        language,
        licence,
        add_topics,
        remove_topics,
        also_allow,
        no_longer_allow,
    } = args;
    let edit = Edit {
        id,
        title,
        summary,
        language,
        licence,
        add_topics,
        remove_topics,
        also_allow,
        no_longer_allow,
    };
    let answer = Client::connect(context)?.ask(&Request::Edit(edit))?;
    context.output.result(&answer, |answer| format!("Changed.{}", proposed_in_words(answer)));
    Ok(ExitCode::SUCCESS)
}

/// What is said of a change that waits for other members; nothing if none does.
pub(super) fn proposed_in_words(answer: &serde_json::Value) -> String {
    let Some(proposed) = answer.get("proposed") else { return String::new() };
    format!(
        "\nIt is proposed: {} of {} approvals. Until the others agree, what was before holds. They agree with:\n\n  \
         commons approve {}",
        proposed["approvals"],
        proposed["needed"],
        proposed["change"].as_str().unwrap_or_default()
    )
}
