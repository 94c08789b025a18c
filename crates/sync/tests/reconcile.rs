//! Two sides pull from each other and end with the union, at a cost that grows with the difference.

#![allow(clippy::unwrap_used)]

mod node;

use std::collections::BTreeSet;

use commons_sync::{Event, Message, Pull, Serve, limits};
use node::{NETWORK, Node, Session, item, key};
use proptest::prelude::*;

fn node_of(seeds: impl IntoIterator<Item = u32>) -> Node {
    let mut node = Node::default();
    for seed in seeds {
        node.ingest_one(&item(key(seed), &[]));
    }
    node
}

fn sync_both_ways(a: &mut Node, b: &mut Node) -> (Session, Session) {
    let first = Session::run(a, b).unwrap();
    let second = Session::run(b, a).unwrap();
    (first, second)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn both_sides_end_with_the_union(
        shared in prop::collection::btree_set(any::<u32>(), 0..400),
        left in prop::collection::btree_set(any::<u32>(), 0..200),
        right in prop::collection::btree_set(any::<u32>(), 0..200),
    ) {
        let mut a = node_of(shared.union(&left).copied());
        let mut b = node_of(shared.union(&right).copied());
        let (pulled, _) = sync_both_ways(&mut a, &mut b);
        let union: BTreeSet<_> = shared.iter().chain(&left).chain(&right).collect();
        prop_assert_eq!(a.trie.len(), union.len() as u64);
        prop_assert_eq!(a.trie.root(), b.trie.root());
        prop_assert!(pulled.rounds.last().unwrap().in_step());
    }

    #[test]
    fn chains_of_dependencies_arrive_whatever_the_order_of_keys(
        parents in prop::collection::vec(any::<prop::sample::Index>(), 1..200),
        held in any::<prop::sample::Index>(),
    ) {
        let mut b = Node::default();
        for (seed, parent) in parents.iter().enumerate() {
            let deps = if seed == 0 { vec![] } else { vec![key(parent.index(seed) as u32)] };
            b.ingest_one(&item(key(seed as u32), &deps));
        }
        let mut a = Node::default();
        for (item, _) in b.in_order().into_iter().take(held.index(parents.len() + 1)) {
            a.ingest_one(&item);
        }
        let session = Session::run(&mut a, &b).unwrap();
        prop_assert_eq!(a.trie.root(), b.trie.root());
        prop_assert_eq!(a.missed, 0, "an honest order needs no pool");
        prop_assert!(session.rounds.last().unwrap().in_step());
    }

    #[test]
    fn what_comes_before_its_dependencies_waits_for_them(count in 2..150u32, order in any::<u64>()) {
        // The labels of this node lie: its journal is in no causal order.
        let mut b = Node::default();
        for seed in 0..count {
            let deps: Vec<_> = (seed > 0).then(|| key(seed - 1)).into_iter().chain((seed > 3).then(|| key(seed / 2))).collect();
            b.put(&item(key(seed), &deps), u64::from(seed).wrapping_mul(order | 1));
        }
        let mut a = Node::default();
        let session = Session::run(&mut a, &b).unwrap();
        prop_assert_eq!(a.trie.root(), b.trie.root());
        prop_assert!(session.rounds.last().unwrap().in_step());
    }
}

#[test]
fn cost_grows_with_the_difference_not_with_the_total() {
    let cost = |total: u32, difference: u32| {
        let mut a = node_of(0..total);
        let b = node_of(0..total + difference);
        let session = Session::run(&mut a, &b).unwrap();
        assert_eq!(a.trie.root(), b.trie.root());
        assert_eq!(session.items_received, u64::from(difference));
        session
    };
    let (small, large) = (cost(2_000, 10), cost(60_000, 10));
    assert!(
        large.bytes_received < small.bytes_received * 3,
        "{} then {}",
        small.bytes_received,
        large.bytes_received
    );
    assert!(large.bytes_received < 40_000, "{}", large.bytes_received);
    assert!(large.requests <= 12, "{}", large.requests);
    let none = cost(60_000, 0);
    assert!(none.bytes_received < 200, "{}", none.bytes_received);
}

#[test]
fn a_superset_asks_little_and_fetches_nothing() {
    let mut a = node_of(0..20_000);
    let b = node_of((0..20_000).filter(|seed| seed % 4_000 != 7));
    let session = Session::run(&mut a, &b).unwrap();
    assert_eq!(session.items_received, 0);
    assert!(session.rounds.last().unwrap().in_step());
    assert!(session.bytes_received < 30_000, "{}", session.bytes_received);
}

#[test]
fn a_first_sync_of_everything_is_told_once() {
    let mut a = Node::default();
    let b = node_of(0..5_000);
    let session = Session::run(&mut a, &b).unwrap();
    assert_eq!(a.trie.root(), b.trie.root());
    assert_eq!(session.rounds.last().unwrap().told, 5_000);
}

