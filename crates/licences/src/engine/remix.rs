//! Several sources at once: what they come to together, which of them clash, and what the result may bear.

use std::collections::BTreeSet;

use crate::expression::LicenceExpression;
use crate::fact::FactName;
use crate::question::Use;
use crate::remix::{
    Asked, Letter, LicenceClause, MAX_CLASHES, MAX_RESULTS, MAX_SETS, MAX_SOURCES, Pair, Remix, RemixAnswer,
    ResultAnswer, Source, SourceAnswer,
};
use crate::reply::{NOTICE, Reason};
use crate::sheet::Sheets;
use crate::verdict::Verdict;

use super::choice::{Chosen, Table, Verdicts};
use super::one::Context;
use super::request::{Subject, letter};
use super::result::{ResultLicence, Role};
use super::work::Work;
use super::{Asking, implied_reason, too_many};

/// Licences that people often mean for a result, offered whatever the sources are.
const USUAL: [&str; 16] = [
    "PPL",
    "CC0-1.0",
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "CC-BY-NC-4.0",
    "CC-BY-NC-SA-4.0",
    "MIT",
    "Apache-2.0",
    "MPL-2.0",
    "LGPL-3.0-or-later",
    "GPL-3.0-or-later",
    "AGPL-3.0-or-later",
    "EUPL-1.2",
    "CERN-OHL-S-2.0",
    "CERN-OHL-P-2.0",
    "ODbL-1.0",
];

/// Most sets of sources that are tried in the search for the largest that go together. With more sources than that
/// allows for, a set shown can still not be added to, but there may be a larger one.
const MAX_TRIES: usize = 2_000;

/// Answers for several sources at once. Total, and independent of their order.
pub fn remix(remix: &Remix) -> RemixAnswer {
    remix_with(remix, &Sheets::default())
}

/// As [`remix`], with term sheets beside our own.
pub fn remix_with(remix: &Remix, sheets: &Sheets) -> RemixAnswer {
    let asking = Asking::of(&remix.user, &remix.use_);
    let context = asking.context(&remix.use_, sheets);
    let count = remix.sources.len() + remix.use_.combined_with.len();
    if remix.sources.is_empty() || count > MAX_SOURCES {
        let (answer, why) = match remix.sources.is_empty() {
            true => (Verdict::Unknown, "Nothing is named that is to be put together.".to_owned()),
            false => (Verdict::Unclear, too_many()),
        };
        return nothing(answer, why);
    }
    let mut sources: Vec<&Source> = remix.sources.iter().collect();
    // By all that there is of them, so that the order in which they were named makes no difference.
    sources.sort_by_cached_key(|source| {
        let granted = serde_json::to_string(&source.granted).unwrap_or_default();
        (source.name.as_str(), source.licence.as_str(), source.as_part, granted, source.doubt.as_deref())
    });
    let role = |source: &Source| if source.as_part { Role::Part } else { Role::Work };
    let mut parts: Vec<Work<'_>> = asking.parts(&remix.use_).collect();
    parts.sort_by_key(|part| part.text);
    let works: Vec<Work<'_>> = sources
        .iter()
        .map(|source| {
            let mut work = Work::new(&source.licence, role(source), &source.granted, &asking.acts);
            work.terms.doubt = source.doubt.as_deref();
            work
        })
        .chain(parts)
        .collect();
    let names: Vec<String> = sources
        .iter()
        .map(|source| source.name.clone())
        .chain(works.iter().skip(sources.len()).map(Work::licence))
        .collect();
    let table = Table::of(&works, &context);
    let verdicts = table.verdicts(&context.result);
    let desk = Desk { works: &works, names: &names, table: &table, context: &context, verdicts };
    let all: Vec<usize> = (0..works.len()).collect();
    let chosen = table.choose(&all, &desk.verdicts);
    let together = table.together(&all, &chosen, &context.result);
    let mut reasons = together.reasons;
    let plain: Vec<Reason> = reasons.iter().map(|(reason, _)| reason.clone()).collect();
    reasons.extend(implied_reason(&plain, &asking.facts).map(|reason| (reason, BTreeSet::new())));
    let alone: Vec<Verdict> = all.iter().map(|work| desk.verdict(&[*work])).collect();
    let clashes = desk.clashes(&alone);
    let mut answer = RemixAnswer {
        answer: together.verdict,
        sources: all.iter().map(|work| desk.source(*work, &chosen, alone[*work])).collect(),
        go_together: match together.verdict.is_yes() {
            true => Vec::new(),
            false => desk.go_together(&alone, &clashes),
        },
        requests: match together.verdict.is_yes() {
            true => Vec::new(),
            false => desk.letters(&asking, &remix.use_, &chosen, &clashes),
        },
        clashes: clashes.into_iter().map(|(_, pair)| pair).take(MAX_CLASHES).collect(),
        duties: together.duties.added_up().into_iter().map(|duty| desk.asked(duty)).collect(),
        reasons: reasons.into_iter().map(|reason| desk.asked(reason)).collect(),
        missing_facts: together.missing.into_iter().collect(),
        result_licences: desk.result_licences(),
        notice: NOTICE.to_owned(),
    };
    name_own_terms(&mut answer, sheets);
    answer
}

