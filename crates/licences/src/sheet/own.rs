//! Term sheets beside our own: those that stewards write for terms of their own. Anybody may be one, so a sheet is taken
//! only within bounds, and what it says of ids that we know does not count.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::condition::Known;
use super::format::{SheetFile, VersionEntry};
use super::library::{Found, find};
use super::resolve::{checked, resolve_version};
use super::{MAX_SHEET_BYTES, SheetError, TermSheet};
use crate::engine::{completions, most_completions};
use crate::facts::Facts;
use crate::question::{Act, Purpose};
use crate::words::one_line;

/// Most rules of a sheet of one's own: tests, barred fields and duties together.
pub const MAX_OWN_RULES: usize = 64;

/// Most ways things may be that such a sheet tells apart when nothing is known of whoever asks.
pub const MAX_OWN_COMPLETIONS: usize = 5_000;

/// Where a sheet comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// It was written for this very id.
    Exact,
    /// It was written for the version that this one was ported from.
    Port,
    /// A steward wrote it for terms of their own.
    Own,
}

/// Term sheets beside our own, by id: for terms that stewards wrote themselves.
#[derive(Debug, Default)]
pub struct Sheets {
    own: HashMap<String, Own>,
    /// What ids are called, the longest first: one may be the beginning of another.
    names: Vec<(String, String)>,
}

#[derive(Debug)]
enum Own {
    Held { sheet: Box<TermSheet>, remarks: Vec<String> },
    Missing { why: String },
}

impl Sheets {
    /// Adds the sheet of an id that begins with `LicenseRef-`, as [`own_sheet`] writes it, over an earlier one of the same.
    /// `called` is what people are told in place of the id; `remarks` are said with every answer by the sheet.
    ///
    /// # Errors
    /// [`SheetError`] if the text is not one such sheet, or the id is not one that people may give to terms of their own.
    pub fn add(
        &mut self,
        id: &str,
        called: &str,
        json: &str,
        remarks: Vec<String>,
    ) -> Result<(), SheetError> {
        let key = own_id(id)?;
        let mut sheet = read_own(json)?;
        sheet.name = called.to_owned();
        self.name(id, called);
        self.own.insert(key, Own::Held { sheet: Box::new(sheet), remarks });
        Ok(())
    }

    /// Says why there is no sheet for an id that begins with `LicenseRef-`, in a sentence.
    ///
    /// # Errors
    /// [`SheetError`] if the id is not one that people may give to terms of their own.
    pub fn add_missing(&mut self, id: &str, called: &str, why: &str) -> Result<(), SheetError> {
        let key = own_id(id)?;
        self.name(id, called);
        self.own.insert(key, Own::Missing { why: why.to_owned() });
        Ok(())
    }

    fn name(&mut self, id: &str, called: &str) {
        self.names.retain(|(named, _)| named != id);
        self.names.push((id.to_owned(), called.to_owned()));
        self.names.sort_by_key(|(id, _)| std::cmp::Reverse(id.len()));
    }

    /// A text with what ids are called in their place.
    pub(crate) fn with_names(&self, text: &str) -> String {
        self.names.iter().fold(text.to_owned(), |text, (id, called)| match text.contains(id.as_str()) {
            true => text.replace(id.as_str(), called),
            false => text,
        })
    }

    /// The sheet for an id: our own first.
    pub(crate) fn find(&self, id: &str) -> Option<Found<'_>> {
        find(id).or_else(|| match self.own.get(&id.to_ascii_lowercase())? {
            Own::Held { sheet, remarks } => Some(Found { sheet, source: Source::Own, remarks }),
            Own::Missing { .. } => None,
        })
    }

    /// Why there is none, where that was said.
    pub(crate) fn why_missing(&self, id: &str) -> Option<&str> {
        match self.own.get(&id.to_ascii_lowercase())? {
            Own::Missing { why } => Some(why),
            Own::Held { .. } => None,
        }
    }
}

/// Under what an id of one's own is filed.
fn own_id(id: &str) -> Result<String, SheetError> {
    if !id.to_ascii_lowercase().starts_with("licenseref-") || find(id).is_some() {
        return Err(SheetError {
            sheet: one_line(id),
            problem: "expected an id of one's own, that begins with LicenseRef-".to_owned(),
        });
    }
    Ok(id.to_ascii_lowercase())
}

