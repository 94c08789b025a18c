//! Own terms: which version of them an expression names, what it is called, and the sheets that answers go by.

use commons_licences::{LicenceExpression, Sheets, own_in_words};
use commons_registry::{Kind, OWN_TERMS_PREFIX, OwnTerms, RecordView, own_terms_in, with_own_terms_named};
use serde_json::{Value, json};

use super::names::Known;
use super::{Occasion, Service};
use crate::failure::Failure;
use crate::output::{name_alone, name_and_id};
use crate::sentences;

/// What the engine reads is what a record may hold.
const _: () = assert!(commons_licences::MAX_SHEET_BYTES == commons_registry::schema::MAX_SHEET_BYTES);

/// How own terms begin where people type them.
const TYPED: &str = "own:";

/// Most terms of one's own that one answer goes by: each is read from its record's history.
const MAX_OWN_TERMS: usize = 32;

/// Most characters of a record's name where its terms are named.
const MAX_CALLED_CHARS: usize = 60;

impl Service {
    /// A licence as people type it, as it is written down: in canonical spelling, with own terms pinned to the version that
    /// is in force now.
    pub(super) fn pinned(&self, typed: &str) -> Result<String, Failure> {
        let expression = LicenceExpression::parse(&spelt_out(typed)).map_err(|error| {
            let hint = error.hint();
            Failure::invalid(format!("the licence: {error}")).hint(hint)
        })?;
        let pinned = expression.with_own_ids(&mut |id| match id.strip_prefix(OWN_TERMS_PREFIX) {
            Some(record) => self.pin(id, record).map(Some),
            None => Ok(None),
        })?;
        Ok(pinned.to_string())
    }

    /// The same for a question, which may name anything: what names no own terms stays as it was typed.
    pub(super) fn pinned_if_own(&self, typed: String) -> Result<String, Failure> {
        let spelt = spelt_out(&typed);
        if spelt.to_ascii_lowercase().contains(&OWN_TERMS_PREFIX.to_ascii_lowercase()) {
            return self.pinned(&typed);
        }
        Ok(typed)
    }

    fn pin(&self, id: &str, record: &str) -> Result<String, Failure> {
        if let Ok(terms) = id.parse::<OwnTerms>() {
            // Whoever names a version means that one, be it as old as it may.
            return match self.as_pinned(&terms)? {
                Some(view) => sheet_of(&view).map(|_| id.to_owned()),
                None => Err(Failure::not_found(format!(
                    "version {} of the terms {} is not here",
                    terms.version(),
                    terms.record().short()
                ))
                .hint("it may not have come to this node yet; `commons licence list` shows the terms that are here")),
            };
        }
        let view = self.viewed(self.resolve_record(record)?)?;
        self.pin_now(&view).map(|terms| terms.to_string())
    }

    /// The version of a licence record that is in force now.
    pub(super) fn pin_now(&self, view: &RecordView) -> Result<OwnTerms, Failure> {
        sheet_of(view)?;
        OwnTerms::new(view.id, &view.heads).map_err(|_| {
            Failure::invalid(format!(
                "{} edits of the terms {} stand side by side, too many to name",
                view.heads.len(),
                view.id.short()
            ))
            .hint("any edit of them by those who keep them, `commons licence edit`, brings them together")
        })
    }

    /// The licence record as it was in that version; none if not all of that is held, or it is of another kind.
    pub(super) fn as_pinned(&self, terms: &OwnTerms) -> Result<Option<RecordView>, Failure> {
        let view = self.store.view_as_of(terms.record(), terms.heads())?;
        Ok(view.filter(|view| view.kind == Kind::Licence))
    }

    /// What people are told in place of the id: name, short id, version.
    pub(super) fn called(&self, terms: &OwnTerms) -> Result<String, Failure> {
        let listed = self.store.listed(terms.record())?.filter(|listed| listed.kind == Kind::Licence);
        Ok(called(listed.and_then(|listed| listed.title).as_deref(), terms))
    }

