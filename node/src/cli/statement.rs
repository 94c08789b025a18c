//! `commons statement`: a certificate of acknowledged contributions, to print, to pass on, and to check.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use super::acknowledge::acknowledgement_in_words;
use super::inbox::{about_in_words, contribution_in_words};
use crate::client::Client;
use crate::data_dir::cannot;
use crate::failure::Failure;
use crate::html::escaped;
use crate::output::{line, plain, print_line, short, text, who};
use crate::request::{Request, Statement};

/// Most bytes of a file that is checked: a certificate of 2,000 contributions has some megabytes.
const MAX_FILE_BYTES: u64 = 32 * 1024 * 1024;

/// What the exit code says where not all of a certificate holds, as where `commons check` cannot say yes.
const DOES_NOT_HOLD: u8 = 3;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Of this organisation or person: an id, at least its first 8 digits, or your name for it [default: yourself]
    #[arg(long, value_name = "AGENT", conflicts_with = "check")]
    of: Option<String>,

    /// Write it as a page to print, in one file, without anything from elsewhere
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    html: Option<PathBuf>,

    /// Write it as JSON, for others to check
    #[arg(long, value_name = "FILE", conflicts_with_all = ["check", "html"])]
    save: Option<PathBuf>,

    /// Say line by line what holds of a certificate that `commons statement --save` wrote
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    if let Some(file) = args.check {
        let certificate = read(&file)?;
        let answer = Client::connect(context)?.ask(&Request::Statement(Statement::Check { certificate }))?;
        context.output.result(&answer, checked_in_words);
        let holds = answer["holds"] == true;
        return Ok(if holds { ExitCode::SUCCESS } else { ExitCode::from(DOES_NOT_HOLD) });
    }
    let answer = Client::connect(context)?.ask(&Request::Statement(Statement::Of { agent: args.of }))?;
    let written = match (args.html, args.save) {
        (Some(file), _) => Some((file, page(&answer))),
        (None, Some(file)) => Some((file, format!("{answer:#}\n"))),
        (None, None) => None,
    };
    if let Some((file, written)) = written {
        fs::write(&file, written).map_err(|error| cannot("write", &file, &error))?;
        if !context.output.json {
            print_line(&format!("Written: {}", plain(&file.display().to_string())));
            return Ok(ExitCode::SUCCESS);
        }
    }
    context.output.result(&answer, in_words);
    Ok(ExitCode::SUCCESS)
}

fn read(file: &Path) -> Result<Value, Failure> {
    let opened = fs::File::open(file).map_err(|error| cannot("read", file, &error))?;
    let mut bytes = Vec::new();
    opened.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(|error| cannot("read", file, &error))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_FILE_BYTES) {
        return Err(Failure::invalid(format!("{} is larger than any certificate", file.display())));
    }
    serde_json::from_slice(&bytes).map_err(|error| {
        Failure::invalid(format!("{} is no certificate: {error}", file.display()))
            .hint("`commons statement --save FILE` writes one; the page is for people, and cannot be checked")
    })
}

fn lines(statement: &Value) -> impl Iterator<Item = &Value> {
    statement["contributions"].as_array().into_iter().flatten()
}

fn acknowledgements(one: &Value) -> impl Iterator<Item = &Value> {
    one["acknowledged_by"].as_array().into_iter().flatten()
}

/// What a certificate leaves out.
fn left_out(statement: &Value) -> Option<String> {
    let words = match statement["not_acknowledged"].as_u64() {
        None | Some(0) => None,
        Some(1) => Some("1 more contribution has not been acknowledged by others.".to_owned()),
        Some(count) => Some(format!("{count} more contributions have not been acknowledged by others.")),
    };
    let more = (statement["more"] == true).then(|| "There are more than a certificate holds.".to_owned());
    match (words, more) {
        (Some(words), Some(more)) => Some(format!("{words} {more}")),
        (words, more) => words.or(more),
    }
}

const HOW_TO_CHECK: &str = "Every line names signed records. With the same certificate as JSON, whoever has a node \
    checks them: commons statement --check FILE";

