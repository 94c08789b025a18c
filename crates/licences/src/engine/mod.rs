//! From question to answer.
//!
//! A question is about works (`work`): the one that is asked about and what goes into the same result, or the sources of a
//! remix. Each licence of them is answered by its term sheet, over all that the unknown facts may be (`completions`,
//! `one`), and by what it says of the result (`result`) and of the others (`meeting`). Then the alternatives are laid side
//! by side: of licences that apply at once the worst answer counts, of alternatives the best (`choice`). What else is
//! asked about a remix, which pairs clash and what the result may bear, is read off the same table (`remix`).

mod bars;
mod choice;
mod completions;
mod duties;
mod meeting;
mod one;
mod remix;
mod request;
mod result;
mod work;

use std::collections::BTreeSet;

use crate::expression::LicenceExpression;
use crate::fact::{Basis, FactName, FactValue};
use crate::facts::Facts;
use crate::implied::with_implied;
use crate::question::{Act, MAX_COMBINED, Question, Use, User};
use crate::reply::{Answer, NOTICE, Reason};
use crate::sentences;
use crate::sheet::{Sheets, condition::Known};
use crate::verdict::Verdict;

use choice::Table;
pub(crate) use completions::{completions, most_completions};
use one::Context;
pub use remix::{remix, remix_with};
use request::Subject;
use result::{ResultLicence, Role};
use work::Work;

/// Who asks and what is to be done, with what follows from it.
struct Asking {
    facts: Facts,
    acts: BTreeSet<Act>,
}

impl Asking {
    fn of(user: &User, use_: &Use) -> Self {
        let acts = match use_.acts.is_empty() {
            true => BTreeSet::from([Act::Use]),
            false => use_.acts.clone(),
        };
        Self { facts: with_implied(&user.facts), acts }
    }

    fn context<'a>(&'a self, use_: &'a Use, sheets: &'a Sheets) -> Context<'a> {
        let known = Known::new(&self.facts, use_.purpose, &self.acts);
        Context {
            sheets,
            facts: &self.facts,
            use_fields: use_.fields.as_ref(),
            world: known.world(),
            known,
            result: ResultLicence::read(use_.result_licence.as_deref()),
        }
    }

    /// What goes into the same result and is not woven in.
    fn parts<'a>(&'a self, use_: &'a Use) -> impl Iterator<Item = Work<'a>> {
        use_.combined_with.iter().map(|text| Work::new(text, Role::Part, &[], &self.acts))
    }
}

/// Answers the question. Total: whatever the question holds, there is an answer, and it takes microseconds.
pub fn answer(question: &Question) -> Answer {
    answer_with(question, &Sheets::default())
}

/// Answers the question with term sheets beside our own: those that stewards wrote for terms of their own.
pub fn answer_with(question: &Question, sheets: &Sheets) -> Answer {
    let asking = Asking::of(&question.user, &question.use_);
    let context = asking.context(&question.use_, sheets);
    let others: Vec<&str> = question.use_.combined_with.iter().map(String::as_str).collect();
    let subject = Subject {
        licence: &question.licence,
        others: &others,
        use_: &question.use_,
        acts: &asking.acts,
        sheets,
    };
    if others.len() > MAX_COMBINED {
        let outcome = Outcome {
            verdict: Verdict::Unclear,
            alternative: None,
            duties: Vec::new(),
            reasons: vec![Reason::outside_the_text(too_many())],
            missing: Vec::new(),
        };
        return finish(&subject, &asking.facts, outcome);
    }
    let work = Work::new(&question.licence, Role::Work, &question.granted, &asking.acts);
    let works: Vec<Work<'_>> = std::iter::once(work).chain(asking.parts(&question.use_)).collect();
    let table = Table::of(&works, &context);
    let all: Vec<usize> = (0..works.len()).collect();
    let chosen = table.choose(&all, &table.verdicts(&context.result));
    let together = table.together(&all, &chosen, &context.result);
    let leaves_a_choice = works[0].read.as_ref().is_ok_and(LicenceExpression::has_alternatives);
    let outcome = Outcome {
        verdict: together.verdict,
        alternative: table.name(0, &chosen).filter(|_| leaves_a_choice),
        duties: together.duties.by_licence(),
        reasons: together.reasons.into_iter().map(|(reason, _)| reason).collect(),
        missing: together.missing.into_iter().collect(),
    };
    finish(&subject, &asking.facts, outcome)
}

/// What the works of a question come to.
struct Outcome {
    verdict: Verdict,
    alternative: Option<String>,
    duties: Vec<crate::reply::Duty>,
    reasons: Vec<Reason>,
    missing: Vec<FactName>,
}

fn too_many() -> String {
    sentences::too_many(&MAX_COMBINED.to_string())
}

fn finish(subject: &Subject<'_>, facts: &Facts, outcome: Outcome) -> Answer {
    let Outcome { verdict, alternative, mut duties, mut reasons, missing } = outcome;
    reasons.extend(implied_reason(&reasons, facts));
    // People are told names; programs find the id in `alternative` and in what they asked.
    reasons.iter_mut().for_each(|reason| reason.text = subject.sheets.with_names(&reason.text));
    duties.iter_mut().for_each(|duty| duty.text = subject.sheets.with_names(&duty.text));
    let request = (!verdict.is_yes()).then(|| request::letter(subject, facts, verdict, &reasons, &missing));
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
    Some(Reason::outside_the_text(sentences::implied(kind.as_str(), &said.join(", "))))
}
