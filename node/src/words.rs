//! A secret as words that people can write down and read out: 24 words of the English list of BIP-39, of which the last
//! holds a checksum. Other programs read the same words.

use bip39::{Language, Mnemonic};

/// How many words stand for 32 bytes.
pub(crate) const WORDS: usize = 24;

/// How many letters tell each word of the list from the others.
const TELLING_LETTERS: usize = 4;

/// Most words named as what may have been meant.
const MAX_NEAR: usize = 3;

/// Most letters of a word that is not in the list that are repeated in an error.
const MAX_SHOWN_LETTERS: usize = 20;

/// Why a text is not a secret in words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum WordsError {
    /// Too few or too many.
    #[error("expected {WORDS} words, found {found}")]
    Count { found: usize },
    /// A word that is not in the list.
    #[error("word {position}, {word:?}, is not in the list{}", meant(.near))]
    Unknown { position: usize, word: String, near: Vec<&'static str> },
    /// All words are in the list, but not these in this order.
    #[error(
        "all {WORDS} words are in the list, but they do not belong together: one of them is another, or two changed places"
    )]
    Checksum,
}

impl WordsError {
    /// What to do about it.
    pub(crate) fn hint(&self) -> &'static str {
        match self {
            Self::Count { .. } => {
                "type all the words in order; their numbers may be left out, and four letters of each are enough"
            }
            Self::Unknown { .. } => "look at that word again; four letters of it are enough",
            Self::Checksum => "compare the words with what is written, one by one",
        }
    }
}

impl From<WordsError> for crate::failure::Failure {
    fn from(error: WordsError) -> Self {
        Self::invalid(error.to_string()).hint(error.hint())
    }
}

fn meant(near: &[&str]) -> String {
    if near.is_empty() { String::new() } else { format!("; was it {}?", near.join(", ")) }
}

/// The words for a secret, with a space between each.
pub(crate) fn to_words(secret: &[u8; 32]) -> String {
    // 32 bytes are one of the lengths that have words.
    Mnemonic::from_entropy_in(Language::English, secret)
        .map_or_else(|_| String::new(), |words| words.to_string())
}

/// Reads words as people type them: in capitals or not, on one line or many, with or without numbers between them, whole
/// or cut after four letters or more.
pub(crate) fn from_words(text: &str) -> Result<[u8; 32], WordsError> {
    let typed: Vec<String> = text
        .split(|character: char| !character.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    // A wrong word says more than a wrong number of words, as long as there are not wildly many.
    let words = typed
        .iter()
        .take(2 * WORDS)
        .enumerate()
        .map(|(at, word)| whole(word).ok_or_else(|| unknown(at + 1, word)))
        .collect::<Result<Vec<&str>, WordsError>>()?;
    if typed.len() != WORDS {
        return Err(WordsError::Count { found: typed.len() });
    }
    let mnemonic = Mnemonic::parse_in_normalized(Language::English, &words.join(" "))
        .map_err(|_| WordsError::Checksum)?;
    let (bytes, _) = mnemonic.to_entropy_array();
    let mut secret = [0; 32];
    secret.copy_from_slice(&bytes[..32]);
    Ok(secret)
}

/// The word of the list that is meant without doubt.
fn whole(typed: &str) -> Option<&'static str> {
    let list = Language::English.word_list();
    if let Some(word) = list.iter().find(|word| **word == typed) {
        return Some(word);
    }
    if typed.len() < TELLING_LETTERS {
        return None;
    }
    let mut begun = list.iter().filter(|word| word.starts_with(typed));
    begun.next().filter(|_| begun.next().is_none()).copied()
}

