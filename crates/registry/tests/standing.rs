//! Who stands where: whatever the order, within every budget, and never through somebody who is blocked.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use commons_identity::AgentId;
use commons_registry::{
    RecordId,
    standing::{Circle, Decisions, Introduction, Introductions, Link, Reach, Standing, Unheard, Why},
};
use proptest::prelude::*;

fn agent(n: u32) -> AgentId {
    let mut bytes = [0; 32];
    bytes[..4].copy_from_slice(&n.to_be_bytes());
    AgentId::from_bytes(bytes)
}

/// Record ids that are in no order of their own.
fn record(n: u32) -> RecordId {
    RecordId::from_bytes(*blake3::hash(&n.to_be_bytes()).as_bytes())
}

#[derive(Debug, Clone)]
struct World {
    decisions: Decisions,
    /// Who introduces whom, with which budget; the position is the record.
    told: Vec<(u32, u32, Option<u32>)>,
    reach: Reach,
}

impl World {
    fn introductions(&self) -> Introductions {
        let mut introductions = Introductions::default();
        for (n, (by, about, budget)) in (0..).zip(&self.told) {
            let told = Introduction { about: agent(*about), budget: *budget };
            introductions.set(agent(*by), record(n), Some(told));
        }
        introductions
    }

    fn circle(&self) -> Circle {
        Circle::of(&self.decisions, &self.introductions(), self.reach)
    }

    fn standings(&self) -> Vec<Standing> {
        let circle = self.circle();
        (0..AGENTS).map(|n| circle.standing(&agent(n))).collect()
    }

    fn chain(&self, circle: &Circle, n: u32) -> Vec<Link> {
        match circle.why(&agent(n), &self.introductions()) {
            Why::Introduced(links) => links,
            _ => Vec::new(),
        }
    }
}

const AGENTS: u32 = 14;

fn worlds(budgets: impl Strategy<Value = Option<u32>> + Clone + 'static) -> impl Strategy<Value = World> {
    (
        prop::option::of(0..AGENTS),
        prop::collection::btree_map(0..AGENTS, budgets.clone(), 0..3),
        prop::collection::btree_set(0..AGENTS, 0..3),
        prop::collection::vec((0..AGENTS, 0..AGENTS, budgets), 0..60),
        0..4u8,
        0..5u32,
    )
        .prop_map(|(own, followed, blocked, told, depth, budget)| World {
            decisions: Decisions {
                own: own.map(agent),
                followed: followed.into_iter().map(|(n, budget)| (agent(n), budget)).collect(),
                blocked: blocked.into_iter().map(agent).collect(),
            },
            told,
            reach: Reach { depth, budget },
        })
}

