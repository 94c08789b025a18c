//! The ids of SPDX, whatever their case.

use std::collections::HashMap;
use std::sync::LazyLock;

use spdx::identifiers::{EXCEPTIONS, LICENSES};

use crate::suggest;

/// Canonical spelling by lower-case id, of licences, exceptions and operators.
static SPELLING: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let licences = LICENSES.iter().map(|licence| licence.name);
    let exceptions = EXCEPTIONS.iter().map(|exception| exception.name);
    let operators = ["AND", "OR", "WITH"];
    licences.chain(exceptions).chain(operators).map(|id| (id.to_ascii_lowercase(), id)).collect()
});

/// What begins an id of one's own.
const OWN: [&str; 3] = ["LicenseRef-", "AdditionRef-", "DocumentRef-"];

/// The text with every id in its canonical case. Only the case changes, so positions stay.
pub(crate) fn canonical_spelling(text: &str) -> String {
    let mut spelt = String::with_capacity(text.len());
    let is_in_a_word = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_in_a_word(c)).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        spelt.push_str(&spell(word));
        let next = tail.find(is_in_a_word).unwrap_or(tail.len());
        spelt.push_str(&tail[..next]);
        rest = &tail[next..];
    }
    spelt
}

/// What people write who mean a licence that is not on the list, in lower case. Some of it looks like an id that says the
/// very contrary: `UNLICENSED`, which package managers take for proprietary, is far from the Unlicense.
const NAMES_OF_OTHERS: [(&str, &str); 9] = [
    ("all-rights-reserved", "LicenseRef-All-Rights-Reserved"),
    ("proprietary", "LicenseRef-Proprietary"),
    ("unlicensed", "LicenseRef-Proprietary"),
    ("acsl", "LicenseRef-scancode-anti-capitalist-1.4"),
    ("cnpl", "LicenseRef-scancode-cooperative-non-violent-7.0"),
    ("cooperative-license", "LicenseRef-Cooperative-License-1.0"),
    ("coopyleft", "LicenseRef-Coopyleft"),
    ("coopyright", "LicenseRef-Coopyright"),
    ("contributive-commons", "LicenseRef-Contributive-Commons"),
];

fn spell(word: &str) -> String {
    if let Some(id) = SPELLING.get(&word.to_ascii_lowercase()) {
        return (*id).to_owned();
    }
    for prefix in OWN {
        if let (Some(head), Some(tail)) = (word.get(..prefix.len()), word.get(prefix.len()..))
            && head.eq_ignore_ascii_case(prefix)
        {
            return format!("{prefix}{tail}");
        }
    }
    word.to_owned()
}

/// Ids close to what was typed: by the names people use for licences, then by spelling. The newest version of a
/// family comes first.
pub(super) fn closest(given: &str) -> Vec<&'static str> {
    if let Some((_, id)) = NAMES_OF_OTHERS.iter().find(|(name, _)| name.eq_ignore_ascii_case(given)) {
        return vec![id];
    }
    if let Some((id, _)) = spdx::imprecise_license_id(given) {
        return vec![id.name];
    }
    let current = LICENSES.iter().filter(|licence| licence.flags & spdx::flags::IS_DEPRECATED == 0);
    let ids: Vec<&'static str> = current.map(|licence| licence.name).collect();
    let family = format!("{}-", given.to_ascii_lowercase());
    let mut versions: Vec<&'static str> = ids
        .iter()
        .copied()
        .filter(|id| {
            let tail = id.to_ascii_lowercase().strip_prefix(&family).map(str::to_owned);
            tail.is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()))
        })
        .collect();
    if versions.is_empty() {
        return suggest::closest(given, ids);
    }
    versions.sort_by_key(|id| (id.matches('-').count(), std::cmp::Reverse(*id)));
    versions.truncate(3);
    versions
}

/// The full name of an SPDX licence.
pub(crate) fn full_name(id: &str) -> Option<&'static str> {
    spdx::license_id(id).map(|licence| licence.full_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_licences_off_the_list_lead_to_ids_that_have_a_sheet() {
        for (name, id) in NAMES_OF_OTHERS {
            assert_eq!(closest(&name.to_ascii_uppercase()), [id]);
            assert!(crate::sheet::find(id).is_some(), "{id}");
            assert!(crate::LicenceExpression::parse(name).unwrap_err().hint().contains(id), "{name}");
        }
    }
}
