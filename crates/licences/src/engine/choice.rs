//! Which alternatives of the works are best, and what licences that apply at once come to.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::duties::Duties;
use super::meeting::{Clash, Licences, Meeting};
use super::one::{Context, Outcome, Reading};
use super::result::ResultLicence;
use super::work::Work;
use crate::expression::{Choices, ExpressionError, Leaf};
use crate::reply::Reason;
use crate::sentences;
use crate::verdict::Verdict;
use crate::words::one_line;

/// Most ways to choose that are compared. Beyond it each work chooses for itself.
const MAX_ALTERNATIVES: usize = 512;

/// What one licence of the question, or the lack of one, says.
#[derive(Debug)]
struct Said<'a> {
    name: String,
    reading: Rc<Reading<'a>>,
    /// Its number among the licences that meet.
    licence: Option<usize>,
}

/// Licences that apply at once.
type Alternative<'a> = Vec<Said<'a>>;

/// The works of a question, read. Works that are alike are read once, and choose alike.
#[derive(Debug)]
pub(super) struct Table<'a> {
    context: &'a Context<'a>,
    rows: Vec<Vec<Alternative<'a>>>,
    /// The row of each work.
    row_of: Vec<usize>,
    licences: Licences<'a>,
}

/// What each alternative of each row comes to by itself, for one licence of the result.
#[derive(Debug)]
pub(super) struct Verdicts {
    rows: Vec<Vec<Verdict>>,
    is_open: bool,
}

/// Works with the alternative chosen for each row, and what it comes to.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    pub(super) verdict: Verdict,
    /// Each row that takes part, with the number of its alternative and whether there are several such works.
    rows: Vec<(usize, usize, bool)>,
}

/// What the works come to together.
#[derive(Debug)]
pub(super) struct Together {
    pub(super) verdict: Verdict,
    /// Each with the works that it comes from.
    pub(super) reasons: Vec<(Reason, BTreeSet<usize>)>,
    /// As each licence of each work asks for them.
    pub(super) duties: Duties,
    pub(super) missing: BTreeSet<crate::fact::FactName>,
}

