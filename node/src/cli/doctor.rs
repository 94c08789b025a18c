//! `commons doctor`: what is amiss with the node, and what to do about it.

use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::finding::Finding;
use crate::language::{Language, Words};
use crate::output::text;
use crate::request::Request;

/// That something is amiss.
const AMISS: u8 = 3;

#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(context: &Context, Args {}: &Args) -> Result<ExitCode, Failure> {
    let answer = Client::connect(context)?.ask(&Request::Examine)?;
    let findings: Vec<Finding> =
        serde_json::from_value(answer["findings"].clone()).map_err(Failure::internal)?;
    context.output.result(&answer, |answer| in_words(&findings, answer));
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(AMISS) })
}

fn in_words(findings: &[Finding], answer: &Value) -> String {
    let words = Words::of(Language::English);
    let mut said = String::new();
    for finding in findings {
        said.push_str(&format!("{}\n", finding.what(words)));
        if let Some(reason) = finding.said() {
            said.push_str(&format!("    {reason}\n"));
        }
        let command = finding.command().map(|command| format!(" ({command})")).unwrap_or_default();
        said.push_str(&format!("    {}{command}\n", finding.to_do(words)));
    }
    if findings.is_empty() {
        said.push_str(&format!("{}\n", words.say("finding-none")));
    }
    if let Some(reach) = words.name("reach", text(&answer["reach"], "verdict")) {
        said.push_str(&format!("\n{reach}\n"));
    }
    said
}
