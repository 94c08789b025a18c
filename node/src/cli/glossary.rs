//! `commons glossary`: what a word means, and to whom, side by side.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use serde_json::Value;

use super::Context;
use crate::client::Client;
use crate::failure::Failure;
use crate::output::{line, plain, short, text, who};
use crate::request::{Glossary, Request};

/// Cells of a terminal that a column takes at least, and at most: a shorter line is hard to read, and so is a longer one.
const MIN_COLUMN: usize = 34;
const MAX_COLUMN: usize = 72;

/// Cells between two columns.
const GAP: usize = 3;

/// Most columns beside each other.
const MAX_COLUMNS: usize = 4;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The word, or how it begins, in any language; case and accents do not matter
    word: String,

    /// Only what is said in this language
    #[arg(long, value_name = "L")]
    language: Option<String>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<ExitCode, Failure> {
    let request = Request::Glossary(Glossary { word: args.word, language: args.language });
    let answer = Client::connect(context)?.ask(&request)?;
    context.output.result(&answer, |answer| in_words(answer, terminal_width()));
    Ok(ExitCode::SUCCESS)
}

/// How many cells a line of the terminal has; nothing is known of a file or a pipe, unless $COLUMNS says so.
fn terminal_width() -> Option<usize> {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let is_terminal = std::io::stdout().is_terminal();
    said.or_else(|| terminal_size::terminal_size().filter(|_| is_terminal).map(|(width, _)| width.0.into()))
}

fn in_words(answer: &Value, width: Option<usize>) -> String {
    let items = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    let entries: Vec<Vec<String>> = items
        .iter()
        .flat_map(|item| item["said"].as_array().into_iter().flatten().map(move |said| entry(item, said)))
        .collect();
    if entries.is_empty() {
        return format!(
            "Nobody has said here what {} means.\nWhat it means to you: commons term publish --word W --language L --definition S",
            line(text(answer, "word"))
        );
    }
    let (columns, cells) = fitting(width, entries.len());
    let mut words = String::new();
    for row in entries.chunks(columns) {
        let row: Vec<Vec<String>> = row.iter().map(|lines| wrapped(lines, cells)).collect();
        words.push_str(&beside(&row, cells));
        words.push('\n');
    }
    if answer["more"] == true {
        words.push_str("There are more; a longer beginning of the word, or --language, shows fewer.\n");
    }
    words
}

/// How many columns fit, and how many cells each has.
fn fitting(width: Option<usize>, entries: usize) -> (usize, usize) {
    let Some(width) = width else { return (1, MAX_COLUMN) };
    let columns = ((width + GAP) / (MIN_COLUMN + GAP)).clamp(1, MAX_COLUMNS).min(entries.max(1));
    let cells = (width + GAP) / columns;
    (columns, cells.saturating_sub(GAP).clamp(10, MAX_COLUMN))
}

/// What one says of a word in one language, as paragraphs.
fn entry(item: &Value, said: &Value) -> Vec<String> {
    let language = text(said, "language");
    let language = if language == "und" { String::new() } else { format!(" ({})", line(language)) };
    let word = match said["word"].as_str() {
        Some(word) => line(word),
        None => "(no word of this language)".to_owned(),
    };
    let mut paragraphs = vec![format!("{word}{language}")];
    if let Some(context) = item["context"].as_str() {
        paragraphs.push(format!("in: {}", line(context)));
    }
    paragraphs.push(format!("by {}", who(item)));
    let prose = |name: &str| said[name].as_str().map(plain).unwrap_or_default();
    paragraphs.extend(prose("definition").lines().map(str::to_owned));
    let differences = prose("differences");
    if !differences.is_empty() {
        paragraphs.extend(format!("Unlike others: {differences}").lines().map(str::to_owned));
    }
    let others = item["see"].as_array().into_iter().flatten();
    let others: Vec<String> = others
        .map(|other| match other["title"].as_str() {
            Some(word) => format!("{} {}", line(word), short(other, "id")),
            None => short(other, "id").to_owned(),
        })
        .collect();
    if !others.is_empty() {
        paragraphs.push(format!("see {}", others.join(", ")));
    }
    let links = item["links"].as_array().into_iter().flatten().filter_map(Value::as_str);
    paragraphs.extend(links.map(line));
    paragraphs.push(format!("id {}", short(item, "id")));
    paragraphs
}

