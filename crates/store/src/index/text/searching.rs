//! Searching: among what was gathered, and what is committed.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::PoisonError;

use commons_registry::Kind;
use tantivy::collector::TopDocs;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, FuzzyTermQuery, Occur, Query, RangeQuery, TermQuery,
    TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, TantivyError, Term};

use super::closeness::{Closeness, Ways, wanted};
use super::entry::{Entry, titled};
use super::within::{Located, Within, last_to_come};
use super::{LATITUDE, LONGITUDE, PLACE, Text};
use crate::index::described::{Filter, Mark, exact, of_kind};
use crate::index::point::{Area, Point};

/// While fewer records than this are found, words that are nearly those wanted are looked for too.
const FEW: usize = 3;

/// From how many words on a set of them is made.
const MANY: usize = 64;

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub(in crate::index) struct Asked<'a> {
    pub(in crate::index) words: &'a str,
    pub(in crate::index) filters: &'a [Filter],
    pub(in crate::index) near: Option<Near>,
    /// Only what came before the record at this place in lists.
    pub(in crate::index) before: Option<u64>,
}

/// Not far from somewhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// From where.
    pub point: Point,
    /// How far at most.
    pub kilometres: f64,
}

impl Near {
    /// How far a place is, if it is near enough.
    fn to(self, point: Point) -> Option<f64> {
        Some(self.point.kilometres_to(point)).filter(|kilometres| *kilometres <= self.kilometres)
    }
}

/// A record that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::index) struct Hit {
    /// Its place in lists.
    pub(in crate::index) place: u64,
    /// How far it is, if that was asked.
    pub(in crate::index) kilometres: Option<f64>,
}

/// What comes first: what is nearest, then what has most of the words in its title, then the last to come. Metres are enough.
type Rank = (Reverse<u64>, usize, u64);

impl Text {
    /// Records in which every word stands, or one that begins with it, that fit all filters: those with the words in their title
    /// first, then the last to come; after them those with other forms of the words, and if these are few those with words that
    /// are a slip or two away. Where something near is asked for, the nearest first. At most `most`.
    pub(in crate::index) fn find(&self, asked: &Asked<'_>, most: usize) -> Result<Vec<Hit>, TantivyError> {
        let wanted = wanted(asked.words);
        let mut found: Vec<Hit> = Vec::new();
        if most == 0
            || wanted.is_empty()
                && (!asked.words.is_empty() || asked.filters.is_empty() && asked.near.is_none())
        {
            return Ok(found);
        }
        let mut places = BTreeSet::new();
        for closeness in Closeness::ALL {
            let is_looked_for = match closeness {
                // Where it is asked how near, forms of a word are as good as the word itself: all are put in order together.
                Closeness::Beginning => asked.near.is_none() || wanted.is_empty(),
                Closeness::Form if asked.near.is_some() => !wanted.is_empty(),
                Closeness::Form => found.len() < most && closeness.adds_to(&wanted),
                Closeness::OneSlip | Closeness::TwoSlips => {
                    found.len() < most.min(FEW) && closeness.adds_to(&wanted)
                }
            };
            if !is_looked_for {
                continue;
            }
            let ways = wanted.iter().map(|wanted| Ways::new(wanted, closeness, self.fields.text));
            let ways = ways.collect::<Result<Vec<_>, _>>()?;
            let hits = |entry: &Entry| {
                let fits = asked.filters.iter().all(|filter| filter.fits(&entry.marks));
                let all = fits && ways.iter().all(|way| way.stand_in(entry));
                all.then(|| ways.iter().filter(|way| way.stand_in_title(entry)).count())
            };
            let query = self.query(&ways, asked)?;
            let more = self.best(asked.near, asked.before, most + places.len(), hits, &query)?;
            found.extend(more.into_iter().filter(|hit| places.insert(hit.place)));
        }
        found.truncate(most);
        Ok(found)
    }

