//! Real nodes on loopback learn of each other, and do not believe everything.

#![allow(clippy::unwrap_used)]

mod crook;
mod memory;

use std::time::Duration;

use commons_network::{
    Config, DialAddress, Keypair, MAX_LIFE, Multiaddr, Network, NetworkId, Offer, Pace, PeerId, PeerLimits,
    SignedAddresses, Timestamp,
};
use crook::Crook;
use futures::{AsyncReadExt, AsyncWriteExt};
use libp2p::StreamProtocol;
use memory::*;

const ADDRESSES: StreamProtocol = StreamProtocol::new("/commons/addresses/1");

/// A node that looks for others.
fn seeking(peers: &[Multiaddr]) -> Config {
    Config { limits: PeerLimits::default(), ..config(peers) }
}

fn at(text: &str) -> DialAddress {
    DialAddress::new(&text.parse().unwrap()).unwrap()
}

fn signed(keypair: &Keypair, sequence: u64, expires: Timestamp, address: &str) -> Vec<u8> {
    let network = NetworkId::of_name("test");
    let record = SignedAddresses::sign(keypair, network, sequence, expires, vec![at(address)]).unwrap();
    record.as_bytes().to_vec()
}

fn next_week() -> Timestamp {
    Timestamp::now().plus(MAX_LIFE)
}

/// Sends an offer, and gives the answer; `None` if the node hung up.
async fn exchange(crook: &mut Crook, node: PeerId, offer: &[u8]) -> Option<Offer> {
    let mut stream = crook.control.open_stream(node, ADDRESSES).await.ok()?;
    stream.write_all(&u32::try_from(offer.len()).unwrap().to_be_bytes()).await.ok()?;
    stream.write_all(offer).await.ok()?;
    stream.flush().await.ok()?;
    let mut length = [0; 4];
    stream.read_exact(&mut length).await.ok()?;
    let mut body = vec![0; u32::from_be_bytes(length) as usize];
    stream.read_exact(&mut body).await.ok()?;
    Some(Offer::decode(&body).unwrap())
}

