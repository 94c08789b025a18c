//! How nearly a record has the words of a search: as they stand, in another form, or but for a slip of the fingers.

use std::collections::BTreeSet;

use tantivy::query::{DfaWrapper, FuzzyTermQuery};
use tantivy::schema::Field;
use tantivy::{Searcher, Term};
use tantivy_fst::Automaton as _;

use super::MAX_SEARCH_WORDS;
use super::entry::{Entry, stands_in, titled};
use crate::index::{stems, words};

/// Words of so many letters are looked for with one slip, and with two.
const ONE_SLIP: usize = 4;
const TWO_SLIPS: usize = 8;

/// Most words of all records that one word of a search may stand for by a slip, in each part of the index.
const MAX_SLIPS: usize = 64;

/// How close the words of a record must be, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closeness {
    /// They stand there, or longer ones that begin so.
    Beginning,
    /// Or another form of them does.
    Form,
    /// Or one that is a letter off.
    OneSlip,
    /// Or, where it is long, two letters.
    TwoSlips,
}

impl Closeness {
    pub(super) const ALL: [Self; 4] = [Self::Beginning, Self::Form, Self::OneSlip, Self::TwoSlips];

    fn slips_in(self, word: &str) -> u8 {
        let letters = word.chars().count();
        match self {
            Self::TwoSlips if letters >= TWO_SLIPS => 2,
            Self::OneSlip | Self::TwoSlips if letters >= ONE_SLIP => 1,
            _ => 0,
        }
    }
}

/// A word that is looked for.
pub(super) struct Wanted {
    pub(super) word: String,
    pub(super) stems: BTreeSet<String>,
}

/// The words of a search, each once: at most so many as are looked for.
pub(super) fn wanted(text: &str) -> Vec<Wanted> {
    let mut wanted: Vec<Wanted> = Vec::new();
    for written in words::unfolded(text) {
        for word in words::words(&written) {
            if wanted.len() < MAX_SEARCH_WORDS && wanted.iter().all(|other| other.word != word) {
                wanted.push(Wanted { word, stems: stems::of_wanted(&written) });
            }
        }
    }
    wanted
}

/// A word with all that it may stand for.
pub(super) struct Ways<'w> {
    pub(super) wanted: &'w Wanted,
    closeness: Closeness,
    /// Knows words that are nearly this one.
    slips: Option<DfaWrapper>,
}

impl<'w> Ways<'w> {
    pub(super) fn new(
        wanted: &'w Wanted,
        closeness: Closeness,
        field: Field,
    ) -> Result<Self, tantivy::TantivyError> {
        let distance = closeness.slips_in(&wanted.word);
        // A number with another digit is another number.
        let is_number = wanted.word.contains(|character: char| character.is_numeric());
        let slips = (distance > 0 && !is_number).then(|| {
            FuzzyTermQuery::new(Term::from_field_text(field, &wanted.word), distance, true).automaton()
        });
        Ok(Self { wanted, closeness, slips: slips.transpose()? })
    }

    pub(super) fn takes_forms(&self) -> bool {
        self.closeness >= Closeness::Form
    }

    /// Whether a record has it.
    pub(super) fn stand_in(&self, entry: &Entry) -> bool {
        stands_in(&entry.all, &self.wanted.word)
            || self.takes_forms()
                && self.wanted.stems.iter().any(|stem| entry.stems.binary_search(stem).is_ok())
            || self.slips.as_ref().is_some_and(|slips| {
                self.with_its_first_letter(&entry.all).iter().any(|word| accepts(slips, word))
            })
    }

    /// Whether its title has it.
    pub(super) fn stand_in_title(&self, entry: &Entry) -> bool {
        stands_in(&entry.title, &self.wanted.word)
            || self.takes_forms()
                && self.wanted.stems.iter().any(|stem| entry.stems.binary_search(&titled(stem)).is_ok())
    }

    fn first_letter(&self) -> &str {
        let end = self.wanted.word.chars().next().map_or(0, char::len_utf8);
        &self.wanted.word[..end]
    }

    fn with_its_first_letter<'e>(&self, words: &'e [String]) -> &'e [String] {
        let letter = self.first_letter();
        let from = words.partition_point(|word| word.as_str() < letter);
        let count = words[from..].partition_point(|word| word.starts_with(letter));
        &words[from..from + count]
    }

    /// Words of committed records that are nearly this one, and begin with the same letter.
    pub(super) fn slips(
        &self,
        searcher: &Searcher,
        field: Field,
    ) -> Result<Vec<Term>, tantivy::TantivyError> {
        let mut terms = BTreeSet::new();
        if self.slips.is_none() {
            return Ok(Vec::new());
        }
        let letter = self.first_letter();
        let distance = self.closeness.slips_in(&self.wanted.word);
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let slips = FuzzyTermQuery::new(Term::from_field_text(field, &self.wanted.word), distance, true)
                .automaton()?;
            let mut stream = index.terms().search(slips).ge(letter).into_stream()?;
            let mut taken = 0;
            while taken < MAX_SLIPS && stream.advance() {
                let Ok(word) = core::str::from_utf8(stream.key()) else { continue };
                if !word.starts_with(letter) {
                    break;
                }
                terms.insert(Term::from_field_text(field, word));
                taken += 1;
            }
        }
        Ok(terms.into_iter().collect())
    }
}

fn accepts(slips: &DfaWrapper, word: &str) -> bool {
    let end = word.bytes().try_fold(slips.start(), |state, byte| {
        let state = slips.accept(&state, byte);
        slips.can_match(&state).then_some(state)
    });
    end.is_some_and(|state| slips.is_match(&state))
}