    /// Places of records of a kind that fit all filters, and in whose titles every word stands, or one that begins with it: the last to
    /// come first.
    pub(in crate::index) fn search_titles(
        &self,
        kind: Kind,
        text: &str,
        filters: &[Filter],
        most: usize,
    ) -> Result<Vec<u64>, TantivyError> {
        let wanted = wanted(text);
        if wanted.is_empty() || most == 0 {
            return Ok(Vec::new());
        }
        let mut clauses = vec![(Occur::Must, has_one_of(self.fields.mark, [of_kind(kind)]))];
        clauses
            .extend(wanted.iter().map(|wanted| (Occur::Must, begins(self.fields.title, &wanted.word, 0.0))));
        clauses.extend(self.of_filters(filters));
        let hits = |entry: &Entry| {
            let fits = filters.iter().all(|filter| filter.fits(&entry.marks));
            let all = fits
                && entry.is_of(kind)
                && wanted.iter().all(|wanted| entry.title.has_beginning(&wanted.word));
            all.then_some(0)
        };
        let found = self.best(None, None, most, hits, &BooleanQuery::new(clauses))?;
        Ok(found.into_iter().map(|hit| hit.place).collect())
    }

    /// The best among what was gathered, and what is committed.
    fn best(
        &self,
        near: Option<Near>,
        before: Option<u64>,
        most: usize,
        hits: impl Fn(&Entry) -> Option<usize>,
        query: &BooleanQuery,
    ) -> Result<Vec<Hit>, TantivyError> {
        let metres = move |point: Option<Point>| match near {
            None => Some(0),
            Some(near) => Some((near.to(point?)? * 1000.0) as u64),
        };
        // What was gathered first: should it be committed meanwhile, it is found twice, and counts once.
        let (mut ranked, gathered) = {
            let recent = self.recent.read().unwrap_or_else(PoisonError::into_inner);
            let hit = |(place, entry): (&u64, &Option<Entry>)| {
                let entry = entry.as_ref().filter(|_| before.is_none_or(|before| *place < before))?;
                Some((Reverse(metres(entry.point)?), hits(entry)?, *place))
            };
            let ranked: BTreeSet<Rank> = recent.records.iter().filter_map(hit).collect();
            (ranked, recent.records.keys().copied().collect::<BTreeSet<u64>>())
        };
        let by_rank = move |segment: &SegmentReader| {
            let columns = segment.fast_fields();
            let places = columns.u64(PLACE).ok();
            let point = near.and_then(|_| Some((columns.i64(LATITUDE).ok()?, columns.i64(LONGITUDE).ok()?)));
            move |document: u32, hits: f32| {
                let place = places.as_ref().and_then(|places| places.first(document)).unwrap_or_default();
                let point = point
                    .as_ref()
                    .and_then(|(north, east)| Point::new(north.first(document)?, east.first(document)?));
                // What is too far comes last, and is left out below.
                (Reverse(metres(point).unwrap_or(u64::MAX)), hits as usize, place)
            }
        };
        let top = TopDocs::with_limit(most + gathered.len()).tweak_score(by_rank);
        let committed = self.reader.searcher().search(query, &top)?;
        let committed = committed.into_iter().map(|(rank, _)| rank);
        ranked.extend(
            committed.filter(|(Reverse(metres), _, place)| *metres != u64::MAX && !gathered.contains(place)),
        );
        let hit =
            |(Reverse(metres), _, place)| Hit { place, kilometres: near.map(|_| metres as f64 / 1000.0) };
        Ok(ranked.into_iter().rev().take(most).map(hit).collect())
    }

