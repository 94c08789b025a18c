//! How nearly a record has the words of a search: as they stand, in another form, or but for a slip of the fingers.

use std::collections::BTreeSet;

use tantivy::query::{DfaWrapper, FuzzyTermQuery};
use tantivy::schema::Field;
use tantivy::{Searcher, Term};
use tantivy_fst::Automaton as _;

use super::MAX_SEARCH_WORDS;
use super::entry::{Entry, titled};
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
        // A number with another digit is another number.
        if word.contains(char::is_numeric) {
            return 0;
        }
        let letters = word.chars().count();
        match self {
            Self::TwoSlips if letters >= TWO_SLIPS => 2,
            Self::OneSlip | Self::TwoSlips if letters >= ONE_SLIP => 1,
            _ => 0,
        }
    }

    /// Whether one of some words may stand for more than it does where the words must be closer.
    pub(super) fn adds_to(self, wanted: &[Wanted]) -> bool {
        wanted.iter().any(|wanted| match self {
            Self::Beginning => true,
            Self::Form => !wanted.stems.is_empty(),
            Self::OneSlip => self.slips_in(&wanted.word) > 0,
            Self::TwoSlips => self.slips_in(&wanted.word) > 1,
        })
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
        let slips = (distance > 0).then(|| {
            FuzzyTermQuery::new(Term::from_field_text(field, &wanted.word), distance, true).automaton()
        });
        Ok(Self { wanted, closeness, slips: slips.transpose()? })
    }

    pub(super) fn takes_forms(&self) -> bool {
        self.closeness >= Closeness::Form
    }

    /// Whether a record has it.
    pub(super) fn stand_in(&self, entry: &Entry) -> bool {
        entry.all.has_beginning(&self.wanted.word)
            || self.takes_forms() && entry.stems.has_one_of(&self.wanted.stems)
            || self.slips.as_ref().is_some_and(|slips| {
                entry.all.that_begin(self.first_letter()).any(|word| accepts(slips, word))
            })
    }

    /// Whether its title has it.
    pub(super) fn stand_in_title(&self, entry: &Entry) -> bool {
        entry.title.has_beginning(&self.wanted.word)
            || self.takes_forms() && self.wanted.stems.iter().any(|stem| entry.stems.has(&titled(stem)))
    }

    fn first_letter(&self) -> &str {
        let end = self.wanted.word.chars().next().map_or(0, char::len_utf8);
        &self.wanted.word[..end]
    }

    /// Words of committed records that are nearly this one, and begin with the same letter.
    pub(super) fn slips(
        &self,
        searcher: &Searcher,
        field: Field,
    ) -> Result<BTreeSet<String>, tantivy::TantivyError> {
        let mut words = BTreeSet::new();
        let Some(slips) = &self.slips else { return Ok(words) };
        let letter = self.first_letter();
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut stream = index.terms().search(slips).ge(letter).into_stream()?;
            let mut taken = 0;
            while taken < MAX_SLIPS && stream.advance() {
                let Ok(word) = core::str::from_utf8(stream.key()) else { continue };
                if !word.starts_with(letter) {
                    break;
                }
                words.insert(word.to_owned());
                taken += 1;
            }
        }
        Ok(words)
    }
}

fn accepts(slips: &DfaWrapper, word: &str) -> bool {
    let end = word.bytes().try_fold(slips.start(), |state, byte| {
        let state = slips.accept(&state, byte);
        slips.can_match(&state).then_some(state)
    });
    end.is_some_and(|state| slips.is_match(&state))
}
