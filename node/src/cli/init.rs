//! `commons init`: set up an organisation or a person, or join as a second node of one.

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::config::Config;
use crate::data_dir::cannot;
use crate::failure::Failure;
use crate::output::{line, short, text};
use crate::request::{Init, Request, Secret};
use crate::secrets;
use crate::service::to_hex;

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("who").required(true))]
pub(super) struct Args {
    /// Name of the organisation
    #[arg(long, value_name = "NAME", group = "who")]
    organisation: Option<String>,

    /// Name or pseudonym of the person
    #[arg(long, value_name = "NAME", group = "who")]
    person: Option<String>,

    /// A file of `commons key export`: makes this a second node of the same agent
    #[arg(long, value_name = "FILE", group = "who")]
    join: Option<PathBuf>,

    /// Kind of organisation: worker-coop, multi-stakeholder-coop, consumer-coop, producer-coop, employee-trust,
    /// informal-collective, nonprofit, union, public-body, education or company
    #[arg(long, value_name = "KIND", conflicts_with = "join")]
    kind: Option<String>,

    /// Keep the signing keys without a passphrase: whoever can read the folder can sign
    #[arg(long, conflicts_with = "join")]
    no_passphrase: bool,

    /// How many signing keys; more than half must then agree to acts of weight. All lie on this node at first; members
    /// with nodes of their own join with `commons members join`
    #[arg(long, value_name = "N", default_value_t = 1, conflicts_with = "join")]
    keys: usize,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    Config::write_template(&context.data_dir()?)?;
    let client = Client::connect(context)?;
    if let Some(file) = &args.join {
        let answer = join(&client, file)?;
        context.output.result(&answer, |answer| {
            format!(
                "This is now a node of agent {}. Its records come as soon as it is connected.",
                short(answer, "agent")
            )
        });
        return Ok(ExitCode::SUCCESS);
    }
    let person = args.person.is_some();
    let passphrase = if args.no_passphrase { None } else { Some(new_passphrase()?) };
    let name = args.organisation.or(args.person).unwrap_or_default();
    let answer =
        client.ask(&Request::Init(Init { person, name, kind: args.kind, keys: args.keys, passphrase }))?;
    context.output.result(&answer, in_words);
    Ok(ExitCode::SUCCESS)
}

pub(super) fn new_passphrase() -> Result<Secret, Failure> {
    let passphrase = secrets::new_passphrase()?.ok_or_else(|| {
        Failure::usage("there is no terminal to ask for a passphrase at").hint(format!(
            "name a file that holds it in ${}, or keep the keys plain with --no-passphrase",
            secrets::PASSPHRASE_FILE
        ))
    })?;
    Ok(Secret(passphrase.reveal().to_owned()))
}

fn join(client: &Client, file: &std::path::Path) -> Result<Value, Failure> {
    let bytes = std::fs::read(file).map_err(|error| cannot("read", file, &error))?;
    let passphrase = if commons_identity::Keyring::is_sealed(&bytes) {
        let passphrase =
            secrets::passphrase("Passphrase of the signing keys: ")?.ok_or_else(secrets::locked)?;
        Some(Secret(passphrase.reveal().to_owned()))
    } else {
        None
    };
    client.ask(&Request::Join { keys: Secret(to_hex(&bytes)), passphrase })
}

fn in_words(answer: &Value) -> String {
    let mut words =
        format!("{} is set up here.\n\n  id    {}\n", line(text(answer, "name")), text(answer, "agent"));
    for key in answer["keys"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        words.push_str(&format!("  key   {key}\n"));
    }
    words.push_str(&format!(
        "\nRecovery card. Write it down on paper and keep it away from this machine: it is shown only\n\
         this once. It brings you back when keys are lost: commons members recover\n\n{}\n\
         Next: commons publish --title TITLE --licence PPL --type guide",
        super::recovery::card_in_words(text(answer, "recovery_card"))
    ));
    words
}
