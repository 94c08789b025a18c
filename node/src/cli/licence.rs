//! `commons licence`: terms of one's own, and the term sheets that come with the program.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use commons_licences::{
    Act, Answer, Basis, Facts, Purpose, Question, SheetInWords, Sheets, Use, answer_with, known_in_words,
    open_ends, own_in_words, own_sheet, sheets,
};
use commons_registry::Kind;
use serde_json::{Value, json};

use super::edit::proposed_in_words;
use super::{Context, check, list, name_and_value};
use crate::client::Client;
use crate::data_dir::cannot;
use crate::failure::Failure;
use crate::output::{licence_in_words, line, plain, short, text, who};
use crate::request::{LicenceEdit, LicencePublish, LicenceRequest, Request};

/// Under which id a sheet is tried.
const TRIED: &str = "LicenseRef-commons-tried";

/// Largest file that is read as a sheet: with its comments it may be larger than what is kept of it.
const MAX_FILE_BYTES: u64 = 256 * 1024;

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Publish terms of your own, for resources to be offered under
    Publish(PublishArgs),
    /// Change terms of yours; what is offered under an earlier version stays under that
    Edit(EditArgs),
    /// Check a term sheet and answer a question with it, before you publish it
    Try(TryArgs),
    /// Read terms out: tests, duties and the rest, clause by clause
    Show {
        /// Terms by their id, or those that a resource names by its id, or at least the first 8 digits; or a licence that the
        /// program knows, such as PPL
        id: String,
    },
    /// List the terms of their own that anybody published, as far as they are here
    List {
        /// List the licences instead whose term sheets come with the program
        #[arg(long)]
        known: bool,

        #[command(flatten)]
        page: list::Page,
    },
}

#[derive(Debug, clap::Args)]
struct PublishArgs {
    /// What the terms are called
    #[arg(long, value_name = "T")]
    name: String,

    /// The term sheet, a file in TOML
    #[arg(long, value_name = "FILE")]
    sheet: PathBuf,

    /// The whole text, for people to read: a file of plain text
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,

    /// Where the text can be read (may be given several times)
    #[arg(long = "link", value_name = "URL")]
    links: Vec<String>,

    /// Language of name and text, for instance en or pt-br
    #[arg(long, value_name = "L")]
    language: Option<String>,
}

#[derive(Debug, clap::Args)]
struct EditArgs {
    /// The terms: their id, or at least the first 8 digits
    id: String,

    /// What they are called from now on
    #[arg(long, value_name = "T")]
    name: Option<String>,

    /// The term sheet from now on, a file in TOML; members of an organisation must agree
    #[arg(long, value_name = "FILE")]
    sheet: Option<PathBuf>,

    /// The whole text from now on: a file of plain text
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,

    /// A link to add (may be given several times)
    #[arg(long = "add-link", value_name = "URL")]
    add_links: Vec<String>,

    /// A link to remove (may be given several times)
    #[arg(long = "remove-link", value_name = "URL")]
    remove_links: Vec<String>,

    /// Language of name and text
    #[arg(long, value_name = "L")]
    language: Option<String>,
}

#[derive(Debug, clap::Args)]
struct TryArgs {
    /// The term sheet, a file in TOML
    file: PathBuf,

    /// A fact about who asks, for instance worker_owned=true (may be given several times)
    #[arg(long = "fact", value_name = "NAME=VALUE", value_parser = name_and_value)]
    facts: Vec<(String, String)>,

    /// What for: commercial, non-commercial or unsure
    #[arg(long = "for", value_name = "PURPOSE", default_value = "unsure")]
    purpose: Purpose,

    /// What is done with it: use, copy, adapt, distribute, network-service, sublicense (may be given
    /// several times) [default: use]
    #[arg(long = "act", value_name = "ACT")]
    acts: Vec<Act>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    match args.what {
        What::Publish(args) => publish(context, args),
        What::Edit(args) => edit(context, args),
        What::Try(args) => attempt(context, args),
        What::Show { id } => show(context, &id),
        What::List { known: true, .. } => {
            known(context);
            Ok(ExitCode::SUCCESS)
        }
        What::List { page, .. } => list::list(context, Some(Kind::Licence), page),
    }
}

fn publish(context: &Context, args: PublishArgs) -> Result<ExitCode, Failure> {
    let PublishArgs { name, sheet, text: file, links, language } = args;
    let publish = LicencePublish {
        name,
        sheet: read(&sheet)?,
        text: file.as_deref().map(read).transpose()?,
        links,
        language,
    };
    let client = Client::connect(context)?;
    let answer = client.ask(&Request::Licence(LicenceRequest::Publish(publish)))?;
    context.output.result(&answer, |answer| {
        format!(
            "Published: {}. A resource is offered under these terms, in this version, with\n\n  --licence own:{}",
            version_in_words(answer),
            short(answer, "id")
        )
    });
    Ok(ExitCode::SUCCESS)
}

