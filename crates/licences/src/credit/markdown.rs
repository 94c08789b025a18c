//! Credit as Markdown (CommonMark, and what is common beside it): a list with links.

use super::{Entry, list, more_in_words};

pub(super) fn write(entries: &[Entry], more: usize) -> String {
    let mut items: Vec<String> = entries.iter().map(item).collect();
    items.extend(more_in_words(more).map(|more| format!("- {more}")));
    items.join("\n")
}

fn item(entry: &Entry) -> String {
    let mut item = match entry.without_name {
        0 => format!("- {}", linked(&entry.title, entry.link.as_deref())),
        _ => format!("- {}", entry.without_name_in_words()),
    };
    if !entry.names.is_empty() {
        let names: Vec<String> = entry.names.iter().map(|name| escaped(name)).collect();
        item.push_str(&format!(" by {}", list(&names, entry.more_names)));
    }
    item.push_str(entry.full_stop());
    item.push_str("Licence: ");
    for piece in &entry.licence {
        item.push_str(&linked(&piece.words, piece.address.as_deref()));
    }
    match entry.changed.as_deref() {
        None => item.push('.'),
        Some("") => item.push_str(". Changed."),
        Some(how) => item.push_str(&format!(". Changed: {}.", escaped(how.trim_end_matches('.')))),
    }
    item
}

fn linked(text: &str, address: Option<&str>) -> String {
    match address {
        // A title of an address may have references to characters, as text may.
        Some(address) => format!("[{}](<{}>)", escaped(text), address.replace('&', "&amp;")),
        None => escaped(text),
    }
}

/// A text in which nothing means anything. A dot and a colon only mean something where an address could begin.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek();
        let means = match character {
            '.' => next.is_some_and(|next| next.is_alphabetic()),
            ':' => next == Some(&'/') || next.is_some_and(|next| next.is_alphanumeric()),
            '-' => false, // only at the beginning of a line, where no text of ours stands
            other => other.is_ascii_punctuation() && !matches!(other, ',' | ';' | '\'' | '"' | '?' | '%'),
        };
        if means {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
