//! `commons show`: what a record holds.

use std::process::ExitCode;

use commons_licences::read_permissions;
use serde_json::Value;

use super::Context;
use super::acknowledge::said_in_words;
use super::edit::part_in_words;
use super::listings::listings_in_words;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{
    hidden_in_words, licence_in_words, line, mark_words, name_and_id, plain, short, text, who,
};
use crate::request::Request;
use crate::service::not_kept_in_words;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A record or an agent: its id, or at least the first 8 digits
    id: String,

    /// In the vocabulary of schema.org, as JSON-LD: for search engines and other registries
    #[arg(long)]
    json_ld: bool,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    if args.json_ld {
        let answer = Client::connect(context)?.ask(&Request::JsonLd { id: args.id })?;
        context.output.result(&answer, |answer| format!("{answer:#}"));
        return Ok(ExitCode::SUCCESS);
    }
    let answer = Client::connect(context)?.ask(&Request::Show { id: args.id, drafts: true })?;
    context.output.result(&answer, in_words);
    Ok(ExitCode::SUCCESS)
}

/// The record in words.
pub(super) fn in_words(record: &Value) -> String {
    let mut words = format!("{} {}\n", text(record, "kind"), text(record, "id"));
    words.push_str(&format!("by {}\n", name_and_id(record)));
    for mark in mark_words(record) {
        words.push_str(&format!("  [{mark}]\n"));
    }
    if record["contested"] == true {
        words.push_str("  [members disagree: frozen]\n");
    }
    if let Some(not_kept) = record.get("not_kept") {
        words.push_str(&format!("  [{}]\n", not_kept_in_words(not_kept)));
    }
    if let Some(held_by) = record.get("held_by") {
        words.push_str(&format!("{}\n", copies(held_by)));
    }
    if let Some(hidden) = hidden_in_words(record) {
        words.push_str(&format!("{hidden}\n"));
        return words;
    }
    if record["draft"] == true {
        words.push_str("a draft: only on this node\n");
    }
    let led_by = &record["led_by"];
    if led_by.is_object() {
        let frozen = if led_by["contested"] == true { " [members disagree: frozen]" } else { "" };
        words.push_str(&format!("\n{}{frozen} speaks for itself:\n", who(led_by)));
        push_fields(&mut words, led_by);
        words.push_str(&format!("\nWhat {} has listed:\n", name_and_id(record)));
    } else {
        words.push('\n');
    }
    push_fields(&mut words, record);
    words.push_str(&super::files::shown(record));
    push_unsettled(&mut words, record);
    let parts = record["parts"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !parts.is_empty() {
        words.push_str("\nMade together with:\n");
        for part in parts {
            let waits =
                if part["agrees"] == false { " [not agreed to the licence of the whole]" } else { "" };
            words.push_str(&format!("  {}{waits}\n", part_in_words(part)));
        }
    }
    words.push_str(&said_in_words(record));
    words.push_str(&listings_in_words(record));
    // What is shown above is not said twice.
    let above = |other: &Value| {
        let lists = ["acknowledged_by", "questions", "claims"].map(|name| record[name].as_array());
        let same =
            record["same_as"].as_array().into_iter().flatten().filter_map(|same| same["said_by"].as_array());
        lists.into_iter().flatten().chain(same).flatten().any(|said| said["id"] == other["id"])
    };
    let referring = record["referred_to_by"].as_array().into_iter().flatten();
    let referring: Vec<&Value> = referring.filter(|other| !above(other)).collect();
    if !referring.is_empty() {
        words.push_str("\nRefers to it:\n");
        for other in referring {
            words.push_str(&format!("  {}  {}\n", short(other, "id"), referring_in_words(other)));
        }
    }
    words
}

/// The fields of a record, a line each.
fn push_fields(words: &mut String, record: &Value) {
    for (name, value) in record["fields"].as_object().into_iter().flatten() {
        if name.starts_with("source_") || name == "files" {
            continue; // bookkeeping of imports; files are shown below
        }
        let label = name.replace('_', " ");
        if let ("permissions" | "grants", Some(text)) = (name.as_str(), value.as_str()) {
            push_permissions(words, &label, text);
            continue;
        }
        if name == "receipt" {
            push_field(words, &label, &format!("commons reuse show {}", short(record, "id")));
            continue;
        }
        match value {
            Value::String(licence) if matches!(name.as_str(), "licence" | "my_licence") => {
                push_field(words, &label, &licence_in_words(record, licence));
            }
            Value::String(_) if name == "sheet" => {
                let read_out = format!("commons licence show {}", short(record, "id"));
                push_field(words, &label, &format!("a term sheet; read out by `{read_out}`"));
            }
            Value::Object(values) => {
                for (key, value) in values {
                    let label = if key == "und" { label.clone() } else { format!("{label} ({key})") };
                    push_field(words, &label, &in_text(value));
                }
            }
            other => push_field(words, &label, &in_text(other)),
        }
    }
}

/// What is not settled yet: values written at the same time, and proposals.
fn push_unsettled(words: &mut String, record: &Value) {
    for conflict in record["conflicts"].as_array().into_iter().flatten() {
        let key = conflict["key"].as_str().map(|key| format!(" ({key})")).unwrap_or_default();
        words.push_str(&format!(
            "\nWritten at the same time, and not settled: {}{key}\n",
            text(conflict, "field")
        ));
        for value in conflict["values"].as_array().into_iter().flatten() {
            words.push_str(&format!("  - {}\n", protected(record, text(conflict, "field"), &value["value"])));
        }
        words.push_str("The next edit settles it.\n");
    }
    for proposal in record["proposals"].as_array().into_iter().flatten() {
        words.push_str(&format!(
            "\nProposed: {} {} ({} of {} approvals; commons proposals)\n",
            text(proposal, "field"),
            protected(record, text(proposal, "field"), &proposal["value"]),
            proposal["approvals"].as_array().map_or(0, Vec::len),
            proposal["needed"]
        ));
    }
}

/// A value of a field that members decide on, as people read it.
fn protected(record: &Value, field: &str, value: &Value) -> String {
    match (field, value) {
        ("licence", Value::String(licence)) => licence_in_words(record, licence),
        ("sheet", _) => "(a term sheet)".to_owned(),
        (_, value) => line(&in_text(value)),
    }
}

/// On how many other nodes it is, as these say.
fn copies(held_by: &Value) -> String {
    match (held_by["nodes"].as_u64(), held_by["as_of"].as_str()) {
        (Some(1), Some(day)) => format!("1 other node says that it has it (as of {day})"),
        (Some(nodes), Some(day)) => format!("{nodes} other nodes say that they have it (as of {day})"),
        _ => "on no other node yet, as far as this one knows".to_owned(),
    }
}

fn referring_in_words(other: &Value) -> String {
    let statement = match (text(other, "statement"), text(other, "fact"), text(other, "value")) {
        (statement, "", _) => statement.to_owned(),
        (statement, fact, "" | "true") => format!("{statement} {fact}"),
        (statement, fact, value) => format!("{statement} {fact}={value}"),
    };
    let what = [text(other, "title"), text(other, "role"), &statement]
        .into_iter()
        .find(|text| !text.is_empty())
        .map(line)
        .unwrap_or_default();
    let dated = ["until", "withdrawn"]
        .into_iter()
        .filter(|name| !text(other, name).is_empty())
        .map(|name| format!("{name} {}", text(other, name)));
    let how: Vec<String> = [text(other, "track"), text(other, "payment")]
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
        .chain(dated)
        .collect();
    let how = if how.is_empty() { String::new() } else { format!(" ({})", how.join(", ")) };
    format!("{} by {}: {what}{how}", text(other, "kind"), who(other))
}

/// What is allowed beyond a licence, numbered as `--no-longer-allow` takes it.
fn push_permissions(words: &mut String, label: &str, text: &str) {
    match read_permissions(text) {
        Ok(permissions) => {
            for (number, permission) in (1..).zip(permissions) {
                push_field(words, &format!("{label} ({number})"), &permission.in_words());
            }
        }
        Err(error) => push_field(words, label, &format!("[{error}]")),
    }
}

pub(super) fn push_field(words: &mut String, label: &str, value: &str) {
    let mut lines = value.lines();
    words.push_str(&format!("  {label:<16} {}\n", lines.next().unwrap_or_default()));
    for more in lines {
        words.push_str(&format!("  {:<16} {more}\n", ""));
    }
}

pub(super) fn in_text(value: &Value) -> String {
    match value {
        Value::String(text) => plain(text),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Array(values) => values.iter().map(in_text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
