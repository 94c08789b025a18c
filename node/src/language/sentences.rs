//! What answers say, in another language. An answer about a licence is put together in English; its sentences are looked up here as
//! they stand, those with gaps piece by piece. What is not found stays English: terms of one's own are as their steward wrote them.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use tracing::warn;

use super::Language;

/// Gaps that hold another sentence. Where that is not known, the whole is not: half a sentence in each language helps nobody.
const SENTENCES: [&str; 5] = ["class", "permission", "reason", "rule", "text"];

/// Most sentences within each other.
const MAX_DEPTH: u8 = 6;

/// Most places at which a piece of a sentence is tried: what fills gaps may be written by strangers.
const MAX_TRIED: usize = 1000;

/// Says what is put into a gap, by its name, where this stands in English; nothing, if that does not belong there.
pub(super) type Fill<'f> = dyn Fn(&str, &str) -> Option<String> + 'f;

/// The sentences of one language.
#[derive(Debug, Default)]
pub(super) struct Sentences {
    whole: HashMap<String, String>,
    /// The most specific first.
    with_gaps: Vec<(Vec<Piece>, Vec<Piece>)>,
}

#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Gap(String),
}

/// The file of a language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub(super) sentence: Vec<Pair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pair {
    pub(super) english: String,
    pub(super) here: String,
}

/// The text of the file of a language; nothing for English.
const fn text(language: Language) -> &'static str {
    macro_rules! of {
        ($code:literal) => {
            include_str!(concat!("../../locales/", $code, "/sentences.toml"))
        };
    }
    match language {
        Language::Catalan => of!("ca"),
        Language::German => of!("de"),
        Language::English => "",
        Language::Spanish => of!("es"),
        Language::French => of!("fr"),
        Language::Italian => of!("it"),
        Language::Portuguese => of!("pt"),
    }
}

pub(super) fn file(language: Language) -> Result<File, toml::de::Error> {
    toml::from_str(text(language))
}

/// In the order of [`Language::ALL`].
static ALL: [LazyLock<Sentences>; 7] = [
    LazyLock::new(|| read(Language::Catalan)),
    LazyLock::new(|| read(Language::German)),
    LazyLock::new(english),
    LazyLock::new(|| read(Language::Spanish)),
    LazyLock::new(|| read(Language::French)),
    LazyLock::new(|| read(Language::Italian)),
    LazyLock::new(|| read(Language::Portuguese)),
];

/// The sentences of a language.
pub(super) fn sentences(language: Language) -> &'static Sentences {
    &ALL[language as usize]
}

/// What cannot be read is said in English: tests see to it that nothing is.
fn read(language: Language) -> Sentences {
    let file = file(language).unwrap_or_else(|error| {
        warn!(language = language.code(), %error, "what answers say cannot be read");
        File { sentence: Vec::new() }
    });
    Sentences::new(file.sentence.into_iter().map(|pair| (pair.english, pair.here)))
}

/// In English sentences stand as they are, but what fills their gaps may have a name there too.
fn english() -> Sentences {
    let all = commons_licences::sentences().into_iter().chain(crate::sentences::WITH_GAPS.iter().copied());
    Sentences::new(all.map(|sentence| (sentence.to_owned(), sentence.to_owned())))
}

impl Sentences {
    fn new(pairs: impl Iterator<Item = (String, String)>) -> Self {
        let mut sentences = Self::default();
        for (english, here) in pairs {
            if english.contains('{') {
                sentences.with_gaps.push((pieces(&english), pieces(&here)));
            } else {
                sentences.whole.insert(english, here);
            }
        }
        sentences.with_gaps.sort_by_key(|(english, _)| {
            let text = english.iter().map(|piece| if let Piece::Text(text) = piece { text.len() } else { 0 });
            std::cmp::Reverse(text.sum::<usize>())
        });
        sentences
    }

    /// A sentence in this language, if it is known.
    pub(super) fn say(&self, english: &str, fill: &Fill<'_>) -> Option<String> {
        Search { sentences: self, fill, tried: Cell::new(0) }.say(english, MAX_DEPTH)
    }
}

/// Looks a sentence up, and those that fill its gaps.
struct Search<'s> {
    sentences: &'s Sentences,
    fill: &'s Fill<'s>,
    tried: Cell<usize>,
}

/// A gap with what stands there, and what is to be put there.
type Filled<'t> = (&'t str, &'t str, String);

