//! Under which licence an adaptation may be passed on.

use crate::expression::{Choices, Leaf, LicenceExpression};
use crate::reply::{Duty, Reason};
use crate::sentences;
use crate::sheet::condition::World;
use crate::sheet::{ResultRule, matches_any};
use crate::verdict::Verdict;
use crate::words::quote;

/// Most alternatives of a result licence that are looked at.
const MAX_RESULT_ALTERNATIVES: usize = 64;

/// The licence meant for the result.
#[derive(Debug)]
pub(super) enum ResultLicence {
    /// Not decided.
    Open,
    /// Decided.
    Decided(LicenceExpression),
    /// Something is written that is no licence expression.
    Unread(String),
}

impl ResultLicence {
    /// Reads what is written; `NOASSERTION` leaves it open.
    pub(super) fn read(text: Option<&str>) -> Self {
        match text.map(LicenceExpression::parse) {
            None => Self::Open,
            Some(Ok(expression)) if matches!(expression.choices(1), Choices::Unsaid) => Self::Open,
            Some(Ok(expression)) => Self::Decided(expression),
            Some(Err(_)) => Self::Unread(quote(text.unwrap_or_default())),
        }
    }
}

/// Whether a licence is that of the work itself, or of something that goes into the same result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    Work,
    Part,
}

/// What a licence says of the result.
pub(super) struct ResultOutcome {
    pub(super) verdict: Verdict,
    pub(super) reason: Option<Reason>,
    pub(super) duty: Option<Duty>,
}

impl ResultOutcome {
    /// What a licence says that says nothing of it.
    pub(super) fn nothing() -> Self {
        Self { verdict: Verdict::Allowed, reason: None, duty: None }
    }
}

/// What a licence says of the result. `world` needs to be right in its acts only.
pub(super) fn result_of(
    leaf: &Leaf,
    rule: Option<&ResultRule>,
    role: Role,
    world: &World,
    result: &ResultLicence,
) -> ResultOutcome {
    let nothing = ResultOutcome::nothing();
    let Some(rule) = rule.filter(|rule| rule.when.holds(world)) else {
        return nothing;
    };
    let (verdict, text) = match result {
        ResultLicence::Open => (Verdict::Allowed, String::new()),
        ResultLicence::Unread(_) if rule.is_open(role) => (Verdict::Allowed, String::new()),
        ResultLicence::Unread(text) => (Verdict::Unclear, sentences::result_unread(text, &rule.text)),
        ResultLicence::Decided(expression) => (
            fit_of(leaf, rule, role, expression),
            sentences::result_meant(&expression.to_string(), &rule.text),
        ),
    };
    if verdict == Verdict::Allowed {
        return ResultOutcome { duty: rule.duty.clone(), ..nothing };
    }
    let reason = Reason { clause: Some(rule.clause.clone()), text, facts: Vec::new() };
    ResultOutcome { verdict, reason: Some(reason), duty: None }
}

impl ResultRule {
    /// Whether it lets the result be under any licence, but for doubtful ones.
    pub(super) fn is_open(&self, role: Role) -> bool {
        self.otherwise(role) == Verdict::Allowed
    }

    fn otherwise(&self, role: Role) -> Verdict {
        match role {
            Role::Work => self.otherwise,
            Role::Part => self.as_part,
        }
    }

    /// What one licence for the result comes to.
    pub(super) fn fit(&self, role: Role, id: &str) -> Verdict {
        if matches_any(&self.fits, id) {
            Verdict::Allowed
        } else if matches_any(&self.doubtful, id) {
            Verdict::Unclear
        } else {
            self.otherwise(role)
        }
    }
}

/// What an expression for the result comes to: who receives it may choose any alternative, so all of them must fit.
fn fit_of(work: &Leaf, rule: &ResultRule, role: Role, expression: &LicenceExpression) -> Verdict {
    let alternatives = match expression.choices(MAX_RESULT_ALTERNATIVES) {
        Choices::Nothing => return rule.fit(role, "NONE"),
        Choices::Unsaid => return Verdict::Allowed,
        Choices::TooMany => return Verdict::Unclear,
        Choices::Alternatives(alternatives) => alternatives,
    };
    let all_of = |leaves: &Vec<&Leaf>| {
        let fit = |leaf: &&Leaf| {
            let fit = rule.fit(role, leaf.id());
            // What `WITH` adds is for the makers of all of it to add, unless the work has it already or leaves the result open.
            let adds = leaf.addition().is_some() && *leaf != work && !rule.is_open(role);
            if adds { fit.max(Verdict::Unclear) } else { fit }
        };
        let fits: Vec<Verdict> = leaves.iter().map(fit).collect();
        let best = fits.iter().min().copied().unwrap_or(Verdict::Allowed);
        let worst = fits.iter().max().copied().unwrap_or(Verdict::Allowed);
        // Different parts of the result under different licences: which part this work goes into is not said.
        if best == Verdict::Allowed { worst.min(Verdict::Unclear) } else { best }
    };
    alternatives.iter().map(all_of).max().unwrap_or(Verdict::Unclear)
}
