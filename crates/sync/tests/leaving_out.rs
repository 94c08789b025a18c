//! What is not welcome is not fetched, and not looked at again and again.

#![allow(clippy::unwrap_used)]

mod node;

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

use commons_identity::AgentId;
use commons_registry::{ItemKey, Trie};
use commons_sync::{PassedOver, Round, Welcome, limits};
use node::{Node, Session, item};

/// A key in one of many namespaces.
fn key(namespace: u32, n: u32) -> ItemKey {
    let mut bytes = [0; 64];
    bytes[..32].copy_from_slice(&hash(namespace));
    bytes[32..].copy_from_slice(&hash(n.wrapping_mul(0x9e37_79b9) ^ namespace));
    ItemKey::from_bytes(bytes)
}

/// Well mixed, so that keys spread as real ones do.
fn hash(seed: u32) -> [u8; 32] {
    let mut bytes = [0; 32];
    let mut state = u64::from(seed) + 1;
    for chunk in bytes.chunks_mut(8) {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        chunk.copy_from_slice(&(mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb).to_be_bytes());
    }
    bytes
}

/// Takes in namespaces below a number, and of the others as many items as there is room for.
#[derive(Debug, Default)]
struct Only {
    below: u32,
    room: AtomicU64,
    asked: Mutex<u64>,
}

impl Only {
    fn below(below: u32) -> Arc<Self> {
        Arc::new(Self { below, ..Self::default() })
    }
}

impl Welcome for Only {
    fn declines(&self, namespace: &AgentId) -> bool {
        *self.asked.lock().unwrap() += 1;
        let known = (0..self.below).any(|n| hash(n) == *namespace.as_bytes());
        !known && self.room.load(Ordering::Relaxed) == 0
    }
}

fn full(namespaces: u32, each: u32) -> Node {
    let mut node = Node::default();
    for namespace in 0..namespaces {
        for n in 0..each {
            node.ingest_one(&item(key(namespace, n), &[]));
        }
    }
    node
}

fn finish(session: &mut Session, a: &mut Node, b: &Node) -> Round {
    while session.step(a, b).unwrap() {}
    *session.rounds.last().unwrap()
}

#[test]
fn what_is_not_welcome_is_never_fetched_and_walked_once() {
    let (mut a, mut b) = (Node::default(), full(2_000, 40));
    let mut session = Session::selective(&a, &b, Only::below(3), PassedOver::default());
    let round = finish(&mut session, &mut a, &b);
    assert_eq!((round.new, round.left_out, session.items_received), (120, 1_997 * 40, 120));
    assert!(round.in_step(), "{round:?}");
    let first = session.bytes_received;

    // Something changes in a namespace that is left out, and in one that is not.
    for (namespace, new) in [(1_000, 0), (1, 1), (1_999, 0), (5_000, 0)] {
        let (bytes, requests) = (session.bytes_received, session.requests);
        b.ingest_one(&item(key(namespace, 99), &[]));
        session.tell_of_change(&b);
        let round = finish(&mut session, &mut a, &b);
        assert_eq!((round.new, round.let_go), (new, 0), "{round:?}");
        assert!(round.in_step());
        let (bytes, requests) = (session.bytes_received - bytes, session.requests - requests);
        assert!(bytes < first / 50, "{bytes} of {first} bytes again, for a change in namespace {namespace}");
        assert!(requests < 12, "{requests}");
    }
    assert_eq!(session.items_received, 121);

    // Another stream to the same peer begins with what is known.
    let passed = session.pull.into_passed_over();
    let mut again = Session::selective(&a, &b, Only::below(3), passed.clone());
    let round = finish(&mut again, &mut a, &b);
    assert!(round.in_step() && again.bytes_received < 200, "{} bytes", again.bytes_received);

    // When more becomes welcome, a pull that remembers nothing brings it.
    let mut more = Session::selective(&a, &b, Only::below(4), PassedOver::default());
    let round = finish(&mut more, &mut a, &b);
    assert_eq!((round.new, more.items_received), (40, 40));
}

