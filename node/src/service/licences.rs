//! Publishing, changing and reading out terms of one's own.

use commons_licences::{own_in_words, own_sheet};
use commons_registry::{Draft, Kind, OwnTerms, RecordId, Value as Held, own_terms_in};
use serde_json::{Value, json};

use super::write::{edit_language, language, link};
use super::{Occasion, Service, salt, to_json};
use crate::failure::Failure;
use crate::request::{LicenceEdit, LicencePublish, LicenceRequest};

impl Service {
    pub(super) fn licence(&self, occasion: Occasion, request: LicenceRequest) -> Result<Value, Failure> {
        match request {
            LicenceRequest::Publish(publish) => self.publish_licence(&publish),
            LicenceRequest::Edit(edit) => self.edit_licence(&edit),
            LicenceRequest::Show { id } => self.show_licence(occasion, &id),
        }
    }

    fn publish_licence(&self, publish: &LicencePublish) -> Result<Value, Failure> {
        self.keys().open()?;
        let language = language(publish.language.as_deref())?;
        let mut draft = Draft::new(Kind::Licence);
        draft.set_keyed("name", &language, &publish.name)?;
        draft.set("sheet", &sheet(&publish.sheet)?)?;
        if let Some(text) = &publish.text {
            draft.set_keyed("text", &language, text)?;
        }
        for url in &publish.links {
            draft.set("links", &link(url)?)?;
        }
        let records = self.write(vec![draft.begin(salt()?)?])?;
        self.terms_written(*records.first().ok_or_else(|| Failure::internal("nothing was written"))?)
    }

    fn edit_licence(&self, edit: &LicenceEdit) -> Result<Value, Failure> {
        self.keys().open()?;
        let view = self.own_record(&edit.id)?;
        if view.kind != Kind::Licence {
            return Err(Failure::invalid(format!("expected the id of terms, this is of a {}", view.kind))
                .hint("`commons edit` changes a resource; `commons licence list` shows terms"));
        }
        let mut draft = Draft::new(Kind::Licence);
        let said = edit.language.as_deref();
        if let Some(name) = &edit.name {
            draft.set_keyed("name", &edit_language(said, &view, "name", None)?, name)?;
        }
        if let Some(text) = &edit.text {
            draft.set_keyed("text", &edit_language(said, &view, "text", Some("name"))?, text)?;
        }
        for url in &edit.add_links {
            draft.set("links", &link(url)?)?;
        }
        for url in &edit.remove_links {
            draft.remove("links", url)?;
        }
        let new_sheet = edit.sheet.as_deref().map(sheet).transpose()?;
        let contested = view.conflicts.iter().any(|conflict| conflict.field.name == "sheet");
        // The same sheet again is no new version, unless it settles which holds.
        let new_sheet = new_sheet.filter(|sheet| contested || view.text("sheet") != Some(sheet));
        if let Some(sheet) = &new_sheet {
            draft.set("sheet", sheet)?;
        }
        if draft.is_empty() {
            return Err(Failure::usage("there is nothing to change")
                .hint("say what, for instance --sheet FILE or --name NAME"));
        }
        self.write(vec![draft.edit(view.id, &view.heads, salt()?)?])?;
        let mut answer = self.terms_written(view.id)?;
        if new_sheet.is_some() {
            self.add_open_proposal(view.id, "sheet", &mut answer)?;
        }
        Ok(answer)
    }

    /// What was written, and how it is named from now on.
    fn terms_written(&self, record: RecordId) -> Result<Value, Failure> {
        let view = self.viewed(record)?;
        let mut answer = json!({ "id": record, "heads": view.heads });
        if let Ok(terms) = self.pin_now(&view) {
            let licence = terms.to_string();
            self.put_own_terms(&mut answer, Some(&licence), [])?;
            answer["licence"] = licence.into();
        }
        Ok(answer)
    }

    /// Terms read out: those in force now, or, by the whole name of a version, that version.
    fn show_licence(&self, occasion: Occasion, id: &str) -> Result<Value, Failure> {
        let known = self.known()?;
        let (view, terms) = match id.trim().parse::<OwnTerms>() {
            Ok(terms) => {
                let view = self.as_pinned(&terms)?.ok_or_else(|| {
                    Failure::not_found(format!(
                        "version {} of the terms {} is not here",
                        terms.version(),
                        terms.record().short()
                    ))
                    .hint("it may not have come to this node yet; `commons licence list` shows the terms that are here")
                })?;
                (view, Some(terms))
            }
            Err(_) => {
                let typed = id.trim();
                let typed = typed.strip_prefix("own:").unwrap_or(typed);
                let typed = typed.strip_prefix(commons_registry::OWN_TERMS_PREFIX).unwrap_or(typed);
                let view = self.seen(occasion.asker, typed)?.view;
                if view.kind == Kind::Resource {
                    // The terms that it names, in the version that it names.
                    let licence = view.text("licence").unwrap_or_default();
                    return match own_terms_in(licence).as_slice() {
                        [only] => self.show_licence(occasion, &only.to_string()),
                        _ => Err(Failure::invalid(format!(
                            "the licence of this work is {}",
                            self.readable(licence)?
                        ))
                        .hint("give the id of terms, or the name of a licence, such as PPL")),
                    };
                }
                if view.kind != Kind::Licence {
                    return Err(Failure::invalid(format!(
                        "expected the id of terms, this is of a {}",
                        view.kind
                    ))
                    .hint("`commons licence list` shows the terms that are here"));
                }
                let terms = OwnTerms::new(view.id, &view.heads).ok();
                (view, terms)
            }
        };
        let shown = view.to_json();
        let mut answer = json!({
            "id": view.id,
            "kind": view.kind,
            "agent": view.agent,
            "name": view.title(),
            "heads": terms.as_ref().map_or(&view.heads[..], OwnTerms::heads),
            "text": shown["fields"]["text"],
            "links": shown["fields"]["links"],
            "sheet": null,
        });
        self.put_names(occasion, &known, &mut answer, view.agent)?;
        match super::terms::sheet_of(&view) {
            Ok(sheet) => {
                answer["sheet"] = own_in_words(sheet).map(|sheet| to_json(&sheet)).unwrap_or_default()
            }
            Err(failure) => answer["unreadable"] = failure.message.into(),
        }
        if let Some(terms) = &terms {
            let licence = terms.to_string();
            self.put_own_terms(&mut answer, Some(&licence), [])?;
            answer["licence"] = licence.into();
            answer["newer"] = to_json(&self.newer_than(terms, &view)?);
        }
        // What members are asked to agree to is read out as well.
        answer["proposals"] = view
            .proposals
            .iter()
            .filter_map(|proposal| match &proposal.value {
                Held::Text(text) => Some((proposal, own_in_words(text))),
                _ => None,
            })
            .map(|(proposal, sheet)| {
                json!({
                    "change": proposal.change,
                    "approvals": proposal.approvals.len(),
                    "needed": proposal.needed,
                    "sheet": sheet.as_ref().ok(),
                    "unreadable": sheet.as_ref().err().map(ToString::to_string),
                })
            })
            .collect();
        Ok(answer)
    }
}

fn sheet(toml: &str) -> Result<String, Failure> {
    own_sheet(toml).map_err(|error| {
        Failure::invalid(error.to_string())
            .hint("`commons licence try FILE` checks a sheet and answers questions with it; the guide explains how to write one")
    })
}
