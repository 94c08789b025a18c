//! Declaring that a work is reused, with a receipt that outlives it.

use commons_identity::AgentId;
use commons_licences::{Answer, Receipt, ReceiptError, answer_with, text_hash};
use commons_registry::{
    ChangeId, Draft, FieldValue, Kind, RecordId, RecordView, Value as Held, own_terms_in,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::check::Answered;
use super::names::Known;
use super::{Occasion, Service, permissions, salt, to_json};
use crate::day::Day;
use crate::facts::{Grounds, account};
use crate::failure::Failure;
use crate::request::{Declare, ReuseRequest};

/// Most declarations of one agent about one work that are looked at, and most that are listed.
const MAX_DECLARED: usize = 64;

/// Most declarations of an agent that are listed.
const MAX_LISTED: usize = 1_000;

/// Most bytes of what somebody says beside an answer that is not yes.
const MAX_GROUND_BYTES: usize = 500;

/// What a reuse record holds beside its receipt must fit as well.
const _: () =
    assert!(commons_licences::MAX_RECEIPT_BYTES + 3_000 <= commons_registry::schema::MAX_RECEIPT_BYTES);

/// The receipt of a reuse as a record holds it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    /// The question and the answer.
    receipt: Receipt,
    /// The version of the work's record whose terms were counted.
    heads: Vec<ChangeId>,
    /// Agreements that were counted, with the digest of their terms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    agreements: Vec<Counted>,
    /// Who confirmed a fact that the answer rests on: the statements by their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    confirmed: Vec<ConfirmedFact>,
    /// On what the reuse rests besides, where the answer was not yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    although: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counted {
    agreement: RecordId,
    digest: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfirmedFact {
    fact: String,
    by: AgentId,
    statement: RecordId,
}

/// How a receipt stands today.
pub(super) struct Standing {
    /// One word, for programs.
    pub(super) state: &'static str,
    /// The same as a sentence.
    pub(super) in_words: String,
}

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
        // What it goes into is passed on under a licence of its own.
        asking.use_.result_licence = into.as_ref().and_then(|into| into.text("licence")).map(str::to_owned);
        let id = declare.check.id.as_deref().unwrap_or_default();
        let answered = self.answer_about(occasion, &asking, id)?;
        let source = &answered.seen.view;
        if source.agent == own {
            return Err(Failure::invalid("this work is your own: you need nobody's permission")
                .hint("`commons publish --derived-from ID` says that a work of yours was made from it"));
        }
        let although = declare.although.as_deref().map(str::trim).filter(|ground| !ground.is_empty());
        if !answered.reply.answer.is_yes() && although.is_none() {
            return Err(not_yes(&answered));
        }
        if although
            .is_some_and(|ground| ground.len() > MAX_GROUND_BYTES || ground.chars().any(char::is_control))
        {
            return Err(Failure::usage(format!(
                "expected what your reuse rests on as one line of at most {MAX_GROUND_BYTES} bytes"
            )));
        }
        let mut draft = Draft::new(Kind::Reuse);
        draft.set_id("of", *source.id.as_bytes())?;
        match (&into, &declare.title) {
            (Some(into), _) => {
                draft.set_id("in", *into.id.as_bytes())?;
            }
            (None, Some(title)) => {
                draft.set_keyed("title", &super::write::language(declare.language.as_deref()), title)?;
            }
            (None, None) => {
                return Err(Failure::usage("expected what it went into").hint(
                    "a resource of yours, with --in ID, or anything else by its name: --title \"Our evening course\"",
                ));
            }
        }
        let kept = self.kept(occasion, &asking.facts, own, &answered, although)?;
        draft.set("receipt", &serde_json::to_string(&kept).map_err(Failure::internal)?)?;
        draft.set("on", &occasion.today.to_string())?;
        let records = self.write(vec![draft.begin(salt()?)?])?;
        let record = *records.first().ok_or_else(|| Failure::internal("nothing was written"))?;
        self.reuse_json(occasion, &*self.known()?, &self.viewed(record)?)
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

    fn kept(
        &self,
        occasion: Occasion,
        facts: &commons_licences::Facts,
        own: AgentId,
        answered: &Answered,
        although: Option<&str>,
    ) -> Result<Kept, Failure> {
        let mut receipt = Receipt::of(&answered.question, &answered.reply);
        for terms in receipt
            .licences()
            .map(str::to_owned)
            .collect::<Vec<_>>()
            .iter()
            .map(String::as_str)
            .flat_map(own_terms_in)
        {
            if let Some(text) = self.as_pinned(&terms)?.and_then(|view| text_of_terms(&view)) {
                receipt.texts.insert(terms.to_string(), text_hash(&text));
            }
        }
        receipt.write().map_err(|error: ReceiptError| {
            Failure::invalid(error.to_string()).hint("ask about fewer facts or permissions at a time")
        })?;
        let (confirmations, _) = self.confirmations_about(occasion, &*self.known()?, own)?;
        let mut confirmed = Vec::new();
        for account in account(facts, &Grounds::of(&answered.reply), &confirmations, occasion.today) {
            let by = account.confirmed.iter().filter(|_| account.used);
            confirmed.extend(by.take(4).map(|one| ConfirmedFact {
                fact: account.fact.as_str().to_owned(),
                by: one.by,
                statement: one.id,
            }));
        }
        confirmed.truncate(8);
        let counted = answered
            .agreements
            .iter()
            .map(|agreed| Counted { agreement: agreed.proposal, digest: agreed.digest.clone() });
        Ok(Kept {
            receipt,
            heads: answered.seen.view.heads.clone(),
            agreements: counted.take(4).collect(),
            confirmed,
            although: although.map(str::to_owned),
        })
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
        let records: Vec<RecordId> = match of {
            Some(of) => {
                let source = self.resolve_record(of)?;
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
            let Some(view) = self.store.view(record)? else { continue };
            // What refers to the work in another way, as what it went into, is no reuse of it.
            if of.is_none()
                || source_of(&view)
                    .is_some_and(|source| Some(source) == of.and_then(|of| self.resolve_record(of).ok()))
            {
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
                && let Some(view) = self.store.view(said.id)?
                && source_of(&view) == Some(work)
            {
                views.push(view);
            }
        }
        Ok(views)
    }

    /// How the receipt of a declared reuse stands today: whether it is about the terms that the work had then, and whether these
    /// still read as they did.
    pub(super) fn standing_of(
        &self,
        occasion: Occasion,
        known: &Known,
        view: &RecordView,
    ) -> Result<(Option<Kept>, Standing), Failure> {
        let standing = |state, in_words: String| Standing { state, in_words };
        let kept: Kept = match view.text("receipt").map(serde_json::from_str) {
            Some(Ok(kept)) => kept,
            _ => {
                return Ok((
                    None,
                    standing(
                        "unreadable",
                        "its receipt does not read: it may be of a later version".to_owned(),
                    ),
                ));
            }
        };
        let then = match source_of(view) {
            Some(source) => self.store.view_as_of(source, &kept.heads)?,
            None => None,
        };
        let sheets = self.sheets_for(occasion, known, kept.receipt.licences())?;
        let again = kept.receipt.answered_again(&sheets);
        let terms = then.map(|work| self.is_about(&kept, &work)).transpose()?.flatten();
        let state = match terms {
            None => standing(
                "terms-not-held",
                "the work's terms, as they were then, are not here: they may be erased, and the receipt stands by itself".to_owned(),
            ),
            Some(false) => standing(
                "other-terms",
                "the work had other terms then than the receipt says: ask whoever declared it".to_owned(),
            ),
            Some(true) if again.answer != kept.receipt.answer => standing(
                "read-otherwise",
                format!("the same terms are read otherwise today: {}", again.answer),
            ),
            Some(true) => standing("holds", "the terms that the work had then say so".to_owned()),
        };
        Ok((Some(kept), state))
    }

    /// Whether a receipt is about the terms of a version of the work; nothing if an agreement that it counts is not held as
    /// it was.
    fn is_about(&self, kept: &Kept, work: &RecordView) -> Result<Option<bool>, Failure> {
        let mut granted = permissions::granted(work);
        for counted in &kept.agreements {
            match self.granted_by(counted.agreement, &counted.digest)? {
                Some(by_agreement) => granted.extend(by_agreement),
                None => return Ok(None),
            }
        }
        Ok(Some(kept.receipt.is_about(work.text("licence").unwrap_or("NONE"), &granted)))
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
        let Some(kept) = kept else { return Ok(shown) };
        let receipt = &kept.receipt;
        shown["answer"] = to_json(&receipt.answer);
        shown["alternative"] = to_json(&receipt.alternative);
        shown["licence"] = receipt.question.licence.as_str().into();
        self.put_own_terms(&mut shown, Some(&receipt.question.licence), receipt.licences().skip(1))?;
        shown["parts_under"] = to_json(&receipt.question.use_.combined_with);
        shown["use"] = to_json(&receipt.question.use_);
        shown["user"] = to_json(&receipt.question.user);
        shown["texts"] = to_json(&receipt.texts);
        shown["heads"] = to_json(&kept.heads);
        shown["although"] = to_json(&kept.although);
        let again = self.in_full(occasion, known, view, &kept)?;
        shown["duties"] = receipt
            .duties
            .iter()
            .map(|cited| {
                let duty = again.duties.iter().find(|duty| {
                    Some(&duty.id) == cited.id.as_ref() && Some(&duty.clause) == cited.clause.as_ref()
                });
                json!({ "id": cited.id, "clause": cited.clause, "text": duty.map(|duty| &duty.text) })
            })
            .collect();
        shown["reasons"] = receipt
            .reasons
            .iter()
            .map(|cited| {
                let reason = again.reasons.iter().find(|reason| reason.clause == cited.clause);
                json!({ "clause": cited.clause, "text": reason.map(|reason| &reason.text), "facts": cited.facts })
            })
            .collect();
        let mut confirmed = Vec::new();
        for one in &kept.confirmed {
            let mut by = self.named(occasion, known, one.by)?;
            by["fact"] = one.fact.as_str().into();
            by["statement"] = to_json(&one.statement);
            confirmed.push(by);
        }
        shown["confirmed"] = confirmed.into();
        Ok(shown)
    }

    /// The answer with the words of the terms as they were, as far as they are still held.
    fn in_full(
        &self,
        occasion: Occasion,
        known: &Known,
        view: &RecordView,
        kept: &Kept,
    ) -> Result<Answer, Failure> {
        let receipt = &kept.receipt;
        let mut question = receipt.question.clone();
        if let Some(source) = source_of(view)
            && let Some(work) = self.store.view_as_of(source, &kept.heads)?
        {
            let granted = permissions::granted(&work);
            for counted in &mut question.granted {
                if let Some(whole) = granted.iter().find(|granted| granted.cited_as == counted.cited_as) {
                    counted.permission = whole.permission.clone();
                }
            }
        }
        Ok(answer_with(&question, &self.sheets_for(occasion, known, receipt.licences())?))
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

/// The words of own terms: of several languages, all of them one after the other.
fn text_of_terms(view: &RecordView) -> Option<String> {
    match view.fields.get("text")? {
        FieldValue::Prose(texts) => Some(texts.values().map(String::as_str).collect::<Vec<_>>().join("\n")),
        _ => None,
    }
}

fn not_yes(answered: &Answered) -> Failure {
    let why = answered.reply.reasons.first().map(|reason| format!(" {}", reason.text)).unwrap_or_default();
    Failure::invalid(format!("the answer is not yes, but {}.{why}", answered.reply.answer)).hint(
        "`commons check ID` says what would settle it, with a letter to the steward; if they agreed, say so with --although \"they agreed on …\"",
    )
}
