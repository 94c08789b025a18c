//! The answer for one licence.

use std::collections::BTreeSet;

use crate::class::class_of_canonical;
use crate::expression::{Addition, Leaf};
use crate::fact::{FactName, UseField};
use crate::facts::Facts;
use crate::permission::{Granted, PermissionBasis};
use crate::reply::{Duty, DutyBasis, Reason, UsedFact};
use crate::sheet::condition::{Aspect, Known, When, World};
use crate::sheet::{Bar, Sheets, Source, TermSheet, Test};
use crate::verdict::Verdict;

use super::bars::{bar_reason, is_barred, unless_duty};
use super::completions::{completions, most_completions};
use super::result::{ResultLicence, Role, result_of};

/// What is asked, made ready for every licence of the question.
pub(super) struct Context<'a> {
    pub(super) sheets: &'a Sheets,
    /// What is allowed beyond the licence of the work and covers what is to be done; what asks for nothing in return first.
    pub(super) granted: Vec<&'a Granted>,
    pub(super) facts: &'a Facts,
    pub(super) use_fields: Option<&'a BTreeSet<UseField>>,
    pub(super) known: Known,
    pub(super) result: ResultLicence,
}

/// What one licence says.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub(super) verdict: Verdict,
    pub(super) reasons: Vec<Reason>,
    pub(super) duties: Vec<Duty>,
    pub(super) missing: Vec<FactName>,
}

impl Outcome {
    /// An answer that no clause gives.
    pub(super) fn outside_the_text(verdict: Verdict, text: impl Into<String>) -> Self {
        let reasons = vec![Reason::outside_the_text(text)];
        Self { verdict, reasons, duties: Vec::new(), missing: Vec::new() }
    }

    /// Makes it worse, if `verdict` is worse, and says why first.
    fn worsen(&mut self, verdict: Verdict, reason: Reason) {
        if verdict > self.verdict {
            self.verdict = verdict;
            self.reasons.insert(0, reason);
        } else {
            self.reasons.push(reason);
        }
    }
}

/// What the licence says of this use.
pub(super) fn answer_for(leaf: &Leaf, role: Role, context: &Context<'_>) -> Outcome {
    if let Some(why) = context.sheets.why_missing(leaf.id()) {
        return without_a_sheet(Verdict::Unknown, why.to_owned(), role, context);
    }
    let Some(found) = context.sheets.find(leaf.id()) else {
        let known_as = match leaf.full_name() {
            Some(name) if name != leaf.id() => format!("We know of {name} ({})", leaf.id()),
            _ => format!("We know the name {}", leaf.id()),
        };
        let class = match class_of_canonical(leaf.id()).0.plain_words() {
            "" => String::new(),
            words => format!(", {words},"),
        };
        let text = format!("{known_as}{class} but hold no term sheet for it: read its text, or ask.");
        return without_a_sheet(Verdict::Unknown, text, role, context);
    };
    let sheet = found.sheet;
    let mut outcome = by_sheet(sheet, role, context);
    if found.source == Source::Port {
        let text = format!(
            "{} is a version ported to one country or organisation: the clauses cited are those of {}, and may be \
             numbered or worded otherwise there.",
            leaf.id(),
            sheet.name
        );
        outcome.reasons.push(Reason::outside_the_text(text));
    }
    if let Some(note) = &sheet.note {
        outcome.reasons.push(Reason::outside_the_text(note));
    }
    outcome.reasons.extend(found.remarks.iter().map(Reason::outside_the_text));
    match leaf.addition() {
        None => {}
        Some(Addition::Exception(name)) => {
            if outcome.verdict == Verdict::NotGranted {
                outcome.verdict = Verdict::Unclear;
            }
            let text = format!("The exception {name} permits more than what is said here: read it.");
            outcome.reasons.push(Reason::outside_the_text(text));
        }
        Some(Addition::Own(name)) => {
            let text = format!("We do not know what {name} adds to the licence: read it.");
            outcome.worsen(Verdict::Unclear, Reason::outside_the_text(text));
        }
    }
    if !sheet.reviewed {
        let text = match found.source {
            Source::Own => {
                format!(
                    "Whoever wrote down the rules of {} has not read its text for that: read it, or ask.",
                    sheet.name
                )
            }
            _ => format!("The text of {} has not been read for our term sheet: read it, or ask.", sheet.name),
        };
        outcome.worsen(Verdict::Unclear, Reason::outside_the_text(text));
    }
    outcome
}

