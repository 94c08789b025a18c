//! What sorts of resource there are, in plain words; others may be used, so that nobody waits for a list.

use commons_licences::closest;

/// Types by the token that records hold, and what each is. By what people look for: works, then knowledge, then what is there
/// to be used, then what is wanted.
pub(crate) const TYPES: &[(&str, &str)] = &[
    ("guide", "how to do something, step by step"),
    ("handbook", "how an organisation or a field does things"),
    ("course", "something to learn from, with others or alone"),
    ("software", "a program, or a part of one"),
    ("hardware", "a thing that can be built, with its drawings and parts"),
    ("design", "a plan, a pattern, a layout"),
    ("data", "tables, maps, measurements"),
    ("book", "a book, or a part of one"),
    ("article", "an article, a paper, a post"),
    ("report", "what was found out, or done"),
    ("recipe", "what to take, and what to do with it"),
    ("template", "a contract, a statute, a form to be filled in"),
    ("media", "pictures, sound, video"),
    ("image", "a picture or a drawing"),
    ("audio", "a recording"),
    ("video", "a film"),
    ("website", "a site to visit"),
    ("glossary", "words and what they mean; single ones are terms: commons term"),
    ("good-practice", "what works, and how others can do it"),
    ("challenge", "a problem that is not solved"),
    ("overcome-problem", "a problem that was solved, and how; --answers names the challenge"),
    ("tool", "a tool or a machine that others may use or borrow"),
    ("space", "a room, a workshop, land that others may use"),
    ("service-offered", "what you do for others"),
    ("need", "what you look for"),
];

/// Other words for them that people type.
const ALIASES: &[(&str, &str)] = &[
    ("good-practices", "good-practice"),
    ("best-practice", "good-practice"),
    ("solved-problem", "overcome-problem"),
    ("problem-overcome", "overcome-problem"),
    ("problem", "challenge"),
    ("dataset", "data"),
    ("program", "software"),
    ("programme", "software"),
    ("service", "service-offered"),
    ("offer", "service-offered"),
    ("offered-service", "service-offered"),
    ("room", "space"),
    ("picture", "image"),
    ("request", "need"),
];

/// A type as it was typed, and as records hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Typed {
    pub(crate) token: String,
    /// Of one that is not in the list: what may have been meant.
    pub(crate) unknown: Option<Vec<&'static str>>,
}

/// Reads a type in any spelling: capitals, hyphens, blanks, underscores and the plural do not matter. One that is not in the
/// list stays as it is, with hyphens for blanks.
pub(crate) fn read(typed: &str) -> Typed {
    let folded = fold(typed);
    let singular = folded.strip_suffix('s').unwrap_or(&folded).to_owned();
    let names = || TYPES.iter().map(|(name, _)| (*name, *name)).chain(ALIASES.iter().copied());
    let known = names().find(|(name, _)| fold(name) == folded);
    let known = known.or_else(|| names().find(|(name, _)| fold(name) == singular));
    match known {
        Some((_, token)) => Typed { token: token.to_owned(), unknown: None },
        None => Typed {
            token: typed
                .split(|character: char| character.is_whitespace() || character == '_')
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join("-")
                .to_lowercase(),
            unknown: Some(closest(typed.trim(), TYPES.iter().map(|(name, _)| *name))),
        },
    }
}

fn fold(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_whitespace() && !matches!(character, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_may_be_spelt_in_any_way() {
        for typed in ["good-practice", "Good practice", "goodpractice", " GOOD_PRACTICES ", "good  practice"]
        {
            assert_eq!(read(typed), Typed { token: "good-practice".to_owned(), unknown: None }, "{typed}");
        }
        assert_eq!(read("Needs").token, "need");
        assert_eq!(read("service").token, "service-offered");
    }

    #[test]
    fn an_unknown_type_stays_and_says_what_may_have_been_meant() {
        let typed = read("Chalenge");
        assert_eq!((typed.token.as_str(), typed.unknown), ("chalenge", Some(vec!["challenge"])));
        let typed = read("Board game");
        assert_eq!((typed.token.as_str(), typed.unknown), ("board-game", Some(Vec::new())));
    }

    #[test]
    fn every_type_and_alias_reads_as_one_of_the_list() {
        for (name, _) in TYPES {
            assert_eq!(read(name), Typed { token: (*name).to_owned(), unknown: None });
        }
        for (alias, name) in ALIASES {
            assert_eq!(read(alias), Typed { token: (*name).to_owned(), unknown: None });
            assert!(TYPES.iter().any(|(known, _)| known == name), "{alias}");
        }
    }
}
