//! `commons report`, `reports`: ask that a record of somebody else goes, and answer those who ask.

use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use super::inbox::about_in_words;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{line, plain, short, text, who};
use crate::request::{Answer, Report, ReportRequest, Request, Secret};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What should go: the id of a record, or at least its first 8 digits
    id: String,

    /// Why, for whoever runs this node. It stays on this node; do not repeat what is to go
    #[arg(long, value_name = "TEXT", required_unless_present = "withdraw", conflicts_with = "withdraw")]
    reason: Option<String>,

    /// What else to tell whoever keeps the record. Everybody can read it; they are told that you ask in any case
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["withdraw", "only_here"])]
    to_steward: Option<String>,

    /// Ask only whoever runs this node: nothing of it is public
    #[arg(long, conflicts_with = "withdraw")]
    only_here: bool,

    /// For somebody who has no account anywhere: gives a code to hand on, by which they read what becomes of it
    #[arg(long, conflicts_with_all = ["withdraw", "to_steward"])]
    for_somebody: bool,

    /// How whoever runs this node reaches them
    #[arg(long, value_name = "TEXT", requires = "for_somebody")]
    contact: Option<String>,

    /// No longer ask whoever keeps the record
    #[arg(long)]
    withdraw: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ReportsArgs {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Answer a report, as whoever runs this node
    Answer(AnswerArgs),
    /// Ask whoever keeps the record, in your own name: by a statement that everybody can read
    PassOn {
        /// The number of the report
        number: u64,

        /// What to tell them besides. Everybody can read it: do not repeat what was reported in confidence
        #[arg(long, value_name = "TEXT")]
        to_steward: Option<String>,
    },
    /// What became of a report that was made without an account
    Code {
        /// The code that was given when it was made
        code: String,
    },
}

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("outcome").required(true))]
struct AnswerArgs {
    /// The number of the report
    number: u64,

    /// This node no longer shows, keeps or passes on the record
    #[arg(long, group = "outcome")]
    withhold: bool,

    /// It stays, for this reason
    #[arg(long, value_name = "REASON", group = "outcome")]
    refuse: Option<String>,

    /// It is dealt with otherwise: how
    #[arg(long, value_name = "TEXT", group = "outcome")]
    settled: Option<String>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let Args { id, reason, to_steward, only_here, for_somebody, contact, withdraw } = args;
    let client = Client::connect(context)?;
    if for_somebody {
        let reason = reason.unwrap_or_default();
        let request = ReportRequest::FileWithoutAccount { id, reason, contact };
        let answer = client.ask(&Request::Report(request))?;
        context.output.result(&answer, |answer| {
            format!(
                "Reported to whoever runs this node, and to nobody else.\n\
                 With this code they read what becomes of it; it is shown this once: {code}\n\
                 commons reports code {code}",
                code = text(answer, "code")
            )
        });
        return Ok(ExitCode::SUCCESS);
    }
    if withdraw {
        let answer = client.ask(&Request::Report(ReportRequest::Withdraw { id }))?;
        context.output.result(&answer, |answer| match text(answer, "outcome") {
            "unchanged" => "That was taken back already".to_owned(),
            _ => format!(
                "You no longer ask that it goes: {id}\nWhat you told whoever keeps it can still be read; `commons forget {id}` erases it.",
                id = short(answer, "id")
            ),
        });
        return Ok(ExitCode::SUCCESS);
    }
    let report = Report { id, reason: reason.unwrap_or_default(), to_steward, only_here };
    let answer = client.ask(&Request::Report(ReportRequest::File(report)))?;
    context.output.result(&answer, |answer| reported(answer, only_here));
    Ok(ExitCode::SUCCESS)
}

fn reported(answer: &Value, only_here: bool) -> String {
    let again = if answer["new"] == true { "" } else { " already" };
    let here = format!(
        "Reported{again} to whoever runs this node, as report {}: `commons reports` shows what becomes of it.\n",
        answer["number"]
    );
    let steward = match (&answer["request"], only_here) {
        (Value::Null, true) => String::new(),
        (Value::Null, false) => format!(
            "Whoever keeps it is not asked: that takes a signature, and this node has nobody's keys (commons init).\n\
             It is kept by {}; their contact, if they give one: commons show {}\n",
            who(answer),
            short(answer, "agent")
        ),
        _ => asked_of_steward(answer),
    };
    format!("{here}{steward}")
}

fn asked_of_steward(answer: &Value) -> String {
    let request = &answer["request"];
    format!(
        "Asked{} whoever keeps it, {}, by a statement that everybody can read: {}\n\
         They may erase it, hide it, change it, or reply why it stays: `commons inbox` tells you.\n",
        if text(request, "outcome") == "unchanged" { " already" } else { "" },
        who(answer),
        short(request, "id")
    )
}

