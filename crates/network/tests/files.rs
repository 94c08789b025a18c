//! Files: fetched from several peers, some of which mislead; and peers who ask for nonsense.

#![allow(clippy::unwrap_used)]

mod crook;
mod memory;

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use commons_network::{FetchError, FilePeerState, FileProgress, Network, NetworkId};
use commons_sync::{FileAnswer, FileQuestion};
use crook::Crook;
use futures::{AsyncReadExt, AsyncWriteExt};
use libp2p::StreamProtocol;
use memory::{
    files::{Arriving, HeldFile, Way, content, hash},
    *,
};
use tokio::sync::watch;

const FILES: StreamProtocol = StreamProtocol::new("/commons/files/1");

/// A node that fetches, connected to some that hold a file, each in its way.
async fn network(content: &[u8], ways: &[Way]) -> (Network, Vec<(Arc<Memory>, Network)>) {
    let mut holders = Vec::new();
    for way in ways {
        let memory = Memory::new();
        memory.hold(HeldFile::new(content, *way));
        let network = start(config(&[]), &memory);
        holders.push((memory, network));
    }
    let mut addresses = Vec::new();
    for (_, holder) in &holders {
        addresses.push(address_of(holder).await);
    }
    let fetching = start(config(&addresses), &Memory::new());
    until(&fetching, "all peers", |status| status.peers.len() == ways.len()).await;
    (fetching, holders)
}

