//! Names that a hurried reader takes for another: `Garden Co-op`, `GARDEN COOP`, and the same in Cyrillic letters.
//!
//! A name is reduced to a *skeleton*: what is left of it when letters that look alike are one letter (Unicode
//! Technical Standard 39, "confusables"), and case, accents, spaces and punctuation are gone. Two names with a
//! skeleton in common look alike. This is only ever shown to people: no rule depends on it, so the tables may
//! grow with Unicode.

use std::collections::{BTreeSet, HashMap};

use commons_identity::AgentId;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Most bytes of a name that are looked at: more than a name may have in a record.
const MAX_NAME_BYTES: usize = 1024;

/// What a name looks like. Two ways to get there: letters in their own case (capital `I` is a small `l`), and all in
/// small letters (capital Greek `Ρ` is a small `ρ`). A name has both.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Skeleton(String);

impl Skeleton {
    /// The skeletons of a name; none, if it shows nothing at all.
    fn both(name: &str) -> impl Iterator<Item = Self> {
        let visible = visible(name);
        let as_written = reduce(&skeleton(&visible));
        let in_small = reduce(&skeleton(&fold(&visible)));
        let second = (in_small != as_written).then_some(in_small);
        [Some(as_written), second].into_iter().flatten().filter(|text| !text.is_empty()).map(Self)
    }
}

/// What is seen of a name.
fn visible(name: &str) -> String {
    let end = name.floor_char_boundary(MAX_NAME_BYTES);
    name[..end].nfkc().filter(|letter| !is_invisible(*letter)).collect()
}

fn skeleton(text: &str) -> String {
    unicode_security::skeleton(text).collect()
}

/// Small letters. By way of capitals, so that `ß` is `ss` and the long `ſ` is `s`.
fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

/// Drops what the eye passes over: case, accents, spaces, punctuation, and the dot of the i. A name of nothing but
/// signs keeps them.
fn reduce(skeleton: &str) -> String {
    // The letters of a skeleton may be capitals (a nought is an O), and their small ones may look like others.
    let settled: String = fold(&self::skeleton(&fold(skeleton)));
    let bare: String =
        settled.nfd().filter(|letter| !is_accent(*letter) && !letter.is_whitespace()).collect();
    let letters: String = bare
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .map(|letter| if letter == 'i' || letter == '\u{131}' { 'l' } else { letter })
        .collect();
    if letters.is_empty() { bare } else { letters }
}

/// What a name looks like at a glance, in small letters: equal for names that differ in case, accents, signs between letters,
/// or letters of other scripts that look alike. Not for display.
#[must_use]
pub fn look_of(name: &str) -> String {
    reduce(&skeleton(&fold(&visible(name))))
}

/// Accents of Latin, Greek and Cyrillic letters. Marks of other scripts are vowels, and make another word.
const fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// Characters that show nothing (Unicode's Default_Ignorable_Code_Point, and control characters).
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter as u32,
            0x00ad | 0x034f | 0x061c | 0x115f..=0x1160 | 0x17b4..=0x17b5 | 0x180b..=0x180f | 0x200b..=0x200f
            | 0x202a..=0x202e | 0x2060..=0x206f | 0x3164 | 0xfe00..=0xfe0f | 0xfeff | 0xffa0
            | 0xfff0..=0xfff8 | 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a | 0xe0000..=0xe0fff)
}

/// So many hex digits pass for the short form of an id, which is shown beside names.
const DIGITS_OF_AN_ID: usize = 8;

/// A name without what passes for an id: "Garden c0196fec" is what "Garden" is shown as. Digits are told by what they look
/// like, so that `O` is one too, and so is a Cyrillic `с`.
fn without_ids(name: &str) -> String {
    let digits = reduce(&skeleton("0123456789abcdef"));
    let is_id = |word: &str| {
        let word = reduce(&skeleton(word));
        word.chars().count() >= DIGITS_OF_AN_ID && word.chars().all(|letter| digits.contains(letter))
    };
    let between = |letter: char| !letter.is_alphanumeric() && !is_combining_mark(letter);
    visible(name).split(between).filter(|word| !is_id(word)).collect::<Vec<_>>().join(" ")
}

/// The names that others may not pass themselves off with: a node's own, and those of agents that it knows.
#[derive(Debug, Clone, Default)]
pub struct KnownNames {
    by_skeleton: HashMap<Skeleton, BTreeSet<(AgentId, String)>>,
}

impl KnownNames {
    /// Adds a name of an agent.
    pub fn insert(&mut self, agent: AgentId, name: &str) {
        for skeleton in Skeleton::both(name) {
            self.by_skeleton.entry(skeleton).or_default().insert((agent, name.to_owned()));
        }
    }

