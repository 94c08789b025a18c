//! What a node does about peers that break the rules.

#![allow(clippy::unwrap_used)]

mod crook;
mod memory;

use std::time::Duration;

use commons_network::{Config, Multiaddr, NetworkId, Pace};
use crook::Crook;
use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use libp2p::StreamProtocol;
use memory::*;

#[tokio::test(flavor = "multi_thread")]
async fn invalid_items_are_refused_and_their_sender_is_blocked_in_the_end() {
    let (honest, hostile) = (Memory::new(), Memory::hostile());
    for n in 0..8u8 {
        hostile.put(item(1, &[], &[b'b', b'a', b'd', n]));
    }
    let good = hostile.put(item(2, &[], b"good"));
    let b = start(config(&[]), &hostile);
    let a = start(config(&[address_of(&b).await]), &honest);
    let status = until(&a, "blocked", |status| status.blocked == [b.node()]).await;
    assert!(status.faults >= 5);
    until(&a, "disconnected", |status| status.peers.is_empty()).await;
    assert!(honest.trie().contains(&good));
    assert_eq!(honest.trie().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_peer_is_let_in_again_when_its_block_is_over() {
    let (honest, hostile) = (Memory::new(), Memory::hostile());
    for n in 0..5u8 {
        hostile.put(item(1, &[], &[b'b', b'a', b'd', n]));
    }
    let b = start(config(&[]), &hostile);
    let short = Pace { block: Duration::from_millis(300), ..brisk() };
    let a = start(Config { pace: short, ..config(&[address_of(&b).await]) }, &honest);
    until(&a, "blocked", |status| !status.blocked.is_empty()).await;
    until(&a, "let in again", |status| status.blocked.is_empty() && status.peers.len() == 1).await;
    until(&a, "blocked again", |status| !status.blocked.is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_gossip_is_refused_and_not_passed_on() {
    let (hostile, middle, right) = (Memory::hostile(), Memory::new(), Memory::new());
    let slow = |peers: &[Multiaddr]| Config { pace: gossip_only(), ..config(peers) };
    let b = start(slow(&[]), &middle);
    let address = address_of(&b).await;
    let a = start(slow(std::slice::from_ref(&address)), &hostile);
    let c = start(slow(&[address]), &right);
    until(&b, "two peers", |status| status.peers.len() == 2).await;
    let mut watch = b.watch();
    soon("blocked", async {
        for n in 0u32.. {
            let bad = item(1, &[], &[b"bad".as_slice(), &n.to_be_bytes()].concat());
            a.announce(hostile.put(bad.clone()), bad).await.unwrap();
            let blocked = watch.wait_for(|status| status.blocked == [a.node()]);
            if tokio::time::timeout(Duration::from_millis(50), blocked).await.is_ok() {
                break;
            }
        }
    })
    .await;
    assert_eq!((middle.trie().len(), right.trie().len()), (0, 0));
    assert_eq!(c.status().faults, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_of_different_networks_leave_each_other_alone() {
    let (left, right) = (Memory::new(), Memory::new());
    left.fill(1, 10);
    right.fill(2, 10);
    let elsewhere = Config { network: NetworkId::of_name("elsewhere"), ..config(&[]) };
    let b = start(elsewhere, &right);
    let a = start(config(&[address_of(&b).await]), &left);
    until(&a, "left alone", |status| status.blocked == [b.node()]).await;
    until(&a, "disconnected", |status| status.peers.is_empty()).await;
    until(&b, "disconnected", |status| status.peers.is_empty()).await;
    assert_eq!((left.trie().len(), right.trie().len()), (10, 10));
}

const SYNC: StreamProtocol = StreamProtocol::new("/commons/sync/2");

#[tokio::test(flavor = "multi_thread")]
async fn an_oversized_frame_to_an_answerer_is_a_fault() {
    let honest = Memory::new();
    let a = start(config(&[]), &honest);
    let address = address_of(&a).await;
    let mut crook = Crook::new(address);
    until(&a, "connected", |status| status.peers.len() == 1).await;
    for _ in 0..2 {
        let mut stream = soon("a stream", crook.control.open_stream(a.node(), SYNC)).await.unwrap();
        stream.write_all(&u32::MAX.to_be_bytes()).await.unwrap();
        stream.flush().await.unwrap();
        let mut rest = Vec::new();
        let _ = soon("the end", stream.read_to_end(&mut rest)).await;
        assert!(rest.is_empty());
    }
    until(&a, "blocked", |status| status.blocked == [crook.peer]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answerer_that_talks_nonsense_is_blocked() {
    for nonsense in [vec![0xff; 64], u32::MAX.to_be_bytes().to_vec(), vec![0, 0, 0, 2, 0x81, 7]] {
        let honest = Memory::new();
        let a = start(config(&[]), &honest);
        let mut crook = Crook::new(address_of(&a).await);
        let mut incoming = crook.control.accept(SYNC).unwrap();
        soon("blocked", async {
            let blocked = async { until(&a, "blocked", |status| status.blocked == [crook.peer]).await };
            let answer = async {
                while let Some((_, mut stream)) = incoming.next().await {
                    let _ = stream.write_all(&nonsense).await;
                    let _ = stream.flush().await;
                }
                std::future::pending::<()>().await;
            };
            tokio::select! {
                _ = blocked => {}
                () = answer => {}
            }
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_stream_of_the_same_peer_replaces_the_first() {
    let honest = Memory::new();
    let a = start(config(&[]), &honest);
    let mut crook = Crook::new(address_of(&a).await);
    until(&a, "connected", |status| status.peers.len() == 1).await;
    let mut first = soon("a stream", crook.control.open_stream(a.node(), SYNC)).await.unwrap();
    // Negotiation is lazy: the stream begins with the first byte.
    first.write_all(&[0]).await.unwrap();
    first.flush().await.unwrap();
    let mut second = soon("a stream", crook.control.open_stream(a.node(), SYNC)).await.unwrap();
    second.write_all(&[0]).await.unwrap();
    second.flush().await.unwrap();
    let ended = soon("the end of the first", first.read_to_end(&mut Vec::new())).await;
    assert!(!matches!(ended, Ok(read) if read > 0));
    assert_eq!(a.status().faults, 0);
}
