//! The command line: what may be typed, and which file answers it.

mod acknowledge;
mod agreement;
mod answers;
mod bars;
mod block;
mod check;
mod confirm;
mod contribute;
mod contributions;
mod credit;
mod demo;
mod doctor;
mod domain;
mod edit;
mod export;
mod fetch;
mod files;
mod find;
mod follow;
mod fork;
mod glossary;
mod hide;
mod history;
mod import;
mod inbox;
mod init;
mod introduce;
mod invite;
mod join;
mod key;
mod licence;
mod list;
mod listings;
mod members;
mod motion;
mod petname;
mod privacy;
mod profile;
mod proposals;
mod provenance;
mod publish;
mod recovery;
mod remix;
mod report;
mod reuse;
mod show;
mod sign_in;
mod start;
mod statement;
mod status;
mod term;
mod token;
mod why;
mod withhold;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::data_dir::DataDir;
use crate::failure::Failure;
use crate::output::Output;

/// A registry of shared knowledge for worker co-ops and commoners, without a server in the middle.
#[derive(Debug, Parser)]
#[command(name = "commons", version, propagate_version = true, disable_help_subcommand = true)]
struct Cli {
    /// Folder with everything this node has [default: $STATE_DIRECTORY, else the XDG data folder]
    #[arg(long, value_name = "DIR", global = true)]
    data: Option<PathBuf>,

