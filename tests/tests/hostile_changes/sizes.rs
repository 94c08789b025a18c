//! What is too large, or too many: at the limit it is taken, one over it is refused.

use commons_registry::schema::{MAX_PROSE_BYTES, MAX_TITLE_BYTES};
use commons_registry::{
    ChangeId, MAX_CHANGE_BYTES, MAX_DEPENDENCIES, MAX_OPERATIONS, MAX_RECORD_BYTES, MAX_RECORD_CHANGES,
    Operation, Value,
};

use super::bytes::{Cbor, OPERATIONS, later_change, operation, signed};
use super::world::{Garden, World, refused, summary, title, topic};

#[test]
fn refuses_a_title_that_is_too_long() {
    let garden = Garden::new(1);
    let titled = |bytes: usize| garden.edit(1, vec![title(&"b".repeat(bytes))]).to_bytes();
    World::with(&[garden.items(), vec![titled(MAX_TITLE_BYTES)]].concat());
    let sentence = refused(&garden.items(), &titled(MAX_TITLE_BYTES + 1));
    assert_eq!(sentence, "resource.title: expected a text of 1 to 500 bytes, found 501");
    let sentence = refused(&garden.items(), &titled(40_000));
    assert_eq!(sentence, "change: a value may have 0 to 16000, this has 40000");
}

#[test]
fn refuses_a_long_text_that_is_too_long() {
    let garden = Garden::new(1);
    let told = |bytes: usize| garden.edit(1, vec![summary("en", &"b".repeat(bytes))]).to_bytes();
    World::with(&[garden.items(), vec![told(MAX_PROSE_BYTES)]].concat());
    let sentence = refused(&garden.items(), &told(MAX_PROSE_BYTES + 1));
    assert_eq!(sentence, "change: a long text may have 0 to 16384, this has 16385");
}

/// A change with a summary in each of these many languages, of so many bytes.
fn bulky(garden: &Garden, salt: u8, dependencies: Vec<ChangeId>, bytes: &[usize]) -> Vec<u8> {
    let operations = bytes
        .iter()
        .zip(["en", "fr", "es", "ca", "pt"])
        .map(|(bytes, language)| summary(language, &"b".repeat(*bytes)));
    garden.edit_on(salt, dependencies, operations.collect()).to_bytes()
}

#[test]
fn refuses_a_change_that_is_too_large() {
    let garden = Garden::new(1);
    let on = || vec![garden.first.id()];
    let with = |last: usize| bulky(&garden, 1, on(), &[16_000, 16_000, 16_000, 16_000, last]);
    let last = 1000 + MAX_CHANGE_BYTES - with(1000).len();
    assert_eq!(with(last).len(), MAX_CHANGE_BYTES);
    World::with(&[garden.items(), vec![with(last)]].concat());
    let sentence = refused(&garden.items(), &with(last + 1));
    assert_eq!(sentence, "change: a change has at most 65536 bytes, this has 65537");
    let huge = bulky(&garden, 1, on(), &[16_000; 5]);
    let sentence = refused(&garden.items(), &huge);
    assert!(sentence.contains("65536"), "{sentence}");
}

