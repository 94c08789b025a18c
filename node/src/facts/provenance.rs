//! Which facts an answer rests on, and who confirms or denies each.
//!
//! What the question carries stays the word of whoever asks: a confirmation adds weight and a denial a warning, but
//! neither changes the answer. Who is to be believed is for people to decide.

use std::collections::{BTreeMap, BTreeSet};

use commons_licences::{Answer, Basis, FactName, Facts, Reason, RemixAnswer};

use super::{Confirmation, Force, said};
use crate::day::Day;

/// A fact, and on whose word it stands.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Account<'c> {
    pub(crate) fact: FactName,
    /// Whether a reason of the answer names it.
    pub(crate) used: bool,
    /// The value that the question carried, and why; nothing, if it did not.
    pub(crate) carried: Option<(String, Basis)>,
    /// Confirmations that hold, of this value; of any, where none was carried.
    pub(crate) confirmed: Vec<&'c Confirmation>,
    /// Confirmations that hold, of another value.
    pub(crate) denied: Vec<&'c Confirmation>,
    /// Confirmations that hold no longer, or not yet again.
    pub(crate) spent: Vec<&'c Confirmation>,
}

/// What an answer rests on.
#[derive(Debug)]
pub(crate) struct Grounds<'a> {
    reasons: Vec<&'a Reason>,
    missing: &'a [FactName],
}

impl<'a> Grounds<'a> {
    pub(crate) fn of(answer: &'a Answer) -> Self {
        Self { reasons: answer.reasons.iter().collect(), missing: &answer.missing_facts }
    }

    pub(crate) fn of_remix(answer: &'a RemixAnswer) -> Self {
        let reasons = answer.reasons.iter().map(|reason| &reason.what).collect();
        Self { reasons, missing: &answer.missing_facts }
    }
}

/// Accounts for every fact that the question carried, for those that the answer took from the kind, and for those that
/// it misses and somebody confirms. Confirmations keep their order.
pub(crate) fn account<'c>(
    carried: &Facts,
    grounds: &Grounds<'_>,
    confirmations: &'c [Confirmation],
    today: Day,
) -> Vec<Account<'c>> {
    let mut values: BTreeMap<FactName, (String, Basis)> =
        carried.iter().map(|(name, fact)| (name, (said(&fact.value), fact.basis.clone()))).collect();
    let mut in_reasons: BTreeSet<FactName> = BTreeSet::new();
    for used in grounds.reasons.iter().flat_map(|reason| &reason.facts) {
        if used.fact == FactName::Purpose {
            continue; // of the use, not of who asks
        }
        // What the kind implies is only in the answer.
        values.entry(used.fact).or_insert_with(|| (said(&used.value), used.basis.clone()));
        in_reasons.insert(used.fact);
    }
    let mut accounts = Vec::new();
    for fact in FactName::ALL.iter().copied().filter(|fact| *fact != FactName::Purpose) {
        let value = values.get(&fact);
        let (mut confirmed, mut denied, mut spent) = (Vec::new(), Vec::new(), Vec::new());
        for confirmation in confirmations.iter().filter(|one| one.stated.fact == fact.as_str()) {
            let agrees = value.is_none_or(|(value, _)| *value == confirmation.stated.value);
            match confirmation.force(today) {
                Force::Holds if agrees => confirmed.push(confirmation),
                Force::Holds => denied.push(confirmation),
                Force::Lapsed | Force::Withdrawn | Force::Contested => spent.push(confirmation),
            }
        }
        let missing = grounds.missing.contains(&fact) && !confirmed.is_empty();
        if value.is_some() || missing {
            let used = in_reasons.contains(&fact);
            accounts.push(Account { fact, used, carried: value.cloned(), confirmed, denied, spent });
        }
    }
    accounts
}

#[cfg(test)]
mod tests {
    use commons_identity::AgentId;
    use commons_licences::{Purpose, Question, Use, answer};
    use commons_registry::RecordId;

    use super::*;
    use crate::facts::StatedFact;

    fn confirmation(by: u8, fact: &str, value: &str) -> Confirmation {
        Confirmation {
            id: RecordId::from_bytes([by; 32]),
            by: AgentId::from_bytes([by; 32]),
            about: AgentId::from_bytes([99; 32]),
            stated: StatedFact::written(fact, value),
            until: None,
            withdrawn: None,
            reason: None,
            contested: false,
        }
    }

    fn facts(facts: &[(&str, &str)]) -> Facts {
        let mut held = Facts::default();
        for (name, value) in facts {
            held.set_fact(name, value, Basis::SelfDeclared).unwrap();
        }
        held
    }

