//! Asking peers for one record, and whether they hold something.

#![allow(clippy::unwrap_used)]

mod crook;
mod memory;

use commons_network::{AskError, NetworkId};
use commons_registry::ItemKey;
use commons_sync::{About, Answer, Question};
use crook::Crook;
use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use libp2p::StreamProtocol;
use memory::*;

const ASKING: StreamProtocol = StreamProtocol::new("/commons/asking/1");

fn frame(body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32).to_be_bytes()[..], body].concat()
}

fn question(network: &str, id: [u8; 32]) -> Vec<u8> {
    frame(&Question { network: NetworkId::of_name(network), about: About::Record(id) }.encode())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_had_from_who_holds_it_and_not_kept() {
    let (left, empty, right) = (Memory::new(), Memory::new(), Memory::new());
    for memory in [&left, &empty] {
        memory.declining.store(true, std::sync::atomic::Ordering::Relaxed);
    }
    let wanted = item(7, &[], b"wanted");
    let key = right.put(wanted.clone());
    right.fill(8, 300);
    let (b, c) = (start(config(&[]), &right), start(config(&[]), &empty));
    let a = start(config(&[address_of(&b).await, address_of(&c).await]), &left);
    until(&a, "two peers", |status| status.peers.len() == 2).await;
    let found = a.find(key.id()).await.unwrap();
    assert_eq!((found.asked, found.given.len()), (2, 1));
    assert_eq!((found.given[0].peer, &found.given[0].items), (b.node(), &vec![wanted]));
    let nothing = a.find([9; 32]).await.unwrap();
    assert_eq!((nothing.asked, nothing.given.len()), (2, 0));
    assert_eq!(left.trie().len(), 0, "what was asked for is not kept");

    let other = ItemKey::from_bytes([9; 64]);
    assert_eq!(a.have(b.node(), vec![key, other, key]).await, Ok(vec![true, false, true]));
    assert_eq!(a.have(c.node(), vec![key; 256]).await, Ok(vec![false; 256]));
    assert_eq!(
        a.have(a.node(), vec![key]).await,
        Err(AskError::NoAnswer),
        "nobody is asked who is not there"
    );
    assert_eq!((a.status().faults, b.status().faults, c.status().faults), (0, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_nonsense_is_blocked_in_the_end_and_who_asks_too_much_goes_without() {
    let honest = Memory::new();
    honest.fill(1, 3);
    let a = start(config(&[]), &honest);
    let mut crook = Crook::new(address_of(&a).await);
    until(&a, "connected", |status| status.peers.len() == 1).await;
    let id = honest.trie().iter().next().unwrap().0.id();
    let mut answered = 0;
    for _ in 0..200 {
        let mut stream = soon("a stream", crook.control.open_stream(a.node(), ASKING)).await.unwrap();
        let _ = stream.write_all(&question("test", id)).await;
        let _ = stream.flush().await;
        let mut answer = Vec::new();
        let _ = soon("an end", stream.read_to_end(&mut answer)).await;
        answered += usize::from(!answer.is_empty());
    }
    assert!((1..=120).contains(&answered), "{answered}");
    assert_eq!(a.status().faults, 0, "to ask a lot is no fault");

    let mut crook = Crook::new(address_of(&a).await);
    until(&a, "connected", |status| status.peers.len() == 2).await;
    for nonsense in [frame(&[0xff; 40]), u32::MAX.to_be_bytes().to_vec()] {
        let mut stream = soon("a stream", crook.control.open_stream(a.node(), ASKING)).await.unwrap();
        stream.write_all(&nonsense).await.unwrap();
        stream.flush().await.unwrap();
        let mut answer = Vec::new();
        let _ = soon("an end", stream.read_to_end(&mut answer)).await;
        assert!(answer.is_empty());
    }
    until(&a, "blocked", |status| status.blocked == [crook.peer]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_from_another_network_is_left_alone() {
    let a = start(config(&[]), &Memory::new());
    let mut crook = Crook::new(address_of(&a).await);
    until(&a, "connected", |status| status.peers.len() == 1).await;
    let mut stream = soon("a stream", crook.control.open_stream(a.node(), ASKING)).await.unwrap();
    stream.write_all(&question("elsewhere", [1; 32])).await.unwrap();
    stream.flush().await.unwrap();
    until(&a, "left alone", |status| status.blocked == [crook.peer]).await;
}

/// What is said in answer to a question for a record, until the liar is blocked.
#[tokio::test(flavor = "multi_thread")]
async fn who_answers_with_what_is_no_answer_is_blocked() {
    let endless = frame(&Answer::Part(vec![vec![1; 400_000]]).encode()).repeat(20);
    for lie in
        [frame(&[0xff; 64]), u32::MAX.to_be_bytes().to_vec(), frame(&Answer::held(&[true]).encode()), endless]
    {
        let a = start(config(&[]), &Memory::new());
        let mut crook = Crook::new(address_of(&a).await);
        let mut incoming = crook.control.accept(ASKING).unwrap();
        until(&a, "connected", |status| status.peers.len() == 1).await;
        tokio::spawn(async move {
            while let Some((_, mut stream)) = incoming.next().await {
                let _ = stream.write_all(&lie).await;
                let _ = stream.flush().await;
            }
        });
        soon("blocked", async {
            while a.status().blocked != [crook.peer] {
                let found = a.find([1; 32]).await.unwrap();
                assert_eq!(found.given, [], "a lie is nothing that was found");
                tokio::task::yield_now().await;
            }
        })
        .await;
    }
}
