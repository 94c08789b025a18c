//! `commons profile`: what you say about yourselves.

use std::process::ExitCode;

use super::{Context, name_and_value, show};
use crate::client::Client;
use crate::failure::Failure;
use crate::request::Request;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to say (may be given several times), for instance worker_owned=true or place="Sample Town". Facts are
    /// those of licences; besides there are name, description, place, country, latitude, longitude, languages,
    /// contact, links, skills, stakeholders and domain. An empty value takes it away
    #[arg(long, value_name = "FACT=VALUE", value_parser = name_and_value)]
    set: Vec<(String, String)>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let answer = Client::connect(context)?.ask(&Request::Profile { set: args.set })?;
    context.output.result(&answer, show::in_words);
    Ok(ExitCode::SUCCESS)
}
