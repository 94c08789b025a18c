use libp2p::identity::Keypair;

use super::*;
use crate::addresses::record::MAX_LIFE;

const NOW: Timestamp = Timestamp(1_800_000_000);

fn network() -> NetworkId {
    NetworkId::of_name("test")
}

fn at(text: &str) -> DialAddress {
    DialAddress::new(&text.parse().unwrap()).unwrap()
}

fn signed(keypair: &Keypair, sequence: u64, address: &str) -> SignedAddresses {
    SignedAddresses::sign(keypair, network(), sequence, NOW.plus(MAX_LIFE), vec![at(address)]).unwrap()
}

fn some(address: &str) -> SignedAddresses {
    signed(&Keypair::generate_ed25519(), 1, address)
}

fn connection(text: &str) -> Multiaddr {
    text.parse().unwrap()
}

/// Connections of peers in so many networks.
fn from(group: usize) -> Multiaddr {
    connection(&format!("/ip4/{}.{}.0.1/tcp/1", 20 + group / 200, group % 200))
}

#[test]
fn a_record_replaces_what_came_before_and_nothing_else_does() {
    let mut book = Book::new(network());
    let node = Keypair::generate_ed25519();
    let peer = node.public().to_peer_id();
    let near = connection("/ip4/127.0.0.1/tcp/1");
    assert_eq!(book.learn(NOW, &near, signed(&node, 5, "/ip4/203.0.113.7/tcp/5")), Learnt::New);
    assert_eq!(book.learn(NOW, &near, signed(&node, 4, "/ip4/203.0.113.7/tcp/4")), Learnt::Stale);
    assert_eq!(book.learn(NOW, &near, signed(&node, 5, "/ip4/203.0.113.7/tcp/9")), Learnt::Stale);
    assert_eq!(book.addresses_of(&peer), [at("/ip4/203.0.113.7/tcp/5")]);
    assert_eq!(book.learn(NOW, &near, signed(&node, 6, "/ip4/203.0.113.7/tcp/6")), Learnt::Newer);
    assert_eq!(book.addresses_of(&peer), [at("/ip4/203.0.113.7/tcp/6")]);
    assert_eq!(book.len(), 1);
}

#[test]
fn what_is_near_is_told_only_to_those_near() {
    let mut book = Book::new(network());
    let [machine, site, world] = ["/ip4/127.0.0.1/tcp/1", "/ip4/10.0.0.1/tcp/1", "/ip4/203.0.113.7/tcp/1"];
    for address in [machine, site, world] {
        assert_eq!(book.learn(NOW, &connection(machine), some(address)), Learnt::New);
    }
    let offered =
        |from: &str| book.offer(NOW, PeerId::random(), &connection(from), |_| Scope::Machine, [7; 32]).len();
    assert_eq!((offered(machine), offered(site), offered(world)), (3, 2, 1));
    assert_eq!(offered("/dns4/node.example/tcp/1"), 1);
    // Who is near to us no more, or somewhere else, may not be near to those who are.
    let elsewhere = book.offer(NOW, PeerId::random(), &connection(machine), |_| Scope::World, [7; 32]);
    assert_eq!(elsewhere.len(), 1);
    // Nor does one from afar get us to knock at doors near us.
    for address in [machine, site] {
        assert_eq!(book.learn(NOW, &connection(world), some(address)), Learnt::TooNear);
    }
    assert_eq!(book.learn(NOW, &connection(site), some(machine)), Learnt::TooNear);
}

