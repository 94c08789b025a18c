//! `commons recovery`: cards that bring an agent back, and coming back with them.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::config::Config;
use crate::data_dir::cannot;
use crate::failure::Failure;
use crate::output::text;
use crate::qr::{Endures, Qr};
use crate::request::{self, MembersRequest, Request, Secret};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Recovery,
}

#[derive(Debug, Subcommand)]
enum Recovery {
    /// Make new recovery cards in place of the old ones, and show them once
    New {
        /// How many cards; some may lie with a sister co-op
        #[arg(long, value_name = "N", default_value_t = 1)]
        cards: usize,
        /// How many of them it takes [default: more than half]
        #[arg(long, value_name = "N")]
        threshold: Option<usize>,
        /// Write it to a file that members sign one after the other, rather than send it to their nodes
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
}

/// What `commons members recover` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Recover {
    /// A file with a recovery card; asked at the terminal otherwise. May be given several times
    #[arg(long, value_name = "FILE")]
    card_file: Vec<PathBuf>,
    /// Who comes back, where this node is nobody's yet: an id, or at least the first 8 digits
    #[arg(long, value_name = "AGENT")]
    agent: Option<String>,
    /// Where members disagree: the first entry of the branch that holds
    #[arg(long, value_name = "ENTRY")]
    branch: Option<String>,
    /// A member whose keys are lost, or `all`; may be given several times
    #[arg(long, value_name = "MEMBER")]
    lost: Vec<String>,
    /// How many members must agree from then on [default: more than half]
    #[arg(long, value_name = "N")]
    threshold: Option<usize>,
    /// How many recovery cards to make in place of the old ones
    #[arg(long, value_name = "N", default_value_t = 1)]
    new_cards: usize,
    /// Keep the signing keys without a passphrase: whoever can read the folder can sign
    #[arg(long)]
    no_passphrase: bool,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<ExitCode, Failure> {
    let Recovery::New { cards, threshold, to } = &args.verb;
    let client = Client::connect(context)?;
    let request = MembersRequest::NewCards { cards: *cards, threshold: *threshold, to_file: to.is_some() };
    let mut answer = client.ask(&Request::Members(request))?;
    super::motion::write_file(to.as_deref(), &mut answer)?;
    context.output.result(&answer, |answer| {
        if answer["in_force"] == true {
            let words = "The new cards are in force; older ones are worth nothing.\n";
            return format!("{words}{}", cards_in_words(answer));
        }
        format!(
            "{}{}\nThese cards hold only once {} members have signed: keep the old ones until then.\n",
            super::motion::in_words(answer),
            cards_in_words(answer),
            answer["needed"]
        )
    });
    Ok(ExitCode::SUCCESS)
}

/// Recovery cards as they are printed, once: words to write down, and a code to scan.
pub(super) fn cards_in_words(answer: &Value) -> String {
    let cards: Vec<&str> =
        answer["recovery_cards"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut shown = String::new();
    for (number, card) in (1..).zip(&cards) {
        shown.push_str(&format!("\nRecovery card {number} of {}\n\n{}", cards.len(), card_in_words(card)));
    }
    if !cards.is_empty() {
        shown.push_str(
            "\nWrite down or print each, and keep them away from this machine: they are shown only this once.\n",
        );
    }
    shown
}

/// The words of one card, six to a line, and their QR code.
pub(super) fn card_in_words(card: &str) -> String {
    let words: Vec<&str> = card.split_whitespace().collect();
    let mut shown = String::new();
    for line in words.chunks(6) {
        shown.push_str(&format!("  {}\n", line.join(" ")));
    }
    if let Ok(code) = Qr::new(card, Endures::Paper) {
        shown.push_str(&format!("\n{}", code.terminal(std::io::stdout().is_terminal())));
    }
    shown
}

pub(super) fn recover(context: &Context, args: Recover) -> Result<ExitCode, Failure> {
    Config::write_template(&context.data_dir()?)?;
    let client = Client::connect(context)?;
    let mut cards = Vec::new();
    for file in &args.card_file {
        let card = std::fs::read_to_string(file).map_err(|error| cannot("read", file, &error))?;
        cards.push(Secret(card));
    }
    if cards.is_empty() {
        if !crate::secrets::can_ask() {
            return Err(Failure::usage("no recovery card was given")
                .hint("name a file that holds it with --card-file FILE"));
        }
        loop {
            let prompt = match cards.len() {
                0 => "Recovery card: ",
                _ => "Another recovery card, or nothing if these are all: ",
            };
            let card = crate::secrets::ask(prompt)?;
            if card.trim().is_empty() {
                break;
            }
            cards.push(Secret(card));
        }
    }
    // Keys that are made now are sealed; on a node that has an agent they join those there.
    let status = client.ask(&Request::Status)?;
    let fresh = status["agent"].is_null() && args.branch.is_none() && !args.no_passphrase;
    let passphrase = if fresh { Some(super::init::new_passphrase()?) } else { None };
    let request = MembersRequest::Recover(request::Recover {
        cards,
        agent: args.agent,
        branch: args.branch,
        lost: args.lost,
        threshold: args.threshold,
        new_cards: args.new_cards,
        passphrase,
    });
    let answer = client.ask(&Request::Members(request))?;
    context.output.result(&answer, |answer| {
        let mut words = super::motion::in_words(answer);
        if !text(answer, "agent").is_empty() {
            words.push_str(&format!("\nThis node signs for {} again.\n", text(answer, "agent")));
        }
        words.push_str(&cards_in_words(answer));
        words
    });
    Ok(ExitCode::SUCCESS)
}
