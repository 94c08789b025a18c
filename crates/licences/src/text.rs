//! The texts of licences, and how a text is named by its hash.

use std::collections::HashMap;
use std::sync::LazyLock;

use spdx::identifiers::LICENSES;
use spdx::text::LICENSE_TEXTS;

/// The text of a licence as the SPDX list has it, by its id in any case. Ids off that list have none here.
pub fn licence_text(id: &str) -> Option<&'static str> {
    let spelt = crate::expression::canonical_spelling(id.trim());
    // By name: in spdx 0.13.6 `LicenseId::text` gives the neighbour's text for 24 GNU ids.
    LICENSE_TEXTS.iter().find(|(name, _)| *name == spelt).map(|(_, text)| *text)
}

/// Names a text: the BLAKE3 hash, in hex, of its words with one blank between them. How lines are broken and indented, and
/// whether a file ends in a line feed, makes no difference.
pub fn text_hash(text: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for (i, word) in text.split_whitespace().enumerate() {
        if i > 0 {
            hasher.update(b" ");
        }
        hasher.update(word.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// The ids of the SPDX list whose text this is, word for word; several share one text, as `GPL-3.0-only` and
/// `GPL-3.0-or-later` do. Empty if it is none of them: a text with a name filled in, for instance.
pub fn ids_of_text(text: &str) -> &'static [&'static str] {
    static BY_HASH: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
        let mut by_hash: HashMap<String, Vec<&'static str>> = HashMap::new();
        let current = LICENSES.iter().filter(|licence| licence.flags & spdx::flags::IS_DEPRECATED == 0);
        for (id, text) in current.filter_map(|licence| Some((licence.name, licence_text(licence.name)?))) {
            by_hash.entry(text_hash(text)).or_default().push(id);
        }
        by_hash
    });
    BY_HASH.get(&text_hash(text)).map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_known_however_its_lines_are_broken() {
        let text = licence_text("ppl").unwrap();
        assert!(text.starts_with("Peer Production License"));
        let wrapped = text.split_whitespace().collect::<Vec<_>>().join("\n  ") + "\n\n";
        assert_eq!(ids_of_text(&wrapped), ["PPL"]);
        assert_eq!(text_hash(text), text_hash(&wrapped));
        assert!(ids_of_text(&text.replacen("worker", "owner", 1)).is_empty());
    }

    #[test]
    fn ids_that_share_a_text_are_all_named() {
        let ids = ids_of_text(licence_text("GPL-3.0-only").unwrap());
        assert!(ids.contains(&"GPL-3.0-only") && ids.contains(&"GPL-3.0-or-later"), "{ids:?}");
    }

    #[test]
    fn off_the_list_there_is_no_text() {
        assert_eq!(licence_text("LicenseRef-Coopyleft"), None);
    }
}