fn edit(context: &Context, args: EditArgs) -> Result<ExitCode, Failure> {
    let EditArgs { id, name, sheet, text: file, add_links, remove_links, language } = args;
    let edit = LicenceEdit {
        id,
        name,
        sheet: sheet.as_deref().map(read).transpose()?,
        text: file.as_deref().map(read).transpose()?,
        add_links,
        remove_links,
        language,
    };
    let answer = Client::connect(context)?.ask(&Request::Licence(LicenceRequest::Edit(edit)))?;
    context.output.result(&answer, |answer| match answer.get("proposed") {
        Some(_) => format!("Changed.{}", proposed_in_words(answer)),
        None => format!(
            "Changed: {} is in force now. What is offered under an earlier version stays under that, until you edit it:\n\n  \
             commons edit ID --licence own:{}",
            version_in_words(answer),
            short(answer, "id")
        ),
    });
    Ok(ExitCode::SUCCESS)
}

fn version_in_words(answer: &Value) -> String {
    match text(answer, "licence") {
        "" => format!("own terms {}", short(answer, "id")),
        licence => licence_in_words(answer, licence),
    }
}

/// Answers a question by a sheet that nobody has published. Nothing of this needs a node.
fn attempt(context: &Context, args: TryArgs) -> Result<ExitCode, Failure> {
    let json = own_sheet(&read(&args.file)?).map_err(|error| {
        Failure::invalid(error.to_string())
            .hint("the guide explains how a term sheet is written, in its chapter on terms of your own")
    })?;
    let sheet = own_in_words(&json).map_err(Failure::internal)?;
    let open = open_ends(&json).map_err(Failure::internal)?;
    let mut facts = Facts::default();
    for (name, value) in &args.facts {
        facts.set_fact(name, value, Basis::Given).map_err(|error| Failure::usage(error.to_string()))?;
    }
    let mut use_ = Use { purpose: args.purpose, ..Use::default() };
    if !args.acts.is_empty() {
        use_.acts = args.acts.into_iter().collect();
    }
    let mut sheets = Sheets::default();
    let called = format!("“{}”", line(&sheet.name));
    sheets.add(TRIED, &called, &json, Vec::new()).map_err(Failure::internal)?;
    let question = Question { user: facts.into(), use_, ..Question::about(TRIED) };
    let reply = answer_with(&question, &sheets);
    let mut shown = serde_json::to_value(&reply).map_err(Failure::internal)?;
    shown["sheet"] = serde_json::to_value(&sheet).map_err(Failure::internal)?;
    shown["open_ends"] = json!(open);
    shown["bytes"] = json.len().into();
    context.output.result(&shown, |shown| tried_in_words(shown, &reply, &sheet, &open));
    Ok(ExitCode::from(reply.answer.exit_code()))
}

fn tried_in_words(shown: &Value, reply: &Answer, sheet: &SheetInWords, open: &[String]) -> String {
    let mut words = format!(
        "The sheet “{}” can be read: {} of at most {} bytes.\n",
        line(&sheet.name),
        shown["bytes"],
        commons_licences::MAX_SHEET_BYTES
    );
    for clause in open {
        words.push_str(&format!(
            "  ! clause {}: where none of its cases fits, the answer is unclear; a last case without `when` decides\n",
            line(clause)
        ));
    }
    if !sheet.reviewed {
        words.push_str("  ! it says reviewed = false, so no answer is better than unclear\n");
    }
    words.push_str(&format!("\n{}", check::in_words(&json!({}), reply)));
    words
}

fn show(context: &Context, id: &str) -> Result<ExitCode, Failure> {
    if let Some(sheet) = known_in_words(id.trim()) {
        let shown = json!({ "licence": id.trim(), "sheet": sheet });
        context.output.result(&shown, |_| {
            format!("{} ({})\n\n{}", line(&sheet.name), line(id.trim()), sheet_in_words(&sheet))
        });
        return Ok(ExitCode::SUCCESS);
    }
    let answer =
        Client::connect(context)?.ask(&Request::Licence(LicenceRequest::Show { id: id.to_owned() })).map_err(
            |failure| match failure.kind {
                crate::failure::FailureKind::Usage => failure
                    .hint("`commons licence list` shows terms that are here, `commons licence list --known` licences by name"),
                _ => failure,
            },
        )?;
    context.output.result(&answer, in_words);
    Ok(ExitCode::SUCCESS)
}

