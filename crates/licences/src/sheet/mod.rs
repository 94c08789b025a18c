//! Term sheets: what each licence grants, to whom, and in return for what.

pub(crate) mod condition;
mod format;
mod in_words;
mod library;
mod own;
mod resolve;

use std::collections::BTreeSet;

use condition::When;

use crate::class::LicenceClass;
use crate::fact::{UseField, UserField};
use crate::reply::Duty;
use crate::verdict::Verdict;

pub use in_words::{ResultInWords, RuleInWords, SheetInWords, id_with_sheet, known_in_words, own_in_words};
pub use library::sheets;
pub(crate) use library::{Found, all_sheets, find, known_ids};
pub(crate) use own::Source;
pub use own::{MAX_OWN_COMPLETIONS, MAX_OWN_RULES, Sheets, open_ends, own_sheet};

/// Most bytes of a term sheet that somebody wrote for terms of their own.
pub const MAX_SHEET_BYTES: usize = 14 * 1024;

/// What is wrong with a term sheet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("term sheet {sheet}: {problem}")]
pub struct SheetError {
    /// Its name, or the beginning of its text if the name could not be read.
    pub sheet: String,
    /// What is wrong.
    pub problem: String,
}

/// A term sheet in brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetSummary {
    /// The full name of the licence.
    pub name: String,
    /// Of which sort the licence is.
    pub class: LicenceClass,
    /// The ids it is for, in canonical spelling; ports end in `*`.
    pub ids: Vec<String>,
    /// Whether the licence text was read for it. If not, its answers are never better than `unclear`.
    pub reviewed: bool,
}

/// The terms of one version of one licence.
#[derive(Debug)]
pub(crate) struct TermSheet {
    pub(crate) name: String,
    pub(crate) class: LicenceClass,
    pub(crate) ids: Vec<String>,
    pub(crate) ports: Vec<String>,
    pub(crate) reviewed: bool,
    pub(crate) note: Option<String>,
    pub(crate) tests: Vec<Test>,
    pub(crate) bars: Vec<Bar>,
    pub(crate) duties: Vec<ConditionalDuty>,
    pub(crate) result: Option<ResultRule>,
}

#[derive(Debug)]
pub(crate) struct Test {
    pub(crate) clause: String,
    pub(crate) when: When,
    pub(crate) asks: String,
    pub(crate) cases: Vec<Case>,
}

#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) when: When,
    pub(crate) verdict: Verdict,
    pub(crate) text: String,
}

#[derive(Debug)]
pub(crate) struct Bar {
    pub(crate) clause: String,
    pub(crate) when: When,
    pub(crate) user: BTreeSet<UserField>,
    pub(crate) use_: BTreeSet<UseField>,
    pub(crate) text: String,
    pub(crate) unless: String,
}

#[derive(Debug)]
pub(crate) struct ConditionalDuty {
    pub(crate) when: When,
    pub(crate) duty: Duty,
}

#[derive(Debug)]
pub(crate) struct ResultRule {
    pub(crate) clause: String,
    pub(crate) when: When,
    pub(crate) fits: Vec<String>,
    pub(crate) doubtful: Vec<String>,
    pub(crate) otherwise: Verdict,
    pub(crate) as_part: Verdict,
    pub(crate) not_beside: Vec<String>,
    pub(crate) text: String,
    pub(crate) duty: Option<Duty>,
}

impl TermSheet {
    /// A sheet that comes to the same whatever is asked, and says nothing about it.
    pub(crate) fn of_one_verdict(verdict: Verdict) -> Self {
        let case = Case { when: When::default(), verdict, text: String::new() };
        let test =
            Test { clause: String::new(), when: When::default(), asks: String::new(), cases: vec![case] };
        Self {
            name: String::new(),
            class: LicenceClass::Unclassed,
            ids: Vec::new(),
            ports: Vec::new(),
            reviewed: true,
            note: None,
            tests: vec![test],
            bars: Vec::new(),
            duties: Vec::new(),
            result: None,
        }
    }

    /// Every condition of the sheet.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &When> {
        let tests =
            self.tests.iter().flat_map(|t| std::iter::once(&t.when).chain(t.cases.iter().map(|c| &c.when)));
        tests.chain(self.bars.iter().map(|b| &b.when)).chain(self.duties.iter().map(|d| &d.when))
    }

    /// What going through it once takes: how much it looks at in one way things may be.
    pub(crate) fn cost(&self) -> usize {
        let looked_at = self.conditions().map(|when| 1 + when.masks().count()).sum::<usize>();
        // Each barred field is looked up among those that were met.
        looked_at + self.bars.len() * self.bars.len()
    }

    fn summary(&self) -> SheetSummary {
        let ids = self.ids.iter().chain(&self.ports).cloned().collect();
        SheetSummary { name: self.name.clone(), class: self.class, ids, reviewed: self.reviewed }
    }
}

/// Whether an id is on a list of ids and beginnings of ids with `*` at the end, whatever the case.
pub(crate) fn matches_any(patterns: &[String], id: &str) -> bool {
    patterns.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(begin) => id.get(..begin.len()).is_some_and(|head| head.eq_ignore_ascii_case(begin)),
        None => pattern.eq_ignore_ascii_case(id),
    })
}

/// Reads a term sheet and says what is in it, so that its writer can try it.
///
/// # Errors
/// When the text is not a term sheet; the error says what is wrong.
pub fn check_sheet(toml: &str) -> Result<Vec<SheetSummary>, SheetError> {
    resolve::read(toml).map(|sheets| sheets.iter().map(TermSheet::summary).collect())
}
