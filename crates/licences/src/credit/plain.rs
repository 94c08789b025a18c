//! Credit as plain text: a line for each work.

use super::{Entry, Licence, list, more_in_words};

pub(super) fn write(entries: &[Entry], more: usize) -> String {
    let mut lines: Vec<String> = entries.iter().map(line).collect();
    lines.extend(more_in_words(more));
    lines.join("\n")
}

fn line(entry: &Entry) -> String {
    let mut line = match entry.without_name {
        0 => format!("“{}”", entry.title.replace(['“', '”'], "\"")),
        _ => entry.without_name_in_words(),
    };
    if !entry.names.is_empty() {
        line.push_str(&format!(" by {}", list(&entry.names, entry.more_names)));
    }
    match &entry.link {
        Some(link) => line.push_str(&format!(", {link}. ")),
        None => line.push_str(entry.full_stop()),
    }
    line.push_str(&format!("Licence: {}", licence(&entry.licence)));
    match entry.changed.as_deref() {
        None => line.push('.'),
        Some("") => line.push_str(". Changed."),
        Some(how) => line.push_str(&format!(". Changed: {}.", how.trim_end_matches('.'))),
    }
    line
}

/// The expression, then its addresses, each once.
fn licence(pieces: &[Licence]) -> String {
    let words: String = pieces.iter().map(|piece| piece.words.as_str()).collect();
    let mut addresses: Vec<&str> = Vec::new();
    for address in pieces.iter().filter_map(|piece| piece.address.as_deref()) {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    if addresses.is_empty() { words } else { format!("{words}, {}", addresses.join(", ")) }
}
