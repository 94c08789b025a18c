//! Fields of work that a licence bars, whoever asks.

use std::collections::BTreeSet;

use super::one::Context;
use crate::fact::{Fact, FactName};
use crate::reply::{Duty, DutyBasis, Reason, UsedFact};
use crate::sheet::Bar;

/// Whether a field of work is barred; none when it is not known.
pub(super) fn is_barred(bar: &Bar, context: &Context<'_>) -> Option<bool> {
    let user = fields_meet(&bar.user, context.facts.fields());
    let use_ = fields_meet(&bar.use_, context.use_fields);
    match (user, use_) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

fn fields_meet<T: Ord>(barred: &BTreeSet<T>, stated: Option<&BTreeSet<T>>) -> Option<bool> {
    if barred.is_empty() {
        return Some(false);
    }
    stated.map(|stated| !stated.is_disjoint(barred))
}

pub(super) fn bar_reason(bar: &Bar, context: &Context<'_>) -> Reason {
    let fields = context.facts.get(FactName::Fields).filter(|_| !bar.user.is_empty());
    let used = |fact: &Fact| UsedFact {
        fact: FactName::Fields,
        value: fact.value.clone(),
        basis: fact.basis.clone(),
    };
    Reason {
        clause: Some(bar.clause.clone()),
        text: bar.text.clone(),
        facts: fields.map(used).into_iter().collect(),
    }
}

pub(super) fn unless_duty(bar: &Bar) -> Duty {
    Duty {
        id: "unless".to_owned(),
        clause: bar.clause.clone(),
        basis: DutyBasis::Text,
        text: bar.unless.clone(),
    }
}
