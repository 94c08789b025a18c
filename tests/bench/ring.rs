//! Ten nodes in a ring, each connected to two others only: how long after publishing do all show a record? Real processes on
//! loopback.

use std::time::{Duration, Instant};

use commons_tests::node::{Node, PATIENCE};
use commons_tests::random::Random;
use serde_json::Value;

use crate::table::{row, title};

/// Nodes in the ring. From one to the farthest it is five steps.
const NODES: usize = 10;

/// Whom each is connected to: the one before it and the one after it.
const NEIGHBOURS: usize = 2;

/// How often a node is asked whether it shows a record yet.
const POLL: Duration = Duration::from_millis(3);

/// Records published before any is measured. Gossip finds its neighbours meanwhile.
const FIRST: usize = 5;

pub(crate) fn measure(records: usize) {
    title(
        "ring",
        &format!("{NODES} nodes in a ring: from typing `commons publish` until all show the record"),
    );
    let nodes = ring();
    let mut random = Random::from_seed(1);
    for record in 0..FIRST {
        publish(&nodes, record % NODES, "One to begin with");
    }
    let mut published = Vec::with_capacity(records);
    for record in 0..records {
        published.push(publish(&nodes, random.below(NODES), &format!("Record number {record}")));
    }
    assert!(nodes.iter().all(|node| connections(node).len() == NEIGHBOURS), "it stayed a ring");
    let millis = |time: Duration| format!("{:.0} ms", time.as_secs_f64() * 1e3);
    let (command, all): (Vec<_>, Vec<_>) = published.into_iter().unzip();
    row("records, one after another, each at a random node", &records.to_string());
    row("half of them are shown by all within", &millis(share(&all, 50)));
    row("99 in 100 within", &millis(share(&all, 99)));
    row("the slowest", &millis(share(&all, 100)));
    row("  half of the commands themselves ended within", &millis(share(&command, 50)));
}

/// Nodes of as many organisations. Each dials the one before it, and the last the first as well; they look for no others.
fn ring() -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::with_capacity(NODES);
    for at in 0..NODES {
        let mut node = Node::new();
        node.set("find_peers = false\n");
        node.ask(&[
            "init",
            "--organisation",
            &format!("Node {at}"),
            "--kind",
            "worker-coop",
            "--no-passphrase",
        ]);
        let before = nodes.last().into_iter();
        let first = nodes.first().into_iter().filter(|_| at == NODES - 1);
        node.start(&before.chain(first).collect::<Vec<_>>());
        nodes.push(node);
    }
    let begun = Instant::now();
    let in_step = |node: &Node| {
        let connections = connections(node);
        connections.len() == NEIGHBOURS && connections.iter().all(|peer| peer["in_step"] == true)
    };
    while !nodes.iter().all(in_step) {
        assert!(begun.elapsed() < PATIENCE, "no ring: {}", nodes[0].status());
        std::thread::sleep(POLL * 10);
    }
    nodes
}

fn connections(node: &Node) -> Vec<Value> {
    node.status_now()["connections"].as_array().unwrap().clone()
}

/// Publishes a record at a node. Gives how long the command took, and how long it was until all showed the record.
fn publish(nodes: &[Node], at: usize, name: &str) -> (Duration, Duration) {
    let begun = Instant::now();
    let id = nodes[at].publish(name);
    let command = begun.elapsed();
    // What a node shows, it goes on showing: so each is waited for in turn.
    for node in nodes {
        while !node.shows_now(&id) {
            assert!(begun.elapsed() < PATIENCE, "{name} does not arrive: {}", node.status());
            std::thread::sleep(POLL);
        }
    }
    (command, begun.elapsed())
}

/// The longest time of so many in a hundred, those that took least.
fn share(times: &[Duration], hundredths: usize) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times[(times.len() * hundredths).div_ceil(100) - 1]
}
