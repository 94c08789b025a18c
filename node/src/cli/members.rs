//! `commons members`: who signs for us, and how that changes.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::config::Config;
use crate::failure::Failure;
use crate::output::{line, marks, name_alone, text};
use crate::qr::{Endures, Qr};
use crate::request::{MembersRequest, Request};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Members,
}

#[derive(Debug, Subcommand)]
enum Members {
    /// Show who may sign, how many must agree, and what waits for signatures
    List {
        /// Another organisation or person: an id, or at least the first 8 digits
        agent: Option<String>,
    },
    /// Print a link and a QR code with which somebody becomes a member
    Invite {
        /// An address to put into the link; without /p2p/ID at its end it is this node's
        /// [default: what the running node knows]
        #[arg(long = "peer", value_name = "MULTIADDR")]
        peers: Vec<String>,
    },
    /// Become a member: make keys on this node, and a code that a member adds with `members add`
    Join {
        /// The link of `members invite`, in quotes, or the organisation's id (64 digits)
        organisation: Option<String>,
        /// Keep the signing keys without a passphrase: whoever can read the folder can sign
        #[arg(long)]
        no_passphrase: bool,
    },
    /// Say what a member is called in public
    Name {
        /// The member: the key, or its last digits
        member: String,
        /// The name
        name: String,
    },
    /// Take in a new member by the code that they got from `members join`
    Add {
        /// The code; begins with commons-member-
        code: String,
        /// What the member is called in public; leave it out if the member would rather not be named
        #[arg(long)]
        name: Option<String>,
        /// How many members must agree from then on [default: more than half]
        #[arg(long, value_name = "N")]
        threshold: Option<usize>,
        /// Write it to a file that members sign one after the other, rather than send it to their nodes
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// Remove a member, or a key that was lost or stolen: what it signs from then on does not count
    Remove {
        /// The member: a name, or the key or its last digits
        member: String,
        /// How many members must agree from then on [default: more than half]
        #[arg(long, value_name = "N")]
        threshold: Option<usize>,
        /// A record or change of theirs that is not to count either; may be given several times
        #[arg(long, value_name = "ID")]
        without: Vec<String>,
        /// Nothing of theirs counts that came to this node at or after this record or change
        #[arg(long, value_name = "ID")]
        since: Option<String>,
        /// Why, for the other members
        #[arg(long)]
        reason: Option<String>,
        /// Write it to a file that members sign one after the other, rather than send it to their nodes
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// Take up this node's next signing key in place of the present one
    Rotate {
        /// Write it to a file that members sign one after the other, rather than send it to their nodes
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// Change how many must agree, and what is decided by consent
    Rules {
        /// How many members must agree
        #[arg(long, value_name = "N")]
        threshold: Option<usize>,
        /// Decide this by consent, so that an open objection blocks: licence, hand-over, rules, erase
        #[arg(long, value_name = "ACT")]
        consent: Vec<String>,
        /// Decide this by majority again
        #[arg(long, value_name = "ACT")]
        majority: Vec<String>,
        /// Write it to a file that members sign one after the other, rather than send it to their nodes
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// Sign what another member proposed, or what came in a file
    Sign(super::motion::SignArgs),
    /// Come back with recovery cards, after keys were lost or when members disagree
    Recover(super::recovery::Recover),
    /// Show every entry of the key log
    Log {
        /// Another organisation or person: an id, or at least the first 8 digits
        agent: Option<String>,
    },
}

/// What becomes of work done between a rotation's being proposed and its coming into force.
const UNTIL_ROTATED: &str = "\nUntil then this node goes on signing with the present key. What it publishes or changes meanwhile is not on the\n\
    list, and would no longer count: let it rest until the others have signed, or propose it anew after. A member takes\n\
    single changes back in with `commons adopt ID`.\n";

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let verb = match args.verb {
        Members::Recover(recover) => return super::recovery::recover(context, recover),
        Members::Sign(args) => return super::motion::sign(context, args),
        verb => verb,
    };
    let verb = match verb {
        Members::Join { organisation: Some(text), no_passphrase } => {
            let organisation = if text.trim().to_lowercase().starts_with("commons:") {
                super::join::take_member_link(context, &text)?
            } else {
                Config::write_template(&context.data_dir()?)?;
                text
            };
            Members::Join { organisation: Some(organisation), no_passphrase }
        }
        other => other,
    };
    let client = Client::connect(context)?;
    let ask = |request| client.ask(&Request::Members(request));
    match verb {
        Members::List { agent } => {
            let answer = ask(MembersRequest::List { agent })?;
            context.output.result(&answer, list_in_words);
        }
        Members::Invite { peers } => {
            let answer = ask(MembersRequest::Invite { peers })?;
            let code =
                Qr::new(&text(&answer, "link").to_uppercase(), Endures::Screen).map_err(Failure::internal)?;
            context.output.result(&answer, |answer| {
                format!(
                    "{}\n\n{}\nWhoever gets it types: commons members join \"LINK\", with the quotes, and sends back the code that\n\
                     this prints. Nothing in it is secret.",
                    text(answer, "link"),
                    code.terminal(std::io::stdout().is_terminal())
                )
            });
        }
        Members::Name { member, name } => {
            let answer = ask(MembersRequest::Name { member, name })?;
            context.output.result(&answer, |answer| {
                format!("{} is called {} from now on.", text(answer, "key"), line(text(answer, "name")))
            });
        }
        Members::Join { organisation, no_passphrase } => {
            let passphrase = if no_passphrase || organisation.is_none() {
                None
            } else {
                Some(super::init::new_passphrase()?)
            };
            let answer = ask(MembersRequest::Join { agent: organisation, passphrase })?;
            context.output.result(&answer, |answer| {
                format!(
                    "Your keys were made on this node and never leave it. Send this code to a member, who adds you\n\
                     with `commons members add CODE`:\n\n{}\n\n\
                     Then keep this node connected with `commons start --peer ADDRESS`: it learns by itself that you are in.",
                    text(answer, "code")
                )
            });
        }
        Members::Add { code, name, threshold, to } => {
            let to_file = to.is_some();
            let answer = ask(MembersRequest::Add { code, name, threshold, to_file })?;
            super::motion::proposed(context, answer, to.as_deref(), "")?;
        }
        Members::Remove { member, threshold, without, since, reason, to } => {
            let to_file = to.is_some();
            let request = MembersRequest::Remove { key: member, threshold, without, since, reason, to_file };
            super::motion::proposed(context, ask(request)?, to.as_deref(), "")?;
        }
        Members::Rotate { to } => {
            let answer = ask(MembersRequest::Rotate { to_file: to.is_some() })?;
            super::motion::proposed(context, answer, to.as_deref(), UNTIL_ROTATED)?;
        }
        Members::Rules { threshold, consent, majority, to } => {
            let to_file = to.is_some();
            let answer = ask(MembersRequest::Rules { threshold, consent, majority, to_file })?;
            super::motion::proposed(context, answer, to.as_deref(), "")?;
        }
        Members::Log { agent } => {
            let answer = ask(MembersRequest::Log { agent })?;
            context.output.result(&answer, log_in_words);
        }
        Members::Sign(_) | Members::Recover(_) => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn list_in_words(answer: &Value) -> String {
    let mut words =
        format!("{}  {}{}\n\n", name_alone(text(answer, "agent_name")), text(answer, "agent"), marks(answer));
    for member in answer["members"].as_array().into_iter().flatten() {
        let here = if member["here"] == true { "  (on this node)" } else { "" };
        let name = line(text(member, "name"));
        let name = if name.is_empty() { String::new() } else { format!("  {name}") };
        words.push_str(&format!("  {}{name}{here}\n", text(member, "key")));
    }
    let count = answer["members"].as_array().map_or(0, Vec::len);
    words.push_str(&format!(
        "\n{} of {count} must agree to change who may sign, a licence, a steward, or to erase.\n",
        answer["threshold"]
    ));
    let by_consent: Vec<&str> =
        answer["by_consent"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if !by_consent.is_empty() {
        words
            .push_str(&format!("By consent, so that an open objection blocks: {}.\n", by_consent.join(", ")));
    }
    words.push_str(&match answer["recovery_cards"].as_u64() {
        Some(0) | None => "There is no recovery card: `commons recovery new` makes one.\n".to_owned(),
        Some(cards) => {
            format!("Recovery cards: {cards}, of which {} are needed.\n", answer["recovery_threshold"])
        }
    });
    if let Some(branches) = answer["contested"]["branches"].as_array() {
        words.push_str("\nMembers disagree: frozen. Each of these has the signatures it needs:\n");
        for branch in branches.iter().filter_map(Value::as_str) {
            words.push_str(&format!("  {branch}\n"));
        }
        words.push_str("A recovery card settles it: commons members recover --branch ID --card-file FILE\n");
    }
    for motion in answer["waiting"].as_array().into_iter().flatten() {
        words.push('\n');
        words.push_str(&super::motion::in_words(motion));
    }
    words
}

fn log_in_words(answer: &Value) -> String {
    let mut words =
        format!("{}  {}{}\n", name_alone(text(answer, "agent_name")), text(answer, "agent"), marks(answer));
    for entry in answer["entries"].as_array().into_iter().flatten() {
        let current = if entry["current"] == true { ", in force now" } else { "" };
        let stage = match text(entry, "stage") {
            "void" => ", set aside by recovery",
            "contested" => ", contested",
            "unread" => ", of a later version",
            _ => "",
        };
        words.push_str(&format!("\n{}  {}{current}{stage}\n", text(entry, "id"), text(entry, "what")));
        for key in entry["members"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            words.push_str(&format!("    {key}\n"));
        }
        if let Some(erases) = entry["erases"].as_str() {
            words.push_str(&format!("    {erases}\n"));
        }
    }
    words
}