/// Waits until the node's book, however often it changes, is as it should be.
async fn book_until(node: &Network, what: &str, reached: impl Fn(&commons_network::Book) -> bool) {
    let mut changes = node.watch_book();
    soon(what, async {
        loop {
            changes.borrow_and_update();
            if reached(&node.book().await.unwrap()) {
                return;
            }
            changes.changed().await.unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_loses_its_only_peer_connects_to_those_it_learnt_of() {
    let (a_holds, b_holds, c_holds) = (Memory::new(), Memory::new(), Memory::new());
    c_holds.fill(3, 40);
    // B would rather not have more than it has; C waits to be found.
    let b = start(config(&[]), &b_holds);
    let b_address = address_of(&b).await;
    let c = start(config(std::slice::from_ref(&b_address)), &c_holds);
    let c_address = address_of(&c).await;
    let lazy = PeerLimits { wanted: 1, ..PeerLimits::default() };
    let a = start(Config { limits: lazy, ..config(&[b_address]) }, &a_holds);
    holds(&a_holds, c_holds.root()).await;
    book_until(&a, "A knows C", |book| !book.addresses_of(&c.node()).is_empty()).await;
    assert!(!a.status().peers.iter().any(|peer| peer.peer == c.node()), "one peer was enough");

    b.shutdown().await;
    c_holds.put(item(3, &[], b"said when B was gone"));
    let status = until(&a, "A found C", |status| status.peers.iter().any(|peer| peer.peer == c.node())).await;
    assert!(
        status.peers.iter().any(|peer| peer.addresses[0].to_string().starts_with(&c_address.to_string()))
    );
    holds(&a_holds, c_holds.root()).await;
    book_until(&a, "C was reached", |book| book.proven().iter().any(|(peer, _)| *peer == c.node())).await;

    // What A knows survives A: with its book alone, a new A finds C.
    let book = a.book().await.unwrap();
    a.shutdown().await;
    let book =
        commons_network::Book::from_bytes(&book.to_bytes(), NetworkId::of_name("test"), Timestamp::now())
            .unwrap();
    let again = start(Config { book, ..seeking(&[]) }, &Memory::new());
    until(&again, "A found C again", |status| status.peers.iter().any(|peer| peer.peer == c.node())).await;
}

/// Whoever dials a node as often as it wants peers could keep it from looking for any others.
#[tokio::test(flavor = "multi_thread")]
async fn peers_that_dialled_us_do_not_keep_us_from_those_that_we_know() {
    let b_config = config(&[]);
    let keypair = b_config.keypair.clone();
    let b = start(b_config, &Memory::new());
    let one = PeerLimits { wanted: 1, ..PeerLimits::default() };
    let a = start(Config { limits: one, ..config(&[]) }, &Memory::new());
    let mut crook = Crook::new(address_of(&a).await);
    until(&a, "the crook", |status| status.peers.len() == 1).await;
    let record = signed(&keypair, 1, next_week(), &address_of(&b).await.to_string());
    let offer = Offer(vec![record]).encode();
    soon("an answer", async { while exchange(&mut crook, a.node(), &offer).await.is_none() {} }).await;
    until(&a, "A dialled B", |status| status.peers.iter().any(|peer| peer.peer == b.node())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_keeps_to_the_peers_it_was_given_if_it_wants_no_others() {
    let b = start(config(&[]), &Memory::new());
    let b_address = address_of(&b).await;
    let c = start(config(std::slice::from_ref(&b_address)), &Memory::new());
    let a = start(config(&[b_address]), &Memory::new());
    book_until(&a, "A knows C", |book| !book.addresses_of(&c.node()).is_empty()).await;
    b.shutdown().await;
    until(&a, "alone", |status| status.peers.is_empty()).await;
    assert_eq!(a.status().known, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_joined_node_is_dialled_and_stays_in_the_book() {
    let (here, there) = (Memory::new(), Memory::new());
    there.fill(1, 30);
    let b = start(config(&[]), &there);
    let a = start(config(&[]), &here);
    let (address, _) = DialAddress::with_peer(&address_of(&b).await).unwrap();
    a.join(b.node(), vec![address]).await.unwrap();
    holds(&here, there.root()).await;
    let book = a.book().await.unwrap();
    assert_eq!(book.joined()[0].peer, b.node());
    a.shutdown().await;
    let again = Memory::new();
    let a = start(Config { book, ..config(&[]) }, &again);
    holds(&again, there.root()).await;
    a.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_peer_that_offers_forged_addresses_is_blocked() {
    let a = start(config(&[]), &Memory::new());
    let mut crook = Crook::new(address_of(&a).await);
    until(&a, "connected", |status| status.peers.len() == 1).await;
    // Two lies are enough; one that comes too soon after another is not even heard.
    soon("blocked", async {
        let mut watch = a.watch();
        while watch.borrow_and_update().blocked != [crook.peer] {
            let mut forged = signed(&Keypair::generate_ed25519(), 1, next_week(), "/ip4/203.0.113.7/tcp/1");
            *forged.last_mut().unwrap() ^= 1;
            let offer = Offer(vec![forged]).encode();
            exchange(&mut crook, a.node(), &offer).await;
            let _ = tokio::time::timeout(Duration::from_millis(50), watch.changed()).await;
        }
    })
    .await;
    assert_eq!(a.status().known, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_of_too_much_is_a_fault() {
    let a = start(config(&[]), &Memory::new());
    let mut crook = Crook::new(address_of(&a).await);
    until(&a, "connected", |status| status.peers.len() == 1).await;
    let record = signed(&Keypair::generate_ed25519(), 1, next_week(), "/ip4/203.0.113.7/tcp/1");
    exchange(&mut crook, a.node(), &Offer(vec![record; 65]).encode()).await;
    until(&a, "a fault", |status| status.faults == 1).await;
    assert_eq!(a.status().known, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_old_expired_or_of_ourselves_changes_nothing_and_harms_nobody() {
    let keypair = Keypair::generate_ed25519();
    let patient = Pace { exchange: Duration::from_millis(2), ..brisk() };
    let a = start(Config { keypair: keypair.clone(), pace: patient, ..config(&[]) }, &Memory::new());
    let mut crook = Crook::new(address_of(&a).await);
    until(&a, "connected", |status| status.peers.len() == 1).await;
    let friend = Keypair::generate_ed25519();
    let friend_id = friend.public().to_peer_id();
    let offers = [
        vec![signed(&friend, 7, next_week(), "/ip4/203.0.113.7/tcp/7")],
        vec![
            signed(&friend, 6, next_week(), "/ip4/203.0.113.7/tcp/6"),
            signed(&Keypair::generate_ed25519(), 1, Timestamp::now(), "/ip4/203.0.113.7/tcp/1"),
            signed(
                &Keypair::generate_ed25519(),
                1,
                Timestamp::now().plus(2 * MAX_LIFE),
                "/ip4/203.0.113.7/tcp/1",
            ),
            signed(&keypair, u64::MAX, next_week(), "/ip4/203.0.113.7/tcp/1"),
            signed(&friend, 8, next_week(), "/ip4/203.0.113.7/tcp/8"),
        ],
    ];
    for records in offers {
        let offer = Offer(records).encode();
        soon("an answer", async { while exchange(&mut crook, a.node(), &offer).await.is_none() {} }).await;
    }
    book_until(&a, "the latest", |book| book.addresses_of(&friend_id) == [at("/ip4/203.0.113.7/tcp/8")])
        .await;
    assert_eq!((a.status().known, a.status().faults), (1, 0));
}

/// The answer of an exchange holds the node's own addresses, signed; a second one at once is not answered.
#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_is_told_where_the_node_is_but_not_again_and_again() {
    let slow = Pace { exchange: Duration::from_secs(600), ..brisk() };
    let a = start(
        Config { pace: slow, announce: vec!["/dns4/node.example/tcp/7781".parse().unwrap()], ..config(&[]) },
        &Memory::new(),
    );
    let address = address_of(&a).await;
    let mut crook = Crook::new(address.clone());
    until(&a, "connected", |status| status.peers.len() == 1).await;
    let empty = Offer(vec![]).encode();
    let answer = soon("an answer", exchange(&mut crook, a.node(), &empty)).await.unwrap();
    let [record] = answer.0.as_slice() else { panic!("{answer:?}") };
    let record = SignedAddresses::verify(record, NetworkId::of_name("test"), Timestamp::now()).unwrap();
    assert_eq!(record.peer(), a.node());
    assert_eq!(record.addresses(), [at(&address.to_string()), at("/dns4/node.example/tcp/7781")]);
    assert_eq!(soon("the end", exchange(&mut crook, a.node(), &empty)).await, None);
    assert_eq!(a.status().faults, 0);
}

/// One peer tells of thousands of nodes, again and again: it gets its share of the book.
#[tokio::test(flavor = "multi_thread")]
async fn a_peer_that_floods_gets_a_bounded_part_of_the_book() {
    let quick = Pace { exchange: Duration::from_millis(2), ..brisk() };
    let a = start(Config { pace: quick, ..config(&[]) }, &Memory::new());
    let mut crook = Crook::new(address_of(&a).await);
    until(&a, "connected", |status| status.peers.len() == 1).await;
    for _ in 0..6 {
        let records =
            (0..64).map(|_| signed(&Keypair::generate_ed25519(), 1, next_week(), "/ip4/203.0.113.9/tcp/7"));
        let offer = Offer(records.collect()).encode();
        soon("an answer", async { while exchange(&mut crook, a.node(), &offer).await.is_none() {} }).await;
    }
    book_until(&a, "its share", |book| book.len() == commons_network::MAX_FROM_GROUP).await;
    assert_eq!(a.status().faults, 0);
}
