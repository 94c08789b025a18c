//! Forking: somebody's work goes on as one of our own, with its licence, its makers and where it is from.

use commons_identity::AgentId;
use commons_licences::{Act, Makers};
use commons_registry::{Draft, RecordView, Value as Held};
use serde_json::{Value, json};

use super::check::Answered;
use super::offered::{licence_of, licences_at_once, resource};
use super::reuse::{ground, id_in};
use super::write::{edit_language, language};
use super::{Occasion, Service, salt, to_json};
use crate::failure::Failure;
use crate::request::{Check, Fork};

/// What goes over as it stands: what the work is, and where it is to be had. What its steward decides stays behind, such as
/// permissions, how it is run, and for which area; makers and licence are seen to apart.
const COPIED: [&str; 11] = [
    "title",
    "summary",
    "types",
    "topics",
    "links",
    "languages",
    "version",
    "licence_links",
    "answers",
    "uncredited",
    "files",
];

impl Service {
    /// Asks whether the work may be copied, changed and passed on, and if so writes the fork and the declared reuse at
    /// once. If not, the answer says why, and nothing is written.
    pub(super) fn fork(&self, occasion: Occasion, fork: &Fork) -> Result<Value, Failure> {
        let own = self.keys().open()?.agent();
        let although = ground(fork.although.as_deref())?;
        let chosen = fork.licence.as_deref().map(|licence| self.pinned(licence)).transpose()?;
        let seen = self.seen(occasion.asker, &fork.id)?;
        let source = resource(&seen)?;
        refuse_own(source, own)?;
        let licence = chosen.or_else(|| settled_licence(source).map(str::to_owned));
        let mut asking = self.asking(
            occasion,
            &Check {
                id: None,
                licence: None,
                as_agent: None,
                alone: false,
                facts: fork.facts.clone(),
                purpose: fork.purpose,
                acts: vec![Act::Copy, Act::Adapt, Act::Distribute],
            },
        )?;
        asking.use_.result_licence.clone_from(&licence);
        let answered = self.answer_on(occasion, &asking, seen)?;
        let mut written = None;
        if answered.reply.answer.is_yes() || although.is_some() {
            let licence = licence.ok_or_else(|| {
                Failure::usage("this work names several licences at once: say under which yours is")
                    .hint("give it with --licence EXPR")
            })?;
            let copy = self.copy_of(occasion, fork, &answered, &licence)?;
            let mut reuse = self.reuse_draft(occasion, &asking, own, &answered, although)?;
            let (copy, reuse) = {
                let keys = self.keys();
                let keyring = keys.open()?;
                let copy = self.sign(keyring, copy.begin(salt()?)?)?;
                reuse.set_id("in", *copy.id().as_record().as_bytes())?;
                (copy, self.sign(keyring, reuse.begin(salt()?)?)?)
            };
            self.keep(vec![copy.to_bytes(), reuse.to_bytes()])?;
            written = Some((copy.id().as_record(), reuse.id().as_record(), licence));
        }
        let mut shown = self.answered_json(occasion, &*self.known()?, &asking, answered)?;
        shown["although"] = to_json(&although);
        let Some((copy, reuse, licence)) = written else {
            shown["id"] = Value::Null;
            return Ok(shown);
        };
        let view = self.viewed(copy)?;
        shown["id"] = to_json(&copy);
        shown["reuse"] = to_json(&reuse);
        let mut forked = json!({ "id": copy, "title": view.title(), "licence": licence });
        self.put_own_terms(&mut forked, Some(&licence), [])?;
        forked["credited"] = match self.credited_work(&view, None)?.makers {
            Makers::Named(names) => to_json(&names),
            Makers::Withheld => Value::Null,
        };
        shown["fork"] = forked;
        Ok(shown)
    }

