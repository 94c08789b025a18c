//! What words mean, to whom: entries written, and those of one word side by side.

use std::collections::BTreeSet;

use commons_registry::{Draft, FieldValue, Kind, RecordId, RecordView, Value as Held};
use commons_store::folded;
use serde_json::{Value, json};

use super::names::Known;
use super::write::{edit_language, ids_in, language, link, named_in};
use super::{Occasion, Service, salt};
use crate::failure::Failure;
use crate::request::{Glossary, TermEdit, TermPublish, TermRequest};

/// Most entries that are looked at for one word, the last to come.
const MAX_LOOKED_AT: usize = 500;

/// Most entries that are shown for one word: the nearest.
const MAX_SHOWN: usize = 50;

/// Most other entries that are named with one.
const MAX_SEE: usize = 16;

/// How near what an entry explains is to the word that was asked for, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    /// The same, but for case and accents.
    Same,
    /// It begins so.
    Begins,
    /// A word in it begins so.
    Within,
}

impl Nearness {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Begins => "begins",
            Self::Within => "within",
        }
    }

    /// Of two folded texts.
    fn of(asked: &str, word: &str) -> Self {
        match word.strip_prefix(asked) {
            Some("") => Self::Same,
            Some(_) => Self::Begins,
            None => Self::Within,
        }
    }
}

impl Service {
    pub(super) fn term(&self, request: &TermRequest) -> Result<Value, Failure> {
        match request {
            TermRequest::Publish(publish) => self.publish_term(publish),
            TermRequest::Edit(edit) => self.edit_term(edit),
        }
    }

    fn publish_term(&self, publish: &TermPublish) -> Result<Value, Failure> {
        self.keys().open()?;
        let language = language(Some(&publish.language))?;
        let mut draft = Draft::new(Kind::Term);
        draft.set_keyed("word", &language, &publish.word)?;
        draft.set_keyed("definition", &language, &said("definition", &publish.definition)?)?;
        if let Some(context) = &publish.context {
            draft.set("context", context)?;
        }
        if let Some(difference) = &publish.difference {
            draft.set_keyed("differences", &language, difference)?;
        }
        for other in &publish.see {
            draft.set_id("see", *self.another_term(other)?.as_bytes())?;
        }
        for url in &publish.links {
            draft.set("links", &link(url)?)?;
        }
        self.write_one(draft.begin(salt()?)?)
    }

    fn edit_term(&self, edit: &TermEdit) -> Result<Value, Failure> {
        self.keys().open()?;
        let view = self.own_record(&edit.id)?;
        is_term(&view)?;
        let mut draft = Draft::new(Kind::Term);
        let language = edit.language.as_deref();
        if let Some(word) = &edit.word {
            draft.set_keyed("word", &edit_language(language, &view, "word", None)?, word)?;
        }
        for (field, text) in [("definition", &edit.definition), ("differences", &edit.difference)] {
            if let Some(text) = text {
                draft.set_keyed(field, &edit_language(language, &view, field, Some("word"))?, text)?;
            }
        }
        match edit.context.as_deref().map(str::trim) {
            None => &mut draft,
            Some("") => draft.clear("context", None)?,
            Some(context) => draft.set("context", context)?,
        };
        for other in &edit.see {
            draft.set_id("see", *self.another_term(other)?.as_bytes())?;
        }
        for other in &edit.no_longer_see {
            draft.remove("see", &named_in(&view, "see", other)?.to_string())?;
        }
        for url in &edit.add_links {
            draft.set("links", &link(url)?)?;
        }
        for url in &edit.remove_links {
            draft.remove("links", url)?;
        }
        if draft.is_empty() {
            return Err(Failure::usage("there is nothing to change").hint(
                "say what, for instance --definition TEXT, or --language fr --word MOT --definition TEXTE",
            ));
        }
        self.write(vec![draft.edit(view.id, &view.heads, salt()?)?])?;
        Ok(json!({ "id": view.id }))
    }

    fn another_term(&self, id: &str) -> Result<RecordId, Failure> {
        let view = self.viewed(self.resolve_record(id)?)?;
        is_term(&view)?;
        Ok(view.id)
    }

