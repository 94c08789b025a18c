//! The interface for programs as a page, made from its OpenAPI document.

use askama::Template;
use serde_json::Value;

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
}

struct Part {
    about: String,
    operations: Vec<Operation>,
}

struct Operation {
    summary: String,
    method: String,
    path: String,
    parameters: Vec<Parameter>,
    answers: String,
}

struct Parameter {
    name: String,
    about: String,
    needed: bool,
    /// The words that it may hold, if these are few.
    words: Option<String>,
}

/// What can be asked, each with what it takes and how it is answered.
pub(crate) fn description(reader: Reader, document: &Value) -> axum::response::Response {
    let title = reader.words.say("common-for-programs");
    let tags = document["tags"].as_array().into_iter().flatten();
    let parts = tags.map(|tag| Part {
        about: text(tag, "description").to_owned(),
        operations: operations(document, &tag["name"]),
    });
    shown(&Description {
        page: Page::titled(reader, title),
        about: text(&document["info"], "description").to_owned(),
        version: text(document, "openapi").to_owned(),
        parts: parts.collect(),
    })
}

fn operations(document: &Value, tag: &Value) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            if operation["tags"].as_array().is_some_and(|tags| tags.contains(tag)) {
                operations.push(described(path, method, operation));
            }
        }
    }
    operations
}

fn described(path: &str, method: &str, operation: &Value) -> Operation {
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
        parameters: parameters.collect(),
        answers: answers.join(" · "),
    }
}