fn in_words(statement: &Value) -> String {
    let mut words =
        format!("Acknowledged contributions of {}\nas of {}\n", who(statement), text(statement, "on"));
    if lines(statement).next().is_none() {
        words.push_str("\nNone yet.\n");
    }
    for one in lines(statement) {
        words.push_str(&format!(
            "\n{}  {}, for {}\n",
            short(one, "id"),
            contribution_in_words(&one["says"]),
            about_in_words(&one["about"])
        ));
        for acknowledged in acknowledgements(one) {
            words
                .push_str(&format!("          acknowledged by {}\n", acknowledgement_in_words(acknowledged)));
        }
    }
    words.push_str(&left_out(statement).map(|words| format!("\n{words}\n")).unwrap_or_default());
    format!("{words}\n{HOW_TO_CHECK}")
}

/// A page to print: one file, without anything from elsewhere. The first eight digits of ids are in it for people, the
/// whole ones for whoever wants to look them up.
fn page(statement: &Value) -> String {
    let name = escaped(&who(statement));
    let agent = escaped(text(statement, "agent"));
    let mut body = String::new();
    for one in lines(statement) {
        let items: String = acknowledgements(one)
            .map(|said| {
                format!(
                    "<li>Acknowledged by {}<br><code>{}</code></li>\n",
                    escaped(&acknowledgement_in_words(said)),
                    escaped(text(said, "id"))
                )
            })
            .collect();
        body.push_str(&format!(
            "<section>\n<h2>{}</h2>\n<p>For {}<br><code>{}</code></p>\n<ul>\n{items}</ul>\n</section>\n",
            escaped(&contribution_in_words(&one["says"])),
            escaped(&about_in_words(&one["about"])),
            escaped(text(one, "id"))
        ));
    }
    if body.is_empty() {
        body.push_str("<p>None yet.</p>\n");
    }
    let left_out =
        left_out(statement).map(|words| format!("<p>{}</p>\n", escaped(&words))).unwrap_or_default();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Acknowledged contributions of {name}</title>\n<style>\n\
         body {{ font: 11pt/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem }}\n\
         h1 {{ font-size: 1.4rem }} h2 {{ font-size: 1rem; margin: 1.2rem 0 0.2rem }} p {{ margin: 0.3rem 0 }}\n\
         ul {{ margin: 0; padding-left: 1.2rem }} li, h1, h2, p {{ overflow-wrap: anywhere }} section {{ break-inside: avoid }}\n\
         small, code {{ color: #555 }} code {{ font-size: 0.75rem }}\n\
         </style>\n</head>\n<body>\n<h1>Acknowledged contributions of {name}<br><small>as of {}</small></h1>\n\
         <p><code>{agent}</code></p>\n{body}{left_out}<p><small>{}</small></p>\n</body>\n</html>\n",
        escaped(text(statement, "on")),
        escaped(HOW_TO_CHECK)
    )
}

fn checked_in_words(answer: &Value) -> String {
    let mut words = format!("Certificate of {}, as of {}\n\n", who(answer), line(text(answer, "on")));
    for one in lines(answer) {
        let standing = match text(one, "standing") {
            "holds" => "holds",
            "changed" => "has changed",
            "not-here" => "cannot be told here",
            _ => "is not so",
        };
        words.push_str(&format!("{}  {}: {standing}\n", line(short(one, "id")), line(text(one, "role"))));
        for says in one["says"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            words.push_str(&format!("          - {}\n", line(says)));
        }
    }
    for says in answer["says"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        words.push_str(&format!("- {}\n", line(says)));
    }
    let all = match (answer["holds"] == true, text(answer, "standing")) {
        (true, _) => "All of it holds, by the records that are here.",
        (false, "holds") => "There is nothing in it.",
        (false, "changed") => "It was so when it was written; something has changed since.",
        (false, "not-here") => "Some of it is not here: ask again when more has come (commons status).",
        (false, _) => "Do not rely on it: the records say otherwise.",
    };
    format!("{words}\n{all}")
}
