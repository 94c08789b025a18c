//! What answers and term sheets say, in the reader's language where it is known there.

use commons_licences::FactName;

use super::value::fact_value;
use crate::language::Words;
use crate::output::line;

/// Something that an answer or a term sheet says, in the reader's language; as it came, where it is not known there: terms of one's
/// own are as their steward wrote them.
pub(super) fn translated(words: Words, english: &str) -> String {
    line(&words.sentence(english, &|gap, with| named(words, gap, with)).unwrap_or_else(|| english.to_owned()))
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
        "each" => each_licence(words, with),
        "questions" => questions(words, with),
        "conditions" => {
            let tables: Option<Vec<String>> =
                with.split("; or ").map(|table| conditions(words, table)).collect();
            tables.map(|tables| tables.join(&format!("; {} ", words.say("common-or"))))
        }
        "acts" => {
            let acts: Option<Vec<String>> = with.split(", ").map(|act| words.name("act", act)).collect();
            acts.map(|acts| acts.join(", "))
        }
        // Licences, names, numbers, and what people wrote.
        "called" | "count" | "id" | "licence" | "licences" | "most" | "name" | "newer" | "one" | "other"
        | "record" | "result" | "sheet" | "terms" | "version" | "what" | "whom" | "whose" => {
            Some(with.to_owned())
        }
        _ => None,
    }
}

/// Licences with what each comes to, as in "PPL: not-granted; MIT: allowed".
fn each_licence(words: Words, english: &str) -> Option<String> {
    let each = english.split("; ").map(|one| {
        let (licence, verdict) = one.rsplit_once(": ")?;
        Some(pair(words, licence, &words.name("verdict", verdict)?))
    });
    // The sentence that they stand in ends by itself.
    let each = each.collect::<Option<Vec<_>>>().map(|each| each.join(" "))?;
    Some(each.trim_end_matches('.').to_owned())
}

/// Questions, one after the other.
fn questions(words: Words, english: &str) -> Option<String> {
    let mut asked: Vec<(usize, String)> = FactName::ALL
        .iter()
        .filter_map(|fact| Some((english.find(fact.question())?, words.name("question", fact.as_str())?)))
        .collect();
    asked.sort();
    let asked: Vec<String> = asked.into_iter().map(|(_, question)| question).collect();
    (!asked.is_empty()).then(|| asked.join(" "))
}

/// Something with its value, as the language writes that.
pub(super) fn pair(words: Words, name: &str, value: &str) -> String {
    words.with("common-pair", &[("name", name.into()), ("value", value.into())])
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
        Some(pair(words, &called, &values.join(&format!(" {} ", words.say("common-or")))))
    };
    let all: Option<Vec<String>> = english.split(", ").map(condition).collect();
    all.map(|all| all.join("; "))
}

#[cfg(test)]
mod tests {
    use commons_licences::{Act, Basis, Facts, Kind, Permission, Purpose, Question, answer, sheets};

    use super::*;
    use crate::language::Language;

    const GERMAN: Words = Words::of(Language::German);

    /// Whether something is said in German.
    fn is_german(english: &str) -> bool {
        GERMAN.sentence(english, &|gap, with| named(GERMAN, gap, with)).is_some()
    }

    #[test]
    fn all_that_answers_say_is_said_in_another_language() {
        let mut met = 0;
        for id in sheets().iter().filter_map(|sheet| sheet.ids.first()) {
            for (kind, purpose) in Kind::ALL.iter().flat_map(|kind| {
                [Purpose::Commercial, Purpose::NonCommercial, Purpose::Unsure].map(|purpose| (kind, purpose))
            }) {
                let mut question = Question::about(id);
                let mut facts = Facts::default();
                facts.set_fact("kind", kind.as_str(), Basis::Given).unwrap();
                question.user = facts.into();
                question.use_.purpose = purpose;
                question.use_.acts = Act::ALL.iter().copied().collect();
                let answer = answer(&question);
                let said = answer.reasons.iter().map(|reason| &reason.text);
                for text in said.chain(answer.duties.iter().map(|duty| &duty.text)) {
                    assert!(is_german(text), "{id}: {text}");
                    met += 1;
                }
            }
        }
        assert!(met > 1000, "{met}");
    }

    #[test]
    fn what_the_engine_says_is_said_in_plain_words() {
        let english = Words::of(Language::English);
        let taken = "Taken from the kind, worker-coop, since nothing else was said: worker_owned is true.";
        assert_eq!(
            translated(english, taken),
            "Taken from the kind, worker co-op, since nothing else was said: owned by its workers: yes."
        );
        assert!(translated(GERMAN, taken).contains("Produktivgenossenschaft"));
        let less = "Perhaps less is asked of you in return; that depends on this: ".to_owned()
            + FactName::Surplus.question()
            + " "
            + FactName::WorkerOwned.question();
        assert!(
            is_german(&less) && translated(GERMAN, &less).matches('?').count() == 2,
            "{}",
            translated(GERMAN, &less)
        );
        let several = crate::sentences::several_licences("PPL: not-granted; MIT: allowed");
        assert!(
            translated(english, &several)
                .ends_with("each: PPL: Not under this licence: ask for permission. MIT: Yes.")
        );
    }

    #[test]
    fn permissions_are_said_in_plain_words() {
        for (typed, expected) in [
            ("reserves", "worker-owned businesses that keep a reserve"),
            ("kind=union|nonprofit, purpose=commercial: a copy", "non-profit organisation or trade union"),
        ] {
            let permission =
                Permission { contact: Some("the press".to_owned()), ..Permission::parse(typed).unwrap() };
            let english = translated(Words::of(Language::English), &permission.in_words());
            assert!(english.contains(expected) && !english.contains('_'), "{english}");
            let german = translated(GERMAN, &permission.in_words());
            assert!(is_german(&permission.in_words()) && german.contains("fragt the press"), "{german}");
            assert!(!german.contains(" is ") && !german.contains("ask "), "{german}");
        }
    }

    #[test]
    fn conditions_and_clauses_are_said_in_plain_words() {
        assert_eq!(
            when(
                Words::of(Language::English),
                "adapts is true, purpose is commercial; or kind is person or union"
            ),
            "whether it is changed: yes; whether anyone pays: yes; or what sort of organisation: person or trade union"
        );
        for (english, german) in [
            ("4(e)", "4(e)"),
            ("deed", "Kurzfassung"),
            ("permission 2", "Erlaubnis 2"),
            ("agreement 4e38a541", "Vereinbarung 4e38a541"),
        ] {
            assert_eq!(clause(GERMAN, english), german);
        }
    }

    #[test]
    fn what_is_not_known_stays_as_it_is() {
        assert_eq!(translated(GERMAN, "As we wrote \u{202e}it"), "As we wrote it");
    }
}
