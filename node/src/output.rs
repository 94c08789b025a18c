//! What is printed: results on stdout, the rest on stderr, and nothing that could fool a terminal.

use std::io::{self, Write as _};
use std::process::ExitCode;

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

/// The text under a name in an answer; empty if there is none.
pub(crate) fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The first eight digits of an id in an answer.
pub(crate) fn short<'v>(value: &'v Value, name: &str) -> &'v str {
    let id = text(value, name);
    id.get(..8).unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_what_could_fool_a_terminal() {
        assert_eq!(plain("a\u{1b}[2Jb\u{202e}c\r\nd\u{9b}e"), "a[2Jbc\nde");
        assert_eq!(line("two\nlines\tand  spaces"), "two lines and spaces");
    }
}
