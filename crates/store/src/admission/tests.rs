//! What is kept of whom, and that sums hold.

use commons_registry::standing::{Decisions, Reach};

use super::*;

fn agent(n: u8) -> AgentId {
    AgentId::from_bytes([n; 32])
}

fn offered(of: u8, n: u8, bytes: u64, is_entry: bool) -> Offered {
    let mut key = [n; 64];
    key[..32].fill(of);
    Offered { key: ItemKey::from_bytes(key), is_entry, record: None, stranded: false, bytes }
}

fn admission(policy: Policy) -> Admission {
    let decisions =
        Decisions { own: Some(agent(1)), followed: [(agent(2), None)].into(), blocked: [agent(9)].into() };
    Admission::new(Choices { decisions, policy, ..Choices::default() })
}

/// Offers an item, and keeps it if it may be kept.
fn offer(admission: &mut Admission, offered: Offered) -> Verdict {
    let verdict = admission.judge(&offered);
    match verdict {
        Verdict::Keep { pooled } => admission.kept(&offered, pooled),
        Verdict::LetGo(reason) => drop(admission.let_go(offered.key, reason, None)),
        Verdict::Close(reason) => {
            let agent = offered.key.namespace();
            admission.closed.insert(agent, reason);
            let Usage { items, bytes, .. } = admission.usage_of(&agent);
            admission.removed(&agent, items, bytes);
        }
        Verdict::LeaveOut(_) => {}
    }
    verdict
}

const POLICY: Policy = Policy {
    openness: Openness::Open,
    quota: 1_000_000,
    pool: 100_000,
    pool_each: 50_000,
    each: 400_000,
    reach: Reach { depth: 2, budget: 100 },
};

#[test]
fn while_there_is_room_everybody_is_kept_and_from_four_fifths_of_the_quota_on_the_new_share_a_pool() {
    let mut admission = admission(POLICY);
    for of in 10..12 {
        assert_eq!(offer(&mut admission, offered(of, 1, 400_000, false)), Verdict::Keep { pooled: false });
    }
    assert!(admission.pooling());
    assert_eq!(offer(&mut admission, offered(12, 1, 1_000, true)), Verdict::Keep { pooled: true });
    let too_large = LeftOut::TooLarge { limit: 50_000 };
    assert_eq!(offer(&mut admission, offered(12, 2, 49_001, false)), Verdict::Close(too_large));
    assert_eq!(admission.left_out(&agent(12)), Some(too_large));
    assert_eq!(offer(&mut admission, offered(9, 1, 1, true)), Verdict::LeaveOut(LeftOut::Blocked));
    // What is our own or followed goes on beyond every bound.
    for of in [1, 2] {
        assert_eq!(offer(&mut admission, offered(of, 1, 900_000, false)), Verdict::Keep { pooled: false });
    }
    assert_eq!(offer(&mut admission, offered(13, 1, 1, true)), Verdict::LeaveOut(LeftOut::NoRoom));
}

#[test]
fn the_pool_is_never_over_its_bound_and_what_was_dropped_from_it_makes_no_room() {
    let mut admission = admission(Policy { openness: Openness::Introduced, ..POLICY });
    for n in 0..=255 {
        for of in 10..200 {
            offer(&mut admission, offered(of, n, 700, n % 16 == 0));
            assert!(admission.figures().pooled <= POLICY.pool);
        }
    }
    let figures = admission.figures();
    assert!(figures.pooled > POLICY.pool / 100 * 85, "{figures:?}");
    assert!(figures.no_room > 0 && figures.let_go <= MAX_LET_GO as u64);
    assert_eq!(figures.pooled, admission.usage.values().map(|usage| usage.pooled).sum::<u64>());
    let (bytes, aside) = (figures.bytes, figures.aside);
    assert_eq!(bytes, admission.usage.values().map(|usage| usage.bytes + usage.aside).sum::<u64>());
    assert!(aside > 0);
    admission.reckon();
    assert_eq!(admission.figures(), figures, "sums that are kept agree with sums that are made anew");
}

