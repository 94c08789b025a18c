//! From question to answer.
//!
//! Each licence of the question is answered by its term sheet, over all that the unknown facts may be
//! (`completions`, `one`). What goes into the same result counts as a licence that applies as well (`result`).
//! Then the alternatives of the expression are laid side by side: of licences that apply at once the worst answer
//! counts, of alternatives the best (`choice`).

mod bars;
mod choice;
mod completions;
mod one;
mod request;
mod result;

use std::collections::BTreeSet;

use crate::expression::LicenceExpression;
use crate::fact::{Basis, FactName, FactValue};
use crate::facts::Facts;
use crate::implied::with_implied;
use crate::permission::Granted;
use crate::question::{Act, MAX_COMBINED, MAX_GRANTED, Question};
use crate::reply::{Answer, NOTICE, Reason};
use crate::sheet::{Sheets, condition::Known};
use crate::verdict::Verdict;

use choice::{Choice, best_choice};
pub(crate) use completions::{completions, most_completions};
use one::{Context, Outcome};
use result::ResultLicence;

/// Answers the question. Total: whatever the question holds, there is an answer, and it takes microseconds.
pub fn answer(question: &Question) -> Answer {
    answer_with(question, &Sheets::default())
}

/// Answers the question with term sheets beside our own: those that stewards wrote for terms of their own.
pub fn answer_with(question: &Question, sheets: &Sheets) -> Answer {
    let facts = with_implied(&question.user.facts);
    let acts = match question.use_.acts.is_empty() {
        true => BTreeSet::from([Act::Use]),
        false => question.use_.acts.clone(),
    };
    let granted = question.granted.iter().take(MAX_GRANTED);
    let mut granted: Vec<&Granted> = granted.filter(|granted| granted.permission.covers(&acts)).collect();
    granted.sort_by_key(|granted| granted.permission.in_return.is_some());
    let context = Context {
        sheets,
        granted,
        facts: &facts,
        use_fields: question.use_.fields.as_ref(),
        known: Known::new(&facts, question.use_.purpose, &acts),
        result: ResultLicence::read(question.use_.result_licence.as_deref()),
    };
    let read = LicenceExpression::parse(&question.licence);
    let parts: Vec<_> = question
        .use_
        .combined_with
        .iter()
        .take(MAX_COMBINED)
        .map(|text| LicenceExpression::parse(text))
        .collect();
    let best = if question.use_.combined_with.len() > MAX_COMBINED {
        let text = format!("More than {MAX_COMBINED} works are combined: ask about fewer at a time.");
        Choice::only(Outcome::outside_the_text(Verdict::Unclear, text))
    } else {
        best_choice(&read, &parts, question, &context)
    };
    let leaves_a_choice = read.as_ref().is_ok_and(LicenceExpression::has_alternatives);
    let alternative = best.name.filter(|_| leaves_a_choice);
    finish(question, &facts, &acts, best.outcome, alternative, sheets)
}

fn finish(
    question: &Question,
    facts: &Facts,
    acts: &BTreeSet<Act>,
    outcome: Outcome,
    alternative: Option<String>,
    sheets: &Sheets,
) -> Answer {
    let Outcome { verdict, mut reasons, mut duties, missing } = outcome;
    reasons.extend(implied_reason(&reasons, facts));
    // People are told names; programs find the id in `alternative` and in what they asked.
    reasons.iter_mut().for_each(|reason| reason.text = sheets.with_names(&reason.text));
    duties.iter_mut().for_each(|duty| duty.text = sheets.with_names(&duty.text));
    let request = (!verdict.is_yes()).then(|| {
        let named = Question { licence: sheets.with_names(&question.licence), ..question.clone() };
        request::letter(&named, facts, acts, verdict, &reasons, &missing)
    });
    Answer {
        answer: verdict,
        alternative,
        duties,
        reasons,
        missing_facts: missing,
        request,
        notice: NOTICE.to_owned(),
    }
}

/// Says in words what was taken from the kind of user, if the answer rests on it.
fn implied_reason(reasons: &[Reason], facts: &Facts) -> Option<Reason> {
    let kind = facts.kind()?;
    let implied: BTreeSet<FactName> = reasons
        .iter()
        .flat_map(|reason| &reason.facts)
        .filter(|used| used.basis == Basis::ImpliedByKind)
        .map(|used| used.fact)
        .collect();
    if implied.is_empty() {
        return None;
    }
    let said: Vec<String> = implied
        .iter()
        .filter_map(|name| {
            let fact = facts.get(*name)?;
            let FactValue::Flag(flag) = fact.value else {
                return None;
            };
            Some(format!("{name} is {flag}"))
        })
        .collect();
    let text = format!("Taken from the kind, {kind}, since nothing else was said: {}.", said.join(", "));
    Some(Reason::outside_the_text(text))
}
