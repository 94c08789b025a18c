//! Which alternative of an expression is best, and what licences that apply at once come to.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use super::one::{Context, Outcome, answer_for, without_a_sheet};
use super::result::{Meeting, Role, meet};
use crate::expression::{Choices, ExpressionError, Leaf, LicenceExpression};
use crate::question::Question;
use crate::reply::{Duty, Reason};
use crate::verdict::Verdict;
use crate::words::one_line;

/// Most alternatives that are compared, over all licences of the question. Beyond it each work chooses for itself.
const MAX_ALTERNATIVES: usize = 512;

/// One way to choose among the alternatives, and what it comes to.
pub(super) struct Choice {
    pub(super) name: Option<String>,
    pub(super) outcome: Outcome,
}

impl Choice {
    pub(super) fn only(outcome: Outcome) -> Self {
        Self { name: None, outcome }
    }
}

pub(super) type ReadResult = Result<LicenceExpression, ExpressionError>;

/// What one licence of the question, or the lack of one, says.
struct Said<'a> {
    name: String,
    outcome: Outcome,
    leaf: Option<&'a Leaf>,
}

/// The alternatives of one work, each with what applies at once.
type Alternatives<'a> = Vec<Vec<Said<'a>>>;

pub(super) fn best_choice(
    read: &ReadResult,
    parts: &[ReadResult],
    question: &Question,
    context: &Context<'_>,
) -> Choice {
    let texts = std::iter::once(&question.licence).chain(&question.use_.combined_with);
    let reads = std::iter::once(read).chain(parts);
    let role = |work| if work == 0 { Role::Work } else { Role::Part };
    let mut works: Vec<Alternatives<'_>> = reads
        .zip(texts)
        .enumerate()
        .map(|(work, (read, text))| alternatives(read, text, role(work), context))
        .collect();
    if combinations(&works).is_none() {
        for alternatives in &mut works {
            let worst = |said: &Vec<Said<'_>>| said.iter().map(|said| said.outcome.verdict).max();
            if let Some(best) = (0..alternatives.len()).min_by_key(|i| worst(&alternatives[*i])) {
                *alternatives = vec![alternatives.swap_remove(best)];
            }
        }
    }
    let mut best: Option<Choice> = None;
    for number in 0..combinations(&works).unwrap_or(0) {
        // The number, read in mixed radix, says which alternative of each work; the first work turns slowest.
        let mut rest = number;
        let mut chosen = Vec::with_capacity(works.len());
        for alternatives in works.iter().rev() {
            chosen.push(&alternatives[rest % alternatives.len()]);
            rest /= alternatives.len();
        }
        chosen.reverse();
        let outcome = together(&chosen, context);
        if best.as_ref().is_none_or(|best| outcome.verdict < best.outcome.verdict) {
            let name = chosen[0].iter().map(|said| said.name.as_str()).collect::<Vec<_>>().join(" AND ");
            best = Some(Choice { name: Some(name), outcome });
        }
    }
    best.unwrap_or_else(|| Choice::only(Outcome::outside_the_text(Verdict::Unknown, "No licence is named.")))
}

/// In how many ways an alternative can be chosen for each work, unless they are too many.
fn combinations(works: &[Alternatives<'_>]) -> Option<usize> {
    works.iter().try_fold(1usize, |count, alternatives| {
        count.checked_mul(alternatives.len()).filter(|count| *count <= MAX_ALTERNATIVES)
    })
}

/// The alternatives of one work, answered.
fn alternatives<'a>(read: &'a ReadResult, text: &str, role: Role, context: &Context<'_>) -> Alternatives<'a> {
    let single = |verdict, why: String| {
        let outcome = without_a_sheet(verdict, why, role, context);
        vec![vec![Said { name: one_line(text), outcome, leaf: None }]]
    };
    let expression = match read {
        Ok(expression) => expression,
        Err(ExpressionError::Empty) => {
            return single(Verdict::Unknown, "Nothing is said about a licence.".to_owned());
        }
        Err(error) => {
            return single(
                Verdict::Unknown,
                format!("We do not know the terms “{}”: {error}.", one_line(text)),
            );
        }
    };
    // What is written in several alternatives is answered once.
    let answered: RefCell<HashMap<&Leaf, Outcome>> = RefCell::default();
    let outcome = |leaf: &'a Leaf| {
        answered.borrow_mut().entry(leaf).or_insert_with(|| answer_for(leaf, role, context)).clone()
    };
    let said = |leaf: &'a Leaf| Said { name: leaf.to_string(), outcome: outcome(leaf), leaf: Some(leaf) };
    match expression.choices(MAX_ALTERNATIVES) {
        Choices::Nothing => single(
            Verdict::NotGranted,
            "No licence is stated, so all rights stay with those who made the work; only what the law itself allows \
             is free."
                .to_owned(),
        ),
        Choices::Unsaid => single(Verdict::Unknown, "Nobody has said which licence there is.".to_owned()),
        Choices::Alternatives(alternatives) => {
            alternatives.into_iter().map(|leaves| leaves.into_iter().map(said).collect()).collect()
        }
        Choices::TooMany => {
            let verdict = |leaf: &'a Leaf| outcome(leaf).verdict;
            vec![expression.best_by(&verdict).into_iter().map(said).collect()]
        }
    }
}

/// What licences that apply at once come to: the worst of them counts.
fn together(chosen: &[&Vec<Said<'_>>], context: &Context<'_>) -> Outcome {
    let role = |work| if work == 0 { Role::Work } else { Role::Part };
    let meetings: Vec<Meeting<'_>> = chosen
        .iter()
        .enumerate()
        .flat_map(|(work, said)| said.iter().filter_map(move |said| Some((work, said.leaf?))))
        .map(|(work, leaf)| Meeting { id: leaf.id(), role: role(work), work })
        .collect();
    let all: Vec<&Said<'_>> = chosen.iter().flat_map(|said| said.iter()).collect();
    let met = meet(&meetings, context);
    let worst = all.iter().map(|said| said.outcome.verdict).max().unwrap_or(Verdict::Unknown);
    let verdict = met.as_ref().map_or(worst, |(met, _)| worst.max(*met));
    let names: BTreeSet<&str> = all.iter().map(|said| said.name.as_str()).collect();
    let label = |name: &str, text: &str| match names.len() {
        1 => text.to_owned(),
        _ => format!("{name}: {text}"),
    };
    let mut total = Outcome { verdict, reasons: Vec::new(), duties: Vec::new(), missing: Vec::new() };
    total.reasons.extend(met.map(|(_, reason)| reason));
    // The worst speaks first; otherwise in the order written.
    let mut speakers = all.clone();
    if !verdict.is_yes() {
        speakers.sort_by_key(|said| std::cmp::Reverse(said.outcome.verdict));
    }
    for said in speakers {
        // Where the answer is not yes, only those licences speak that are not content.
        if verdict.is_yes() || !said.outcome.verdict.is_yes() {
            for reason in &said.outcome.reasons {
                let reason = Reason { text: label(&said.name, &reason.text), ..reason.clone() };
                if !total.reasons.contains(&reason) {
                    total.reasons.push(reason);
                }
            }
        }
    }
    for said in all {
        for duty in &said.outcome.duties {
            let duty = Duty { text: label(&said.name, &duty.text), ..duty.clone() };
            if verdict == Verdict::AllowedWithDuties && !total.duties.contains(&duty) {
                total.duties.push(duty);
            }
        }
        if verdict == Verdict::MissingFacts {
            total.missing.extend(&said.outcome.missing);
        }
    }
    total.missing.sort();
    total.missing.dedup();
    total
}