    /// The fork: what the work is, from where it is, who made it.
    fn copy_of(
        &self,
        occasion: Occasion,
        fork: &Fork,
        answered: &Answered,
        licence: &str,
    ) -> Result<Draft, Failure> {
        let source = &answered.seen.view;
        let mut left: Vec<&str> =
            source.fields.keys().copied().filter(|name| !COPIED.contains(name)).collect();
        // With a title in a language that the work has none in, the fork is a translation: it is called so, and is in it.
        let translated = match (&fork.title, fork.language.as_deref().map(|said| language(Some(said)))) {
            (Some(_), Some(said)) => {
                Some(said?).filter(|said| source.keyed("title").all(|(other, _)| other != said))
            }
            _ => None,
        };
        if translated.is_some() {
            left.extend(["title", "languages"]);
            left.extend(fork.summary.is_some().then_some("summary"));
        }
        let mut draft = Draft::copy_of(source, &left);
        let said = fork.language.as_deref();
        // Of two values for one language the later is executed last, and stands.
        if let Some(title) = &fork.title {
            draft.set_keyed("title", &edit_language(said, source, "title", None)?, title)?;
        }
        if let Some(summary) = &fork.summary {
            draft.set_keyed("summary", &edit_language(said, source, "summary", Some("title"))?, summary)?;
        }
        if let Some(language) = &translated {
            draft.set("languages", language)?;
        }
        draft.set("licence", licence)?;
        draft.set_id("derived_from", *source.id.as_bytes())?;
        self.keep_credit(occasion, source, &mut draft)?;
        Ok(draft)
    }

    /// Whoever is to be named for the work is to be named for the fork: its steward too, who is not ours, and those who
    /// contributed to it.
    fn keep_credit(&self, occasion: Occasion, source: &RecordView, draft: &mut Draft) -> Result<(), Failure> {
        let makers = || {
            let held = source.set("makers").filter_map(|held| match held {
                Held::Text(name) => Some(name.clone()),
                _ => None,
            });
            held.collect::<Vec<String>>()
        };
        let names = match self.credited_work(source, None)?.makers {
            Makers::Withheld => {
                // Where members said different things at once, the request counts, and is one from now on.
                if source.one("uncredited").is_none() {
                    draft.set("uncredited", &occasion.today.to_string())?;
                }
                makers()
            }
            Makers::Named(names) => match source.text("credit_as").filter(|credit| names == [*credit]) {
                Some(credit) => {
                    draft.set("credit_as", credit)?;
                    makers()
                }
                // Nobody here knows what its steward is called.
                None if makers().is_empty() && self.agent_name(source.agent)?.is_none() => {
                    let steward = self.name_of_steward(occasion, source);
                    core::iter::once(steward).chain(names).collect()
                }
                None => names,
            },
        };
        for name in &names {
            draft.set("makers", name)?;
        }
        Ok(())
    }

    /// What the steward of a work calls itself: as its record here says, else as connected nodes have it, else by its id,
    /// so that nobody takes the work for ours.
    fn name_of_steward(&self, occasion: Occasion, source: &RecordView) -> String {
        let seen = self.seen(occasion.asker, &source.agent.to_string());
        let name = seen.ok().and_then(|seen| seen.view.title().map(str::to_owned));
        name.unwrap_or_else(|| format!("agent {}", source.agent.short()))
    }
}

/// Our own works, and those that were handed over to us, need no fork.
fn refuse_own(source: &RecordView, own: AgentId) -> Result<(), Failure> {
    if source.agent == own {
        return Err(Failure::invalid("this work is your own: there is nothing to fork")
            .hint("`commons edit ID` changes it; `commons publish --derived-from ID` says that a work of yours was made from it"));
    }
    let to_us = id_in(source, "handed_over_to").is_some_and(|to| to.as_bytes() == own.as_bytes());
    if to_us {
        return Err(Failure::invalid("this work was handed over to you: there is nothing to fork")
            .hint("`commons take-over ID` goes on with it"));
    }
    Ok(())
}

/// Its licence, unless its members set several at once.
fn settled_licence(source: &RecordView) -> Option<&str> {
    licences_at_once(source).is_none().then(|| licence_of(source))
}