    /// An expression with names in place of the ids of own terms.
    pub(super) fn readable(&self, expression: &str) -> Result<String, Failure> {
        let mut failed = None;
        let readable = with_own_terms_named(expression, |terms| {
            self.called(terms).unwrap_or_else(|failure| {
                failed = Some(failure);
                String::new()
            })
        });
        failed.map_or(Ok(readable), Err)
    }

    /// Says beside an answer which own terms it names, and how people read that: `own_terms`, `licence_in_words`. Nothing is
    /// said where there are none.
    pub(super) fn put_own_terms<'t>(
        &self,
        shown: &mut Value,
        licence: Option<&str>,
        others: impl IntoIterator<Item = &'t str>,
    ) -> Result<(), Failure> {
        let mut all = licence.map(own_terms_in).unwrap_or_default();
        for terms in others.into_iter().flat_map(own_terms_in) {
            if !all.contains(&terms) {
                all.push(terms);
            }
        }
        if all.is_empty() {
            return Ok(());
        }
        let named = |terms: &OwnTerms| -> Result<Value, Failure> {
            Ok(json!({
                "id": terms.to_string(),
                "record": terms.record(),
                "version": terms.heads(),
                "in_words": self.called(terms)?,
            }))
        };
        shown["own_terms"] = all.iter().map(named).collect::<Result<_, _>>()?;
        if let Some(licence) = licence {
            shown["licence_in_words"] = self.readable(licence)?.into();
        }
        Ok(())
    }

    /// The sheets of the own terms that expressions name, as they were in the versions named.
    pub(super) fn sheets_for<'t>(
        &self,
        occasion: Occasion,
        known: &Known,
        expressions: impl IntoIterator<Item = &'t str>,
    ) -> Result<Sheets, Failure> {
        let mut sheets = Sheets::default();
        let mut seen: Vec<OwnTerms> = Vec::new();
        for terms in expressions.into_iter().flat_map(own_terms_in) {
            if seen.contains(&terms) {
                continue;
            }
            let (id, called) = (terms.to_string(), self.called(&terms)?);
            seen.push(terms.clone());
            if seen.len() > MAX_OWN_TERMS {
                let why = sentences::too_many_terms(&MAX_OWN_TERMS.to_string());
                sheets.add_missing(&id, &called, &why).map_err(Failure::internal)?;
                if seen.len() > 2 * MAX_OWN_TERMS {
                    break; // what is on no sheet is unknown all the same
                }
                continue;
            }
            let added = match self.as_pinned(&terms)? {
                None => sheets.add_missing(&id, &called, &self.why_not_held(&terms, &called)?),
                Some(view) => match sheet_of(&view) {
                    Err(failure) => sheets.add_missing(&id, &called, &sentence(&failure.message)),
                    Ok(sheet) => {
                        let remarks = self.remarks(occasion, known, &terms, &view)?;
                        sheets.add(&id, &called, sheet, remarks)
                    }
                },
            };
            // The id is one of ours, and the sheet was read a moment ago.
            added.map_err(Failure::internal)?;
        }
        Ok(sheets)
    }

    fn why_not_held(&self, terms: &OwnTerms, called: &str) -> Result<String, Failure> {
        Ok(match self.store.view(terms.record())? {
            Some(view) if view.kind != Kind::Licence => sentences::no_terms(called),
            Some(_) => sentences::version_not_here(called),
            None => sentences::terms_not_here(called),
        })
    }

    /// What is said with every answer by own terms: whose they are, and whether there are newer ones.
    fn remarks(
        &self,
        occasion: Occasion,
        known: &Known,
        terms: &OwnTerms,
        pinned: &RecordView,
    ) -> Result<Vec<String>, Failure> {
        let whose = name_and_id(&self.named(occasion, known, pinned.agent)?);
        let (record, version) = (terms.record().short().to_string(), terms.version().to_string());
        let mut remarks = vec![sentences::own_terms(&whose, &record, &version)];
        if let Some(newer) = self.newer_than(terms, pinned)? {
            remarks.push(sentences::newer_version(&newer.to_string()));
        }
        Ok(remarks)
    }

    /// The version that is in force now, in short, if it says something else.
    pub(super) fn newer_than(
        &self,
        terms: &OwnTerms,
        pinned: &RecordView,
    ) -> Result<Option<String>, Failure> {
        let Some(now) = self.store.view(terms.record())? else { return Ok(None) };
        let same = ["sheet", "text"].iter().all(|field| now.fields.get(field) == pinned.fields.get(field));
        let now = OwnTerms::new(now.id, &now.heads).ok().filter(|_| !same);
        Ok(now.filter(|now| now != terms).map(|now| now.version()))
    }
}

