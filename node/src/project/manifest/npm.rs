//! `package.json`.

use serde_json::Value;

use super::{Finding, read_json};
use crate::project::terms::{Terms, Together};

/// Begins the field where the terms are in a file.
const SEE: &str = "see license in ";

pub(super) fn read(text: &str) -> Result<Vec<Finding>, String> {
    let manifest = read_json(text)?;
    let finding = match (&manifest["license"], &manifest["licenses"]) {
        (Value::String(text), _) => Some(in_words(text)),
        (object @ Value::Object(_), _) => {
            type_of(object).map(|text| Finding::Says { field: "license", terms: Terms::read(text) })
        }
        // The old list, a choice, as npm's own documentation writes it anew.
        (Value::Array(list), _) | (_, Value::Array(list)) => {
            let each: Option<Vec<Terms>> = list.iter().map(|one| type_of(one).map(Terms::read)).collect();
            let terms = each.map_or(Some(Terms::not_read()), |each| Terms::join(&each, Together::Choice));
            terms.map(|terms| Finding::Says { field: "licenses", terms })
        }
        _ => None,
    };
    Ok(finding.into_iter().collect())
}

fn type_of(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value["type"].as_str())
}

fn in_words(text: &str) -> Finding {
    let text = text.trim();
    if let (Some(start), Some(path)) = (text.get(..SEE.len()), text.get(SEE.len()..))
        && start.eq_ignore_ascii_case(SEE)
    {
        let path = path.trim().trim_matches(['<', '>']).to_owned();
        return Finding::InFile { field: "license", path };
    }
    // npm's word for a package that nobody else may use; not the Unlicense.
    let terms = match text.eq_ignore_ascii_case("unlicensed") {
        true => Terms::read("LicenseRef-All-Rights-Reserved"),
        false => Terms::read(text),
    };
    Finding::Says { field: "license", terms }
}

#[cfg(test)]
mod tests {
    use crate::project::manifest::{Format, tests::found};

    #[test]
    fn a_package_of_npm_says_it_in_several_ways() {
        for (text, finds) in [
            (r#"{"license": "(MIT OR Apache-2.0)"}"#, &["license: MIT OR Apache-2.0"][..]),
            (r#"{"license": "SEE LICENSE IN <docs/LICENCE.md>"}"#, &["license: in docs/LICENCE.md"]),
            (r#"{"license": "UNLICENSED"}"#, &["license: LicenseRef-All-Rights-Reserved"]),
            (r#"{"license": "Unlicense"}"#, &["license: Unlicense"]),
            (r#"{"license": {"type": "MIT", "url": "https://example.org"}}"#, &["license: MIT"]),
            (r#"{"licenses": [{"type": "MIT"}, {"type": "ISC"}]}"#, &["licenses: MIT OR ISC"]),
            (r#"{"licenses": [{"url": "https://example.org"}]}"#, &["licenses: unread NOASSERTION"]),
            (r#"{"licenses": []}"#, &[]),
            (r#"{"license": "BSD"}"#, &["license: unread BSD"]),
            (r#"{"private": true}"#, &[]),
            ("[]", &[]),
        ] {
            assert_eq!(found(Format::Npm, text), finds, "{text}");
        }
    }
}