/// What is said where no clause says anything: the verdict given, unless something is allowed beyond that.
pub(super) fn without_a_sheet(verdict: Verdict, text: String, role: Role, context: &Context<'_>) -> Outcome {
    if role == Role::Part || context.granted.is_empty() {
        return Outcome::outside_the_text(verdict, text);
    }
    let mut outcome = by_sheet(&TermSheet::of_one_verdict(verdict), role, context);
    outcome.reasons.push(Reason::outside_the_text(text));
    outcome
}

fn by_sheet(sheet: &TermSheet, role: Role, context: &Context<'_>) -> Outcome {
    let granted: &[&Granted] = if role == Role::Work { &context.granted } else { &[] };
    let mut counted = vec![false; granted.len()];
    let result = result_of(sheet.result.as_ref(), role, &context.known.world(), &context.result);
    let mut verdicts: Vec<Verdict> = Vec::new();
    let mut seen: Vec<Seen> = vec![Seen::default(); sheet.tests.len()];
    let mut barred: Vec<&Bar> = Vec::new();
    let mut unless: Vec<&Bar> = Vec::new();
    let mut due = vec![false; sheet.duties.len()];
    let conditions = sheet.conditions().chain(granted.iter().map(|granted| granted.permission.who.when()));
    let by_permissions = granted.iter().map(|granted| 1 + granted.permission.who.when().masks().count());
    let most = most_completions(sheet.cost() + by_permissions.sum::<usize>());
    let visited = completions(conditions, &context.known, most, |world| {
        let mut by_tests = Verdict::Allowed;
        for (test, seen) in sheet.tests.iter().zip(&mut seen) {
            by_tests = by_tests.max(seen.note(test, world));
        }
        let mut has_duty = result.duty.is_some();
        if by_tests != Verdict::Allowed
            && let Some(i) = granted.iter().position(|granted| granted.permission.who.when().holds(world))
        {
            by_tests = Verdict::Allowed;
            counted[i] = true;
            has_duty |= granted[i].permission.in_return.is_some();
        }
        let mut verdict = result.verdict.max(by_tests);
        for bar in sheet.bars.iter().filter(|bar| bar.when.holds(world)) {
            let list = match is_barred(bar, context) {
                Some(false) => continue,
                Some(true) => {
                    verdict = Verdict::Forbidden;
                    &mut barred
                }
                None => {
                    has_duty = true;
                    &mut unless
                }
            };
            if !list.iter().any(|seen| std::ptr::eq(*seen, bar)) {
                list.push(bar);
            }
        }
        for (duty, due) in sheet.duties.iter().zip(&mut due) {
            if duty.when.holds(world) {
                has_duty = true;
                *due = true;
            }
        }
        if verdict == Verdict::Allowed && has_duty {
            verdict = Verdict::AllowedWithDuties;
        }
        verdicts.push(verdict);
    });
    let (verdict, missing) = match visited {
        Ok(axes) => agree(&verdicts, &axes),
        Err(too_many) => (Verdict::MissingFacts, facts_of(too_many.unknown)),
    };
    let mut reasons = test_reasons(sheet, &seen, verdict, context);
    let counted: Vec<&Granted> =
        counted.iter().zip(granted).filter(|(counts, _)| **counts).map(|(_, granted)| *granted).collect();
    reasons.extend(counted.iter().map(|granted| (Verdict::Allowed, granted_reason(granted, context))));
    if !verdict.is_yes() {
        reasons.extend(barred.iter().map(|bar| (Verdict::Forbidden, bar_reason(bar, context))));
    }
    if result.verdict > Verdict::Allowed
        && let Some(reason) = result.reason
    {
        reasons.push((result.verdict, reason));
    }
    // The worst first; otherwise in the order of the sheet.
    reasons.sort_by_key(|(verdict, _)| std::cmp::Reverse(*verdict));
    let duties = due.iter().zip(&sheet.duties).filter(|(due, _)| **due).map(|(_, duty)| duty.duty.clone());
    let duties = duties.chain(counted.iter().filter_map(|granted| in_return(granted)));
    let duties = duties.chain(result.duty).chain(unless.iter().map(|bar| unless_duty(bar))).collect();
    Outcome { verdict, reasons: reasons.into_iter().map(|(_, reason)| reason).collect(), duties, missing }
}

/// Says what is allowed beyond the licence.
fn granted_reason(granted: &Granted, context: &Context<'_>) -> Reason {
    let used = used_facts(granted.permission.who.when(), context.facts);
    Reason { clause: Some(granted.cited_as.clone()), text: granted.reason_text(), facts: used }
}

