//! What is printed: results on stdout, the rest on stderr, and nothing that could fool a terminal.

use std::io::{self, Write as _};
use std::process::ExitCode;

use commons_registry::with_own_terms_named;
use serde_json::{Value, json};

use crate::failure::Failure;

/// How to print.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    pub(crate) json: bool,
}

impl Output {
    /// Prints a result: as JSON, or in words.
    pub(crate) fn result(self, value: &Value, in_words: impl FnOnce(&Value) -> String) {
        if self.json {
            print_line(&value.to_string());
        } else {
            let text = in_words(value);
            if !text.is_empty() {
                print_line(text.trim_end());
            }
        }
    }

    /// Says something by the way; not with `--json`.
    pub(crate) fn note(self, text: &str) {
        if !self.json {
            let _ = writeln!(io::stderr(), "{}", plain(text));
        }
    }

    /// Says what went wrong, and what to do next.
    pub(crate) fn failure(self, failure: &Failure) -> ExitCode {
        let text = if self.json {
            json!({ "error": failure }).to_string()
        } else {
            let hint =
                failure.hint.as_ref().map(|hint| format!("\nhint: {}", plain(hint))).unwrap_or_default();
            format!("error: {}{hint}", plain(&failure.message))
        };
        let _ = writeln!(io::stderr(), "{text}");
        ExitCode::from(failure.exit_code())
    }
}

/// Writes a line to stdout. Somebody who stops reading (`| head`) is no error: what was asked for is done all the
/// same, and the exit code says how it went.
pub(crate) fn print_line(text: &str) {
    let mut stdout = io::stdout().lock();
    let _ = writeln!(stdout, "{text}").and_then(|()| stdout.flush());
}

/// Strips what could change how a terminal reads the rest: control characters (but for line feeds and tabs),
/// and marks that turn the direction of text.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .filter(|character| {
            let code = u32::from(*character);
            let turns = matches!(code, 0x061c | 0x200e | 0x200f | 0x202a..=0x202e | 0x2066..=0x2069);
            (!character.is_control() || matches!(character, '\n' | '\t')) && !turns
        })
        .collect()
}

/// A text from a record, on one line.
pub(crate) fn line(text: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// That a record is hidden, as `commons show` says it and the pages do; nothing if it is not.
pub(crate) fn hidden_in_words(record: &Value) -> Option<String> {
    let hidden = record.get("hidden")?;
    let because = hidden["because"].as_str().map(|reason| format!(": {}", line(reason))).unwrap_or_default();
    Some(format!("hidden by its steward since {}{because}", text(hidden, "since")))
}

/// A licence expression in an answer as people read it: own terms by their names, as the answer gives these, or by short
/// ids.
pub(crate) fn licence_in_words(answer: &Value, licence: &str) -> String {
    let named = with_own_terms_named(licence, |terms| {
        let id = terms.to_string();
        let mut all = answer["own_terms"].as_array().into_iter().flatten();
        match all.find(|one| text(one, "id") == id).map(|one| text(one, "in_words")) {
            Some(in_words) if !in_words.is_empty() => in_words.to_owned(),
            _ => format!("own terms {} (version {})", terms.record().short(), terms.version()),
        }
    });
    line(&named)
}

/// The text under a name in an answer; empty if there is none.
pub(crate) fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The first eight digits of an id in an answer.
pub(crate) fn short<'v>(value: &'v Value, name: &str) -> &'v str {
    let id = text(value, name);
    id.get(..8).unwrap_or(id)
}

/// Who an agent is, from what an answer says of it: the name given here, the agent's own, the short id, and marks in
/// square brackets, which no name has.
pub(crate) fn who(value: &Value) -> String {
    format!("{}{}", name_and_id(value), marks(value))
}

/// Who an agent is, without the marks.
pub(crate) fn name_and_id(value: &Value) -> String {
    let own = value["agent_name"].as_str().map(name_alone).filter(|name| !name.is_empty());
    let id = short(value, "agent");
    match (value["petname"].as_str().map(name_alone), own) {
        (Some(petname), Some(own)) if petname == own => format!("{own} {id}"),
        (Some(petname), Some(own)) => format!("{petname} (calls itself {own}) {id}"),
        (Some(name), None) | (None, Some(name)) => format!("{name} {id}"),
        (None, None) => id.to_owned(),
    }
}

/// What is to be known about a name, before somebody relies on it.
pub(crate) fn marks(value: &Value) -> String {
    let brackets = |words: String| format!(" [{words}]");
    mark_words(value).into_iter().map(brackets).collect()
}

/// The same as sentences without an end.
pub(crate) fn mark_words(value: &Value) -> Vec<String> {
    let like = |mark: &Value| format!("{} {}", name_alone(text(mark, "name")), short(mark, "agent"));
    let mut words = Vec::new();
    if let Some(mark) = value.get("looks_like") {
        words.push(format!("looks like {}, but is another organisation", like(mark)));
    }
    if let Some(mark) = value.get("title_looks_like") {
        words.push(format!("named like {}, but written by somebody else", like(mark)));
    }
    if let Some(confirmed) = value.get("confirmed_domain") {
        let domain = line(text(confirmed, "domain"));
        words.push(format!("confirmed by its domain {domain}, on {}", text(confirmed, "on")));
    }
    words
}

/// A name from a record, without the brackets that marks stand in.
pub(crate) fn name_alone(name: &str) -> String {
    line(name).replace(['[', '{'], "(").replace([']', '}'], ")")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_is_shown_with_its_short_id_and_what_is_to_be_known() {
        let id = "c0196fec00112233";
        let mut agent = json!({ "agent": id, "agent_name": null });
        assert_eq!(who(&agent), "c0196fec");
        agent["agent_name"] = "Garden".into();
        assert_eq!(who(&agent), "Garden c0196fec");
        agent["petname"] = "Our garden".into();
        assert_eq!(who(&agent), "Our garden (calls itself Garden) c0196fec");
        agent["looks_like"] = json!({ "agent": "aabbccdd0011", "name": "Gardens" });
        agent["confirmed_domain"] = json!({ "domain": "garden.coop", "on": "2026-11-21" });
        let shown = who(&agent);
        assert!(
            shown.contains("c0196fec [looks like Gardens aabbccdd, but is another organisation]"),
            "{shown}"
        );
        assert!(shown.ends_with(" [confirmed by its domain garden.coop, on 2026-11-21]"), "{shown}");
    }

    #[test]
    fn a_name_cannot_bring_its_own_marks() {
        let name = "Garden [confirmed by its domain garden.coop, on 2026-11-21]";
        let agent = json!({ "agent": "c0196fec", "agent_name": name, "petname": "[x]" });
        assert!(!who(&agent).contains('['), "{}", who(&agent));
    }

    #[test]
    fn strips_what_could_fool_a_terminal() {
        assert_eq!(plain("a\u{1b}[2Jb\u{202e}c\r\nd\u{9b}e"), "a[2Jbc\nde");
        assert_eq!(line("two\nlines\tand  spaces"), "two lines and spaces");
    }
}