/// Terms read out.
fn in_words(shown: &Value) -> String {
    let mut words = format!("{}\nby {}\n", version_in_words(shown), who(shown));
    if let Some(newer) = shown["newer"].as_str() {
        words.push_str(&format!("  [there is a newer version: {}]\n", line(newer)));
    }
    for link in shown["links"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        words.push_str(&format!("  {}\n", line(link)));
    }
    words.push('\n');
    words.push_str(&sheet_of(shown));
    for proposal in shown["proposals"].as_array().into_iter().flatten() {
        words.push_str(&format!(
            "\nProposed instead, with {} of {} approvals; members agree with `commons approve {}`:\n\n{}",
            proposal["approvals"],
            proposal["needed"],
            short(proposal, "change"),
            sheet_of(proposal)
        ));
    }
    for (language, whole) in shown["text"].as_object().into_iter().flatten() {
        let language = if language == "und" { String::new() } else { format!(" ({})", line(language)) };
        words.push_str(&format!("\nThe whole text{language}:\n\n"));
        plain(whole.as_str().unwrap_or_default())
            .lines()
            .for_each(|line| words.push_str(&format!("    {line}\n")));
    }
    words
}

fn sheet_of(shown: &Value) -> String {
    match serde_json::from_value::<SheetInWords>(shown["sheet"].clone()) {
        Ok(sheet) => sheet_in_words(&sheet),
        Err(_) => format!("  [{}]\n", line(text(shown, "unreadable"))),
    }
}

/// The rules of a sheet, clause by clause.
pub(crate) fn sheet_in_words(sheet: &SheetInWords) -> String {
    let mut words = String::new();
    if !sheet.class.plain_words().is_empty() {
        words.push_str(&format!("It is {}.\n", sheet.class.plain_words()));
    }
    if !sheet.reviewed {
        words.push_str("Its text was not read for this: no answer is better than unclear.\n");
    }
    if let Some(note) = &sheet.note {
        words.push_str(&format!("{}\n", line(note)));
    }
    let condition = |when: &str| match when {
        "" => String::new(),
        when => format!(" (where {})", line(when)),
    };
    for rule in &sheet.rules {
        let what = match rule.rule.as_str() {
            "bar" => format!("barred for {}: ", rule.fields.join(", ")),
            "duty" => "in return: ".to_owned(),
            _ => String::new(),
        };
        words.push_str(&format!(
            "  [{}] {what}{}{}\n",
            line(&rule.clause),
            line(&rule.text),
            condition(&rule.when)
        ));
        for (number, (when, verdict, why)) in rule.cases.iter().enumerate() {
            let when = match (when.as_str(), number) {
                ("", 0) => "always".to_owned(),
                ("", _) => "otherwise".to_owned(),
                (when, _) => format!("where {}", line(when)),
            };
            let why = if why.is_empty() { String::new() } else { format!(": {}", line(why)) };
            words.push_str(&format!("      {when}: {verdict}{why}\n"));
        }
    }
    if let Some(result) = &sheet.result {
        words.push_str(&format!(
            "  [{}] adaptations: {}{}\n",
            line(&result.clause),
            line(&result.text),
            condition(&result.when)
        ));
        for (list, what) in [(&result.fits, "these licences fit"), (&result.doubtful, "not said of")] {
            if !list.is_empty() {
                words.push_str(&format!("      {what}: {}\n", line(&list.join(", "))));
            }
        }
        words.push_str(&format!("      any other: {}\n", result.otherwise));
        if let Some(duty) = &result.duty {
            words.push_str(&format!("      in return: {}\n", line(duty)));
        }
    }
    words
}

/// The licences whose sheets come with the program.
fn known(context: &Context) {
    let items: Vec<Value> = sheets()
        .iter()
        .map(|sheet| {
            json!({ "name": sheet.name, "class": sheet.class, "ids": sheet.ids, "reviewed": sheet.reviewed })
        })
        .collect();
    context.output.result(&json!({ "items": items }), |_| {
        let one = |sheet: &commons_licences::SheetSummary| {
            let doubt = if sheet.reviewed { "" } else { " [its text was not read]" };
            format!("{}  {}{doubt}", sheet.ids.join(", "), sheet.name)
        };
        sheets().iter().map(one).collect::<Vec<_>>().join("\n")
    });
}

fn read(file: &Path) -> Result<String, Failure> {
    let length = std::fs::metadata(file).map_err(|error| cannot("read", file, &error))?.len();
    if length > MAX_FILE_BYTES {
        return Err(Failure::usage(format!(
            "{} has {length} bytes, and at most {MAX_FILE_BYTES} are read",
            file.display()
        ))
        .hint("a long text stands on a page of its own: give its address with --link"));
    }
    std::fs::read_to_string(file).map_err(|error| cannot("read", file, &error))
}
