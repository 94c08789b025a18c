//! The term sheets that come with the crate.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::own::Source;
use super::resolve::read;
use super::{SheetError, SheetSummary, TermSheet, matches_any};

macro_rules! files {
    ($($file:literal),+ $(,)?) => { [$(($file, include_str!(concat!("../../sheets/", $file)))),+] };
}

/// Every file in `sheets/`; a test fails if one is left out.
const FILES: &[(&str, &str)] = &files![
    "0bsd.toml",
    "acsl.toml",
    "agpl.toml",
    "apache.toml",
    "artistic.toml",
    "bsd.toml",
    "cal.toml",
    "cc-by-nc-nd.toml",
    "cc-by-nc-sa.toml",
    "cc-by-nc.toml",
    "cc-by-nd.toml",
    "cc-by-sa.toml",
    "cc-by.toml",
    "cc0.toml",
    "cddl.toml",
    "cdla.toml",
    "cecill.toml",
    "cern-ohl.toml",
    "cnpl.toml",
    "contributive-commons.toml",
    "cooperative-license.toml",
    "cooperative-software.toml",
    "coopyleft.toml",
    "coopyright.toml",
    "dedications.toml",
    "epl.toml",
    "eupl.toml",
    "free-art.toml",
    "gfdl.toml",
    "gpl.toml",
    "isc.toml",
    "lgpl.toml",
    "mit-0.toml",
    "mit.toml",
    "mpl.toml",
    "odc.toml",
    "ofl.toml",
    "permissive.toml",
    "polyform-noncommercial.toml",
    "ppl.toml",
    "proprietary.toml",
    "public-sector.toml",
    "rosen.toml",
    "tapr-ohl.toml",
    "unlicense.toml",
    "zlib.toml",
];

struct Library {
    sheets: Vec<TermSheet>,
    by_id: HashMap<String, usize>,
    summaries: Vec<SheetSummary>,
    /// Empty in every build that passes its tests; a broken sheet is left out rather than guessed at.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests, which fail if it is not empty"))]
    errors: Vec<SheetError>,
}

static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let mut sheets = Vec::new();
    let mut errors = Vec::new();
    for (_, text) in FILES {
        match read(text) {
            Ok(versions) => sheets.extend(versions),
            Err(error) => errors.push(error),
        }
    }
    let ids = |(i, sheet): (usize, &TermSheet)| {
        sheet.ids.iter().map(move |id| (id.to_ascii_lowercase(), i)).collect::<Vec<_>>()
    };
    let by_id = sheets.iter().enumerate().flat_map(ids).collect();
    let summaries = sheets.iter().map(TermSheet::summary).collect();
    Library { sheets, by_id, summaries, errors }
});

/// All our sheets, each for one version of a licence.
pub(crate) fn all_sheets() -> &'static [TermSheet] {
    &LIBRARY.sheets
}

/// The ids of all our sheets, without their ports: always the same, in the same order.
pub(crate) fn known_ids() -> impl Iterator<Item = &'static str> {
    all_sheets().iter().flat_map(|sheet| &sheet.ids).map(String::as_str)
}

/// A sheet, where it comes from, and what is to be said about that.
#[derive(Debug)]
pub(crate) struct Found<'a> {
    pub(crate) sheet: &'a TermSheet,
    pub(crate) source: Source,
    pub(crate) remarks: &'a [String],
}

/// The sheet of ours for an id, whatever its case.
pub(crate) fn find(id: &str) -> Option<Found<'static>> {
    if let Some(i) = LIBRARY.by_id.get(&id.to_ascii_lowercase()) {
        return LIBRARY.sheets.get(*i).map(|sheet| Found { sheet, source: Source::Exact, remarks: &[] });
    }
    let ported = LIBRARY.sheets.iter().find(|sheet| matches_any(&sheet.ports, id))?;
    Some(Found { sheet: ported, source: Source::Port, remarks: &[] })
}

/// All term sheets that we hold, one for each version of a licence.
pub fn sheets() -> &'static [SheetSummary] {
    &LIBRARY.summaries
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::super::condition::Known;
    use super::*;
    use crate::engine::{completions, most_completions};
    use crate::facts::Facts;
    use crate::question::{Act, Purpose};

    #[test]
    fn holds_every_file_in_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sheets");
        let on_disk: BTreeSet<String> = folder
            .read_dir()
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let held: BTreeSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(held, on_disk);
    }

    #[test]
    fn reads_every_sheet() {
        assert_eq!(LIBRARY.errors, []);
    }

    #[test]
    fn gives_each_id_to_one_sheet_and_knows_it_to_spdx() {
        let mut seen = BTreeSet::new();
        for id in LIBRARY.sheets.iter().flat_map(|sheet| &sheet.ids) {
            assert!(seen.insert(id.to_ascii_lowercase()), "{id} is in two sheets");
            let read = crate::LicenceExpression::parse(id).unwrap();
            assert_eq!(read.to_string(), *id, "write the canonical id");
        }
    }

    /// What is known well is never told that it is too long.
    #[test]
    fn every_sheet_of_ours_is_within_the_bounds_of_those_of_strangers() {
        for sheet in &LIBRARY.sheets {
            super::super::own::within_bounds(sheet).unwrap();
        }
    }

    #[test]
    fn says_of_every_licence_of_which_class_it_is() {
        for sheet in &LIBRARY.sheets {
            assert_ne!(sheet.class, crate::LicenceClass::Unclassed, "{}", sheet.name);
        }
    }

    #[test]
    fn cites_a_clause_for_every_rule_in_one_plain_line() {
        for sheet in &LIBRARY.sheets {
            let tests = sheet.tests.iter().map(|t| (&t.clause, &t.asks));
            let cases = sheet.tests.iter().flat_map(|t| t.cases.iter().map(|c| (&t.clause, &c.text)));
            let duties = sheet.duties.iter().map(|d| (&d.duty.clause, &d.duty.text));
            let results = sheet.result.iter().map(|r| (&r.clause, &r.text));
            for (clause, text) in tests.chain(cases).chain(duties).chain(results) {
                assert!(!clause.trim().is_empty(), "{}: {text}", sheet.name);
                assert!(!text.contains('\n'), "{}: {text}", sheet.name);
                assert!(text.is_empty() || text.ends_with(['.', '?']), "{}: {text}", sheet.name);
            }
        }
    }

    #[test]
    fn decides_every_test_in_every_case() {
        let doing: [&[Act]; 4] = [&[Act::Use], &[Act::Adapt], &[Act::Adapt, Act::Distribute], Act::ALL];
        for sheet in &LIBRARY.sheets {
            for acts in doing {
                let known = Known::new(&Facts::default(), Purpose::Unsure, &acts.iter().copied().collect());
                completions(sheet.conditions(), &known, most_completions(sheet.cost()), |world| {
                    for test in sheet.tests.iter().filter(|test| test.when.holds(world)) {
                        let decided = test.cases.iter().any(|case| case.when.holds(world));
                        assert!(decided, "{}: clause {} has no case for {world:?}", sheet.name, test.clause);
                    }
                })
                .expect("few enough completions to go through");
            }
        }
    }
}
