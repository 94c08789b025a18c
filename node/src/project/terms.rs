//! What a source says of a licence: an SPDX expression, or words that are none.

use commons_licences::LicenceExpression;

/// Longest words that are kept of what is no licence expression, in characters.
const MAX_UNREAD_CHARS: usize = 200;

/// What was said of a licence. The text is canonical where it is an expression, and as it was written where it is not:
/// then whoever is asked about it says that they do not know it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Terms {
    text: String,
    ids: Option<Vec<String>>,
}

/// How several licences in a list belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Together {
    /// All of them apply.
    All,
    /// One of them may be chosen.
    Choice,
}

impl Terms {
    /// Reads what was written.
    pub(crate) fn read(text: &str) -> Self {
        match LicenceExpression::parse(text) {
            Ok(expression) => {
                let ids = expression.ids().into_iter().map(str::to_owned).collect();
                Self { text: expression.to_string(), ids: Some(ids) }
            }
            Err(_) => {
                let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
                Self { text: words.chars().take(MAX_UNREAD_CHARS).collect(), ids: None }
            }
        }
    }

    /// Nothing is stated.
    pub(crate) fn none() -> Self {
        Self { text: "NONE".to_owned(), ids: Some(Vec::new()) }
    }

    /// Something is stated that was not read.
    pub(crate) fn not_read() -> Self {
        Self { text: "NOASSERTION".to_owned(), ids: None }
    }

    /// Several at once. One that cannot be read makes the whole so.
    pub(crate) fn join(terms: &[Self], together: Together) -> Option<Self> {
        let mut distinct: Vec<&Self> = Vec::new();
        for one in terms {
            if !distinct.contains(&one) {
                distinct.push(one);
            }
        }
        match distinct.as_slice() {
            [] => None,
            [only] => Some((*only).clone()),
            several => {
                let word = match together {
                    Together::All => " AND ",
                    Together::Choice => " OR ",
                };
                let texts: Vec<String> = several.iter().map(|terms| terms.bracketed()).collect();
                Some(Self::read(&texts.join(word)))
            }
        }
    }

    /// As it is asked about.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is a licence expression.
    pub(crate) fn is_read(&self) -> bool {
        self.ids.is_some()
    }

    /// The licences that it names; none if it could not be read.
    pub(crate) fn ids(&self) -> &[String] {
        self.ids.as_deref().unwrap_or_default()
    }

    /// Whether every licence here is one of `other`'s: a file under one of the two that a manifest offers is no
    /// contradiction.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self == other || (self.is_read() && self.ids().iter().all(|id| other.ids().contains(id)))
    }

    fn bracketed(&self) -> String {
        if self.text.contains(' ') { format!("({})", self.text) } else { self.text.clone() }
    }
}

/// Reads what may be an address of a licence as well as an expression. Only addresses that name one licence and one
/// version are taken; `gnu.org/licenses/gpl-3.0`, which leaves open whether a later version may be chosen, is not.
pub(crate) fn read_address_or_expression(text: &str) -> Terms {
    match id_of_address(text.trim()) {
        Some(id) => Terms::read(&id),
        None => Terms::read(text),
    }
}

fn id_of_address(address: &str) -> Option<String> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let path: Vec<&str> = rest.split(['?', '#']).next()?.split('/').filter(|part| !part.is_empty()).collect();
    let is_version = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    match path.as_slice() {
        ["spdx.org", "licenses", file] => {
            let id = [".html", ".json", ".txt"].iter().find_map(|ending| file.strip_suffix(ending));
            Some(id.unwrap_or(file).to_owned())
        }
        ["opensource.org", "licenses" | "license", name] => {
            let terms = Terms::read(name);
            // Its addresses spell `MIT` and `GPL-3.0`; the latter again leaves later versions open.
            (terms.is_read() && !name.to_ascii_uppercase().contains("GPL")).then(|| terms.text().to_owned())
        }
        ["creativecommons.org", "publicdomain", "zero", "1.0", ..] => Some("CC0-1.0".to_owned()),
        ["creativecommons.org", "licenses", parts, version, rest @ ..] if is_version(version) => {
            let id = format!("CC-{}-{version}", parts.to_ascii_uppercase());
            match rest.first() {
                // A port to the law of one country, or a translation of the summary.
                Some(port) if port.len() == 2 && version.starts_with(['1', '2', '3']) => {
                    Some(format!("{id}-{}", port.to_ascii_uppercase()))
                }
                _ => Some(id),
            }
        }
        ["apache.org", "licenses", file] if file.starts_with("LICENSE-2.0") => Some("Apache-2.0".to_owned()),
        ["mozilla.org", .., "MPL", "2.0"] => Some("MPL-2.0".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(terms: &[&str], together: Together) -> Terms {
        let terms: Vec<Terms> = terms.iter().map(|text| Terms::read(text)).collect();
        Terms::join(&terms, together).unwrap()
    }

    #[test]
    fn several_statements_are_one_expression() {
        assert_eq!(joined(&["mit"], Together::All).text(), "MIT");
        assert_eq!(joined(&["MIT", "mit"], Together::All).text(), "MIT");
        assert_eq!(joined(&["MIT", "PPL"], Together::Choice).text(), "MIT OR PPL");
        assert_eq!(joined(&["MIT OR ISC", "PPL"], Together::All).text(), "(MIT OR ISC) AND PPL");
    }

    #[test]
    fn one_that_cannot_be_read_makes_the_whole_so() {
        let both = joined(&["MIT", "do what you like"], Together::All);
        assert!(!both.is_read(), "{both:?}");
        assert!(Terms::join(&[], Together::All).is_none());
    }

    #[test]
    fn a_choice_made_within_what_is_offered_is_no_contradiction() {
        assert!(Terms::read("MIT").is_within(&Terms::read("MIT OR Apache-2.0")));
        assert!(!Terms::read("GPL-3.0-only").is_within(&Terms::read("MIT")));
        assert!(!Terms::read("do what you like").is_within(&Terms::read("MIT")));
    }

    #[test]
    fn an_address_is_read_if_it_names_one_licence() {
        for (address, id) in [
            ("https://spdx.org/licenses/Apache-2.0", "Apache-2.0"),
            ("https://spdx.org/licenses/MIT.html", "MIT"),
            ("https://opensource.org/licenses/MIT", "MIT"),
            ("http://creativecommons.org/licenses/by-sa/4.0/", "CC-BY-SA-4.0"),
            ("https://creativecommons.org/licenses/by/3.0/de/", "CC-BY-3.0-DE"),
            ("https://creativecommons.org/licenses/by/4.0/deed.de", "CC-BY-4.0"),
            ("https://creativecommons.org/licenses/by/4.0/legalcode", "CC-BY-4.0"),
            ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
            ("https://www.apache.org/licenses/LICENSE-2.0.txt", "Apache-2.0"),
            ("https://www.mozilla.org/en-US/MPL/2.0/", "MPL-2.0"),
            ("MIT", "MIT"),
        ] {
            let terms = read_address_or_expression(address);
            assert_eq!((terms.text(), terms.is_read()), (id, true), "{address}");
        }
        for address in [
            "https://www.gnu.org/licenses/gpl-3.0.html",
            "https://opensource.org/licenses/GPL-3.0",
            "https://example.org/licence",
            "https://creativecommons.org/licenses/",
            "https://spdx.org/licenses/No-Such-Licence",
        ] {
            assert!(!read_address_or_expression(address).is_read(), "{address}");
        }
    }
}
