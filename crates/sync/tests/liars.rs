//! Whatever an answerer says, a pull ends in order or with a typed error, within bounds, and never panics.

#![allow(clippy::unwrap_used)]

mod node;

use commons_identity::AgentId;
use commons_registry::{BranchChild, ItemKey, Prefix, Snapshot, StateRoot, Trie};
use commons_sync::{
    Effect, Ended, Event, Ingested, Message, Misbehaviour, Packer, PassedOver, Pull, Reply, Segment, Serve,
    Told,
};
use node::{Comparing, NETWORK, Node, item, key, stream};
use proptest::prelude::*;

/// A way to spoil an answer.
#[derive(Debug, Clone)]
enum Lie {
    DropPart,
    RepeatPart,
    SayNothing,
    OtherCount,
    OtherHash,
    OtherKey,
    SwapKeys,
    LongerPrefix,
    OtherItem,
    RepeatItem,
    HideItems,
    MoveItem,
    SpareEnd,
    Garbled,
    Backwards,
    Crowded,
    Chatter,
}

fn summary(root: [u8; 32], count: u64) -> commons_sync::Summary {
    commons_sync::Summary { root: StateRoot::from_bytes(root), count, through: count }
}

fn lie() -> impl Strategy<Value = Lie> {
    use Lie::*;
    prop::sample::select(vec![
        DropPart,
        RepeatPart,
        SayNothing,
        OtherCount,
        OtherHash,
        OtherKey,
        SwapKeys,
        LongerPrefix,
        OtherItem,
        RepeatItem,
        HideItems,
        MoveItem,
        SpareEnd,
        Garbled,
        Backwards,
        Crowded,
        Chatter,
    ])
}

/// Spoils a message, if it is of the kind that this lie is about. Returns whether it did.
fn spoil(message: &mut Message, lie: &Lie) -> bool {
    match (lie, message) {
        (Lie::DropPart, Message::Tell(parts)) if parts.len() > 1 => {
            parts.pop();
        }
        (Lie::RepeatPart, Message::Tell(parts)) => parts.push(parts[0].clone()),
        (Lie::SayNothing, Message::Tell(parts)) => parts[0] = Told::Nothing,
        (Lie::OtherCount | Lie::OtherHash | Lie::LongerPrefix, Message::Tell(parts)) => {
            let Some(Told::Branch { prefix, children }) =
                parts.iter_mut().find(|part| matches!(part, Told::Branch { .. }))
            else {
                return false;
            };
            match lie {
                Lie::OtherCount => children[0].count = children[0].count.wrapping_sub(1),
                Lie::OtherHash => children[0].hash[0] ^= 1,
                _ => *prefix = prefix.child(3).unwrap(),
            }
        }
        (Lie::OtherKey | Lie::SwapKeys, Message::Tell(parts)) => {
            let Some(Told::Items(items)) = parts.iter_mut().find(|part| matches!(part, Told::Items(_)))
            else {
                return false;
            };
            match lie {
                Lie::SwapKeys if items.len() > 1 => items.reverse(),
                _ => items[0].0 = key(77_777),
            }
        }
        (Lie::OtherItem, Message::Items(items)) => items[0].1 = item(key(88_888), &[]),
        (Lie::RepeatItem, Message::Items(items)) => items.push(items[0].clone()),
        (Lie::HideItems, Message::Items(items)) if items.len() > 1 => {
            items.pop();
        }
        (Lie::MoveItem, Message::Items(items)) => items[0].0 = 511,
        (Lie::SpareEnd, Message::End(missing)) => missing.push(0),
        (Lie::Garbled, Message::Segment(segment)) => segment.packed[0] ^= 1,
        (Lie::Backwards, Message::Streamed(state)) => state.through -= 1,
        (Lie::Crowded, Message::Segment(segment)) => segment.through -= 1,
        (Lie::Chatter, message) => *message = Message::Await,
        _ => return false,
    }
    true
}