impl<'a> Table<'a> {
    pub(super) fn of(works: &'a [Work<'a>], context: &'a Context<'a>) -> Self {
        let mut table = Self { context, rows: Vec::new(), row_of: Vec::new(), licences: Licences::default() };
        let mut firsts: Vec<&Work<'_>> = Vec::new();
        for work in works {
            let row = firsts.iter().position(|first| first.is_like(work)).unwrap_or_else(|| {
                firsts.push(work);
                let mut alternatives = table.alternatives(work);
                if let Some(doubt) = work.terms.doubt {
                    // It applies along with whatever is chosen.
                    for alternative in &mut alternatives {
                        let reading = Rc::new(Reading::settled(Verdict::Unclear, doubt));
                        alternative.push(Said { name: work.licence(), reading, licence: None });
                    }
                }
                table.rows.push(alternatives);
                firsts.len() - 1
            });
            table.row_of.push(row);
        }
        table.licences.look_around(table.is_open());
        table
    }

    fn is_open(&self) -> bool {
        matches!(self.context.result, ResultLicence::Open)
    }

    /// The alternatives of one work, read.
    fn alternatives(&mut self, work: &'a Work<'a>) -> Vec<Alternative<'a>> {
        let context = self.context;
        let single = |verdict, why: String| {
            let reading = Rc::new(Reading::without_a_sheet(verdict, why, &work.terms, context));
            vec![vec![Said { name: one_line(work.text), reading, licence: None }]]
        };
        let expression = match &work.read {
            Ok(expression) => expression,
            Err(ExpressionError::Empty) => {
                return single(Verdict::Unknown, sentences::none_said());
            }
            Err(error) => {
                return single(
                    Verdict::Unknown,
                    format!("We do not know the terms “{}”: {error}.", one_line(work.text)),
                );
            }
        };
        // What is written in several alternatives is read once.
        let read: RefCell<HashMap<&Leaf, Rc<Reading<'a>>>> = RefCell::default();
        let reading = |leaf: &'a Leaf| {
            let mut read = read.borrow_mut();
            Rc::clone(read.entry(leaf).or_insert_with(|| Rc::new(Reading::of(leaf, &work.terms, context))))
        };
        let mut said = |leaf: &'a Leaf| Said {
            name: leaf.to_string(),
            reading: reading(leaf),
            licence: Some(self.licences.number(leaf.id(), work.terms.role, context)),
        };
        match expression.choices(MAX_ALTERNATIVES) {
            Choices::Nothing => single(Verdict::NotGranted, sentences::none_stated()),
            Choices::Unsaid => single(Verdict::Unknown, sentences::unsaid()),
            Choices::Alternatives(alternatives) => {
                alternatives.into_iter().map(|leaves| leaves.into_iter().map(&mut said).collect()).collect()
            }
            Choices::TooMany => {
                let verdict = |leaf: &'a Leaf| reading(leaf).verdict(&context.result, context);
                vec![expression.best_by(&verdict).into_iter().map(said).collect()]
            }
        }
    }

    /// What each alternative comes to by itself, if the result is passed on under this licence.
    pub(super) fn verdicts(&self, result: &ResultLicence) -> Verdicts {
        let worst = |alternative: &Alternative<'_>| {
            let verdicts = alternative.iter().map(|said| said.reading.verdict(result, self.context));
            verdicts.max().unwrap_or(Verdict::Unknown)
        };
        let rows = self.rows.iter().map(|row| row.iter().map(worst).collect()).collect();
        Verdicts { rows, is_open: matches!(result, ResultLicence::Open) }
    }

    /// The best that some of the works come to together: of alternatives the best counts, of what applies at once the
    /// worst.
    pub(super) fn choose(&self, works: &[usize], verdicts: &Verdicts) -> Chosen {
        let mut rows: Vec<(usize, bool)> = Vec::new();
        for row in works.iter().map(|work| self.row_of[*work]) {
            match rows.iter_mut().find(|(known, _)| *known == row) {
                Some((_, several)) => *several = true,
                None => rows.push((row, false)),
            }
        }
        let best_alone = |row: &usize| {
            let alternatives = &verdicts.rows[*row];
            (0..alternatives.len()).min_by_key(|i| alternatives[*i]).unwrap_or_default()
        };
        let floor = rows.iter().map(|(row, _)| verdicts.rows[*row][best_alone(row)]).max();
        let floor = floor.unwrap_or(Verdict::Unknown);
        let mut count = rows.iter().try_fold(1usize, |count, (row, _)| {
            count.checked_mul(self.rows[*row].len()).filter(|count| *count <= MAX_ALTERNATIVES)
        });
        let each_alone = count.is_none();
        let mut best: Option<Chosen> = None;
        for number in 0..*count.get_or_insert(1) {
            // The number, read in mixed radix, says which alternative of each row; the first row turns slowest.
            let mut rest = number;
            let mut chosen = Vec::with_capacity(rows.len());
            for (row, several) in rows.iter().rev() {
                let alternatives = self.rows[*row].len();
                let i = if each_alone { best_alone(row) } else { rest % alternatives };
                chosen.push((*row, i, *several));
                rest /= alternatives;
            }
            chosen.reverse();
            let worst = chosen.iter().map(|(row, i, _)| verdicts.rows[*row][*i]).max().unwrap_or(floor);
            if best.as_ref().is_some_and(|best| worst >= best.verdict) {
                continue;
            }
            let verdict = worst.max(self.licences.verdict(&self.meetings(&chosen), verdicts.is_open));
            if best.as_ref().is_none_or(|best| verdict < best.verdict) {
                best = Some(Chosen { verdict, rows: chosen });
            }
            if verdict == floor {
                break;
            }
        }
        best.unwrap_or(Chosen { verdict: Verdict::Unknown, rows: Vec::new() })
    }

    fn meetings(&self, chosen: &[(usize, usize, bool)]) -> Vec<Meeting> {
        let of_row = |(row, i, several): &(usize, usize, bool)| {
            let (row, several) = (*row, *several);
            let licences = self.rows[row][*i].iter().filter_map(|said| said.licence);
            licences.map(move |licence| Meeting { licence, row, several }).collect::<Vec<_>>()
        };
        chosen.iter().flat_map(of_row).collect()
    }

    /// The alternative chosen for a work, in words.
    pub(super) fn name(&self, work: usize, chosen: &Chosen) -> Option<String> {
        let said = self.chosen_for(work, chosen)?;
        Some(
            said.iter()
                .filter(|said| said.licence.is_some())
                .map(|said| said.name.as_str())
                .collect::<Vec<_>>()
                .join(" AND "),
        )
    }

    fn chosen_for(&self, work: usize, chosen: &Chosen) -> Option<&Alternative<'a>> {
        let row = self.row_of[work];
        let (_, alternative, _) = chosen.rows.iter().find(|(known, ..)| *known == row)?;
        self.rows[row].get(*alternative)
    }

    /// One work as it was chosen, as if there were no others.
    pub(super) fn alone(&self, work: usize, chosen: &Chosen, verdicts: &Verdicts) -> Chosen {
        let row = self.row_of[work];
        let rows = chosen.rows.iter().filter(|(known, ..)| *known == row);
        let rows: Vec<_> = rows.map(|(row, alternative, _)| (*row, *alternative, false)).collect();
        let verdict = rows.iter().map(|(row, alternative, _)| verdicts.rows[*row][*alternative]).max();
        Chosen { verdict: verdict.unwrap_or(Verdict::Unknown), rows }
    }

    /// Why the works chosen do not get along, if they do not.
    pub(super) fn clash(&self, chosen: &Chosen, verdicts: &Verdicts) -> Option<Clash> {
        self.licences.clash(&self.meetings(&chosen.rows), verdicts.is_open)
    }

    /// What the works chosen come to together, in full: the worst of the licences that apply at once counts.
    pub(super) fn together(&self, works: &[usize], chosen: &Chosen, result: &ResultLicence) -> Together {
        let is_open = matches!(result, ResultLicence::Open);
        let said = |work: &usize| self.chosen_for(*work, chosen).map(|said| (*work, said));
        let all: Vec<(usize, &str, Outcome)> = works
            .iter()
            .filter_map(said)
            .flat_map(|(work, said)| said.iter().map(move |said| (work, said)))
            .map(|(work, said)| (work, said.name.as_str(), said.reading.outcome(result, self.context)))
            .collect();
        let clash = self.licences.clash(&self.meetings(&chosen.rows), is_open);
        let verdict = chosen.verdict;
        let names: BTreeSet<&str> = all.iter().map(|(_, name, _)| *name).collect();
        let label = |name: &str, text: &str| match names.len() {
            1 => text.to_owned(),
            _ => sentences::under(name, text),
        };
        let mut together = Together {
            verdict,
            reasons: Vec::new(),
            duties: Duties::new(names.len() > 1),
            missing: BTreeSet::new(),
        };
        let everybody = || works.iter().copied().collect();
        together.reasons.extend(clash.map(|clash| (clash.reason, everybody())));
        // The worst speaks first; otherwise in the order written.
        let mut speakers: Vec<&(usize, &str, Outcome)> = all.iter().collect();
        if !verdict.is_yes() {
            speakers.sort_by_key(|(.., outcome)| std::cmp::Reverse(outcome.verdict));
        }
        for (work, name, outcome) in speakers {
            // Where the answer is not yes, only those licences speak that are not content.
            if !verdict.is_yes() && outcome.verdict.is_yes() {
                continue;
            }
            for reason in &outcome.reasons {
                let reason = Reason { text: label(name, &reason.text), ..reason.clone() };
                match together.reasons.iter_mut().find(|(known, _)| *known == reason) {
                    Some((_, works)) => {
                        works.insert(*work);
                    }
                    None => together.reasons.push((reason, BTreeSet::from([*work]))),
                }
            }
        }
        if verdict == Verdict::AllowedWithDuties {
            for (work, name, outcome) in &all {
                outcome.duties.iter().for_each(|duty| together.duties.add(*work, name, duty));
            }
        }
        if verdict == Verdict::MissingFacts {
            together.missing = all.iter().flat_map(|(.., outcome)| outcome.missing.iter().copied()).collect();
        }
        together
    }
}
