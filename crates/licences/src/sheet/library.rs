//! The term sheets that come with the crate.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::resolve::read;
use super::{MAX_SHEET_BYTES, SheetError, SheetSummary, TermSheet, matches_any};
use crate::words::one_line;

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

/// The ids of all our sheets, without their ports: always the same, in the same order.
pub(crate) fn known_ids() -> impl Iterator<Item = &'static str> {
    LIBRARY.sheets.iter().flat_map(|sheet| &sheet.ids).map(String::as_str)
}

/// A sheet, and whether it was written for this very id or for the version that it was ported from.
#[derive(Debug)]
pub(crate) struct Found<'a> {
    pub(crate) sheet: &'a TermSheet,
    pub(crate) is_port: bool,
}

/// The sheet of ours for an id, whatever its case.
pub(crate) fn find(id: &str) -> Option<Found<'static>> {
    if let Some(i) = LIBRARY.by_id.get(&id.to_ascii_lowercase()) {
        return LIBRARY.sheets.get(*i).map(|sheet| Found { sheet, is_port: false });
    }
    let ported = LIBRARY.sheets.iter().find(|sheet| matches_any(&sheet.ports, id))?;
    Some(Found { sheet: ported, is_port: true })
}

/// Term sheets beside our own, by id: for terms that stewards wrote themselves.
#[derive(Debug, Default)]
pub struct Sheets(HashMap<String, TermSheet>);

impl Sheets {
    /// Adds the sheet of an id that begins with `LicenseRef-`, over an earlier one of the same. It is for one version of
    /// its licence, and its own ids do not count.
    ///
    /// # Errors
    /// [`SheetError`] if the text is not one such sheet, or the id is not one that people may give to terms of their own.
    pub fn add(&mut self, id: &str, toml: &str) -> Result<(), SheetError> {
        let refuse = |problem: &str| SheetError { sheet: one_line(id), problem: problem.to_owned() };
        if !id.to_ascii_lowercase().starts_with("licenseref-") || find(id).is_some() {
            return Err(refuse("expected an id of one's own, that begins with LicenseRef-"));
        }
        if toml.len() > MAX_SHEET_BYTES {
            return Err(refuse(&format!("has more than {MAX_SHEET_BYTES} bytes")));
        }
        let [sheet] = <[TermSheet; 1]>::try_from(read(toml)?).map_err(|_| {
            refuse("expected one [[version]]: each version of terms is a version of their record")
        })?;
        self.0.insert(id.to_ascii_lowercase(), sheet);
        Ok(())
    }

    /// The sheet for an id: our own first.
    pub(crate) fn find(&self, id: &str) -> Option<Found<'_>> {
        find(id).or_else(|| {
            let sheet = self.0.get(&id.to_ascii_lowercase())?;
            Some(Found { sheet, is_port: false })
        })
    }
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
                crate::engine::completions(sheet.conditions(), &known, |world| {
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
