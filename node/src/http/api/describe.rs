//! The description of the interface as a page, made from its OpenAPI document.

use serde_json::Value;

use crate::html::escaped;
use crate::output::text;

/// What can be asked, each with what it takes and how it is answered.
pub(super) fn page(description: &Value) -> String {
    let info = &description["info"];
    let mut page = format!(
        "<h1>HTTP interface</h1><p>{}</p><p>For programs: <a href=\"/api/v1/openapi.json\">the same as OpenAPI {}</a>.</p>",
        escaped(text(info, "description")),
        escaped(text(description, "openapi")),
    );
    for tag in description["tags"].as_array().into_iter().flatten() {
        page.push_str(&format!("<h2>{}</h2>", escaped(text(tag, "description"))));
        for (path, methods) in description["paths"].as_object().into_iter().flatten() {
            for (method, operation) in methods.as_object().into_iter().flatten() {
                let tags = operation["tags"].as_array().into_iter().flatten();
                if tags.into_iter().any(|its| its == &tag["name"]) {
                    page.push_str(&described(path, method, operation));
                }
            }
        }
    }
    page
}

fn described(path: &str, method: &str, operation: &Value) -> String {
    let parameters: String =
        operation["parameters"].as_array().into_iter().flatten().map(parameter).collect();
    let parameters = if parameters.is_empty() { parameters } else { format!("<dl>{parameters}</dl>") };
    let answers: Vec<String> = operation["responses"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(status, answer)| format!("{status} {}", text(answer, "description")))
        .collect();
    format!(
        "<h3>{}</h3><p><code>{} {}</code></p>{parameters}<p><small>{}</small></p>",
        escaped(text(operation, "summary")),
        escaped(&method.to_uppercase()),
        escaped(path),
        escaped(&answers.join(" · ")),
    )
}

fn parameter(parameter: &Value) -> String {
    let required = if parameter["required"] == true { " <small>needed</small>" } else { "" };
    format!(
        "<dt><code>{}</code>{required}</dt><dd>{}</dd>",
        escaped(text(parameter, "name")),
        escaped(text(parameter, "description"))
    )
}
