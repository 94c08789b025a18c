//! What a record says, field by field.

use commons_licences::{id_with_sheet, read_permissions};
use commons_registry::Kind;
use commons_registry::schema::Shape;
use serde_json::Value;

use super::agreements::granted;
use super::said::translated;
use super::value::{fact, fact_value, language, named};
use crate::language::Words;
use crate::output::{licence_in_words, line, plain, text};

/// A field with its name.
pub(super) struct Field {
    /// As records hold it.
    pub(super) name: String,
    /// As people say it.
    pub(super) label: String,
    pub(super) shown: Shown,
}

/// How a field is shown.
pub(super) enum Shown {
    Texts(Vec<Text>),
    /// Numbered, as whoever changes it names the numbers.
    List(Vec<String>),
    /// In English, read out over several lines.
    Read(String),
}

/// A text, and what it is one of.
pub(super) struct Text {
    /// The language that it is in, as its tag, if that is said.
    pub(super) language: Option<String>,
    /// What stands before it: the name of its language, or of the fact that it is said of.
    pub(super) label: Option<String>,
    pub(super) text: String,
    pub(super) link: Link,
}

/// Where a text leads.
pub(super) enum Link {
    None,
    /// To another record, or to an agent.
    Record(String),
    /// To what a licence says.
    Licence(String),
    /// Out of the registry, to where the text says.
    Elsewhere(String),
}

/// What a record says that people read elsewhere on its page, or not at all.
const ELSEWHERE: [&str; 3] = ["files", "receipt", "agreed"];

/// All that a record says, as far as people read it.
pub(super) fn fields(words: Words, record: &Value) -> Vec<Field> {
    let kind = text(record, "kind").parse::<Kind>().ok();
    let all = record["fields"].as_object().into_iter().flatten();
    let mut all: Vec<(&String, &Value)> = all.collect();
    // What a record is about comes first in its schema.
    all.sort_by_key(|(name, _)| {
        kind.and_then(|kind| kind.field_named(name)).map_or(u64::MAX, |field| field.number)
    });
    all.into_iter()
        .filter(|(name, _)| !name.starts_with("source_") && !ELSEWHERE.contains(&name.as_str()))
        .map(|(name, value)| Field {
            name: name.clone(),
            label: words.name("field", name).unwrap_or_else(|| line(&name.replace('_', " "))),
            shown: shown(words, kind, record, name, value),
        })
        .collect()
}

fn shown(words: Words, kind: Option<Kind>, record: &Value, name: &str, value: &Value) -> Shown {
    match (name, value) {
        ("licence" | "my_licence", Value::String(licence)) => {
            let link = id_with_sheet(licence).map_or(Link::None, Link::Licence);
            Shown::Texts(vec![Text { link, ..unlinked(licence_in_words(record, licence)) }])
        }
        ("permissions" | "grants", Value::String(text)) => match read_permissions(text) {
            Ok(permissions) => {
                let said = permissions.iter().map(|permission| permission.in_words());
                let in_words = |said: String| match name {
                    "grants" => granted(words, &said),
                    _ => translated(words, &said),
                };
                Shown::List(said.map(in_words).collect())
            }
            Err(error) => Shown::Read(plain(&error.to_string())),
        },
        ("sheet", Value::String(sheet)) => Shown::Read(plain(&crate::cli::sheet_in_words(sheet))),
        (name, value) => {
            let shape = kind.and_then(|kind| kind.field_named(name)).map(|field| field.shape);
            let mut texts = Vec::new();
            match (shape, value) {
                (Some(Shape::ByName(_)), Value::Object(values)) => {
                    texts.extend(values.iter().map(|(key, value)| by_name(words, name, key, value)));
                }
                (_, Value::Object(values)) => {
                    for (tag, value) in values {
                        gather(
                            words,
                            name,
                            value,
                            Some(tag.as_str()).filter(|tag| *tag != "und"),
                            &mut texts,
                        );
                    }
                }
                _ => gather(words, name, value, None, &mut texts),
            }
            Shown::Texts(texts)
        }
    }
}

/// A fact with what is said of it, or a member with their name.
fn by_name(words: Words, field: &str, name: &str, value: &Value) -> Text {
    let said = match value {
        Value::String(said) => said.clone(),
        other => other.to_string(),
    };
    match field {
        "facts" => Text { label: Some(fact(words, name)), ..unlinked(fact_value(words, name, &said)) },
        _ => Text { label: Some(line(name)), ..unlinked(plain(&said)) },
    }
}