/// Fetches it; gives what came, how that ended, and what is known of each peer.
async fn fetch(
    network: &Network,
    content: &[u8],
    said: u64,
) -> (Arc<Arriving>, Result<(), FetchError>, FileProgress) {
    let arriving = Arc::new(Arriving::new(said));
    let (progress, told) = watch::channel(FileProgress::default());
    let ended = network.fetch((hash(content), said), Arc::clone(&arriving) as _, progress);
    let ended = soon("the file", ended).await;
    let told = told.borrow().clone();
    (arriving, ended, told)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_whole_from_several_peers_at_once() {
    let content = content(40);
    let (a, holders) = network(&content, &[Way::Honest, Way::Honest]).await;
    let (arriving, ended, told) = fetch(&a, &content, content.len() as u64).await;
    ended.unwrap();
    assert!(arriving.content().unwrap() == content);
    assert_eq!(told.bytes, content.len() as u64);
    for (memory, holder) in &holders {
        let peer = &told.peers[&holder.node()];
        assert!(peer.bytes > 0 && peer.state == FilePeerState::Sends, "{told:?}");
        assert!(memory.pieces_given() > 0);
    }
    assert_eq!(a.status().faults, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_what_is_wrong_is_named_and_blamed_and_nothing_of_it_is_kept() {
    let content = content(60);
    let ways = [Way::SpoilsPieces, Way::Honest, Way::Loses(2)];
    let (a, holders) = network(&content, &ways).await;
    // The others wait until it has given something, so that it is not too late to be asked.
    let after = Arc::new(AtomicBool::new(false));
    for (memory, _) in &holders {
        memory.files.lock().unwrap()[0].after = Arc::clone(&after);
    }
    let (arriving, ended, told) = fetch(&a, &content, content.len() as u64).await;
    ended.unwrap();
    assert!(arriving.content().unwrap() == content);
    let of = |at: usize| &told.peers[&holders[at].1.node()];
    assert_eq!((of(0).state, of(0).bytes), (FilePeerState::SentWrong, 0));
    assert_eq!(of(1).state, FilePeerState::Sends);
    // That a file is gone meanwhile is no fault.
    assert_eq!(until(&a, "blame", |status| status.faults > 0).await.faults, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_pieces_that_is_not_that_of_the_file_is_a_lie() {
    let content = content(3);
    let (a, holders) = network(&content, &[Way::SpoilsTheList]).await;
    let (arriving, ended, told) = fetch(&a, &content, content.len() as u64).await;
    assert!(matches!(ended, Err(FetchError::Interrupted)), "{ended:?}");
    assert_eq!(told.peers[&holders[0].1.node()].state, FilePeerState::SentWrong);
    assert_eq!((arriving.pieces_here(), holders[0].0.pieces_given()), (0, 0));
    assert_eq!(until(&a, "blame", |status| status.faults > 0).await.faults, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_with_a_wrong_size_makes_no_liars_of_honest_peers() {
    let content = content(4);
    let (a, holders) = network(&content, &[Way::Honest]).await;
    // With the values of two subtrees this size would make the same hash.
    let (arriving, ended, told) = fetch(&a, &content, 2 * 256 * 1024).await;
    assert!(matches!(ended, Err(FetchError::OtherSize { found, .. }) if found == content.len() as u64));
    assert_eq!(arriving.pieces_here(), 0);
    let state = told.peers[&holders[0].1.node()].state;
    assert_eq!(state, FilePeerState::OtherSize { found: content.len() as u64 });
    assert_eq!(a.status().faults, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_stays_when_those_who_hold_it_are_gone() {
    let content = content(12);
    let (a, _holders) = network(&content, &[Way::Loses(5)]).await;
    let arriving = Arc::new(Arriving::new(content.len() as u64));
    let (progress, _) = watch::channel(FileProgress::default());
    let file = (hash(&content), content.len() as u64);
    let ended = soon("an end", a.fetch(file, Arc::clone(&arriving) as _, progress.clone())).await;
    assert!(ended.is_err(), "{ended:?}");
    assert_eq!(arriving.pieces_here(), 5);

    let other = Memory::new();
    other.hold(HeldFile::new(&content, Way::Honest));
    let c = start(config(&[address_of(&a).await]), &other);
    until(&a, "another", |status| status.peers.len() == 2).await;
    soon("the rest", a.fetch(file, Arc::clone(&arriving) as _, progress)).await.unwrap();
    assert!(arriving.content().unwrap() == content);
    assert!(other.pieces_given() <= 8, "{}", other.pieces_given());
    drop(c);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_holds_is_not_found() {
    let (a, _holders) = network(&content(1), &[Way::Honest]).await;
    let (_, ended, _) = fetch(&a, b"another file", 12).await;
    assert!(matches!(ended, Err(FetchError::NobodyHolds)), "{ended:?}");
}

fn frame(body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32).to_be_bytes()[..], body].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_nonsense_is_blocked_and_who_asks_too_much_goes_without() {
    let content = content(2);
    let honest = Memory::new();
    honest.hold(HeldFile::new(&content, Way::Honest));
    let a = start(config(&[]), &honest);
    let open = |network: &str| {
        FileQuestion::Open { network: NetworkId::of_name(network), file: hash(&content) }.encode()
    };
    let mut crook = Crook::new(address_of(&a).await);
    until(&a, "connected", |status| status.peers.len() == 1).await;
    // Streams that stay open take up the places of one peer, and no more.
    let mut held = Vec::new();
    for _ in 0..20 {
        let mut stream = soon("a stream", crook.control.open_stream(a.node(), FILES)).await.unwrap();
        let _ = stream.write_all(&frame(&open("test"))).await;
        let _ = stream.flush().await;
        let mut answer = [0; 32];
        if soon("an answer or an end", stream.read(&mut answer)).await.is_ok_and(|read| read > 4) {
            held.push(stream);
        }
    }
    assert_eq!(held.len(), 4);
    // A piece that there is not: no fault, and the end.
    let stream = &mut held[0];
    stream.write_all(&frame(&FileQuestion::Piece { index: 99 }.encode())).await.unwrap();
    stream.flush().await.unwrap();
    let mut answer = Vec::new();
    let _ = soon("an end", stream.read_to_end(&mut answer)).await;
    assert!(answer.ends_with(&frame(&FileAnswer::NotHeld.encode())), "{answer:?}");
    assert_eq!(a.status().faults, 0, "to ask a lot is no fault");
    assert_eq!(honest.pieces_given(), 1);
    drop(held);

    let mut crook = Crook::new(address_of(&a).await);
    until(&a, "connected", |status| status.peers.len() == 2).await;
    let piece = FileQuestion::Piece { index: 0 }.encode();
    let twice = [frame(&open("test")), frame(&open("test"))].concat();
    for nonsense in [frame(&piece), twice, u32::MAX.to_be_bytes().to_vec()] {
        let mut stream = soon("a stream", crook.control.open_stream(a.node(), FILES)).await.unwrap();
        let _ = stream.write_all(&nonsense).await;
        let _ = stream.flush().await;
        let _ = soon("an end", stream.read_to_end(&mut Vec::new())).await;
        if a.status().blocked == [crook.peer] {
            break;
        }
    }
    until(&a, "blocked", |status| status.blocked == [crook.peer]).await;
    assert_eq!(honest.files.lock().unwrap()[0].given.load(Ordering::Relaxed), 1);
}
