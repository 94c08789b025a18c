//! `commons acknowledge`: confirm that a contribution was made.

use std::process::ExitCode;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::text;
use crate::request::Request;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The contribution: its id, or at least the first 8 digits
    id: String,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let answer = Client::connect(context)?.ask(&Request::Acknowledge { id: args.id })?;
    context.output.result(&answer, |answer| format!("Acknowledged:\n\n  {}", text(answer, "id")));
    Ok(ExitCode::SUCCESS)
}