    /// Which records fit all filters and are in an area, and where: of more than `most` the last to come. In no order.
    pub(in crate::index) fn located(
        &self,
        filters: &[Filter],
        area: Area,
        most: usize,
    ) -> Result<Vec<Located>, TantivyError> {
        // What was gathered first: should it be committed meanwhile, it is found twice, and counts once.
        let (mut located, gathered) = {
            let recent = self.recent.read().unwrap_or_else(PoisonError::into_inner);
            let is_there = |(place, entry): (&u64, &Option<Entry>)| {
                let entry = entry.as_ref()?;
                let point = entry.point.filter(|point| area.holds(*point))?;
                let fits = filters.iter().all(|filter| filter.fits(&entry.marks));
                fits.then_some(Located { place: *place, point })
            };
            let located: Vec<Located> = recent.records.iter().filter_map(is_there).collect();
            (located, recent.records.keys().copied().collect::<BTreeSet<u64>>())
        };
        let mut clauses = self.of_filters(filters);
        if let Some(cells) = area.cells() {
            clauses.push((Occur::Must, self.in_one_of(cells)));
        }
        if clauses.is_empty() {
            clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))));
        }
        let within = Within { area, most: most + gathered.len() };
        let committed = self.reader.searcher().search(&BooleanQuery::new(clauses), &within)?;
        located.extend(committed.into_iter().filter(|one| !gathered.contains(&one.place)));
        last_to_come(&mut located, most);
        Ok(located)
    }

    fn in_one_of(&self, cells: Vec<String>) -> Box<dyn Query> {
        has_one_of(self.fields.mark, cells.into_iter().map(|cell| exact("cell", &cell)))
    }

    fn of_filters(&self, filters: &[Filter]) -> Vec<(Occur, Box<dyn Query>)> {
        let of_filter = |filter: &Filter| {
            let marks = filter.any_of.iter().map(|mark| match mark {
                Mark::Is(mark) => has_one_of(self.fields.mark, [mark.clone()]),
                Mark::Begins(mark) => begins(self.fields.mark, mark, 0.0),
                Mark::OneOf(_, marks) => has_one_of_many(self.fields.mark, marks),
            });
            (Occur::Must, any_of(marks.collect(), 0.0))
        };
        filters.iter().map(of_filter).collect()
    }

    /// All words, each in some way; one that stands in the title counts one point. And all filters.
    fn query(&self, ways: &[Ways<'_>], asked: &Asked<'_>) -> Result<BooleanQuery, TantivyError> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let searcher = self.reader.searcher();
        for way in ways {
            let mut text = vec![begins(self.fields.text, &way.wanted.word, 0.0)];
            let mut title = vec![begins(self.fields.title, &way.wanted.word, 1.0)];
            if way.takes_forms() && !way.wanted.stems.is_empty() {
                text.push(has_one_of(self.fields.stem, way.wanted.stems.iter().cloned()));
                title.push(has_one_of(self.fields.stem, way.wanted.stems.iter().map(|stem| titled(stem))));
            }
            let slips = way.slips(&searcher, self.fields.text)?;
            if !slips.is_empty() {
                text.push(has_one_of(self.fields.text, slips));
            }
            clauses.push((Occur::Must, any_of(text, 0.0)));
            clauses.push((Occur::Should, any_of(title, 1.0)));
        }
        clauses.extend(self.of_filters(asked.filters));
        if let Some(cells) = asked.near.and_then(|near| near.point.cells_within(near.kilometres)) {
            clauses.push((Occur::Must, self.in_one_of(cells)));
        }
        if let Some(before) = asked.before {
            let end = Bound::Excluded(Term::from_field_u64(self.fields.place, before));
            let query = Box::new(RangeQuery::new(Bound::Unbounded, end));
            clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(query, 0.0))));
        }
        if clauses.is_empty() {
            clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))));
        }
        Ok(BooleanQuery::new(clauses))
    }
}

/// What has one of these words in a field. Not as tantivy's set of words, which takes a quarter of a millisecond to make, however few
/// they are.
fn has_one_of(field: Field, words: impl IntoIterator<Item = String>) -> Box<dyn Query> {
    let has = |word: String| {
        let term = Term::from_field_text(field, &word);
        Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>
    };
    let words = BooleanQuery::union(words.into_iter().map(has).collect());
    Box::new(ConstScoreQuery::new(Box::new(words), 0.0))
}

/// The same of so many that one set of them is quicker.
fn has_one_of_many(field: Field, words: &BTreeSet<String>) -> Box<dyn Query> {
    if words.len() <= MANY {
        return has_one_of(field, words.iter().cloned());
    }
    let words = words.iter().map(|word| Term::from_field_text(field, word));
    Box::new(ConstScoreQuery::new(Box::new(TermSetQuery::new(words)), 0.0))
}

/// What fits one of some queries, and how many points that gives.
fn any_of(mut queries: Vec<Box<dyn Query>>, points: f32) -> Box<dyn Query> {
    match queries.pop() {
        Some(only) if queries.is_empty() => only,
        last => {
            queries.extend(last);
            Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::union(queries)), points))
        }
    }
}

/// What has a word that begins so in a field, and how many points that gives.
fn begins(field: Field, word: &str, points: f32) -> Box<dyn Query> {
    let prefix = FuzzyTermQuery::new_prefix(Term::from_field_text(field, word), 0, false);
    Box::new(ConstScoreQuery::new(Box::new(prefix), points))
}