/// What somebody reads who has the code of a report.
fn what_became(answer: &Value) -> String {
    let because = line(text(answer, "because"));
    let state = match text(answer, "state") {
        "gone" => "erased for good by whoever kept it".to_owned(),
        "withheld" => "this node neither shows it nor passes it on any more".to_owned(),
        "shown-again" => "it was withheld on this node, and is not any more".to_owned(),
        "hidden" => "whoever keeps it hides it".to_owned(),
        "refused" => format!("it stays: {because}"),
        "settled" => format!("settled: {because}"),
        _ => "waits for whoever runs this node".to_owned(),
    };
    let passed_on = match text(answer, "passed_on") {
        "" => String::new(),
        day => format!("Whoever keeps it was asked by whoever runs this node, on {day}.\n"),
    };
    format!("Record {}, reported on {}: {state}.\n{passed_on}", short(answer, "id"), text(answer, "day"))
}

pub(super) fn reports(context: &Context, args: ReportsArgs) -> Result<ExitCode, Failure> {
    let client = Client::connect(context)?;
    let args = match args.verb {
        Some(Verb::Answer(args)) => args,
        Some(Verb::PassOn { number, to_steward }) => {
            let answer = client.ask(&Request::Report(ReportRequest::PassOn { number, to_steward }))?;
            context.output.result(&answer, asked_of_steward);
            return Ok(ExitCode::SUCCESS);
        }
        Some(Verb::Code { code }) => {
            let answer = client.ask(&Request::Report(ReportRequest::Receipt { code: Secret(code) }))?;
            context.output.result(&answer, what_became);
            return Ok(ExitCode::SUCCESS);
        }
        None => {
            let answer = client.ask(&Request::Report(ReportRequest::List))?;
            context.output.result(&answer, in_words);
            return Ok(ExitCode::SUCCESS);
        }
    };
    let answer = match (args.refuse, args.settled) {
        (Some(because), _) => Answer::Refused(because),
        (_, Some(how)) => Answer::Settled(how),
        _ => Answer::Withheld,
    };
    let request = ReportRequest::Answer { number: args.number, answer };
    let answer = client.ask(&Request::Report(request))?;
    context.output.result(&answer, |answer| match text(&answer["answer"], "answer") {
        "withheld" => format!(
            "Report {}: withheld. This node neither shows it nor passes it on. Other nodes decide for themselves.",
            answer["number"]
        ),
        "refused" => format!("Report {}: it stays, with your reason.", answer["number"]),
        _ => format!("Report {}: settled.", answer["number"]),
    });
    Ok(ExitCode::SUCCESS)
}

fn in_words(answer: &Value) -> String {
    let items = |name: &str| answer[name].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut words = String::new();
    for one in items("items") {
        words.push_str(&format!(
            "{}  {}  {}, by {}\n{}",
            one["number"],
            text(one, "day"),
            about_in_words(&one["about"]),
            who(&one["about"]),
            said(text(one, "reason"))
        ));
        if let Some(somebody) = one.get("without_account") {
            let contact = match line(text(somebody, "contact")) {
                contact if contact.is_empty() => "who left nothing to be reached by".to_owned(),
                contact => format!("to be reached by {contact}"),
            };
            words.push_str(&format!("      from somebody without an account, {contact}\n"));
        }
        if let Some(day) = one["passed_on"].as_str() {
            words.push_str(&format!("      you asked whoever keeps it, on {}\n", line(day)));
        }
        words.push_str(&outcome(one));
    }
    if !items("requests").is_empty() {
        words.push_str(if words.is_empty() { "" } else { "\n" });
        words.push_str("What you ask of those who keep records, in public:\n");
        for one in items("requests") {
            words.push_str(&format!("  {}  that {} goes\n", short(one, "id"), about_in_words(&one["about"])));
            words.push_str(&said(text(one, "reason")));
            match text(&one["reply"], "text") {
                "" if one["hidden"].is_string() => words.push_str("      hidden by whoever keeps it\n"),
                "" if one["about"]["kind"].is_null() => words.push_str("      it is not here any more\n"),
                "" => words.push_str("      no reply yet\n"),
                reply => words.push_str(&format!("      reply: {}\n", line(reply))),
            }
        }
    }
    if words.is_empty() { "Nothing was reported.".to_owned() } else { words }
}

/// A reason, set in as what it belongs to.
fn said(reason: &str) -> String {
    plain(reason).lines().map(|line| format!("      {line}\n")).collect()
}

/// What became of a report, or how to answer it.
fn outcome(one: &Value) -> String {
    let because = line(text(&one["answer"], "because"));
    match text(&one["answer"], "answer") {
        _ if one["erased"] == true => "      erased by whoever kept it\n".to_owned(),
        "withheld" if one["withheld"] == true => "      withheld on this node\n".to_owned(),
        "withheld" => "      was withheld on this node, and is not any more\n".to_owned(),
        "refused" => format!("      it stays: {because}\n"),
        "settled" => format!("      settled: {because}\n"),
        _ => {
            format!(
                "      waits: commons reports answer {} --withhold, --refuse REASON or --settled TEXT\n",
                one["number"]
            )
        }
    }
}
