//! What members say about a record, and do with one of their own: each on a page that says first what it means.

use askama::Template;
use axum::response::Response;
use commons_licences::{Kind as AgentKind, Surplus};
use commons_registry::Kind;
use serde_json::Value;

use super::record::title;
use super::refusal::Refused;
use super::value::{fact, fact_value};
use super::{Page, shown};
use crate::failure::Failure;
use crate::language::{Reader, Words};
use crate::output::{name_and_id, text};

/// What is said or done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// Something is asked or doubted.
    Question,
    /// A fact about an organisation or a person is confirmed or denied.
    Confirm,
    /// Others are told to take in what somebody writes.
    Introduce,
    /// A record of one's own is shown no more.
    Hide,
    /// It goes for good.
    Erase,
}

impl Act {
    /// As its address and its keys say it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Confirm => "confirm",
            Self::Introduce => "introduce",
            Self::Hide => "hide",
            Self::Erase => "erase",
        }
    }

    /// What it means, a key for each paragraph.
    const fn means(self) -> &'static [&'static str] {
        match self {
            Self::Question => &["say-question-about"],
            Self::Confirm => &["say-confirm-about"],
            Self::Introduce => &["say-introduce-about"],
            Self::Hide => &["say-hide-about"],
            Self::Erase => &["say-erase-about", "say-erase-history", "say-erase-copies", "say-erase-members"],
        }
    }

    /// What the field for words is called, if there is one.
    const fn asks(self) -> Option<&'static str> {
        match self {
            Self::Question => Some("say-question-text"),
            Self::Confirm => Some("say-confirm-text"),
            Self::Hide => Some("say-hide-text"),
            Self::Introduce | Self::Erase => None,
        }
    }
}

/// What is typed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    pub(crate) text: String,
    pub(crate) fact: String,
    /// None before anything was chosen.
    pub(crate) value: Option<String>,
    pub(crate) until: String,
}

#[derive(Template)]
#[template(path = "say.html")]
struct Say {
    page: Page,
    refused: Option<Refused>,
    id: String,
    about: String,
    by: String,
    act: Act,
    means: Vec<String>,
    /// The field for words.
    asks: Option<String>,
    needs_words: bool,
    fact: Option<Fact>,
    typed: Typed,
    send: String,
    /// What takes back what was said before.
    withdraw: Option<String>,
}

/// The fact that is confirmed or denied.
struct Fact {
    label: String,
    /// What is stated, in words.
    stated: Option<String>,
    /// What may be chosen; if nothing, it is typed.
    choices: Vec<Possible>,
    value: String,
}

struct Possible {
    value: String,
    label: String,
    chosen: bool,
}

/// The page of something that may be said or done.
pub(crate) fn say(
    reader: Reader,
    act: Act,
    record: &Value,
    typed: Typed,
    refused: Option<&Failure>,
) -> Response {
    let words = reader.words;
    let say = |part: &str| words.say(&format!("say-{}-{part}", act.word()));
    let takes_back = match act {
        Act::Confirm => Some("say-confirm-withdraw"),
        Act::Introduce => Some("say-introduce-withdraw"),
        Act::Question | Act::Hide | Act::Erase => None,
    };
    shown(&Say {
        page: Page::titled(reader, say("title")),
        refused: refused.map(|failure| Refused::of_form(words, failure)),
        id: text(record, "id").to_owned(),
        about: title(words, record).text,
        by: name_and_id(record),
        act,
        means: act.means().iter().map(|key| words.say(key)).collect(),
        asks: act.asks().map(|key| words.say(key)),
        needs_words: act == Act::Question,
        fact: (act == Act::Confirm).then(|| asked_fact(words, record, &typed)),
        typed,
        send: say("send"),
        withdraw: takes_back.map(|key| words.say(key)),
    })
}

fn asked_fact(words: Words, record: &Value, typed: &Typed) -> Fact {
    let name = typed.fact.as_str();
    let fields = &record["fields"];
    let stated = if name == "kind" { &fields["agent_kind"] } else { &fields["facts"][name] };
    let stated = match stated {
        Value::Bool(said) => Some(said.to_string()),
        other => other.as_str().map(str::to_owned),
    };
    let value = typed.value.clone().or_else(|| stated.clone()).unwrap_or_else(|| "true".to_owned());
    let possible: Vec<&str> = match name {
        "kind" => AgentKind::ALL.iter().map(|kind| kind.as_str()).collect(),
        "surplus" => Surplus::ALL.iter().map(|surplus| surplus.as_str()).collect(),
        _ if matches!(value.as_str(), "true" | "false") => vec!["true", "false"],
        _ => Vec::new(),
    };
    Fact {
        label: fact(words, name),
        stated: stated.map(|stated| fact_value(words, name, &stated)),
        choices: possible
            .into_iter()
            .map(|one| Possible {
                value: one.to_owned(),
                label: fact_value(words, name, one),
                chosen: one == value,
            })
            .collect(),
        value,
    }
}