/// Who would be reached if no budget ever ran out.
fn reachable(world: &World, avoided: Option<AgentId>) -> BTreeSet<AgentId> {
    let Decisions { own, followed, blocked } = &world.decisions;
    let shut = |agent: &AgentId| (blocked.contains(agent) || avoided == Some(*agent)) && *own != Some(*agent);
    let roots = own.iter().chain(followed.keys()).copied();
    let mut reached: BTreeSet<AgentId> = roots.filter(|agent| !shut(agent)).collect();
    for _ in 0..world.reach.depth {
        let before = reached.clone();
        for (by, about, _) in &world.told {
            if before.contains(&agent(*by)) && !shut(&agent(*about)) {
                reached.insert(agent(*about));
            }
        }
    }
    reached
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_order_in_which_introductions_came_and_went_does_not_matter(
        world in worlds(prop::option::of(0..4u32)),
        order in any::<u64>(),
        passing in prop::collection::vec((0..AGENTS, 0..AGENTS), 0..10),
    ) {
        let mut told: Vec<_> = (0u32..).zip(world.told.clone()).collect();
        told.sort_by_key(|(n, _)| blake3::hash(&(order ^ u64::from(*n)).to_be_bytes()).as_bytes()[0]);
        let mut introductions = Introductions::default();
        for (n, (by, about)) in (1_000..).zip(&passing) {
            introductions.set(agent(*by), record(n), Some(Introduction { about: agent(*about), budget: None }));
        }
        for (n, (by, about, budget)) in told {
            let before = Introduction { about: agent(about + 1), budget: None };
            introductions.set(agent(by), record(n), Some(before));
            let now = Introduction { about: agent(about), budget };
            introductions.set(agent(by), record(n), Some(now));
        }
        for (n, (by, _)) in (1_000..).zip(&passing) {
            introductions.set(agent(*by), record(n), None);
        }
        prop_assert_eq!(&introductions, &world.introductions());
        prop_assert_eq!(Circle::of(&world.decisions, &introductions, world.reach), world.circle());
    }

    #[test]
    fn no_budget_is_exceeded_along_any_chain(world in worlds(prop::option::of(0..4u32))) {
        let (circle, introductions) = (world.circle(), world.introductions());
        let usual = world.reach.budget;
        let mut brought: BTreeMap<AgentId, u32> = BTreeMap::new();
        let followed = world.decisions.followed.iter();
        let mut given: BTreeMap<AgentId, u32> =
            followed.map(|(agent, budget)| (*agent, budget.unwrap_or(usual))).collect();
        for n in 0..AGENTS {
            let chain = world.chain(&circle, n);
            prop_assert!(chain.len() <= usize::from(world.reach.depth));
            for link in &chain {
                *brought.entry(link.by).or_default() += 1;
            }
            if let Some(last) = chain.last() {
                let (_, told) = (0u32..).zip(&world.told).find(|(n, _)| record(*n) == last.record).unwrap();
                given.insert(last.about, told.2.unwrap_or(usual));
            }
            // What explains a standing holds together, from somebody trusted down to the agent.
            if circle.standing(&agent(n)) == Standing::Introduced {
                prop_assert!(matches!(circle.standing(&chain[0].by), Standing::Own | Standing::Followed));
                prop_assert!(chain.windows(2).all(|pair| pair[0].about == pair[1].by));
                prop_assert_eq!(chain.last().unwrap().about, agent(n));
                prop_assert!(chain.iter().all(|link| circle.standing(&link.by) != Standing::Blocked));
            }
        }
        for (by, brought) in brought {
            if Some(by) != world.decisions.own {
                prop_assert!(brought <= given[&by], "{by:?} brought in {brought} of {}", given[&by]);
                prop_assert_eq!(circle.budget_left(&by), Some(given[&by] - brought));
            }
        }
        // Whoever is reachable and yet new is so because a budget ran out somewhere.
        for agent in reachable(&world, None) {
            if circle.standing(&agent) == Standing::New {
                let reasons = circle.why(&agent, &introductions);
                prop_assert!(matches!(reasons, Why::New(reasons) if !reasons.is_empty()));
            }
        }
    }

    #[test]
    fn blocking_takes_away_all_that_was_reached_through_the_blocked_one_and_nothing_else(
        world in worlds(Just(Some(1_000))),
        blocked in 0..AGENTS,
    ) {
        let mut after = world;
        after.decisions.blocked.insert(agent(blocked));
        let reached = reachable(&after, Some(agent(blocked)));
        let circle = after.circle();
        for n in 0..AGENTS {
            let known = !matches!(circle.standing(&agent(n)), Standing::New | Standing::Blocked);
            prop_assert_eq!(known, reached.contains(&agent(n)), "{}", n);
        }
    }

    #[test]
    fn whom_new_and_blocked_agents_introduce_stays_what_it_is(
        world in worlds(prop::option::of(0..4u32)),
        by in 0..AGENTS,
        about in 0..AGENTS,
    ) {
        let standings = world.standings();
        prop_assume!(matches!(standings[by as usize], Standing::New | Standing::Blocked));
        let mut after = world;
        after.told.push((by, about, Some(1_000)));
        prop_assert_eq!(after.standings(), standings);
    }
}

