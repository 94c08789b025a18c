//! Credit as HTML: a list to be put into a page.

use super::{Entry, list, more_in_words};

pub(super) fn write(entries: &[Entry], more: usize) -> String {
    let mut items: Vec<String> = entries.iter().map(item).collect();
    items.extend(more_in_words(more).map(|more| format!("  <li>{more}</li>\n")));
    format!("<ul class=\"credits\">\n{}</ul>", items.concat())
}

fn item(entry: &Entry) -> String {
    let mut item = match entry.without_name {
        0 => {
            let title = format!("<cite><bdi>{}</bdi></cite>", escaped(&entry.title));
            linked(&title, entry.link.as_deref(), "")
        }
        _ => entry.without_name_in_words(),
    };
    if !entry.names.is_empty() {
        // A name that runs the other way leaves the rest of the line as it is.
        let names: Vec<String> =
            entry.names.iter().map(|name| format!("<bdi>{}</bdi>", escaped(name))).collect();
        item.push_str(&format!(" by {}", list(&names, entry.more_names)));
    }
    item.push_str(entry.full_stop());
    item.push_str("Licence: ");
    for piece in &entry.licence {
        item.push_str(&linked(&escaped(&piece.words), piece.address.as_deref(), " rel=\"license\""));
    }
    match entry.changed.as_deref() {
        None => item.push('.'),
        Some("") => item.push_str(". Changed."),
        Some(how) => {
            item.push_str(&format!(". Changed: <bdi>{}</bdi>.", escaped(how.trim_end_matches('.'))));
        }
    }
    format!("  <li>{item}</li>\n")
}

fn linked(inner: &str, address: Option<&str>, attributes: &str) -> String {
    match address {
        Some(address) => format!("<a href=\"{}\"{attributes}>{inner}</a>", escaped(address)),
        None => inner.to_owned(),
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
