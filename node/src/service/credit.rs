//! Who made a resource, as they want to be named: written down, and put into the text that credits it.

use commons_identity::AgentId;
use commons_licences::{CreditedWork, MAX_CREDITED_WORKS, Makers, credit};
use commons_registry::{
    Credited, CreditedPart, Draft, MAX_CREDITED_PARTS, RecordId, RecordView, Value as Held, credited,
};
use serde_json::{Value, json};

use super::offered::{licence_of, resource};
use super::{Occasion, Service, to_json};
use crate::day::Day;
use crate::failure::Failure;
use crate::request::{Credit, Edit};

impl Service {
    pub(super) fn credit(&self, occasion: Occasion, asked: &Credit) -> Result<Value, Failure> {
        if asked.ids.len() > MAX_CREDITED_WORKS {
            return Err(Failure::usage(format!(
                "expected at most {MAX_CREDITED_WORKS} resources at a time, found {}",
                asked.ids.len()
            ))
            .hint("ask for several texts and put them one after the other"));
        }
        let known = self.known()?;
        let mut works: Vec<(RecordId, CreditedWork)> = Vec::new();
        let mut items = Vec::new();
        for id in &asked.ids {
            let seen = self.seen(occasion.asker, id)?;
            let view = resource(&seen)?;
            if works.iter().any(|(known, _)| *known == view.id) {
                continue;
            }
            let work = self.credited_work(view, asked.changed.as_deref())?;
            let mut item = json!({
                "resource": view.id,
                "title": view.title(),
                "licence": licence_of(view),
                "steward": self.named(occasion, &known, view.agent)?,
                "makers": match &work.makers {
                    Makers::Named(names) => to_json(names),
                    Makers::Withheld => Value::Null,
                },
                "uncredited": work.makers == Makers::Withheld,
            });
            if let Some(not_kept) = &seen.not_kept {
                item["not_kept"] = not_kept.clone();
            }
            items.push(item);
            works.push((view.id, work));
        }
        let works: Vec<CreditedWork> = works.into_iter().map(|(_, work)| work).collect();
        Ok(json!({ "works": items, "format": asked.format, "text": credit(&works, asked.format) }))
    }

    /// A work, and whom to name for it.
    pub(super) fn credited_work(
        &self,
        view: &RecordView,
        changed: Option<&str>,
    ) -> Result<CreditedWork, Failure> {
        let mut parts = Vec::new();
        for part in self.parts_of(view)?.all.into_iter().take(MAX_CREDITED_PARTS) {
            let name = self.agent_name(part.view.agent)?;
            parts.push((part.view, name));
        }
        let parts: Vec<CreditedPart<'_>> = parts
            .iter()
            .map(|(contribution, name)| CreditedPart { contribution, agent_name: name.as_deref() })
            .collect();
        let steward = self.agent_name(view.agent)?;
        let first = |field: &str| {
            view.set(field).find_map(|value| match value {
                Held::Text(text) => Some(text.clone()),
                _ => None,
            })
        };
        Ok(CreditedWork {
            title: view.title().unwrap_or_default().to_owned(),
            makers: match credited(view, &parts, steward.as_deref()) {
                Credited::Named(names) => Makers::Named(names),
                Credited::Withheld => Makers::Withheld,
            },
            licence: licence_of(view).to_owned(),
            // Where the work itself names no place, this node is one, if everybody can reach it.
            link: first("links")
                .or_else(|| self.address_for(view.agent).map(|address| format!("{address}/r/{}", view.id))),
            licence_link: first("licence_links"),
            changed: changed.map(str::to_owned),
        })
    }
}

impl Service {
    /// Under which address everybody finds what an agent wrote: the face for everybody shows nothing of strangers.
    fn address_for(&self, agent: AgentId) -> Option<&str> {
        if self.config.public_face().is_some() && !self.is_trusted(&agent) {
            return self.config.address();
        }
        self.config.public_address()
    }
}

/// What an edit makes of who is named for a resource.
pub(super) fn edit(draft: &mut Draft, view: &RecordView, edit: &Edit, today: Day) -> Result<(), Failure> {
    for maker in &edit.no_longer_made_by {
        let is_one = view.set("makers").any(|held| matches!(held, Held::Text(text) if text == maker));
        if !is_one {
            return Err(Failure::usage(format!("{maker:?} is not among its makers"))
                .hint("`commons show ID` lists them as they are written"));
        }
        draft.remove("makers", maker)?;
    }
    for maker in &edit.made_by {
        draft.set("makers", maker)?;
    }
    match edit.credit_as.as_deref().map(str::trim) {
        None => &mut *draft,
        Some("") => draft.clear("credit_as", None)?,
        Some(credit) => draft.set("credit_as", credit)?,
    };
    match edit.named {
        None => &mut *draft,
        Some(false) => draft.set("uncredited", &today.to_string())?,
        Some(true) => draft.clear("uncredited", None)?,
    };
    Ok(())
}