/// Pulls from an answerer that spoils the first answer that it can after `honest` honest ones.
fn pull_from_liar(a: &mut Node, b: &Node, lie: &Lie, mut honest: usize) -> (bool, Result<(), Ended>) {
    let mut lied = false;
    let welcome: std::sync::Arc<dyn commons_sync::Welcome> = match lie {
        Lie::Garbled | Lie::Backwards | Lie::Crowded => std::sync::Arc::new(commons_sync::Everything),
        _ => std::sync::Arc::new(Comparing),
    };
    let (mut pull, first) = Pull::selective(a.hello(), welcome, PassedOver::default(), None);
    let mut serve = Serve::new(NETWORK(), [0; 16], b.trie.snapshot());
    let (mut effects, mut answers) =
        (std::collections::VecDeque::from(first), std::collections::VecDeque::new());
    for _ in 0..10_000 {
        let event = match effects.pop_front() {
            Some(Effect::Send(message)) => {
                match serve.handle(message).unwrap() {
                    Reply::Send(message) => answers.push_back(message),
                    Reply::Load(keys) => {
                        let mut packer = Packer::default();
                        keys.iter().for_each(|key| answers.extend(packer.push(b.items.get(key).cloned())));
                        answers.extend(packer.finish());
                    }
                    Reply::Stream(after) => answers.push_back(stream(&mut serve, b, after)),
                    Reply::Wait => {}
                }
                continue;
            }
            Some(Effect::Settled(_) | Effect::Bookmark(_)) => continue,
            Some(Effect::Ready | Effect::Compare) => Event::Begin(a.trie.snapshot()),
            Some(Effect::Ingest(items)) => {
                let results: Vec<Ingested> = items.iter().map(|item| a.ingest_one(item)).collect();
                Event::Ingested(results, a.trie.snapshot())
            }
            None => {
                let Some(mut message) = answers.pop_front() else {
                    return (lied, Ok(()));
                };
                if honest > 0 {
                    honest -= 1;
                } else if !lied {
                    lied = spoil(&mut message, lie);
                }
                Event::Message(message)
            }
        };
        match pull.handle(event) {
            Ok(more) => effects.extend(more),
            Err(ended) => {
                assert!(
                    pull.handle(Event::Begin(Snapshot::empty())).unwrap().is_empty(),
                    "nothing more comes of it"
                );
                return (lied, Err(ended));
            }
        }
    }
    panic!("the pull does not end");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_lie_is_found_out(
        held in 0..300u32,
        more in 1..600u32,
        lie in lie(),
        honest in 0..6usize,
    ) {
        let mut a = Node::default();
        (0..held).for_each(|seed| drop(a.ingest_one(&item(key(seed), &[]))));
        let mut b = Node::default();
        (held / 2..held + more).for_each(|seed| drop(b.ingest_one(&item(key(seed), &[]))));
        match pull_from_liar(&mut a, &b, &lie, honest) {
            (true, Ok(())) => prop_assert!(false, "{:?} was not noticed", lie),
            (true, Err(ended)) => prop_assert!(matches!(ended, Ended::Misbehaviour(_)), "{}", ended),
            (false, result) => prop_assert!(result.is_ok()),
        }
    }

    #[test]
    fn a_pull_bears_any_messages_at_all(
        messages in prop::collection::vec(any_message(), 0..12),
        greeting in any::<bool>(),
    ) {
        let node = Node::default();
        let (mut pull, _) = Pull::new(node.hello());
        if greeting {
            let hello = commons_sync::Hello { state: summary([1; 32], 5), ..node.hello() };
            pull.handle(Event::Message(Message::Hello(hello))).unwrap();
            pull.handle(Event::Begin(node.trie.snapshot())).unwrap();
        }
        for message in messages {
            if pull.handle(Event::Message(message)).is_err() {
                break;
            }
        }
    }

    #[test]
    fn an_answerer_bears_any_messages_at_all(messages in prop::collection::vec(any_message(), 0..12)) {
        let mut node = Node::default();
        (0..100).for_each(|seed| drop(node.ingest_one(&item(key(seed), &[]))));
        let mut serve = Serve::new(NETWORK(), [0; 16], node.trie.snapshot());
        serve.handle(Message::Hello(node.hello())).unwrap();
        for message in messages {
            if serve.handle(message).is_err() {
                break;
            }
        }
    }
}

fn any_message() -> impl Strategy<Value = Message> {
    let any_key = any::<[u8; 64]>().prop_map(ItemKey::from_bytes);
    let prefix = (any::<[u8; 64]>(), 0..=128u8)
        .prop_map(|(key, length)| Prefix::of(&ItemKey::from_bytes(key), length));
    let child = (0..16u8, any::<u64>(), any::<[u8; 32]>()).prop_map(|(nibble, count, hash)| BranchChild {
        nibble,
        count,
        hash,
    });
    let told = prop_oneof![
        Just(Told::Nothing),
        Just(Told::Moved),
        prop::collection::vec((any_key.clone(), any::<u64>()), 1..5).prop_map(Told::Items),
        (prefix.clone(), prop::collection::vec(child, 2..16))
            .prop_map(|(prefix, children)| Told::Branch { prefix, children }),
    ];
    prop_oneof![
        prop::collection::vec(prefix, 1..5).prop_map(Message::Ask),
        prop::collection::vec(told, 1..3).prop_map(Message::Tell),
        prop::collection::vec(any_key, 1..5).prop_map(Message::Want),
        prop::collection::vec((any::<u16>(), any::<Vec<u8>>()), 1..5).prop_map(Message::Items),
        prop::collection::vec(any::<u16>(), 0..5).prop_map(Message::End),
        Just(Message::Await),
        (any::<[u8; 32]>(), any::<u64>()).prop_map(|(root, count)| Message::Changed(summary(root, count))),
        (any::<[u8; 32]>(), any::<u64>()).prop_map(|(root, count)| Message::Streamed(summary(root, count))),
        (any::<u64>(), any::<u32>(), any::<Vec<u8>>())
            .prop_map(|(through, length, packed)| Message::Segment(Segment { through, length, packed })),
        (any::<u64>(), any::<[u8; 32]>()).prop_map(|(after, agent)| {
            let agent = AgentId::from_bytes(agent);
            Message::Since { after, without: vec![agent], with: vec![agent] }
        }),
        Just(Message::More),
    ]
}

#[test]
fn a_valid_item_other_than_the_one_asked_for_is_misbehaviour() {
    let mut a = Node::default();
    let mut b = Node::default();
    b.ingest_one(&item(key(1), &[]));
    let (_, ended) = pull_from_liar(&mut a, &b, &Lie::OtherItem, 0);
    assert!(matches!(ended, Err(Ended::Misbehaviour(Misbehaviour::OtherItem { .. }))));
}

#[test]
fn a_root_that_nothing_hashes_to_is_misbehaviour() {
    let node = Node::default();
    let (mut pull, _) =
        Pull::selective(node.hello(), std::sync::Arc::new(Comparing), PassedOver::default(), None);
    let hello = commons_sync::Hello { state: summary([9; 32], 2), ..node.hello() };
    pull.handle(Event::Message(Message::Hello(hello))).unwrap();
    pull.handle(Event::Begin(node.trie.snapshot())).unwrap();
    let told =
        Told::Items([key(1), key(2)].into_iter().map(|key| (key, 0)).collect::<Trie>().iter().collect());
    let ended = pull.handle(Event::Message(Message::Tell(vec![told])));
    assert!(matches!(ended, Err(Ended::Misbehaviour(Misbehaviour::Hash { .. }))));
}
