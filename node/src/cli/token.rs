//! `commons token`: let programs ask and write over HTTP, and stop them again.

use std::process::ExitCode;

use clap::Subcommand;
use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::config::Config;
use crate::daemon::DEFAULT_HTTP;
use crate::failure::Failure;
use crate::output::{line, text};
use crate::request::{Request, TokenRequest};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Token,
}

#[derive(Debug, Subcommand)]
enum Token {
    /// Make a token, and show it once
    New {
        /// What it is for: the name of the program that will bring it
        name: String,
        /// Let the program read what you may read, and write nothing
        #[arg(long)]
        read_only: bool,
    },
    /// List the tokens that hold: what for, since when, and whether they write
    List,
    /// Take a token back: from then on it opens nothing
    Remove {
        /// The name that `commons token list` shows
        name: String,
    },
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let ask = |request| Client::connect(context)?.ask(&Request::Tokens(request));
    match args.verb {
        Token::New { name, read_only } => {
            let answer = ask(TokenRequest::Make { name, reads_only: read_only })?;
            let config = Config::read(&context.data_dir()?)?;
            let address = config.http.as_deref().unwrap_or(DEFAULT_HTTP);
            context.output.result(&answer, |answer| made(answer, address));
        }
        Token::List => context.output.result(&ask(TokenRequest::List)?, list),
        Token::Remove { name } => {
            let answer = ask(TokenRequest::Remove { name })?;
            context.output.result(&answer, |answer| {
                format!(
                    "Taken back: {}. Whoever brings it from now on is refused.",
                    line(text(answer, "name"))
                )
            });
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn made(answer: &Value, address: &str) -> String {
    let token = text(answer, "token");
    let (may, example) = if answer["reads_only"] == true {
        ("reads what you may read, and writes nothing", format!("http://{address}/api/v1/inbox"))
    } else {
        (
            "reads and writes in your name",
            format!(
                "--json '{{\"title\": \"How we bake\", \"licence\": \"CC-BY-SA-4.0\"}}' http://{address}/api/v1/resources"
            ),
        )
    };
    format!(
        "{token}\n\nThis is shown once: only its hash is kept. Whoever brings it {may}. A program sends it along:\n\n  \
         curl -H 'Authorization: Bearer {token}' {example}\n\nWhat else there is: http://{address}/api/v1/docs\n\
         Take it back: commons token remove {:?}",
        text(answer, "name")
    )
}

fn list(answer: &Value) -> String {
    let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    if items.is_empty() {
        return "No program has a token. `commons token new NAME` makes one.".to_owned();
    }
    let item = |item: &Value| {
        let may = if item["reads_only"] == true { "reads" } else { "reads and writes" };
        format!("{}  {may}, since {}\n", line(text(item, "name")), text(item, "made"))
    };
    items.iter().map(item).collect()
}
