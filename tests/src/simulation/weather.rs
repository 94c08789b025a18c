//! What befalls the nodes of a run: partings, stops, restores, and what their owners do.

use std::collections::BTreeSet;
use std::time::Duration;

use commons_identity::AgentId;

use super::{
    NodeId,
    net::{Event, Net, Stop, Upkeep},
};

/// Puts all that befalls so many nodes until a time into the schedule.
pub(super) fn forecast(net: &mut Net, nodes: u16, agents: &[AgentId], until: Duration) {
    let any = |net: &mut Net| NodeId(net.random.below(usize::from(nodes)) as u16);
    let moment = |net: &mut Net| until.mul_f64(net.chance());
    for _ in 0..12 + net.random.below(25) {
        let at = moment(net);
        let size = if net.random.one_in(3) { 1 + net.random.below(25) } else { 1 + net.random.below(4) };
        let parted: BTreeSet<NodeId> = (0..size).map(|_| any(net)).collect();
        let lasts = net.millis(2_000, until.as_millis() as u64 / 5).min(until - at);
        net.schedule.at(at, Event::Parted(parted, lasts));
    }
    for _ in 0..6 + net.random.below(10) {
        let (at, node) = (moment(net), any(net));
        let how = match net.random.below(6) {
            0 | 1 => Stop::Clean,
            2 | 3 => Stop::Torn,
            4 => Stop::Rotten,
            _ => Stop::Restored,
        };
        let lasts = net.millis(500, 120_000).min(until - at);
        net.schedule.at(at, Event::Stopped(node, how, lasts));
    }
    for _ in 0..10 {
        let (at, node) = (moment(net), any(net));
        net.schedule.at(at, Event::Upkeep(node, Upkeep::BackUp));
        let (at, node) = (moment(net), any(net));
        net.schedule.at(at, Event::Upkeep(node, Upkeep::Compact));
    }
    for _ in 0..net.random.below(5) {
        let (at, node, agent) = (moment(net), any(net), *net.random.pick(agents));
        net.schedule.at(at, Event::Upkeep(node, Upkeep::Block(agent)));
        let lasts = net.millis(1_000, until.as_millis() as u64 / 3).min(until - at);
        net.schedule.at(at + lasts, Event::Upkeep(node, Upkeep::Unblock(agent)));
    }
}