    /// What a word means to whom: the same word first, then those that begin so.
    pub(super) fn glossary(&self, occasion: Occasion, glossary: &Glossary) -> Result<Value, Failure> {
        let asked = folded(&glossary.word);
        if asked.is_empty() {
            return Err(
                Failure::usage("expected a word to look up").hint("for instance: commons glossary commons")
            );
        }
        let wanted = glossary.language.as_deref().map(|wanted| language(Some(wanted))).transpose()?;
        let known = self.known()?;
        // One more than is looked at tells whether there are more.
        let listed = self.store.search_titles(Kind::Term, &asked, MAX_LOOKED_AT + 1)?;
        let mut more = listed.len() > MAX_LOOKED_AT;
        let mut found: Vec<(Nearness, RecordView)> = Vec::new();
        for listed in listed.into_iter().take(MAX_LOOKED_AT) {
            let Some(view) = self.store.view(listed.id)? else { continue };
            let spoken = languages_of(&view, wanted.as_deref());
            let words = view.keyed("word").filter_map(|(_, word)| text(word));
            let nearest = words.map(|word| Nearness::of(&asked, &folded(word))).min();
            found.extend(nearest.filter(|_| !spoken.is_empty()).map(|nearest| (nearest, view)));
        }
        // A stable order: what came last stays before what came earlier.
        found.sort_by_key(|(nearness, _)| *nearness);
        more |= found.len() > MAX_SHOWN;
        found.truncate(MAX_SHOWN);
        let items: Vec<Value> = found
            .iter()
            .map(|(nearness, view)| self.entry_json(occasion, &known, *nearness, view, wanted.as_deref()))
            .collect::<Result<_, _>>()?;
        Ok(json!({ "word": glossary.word, "items": items, "more": more }))
    }

    fn entry_json(
        &self,
        occasion: Occasion,
        known: &Known,
        nearness: Nearness,
        view: &RecordView,
        wanted: Option<&str>,
    ) -> Result<Value, Failure> {
        let word = |language: &str| {
            view.keyed("word").find(|(key, _)| *key == language).and_then(|(_, word)| text(word))
        };
        let said: Vec<Value> = languages_of(view, wanted)
            .into_iter()
            .map(|language| {
                json!({
                    "language": language,
                    "word": word(language),
                    "definition": prose(view, "definition", language),
                    "differences": prose(view, "differences", language),
                })
            })
            .collect();
        let see: Vec<Value> = ids_in(view, "see")
            .take(MAX_SEE)
            .map(|other| self.brief_of(occasion, known, Some(other)))
            .collect::<Result<_, _>>()?;
        let mut shown = json!({
            "id": view.id,
            "match": nearness.as_str(),
            "context": view.text("context"),
            "said": said,
            "see": see,
            "links": view.set("links").filter_map(text).collect::<Vec<_>>(),
        });
        self.put_names(occasion, known, &mut shown, view.agent)?;
        shown["agent"] = super::to_json(&view.agent);
        Ok(shown)
    }
}

fn is_term(view: &RecordView) -> Result<(), Failure> {
    if view.kind == Kind::Term {
        return Ok(());
    }
    Err(Failure::invalid(format!("expected the id of a term, this is of a {}", view.kind))
        .hint("`commons list --kind term` shows them"))
}

/// A text that must say something.
fn said(field: &str, text: &str) -> Result<String, Failure> {
    match text.trim() {
        "" => Err(Failure::usage(format!("expected a {field}, found nothing"))),
        text => Ok(text.to_owned()),
    }
}

/// The languages in which an entry says something: all, or one with its kinds, as `pt` has `pt-br`.
fn languages_of<'v>(view: &'v RecordView, wanted: Option<&str>) -> BTreeSet<&'v str> {
    let keyed = view.keyed("word").map(|(language, _)| language);
    let prose = ["definition", "differences"].into_iter().filter_map(|field| match view.fields.get(field) {
        Some(FieldValue::Prose(texts)) => Some(texts.keys().map(String::as_str)),
        _ => None,
    });
    let is_wanted = |language: &&str| {
        wanted.is_none_or(|wanted| {
            language.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        })
    };
    keyed.chain(prose.flatten()).filter(is_wanted).collect()
}

fn prose<'v>(view: &'v RecordView, field: &str, language: &str) -> Option<&'v str> {
    match view.fields.get(field)? {
        FieldValue::Prose(texts) => texts.get(language).map(String::as_str),
        _ => None,
    }
}

fn text(value: &Held) -> Option<&str> {
    match value {
        Held::Text(text) => Some(text),
        _ => None,
    }
}