/// People are told what own terms are called; programs find their ids in what they asked.
fn name_own_terms(answer: &mut RemixAnswer, sheets: &Sheets) {
    let named = |text: &mut String| *text = sheets.with_names(text);
    answer.reasons.iter_mut().for_each(|reason| named(&mut reason.what.text));
    answer.duties.iter_mut().for_each(|duty| named(&mut duty.what.text));
    answer.requests.iter_mut().for_each(|letter| named(&mut letter.text)); // what reasons say in them
}

fn nothing(answer: Verdict, why: String) -> RemixAnswer {
    RemixAnswer {
        answer,
        sources: Vec::new(),
        clashes: Vec::new(),
        go_together: Vec::new(),
        duties: Vec::new(),
        reasons: vec![Asked { what: Reason::outside_the_text(why), sources: Vec::new() }],
        missing_facts: Vec::new(),
        requests: Vec::new(),
        result_licences: Vec::new(),
        notice: NOTICE.to_owned(),
    }
}

/// All that is at hand about the sources of a remix.
struct Desk<'d, 'a> {
    works: &'d [Work<'a>],
    names: &'d [String],
    table: &'d Table<'a>,
    context: &'d Context<'a>,
    verdicts: Verdicts,
}

impl Desk<'_, '_> {
    fn all(&self) -> Vec<usize> {
        (0..self.works.len()).collect()
    }

    fn verdict(&self, works: &[usize]) -> Verdict {
        self.table.choose(works, &self.verdicts).verdict
    }

    fn asked<T>(&self, (what, works): (T, BTreeSet<usize>)) -> Asked<T> {
        Asked { what, sources: works.into_iter().map(|work| self.names[work].clone()).collect() }
    }

    fn source(&self, work: usize, chosen: &Chosen, alone: Verdict) -> SourceAnswer {
        let leaves_a_choice = self.works[work].read.as_ref().is_ok_and(LicenceExpression::has_alternatives);
        SourceAnswer {
            source: self.names[work].clone(),
            licence: self.works[work].licence(),
            alternative: self.table.name(work, chosen).filter(|_| leaves_a_choice),
            alone,
        }
    }

    /// Every two sources that come to less together than each alone.
    fn clashes(&self, alone: &[Verdict]) -> Vec<([usize; 2], Pair)> {
        let mut clashes = Vec::new();
        for one in 0..self.works.len() {
            for other in one + 1..self.works.len() {
                let chosen = self.table.choose(&[one, other], &self.verdicts);
                if chosen.verdict <= alone[one].max(alone[other]) {
                    continue;
                }
                let Some(clash) = self.table.clash(&chosen, &self.verdicts) else { continue };
                let clauses = clash.clauses.into_iter();
                let pair = Pair {
                    sources: [self.names[one].clone(), self.names[other].clone()],
                    answer: chosen.verdict,
                    clauses: clauses.map(|(licence, clause)| LicenceClause { licence, clause }).collect(),
                    text: clash.reason.text,
                };
                clashes.push(([one, other], pair));
            }
        }
        clashes
    }

    /// The largest sets of sources that are a yes together.
    fn go_together(&self, alone: &[Verdict], clashes: &[([usize; 2], Pair)]) -> Vec<Vec<String>> {
        let mut able: Vec<usize> = self.all();
        able.retain(|work| alone[*work].is_yes());
        // Those first that get along with most: then the first set that is found is seldom far from the largest.
        able.sort_by_key(|work| clashes.iter().filter(|(pair, _)| pair.contains(work)).count());
        let mut search = Search { desk: self, able: &able, tries: 0, largest: Vec::new() };
        search.from(0, &mut Vec::new());
        let mut sets: Vec<Vec<usize>> = search.largest;
        sets.iter_mut().for_each(|set| set.sort_unstable());
        sets.sort();
        let named = |set: Vec<usize>| set.into_iter().map(|work| self.names[work].clone()).collect();
        sets.into_iter().take(MAX_SETS).map(named).collect()
    }