/// Lines of at most so many cells, broken between words where there are any.
fn wrapped(paragraphs: &[String], cells: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in paragraphs {
        let mut current = String::new();
        for word in paragraph.split_whitespace() {
            if !current.is_empty() && width_of(&current) + 1 + width_of(word) <= cells {
                current.push(' ');
            } else if !current.is_empty() {
                lines.push(std::mem::take(&mut current));
            }
            for character in word.chars() {
                if width_of(&current) + width_of_one(character) > cells {
                    lines.push(std::mem::take(&mut current));
                }
                current.push(character);
            }
        }
        lines.push(current);
    }
    lines
}

/// Columns beside each other.
fn beside(columns: &[Vec<String>], cells: usize) -> String {
    let mut text = String::new();
    for at in 0..columns.iter().map(Vec::len).max().unwrap_or_default() {
        let mut row = String::new();
        for (number, column) in columns.iter().enumerate() {
            let cell = column.get(at).map_or("", String::as_str);
            row.push_str(cell);
            if number + 1 < columns.len() {
                row.push_str(&" ".repeat(cells.saturating_sub(width_of(cell)) + GAP));
            }
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

fn width_of(text: &str) -> usize {
    text.chars().map(width_of_one).sum()
}

/// How many cells a character takes, near enough for columns: two where Chinese, Japanese and Korean are written in full
/// width, none for marks that stand on another letter, else one.
fn width_of_one(character: char) -> usize {
    match u32::from(character) {
        0x0300..=0x036f | 0x200b..=0x200d | 0x20d0..=0x20ff | 0xfe00..=0xfe0f | 0xfe20..=0xfe2f => 0,
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1faff
        | 0x2_0000..=0x3_fffd => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer() -> Value {
        let item = |word: &str, definition: &str| {
            json!({
                "id": "c0196fec00112233", "agent": "aabbccdd0011", "agent_name": "Sample Press",
                "context": "bookshops", "see": [], "links": [],
                "said": [{ "language": "en", "word": word, "definition": definition, "differences": null }],
            })
        };
        let long = "What a community keeps together, and the rules by which it does.";
        json!({ "word": "commons", "items": [item("commons", long), item("共同体", "short")], "more": false })
    }

    #[test]
    fn a_wide_terminal_shows_entries_beside_each_other() {
        let shown = in_words(&answer(), Some(80));
        let first = shown.lines().next().unwrap();
        assert!(first.starts_with("commons (en)   ") && first.ends_with("共同体 (en)"), "{shown}");
        assert!(shown.lines().all(|line| width_of(line) <= 80), "{shown}");
        // Two columns of (80 + 3) / 2 - 3 cells: the second begins in the same cell on each line.
        let second = shown.lines().find(|line| line.ends_with("short")).unwrap();
        assert_eq!(width_of(second.strip_suffix("short").unwrap()), 41, "{shown}");
        assert_eq!(width_of(first.strip_suffix("共同体 (en)").unwrap()), 41, "{shown}");
    }

    #[test]
    fn a_narrow_terminal_and_a_file_show_them_one_after_the_other() {
        for width in [Some(60), Some(12), Some(0), None] {
            let shown = in_words(&answer(), width);
            assert!(!shown.lines().next().unwrap().contains("共同体"), "{shown}");
            let cells = width.map_or(MAX_COLUMN, |width| width.max(10));
            assert!(shown.lines().all(|line| width_of(line) <= cells), "{width:?}: {shown}");
        }
    }

    #[test]
    fn what_is_longer_than_a_line_is_broken_and_nothing_is_lost() {
        let long = "x".repeat(25);
        let lines = wrapped(&[format!("a {long} b")], 10);
        assert!(lines.iter().all(|line| width_of(line) <= 10), "{lines:?}");
        assert_eq!(lines.concat().replace(' ', ""), format!("a{long}b"));
    }
}
