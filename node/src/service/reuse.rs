//! Declaring that a work is reused, with a receipt that outlives it.

use commons_identity::AgentId;
use commons_licences::Act;
use commons_registry::{Draft, Kind, RecordId, RecordView, Value as Held};
use serde_json::{Value, json};

use super::check::{Answered, Asking};
use super::names::Known;
use super::{Occasion, Service, salt, to_json};
use crate::day::Day;
use crate::failure::Failure;
use crate::request::{Declare, ReuseRequest};

/// Most declarations of one agent about one work that are looked at, and most that are listed.
const MAX_DECLARED: usize = 64;

/// Most declarations of an agent that are listed.
const MAX_LISTED: usize = 1_000;

/// Most bytes of what somebody says beside an answer that is not yes.
const MAX_GROUND_BYTES: usize = 500;

impl Service {
    pub(super) fn reuse(&self, occasion: Occasion, request: ReuseRequest) -> Result<Value, Failure> {
        match request {
            ReuseRequest::Declare(declare) => self.declare_reuse(occasion, &declare),
            ReuseRequest::End { id, on } => self.end_reuse(occasion, &id, on.as_deref()),
            ReuseRequest::Show { id } => {
                let view = self.reuse_of(&id)?;
                self.reuse_json(occasion, &*self.known()?, &view)
            }
            ReuseRequest::List { of } => self.list_reuse(occasion, of.as_deref()),
        }
    }

    fn declare_reuse(&self, occasion: Occasion, declare: &Declare) -> Result<Value, Failure> {
        let own = self.keys().open()?.agent();
        let into = declare.into.as_deref().map(|into| self.own_resource(into)).transpose()?;
        let mut asking = self.asking(occasion, &declare.check)?;
        if asking.asker != Some(own) {
            return Err(Failure::usage("everybody declares their own reuse").hint("leave out --as"));
        }
        if into.is_some() && declare.check.acts.is_empty() {
            // Whoever puts a work into one of theirs changes it, and passes it on.
            asking.use_.acts = [Act::Adapt, Act::Distribute].into();
        }
        // What it goes into is passed on under a licence of its own.
        asking.use_.result_licence = into.as_ref().and_then(|into| into.text("licence")).map(str::to_owned);
        let id = declare.check.id.as_deref().unwrap_or_default();
        let answered = self.answer_about(occasion, &asking, id)?;
        let source = &answered.seen.view;
        if source.agent == own {
            return Err(Failure::invalid("this work is your own: you need nobody's permission")
                .hint("`commons publish --derived-from ID` says that a work of yours was made from it"));
        }
        let although = ground(declare.although.as_deref())?;
        if !answered.reply.answer.is_yes() && although.is_none() {
            return Err(not_yes(&answered));
        }
        let mut draft = self.reuse_draft(occasion, &asking, own, &answered, although)?;
        match (&into, &declare.title) {
            (Some(into), _) => {
                draft.set_id("in", *into.id.as_bytes())?;
            }
            (None, Some(title)) => {
                draft.set_keyed("title", &super::write::language(declare.language.as_deref())?, title)?;
            }
            (None, None) => {
                return Err(Failure::usage("expected what it went into").hint(
                    "a resource of yours, with --in ID, or anything else by its name: --title \"Our evening course\"",
                ));
            }
        }
        let records = self.write(vec![draft.begin(salt()?)?])?;
        let record = *records.first().ok_or_else(|| Failure::internal("nothing was written"))?;
        self.reuse_json(occasion, &*self.known()?, &self.viewed(record)?)
    }

    /// A declaration of today with its receipt, but for what the work went into.
    pub(super) fn reuse_draft(
        &self,
        occasion: Occasion,
        asking: &Asking,
        own: AgentId,
        answered: &Answered,
        although: Option<&str>,
    ) -> Result<Draft, Failure> {
        let mut draft = Draft::new(Kind::Reuse);
        draft.set_id("of", *answered.seen.view.id.as_bytes())?;
        let kept = self.kept(occasion, &asking.facts, own, answered, although)?;
        draft.set("receipt", &serde_json::to_string(&kept).map_err(Failure::internal)?)?;
        draft.set("on", &occasion.today.to_string())?;
        Ok(draft)
    }

    /// A resource of ours that something may go into.
    fn own_resource(&self, id: &str) -> Result<RecordView, Failure> {
        let view = self.own_record(id)?;
        if view.kind == Kind::Resource {
            return Ok(view);
        }
        Err(Failure::invalid(format!(
            "expected a resource of yours that it went into, this is of a {}",
            view.kind
        ))
        .hint("publish it first, or name it with --title"))
    }

    fn end_reuse(&self, occasion: Occasion, id: &str, on: Option<&str>) -> Result<Value, Failure> {
        self.keys().open()?;
        let view = self.reuse_of(id)?;
        self.own_record(&view.id.to_string())?;
        let on: Day = on.map_or(Ok(occasion.today), |day| {
            day.trim().parse().map_err(|error: crate::day::NoDay| Failure::usage(error.to_string()))
        })?;
        let mut draft = Draft::new(Kind::Reuse);
        draft.set("ended", &on.to_string())?;
        self.write(vec![draft.edit(view.id, &view.heads, salt()?)?])?;
        self.reuse_json(occasion, &*self.known()?, &self.viewed(view.id)?)
    }

