//! Cleaning and checking single fields. A field that is empty after trimming is `None`.
//!
//! Errors are the reason for refusing the row.

use std::fmt::Write as _;

use super::limits::{MAX_NAME_BYTES, MAX_SHORT_BYTES, MAX_TEXT_BYTES, MAX_URL_BYTES};

/// The name of a row: one line, not empty.
pub(crate) fn name(label: &str, raw: &str) -> Result<String, String> {
    one_line(label, raw, MAX_NAME_BYTES)?
        .ok_or_else(|| format!("{label} is empty: expected 1 to {MAX_NAME_BYTES} bytes of text"))
}

/// A short field: one line.
pub(crate) fn short(label: &str, raw: &str) -> Result<Option<String>, String> {
    one_line(label, raw, MAX_SHORT_BYTES)
}

/// A longer text, which may have several lines.
pub(crate) fn text(label: &str, raw: &str) -> Result<Option<String>, String> {
    let unified = raw.replace("\r\n", "\n").replace('\r', "\n");
    let clean: String =
        unified.chars().map(|c| if c.is_control() && c != '\n' && c != '\t' { ' ' } else { c }).collect();
    bounded(label, clean.trim(), MAX_TEXT_BYTES)
}

/// What became of a field that should hold a web address.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// The field is empty.
    None,
    /// An address that begins with `http://` or `https://`.
    Address(String),
    /// Something else; the sentence says what.
    Unusable(String),
}

/// A web address. What is no address does not cost the row: the rest of it is still worth having.
pub(crate) fn link(label: &str, raw: &str) -> Result<Link, String> {
    let Some(found) = bounded(label, raw.trim(), MAX_URL_BYTES)? else {
        return Ok(Link::None);
    };
    if is_web_address(&found) {
        return Ok(Link::Address(found));
    }
    let with_scheme = format!("http://{found}");
    if looks_like_host(&found) && with_scheme.len() <= MAX_URL_BYTES && is_web_address(&with_scheme) {
        return Ok(Link::Address(with_scheme));
    }
    Ok(Link::Unusable(format!(
        "{label} was left out: expected a web address such as https://example.org, found \"{}\"",
        shown(&found)
    )))
}

/// Text from a file, fit to stand in a message: without control characters, and not longer than a line.
pub(crate) fn shown(raw: &str) -> String {
    const MAX_CHARS: usize = 80;
    let mut out: String = raw.chars().take(MAX_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if raw.chars().nth(MAX_CHARS).is_some() {
        out.push('…');
    }
    out
}

/// The key of a row that has no identifier of its own: its name and website.
///
/// `<` and white space are escaped in the website, so that two different pairs never give one key.
pub(crate) fn key_of_name_and_website(name: &str, website: &str) -> String {
    let mut key = format!("{name} <");
    for c in website.trim().chars() {
        if c == '<' || c == '%' || c.is_whitespace() || c.is_control() {
            // Writing to a String cannot fail.
            let _ = write!(key, "%{:02X}", u32::from(c));
        } else {
            key.push(c);
        }
    }
    key.push('>');
    key
}

fn one_line(label: &str, raw: &str, max: usize) -> Result<Option<String>, String> {
    if raw.chars().any(char::is_control) {
        let spaced: String = raw.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let words: Vec<&str> = spaced.split_whitespace().collect();
        return bounded(label, &words.join(" "), max);
    }
    bounded(label, raw.trim(), max)
}

fn bounded(label: &str, clean: &str, max: usize) -> Result<Option<String>, String> {
    match clean.len() {
        0 => Ok(None),
        length if length > max => {
            Err(format!("{label} is too long: expected at most {max} bytes, found {length}"))
        }
        _ => Ok(Some(clean.to_owned())),
    }
}

fn is_web_address(text: &str) -> bool {
    let scheme_end = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
        .map(str::len);
    let Some(rest) = scheme_end.and_then(|end| text.get(end..)) else {
        return false;
    };
    rest.starts_with(|c: char| c.is_alphanumeric() || c == '[')
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'))
}

/// `www.example.coop/shop`, but not `see our page` or `mailto:somebody`.
fn looks_like_host(text: &str) -> bool {
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let mut labels = host.split('.');
    host.contains('.')
        && labels.all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_control_characters_and_outer_space() {
        assert_eq!(name("Name", "  Garden\u{0}\r\nCo-op\u{a0} "), Ok("Garden Co-op".to_owned()));
        assert_eq!(name("Name", "庭  園"), Ok("庭  園".to_owned()));
    }

    #[test]
    fn an_empty_or_over_long_name_is_refused_with_what_was_expected() {
        assert_eq!(name("Name", " \t"), Err("Name is empty: expected 1 to 500 bytes of text".to_owned()));
        assert_eq!(
            name("Name", &"é".repeat(251)),
            Err("Name is too long: expected at most 500 bytes, found 502".to_owned())
        );
        assert!(name("Name", &"é".repeat(250)).is_ok());
    }

    #[test]
    fn a_text_keeps_its_lines() {
        assert_eq!(text("Notes", " one\r\ntwo\u{7}\tthree\n"), Ok(Some("one\ntwo \tthree".to_owned())));
        assert!(text("Notes", &"x".repeat(16_384)).is_ok());
        assert!(text("Notes", &"x".repeat(16_385)).is_err());
    }

    #[test]
    fn web_addresses_are_told_from_other_text() {
        let address = |text: &str| Ok(Link::Address(text.to_owned()));
        assert_eq!(link("Website", " https://example.org/a?b#c "), address("https://example.org/a?b#c"));
        assert_eq!(link("Website", "HTTP://Example.org"), address("HTTP://Example.org"));
        assert_eq!(link("Website", "www.example.coop/shop"), address("http://www.example.coop/shop"));
        assert_eq!(link("Website", "  "), Ok(Link::None));
        for bad in
            ["https:/example.org", "http://", "javascript:alert(1)", "see our page", "none.", "a@b.org"]
        {
            assert!(matches!(link("Website", bad), Ok(Link::Unusable(_))), "{bad}");
        }
        assert!(link("Website", &format!("https://a/{}", "x".repeat(2_000))).is_err());
    }

    #[test]
    fn different_names_and_websites_never_share_a_key() {
        let pairs = [("A", ""), ("A", "b"), ("A <b>", ""), ("A", "b> <"), ("A", "b>%20%3C"), ("A <b> ", "")];
        let keys: std::collections::HashSet<_> =
            pairs.iter().map(|(name, website)| key_of_name_and_website(name, website)).collect();
        assert_eq!(keys.len(), pairs.len());
    }
}
