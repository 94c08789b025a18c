//! What a kind of user implies about the other facts, unless something else is said.
//!
//! Each of these is shown among the reasons with the basis `implied-by-kind`. We imply little: what a kind does
//! not settle is asked. A company is taken as a business of others that lives on wage labour, unless it is said
//! to be worker-owned or not privately owned: then nothing is implied at all. Implications are never withdrawn
//! by learning something that was unknown, only by contradicting what was implied: so an answer that holds
//! whatever the unknown facts are still holds when one of them is learnt.

use crate::fact::{Basis, FactName, FactValue, Kind};
use crate::facts::Facts;

use FactName::{NonMemberEmployees, PrivatelyOwned, WorkerOwned};

/// What follows from the kind alone.
fn implications(kind: Kind) -> &'static [(FactName, bool)] {
    match kind {
        Kind::Person => &[(NonMemberEmployees, false)],
        Kind::InformalCollective => &[(PrivatelyOwned, false)],
        Kind::WorkerCoop => &[(WorkerOwned, true), (PrivatelyOwned, false)],
        Kind::MultiStakeholderCoop
        | Kind::ConsumerCoop
        | Kind::ProducerCoop
        | Kind::Nonprofit
        | Kind::Union
        | Kind::PublicBody
        | Kind::Education => &[(WorkerOwned, false), (PrivatelyOwned, false)],
        // A trust holds for the workers, who do not themselves own: neither is implied.
        Kind::EmployeeTrust => &[],
        Kind::Company => &[(WorkerOwned, false), (PrivatelyOwned, true), (NonMemberEmployees, true)],
    }
}

/// The facts, and what their kind adds to them.
pub(crate) fn with_implied(facts: &Facts) -> Facts {
    let mut all = facts.clone();
    let Some(kind) = facts.kind() else { return all };
    let another_sort_of_company = kind == Kind::Company
        && (facts.flag(WorkerOwned) == Some(true) || facts.flag(PrivatelyOwned) == Some(false));
    if another_sort_of_company {
        return all;
    }
    for (name, flag) in implications(kind) {
        if facts.get(*name).is_none() {
            // A flag always suits these facts, so nothing can be refused.
            let _ = all.insert(*name, FactValue::Flag(*flag), Basis::ImpliedByKind);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_a_company_as_wage_based_unless_said_otherwise() {
        let mut facts = Facts::default();
        facts.set_fact("kind", "company", Basis::Given).unwrap();
        assert_eq!(with_implied(&facts).flag(PrivatelyOwned), Some(true));
        assert_eq!(with_implied(&facts).get(NonMemberEmployees).unwrap().basis, Basis::ImpliedByKind);
        facts.set_fact("worker_owned", "yes", Basis::Given).unwrap();
        assert_eq!(with_implied(&facts), facts);
    }
}