    fn list_reuse(&self, occasion: Occasion, of: Option<&str>) -> Result<Value, Failure> {
        let known = self.known()?;
        let of = of.map(|of| self.resolve_record(of)).transpose()?;
        let records: Vec<RecordId> = match of {
            Some(source) => {
                let listed = self.store.references_to(source.as_bytes(), Some(Kind::Reuse), MAX_LISTED)?;
                listed.into_iter().map(|listed| listed.id).collect()
            }
            None => {
                let own = self.keys().open()?.agent();
                self.store.records_of(own, Kind::Reuse)?.into_iter().take(MAX_LISTED).collect()
            }
        };
        let mut items = Vec::new();
        for record in records {
            let Some(view) = self.view(record)? else { continue };
            // What refers to the work in another way, as what it went into, is no reuse of it.
            if of.is_none() || source_of(&view) == of {
                items.push(self.reuse_json(occasion, &known, &view)?);
            }
        }
        Ok(json!({ "items": items }))
    }

    fn reuse_of(&self, id: &str) -> Result<RecordView, Failure> {
        let view = self.viewed(self.resolve_record(id)?)?;
        if view.kind == Kind::Reuse {
            return Ok(view);
        }
        Err(Failure::invalid(format!("expected the id of a declared reuse, this is of a {}", view.kind))
            .hint("`commons reuse list` shows yours"))
    }

    /// When an agent declared that it reuses a work, and whether it still does.
    pub(super) fn declared(&self, by: AgentId, work: RecordId) -> Result<Vec<Value>, Failure> {
        let mut declared = Vec::new();
        for view in self.declarations(by, work)? {
            declared.push(json!({ "id": view.id, "on": view.text("on"), "ended": view.text("ended") }));
        }
        Ok(declared)
    }

    /// What an agent declares about a work.
    pub(super) fn declarations(&self, by: AgentId, work: RecordId) -> Result<Vec<RecordView>, Failure> {
        let mut views = Vec::new();
        for said in self.store.attested_by(&by, Some(work.as_bytes()), MAX_DECLARED)? {
            if said.kind == Kind::Reuse
                && let Some(view) = self.view(said.id)?
                && source_of(&view) == Some(work)
            {
                views.push(view);
            }
        }
        Ok(views)
    }

    pub(super) fn reuse_json(
        &self,
        occasion: Occasion,
        known: &Known,
        view: &RecordView,
    ) -> Result<Value, Failure> {
        let (kept, standing) = self.standing_of(occasion, known, view)?;
        let mut shown = json!({
            "id": view.id,
            "kind": view.kind,
            "title": view.title(),
            "of": self.brief_of(occasion, known, source_of(view))?,
            "in": self.brief_of(occasion, known, id_in(view, "in"))?,
            "on": view.text("on"),
            "ended": view.text("ended"),
            "standing": standing.state,
            "standing_in_words": standing.in_words,
        });
        self.put_names(occasion, known, &mut shown, view.agent)?;
        shown["agent"] = to_json(&view.agent);
        if let Some(kept) = &kept {
            self.put_receipt(occasion, known, view, kept, &mut shown)?;
        }
        Ok(shown)
    }

    /// A work in brief: its id, and if it is held its title and steward.
    pub(super) fn brief_of(
        &self,
        occasion: Occasion,
        known: &Known,
        record: Option<RecordId>,
    ) -> Result<Value, Failure> {
        let Some(record) = record else { return Ok(Value::Null) };
        let Some(listed) = self.store.listed(record)? else {
            return Ok(json!({ "id": record, "held": false }));
        };
        let mut shown = json!({
            "id": record,
            "held": true,
            "title": listed.title,
            "licence": listed.licence,
            "agent": listed.agent,
        });
        self.put_names(occasion, known, &mut shown, listed.agent)?;
        Ok(shown)
    }
}

/// The work that a declared reuse is about.
pub(super) fn source_of(view: &RecordView) -> Option<RecordId> {
    id_in(view, "of")
}

/// The record that a field names.
pub(super) fn id_in(view: &RecordView, field: &str) -> Option<RecordId> {
    match view.one(field)? {
        Held::Id(id) => Some(RecordId::from_bytes(*id)),
        _ => None,
    }
}

/// On what a reuse rests whose answer is not yes, if anything is said of it.
pub(super) fn ground(although: Option<&str>) -> Result<Option<&str>, Failure> {
    let ground = although.map(str::trim).filter(|ground| !ground.is_empty());
    match ground {
        Some(ground) if ground.len() > MAX_GROUND_BYTES || ground.chars().any(char::is_control) => {
            Err(Failure::usage(format!(
                "expected what your reuse rests on as one line of at most {MAX_GROUND_BYTES} bytes"
            )))
        }
        ground => Ok(ground),
    }
}

fn not_yes(answered: &Answered) -> Failure {
    let why = answered.reply.reasons.first().map(|reason| format!(" {}", reason.text)).unwrap_or_default();
    Failure::invalid(format!("the answer is not yes, but {}.{why}", answered.reply.answer)).hint(
        "`commons check ID` says what would settle it, with a letter to the steward; if they agreed, say so with --although \"they agreed on …\"",
    )
}