/// Makes what a record holds, JSON on one line, of a term sheet as people write it, in TOML. The sheet is for one version,
/// and its ids are left out: its record names it.
///
/// # Errors
/// [`SheetError`] if it is not a term sheet, or over a bound.
pub fn own_sheet(toml: &str) -> Result<String, SheetError> {
    let refuse = |problem: String| SheetError { sheet: "of your own".to_owned(), problem };
    let mut sheet: Value =
        toml::from_str(toml).map_err(|error: toml::de::Error| refuse(error.to_string()))?;
    if let Some(versions) = sheet.get_mut("version").and_then(Value::as_array_mut) {
        for version in versions.iter_mut().filter_map(Value::as_object_mut) {
            version.remove("ids");
            version.remove("ports");
        }
        versions.retain(|version| version.as_object().is_none_or(|version| !version.is_empty()));
        if versions.is_empty()
            && let Some(sheet) = sheet.as_object_mut()
        {
            sheet.remove("version");
        }
    }
    let json = sheet.to_string();
    // What is refused in it is best told of the lines that its writer knows.
    if let Err(error) = toml::from_str::<SheetFile>(toml) {
        return Err(refuse(error.to_string()));
    }
    read_own(&json).map(|_| json)
}

/// Reads a sheet as a record holds it. Strangers write it.
pub(super) fn read_own(json: &str) -> Result<TermSheet, SheetError> {
    let refuse = |sheet: &str, problem: String| SheetError { sheet: one_line(sheet), problem };
    if json.len() > MAX_SHEET_BYTES {
        let problem = format!("has {} bytes, and at most {MAX_SHEET_BYTES} are taken", json.len());
        return Err(refuse("of somebody's own", problem));
    }
    let file: SheetFile =
        serde_json::from_str(json).map_err(|error| refuse("of somebody's own", error.to_string()))?;
    let refuse = |problem: String| refuse(&file.name, problem);
    checked(&file).map_err(refuse)?;
    let unnamed = VersionEntry::default();
    let version = match file.version.as_slice() {
        [] => &unnamed,
        [only] => only,
        _ => {
            return Err(refuse(
                "expected at most one [[version]]: each version of terms is a version of their record"
                    .to_owned(),
            ));
        }
    };
    let mut sheet = resolve_version(&file, version).map_err(refuse)?;
    sheet.ids.clear();
    sheet.ports.clear();
    within_bounds(&sheet).map_err(refuse)?;
    Ok(sheet)
}

/// Whether a sheet is small enough to be answered by in no time.
pub(super) fn within_bounds(sheet: &TermSheet) -> Result<(), String> {
    let rules = sheet.tests.len() + sheet.bars.len() + sheet.duties.len();
    if rules > MAX_OWN_RULES {
        return Err(format!(
            "has {rules} tests, barred fields and duties, and at most {MAX_OWN_RULES} are taken"
        ));
    }
    let most = most_completions(sheet.cost()).min(MAX_OWN_COMPLETIONS);
    let nothing = Known::new(&Facts::default(), Purpose::Unsure, &BTreeSet::new());
    completions(sheet.conditions(), &nothing, most, |_| ()).map(|_| ()).map_err(|too_many| {
        let asked: Vec<&str> = too_many.unknown.iter().map(|aspect| aspect.as_str()).collect();
        format!(
            "tells apart more than {most} ways in which things may be: let it rest on fewer of {}",
            asked.join(", ")
        )
    })
}

/// The clauses whose test is open in some case, because no case of it fits: such a use is answered `unclear`.
///
/// # Errors
/// [`SheetError`] if it is not a sheet.
pub fn open_ends(json: &str) -> Result<Vec<String>, SheetError> {
    let sheet = read_own(json)?;
    let doing: [&[Act]; 4] = [&[Act::Use], &[Act::Adapt], &[Act::Adapt, Act::Distribute], Act::ALL];
    let mut open = BTreeSet::new();
    for acts in doing {
        let known = Known::new(&Facts::default(), Purpose::Unsure, &acts.iter().copied().collect());
        // Within bounds, as was just made sure.
        let _ = completions(sheet.conditions(), &known, MAX_OWN_COMPLETIONS, |world| {
            for (number, test) in sheet.tests.iter().enumerate() {
                if test.when.holds(world) && !test.cases.iter().any(|case| case.when.holds(world)) {
                    open.insert(number);
                }
            }
        });
    }
    Ok(open.into_iter().map(|number| sheet.tests[number].clause.clone()).collect())
}
