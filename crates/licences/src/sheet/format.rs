//! The format of a term sheet, as it stands in a TOML file. `docs/guide/licences.md` explains it to its writers.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::condition::When;
use crate::class::LicenceClass;
use crate::fact::{UseField, UserField};
use crate::reply::DutyBasis;
use crate::verdict::Verdict;

/// The only format there is so far.
pub(crate) const FORMAT: u32 = 1;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SheetFile {
    pub(crate) format: u32,
    pub(crate) name: String,
    /// Of which sort the licence is; `unclassed` when not said.
    #[serde(default)]
    pub(crate) class: LicenceClass,
    /// Whether somebody read the licence text for this sheet.
    pub(crate) reviewed: bool,
    /// Where the text was read; terms of one's own need not say.
    #[serde(default)]
    pub(crate) source: String,
    /// Said with every answer.
    #[serde(default)]
    pub(crate) note: Option<String>,
    /// Terms of one's own need none: each version of them is a version of their record.
    #[serde(default)]
    pub(crate) version: Vec<VersionEntry>,
    #[serde(default)]
    pub(crate) test: Vec<TestEntry>,
    #[serde(default)]
    pub(crate) bar: Vec<BarEntry>,
    #[serde(default)]
    pub(crate) duty: Vec<DutyEntry>,
    #[serde(default)]
    pub(crate) result: Vec<ResultEntry>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VersionEntry {
    /// What the rules of the sheet call it; empty when there is one only.
    #[serde(default)]
    pub(crate) version: String,
    /// Its full name, where that is not the name of the sheet and the version.
    #[serde(default)]
    pub(crate) name: Option<String>,
    /// Of which sort it is, where that is another than the sheet says.
    #[serde(default)]
    pub(crate) class: Option<LicenceClass>,
    #[serde(default)]
    pub(crate) ids: Vec<String>,
    /// Ids of versions ported to a country, ending in `*`.
    #[serde(default)]
    pub(crate) ports: Vec<String>,
}

/// A clause by position, the same in all versions or one for each.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum ClauseEntry {
    Same(String),
    ByVersion(BTreeMap<String, String>),
}

/// Which versions a rule is part of; all when not said.
pub(crate) type Versions = Option<BTreeSet<String>>;

/// One question that the licence asks of a use. The first case that fits decides.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TestEntry {
    pub(crate) clause: ClauseEntry,
    #[serde(default)]
    pub(crate) versions: Versions,
    /// When the question is asked at all.
    #[serde(default)]
    pub(crate) when: When,
    /// The question in plain words, shown when facts are missing.
    #[serde(default)]
    pub(crate) asks: String,
    pub(crate) case: Vec<CaseEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaseEntry {
    #[serde(default)]
    pub(crate) when: When,
    /// `allowed`, `unclear`, `not-granted` or `forbidden`.
    pub(crate) verdict: Verdict,
    /// The rule in plain words; nothing is shown when it is empty.
    #[serde(default)]
    pub(crate) text: String,
}

/// Fields of work that the licence bars.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BarEntry {
    pub(crate) clause: ClauseEntry,
    #[serde(default)]
    pub(crate) versions: Versions,
    #[serde(default)]
    pub(crate) when: When,
    #[serde(default)]
    pub(crate) user: BTreeSet<UserField>,
    #[serde(default, rename = "use")]
    pub(crate) use_: BTreeSet<UseField>,
    /// Why it is barred.
    pub(crate) text: String,
    /// The duty when the fields are not known: begins with "unless".
    pub(crate) unless: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DutyEntry {
    pub(crate) id: String,
    pub(crate) clause: ClauseEntry,
    #[serde(default)]
    pub(crate) versions: Versions,
    pub(crate) basis: DutyBasis,
    #[serde(default)]
    pub(crate) when: When,
    pub(crate) text: String,
}

/// Under which licence the result of an adaptation may be passed on. At most one for each version.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResultEntry {
    pub(crate) clause: ClauseEntry,
    #[serde(default)]
    pub(crate) versions: Versions,
    /// Acts only: when the rule applies.
    pub(crate) when: When,
    /// Licences that fit: ids, or beginnings of ids with `*` at the end.
    #[serde(default)]
    pub(crate) fits: Vec<String>,
    /// Licences of which the text does not say whether they fit.
    #[serde(default)]
    pub(crate) doubtful: Vec<String>,
    /// What a licence on neither list comes to: `allowed`, `unclear` or `not-granted`.
    pub(crate) otherwise: Verdict,
    /// The same where the work goes into a larger one as a part of its own; as `otherwise` when not said.
    #[serde(default)]
    pub(crate) as_part: Option<Verdict>,
    /// Licences whose material cannot be in one adaptation with this one's.
    #[serde(default)]
    pub(crate) not_beside: Vec<String>,
    /// Why a licence does not fit, or may not.
    pub(crate) text: String,
    /// The duty that goes with passing an adaptation on, if there is one.
    #[serde(default)]
    pub(crate) duty: Option<ResultDutyEntry>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResultDutyEntry {
    pub(crate) id: String,
    pub(crate) basis: DutyBasis,
    pub(crate) text: String,
}
