//! What answers say, sentence by sentence, for whoever says it in another language.
//!
//! An answer is in English. Most of its sentences stand in the term sheets, word for word; some are made up from a sentence with
//! gaps, and those are all here.

use std::collections::BTreeSet;

use crate::class::LicenceClass;
use crate::sheet::all_sheets;

/// Declares sentences with gaps: a function that fills the gaps for each, and the list of all, `WITH_GAPS`.
#[macro_export]
macro_rules! sentences_with_gaps {
    ($($name:ident($($gap:ident),*) = $sentence:literal;)+) => {
        /// Every sentence that is made up here, as it is before its gaps are filled.
        pub(crate) const WITH_GAPS: &[&str] = &[$($sentence),+];
        $(pub(crate) fn $name($($gap: &str),*) -> String {
            format!($sentence, $($gap = $gap),*)
        })+
    };
}

sentences_with_gaps! {
    agreement_allows(permission) = "An agreement in force between you and the steward allows it beyond the licence, to {permission}.";
    allowed_acts(permission, acts) = "{permission}, to {acts}";
    allowed_if_asked(permission, whom) = "{permission} (ask {whom})";
    allowed_in_return_if_asked(permission, what, whom) = "{permission}; in return: {what} (ask {whom})";
    allowed_in_return(permission, what) = "{permission}; in return: {what}";
    anybody() = "anybody";
    added(name) = "We do not know what {name} adds to the licence: read it.";
    by_the_licence_alone(reason) = "By the licence alone: {reason}";
    coops() = "co-ops of every sort, for commercial use";
    exception(name) = "The exception {name} permits more than what is said here: read it.";
    implied(kind, facts) = "Taken from the kind, {kind}, since nothing else was said: {facts}.";
    in_return(what) = "In return: {what}.";
    in_return_and_ask(what, whom) = "In return: {what}. Ask {whom}.";
    kept_apart(one, other) = "Material under {one} and material under {other} cannot be passed on in one adaptation: {one} allows no further restrictions, and {other} has some. A collection, in which each stays a work of its own, is another matter.";
    known_by_name(id) = "We know the name {id} but hold no term sheet for it: read its text, or ask.";
    known_by_name_and_class(id, class) = "We know the name {id}, {class}, but hold no term sheet for it: read its text, or ask.";
    known_of(name, id) = "We know of {name} ({id}) but hold no term sheet for it: read its text, or ask.";
    known_of_class(name, id, class) = "We know of {name} ({id}), {class}, but hold no term sheet for it: read its text, or ask.";
    less_in_return(questions) = "Perhaps less is asked of you in return; that depends on this: {questions}";
    no_licence_in_common(licences) = "Each of {licences} says under which licence an adaptation may be passed on, and no licence suits them all. A collection, in which each stays a work of its own, is another matter.";
    none_said() = "Nothing is said about a licence.";
    none_stated() = "No licence is stated, so all rights stay with those who made the work; only what the law itself allows is free.";
    nonprofits() = "non-profits, for commercial use";
    own_unread(sheet) = "Whoever wrote down the rules of {sheet} has not read its text for that: read it, or ask.";
    ported(licence, sheet) = "{licence} is a version ported to one country or organisation: the clauses cited are those of {sheet}, and may be numbered or worded otherwise there.";
    public_bodies() = "public bodies and places of education, for commercial use";
    reserves() = "worker-owned businesses that keep a reserve or share out only part of their surplus, for commercial use";
    result_meant(result, rule) = "Meant for the result: {result}. {rule}";
    result_unread(result, rule) = "Meant for the result: {result}, which we cannot read. {rule}";
    self_employed() = "people who work on their own account, for commercial use";
    steward_allows(permission) = "The steward allows it beyond the licence, to {permission}.";
    too_many(most) = "More than {most} works are combined: ask about fewer at a time.";
    under(licences, text) = "{licences}: {text}";
    unread(sheet) = "The text of {sheet} has not been read for our term sheet: read it, or ask.";
    unsaid() = "Nobody has said which licence there is.";
    whoever_fits(conditions) = "whoever fits this: {conditions}";
}

/// Every sentence that an answer may say, but for what people wrote themselves. What stands in braces is a gap; what fills it may be
/// one of these sentences too.
pub fn sentences() -> BTreeSet<&'static str> {
    let mut all: BTreeSet<&str> = WITH_GAPS.iter().copied().collect();
    all.extend(LicenceClass::ALL.iter().map(|class| class.plain_words()));
    for sheet in all_sheets() {
        all.extend(sheet.note.as_deref());
        for test in &sheet.tests {
            all.insert(&test.asks);
            all.extend(test.cases.iter().map(|case| case.text.as_str()));
        }
        all.extend(sheet.bars.iter().flat_map(|bar| [bar.text.as_str(), &bar.unless]));
        all.extend(sheet.duties.iter().map(|conditional| conditional.duty.text.as_str()));
        let result = sheet.result.iter();
        all.extend(result.clone().map(|result| result.text.as_str()));
        all.extend(result.filter_map(|result| result.duty.as_ref()).map(|duty| duty.text.as_str()));
    }
    all.remove("");
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Question, answer};

    #[test]
    fn what_answers_say_is_on_the_list() {
        let all = sentences();
        for licence in ["PPL", "CC-BY-SA-4.0", "GPL-3.0-only", "NONE", "NOASSERTION", ""] {
            for reason in answer(&Question::about(licence)).reasons {
                assert!(all.contains(reason.text.as_str()), "{licence}: {}", reason.text);
            }
        }
        let several = answer(&Question::about("Zlib AND GPL-2.0-only WITH Classpath-exception-2.0")).reasons;
        let exception = exception("Classpath-exception-2.0");
        assert!(several.iter().any(|reason| reason.text.ends_with(&exception)), "{several:?}");
    }

    #[test]
    fn no_sentence_looks_like_one_with_gaps_unless_it_is_one() {
        for sentence in sentences().difference(&WITH_GAPS.iter().copied().collect()) {
            assert!(!sentence.contains(['{', '}']), "{sentence}");
        }
    }
}
