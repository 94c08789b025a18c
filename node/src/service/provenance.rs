//! From what a work was made, and what was made from it: a tree of records, with a warning where terms do not hold.

use std::collections::BTreeSet;

use commons_licences::{Act, Answer, Purpose, Question, Use, Verdict, answer_with};
use commons_registry::{Kind, RecordId, RecordView, Value as Held};
use serde_json::{Value, json};

use super::names::Known;
use super::offered::{licence_of, licence_to_ask};
use super::read::declared_facts;
use super::reuse::{id_in, source_of};
use super::{Occasion, Service};
use crate::failure::Failure;

/// How many steps up and down are followed.
const MAX_DEPTH: usize = 8;

/// Most works in one tree, and most that hang on one work.
const MAX_WORKS: usize = 200;
/// See [`MAX_WORKS`].
const MAX_BRANCHES: usize = 64;

/// Up to what a work was made from, or down to what was made from it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
}

/// How two works hang together.
struct Link {
    /// The work at the other end.
    other: Other,
    /// The declared reuse that says so, if it is not the work's own record.
    declared: Option<RecordView>,
}

enum Other {
    Work(RecordId),
    /// Something that is not in the registry.
    Named(Option<String>),
}

/// What is followed, and how far.
struct Walk<'k> {
    occasion: Occasion,
    known: &'k Known,
    /// On the way to where we are: a work that was made from itself is told once.
    path: BTreeSet<RecordId>,
    works: usize,
    deepest: usize,
}

impl Service {
    pub(super) fn provenance(&self, occasion: Occasion, id: &str, near: bool) -> Result<Value, Failure> {
        let view = self.viewed(self.resolve_record(id)?)?;
        if view.kind != Kind::Resource {
            return Err(Failure::invalid(format!(
                "expected the id of a resource, this is of a {}",
                view.kind
            ))
            .hint("`commons list --kind resource` shows resources"));
        }
        let known = self.known()?;
        let deepest = if near { 1 } else { MAX_DEPTH };
        let mut walk = Walk { occasion, known: &known, path: BTreeSet::from([view.id]), works: 0, deepest };
        let mut shown = self.brief_of(occasion, &known, Some(view.id))?;
        shown["made_from"] = self.follow_links(&mut walk, &view, Direction::Up, 0)?;
        shown["went_into"] = self.follow_links(&mut walk, &view, Direction::Down, 0)?;
        shown["cut"] = (walk.works >= MAX_WORKS).into();
        Ok(shown)
    }

    fn follow_links(
        &self,
        walk: &mut Walk<'_>,
        work: &RecordView,
        direction: Direction,
        depth: usize,
    ) -> Result<Value, Failure> {
        let links = match direction {
            Direction::Up => self.made_from(work)?,
            Direction::Down => self.went_into(work)?,
        };
        let mut shown = Vec::new();
        for link in links {
            if walk.works >= MAX_WORKS {
                break;
            }
            walk.works += 1;
            shown.push(self.branch_json(walk, work, link, direction, depth)?);
        }
        Ok(shown.into())
    }

    fn branch_json(
        &self,
        walk: &mut Walk<'_>,
        work: &RecordView,
        link: Link,
        direction: Direction,
        depth: usize,
    ) -> Result<Value, Failure> {
        let (occasion, known) = (walk.occasion, walk.known);
        let id = match &link.other {
            Other::Work(id) => Some(*id),
            Other::Named(_) => None,
        };
        let mut shown = match &link.other {
            Other::Work(id) => self.brief_of(occasion, known, Some(*id))?,
            Other::Named(title) => json!({ "id": null, "title": title }),
        };
        if let Some(declared) = &link.declared {
            let reuse = self.reuse_json(occasion, known, declared)?;
            shown["declared"] = [
                "id",
                "on",
                "ended",
                "answer",
                "standing",
                "although",
                "standing_in_words",
                "agent",
                "agent_name",
            ]
            .iter()
            .map(|name| ((*name).to_owned(), reuse[name].clone()))
            .collect();
        }
        let other = id.map(|id| self.view(id)).transpose()?.flatten();
        let (source, result) = match direction {
            Direction::Up => (other.as_ref(), Some(work)),
            Direction::Down => (Some(work), other.as_ref()),
        };
        shown["warnings"] = self.warnings(occasion, known, source, result, link.declared.as_ref())?.into();
        let Some(other) = other.filter(|other| other.kind == Kind::Resource) else { return Ok(shown) };
        if !walk.path.insert(other.id) {
            shown["again"] = true.into();
        } else if depth + 1 < walk.deepest {
            let name = if direction == Direction::Up { "made_from" } else { "went_into" };
            shown[name] = self.follow_links(walk, &other, direction, depth + 1)?;
            walk.path.remove(&other.id);
        } else {
            shown["cut"] = true.into();
            walk.path.remove(&other.id);
        }
        Ok(shown)
    }

    /// What a work was made from, as its steward says: in its record, or by a declared reuse.
    fn made_from(&self, work: &RecordView) -> Result<Vec<Link>, Failure> {
        let sources: BTreeSet<RecordId> = work
            .set("derived_from")
            .filter_map(|value| match value {
                Held::Id(id) => Some(RecordId::from_bytes(*id)),
                _ => None,
            })
            .collect();
        let mut links = Vec::new();
        for source in sources.iter().take(MAX_BRANCHES) {
            let declared = self.declared_into(work, *source)?;
            links.push(Link { other: Other::Work(*source), declared });
        }
        // What is declared to have gone into it.
        for said in self.store.attested_by(&work.agent, Some(work.id.as_bytes()), MAX_BRANCHES)? {
            if said.kind != Kind::Reuse {
                continue;
            }
            let Some(declared) = self.view(said.id)? else { continue };
            let source = source_of(&declared)
                .filter(|source| id_in(&declared, "in") == Some(work.id) && !sources.contains(source));
            if let Some(source) = source {
                links.push(Link { other: Other::Work(source), declared: Some(declared) });
            }
        }
        links.truncate(MAX_BRANCHES);
        Ok(links)
    }

