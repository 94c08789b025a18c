//! A letter to whoever keeps a work, to ask for permission: in the reader's language, and in English for whoever does not read that.

use commons_licences::{Answer, FactName, Reason, Verdict};
use serde_json::Value;

use super::reuse::Asking;
use super::said::{clause, translated};
use crate::language::{Language, Words};
use crate::output::{licence_in_words, line, text};

/// A letter, ready to send.
pub(super) struct Letter {
    pub(super) text: String,
    /// The same in English, if the letter is in another language.
    pub(super) english: Option<String>,
}

/// Asks for permission, or for how the steward reads the licence. `reply` is the answer as a whole, with what was asked about.
pub(super) fn letter(
    words: Words,
    asking: &Asking,
    answer: &Answer,
    reply: &Value,
    credit: Option<&str>,
) -> Letter {
    let write = |words| written(words, asking, answer, reply, credit);
    let english = (!words.are_english()).then(|| write(Words::of(Language::English)));
    Letter { text: write(words), english }
}

fn written(words: Words, asking: &Asking, answer: &Answer, reply: &Value, credit: Option<&str>) -> String {
    let kind = reply["facts"].as_array().into_iter().flatten().find(|fact| fact["fact"] == "kind");
    let kind = kind.and_then(|kind| kind["value"].as_str());
    let who = if kind == Some("person") { "person" } else { "we" };
    let say = |key: &str| words.with(key, &[("who", who.into())]);
    let title = line(text(reply, "title"));
    let mut about_us = vec![words.with("letter-reuse", &[("who", who.into()), ("title", title.into())])];
    about_us.push(terms(words, who, reply));
    about_us.extend(
        kind.and_then(|kind| words.name("agent-kind", kind))
            .map(|kind| words.with("letter-kind", &[("who", who.into()), ("kind", kind.into())])),
    );
    let mut parts = vec![say("letter-greeting"), about_us.join(" "), plan(words, asking)];
    let in_the_way = in_the_way(answer);
    if answer.answer != Verdict::Unknown && !in_the_way.is_empty() {
        let reasons = in_the_way.iter().map(|reason| {
            let from = reason.clause.as_ref().map(|from| format!(" [{}]", clause(words, from)));
            format!("\n- {}{}", translated(words, &reason.text), from.unwrap_or_default())
        });
        parts.push(format!("{}\n{}", say("letter-in-the-way"), reasons.collect::<String>()));
    }
    parts.push(say(match answer.answer {
        Verdict::Unclear => "letter-unclear",
        Verdict::Unknown => "letter-unknown",
        Verdict::Forbidden => "letter-forbidden",
        _ => "letter-ask",
    }));
    parts.push(say("letter-thanks"));
    let by = reply.get("asker").and_then(|asker| asker["agent_name"].as_str());
    parts.push(by.map_or_else(|| words.say("letter-sign"), line));
    parts.extend(credit.map(|credit| words.with("letter-about", &[("credit", credit.into())])));
    parts.join("\n\n") + "\n"
}

/// The reasons that a clause of the licence gives; where none does, the first.
fn in_the_way(answer: &Answer) -> Vec<&Reason> {
    let is_of_licence = |from: &String| !from.starts_with("permission ") && !from.starts_with("agreement ");
    let reasons: Vec<&Reason> =
        answer.reasons.iter().filter(|reason| reason.clause.as_ref().is_some_and(is_of_licence)).collect();
    if reasons.is_empty() { answer.reasons.iter().take(1).collect() } else { reasons }
}

/// Under which terms the work is offered, as far as that is said.
fn terms(words: Words, who: &str, reply: &Value) -> String {
    let licence = text(reply, "licence");
    match licence.to_ascii_lowercase().as_str() {
        "" | "none" | "noassertion" => words.with("letter-no-terms", &[("who", who.into())]),
        _ => words.with("letter-terms", &[("licence", licence_in_words(reply, licence).into())]),
    }
}

/// What is planned, and whether anyone pays.
fn plan(words: Words, asking: &Asking) -> String {
    let acts = asking.acts.iter().filter_map(|act| words.name("act", act.as_str()));
    let acts = acts.collect::<Vec<_>>().join(", ");
    let purpose = words.name("purpose", asking.purpose.as_str()).unwrap_or_default();
    let plan = words.with("letter-plan", &[("acts", acts.into())]);
    format!("{plan} {} {purpose}.", question(words, FactName::Purpose))
}

fn question(words: Words, fact: FactName) -> String {
    words.name("question", fact.as_str()).unwrap_or_else(|| fact.question().to_owned())
}
