//! Of which sort a licence is, for every id there is: from its term sheet, or else from `classes.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::expression::LicenceExpression;
use crate::sheet::{find, matches_any};

words! {
    /// The sort of a licence, for orientation. Where two fit, as for a licence that bars both commercial use and
    /// adaptations, the one that stands further down counts.
    #[derive(Default)]
    pub enum LicenceClass: "a class of licences" {
        /// Rights are given up.
        PublicDomain = "public-domain",
        /// Nearly everything is granted, for a notice or credit.
        Permissive = "permissive",
        /// What was under it stays under it, file by file; the rest of a larger work does not.
        WeakCopyleft = "weak-copyleft",
        /// A program or design that is built on the work stays under it as a whole.
        StrongCopyleft = "strong-copyleft",
        /// As strong copyleft, and for those who use the work over a network too.
        NetworkCopyleft = "network-copyleft",
        /// Copyleft for texts, pictures, data and the like.
        ShareAlike = "share-alike",
        /// Adaptations may not be passed on.
        NoDerivatives = "no-derivatives",
        /// Not for commercial purposes.
        NonCommercial = "non-commercial",
        /// Who asks counts: co-ops, say, may do more than others.
        Reciprocity = "reciprocity",
        /// Published for all, but some users, uses or products are barred.
        Restricted = "restricted",
        /// Nothing is granted to the public.
        Proprietary = "proprietary",
        /// Not known.
        #[default]
        Unclassed = "unclassed",
    }
}

impl LicenceClass {
    /// What it is, to go into a sentence after "it is"; empty where nothing is known.
    pub fn plain_words(self) -> &'static str {
        match self {
            Self::PublicDomain => "a dedication to the public domain",
            Self::Permissive => "a permissive licence",
            Self::WeakCopyleft => "a licence with weak copyleft",
            Self::StrongCopyleft => "a licence with strong copyleft",
            Self::NetworkCopyleft => "a licence with copyleft over networks",
            Self::ShareAlike => "a share-alike licence",
            Self::NoDerivatives => "a licence without the right to pass on adaptations",
            Self::NonCommercial => "a licence for non-commercial use",
            Self::Reciprocity => "a licence for reciprocity",
            Self::Restricted => "a licence that bars some users or uses",
            Self::Proprietary => "a notice that grants nothing to the public",
            Self::Unclassed => "",
        }
    }
}

/// How we know the class of a licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassBasis {
    /// There is a term sheet.
    Sheet,
    /// It is on the list of `classes.toml`, which names its sources.
    List,
    /// The SPDX list flags it as copyleft, and of copyleft whose reach is not known the strong sort is taken.
    Flag,
    /// We do not know it.
    Nothing,
}

/// The class of the licence with this id, whatever its case, deprecated ids included.
///
/// Every id has one: [`LicenceClass::Unclassed`] where nothing is known, or where the text is not one id.
pub fn class_of(id: &str) -> (LicenceClass, ClassBasis) {
    let Ok(expression) = LicenceExpression::parse(id) else {
        return (LicenceClass::Unclassed, ClassBasis::Nothing);
    };
    match expression.ids().as_slice() {
        [id] => class_of_canonical(id),
        _ => (LicenceClass::Unclassed, ClassBasis::Nothing),
    }
}

/// As [`class_of`], for an id in its canonical spelling.
pub(crate) fn class_of_canonical(id: &str) -> (LicenceClass, ClassBasis) {
    if let Some(found) = find(id) {
        return (found.sheet.class, ClassBasis::Sheet);
    }
    if let Some(entry) = LIST.iter().find(|entry| matches_any(&entry.ids, id)) {
        return (entry.class, ClassBasis::List);
    }
    match spdx::license_id(id) {
        Some(licence) if licence.is_copyleft() => (LicenceClass::StrongCopyleft, ClassBasis::Flag),
        _ => (LicenceClass::Unclassed, ClassBasis::Nothing),
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListFile {
    class: Vec<ListEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListEntry {
    class: LicenceClass,
    /// How it is known.
    #[serde(rename = "source")]
    _source: String,
    /// Ids, or beginnings of ids with `*` at the end.
    ids: Vec<String>,
}

const TEXT: &str = include_str!("../classes.toml");

/// Empty only in a build that fails its tests.
static LIST: LazyLock<Vec<ListEntry>> =
    LazyLock::new(|| toml::from_str(TEXT).map(|file: ListFile| file.class).unwrap_or_default());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_list_and_every_entry_names_a_licence_that_has_no_sheet() {
        let file: ListFile = toml::from_str(TEXT).unwrap();
        for id in file.class.iter().flat_map(|entry| &entry.ids) {
            let pattern = std::slice::from_ref(id);
            let named = spdx::identifiers::LICENSES.iter().find(|licence| matches_any(pattern, licence.name));
            assert!(named.is_some(), "{id} names no licence");
            assert!(find(id).is_none(), "{id} has a sheet, which says of which class it is");
        }
    }

    #[test]
    fn every_licence_of_the_spdx_list_has_a_class() {
        for licence in spdx::identifiers::LICENSES.iter().filter(|licence| licence.name != "NOASSERTION") {
            assert_ne!(class_of(licence.name).0, LicenceClass::Unclassed, "{}", licence.name);
        }
    }

    #[test]
    fn classes_by_sheet_by_list_and_by_flag() {
        use LicenceClass::*;
        for (id, class, basis) in [
            ("PPL", Reciprocity, ClassBasis::Sheet),
            ("cc-by-nc-sa-3.0-de", NonCommercial, ClassBasis::Sheet),
            ("AGPL-3.0", NetworkCopyleft, ClassBasis::Sheet),
            ("GPL-2.0-with-classpath-exception", StrongCopyleft, ClassBasis::Sheet),
            ("CERN-OHL-W-2.0", WeakCopyleft, ClassBasis::Sheet),
            ("SSPL-1.0", NetworkCopyleft, ClassBasis::List),
            ("BSD-3-Clause-No-Nuclear-License-2014", Restricted, ClassBasis::List),
            ("BSD-2-Clause-Views", Permissive, ClassBasis::List),
            ("NOASSERTION", Unclassed, ClassBasis::Nothing),
            ("LicenseRef-Ours", Unclassed, ClassBasis::Nothing),
            ("MIT OR PPL", Unclassed, ClassBasis::Nothing),
            ("no such thing", Unclassed, ClassBasis::Nothing),
        ] {
            assert_eq!(class_of(id), (class, basis), "{id}");
        }
    }
}