    /// What was made from a work, as the stewards of that say.
    fn went_into(&self, work: &RecordView) -> Result<Vec<Link>, Failure> {
        let mut links = Vec::new();
        let mut told = BTreeSet::new();
        for listed in self.store.references_to(work.id.as_bytes(), Some(Kind::Resource), MAX_BRANCHES)? {
            let Some(result) = self.view(listed.id)? else { continue };
            let is_source = result.set("derived_from").any(|value| *value == Held::Id(*work.id.as_bytes()));
            if is_source && told.insert(result.id) {
                let declared = self.declared_into(&result, work.id)?;
                links.push(Link { other: Other::Work(result.id), declared });
            }
        }
        for listed in self.store.references_to(work.id.as_bytes(), Some(Kind::Reuse), MAX_BRANCHES)? {
            let Some(declared) = self.view(listed.id)? else { continue };
            if source_of(&declared) != Some(work.id) {
                continue;
            }
            match id_in(&declared, "in") {
                // Only its own steward says what went into a work.
                Some(into)
                    if self.store.listed(into)?.is_some_and(|listed| listed.agent != declared.agent) => {}
                Some(into) if !told.insert(into) => {}
                Some(into) => links.push(Link { other: Other::Work(into), declared: Some(declared) }),
                None => {
                    let title = declared.title().map(str::to_owned);
                    links.push(Link { other: Other::Named(title), declared: Some(declared) });
                }
            }
        }
        links.truncate(MAX_BRANCHES);
        Ok(links)
    }

    /// The declared reuse by which a source went into a work.
    fn declared_into(&self, work: &RecordView, source: RecordId) -> Result<Option<RecordView>, Failure> {
        let declared = self.declarations(work.agent, source)?;
        Ok(declared.into_iter().find(|declared| id_in(declared, "in") == Some(work.id)))
    }

    /// Where terms do not hold, or nobody can tell: one sentence each.
    pub(super) fn warnings(
        &self,
        occasion: Occasion,
        known: &Known,
        source: Option<&RecordView>,
        result: Option<&RecordView>,
        declared: Option<&RecordView>,
    ) -> Result<Vec<String>, Failure> {
        let mut warnings = Vec::new();
        let standing = declared.map(|declared| self.standing_of(occasion, known, declared)).transpose()?;
        if let Some((_, standing)) = &standing
            && matches!(standing.state, "other-terms" | "read-otherwise" | "unreadable")
        {
            warnings.push(format!("of the declared reuse: {}", standing.in_words));
        }
        let Some(source) = source else {
            let known_by_receipt = standing.as_ref().is_some_and(|(kept, _)| kept.is_some());
            if !known_by_receipt {
                warnings
                    .push("its source is not here, or erased: nobody can tell under which terms".to_owned());
            }
            return Ok(warnings);
        };
        // Whoever declared a reuse may go on by the terms of then.
        let Some(result) = result else { return Ok(warnings) };
        let by_receipt = standing.is_some_and(|(kept, standing)| {
            standing.state == "holds"
                && kept.is_some_and(|kept| kept.covers_passing_on_under(licence_of(result)))
        });
        if by_receipt {
            return Ok(warnings);
        }
        if source.agent == result.agent {
            return Ok(warnings); // of its own works a steward may offer what it makes from them as it likes
        }
        let reply = self.passed_on(occasion, known, source, result)?;
        let licence = self.readable(licence_of(result))?;
        let reason = reply.reasons.first().map(|reason| {
            let clause = reason.clause.as_ref().map(|clause| format!(" ({clause})")).unwrap_or_default();
            format!(": {}{clause}", reason.text)
        });
        let reason = reason.unwrap_or_default();
        match reply.answer {
            Verdict::NotGranted | Verdict::Forbidden => warnings.push(format!(
                "breaks the terms of its source, offered under {licence} without a permission that is known here{reason}"
            )),
            Verdict::Unclear | Verdict::Unknown => {
                warnings.push(format!("whether it may be offered under {licence} is unclear{reason}"));
            }
            Verdict::Allowed | Verdict::AllowedWithDuties | Verdict::MissingFacts => {}
        }
        Ok(warnings)
    }

    /// May the steward of a result pass it on under its licence? Asked of use without gain: what that breaks is broken
    /// whatever the use.
    fn passed_on(
        &self,
        occasion: Occasion,
        known: &Known,
        source: &RecordView,
        result: &RecordView,
    ) -> Result<Answer, Failure> {
        let licence = licence_to_ask(source);
        let granted = self.granted(occasion, Some(result.agent), source)?;
        let facts = match self.agent_record(result.agent)? {
            Some(record) => self.view(record)?.map(|view| declared_facts(&view)).unwrap_or_default(),
            None => commons_licences::Facts::default(),
        };
        let use_ = Use {
            purpose: Purpose::NonCommercial,
            acts: [Act::Adapt, Act::Distribute].into(),
            combined_with: self.parts_of(source)?.pending(&licence),
            result_licence: Some(licence_of(result).to_owned()),
            ..Use::default()
        };
        let named = std::iter::once(licence.as_str()).chain(use_.combined_with.iter().map(String::as_str));
        let sheets = self.sheets_for(occasion, known, named)?;
        let question = Question { user: facts.into(), granted, ..Question::about(licence.clone()) };
        Ok(answer_with(&Question { use_, ..question }, &sheets))
    }
}
