//! `commons start`: run the node.

use std::process::ExitCode;

use serde_json::json;

use super::Context;
use crate::daemon::{self, Bar, StartOptions};
use crate::failure::Failure;
use crate::line;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where to listen for other nodes (may be given several times); port 0 takes a free one
    #[arg(long, value_name = "MULTIADDR")]
    listen: Vec<String>,

    /// A node to stay connected to (may be given several times)
    #[arg(long = "peer", value_name = "MULTIADDR")]
    peers: Vec<String>,

    /// Where to answer browsers and programs [default: 127.0.0.1:7780, or another port if that is taken]
    #[arg(long, value_name = "ADDR:PORT")]
    http: Option<String>,

    /// Do not look for nodes on the local network
    #[arg(long)]
    no_mdns: bool,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<ExitCode, Failure> {
    let bar = match context.output.json {
        true => Bar::hidden(),
        false => Bar::on_terminal(),
    };
    daemon::start_logging(bar.clone());
    let options = StartOptions {
        listen: args.listen.clone(),
        peers: args.peers.clone(),
        http: args.http.clone(),
        mdns: args.no_mdns.then_some(false),
        only_dials: false,
        bar,
    };
    let output = context.output;
    daemon::run(context.data_dir()?, options, |ready| {
        let http = ready.http.map(|http| http.to_string()).unwrap_or_default();
        let shown = json!({
            "ready": true,
            "peer_id": ready.peer_id,
            "listen": ready.listen,
            "http": http,
            "public": ready.public,
            "set_up": ready.set_up,
            "locked": ready.locked,
            "line": ready.line,
        });
        output.result(&shown, |_| {
            let mut words = format!("This node runs. Browsers: http://{http}\n");
            if let Some(public) = &ready.public {
                let base = &ready.public_base;
                words.push_str(&format!("For everybody, to look only: http://{public}{base}/\n"));
            }
            words.push_str("Other nodes reach it at:\n");
            for address in &ready.listen {
                words.push_str(&format!("  {address}/p2p/{}\n", ready.peer_id));
            }
            if let Some(link) = &ready.set_up {
                words.push_str(&format!("It is nobody's yet. To set it up in a browser, open:\n  {link}\n"));
            }
            if ready.locked {
                words.push_str("The signing keys are locked: it syncs, but does not sign.\n");
            }
            if let Some(line) = line::in_words(&ready.line) {
                words.push_str(&format!("Line: {line}.\n"));
            }
            words.push_str("Ctrl-C stops it.");
            words
        });
    })?;
    Ok(ExitCode::SUCCESS)
}
