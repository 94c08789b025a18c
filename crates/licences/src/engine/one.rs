//! What one licence says: read once, whatever licence the result is to have, and then asked about one result or many.

use std::collections::BTreeSet;

use crate::class::class_of_canonical;
use crate::expression::{Addition, Leaf};
use crate::fact::{FactName, UseField};
use crate::facts::Facts;
use crate::permission::{Granted, PermissionBasis};
use crate::reply::{Duty, DutyBasis, Reason, UsedFact};
use crate::sentences;
use crate::sheet::condition::{Aspect, Known, When, World};
use crate::sheet::{Bar, Found, Sheets, Source, TermSheet, Test};
use crate::verdict::Verdict;

use super::bars::{bar_reason, is_barred, unless_duty};
use super::completions::{Axis, TooMany, completions, most_completions};
use super::result::{ResultLicence, ResultOutcome, Role, result_of};
use super::work::Terms;

/// What is asked, made ready for every licence of the question.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) sheets: &'a Sheets,
    pub(super) facts: &'a Facts,
    pub(super) use_fields: Option<&'a BTreeSet<UseField>>,
    pub(super) known: Known,
    /// The world as far as it is known: right in its acts, which are always known.
    pub(super) world: World,
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

/// What one licence says, before anybody decides under which licence the result is passed on.
#[derive(Debug)]
pub(super) struct Reading<'a>(Read<'a>);

#[derive(Debug)]
enum Read<'a> {
    /// No clause says anything, so that the result makes no difference.
    Settled(Outcome),
    BySheet {
        leaf: &'a Leaf,
        found: Found<'a>,
        role: Role,
        visited: Visited<'a>,
    },
}

impl<'a> Reading<'a> {
    /// Reads the term sheet of a licence for this use.
    pub(super) fn of(leaf: &'a Leaf, terms: &Terms<'a>, context: &Context<'a>) -> Self {
        if let Some(why) = context.sheets.why_missing(leaf.id()) {
            return Self::without_a_sheet(Verdict::Unknown, why.to_owned(), terms, context);
        }
        if let Some(found) = context.sheets.find(leaf.id()) {
            let visited = Visited::of(found.sheet, &terms.granted, context);
            return Self(Read::BySheet { leaf, found, role: terms.role, visited });
        }
        let name = leaf.full_name().filter(|name| *name != leaf.id());
        let text = match (name, class_of_canonical(leaf.id()).0.plain_words()) {
            (Some(name), "") => sentences::known_of(name, leaf.id()),
            (Some(name), class) => sentences::known_of_class(name, leaf.id(), class),
            (None, "") => sentences::known_by_name(leaf.id()),
            (None, class) => sentences::known_by_name_and_class(leaf.id(), class),
        };
        Self::without_a_sheet(Verdict::Unknown, text, terms, context)
    }

    /// What comes to this, whatever the licence says.
    pub(super) fn settled(verdict: Verdict, text: &str) -> Self {
        Self(Read::Settled(Outcome::outside_the_text(verdict, text)))
    }

    /// What is said where no clause says anything: the verdict given, unless something is allowed beyond that.
    pub(super) fn without_a_sheet(
        verdict: Verdict,
        text: String,
        terms: &Terms<'a>,
        context: &Context<'a>,
    ) -> Self {
        if terms.granted.is_empty() {
            return Self(Read::Settled(Outcome::outside_the_text(verdict, text)));
        }
        let sheet = TermSheet::of_one_verdict(verdict);
        let visited = Visited::of(&sheet, &terms.granted, context);
        let mut outcome = visited.outcome(ResultOutcome::nothing(), context);
        outcome.reasons.push(Reason::outside_the_text(text));
        Self(Read::Settled(outcome))
    }

    /// The answer alone, if the result is passed on under this licence: what [`Self::outcome`] comes to.
    pub(super) fn verdict(&self, result: &ResultLicence, context: &Context<'_>) -> Verdict {
        match &self.0 {
            Read::Settled(outcome) => outcome.verdict,
            Read::BySheet { leaf, found, role, visited } => {
                let result = result_of(leaf, found.sheet.result.as_ref(), *role, &context.world, result);
                let verdict = match leaf.addition() {
                    Some(Addition::Exception(_)) => lenient(visited.verdict(&result)),
                    Some(Addition::Own(_)) => visited.verdict(&result).max(Verdict::Unclear),
                    None => visited.verdict(&result),
                };
                if found.sheet.reviewed { verdict } else { verdict.max(Verdict::Unclear) }
            }
        }
    }

