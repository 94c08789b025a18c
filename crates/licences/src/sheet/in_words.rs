//! A term sheet read out: what it tests, bars, asks in return, and under which licence adaptations go on.

use serde::{Deserialize, Serialize};

use super::own::{Source, read_own};
use super::{SheetError, TermSheet, find};
use crate::class::LicenceClass;
use crate::expression::LicenceExpression;
use crate::sentences;

/// A term sheet in plain words, clause by clause. What a steward wrote is as they wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetInWords {
    /// What the licence is called.
    pub name: String,
    /// Of which sort it is.
    pub class: LicenceClass,
    /// Whether its text was read for the sheet.
    pub reviewed: bool,
    /// Said with every answer.
    pub note: Option<String>,
    /// Of a version ported to one country: that it is the sheet of the version that it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<String>,
    /// What it asks of a use, who is barred, and what is asked in return.
    pub rules: Vec<RuleInWords>,
    /// Under which licence adaptations may be passed on, if it says so.
    pub result: Option<ResultInWords>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleInWords {
    /// `test`, `bar` or `duty`.
    pub rule: String,
    /// Where the text says so.
    pub clause: String,
    /// When it applies; empty: always.
    pub when: String,
    /// Of a bar: the fields of work that it is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// The question, the bar or the duty.
    pub text: String,
    /// Of a test: each case with when it fits (empty: otherwise, or always), what it comes to, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<(String, String, String)>,
}

/// Under which licence adaptations may be passed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultInWords {
    /// Where the text says so.
    pub clause: String,
    /// When it applies.
    pub when: String,
    /// Which licences fit: ids, or beginnings of ids with `*`.
    pub fits: Vec<String>,
    /// Of which it is not clear whether they do.
    pub doubtful: Vec<String>,
    /// What another licence comes to.
    pub otherwise: String,
    /// The rule in words.
    pub text: String,
    /// The duty that goes with it.
    pub duty: Option<String>,
}

/// The sheet that a record holds, read out.
///
/// # Errors
/// [`SheetError`] if it is not a sheet of one's own.
pub fn own_in_words(json: &str) -> Result<SheetInWords, SheetError> {
    read_own(json).map(|sheet| in_words(&sheet))
}

/// The id, as the SPDX list spells it, if an expression is but one licence, and we hold a sheet for that.
pub fn id_with_sheet(expression: &str) -> Option<String> {
    let canonical = LicenceExpression::parse(expression).ok()?.to_string();
    find(&canonical).map(|_| canonical)
}

/// The sheet that we hold for an id, read out.
pub fn known_in_words(id: &str) -> Option<SheetInWords> {
    find(id).map(|found| {
        let port = (found.source == Source::Port).then(|| sentences::ported(id, &found.sheet.name));
        SheetInWords { port, ..in_words(found.sheet) }
    })
}

fn in_words(sheet: &TermSheet) -> SheetInWords {
    let tests = sheet.tests.iter().map(|test| RuleInWords {
        rule: "test".to_owned(),
        clause: test.clause.clone(),
        when: test.when.in_words(),
        fields: Vec::new(),
        text: test.asks.clone(),
        cases: test
            .cases
            .iter()
            .map(|case| (case.when.in_words(), case.verdict.to_string(), case.text.clone()))
            .collect(),
    });
    let bars = sheet.bars.iter().map(|bar| {
        let user = bar.user.iter().map(|field| field.as_str());
        let fields: Vec<&str> = user.chain(bar.use_.iter().map(|field| field.as_str())).collect();
        RuleInWords {
            rule: "bar".to_owned(),
            clause: bar.clause.clone(),
            when: bar.when.in_words(),
            fields: fields.into_iter().map(str::to_owned).collect(),
            text: bar.text.clone(),
            cases: Vec::new(),
        }
    });
    let duties = sheet.duties.iter().map(|conditional| RuleInWords {
        rule: "duty".to_owned(),
        clause: conditional.duty.clause.clone(),
        when: conditional.when.in_words(),
        fields: Vec::new(),
        text: conditional.duty.text.clone(),
        cases: Vec::new(),
    });
    SheetInWords {
        name: sheet.name.clone(),
        class: sheet.class,
        reviewed: sheet.reviewed,
        note: sheet.note.clone(),
        port: None,
        rules: tests.chain(bars).chain(duties).collect(),
        result: sheet.result.as_ref().map(|result| ResultInWords {
            clause: result.clause.clone(),
            when: result.when.in_words(),
            fits: result.fits.clone(),
            doubtful: result.doubtful.clone(),
            otherwise: result.otherwise.to_string(),
            text: result.text.clone(),
            duty: result.duty.as_ref().map(|duty| duty.text.clone()),
        }),
    }
}
