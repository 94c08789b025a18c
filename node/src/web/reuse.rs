//! May we reuse this? The question as people are asked it, and the answer with all that explains it.

use commons_licences::{Act, Answer, FactName, Kind, Purpose, Surplus, Verdict};
use serde_json::Value;

use super::Choice;
use super::letter::{Letter, letter};
use super::refusal::Refused;
use super::said::{clause, pair, translated};
use super::value::{fact, fact_value};
use crate::failure::Failure;
use crate::json_ld::USAGE_ANCHOR;
use crate::language::Words;
use crate::output::{licence_in_words, name_and_id, plain, text};

/// What may be done with a work, as people are asked it. The last is for agreements, not for a form.
const ACTS: [Act; 5] = [Act::Use, Act::Copy, Act::Adapt, Act::Distribute, Act::NetworkService];

/// What was asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asking {
    pub(crate) purpose: Purpose,
    pub(crate) acts: Vec<Act>,
    /// Facts by their names, with their values, as they were typed; `kind` among them.
    pub(crate) facts: Vec<(String, String)>,
}

impl Asking {
    fn said(&self, fact: FactName) -> Option<&str> {
        let mut said = self.facts.iter().rev();
        said.find(|(name, _)| name.replace('-', "_") == fact.as_str()).map(|(_, value)| value.as_str())
    }
}

/// The question about reuse, and the answer.
pub(crate) struct Reuse {
    pub(super) anchor: &'static str,
    pub(super) id: String,
    pub(super) purposes: Vec<Choice>,
    pub(super) kinds: Vec<Choice>,
    pub(super) acts: Vec<Choice>,
    /// What would settle it, and what was said before.
    pub(super) further: Vec<Further>,
    pub(super) answer: Result<Answered, Refused>,
    /// The text that names who made the work.
    pub(super) credit: Option<String>,
}

/// A question about whoever asks, which settles something.
pub(super) struct Further {
    /// Under which name the answer goes out.
    pub(super) name: String,
    pub(super) question: String,
    pub(super) choices: Vec<Choice>,
}

/// The answer.
pub(super) struct Answered {
    pub(super) verdict: Verdict,
    /// Whether it is the work of whoever asks.
    pub(super) own: bool,
    pub(super) headline: String,
    pub(super) alternative: Option<String>,
    pub(super) is_missing_facts: bool,
    pub(super) duties: Vec<Duty>,
    pub(super) reasons: Vec<Reason>,
    /// Whose facts were taken, where it is not only what was typed.
    pub(super) asker: Option<String>,
    pub(super) facts: Vec<Stated>,
    pub(super) warnings: Vec<String>,
    pub(super) letter: Option<Letter>,
}

pub(super) struct Duty {
    /// In a few words, for a duty that licences have in common.
    pub(super) said: Option<String>,
    pub(super) text: String,
    pub(super) clause: String,
}

pub(super) struct Reason {
    pub(super) text: String,
    pub(super) clause: Option<String>,
}

/// A fact that the answer rests on, and on whose word.
pub(super) struct Stated {
    pub(super) said: String,
    pub(super) basis: String,
    pub(super) others: Vec<String>,
}

/// The question as it was asked, with the answer.
pub(crate) fn reuse(
    words: Words,
    id: &str,
    asking: &Asking,
    reply: Result<Value, Failure>,
    credit: Option<&Value>,
) -> Reuse {
    let read = reply.and_then(|reply| {
        let answer = serde_json::from_value::<Answer>(reply.clone()).map_err(Failure::internal)?;
        Ok((reply, answer))
    });
    let credit = credit.map(|credit| plain(text(credit, "text"))).filter(|text| !text.is_empty());
    let missing = read.as_ref().map(|(_, answer)| answer.missing_facts.as_slice()).unwrap_or_default();
    // A yes may ask less in return of some, and says which facts tell.
    let reasons = read.as_ref().map(|(_, answer)| answer.reasons.as_slice()).unwrap_or_default();
    let tells = |fact: &FactName| reasons.iter().any(|reason| reason.text.contains(fact.question()));
    let asked = |fact: &FactName| missing.contains(fact) || tells(fact) || asking.said(*fact).is_some();
    // These two are asked always.
    let others = FactName::ALL.iter().filter(|fact| !matches!(fact, FactName::Kind | FactName::Purpose));
    let questions = others.filter(|fact| asked(fact)).map(|fact| Further {
        name: format!("fact.{fact}"),
        ..further(words, *fact, asking.said(*fact).unwrap_or_default())
    });
    let questions = questions.collect();
    Reuse {
        anchor: USAGE_ANCHOR,
        id: id.to_owned(),
        purposes: [Purpose::Unsure, Purpose::Commercial, Purpose::NonCommercial]
            .map(|each| choice(words, "purpose", each.as_str(), each == asking.purpose))
            .into(),
        kinds: further(words, FactName::Kind, asking.said(FactName::Kind).unwrap_or_default()).choices,
        acts: ACTS.map(|each| choice(words, "act", each.as_str(), asking.acts.contains(&each))).into(),
        further: questions,
        answer: read
            .map(|(reply, answer)| answered(words, asking, &reply, answer, credit.as_deref()))
            .map_err(|failure| Refused::new(words, &failure)),
        credit,
    }
}