#[test]
fn refuses_too_many_operations() {
    let garden = Garden::new(1);
    let many =
        |count: usize| garden.edit(1, (0..count).map(|n| topic(&format!("topic {n}"))).collect()).to_bytes();
    World::with(&[garden.items(), vec![many(MAX_OPERATIONS)]].concat());
    let sentence = refused(&garden.items(), &many(MAX_OPERATIONS + 1));
    assert_eq!(sentence, "change: the operations may have 1 to 256, this has 257");
    let sentence = refused(&garden.items(), &many(0));
    assert_eq!(sentence, "change: the operations may have 1 to 256, this has 0");
    // A length alone must not make anybody reserve memory for it.
    let mut content = later_change(&garden);
    content[OPERATIONS] = Cbor::Raw(vec![0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    let sentence = refused(&garden.items(), &signed(&garden.member(), &content));
    assert!(sentence.contains("this has 18446744073709551615"), "{sentence}");
}

#[test]
fn refuses_too_many_dependencies() {
    let garden = Garden::new(1);
    let edits: Vec<_> = (0..65).map(|salt| garden.edit(salt, vec![topic("bread")])).collect();
    let items = [garden.items(), edits.iter().map(commons_registry::Change::to_bytes).collect()].concat();
    let mut ids: Vec<_> = edits.iter().map(commons_registry::Change::id).collect();
    ids.sort_unstable();
    let sentence = refused(&items, &garden.edit_on(100, ids.clone(), vec![topic("a")]).to_bytes());
    assert_eq!(sentence, "change: the dependencies may have 0 to 64, this has 65");
    ids.truncate(MAX_DEPENDENCIES);
    World::with(&items).offer_one(&garden.edit_on(100, ids, vec![topic("a")]).to_bytes()).key();
}

#[test]
fn refuses_a_word_and_a_language_that_are_too_long() {
    let garden = Garden::new(1);
    let add_type =
        |word: String| garden.edit(1, vec![Operation::Add { field: 3, value: Value::Text(word) }]).to_bytes();
    let sentence = refused(&garden.items(), &add_type("w".repeat(65)));
    assert!(sentence.starts_with("resource.types: expected a lower-case word"), "{sentence}");
    let mut content = later_change(&garden);
    let language = Cbor::Long(format!("en{}", "-abcdefgh".repeat(4)));
    content[OPERATIONS] =
        Cbor::Array(vec![operation(vec![Cbor::Uint(2), Cbor::Uint(2), language, Cbor::Text("Bread")])]);
    let sentence = refused(&garden.items(), &signed(&garden.member(), &content));
    assert_eq!(sentence, "change: a language may have 0 to 35, this has 38");
}

/// What counts is what a change builds on, not what else is held: so the order of arrival does not matter.
#[test]
fn refuses_what_makes_a_record_larger_than_a_record_may_be() {
    let garden = Garden::new(1);
    let mut chain: Vec<Vec<u8>> = Vec::new();
    let mut dependencies = vec![garden.first.id()];
    let mut bytes = garden.first.size() as u64;
    let next = loop {
        let change = garden.edit_on(
            chain.len() as u8,
            dependencies.clone(),
            ["en", "fr", "es"].map(|l| summary(l, &"b".repeat(16_000))).to_vec(),
        );
        if bytes + change.size() as u64 > MAX_RECORD_BYTES {
            break change;
        }
        bytes += change.size() as u64;
        dependencies = vec![change.id()];
        chain.push(change.to_bytes());
    };
    let held = [garden.items(), chain.clone()].concat();
    let sentence = refused(&held, &next.to_bytes());
    let expected = format!("this makes {} and {}", chain.len() + 2, bytes + next.size() as u64);
    assert!(sentence.contains("a record has at most 1024 changes and 1048576 bytes"), "{sentence}");
    assert!(sentence.ends_with(&expected), "{sentence}");
    // On less ground it fits, although as much is held.
    let aside = garden.edit_on(200, vec![garden.first.id()], vec![summary("en", &"b".repeat(16_000))]);
    let mut world = World::with(&held);
    world.offer_one(&aside.to_bytes()).key();
    let small = garden.edit_on(201, dependencies, vec![topic("bread")]);
    assert!(bytes + (small.size() as u64) < MAX_RECORD_BYTES, "room for a small one");
    world.offer_one(&small.to_bytes()).key();
}

#[test]
fn refuses_what_gives_a_record_more_changes_than_it_may_have() {
    let garden = Garden::new(1);
    let mut held = garden.items();
    let mut before = garden.first.id();
    for n in 2..=MAX_RECORD_CHANGES {
        let salt = (n % 251) as u8;
        let change = garden.edit_on(salt, vec![before], vec![topic(&format!("topic {}", n % 3))]);
        before = change.id();
        held.push(change.to_bytes());
    }
    let sentence = refused(&held, &garden.edit_on(1, vec![before], vec![topic("bread")]).to_bytes());
    assert!(sentence.contains("this makes 1025 and "), "{sentence}");
    let mut world = World::with(&held);
    world.offer_one(&garden.edit_on(1, vec![garden.first.id()], vec![topic("bread")]).to_bytes()).key();
    assert_eq!(world.view(garden.record()).heads.len(), 2);
}
