//! What answers about reuse have in common, in words.

use commons_licences::{FactName, Verdict};
use serde_json::Value;

use super::confirm::{attester, value_in_words};
use crate::output::{line, plain, text, who};

/// What would have to be said, and how.
pub(super) fn what_would_settle_it(missing: &[FactName]) -> String {
    if missing.is_empty() {
        return String::new();
    }
    let mut words = "\nWhat would settle it:\n".to_owned();
    for fact in missing {
        words.push_str(&format!("  - {} ({})\n", fact.question(), how_to_say(*fact)));
    }
    words
}

/// A letter to somebody.
pub(super) fn letter(to: &str, letter: &str) -> String {
    let mut words = format!("\nA letter to {to}, ready to send:\n\n");
    for line in plain(letter).lines() {
        words.push_str(&format!("    {line}\n"));
    }
    words
}

/// On whose word the facts stand.
pub(super) fn provenance(shown: &Value) -> String {
    let lists = |fact: &Value| {
        ["confirmed_by", "denied_by", "no_longer"]
            .map(|list| fact[list].as_array().cloned().unwrap_or_default())
    };
    let facts = shown["facts"].as_array().into_iter().flatten();
    let told: Vec<&Value> = facts
        .filter(|fact| fact["used"] == true || lists(fact).iter().any(|list| !list.is_empty()))
        .collect();
    if told.is_empty() {
        return String::new();
    }
    let mut words = match shown.get("asker").filter(|asker| asker.is_object()) {
        Some(asker) => format!("\nOn whose word, about {}:\n", who(asker)),
        None => "\nOn whose word:\n".to_owned(),
    };
    for fact in told {
        let name = text(fact, "fact");
        words.push_str(&match fact["basis"].as_str() {
            Some(basis) => format!("  - {name} is {}: {}\n", value_in_words(&fact["value"]), said_by(basis)),
            None => format!("  - {name}: they have not said; to go by others, say it with --fact\n"),
        });
        let [confirmed, denied, spent] = lists(fact);
        for one in &confirmed {
            words.push_str(&format!("      confirmed{} by {}\n", of_value(fact, one), attester(one)));
        }
        for one in &denied {
            words.push_str(&format!("      DENIED{} by {}\n", of_value(fact, one), attester(one)));
        }
        for one in &spent {
            words.push_str(&format!("      no longer{} by {}\n", of_value(fact, one), attester(one)));
        }
    }
    for warning in shown["warnings"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        words.push_str(&format!("  ! {}\n", line(warning)));
    }
    if shown["more_confirmations"] == true {
        words.push_str("  Strangers say more than is shown here.\n");
    }
    words
}

fn said_by(basis: &str) -> &str {
    match basis {
        "self-declared" => "they say so themselves",
        "given" => "said with the question",
        "implied-by-kind" => "taken from their kind, since nothing else was said",
        other => other,
    }
}

/// The value that is confirmed, where it is not the one that was taken.
fn of_value(fact: &Value, confirmation: &Value) -> String {
    match fact["value"] == confirmation["value"] {
        true => String::new(),
        false => format!(" (as {})", value_in_words(&confirmation["value"])),
    }
}

/// The answer in plain words, before what explains it.
pub(super) const fn headline(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allowed => "Yes.",
        Verdict::AllowedWithDuties => "Yes, if you do something in return.",
        Verdict::MissingFacts => "That depends: tell us more.",
        Verdict::Unclear => "The text is unclear: ask.",
        Verdict::NotGranted => "Not under this licence: ask for permission.",
        Verdict::Forbidden => "No: this licence bars it. The licensor may still agree otherwise.",
        Verdict::Unknown => "We do not know this licence.",
    }
}

pub(super) fn how_to_say(fact: FactName) -> String {
    match fact {
        FactName::Purpose => "--for commercial or --for non-commercial".to_owned(),
        fact => format!("--fact {fact}=…: {}", fact.expects().replace('`', "")),
    }
}
