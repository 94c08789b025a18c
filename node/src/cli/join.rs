//! `commons join`: join the network by somebody's link.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Context, import};
use crate::client::Client;
use crate::config::Config;
use crate::daemon;
use crate::data_dir::DataDir;
use crate::failure::{Failure, FailureKind};
use crate::import::Format;
use crate::link::Link;
use crate::output::{line, marks, name_alone, plain, text, who};
use crate::request::{Imported, Request};
use crate::service::other_network;

/// How long to wait for somebody to answer, in seconds, unless told otherwise.
const WAIT: u64 = 60;

/// How long to go on with a node that answered but sends nothing any more.
const STALLED: Duration = Duration::from_secs(180);

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The link, in quotes: it begins with commons:join?
    link: String,

    /// A bundle to begin with, so that less has to come over the line
    #[arg(long, value_name = "FILE")]
    bundle: Option<PathBuf>,

    /// How many seconds to wait for somebody to answer
    #[arg(long, value_name = "SECONDS", default_value_t = WAIT)]
    wait: u64,
}

/// How far it has come, as the node tells.
#[derive(Debug, Deserialize)]
struct Progress {
    holdings: Holdings,
    state: String,
    peers: Vec<PeerProgress>,
}

#[derive(Debug, Deserialize)]
struct Holdings {
    items: u64,
    records: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
struct PeerProgress {
    peer_id: String,
    connected: bool,
    holds: Option<u64>,
    in_step: bool,
    left_alone: bool,
    unreached: Vec<Unreached>,
}

#[derive(Debug, Deserialize)]
struct Unreached {
    address: String,
    reason: String,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<ExitCode, Failure> {
    if let Link::Member(link) = Link::parse(&args.link)? {
        return Err(member_link(&link.name));
    }
    let (joined, running) = take(context, args)?;
    context.output.result(&joined, |joined| in_words(joined, running));
    Ok(ExitCode::SUCCESS)
}

/// Joins by a member's link, as `members join` does before it makes keys, and says whose member one would be. Gives the
/// organisation.
pub(super) fn take_member_link(context: &Context, link: &str) -> Result<String, Failure> {
    let Link::Member(member) = Link::parse(link)? else {
        return Err(Failure::invalid("this link invites a node into the network, not a member")
            .hint("`commons join LINK` takes it; a member's link comes from `commons members invite`"));
    };
    take(context, &Args { link: link.to_owned(), bundle: None, wait: WAIT })?;
    let agent = member.agent.to_string();
    let shown = shown(&Client::connect(context)?, &agent).filter(|shown| shown["agent_name"].is_string());
    let organisation = match shown {
        Some(shown) => who(&shown),
        None => format!("{} {}, as the link calls it", name_alone(&member.name), member.agent.short()),
    };
    context.output.note(&format!("You ask to become a member of {organisation}."));
    Ok(agent)
}

/// Joins, and says whether the node was running already.
fn take(context: &Context, args: &Args) -> Result<(Value, bool), Failure> {
    let network = match Link::parse(&args.link)? {
        Link::Network(link) => link.network,
        Link::Member(link) => link.network,
    };
    let data = context.data_dir()?;
    // A new folder takes the link's network; in any other it must be the same.
    Config::write_template_for(&data, &network)?;
    let own = Config::read(&data)?;
    if own.network() != network {
        return Err(other_network(&network, own.network()));
    }
    let running = daemon::runs_in(&data);
    let joined = if running { join(context, args) } else { join_with_a_node(context, args, data) }?;
    Ok((joined, running))
}

fn member_link(name: &str) -> Failure {
    Failure::invalid(format!("this link invites a member into {:?}, not a node into the network", line(name)))
        .hint("`commons members join LINK` takes it")
}

fn join_with_a_node(context: &Context, args: &Args, data: DataDir) -> Result<Value, Failure> {
    daemon::run_for_a_while(data, || join(context, args))
}

/// Joins through the running node.
fn join(context: &Context, args: &Args) -> Result<Value, Failure> {
    let client = Client::connect(context)?;
    let link = client.ask(&Request::JoinNetwork { link: args.link.clone() })?;
    let ids: Vec<String> =
        link["peers"].as_array().into_iter().flatten().map(|peer| text(peer, "peer_id").to_owned()).collect();
    let before: Holdings = serde_json::from_value(link["before"].clone()).map_err(Failure::internal)?;
    if let (None, Some(place)) = (&args.bundle, link["bundle"].as_str()) {
        context.output.note(&format!(
            "There is a first bundle at {}. If the line is slow, get it, and give it with --bundle FILE.",
            line(place)
        ));
    }
    let bundle = args.bundle.as_ref().map(|file| take_bundle(context, file)).transpose()?;
    let (after, with) = until_in_step(context, args, &client, &ids)?;
    // Its record may have come now.
    let inviter = link["introduced_by"].as_str().and_then(|agent| shown(&client, agent)).unwrap_or_default();
    let mut joined = json!({
        "network": link["network"],
        "introduced_by": link["introduced_by"],
        "introduced_by_name": inviter["agent_name"],
        "peers": link["peers"],
        "bundle": bundle,
        "received": after.holdings.items.saturating_sub(before.items),
        "held": after.holdings.items,
        "new_records": gained(&before.records, &after.holdings.records),
        "records": after.holdings.records,
        "state": after.state,
        "in_step_with": with,
    });
    for mark in ["looks_like", "confirmed_domain"] {
        if let Some(mark_of_inviter) = inviter.get(mark) {
            joined[mark] = mark_of_inviter.clone();
        }
    }
    Ok(joined)
}

fn take_bundle(context: &Context, file: &std::path::Path) -> Result<Imported, Failure> {
    let args = import::Args { file: file.to_owned(), format: Some(Format::Bundle), dry_run: false };
    let imported = import::bundle(context, &args)?;
    for rejected in &imported.rejected {
        context.output.note(&format!("bundle, row {}: {}", rejected.row, rejected.reason));
    }
    Ok(imported)
}

fn progress(client: &Client, peers: &[String]) -> Result<Progress, Failure> {
    let answer = client.ask(&Request::JoinProgress { peers: peers.to_vec() })?;
    serde_json::from_value(answer).map_err(Failure::internal)
}

/// An agent, as far as it is known here.
fn shown(client: &Client, agent: &str) -> Option<Value> {
    client.ask(&Request::Show { id: agent.to_owned(), drafts: false }).ok()
}

/// Waits until the node holds all that one of the link's nodes does. Gives that node.
fn until_in_step(
    context: &Context,
    args: &Args,
    client: &Client,
    peers: &[String],
) -> Result<(Progress, String), Failure> {
    let bar = import::progress(0, "connecting");
    let mut patience = Patience { wait: Duration::from_secs(args.wait), since: Instant::now(), held: None };
    loop {
        let now = progress(client, peers)?;
        draw(&bar, &now);
        if let Some(with) = now.peers.iter().find(|peer| peer.in_step).map(|peer| peer.peer_id.clone()) {
            bar.finish_and_clear();
            context.output.note("In step.");
            return Ok((now, with));
        }
        if patience.is_over(&now) {
            bar.finish_and_clear();
            return Err(nobody(&now));
        }
    }
}

/// How long nothing may happen.
struct Patience {
    wait: Duration,
    since: Instant,
    /// What was held when last more had come from a node that answers.
    held: Option<u64>,
}

impl Patience {
    fn is_over(&mut self, now: &Progress) -> bool {
        let answers = now.peers.iter().any(|peer| peer.holds.is_some());
        if answers && self.held != Some(now.holdings.items) {
            self.held = Some(now.holdings.items);
            self.since = Instant::now();
        }
        let bound = if self.held.is_some() { STALLED } else { self.wait };
        self.since.elapsed() >= bound
    }
}

fn draw(bar: &ProgressBar, now: &Progress) {
    // Of several, the one that holds most is what we are on the way to.
    match now.peers.iter().filter_map(|peer| peer.holds).max() {
        Some(total) => {
            bar.set_message("receiving");
            bar.set_length(total.max(now.holdings.items));
            bar.set_position(now.holdings.items);
        }
        None if now.peers.iter().any(|peer| peer.connected) => bar.set_message("comparing"),
        None => bar.set_message("connecting"),
    }
}

/// Nobody answered, or not to the end: each address, and why.
fn nobody(now: &Progress) -> Failure {
    let mut reasons = Vec::new();
    for peer in &now.peers {
        let id = &peer.peer_id;
        if peer.left_alone {
            reasons.push(format!("{id}: it is there, but belongs to another network or breaks its rules"));
        } else if peer.holds.is_some() {
            reasons.push(format!("{id}: it answered, but sends nothing any more"));
        } else if peer.connected {
            reasons.push(format!("{id}: it is there, but does not answer"));
        } else if peer.unreached.is_empty() {
            reasons.push(format!("{id}: no answer yet"));
        }
        reasons.extend(peer.unreached.iter().map(|one| format!("{}: {}", one.address, one.reason)));
    }
    let message = if now.peers.iter().any(|peer| peer.holds.is_some()) {
        "no node of the link could be kept in step with"
    } else {
        "no node of the link answered"
    };
    Failure::new(FailureKind::Network, plain(&format!("{message}. {}", reasons.join("; ")))).hint(
        "the addresses are kept, and what came is too: `commons start` goes on trying. Check that this machine is online, \
         and ask whoever sent the link whether their node runs",
    )
}

fn gained(before: &Map<String, Value>, after: &Map<String, Value>) -> Map<String, Value> {
    let count =
        |records: &Map<String, Value>, kind: &str| records.get(kind).and_then(Value::as_u64).unwrap_or(0);
    after
        .keys()
        .map(|kind| (kind.clone(), count(after, kind).saturating_sub(count(before, kind))))
        .filter(|(_, gained)| *gained > 0)
        .map(|(kind, gained)| (kind, gained.into()))
        .collect()
}

fn in_words(joined: &Value, running: bool) -> String {
    let name = name_alone(text(joined, "introduced_by_name"));
    let mut words = format!("This node has joined the network {}.\n", line(text(joined, "network")));
    if let Some(agent) = joined["introduced_by"].as_str() {
        let short = agent.get(..8).unwrap_or(agent);
        let who = if name.is_empty() { format!("the agent {short}") } else { format!("{name} ({short})") };
        words.push_str(&format!("It was invited by {who}{}, whom it follows from now on.\n", marks(joined)));
    }
    let new: Vec<String> = joined["new_records"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(kind, count)| format!("{count} {kind}{}", if count.as_u64() == Some(1) { "" } else { "s" }))
        .collect();
    if new.is_empty() {
        words.push_str("Nothing new was there to receive: it already held everything.\n");
    } else {
        words.push_str(&format!("It received {}.\n", new.join(", ")));
    }
    words.push_str(&format!("It is in step with {}.\n\n", text(joined, "in_step_with")));
    words.push_str(if running {
        "The node runs and stays connected. See what is there: commons list"
    } else {
        "Next: commons start keeps it in step from now on; commons init --organisation NAME makes you one who publishes."
    });
    words
}