#[test]
fn those_near_and_those_far_away_are_told_what_is_good_for_them() {
    let mut book = Book::new(network());
    let node = Keypair::generate_ed25519();
    let near = connection("/ip4/127.0.0.1/tcp/1");
    book.learn(NOW, &near, signed(&node, 1, "/ip4/10.0.0.1/tcp/1"));
    book.learn(NOW, &near, signed(&node, 1, "/ip4/203.0.113.7/tcp/1"));
    let offered = |from: &str| {
        let offered = book.offer(NOW, PeerId::random(), &connection(from), |_| Scope::Machine, [7; 32]);
        let read =
            |bytes: &Vec<u8>| SignedAddresses::verify(bytes, network(), NOW).unwrap().addresses().to_vec();
        offered.iter().map(read).collect::<Vec<_>>()
    };
    assert_eq!(offered("/ip4/10.0.0.9/tcp/1"), [[at("/ip4/10.0.0.1/tcp/1")]]);
    assert_eq!(offered("/ip4/198.51.100.1/tcp/1"), [[at("/ip4/203.0.113.7/tcp/1")]]);
    assert_eq!(book.addresses_of(&node.public().to_peer_id())[0], at("/ip4/203.0.113.7/tcp/1"));
}

#[test]
fn one_part_of_the_world_cannot_flush_the_book() {
    let mut book = Book::new(network());
    let good: Vec<_> = (0..20)
        .map(|n| {
            let node = Keypair::generate_ed25519();
            book.learn(NOW, &from(n), signed(&node, 1, "/ip4/203.0.113.7/tcp/1"));
            node.public().to_peer_id()
        })
        .collect();
    let near = Keypair::generate_ed25519();
    book.learn(NOW, &from(30), signed(&near, 1, "/ip4/203.0.113.8/tcp/1"));
    book.reached(NOW, near.public().to_peer_id(), &connection("/ip4/203.0.113.8/tcp/1"));
    // Later than all of these, from one network, thousands, under as many keys.
    for n in 0..2 * MAX_BOOK_PEERS as u64 {
        book.learn(NOW.plus(n), &from(30), some("/ip4/198.51.100.1/tcp/1"));
    }
    assert_eq!(book.len(), 20 + 1 + MAX_FROM_GROUP);
    assert!(good.iter().all(|peer| book.known.contains_key(peer)));
    assert!(book.known.contains_key(&near.public().to_peer_id()), "what was reached stays");
}

#[test]
fn a_full_book_is_shared_fairly() {
    let mut book = Book::new(network());
    let mut n = 0;
    for group in 0..10 {
        for _ in 0..MAX_FROM_GROUP {
            book.learn(NOW.plus(n), &from(group), some("/ip4/203.0.113.7/tcp/1"));
            n += 1;
        }
    }
    assert_eq!(book.len(), MAX_BOOK_PEERS);
    let share = |book: &Book, group: usize| {
        book.known.values().filter(|known| known.group == Group::of(&from(group))).count()
    };
    let shares: Vec<_> = (0..10).map(|group| share(&book, group)).collect();
    let (least, most) = (shares.iter().min().unwrap(), shares.iter().max().unwrap());
    assert!(most - least <= MAX_FROM_GROUP / 2, "{shares:?}");
    // A newcomer gets its share, of those who have most.
    for _ in 0..50 {
        assert_eq!(book.learn(NOW.plus(n), &from(77), some("/ip4/203.0.113.7/tcp/1")), Learnt::New);
    }
    assert_eq!((book.len(), share(&book, 77)), (MAX_BOOK_PEERS, 50));
}

#[test]
fn what_holds_no_more_is_dropped_and_not_offered() {
    let mut book = Book::new(network());
    book.learn(NOW, &from(1), some("/ip4/203.0.113.7/tcp/1"));
    let later = NOW.plus(MAX_LIFE);
    assert_eq!(book.offer(NOW, PeerId::random(), &from(2), |_| Scope::World, [0; 32]).len(), 1);
    assert_eq!(book.offer(later, PeerId::random(), &from(2), |_| Scope::World, [0; 32]).len(), 0);
    assert!(book.pick(NOW, |_| false, [0.0; 2]).is_some());
    assert!(book.pick(later, |_| false, [0.0; 2]).is_none());
    assert!(!book.expire(NOW));
    assert!(book.expire(later));
    assert!(book.is_empty());
}

