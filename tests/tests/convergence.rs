//! One set of changes, one state: whatever the order, the batches, and the restarts between.

use std::collections::{BTreeMap, BTreeSet};

use commons_registry::schema::Shape;
use commons_registry::{
    FieldValue, History, MemoryRegistry, Operation, RecordId, RecordView, Refusal, Value,
};
use commons_tests::{histories::RandomHistory, random::Random};

/// Histories tried by default; `COMMONS_HISTORIES=100000` tries more.
const HISTORIES: u64 = 60;

fn histories() -> u64 {
    std::env::var("COMMONS_HISTORIES").ok().and_then(|count| count.parse().ok()).unwrap_or(HISTORIES)
}

/// Delivers all items in the order given and in random batches; what waits for others comes again later.
fn deliver(random: &mut Random, items: &[Vec<u8>]) -> MemoryRegistry {
    let mut registry = MemoryRegistry::new();
    let mut waiting = items.to_vec();
    while !waiting.is_empty() {
        let before = waiting.len();
        let mut still_waiting = Vec::new();
        while !waiting.is_empty() {
            let size = 1 + random.below(waiting.len().min(20));
            let batch: Vec<_> = waiting.drain(..size).collect();
            for (outcome, item) in registry.ingest(&batch).into_iter().zip(batch) {
                match outcome {
                    Ok(_) => {}
                    Err(Refusal::Missing(_)) => still_waiting.push(item),
                    Err(other) => panic!("an honest item was refused: {other}"),
                }
            }
            if random.one_in(10) {
                registry = restart(&registry);
            }
        }
        assert!(still_waiting.len() < before, "every round must place something");
        waiting = still_waiting;
    }
    registry
}

/// A registry rebuilt from the bytes of another.
fn restart(registry: &MemoryRegistry) -> MemoryRegistry {
    let mut ordered: Vec<_> = registry.trie().iter().collect();
    ordered.sort_by_key(|(_, sequence)| *sequence);
    let bytes: Vec<_> = ordered.iter().map(|(key, _)| registry.get(key).unwrap()).collect();
    let mut again = MemoryRegistry::new();
    assert!(again.ingest(&bytes).iter().all(Result::is_ok), "a journal is in causal order");
    assert_eq!(again.state(), registry.state());
    again
}

fn views(registry: &MemoryRegistry) -> BTreeMap<RecordId, RecordView> {
    registry.records().map(|record| (record, registry.view(record).unwrap())).collect()
}

#[test]
fn any_order_any_batches_any_restarts_give_one_state() {
    for seed in 0..histories() {
        let history = RandomHistory::generate(seed, 2, 3, 40);
        let mut random = Random::from_seed(!seed);
        let first = deliver(&mut random, &history.items);
        for _ in 0..3 {
            let mut shuffled = history.items.clone();
            random.shuffle(&mut shuffled);
            let other = deliver(&mut random, &shuffled);
            assert_eq!(first.state(), other.state(), "seed {seed}");
            assert_eq!(views(&first), views(&other), "seed {seed}");
        }
    }
    println!("{} random histories, each in 4 orders", histories());
}

/// Two replicas that hold different parts show different things; once each has the other's part they agree.
#[test]
fn replicas_that_edit_apart_agree_after_meeting() {
    for seed in 0..histories() {
        let history = RandomHistory::generate(seed, 1, 2, 30);
        let mut random = Random::from_seed(seed ^ 0xabcd);
        let (mut left, mut right) = (MemoryRegistry::new(), MemoryRegistry::new());
        let mut kept = Vec::new();
        for item in &history.items {
            let side = if random.one_in(2) { &mut left } else { &mut right };
            let outcome = side.ingest(&[item]);
            if outcome[0].is_err() {
                kept.push(item.clone()); // its ground lies on the other side
            }
        }
        let all = |registry: &MemoryRegistry| -> Vec<Vec<u8>> {
            registry.trie().iter().map(|(key, _)| registry.get(&key).unwrap()).collect()
        };
        let mut everything = [all(&left), all(&right), kept].concat();
        random.shuffle(&mut everything);
        assert_eq!(views(&deliver(&mut random, &everything)), views(&deliver(&mut random, &history.items)));
    }
}

