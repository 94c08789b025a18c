//! A letter to whoever keeps a work, to ask for permission: in the reader's language, and in English for whoever does not read that.

use commons_licences::{Act, Answer, FactName, Purpose, Verdict};
use serde_json::Value;

use super::reuse::Asking;
use super::said::{Said, clause};
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
    let licence = text(reply, "licence");
    let is_licensed = !["", "none", "noassertion"].contains(&licence.to_ascii_lowercase().as_str());
    let terms = match is_licensed {
        true => words.with("letter-terms", &[("licence", licence_in_words(reply, licence).into())]),
        false => words.say("letter-no-terms"),
    };
    let mut about_us = vec![say("letter-reuse"), terms];
    about_us.extend(
        kind.and_then(|kind| words.name("agent-kind", kind))
            .map(|kind| words.with("letter-kind", &[("who", who.into()), ("kind", kind.into())])),
    );
    let mut parts = vec![say("letter-greeting"), about_us.join(" ")];
    parts.extend(plan(words, asking));
    let is_open = matches!(answer.answer, Verdict::MissingFacts | Verdict::Unknown);
    if let Some(reason) = answer.reasons.first().filter(|_| !is_open) {
        let from = reason.clause.as_ref().map(|from| format!(" [{}]", clause(words, from)));
        let reason = Said::new(words, &reason.text).text + &from.unwrap_or_default();
        parts.push(words.with("letter-in-the-way", &[("who", who.into()), ("reason", reason.into())]));
    }
    match answer.answer {
        Verdict::MissingFacts => {
            let open = answer.missing_facts.iter().map(|fact| format!("\n- {}", question(words, *fact)));
            parts.push(format!("{}\n{}", say("letter-open"), open.collect::<String>()));
            parts.push(say("letter-already"));
        }
        Verdict::Unclear => parts.push(say("letter-unclear")),
        Verdict::Unknown => parts.push(say("letter-unknown")),
        Verdict::Forbidden => parts.push(say("letter-forbidden")),
        _ => parts.push(say("letter-ask")),
    }
    parts.push(say("letter-thanks"));
    let by = reply.get("asker").and_then(|asker| asker["agent_name"].as_str());
    parts.extend(by.map(line));
    parts.extend(credit.map(|credit| words.with("letter-about", &[("credit", credit.into())])));
    parts.join("\n\n") + "\n"
}

/// What is planned, and whether anyone pays.
fn plan(words: Words, asking: &Asking) -> Option<String> {
    let acts = asking.acts.iter().filter_map(|act: &Act| words.name("act", act.as_str()));
    let acts = acts.collect::<Vec<_>>().join(", ");
    let acts = (!acts.is_empty()).then(|| words.with("letter-plan", &[("acts", acts.into())]));
    let purpose = words.name("purpose", asking.purpose.as_str()).unwrap_or_default();
    let money = format!("{} {purpose}.", question(words, FactName::Purpose));
    let money = (asking.purpose != Purpose::Unsure).then_some(money);
    let said: Vec<String> = acts.into_iter().chain(money).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

fn question(words: Words, fact: FactName) -> String {
    words.name("question", fact.as_str()).unwrap_or_else(|| fact.question().to_owned())
}
