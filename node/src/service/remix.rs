//! "May we put these together?"

use commons_identity::AgentId;
use commons_licences::{Act, MAX_SOURCES, Remix, RemixAnswer, Source, Use, remix_with};
use serde_json::{Value, json};

use super::asked::Seen;
use super::offered::{all_of, doubts_about_terms, licence_of, resource};
use super::{Occasion, Service, to_json};
use crate::facts::Grounds;
use crate::failure::Failure;
use crate::request;

impl Service {
    pub(super) fn remix(&self, occasion: Occasion, asked: request::Remix) -> Result<Value, Failure> {
        let count = asked.ids.len() + asked.with.len() + asked.with_part.len();
        if count == 0 || count > MAX_SOURCES {
            return Err(Failure::usage(format!("expected 1 to {MAX_SOURCES} works, found {count}"))
                .hint("name resources by their ids, and what is not in the registry with --with LICENCE"));
        }
        let known = self.known()?;
        let (asker, facts) = self.asker(occasion, asked.as_agent.as_deref(), &asked.facts)?;
        let mut sources = Vec::new();
        let mut works: Vec<Value> = Vec::new();
        let mut doubts = Vec::new();
        for id in &asked.ids {
            let seen = self.seen(occasion.asker, id)?;
            let view = resource(&seen)?;
            if works.iter().any(|work| work["resource"] == to_json(&view.id)) {
                continue;
            }
            let source = self.source(occasion, asker, &seen)?;
            let mut work = json!({
                "source": source.name,
                "resource": view.id,
                "title": view.title(),
                "licence": licence_of(view),
                "steward": self.named(occasion, &known, view.agent)?,
            });
            doubts.extend(
                doubts_about_terms(view, &seen.log)
                    .into_iter()
                    .map(|doubt| Value::from(format!("{}: {doubt}", source.name))),
            );
            work["own"] = (asker == Some(view.agent)).into();
            let waiting = self.parts_of(view)?.pending(licence_of(view));
            let parts = waiting.into_iter().map(|licence| Source {
                name: format!("parts of {}", source.name),
                licence,
                as_part: true,
                ..Source::default()
            });
            let parts: Vec<Source> = parts.collect();
            if let Some(not_kept) = seen.not_kept {
                work["not_kept"] = not_kept;
            }
            sources.push(source);
            sources.extend(parts);
            works.push(work);
        }
        for (licences, as_part) in [(asked.with, false), (asked.with_part, true)] {
            for licence in licences {
                let licence = self.pinned_if_own(licence)?;
                let name = format!("what is under {}", self.readable(licence.trim())?);
                sources.push(Source { name, licence, as_part, ..Source::default() });
            }
        }
        let result = asked.result.map(|result| self.pinned_if_own(result)).transpose()?;
        let acts = match asked.acts.is_empty() {
            true => [Act::Adapt, Act::Distribute].into(),
            false => asked.acts.into_iter().collect(),
        };
        let use_ = Use { purpose: asked.purpose, acts, result_licence: result, ..Use::default() };
        let named = sources.iter().map(|source| source.licence.as_str());
        let sheets = self.sheets_for(occasion, &known, named)?;
        let reply: RemixAnswer = remix_with(&Remix { sources, user: facts.clone().into(), use_ }, &sheets);
        let mut shown = to_json(&reply);
        shown["works"] = works.into();
        self.put_provenance(occasion, &known, asker, &facts, &Grounds::of_remix(&reply), &mut shown)?;
        if let Some(warnings) = shown["warnings"].as_array_mut() {
            warnings.extend(doubts);
        }
        Ok(shown)
    }

    /// A resource as a source, with what is allowed beyond its licence.
    fn source(&self, occasion: Occasion, asker: Option<AgentId>, seen: &Seen) -> Result<Source, Failure> {
        let view = &seen.view;
        let (licence, doubt) = match self.licences_named(view)? {
            licences if !licences.is_empty() => {
                let doubt = format!(
                    "The steward's records name several licences at once, and nobody has settled which holds: {}.",
                    licences.join("; ")
                );
                (all_of(&licences), Some(doubt))
            }
            _ => (licence_of(view).to_owned(), None),
        };
        Ok(Source {
            name: format!("{} ({})", view.title().unwrap_or("a work without a title"), view.id.short()),
            licence,
            granted: self.granted(occasion, asker, view)?,
            doubt,
            ..Source::default()
        })
    }
}