/// A record without concurrent edits is shown without building its document. Both ways must agree.
#[test]
fn the_shortcut_for_plain_histories_agrees_with_the_merge() {
    let mut compared = 0;
    for seed in 0..histories() {
        // Few edits to many records: most histories are plain.
        let history = RandomHistory::generate(seed, 2, 10, 12);
        let mut registry = MemoryRegistry::new();
        registry.ingest(&history.items);
        for record in registry.records() {
            let view = registry.view(record).unwrap();
            let log = registry.log_of(view.agent);
            let merged =
                RecordView::build_by_merge(record, registry.changes_of(record).cloned(), &log).unwrap();
            assert_eq!(view, merged, "seed {seed}");
            compared += 1;
        }
    }
    assert!(compared > 500, "{compared} records compared");
}

/// What a record holds under a field and a language or name: several values, if they were put at once.
fn held_at(view: &RecordView, field: &str, key: Option<&str>) -> BTreeSet<Value> {
    let at_once =
        view.conflicts.iter().find(|conflict| conflict.field.name == field && conflict.key.as_deref() == key);
    if let Some(conflict) = at_once {
        return conflict.values.iter().map(|(_, value)| value.clone()).collect();
    }
    let value = match (view.fields.get(field), key) {
        (Some(FieldValue::One(value)), None) => Some(value.clone()),
        (Some(FieldValue::Keyed(map)), Some(key)) => map.get(key).cloned(),
        _ => None,
    };
    value.into_iter().collect()
}

/// What a change is said to have come after is what the merge shows of all that it builds on.
#[test]
fn what_stood_before_a_change_is_told_as_the_merge_has_it() {
    let (mut compared, mut at_once, mut texts) = (0, 0, 0);
    for seed in 0..histories() {
        let history = RandomHistory::generate(seed, 1, 3, 40);
        let mut registry = MemoryRegistry::new();
        registry.ingest(&history.items);
        for record in registry.records() {
            let changes = || registry.changes_of(record).cloned();
            let log = registry.log_of(registry.view(record).unwrap().agent);
            let history = History::new(record, changes(), &log).unwrap();
            for told in history.told().iter().filter(|told| told.counts && !told.begins) {
                let below = &told.change.edit().unwrap().dependencies;
                let as_of = History::as_of(record, changes(), &log, below).unwrap();
                let view = RecordView::of_history(&as_of).unwrap();
                let mut done = BTreeSet::new();
                for did in &told.did {
                    let Some(field) = did.field.filter(|field| !matches!(field.shape, Shape::Protected(_)))
                    else {
                        continue;
                    };
                    match did.operation {
                        Operation::Put { key, .. } | Operation::Clear { key, .. } => {
                            if !done.insert((field.number, key.clone())) {
                                continue; // it came after another of the same change
                            }
                            let told: BTreeSet<Value> = did
                                .before
                                .iter()
                                .filter_map(|before| match before {
                                    Operation::Put { value, .. } => Some(value.clone()),
                                    _ => None,
                                })
                                .collect();
                            assert_eq!(told, held_at(&view, field.name, key.as_deref()), "seed {seed}");
                            compared += 1;
                            at_once += usize::from(told.len() > 1);
                        }
                        Operation::SetText { language, .. } => {
                            if !done.insert((field.number, Some(language.clone()))) {
                                continue;
                            }
                            let held = match view.fields.get(field.name) {
                                Some(FieldValue::Prose(map)) => map.get(language).map_or("", String::as_str),
                                _ => "",
                            };
                            match did.before.as_slice() {
                                [] => assert_eq!(held, "", "seed {seed}"),
                                [Operation::SetText { text, .. }] => assert_eq!(held, text, "seed {seed}"),
                                _ => continue, // merged of several: not told
                            }
                            texts += 1;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    assert!(
        compared > 500 && at_once > 5 && texts > 100,
        "{compared} compared, {at_once} at once, {texts} texts"
    );
}