#[test]
fn a_held_namespace_gets_key_log_entries_when_nothing_else_fits_and_is_closed_when_it_lags_too_far() {
    let mut admission = admission(Policy { openness: Openness::Introduced, pool_each: 200_000, ..POLICY });
    offer(&mut admission, offered(10, 1, 89_000, true));
    assert_eq!(offer(&mut admission, offered(10, 2, 5_000, true)), Verdict::Keep { pooled: true });
    for n in 0..MAX_LET_GO_OF_ONE as u8 {
        let change = offered(10, 10 + n, 500, false);
        assert_eq!(offer(&mut admission, change), Verdict::LetGo(LeftOut::NoRoom));
        assert!(admission.leaves_out_item(&change.key));
        assert_eq!(admission.left_out(&agent(10)), None);
    }
    assert_eq!(offer(&mut admission, offered(10, 99, 500, false)), Verdict::Close(LeftOut::NoRoom));
    assert!(admission.stays_closed(&agent(10), LeftOut::NoRoom));
    admission.choices.policy.pool *= 2;
    assert!(!admission.stays_closed(&agent(10), LeftOut::NoRoom));
}

#[test]
fn what_builds_on_something_let_go_is_let_go_too() {
    let mut admission = admission(Policy { openness: Openness::Introduced, ..POLICY });
    offer(&mut admission, offered(10, 1, 1_000, true));
    let stranded = Offered { stranded: true, ..offered(10, 2, 500, false) };
    assert_eq!(offer(&mut admission, stranded), Verdict::LetGo(LeftOut::NoRoom));
    assert!(admission.leaves_out_item(&stranded.key));
}

/// A little room was left when something large was refused: each time somebody was introduced all that had been refused
/// was fetched again, and refused again.
#[test]
fn what_there_was_no_room_for_is_looked_at_again_only_when_there_is_room_for_it() {
    let mut admission = admission(Policy { openness: Openness::Introduced, pool_each: 200_000, ..POLICY });
    for (of, bytes) in [(10, 40_000), (11, 40_000)] {
        offer(&mut admission, offered(of, 1, bytes, true));
    }
    // Of the 90,000 bytes for changes 10,000 are free.
    let large = offered(10, 2, 12_000, false);
    assert_eq!(offer(&mut admission, large), Verdict::LetGo(LeftOut::NoRoom));
    admission.refused(&large);
    let newcomer = offered(12, 1, 15_000, true);
    assert_eq!(offer(&mut admission, newcomer), Verdict::LeaveOut(LeftOut::NoRoom));
    admission.refused(&newcomer);
    admission.turn_away(agent(12));
    admission.plan();
    admission.forget_turned_away();
    assert!(admission.stays_aside(&large.key, LeftOut::NoRoom, None));
    assert_eq!(admission.left_out(&agent(12)), Some(LeftOut::NoRoom));
    assert_eq!(admission.left_out(&agent(13)), None, "who is small may still come");
    // Room is made.
    admission.choices.decisions.followed.insert(agent(11), None);
    admission.reckon();
    admission.plan();
    admission.forget_turned_away();
    assert!(!admission.stays_aside(&large.key, LeftOut::NoRoom, None));
    assert_eq!(admission.left_out(&agent(12)), None);
}

/// A node that stopped between closing a namespace and taking it out went on to hold it.
#[test]
fn a_closed_namespace_of_which_something_is_held_is_taken_out() {
    let mut admission = admission(Policy { openness: Openness::Introduced, ..POLICY });
    offer(&mut admission, offered(10, 1, 1_000, true));
    let too_large = LeftOut::TooLarge { limit: 50_000 };
    admission.closed.insert(agent(10), too_large);
    assert_eq!(admission.plan().dropped, [(agent(10), too_large)]);
}