#[test]
fn an_offer_is_bounded_and_leaves_the_asker_out() {
    let mut book = Book::new(network());
    let asker = Keypair::generate_ed25519();
    book.learn(NOW, &from(0), signed(&asker, 1, "/ip4/203.0.113.9/tcp/1"));
    let proven: Vec<_> = (0..60)
        .map(|n| {
            let node = Keypair::generate_ed25519();
            book.learn(NOW, &from(n), signed(&node, 1, "/ip4/203.0.113.7/tcp/1"));
            book.reached(NOW, node.public().to_peer_id(), &connection("/ip4/203.0.113.7/tcp/1"));
            node.public().to_peer_id()
        })
        .collect();
    for n in 0..60 {
        book.learn(NOW, &from(n), some("/ip4/203.0.113.8/tcp/1"));
    }
    let offered = book.offer(NOW, asker.public().to_peer_id(), &from(2), |_| Scope::World, [3; 32]);
    let peers: Vec<_> =
        offered.iter().map(|bytes| SignedAddresses::verify(bytes, network(), NOW).unwrap().peer()).collect();
    assert_eq!(peers.len(), MAX_OFFERED - 1, "room for our own");
    assert!(!peers.contains(&asker.public().to_peer_id()));
    let known = peers.iter().filter(|peer| proven.contains(peer)).count();
    assert!((31..=32).contains(&known), "half were reached: {known}");
    assert_eq!(offered, book.offer(NOW, asker.public().to_peer_id(), &from(2), |_| Scope::World, [3; 32]));
    assert_ne!(offered, book.offer(NOW, asker.public().to_peer_id(), &from(2), |_| Scope::World, [4; 32]));
}

#[test]
fn a_node_that_cannot_be_reached_is_left_alone_and_forgotten_in_the_end() {
    let mut book = Book::new(network());
    let node = Keypair::generate_ed25519();
    let peer = node.public().to_peer_id();
    book.learn(NOW, &from(1), signed(&node, 1, "/ip4/203.0.113.7/tcp/1"));
    let pick = |book: &Book, now| book.pick(now, |_| false, [0.5; 2]).map(|(peer, _)| peer);
    assert_eq!(pick(&book, NOW), Some(peer));
    assert_eq!(book.pick(NOW, |out| *out == peer, [0.5; 2]), None);
    book.failed(NOW, peer, 1.0);
    assert_eq!((pick(&book, NOW.plus(59)), pick(&book, NOW.plus(60))), (None, Some(peer)));
    book.failed(NOW.plus(60), peer, 1.0);
    assert_eq!((pick(&book, NOW.plus(179)), pick(&book, NOW.plus(180))), (None, Some(peer)));
    for _ in 2..MAX_FAILURES {
        assert!(!book.is_empty());
        book.failed(NOW, peer, 1.0);
    }
    assert!(book.is_empty());
}

#[test]
fn only_a_node_found_where_its_record_says_counts_as_reached() {
    let mut book = Book::new(network());
    let node = Keypair::generate_ed25519();
    let peer = node.public().to_peer_id();
    book.learn(NOW, &from(1), signed(&node, 1, "/ip4/203.0.113.7/tcp/1"));
    book.reached(NOW, peer, &connection("/ip4/203.0.113.7/tcp/2"));
    assert_eq!(book.proven(), []);
    book.reached(NOW, peer, &connection(&format!("/ip4/203.0.113.7/tcp/1/p2p/{peer}")));
    assert_eq!(book.proven(), [(peer, vec![at("/ip4/203.0.113.7/tcp/1")])]);
}

#[test]
fn no_more_are_kept_for_having_been_reached_than_the_limit() {
    let mut book = Book::new(network());
    for n in 0..MAX_PROVEN + 40 {
        let node = Keypair::generate_ed25519();
        book.learn(NOW, &from(n), signed(&node, 1, "/ip4/203.0.113.7/tcp/1"));
        book.reached(NOW.plus(n as u64), node.public().to_peer_id(), &connection("/ip4/203.0.113.7/tcp/1"));
    }
    assert_eq!(book.proven().len(), MAX_PROVEN);
    assert_eq!(book.len(), MAX_PROVEN);
}

