//! Files with the text of a licence: recognised when they are one word for word, and else only said to be there.

use commons_licences::ids_of_text;

use super::terms::{Terms, Together};

/// Endings of a licence file's name that is not in capitals; `licence.rs` is a program.
const ENDINGS: [&str; 5] = ["", ".txt", ".md", ".rst", ".html"];

/// Whether a file holds the terms of a licence, by its name, as `LICENSE`, `COPYING.GPL` and `LICENCE-MIT` do.
pub(crate) fn is_licence_file(name: &str) -> bool {
    const NAMES: [&str; 4] = ["LICENSE", "LICENCE", "COPYING", "UNLICENSE"];
    let begins = |name: &str| NAMES.iter().find_map(|begin| name.strip_prefix(begin).map(str::to_owned));
    match begins(name) {
        Some(rest) => rest.is_empty() || rest.starts_with(['-', '.']),
        None => {
            let capitals = name.to_ascii_uppercase();
            let Some(rest) = begins(&capitals) else { return false };
            let rest = name[name.len() - rest.len()..].to_ascii_lowercase();
            let ending = rest.rfind('.').map_or("", |dot| &rest[dot..]);
            (rest.is_empty() || rest.starts_with(['-', '.'])) && ENDINGS.contains(&ending)
        }
    }
}

/// What a licence file comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Recognised {
    pub(crate) terms: Terms,
    /// The licences whose text it is.
    pub(crate) ids: &'static [&'static str],
    /// What is to be known about it.
    pub(crate) note: Option<String>,
}

/// Recognises a text. Where several licences share one, as `GPL-3.0-only` and `GPL-3.0-or-later` do, the text alone does
/// not say which is meant: what holds under all of them is taken.
pub(crate) fn recognise(text: &str) -> Recognised {
    let ids = ids_of_text(text);
    let terms = |id: &&str| Terms::read(id);
    match ids {
        [] => Recognised {
            terms: Terms::not_read(),
            ids,
            note: Some("it is not word for word a text of the SPDX list: read it yourself".to_owned()),
        },
        [one] => Recognised { terms: terms(one), ids, note: None },
        several => {
            // Whoever may choose a later version may also stay with this one.
            let narrow = several.iter().find(|id| id.ends_with("-only") && several.len() == 2);
            let taken = match narrow {
                Some(id) => Some(terms(id)),
                None => Terms::join(&several.iter().map(terms).collect::<Vec<_>>(), Together::All),
            }
            .unwrap_or_else(Terms::not_read);
            let note = format!(
                "its text is that of {} alike, and does not say which is meant: taken as {}",
                several.join(" and "),
                taken.text()
            );
            Recognised { terms: taken, ids, note: Some(note) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licence_files_are_known_by_name() {
        for name in [
            "LICENSE",
            "LICENCE",
            "COPYING",
            "LICENSE-MIT",
            "COPYING.GPL",
            "UNLICENSE",
            "license",
            "License.txt",
            "license-mit.md",
        ] {
            assert!(is_licence_file(name), "{name}");
        }
        for name in
            ["licence.rs", "licences.md", "LICENSED", "license.py", "COPYRIGHT", "README", "license-check.js"]
        {
            assert!(!is_licence_file(name), "{name}");
        }
    }

    #[test]
    fn a_text_that_licences_share_is_taken_as_what_holds_under_all() {
        let text = |id| commons_licences::licence_text(id).unwrap();
        assert_eq!(recognise(text("PPL")).terms.text(), "PPL");
        let shared = recognise(text("AGPL-3.0-or-later"));
        assert_eq!(shared.terms.text(), "AGPL-3.0-only");
        assert!(shared.note.unwrap().contains("AGPL-3.0-only and AGPL-3.0-or-later"));
    }

    #[test]
    fn a_text_with_a_name_filled_in_is_not_guessed() {
        let text = commons_licences::licence_text("MIT").unwrap().replace("<year>", "2026");
        let found = recognise(&format!("{text} and more"));
        assert!(!found.terms.is_read() && found.note.is_some());
    }
}
