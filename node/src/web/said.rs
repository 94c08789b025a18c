//! What answers and term sheets say, in the reader's language where it is known there.

use super::value::fact_value;
use crate::language::Words;
use crate::output::line;

/// Something that an answer or a term sheet says.
pub(super) struct Said {
    pub(super) text: String,
    /// Whether it is in the reader's language. If not it is in English, or as somebody wrote it.
    pub(super) is_readers: bool,
}

impl Said {
    pub(super) fn new(words: Words, english: &str) -> Self {
        let said = words.sentence(english, &|gap, with| named(words, gap, with));
        let is_readers = said.is_some() || words.are_english();
        Self { text: line(&said.unwrap_or_else(|| english.to_owned())), is_readers }
    }
}

/// When a rule holds, in the reader's words where they are known.
pub(super) fn when(words: Words, english: &str) -> String {
    named(words, "conditions", english).unwrap_or_else(|| line(english))
}

/// Where an answer is from: a clause of the licence, or what goes beyond it.
pub(super) fn clause(words: Words, english: &str) -> String {
    match english.split_once(' ') {
        None if english == "deed" => words.say("clause-deed"),
        Some(("permission", number)) => words.with("clause-permission", &[("number", line(number).into())]),
        Some(("agreement", id)) => words.with("clause-agreement", &[("id", line(id).into())]),
        _ => line(english),
    }
}

/// Says what stands in the gap of a sentence: what is of a list has a name. Nothing, if it cannot stand there.
fn named(words: Words, gap: &str, with: &str) -> Option<String> {
    match gap {
        "kind" => words.name("agent-kind", with),
        "fact" => words.name("fact", with),
        "value" => Some(fact_value(words, "", with)),
        "facts" => conditions(words, with),
        "conditions" => {
            let tables: Option<Vec<String>> =
                with.split("; or ").map(|table| conditions(words, table)).collect();
            tables.map(|tables| tables.join(&format!("; {} ", words.say("common-or"))))
        }
        "acts" => {
            let acts: Option<Vec<String>> = with.split(", ").map(|act| words.name("act", act)).collect();
            acts.map(|acts| acts.join(", "))
        }
        _ => Some(with.to_owned()),
    }
}

/// Facts with their values, as in "kind is union or nonprofit, purpose is commercial". Nothing, if it is anything else.
fn conditions(words: Words, english: &str) -> Option<String> {
    let condition = |one: &str| {
        let (name, values) = one.split_once(" is ")?;
        let is_word = |value: &&str| value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        let values: Vec<&str> = values.split(" or ").collect();
        let values = values.iter().all(is_word).then_some(values)?;
        let values: Vec<String> = values.iter().map(|value| fact_value(words, name, value)).collect();
        let called = words.name("fact", name).or_else(|| words.name("doing", name))?;
        Some(format!("{called}: {}", values.join(&format!(" {} ", words.say("common-or")))))
    };
    let all: Option<Vec<String>> = english.split(", ").map(condition).collect();
    all.map(|all| all.join("; "))
}

#[cfg(test)]
mod tests {
    use commons_licences::Permission;

    use super::*;
    use crate::language::Language;

    fn said(language: Language, english: &str) -> (String, bool) {
        let said = Said::new(Words::of(language), english);
        (said.text, said.is_readers)
    }

    #[test]
    fn what_the_engine_says_is_said_in_plain_words() {
        let taken = "Taken from the kind, worker-coop, since nothing else was said: worker_owned is true.";
        assert_eq!(
            said(Language::English, taken).0,
            "Taken from the kind, worker co-op, since nothing else was said: owned by its workers: yes."
        );
        let (german, is_german) = said(Language::German, taken);
        assert!(is_german && german.contains("Produktivgenossenschaft"), "{german}");
    }

    #[test]
    fn permissions_are_said_in_plain_words() {
        for (typed, expected) in [
            ("reserves", "worker co-ops that keep a reserve"),
            (
                "kind=union|nonprofit, purpose=commercial: a copy of what you make",
                "non-profit organisation or trade union",
            ),
        ] {
            let permission = Permission::parse(typed).unwrap().in_words();
            let (english, _) = said(Language::English, &permission);
            assert!(english.contains(expected) && !english.contains('_'), "{english}");
            let (spanish, is_spanish) = said(Language::Spanish, &permission);
            assert!(is_spanish && !spanish.contains(" is "), "{spanish}");
        }
    }

    #[test]
    fn conditions_and_clauses_are_said_in_plain_words() {
        let words = Words::of(Language::English);
        assert_eq!(
            when(words, "adapts is true, purpose is commercial; or kind is person or union"),
            "whether it is changed: yes; whether anyone pays: yes; or what sort of organisation: person or trade union"
        );
        assert_eq!(when(words, "for military"), "for military");
        for (clause_of, said) in [("4(e)", "4(e)"), ("deed", "deed"), ("permission 2", "permission 2")] {
            assert_eq!(clause(words, clause_of), said);
        }
        assert_eq!(clause(Words::of(Language::German), "permission 2"), "Erlaubnis 2");
    }

    #[test]
    fn what_is_not_known_stays_as_it_is() {
        assert_eq!(said(Language::French, "As we wrote \u{202e}it"), ("As we wrote it".to_owned(), false));
    }
}