    /// The whole of it, if the result is passed on under this licence.
    pub(super) fn outcome(&self, result: &ResultLicence, context: &Context<'_>) -> Outcome {
        let (leaf, found, role, visited) = match &self.0 {
            Read::Settled(outcome) => return outcome.clone(),
            Read::BySheet { leaf, found, role, visited } => (leaf, found, role, visited),
        };
        let sheet = found.sheet;
        let result = result_of(leaf, sheet.result.as_ref(), *role, &context.world, result);
        let mut outcome = visited.outcome(result, context);
        if found.source == Source::Port {
            outcome.reasons.push(Reason::outside_the_text(sentences::ported(leaf.id(), &sheet.name)));
        }
        if let Some(note) = &sheet.note {
            outcome.reasons.push(Reason::outside_the_text(note));
        }
        outcome.reasons.extend(found.remarks.iter().map(Reason::outside_the_text));
        match leaf.addition() {
            None => {}
            Some(Addition::Exception(name)) => {
                outcome.verdict = lenient(outcome.verdict);
                outcome.reasons.push(Reason::outside_the_text(sentences::exception(name)));
            }
            Some(Addition::Own(name)) => {
                outcome.worsen(Verdict::Unclear, Reason::outside_the_text(sentences::added(name)));
            }
        }
        if !sheet.reviewed {
            let text = match found.source {
                Source::Own => sentences::own_unread(&sheet.name),
                _ => sentences::unread(&sheet.name),
            };
            outcome.worsen(Verdict::Unclear, Reason::outside_the_text(text));
        }
        outcome
    }
}

/// With an exception that permits more: what the licence does not grant, the exception may.
fn lenient(verdict: Verdict) -> Verdict {
    if verdict == Verdict::NotGranted { Verdict::Unclear } else { verdict }
}

/// A term sheet gone through, over all that the unknown facts may be. What it says of the result comes on top.
#[derive(Debug)]
struct Visited<'a> {
    sheet: &'a TermSheet,
    /// One for each completion.
    verdicts: Vec<Verdict>,
    /// One for each completion: which permission asks for something in return, if one does.
    returns: Vec<Option<usize>>,
    axes: Result<Vec<Axis>, TooMany>,
    seen: Vec<Seen>,
    barred: Vec<&'a Bar>,
    unless: Vec<&'a Bar>,
    /// One for each duty of the sheet: whether it is due in some completion.
    due: Vec<bool>,
    /// What was needed of what is allowed beyond the licence.
    counted: Vec<&'a Granted>,
}

impl<'a> Visited<'a> {
    fn of(sheet: &'a TermSheet, granted: &[&'a Granted], context: &Context<'_>) -> Self {
        let mut counted = vec![false; granted.len()];
        let mut verdicts: Vec<Verdict> = Vec::new();
        let mut returns: Vec<Option<usize>> = Vec::new();
        let mut seen: Vec<Seen> = vec![Seen::default(); sheet.tests.len()];
        let mut barred: Vec<&Bar> = Vec::new();
        let mut unless: Vec<&Bar> = Vec::new();
        let mut due = vec![false; sheet.duties.len()];
        let conditions =
            sheet.conditions().chain(granted.iter().map(|granted| granted.permission.who.when()));
        let by_permissions = granted.iter().map(|granted| 1 + granted.permission.who.when().masks().count());
        let most = most_completions(sheet.cost() + by_permissions.sum::<usize>());
        let axes = completions(conditions, &context.known, most, |world| {
            let mut by_tests = Verdict::Allowed;
            for (test, seen) in sheet.tests.iter().zip(&mut seen) {
                by_tests = by_tests.max(seen.note(test, world));
            }
            let mut has_duty = false;
            let mut asks_in_return = None;
            if by_tests != Verdict::Allowed
                && let Some(i) = granted.iter().position(|granted| granted.permission.who.when().holds(world))
            {
                by_tests = Verdict::Allowed;
                counted[i] = true;
                asks_in_return = granted[i].permission.in_return.is_some().then_some(i);
                has_duty |= asks_in_return.is_some();
            }
            let mut verdict = by_tests;
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
            returns.push(asks_in_return);
        });
        let counted =
            counted.iter().zip(granted).filter(|(counts, _)| **counts).map(|(_, granted)| *granted).collect();
        Self { sheet, verdicts, returns, axes, seen, barred, unless, due, counted }
    }

    /// What a completion comes to together with what is said of the result.
    fn with_result(verdict: Verdict, result: &ResultOutcome) -> Verdict {
        match verdict.max(result.verdict) {
            Verdict::Allowed if result.duty.is_some() => Verdict::AllowedWithDuties,
            verdict => verdict,
        }
    }

    fn verdict(&self, result: &ResultOutcome) -> Verdict {
        if self.axes.is_err() {
            return Verdict::MissingFacts;
        }
        common(self.verdicts.iter().map(|verdict| Self::with_result(*verdict, result)))
    }

    /// The facts that tell what is asked in return.
    fn told_by_returns(&self, axes: &[Axis]) -> Vec<FactName> {
        let asked: BTreeSet<usize> = self.returns.iter().flatten().copied().collect();
        let tells = |permission: usize| {
            let asks = |asked: &Option<usize>| match asked {
                Some(asked) if *asked == permission => Verdict::AllowedWithDuties,
                _ => Verdict::Allowed,
            };
            agree(&self.returns.iter().map(asks).collect::<Vec<_>>(), axes).1
        };
        asked.into_iter().flat_map(tells).collect()
    }

    fn outcome(&self, result: ResultOutcome, context: &Context<'_>) -> Outcome {
        let (verdict, mut missing) = match &self.axes {
            Ok(axes) => {
                let verdicts: Vec<Verdict> =
                    self.verdicts.iter().map(|verdict| Self::with_result(*verdict, &result)).collect();
                let (verdict, mut missing) = agree(&verdicts, axes);
                if verdict.is_yes() {
                    // A yes that all agree on may cost some of them more than others.
                    missing.extend(self.told_by_returns(axes));
                    missing.sort_unstable();
                    missing.dedup();
                }
                (verdict, missing)
            }
            Err(too_many) => (Verdict::MissingFacts, facts_of(&too_many.unknown)),
        };
        let mut reasons = test_reasons(self.sheet, &self.seen, verdict, context);
        reasons
            .extend(self.counted.iter().map(|granted| (Verdict::Allowed, granted_reason(granted, context))));
        if !verdict.is_yes() {
            reasons.extend(self.barred.iter().map(|bar| (Verdict::Forbidden, bar_reason(bar, context))));
        }
        if result.verdict > Verdict::Allowed
            && let Some(reason) = result.reason
        {
            reasons.push((result.verdict, reason));
        }
        // The worst first; otherwise in the order of the sheet.
        reasons.sort_by_key(|(verdict, _)| std::cmp::Reverse(*verdict));
        let mut reasons: Vec<Reason> = reasons.into_iter().map(|(_, reason)| reason).collect();
        if verdict.is_yes() && !missing.is_empty() {
            let open: Vec<&str> = missing.iter().map(|fact| fact.question()).collect();
            missing.clear();
            reasons.push(Reason::outside_the_text(sentences::less_in_return(&open.join(" "))));
        }
        let due = self.due.iter().zip(&self.sheet.duties).filter(|(due, _)| **due);
        let duties = due.map(|(_, duty)| duty.duty.clone());
        let duties = duties.chain(self.counted.iter().filter_map(|granted| in_return(granted)));
        let duties =
            duties.chain(result.duty).chain(self.unless.iter().map(|bar| unless_duty(bar))).collect();
        Outcome { verdict, reasons, duties, missing }
    }
}