    /// Answer in JSON: results on stdout, errors on stderr
    #[arg(long, global = true)]
    json: bool,

    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Set up an organisation or a person on this node, or make it a second node of one
    Init(init::Args),
    /// Print a link and a QR code with which other nodes join
    Invite(invite::Args),
    /// Join the network by somebody's link: connect, follow whoever invites, and get what is there
    Join(join::Args),
    /// Run the node: sync with others, answer browsers and programs
    Start(start::Args),
    /// Print a link that signs you in to the pages of the running node, or sets it up in a browser
    SignIn,
    /// Show or set what you say about yourselves
    Profile(profile::Args),
    /// Publish a resource: a guide, a program, a design, a course, data
    Publish(publish::Args),
    /// Change a resource of yours
    Edit(edit::Args),
    /// Hide a record of yours, on every node, until you show it again
    Hide(hide::Args),
    /// Show a record of yours again that you hid
    Unhide(hide::UnhideArgs),
    /// Get the files of a resource, from whoever has them
    Fetch(fetch::Args),
    /// Keep the files of a resource on this node
    Pin(files::PinArgs),
    /// No longer keep the files of a resource whatever room they take
    Unpin(files::PinArgs),
    /// Which files are here, and what room they take
    Files,
    /// Record what you did for a resource or an organisation
    Contribute(contribute::Args),
    /// Confirm that somebody's contribution was made
    Acknowledge(acknowledge::Args),
    /// Doubt a contribution, a resource, or what somebody says of themselves, with a reason
    Question(acknowledge::QuestionArgs),
    /// Reply to what is asked about a record of yours
    Reply(acknowledge::ReplyArgs),
    /// Ask that a record of somebody else goes: whoever keeps it, and whoever runs this node
    Report(report::Args),
    /// What was reported to whoever runs this node, and what you asked of others
    Reports(report::ReportsArgs),
    /// What awaits your acknowledgement, reply or decision
    Inbox(inbox::Args),
    /// Contributions added up: by resource, agent, role, track or period
    Contributions(contributions::Args),
    /// A certificate of acknowledged contributions, which others can check
    Statement(statement::Args),
    /// Confirm a fact about another organisation: a member of yours, owned by its workers
    Confirm(confirm::Args),
    /// Trust an organisation or a person, and whom they introduce
    Follow(follow::Args),
    /// Keep and fetch nothing of an organisation or a person
    Block(block::Args),
    /// Neither show, keep nor pass on a record or a file on this node
    Withhold(withhold::Args),
    /// Introduce organisations or persons to those who trust you
    Introduce(introduce::Args),
    /// Why is somebody trusted, or not?
    Why(why::Args),
    /// May we reuse this? Ask about a resource, a licence, or a project in a folder
    Check(check::Args),
    /// May we put these together? Ask about several resources and licences, and what the result may bear
    Remix(remix::Args),
    /// The text that names who made resources, to be put into what you make of them
    Credit(credit::Args),
    /// Terms of your own, where no licence and no permission will do: publish, edit, try, show, list
    Licence(licence::Args),
    /// An entry of a glossary: publish what a word means to you, edit it
    Term(term::Args),
    /// What a word means, and to whom: side by side
    Glossary(glossary::Args),
    /// What you and others allow each other, and what flows back: propose, accept, end, show
    Agreement(agreement::Args),
    /// Say that you reuse a work, and keep a receipt: declare, end, show, list
    Reuse(reuse::Args),
    /// All that this node holds about an organisation or a person
    Privacy(privacy::Args),
    /// Go on with somebody's work as one of your own, if its terms permit that
    Fork(fork::Args),
    /// From what a work was made, and what was made from it
    Provenance(provenance::Args),
    /// How a record came to be as it is: every change, the newest first, and who signed it
    History(history::Args),
    /// Your own names for others, seen on this node only
    Petname(petname::Args),
    /// Ask an organisation's domain whether it speaks for it; say what to put on yours
    Domain(domain::Args),
    /// Show a record
    Show(show::Args),
    /// List records, the latest arrivals first
    List(list::Args),
    /// Find records by words, and by what they are
    Search(list::SearchArgs),
    /// Who does what where: by skill, trade, place and distance
    Find(find::Args),
    /// Say that a listing describes you: your own record leads from then on
    Claim(listings::Args),
    /// Say that two listings describe one organisation
    Same(listings::SameArgs),
    /// Which listings seem to be there twice
    Duplicates(listings::DuplicatesArgs),
    /// Who signs for you: list, join, add, remove, rotate, rules, sign, recover, log
    Members(members::Args),
    /// What waits for members to agree
    Proposals(proposals::ProposalsArgs),
    /// Agree to a proposal
    Approve(proposals::ApproveArgs),
    /// Object to a proposal, with a reason
    Object(proposals::ObjectArgs),
    /// Take a single change back in that was cut off when its author's key was removed
    Adopt(proposals::IdArgs),
    /// Hand a resource's stewardship to another agent
    HandOver(proposals::HandOverArgs),
    /// Go on with a resource that was handed over to you
    TakeOver(proposals::IdArgs),
    /// Erase a record of yours for good, or everything you have written
    Forget(proposals::ForgetArgs),
    /// Recovery cards, which bring you back when keys are lost
    Recovery(recovery::Args),
    /// Show what this node holds, and which nodes it is connected to
    Status(status::Args),
    /// What is amiss with this node, and what to do about it
    Doctor(doctor::Args),
    /// Take in a list of organisations or public goods, or a bundle from another node
    Import(import::Args),
    /// Write everything this node holds to a bundle: a backup, or for a USB stick
    Export(export::Args),
    /// The agent's signing keys
    Key(key::Args),
    /// Tokens with which programs ask and write over HTTP: new, list, remove
    Token(token::Args),
    /// Three nodes on this machine act out publishing, contributing and checking
    Demo(demo::Args),
}

/// What every verb is given.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) data: Option<PathBuf>,
    pub(crate) output: Output,
}

impl Context {
    /// The data directory, made if it is not there.
    pub(crate) fn data_dir(&self) -> Result<DataDir, Failure> {
        let data = DataDir::choose(self.data.clone())?;
        data.create()?;
        Ok(data)
    }
}

