//! Merges that are meant to be slow, and the bound each is held to. The bounds are generous, since machines are
//! shared: what they guard against is minutes, not moments.

use std::time::{Duration, Instant};

use commons_identity::Unverified;
use commons_registry::{
    Change, ChangeId, Edit, FieldValue, MAX_DEPENDENCIES, MemoryRegistry, Operation, RecordView, Target,
    Value,
};
use commons_tests::random::Random;

use super::world::{Garden, summary, title, topic};

/// How long a view of a record that is made to be slow may take.
const BOUND: Duration = Duration::from_secs(45);

/// Ingests the changes in several orders, each a causal one, and gives the view that all of them must give.
fn view_in_any_order(garden: &Garden, changes: &[Change<Unverified>]) -> RecordView {
    let mut items: Vec<_> = changes.iter().map(Change::to_bytes).collect();
    let mut view: Option<RecordView> = None;
    let random = &mut Random::from_seed(3);
    for _ in 0..2 {
        let mut registry = MemoryRegistry::new();
        registry.ingest(&garden.items());
        let mut waiting = items.clone();
        while !waiting.is_empty() {
            let before = waiting.len();
            let outcomes = registry.ingest(&waiting);
            waiting = waiting
                .into_iter()
                .zip(outcomes)
                .filter(|(_, it)| it.is_err())
                .map(|(item, _)| item)
                .collect();
            assert!(waiting.len() < before, "every round must place something");
        }
        let begun = Instant::now();
        let found = registry.view(garden.record()).unwrap();
        println!("{} changes: {:?}", changes.len(), begun.elapsed());
        assert!(begun.elapsed() < BOUND, "{:?}", begun.elapsed());
        assert_eq!(&found, view.get_or_insert_with(|| found.clone()));
        random.shuffle(&mut items);
    }
    view.unwrap()
}

fn salted(garden: &Garden, n: usize, on: Vec<ChangeId>, operations: Vec<Operation>) -> Change<Unverified> {
    // The salt is one byte here, so the number goes into the content as well.
    let mut operations = operations;
    operations.push(topic(&format!("edit {n}")));
    garden.edit_on((n % 256) as u8, on, operations)
}

#[test]
fn three_hundred_edits_at_once_give_one_view() {
    let garden = Garden::new(1);
    let changes: Vec<_> = (0..300)
        .map(|n| {
            let on = vec![garden.first.id()];
            let text = format!("Everybody writes {n} at once, and {} too.", n * 7);
            salted(&garden, n, on, vec![title(&format!("Title {n}")), summary("en", &text)])
        })
        .collect();
    let view = view_in_any_order(&garden, &changes);
    assert_eq!(view.heads.len(), 300);
    assert_eq!(view.set("topics").count(), 300, "no topic is lost");
    assert_eq!(view.conflicts.len(), 1);
    assert_eq!(view.conflicts[0].values.len(), 300, "the title was put 300 times");
    // The next edit settles it, on as many heads as one change may name.
    let some: Vec<_> = view.heads[..MAX_DEPENDENCIES].to_vec();
    let settled = salted(&garden, 300, some, vec![title("Settled")]);
    let all: Vec<_> = changes.into_iter().chain([settled]).collect();
    assert_eq!(view_in_any_order(&garden, &all).conflicts[0].values.len(), 300 - MAX_DEPENDENCIES + 1);
}

/// So many layers of changes, each on all of the layer below.
fn web(
    garden: &Garden,
    layers: usize,
    width: usize,
    operations: impl Fn(usize, usize, &[ChangeId]) -> Vec<Operation>,
) -> Vec<Change<Unverified>> {
    let mut below = vec![garden.first.id()];
    let mut changes = Vec::new();
    for layer in 0..layers {
        let these = (0..width).map(|n| {
            let member = garden.agent.member(n % 2);
            let edit = Edit {
                target: Target::Existing(garden.record()),
                salt: [n as u8; 16],
                dependencies: below.clone(),
                operations: operations(layer, n, &below),
            };
            Change::author(&member, edit)
        });
        let these: Vec<_> = these.collect();
        below = these.iter().map(Change::id).collect();
        below.sort_unstable();
        changes.extend(these);
    }
    changes
}

#[test]
fn a_dense_web_of_changes_is_merged_whole_and_in_bounded_time() {
    let garden = Garden::new(1);
    let changes = web(&garden, 12, 20, |layer, n, _| {
        vec![title(&format!("Layer {layer}")), topic(&format!("topic {layer} {n}"))]
    });
    let view = view_in_any_order(&garden, &changes);
    assert_eq!(view.set("topics").count(), 240);
    assert_eq!(view.conflicts, [], "twenty times the same title is no conflict");
}

/// Every change proposes a licence, some approve what came before: each question about one looks at all others.
#[test]
fn a_web_of_proposals_and_approvals_is_shown_in_bounded_time() {
    let garden = Garden::new(1);
    let entry = garden.agent.genesis.id();
    let changes = web(&garden, 24, 20, |layer, n, below| {
        let licence = Value::Text(format!("LicenseRef-{layer}-{n}"));
        let approvals = below.iter().map(|proposal| Operation::Approve { proposal: *proposal, entry });
        let approvals = approvals.take(if n < 2 { below.len() } else { 0 });
        [Operation::Put { field: 4, key: None, value: licence }].into_iter().chain(approvals).collect()
    });
    let view = view_in_any_order(&garden, &changes);
    assert!(view.text("licence").unwrap().starts_with("LicenseRef-22-"), "{:?}", view.text("licence"));
    assert_eq!(view.proposals.len(), 20, "the last layer waits for approval");
}

