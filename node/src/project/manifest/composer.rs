//! `composer.json`.

use serde_json::Value;

use super::{Finding, read_json};
use crate::project::terms::{Terms, Together};

pub(super) fn read(text: &str) -> Result<Vec<Finding>, String> {
    let manifest = read_json(text)?;
    let terms = match &manifest["license"] {
        Value::String(text) => Some(read_licence(text)),
        // A list is a choice, says Composer's schema.
        Value::Array(list) => {
            let each: Option<Vec<Terms>> = list.iter().map(|one| one.as_str().map(read_licence)).collect();
            each.map_or(Some(Terms::not_read()), |each| Terms::join(&each, Together::Choice))
        }
        _ => None,
    };
    Ok(terms.map(|terms| Finding::Says { field: "license", terms }).into_iter().collect())
}

fn read_licence(text: &str) -> Terms {
    match text.trim().eq_ignore_ascii_case("proprietary") {
        true => Terms::read("LicenseRef-Proprietary"),
        false => Terms::read(text),
    }
}

#[cfg(test)]
mod tests {
    use crate::project::manifest::{Format, tests::found};

    #[test]
    fn a_list_in_composer_is_a_choice() {
        for (text, finds) in [
            (r#"{"license": "MIT"}"#, &["license: MIT"][..]),
            (
                r#"{"license": ["LGPL-2.1-only", "GPL-3.0-or-later"]}"#,
                &["license: LGPL-2.1-only OR GPL-3.0-or-later"],
            ),
            (
                r#"{"license": "(LGPL-2.1-only or GPL-3.0-or-later)"}"#,
                &["license: LGPL-2.1-only OR GPL-3.0-or-later"],
            ),
            (r#"{"license": "proprietary"}"#, &["license: LicenseRef-Proprietary"]),
            (r#"{"license": [1]}"#, &["license: unread NOASSERTION"]),
            (r#"{"name": "x"}"#, &[]),
        ] {
            assert_eq!(found(Format::Composer, text), finds, "{text}");
        }
    }
}