    fn ask(facts: &Facts) -> Answer {
        answer(&Question {
            user: facts.clone().into(),
            use_: Use { purpose: Purpose::Commercial, ..Use::default() },
            ..Question::about("PPL")
        })
    }

    fn today() -> Day {
        "2026-11-21".parse().unwrap()
    }

    const COOP: [(&str, &str); 4] = [
        ("kind", "worker-coop"),
        ("worker_owned", "true"),
        ("surplus", "distributed-to-worker-owners"),
        ("non_member_employees", "false"),
    ];

    #[test]
    fn each_fact_that_the_answer_rests_on_is_accounted_for() {
        let facts = facts(&COOP);
        let all = [confirmation(1, "worker-owned", "true"), confirmation(2, "member-of-ours", "true")];
        let answer = ask(&facts);
        let accounts = account(&facts, &Grounds::of(&answer), &all, today());
        let of = |name| accounts.iter().find(|account| account.fact == name).unwrap();
        assert_eq!(answer.missing_facts, [], "{answer:?}");
        let owned = of(FactName::WorkerOwned);
        assert!(owned.used, "{answer:?}");
        assert_eq!(owned.carried, Some(("true".to_owned(), Basis::SelfDeclared)));
        assert_eq!((owned.confirmed.len(), owned.denied.len()), (1, 0));
        assert_eq!(of(FactName::Surplus).confirmed, Vec::<&Confirmation>::new());
    }

    /// Also of a fact that the answer does not rest on.
    #[test]
    fn a_denial_is_shown_and_changes_nothing() {
        let mut declared = COOP.to_vec();
        declared.push(("social_economy", "true"));
        let facts = facts(&declared);
        let denials = [confirmation(1, "worker_owned", "false"), confirmation(2, "social_economy", "false")];
        let answer = ask(&facts);
        let accounts = account(&facts, &Grounds::of(&answer), &denials, today());
        for (name, by) in [(FactName::WorkerOwned, &denials[0]), (FactName::SocialEconomy, &denials[1])] {
            let found = accounts.iter().find(|account| account.fact == name).unwrap();
            assert_eq!(found.denied, [by]);
            assert_eq!(found.carried, Some(("true".to_owned(), Basis::SelfDeclared)));
        }
        assert_eq!(answer, ask(&facts));
    }

    #[test]
    fn what_is_missing_and_confirmed_is_offered_not_taken() {
        let nothing = Facts::default();
        let all = [
            confirmation(1, "worker_owned", "true"),
            confirmation(2, "worker_owned", "false"),
            confirmation(3, "equal_votes_or_shares", "true"),
        ];
        let answer = ask(&nothing);
        assert!(answer.missing_facts.contains(&FactName::WorkerOwned), "{answer:?}");
        let accounts = account(&nothing, &Grounds::of(&answer), &all, today());
        let owned = accounts.iter().find(|account| account.fact == FactName::WorkerOwned).unwrap();
        assert_eq!(owned.carried, None);
        assert_eq!(owned.confirmed.len(), 2, "both words are shown");
        assert!(accounts.iter().all(|account| account.fact != FactName::EqualVotesOrShares));
    }

    #[test]
    fn what_holds_no_longer_is_shown_apart() {
        let facts = facts(&COOP);
        let mut lapsed = confirmation(1, "worker_owned", "false");
        lapsed.until = Some("2026-11-20".parse().unwrap());
        let mut withdrawn = confirmation(2, "worker_owned", "true");
        withdrawn.withdrawn = Some(today());
        let all = [lapsed, withdrawn];
        let accounts = account(&facts, &Grounds::of(&ask(&facts)), &all, today());
        let owned = accounts.iter().find(|account| account.fact == FactName::WorkerOwned).unwrap();
        assert_eq!((owned.confirmed.len(), owned.denied.len(), owned.spent.len()), (0, 0, 2));
    }

    #[test]
    fn what_the_kind_implies_is_accounted_for_too() {
        let facts = facts(&[("kind", "company")]);
        let denial = [confirmation(1, "privately_owned", "false")];
        let accounts = account(&facts, &Grounds::of(&ask(&facts)), &denial, today());
        let private = accounts.iter().find(|account| account.fact == FactName::PrivatelyOwned).unwrap();
        assert_eq!(private.carried, Some(("true".to_owned(), Basis::ImpliedByKind)));
        assert_eq!(private.denied.len(), 1);
    }
}