#[test]
fn what_is_still_missing_under_a_place_keeps_it_from_being_passed_over() {
    let (mut a, mut b) = (Node::default(), full(50, 40));
    let lost = key(1, 7);
    let bytes = b.items.remove(&lost).unwrap();
    let mut session = Session::selective(&a, &b, Only::below(3), PassedOver::default());
    let round = finish(&mut session, &mut a, &b);
    assert_eq!((round.new, round.gone), (119, 1));
    assert!(!round.in_step());
    // It is there again; something else changes, and brings it along.
    b.items.insert(lost, bytes);
    b.ingest_one(&item(key(40, 99), &[]));
    session.tell_of_change(&b);
    let round = finish(&mut session, &mut a, &b);
    assert_eq!((round.new, round.in_step()), (1, true), "{round:?}");
    assert!(a.trie.contains(&lost));
}

#[test]
fn when_the_room_is_gone_in_the_middle_the_rest_is_not_asked_for() {
    let (mut a, b) = (Node::default(), full(300, 40));
    let welcome = Only::below(0);
    welcome.room.store(1_500, Ordering::Relaxed);
    let mut session =
        Session::selective(&a, &b, Arc::clone(&welcome) as Arc<dyn Welcome>, PassedOver::default());
    a.room = Some(1_500);
    loop {
        welcome.room.store(a.room.unwrap(), Ordering::Relaxed);
        if !session.step(&mut a, &b).unwrap() {
            break;
        }
    }
    let round = *session.rounds.last().unwrap();
    assert_eq!(round.new, 1_500);
    assert!(session.items_received <= 1_500 + 1_024, "at most two requests were under way: {round:?}");
    assert_eq!(round.let_go, session.items_received - 1_500);
    assert!(round.in_step(), "{round:?}");
}

/// More branches than one round looks at, all of them to be left out: each round gets further, and there is an end.
#[test]
fn a_difference_too_large_for_one_round_is_passed_over_in_several() {
    // An answerer lists up to 64 keys: 65 make a branch.
    let namespaces = limits::MAX_BRANCHES as u32 + 1_000;
    let mut keys: Vec<_> = (0..namespaces).flat_map(|one| (0..65).map(move |n| (key(one, n), 1))).collect();
    keys.sort_unstable();
    let b = Node { trie: Trie::from_sorted(keys).unwrap(), ..Node::default() };
    let mut a = Node::default();
    let mut session = Session::selective(&a, &b, Only::below(0), PassedOver::default());
    let round = finish(&mut session, &mut a, &b);
    assert!(round.in_step(), "{round:?}");
    assert_eq!((session.items_received, session.rounds.len()), (0, 2));
    assert!(!session.rounds[0].in_step() && session.rounds[0].left_out > 0);
}

/// The store once let go of a change for want of room without telling `Welcome`, and of what built on it said only that
/// something was missing: both were fetched in every round.
#[test]
fn what_is_let_go_of_is_fetched_once_and_so_is_what_builds_on_it() {
    let (mut a, mut b) = (Node::default(), Node::default());
    let (first, then) = (key(1, 1), key(1, 2));
    b.ingest_one(&item(first, &[]));
    b.ingest_one(&item(then, &[first]));
    a.room = Some(0);
    let mut session = Session::open(&a, &b);
    let round = finish(&mut session, &mut a, &b);
    assert_eq!((round.let_go, session.items_received), (2, 2));
    assert!(round.in_step(), "{round:?}");
    a.room = None;
    b.ingest_one(&item(key(2, 1), &[]));
    session.tell_of_change(&b);
    let round = finish(&mut session, &mut a, &b);
    assert_eq!((round.new, round.left_out, session.items_received), (1, 2, 3));
}

#[test]
fn what_was_declined_is_not_lacking_once_it_came_another_way() {
    let (mut a, mut b) = (Node::default(), Node::default());
    let odd = (0..).map(|n| key(1, n)).find(|key| key.as_bytes()[63] % 2 == 1).unwrap();
    b.ingest_one(&item(odd, &[]));
    b.ingest_one(&item(key(3, 0), &[odd]));
    a.decline_odd = true;
    let mut session = Session::open(&a, &b);
    let round = finish(&mut session, &mut a, &b);
    assert_eq!(
        (round.declined, round.in_step()),
        (2, false),
        "what builds on it is of no use either: {round:?}"
    );
    a.decline_odd = false;
    a.ingest_one(&item(odd, &[]));
    a.ingest_one(&item(key(3, 0), &[odd]));
    b.ingest_one(&item(key(2, 1), &[]));
    session.tell_of_change(&b);
    let round = finish(&mut session, &mut a, &b);
    assert_eq!((round.new, session.items_received), (1, 3));
    assert!(round.in_step(), "{round:?}");
}