/// Says what is allowed beyond the licence.
fn granted_reason(granted: &Granted, context: &Context<'_>) -> Reason {
    let used = used_facts(granted.permission.who.when(), context.facts);
    Reason { clause: Some(granted.cited_as.clone()), text: granted.reason_text(), facts: used }
}

fn in_return(granted: &Granted) -> Option<Duty> {
    let text = granted.permission.in_return.as_ref()?;
    let text = match &granted.permission.contact {
        Some(whom) => sentences::in_return_and_ask(text, whom),
        None => sentences::in_return(text),
    };
    let basis = match granted.basis {
        PermissionBasis::Permission => DutyBasis::Permission,
        PermissionBasis::Agreement => DutyBasis::Agreement,
    };
    let clause = granted.cited_as.clone();
    Some(Duty { id: "in-return".to_owned(), clause, basis, text })
}

/// Which cases of a test decided, over all completions.
#[derive(Clone, Debug, Default)]
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
                    true => sentences::by_the_licence_alone(&case.text),
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

/// What all completions come to. Where each is a yes, and some ask for something in return, it is a yes with duties.
fn common(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let join = |common: Verdict, verdict: Verdict| match common == verdict {
        true => common,
        false if common.is_yes() && verdict.is_yes() => Verdict::AllowedWithDuties,
        false => Verdict::MissingFacts,
    };
    verdicts.reduce(join).unwrap_or(Verdict::Unclear)
}

/// What all completions come to, and the facts on which it depends.
fn agree(verdicts: &[Verdict], axes: &[(Aspect, usize)]) -> (Verdict, Vec<FactName>) {
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
    (common(verdicts.iter().copied()), facts_of(&decisive))
}

fn facts_of(aspects: &[Aspect]) -> Vec<FactName> {
    let fact = |aspect: &Aspect| match aspect {
        Aspect::Fact(name) => Some(*name),
        Aspect::Doing(_) => None,
    };
    aspects.iter().filter_map(fact).collect()
}

fn used_facts(when: &When, facts: &Facts) -> Vec<UsedFact> {
    let used = |name| {
        let fact = facts.get(name)?;
        Some(UsedFact { fact: name, value: fact.value.clone(), basis: fact.basis.clone() })
    };
    when.facts().into_iter().filter_map(used).collect()
}
