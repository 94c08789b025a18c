//! `commons sign-in`: let whoever runs the node into its pages.

use std::process::ExitCode;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::text;
use crate::request::{Request, SeatRequest};

pub(super) fn run(context: &Context) -> Result<ExitCode, Failure> {
    let answer = Client::connect(context)?.ask(&Request::Seats(SeatRequest::Enter))?;
    context.output.result(&answer, |answer| {
        let what = if answer["agent"].is_null() {
            "This sets the node up in a browser"
        } else {
            "This signs you in, in a browser, with the keys of the node"
        };
        format!("{what}. It works once, for a quarter of an hour:\n\n  {}", text(answer, "link"))
    });
    Ok(ExitCode::SUCCESS)
}
