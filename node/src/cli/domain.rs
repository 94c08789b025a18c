//! `commons domain`: whether an organisation's domain says that it speaks for it.

use std::process::ExitCode;

use serde_json::{Value, json};

use super::Context;
use crate::client::Client;
use crate::day::Day;
use crate::domain::{DomainCheck, DomainName, Fetcher, PATH, file_for};
use crate::failure::Failure;
use crate::output::{line, text, who};
use crate::request::Request;

/// What the program ends with where no domain confirms the agent: no error, and no yes.
const NOT_CONFIRMED: u8 = 3;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Ask the domains that an organisation lists whether they speak for it. This goes out to the internet, from this
    /// machine, now and only now
    Check {
        /// The organisation: its id, at least the first 8 digits of it, or your petname for it
        agent: String,
        /// Only this one of its domains
        domain: Option<String>,
    },
    /// Print what to put on your own domain
    File,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    match args.what {
        What::Check { agent, domain } => check(context, agent, domain.as_deref()),
        What::File => file(context),
    }
}

/// Asks from this very process: the running node goes out for nobody.
fn check(context: &Context, agent: String, only: Option<&str>) -> Result<ExitCode, Failure> {
    // Let go of the data folder before going out: others may want it meanwhile.
    let listed = Client::connect(context)?.ask(&Request::Domains { agent })?;
    let id = text(&listed, "agent").to_owned();
    let domains = listed["domains"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut domains: Vec<&str> = domains.iter().map(|domain| text(domain, "domain")).collect();
    if domains.is_empty() {
        return Err(Failure::invalid(format!("{} lists no domain", who(&listed)))
            .hint("an organisation lists its own with `commons profile --set domain=example.coop`"));
    }
    if let Some(only) = only {
        let name = DomainName::parse(only).map_err(|error| Failure::usage(error.to_string()))?;
        if !domains.contains(&name.as_str()) {
            return Err(Failure::invalid(format!("{} does not list {name}", who(&listed)))
                .hint(format!("it lists {}", domains.join(", "))));
        }
        domains.retain(|domain| *domain == name.as_str());
    }
    let agent = commons_identity::parse_id(&id).map_err(Failure::internal)?;
    let agent = commons_identity::AgentId::from_bytes(agent);
    let fetcher = Fetcher::public().map_err(Failure::internal)?;
    let on = Day::today();
    let checks: Vec<DomainCheck> = domains
        .into_iter()
        .map(|domain| {
            context.output.note(&format!("asking {domain} …"));
            let why = match DomainName::parse(domain) {
                Ok(name) => fetcher.confirm(&name, agent).err().map(|error| error.to_string()),
                Err(error) => Some(error.to_string()),
            };
            DomainCheck { domain: domain.to_owned(), confirmed: why.is_none(), why, on }
        })
        .collect();
    let confirmed = checks.iter().any(|check| check.confirmed);
    let answer = Client::connect(context)?.ask(&Request::KeepDomainChecks { agent: id, checks })?;
    context.output.result(&answer, in_words);
    Ok(if confirmed { ExitCode::SUCCESS } else { ExitCode::from(NOT_CONFIRMED) })
}

fn in_words(answer: &Value) -> String {
    let mut words = format!("{}\n", who(answer));
    for check in answer["checks"].as_array().into_iter().flatten() {
        let domain = line(text(check, "domain"));
        match check["why"].as_str() {
            None => words.push_str(&format!("  {domain} says so too: it is theirs\n")),
            Some(why) => words.push_str(&format!("  {domain} does not confirm it: {}\n", line(why))),
        }
    }
    words
}

fn file(context: &Context) -> Result<ExitCode, Failure> {
    let status = Client::connect(context)?.ask(&Request::Status)?;
    let own = status["agent"].as_str().ok_or_else(|| {
        Failure::not_found("there is nobody on this node whom a domain could speak for")
            .hint("`commons init --organisation NAME` sets up an organisation")
    })?;
    let own = commons_identity::parse_id(own).map_err(Failure::internal)?;
    let content = file_for(commons_identity::AgentId::from_bytes(own));
    context.output.result(&json!({ "path": PATH, "content": content }), |_| {
        context.output.note(&format!(
            "Put these lines at https://YOUR-DOMAIN{PATH}, as plain text, and list the domain: commons profile --set domain=YOUR-DOMAIN"
        ));
        content.clone()
    });
    Ok(ExitCode::SUCCESS)
}
