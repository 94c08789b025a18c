//! Flipped bits, cut bytes, noise: nothing panics, and nothing gets another accepted meaning.

use commons_registry::{Operation, Value};
use commons_tests::random::Random;

use super::bytes::{Cbor, DEPENDENCIES, OPERATIONS, later_change, parts, signed, signed_bytes};
use super::world::{Garden, Verdict, World, summary, title};

/// Envelopes of each sort, and the items they stand on.
fn envelopes(garden: &Garden) -> Vec<Vec<u8>> {
    let edit = garden.edit(
        1,
        vec![
            title("Bread"),
            summary("fr", "Cuire ensemble"),
            Operation::Clear { field: 10, key: None },
            Operation::Remove { field: 7, value: Value::Id([1; 32]) },
            Operation::Approve { proposal: garden.first.id(), entry: garden.agent.genesis.id() },
        ],
    );
    let mut of_later_version = later_change(garden);
    of_later_version[super::bytes::VERSION] = Cbor::Uint(2);
    let of_later_version = signed(&garden.member(), &of_later_version);
    vec![garden.agent.genesis.to_bytes(), garden.first.to_bytes(), edit.to_bytes(), of_later_version]
}

/// Offers all of these on the ground of the honest ones: every one must be refused.
fn assert_all_refused(garden: &Garden, hostile: &[Vec<u8>]) {
    let mut world = World::with(&garden.items());
    let state = world.state();
    for (at, verdict) in world.offer(hostile).iter().enumerate() {
        assert!(matches!(verdict, Verdict::Refused(_)), "number {at}: {verdict:?}");
    }
    assert_eq!(world.state(), state);
}

#[test]
fn any_flipped_bit_is_refused() {
    let garden = Garden::new(1);
    for envelope in envelopes(&garden) {
        let flipped: Vec<_> = (0..envelope.len() * 8)
            .map(|bit| {
                let mut bytes = envelope.clone();
                bytes[bit / 8] ^= 1 << (bit % 8);
                bytes
            })
            .collect();
        assert_all_refused(&garden, &flipped);
    }
}

#[test]
fn anything_cut_short_or_with_something_after_it_is_refused() {
    let garden = Garden::new(1);
    for envelope in envelopes(&garden) {
        let mut hostile: Vec<_> = (0..envelope.len()).map(|length| envelope[..length].to_vec()).collect();
        hostile.extend([0x00, 0x80, 0xf6, 0xff].map(|byte| [&envelope[..], &[byte]].concat()));
        hostile.extend((1..envelope.len()).map(|from| envelope[from..].to_vec()));
        assert_all_refused(&garden, &hostile);
    }
}

#[test]
fn noise_is_refused() {
    let garden = Garden::new(1);
    let random = &mut Random::from_seed(7);
    let mut noise: Vec<Vec<u8>> = (0..3000).map(|length| random_bytes(random, length % 300)).collect();
    noise.push(random_bytes(random, 200_000));
    noise.push(vec![0x9f; 100_000]); // arrays in arrays
    noise.push(vec![0x81; 100_000]);
    noise.push([&[0x82][..], &[0xd8; 60_000]].concat()); // tags on tags
    noise.push([&[0x82, 0x5b][..], &[0xff; 8]].concat());
    assert_all_refused(&garden, &noise);
}

fn random_bytes(random: &mut Random, length: usize) -> Vec<u8> {
    (0..length).map(|_| random.bits().to_le_bytes()[0]).collect()
}

/// Content with random damage, but signed properly, by somebody who may sign: where it is taken after all, it is
/// what was signed, byte for byte, and everything goes on working.
#[test]
fn damaged_content_that_is_signed_properly_is_refused_or_taken_as_it_stands() {
    let garden = Garden::new(1);
    let random = &mut Random::from_seed(8);
    let contents: Vec<_> = envelopes(&garden)[1..].iter().map(|envelope| parts(envelope).0).collect();
    let (mut taken, mut refused) = (0, 0);
    let mut world = World::with(&garden.items());
    for _ in 0..40 {
        let batch: Vec<_> = (0..100)
            .map(|_| {
                let mut content = random.pick(&contents).clone();
                for _ in 0..1 + random.below(3) {
                    let at = random.below(content.len());
                    match random.below(4) {
                        0 => content[at] = random.bits().to_le_bytes()[0],
                        1 => content[at] ^= 1 << random.below(8),
                        2 => drop(content.remove(at)),
                        _ => content.insert(at, random.bits().to_le_bytes()[0]),
                    }
                }
                signed_bytes(&garden.member(), &content)
            })
            .collect();
        for (verdict, item) in world.offer(&batch).into_iter().zip(batch) {
            match verdict {
                Verdict::Kept(key) => {
                    taken += 1;
                    assert_eq!(world.memory.get(&key).as_ref(), Some(&item));
                    assert_eq!(world.store.item(&key).unwrap(), Some(item));
                }
                Verdict::Refused(_) => refused += 1,
                Verdict::Waits(_) | Verdict::Declined | Verdict::Erased(_) => {}
            }
        }
    }
    for record in world.memory.records().collect::<Vec<_>>() {
        world.view(record);
    }
    println!("{taken} taken, {refused} refused");
    assert!(taken > 20 && refused > 1000, "both happen: {taken} taken, {refused} refused");
}

/// Random CBOR in the place of dependencies and operations, signed properly.
#[test]
fn random_values_in_the_place_of_operations_never_panic() {
    let garden = Garden::new(1);
    let random = &mut Random::from_seed(9);
    let batch: Vec<_> = (0..4000)
        .map(|_| {
            let mut content = later_change(&garden);
            let at = if random.one_in(4) { DEPENDENCIES } else { OPERATIONS };
            content[at] = Cbor::Array((0..1 + random.below(3)).map(|_| operation_like(random)).collect());
            signed(&garden.member(), &content)
        })
        .collect();
    let mut world = World::with(&garden.items());
    let kept = world.offer(&batch).iter().filter(|verdict| matches!(verdict, Verdict::Kept(_))).count();
    println!("{kept} of {} kept", batch.len());
    assert!(kept > 0, "some happen to be operations");
    world.view(garden.record());
}

fn operation_like(random: &mut Random) -> Cbor {
    let mut parts = vec![Cbor::Uint(random.below(8) as u64)];
    parts.extend((0..1 + random.below(3)).map(|_| value(random, 2)));
    Cbor::Array(parts)
}

fn value(random: &mut Random, depth: usize) -> Cbor {
    match random.below(if depth == 0 { 7 } else { 8 }) {
        0 | 1 => Cbor::Uint(random.below(17) as u64),
        2 => Cbor::Uint(random.bits()),
        3 => Cbor::Bytes(vec![1; *random.pick(&[0, 31, 32])]),
        4 => Cbor::Text(random.pick::<&str>(&[
            "en",
            "",
            "Bread",
            "worker_owned",
            " a",
            "\u{202e}b",
            "a\u{301}",
        ])),
        5 => Cbor::Null,
        6 => Cbor::Bool(random.one_in(2)),
        _ => Cbor::Array((0..random.below(3)).map(|_| value(random, depth - 1)).collect()),
    }
}