/// Runs what was typed.
pub(crate) fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    let context = Context { data: cli.data, output: Output { json: cli.json } };
    let outcome = match cli.verb {
        Verb::Init(args) => init::run(&context, args),
        Verb::Invite(args) => invite::run(&context, args),
        Verb::Join(args) => join::run(&context, &args),
        Verb::Start(args) => start::run(&context, &args),
        Verb::SignIn => sign_in::run(&context),
        Verb::Profile(args) => profile::run(&context, args),
        Verb::Publish(args) => publish::run(&context, args),
        Verb::Edit(args) => edit::run(&context, args),
        Verb::Hide(args) => hide::run(&context, args),
        Verb::Unhide(args) => hide::unhide(&context, args),
        Verb::Fetch(args) => fetch::run(&context, args),
        Verb::Pin(args) => files::pin(&context, args),
        Verb::Unpin(args) => files::unpin(&context, args),
        Verb::Files => files::list(&context),
        Verb::Contribute(args) => contribute::run(&context, args),
        Verb::Acknowledge(args) => acknowledge::run(&context, args),
        Verb::Question(args) => acknowledge::question(&context, args),
        Verb::Reply(args) => acknowledge::reply(&context, args),
        Verb::Report(args) => report::run(&context, args),
        Verb::Reports(args) => report::reports(&context, args),
        Verb::Inbox(args) => inbox::run(&context, &args),
        Verb::Contributions(args) => contributions::run(&context, args),
        Verb::Statement(args) => statement::run(&context, args),
        Verb::Confirm(args) => confirm::run(&context, args),
        Verb::Follow(args) => follow::run(&context, args),
        Verb::Block(args) => block::run(&context, args),
        Verb::Withhold(args) => withhold::run(&context, args),
        Verb::Introduce(args) => introduce::run(&context, args),
        Verb::Why(args) => why::run(&context, args),
        Verb::Check(args) => check::run(&context, args),
        Verb::Remix(args) => remix::run(&context, args),
        Verb::Credit(args) => credit::run(&context, args),
        Verb::Licence(args) => licence::run(&context, args),
        Verb::Term(args) => term::run(&context, args),
        Verb::Glossary(args) => glossary::run(&context, args),
        Verb::Agreement(args) => agreement::run(&context, args),
        Verb::Reuse(args) => reuse::run(&context, args),
        Verb::Privacy(args) => privacy::run(&context, args),
        Verb::Fork(args) => fork::run(&context, args),
        Verb::History(args) => history::run(&context, args),
        Verb::Provenance(args) => provenance::run(&context, args),
        Verb::Petname(args) => petname::run(&context, args),
        Verb::Domain(args) => domain::run(&context, args),
        Verb::Show(args) => show::run(&context, args),
        Verb::List(args) => list::run(&context, args),
        Verb::Search(args) => list::search(&context, args),
        Verb::Find(args) => find::run(&context, args),
        Verb::Claim(args) => listings::run(&context, args),
        Verb::Same(args) => listings::same(&context, args),
        Verb::Duplicates(args) => listings::duplicates(&context, args),
        Verb::Members(args) => members::run(&context, args),
        Verb::Proposals(args) => proposals::list(&context, args),
        Verb::Approve(args) => proposals::approve(&context, args),
        Verb::Object(args) => proposals::object(&context, args),
        Verb::Adopt(args) => proposals::adopt(&context, args),
        Verb::HandOver(args) => proposals::hand_over(&context, args),
        Verb::TakeOver(args) => proposals::take_over(&context, args),
        Verb::Forget(args) => proposals::forget(&context, args),
        Verb::Recovery(args) => recovery::run(&context, &args),
        Verb::Status(args) => status::run(&context, &args),
        Verb::Doctor(args) => doctor::run(&context, &args),
        Verb::Import(args) => import::run(&context, &args),
        Verb::Export(args) => export::run(&context, &args),
        Verb::Key(args) => key::run(&context, &args),
        Verb::Token(args) => token::run(&context, args),
        Verb::Demo(args) => demo::run(&context, &args),
    };
    match outcome {
        Ok(code) => code,
        Err(failure) => context.output.failure(&failure),
    }
}

/// Answers what clap could not read; help and version are no errors.
fn refuse(error: &clap::Error) -> ExitCode {
    let wants_json = std::env::args_os().any(|argument| argument == "--json");
    if !error.use_stderr() || !wants_json {
        // A closed pipe is no error.
        let _ = error.print();
        return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
    }
    let text = error.render().to_string();
    // The first paragraph: for missing arguments it names them, each on a line of its own.
    let lines: Vec<_> = text.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    let message = lines.join(" ").trim_start_matches("error: ").to_owned();
    Output { json: true }.failure(&Failure::usage(message))
}

/// The rules of a term sheet that a record holds, for pages.
pub(crate) fn sheet_in_words(json: &str) -> String {
    match commons_licences::own_in_words(json) {
        Ok(sheet) => licence::sheet_in_words(&sheet),
        Err(error) => error.to_string(),
    }
}

/// Reads `NAME=VALUE`.
pub(crate) fn name_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err(format!("expected NAME=VALUE, found {text:?}")),
    }
}
