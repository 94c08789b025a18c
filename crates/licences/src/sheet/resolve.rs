//! From a file to one sheet for each version, checked.

use std::collections::BTreeSet;

use super::condition::Aspect;
use super::format::{
    ClauseEntry, FORMAT, ResultDutyEntry, ResultEntry, SheetFile, TestEntry, VersionEntry, Versions,
};
use super::{Bar, Case, ConditionalDuty, ResultRule, SheetError, TermSheet, Test};
use crate::reply::Duty;
use crate::verdict::Verdict;

/// Most cases of one test: the engine notes those it saw in 32 bits.
const MAX_CASES: usize = 32;

/// Reads a file into one sheet for each version.
pub(super) fn read(toml: &str) -> Result<Vec<TermSheet>, SheetError> {
    let beginning =
        || format!("`{}…`", toml.lines().next().unwrap_or_default().chars().take(40).collect::<String>());
    let file: SheetFile =
        toml::from_str(toml).map_err(|e| SheetError { sheet: beginning(), problem: e.to_string() })?;
    let sheet = file.name.clone();
    resolve(&file).map_err(|problem| SheetError { sheet, problem })
}

/// What every sheet has to say, whoever wrote it.
pub(super) fn checked(file: &SheetFile) -> Result<(), String> {
    if file.format != FORMAT {
        return Err(format!("has format {}, and only {FORMAT} is understood", file.format));
    }
    if file.name.trim().is_empty() {
        return Err("needs a name".to_owned());
    }
    Ok(())
}

fn resolve(file: &SheetFile) -> Result<Vec<TermSheet>, String> {
    checked(file)?;
    if file.source.trim().is_empty() {
        return Err("needs a source saying where the text was read".to_owned());
    }
    let versions: BTreeSet<&str> = file.version.iter().map(|v| v.version.as_str()).collect();
    if versions.is_empty() || versions.len() != file.version.len() {
        return Err("needs at least one [[version]], each with a name of its own".to_owned());
    }
    if let Some(without) = file.version.iter().find(|version| version.ids.is_empty()) {
        return Err(format!("version `{}` has no ids", without.version));
    }
    file.version.iter().map(|version| resolve_version(file, version)).collect()
}

/// One version of a file, as a sheet.
pub(super) fn resolve_version(file: &SheetFile, entry: &VersionEntry) -> Result<TermSheet, String> {
    let version = entry.version.as_str();
    let here = |versions: &Versions| versions.as_ref().is_none_or(|names| names.contains(version));
    let clause = |entry: &ClauseEntry| clause_of(entry, version);
    let by_version = || [file.name.as_str(), version].join(" ").trim_end().to_owned();
    let mut sheet = TermSheet {
        name: entry.name.clone().unwrap_or_else(by_version),
        class: entry.class.unwrap_or(file.class),
        ids: entry.ids.clone(),
        ports: entry.ports.clone(),
        reviewed: file.reviewed,
        note: file.note.clone(),
        tests: Vec::new(),
        bars: Vec::new(),
        duties: Vec::new(),
        result: None,
    };
    for test in file.test.iter().filter(|test| here(&test.versions)) {
        sheet.tests.push(resolve_test(test, clause(&test.clause)?)?);
    }
    for bar in file.bar.iter().filter(|bar| here(&bar.versions)) {
        sheet.bars.push(Bar {
            clause: clause(&bar.clause)?,
            when: bar.when.clone(),
            user: bar.user.clone(),
            use_: bar.use_.clone(),
            text: bar.text.clone(),
            unless: bar.unless.clone(),
        });
    }
    for entry in file.duty.iter().filter(|duty| here(&duty.versions)) {
        let duty = Duty {
            id: entry.id.clone(),
            clause: clause(&entry.clause)?,
            basis: entry.basis,
            text: entry.text.clone(),
        };
        sheet.duties.push(ConditionalDuty { when: entry.when.clone(), duty });
    }
    for result in file.result.iter().filter(|result| here(&result.versions)) {
        if sheet.result.is_some() {
            return Err(format!("version `{version}` has two [[result]] rules"));
        }
        sheet.result = Some(resolve_result(result, clause(&result.clause)?)?);
    }
    Ok(sheet)
}

fn resolve_test(test: &TestEntry, clause: String) -> Result<Test, String> {
    if test.case.is_empty() || test.case.len() > MAX_CASES {
        return Err(format!("the test of clause {clause} needs 1 to {MAX_CASES} cases"));
    }
    if test.case.len() > 1 && test.asks.is_empty() {
        return Err(format!("the test of clause {clause} has several cases, so it must say what it asks"));
    }
    for case in &test.case {
        if !matches!(
            case.verdict,
            Verdict::Allowed | Verdict::Unclear | Verdict::NotGranted | Verdict::Forbidden
        ) {
            return Err(format!("clause {clause}: a case cannot come to `{}`", case.verdict));
        }
        if case.verdict != Verdict::Allowed && case.text.is_empty() {
            return Err(format!("clause {clause}: a case that is not allowed must say why"));
        }
    }
    let cases = test.case.iter().map(|case| Case {
        when: case.when.clone(),
        verdict: case.verdict,
        text: case.text.clone(),
    });
    Ok(Test { clause, when: test.when.clone(), asks: test.asks.clone(), cases: cases.collect() })
}

fn resolve_result(entry: &ResultEntry, clause: String) -> Result<ResultRule, String> {
    if entry.when.masks().any(|(aspect, _)| matches!(aspect, Aspect::Fact(_))) {
        return Err(format!("the result rule of clause {clause} may depend on acts only"));
    }
    let as_part = entry.as_part.unwrap_or(entry.otherwise);
    for verdict in [entry.otherwise, as_part] {
        if !matches!(verdict, Verdict::Allowed | Verdict::Unclear | Verdict::NotGranted) {
            return Err(format!("clause {clause}: a result cannot come to `{verdict}`"));
        }
    }
    let duty = entry.duty.clone().map(|ResultDutyEntry { id, basis, text }| Duty {
        id,
        clause: clause.clone(),
        basis,
        text,
    });
    Ok(ResultRule {
        clause,
        when: entry.when.clone(),
        fits: entry.fits.clone(),
        doubtful: entry.doubtful.clone(),
        otherwise: entry.otherwise,
        as_part,
        not_beside: entry.not_beside.clone(),
        text: entry.text.clone(),
        duty,
    })
}

fn clause_of(entry: &ClauseEntry, version: &str) -> Result<String, String> {
    match entry {
        ClauseEntry::Same(clause) => Ok(clause.clone()),
        ClauseEntry::ByVersion(clauses) => clauses
            .get(version)
            .cloned()
            .ok_or_else(|| format!("a rule does not name its clause in version `{version}`")),
    }
}