    /// A known agent, other than `agent`, for which `name` could be mistaken, with the name that it looks like: of
    /// several the one with the lowest id.
    #[must_use]
    pub fn looks_like(&self, name: &str, agent: AgentId) -> Option<(AgentId, &str)> {
        let bare = without_ids(name);
        let skeletons = Skeleton::both(name).chain(Skeleton::both(&bare));
        let alike = skeletons.filter_map(|skeleton| self.by_skeleton.get(&skeleton)).flatten();
        let of_others = alike.filter(|(known, _)| *known != agent).min();
        of_others.map(|(known, name)| (*known, name.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(number: u8) -> AgentId {
        AgentId::from_bytes([number; 32])
    }

    fn look_alike(a: &str, b: &str) -> bool {
        let mut names = KnownNames::default();
        names.insert(agent(1), a);
        let found = names.looks_like(b, agent(2)).is_some();
        let mut other_way = KnownNames::default();
        other_way.insert(agent(1), b);
        assert_eq!(other_way.looks_like(a, agent(2)).is_some(), found, "both ways: {a:?} {b:?}");
        found
    }

    #[test]
    fn what_the_eye_takes_for_the_same_looks_alike() {
        for (a, b) in [
            ("Sample Bakery", "Sample Bakery"),
            ("Sample Bakery", "sample  bakery"),
            ("Sample Bakery", "SAMPLE-BAKERY!"),
            ("Sample Bakery", "Sаmрlе Ваkеrу"), // Cyrillic а р е В у
            ("HOME", "НОМЕ"),                   // all Cyrillic
            ("home", "НОМЕ"),
            ("Garden Co-op", "Garden Coop"),
            ("Garden Co-op", "Garden Co\u{2011}op"),
            ("Garden", "Gar\u{200b}den"),
            ("Garden", "Gar\u{3164}den\u{202e}"),
            ("Garden", "Gɑrden"),
            ("Modern", "Modem"),
            ("Iris", "lris"),
            ("Iris", "1ris"),
            ("Hello", "He11o"),
            ("Coop 0", "Coop O"),
            ("Café", "Cafe"),
            ("Café", "Cafe\u{301}"),
            ("Straße", "STRASSE"),
            ("Bakery", "Ｂａｋｅｒｙ"),
            ("Bakery", "𝐁𝐚𝐤𝐞𝐫𝐲"),
            ("Bakery 🌻", "Bakery"),
            ("🌻", "🌻"),
            ("Ρόδα", "ΡΟΔΑ"),
            ("面包", "面 包"),
        ] {
            assert!(look_alike(a, b), "{a:?} {b:?}");
        }
    }

    #[test]
    fn other_names_do_not() {
        for (a, b) in [
            ("Sample Bakery", "Sample Brewery"),
            ("Garden", "Gardens"),
            ("Press", "Presse"),
            ("面包", "面条"),
            ("कल", "कुल"),
            ("🌻", "🌼"),
            ("!", "?"),
            ("", ""),
            ("\u{200b}", "\u{200b}\u{200b}"),
        ] {
            assert!(!look_alike(a, b), "{a:?} {b:?}");
        }
    }

    #[test]
    fn nobody_looks_like_themselves() {
        let mut names = KnownNames::default();
        names.insert(agent(1), "Garden");
        assert_eq!(names.looks_like("garden", agent(1)), None);
        assert_eq!(names.looks_like("garden", agent(2)), Some((agent(1), "Garden")));
    }

    /// The short id beside a name is ours to write: a name that brings one of its own does not get by with it.
    #[test]
    fn an_id_in_a_name_makes_no_other_name() {
        let mut names = KnownNames::default();
        names.insert(agent(1), "Garden");
        for name in [
            "Garden c0196fec",
            "Garden (C0196FEC)",
            "[c0196fec00112233] garden",
            "Garden-c0196fec",
            "Garden|c0196fec",
            "Garden·c0196fec",
            "Garden сO196fес", // Cyrillic с е с, and the letter O
            "Garden c0196f\u{200b}ec",
            "Garden c0\u{301}196fec",
            "Garden ｃ０１９６ｆｅｃ",
        ] {
            assert!(names.looks_like(name, agent(2)).is_some(), "{name}");
        }
        for other in ["Garden facade", "Garden-feedback", "Garden 2026"] {
            assert_eq!(names.looks_like(other, agent(2)), None, "{other}");
        }
    }

    #[test]
    fn of_several_the_lowest_id_is_named() {
        let mut names = KnownNames::default();
        names.insert(agent(3), "GARDEN");
        names.insert(agent(2), "Garden");
        assert_eq!(names.looks_like("garden", agent(9)), Some((agent(2), "Garden")));
        assert_eq!(names.looks_like("garden", agent(2)), Some((agent(3), "GARDEN")));
    }

    #[test]
    fn a_name_of_any_length_and_any_characters_is_looked_at() {
        let long = "é".repeat(10_000);
        assert!(look_alike(&long, &long));
        for code in (0..=0x10_ffff).step_by(7) {
            if let Some(letter) = char::from_u32(code) {
                let name = letter.to_string();
                // No panic; and a letter looks like itself unless it shows nothing.
                let _ = look_alike(&name, &name);
            }
        }
    }
}
