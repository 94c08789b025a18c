//! `commons status`: how the node is.

use std::process::ExitCode;

use indicatif::HumanCount;
use serde_json::Value;

use super::{Context, confirm};
use crate::client::Client;
use crate::failure::Failure;
use crate::line::in_words as in_force;
use crate::output::{line, short, text};
use crate::request::Request;

#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(context: &Context, Args {}: &Args) -> Result<ExitCode, Failure> {
    let answer = Client::connect(context)?.ask(&Request::Status)?;
    context.output.result(&answer, in_words);
    Ok(ExitCode::SUCCESS)
}

fn in_words(status: &Value) -> String {
    let name = status["agent_name"].as_str().map(|name| format!(" {}", line(name))).unwrap_or_default();
    let mut words = match status["agent"].as_str() {
        Some(agent) if status["locked"] == true => {
            format!("signs for   {agent}{name} (locked: syncs, but does not sign)\n")
        }
        Some(agent) => format!("signs for   {agent}{name}\n"),
        None => "signs for   nobody yet (commons init)\n".to_owned(),
    };
    if status["contested"] == true {
        words.push_str("members     disagree: frozen (commons members list)\n");
    } else if status["may_sign"] == false {
        words.push_str("members     this node's keys may not sign now (commons members list)\n");
    }
    if status["running"] == true {
        words.push_str(&format!("node        {}\n", text(status, "peer_id")));
        for address in status["listen"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            words.push_str(&format!("listens     {address}/p2p/{}\n", text(status, "peer_id")));
        }
        words.push_str(&format!("peers       {}\n", status["peers"]));
        for peer in status["connections"].as_array().into_iter().flatten() {
            words.push_str(&format!("            {} {}\n", text(peer, "peer_id"), step(peer)));
        }
        for one in status["unreached"].as_array().into_iter().flatten() {
            let (address, reason) = (line(text(one, "address")), line(text(one, "reason")));
            words.push_str(&format!("            {address} not reached: {reason}\n"));
        }
        words.push_str(&reach(text(&status["reach"], "verdict")));
        words.push_str(&format!("knows       {} nodes by their addresses\n", status["known_nodes"]));
        if let Some(limits) = in_force(&status["line"]) {
            words.push_str(&format!("line        {limits}\n"));
        }
    } else {
        words.push_str("node        not running (commons start)\n");
    }
    let records: Vec<String> = status["records"]
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, count)| count.as_u64() != Some(0))
        .map(|(kind, count)| format!("{count} {kind}{}", if count.as_u64() == Some(1) { "" } else { "s" }))
        .collect();
    let records = if records.is_empty() { "none yet".to_owned() } else { records.join(", ") };
    words.push_str(&format!("records     {records}\n"));
    words.push_str(&format!("changes     {}\n", status["changes"]));
    if status["unlisted"].as_u64().is_some_and(|unlisted| unlisted > 0) {
        words.push_str(&format!("search      catching up: {} changes to go\n", status["unlisted"]));
    }
    words.push_str(&erasing(&status["erasing"]));
    words.push_str(&copies(&status["copies"]));
    words.push_str(&kept(&status["kept"]));
    words.push_str(&format!("state       {}\n", text(status, "state")));
    words.push_str(&inbox(&status["inbox"]));
    words.push_str(&reports(&status["reports"]));
    let reminders = status["reminders"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !reminders.is_empty() {
        words.push_str("\nConfirmations that lapse before long:\n");
        for one in reminders {
            words.push_str(&format!("  {}\n", confirm::reminder(one, text(status, "agent"))));
        }
    }
    words
}

/// How much awaits us.
fn inbox(inbox: &Value) -> String {
    let number = |name: &str| inbox[name].as_u64().unwrap_or(0);
    let (total, of_strangers, proposals) = (number("total"), number("of_strangers"), number("proposals"));
    let mut words = Vec::new();
    if total > 0 {
        let awaits = if total == 1 { "awaits" } else { "await" };
        let strangers = match of_strangers {
            0 => String::new(),
            all if all == total => ", from strangers".to_owned(),
            some => format!(", {some} from strangers"),
        };
        words.push(format!("{total} {awaits} your answer{strangers}"));
    }
    if proposals > 0 {
        words.push(format!("{proposals} {} for members", if proposals == 1 { "waits" } else { "wait" }));
    }
    if words.is_empty() {
        String::new()
    } else {
        format!("inbox       {} (commons inbox)\n", words.join("; "))
    }
}

/// How many reports wait for whoever runs the node.
fn reports(open: &Value) -> String {
    match open.as_u64() {
        None | Some(0) => String::new(),
        Some(1) => "reports     1 waits for you (commons reports)\n".to_owned(),
        Some(open) => format!("reports     {open} wait for you (commons reports)\n"),
    }
}

