//! Credit: the text that names the works that went into something, who made them, and under which licence.
//!
//! Titles and names are what strangers wrote: each form of the text (`plain`, `markdown`, `html`) writes them so that
//! they stay titles and names.

mod html;
mod markdown;
mod plain;

use serde::{Deserialize, Serialize};

use crate::expression::LicenceExpression;

/// Most works that one text credits; of those after them it says how many there are.
pub const MAX_CREDITED_WORKS: usize = 256;

/// Most makers of one work that are named; of those after them it says how many there are.
pub const MAX_NAMES: usize = 100;

/// Longest title, name or note that is written out.
const MAX_CHARS: usize = 500;

/// Longest address that is written out: the longest that a record may have.
const MAX_ADDRESS_BYTES: usize = 2_000;

words! {
    /// In which form a text of credit is written.
    #[derive(Default)]
    pub enum CreditFormat: "a form of text" {
        /// Plain text, for a printed page or a film.
        #[default]
        Text = "text",
        /// Markdown.
        Markdown = "markdown",
        /// A list in HTML, to be put into a page.
        Html = "html",
    }
}

/// Who made a work, as they want to be named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Makers {
    /// By these names, or pseudonyms; nobody knows if there are none.
    Named(Vec<String>),
    /// They asked not to be named.
    Withheld,
}

/// A work to be credited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditedWork {
    /// What it is called.
    pub title: String,
    /// Who made it.
    pub makers: Makers,
    /// Its licence, as an SPDX expression.
    pub licence: String,
    /// Where it is to be had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Where its licence is to be read, if that is not on the SPDX list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence_link: Option<String>,
    /// If it was changed: how, in words, which may be empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
}

/// The text that credits works, in the order given.
///
/// A work whose makers asked not to be named is left out by title, names and address. The notice of its licence stays, and
/// that there was such a work, since that names nobody.
pub fn credit(works: &[CreditedWork], format: CreditFormat) -> String {
    let (shown, more) = works.split_at(works.len().min(MAX_CREDITED_WORKS));
    let named = shown.iter().filter(|work| matches!(work.makers, Makers::Named(_)));
    let mut entries: Vec<Entry> = named.map(Entry::named).collect();
    // Those without a name that are under the same licence and changed alike go into one line.
    for work in shown.iter().filter(|work| work.makers == Makers::Withheld) {
        let entry = Entry::withheld(work);
        let same = |known: &&mut Entry| {
            known.without_name > 0 && (&known.licence, &known.changed) == (&entry.licence, &entry.changed)
        };
        match entries.iter_mut().find(same) {
            Some(known) => known.without_name += 1,
            None => entries.push(entry),
        }
    }
    match format {
        CreditFormat::Text => plain::write(&entries, more.len()),
        CreditFormat::Markdown => markdown::write(&entries, more.len()),
        CreditFormat::Html => html::write(&entries, more.len()),
    }
}

/// One line of credit; its texts are on one line, but not yet fit for any form.
struct Entry {
    title: String,
    names: Vec<String>,
    more_names: usize,
    /// How many works whose makers asked not to be named; nothing else of them is known here.
    without_name: usize,
    link: Option<String>,
    licence: Vec<Licence>,
    changed: Option<String>,
}

/// Some of the words of a licence expression, and where that licence is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Licence {
    words: String,
    address: Option<String>,
}

impl Entry {
    fn named(work: &CreditedWork) -> Self {
        let all = match &work.makers {
            Makers::Named(names) => names.as_slice(),
            Makers::Withheld => &[],
        };
        let names = all.iter().take(MAX_NAMES).map(|name| tidy(name)).filter(|name| !name.is_empty());
        let mut unique: Vec<String> = Vec::new();
        names.for_each(|name| {
            if !unique.contains(&name) {
                unique.push(name);
            }
        });
        let title = match tidy(&work.title) {
            title if title.is_empty() => "A work without a title".to_owned(),
            title => title,
        };
        Self {
            title,
            names: unique,
            more_names: all.len().saturating_sub(MAX_NAMES),
            without_name: 0,
            link: work.link.as_deref().and_then(address),
            ..Self::withheld(work)
        }
    }