/// Two nodes of one agent that were apart for long: a hundred edits each, and not one of them is left out.
#[test]
fn long_branches_side_by_side_are_merged_whole() {
    let garden = Garden::new(1);
    let text = "How to dry seeds, and how to keep them. ".repeat(100);
    let begin = salted(&garden, 0, vec![garden.first.id()], vec![summary("en", &text)]);
    let mut ends = [begin.id(); 2];
    let mut changes = vec![begin];
    for n in 0..200 {
        let mut written = text.clone();
        let (at, word) = if n % 2 == 0 { (0, "left") } else { (text.len(), "right") };
        written.insert_str(at, &format!("{word} {n} "));
        let change = salted(&garden, n + 1, vec![ends[n % 2]], vec![summary("en", &written)]);
        ends[n % 2] = change.id();
        changes.push(change);
    }
    let view = view_in_any_order(&garden, &changes);
    assert_eq!(view.set("topics").count(), 201, "no topic is lost");
    let Some(FieldValue::Prose(summary)) = view.fields.get("summary") else { panic!("{view:?}") };
    assert!(summary["en"].starts_with("left 198 ") && summary["en"].ends_with("right 199 "));
}

/// Every change builds on other ground, and the ground is large: each document would have to be made anew, for which
/// a view once took half an hour. Beyond a bound they are left out.
#[test]
fn changes_on_ever_other_ground_are_left_out_beyond_a_bound() {
    let garden = Garden::new(1);
    let random = &mut Random::from_seed(4);
    let mut changes: Vec<_> = (0..16)
        .map(|n| {
            salted(&garden, n, vec![garden.first.id()], vec![summary("en", &format!("{n} ").repeat(5000))])
        })
        .collect();
    let bulk: Vec<_> = changes.iter().map(Change::id).collect();
    for n in 0..300 {
        let mut on: Vec<_> = bulk.iter().filter(|_| random.one_in(2)).copied().collect();
        on.sort_unstable();
        if !on.is_empty() {
            changes.push(salted(&garden, 100 + n, on, vec![]));
        }
    }
    let view = view_in_any_order(&garden, &changes);
    let shown = view.set("topics").count();
    println!("{shown} of {} shown", changes.len());
    assert!((20..changes.len()).contains(&shown), "{shown} of {} shown", changes.len());
}

/// Long texts that share nothing, that share single letters, and that are turned around, at once and in turn.
#[test]
fn texts_that_differ_everywhere_are_merged_in_bounded_time() {
    let garden = Garden::new(1);
    let random = &mut Random::from_seed(5);
    let letters = ["a", "b", "e\u{301}", "👩‍🌾", "面", "\n", "🇫🇷"];
    let mut text = |length: usize| -> String {
        let letters = &letters[..2 + random.below(5)];
        let mut text = String::new();
        while text.len() < length {
            text.push_str(random.pick::<&str>(letters));
        }
        text
    };
    let mut changes: Vec<Change<Unverified>> = Vec::new();
    for n in 0..27 {
        // Each on the first alone, or on the last two.
        let mut on = match &changes[..] {
            [.., before, last] if n % 3 != 0 => vec![before.id(), last.id()],
            _ => vec![garden.first.id()],
        };
        on.sort_unstable();
        let length = [1000, 1900, 8000][n % 3];
        changes.push(salted(&garden, n, on, vec![summary("en", &text(length)), summary("fr", &text(1000))]));
    }
    let view = view_in_any_order(&garden, &changes);
    assert!(view.fields.contains_key("summary"));
}

/// One change that sets one text over and over again, each time with a diff of the greatest size.
#[test]
fn a_change_that_rewrites_a_text_many_times_is_merged_in_bounded_time() {
    let garden = Garden::new(1);
    let mut changes: Vec<Change<Unverified>> = Vec::new();
    for n in 0..16 {
        let texts = (0..50).map(|turn| {
            let letters = if turn % 2 == 0 { ["a", "b", "c"] } else { ["x", "b", "y"] };
            (0..1000).map(|at| letters[(at * 7 + turn * n) % 3]).collect::<String>()
        });
        let operations = texts.map(|text| summary("en", &text)).collect();
        let on = changes.last().map_or(garden.first.id(), Change::id);
        // Two ends, so that the record is merged.
        let on = if n == 1 { garden.first.id() } else { on };
        changes.push(salted(&garden, n, vec![on], operations));
    }
    view_in_any_order(&garden, &changes);
}

/// Two thousand letters compared in each of many changes at once: as much comparing as a record has room for.
#[test]
fn a_record_full_of_comparisons_is_merged_in_bounded_time() {
    let garden = Garden::new(1);
    let mut changes: Vec<Change<Unverified>> = Vec::new();
    for n in 0..150 {
        let letters = if n % 4 < 2 { ["a", "b", "c"] } else { ["c", "a", "b"] };
        let text: String = (0..1000).map(|at| letters[(at * 7 + at / (n + 2)) % 3]).collect();
        let on = if n < 2 { garden.first.id() } else { changes[n - 2].id() };
        changes.push(salted(&garden, n, vec![on], vec![summary("en", &text)]));
    }
    view_in_any_order(&garden, &changes);
}
