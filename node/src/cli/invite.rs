//! `commons invite`: a link and a QR code with which other nodes join.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::data_dir::cannot;
use crate::failure::Failure;
use crate::output::{line, name_alone, short, text};
use crate::qr::{Endures, Qr};
use crate::request::{Invite, Request};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// An address to put into the link, up to four times; without /p2p/ID at its end it is this node's
    /// [default: what the running node knows]
    #[arg(long = "peer", value_name = "MULTIADDR")]
    peers: Vec<String>,

    /// Where a first bundle is to be had, for whoever has a slow line: an address of the web, or a file on a stick
    #[arg(long, value_name = "URL-OR-PATH")]
    bundle: Option<String>,

    /// Write the QR code as a picture to this file, to print it
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let client = Client::connect(context)?;
    let invite = Invite { peers: args.peers, bundle: args.bundle };
    let answer = client.ask(&Request::Invite(invite))?;
    let code = |endures| Qr::new(&text(&answer, "link").to_uppercase(), endures).map_err(Failure::internal);
    if let Some(path) = &args.svg {
        let svg = code(Endures::Paper)?.svg();
        std::fs::write(path, svg).map_err(|error| cannot("write", path, &error))?;
    }
    let small = code(Endures::Screen)?;
    context.output.result(&answer, |answer| in_words(answer, &small));
    for warning in warnings(&answer, client.is_node()) {
        context.output.note(&warning);
    }
    Ok(ExitCode::SUCCESS)
}

fn in_words(answer: &Value, code: &Qr) -> String {
    let whom = match answer["agent"].as_str() {
        Some(_) => format!("{} ({})", name_alone(text(answer, "agent_name")), short(answer, "agent")),
        None => "nobody: this node signs for no one yet".to_owned(),
    };
    let mut words = format!(
        "{}\n\n{}\nnetwork      {}\ninvites      {whom}\n",
        text(answer, "link"),
        code.terminal(std::io::stdout().is_terminal()),
        line(text(answer, "network")),
    );
    for peer in answer["peers"].as_array().into_iter().flatten() {
        for address in peer["addresses"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            words.push_str(&format!("leads to     {address}\n"));
        }
    }
    if let Some(bundle) = answer["bundle"].as_str() {
        words.push_str(&format!("first bundle {}\n", line(bundle)));
    }
    words.push_str(
        "\nWhoever gets it types: commons join \"LINK\", with the quotes. Nothing in it is secret.",
    );
    words
}

fn warnings(answer: &Value, runs: bool) -> Vec<String> {
    let mut warnings = Vec::new();
    match text(answer, "reach") {
        "local network" => warnings.push(
            "This link works in your local network only. If your router passes connections on, name your address with \
             --peer, or for good as `announce` in config.toml."
                .to_owned(),
        ),
        "this machine" => warnings.push("This link works on this machine only.".to_owned()),
        _ => {}
    }
    if !runs {
        warnings.push("Nobody can join as long as the node does not run: commons start".to_owned());
    }
    warnings
}