#[test]
fn the_file_holds_all_of_the_book() {
    let mut book = Book::new(network());
    book.next_sequence(NOW);
    book.join(Keypair::generate_ed25519().public().to_peer_id(), vec![at("/ip4/10.0.0.1/tcp/1")]);
    let node = Keypair::generate_ed25519();
    book.learn(NOW, &from(1), signed(&node, 1, "/ip4/203.0.113.7/tcp/1"));
    book.reached(NOW, node.public().to_peer_id(), &connection("/ip4/203.0.113.7/tcp/1"));
    book.failed(NOW, node.public().to_peer_id(), 0.5);
    book.learn(NOW, &from(2), some("/ip4/203.0.113.8/tcp/1"));
    let bytes = book.to_bytes();
    let mut again = Book::from_bytes(&bytes, network(), NOW).unwrap();
    assert_eq!(again.to_bytes(), bytes);
    assert_eq!((again.joined(), again.len()), (book.joined(), 2));
    assert!(again.next_sequence(Timestamp(5)) > NOW.0, "also if the clock went back");

    let elsewhere = Book::from_bytes(&bytes, NetworkId::of_name("elsewhere"), NOW).unwrap();
    assert!(elsewhere.is_empty() && elsewhere.joined().is_empty());
    let later = Book::from_bytes(&bytes, network(), NOW.plus(MAX_LIFE)).unwrap();
    assert_eq!((later.len(), later.joined().len()), (0, 1));
}

#[test]
fn a_damaged_file_is_refused() {
    let mut book = Book::new(network());
    book.learn(NOW, &from(1), some("/ip4/203.0.113.7/tcp/1"));
    let bytes = book.to_bytes();
    for cut in 0..bytes.len() {
        assert!(Book::from_bytes(&bytes[..cut], network(), NOW).is_err(), "{cut}");
    }
    assert!(Book::from_bytes(&[&bytes[..], &[0]].concat(), network(), NOW).is_err());
}

/// One bad record had all of the book set aside.
#[test]
fn a_bad_record_costs_no_other() {
    let mut book = Book::new(network());
    book.join(Keypair::generate_ed25519().public().to_peer_id(), vec![at("/ip4/10.0.0.1/tcp/1")]);
    for n in 0..3 {
        book.learn(NOW, &from(n), some("/ip4/203.0.113.7/tcp/1"));
    }
    // One bit in the signature, at the very end.
    let mut forged = book.to_bytes();
    *forged.last_mut().unwrap() ^= 1;
    let read = Book::from_bytes(&forged, network(), NOW).unwrap();
    assert_eq!((read.len(), read.joined().len()), (2, 1));
}

/// A machine without a battery begins in 1970 until it has asked for the time. Records then seemed to hold for too long,
/// and the book was emptied for good.
#[test]
fn a_clock_that_is_not_set_yet_does_not_empty_the_book() {
    let mut book = Book::new(network());
    book.learn(NOW, &from(1), some("/ip4/203.0.113.7/tcp/1"));
    let mut read = Book::from_bytes(&book.to_bytes(), network(), Timestamp(0)).unwrap();
    assert_eq!(read.pick(Timestamp(0), |_| false, [0.0; 2]), None, "not as long as it seems so");
    read.expire(Timestamp(0));
    assert!(read.pick(NOW, |_| false, [0.0; 2]).is_some());
}

#[test]
fn joined_nodes_are_bounded_and_the_last_come_stay() {
    let mut book = Book::new(network());
    let peers: Vec<_> =
        (0..MAX_JOINED + 3).map(|_| Keypair::generate_ed25519().public().to_peer_id()).collect();
    for peer in &peers {
        book.join(*peer, vec![at("/ip4/10.0.0.1/tcp/1"); 9]);
    }
    book.join(peers[10], vec![at("/ip4/10.0.0.2/tcp/1")]);
    assert_eq!(book.joined().len(), MAX_JOINED);
    assert_eq!(book.joined().last().unwrap().peer, peers[10]);
    assert!(!book.joined().iter().any(|joined| joined.peer == peers[0]));
    assert!(book.joined().iter().all(|joined| joined.addresses.len() <= MAX_JOINED_ADDRESSES));
}
