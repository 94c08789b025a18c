//! Words for searching: folded so that case and accents do not matter.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Longest word kept, in bytes; a longer one is found by its beginning.
const MAX_WORD_BYTES: usize = 48;

/// The words of a text: letters and digits in a row, folded. Scripts written without spaces give a word for
/// each character.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    cut(&fold(text)).into_iter()
}

/// The words of a text in lower case, with their accents, as rules of languages want them.
pub(super) fn unfolded(text: &str) -> Vec<String> {
    cut(&text.nfkc().flat_map(char::to_lowercase).collect::<String>())
}

/// A text without accents, in lower case.
pub(super) fn fold(text: &str) -> String {
    text.nfkd().filter(|character| !is_combining_mark(*character)).flat_map(char::to_lowercase).collect()
}

fn cut(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    for character in text.chars().chain([' ']) {
        if !character.is_alphanumeric() || is_written_without_spaces(character) {
            if !word.is_empty() {
                found.push(std::mem::take(&mut word));
            }
            if character.is_alphanumeric() {
                found.push(character.to_string());
            }
        } else if word.len() + character.len_utf8() <= MAX_WORD_BYTES {
            word.push(character);
        }
    }
    found
}

/// A text as searches compare it: its words, folded, with a blank between. Two texts with the same words are the same.
#[must_use]
pub fn folded(text: &str) -> String {
    words(text).collect::<Vec<_>>().join(" ")
}

/// Chinese, Japanese, Thai, Lao, Khmer and Burmese letters.
fn is_written_without_spaces(character: char) -> bool {
    matches!(u32::from(character),
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff
        | 0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

/// The distinct ones of some words, sorted: at most so many, and so many bytes.
pub(super) fn distinct(words: impl Iterator<Item = String>, most: usize, mut bytes: usize) -> Vec<String> {
    let mut distinct = BTreeSet::new();
    for word in words {
        if distinct.len() == most || word.len() > bytes {
            break;
        }
        let length = word.len();
        if distinct.insert(word) {
            bytes -= length;
        }
    }
    distinct.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        words(text).collect()
    }

    #[test]
    fn case_and_accents_do_not_matter() {
        assert_eq!(all("Économie SOCIALE et l'État"), ["economie", "sociale", "et", "l", "etat"]);
        assert_eq!(all("e\u{301}te\u{301}"), all("été"));
        assert_eq!(all("  --  "), Vec::<String>::new());
    }

    #[test]
    fn scripts_without_spaces_give_a_word_for_each_character() {
        assert_eq!(all("面包 bread"), ["面", "包", "bread"]);
    }
}