/// The sheet of a licence record that can be gone by.
pub(super) fn sheet_of(view: &RecordView) -> Result<&str, Failure> {
    let short = view.id.short();
    if view.kind != Kind::Licence {
        return Err(Failure::invalid(format!("expected the id of terms, {short} is of a {}", view.kind))
            .hint("`commons licence list` shows the terms that are here"));
    }
    if view.conflicts.iter().any(|conflict| conflict.field.name == "sheet") {
        return Err(Failure::invalid(format!(
            "the terms {short} have several sheets at once, and nobody has settled which holds"
        ))
        .hint("those who keep them settle it with `commons licence edit`"));
    }
    let sheet =
        view.text("sheet").ok_or_else(|| Failure::invalid(format!("the terms {short} have no sheet")))?;
    match own_in_words(sheet) {
        Ok(_) => Ok(sheet),
        Err(error) => Err(Failure::invalid(format!("the terms {short} cannot be read here: {error}"))),
    }
}

fn called(name: Option<&str>, terms: &OwnTerms) -> String {
    let (short, version) = (terms.record().short(), terms.version());
    // A name cannot end the quotation and go on as if it were another licence.
    let name =
        name.map(|name| name_alone(name).replace(['“', '”', '"'], "'")).filter(|name| !name.is_empty());
    match name {
        Some(name) => {
            let cut = if name.chars().nth(MAX_CALLED_CHARS).is_some() { "…" } else { "" };
            let name: String = name.chars().take(MAX_CALLED_CHARS).collect();
            format!("“{name}{cut}” {short} (version {version})")
        }
        None => format!("own terms {short} (version {version})"),
    }
}

/// `own:3f2a91c0`, as people type it, in the form that expressions have.
fn spelt_out(typed: &str) -> String {
    let mut spelt = String::with_capacity(typed.len());
    for word in typed.split_inclusive(|c: char| c.is_whitespace() || c == '(') {
        match word.get(..TYPED.len()) {
            Some(head) if head.eq_ignore_ascii_case(TYPED) => {
                spelt.push_str(OWN_TERMS_PREFIX);
                spelt.push_str(&word[TYPED.len()..]);
            }
            _ => spelt.push_str(word),
        }
    }
    spelt
}

fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

#[cfg(test)]
mod tests {
    use commons_registry::{ChangeId, RecordId};

    use super::*;

    #[test]
    fn own_terms_are_typed_short() {
        for (typed, spelt) in [
            ("own:3f2a91c0", "LicenseRef-commons-3f2a91c0"),
            (
                "MIT OR (OWN:3f2a91c0 AND own:11223344)",
                "MIT OR (LicenseRef-commons-3f2a91c0 AND LicenseRef-commons-11223344)",
            ),
            ("(own:3f2a91c0)", "(LicenseRef-commons-3f2a91c0)"),
            ("© own", "© own"),
            ("PPL", "PPL"),
        ] {
            assert_eq!(spelt_out(typed), spelt);
        }
    }

    #[test]
    fn a_name_cannot_pass_for_more_than_a_name() {
        let terms =
            OwnTerms::new(RecordId::from_bytes([0xab; 32]), &[ChangeId::from_bytes([1; 32])]).unwrap();
        assert_eq!(called(Some("Sample terms"), &terms), "“Sample terms” abababab (version 01010101)");
        let hostile = called(Some("x” OR \"MIT\n[confirmed]"), &terms);
        assert_eq!(hostile, "“x' OR 'MIT (confirmed)” abababab (version 01010101)");
        assert!(called(Some(&"long ".repeat(90)), &terms).chars().count() < 110);
        assert_eq!(called(None, &terms), "own terms abababab (version 01010101)");
    }
}
