//! The form in which members change what their organisation says of itself.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use commons_licences::FactName;
use serde_json::Value;

use super::publish::hash;
use super::refusal::Refused;
use super::reuse::{Further, further};
use super::value::fact_value;
use super::{Page, shown};
use crate::failure::Failure;
use crate::language::{Language, Reader, Words};
use crate::output::plain;

/// How a text is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Line,
    /// In several lines, which are one text.
    Long,
    /// Several, one to a line.
    Lines,
}

/// What the form asks besides facts: what a profile calls it, how it is typed, and the key of a hint.
const TEXTS: [(&str, Sort, Option<&str>); 10] = [
    ("name", Sort::Line, Some("set-up-name-hint")),
    ("description", Sort::Long, None),
    ("place", Sort::Line, Some("profile-place-hint")),
    ("country", Sort::Line, Some("profile-country-hint")),
    ("latitude", Sort::Line, Some("profile-exact-hint")),
    ("longitude", Sort::Line, Some("profile-exact-hint")),
    ("contact", Sort::Line, Some("profile-contact-hint")),
    ("links", Sort::Lines, Some("publish-links-hint")),
    ("languages", Sort::Line, Some("profile-languages-hint")),
    ("skills", Sort::Lines, Some("profile-skills-hint")),
];

/// The facts that the form asks for: all but those that hang on a single work.
fn facts() -> impl Iterator<Item = FactName> {
    let of_a_work = |fact: &FactName| matches!(fact, FactName::Purpose | FactName::Contributor);
    FactName::ALL.iter().copied().filter(move |fact| !of_a_work(fact))
}

/// The names of all that the form asks, in its order.
fn asked() -> impl Iterator<Item = &'static str> {
    TEXTS.iter().map(|(name, ..)| *name).chain(facts().map(FactName::as_str))
}

/// What is typed, by the names that a profile has for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Typed(BTreeMap<&'static str, String>);

impl Typed {
    /// What stands there now.
    pub(crate) fn of(profile: &Value) -> Self {
        let fields = &profile["fields"];
        let text = |(name, sort, _): &(&'static str, Sort, _)| {
            let between = if *sort == Sort::Lines { "\n" } else { ", " };
            (*name, text_of(&fields[*name], between))
        };
        let fact = |fact: FactName| {
            let value = match fact {
                FactName::Kind => text_of(&fields["agent_kind"], ""),
                FactName::Fields => text_of(&fields["fields"], ","),
                _ => text_of(&fields["facts"][fact.as_str()], ""),
            };
            // A word of a later version cannot be chosen here, and so is not touched either.
            let choices = further(Words::of(Language::English), fact, "").choices;
            let is_known = choices.iter().any(|choice| choice.value == value);
            (fact.as_str(), if is_known { value } else { String::new() })
        };
        Self(TEXTS.iter().map(text).chain(facts().map(fact)).collect())
    }

    /// What a form sent; what it did not hold stays as it stands there `now`.
    pub(crate) fn sent(form: &BTreeMap<String, String>, now: &Self) -> Self {
        let sent =
            |name| (name, form.get(name).map_or_else(|| now.of_field(name), String::as_str).to_owned());
        Self(asked().map(sent).collect())
    }

    fn of_field(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// As a profile takes it.
    fn told(&self, name: &str) -> String {
        let text = self.of_field(name).trim();
        let is_a_list = TEXTS.iter().any(|(other, sort, _)| *other == name && *sort == Sort::Lines);
        // The end of a line says that it is one to a line: a single one may hold commas too.
        if is_a_list && !text.is_empty() { format!("{text}\n") } else { text.to_owned() }
    }
}

/// A value as it is typed; of several languages, the one in which profiles are written.
fn text_of(value: &Value, between: &str) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(several) => several.iter().map(|one| text_of(one, "")).collect::<Vec<_>>().join(between),
        Value::Object(texts) => texts
            .get("und")
            .or_else(|| texts.values().next())
            .map_or_else(String::new, |text| text_of(text, "")),
        other => other.to_string(),
    }
}

/// What the form held when it was shown: of each text a short hash, as in the form of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen(BTreeMap<&'static str, String>);

impl Seen {
    pub(crate) fn of(typed: &Typed) -> Self {
        Self(asked().map(|name| (name, hash(typed.of_field(name)))).collect())
    }

    /// As it stands in the form.
    fn written(&self) -> String {
        asked().map(|name| self.0[name].as_str()).collect::<Vec<_>>().join(".")
    }

