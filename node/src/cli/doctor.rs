//! `commons doctor`: what is amiss with the node, and what to do about it.

use std::process::ExitCode;

use serde_json::{Value, json};

use super::Context;
use crate::client::Client;
use crate::data_dir::DataDir;
use crate::failure::Failure;
use crate::finding::Finding;
use crate::language::{Language, Words};
use crate::output::text;
use crate::request::Request;

/// That something is amiss which keeps the node from its work, or soon will.
const AMISS: u8 = 3;

#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(context: &Context, Args {}: &Args) -> Result<ExitCode, Failure> {
    // Looking at a folder does not make it one of a node.
    let data = DataDir::choose(context.data.clone())?;
    let marks = [data.path().join("journal"), data.agent(), data.keys(), data.node_key()];
    if !marks.iter().any(|mark| mark.exists()) {
        return Err(Failure::not_found(format!("there is no node in {}", data.path().display()))
            .hint("`commons init` sets one up; --data DIR names the folder of another"));
    }
    let status = Client::connect(context)?.ask(&Request::Status)?;
    let answer = json!({ "findings": status["findings"], "reach": status["reach"] });
    let findings = Finding::read(&answer["findings"])
        .ok_or_else(|| Failure::internal("the running node is of another version: restart it"))?;
    context.output.result(&answer, |answer| in_words(&findings, answer));
    let is_amiss = findings.iter().any(Finding::is_urgent);
    Ok(if is_amiss { ExitCode::from(AMISS) } else { ExitCode::SUCCESS })
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
