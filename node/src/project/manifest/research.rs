//! `CITATION.cff` and `codemeta.json`: how research describes its programs and data.

use serde_json::Value;

use super::yaml::{Under, under};
use super::{Finding, read_json};
use crate::project::terms::{Terms, Together, read_address_or_expression};

/// The Citation File Format 1.2.0: of several licences it is assumed that "their relationship is OR, not AND".
pub(super) fn read_citation(text: &str) -> Result<Vec<Finding>, String> {
    let field = "license";
    let terms = match under(text, field)? {
        Some(Under::Text(text)) if text.trim().is_empty() => None,
        Some(Under::Text(text)) => Some(Terms::read(&text)),
        Some(Under::List(list)) => {
            Terms::join(&list.iter().map(|text| Terms::read(text)).collect::<Vec<_>>(), Together::Choice)
        }
        Some(Under::Named(_) | Under::Other) => Some(Terms::not_read()),
        // For licences that are not on the SPDX list.
        None => {
            let address = match under(text, "license-url")? {
                Some(Under::Text(address)) => Some(read_address_or_expression(&address)),
                _ => None,
            };
            return Ok(address
                .map(|terms| Finding::Says { field: "license-url", terms })
                .into_iter()
                .collect());
        }
    };
    Ok(terms.map(|terms| Finding::Says { field, terms }).into_iter().collect())
}

/// CodeMeta takes `license` from schema.org, which does not say how several belong together: all are taken to apply.
pub(super) fn read_codemeta(text: &str) -> Result<Vec<Finding>, String> {
    let description = read_json(text)?;
    let terms = match &description["license"] {
        Value::Null => None,
        Value::Array(list) => {
            let each: Vec<Terms> = list.iter().map(one).collect();
            Terms::join(&each, Together::All)
        }
        value => Some(one(value)),
    };
    Ok(terms.map(|terms| Finding::Says { field: "license", terms }).into_iter().collect())
}

/// An address, an id, or a work that has an address.
fn one(value: &Value) -> Terms {
    let named = || ["@id", "id", "url", "identifier", "name"].iter().find_map(|name| value[*name].as_str());
    value.as_str().or_else(named).map_or_else(Terms::not_read, read_address_or_expression)
}

#[cfg(test)]
mod tests {
    use crate::project::manifest::{Format, tests::found};

    #[test]
    fn several_licences_of_a_citation_are_a_choice() {
        for (text, finds) in [
            ("license: Apache-2.0\n", &["license: Apache-2.0"][..]),
            ("license:\n - GPL-3.0-only\n - MIT\n", &["license: GPL-3.0-only OR MIT"]),
            ("license: {a: b}\n", &["license: unread NOASSERTION"]),
            ("license-url: https://creativecommons.org/licenses/by/4.0/\n", &["license-url: CC-BY-4.0"]),
            ("license-url: https://example.org/ours\n", &["license-url: unread https://example.org/ours"]),
            ("title: x\nreferences:\n  - license: MIT\n", &[]),
        ] {
            assert_eq!(found(Format::Citation, text), finds, "{text}");
        }
    }

    #[test]
    fn several_licences_of_codemeta_all_apply() {
        for (text, finds) in [
            (r#"{"license": "https://spdx.org/licenses/MIT"}"#, &["license: MIT"][..]),
            (
                r#"{"license": {"@type": "CreativeWork", "url": "https://spdx.org/licenses/PPL.html"}}"#,
                &["license: PPL"],
            ),
            (
                r#"{"license": ["https://spdx.org/licenses/MIT", "https://spdx.org/licenses/ISC"]}"#,
                &["license: MIT AND ISC"],
            ),
            (
                r#"{"license": "https://www.gnu.org/licenses/gpl-3.0"}"#,
                &["license: unread https://www.gnu.org/licenses/gpl-3.0"],
            ),
            (r#"{"license": 3}"#, &["license: unread NOASSERTION"]),
            (r#"{"name": "x"}"#, &[]),
        ] {
            assert_eq!(found(Format::Codemeta, text), finds, "{text}");
        }
    }
}