/// What whoever looks at a record may say of it, or do with it.
pub(super) struct Offered {
    /// Acts with a page, each with what it is called.
    pub(super) acts: Vec<(&'static str, String)>,
    /// Whether it is hidden, and theirs to be shown again.
    pub(super) can_be_shown: bool,
    /// Whether facts of it may be confirmed.
    pub(super) can_be_confirmed: bool,
}

impl Offered {
    pub(super) fn of(words: Words, record: &Value, is_a_members: bool, is_own: bool) -> Self {
        let kind = text(record, "kind").parse::<Kind>().ok();
        let is_draft = record["draft"] == true;
        let is_hidden = record["hidden"].is_object();
        let may_be_hidden = kind.is_some_and(|kind| kind.field_named("hidden").is_some());
        let is_talk =
            matches!(text(&record["fields"], "statement"), "questions" | "replies" | "asks-removal");
        let offers = |act: Act| match act {
            _ if !is_a_members || is_draft => false,
            Act::Question => !is_own && !is_hidden && !is_talk && kind != Some(Kind::Motion),
            // Beside each fact.
            Act::Confirm => false,
            Act::Introduce => !is_own && kind == Some(Kind::Agent),
            Act::Hide => is_own && may_be_hidden && !is_hidden,
            // Erasing oneself is no matter of one page among others.
            Act::Erase => is_own && !matches!(kind, Some(Kind::Agent | Kind::Motion)),
        };
        let acts = [Act::Question, Act::Introduce, Act::Hide, Act::Erase].into_iter();
        Self {
            acts: acts
                .filter(|act| offers(*act))
                .map(|act| (act.word(), words.say(&format!("say-{}-title", act.word()))))
                .collect(),
            can_be_shown: is_own && is_hidden,
            can_be_confirmed: is_a_members && !is_own && kind == Some(Kind::Agent),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::language::Language;

    fn offered(record: &Value, is_a_members: bool, is_own: bool) -> Vec<&'static str> {
        let offered = Offered::of(Words::of(Language::English), record, is_a_members, is_own);
        offered.acts.into_iter().map(|(act, _)| act).collect()
    }

    #[test]
    fn others_are_asked_and_one_s_own_is_hidden_or_erased() {
        let resource = json!({ "kind": "resource" });
        assert_eq!(offered(&resource, false, false), [""; 0]);
        assert_eq!(offered(&resource, true, false), ["question"]);
        assert_eq!(offered(&resource, true, true), ["hide", "erase"]);
        let agent = json!({ "kind": "agent" });
        assert_eq!(offered(&agent, true, false), ["question", "introduce"]);
        assert_eq!(offered(&agent, true, true), [""; 0]);
        let question = json!({ "kind": "attestation", "fields": { "statement": "questions" } });
        assert_eq!(offered(&question, true, false), [""; 0], "it is replied to");
        assert_eq!(offered(&json!({ "kind": "contribution", "draft": true }), true, true), [""; 0]);
        let hidden = json!({ "kind": "resource", "hidden": { "since": "2026-11-01" } });
        assert_eq!(offered(&hidden, true, true), ["erase"]);
        assert!(Offered::of(Words::of(Language::English), &hidden, true, true).can_be_shown);
    }

    #[test]
    fn a_fact_begins_with_what_is_stated() {
        let record =
            json!({ "fields": { "agent_kind": "company", "facts": { "worker_owned": false, "of": "x" } } });
        let asked = |fact: &str, value: Option<&str>| {
            let typed = Typed { fact: fact.to_owned(), value: value.map(str::to_owned), ..Typed::default() };
            let fact = asked_fact(Words::of(Language::English), &record, &typed);
            let chosen = fact.choices.into_iter().find(|one| one.chosen).map(|one| one.value);
            (chosen.unwrap_or_default(), fact.value)
        };
        assert_eq!(asked("worker_owned", None), ("false".to_owned(), "false".to_owned()));
        assert_eq!(asked("worker_owned", Some("true")).0, "true");
        assert_eq!(asked("kind", None).0, "company");
        assert_eq!(asked("of", None), (String::new(), "x".to_owned()));
    }
}