fn gather(words: Words, field: &str, value: &Value, tag: Option<&str>, texts: &mut Vec<Text>) {
    if let Value::Array(values) = value {
        values.iter().for_each(|value| gather(words, field, value, tag, texts));
        return;
    }
    let text = match value {
        Value::String(said) => in_words(words, field, said),
        Value::Bool(said) => unlinked(words.say(if *said { "say-yes" } else { "say-no" })),
        Value::Number(number) => {
            unlinked(number.as_u64().map_or_else(|| number.to_string(), |number| words.number(number)))
        }
        other => unlinked(other.to_string()),
    };
    texts.push(Text { language: tag.map(line), label: tag.map(language), ..text })
}

/// A text as it stands there, but for words of our lists and days.
fn in_words(words: Words, field: &str, said: &str) -> Text {
    if let Some(named) = named(words, field, said) {
        return unlinked(named);
    }
    match field {
        "languages" => unlinked(language(said)),
        "country" => unlinked(line(said).to_uppercase()),
        "value" => unlinked(fact_value(words, "", said)),
        "fact" => unlinked(fact(words, said)),
        "hidden" | "from" | "until" | "on" | "ended" | "withdrawn" | "uncredited" => {
            unlinked(words.day_of(said))
        }
        _ => match link(said) {
            // As it stands beside names; the address has all of it.
            link @ Link::Record(_) => Text { link, ..unlinked(said[..8].to_owned()) },
            link => Text { link, ..unlinked(plain(said)) },
        },
    }
}

const fn unlinked(text: String) -> Text {
    Text { language: None, label: None, text, link: Link::None }
}

/// Ids lead to records, and addresses of the web to where they say; whatever else somebody wrote leads nowhere.
fn link(said: &str) -> Link {
    let is_id = said.len() == 64 && said.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if is_id {
        return Link::Record(said.to_owned());
    }
    let leads =
        crate::domain::host_of(said).is_some() && plain(said) == said && !said.contains(char::is_whitespace);
    if leads { Link::Elsewhere(said.to_owned()) } else { Link::None }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::language::Language;

    #[test]
    fn only_ids_and_addresses_of_the_web_lead_anywhere() {
        assert!(matches!(link(&"ab".repeat(32)), Link::Record(_)));
        assert!(matches!(link("https://bakery.example/plan?id=3"), Link::Elsewhere(_)));
        for said in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//evil.example",
            "https://",
            "see https://a.example",
            "https://a.example/\u{202e}x",
        ] {
            assert!(matches!(link(said), Link::None), "{said}");
        }
    }

    #[test]
    fn texts_keep_their_languages_and_lose_what_turns_their_direction() {
        let record =
            json!({ "fields": { "title": { "fr": "Pain\u{202e}", "und": "Bread" }, "source_key": "1" } });
        let fields = fields(Words::of(Language::English), &record);
        let Shown::Texts(texts) = &fields[0].shown else { panic!("no texts") };
        let shown: Vec<_> = texts.iter().map(|text| (text.language.as_deref(), text.text.as_str())).collect();
        assert_eq!((fields.len(), shown), (1, vec![(Some("fr"), "Pain"), (None, "Bread")]));
    }

    #[test]
    fn words_of_our_lists_are_said_in_the_language_of_the_page_and_others_stay() {
        let record = json!({ "kind": "agent", "fields": {
            "agent_kind": "worker-coop",
            "facts": { "worker_owned": true, "surplus": "mixed", "accredited": "by-the-town" },
            "skills": ["worker-coop"],
        } });
        let fields = fields(Words::of(Language::English), &record);
        let texts = |field: &str| -> Vec<(Option<String>, String)> {
            let field = fields.iter().find(|one| one.name == field).unwrap();
            let Shown::Texts(texts) = &field.shown else { panic!("no texts") };
            texts.iter().map(|text| (text.label.clone(), text.text.clone())).collect()
        };
        assert_eq!(texts("agent_kind"), [(None, "worker co-op".to_owned())]);
        assert_eq!(texts("skills"), [(None, "worker-coop".to_owned())], "what people wrote stays as it is");
        let facts = texts("facts");
        assert!(facts.contains(&(Some("accredited".to_owned()), "by-the-town".to_owned())), "{facts:?}");
        assert!(facts.contains(&(Some("owned by its workers".to_owned()), "yes".to_owned())), "{facts:?}");
    }
}
