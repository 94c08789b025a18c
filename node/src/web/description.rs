//! The interface for programs as a page, made from its OpenAPI document.

use askama::Template;
use axum::response::Response;
use serde_json::{Map, Value};

use super::{Page, shown};
use crate::language::Reader;
use crate::output::text;

#[derive(Template)]
#[template(path = "description.html")]
struct Description {
    page: Page,
    about: String,
    version: String,
    parts: Vec<Part>,
    /// Whether one part is shown, with all that it takes; else all parts, in brief.
    is_one: bool,
}

struct Part {
    name: String,
    about: String,
    operations: Vec<Operation>,
}

struct Operation {
    summary: String,
    method: String,
    path: String,
    /// What it takes besides what stands in its address and behind the `?`.
    body: Option<Body>,
    parameters: Vec<Parameter>,
    /// Whether it takes a token.
    token: &'static str,
    answers: String,
}

struct Body {
    /// As what it is sent.
    media: String,
    fields: Vec<Parameter>,
}

struct Parameter {
    name: String,
    about: String,
    needed: bool,
    /// The words that it may hold, if these are few.
    words: Option<String>,
}

/// What can be asked: all of it in brief, or one part, each with what it takes and how it is answered. Nothing, if there is no
/// such part.
pub(crate) fn description(reader: Reader, document: &Value, part: Option<&str>) -> Option<Response> {
    let title = reader.words.say("common-for-programs");
    let tags = document["tags"].as_array().into_iter().flatten();
    let tags = tags.filter(|tag| part.is_none_or(|part| text(tag, "name") == part));
    let parts = tags.map(|tag| Part {
        name: text(tag, "name").to_owned(),
        about: text(tag, "description").to_owned(),
        operations: operations(document, &tag["name"]),
    });
    let parts: Vec<Part> = parts.collect();
    (!parts.is_empty()).then(|| {
        shown(&Description {
            page: Page::titled(reader, title),
            about: text(&document["info"], "description").to_owned(),
            version: text(document, "openapi").to_owned(),
            parts,
            is_one: part.is_some(),
        })
    })
}

fn operations(document: &Value, tag: &Value) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            if operation["tags"].as_array().is_some_and(|tags| tags.contains(tag)) {
                operations.push(described(document, path, method, operation));
            }
        }
    }
    operations
}

fn described(document: &Value, path: &str, method: &str, operation: &Value) -> Operation {
    let answers = operation["responses"].as_object().into_iter().flatten();
    let answers: Vec<String> =
        answers.map(|(status, answer)| format!("{status} {}", text(answer, "description"))).collect();
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let parameters = parameters.map(|parameter| Parameter {
        name: text(parameter, "name").to_owned(),
        about: [text(parameter, "description"), text(&parameter["schema"], "description")]
            .into_iter()
            .find(|about| !about.is_empty())
            .unwrap_or_default()
            .to_owned(),
        needed: parameter["required"] == true,
        words: parameter["schema"]["enum"]
            .as_array()
            .map(|words| words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")),
    });
    Operation {
        summary: text(operation, "summary").to_owned(),
        method: method.to_uppercase(),
        path: path.to_owned(),
        body: operation["requestBody"]["content"].as_object().and_then(|content| body(document, content)),
        parameters: parameters.collect(),
        token: match operation["security"].as_array().map(Vec::as_slice) {
            Some([only]) if only.get("token").is_some() => "with a token",
            _ => "",
        },
        answers: answers.join(" · "),
    }
}

/// What is sent along, with its fields.
fn body(document: &Value, content: &Map<String, Value>) -> Option<Body> {
    let (media, sent) = content.iter().next()?;
    let schema = sent["schema"]["$ref"].as_str().map_or(&sent["schema"], |name| named(document, name));
    let fields = schema["properties"].as_object().into_iter().flatten().map(|(name, field)| Parameter {
        name: name.clone(),
        about: text(field, "description").to_owned(),
        needed: schema["required"]
            .as_array()
            .is_some_and(|required| required.contains(&Value::from(&**name))),
        words: Some(kind(document, field)),
    });
    Some(Body { media: media.clone(), fields: fields.collect() })
}

/// What a name like `#/components/schemas/Publish` stands for.
fn named<'d>(document: &'d Value, name: &str) -> &'d Value {
    document.pointer(name.trim_start_matches('#')).unwrap_or(&Value::Null)
}

/// What a field holds, in words.
fn kind(document: &Value, field: &Value) -> String {
    if let Some(name) = field["$ref"].as_str() {
        let stands_for = named(document, name);
        let names =
            stands_for["properties"].as_object().map(|fields| fields.keys().cloned().collect::<Vec<_>>());
        return names
            .map_or_else(|| kind(document, stands_for), |names| format!("object: {}", names.join(", ")));
    }
    if let Some(words) = field["enum"].as_array() {
        return words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ");
    }
    let others = field["oneOf"].as_array().or_else(|| field["anyOf"].as_array());
    if let Some(others) = others {
        let others = others.iter().filter(|other| other["type"] != "null");
        return others.map(|other| kind(document, other)).collect::<Vec<_>>().join(" or ");
    }
    let one = match &field["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).find(|one| *one != "null"),
        one => one.as_str(),
    };
    match one {
        Some("string") => "text".to_owned(),
        Some("boolean") => "true or false".to_owned(),
        Some("integer" | "number") => "number".to_owned(),
        Some("array") if field["prefixItems"].is_array() => "a name and a value, in a list".to_owned(),
        Some("array") => format!("list of {}", kind(document, &field["items"])),
        _ => match field["properties"].as_object() {
            Some(fields) => format!("object: {}", fields.keys().cloned().collect::<Vec<_>>().join(", ")),
            None => "object".to_owned(),
        },
    }
}