    fn withheld(work: &CreditedWork) -> Self {
        Self {
            title: String::new(),
            names: Vec::new(),
            more_names: 0,
            without_name: 1,
            link: None,
            licence: licence_of(work),
            changed: work.changed.as_deref().map(tidy),
        }
    }

    /// What stands between the names and what follows: some end with the dot of an abbreviation.
    fn full_stop(&self) -> &'static str {
        let last = self.names.last().filter(|_| self.more_names == 0);
        if last.is_some_and(|name| name.ends_with('.')) { " " } else { ". " }
    }

    /// "one source, whose makers asked not to be named", as a sentence begins.
    fn without_name_in_words(&self) -> String {
        match self.without_name {
            1 => "One source, whose makers asked not to be named".to_owned(),
            count => format!("{count} sources, whose makers asked not to be named"),
        }
    }
}

/// That some works are not in the text.
fn more_in_words(more: usize) -> Option<String> {
    (more > 0).then(|| format!("{more} more, which are not listed here"))
}

/// "A, B and C", of names that are fit for the form.
fn list(names: &[String], more: usize) -> String {
    let others = match more {
        0 => None,
        1 => Some("1 other".to_owned()),
        count => Some(format!("{count} others")),
    };
    let names: Vec<&str> = names.iter().chain(&others).map(String::as_str).collect();
    match names.as_slice() {
        [head @ .., last] if !head.is_empty() => format!("{} and {last}", head.join(", ")),
        other => other.concat(),
    }
}

/// The licence of a work in pieces, of which those that name a licence on the SPDX list have its address there.
fn licence_of(work: &CreditedWork) -> Vec<Licence> {
    let own = work.licence_link.as_deref().and_then(address);
    let Ok(expression) = LicenceExpression::parse(&work.licence) else {
        let words = match tidy(&work.licence) {
            words if words.is_empty() => "not stated".to_owned(),
            words => words,
        };
        return vec![Licence { words, address: own }];
    };
    if expression.is_none() || expression.ids().is_empty() {
        return vec![Licence { words: "not stated".to_owned(), address: own }];
    }
    let text = expression.to_string();
    let mut pieces = Vec::new();
    let mut rest = text.as_str();
    for id in expression.ids() {
        let Some(at) = rest.find(id) else { continue };
        if at > 0 {
            pieces.push(Licence { words: rest[..at].to_owned(), address: None });
        }
        let address = spdx_address(id).or_else(|| own.clone());
        pieces.push(Licence { words: id.to_owned(), address });
        rest = &rest[at + id.len()..];
    }
    if !rest.is_empty() {
        pieces.push(Licence { words: rest.to_owned(), address: None });
    }
    pieces
}

fn spdx_address(id: &str) -> Option<String> {
    spdx::license_id(id).map(|licence| format!("https://spdx.org/licenses/{}", licence.name))
}

/// Where the licences of an expression are to be read, of those on the SPDX list.
pub fn licence_addresses(expression: &str) -> Vec<String> {
    let Ok(expression) = LicenceExpression::parse(expression) else { return Vec::new() };
    let mut addresses: Vec<String> = expression.ids().into_iter().filter_map(spdx_address).collect();
    addresses.dedup();
    addresses
}

/// A text on one line, without control characters and marks that turn the direction of text, and not endless.
fn tidy(text: &str) -> String {
    let turns = |c: char| matches!(u32::from(c), 0x061c | 0x200e | 0x200f | 0x2028 | 0x2029 | 0x202a..=0x202e | 0x2066..=0x2069);
    let spaced: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !turns(*c)).collect();
    let line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// An address that can stand in any form: of a sort that does not run anything, and with whatever could end it written
/// in hex. None if it is of another sort.
fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let (scheme, rest) = text.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https" | "ipfs" | "magnet" | "mailto")
        || text.len() > MAX_ADDRESS_BYTES
    {
        return None;
    }
    let mut address = format!("{scheme}:");
    for byte in rest.bytes() {
        match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => address.push(char::from(byte)),
            _ if b"-._~:/?#@!$&*+,;=%".contains(&byte) => address.push(char::from(byte)),
            other => address.push_str(&format!("%{other:02X}")),
        }
    }
    Some(address)
}

#[cfg(test)]
mod tests;
