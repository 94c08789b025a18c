//! `commons key export`: the signing keys, for a second node.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;

use super::Context;
use crate::client::Client;
use crate::data_dir::{cannot, write_private};
use crate::failure::Failure;
use crate::output::text;
use crate::request::Request;
use crate::service::from_hex;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: KeyVerb,
}

#[derive(Debug, Subcommand)]
enum KeyVerb {
    /// Write the signing keys to a file, for `commons init --join FILE` on a second node
    Export {
        /// The file to write; only you will be able to read it
        file: PathBuf,
    },
}

pub(super) fn run(context: &Context, args: &Args) -> Result<ExitCode, Failure> {
    let KeyVerb::Export { file } = &args.verb;
    if file.exists() {
        return Err(Failure::usage(format!("{} is there already", file.display()))
            .hint("choose another name, or remove the file first"));
    }
    let answer = Client::connect(context)?.ask(&Request::ExportKeys)?;
    let bytes =
        from_hex(text(&answer, "keys")).ok_or_else(|| Failure::internal("the keys are not in hex"))?;
    write_private(file, &bytes).map_err(|error| cannot("write", file, &error))?;
    let sealed = answer["sealed"] == true;
    let shown = json!({ "agent": answer["agent"], "file": file, "sealed": sealed });
    context.output.result(&shown, |_| {
        let care = if sealed {
            "It is sealed with the passphrase, which the second node will ask for."
        } else {
            "Whoever has this file can sign in your name: delete it once the second node has joined."
        };
        format!("The signing keys are in {}.\n{care}", file.display())
    });
    Ok(ExitCode::SUCCESS)
}