impl Search<'_> {
    fn say(&self, english: &str, depth: u8) -> Option<String> {
        if let Some(here) = self.sentences.whole.get(english) {
            return Some(here.clone());
        }
        let depth = depth.checked_sub(1)?;
        self.sentences.with_gaps.iter().find_map(|(pieces, here)| {
            let mut filled = Vec::new();
            self.fits(pieces, english, depth, &mut filled).then(|| put_together(here, &filled))
        })
    }

    /// Whether a text is this sentence, with something in its gaps.
    fn fits<'t>(&self, pieces: &'t [Piece], text: &'t str, depth: u8, filled: &mut Vec<Filled<'t>>) -> bool {
        match pieces {
            [] => text.is_empty(),
            [Piece::Text(piece), rest @ ..] => {
                text.strip_prefix(piece.as_str()).is_some_and(|text| self.fits(rest, text, depth, filled))
            }
            [Piece::Gap(gap)] => self.fill(gap, text, depth, filled),
            [Piece::Gap(gap), rest @ ..] => {
                let Some(Piece::Text(next)) = rest.first() else { return false };
                for (end, _) in text.match_indices(next.as_str()) {
                    self.tried.set(self.tried.get() + 1);
                    if self.tried.get() > MAX_TRIED {
                        return false;
                    }
                    let before = filled.len();
                    if self.fill(gap, &text[..end], depth, filled)
                        && self.fits(rest, &text[end..], depth, filled)
                    {
                        return true;
                    }
                    filled.truncate(before);
                }
                false
            }
        }
    }

    /// Notes what stands in a gap; not if something else does where it stood before.
    fn fill<'t>(&self, gap: &'t str, with: &'t str, depth: u8, filled: &mut Vec<Filled<'t>>) -> bool {
        if let Some((_, known, _)) = filled.iter().find(|(name, ..)| *name == gap) {
            return *known == with;
        }
        let said = match SENTENCES.contains(&gap) {
            true => self.say(with, depth),
            false => (self.fill)(gap, with),
        };
        let is_filled = !with.is_empty() && said.is_some();
        filled.extend(said.map(|said| (gap, with, said)));
        is_filled
    }
}

fn put_together(pieces: &[Piece], filled: &[Filled<'_>]) -> String {
    let said = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Gap(gap) => {
            let filled = filled.iter().find(|(name, ..)| name == gap);
            filled.map_or_else(String::new, |(.., said)| said.clone())
        }
    };
    pieces.iter().map(said).collect()
}

/// A sentence taken apart at its gaps. No two gaps stand side by side.
fn pieces(sentence: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = sentence;
    while let Some((text, (gap, after))) =
        rest.split_once('{').and_then(|(text, after)| Some((text, after.split_once('}')?)))
    {
        if !text.is_empty() {
            pieces.push(Piece::Text(text.to_owned()));
        }
        pieces.push(Piece::Gap(gap.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Sentences {
        let pairs = [
            ("You may.", "Podéis."),
            ("Ask {whom}.", "Preguntad a {whom}."),
            ("Meant for the result: {result}. {rule}", "Pensado para el resultado: {result}. {rule}"),
            ("{one} and {other}: {one} bars it.", "Entre {other} y {one}, {one} lo excluye."),
            ("{licences}: {text}", "{licences}: {text}"),
        ];
        Sentences::new(pairs.into_iter().map(|(english, here)| (english.to_owned(), here.to_owned())))
    }

    fn say(english: &str) -> Option<String> {
        some().say(english, &|gap, with| match gap {
            "whom" => Some(with.to_uppercase()),
            "result" => (!with.contains("not")).then(|| with.to_owned()),
            _ => Some(with.to_owned()),
        })
    }

    #[test]
    fn gaps_are_filled_wherever_the_language_has_them() {
        for (english, here) in [
            ("You may.", Some("Podéis.")),
            ("You may not.", None),
            ("Ask us.", Some("Preguntad a US.")),
            ("A and B: A bars it.", Some("Entre B y A, A lo excluye.")),
            ("A and B: B bars it.", None),
            ("PPL: You may.", Some("PPL: Podéis.")),
            ("PPL: Ask me: now.", Some("PPL: Preguntad a ME: NOW.")),
            ("PPL: as we wrote it", None),
            (
                "Meant for the result: CC-BY-4.0. You may.",
                Some("Pensado para el resultado: CC-BY-4.0. Podéis."),
            ),
            (
                "PPL: Meant for the result: A. B. You may.",
                Some("PPL: Pensado para el resultado: A. B. Podéis."),
            ),
            ("Meant for the result: A. As we wrote it.", None),
            ("Meant for the result: not A. You may.", None),
            ("", None),
        ] {
            assert_eq!(say(english).as_deref(), here, "{english}");
        }
    }

    #[test]
    fn what_strangers_put_into_gaps_takes_no_time() {
        for hostile in [": ".repeat(20_000), "Meant for the result: . ".repeat(5_000), "and : ".repeat(9_000)]
        {
            assert_eq!(say(&hostile), None);
        }
    }
}
