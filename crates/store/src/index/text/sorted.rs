//! Words of a record, as they wait in memory.

use std::collections::BTreeSet;

/// What stands between two words.
const BETWEEN: u8 = b' ';

/// Distinct words in order, none of them empty, in one piece: tantivy takes them so, and what is asked of thousands of records at a
/// time is quickly answered where the words of each lie together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::index) struct Sorted(Box<str>);

impl Sorted {
    /// Words that are sorted already, without blanks in them.
    pub(super) fn of(words: &[String]) -> Self {
        debug_assert!(words.is_sorted() && words.iter().all(|word| !word.contains(' ')));
        Self(words.join(" ").into())
    }

    /// All of them, with blanks between.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this word is among them.
    pub(in crate::index) fn has(&self, word: &str) -> bool {
        first(from(&self.0, word)) == word
    }

    /// Whether one of these words is among them.
    pub(super) fn has_one_of(&self, words: &BTreeSet<String>) -> bool {
        let mut rest = self.as_str();
        words.iter().any(|word| {
            // Most need no search: stems begin with their language, and a record is in one or two.
            if first(rest) < word.as_str() {
                rest = from(rest, word);
            }
            first(rest) == word
        })
    }

    /// Whether a word that begins so is among them.
    pub(in crate::index) fn has_beginning(&self, beginning: &str) -> bool {
        from(&self.0, beginning).starts_with(beginning)
    }

    /// Those that begin so.
    pub(in crate::index) fn that_begin(&self, beginning: &str) -> impl Iterator<Item = &str> {
        from(&self.0, beginning).split(' ').take_while(move |word| word.starts_with(beginning))
    }
}

fn first(words: &str) -> &str {
    words.split_once(' ').map_or(words, |(first, _)| first)
}

/// What is left of sorted words without those that come before this one.
fn from<'w>(words: &'w str, word: &str) -> &'w str {
    let bytes = words.as_bytes();
    // All words before `low` come before it, none from `high` on does; each is where a word begins, or the end.
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start =
            bytes[low..middle].iter().rposition(|byte| *byte == BETWEEN).map_or(low, |at| low + at + 1);
        let end =
            bytes[middle..].iter().position(|byte| *byte == BETWEEN).map_or(bytes.len(), |at| middle + at);
        if &bytes[start..end] < word.as_bytes() {
            low = (end + 1).min(bytes.len());
        } else {
            high = start;
        }
    }
    &words[low..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(words: &[&str]) -> Sorted {
        Sorted::of(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn every_word_is_found_and_no_other() {
        let words = ["a", "ab", "abc", "b", "bread", "bäcker", "面", "面包"];
        for count in 0..=words.len() {
            let (there, others) = words.split_at(count);
            let sorted = sorted(there);
            assert!(there.iter().all(|word| sorted.has(word)), "{there:?}");
            assert!(others.iter().all(|word| !sorted.has(word)), "{there:?}");
            for beginning in ["a", "ab", "abcd", "b", "bre", "bä", "c", "面", "z"] {
                let that_begin: Vec<&str> =
                    there.iter().copied().filter(|word| word.starts_with(beginning)).collect();
                assert_eq!(sorted.that_begin(beginning).collect::<Vec<_>>(), that_begin, "{there:?}");
                assert_eq!(sorted.has_beginning(beginning), !that_begin.is_empty(), "{there:?} {beginning}");
            }
        }
    }

    #[test]
    fn one_of_several_words_is_found_wherever_it_stands() {
        let there = sorted(&["^en:bread", "en:bread", "en:oven", "fr:pain"]);
        let has_one_of =
            |words: &[&str]| there.has_one_of(&words.iter().map(|word| (*word).into()).collect());
        for word in ["^en:bread", "en:bread", "en:oven", "fr:pain"] {
            assert!(has_one_of(&["*:x", "aa:x", "en:x", "es:x", "zz:x", word]), "{word}");
            assert!(has_one_of(&[word]), "{word}");
        }
        assert!(!has_one_of(&["*:bread", "aa:bread", "en:breads", "en:oven2", "fr:paine", "zz:x"]));
        assert!(!has_one_of(&[]));
        assert!(!sorted(&[]).has_one_of(&["a".to_owned()].into()));
    }
}
