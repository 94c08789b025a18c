//! What a record says, field by field.

use commons_licences::read_permissions;
use serde_json::Value;

use crate::output::{licence_in_words, line, plain, text};

/// A field with its name.
pub(super) struct Field {
    pub(super) label: String,
    pub(super) shown: Shown,
}

/// How a field is shown.
pub(super) enum Shown {
    Texts(Vec<Text>),
    /// Numbered, as whoever changes it names the numbers.
    List(Vec<String>),
    Files(Vec<File>),
    /// Read out over several lines.
    Read(String),
}

/// A text, in a language if that is said.
pub(super) struct Text {
    pub(super) language: Option<String>,
    pub(super) text: String,
    pub(super) link: Link,
}

/// Where a text leads.
pub(super) enum Link {
    None,
    /// To another record, or to an agent.
    Record(String),
    /// Out of the registry, to where the text says.
    Elsewhere(String),
}

/// A file of a resource.
pub(super) struct File {
    pub(super) name: String,
    pub(super) size: String,
}

/// All that a record says, as far as people read it.
pub(super) fn fields(record: &Value) -> Vec<Field> {
    let all = record["fields"].as_object().into_iter().flatten();
    all.filter(|(name, _)| !name.starts_with("source_") && name.as_str() != "receipt")
        .map(|(name, value)| Field { label: name.replace('_', " "), shown: shown(record, name, value) })
        .collect()
}

fn shown(record: &Value, name: &str, value: &Value) -> Shown {
    match (name, value) {
        ("licence" | "my_licence", Value::String(licence)) => {
            Shown::Texts(vec![unlinked(licence_in_words(record, licence))])
        }
        ("permissions" | "grants", Value::String(text)) => match read_permissions(text) {
            Ok(permissions) => {
                Shown::List(permissions.iter().map(|permission| plain(&permission.in_words())).collect())
            }
            Err(error) => Shown::Texts(vec![unlinked(error.to_string())]),
        },
        ("sheet", Value::String(sheet)) => Shown::Read(plain(&crate::cli::sheet_in_words(sheet))),
        ("files", _) => Shown::Files(files(&record["files"])),
        (_, value) => {
            let mut texts = Vec::new();
            gather(value, None, &mut texts);
            Shown::Texts(texts)
        }
    }
}

fn gather(value: &Value, language: Option<&str>, texts: &mut Vec<Text>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| gather(value, language, texts)),
        Value::Object(values) => {
            for (key, value) in values {
                gather(value, Some(key.as_str()).filter(|key| *key != "und"), texts);
            }
        }
        Value::String(said) => {
            texts.push(Text { language: language.map(line), text: plain(said), link: link(said) })
        }
        Value::Bool(said) => texts.push(Text {
            language: language.map(line),
            ..unlinked(if *said { "yes" } else { "no" }.to_owned())
        }),
        other => texts.push(Text { language: language.map(line), ..unlinked(other.to_string()) }),
    }
}

const fn unlinked(text: String) -> Text {
    Text { language: None, text, link: Link::None }
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

fn files(files: &Value) -> Vec<File> {
    let one = |file: &Value| File {
        name: line(text(file, "name")),
        size: indicatif::HumanBytes(file["size"].as_u64().unwrap_or_default()).to_string(),
    };
    files.as_array().into_iter().flatten().map(one).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

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
        let fields = fields(&record);
        let Shown::Texts(texts) = &fields[0].shown else { panic!("no texts") };
        let shown: Vec<_> = texts.iter().map(|text| (text.language.as_deref(), text.text.as_str())).collect();
        assert_eq!((fields.len(), shown), (1, vec![(Some("fr"), "Pain"), (None, "Bread")]));
    }
}
