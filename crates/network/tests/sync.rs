//! Real nodes on loopback keep in step.

mod memory;

use std::sync::atomic::Ordering;

use commons_network::{Config, Holdings, Multiaddr, Rate, Rates};
use memory::*;

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_end_with_the_union_over_tcp() {
    let (left, right) = (Memory::new(), Memory::new());
    left.fill(1, 700);
    right.fill(1, 300);
    right.fill(2, 400);
    let b = start(config(&[]), &right);
    let a = start(config(&[address_of(&b).await]), &left);
    soon("the union", async {
        left.changed().wait_for(|_| left.trie().len() == 1100).await.unwrap();
        right.changed().wait_for(|_| right.trie().len() == 1100).await.unwrap();
    })
    .await;
    assert_eq!(left.root(), right.root());
    let status = until(&a, "in step", |status| status.peers.iter().any(|peer| peer.in_step)).await;
    assert_eq!((status.peers[0].peer, status.peers[0].faults), (b.node(), 0));
    assert!(a.status().traffic.sync_in > 10_000);
    a.shutdown().await;
    b.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_sync_over_quic() {
    let (left, right) = (Memory::new(), Memory::new());
    right.fill(2, 400);
    let quic: Multiaddr = "/ip4/127.0.0.1/udp/0/quic-v1".parse().unwrap();
    let b = start(Config { listen: vec![quic.clone()], ..config(&[]) }, &right);
    let _a = start(Config { listen: vec![quic], ..config(&[address_of(&b).await]) }, &left);
    holds(&left, right.root()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_at_one_end_of_a_line_reaches_the_other() {
    let (ends, middle) = ([Memory::new(), Memory::new()], Memory::new());
    ends[0].fill(1, 50);
    ends[1].fill(2, 50);
    let b = start(config(&[]), &middle);
    let address = address_of(&b).await;
    let _a = start(config(std::slice::from_ref(&address)), &ends[0]);
    let _c = start(config(&[address]), &ends[1]);
    soon("all in the middle", middle.changed().wait_for(|_| middle.trie().len() == 100)).await.unwrap();
    holds(&ends[0], middle.root()).await;
    holds(&ends[1], middle.root()).await;
    // Nothing is announced: the pulls alone carry this on.
    ends[0].put(item(3, &[], b"later"));
    holds(&ends[1], ends[0].root()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_announced_item_is_passed_along_the_line_by_gossip() {
    let (left, middle, right) = (Memory::new(), Memory::new(), Memory::new());
    let slow = |peers: &[Multiaddr]| Config { pace: gossip_only(), ..config(peers) };
    let b = start(slow(&[]), &middle);
    let address = address_of(&b).await;
    let a = start(slow(std::slice::from_ref(&address)), &left);
    let c = start(slow(&[address]), &right);
    until(&b, "two peers", |status| status.peers.len() == 2).await;
    until(&c, "a peer", |status| status.peers.len() == 1).await;
    // Gossip needs a moment to learn who listens; each announcement is of another item.
    soon("gossip", async {
        let mut n = 0u32;
        while right.announced.load(Ordering::Relaxed) == 0 {
            let item = item(1, &[], &n.to_be_bytes());
            n += 1;
            let key = left.put(item.clone());
            a.announce(key, item).await.unwrap();
            let _ =
                tokio::time::timeout(std::time::Duration::from_millis(100), right.changed().changed()).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_item_is_announced_by_key_and_pulled() {
    let (left, right) = (Memory::new(), Memory::new());
    let b = start(config(&[]), &right);
    let a = start(config(&[address_of(&b).await]), &left);
    until(&a, "in step", |status| status.peers.iter().any(|peer| peer.in_step)).await;
    let large = item(1, &[], &vec![7; 200_000]);
    let key = left.put(large.clone());
    a.announce(key, large).await.unwrap();
    holds(&right, left.root()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_restarted_with_its_key_is_found_again() {
    let (left, right) = (Memory::new(), Memory::new());
    let mut settings = config(&[]);
    let b = start(settings.clone(), &right);
    let address = address_of(&b).await;
    settings.listen = vec![address.clone()];
    let a = start(config(&[address]), &left);
    until(&a, "connected", |status| status.peers.iter().any(|peer| peer.peer == b.node())).await;
    b.shutdown().await;
    assert!(b.announce(key_of(&item(1, &[], b"")), vec![]).await.is_err());
    until(&a, "disconnected", |status| status.peers.is_empty()).await;
    right.fill(5, 20);
    let again = start(settings, &right);
    assert_eq!(again.node(), b.node());
    holds(&left, right.root()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_changes_in_a_row_all_arrive() {
    let (left, right) = (Memory::new(), Memory::new());
    let b = start(config(&[]), &right);
    let _a = start(config(&[address_of(&b).await]), &left);
    for n in 0..300u32 {
        let from = if n % 2 == 0 { &left } else { &right };
        from.put(item(1, &[], &n.to_be_bytes()));
        tokio::task::yield_now().await;
    }
    soon("all of them", async {
        left.changed().wait_for(|_| left.trie().len() == 300).await.unwrap();
        right.changed().wait_for(|_| right.trie().len() == 300).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_declined_comes_with_a_repair() {
    let (left, right) = (Memory::new(), Memory::new());
    right.fill(1, 30);
    left.declining.store(true, Ordering::Relaxed);
    let b = start(config(&[]), &right);
    let a = start(config(&[address_of(&b).await]), &left);
    until(&a, "a round", |status| {
        status.peers.iter().any(|peer| peer.state == Some(right.root()) && !peer.in_step)
    })
    .await;
    assert_eq!(left.trie().len(), 0);
    left.declining.store(false, Ordering::Relaxed);
    a.repair().await.unwrap();
    holds(&left, right.root()).await;
    let status = until(&a, "in step", |status| status.peers.iter().any(|peer| peer.in_step)).await;
    assert_eq!((status.peers[0].received, status.faults), (30, 0), "to decline is nobody's fault");
}

/// A repair broke off the round that went on. Repeated often enough, it kept a slow peer from ever finishing one.
#[tokio::test(flavor = "multi_thread")]
async fn a_repair_waits_for_the_round_that_goes_on() {
    const ITEMS: u64 = 4000;
    let (left, right) = (Memory::new(), Memory::new());
    right.fill(1, ITEMS as usize);
    left.slow.store(true, Ordering::Relaxed);
    let b = start(config(&[]), &right);
    let a = start(config(&[address_of(&b).await]), &left);
    soon("all of them", async {
        while left.trie().len() < ITEMS {
            a.repair().await.unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    })
    .await;
    assert_eq!(right.loaded.load(Ordering::Relaxed), ITEMS, "nothing is fetched twice");
    until(&a, "in step", |status| status.peers.iter().any(|peer| peer.in_step)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_nodes_that_know_only_one_end_alike() {
    let hub = Memory::new();
    hub.fill(9, 100);
    let middle = start(config(&[]), &hub);
    let address = address_of(&middle).await;
    let leaves: Vec<_> = (0..4).map(|_| Memory::new()).collect();
    let mut running = vec![];
    for (namespace, leaf) in (1u8..).zip(&leaves) {
        leaf.fill(namespace, 100);
        running.push(start(config(std::slice::from_ref(&address)), leaf));
    }
    for memory in leaves.iter().chain([&hub]) {
        soon("all items", memory.changed().wait_for(|_| memory.trie().len() == 500)).await.unwrap();
        assert_eq!(memory.root(), hub.root());
    }
    for network in running {
        assert_eq!(network.status().faults, 0);
        network.shutdown().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_that_dial_each_other_settle() {
    let (left, right) = (Memory::new(), Memory::new());
    left.fill(1, 50);
    right.fill(2, 50);
    let b = start(config(&[]), &right);
    let a = start(config(&[address_of(&b).await]), &left);
    b.add_peer(address_of(&a).await).await.unwrap();
    // One's own address on the list does no harm.
    a.add_peer(address_of(&a).await).await.unwrap();
    soon("the union", left.changed().wait_for(|_| left.trie().len() == 100)).await.unwrap();
    holds(&right, left.root()).await;
    let status = until(&a, "in step", |status| status.peers.iter().any(|peer| peer.in_step)).await;
    assert!(status.peers.len() == 1 && status.peers[0].addresses.len() <= 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_whose_handles_are_all_dropped_stops() {
    let (left, right) = (Memory::new(), Memory::new());
    let b = start(config(&[]), &right);
    let a = start(config(&[address_of(&b).await]), &left);
    until(&b, "connected", |status| status.peers.len() == 1).await;
    drop(a);
    until(&b, "disconnected", |status| status.peers.is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_taken_is_an_error_that_names_it() {
    let a = start(config(&[]), &Memory::new());
    let taken = address_of(&a).await;
    let settings = Config { listen: vec![taken.clone()], ..config(&[]) };
    let error = commons_network::Network::start(settings, Memory::new()).map(|_| ()).unwrap_err();
    assert_eq!(error.to_string(), format!("cannot listen on {taken}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_on_slow_lines_sync_and_nobody_is_blamed() {
    let (left, right) = (Memory::new(), Memory::new());
    right.fill(1, 600);
    let slow = |peers: &[Multiaddr]| {
        let rate = |bytes| Some(Rate::new(bytes).unwrap());
        Config { rates: Rates { up: rate(64 * 1024), down: rate(96 * 1024) }, ..config(peers) }
    };
    let b = start(slow(&[]), &right);
    let a = start(slow(&[address_of(&b).await]), &left);
    holds(&left, right.root()).await;
    let status = until(&a, "in step", |status| status.peers.iter().any(|peer| peer.in_step)).await;
    assert_eq!((status.faults, b.status().faults), (0, 0));
    a.set_rates(Rates::default());
    assert_eq!(a.rates(), Rates::default());
}
