//! `commons credit`: the text that names who made works.

use std::process::ExitCode;

use commons_licences::CreditFormat;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::text;
use crate::request::{Credit, Request};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The resources: their ids, or at least the first 8 digits
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,

    /// In which form: text, markdown or html
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: CreditFormat,

    /// If you changed them: how, for instance "translated into French"
    #[arg(long, value_name = "HOW")]
    changed: Option<String>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let Args { ids, format, changed } = args;
    let answer = Client::connect(context)?.ask(&Request::Credit(Credit { ids, format, changed }))?;
    context.output.result(&answer, |answer| text(answer, "text").to_owned());
    Ok(ExitCode::SUCCESS)
}