fn choice(words: Words, family: &str, value: &'static str, chosen: bool) -> Choice {
    Choice { value, label: words.name(family, value).unwrap_or_else(|| value.to_owned()), chosen }
}

/// A fact as a question, with what may be said to it.
pub(super) fn further(words: Words, fact: FactName, said: &str) -> Further {
    let choices = match fact {
        FactName::Kind => Kind::ALL
            .iter()
            .map(|each| choice(words, "agent-kind", each.as_str(), each.as_str() == said))
            .collect(),
        FactName::Surplus => Surplus::ALL
            .iter()
            .map(|each| choice(words, "surplus", each.as_str(), each.as_str() == said))
            .collect(),
        FactName::Fields => ["none", "military", "police", "military,police"]
            .map(|each| Choice {
                value: each,
                label: fact_value(words, "fields", each),
                chosen: each == said,
            })
            .into(),
        _ => {
            let yes = matches!(said, "true" | "yes");
            let no = matches!(said, "false" | "no");
            vec![
                Choice { value: "true", label: words.say("say-yes"), chosen: yes },
                Choice { value: "false", label: words.say("say-no"), chosen: no },
            ]
        }
    };
    Further {
        name: fact.to_string(),
        question: words.name("question", fact.as_str()).unwrap_or_else(|| fact.question().to_owned()),
        choices,
    }
}

fn answered(words: Words, asking: &Asking, reply: &Value, answer: Answer, credit: Option<&str>) -> Answered {
    let duties = answer.duties.iter().map(|duty| Duty {
        said: words.name("duty", &duty.id),
        text: translated(words, &duty.text),
        clause: clause(words, &duty.clause),
    });
    let reasons = answer.reasons.iter().map(|reason| Reason {
        text: translated(words, &reason.text),
        clause: reason.clause.as_deref().map(|from| clause(words, from)),
    });
    let warnings = reply["warnings"].as_array().into_iter().flatten().filter_map(Value::as_str);
    Answered {
        verdict: answer.answer,
        own: reply["own"] == true,
        headline: match answer.answer {
            Verdict::NotGranted if text(reply, "licence").eq_ignore_ascii_case("none") => {
                words.say("reuse-no-licence")
            }
            verdict => words.name("verdict", verdict.as_str()).unwrap_or_default(),
        },
        alternative: answer.alternative.as_ref().map(|alternative| {
            words.with("reuse-alternative", &[("licence", licence_in_words(reply, alternative).into())])
        }),
        is_missing_facts: answer.answer == Verdict::MissingFacts,
        duties: duties.collect(),
        reasons: reasons.collect(),
        asker: reply.get("asker").filter(|asker| asker.is_object()).map(name_and_id),
        facts: stated(words, reply),
        warnings: warnings.map(|warning| translated(words, warning)).collect(),
        // What is still to be settled only whoever asks can settle.
        letter: (answer.request.is_some() && answer.answer != Verdict::MissingFacts)
            .then(|| letter(words, asking, &answer, reply, credit)),
    }
}

/// The facts that the answer rests on, and those that somebody has something to say of.
fn stated(words: Words, reply: &Value) -> Vec<Stated> {
    let mut all = Vec::new();
    for one in reply["facts"].as_array().into_iter().flatten() {
        let name = text(one, "fact");
        let mut others = Vec::new();
        for (list, key) in [
            ("confirmed_by", "reuse-confirmed"),
            ("denied_by", "reuse-denied"),
            ("no_longer", "reuse-no-longer"),
        ] {
            for attested in one[list].as_array().into_iter().flatten() {
                let by = name_and_id(&attested["by"]);
                let value = fact_value(words, name, &as_text(&attested["value"]));
                others.push(words.with(key, &[("by", by.into()), ("value", value.into())]));
            }
        }
        if one["used"] != true && others.is_empty() {
            continue;
        }
        let (said, basis) = match one["basis"].as_str() {
            Some(basis) => {
                let value = fact_value(words, name, &as_text(&one["value"]));
                (pair(words, &fact(words, name), &value), words.name("basis", basis).unwrap_or_default())
            }
            None => (fact(words, name), words.say("basis-not-said")),
        };
        all.push(Stated { said, basis, others });
    }
    all
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(several) => several.iter().map(as_text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