/// Whether others can reach the node, as far as it can know.
fn reach(verdict: &str) -> String {
    let words = match verdict {
        "yes" => "from everywhere: a node from elsewhere has come here",
        "unproved" => {
            "not known: it has an address for everywhere, at which nobody has come since it started"
        }
        "nearby" => "from the local network; whether from elsewhere, the router decides",
        "here" => "from this machine only",
        "no" => "from nowhere: it listens at no address",
        _ => return String::new(),
    };
    format!("reached     {words}\n")
}

/// How far the node is with a peer.
fn step(peer: &Value) -> String {
    match (peer["in_step"] == true, peer["holds"].as_u64(), peer["to_go"].as_u64()) {
        (true, ..) => "in step".to_owned(),
        (false, Some(holds), Some(to_go)) if to_go > 0 => {
            format!("catching up: {} of {} changes to go", HumanCount(to_go), HumanCount(holds))
        }
        (false, ..) => "catching up".to_owned(),
    }
}

/// Where our records are besides here, as other nodes say.
fn copies(copies: &Value) -> String {
    let number = |name: &str| copies[name].as_u64().unwrap_or(0);
    let (records, least, on_none) = (number("records"), number("least"), number("on_none"));
    if records == 0 {
        return String::new();
    }
    let ours =
        if records == 1 { "1 record of ours".to_owned() } else { format!("{records} records of ours") };
    if on_none == 0 {
        let nodes = if least == 1 { "1 other node".to_owned() } else { format!("{least} other nodes") };
        return format!("copies      {ours}, on at least {nodes} each, as these say\n");
    }
    let mut words =
        format!("copies      {ours}, of which {on_none} on no other node yet, as far as this one knows\n");
    let items = copies["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    for item in items {
        let title = Some(line(text(item, "title"))).filter(|title| !title.is_empty());
        let title = title.unwrap_or_else(|| text(item, "kind").to_owned());
        words.push_str(&format!("            {}  {title}\n", short(item, "id")));
    }
    if on_none > items.len() as u64 {
        words.push_str("            …\n");
    }
    words
}

/// What was erased and is not gone from the disk yet.
fn erasing(erasing: &Value) -> String {
    let bytes = erasing["bytes"].as_u64().unwrap_or(0);
    match (bytes, erasing["put_off"] == true) {
        (0, _) => String::new(),
        (_, false) => {
            format!("erasing     {bytes} bytes of erased text are still being removed from the disk\n")
        }
        (_, true) => format!(
            "erasing     {bytes} bytes of erased text could not be removed from the disk; is it full?\n            \
             The node tries again every minute, and at its next start\n"
        ),
    }
}

/// How full it is, and what is left out: two nodes that leave out different things show different states.
fn kept(kept: &Value) -> String {
    let number = |value: &Value| value.as_u64().unwrap_or(0);
    let mib = |value: &Value| format!("{:.1} MiB", number(value) as f64 / 1_048_576.0);
    let mut words = format!("room        {} of {} filled", mib(&kept["bytes"]), mib(&kept["quota"]));
    if number(&kept["reclaimable"]) > 0 {
        words.push_str(&format!(", {} of it with what is no longer kept", mib(&kept["reclaimable"])));
    }
    words.push('\n');
    if kept["pooling"] == true {
        words.push_str(&format!(
            "new here    share {}, of which {} is filled\n",
            mib(&kept["pool"]),
            mib(&kept["pooled"])
        ));
    }
    let left_out = &kept["left_out"];
    let parts: Vec<String> =
        [("blocked", "blocked"), ("too_large", "too large"), ("no_room", "new here and no room for them")]
            .into_iter()
            .filter(|(key, _)| number(&left_out[*key]) > 0)
            .map(|(key, what)| format!("{} {what}", left_out[key]))
            .collect();
    if !parts.is_empty() {
        let total = number(&left_out["namespaces"]);
        let least = if left_out["or_more"] == true { "at least " } else { "" };
        let agents = if total == 1 { "agent" } else { "agents" };
        words.push_str(&format!("leaves out  {least}{total} {agents}: {}\n", parts.join(", ")));
    }
    if number(&left_out["changes"]) > 0 {
        words.push_str(&format!("            {} later changes of agents kept here\n", left_out["changes"]));
    }
    if number(&left_out["withheld"]) > 0 {
        words.push_str(&format!("withholds   {} (commons withhold)\n", left_out["withheld"]));
    }
    words
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_peer_is_shown_with_what_it_has_and_we_do_not() {
        let peer = |in_step: bool, holds: Option<u64>, to_go: Option<u64>| {
            step(&json!({ "in_step": in_step, "holds": holds, "to_go": to_go }))
        };
        assert_eq!(peer(false, Some(100_500), Some(88_500)), "catching up: 88,500 of 100,500 changes to go");
        assert_eq!(peer(true, Some(100_500), None), "in step");
        assert_eq!(peer(false, None, None), "catching up", "it has not told yet");
        assert_eq!(peer(false, Some(7), Some(0)), "catching up", "each may have what the other lacks");
    }
}