#[test]
fn a_set_that_changes_in_the_middle_is_caught_up_with_after() {
    let mut a = node_of(0..500);
    let mut b = node_of(300..1_500);
    let mut session = Session::open(&a, &b);
    let mut step = 0;
    while session.step(&mut a, &b).unwrap() {
        step += 1;
        b.ingest_one(&item(key(10_000 + step), &[]));
        if step % 3 == 0 {
            b.erase(&key(1_000 + step));
            a.ingest_one(&item(key(1_200 + step), &[]));
        }
    }
    assert!(step > 5);
    assert_ne!(a.trie.root(), b.trie.root());
    // Now that the stream is idle, the answerer says that it has changed.
    session.tell_of_change(&b);
    while session.step(&mut a, &b).unwrap() {}
    for (key, _) in b.trie.iter() {
        assert!(a.trie.contains(&key));
    }
    assert!(session.rounds.last().unwrap().in_step());
}

#[test]
fn declined_items_are_not_fetched_again_on_the_same_stream() {
    let mut a = Node { decline_odd: true, ..Node::default() };
    let mut b = node_of(0..100);
    let mut session = Session::open(&a, &b);
    while session.step(&mut a, &b).unwrap() {}
    assert!(!session.rounds[0].in_step());
    let received = session.items_received;
    assert_eq!(received, 100);
    b.ingest_one(&item(key(200), &[]));
    session.tell_of_change(&b);
    while session.step(&mut a, &b).unwrap() {}
    assert_eq!(session.items_received, received + 1);
    assert_eq!(session.rounds[1].left, session.rounds[0].declined);
}

#[test]
fn an_item_whose_dependency_nobody_has_is_given_up() {
    let mut a = Node::default();
    let mut b = Node::default();
    b.put(&item(key(1), &[key(2)]), 0);
    b.put(&item(key(3), &[]), 1);
    let session = Session::run(&mut a, &b).unwrap();
    let round = session.rounds.last().unwrap();
    assert_eq!((round.new, round.stranded, round.gone), (1, 1, 1));
    assert!(!round.in_step());
}

#[test]
fn large_items_go_in_several_frames_and_too_large_ones_not_at_all() {
    let mut b = Node::default();
    for seed in 0..6 {
        let mut large = item(key(seed), &[]);
        large.resize(200_000, 7);
        b.ingest_one(&large);
    }
    let mut huge = item(key(9), &[]);
    huge.resize(limits::MAX_ITEM + 1, 7);
    b.ingest_one(&huge);
    let mut a = Node::default();
    let session = Session::run(&mut a, &b).unwrap();
    assert_eq!(a.trie.len(), 6);
    assert_eq!(session.rounds.last().unwrap().gone, 1);
    assert!(session.largest_frame <= limits::MAX_FRAME);
}

#[test]
fn requests_fit_their_bound() {
    let keys: Vec<_> = (0..limits::MAX_WANT as u32).map(key).collect();
    assert!(Message::Want(keys).encode().len() <= limits::MAX_REQUEST);
    let prefixes =
        (0..limits::MAX_ASK as u32).map(|seed| commons_registry::Prefix::of(&key(seed), 128)).collect();
    assert!(Message::Ask(prefixes).encode().len() <= limits::MAX_REQUEST);
}

#[test]
fn another_network_or_version_is_refused_on_both_sides() {
    let ours = Node::default().hello();
    let theirs = commons_sync::Hello { network: commons_registry::NetworkId::of_name("elsewhere"), ..ours };
    let mut serve = Serve::new(NETWORK(), [0; 16], commons_registry::Snapshot::empty());
    let refusal = serve.handle(Message::Hello(theirs)).unwrap_err().refusal().unwrap();
    assert_eq!(refusal.reason, commons_sync::RefusalReason::OtherNetwork);
    assert!(Message::decode(&Message::Refuse(refusal.clone()).encode()).is_ok());

    let (mut pull, _) = Pull::new(ours);
    let refused = pull.handle(Event::Message(Message::Refuse(refusal))).unwrap_err();
    assert!(matches!(refused, commons_sync::Ended::Refused(_)));
    let (mut pull, _) = Pull::new(ours);
    let other = pull.handle(Event::Message(Message::Hello(theirs))).unwrap_err();
    assert!(matches!(other, commons_sync::Ended::OtherNetwork { .. }));
    let (mut pull, _) = Pull::new(ours);
    let newer = commons_sync::Hello { version: 3, ..ours };
    assert!(matches!(
        pull.handle(Event::Message(Message::Hello(newer))).unwrap_err(),
        commons_sync::Ended::OtherVersion { found: 3 }
    ));
}