    /// Letters to those that stand in the way: for what they say alone, or else for what keeps them from others.
    fn letters(
        &self,
        asking: &Asking,
        use_: &Use,
        chosen: &Chosen,
        clashes: &[([usize; 2], Pair)],
    ) -> Vec<Letter> {
        let clash = self.table.clash(chosen, &self.verdicts);
        let mut letters = Vec::new();
        for work in self.all() {
            let own = self.table.alone(work, chosen, &self.verdicts);
            let own = self.table.together(&[work], &own, &self.context.result);
            let is_apart = clashes.is_empty() || clashes.iter().any(|(pair, _)| pair.contains(&work));
            let (verdict, mut reasons) = match &clash {
                Some(clash) if own.verdict.is_yes() && is_apart => {
                    (clash.verdict, vec![clash.reason.clone()])
                }
                _ => (own.verdict, own.reasons.into_iter().map(|(reason, _)| reason).collect()),
            };
            if verdict.is_yes() {
                continue;
            }
            reasons.extend(implied_reason(&reasons, &asking.facts));
            let others = self.works.iter().enumerate().filter(|(other, _)| *other != work);
            let others: Vec<&str> = others.map(|(_, other)| other.text).collect();
            let licence = self.works[work].text;
            let subject =
                Subject { licence, others: &others, use_, acts: &asking.acts, sheets: self.context.sheets };
            let missing: Vec<FactName> = own.missing.into_iter().collect();
            let text = letter(&subject, &asking.facts, verdict, &reasons, &missing);
            letters.push(Letter { source: self.names[work].clone(), text });
        }
        letters
    }

    /// What all the sources come to under each licence that the result might bear.
    fn result_licences(&self) -> Vec<ResultAnswer> {
        let mut candidates: Vec<String> = Vec::new();
        let mut add = |id: &str| {
            let Ok(expression) = LicenceExpression::parse(id) else { return };
            let id = expression.to_string();
            let is_one = !expression.is_none() && expression.ids() == [id.as_str()];
            if is_one && candidates.len() < MAX_RESULTS && !candidates.contains(&id) {
                candidates.push(id);
            }
        };
        // Those of the sources, those that people mean most, and those that the sources speak of.
        let ids: BTreeSet<&str> = self
            .works
            .iter()
            .filter_map(|work| work.read.as_ref().ok())
            .flat_map(|read| read.ids())
            .collect();
        ids.iter().for_each(|id| add(id));
        USUAL.iter().for_each(|id| add(id));
        let rules = ids.iter().filter_map(|id| self.context.sheets.find(id)?.sheet.result.as_ref());
        rules.flat_map(|rule| &rule.fits).for_each(|fit| add(fit.trim_end_matches(['*', '-'])));
        let mut answers: Vec<ResultAnswer> =
            candidates.into_iter().map(|licence| self.result_answer(licence)).collect();
        answers.sort_by_key(|answer| answer.answer);
        answers
    }

    fn result_answer(&self, licence: String) -> ResultAnswer {
        let all = self.all();
        let result = ResultLicence::read(Some(&licence));
        let verdicts = self.table.verdicts(&result);
        let chosen = self.table.choose(&all, &verdicts);
        let reason = match chosen.verdict.is_yes() {
            true => None,
            false => self.table.together(&all, &chosen, &result).reasons.into_iter().next(),
        };
        let reason = reason.map(|reason| self.asked(reason));
        ResultAnswer { licence, answer: chosen.verdict, reason }
    }
}

/// The search for the largest sets that go together: each source is taken or left, and a branch that cannot become
/// larger than what was found is left.
struct Search<'s, 'd, 'a> {
    desk: &'s Desk<'d, 'a>,
    able: &'s [usize],
    tries: usize,
    /// Sets of the same, largest size.
    largest: Vec<Vec<usize>>,
}

impl Search<'_, '_, '_> {
    fn from(&mut self, at: usize, taken: &mut Vec<usize>) {
        let size = self.largest.first().map_or(1, Vec::len);
        // Of those as large as the largest, some are enough.
        let needed = size + usize::from(self.largest.len() >= MAX_SETS);
        if taken.len() + (self.able.len() - at) < needed {
            return;
        }
        let Some(next) = self.able.get(at) else {
            if taken.len() > size {
                self.largest.clear();
            }
            self.largest.push(taken.clone());
            return;
        };
        if self.tries < MAX_TRIES {
            self.tries += 1;
            taken.push(*next);
            let fits = self.desk.verdict(taken).is_yes();
            if fits {
                self.from(at + 1, taken);
            }
            taken.pop();
        }
        // Once there were enough tries, what was found first stays.
        if self.tries < MAX_TRIES || self.largest.is_empty() {
            self.from(at + 1, taken);
        }
    }
}