#[test]
fn blocked_comes_before_followed_but_nobody_blocks_themselves() {
    let decisions = Decisions {
        own: Some(agent(1)),
        followed: [(agent(2), None)].into(),
        blocked: [agent(1), agent(2), agent(3)].into(),
    };
    let mut introductions = Introductions::default();
    introductions.set(agent(1), record(1), Some(Introduction { about: agent(3), budget: None }));
    introductions.set(agent(2), record(2), Some(Introduction { about: agent(4), budget: None }));
    let circle = Circle::of(&decisions, &introductions, Reach::default());
    let standings = [1, 2, 3, 4].map(|n| circle.standing(&agent(n)));
    assert_eq!(standings, [Standing::Own, Standing::Blocked, Standing::Blocked, Standing::New]);
    let link = Link { by: agent(2), record: record(2), about: agent(4) };
    assert_eq!(circle.why(&agent(4), &introductions), Why::New(vec![(link, Unheard::Blocked)]));
}

/// The introduction with the lowest record id counted, whoever made it: what we say ourselves was passed over by chance.
#[test]
fn what_we_introduce_ourselves_comes_before_what_others_do() {
    for n in 0..8 {
        let mut told = vec![(2, 3, Some(1)); n];
        told.extend([(1, 3, Some(500)), (2, 3, Some(1))]);
        let followed = BTreeMap::from([(agent(2), None)]);
        let decisions = Decisions { own: Some(agent(1)), followed, ..Decisions::default() };
        let world = World { decisions, told, reach: Reach::default() };
        let circle = world.circle();
        assert_eq!(circle.budget_left(&agent(3)), Some(500));
        assert_eq!(world.chain(&circle, 3)[0].by, agent(1));
        assert_eq!(circle.budget_left(&agent(2)), Some(100), "nobody else's budget pays for it");
    }
}

#[test]
fn an_explanation_says_why_an_introduction_does_not_count() {
    let decisions = Decisions { followed: [(agent(1), Some(2))].into(), ..Decisions::default() };
    let mut introductions = Introductions::default();
    let mut introduce = |n, by, about| {
        introductions.set(agent(by), record(n), Some(Introduction { about: agent(about), budget: None }));
        Link { by: agent(by), record: record(n), about: agent(about) }
    };
    let first = introduce(1, 1, 2);
    let second = introduce(2, 2, 3);
    let far = introduce(3, 3, 4);
    let over = introduce(4, 2, 5);
    let stranger = introduce(5, 9, 6);
    // Of the two that agent 2 introduces, the one with the lower record id fits into the budget of agent 1.
    let (fits, over, other) = if record(2) < record(4) { (3, over, 5) } else { (5, second, 3) };
    let circle = Circle::of(&decisions, &introductions, Reach::default());
    let why = |n| circle.why(&agent(n), &introductions);
    assert_eq!(why(2), Why::Introduced(vec![first]));
    assert!(matches!(why(fits), Why::Introduced(links) if links.len() == 2 && links[0] == first));
    assert_eq!(why(other), Why::New(vec![(over, Unheard::UsedUp(agent(1)))]));
    let reason = if fits == 3 { Unheard::TooFar } else { Unheard::New };
    assert_eq!(why(4), Why::New(vec![(far, reason)]));
    assert_eq!(why(6), Why::New(vec![(stranger, Unheard::New)]));
    assert_eq!(why(7), Why::New(vec![]));
}

/// Says how long it took; a machine that is busy is no failure.
#[test]
fn a_hundred_thousand_introductions_are_computed() {
    let followed = (0..100).map(|n| (agent(n), Some(2_000))).collect();
    let decisions = Decisions { followed, ..Decisions::default() };
    let mut introductions = Introductions::default();
    for n in 0..100_000 {
        let told = Introduction { about: agent(1_000 + n), budget: Some(10) };
        introductions.set(agent(n % 100), record(n), Some(told));
    }
    let begun = Instant::now();
    let circle = Circle::of(&decisions, &introductions, Reach::default());
    eprintln!("100,000 introductions: {:?}", begun.elapsed());
    let introduced = circle.known().filter(|(_, standing)| *standing == Standing::Introduced).count();
    assert_eq!(introduced, 100_000);
}