    /// Reads it back; nothing if no form of ours says so.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let hashes: Vec<_> = text.split('.').map(str::to_owned).collect();
        (hashes.len() == asked().count()).then(|| Self(asked().zip(hashes).collect()))
    }

    fn is_changed(&self, name: &str, typed: &Typed) -> bool {
        self.0.get(name).is_none_or(|seen| *seen != hash(typed.of_field(name)))
    }

    /// What was typed otherwise than it was shown, as a profile takes it.
    pub(crate) fn changed(&self, typed: &Typed) -> Vec<(String, String)> {
        let changed = asked().filter(|name| self.is_changed(name, typed));
        changed.map(|name| (name.to_owned(), typed.told(name))).collect()
    }

    /// What was changed here, and meanwhile by others, to something else.
    pub(crate) fn meanwhile(&self, typed: &Typed, now: &Typed) -> Vec<&'static str> {
        let differ = |name: &str| hash(typed.of_field(name)) != hash(now.of_field(name));
        let is_so = |name: &&str| self.is_changed(name, typed) && self.is_changed(name, now) && differ(name);
        asked().filter(is_so).collect()
    }

    /// What was changed here as it was typed, and all else as it stands there `now`.
    pub(crate) fn over(&self, typed: &Typed, now: &Typed) -> Typed {
        let one =
            |name| (name, if self.is_changed(name, typed) { typed } else { now }.of_field(name).to_owned());
        Typed(asked().map(one).collect())
    }
}

#[derive(Template)]
#[template(path = "profile.html")]
struct Profile {
    page: Page,
    refused: Option<Refused>,
    /// What others wrote meanwhile into what was changed here too: what it is called, and what stands there now.
    meanwhile: Vec<(String, String)>,
    seen: String,
    texts: Vec<Input>,
    facts: Vec<Further>,
}

/// A field in which a text is typed.
struct Input {
    name: &'static str,
    label: String,
    hint: Option<String>,
    value: String,
    /// None for a single line.
    rows: Option<u8>,
    is_needed: bool,
}

/// The form, with what was typed over what was `seen`. `meanwhile` are the names of what others changed too, to what stands
/// there now.
pub(crate) fn profile(
    reader: Reader,
    seen: &Seen,
    typed: &Typed,
    (meanwhile, now): (&[&'static str], &Typed),
    refused: Option<&Failure>,
) -> Response {
    let words = reader.words;
    let label = |name: &str| words.name("field", name).unwrap_or_else(|| name.to_owned());
    let texts = TEXTS.iter().map(|(name, sort, hint)| Input {
        name,
        label: label(name),
        hint: hint.map(|hint| words.say(hint)),
        value: typed.of_field(name).to_owned(),
        rows: match sort {
            Sort::Line => None,
            Sort::Long => Some(4),
            Sort::Lines => Some(3),
        },
        is_needed: *name == "name",
    });
    // A fact goes out under its name alone: nothing else of a profile is called the same.
    let facts: Vec<_> = facts().map(|fact| further(words, fact, typed.of_field(fact.as_str()))).collect();
    let told = |name: &&'static str| {
        let now = now.of_field(name);
        match facts.iter().find(|fact| fact.name == **name) {
            Some(fact) if now.is_empty() => (fact.question.clone(), String::new()),
            Some(fact) => (fact.question.clone(), fact_value(words, name, now)),
            None => (label(name), plain(now)),
        }
    };
    shown(&Profile {
        page: Page::titled(reader, words.say("profile-title")),
        refused: refused.map(|failure| Refused::of_form(words, failure)),
        meanwhile: meanwhile.iter().map(told).collect(),
        seen: seen.written(),
        texts: texts.collect(),
        facts,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn now(place: &str, skills: &[&str], owned: bool) -> Typed {
        let facts = json!({ "worker_owned": owned, "surplus": "a word of tomorrow" });
        Typed::of(&json!({ "fields": {
            "name": { "und": "Sample Bakery" }, "place": place, "skills": skills, "facts": facts,
            "latitude": 50.6, "fields": ["military", "police"], "agent_kind": "worker-coop",
        } }))
    }

    #[test]
    fn only_what_was_changed_is_told() {
        let shown = now("Lille", &["bread", "rye, dark"], true);
        let seen = Seen::read(&Seen::of(&shown).written()).unwrap();
        assert_eq!(seen.changed(&shown), []);
        assert_eq!(Seen::read("a.b"), None);
        let form = [
            ("skills", "rye, dark\r\n"),
            ("place", ""),
            ("worker_owned", "false"),
            ("name", "Sample Bakery "),
        ];
        let form = form.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let typed = Typed::sent(&form, &shown);
        let told: Vec<_> = seen.changed(&typed);
        let told: Vec<_> = told.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(told, [("place", ""), ("skills", "rye, dark\n"), ("worker_owned", "false")]);
    }

    #[test]
    fn what_others_wrote_meanwhile_stays_or_is_told() {
        let seen = Seen::of(&now("Lille", &["bread"], true));
        let theirs = now("Roubaix", &["bread", "cakes"], true);
        let ours = now("Lens", &["bread"], false);
        assert_eq!(seen.meanwhile(&ours, &theirs), ["place"]);
        assert_eq!(seen.over(&ours, &theirs), now("Lens", &["bread", "cakes"], false));
        assert_eq!(
            seen.meanwhile(&now("Roubaix", &[], true), &now("Roubaix", &["bread"], true)),
            [] as [&str; 0]
        );
    }
}
