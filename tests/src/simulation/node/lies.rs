//! Ways to spoil what is said over a stream.

use commons_registry::{ItemKey, StateRoot};
use commons_sync::{Message, Segment, SegmentBuilder, Summary, Told};

use crate::random::Random;

/// A key of nothing.
pub(super) fn no_key(random: &mut Random) -> ItemKey {
    ItemKey::from_bytes(random.bytes())
}

/// Says something untrue in place of a message.
pub(super) fn lie(random: &mut Random, message: Message) -> Message {
    match message {
        Message::Hello(mut hello) => {
            untrue(random, &mut hello.state);
            Message::Hello(hello)
        }
        Message::Changed(mut state) => {
            untrue(random, &mut state);
            Message::Changed(state)
        }
        Message::Streamed(mut state) => {
            untrue(random, &mut state);
            Message::Streamed(state)
        }
        Message::Tell(mut parts) => {
            if parts.is_empty() {
                return Message::Tell(parts);
            }
            let at = random.below(parts.len());
            match random.below(5) {
                0 => drop(parts.pop()),
                1 => parts.push(parts[at].clone()),
                2 => parts[at] = Told::Nothing,
                3 => parts[at] = Told::Moved,
                _ => spoil_part(random, &mut parts[at]),
            }
            Message::Tell(parts)
        }
        Message::Items(mut items) => {
            let at = random.below(items.len().max(1));
            match (random.below(3), items.get(at).cloned()) {
                (0, Some(item)) => items.push(item),
                (1, Some((position, _))) => items[at].0 = position.wrapping_add(300),
                (2, Some(_)) => {
                    let last = items.len() - 1;
                    let (first, other) = (items[at].1.clone(), items[last].1.clone());
                    (items[at].1, items[last].1) = (other, first);
                }
                _ => {}
            }
            Message::Items(items)
        }
        Message::End(mut missing) => {
            missing.push(random.below(600) as u16);
            Message::End(missing)
        }
        Message::Segment(mut segment) => {
            match random.below(4) {
                0 => segment.through = segment.through.saturating_sub(1),
                1 => segment.length ^= 1 << random.below(32),
                2 if !segment.packed.is_empty() => {
                    let at = random.below(segment.packed.len());
                    segment.packed[at] ^= 1 << random.below(8);
                }
                _ => segment.through = u64::MAX,
            }
            Message::Segment(segment)
        }
        other => other,
    }
}

fn untrue(random: &mut Random, state: &mut Summary) {
    match random.below(4) {
        0 => state.root = StateRoot::from_bytes(random.bytes()),
        1 => state.count = random.bits() >> random.below(64),
        2 => state.through = random.bits() >> random.below(64),
        _ => *state = Summary { root: StateRoot::from_bytes(random.bytes()), count: 0, through: 0 },
    }
}

fn spoil_part(random: &mut Random, part: &mut Told) {
    match part {
        Told::Branch { prefix, children } => {
            let at = random.below(children.len());
            match random.below(4) {
                0 => children[at].count = random.bits() >> random.below(64),
                1 => children[at].hash = random.bytes(),
                2 => children.reverse(),
                _ => *prefix = prefix.child(random.below(16) as u8).unwrap_or(*prefix),
            }
        }
        Told::Items(items) => {
            let at = random.below(items.len());
            match random.below(3) {
                0 => items[at].0 = no_key(random),
                1 => items[at].1 = random.bits(),
                _ => items.reverse(),
            }
        }
        Told::Nothing | Told::Moved => *part = Told::Items(vec![(no_key(random), 7)]),
    }
}

/// A segment more where a stream would end: of what the asker has, or of nothing that anybody should have.
pub(super) fn endless(random: &mut Random, end: &Summary, items: &[Vec<u8>]) -> Segment {
    let mut found = SegmentBuilder::default();
    for _ in 0..1 + random.below(4) {
        let filled = match items.is_empty() {
            true => found.push(&random.bytes::<40>()),
            false => found.push(random.pick::<Vec<u8>>(items)),
        };
        debug_assert!(filled, "a segment holds more than a few items");
    }
    found.pack(end.through.saturating_add(5 + random.below(100) as u64))
}