fn unknown(position: usize, typed: &str) -> WordsError {
    let shown: String = typed.chars().take(MAX_SHOWN_LETTERS).collect();
    let mut near: Vec<(usize, &'static str)> = Language::English
        .word_list()
        .iter()
        .map(|word| (distance(&shown, word), *word))
        .filter(|(distance, word)| *distance <= 2 && *distance < word.len() / 2 + 1)
        .collect();
    // The beginning of a word, too short to tell which, is near to all that begin so.
    let begun = Language::English.word_list().iter().filter(|word| word.starts_with(&shown));
    near.extend(begun.map(|word| (0, *word)));
    near.sort_unstable();
    let mut names: Vec<&'static str> = Vec::new();
    for (_, word) in near {
        if names.len() < MAX_NEAR && !names.contains(&word) {
            names.push(word);
        }
    }
    WordsError::Unknown { position, word: shown, near: names }
}

/// How many letters to change, add, leave out, or swap with the next to get from one word to the other.
fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let width = right.len() + 1;
    let mut rows: Vec<Vec<usize>> = vec![(0..width).collect()];
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1; width];
        for (j, b) in right.iter().enumerate() {
            let replaced = rows[i][j] + usize::from(a != b);
            row[j + 1] = replaced.min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                row[j + 1] = row[j + 1].min(rows[i - 1][j - 1] + 1);
            }
        }
        rows.push(row);
    }
    rows[left.len()][right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the list of BIP-39's test vectors.
    const KNOWN: [([u8; 32], &str); 3] = [
        (
            [0x00; 32],
            "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art",
        ),
        (
            [0x7f; 32],
            "legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth title",
        ),
        (
            [0xff; 32],
            "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo vote",
        ),
    ];

    #[test]
    fn secrets_have_the_words_of_the_standard() {
        for (secret, words) in KNOWN {
            assert_eq!(to_words(&secret), words);
            assert_eq!(from_words(words), Ok(secret));
        }
    }

    #[test]
    fn every_secret_survives_the_way_there_and_back() {
        for seed in 0..200u8 {
            let secret = *blake3::hash(&[seed]).as_bytes();
            assert_eq!(from_words(&to_words(&secret)), Ok(secret));
        }
    }

    #[test]
    fn words_may_be_typed_as_people_type() {
        let (secret, words) = KNOWN[1];
        let shouted = words.to_uppercase().replace(' ', "\r\n");
        let spaced = format!("\t {} \n", words.replace(' ', "   "));
        let numbered: String =
            words.split(' ').enumerate().map(|(at, word)| format!("{}. {word},\n", at + 1)).collect();
        let cut: Vec<&str> = words.split(' ').map(|word| &word[..word.len().min(4)]).collect();
        for typed in [shouted, spaced, numbered, cut.join(" "), words.replace("sausage", "sausag")] {
            assert_eq!(from_words(&typed), Ok(secret), "{typed}");
        }
    }

    #[test]
    fn four_letters_tell_each_word_of_the_list() {
        for word in Language::English.word_list() {
            assert_eq!(whole(&word[..word.len().min(4)]), Some(*word));
        }
    }

    #[test]
    fn the_word_at_fault_is_named_with_what_is_near_to_it() {
        let with = |place: usize, word: &str| {
            let mut words: Vec<&str> = KNOWN[1].1.split(' ').collect();
            words[place] = word;
            from_words(&words.join(" ")).unwrap_err()
        };
        let error = with(5, "suasage");
        assert_eq!(error.to_string(), r#"word 6, "suasage", is not in the list; was it sausage, usage?"#);
        let WordsError::Unknown { position, near, .. } = with(0, "Lagel") else { panic!() };
        assert_eq!(position, 1);
        assert!(near.contains(&"legal") && near.len() <= MAX_NEAR, "{near:?}");
        // Three letters, where a word of three letters is not meant.
        let WordsError::Unknown { near, .. } = with(2, "tha") else { panic!() };
        assert!(near.contains(&"thank"), "{near:?}");
        let WordsError::Unknown { near, word, .. } = with(3, &"ж".repeat(500)) else { panic!() };
        assert_eq!((near.len(), word.chars().count()), (0, MAX_SHOWN_LETTERS));
    }

    #[test]
    fn too_few_too_many_and_swapped_words_are_told_apart() {
        let (_, words) = KNOWN[1];
        assert_eq!(from_words(""), Err(WordsError::Count { found: 0 }));
        assert_eq!(from_words(&words[..words.len() - 6]), Err(WordsError::Count { found: 23 }));
        assert_eq!(from_words(&format!("{words} zoo")), Err(WordsError::Count { found: 25 }));
        let swapped = words.replacen("legal winner", "winner legal", 1);
        assert_eq!(from_words(&swapped), Err(WordsError::Checksum));
        assert_eq!(from_words(&words.replace("title", "zoo")), Err(WordsError::Checksum));
    }
}
