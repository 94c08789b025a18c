//! `commons export`: everything to a bundle.

use std::path::PathBuf;
use std::process::ExitCode;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::text;
use crate::request::Request;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file to write
    file: PathBuf,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<ExitCode, Failure> {
    // The node writes it, and may have another working directory.
    let path = std::path::absolute(&args.file).map_err(Failure::internal)?;
    let answer = Client::connect(context)?.ask(&Request::Export { path })?;
    context.output.result(&answer, |answer| {
        format!(
            "{} items written to {}\nstate {}",
            answer["items"],
            text(answer, "file"),
            text(answer, "state")
        )
    });
    Ok(ExitCode::SUCCESS)
}