fn in_return(granted: &Granted) -> Option<Duty> {
    let text = granted.permission.in_return.as_ref()?;
    let contact = granted.permission.contact.as_ref().map(|whom| format!(" Ask {whom}.")).unwrap_or_default();
    let basis = match granted.basis {
        PermissionBasis::Permission => DutyBasis::Permission,
        PermissionBasis::Agreement => DutyBasis::Agreement,
    };
    let clause = granted.cited_as.clone();
    Some(Duty { id: "in-return".to_owned(), clause, basis, text: format!("In return: {text}.{contact}") })
}

/// Which cases of a test decided, over all completions.
#[derive(Clone, Default)]
struct Seen {
    /// One bit for each case.
    cases: u32,
    /// Whether there was a completion to which the test does not apply.
    not_asked: bool,
}

impl Seen {
    fn note(&mut self, test: &Test, world: &World) -> Verdict {
        if !test.when.holds(world) {
            self.not_asked = true;
            return Verdict::Allowed;
        }
        match test.cases.iter().position(|case| case.when.holds(world)) {
            Some(i) => {
                self.cases |= 1 << i;
                test.cases[i].verdict
            }
            // A sheet that leaves a gap is not read as a yes.
            None => Verdict::Unclear,
        }
    }

    /// The case that decided in every completion.
    fn only_case(&self) -> Option<usize> {
        (self.cases.count_ones() == 1 && !self.not_asked).then(|| self.cases.trailing_zeros() as usize)
    }
}

/// Why: the rules that make it so, and where facts are missing what the open rules ask.
fn test_reasons(
    sheet: &TermSheet,
    seen: &[Seen],
    verdict: Verdict,
    context: &Context<'_>,
) -> Vec<(Verdict, Reason)> {
    let mut reasons = Vec::new();
    for (test, seen) in sheet.tests.iter().zip(seen) {
        if let Some(i) = seen.only_case() {
            let case = &test.cases[i];
            let matters = verdict.is_yes() || case.verdict != Verdict::Allowed;
            if matters && !case.text.is_empty() {
                let facts = used_facts(&case.when, context.facts);
                let text = match verdict.is_yes() && case.verdict != Verdict::Allowed {
                    true => format!("By the licence alone: {}", case.text),
                    false => case.text.clone(),
                };
                reasons.push((case.verdict, Reason { clause: Some(test.clause.clone()), text, facts }));
            }
            continue;
        }
        let worst =
            (0..test.cases.len()).filter(|i| seen.cases >> i & 1 == 1).map(|i| test.cases[i].verdict).max();
        if worst.is_some_and(|worst| worst > Verdict::Allowed && worst >= verdict.min(Verdict::Unclear)) {
            let text = match test.asks.as_str() {
                "" => test.cases[0].text.clone(),
                asks => asks.to_owned(),
            };
            let reason = Reason { clause: Some(test.clause.clone()), text, facts: Vec::new() };
            reasons.push((Verdict::MissingFacts, reason));
        }
    }
    reasons
}

/// The verdict on which all completions agree; else what it depends on.
fn agree(verdicts: &[Verdict], axes: &[(Aspect, usize)]) -> (Verdict, Vec<FactName>) {
    let first = verdicts.first().copied().unwrap_or(Verdict::Unclear);
    if verdicts.iter().all(|verdict| *verdict == first) {
        return (first, Vec::new());
    }
    // A fact matters if two completions that differ in it alone come to different verdicts.
    let mut stride = 1;
    let mut decisive = Vec::new();
    for (aspect, values) in axes {
        let matters = verdicts.iter().enumerate().any(|(i, verdict)| {
            let digit = i / stride % values;
            *verdict != verdicts[i - digit * stride]
        });
        if matters {
            decisive.push(*aspect);
        }
        stride *= values;
    }
    (Verdict::MissingFacts, facts_of(decisive))
}

fn facts_of(aspects: Vec<Aspect>) -> Vec<FactName> {
    let fact = |aspect| match aspect {
        Aspect::Fact(name) => Some(name),
        Aspect::Doing(_) => None,
    };
    aspects.into_iter().filter_map(fact).collect()
}

fn used_facts(when: &When, facts: &Facts) -> Vec<UsedFact> {
    let used = |name| {
        let fact = facts.get(name)?;
        Some(UsedFact { fact: name, value: fact.value.clone(), basis: fact.basis.clone() })
    };
    when.facts().into_iter().filter_map(used).collect()
}
